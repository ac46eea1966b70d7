"""Import of the workbook of interim work; each reception adds to the ones before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from data_loaders import francais
from data_loaders.contracts.interim import CONTRAT
from data_loaders.importation.resumes import dire
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from data_loaders.sources import interim
from data_loaders.sources.classeur import Progres


def importer_interim(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add what an organisation sent of interim work; returns the French summary."""
    lu = interim.lire(chemin)
    progres(1, 1)
    connus = donnees.officiel.millesimes(CONTRAT.dataset)
    precedentes = donnees.lire(CONTRAT.dataset) if connus else None
    connues = donnees.officiel.montrees(CONTRAT)
    table = interim.fusionner(precedentes, lu, datetime.now(UTC).date().isoformat(), connues)
    organismes = francais.enumeration(lu.organismes)
    source = Source.du_fichier(chemin, organismes, adresse)
    publie = donnees.officiel.publier(CONTRAT, max(table["recu_le"].to_pylist()), {"observations": table}, [source])
    statuts = lu.observations["obs_status"].value_counts()
    masquees = sum(s == "Q" for s in table["obs_status"].to_pylist())
    return [
        f"{CONTRAT.titre} : {francais.avec_unite(lu.lignes_nb, 'lignes lues')}, transmises par {organismes}",
        f"  valeurs : {statuts.get('A', 0)} · masquées par l'organisme : {statuts.get('Q', 0)} · non disponibles : "
        f"{statuts.get('O', 0)}",
        f"  masquées après l'importation, avec celles qui les feraient retrouver : {masquees}",
        *dire(publie),
    ]
