"""What is said of a figure over time: the title of a trend, how much each territory changed, as a table."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots, series
from data_loaders.measures.evolutions import SANS_TEST, Evolution, evolution, testee
from data_loaders.parametres import meteo, portrait
from pages.figures import icones, lecture, tables
from pages.figures.tables import Html
from pages.figures.tendances.series import Serie, Tendance, constat
from pages.words import sentences


class Ligne(NamedTuple):
    """One row: a territory (or what the table follows), the difference in words, what became of its figure, both ends
    as printed, "" where there is none.
    """

    libelle: str
    difference: str
    e: Evolution
    bouts: Sequence[str] = ("", "")

    @property
    def periodes(self) -> str:
        """« 2023 à 2024 »; the last one alone where nothing is compared."""
        return " à ".join(francais.periode_libelle(p) for p in (self.e.depuis, self.e.periode) if p)

    @property
    def constat(self) -> Html:
        """What is said, after its arrow."""
        fleche = f"{icones.fleche(self.e.sens)} " if self.e.sens in ("hausse", "baisse") else ""
        return Html(f"{fleche}{escape(capitale(self.e.dit))}")


def ligne(ind: Indicateur, libelle: str, lignes: pd.DataFrame, periode: str = "", depuis: str = "") -> Ligne:
    """What became of a figure of a zone, the last by default, since the one before that it is comparable with;
    `lignes`: rows of the zone, indexed by periode."""
    e = evolution(ind, lignes, periode, depuis=depuis)
    difference = ""  # « −0,3 point », « +10 inscrits (+10,0 %) »; « −8,4 à −6,8 % » where a part is hidden
    if e.depuis and ind.genre == "taux":
        difference = francais.ecart(e.ecart, ind.unite_ecart, 0 if ind.incertaine else ind.decimales)
    elif e.depuis:
        difference = mots.evolution_dite(e.bas / 100, e.haut / 100)
        a, b = (lignes.loc[p] for p in (e.depuis, e.periode))
        if not (a["minorant"] or b["minorant"]):
            difference = f"{francais.ecart(b['value'] - a['value'], ind.unite, ind.decimales)} ({difference})"
    bouts = [lignes.loc[p] if p in lignes.index else None for p in (e.depuis, e.periode)]
    return Ligne(libelle, difference, e, ["" if r is None else lecture.cellule(r, ind) for r in bouts])


def regle(ind: Indicateur) -> str:
    """What the table of changes rests on, as a sentence."""
    if not testee(ind):
        return capitale(f"{SANS_TEST}.")
    if ind.dataset == "bmo":
        dit = (
            "Enquête auprès d’un échantillon d’employeurs : une hausse ou une baisse est dite si elle dépasse ce que "
            f"le hasard produit dans 95 cas sur 100. «{INSEC}{capitale(mots.SANS_EVOLUTION)}{INSEC}» ne veut pas dire "
            "stable."
        )
        if ind.estime:
            grand = francais.avec_unite(100 * meteo().ecart_grand, "points")
            return f"{dit} «{INSEC}Forte{INSEC}»{INSEC}: {grand} et plus."
        return f"{dit} L’écart entre deux bornes est ce que le secret statistique laisse ouvert, rien d’autre."
    p = portrait()
    seuil = francais.avec_unite(p.seuil_compte, "%")
    if ind.genre == "taux":
        seuil = francais.avec_unite(p.seuil_taux, ind.unite_ecart, 1)
    suite = "" if ind.corrige or ind.rythme == "annuel" else ", données brutes"
    return (
        f"Dernière période connue comparée à la même, un an plus tôt{suite}. Sans marge de sondage{INSEC}: "
        f"«{INSEC}stable{INSEC}» jusqu’à {seuil}, en hausse ou en baisse au-delà."
    )


def tableau_html(lignes: Sequence[Ligne], legende: str, quoi: str = "Territoire") -> str:
    """Table of the changes, each of a territory or of what `quoi` names; the arrow is beside its words."""
    entetes = [("", False), (quoi, False), *tables.en_tetes("De … à …", "Différence #", "Ce qu’on peut en dire")]
    corps = [["", x.libelle, x.periodes, x.difference or "–", x.constat] for x in lignes]
    return tables.en_html((entetes, corps), legende)


# How far from both ends a peak is said: points of a share, part of any other number.
POINTS_MIN, PART_MIN = 1.0, 0.1
ECART_MIN = 0.2  # points by which the gap of two territories widens or narrows


class Point(NamedTuple):
    """A known point of a series: its period and its value."""

    periode: str
    valeur: float


def connus(ind: Indicateur, t: Tendance, s: Serie) -> list[Point]:
    """Known points since the last break, of the season of the last one where seasons are in the figures."""
    tous, rang = [Point(*x) for x in s.valeurs.items()], francais.rang_periode
    coupes = [r.x for r in t.ruptures if r.coupe and tous and r.x <= rang(tous[-1].periode)]
    depuis = [p for p in tous if rang(p.periode) >= max(coupes, default=0.0)]
    return depuis if ind.corrige or ind.genre == "taux" else [p for p in depuis if p[0][4:] == depuis[-1][0][4:]]


def extremes(ind: Indicateur, t: Tendance, s: Serie) -> tuple[Point, ...]:
    """The highest and the lowest points that stand far enough from both ends; the farthest from the last one first."""
    points = connus(ind, t, s)
    if len(points) < 3 or t.mode != "niveau":
        return ()
    bouts = (points[0].valeur, points[-1].valeur)
    candidats = [(sens(points, key=lambda p: p.valeur), sens(bouts)) for sens in (max, min)]
    loin = [p for p, bout in candidats if abs(p.valeur - bout) >= _seuil(t, bout) and p.valeur not in bouts]
    return tuple(sorted(loin, key=lambda p: -abs(p.valeur - bouts[1])))


def _seuil(t: Tendance, valeur: float) -> float:
    return POINTS_MIN if t.unite == "%" else PART_MIN * abs(valeur)


def titre(ind: Indicateur, t: Tendance, ou: Sequence[str], metier: str = "") -> str:
    """« Chômage autour d’Alençon : monté à 9,2 % en 2014, redescendu à 6,2 % en 2023 »; `ou`: where each territory is,
    « autour d’Alençon », in the order of the series; `metier`: name of the group."""
    series = [s for s in t.series if not s.reference]
    quoi = f"{metier}, {francais.en_phrase(lecture.court(ind))}" if metier else lecture.court(ind)
    if not series:
        return f"{quoi}{INSEC}: non publié{lecture.accord(quoi)} pour les territoires choisis"
    if t.mode != "niveau":
        return constat(ind, t)
    estime = f", {sentences.ESTIMATED}" * ind.estime
    if len(series) > 1:
        return _plusieurs(ind, t, series, quoi)
    return _seul(ind, t, series[0], f"{quoi}, {ou[0]}{estime}{INSEC}: ")


def _seul(ind: Indicateur, t: Tendance, s: Serie, tete: str) -> str:
    points = connus(ind, t, s)
    if not points:
        return f"{tete}aucune valeur publiée"
    accord = lecture.accord(tete)
    premier, dernier = points[0], points[-1]

    def dit(p: Point, unite: str = t.unite) -> str:
        return s.dire(ind, t, p.periode, unite)

    fin = lecture.en_titre(ind, dernier.periode)
    if len(points) == 1:
        raison = "la liste des métiers a changé" if ind.metiers else "la série est rompue"
        depuis = sentences.since(dernier.periode, flux=ind.flux)
        suite = f"{FINE}; pas de courbe avant {depuis}, {raison}" if len(s.valeurs) > 1 else ""
        return f"{tete}{dit(dernier)} {fin}{suite}"
    seconde = t.unite if t.unite == "%" else ""  # the unit of a count is said once
    if ind.dataset == "bmo":  # a sample: what no test compares is set side by side, and has no word
        dits = dict.fromkeys([premier, *extremes(ind, t, s)[:1], dernier])
        unites = {premier: t.unite}  # of a count, said once
        return tete + ", ".join(f"{dit(p, unites.get(p, seconde))} {lecture.en_titre(ind, p.periode)}" for p in dits)
    if loin := extremes(ind, t, s):
        sommet = loin[0]
        alle, revenu = ("monté", "redescendu") if sommet.valeur > dernier.valeur else ("descendu", "remonté")
        texte = f"{alle}{accord} à {dit(sommet)} {lecture.en_titre(ind, sommet.periode)}, {revenu}{accord}"
        texte += f" à {dit(dernier, seconde)} {fin}"
    else:
        bas, haut = min(points, key=lambda p: p.valeur), max(points, key=lambda p: p.valeur)
        duree = sentences.span(premier.periode, dernier.periode, flux=ind.flux)
        if haut.valeur - bas.valeur < _seuil(t, haut.valeur) or dit(premier) == dit(dernier):
            pluriel = accord[-1:] if accord.endswith("s") else ""
            bornes = f"entre {dit(bas, seconde)} et {dit(haut)}" if dit(bas) != dit(haut) else dit(haut)
            texte = f"stable{pluriel} {duree}, {bornes}"
        elif dernier.periode[:4] == premier.periode[:4]:
            texte = f"{dit(premier)} puis {dit(dernier, seconde)} {fin}"
        else:
            sens = "monté" if dernier.valeur > premier.valeur else "descendu"
            texte = f"{sens}{accord} {francais.de(dit(premier))} à {dit(dernier, seconde)} {duree}"
    if any(series.PROBABLE in r.texte and francais.rang_periode(premier.periode) < r.x for r in t.ruptures):
        return f"{tete}{texte} ({series.PROBABLE})"
    return tete + texte


def _plusieurs(ind: Indicateur, t: Tendance, series: Sequence[Serie], quoi: str) -> str:
    """« Chômage en 2023 : Le Mans 7,7 %, Angers 7,0 % ; l’écart se creuse »; of more than two, both ends."""
    communes = sorted(set.intersection(*(set(s.valeurs) for s in series)), key=francais.rang_periode)
    if not communes:
        return f"{quoi}{INSEC}: pas de période connue pour tous ces territoires"
    derniere = communes[-1]
    rangs = sorted(series, key=lambda s: -s.valeurs[derniere])
    seconde = t.unite if t.unite == "%" else ""
    haute, basse = rangs[0], rangs[-1]
    bouts = ((haute, t.unite), (basse, seconde))
    dits = [f"{s.libelle.partition(' (')[0]} {s.dire(ind, t, derniere, unite)}" for s, unite in bouts]
    estime = f", {sentences.ESTIMATED}" * ind.estime
    tete = f"{quoi}, {sentences.when(derniere, flux=ind.flux)}{estime}{INSEC}: "
    if len(rangs) > 2:
        return f"{tete}entre {dits[1]} et {dits[0]}, {len(rangs)} territoires"
    avant, suite = francais.un_an_avant(derniere), ""
    if avant in communes and t.unite == "%" and not ind.incertaine:
        ecarts = (abs(haute.valeurs[p] - basse.valeurs[p]) for p in (derniere, avant))
        mouvement = round(next(ecarts) - next(ecarts), 6)
        if abs(mouvement) > ECART_MIN:
            suite = f"{FINE}; l’écart {'se creuse' if mouvement > 0 else 'se réduit'}"
    return f"{tete}{', '.join(dits)}{suite}"
