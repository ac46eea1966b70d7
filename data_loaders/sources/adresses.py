"""The table of producers: where each file is published, how often, under which name; what is no longer published."""

import tomllib
from pathlib import Path

from data_loaders.erreurs import ErreurDonnees
from geo import reglages
from geo.relu import relu

ADRESSES = Path(__file__).with_name("adresses.toml")


@relu(maxsize=1)
def _lue(chemin: Path) -> dict[str, dict]:
    return tomllib.loads(chemin.read_text("utf-8"))


def lire() -> dict[str, dict]:
    """The editable table of addresses; `OBSERVATOIRE_ADRESSES` points to another copy of it."""
    chemin = Path(reglages.texte("OBSERVATOIRE_ADRESSES", str(ADRESSES)))
    try:
        return _lue(chemin)
    except (OSError, tomllib.TOMLDecodeError) as e:
        trouve, remede = "fichier d'adresses illisible", "corriger ce fichier, ou repartir de celui du projet"
        raise ErreurDonnees("adresses", chemin.name, trouve, exemple=str(e), remede=remede) from e


def par_defaut(millesime: str = "") -> list[str]:
    """Sources whose file can be fetched at an address that is sure, in the order of the table.

    Args:
        millesime: keeps those that are published vintage by vintage; all of them when "".
    """
    sures = {s: f for s, f in lire().items() if not f.get("manuel") and not f.get("a_verifier")}
    return [s for s, f in sures.items() if not millesime or "{millesime}" in f.get("adresse", "")]


def fiche(source: str) -> dict:
    """What the table says of a source; nothing where it cannot be read: `actualiser` says it, a screen goes on."""
    return _lisible().get(source, {})


def arrets() -> dict[str, str]:
    """Dataset -> year since which its producer no longer publishes it."""
    return {dataset: annee for f in _lisible().values() for dataset, annee in f.get("arret", {}).items()}


def _lisible() -> dict[str, dict]:
    try:
        return lire()
    except ErreurDonnees:
        return {}
