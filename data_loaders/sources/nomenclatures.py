"""CSV of nomenclatures (one row the finest post, one pair code, label a level) and of crosswalks ROME → FAP."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, nomenclatures
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, series

# nomenclature -> (level, column of the code, column of the label), the finest first.
HIERARCHIES = {
    "FAP2009": (
        ("fap225", "code_fap_detaillees", "fap_detaillees"),
        ("fap87", "code_fap_agregees", "fap_agregees"),
        ("fap22", "code_domaines_professionnels", "domaines_professionnels"),
    ),
    "FAP2021": tuple((f"fap{n}", f"code_fap{n}", f"intitule_fap{n}") for n in (341, 228, 86, 22)),
    "ROME3": (("rome", "rome_id", "rome_label"),),
}
POSTES_NB = {"rome": 532}  # the levels of the FAP are named after theirs
# nomenclature reached -> columns of ROME, of the qualification, of the FAP.
PASSAGES = {
    "FAP2009": ("rome_v3", "qualification", "fap2009"),
    "FAP2021": ("rome", "qualif", "fap341"),
}


class Lecture(NamedTuple):
    """One nomenclature or crosswalk; `niveaux`: level -> number of posts; `multiples_nb`: ROME sent to several FAP.

    `notes`: levels that have not as many posts as their name says (`fap341`).
    """

    dataset: str
    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    niveaux: dict[str, int]
    multiples_nb: int
    notes: tuple[str, ...] = ()


def lire(chemin: Path) -> Lecture:
    """Read a nomenclature or a crosswalk, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns, a code with two labels or two parents.
    """
    nom = Path(chemin).name
    brut = classeur.lire_csv(chemin, set()).map(str.strip)
    vues = set(brut.columns)
    for cible, colonnes in PASSAGES.items():
        if vues >= set(colonnes):
            df = brut[list(colonnes)].set_axis(["code_rome", "qualification", "code_fap"], axis=1).assign(cible=cible)
            multiples = df.groupby("code_rome")["code_fap"].nunique().gt(1).sum()
            tables = {"correspondances": series.table(df, nomenclatures.CORRESPONDANCES)}
            return Lecture("passages", cible, tables, len(brut), {}, int(multiples))
    for nomenclature, niveaux in HIERARCHIES.items():
        if vues >= {c for _, *cs in niveaux for c in cs}:
            df = _postes(brut, nomenclature, nom)
            comptes = df["niveau"].value_counts(sort=False).to_dict()
            tables = {"postes": series.table(df, nomenclatures.POSTES)}
            return Lecture("nomenclatures", nomenclature, tables, len(brut), comptes, 0, _notes(comptes))
    raise ErreurDonnees(
        "colonnes",
        nom,
        f"colonnes lues : {', '.join(brut.columns)}",
        cause="mise en page inconnue, ou ce n'est pas une nomenclature de métiers",
        remede="ajouter ces colonnes à HIERARCHIES ou PASSAGES dans data_loaders/sources/nomenclatures.py",
    )


def _notes(comptes: dict[str, int]) -> tuple[str, ...]:
    attendus = {niveau: POSTES_NB.get(niveau) or int(niveau.removeprefix("fap")) for niveau in comptes}
    return tuple(
        f"Nomenclature incomplète, ou d'une autre édition : {comptes[niveau]} postes au niveau {niveau}, {n} attendus."
        for niveau, n in attendus.items()
        if comptes[niveau] != n
    )


def _postes(brut: pd.DataFrame, nomenclature: str, nom: str) -> pd.DataFrame:
    niveaux = HIERARCHIES[nomenclature]
    parents = [code for _, code, _ in niveaux[1:]]
    parties = []
    for (niveau, code, libelle), parent in zip(niveaux, [*parents, None], strict=True):
        lignes = pd.DataFrame(
            {"code": brut[code], "libelle": brut[libelle], "code_parent": brut[parent] if parent else ""}
        )
        postes = lignes.drop_duplicates()
        doubles = postes[postes.duplicated("code", keep=False)]
        if len(doubles):
            raise ErreurDonnees(
                "nomenclature",
                f"{nom}, niveau {niveau}",
                "un code a deux libellés ou deux parents",
                nombre=len(doubles),
                lignes=doubles.index,
                exemple=" / ".join(f"{d.code} {d.libelle} ({d.code_parent})" for d in doubles.head(2).itertuples()),
                cause="fichiers de deux éditions mis bout à bout, ou saisie fautive",
                remede="garder une seule ligne par code",
            )
        parties.append(postes.assign(nomenclature=nomenclature, niveau=niveau))
    return pd.concat(parties, ignore_index=True)


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish one nomenclature of métiers or one crosswalk; returns the French summary."""
    lu = lire(chemin)
    progres(1, 1)
    publie = donnees.publier_fichier(lu.dataset, chemin, adresse, lu.millesime, lu.tables, lu.notes)
    contenu = " · ".join(f"{niveau} : {francais.nombre(n)} postes" for niveau, n in lu.niveaux.items())
    multiples = f"{francais.nombre(lu.multiples_nb)} codes ROME vont vers plusieurs familles professionnelles"
    return [
        f"{CONTRATS[lu.dataset].titre}, {lu.millesime} : {francais.nombre(lu.lues_nb)} lignes lues",
        f"  {contenu or multiples}",
        *(f"  {n}" for n in lu.notes),
        *publie.dire(),
    ]


LECTEUR = Lecteur(
    importer,
    (*(set(c) for c in PASSAGES.values()), *({c for _, *cs in n for c in cs} for n in HIERARCHIES.values())),
)
