"""From a place to the zones that answer for it: what every screen reads of the current place."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from geo import sujets, zonages
from geo.territoire import COMMUNES_DU_BASSIN_VOISIN

# Share of the people of a place, by its zoning, that a zone must hold to speak for it: a town never does for its
# département, nor a département for the region.
PART_MIN = {"": 0.5, "departement": 0.9, "region": 1.0}
# A town gives its name to zones that it may not be in; a département lends its own to a bassin of one of its towns.
SANS_HOMONYME = ("commune", "departement", "region")


class Rattachement(NamedTuple):
    """The zone that answers for a place.

    Attributes:
        part_population: share of the place's people who live in it, 0 to 1.
    """

    zonage: str
    code: str
    part_population: float

    @property
    def cle(self) -> str:
        """`bassin:5209`."""
        return f"{self.zonage}:{self.code}"


def hors_bassin(communes: Collection[str]) -> bool:
    """Whether communes are all counted in a bassin of Bretagne, whatever a deduced perimeter says of their EPCI."""
    return set(communes) <= set(COMMUNES_DU_BASSIN_VOISIN)


def rattacher(zonage: str, code: str, possibles: Sequence[str]) -> Rattachement | None:
    """The zone of the first zoning among `possibles` that speaks for a place; None when none does.

    A zoning whose perimeter is damaged speaks for none. The place itself when its own zoning is possible; else the zone
    of its name where some of them live (the bassin of Cholet for its ZEF, though more live in that of Beaupréau), else
    the one where enough of its people do.

    Raises:
        KeyError: no such zoning, or no such zone in it.
    """
    entiers = zonages.zonages()
    return _rattacher(
        zonage, code, tuple(p for p in possibles if p in entiers), "".join(z.sha8 for z in entiers.values())
    )


@lru_cache(maxsize=4096)
def _rattacher(zonage: str, code: str, possibles: tuple[str, ...], _perimetres: str) -> Rattachement | None:
    if zonage in possibles:
        return Rattachement(zonage, code, 1.0)
    for autre in possibles:
        if autre == "bassin" and hors_bassin(sujets.de_zone(zonage, code).communes):
            continue
        parts = zonages.recoupement(zonage, code, autre)
        parts = parts[parts["code_zone"] != ""]
        du_nom = parts["libelle_zone"].eq(zonages.libelle_zone(zonage, code)) & (zonage not in SANS_HOMONYME)
        assez = parts["part_population"].ge(PART_MIN.get(zonage, PART_MIN[""]))
        if len(parts := parts[du_nom if du_nom.any() else assez]):
            return Rattachement(autre, parts["code_zone"].iloc[0], float(parts["part_population"].iloc[0]))
    return None


def pour(zonage: str, code: str, r: Rattachement) -> str:
    """« bassin d’emploi de Mamers, pour la commune de Mamers »; "" when the zone is the place itself."""
    if (zonage, code) == (r.zonage, r.code):
        return ""
    zone, lieu = sujets.de_zone(r.zonage, r.code).titre, f"pour {_le(zonage, code)}"
    if r.part_population < PART_MIN[""]:  # its name alone makes it answer
        return f"{zone}, du même nom, {lieu}"
    return f"{zone}, {lieu}{', où vit la plus grande part de sa population' if r.part_population < 1 else ''}"


def _le(zonage: str, code: str) -> str:
    qui = sujets.de_zone(zonage, code).qui
    return qui[:1].lower() + qui[1:] if qui.startswith(("Le ", "La ", "L’")) else qui


def note_sur(zonage: str, code_commune: str) -> str:
    """What the note of a perimeter says of one commune (« …, née de communes de plusieurs zones… »); "" otherwise."""
    phrases = zonages.zonage(zonage).note.split(". ")
    return ". ".join(p for p in phrases if f"({code_commune})" in p)


def nom_ancien(code: str) -> str:
    """Name of a former commune; « la commune 44160 » when only its code is known."""
    return zonages.noms_anciens().get(code) or f"la commune {code}"


def dedans(zonage: str, dans: str) -> list[str]:
    """Zones of a zoning whose population is mostly in a zone (`zonage:code`), in alphabetical order."""
    noms = zonages.noms(zonage)
    if not dans:
        return list(noms)
    autre, _, code = dans.partition(":")
    communes = zonages.communes().set_index("code_commune")["population_nb"]
    ici = zonages.appartenance(zonage)
    table = pd.DataFrame(
        {"zone": ici, "dans": zonages.appartenance(autre).reindex(ici.index).eq(code), "n": communes.reindex(ici.index)}
    )
    parts_ = table["n"].where(table["dans"], 0).groupby(table["zone"]).sum() / table.groupby("zone")["n"].sum()
    return [c for c in noms if parts_.get(c, 0) > 0.5]
