"""CSV of nomenclatures (one row the finest post, one pair code, label a level) and of crosswalks ROME → FAP."""

import re
from collections.abc import Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS, metiers
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur, ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue

# Tables of names of columns: crosswalk -> nomenclature reached; nomenclature -> its name, its levels, the finest first.
PASSAGES = {"nomenclatures#passage_fap2009": "FAP2009", "nomenclatures#passage_fap2021": "FAP2021"}
HIERARCHIES = {
    "nomenclatures#fap2009": ("FAP2009", ("fap225", "fap87", "fap22")),
    "nomenclatures#fap2021": ("FAP2021", ("fap341", "fap228", "fap86", "fap22")),
    "nomenclatures#rome3": ("ROME3", ("rome",)),
    "nomenclatures#rome4": ("ROME4", ("rome4",)),
}
POSTES_NB = {"rome": 532, "rome4": 609}  # the levels of the FAP are named after theirs


@lecteur(*PASSAGES, *HIERARCHIES)
def lire(lue: Lue) -> Extrait:
    """Read a nomenclature or a crosswalk, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns, a code with two labels or two parents.
    """
    brut, table = lue.en_texte(), lue.regle.table
    if table in PASSAGES:
        cible = PASSAGES[table]
        multiples = francais.nombre(brut.groupby("code_rome")["code_fap"].nunique().gt(1).sum())
        dit = f"{multiples} codes ROME vont vers plusieurs familles professionnelles"
        return _extrait("passages", cible, brut.assign(cible=cible), dit, lue)
    nomenclature, niveaux = HIERARCHIES[table]
    df = _postes(brut, niveaux, lue.nom).assign(nomenclature=nomenclature)
    comptes = df["niveau"].value_counts(sort=False).to_dict()
    dit = " · ".join(f"{niveau} : {francais.nombre(n)} postes" for niveau, n in comptes.items())
    return _extrait("nomenclatures", nomenclature, df, dit, lue, _notes(comptes))


def _extrait(
    dataset: str, edition: str, lignes: pd.DataFrame, dit: str, lue: Lue, notes: tuple[str, ...] = ()
) -> Extrait:
    titre = titrer(dataset, len(lue.table), f", {edition}")
    return Extrait.de(dataset, edition, lignes, titre, dit, notes=notes)


def _notes(comptes: dict[str, int]) -> tuple[str, ...]:
    attendus = {niveau: POSTES_NB.get(niveau) or int(niveau.removeprefix("fap")) for niveau in comptes}
    return tuple(
        f"Nomenclature incomplète, ou d'une autre édition : {comptes[niveau]} postes au niveau {niveau}, {n} attendus."
        for niveau, n in attendus.items()
        if comptes[niveau] != n
    )


def _postes(brut: pd.DataFrame, niveaux: Sequence[str], nom: str) -> pd.DataFrame:
    parties = []
    # A code of the ROME version 4 comes from one of version 3, itself where the file names none.
    plus_haut = brut["code_rome3"].where(brut["code_rome3"] != "", brut["code_rome4"]) if "code_rome3" in brut else ""
    for niveau, parent in zip(niveaux, [*niveaux[1:], None], strict=True):
        postes = pd.DataFrame(
            {
                "code": brut[f"code_{niveau}"],
                "libelle": brut[f"libelle_{niveau}"],
                "code_parent": brut[f"code_{parent}"] if parent else plus_haut,
            }
        ).drop_duplicates()
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
                remede="reprendre le fichier d'une seule édition chez le producteur",
            )
        parties.append(postes.assign(niveau=niveau))
    return pd.concat(parties, ignore_index=True)


TABLES_ROME = ("mobilites", "savoirs", "employeurs")
VERSION = "ROME3"


@lecteur(*TABLES_ROME)
def lire_rome(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns; codes malformed or repeated are for the contract to refuse.

    Raises:
        ErreurDonnees: unreadable, columns missing, a count that is none, no year.
    """
    df, dataset = lue.en_texte().rename(columns={"rome": "code_rome"}), lue.regle.table
    millesime = VERSION
    if dataset == "mobilites":
        sens = df["sens"].map(classeur.normaliser)
        df = df.assign(code_cible=df["cible"], sens=sens)
        for c in ("appellation", "appellation_cible"):
            df[c] = df.get(c, "")
        suite = " · ".join(
            f"{metiers.MOBILITES.get(s, s)} : {francais.nombre(n)}" for s, n in sens.value_counts().items()
        )
    elif dataset == "savoirs":
        # The producer doubles an apostrophe.
        df = df.assign(code_savoir=df["code"], libelle=df["libelle"].str.replace("''", "’"))
        suite = f"{francais.nombre(df['code'].nunique())} savoirs"
    else:
        millesime = series.exiger_annee(lue.ou)
        nombres = ecriture.exiges(df, ["embauches"], lue, entiers=True)["embauches"]
        df = df.assign(
            annee=millesime,
            code_naf=df["naf"].str.replace(".", ""),
            libelle_naf=df["libelle"],
            value=nombres,
        )
        suite = f"{francais.nombre(nombres.sum())} embauches, {francais.nombre(df['code_naf'].nunique())} activités"
    titre = f"{CONTRATS[dataset].titre} : {francais.nombre(len(df))} lignes, "
    titre += f"{francais.nombre(df['code_rome'].nunique())} métiers"
    return Extrait.de(dataset, millesime, df, titre, suite)


PRINCIPALE = "PRINCIPALE"
# DARES joins its titles by commas; inside a title, a space follows the comma.
_ENTRE_TITRES = re.compile(r",(?=\S)")


@lecteur("appellations#rome", "appellations#fap")
def lire_appellations(lue: Lue) -> Extrait:
    """Read one of the two lists, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns.
    """
    df = lue.en_texte()
    dares = lue.regle.table == "appellations#fap"
    if dares:
        df["titre"] = df["titre"].map(_ENTRE_TITRES.split)
        df = df.explode("titre")
    lignes = pd.DataFrame(
        {
            "liste": "FAP2009" if dares else "ROME4",
            "titre": df["titre"].str.strip(),
            "code": df["code"],
            "principal": classeur.colonne(df, "classement").str.upper().eq(PRINCIPALE),
        }
    )
    # A title that names its métier and one of its synonyms are one.
    lignes = lignes.sort_values("principal", ascending=False, kind="stable").drop_duplicates(["titre", "code"])
    par_titre = lignes.groupby("titre")["code"].nunique()
    millesime = lignes["liste"].iloc[0]
    return Extrait.de(
        "appellations",
        millesime,
        lignes,
        f"Appellations de métiers, {millesime} : {francais.nombre(len(lue.table))} lignes lues",
        f"{francais.avec_unite(len(par_titre), 'titres')}, dont {francais.nombre(par_titre.gt(1).sum())} de "
        "plusieurs métiers",
    )
