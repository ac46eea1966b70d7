"""What every figure of a screen says around itself, whichever screen it is on."""

from dataclasses import dataclass, replace
from typing import Self

from data_loaders.francais import INSEC, capitale
from data_loaders.versions.approbations import PRODUCTEUR, Statut
from geo import lieux, zonages

DEMONSTRATION = ("Données de démonstration", "demo")
MENTION_DEMONSTRATION = "Données de démonstration, chiffres inventés"  # in place of a source
DECOUPAGE = ("Découpage de travail", "gris")


@dataclass(frozen=True)
class Vue:
    """Words around one figure, in French, unescaped. A screen that draws more adds its own fields."""

    titre: str  # the finding, a full sentence
    sous_titre: str = ""  # what, where, when, unit
    lecture: str = ""  # with the next two, its notes: an empty one is left out
    champ: str = ""
    source: str = ""
    badges: tuple[tuple[str, str], ...] = ()  # (words, tone) of each

    def avec(self, *badges: tuple[str, str]) -> Self:
        """The same with more badges, after its own."""
        return replace(self, badges=(*self.badges, *badges))


def source_dite(texte: str, demonstration: bool) -> str:
    """Who says a figure, as a line; what is invented cites nobody."""
    return f"{MENTION_DEMONSTRATION if demonstration else capitale(texte)}."


def badges_demo(demonstration: bool) -> tuple[tuple[str, str], ...]:
    """Badge of what is invented, else none."""
    return (DEMONSTRATION,) if demonstration else ()


def badges_decoupage(zonage: str) -> tuple[tuple[str, str], ...]:
    """Badges of what is drawn on a zoning: that it is a working one, nothing else."""
    return (DECOUPAGE,) if zonages.zonage(zonage).decoupage_de_travail else ()


def badges_decoupages(*codes: str) -> tuple[tuple[str, str], ...]:
    """The same of several zonings drawn together, each named."""
    travail = [z for z in map(zonages.zonage, dict.fromkeys(filter(None, codes))) if z.decoupage_de_travail]
    return tuple((f"{DECOUPAGE[0]}{INSEC}: {lieux.pluriel(z.libelle_zone)}", DECOUPAGE[1]) for z in travail)


def badges_statut(statut: Statut) -> tuple[tuple[str, str], ...]:
    """Badge that says who answers for what is shown; none for figures of a producer, which their source says."""
    return () if statut.nature == PRODUCTEUR else ((statut.texte, "ok" if statut.valide else "gris"),)


BADGE_TRAVAIL = ("Correspondance de travail", "gris")
