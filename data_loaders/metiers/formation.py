"""What leads to a métier, and what becomes of those who trained: diplomas, certifications, insertion by voie."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_loaders.contracts.insertion import EFFECTIFS, SEUIL_SORTANTS, TAUX, VOIES
from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import debouches, meteo_complet
from data_loaders.metiers import nomenclatures

RAISON_VOIE = "aucun apprenti ni élève de cette voie dans le fichier lu"
RAISON_PETIT = f"moins de {SEUIL_SORTANTS} sortants : le producteur ne publie aucun taux"
RAISON_ABSENT = "non publié par le producteur"
NON_SUIVI = "InserJeunes ne suit pas cette certification"
_TITRE = "titre:"


def diplomes(donnees: Donnees) -> pd.DataFrame:
    """Diplomas and certifications that are known.

    Returns:
        Index code (CFD; `titre:` then its Certif Info code for a certification without CFD); libelle, niveau (European,
        "" if unknown), type_diplome, rncp, suivi (True when InserJeunes has rows of it), remplace_par (CFD, "|"
        between). A name of Certif Info comes before the capitals of the Base centrale des nomenclatures.
    """
    titres = _certifications(donnees).drop_duplicates("code").set_index("code")
    postes = _table(donnees, "diplomes", "postes", ["nomenclature", "code", "libelle", "niveau", "libelle_court"])
    postes = postes[postes["nomenclature"] == "CFD"].drop_duplicates("code").set_index("code")
    tout = pd.DataFrame(index=titres.index.union(postes.index).rename("code"))
    tout["libelle"] = titres["libelle"].map(typographier).reindex(tout.index).fillna(postes["libelle"].map(_nommer))
    tout["niveau"] = titres["niveau"].replace("", pd.NA).reindex(tout.index).fillna(postes["niveau"]).fillna("")
    tout["type_diplome"] = titres["type_diplome"].reindex(tout.index).fillna(postes["libelle_court"]).fillna("")
    tout["rncp"] = titres["code_rncp"].reindex(tout.index).fillna("")
    tout["suivi"] = tout.index.isin(insertion(donnees)["code"])
    suites = _table(donnees, "suites_diplomes", "suites", ["code_cfd", "sens", "code_autre"])
    suites = suites[suites["sens"] == "nouveau"].groupby("code_cfd")["code_autre"].agg("|".join)
    return tout.assign(remplace_par=suites.reindex(tout.index).fillna(""))


def liens(donnees: Donnees, cible: str = "FAP2021") -> pd.DataFrame:
    """Links from each diploma or certification to the métiers of a FAP, see `measures.debouches.metiers`.

    Diplomas that InserJeunes follows are looked for by their former and new codes too. Empty when certifications or the
    crosswalk of ROME are not loaded, or when one is official and the other of demonstration.
    """
    certifications = _certifications(donnees)
    passages = nomenclatures.correspondance(donnees, cible)
    if donnees.est_demonstration("certifications") != donnees.est_demonstration("passages"):
        passages = passages.iloc[:0]
    suites = _table(donnees, "suites_diplomes", "suites", ["code_cfd", "sens", "code_autre"])
    codes = set(certifications["code"]) | set(insertion(donnees)["code"])
    par_rome = debouches.romes(certifications.assign(code_cfd=certifications["code"]), suites, codes)
    return debouches.metiers(par_rome, meteo_complet.passages(passages))


def menant(donnees: Donnees, codes: Iterable[str], cible: str = "FAP2021") -> pd.DataFrame:
    """Diplomas and certifications that lead to one of the métiers given, see `measures.debouches.grouper`.

    Args:
        codes: beginnings of codes of métiers (`B1X30`, `B1X`…) of the FAP `cible`.
    """
    return debouches.grouper(liens(donnees, cible), codes)


def insertion(donnees: Donnees) -> pd.DataFrame:
    """What becomes of the leavers of each diploma and voie, each edition.

    Returns:
        Columns code (CFD), voie, periode, cumul, then the counts and rates of the contract (%) with `raison_M` why the
        cell of the measure M is empty, "" otherwise. A diploma prepared in one and in two years has one row: its counts
        are added up, its rates made again from them.
    """
    lues = _table(
        donnees, "insertion", "observations",
        ["periode", "cumul", "voie", "code_formation", "mesure", "value", "obs_status"],
    )  # fmt: skip
    formations = _table(donnees, "diplomes", "postes", ["nomenclature", "code", "code_parent"])
    formations = formations[formations["nomenclature"] == "MEFSTAT11"].set_index("code")["code_parent"]
    code = lues["code_formation"].where(lues["voie"] == "apprentissage", lues["code_formation"].map(formations))
    lues = lues.assign(code=code).dropna(subset="code")
    cle = ["code", "voie", "periode", "cumul"]
    groupes = lues.groupby([*cle, "mesure"])
    # Two formations make a sum only when both are shown.
    valeurs = groupes["value"].agg(lambda v: v.sum() if v.notna().all() else float("nan")).unstack("mesure")
    vides = groupes["obs_status"].agg("max").unstack("mesure")
    nombre = groupes.size().unstack("mesure")
    df = valeurs.reindex(columns=[*EFFECTIFS, *TAUX])
    for taux, (part, base) in TAUX.items():
        plusieurs = nombre[taux] > 1
        refait = (100 * df[part] / df[base]).where(df[base] >= SEUIL_SORTANTS).round()
        df[taux] = df[taux].mask(plusieurs, refait)
    for mesure in (*EFFECTIFS, *TAUX):
        raisons = vides[mesure].map({"N": RAISON_PETIT}).fillna(RAISON_ABSENT)
        df[f"raison_{mesure}"] = raisons.where(df[mesure].isna(), "")
    return df.reset_index()


def moyennes(donnees: Donnees, periode: str) -> pd.Series:
    """Rates (%) of the region, all diplomas and both voies, an edition: those too small to be shown are in.

    Returns:
        Index: the rates of the contract and, by voie, `voie.taux`; NaN where nothing is published.
    """
    lues = _table(donnees, "insertion", "totalisables", ["periode", "voie", *EFFECTIFS])
    lues = lues[lues["periode"] == periode]
    sommes = {"": lues} | {f"{v}.": lues[lues["voie"] == v] for v in VOIES}
    return pd.Series(
        {
            f"{nom}{taux}": 100
            * lignes[part].sum(min_count=1)
            / lignes[base].where(lignes[part].notna()).sum(min_count=1)
            for nom, lignes in sommes.items()
            for taux, (part, base) in TAUX.items()
        },
        dtype="float64",
    )


def _certifications(donnees: Donnees) -> pd.DataFrame:
    """Rows of `certifications/liens` with `code`: the diploma (CFD), else the certification itself."""
    colonnes = ["code_certification", "libelle", "type_diplome", "niveau", "code_rncp"]
    lues = _table(donnees, "certifications", "liens", [*colonnes, "code_cfd", "code_ancien_cfd", "code_rome"])
    return lues.assign(code=lues["code_cfd"].where(lues["code_cfd"] != "", _TITRE + lues["code_certification"]))


def _table(donnees: Donnees, dataset: str, table: str, colonnes: list[str]) -> pd.DataFrame:
    """Columns of a table; without rows when the dataset is not loaded."""
    if not donnees.millesimes(dataset):
        return pd.DataFrame(columns=colonnes, dtype="object")
    return donnees.lire(dataset, table)[colonnes]


def _nommer(capitales: str) -> str:
    """« CUISINE (CAP) » → « CAP cuisine »: a name of the Base centrale, which writes no accent."""
    nom, _, sigle = capitales.rstrip(")").rpartition("(")
    return typographier(f"{sigle} {nom.strip().lower()}" if nom else capitales.capitalize())
