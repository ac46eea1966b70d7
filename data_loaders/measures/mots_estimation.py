"""An estimated share in words: the same on every screen, in every sentence and export.

The printed number is a whole percent, and the class is that of the printed number. A class says how hard employers
judge a métier to fill, whoever reads; the point of view turns the sky alone. Icons are names of files; the word and the
figure are printed beside them, always.
"""

from collections.abc import Mapping

import pandas as pd

from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, avec_unite, ecart as difference, nombre
from data_loaders.measures import enonces
from data_loaders.parametres import meteo

POINTS_DE_VUE = {"candidat": "Je cherche", "employeur": "Je recrute"}
FAVEURS = {"candidat": "favorable à qui cherche", "employeur": "favorable à qui recrute"}
PARTS = {
    5: "quatre projets d’embauche sur cinq ou plus",
    4: "trois à quatre projets d’embauche sur cinq",
    3: "deux à trois projets d’embauche sur cinq",
    2: "un à deux projets d’embauche sur cinq",
    1: "moins d’un projet d’embauche sur cinq",
}
MOTS = {5: "très difficile", 4: "difficile", 3: "partagé", 2: "plutôt facile", 1: "facile"}
# The complete index knows the job-seekers: it alone may speak of tension.
_MOTS_COMPLET = {5: "très en tension", 4: "en tension", 3: "équilibré", 2: "peu en tension", 1: "sans tension"}
_ICONES = {5: "soleil", 4: "eclaircies", 3: "variable", 2: "pluie", 1: "orage"}
# What a group of métiers, or a zone, is set against is all métiers of the region.
POSITIONS = {-1: "moins que la région", 0: "écart non prouvé avec la région", 1: "plus que la région"}
POSITIONS_GROUPE = {p: dit.replace("la région", "tous les métiers de la région") for p, dit in POSITIONS.items()}
SANS_EVOLUTION = "sans évolution nette"
NON_TESTE = "non testé"
A_CONFIRMER = "à confirmer"
SURTOUT_FRANCE = "d’après la France surtout"
MARGE = "marge de l’estimation"  # eight chances in ten at the level of the year, which the next survey may leave
MARGE_TROP_LARGE = "marge trop large"
DECLAREE = "part déclarée, complétée pour le secret"
PUBLIEE = "part des cellules publiées"
MENTION = (
    "Ce que disent les employeurs d’ici, rapproché de ce que disent ceux de toute la France. Estimé par l’Observatoire."
)
SANS_FRANCE = "sans la France de l’année"
NIVEAU_FRANCE = "la France au niveau de la région"


def ciel(classe: int, point_de_vue: str, complet: bool = False) -> str:
    """Icon of a class, 1 to 5; the same is a storm for one of `POINTS_DE_VUE` and sunshine for the other. The complete
    index alone (`complet`) knows the job-seekers: the survey has no storm for who seeks, where it is ""."""
    sans_orage = point_de_vue == "candidat" and classe == 1 and not complet
    return "" if sans_orage else _ICONES[{"candidat": classe, "employeur": 6 - classe}[point_de_vue]]


def part_dite(q: float) -> str:
    """« 83 % »: the printed number, halves up."""
    return avec_unite(float(enonces.pourcent(q)), "%")


def classe_dite(classe: int, complet: bool = False) -> str:
    """« difficile à pourvoir », « partagé »; of the complete index « en tension »."""
    mot = (_MOTS_COMPLET if complet else MOTS)[classe]
    return mot if complet or classe == 3 else f"{mot} à pourvoir"


def certitude_dite(certitude: str, w: float | None = None) -> str:
    """« solide », « indicatif, d’après la France surtout », « à confirmer »."""
    if certitude == enonces.FRAGILE:
        return A_CONFIRMER
    faible = w is not None and w < meteo().poids_faible
    return f"{certitude}, {SURTOUT_FRANCE}" if faible else certitude


def enonce(classe: int, certitude: str, w: float | None = None, complet: bool = False) -> str:
    """« difficile à pourvoir, solide »; « à confirmer » alone where the side is not sure enough to be said."""
    dite = certitude_dite(certitude, w)
    return A_CONFIRMER if certitude == enonces.FRAGILE else f"{classe_dite(classe, complet)}, {dite}"


def intervalle_dit(bas: float, haut: float) -> str:
    """« entre 44 et 55 %, marge de l’estimation »: of the share that lasts, at the level of its year."""
    return f"entre {nombre(100 * bas)} et {avec_unite(100 * haut, '%')}, {MARGE}"


