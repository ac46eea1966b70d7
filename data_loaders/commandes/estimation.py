"""Commands `estimer`, every estimate of a vintage in one file, and `evaluation`, what the past says of the method."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from data_loaders.commandes import FAIT
from data_loaders.francais import avec_unite, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.measures import evaluation, marches
from data_loaders.metiers import estimations

CHIFFRES = "%.10g"
NIVEAUX = {
    "metier": "métiers × bassins",
    "famille": "familles × bassins",
    "fap22": "domaines × bassins",
    "fap87": "familles professionnelles × bassins",
    marches.ENSEMBLE: "bassins, tous métiers",
}


def estimer(donnees: Donnees, periode: str, jusqua: str, vers: Path) -> int:
    """Write the estimates as CSV (UTF-8, comma, decimal point, shares 0–1) and say how many have a class."""
    table = estimations.exporter(donnees, periode, jusqua)
    ecrire_atomique(vers, table.to_csv(index=False, float_format=CHIFFRES, lineterminator="\n").encode())
    classees = nombre(table["classe"].notna().sum())
    demonstration = " — Données de démonstration" if donnees.est_demonstration("bmo") else ""
    print(f"{vers.name} : {avec_unite(len(table), 'lignes')}, dont {classees} avec une classe{demonstration}")
    return FAIT


def evaluer(donnees: Donnees) -> int:
    """Print how well each past survey was followed by the next one, then of how much the method speaks."""
    evaluee, annonces = estimations.evaluer(donnees)
    _titrer(donnees, "Parts estimées de chaque enquête BMO, confrontées à l'enquête suivante")
    if evaluee.precision.empty:
        print("Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter.")
    else:
        _precision(evaluee.precision)
        _intervalles(evaluee.intervalles)
        _chances(evaluee.chances)
    _annonces(annonces)
    return FAIT


def _precision(lignes: pd.DataFrame) -> None:
    for mesure, mots, decimales, facteur in (
        ("log_loss", "Erreur logarithmique (plus petite, meilleure)", 4, 1),
        ("rang", "Corrélation des rangs avec l'enquête suivante (1 au mieux)", 3, 1),
        ("ecart", "Écart moyen avec l'enquête suivante, en points", 1, 100),
    ):
        print(f"\n{mots}")
        corps = [
            [*_paire(r), *(nombre(facteur * r[f"{mesure}_{nom}"], decimales) for nom in evaluation.PREDICTIONS)]
            for r in lignes.to_dict("records")
        ]
        _imprimer(["", "enquêtes", "cellules", *evaluation.PREDICTIONS.values()], corps)


def _paire(r: dict) -> list[str]:
    enquetes = "toutes" if r["annee"] == evaluation.TOUTES else f"{r['annee']} → {r['suivante']}"
    return [NIVEAUX[r["niveau"]], enquetes, nombre(r["cellules_nb"])]


def _intervalles(lignes: pd.DataFrame) -> None:
    print("\nEnquête suivante dans l'intervalle dit, une fois ajouté son propre bruit de sondage")
    corps = [
        [*_paire(r), *(avec_unite(100 * r[c], "%") for c in ("promis", "dans")), nombre(r["dispersion"], 2)]
        for r in lignes.to_dict("records")
    ]
    _imprimer(["", "enquêtes", "cellules", "promis", "vu", "écarts / erreurs dites (1 attendu)"], corps)


def _chances(lignes: pd.DataFrame) -> None:
    print("\nChance dite de la classe, et part des fois où l'enquête suivante la redonne")
    corps = [
        [
            NIVEAUX[r["niveau"]],
            f"{nombre(r['de'], 1)} à {nombre(r['a'], 1)}",
            nombre(r["cellules_nb"]),
            *(nombre(r[c], 2) for c in ("dite", "attendue", "vue")),
        ]
        for r in lignes.to_dict("records")
    ]
    _imprimer(["", "chance dite", "cellules", "dite", "attendue avec le bruit", "vue"], corps)


def _annonces(lignes: pd.DataFrame) -> None:
    print("\nCe que la méthode dit, et combien de classes elle nomme")
    colonnes = ["estime", "effectif", "secret", "une_classe", "deux_classes"]
    corps = [
        [NIVEAUX[r["niveau"]], r["annee"], nombre(r["cellules_nb"]), *(avec_unite(100 * r[c], "%") for c in colonnes)]
        for r in lignes.to_dict("records")
    ]
    entetes = ["estimées", "effectif insuffisant", "secret", "une classe", "deux classes"]
    _imprimer(["", "enquête", "cellules", *entetes], corps)


def _titrer(donnees: Donnees, titre: str) -> None:
    """A title on the survey, which says when its figures are invented."""
    print(titre + (" — Données de démonstration" if donnees.est_demonstration("bmo") else ""))


def _imprimer(entetes: list[str], corps: Iterable[list[str]]) -> None:
    """Columns as wide as their longest cell, two spaces apart."""
    lignes = [entetes, *corps]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(entetes))]
    for ligne in lignes:
        print("  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip())
