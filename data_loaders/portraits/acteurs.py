"""Who acts on a territory: labelling of the SPO, GTEC, comité of the ZEF; what nobody said stays « non renseigné »."""

from dataclasses import dataclass

from data_loaders.convention import etats
from data_loaders.convention.etats import Comite, EtatGtec, Labellisation
from data_loaders.portraits.memoire import Memoire
from geo import zonages
from geo.sujets import Sujet


@dataclass(frozen=True)
class Acteurs:
    """States of the SPO, GTEC and ZEF that a territory is, or meets: (name of the zone, share of population, state)."""

    spo: tuple[tuple[str, float, Labellisation], ...]
    gtec: tuple[tuple[str, float, EtatGtec], ...]
    zef: tuple[tuple[str, float, Comite], ...]


def acteurs(m: Memoire, sujet: Sujet) -> Acteurs:
    """States in force, the most populated part first; a territory outside every GTEC has none."""
    return Acteurs(
        spo=_etats(sujet, "spo", m.garder(etats.labellisations, m.donnees)),
        gtec=_etats(sujet, "gtec", m.garder(etats.gtecs, m.donnees)),
        zef=_etats(sujet, "zef", m.garder(etats.comites, m.donnees)),
    )


def _etats(sujet: Sujet, zonage: str, connus: dict) -> tuple:
    parts = sujet.recouper(zonage)
    parts = parts[parts["code_zone"] != ""]
    return tuple(
        (zonages.libelle_zone(zonage, z.code_zone), float(z.part_population), connus[z.code_zone])
        for z in parts.itertuples()
    )
