"""Projects × difficulty of the métiers of a territory.

The share is the estimate, which the class follows; the number of projects is the published sum, on a logarithmic axis.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from data_loaders.francais import INSEC, minimum, nombre
from data_loaders.parametres import meteo
from pages.figures import icones, nuage, theme
from pages.figures.estimees import court, estimee, estimee_dite, projets_dits
from pages.figures.meteo.courbes import PARTS

HAUTEURS: dict[str, int] = {"ecran": 520, "projection": 470}  # px
NOMS_MAX: dict[str, int] = {"ecran": 14, "projection": 7}
LARGEURS: dict[str, int] = {"ecran": 730, "projection": 1180}  # px of the plot at 1280, to place the names
LONGUEUR_NOM = 30


def preparer(lignes: Sequence[Any]) -> nuage.Nuage:
    """Points of the estimated rows of one territory at the level of métiers, by decreasing projects."""
    p = meteo()
    points = []
    for r in sorted((r for r in lignes if estimee(r)), key=lambda r: (-r.projets, r.nom)):
        # Hidden seasonal cells are not counted: « au moins 62 % saisonniers ».
        saisonniers = "part saisonnière masquée"
        if r.part_saisonniers == r.part_saisonniers:
            saisonniers = f"{minimum(r.part_saisonniers)} saisonniers"
        dit = f"{projets_dits(r)}, {estimee_dite(r)} difficiles, {saisonniers}"
        nom = r.nom if len(r.nom) <= LONGUEUR_NOM else f"{r.nom[: LONGUEUR_NOM - 1].rstrip(' ,')}…"
        # An unknown share is below any threshold.
        saisonnier = int(r.part_saisonniers >= p.saisonnier_part)
        points.append(nuage.Point(float(r.projets), 100 * r.q_estimee, nom, (r.nom, dit), saisonnier))
    bornes = (0.83 * min((x.x for x in points), default=12), 2.2 * max((x.x for x in points), default=450))
    graduations = {m * 10**k: nombre(m * 10**k) for k in range(1, 5) for m in (1, 3)}
    x = nuage.Axe(bornes, graduations, "projets d’embauche (échelle logarithmique)", log=True)
    series = (("moins de la moitié saisonniers", "circle"), ("au moins la moitié saisonniers", "diamond-open"))
    seuil = 100 * p.limites_classe[2]
    return nuage.Nuage(points, x, nuage.Axe((-2, 104), PARTS), series, NOMS_MAX["ecran"], [("y", seuil, "")])


def figure(q: nuage.Nuage, mode: theme.Mode = "ecran") -> go.Figure:
    """Discs, or diamonds where most projects are seasonal; names where they do not cover each other."""
    return nuage.figure(q._replace(noms_max=NOMS_MAX[mode]), mode, HAUTEURS[mode], LARGEURS[mode])


def titre(lignes: Sequence[Any], lieu: str) -> str:
    """The finding: the métier with the most projects, and how hard it is to fill where that is sure enough."""
    classees = [r for r in lignes if estimee(r)]
    if not classees:
        return f"{lieu}, trop peu de projets, ou masqués, pour un chiffre par métier"
    r = max(classees, key=lambda r: r.projets)
    part = f", {estimee_dite(r)} difficiles, estimé" if r.net else ""
    return f"{lieu}, le plus de projets en {r.annee}{INSEC}: {court(r.nom)}{part}"


def legende_html() -> str:
    """The two shapes in words."""
    rond, losange = icones.fleche("rond", "c1"), icones.fleche("losange", "c2")
    moins = f"{rond} moins de la moitié des projets sont saisonniers"
    return f'<p class="obs-note">{moins} {INSEC} {losange} au moins la moitié</p>'


def lecture(q: nuage.Nuage, annee: str) -> str:
    """The first point in a sentence, then how to read the line."""
    if not q.points:
        return ""
    nom, dit = q.points[0].dit
    ((_, seuil, _),) = q.reperes
    trait = f"{nombre(seuil)}{INSEC}%, à partir duquel un métier est dit difficile à pourvoir."
    return f"En {annee}, « {nom} »{INSEC}: {dit}. Trait horizontal{INSEC}: {trait}"
