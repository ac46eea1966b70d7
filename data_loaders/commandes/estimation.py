"""Commands `estimer`, every estimate of a vintage in one file, and `evaluation`, what the past says of the method."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data_loaders.commandes import DEFAUT, FAIT
from data_loaders.francais import avec_unite, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.measures import evaluation, marches
from data_loaders.metiers import estimations

CHIFFRES = "%.10g"
NIVEAUX = {
    marches.ENSEMBLE: "tous métiers",
    "famille": "familles",
    "fap22": "domaines",
    "fap87": "familles professionnelles",
    "metier": "métiers",
}
ZONES = {"bassin": "bassins", "departement": "départements", "region": "région"}


def estimer(donnees: Donnees, periode: str, vers: Path) -> int:
    """Write the estimates as CSV (UTF-8, comma, decimal point, shares 0–1) and say how many have a class."""
    table = estimations.exporter(donnees, periode)
    ecrire_atomique(vers, table.to_csv(index=False, float_format=CHIFFRES, lineterminator="\n").encode())
    classees = nombre(table["classe"].notna().sum())
    demonstration = " — Données de démonstration" if donnees.est_demonstration("bmo") else ""
    print(f"{vers.name} : {avec_unite(len(table), 'lignes')}, dont {classees} avec une classe{demonstration}")
    return FAIT


def evaluer(donnees: Donnees) -> int:
    """Print how well each past survey was followed by the next one; DEFAUT when the method fails its own test."""
    e = estimations.evaluer(donnees)
    invente = " — Données de démonstration" if donnees.est_demonstration("bmo") else ""
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
