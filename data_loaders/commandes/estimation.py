"""Commands `estimer`, every estimate of a vintage in one file, and `evaluation`, what the past says of the method."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import source_exportee
from data_loaders.commandes import DEFAUT, FAIT, marque
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import avec_unite, nombre
from data_loaders.jeux import estimations
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.measures import evaluation, marches

CHIFFRES = "%.10g"
NIVEAUX = {
    marches.ENSEMBLE: "tous métiers",
    "famille": "familles",
    "fap22": "domaines",
    "fap87": "familles professionnelles",
    "metier": "métiers",
}
ZONES = {"bassin": "bassins", "departement": "départements", "region": "région"}


# Columns of the export, those of `marches.decrire`, some under another name.
EXPORTEES = (
    "q_estimee", "borne_basse", "borne_haute", "classe", "certitude", "statut", "declaree", "marge_declaree",
    "declaree_basse", "declaree_haute", "publiee", "s", "w", "france", "france_au_niveau_de_la_region",
    "annee_france", "position", "memoire", "rang_meilleur", "rang_pire", "rangs_nb", "annee_precedente", "delta",
    "fleche", "grand", "projets", "difficiles", "au_moins",
)  # fmt: skip
AUTREMENT = {
    "marge_declaree": "marge",
    "declaree_basse": "declaree_lo",
    "declaree_haute": "declaree_hi",
    "france": "F",
    "france_au_niveau_de_la_region": "F_region",
    "au_moins": "minorant",
}
# Empty in a secret row, except what the producer published.
ESTIMEES = ("q_estimee", "borne_basse", "borne_haute", "s", "w")


def estimer(donnees: Donnees, periode: str, vers: Path) -> int:
    """Write the estimates as CSV (UTF-8, comma, decimal point, shares 0–1) and say how many have a class."""
    table = exporter(donnees, periode)
    ecrire_atomique(vers, table.to_csv(index=False, float_format=CHIFFRES, lineterminator="\n").encode())
    classees = nombre(table["classe"].notna().sum())
    demonstration = marque(donnees.est_demonstration("bmo"))
    print(f"{vers.name} : {avec_unite(len(table), 'lignes')}, dont {classees} avec une classe{demonstration}")
    return FAIT


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
    return pd.DataFrame(cles | {nom: df[AUTREMENT.get(nom, nom)] for nom in EXPORTEES})


def evaluer(donnees: Donnees) -> int:
    """Print how well each past survey was followed by the next one; DEFAUT when the method fails its own test."""
    e = evaluation.evaluer(estimations.lire(donnees))
    invente = marque(donnees.est_demonstration("bmo"))
    print(f"Parts estimées de chaque enquête BMO, confrontées à l'enquête suivante{invente}")
    if e.lignes.empty:
        print("Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter.")
        return FAIT
    print(f"Enquêtes : {' ; '.join(e.couples)}")
    print("\nErreur logarithmique (plus petite, meilleure), et enquête suivante dans les marges, son bruit ajouté")
    corps = [
        [
            _quoi(r),
            nombre(r.groupes_nb),
            *(nombre(getattr(r, f"log_loss_{nom}"), 4) for nom in evaluation.PREDICTIONS),
            *(avec_unite(100 * x, "%") for x in (r.dans_80, r.dans_95)),
        ]
        for r in e.lignes.itertuples()
    ]
    _imprimer(["", "groupes", *evaluation.PREDICTIONS.values(), "8 sur 10", "95 sur 100"], corps)
    print("\nEnquête suivante du même côté, par certitude")
    corps = [
        [_quoi(r) if r.niveau else "ensemble", r.certitude, nombre(r.groupes_nb)]
        + [avec_unite(100 * x, "%") for x in (r.meme_cote, r.publiee)]
        for r in e.certitudes.itertuples()
    ]
    _imprimer(["", "certitude", "groupes", "niveau de l'année retiré, 100 projets et plus", "telle que publiée"], corps)
    for defaut in e.defauts():
        print(f"Défaut : {defaut}", file=sys.stderr)
    return DEFAUT if e.defauts() else FAIT


def _quoi(r: Any) -> str:
    return f"{NIVEAUX[r.niveau]} × {ZONES[r.zonage]}"


def _imprimer(entetes: list[str], corps: Iterable[list[str]]) -> None:
    """Columns as wide as their longest cell, two spaces apart."""
    lignes = [entetes, *corps]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(entetes))]
    for ligne in lignes:
        print("  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip())
