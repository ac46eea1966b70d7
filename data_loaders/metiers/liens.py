"""From a group of the survey to its ROME métiers, to the métiers that they lead to or come from, and to who hires.

The addresses are links for the reader to follow; the observatory never opens them. Crosswalk and survey are read
together only when both are official, or both of demonstration.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pandas as pd

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, indice_complet
from data_loaders.metiers import nomenclatures

SITE = "https://candidat.francetravail.fr"
NIVEAUX = ("metier", "fap87", "fap22", "famille")
COEUR = 0.1  # of the weight of the first ROME métier of a group: from there another counts in it
PART_MIN = 0.2  # of a ROME métier: under it, a métier of the survey is not what it leads to
NON_CHARGE = "la table des mobilités entre métiers (ROME) n’est pas chargée"
SANS_LIEN = "le ROME ne relie ce métier à aucun autre de l’enquête"


class Part(NamedTuple):
    """A ROME métier of a group (`part`: weight of its links to the group among those of all the ROME there, 0..1), or
    an activity (NAF) that hires for métiers in France (of their hires that are known)."""

    code: str
    libelle: str
    part: float


def offres(rome: str, code_departement: str | None = None) -> str:
    """Address of the adverts of a métier, in one département or everywhere."""
    ou = {"lieux": f"{code_departement}D"} if code_departement else {}
    return f"{SITE}/offres/recherche?{urlencode({'motsCles': rome, 'offresPartenaires': 'true', **ou})}"


def fiche(rome: str) -> str:
    """Address of the description of a ROME métier."""
    return f"{SITE}/metierscope/fiche-metier/{quote(rome, safe='')}"


def coherents(donnees: Donnees) -> bool:
    """True when the survey, the crosswalk and the labels of the ROME are loaded and of one same origin."""
    datasets = ("bmo", "passages", "nomenclatures")
    return all(map(donnees.millesimes, datasets)) and len(set(map(donnees.est_demonstration, datasets))) == 1


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


def passages(donnees: Donnees, annee: str) -> pd.DataFrame:
    """Links of the ROME to the métiers that the survey asked in a vintage: code_rome, code_metier, `part` (of the
    qualification levels of the ROME, 0..1), code_famille; empty when the crosswalk cannot be read beside the survey."""
    metiers = metiers_listes(donnees, annee)
    if not coherents(donnees) or metiers.empty:
        return pd.DataFrame(columns=["code_rome", "code_metier", "part", "code_famille"])
    liens = indice_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))
    return liens.merge(metiers[["code_metier", "code_famille"]], on="code_metier")


def cibles(donnees: Donnees, annee: str) -> dict[str, list[tuple[str, float]]]:
    """code_rome -> [(code_metier, part)], the largest part first."""
    liens = passages(donnees, annee).sort_values(["part", "code_metier"], ascending=[False, True])
    return {rome: list(zip(g["code_metier"], g["part"], strict=True)) for rome, g in liens.groupby("code_rome")}


def appellations(donnees: Donnees, annee: str) -> pd.DataFrame:
    """Titles of métiers that were imported, with what each leads to: titre, then code_rome (version 3) or code_metier,
    the other empty. No row unless titles, survey and crosswalk are all official."""
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


def romes(donnees: Donnees, niveau: str, code: str, annee: str = "") -> list[Part]:
    """ROME métiers that lead to a group of the survey (a level of `NIVEAUX`, the last vintage by default), the heaviest
    first."""
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
    return [Part(rome, noms.get(rome, ""), float(part)) for rome, part in paires]


class Passage(NamedTuple):
    """A métier of the survey that another one leads to, or comes from: `proche`, or `evolution` for one further on;
    `savoirs`: what both ask to know, the rarest first."""

    code: str
    sens: str
    savoirs: tuple[str, ...]


class Mobilites(NamedTuple):
    """Where one goes, and where one comes from; `raison` why there is nothing."""

    vers: tuple[Passage, ...]
    depuis: tuple[Passage, ...]
    raison: str = ""


def _lire(donnees: Donnees, dataset: str, table: str) -> pd.DataFrame | None:
    """A table of links, None where it is not loaded, or of another nature than the survey."""
    if not donnees.millesimes(dataset) or donnees.est_demonstration(dataset) != donnees.est_demonstration("bmo"):
        return None
    return donnees.lire(dataset, table)


def comptent(
    donnees: Donnees, niveau: str, codes: Collection[str], annee: str, offres: Mapping[str, float]
) -> frozenset[str]:
    """The ROME métiers that count in a group, or in a métier of several: from a tenth of the weight of its first one.

    The official tables tie « Aides-soignants » to the care of animals too: a groom is no care assistant. A weight is
    the part of a ROME by its offers (`offres`: ROME -> offers of the region, empty where they are not known); `codes`:
    the group of a level of `NIVEAUX`, else what the codes of the métiers begin with.
    """
    lies = passages(donnees, annee or donnees.millesimes("bmo")[-1])
    colonne = lies["code_famille" if niveau == "famille" else "code_metier"]
    lies = lies[[str(c).startswith(tuple(codes)) for c in colonne]]
    ensemble = niveau in NIVEAUX and niveau != "metier"
    groupe = pd.Series("", lies.index) if ensemble else lies["code_metier"]
    poids = lies["part"] * (lies["code_rome"].map(offres).fillna(0.0) if offres else 1.0)
    poids = poids.groupby([groupe, lies["code_rome"]]).sum()
    premiers = poids.groupby(level=0).transform("max")
    return frozenset(poids.index[poids.ge(COEUR * premiers)].get_level_values(1))


def romes_propres(donnees: Donnees, codes: Collection[str], annee: str, part: float = PART_MIN) -> set[str]:
    """ROME métiers of which that part at least is one of these métiers."""
    parts = _parts_prises(donnees, codes, annee)
    return set(parts.index[parts >= part])


def _parts_prises(donnees: Donnees, codes: Collection[str], annee: str) -> pd.Series:
    """ROME -> share of it (0..1) that these métiers of the survey take."""
    lies = passages(donnees, annee)
    return lies[lies["code_metier"].isin(codes)].groupby("code_rome")["part"].sum()


def mobilites(donnees: Donnees, codes: Collection[str], annee: str, offres: Mapping[str, float]) -> Mobilites:
    """Métiers that lead from or to those given, the most shared savoirs first; links between titles count as theirs;
    `offres`: ROME -> offers of the region, empty where they are not known."""
    tous = _lire(donnees, "mobilites", "liens")
    if tous is None:
        return Mobilites((), (), NON_CHARGE)
    siens = romes_propres(donnees, codes, annee) & comptent(donnees, "metier", codes, annee, offres)
    connus = _lire(donnees, "savoirs", "liens")
    savoirs = {} if connus is None else connus.groupby("code_rome")["libelle"].agg(set).to_dict()
    # What few métiers ask says more.
    combien = {} if connus is None else connus["libelle"].value_counts().to_dict()
    metiers_du_rome = cibles(donnees, annee)

    def menees(de: str, a: str) -> tuple[Passage, ...]:
        trouves: dict[str, tuple[str, set[str]]] = {}
        for r in tous[tous[de].isin(siens)].drop_duplicates([de, a, "sens"]).to_dict("records"):
            communs = savoirs.get(r[de], set()) & savoirs.get(r[a], set())
            for metier, part in metiers_du_rome.get(r[a], ()):
                if part >= PART_MIN and metier not in codes:
                    sens, deja = trouves.get(metier, (r["sens"], set()))
                    trouves[metier] = ("proche" if "proche" in (sens, r["sens"]) else sens, deja | communs)
        rendus = [Passage(m, sens, tuple(sorted(s, key=lambda x: (combien[x], x)))) for m, (sens, s) in trouves.items()]
        return tuple(sorted(rendus, key=lambda p: (-len(p.savoirs), p.sens != "proche", p.code)))

    m = Mobilites(menees("code_rome", "code_cible"), menees("code_cible", "code_rome"))
    return m if m.vers or m.depuis else m._replace(raison=SANS_LIEN)


def employeurs(donnees: Donnees, codes: Collection[str], annee: str) -> tuple[str, tuple[Part, ...]]:
    """Year of the hires, and the activities that hire for these métiers in France, the largest first; ("", ()) without
    the file. Hires of a ROME are shared as its levels are."""
    lues = _lire(donnees, "employeurs", "observations")
    if lues is None:
        return "", ()
    lues = lues[lues["annee"] == lues["annee"].max()]
    siennes = lues.assign(poids=lues["value"] * lues["code_rome"].map(_parts_prises(donnees, codes, annee)))
    parts = siennes.groupby(["code_naf", "libelle_naf"])["poids"].sum()
    parts = (parts / parts.sum())[parts > 0].sort_values(ascending=False, kind="stable")
    return lues["annee"].iloc[0], tuple(Part(*cle, float(part)) for cle, part in parts.items())