def declaree_dite(declaree: float, marge_points: float) -> str:
    """« 37 % (± 9) »: the declared share and the margin of the survey; nothing said of too wide a one."""
    if enonces.trop_large(marge_points):
        return MARGE_TROP_LARGE
    return f"{part_dite(declaree)} (±\u202f{nombre(marge_points)})"


def marge_dite(marge_points: float) -> str:
    """« marge trop large : ± 31 points »."""
    return f"{MARGE_TROP_LARGE}\u00a0: ±\u202f{avec_unite(marge_points, 'points')}"


def tous_metiers_dits(ligne: Mapping) -> str:
    """« 60 % estimés », and « · 37 % déclarés ici » where the declared share leaves the interval of 8 in 10."""
    dits = f"{part_dite(ligne['q_estimee'])} estimés"
    declaree = ligne["declaree"]
    dehors = pd.notna(declaree) and not ligne["borne_basse"] <= declaree <= ligne["borne_haute"]
    return f"{dits} · {part_dite(declaree)} déclarés ici" if dehors else dits


def poids_dit(w: float, du_lieu: str, reste: str = NIVEAU_FRANCE) -> str:
    """One sentence on what the local answers weigh, and what they are set beside; `du_lieu`: « de Nantes »."""
    dit = f"Les réponses {du_lieu} comptent pour {avec_unite(100 * w, '%')}"
    if w < meteo().poids_faible and reste == NIVEAU_FRANCE:
        return f"Peu de projets ici\u00a0: l’estimation vient surtout du même métier dans toute la France. {dit}."
    return f"{dit}, {reste} pour {avec_unite(100 * (1 - w), '%')}."


def rang_dit(meilleur: int, pire: int, nb: int) -> str:
    """« rang 1 à 16 sur 26 »; one number when both agree."""
    rangs = f"{meilleur}" if meilleur == pire else f"{meilleur} à {pire}"
    return f"rang {rangs} sur {nb}"


def memoire_dite(memoire: int) -> str:
    """« au-dessus de la région à chaque enquête »; "" where a zone changed of side."""
    if pd.isna(memoire) or not memoire:
        return ""
    return f"{'au-dessus' if memoire > 0 else 'au-dessous'} de la région à chaque enquête"


def mouvement_dit(fleche: str, grand: bool = False, raison: str = "") -> str:
    """« en baisse », « en forte hausse », « stable », « sans évolution nette », or why nothing is compared."""
    if fleche not in ("hausse", "baisse"):
        return raison or (fleche if fleche in ("stable", NON_TESTE) else SANS_EVOLUTION)
    return f"en {'forte ' if grand else ''}{fleche}"


def mouvement_situe(ligne: Mapping) -> str:
    """A move and the part of the regional level in it: « en forte baisse, 17 points, dont 9 pour toute la région »;
    `ligne` as in `marches.decrire`."""
    dit = mouvement_dit(ligne["fleche"], ligne["grand"], ligne["fleche_raison"])
    if ligne["fleche"] not in ("hausse", "baisse"):
        return dit
    dit += f", {avec_unite(abs(100 * ligne['delta']), 'points', 0)}"
    commun = ligne["delta_reference"]
    if ligne["delta"] == commun:
        return dit  # the region itself, all métiers together
    if commun * ligne["delta"] < 0:
        return f"{dit}{FINE}; toute la région\u00a0: {difference(100 * commun, 'points', 0)}"
    if abs(commun) >= abs(ligne["delta"]) / 2:
        return f"{dit}, surtout comme toute la région ({nombre(100 * commun, signe=True)})"
    return f"{dit}, dont {nombre(abs(100 * commun))} pour toute la région"


def ecart_dit(ind: Indicateur, ecart: float, bas: float, haut: float) -> str:
    """« −0,3 point » of a rate, « −8,4 à −6,8 % » of a count."""
    return evolution_dite(bas / 100, haut / 100) if ind.genre == "compte" else difference(ecart, ind.unite_ecart)


def evolution_dite(bas: float, haut: float) -> str:
    """« −8,4 à −6,8 % »: the change of the number of projects, between what hidden counts allow."""
    n = [nombre(100 * x, 1, signe=True) for x in (bas, haut)]
    return f"{n[0]}\u202f%" if n[0] == n[1] else f"{n[0]} à {n[1]}\u202f%"
