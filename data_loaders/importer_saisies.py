"""Import of the workbooks that correspondents fill about territories; each reception adds to the ones before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from data_loaders import etats, francais
from data_loaders.contracts.etats import CONTRATS
from data_loaders.donnees import Donnees
from data_loaders.erreurs import ErreurDonnees
from data_loaders.resumes import dire
from data_loaders.sources import etats as saisie
from data_loaders.sources.classeur import Progres
from data_loaders.store import Source

_CONTRATS = {c.dataset: c for c in CONTRATS}
NOUVEAUTES_MAX = 20


def importer_etats(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add what a correspondent sent of the territories; returns the French summary."""
    contrat = _CONTRATS[dataset]
    lu = saisie.lire(chemin, dataset)
    recues = {t: etats.recus(donnees, dataset, t) for t in contrat.tables}
    connues = {t: etats.toutes(donnees, dataset) if t == "etats" else recues[t] for t in contrat.tables}
    fusion = saisie.fusionner(lu, recues, connues, datetime.now(UTC).date().isoformat())
    lignes = [n for table in fusion.tables.values() for n in table["recu_le"].to_pylist()]
    if not lignes:
        raise ErreurDonnees(
            "vide",
            chemin.name,
            "aucune ligne nouvelle",
            cause="le classeur ne porte que ce qui est déjà connu",
            remede="modifier les lignes des territoires dont l'état a changé",
        )
    organismes = sorted({o for table in lu.tables.values() for o in table["transmis_par"]})
    source = Source.du_fichier(chemin, francais.enumeration(organismes), adresse)
    publie = donnees.officiel.publier(contrat, max(lignes), fusion.tables, [source])
    progres(1, 1)
    suite = len(fusion.nouveautes) - NOUVEAUTES_MAX
    return [
        f"{contrat.titre} : {francais.avec_unite(len(fusion.nouveautes), 'lignes nouvelles')}, "
        f"{francais.avec_unite(fusion.repetees_nb, 'lignes déjà connues')}",
        *(f"  {n}" for n in fusion.nouveautes[:NOUVEAUTES_MAX]),
        *([f"  … et {francais.nombre(suite)} de plus"] if suite > 0 else []),
        *dire(publie),
    ]


IMPORTEURS: dict[str, Callable[..., list[str]]] = {d: partial(importer_etats, d) for d in _CONTRATS}
