"""What the commands make of the estimated shares: one export a vintage, and what the past says of the method."""

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import source_exportee
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import estimations
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evaluation, marches
from data_loaders.measures.evaluation import Evaluation

# column of the export -> column of `marches.decrire`; empty in a secret row, except what the producer published
EXPORTEES = {
    "q_estimee": "q_estimee",
    "borne_basse": "borne_basse",
    "borne_haute": "borne_haute",
    "classe": "classe",
    "certitude": "certitude",
    "statut": "statut",
    "declaree": "declaree",
    "marge_declaree": "marge",
    "declaree_basse": "declaree_lo",
    "declaree_haute": "declaree_hi",
    "publiee": "publiee",
    "s": "s",
    "w": "w",
    "france": "F",
    "france_au_niveau_de_la_region": "F_region",
    "annee_france": "annee_france",
    "position": "position",
    "memoire": "memoire",
    "rang_meilleur": "rang_meilleur",
    "rang_pire": "rang_pire",
    "rangs_nb": "rangs_nb",
    "annee_precedente": "annee_precedente",
    "delta": "delta",
    "fleche": "fleche",
    "grand": "grand",
    "projets": "projets",
    "difficiles": "difficiles",
    "au_moins": "minorant",
}
ESTIMEES = ("q_estimee", "borne_basse", "borne_haute", "s", "w")


def evaluer(donnees: Donnees) -> Evaluation:
    """What the past surveys say of the method."""
    return evaluation.evaluer(estimations.lire(donnees))


def exporter(donnees: Donnees, periode: str) -> pd.DataFrame:
    """Every estimate of one vintage: all levels of métiers, in every bassin, département and the region.

    Args:
        periode: a loaded vintage.

    Returns:
        niveau, code, bassin (code of a bassin or a département, or `region`), the columns of `EXPORTEES`, source. One
        row a group with a published cell, hidden or not. `marge_declaree` is null where no declared share is given.

    Raises:
        DemandeInvalide: a vintage that is not loaded or not a year.
    """
    if francais.rythme_periode(periode) != "annuel":
        raise DemandeInvalide(f"millésime « {periode[:20]} » : l’enquête est annuelle, forme AAAA.")
    if periode not in donnees.millesimes("bmo"):
        charges = francais.enumeration(donnees.millesimes("bmo")) or "aucun"
        raise DemandeInvalide(f"millésime {periode} de l’enquête BMO non chargé (chargés : {charges}).")
    lots = [
        _exporter(estimations.lire_marches(donnees, niveau, zonage, annee=periode), niveau, zonage)
        for niveau in marches.NIVEAUX
        for zonage in reversed(marches.ZONAGES)
    ]
    source = source_exportee(INDICATEURS["bmo_part_difficiles"].source, donnees.est_demonstration("bmo"))
    return pd.concat(lots, ignore_index=True).assign(source=source)


def _exporter(lignes: pd.DataFrame, niveau: str, zonage: str) -> pd.DataFrame:
    df = lignes[lignes["cellules_nb"] > 0]
    df = df.sort_values(["code_zone", "code_groupe"])
    secret = df["statut"] == "secret"
    df = df.assign(
        **{c: df[c].mask(secret) for c in ESTIMEES},
        marge=df["marge"].mask(secret | df["declaree"].isna()),
        rangs_nb=df["rangs_nb"].where(df["rang_pire"].notna()).astype("Int64"),
    )
    cles = {"niveau": niveau, "code": df["code_groupe"], "bassin": "region" if zonage == "region" else df["code_zone"]}
    return pd.DataFrame(cles | {nom: df[c] for nom, c in EXPORTEES.items()})
