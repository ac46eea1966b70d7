"""Offers open on a day, by commune and métier: the file of a region or of France, the communes of here kept.

A pair commune × ROME may stand on several rows: they add up.
"""

import contextlib
import datetime

from data_loaders import francais
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import REPRENDRE, ErreurDonnees
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo import zonages


@lecteur("offres")
def lire(lue: Lue) -> Extrait:
    """Read the offers of one day, the last where the file holds several; millésime = its month."""
    brut = lue.en_texte()
    brut["code_lu"] = classeur.codes(brut["commune"], 5)
    ici = brut["code_lu"].str[:2].isin(DEPARTEMENTS) & brut["code_lu"].str.len().eq(5)
    df = lue.de_la_region(brut, ici, brut["commune"].iloc[0])
    jours = df["jour"].map({j: _jour(j, lue) for j in df["jour"].unique()})
    df, jour = df[jours == jours.max()], jours.max()
    if autres := set(jours) - {jour}:
        lue.remarques.append(f"relevés laissés de côté, plus anciens : {classeur.quelques(autres)}")
    connues = df["code_lu"].map(zonages.successeurs())
    if perdues := set(df.loc[connues.isna(), "code_lu"]):
        dites = f"{francais.avec_unite(len(perdues), 'communes inconnues')}, comptées dans leur seul département"
        lue.remarques.append(f"{dites} : {classeur.quelques(perdues)}")
    value = cellules.exiges(df, ["offres"], lue, entiers=True)["offres"]
    df = df.assign(code_commune=connues.fillna(df["code_lu"]), code_rome=df["rome"].str.upper(), value=value)
    couples = df.groupby(["code_commune", "code_rome"], as_index=False)["value"].sum()
    lue.compter(len(df) - len(couples), "lignes", "d'un couple commune et métier déjà lu : additionnées")
    couples = couples.assign(periode=jour[:7], jour=jour, code_departement=couples["code_commune"].str[:2])
    par = value.groupby(df["code_lu"].str[:2]).sum()  # as the file says: a commune may have changed since
    offres = f", {francais.nombre(par.sum())} offres dans la région"
    titre = titrer("offres", len(brut), f", le {francais.date_libelle(jour)}", offres)
    dit = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in par.items())
    return Extrait.de("offres", jour[:7], couples, titre, dit)


def _jour(texte: str, lue: Lue) -> str:
    """`2021-12-21`, however it is written."""
    for forme in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"):
        with contextlib.suppress(ValueError):
            return datetime.datetime.strptime(texte[:10], forme).date().isoformat()
    exemple, cause = texte or "cellule vide", "forme attendue : AAAA-MM-JJ ou JJ/MM/AAAA"
    raise ErreurDonnees("jour", lue.colonne("jour"), "jour mal écrit", exemple=exemple, cause=cause, remede=REPRENDRE)
