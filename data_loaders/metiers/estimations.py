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
    "proba_classe": "chance",
    "ou": "ou",
    "chance_ou": "chance_ou",
    "statut": "statut",
    "declaree": "declaree",
    "marge_declaree": "marge",
    "declaree_basse": "declaree_lo",
    "declaree_haute": "declaree_hi",
    "s": "s",
    "H": "H",
    "w": "w",
    "position": "position",
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
ESTIMEES = ("q_estimee", "borne_basse", "borne_haute", "s", "H", "w")


def evaluer(donnees: Donnees) -> tuple[Evaluation, pd.DataFrame]:
    """What the past surveys say of the method, and of how much it speaks (`evaluation.annonces`), in the bassins."""
    tables = {n: estimations.lire_marches(donnees, n, "bassin") for n in evaluation.NIVEAUX}
    cellules, france = estimations.cellules_bmo(donnees), donnees.lire("bmo", "france")
    return evaluation.evaluer(cellules, france), evaluation.annonces(tables)


def exporter(donnees: Donnees, periode: str, jusqua: str = "") -> pd.DataFrame:
    """Every estimate of one vintage: all levels of métiers, in every bassin, département and the region.

    Args:
        periode: a loaded vintage; jusqua: last vintage that the calculation may know, `periode` by default.

    Returns:
        niveau, code, bassin (code of a bassin or a département, or `region`), the columns of `EXPORTEES`, source. One
        row a group with a published cell, hidden or not. `marge_declaree` is null where no declared share is given.

    Raises:
        DemandeInvalide: a vintage that is not loaded or not a year, `jusqua` before `periode`.
    """
    jusqua = jusqua or periode
    for annee in (periode, jusqua):
        if francais.rythme_periode(annee) != "annuel":
            raise DemandeInvalide(f"millésime « {annee[:20]} » : l’enquête est annuelle, forme AAAA.")
    if periode not in donnees.millesimes("bmo"):
        charges = francais.enumeration(donnees.millesimes("bmo")) or "aucun"
        raise DemandeInvalide(f"millésime {periode} de l’enquête BMO non chargé (chargés : {charges}).")
    if jusqua < periode:
        raise DemandeInvalide(
            f"--jusqua {jusqua} précède --periode {periode} : une estimation se fait avec son propre millésime."
        )
    cellules, metiers = estimations.estimer(donnees, jusqua).cellules, donnees.lire("bmo", "metiers")
    metiers = metiers[metiers["annee"] <= jusqua]
    lots = [
        _exporter(marches.decrire(cellules, metiers, niveau, zonage), periode, niveau, zonage)
        for niveau in marches.NIVEAUX
        for zonage in reversed(marches.ZONAGES)
    ]
    source = source_exportee(INDICATEURS["bmo_part_difficiles"].source, donnees.est_demonstration("bmo"))
    return pd.concat(lots, ignore_index=True).assign(source=source)


def _exporter(lignes: pd.DataFrame, periode: str, niveau: str, zonage: str) -> pd.DataFrame:
    df = lignes[(lignes["annee"] == periode) & (lignes["cellules_nb"] > 0)]
    df = df.sort_values(["code_zone", "code_groupe"])
    secret = df["statut"] == "secret"
    df = df.assign(
        **{c: df[c].mask(secret) for c in ESTIMEES},
        marge=df["marge"].mask(secret | df["declaree"].isna()),
        rangs_nb=df["rangs_nb"].where(df["rang_pire"].notna()).astype("Int64"),
    )
    cles = {"niveau": niveau, "code": df["code_groupe"], "bassin": "region" if zonage == "region" else df["code_zone"]}
    return pd.DataFrame(cles | {nom: df[c] for nom, c in EXPORTEES.items()})
