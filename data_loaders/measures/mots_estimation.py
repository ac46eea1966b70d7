"""An estimated share in words: the same on every screen, in every sentence and export.

A share is printed in whole percent; near a limit of class it says so, so that it never contradicts its class. A chance
is printed in whole tenths. Icons are names of files; the word and the figure are printed beside them, always.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from data_loaders.francais import FINE, INSEC, arrondir, avec_unite, ecart, nombre
from data_loaders.parametres import meteo

POINTS_DE_VUE = {"candidat": "Je cherche un emploi", "employeur": "Je recrute"}
PARTS = {
    5: "plus de 4 projets de recrutement sur 5",
    4: "plus de 3 projets de recrutement sur 5",
    3: "2 à 3 projets de recrutement sur 5",
    2: "moins de 2 projets de recrutement sur 5",
    1: "moins de 1 projet de recrutement sur 5",
}
# The same in the legend of a map, class 1 first.
PARTS_COURTES = {c: PARTS[c].replace(" de recrutement", "") for c in sorted(PARTS)}
_EMPLOYEUR = {
    5: ("orage", "très difficile"),
    4: ("pluie", "difficile"),
    3: ("variable", "partagé"),
    2: ("eclaircies", "plutôt aisé"),
    1: ("soleil", "aisé"),
}
_CANDIDAT_ENQUETE = {
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
    ("candidat", False): _CANDIDAT_ENQUETE,
    ("candidat", True): _CANDIDAT_COMPLET,
}
# What a group of métiers, and what a zone, is set against.
POSITIONS_GROUPE = {
    -1: "au-dessous de l’ensemble des métiers de la région",
    0: "non distinguable de l’ensemble des métiers de la région",
    1: "au-dessus de l’ensemble des métiers de la région",
}
POSITIONS_ZONE = {-1: "au-dessous de la région", 0: "non distinguable de la région", 1: "au-dessus de la région"}
SANS_MOUVEMENT = "pas de mouvement établi"
PRESQUE_SUR = 0.95
POIDS_FAIBLE = 0.15
MENTION = (
    "Intentions d’embauche déclarées par les employeurs, enquête pondérée. L’estimation réunit la France, la région, "
    "la famille dans le bassin, la cellule et les enquêtes passées. Cet indice n’est pas l’indicateur officiel."
)
SANS_FRANCE = "estimation faite sans la France"
POURQUOI = (
    "La part déclarée est celle des réponses de cette enquête, que l’on retrouve chez le producteur"
    f"{FINE}; la part estimée tempère ces réponses, peu nombreuses, par ce que l’on sait du métier dans la région, en "
    "France et les années passées."
)


class Ciel(NamedTuple):
    """What one class looks like: icon file name or None, word, share that it means."""

    icone: str | None
    mot: str
    part: str


def ciel(classe: int, point_de_vue: str, complet: bool = False) -> Ciel:
    """Icon and words of a class, 1 to 5.

    Args:
        point_de_vue: `candidat` or `employeur`; the same class is a storm for one and sunshine for the other.
        complet: True for the complete index, the only one that knows the job-seekers.

    Raises:
        KeyError: unknown class or point of view.
    """
    return Ciel(*CIELS[point_de_vue, bool(complet)][classe], PARTS[classe])


def part_dite(q: float) -> str:
    """« 83 % »; « près de 60 % » within half a point of a limit of class."""
    p = meteo()
    limite = next((x for x in (*p.limites_classe, *p.limites_tres) if abs(q - x) < 0.005), None)
    return avec_unite(100 * q, "%") if limite is None else f"près de {avec_unite(100 * limite, '%')}"


def intervalle_dit(bas: float, haut: float) -> str:
    """« entre 70 et 97 %, 8 chances sur 10 »."""
    return f"entre {nombre(100 * bas)} et {avec_unite(100 * haut, '%')}, 8{INSEC}chances sur{INSEC}10"


def chance_dite(chance: float) -> str:
    """« 6 chances sur 10 », « plus de 9 chances sur 10 » from .95."""
    if chance >= PRESQUE_SUR:
        return f"plus de 9{INSEC}chances sur{INSEC}10"
    return f"{arrondir(10 * chance)}{INSEC}chances sur{INSEC}10"


def classe_dite(classe: int, ou: int | None, point_de_vue: str, complet: bool = False) -> str:
    """« difficile »; « partagé ou difficile » when the neighbour is named too, the lower first."""
    nommees = [classe] if pd.isna(ou) else sorted((classe, ou))
    return " ou ".join(ciel(c, point_de_vue, complet).mot for c in nommees)


def enonce(
    classe: int, chance: float, ou: int | None, chance_ou: float | None, point_de_vue: str, complet: bool = False
) -> str:
    """« très difficile, 6 chances sur 10 », « partagé ou difficile, 9 chances sur 10 »; no chance if none is known."""
    mots = classe_dite(classe, ou, point_de_vue, complet)
    dite = chance if pd.isna(ou) else chance_ou
    return mots if pd.isna(dite) else f"{mots}, {chance_dite(dite)}"


def declaree_dite(declaree: float, marge: float) -> str:
    """« 67 % (± 21) »: the share of the answers and the margin of the survey, in points."""
    return f"{avec_unite(100 * declaree, '%')} (±{INSEC}{nombre(100 * marge)})"


def poids_dit(w: float, du_lieu: str) -> str:
    """One sentence on what the local answers weigh; `du_lieu`: « de Nantes », « du Mans »."""
    part = f"Les réponses {du_lieu} y comptent pour {avec_unite(100 * w, '%')}"
    if w < POIDS_FAIBLE:
        return f"Peu de projets ici{INSEC}: l’estimation vient surtout du même métier ailleurs. {part}."
    return f"{part}, le reste vient du même métier ailleurs."


def rang_dit(meilleur: int, pire: int, nb: int) -> str:
    """« rang 1 à 16 sur 26 »; one number when both agree."""
    rangs = f"{meilleur}" if meilleur == pire else f"{meilleur} à {pire}"
    return f"rang {rangs} sur {nb}"


def mouvement_dit(fleche: str, delta: float, grand: bool, raison: str) -> str:
    """« baisse établie, 9 points », « hausse établie et grande, 12 points », « pas de mouvement établi »."""
    if fleche not in ("hausse", "baisse"):
        return raison or SANS_MOUVEMENT
    return f"{fleche} établie{' et grande' if grand else ''}, {avec_unite(abs(100 * delta), 'points', 0)}"


def mouvement_situe(ligne: Mapping) -> str:
    """A move, the part of the regional level in it, and the region's own: « baisse établie, 9 points, dont niveau
    régional −9 points ; région : baisse établie, 9 points ».

    Args:
        ligne: `fleche`, `delta`, `grand`, `fleche_raison`, the same in the region (`*_region`), `delta_reference`.
    """
    ici = mouvement_dit(ligne["fleche"], ligne["delta"], ligne["grand"], ligne["fleche_raison"])
    if ligne["fleche"] not in ("hausse", "baisse", "aucun"):
        return ici
    niveau = f", dont niveau régional {ecart(100 * ligne['delta_reference'], 'points', 0)}"
    if ligne["delta"] == ligne["delta_reference"]:
        return ici  # the region itself, all métiers together
    ici += "" if ligne["fleche"] == "aucun" else niveau
    if ligne["delta"] == ligne["delta_region"]:
        return ici  # the region itself
    region = mouvement_dit(ligne["fleche_region"], ligne["delta_region"], ligne["grand_region"], "")
    return f"{ici}{FINE}; région{INSEC}: {region}"


def evolution_dite(bas: float, haut: float) -> str:
    """« −8,4 à −6,8 % »: the change of the number of projects, between what hidden counts allow."""
    n = [nombre(100 * x, 1, signe=True) for x in (bas, haut)]
    return f"{n[0]}{INSEC}%" if n[0] == n[1] else f"{n[0]} à {n[1]}{INSEC}%"
