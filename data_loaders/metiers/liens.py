"""From a group of the survey to its ROME métiers, and from a ROME to the pages of France Travail.

The addresses are links for the reader to follow; the observatory never opens them. Crosswalk and survey are read
together only when both are official, or both of demonstration.
"""

from typing import NamedTuple
from urllib.parse import quote, urlencode

import pandas as pd

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, meteo_complet
from data_loaders.metiers import nomenclatures

SITE = "https://candidat.francetravail.fr"
NIVEAUX = ("metier", "fap87", "fap22", "famille")


class Rome(NamedTuple):
    """A ROME métier of a group; `part`: weight of its links to the group among those of all the ROME there, 0..1."""

    code: str
    libelle: str
    part: float


def offres(rome: str, code_departement: str | None = None) -> str:
    """Address of the adverts of a métier, in one département or everywhere."""
    champs = {"motsCles": rome, "offresPartenaires": "true"}
    if code_departement:
        champs["lieux"] = f"{code_departement}D"
    return f"{SITE}/offres/recherche?{urlencode(champs)}"


def fiche(rome: str) -> str:
    """Address of the description of a ROME métier."""
    return f"{SITE}/metierscope/fiche-metier/{quote(rome, safe='')}"


def coherents(donnees: Donnees) -> bool:
    """True when the survey, the crosswalk and the labels of the ROME are loaded and of one same origin."""
    datasets = ("bmo", "passages", "nomenclatures")
    if not all(donnees.millesimes(d) for d in datasets):
        return False
    return len({donnees.est_demonstration(d) for d in datasets}) == 1


def libelles_rome(donnees: Donnees) -> dict[str, str]:
    """code -> label of the ROME métiers; empty when they cannot be read beside the survey."""
    return nomenclatures.libelles(donnees, "rome") if coherents(donnees) else {}


def metiers_listes(donnees: Donnees, annee: str) -> pd.DataFrame:
    """List of the survey of one vintage, contract `bmo/metiers`."""
    metiers = donnees.lire("bmo", "metiers")
    return metiers[metiers["annee"] == annee]


def libelles_listes(donnees: Donnees, annee: str) -> dict[str, dict[str, str]]:
    """niveau -> code -> label of the groups that the survey asked in a vintage."""
    metiers = metiers_listes(donnees, annee)
    codes = {n: bmo.metiers_listes(metiers, n).get(annee, set()) for n in NIVEAUX}
    noms = {n: nomenclatures.libelles_enquete(donnees, n, annee) for n in NIVEAUX}
    return {n: {c: noms[n][c] for c in sorted(codes[n])} for n in NIVEAUX}


def projets(donnees: Donnees, annee: str) -> dict[str, float]:
    """code_metier -> visible projects of the region in a vintage, a lower bound: what is asked most comes first."""
    cellules = donnees.lire("bmo")
    cellules = cellules[(cellules["annee"] == annee) & (cellules["mesure"] == "met")]
    return cellules.groupby("code_metier")["value"].sum().to_dict()


def passages(donnees: Donnees, annee: str) -> pd.DataFrame:
    """Links of the ROME to the métiers that the survey asked in a vintage.

    Returns:
        code_rome, code_metier, `part` (of the qualification levels of the ROME, 0..1), code_famille; empty when the
        crosswalk cannot be read beside the survey.
    """
    metiers = metiers_listes(donnees, annee)
    if not coherents(donnees) or metiers.empty:
        return pd.DataFrame(columns=["code_rome", "code_metier", "part", "code_famille"])
    liens = meteo_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))
    return liens.merge(metiers[["code_metier", "code_famille"]], on="code_metier")


def cibles(donnees: Donnees, annee: str) -> dict[str, list[tuple[str, float]]]:
    """code_rome -> [(code_metier, part)], the largest part first."""
    liens = passages(donnees, annee).sort_values(["part", "code_metier"], ascending=[False, True])
    return {rome: list(zip(g["code_metier"], g["part"], strict=True)) for rome, g in liens.groupby("code_rome")}


def appellations(donnees: Donnees, annee: str) -> pd.DataFrame:
    """Titles of métiers that were imported, with what each leads to.

    Returns:
        Columns titre, code_rome (version 3) and code_metier: one of the two, the other empty. No row unless titles,
        survey and crosswalk are all official.
    """
    colonnes = ["titre", "code_rome", "code_metier"]
    metiers = metiers_listes(donnees, annee)
    if not coherents(donnees) or not donnees.officiel.millesimes("appellations") or donnees.est_demonstration("bmo"):
        return pd.DataFrame(columns=colonnes)
    titres = donnees.lire("appellations", "titres")
    directs = titres[titres["liste"].eq(metiers["nomenclature"].iloc[0]) & titres["code"].isin(metiers["code_metier"])]
    postes = donnees.lire("nomenclatures", "postes")
    parents = postes[postes["niveau"] == "rome4"].set_index("code")["code_parent"]
    par_rome = titres[titres["liste"] == "ROME4"]
    # A code that is new in version 4 has no crosswalk: that of the métier it comes from is followed.
    par_rome = par_rome.assign(code_rome=par_rome["code"].map(parents).fillna(par_rome["code"]), code_metier="")
    return pd.concat([directs.assign(code_rome="", code_metier=directs["code"]), par_rome])[colonnes]


def romes(donnees: Donnees, niveau: str, code: str, annee: str = "") -> list[Rome]:
    """ROME métiers that lead to a group of the survey, the heaviest first.

    Args:
        niveau: `metier`, `fap87`, `fap22` or `famille`; annee: the last vintage by default.

    Raises:
        KeyError: unknown level.
    """
    if niveau not in NIVEAUX:
        raise KeyError(niveau)
    millesimes = donnees.millesimes("bmo")
    if not millesimes:
        return []
    liens = passages(donnees, annee or millesimes[-1])
    groupes = liens["code_famille"] if niveau == "famille" else liens["code_metier"].str[: bmo.LONGUEURS[niveau]]
    parts = liens[groupes == code].groupby("code_rome")["part"].sum()
    noms = libelles_rome(donnees)
    paires = sorted((parts / parts.sum()).items(), key=lambda paire: (-paire[1], paire[0]))
    return [Rome(rome, noms.get(rome, ""), float(part)) for rome, part in paires]
