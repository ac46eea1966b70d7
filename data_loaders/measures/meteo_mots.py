"""Words of the météo des métiers: what each class says to an employer and to a candidate, icons, reasons.

The survey alone holds no job-seekers: seen by a candidate it never says « concurrence ». Icons are names of files
(soleil, eclaircies, variable, pluie, orage); the word and the figure are printed beside them, always.
"""

from __future__ import annotations

from typing import NamedTuple

from data_loaders.francais import ecart, nombre
from data_loaders.measures.meteo import poids_propre
from data_loaders.parametres import ParametresMeteo

ICONES = ("soleil", "eclaircies", "variable", "pluie", "orage")
POINTS_DE_VUE = {"candidat": "Je cherche un emploi", "employeur": "Je recrute"}

PARTS = {
    5: "plus de 4 projets de recrutement sur 5 sont jugés difficiles",
    4: "3 à 4 projets de recrutement sur 5 sont jugés difficiles",
    3: "2 à 3 projets de recrutement sur 5 sont jugés difficiles",
    2: "1 à 2 projets de recrutement sur 5 sont jugés difficiles",
    1: "moins d'1 projet de recrutement sur 5 est jugé difficile",
}
TENSIONS = {
    5: "indice de tension de 80 ou plus sur 100",
    4: "indice de tension de 60 à 80 sur 100",
    3: "indice de tension de 40 à 60 sur 100",
    2: "indice de tension de 20 à 40 sur 100",
    1: "indice de tension de moins de 20 sur 100",
}
_EMPLOYEUR = {
    5: ("orage", "très difficile"),
    4: ("pluie", "difficile"),
    3: ("variable", "partagé"),
    2: ("eclaircies", "plutôt aisé"),
    1: ("soleil", "aisé"),
}
_CANDIDAT_BMO = {
    5: ("soleil", "très recherché"),
    4: ("eclaircies", "recherché"),
    3: ("variable", "variable"),
    2: ("pluie", "peu recherché"),
    1: (None, "employeurs sans difficulté"),
}
_CANDIDAT_COMPLET = {
    5: ("soleil", "très favorable"),
    4: ("eclaircies", "favorable"),
    3: ("variable", "équilibré"),
    2: ("pluie", "concurrence"),
    1: ("orage", "forte concurrence"),
}
CIELS = {
    ("employeur", False): _EMPLOYEUR,
    ("employeur", True): _EMPLOYEUR,
    ("candidat", False): _CANDIDAT_BMO,
    ("candidat", True): _CANDIDAT_COMPLET,
}
POSITIONS = {
    5: "très au-dessus de la région cette année",
    4: "au-dessus de la région cette année",
    3: "comme la région cette année",
    2: "au-dessous de la région cette année",
    1: "très au-dessous de la région cette année",
}
FIABILITES = {
    "A": "surtout local",
    "B": "mixte",
    "C": "surtout régional",
    "": "niveau régional",
}
FLECHES = {
    "hausse": "en hausse",
    "baisse": "en baisse",
    "aucun": "pas de mouvement établi",
    "non_mesurable": "non mesurable",
}
ICONES_FLECHES = {"hausse": "hausse", "baisse": "baisse", "aucun": "stable", "non_mesurable": "non-mesurable"}
ETIQUETTES = {
    "recruter et former": "beaucoup de projets et des recrutements difficiles",
    "débouchés": "beaucoup de projets et des recrutements sans difficulté marquée",
    "niche": "peu de projets, mais des recrutements difficiles",
}
HORS_D_ATTEINTE = "hors d’atteinte par les seuls candidats"
MENTION = (
    "Intentions d’embauche déclarées par les employeurs, enquête pondérée. Le niveau d’un petit bassin est surtout "
    "celui du métier dans la région. Deux classes voisines ne sont pas une différence établie. Cet indice n’est pas "
    "l’indicateur officiel."
)


class Ciel(NamedTuple):
    """What one class looks like: icon file name or None, word, sentence without capital nor full stop."""

    icone: str | None
    mot: str
    phrase: str


def ciel(niveau: int, point_de_vue: str, complet: bool = False) -> Ciel:
    """Icon, word and sentence of a class, 1 to 5.

    Args:
        point_de_vue: `candidat` or `employeur`; the same class is a storm for one and sunshine for the other.
        complet: True for the complete index, the only one that knows the job-seekers.

    Raises:
        KeyError: unknown class or point of view.
    """
    icone, mot = CIELS[point_de_vue, bool(complet)][niveau]
    return Ciel(icone, mot, (TENSIONS if complet else PARTS)[niveau])


def classe_dite(niveau: int, proche_de: int | None) -> str:
    """« 3 sur 5 », « 3 sur 5, proche de 4 »."""
    return f"{niveau} sur 5" + (f", proche de {proche_de}" if proche_de else "")


def part_propre(projets: float, p: ParametresMeteo | None = None) -> str:
    """How much of the class is the territory's own: « 79 % local, 21 % régional »."""
    local = round(100 * float(poids_propre(projets, p)))
    return f"{local}\u00a0% local, {100 - local}\u00a0% régional"


def fleche_dite(fleche: str, delta: float | None, fleche_region: str, delta_region: float | None) -> str:
    """The arrow in words, always beside the region's.

    « en hausse (+30,3 points) ; région : en hausse (+20,3 points) ».
    """
    return f"{_mouvement(fleche, delta)}\u202f; région\u00a0: {_mouvement(fleche_region, delta_region)}"


def _mouvement(fleche: str, delta: float | None) -> str:
    if fleche == "non_mesurable" or delta is None:
        return FLECHES["non_mesurable"]
    return f"{FLECHES[fleche]} ({ecart(100 * delta)})"


def distance_dite(inscrits_de_plus: int | None) -> str:
    """« environ 77 candidats de plus » to leave the class downward, or why no number answers."""
    if inscrits_de_plus is None:
        return HORS_D_ATTEINTE
    pluriel = "s" if abs(inscrits_de_plus) >= 2 else ""
    sens = "de plus" if inscrits_de_plus >= 0 else "de moins"
    return f"environ {nombre(abs(inscrits_de_plus))} candidat{pluriel} {sens}"
