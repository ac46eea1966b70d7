"""Apprenticeship, barometer of formation, and what becomes of the leavers of every diploma."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.contracts.formation import DEFINITION_CHANGEE, EFFECTIFS, SERIES, SEUIL_SORTANTS, TAUX
from data_loaders.jeux import calculs
from data_loaders.jeux.calculs import PUBLIEE, RAPPORT, SOMME, Calcul, Question, completer, reunir, sans_ligne
from data_loaders.measures import series
from geo.zonages import REGION

# The producer of the barometer cumulates; the importer turned counts into flows and says of how many months each is.
# A year whose months are not all there has no value, and is left out when it is the last.


def _au_rythme(lues: pd.DataFrame, q: Question) -> pd.DataFrame:
    """Rows under the period of the rhythm that each belongs to; `ou` keeps the published month."""
    annuel = q.indicateur.rythme == "annuel"
    return lues.assign(ou=lues["periode"], periode=lues["periode"].str[: 4 if annuel else None])


def barometre(lues: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """Figures of one series, one a zone and period of its rhythm; status O and no value where months are missing.

    Args:
        lues: rows of the contracts `barometre_dep` or `barometre_region`, under the periods of the rhythm.
        serie: key of `contracts.formation.SERIES`; rythme: `mensuel` or `annuel`.

    Returns:
        Columns of `series.publiees`, in the unit of the series; cellules_nb: rows added up.
    """
    groupes = lues.groupby(["code_zone", "periode"])
    sommes = groupes.agg(mois_nb=("mois_nb", "sum"), cellules_nb=("mois_nb", "size"))
    sommes = sommes.assign(value=groupes["value"].sum(min_count=1)).reset_index()
    attendus = {"mensuel": 1, "annuel": 12}[rythme] if SERIES[serie].remise_a_zero else 0  # months, 0 for a stock
    entiere = sommes["mois_nb"].eq(attendus) & sommes["value"].notna()
    sommes = sommes.assign(value=sommes["value"].where(entiere), obs_status=entiere.map({True: "A", False: "O"}))
    sommes = sommes[sommes["periode"] <= sommes.loc[entiere, "periode"].max()].reset_index(drop=True)
    r = series.publiees(sommes)
    incomplets = sommes["obs_status"].eq("O") & sommes["mois_nb"].gt(0)
    raisons = "n.d. : période incomplète, " + sommes["mois_nb"].astype(str) + " mois publiés"
    return r.assign(raison=r["raison"].where(~incomplets, raisons), cellules_nb=sommes["cellules_nb"])


# Monthly flows of apprenticeship are rows of a series of the barometer: one month each, none where unknown.
APPRENTISSAGE = Calcul(
    lambda q: _au_rythme(calculs.du_zonage(q).assign(mois_nb=lambda t: t["value"].notna().astype("int64")), q),
    lambda lignes, q, _: barometre(lignes, q.indicateur.mesure, q.indicateur.rythme),
    genre=lambda q: SOMME if q.indicateur.rythme == "annuel" else PUBLIEE,
    par_serie=True,
)
BAROMETRE = replace(APPRENTISSAGE, lignes=lambda q: _au_rythme(calculs.de_la_serie(q), q))


# Insertion: leavers of every diploma of a voie, those of diplomas too small to be shown by themselves included.


def longues(
    df: pd.DataFrame, cle: Sequence[str], mesures: Sequence[str], secrets: Mapping[str, pd.Series] | None = None
) -> pd.DataFrame:
    """One row a measure, as published.

    Args:
        df: columns `cle` (with `periode` and `cumul`), then one a measure, null where the producer gives nothing.
        secrets: measure -> True where the producer writes a sign of secrecy.

    Returns:
        Columns `cle`, mesure, value, obs_status, conf_status, rang (index of the row in `df`). Status L for what an
        edition leaves empty everywhere (not observed yet), O for other empty cells, B where the definition of
        employment changes.
    """
    larges = df[list(cle)].assign(rang=df.index, **df[list(mesures)].astype("float64"))
    toutes = larges.melt([*cle, "rang"], list(mesures), "mesure", "value")
    vide = toutes["value"].isna()
    statut = vide.map({True: "O", False: "A"})
    statut = statut.mask(vide.groupby([toutes["periode"], toutes["mesure"]]).transform("all"), "L")
    if secrets is not None:
        statut = statut.mask(np.concatenate([secrets[m] for m in mesures]), "Q")
    rompues = toutes["mesure"].str.contains("emploi") & toutes["cumul"].str.contains(DEFINITION_CHANGEE)
    statut = statut.mask(statut.eq("A") & rompues, "B")
    return toutes.assign(obs_status=statut, conf_status=statut.eq("Q").map({True: "C", False: "F"}))


def totalisees(df: pd.DataFrame) -> pd.DataFrame:
    """The rows that every total is made of, those whose leavers are counted: rates of one public share one field."""
    return df[df["sortants"].notna()]


def inserees(df: pd.DataFrame, secrets: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Rows of the contract `insertion`: what a rate that the producer does not give would be made of is not shown.
    `df`: periode, cumul, voie, code_formation, then the counts and rates of the contract; `secrets`: see `longues`."""
    toutes = longues(df, ["periode", "cumul", "voie", "code_formation"], (*EFFECTIFS, *TAUX), secrets)
    sortis = toutes["mesure"].str.contains("emploi") | toutes["mesure"].isin(["sortants", "poursuite"])
    tues = sortis & toutes["rang"].map(df["sortants"].lt(SEUIL_SORTANTS)) & toutes["obs_status"].ne("L")
    petites = toutes["rang"].map(df["annee_terminale"].lt(SEUIL_SORTANTS))
    tues |= toutes["mesure"].eq("taux_poursuite") & petites & toutes["value"].isna()
    return toutes.assign(value=toutes["value"].mask(tues), obs_status=toutes["obs_status"].mask(tues, "N"))


