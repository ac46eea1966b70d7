"""Last lines of the summary of an import, whatever was imported."""

from __future__ import annotations

from data_loaders.magasin.store import Instantane


def dire(publie: Instantane) -> list[str]:
    """What was confirmed or noticed beside the neighbours, then the name of the snapshot."""
    return [
        *(f"  confirmé ({c['regle']}) : {c['constat']}" for c in publie.manifeste["confirmations"]),
        *(f"  remarque : {r}" for r in publie.manifeste["remarques"]),
        f"  instantané {publie.dataset}/{publie.identifiant}",
    ]
