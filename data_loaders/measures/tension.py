"""Official tension figures of one métier: read as their producer gives them, never summed, never estimated."""

import pandas as pd

from data_loaders.measures import series

RAISON_SANS_CLASSE = "n.d. : le producteur ne donne pas de classe, faute d’un effectif suffisant"
RAISON_ABSENT = "n.d. : croisement de faible effectif, absent du fichier du producteur ; ce n’est pas un zéro"
RAISON_SANS_METIER = "n.d. : cet indicateur se lit métier par métier ; aucun n’est demandé"
# Level of the question -> level of the file.
NIVEAUX_FAP = {"fap87": "fap87", "metier": "fap225"}


def lignes_fap(observations: pd.DataFrame, niveau: str, code: str) -> pd.DataFrame:
    """Classes of one FAP 2009, one row a zone and year: columns code_groupe, code_zone, periode, value, obs_status.

    Args:
        observations: rows of the contract `tension_fap`.
        niveau: `fap87` or `metier` (the 225 posts).
        code: of that level; "" for all of them.
    """
    prises = observations["niveau_fap"].eq(NIVEAUX_FAP[niveau]) & (observations["code_fap"].eq(code) | (code == ""))
    return observations[prises].rename(columns={"annee": "periode", "code_fap": "code_groupe"})


def lignes_rome(observations: pd.DataFrame, code: str, mesure: str) -> pd.DataFrame:
    """One figure of a ROME métier, one row a bassin and year where the producer gives one; columns of `lignes_fap`.

    Args:
        observations: rows of the contract `tension_rome`.
        code: ROME version 3; "" for all of them.
        mesure: `value` (class from 1 to 5), `offres` (of twelve months) or `inscrits` (mean stock, categories A to C).
    """
    prises = observations[observations["code_rome"].eq(code) | (code == "")]
    colonnes = {"code_rome": "code_groupe", "annee": "periode", "code_bassin": "code_zone", mesure: "value"}
    r = prises[[*colonnes, "obs_status"]].rename(columns=colonnes)
    return r if mesure == "value" else r.assign(obs_status="A")  # the status is that of the class


def calculer(lignes: pd.DataFrame, sans_classe: bool) -> pd.DataFrame:
    """The figures of these rows, columns of `series.publiees`; `sans_classe`: an empty cell is a class not given."""
    r = series.publiees(lignes)
    return r.assign(raison=r["raison"].where(r["obs_status"] != "O", RAISON_SANS_CLASSE)) if sans_classe else r
