"""Apprenticeship, barometer of formation, and what becomes of the leavers of every diploma."""

import pandas as pd

from data_loaders.contracts.formation import DEFINITION_CHANGEE, SEUIL_SORTANTS, TAUX
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
from data_loaders.measures import barometre, insertion, series
from geo.zonages import REGION


def _cumulee(q: Question) -> str:
    return SOMME if q.indicateur.rythme == "annuel" else PUBLIEE


def _barometre(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    return barometre.calculer(lignes, q.indicateur.mesure, q.indicateur.rythme)


def _contrats(q: Question) -> pd.DataFrame:
    """Monthly flows of apprenticeship, as rows of a series of the barometer: one month each, none where unknown."""
    lues = du_zonage(q)
    mois = lues.assign(serie=q.indicateur.mesure, mois_nb=lues["value"].notna().astype("int64"))
    return barometre.lignes(mois, q.indicateur.mesure, q.indicateur.rythme)


APPRENTISSAGE = Calcul(_contrats, _barometre, genre=_cumulee, par_serie=True)
BAROMETRE = Calcul(
    lambda q: barometre.lignes(q.lire(), q.indicateur.mesure, q.indicateur.rythme),
    _barometre,
    genre=_cumulee,
    par_serie=True,
)


# Insertion: leavers of every diploma of a voie, those of diplomas too small to be shown by themselves included.


def _formations(q: Question) -> pd.DataFrame:
    voie, _, taux = q.indicateur.mesure.partition(".")
    partie, tout = TAUX[taux]
    lues = insertion.totalisees(q.donnees.lire(q.dataset, "totalisables"))
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
