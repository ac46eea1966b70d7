"""Apprenticeship, barometer of formation, and what becomes of the leavers of every diploma."""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.contracts.formation import DEFINITION_CHANGEE, EFFECTIFS, SERIES, SEUIL_SORTANTS, TAUX
from data_loaders.jeux.calculs import (
    PUBLIEE,
    RAPPORT,
    SOMME,
    Calcul,
    Question,
    completer,
    du_zonage,
    reunir,
    sans_ligne,
)
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import series
from geo.zonages import REGION

# The producer of the barometer cumulates; the importer turned counts into flows and says of how many months each is.
# A year whose months are not all there has no value, and is left out when it is the last.


def lignes_barometre(observations: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """Rows of one series under the period of the rhythm that each belongs to; `ou` keeps the published month."""
    lues = observations[observations["serie"] == serie]
    return lues.assign(ou=lues["periode"], periode=lues["periode"].str[: 4 if rythme == "annuel" else None])


def barometre(observations: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """Figures of one series, one a zone and period of its rhythm; status O and no value where months are missing.

    Args:
        observations: rows of the contracts `barometre_dep` or `barometre_region`.
        serie: key of `contracts.formation.SERIES`.
        rythme: `mensuel` or `annuel`.

    Returns:
        Columns of `series.publiees`, in the unit of the series; cellules_nb: rows added up.
    """
    lues = lignes_barometre(observations, serie, rythme)
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


def _cumulee(q: Question) -> str:
    return SOMME if q.indicateur.rythme == "annuel" else PUBLIEE


def _barometre(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    return barometre(lignes, q.indicateur.mesure, q.indicateur.rythme)


def _contrats(q: Question) -> pd.DataFrame:
    """Monthly flows of apprenticeship, as rows of a series of the barometer: one month each, none where unknown."""
    lues = du_zonage(q)
    mois = lues.assign(serie=q.indicateur.mesure, mois_nb=lues["value"].notna().astype("int64"))
    return lignes_barometre(mois, q.indicateur.mesure, q.indicateur.rythme)


APPRENTISSAGE = Calcul(_contrats, _barometre, genre=_cumulee, par_serie=True)
BAROMETRE = Calcul(
    lambda q: lignes_barometre(q.lire(), q.indicateur.mesure, q.indicateur.rythme),
    _barometre,
    genre=_cumulee,
    par_serie=True,
)


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
    parties = []
    for m in mesures:
        vide = df[m].isna()
        statut = pd.Series("A", index=df.index).mask(vide, "O")
        statut = statut.mask(vide.groupby(df["periode"]).transform("all"), "L")
        if secrets is not None:
            statut = statut.mask(secrets[m], "Q")
        if "emploi" in m:
            statut = statut.mask(statut.eq("A") & df["cumul"].str.contains(DEFINITION_CHANGEE), "B")
        valeurs = df[m].astype("float64")
        parties.append(df[list(cle)].assign(mesure=m, value=valeurs, obs_status=statut, rang=df.index))
    toutes = pd.concat(parties, ignore_index=True)
    return toutes.assign(conf_status=toutes["obs_status"].eq("Q").map({True: "C", False: "F"}))


def totalisees(df: pd.DataFrame) -> pd.DataFrame:
    """The rows that every total is made of, those whose leavers are counted: rates of one public share one field."""
    return df[df["sortants"].notna()]


def inserees(df: pd.DataFrame, secrets: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Rows of the contract `insertion`: what a rate that the producer does not give would be made of is not shown.

    Args:
        df: periode, cumul, voie, code_formation, then the counts and rates of the contract.
        secrets: see `longues`.
    """
    toutes = longues(df, ["periode", "cumul", "voie", "code_formation"], (*EFFECTIFS, *TAUX), secrets)
    sortis = toutes["mesure"].str.contains("emploi") | toutes["mesure"].isin(["sortants", "poursuite"])
    tues = sortis & toutes["rang"].map(df["sortants"].lt(SEUIL_SORTANTS)) & toutes["obs_status"].ne("L")
    petites = toutes["rang"].map(df["annee_terminale"].lt(SEUIL_SORTANTS))
    tues |= toutes["mesure"].eq("taux_poursuite") & petites & toutes["value"].isna()
    return toutes.assign(value=toutes["value"].mask(tues), obs_status=toutes["obs_status"].mask(tues, "N"))


def _formations(q: Question) -> pd.DataFrame:
    voie, _, taux = q.indicateur.mesure.partition(".")
    partie, tout = TAUX[taux]
    lues = totalisees(q.donnees.lire(q.dataset, "totalisables"))
    lues = lues[lues["voie"].eq(voie) & lues[partie].notna()]
    return lues.assign(code_zone=REGION, partie=lues[partie], tout=lues[tout])


def _insertion(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes.groupby(["code_zone", "periode", "cumul"], as_index=False).agg(
        partie=("partie", "sum"), tout=("tout", "sum"), cellules_nb=("tout", "size")
    )
    rompues = g["cumul"].str.contains(DEFINITION_CHANGEE) & ("emploi" in q.indicateur.mesure)
    chiffres = series.publiees(
        g.assign(value=100 * g["partie"] / g["tout"], obs_status=rompues.map({True: "B", False: "A"}))
    ).assign(cellules_nb=g["cellules_nb"])
    raison = "n.d. : aucun sortant observé à cette échéance dans l’édition"
    return reunir(chiffres, completer(sans_ligne(chiffres, q.codes, periodes), "L", raison))


def _decrire_formations(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """The diplomas large enough to be shown, then all the others as one row."""
    petites, noms = lignes["sortants"] < SEUIL_SORTANTS, _noms_formations(q.donnees)
    montrees = lignes[~petites].sort_values("tout", ascending=False)
    reste = lignes.loc[petites, ["partie", "tout"]].sum()
    decrites = pd.DataFrame(
        {
            "code": montrees["code_formation"],
            "libelle": [noms.get(c, c) for c in montrees["code_formation"]],
            "ou": montrees["cumul"],
            "value": montrees["partie"].astype(float),
            "diviseur": montrees["tout"].astype(float),
        }
    )
    if not petites.any():
        return decrites
    autres = f"{petites.sum()} formations de moins de {SEUIL_SORTANTS} sortants chacune"
    suite = {"code": "", "libelle": autres, "ou": lignes["cumul"].iloc[0], "value": reste["partie"]}
    return pd.concat([decrites, pd.DataFrame([suite | {"diviseur": float(reste["tout"])}])], ignore_index=True)


def _noms_formations(donnees: Donnees) -> dict[str, str]:
    """Code of a diploma, or of a formation of the lycées -> label; empty while no nomenclature is loaded."""
    if not donnees.millesimes("diplomes"):
        return {}
    postes = donnees.lire("diplomes", "postes")
    diplomes = postes[postes["nomenclature"] == "CFD"].set_index("code")["libelle"]
    formations = postes[postes["nomenclature"] == "MEFSTAT11"].set_index("code")["code_parent"].map(diplomes).dropna()
    return {**diplomes, **formations}


INSERTION = Calcul(
    _formations,
    _insertion,
    _decrire_formations,
    lambda q: RAPPORT,
    par_serie=True,
    entetes=("Code", "Formation", "Sortants de"),
)
