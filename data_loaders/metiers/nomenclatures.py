"""Labels of métiers and crosswalks, from the nomenclatures that were imported and from the survey itself.

No producer publishes a crosswalk between the two FAP; both are published from the same couples ROME × qualification.
The weight of a link is a share of couples, never of jobs: it says what is possible, and no count is split along it.
"""

import pandas as pd

from data_loaders import demo
from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.bmo import LONGUEURS

COUPLE = ["code_rome", "qualification"]


def liens_entre(de: pd.DataFrame, vers: pd.DataFrame) -> pd.DataFrame:
    """Links between two nomenclatures.

    Args:
        de, vers: crosswalk of ROME to each, columns code_rome, qualification ("" for all levels), code.

    Returns:
        Columns code_de, code_vers, couples_nb (ROME × qualification that are in both), part_de (share of the couples of
        code_de, sums to 1), part_vers (of those of code_vers); the heaviest link of each code_de first.
    """
    niveaux = sorted({q for table in (de, vers) for q in table["qualification"]} - {""}) or [""]
    # A ROME of which no level is told stands for each of them.
    dits = (t.assign(qualification=[[q] if q else niveaux for q in t["qualification"]]) for t in (de, vers))
    uns, autres = (t.explode("qualification")[[*COUPLE, "code"]].drop_duplicates() for t in dits)
    communs = uns.merge(autres, on=COUPLE, suffixes=("_de", "_vers"))
    liens = communs.groupby(["code_de", "code_vers"]).size().rename("couples_nb").reset_index()
    for sens in ("de", "vers"):
        liens[f"part_{sens}"] = liens["couples_nb"] / liens.groupby(f"code_{sens}")["couples_nb"].transform("sum")
    ordre = {"by": ["code_de", "couples_nb", "code_vers"], "ascending": [True, False, True]}
    return liens.sort_values(**ordre, ignore_index=True)


# Level of the survey -> levels of FAP 2009 then of FAP 2021; their codes differ, save for the 22 domains.
NIVEAUX = {"metier": ("fap225", "fap228"), "fap87": ("fap87", "fap86"), "fap22": ("fap22",), "rome": ("rome",)}
FAP = ("FAP2009", "FAP2021")
ENSEMBLE = "ensemble"
TOUS = "Tous les métiers"
SANS_LIBELLE = "libellé non chargé"
REMEDE_LIBELLES = (
    "Les libellés de ce niveau viennent des nomenclatures de métiers de la Dares, qui ne "
    "sont pas chargées\u202f; la commande qui les ajoute est dans la page Aide, rubrique Exploitants"
)


def libelles(donnees: Donnees, niveau: str) -> dict[str, str]:
    """code -> label at a level of `NIVEAUX`, the two FAP together; the newest wins where both know the code. Empty when
    no nomenclature is loaded."""
    postes = _postes(donnees, niveau)
    # The table of the ROME writes « ; » where its labels have commas.
    return dict(zip(postes["code"], postes["libelle"].str.replace("; ", ", "), strict=True))


def _postes(donnees: Donnees, niveau: str) -> pd.DataFrame:
    """Posts of a level, the newest nomenclature last; no row when none is loaded. Raises KeyError: unknown level."""
    niveaux = NIVEAUX[niveau]
    if not donnees.millesimes("nomenclatures"):
        return pd.DataFrame(columns=["nomenclature", "code", "libelle"], dtype=object)
    postes = donnees.lire("nomenclatures", "postes")
    return postes[postes["niveau"].isin(niveaux)].sort_values("nomenclature")


def libelle(donnees: Donnees, niveau: str, code: str) -> str:
    """Words of one group or métier, those of the nomenclatures before those of the last survey; "" when unknown."""
    connu = libelles(donnees, niveau).get(code, "") if niveau in NIVEAUX else ""
    if connu or niveau == "rome" or not donnees.millesimes("bmo"):
        return connu
    return libelles_enquete(donnees, niveau, donnees.periodes("bmo")[-1]).get(code, "")


