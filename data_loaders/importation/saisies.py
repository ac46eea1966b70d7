"""Import of the workbooks that correspondents fill: states of territories, publications; each adds to those before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.etats import ZONAGE
from data_loaders.convention import etats
from data_loaders.erreurs import ErreurDonnees
from data_loaders.importation.resumes import dire
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Edition, Source
from data_loaders.sources import etats as saisie, publications as saisie_publications
from data_loaders.sources.classeur import Progres

NOUVEAUTES_MAX = 20


def importer_etats(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add what a correspondent sent of the territories; returns the French summary."""
    contrat = CONTRATS[dataset]
    lu = saisie.lire(chemin, dataset)
    organismes = sorted({o for table in lu.tables.values() for o in table["transmis_par"]})
    source = Source.du_fichier(chemin, francais.enumeration(organismes), adresse)
    fusions: list[saisie.Fusion] = []

    def completer() -> Edition:
        recues = {t: etats.recus(donnees, dataset, t) for t in contrat.tables}
        connues = {t: etats.toutes(donnees, dataset) if t == "etats" else recues[t] for t in contrat.tables}
        fusions.append(saisie.fusionner(lu, recues, connues, _aujourdhui()))
        lignes = [n for table in fusions[0].tables.values() for n in table["recu_le"].to_pylist()]
        return Edition(_millesime(lignes, chemin), fusions[0].tables, [source])

    publie = donnees.officiel.completer(contrat, completer)
    progres(1, 1)
    (fusion,) = fusions
    suite = len(fusion.nouveautes) - NOUVEAUTES_MAX
    return [
        f"{contrat.titre} : {francais.avec_unite(len(fusion.nouveautes), 'lignes nouvelles')}, "
        f"{francais.avec_unite(fusion.repetees_nb, 'lignes déjà connues')}",
        *(f"  {n}" for n in fusion.nouveautes[:NOUVEAUTES_MAX]),
        *([f"  … et {francais.nombre(suite)} de plus"] if suite > 0 else []),
        *dire(publie),
    ]


def importer_publications(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add to the catalogue of publications, or replace its entries of the same address; returns the French summary."""
    contrat = CONTRATS["publications"]
    lues = saisie_publications.lire(chemin)
    source = Source.du_fichier(chemin, contrat.producteur, adresse)
    ajouts: list[pd.DataFrame] = []

    def completer() -> Edition:
        ajouts.append(saisie_publications.nouvelles(lues, publications.lire(donnees)))
        table = saisie_publications.fusionner(publications.recues(donnees), ajouts[0], _aujourdhui())
        return Edition(_millesime(table["recu_le"].to_pylist(), chemin), {"publications": table}, [source])

    publie = donnees.officiel.completer(contrat, completer)
    progres(1, 1)
    (neuves,) = ajouts
    retirees = int(neuves["situation"].eq("retirée").sum())
    return [
        f"Publications : {francais.avec_unite(len(neuves) - retirees, 'pages ajoutées ou modifiées')}, "
        f"{francais.avec_unite(retirees, 'retirées')}, "
        f"{francais.avec_unite(len(lues) - len(neuves), 'lignes déjà connues')}",
        f"  catalogue : {francais.avec_unite(len(publications.lire(donnees)), 'pages')}",
        *dire(publie),
    ]


def _aujourdhui() -> str:
    return datetime.now(UTC).date().isoformat()


def _millesime(recues_le: Sequence[str], chemin: Path) -> str:
    """Day of the last reception; a file after which there would be nothing to publish is refused."""
    if not recues_le:
        raise ErreurDonnees(
            "vide",
            chemin.name,
            "aucune ligne nouvelle",
            cause="le classeur ne porte que ce qui est déjà connu",
            remede="modifier les lignes qui changent, ou en ajouter",
        )
    return max(recues_le)


IMPORTEURS: dict[str, Callable[..., list[str]]] = {
    **{d: partial(importer_etats, d) for d in ZONAGE},
    "publications": importer_publications,
}
