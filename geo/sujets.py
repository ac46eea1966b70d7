"""What a portrait describes: a zone of any zoning, or a named set of communes, and how to speak of it in French; from
a place to the zones that answer for it, which every screen reads of the current place.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd

from geo import lieux, zonages
from geo.territoire import COMMUNES_DU_BASSIN_VOISIN

_FEMININS = frozenset({"region", "epci", "commune", "ze", "zef"})


@dataclass(frozen=True)
class Sujet:
    """A territory and its names.

    Attributes:
        zonage, code: a zone; "" for a set of communes that is none.
        nom: « Sarthe Nord ».
        titre: with what it is, no article: « territoire SPO de Sarthe Nord ».
        article: « le », « la » or « l’ » (glued), in front of `titre`; "" when the title is a proper noun.
        lieu: where, « en Sarthe Nord ».
    """

    zonage: str
    code: str
    nom: str
    titre: str
    article: str
    lieu: str
    communes: frozenset[str]

    @property
    def identifiant(self) -> str:
        """« spo:sarthe-nord »; "" for a set of communes."""
        return f"{self.zonage}:{self.code}" if self.zonage else ""

    @property
    def feminin(self) -> bool:
        """Whether what is said of `qui` takes the feminine."""
        return self.zonage in _FEMININS

    @property
    def qui(self) -> str:
        """At the head of a sentence: « Le territoire SPO de Sarthe Nord », « L’intercommunalité … »."""
        return self.defini[:1].upper() + self.defini[1:]

    @property
    def defini(self) -> str:
        """Inside a sentence: « le bassin d’emploi de Laval », « Nantes Métropole »."""
        return self._avec(self.article)

    @property
    def de_qui(self) -> str:
        """After a noun: « du territoire SPO de Sarthe Nord », « de la zone d'emploi du Mans »."""
        return self._avec({"le": "du", "": "de"}.get(self.article, f"de {self.article}"))

    def _avec(self, mots: str) -> str:
        return f"{mots}{'' if mots.endswith('’') or not mots else ' '}{self.titre}"

    @cached_property
    def table(self) -> pd.DataFrame:
        """Its communes, columns of `zonages.communes`."""
        communes = zonages.communes()
        return communes[communes["code_commune"].isin(self.communes)].reset_index(drop=True)

    @property
    def population_nb(self) -> int:
        """Municipal population of 2023."""
        return int(self.table["population_nb"].sum())

    @property
    def surface_km2(self) -> float:
        """Area of the outlines, water included."""
        return float(self.table["surface_km2"].sum())

    @cached_property
    def _recoupements(self) -> dict[str, pd.DataFrame]:
        return {}

    def recouper(self, zonage: str) -> pd.DataFrame:
        """Zones of another zoning that it meets: rows of `zonages.recoupement`; never to be changed in place."""
        if zonage not in self._recoupements:
            if self.zonage:
                parts = zonages.recoupement(self.zonage, self.code, zonage)
            else:
                parts = zonages.recouper(pd.Series("", index=list(self.communes)), zonage).drop(columns="ici")
            self._recoupements[zonage] = parts
        return self._recoupements[zonage]

    def rencontrer(self, zonage: str) -> pd.DataFrame:
        """The same without its communes that are in no zone."""
        return self.recouper(zonage)[lambda parts: parts["code_zone"] != ""]


def de_zone(zonage: str, code: str) -> Sujet:
    """A zone of a zoning in force."""
    return _de_zone(zonage, code, zonages.empreinte()[1:])


@lru_cache(maxsize=512)
def _de_zone(zonage: str, code: str, _perimetres: Hashable) -> Sujet:
    nom = zonages.libelle_zone(zonage, code)
    membres = zonages.appartenance(zonage)
    communes = frozenset(membres.index[membres == code])
    if not communes:
        raise KeyError(f"{zonage}:{code}")
    titre, article = _titre(zonage, code, nom)
    return Sujet(zonage, code, nom, titre, article, lieux.locatif(zonage, code), communes)


def _titre(zonage: str, code: str, nom: str) -> tuple[str, str]:
    if zonage == "region":
        return f"région {nom}", "la"
    if zonage == "epci":
        return (nom, "la") if nom.startswith(("CC ", "CA ", "CU ")) else (nom, "")
    titre = f"{zonages.zonage(zonage).libelle_zone} {lieux.genitif(zonage, code)}"
    return titre, "la" if zonage in _FEMININS else "le"


def libre(nom: str, communes: Collection[str]) -> Sujet:
    """A set of communes under a name of its reader's own."""
    titre = f"territoire «\u00a0{nom}\u00a0»"
    return Sujet("", "", nom, titre, "le", f"dans le {titre}", frozenset(communes))


# Share of the people of a place, by its zoning, that a zone must hold to speak for it: a town never does for its
# département, nor a département for the region.
PART_MIN = {"": 0.5, "departement": 0.9, "region": 1.0}
# A town gives its name to zones that it may not be in; a département lends its own to a bassin of one of its towns.
SANS_HOMONYME = ("commune", "departement", "region")


class Rattachement(NamedTuple):
    """The zone that answers for a place; `part_population`: share of its people who live there, 0 to 1."""

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
    """
    entiers = tuple(p for p in possibles if p in zonages.zonages())
    return _rattacher(zonage, code, entiers, zonages.empreinte()[1:])


@lru_cache(maxsize=4096)
def _rattacher(zonage: str, code: str, possibles: tuple[str, ...], _perimetres: Hashable) -> Rattachement | None:
    if zonage in possibles:
        return Rattachement(zonage, code, 1.0)
    for autre in possibles:
        if autre == "bassin" and hors_bassin(de_zone(zonage, code).communes):
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
    zone, qui = de_zone(r.zonage, r.code).titre, de_zone(zonage, code).qui
    lieu = f"pour {qui[:1].lower() + qui[1:] if qui.startswith(('Le ', 'La ', 'L’')) else qui}"
    if r.part_population < PART_MIN[""]:  # its name alone makes it answer
        return f"{zone}, du même nom, {lieu}"
    return f"{zone}, {lieu}{', où vit la plus grande part de sa population' if r.part_population < 1 else ''}"


def note_sur(zonage: str, code_commune: str) -> str:
    """What the note of a perimeter says of one commune (« …, née de communes de plusieurs zones… »); "" otherwise."""
    phrases = zonages.zonage(zonage).note.split(". ")
    return ". ".join(p for p in phrases if f"({code_commune})" in p)


def dedans(zonage: str, dans: str) -> list[str]:
    """Zones of a zoning whose population is mostly in a zone (`zonage:code`), in alphabetical order."""
    noms = zonages.noms(zonage)
    if not dans:
        return list(noms)
    autre, _, code = dans.partition(":")
    parts = zonages.croisement(zonage, autre)
    dites = {*parts.loc[parts["code_zone"].eq(code) & parts["part_population"].gt(0.5), "ici"]}
    return [c for c in noms if c in dites]
