"""Whether the observatory can answer, in data for a watcher: what is loaded, how old, what is late, what is damaged."""

from collections.abc import Callable
from datetime import date
from typing import Any

from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import producteurs
from geo import zonages
from pages.figures.donnees import catalogue


def constat(d: Donnees, jour: date, periodes_de: Callable[[str], tuple[str, ...]]) -> dict[str, Any]:
    """State of the data on a day; `pret` is False when a perimeter is damaged.

    Raises:
        ErreurDonnees: the list of snapshots, or the manifest of one, cannot be read.
    """
    fautes = zonages.fautes()
    jeux = {}
    for nom in JEUX:
        millesimes = d.millesimes(nom)
        if not millesimes:
            jeux[nom] = {"etat": "absent"}
            continue
        lus = [d.instantane(nom, m) for m in millesimes]
        dernier = max(i.manifeste["created"][:10] for i in lus)
        jeux[nom] = {
            "etat": "demonstration" if d.est_demonstration(nom) else "officiel",
            "instantanes": {m: i.identifiant for m, i in zip(millesimes, lus, strict=True)},
            "enregistre_le": dernier,
            "age_jours": (jour - date.fromisoformat(dernier)).days,
        }
    return {
        "pret": not fautes,
        "etat": d.etat,
        "jeux": jeux,
        "en_retard": [nom for nom, _ in catalogue.manquants(d, jour, periodes_de)],
        "perimetres": {
            z.code: {"millesime": z.millesime, "confiance": z.confiance} for z in zonages.zonages().values()
        },
        "actualisation": {source: p._asdict() for source, p in producteurs.passages(d.racine).items()},
        "fautes": fautes,
    }
