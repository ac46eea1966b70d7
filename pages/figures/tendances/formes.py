"""The title of a trend: the shape of its curve, in one sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC
from data_loaders.measures import sauts
from pages.figures import lecture
from pages.figures.tendances.series import Serie, Tendance, constat

# How far from both ends a peak is said: points of a share, part of any other number.
POINTS_MIN, PART_MIN = 1.0, 0.1
ECART_MIN = 0.2  # points by which the gap of two territories widens or narrows
_FEMININS = ("Densité", "Embauches", "Entrées", "Offres", "Places", "Population", "Poursuite")


class Point(NamedTuple):
    """A known point of a series: its period and its value."""

    periode: str
    valeur: float


def connus(ind: Indicateur, t: Tendance, s: Serie) -> list[Point]:
    """Known points since the last break, of the season of the last one where seasons are in the figures."""
    tous = [Point(p, v) for p, v in zip(s.periodes, s.y, strict=True) if v is not None]
    if not tous:
        return []
    rang = francais.rang_periode
    coupes = [r.x for r in t.ruptures if r.coupe and r.x <= rang(tous[-1].periode)]
    depuis = [p for p in tous if rang(p.periode) >= max(coupes, default=0.0)]
    return depuis if ind.corrige or ind.genre == "taux" else [p for p in depuis if p[0][4:] == depuis[-1][0][4:]]


def extremes(ind: Indicateur, t: Tendance, s: Serie) -> tuple[Point, ...]:
    """The highest and the lowest points that stand far enough from both ends; the farthest from the last one first."""
    points = connus(ind, t, s)
    if len(points) < 3 or t.mode != "niveau":
        return ()
    bouts = (points[0].valeur, points[-1].valeur)
    candidats = (max(points, key=lambda p: p.valeur), min(points, key=lambda p: p.valeur))
    loin = [
        p
        for p, bout in zip(candidats, (max(bouts), min(bouts)), strict=True)
        if abs(p.valeur - bout) >= _seuil(t, bout) and p.valeur not in bouts
    ]
    return tuple(sorted(loin, key=lambda p: -abs(p.valeur - bouts[1])))


def _seuil(t: Tendance, valeur: float) -> float:
    return POINTS_MIN if t.unite == "%" else PART_MIN * abs(valeur)


def titre(ind: Indicateur, t: Tendance, ou: Sequence[str], metier: str = "") -> str:
    """« Chômage autour d’Alençon : monté à 9,2 % en 2014, redescendu à 6,2 % en 2023 ».

    Args:
        ou: where each territory is, « autour d’Alençon », in the order of the series. metier: name of the group, "" for
            all.
    """
    series = [s for s in t.series if not s.reference]
    quoi = f"{metier}, {francais.en_phrase(lecture.court(ind))}" if metier else lecture.court(ind)
    if not series:
        return f"{quoi}{INSEC}: non publié pour les territoires choisis"
    if t.mode != "niveau":
        return constat(ind, t)
    return _plusieurs(ind, t, series, quoi) if len(series) > 1 else _seul(ind, t, series[0], f"{quoi} {ou[0]}{INSEC}: ")


def _seul(ind: Indicateur, t: Tendance, s: Serie, tete: str) -> str:
    tous, points = [p for p, v in zip(s.periodes, s.y, strict=True) if v is not None], connus(ind, t, s)
    if not points:
        return f"{tete}aucune valeur publiée"
    accord = _accord(tete)
    premier, dernier = points[0], points[-1]

    def dit(p: Point, unite: str = t.unite) -> str:
        return s.dire(ind, t, p.periode, unite)

    fin = lecture.en_titre(ind, dernier.periode)
    if len(points) == 1:
        raison = "la liste des métiers a changé" if ind.metiers else "la série est rompue"
        suite = f"{FINE}; pas de courbe avant {dernier.periode[:4]}, {raison}" if len(tous) > 1 else ""
        return f"{tete}{dit(dernier)} {fin}{suite}"
    seconde = t.unite if t.unite == "%" else ""  # the unit of a count is said once
    if loin := extremes(ind, t, s):
        sommet = loin[0]
        alle, revenu = ("monté", "redescendu") if sommet.valeur > dernier.valeur else ("descendu", "remonté")
        texte = (
            f"{alle}{accord} à {dit(sommet)} en {sommet.periode[:4]}, {revenu}{accord} à {dit(dernier, seconde)} {fin}"
        )
    else:
        bas, haut = min(points, key=lambda p: p.valeur), max(points, key=lambda p: p.valeur)
        ans = f"entre {premier.periode[:4]} et {dernier.periode[:4]}"
        if haut.valeur - bas.valeur < _seuil(t, haut.valeur):
            pluriel = accord[-1:] if accord.endswith("s") else ""
            bornes = f"entre {dit(bas, seconde)} et {dit(haut)}" if dit(bas) != dit(haut) else dit(haut)
            texte = f"stable{pluriel} depuis {premier.periode[:4]}, {bornes}"
        elif dernier.periode[:4] == premier.periode[:4]:
            texte = f"{dit(premier)} puis {dit(dernier, seconde)} {fin}"
        else:
            sens = "monté" if dernier.valeur > premier.valeur else "descendu"
            texte = f"{sens}{accord} de {dit(premier)} à {dit(dernier, seconde)} {ans}"
    if any(sauts.PROBABLE in r.texte and francais.rang_periode(premier.periode) < r.x for r in t.ruptures):
        return f"{tete}{texte} ({sauts.PROBABLE})"
    return tete + texte


def _accord(tete: str) -> str:
    mot = tete.partition(" ")[0]
    return ("e" if mot in _FEMININS else "") + ("s" if mot.endswith(("s", "x")) and mot != "Densité" else "")


def _plusieurs(ind: Indicateur, t: Tendance, series: Sequence[Serie], quoi: str) -> str:
    """« Chômage en 2023 : Le Mans 7,7 %, Angers 7,0 % ; l’écart se creuse »; of more than two, both ends."""
    valeurs = [{p: v for p, v in zip(s.periodes, s.y, strict=True) if v is not None} for s in series]
    communes = sorted(set.intersection(*map(set, valeurs)), key=francais.rang_periode)
    if not communes:
        return f"{quoi}{INSEC}: pas de période connue pour tous ces territoires"
    derniere = communes[-1]
    rangs = sorted(zip(series, valeurs, strict=True), key=lambda c: -c[1][derniere])
    seconde = t.unite if t.unite == "%" else ""
    (haute, v1), (basse, v2) = rangs[0], rangs[-1]
    dits = [
        f"{s.libelle.partition(' (')[0]} {s.dire(ind, t, derniere, u)}" for s, u in ((haute, t.unite), (basse, seconde))
    ]
    tete = f"{quoi} {lecture.en_titre(ind, derniere)}{INSEC}: "
    if len(rangs) > 2:
        return f"{tete}de {dits[1]} à {dits[0]}, {len(rangs)} territoires"
    avant = francais.un_an_avant(derniere)
    suite = ""
    if avant in communes and t.unite == "%" and not ind.incertaine:
        mouvement = round((v1[derniere] - v2[derniere]) - abs(v1[avant] - v2[avant]), 6)
        if abs(mouvement) > ECART_MIN:
            suite = f"{FINE}; l’écart {'se creuse' if mouvement > 0 else 'se réduit'}"
    return f"{tete}{', '.join(dits)}{suite}"