def libelles_enquete(donnees: Donnees, niveau: str, annee: str) -> dict[str, str]:
    """code -> label of the groups of the survey (a level of `measures.marches`), every vintage together, as written in
    the vintage `annee` but for French typography: those that it lists first, then the others, with the years that
    do.

    Families and métiers are named by the survey itself. The two levels between are named by the nomenclature of the
    vintage; a group of a survey that no nomenclature names is « B (libellé non chargé) ». Groups of demonstration are
    named by the demonstration, official ones never.
    """
    if niveau == ENSEMBLE:
        return {ENSEMBLE: TOUS}
    metiers = donnees.lire("bmo", "metiers").sort_values("annee", kind="stable")
    # The words of the year where there are some, else the last known.
    metiers = pd.concat([metiers, metiers[metiers["annee"] == annee]])
    if niveau in ("famille", "metier"):
        codes = metiers[f"code_{niveau}"]
        noms = dict(zip(codes, metiers[f"libelle_{niveau}"], strict=True))
    else:
        codes = metiers["code_metier"].str[: LONGUEURS[niveau]]
        connus = _libelles_groupes(donnees, niveau, metiers["nomenclature"].iloc[-1])
        noms = {c: connus.get(c) or f"{c} ({SANS_LIBELLE})" for c in codes.unique()}
    clos = annees_closes(metiers["annee"], codes, annee)
    dits = {c: typographier(nom) + (f" ({clos[c]})" if c in clos else "") for c, nom in noms.items()}
    return dict(sorted(dits.items(), key=lambda x: x[0] in clos))


def annees_closes(annees: pd.Series, codes: pd.Series, annee: str) -> dict[str, str]:
    """Code that a vintage does not list -> the years that do: « 2016 à 2023 », « 2024 »."""
    listes: dict[str, list[str]] = {}
    for c, a in sorted(set(zip(codes, annees, strict=True))):
        listes.setdefault(c, []).append(a)
    bornes = {c: (liste[0], liste[-1]) for c, liste in listes.items() if annee not in liste}
    return {c: b if b == h else f"{b} à {h}" for c, (b, h) in bornes.items()}


def libelles_charges(donnees: Donnees, niveau: str) -> bool:
    """False when the groups of a level are shown by their codes: the screen then says how to load their names."""
    if niveau not in ("fap22", "fap87") or donnees.est_demonstration("bmo"):
        return True
    return bool(_libelles_groupes(donnees, niveau, ""))


def _libelles_groupes(donnees: Donnees, niveau: str, nomenclature: str) -> dict[str, str]:
    """code -> label of a level between families and métiers, those of `nomenclature` first."""
    if donnees.est_demonstration("bmo"):
        return demo.groupes()[NIVEAUX[niveau][-1]]
    if donnees.est_demonstration("nomenclatures"):
        return {}
    postes = _postes(donnees, niveau)
    postes = pd.concat([postes, postes[postes["nomenclature"] == nomenclature]])
    return dict(zip(postes["code"], postes["libelle"], strict=True))


def correspondance(donnees: Donnees, cible: str) -> pd.DataFrame:
    """Crosswalk from ROME to the métiers of the survey: code_rome, qualification ("" for all levels), code_metier; one
    row a link, many-to-many; empty when it is not loaded. The parts of a métier of FAP 2021 are put back together;
    `cible`: `FAP2009` (surveys up to 2023) or `FAP2021`."""
    colonnes = ["code_rome", "qualification", "code_metier"]
    if not donnees.millesimes("passages"):
        return pd.DataFrame(columns=colonnes)
    liens = donnees.lire("passages", "correspondances")
    liens = liens[liens["cible"] == cible]
    # A0X41a is a part of the survey's métier A0X41.
    liens = liens.assign(code_metier=liens["code_fap"].str[: LONGUEURS["metier"]])
    return liens[colonnes].drop_duplicates(ignore_index=True)


def passage(donnees: Donnees, de: str, vers: str, niveau: str = "metier") -> pd.DataFrame:
    """Links from a FAP (`FAP2009`, `FAP2021`) to the other at a level (`metier`, `fap87`, `fap22`), see `liens_entre`,
    with the labels of both; empty when one of the crosswalks of ROME is not loaded. A post to which no ROME leads
    (politicians, clergy) has no row."""
    taille = LONGUEURS[niveau]
    tables = (correspondance(donnees, c).assign(code=lambda t: t["code_metier"].str[:taille]) for c in (de, vers))
    liens, postes = liens_entre(*tables), _postes(donnees, niveau)
    for sens, cible in (("de", de), ("vers", vers)):
        dits = postes[postes["nomenclature"].eq(cible)]  # a same code may say two things in two of them
        noms = dict(zip(dits["code"], dits["libelle"], strict=True))
        liens[f"libelle_{sens}"] = liens[f"code_{sens}"].map(noms).fillna("")
    return liens[["code_de", "libelle_de", "code_vers", "libelle_vers", "couples_nb", "part_de", "part_vers"]]
