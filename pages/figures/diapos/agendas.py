"""Every slide by its name, and the five ready-made agendas as lists of names and minutes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlencode

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.francais import capitale
from data_loaders.portraits.memoire import Memoire
from pages.figures.diapos import Diapositive, SansVue, convention, lieux, secteurs
from pages.figures.diapos.declarations import AGENDAS, VUES

FABRIQUES: Final[Mapping[str, Any]] = {"lieux": lieux, "convention": convention, "secteurs": secteurs}
CLE: Final = "diapo"  # of the figure of such an address
VUE_PARAM, LIEU_PARAM = "vue", "lieu"


class Demandee(NamedTuple):
    """A slide asked for: its name, its place ("" for none), what it is asked for besides."""

    nom: str
    lieu: str
    choix: str = ""

    @property
    def adresse(self) -> str:
        """`/seance?vue=chomage&lieu=zef%3Aancenis&periode=2013-T3`."""
        dits = {VUE_PARAM: self.nom, LIEU_PARAM: self.lieu, VUES[self.nom].choix: self.choix}
        return f"/seance?{urlencode({cle: v for cle, v in dits.items() if cle and v})}"


def demandee(adresse_: str) -> Demandee | None:
    """What an address asks for; None when it is that of a screen."""
    module, _, requete = adresse_.partition("?")
    lus = parse_qs(requete)
    if module != "/seance" or VUE_PARAM not in lus:
        return None
    nom = lus[VUE_PARAM][-1]
    choix = VUES[nom].choix if nom in VUES else ""
    return Demandee(nom, lus.get(LIEU_PARAM, [""])[-1], lus.get(choix, [""])[-1])


def faire(m: Memoire, nom: str, lieu: str, choix: str = "") -> Diapositive:
    """One slide.

    Raises:
        SansVue: it has nothing to show there. ErreurDonnees: no slide has this name, or no place this one.
    """
    if nom not in VUES:
        raise ErreurDonnees(
            "adresse",
            "vue",
            f"aucune vue ne s’appelle « {nom[:40]} »",
            remede="en choisir une dans un ordre du jour prêt",
        )
    module, _, fonction = VUES[nom].faire.partition(".")
    precise = [VUES[nom].avec or choix] if VUES[nom].avec or VUES[nom].choix else []
    try:
        return getattr(FABRIQUES[module], fonction)(m, lieu, *precise)
    except (KeyError, DemandeInvalide) as e:
        raise ErreurDonnees(
            "lieu",
            "lieu de la vue",
            f"aucun lieu ne s’appelle « {lieu[:60]} » ici",
            remede="choisir un lieu de la région",
        ) from e


class Ordre(NamedTuple):
    """An agenda for a place: slides that show something, with their names and minutes; why the others do not."""

    vues: Sequence[tuple[str, int, Diapositive]]
    absentes: Sequence[tuple[str, str]]


def composer(m: Memoire, modele: str, lieu: str) -> Ordre:
    """The slides of an agenda for a place; one that has nothing to show is left out, with its reason."""
    vues, absentes = [], []
    for nom, minutes in AGENDAS[modele].items():
        try:
            vues.append((nom, minutes, faire(m, nom, lieu)))
        except SansVue as e:
            absentes.append((VUES[nom].nom, f"{capitale(str(e))}."))
    return Ordre(vues, absentes)
