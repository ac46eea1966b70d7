"""The descriptions of what a data root has published, from the manifests of what is in force: they are copied, put back
and repaired with the figures that they explain."""

import contextlib
import json
from pathlib import Path

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.descriptions import Description, analyser
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.instantane import INDEX, MANIFESTE, lire_index
from geo.disque import relu


def inscrire(instantanes: Path) -> None:
    """Make the registries say what these snapshots are; looked at again when the list of those in force changes."""
    index = instantanes / INDEX
    # Of no list, what is on the disk may have changed.
    Registre.inscrire(_en_vigueur(index) if index.is_file() else _en_vigueur.__wrapped__(index))


@relu(maxsize=8)
def _en_vigueur(index: Path) -> tuple[Description, ...]:
    """By name; where the list is lost, the newest version of each, for a repair to know them."""
    liste, _ = lire_index(index)
    textes = {}
    for chemin in sorted(index.parent.glob(f"*/*--????????/{MANIFESTE}")):
        jeu, version = chemin.parts[-3:-1]
        if CONTRATS.livre(jeu):
            continue
        if liste is None or version in {e["instantane"] for e in liste.get(jeu, {}).values()}:
            with contextlib.suppress(OSError, ValueError, AttributeError):
                manifeste = json.loads(chemin.read_bytes())
                if texte := manifeste.get("description"):
                    textes[jeu] = max(textes.get(jeu, ("", "")), (str(manifeste.get("created")), texte))
    lues = []
    for jeu, (_, texte) in textes.items():
        with contextlib.suppress(ErreurDonnees):  # of a later version of the product
            d = analyser(texte, jeu)
            lues += [d] if d.nom == jeu and not any(map(INDICATEURS.livre, d.mesures)) else []
    return tuple(lues)