def _formations(q: Question) -> pd.DataFrame:
    voie, _, taux = q.indicateur.mesure.partition(".")
    lues = totalisees(q.donnees.lire(q.dataset, "totalisables"))
    lues["partie"], lues["tout"] = (lues[c] for c in TAUX[taux])
    return lues[lues["voie"].eq(voie) & lues["partie"].notna()].assign(code_zone=REGION)


def _insertion(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes.groupby(["code_zone", "periode", "cumul"], as_index=False)
    g = g.agg(partie=("partie", "sum"), tout=("tout", "sum"), cellules_nb=("tout", "size"))
    rompues = g["cumul"].str.contains(DEFINITION_CHANGEE) & ("emploi" in q.indicateur.mesure)
    g = g.assign(value=100 * g["partie"] / g["tout"], obs_status=rompues.map({True: "B", False: "A"}))
    chiffres = series.publiees(g).assign(cellules_nb=g["cellules_nb"])
    raison = "n.d. : aucun sortant observé à cette échéance dans l’édition"
    return reunir(chiffres, completer(sans_ligne(chiffres, q.codes, periodes), "L", raison))


def _decrire_formations(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """The diplomas large enough to be shown, then all the others as one row."""
    petites, noms = lignes["sortants"] < SEUIL_SORTANTS, {}
    if q.donnees.millesimes("diplomes"):
        # A formation of the lycées is named by the diploma that it prepares.
        postes = q.donnees.lire("diplomes", "postes").set_index("code")
        diplomes = postes.loc[postes["nomenclature"].eq("CFD"), "libelle"]
        formations = postes.loc[postes["nomenclature"].eq("MEFSTAT11"), "code_parent"].map(diplomes).dropna()
        noms = {**diplomes, **formations}
    decrites = lignes.rename(columns={"code_formation": "code", "cumul": "ou", "partie": "value", "tout": "diviseur"})
    decrites = decrites.assign(libelle=[noms.get(c, c) for c in decrites["code"]])
    decrites = decrites[["code", "libelle", "ou", "value", "diviseur"]].astype({"value": float, "diviseur": float})
    montrees = decrites[~petites].sort_values("diviseur", ascending=False)
    if not petites.any():
        return montrees
    autres = f"{petites.sum()} formations de moins de {SEUIL_SORTANTS} sortants chacune"
    suite = decrites[petites].agg({"value": "sum", "diviseur": "sum"}).to_dict()
    suite |= {"code": "", "libelle": autres, "ou": lignes["cumul"].iloc[0]}
    return pd.concat([montrees, pd.DataFrame([suite])], ignore_index=True)


INSERTION = Calcul(
    _formations,
    _insertion,
    _decrire_formations,
    lambda q: RAPPORT,
    par_serie=True,
    entetes=("Code", "Formation", "Sortants de"),
)
