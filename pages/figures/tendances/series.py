"""Trend of an indicator over its vintages: what is drawn, the same as a table, and the finding.

A missing vintage is a gap, never joined; a break of nomenclature interrupts the line. `dessin` draws.
Every event is named in the table and explained under the chart; nothing says that it caused anything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, echapper as escape
from data_loaders.measures import series
from pages.figures import lecture

PAS_ANNEES = {"annuel": 1.0, "semestriel": 0.5, "trimestriel": 0.25, "mensuel": 1 / 12}
# Two marks nearer than this are one line (a year is 1).
CONFONDUS = 0.05


class Repere(NamedTuple):
    """An event at its place: `x` (and `fin` for what lasts) on an axis in years."""

    x: float
    fin: float | None
    evenement: Evenement


def situer(evenements: Sequence[Evenement], periodes: Sequence[str]) -> tuple[Repere, ...]:
    """Place the events that fall within the periods drawn. On an axis of years alone, a year is drawn at its number and
    stands for its twelve months: the event is moved back half a year, so that what opens a year falls between it and
    the year before."""
    if not periodes:
        return ()
    rythmes = {francais.rythme_periode(p) for p in periodes}
    recul = 0.5 if rythmes == {"annuel"} else 0.0
    rangs = [francais.rang_periode(p) for p in periodes]
    demi = max(PAS_ANNEES[r] for r in rythmes) / 2
    debut, fin = min(rangs) - demi, max(rangs) + demi
    places = [(e.debut - recul, e.terme and e.terme - recul, e) for e in evenements]
    return tuple(Repere(x, terme and min(terme, fin), e) for x, terme, e in places if debut < x < fin)


def par_periode(reperes: Sequence[Repere], periodes: Sequence[str]) -> dict[str, str]:
    """period -> events that fall in it (or before it, since the period drawn before), for the table twin."""
    rangs = sorted((francais.rang_periode(p), p) for p in periodes)
    dits: dict[str, list[str]] = {}
    for r in reperes:
        ici = next((p for x, p in rangs if x + PAS_ANNEES[francais.rythme_periode(p)] / 2 > r.x), rangs[-1][1])
        dits.setdefault(ici, []).append(r.evenement.court)
    return {p: f"{FINE}; ".join(textes) for p, textes in dits.items()}


def liste_html(reperes: Sequence[Repere]) -> str:
    """The events in words, each with its source; "" when there is none."""
    lus = (r.evenement for r in reperes)
    lignes = (f"<li>{escape(e.libelle)}, {escape(e.quand)} <small>({escape(e.source)})</small></li>" for e in lus)
    return f'<ul class="obs-evenements">{"".join(lignes)}</ul>' if reperes else ""


class Serie(NamedTuple):
    """One line: x in years, y null at a gap or at an empty period; `minorants`, periods of which y is a lower bound."""

    libelle: str
    periodes: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    textes: tuple[str, ...]
    provisoires: tuple[bool, ...]
    reference: bool
    rang: int | None = None
    minorants: frozenset[str] = frozenset()

    @property
    def valeurs(self) -> dict[str, float]:
        """Period -> its value, of those that are known, in time order."""
        return {p: v for p, v in zip(self.periodes, self.y, strict=True) if v is not None}

    @property
    def dits(self) -> dict[str, str]:
        """Period -> its figure, or why there is none."""
        return dict(zip(self.periodes, self.textes, strict=True))

    def dire(self, ind: Indicateur, t: Tendance, periode: str, unite: str) -> str:
        """A point in a sentence: « au moins 42 283 projets »."""
        au_moins = "au moins " if periode in self.minorants else ""
        return au_moins + dire(ind, t, self.valeurs[periode], unite, signe=t.mode == "ecart")


class Rupture(NamedTuple):
    """An event of the series: a dashed line and its sentence; it interrupts the lines when it `coupe`."""

    x: float
    texte: str
    coupe: bool = True


class Tendance(NamedTuple):
    """All that is drawn, and nothing else. `base` is the period at which an index is 100, "" when there is none;
    `marques`: the letters after some figures of the table, each with what it says."""

    series: tuple[Serie, ...]
    unite: str
    decimales: int
    mode: str
    ruptures: tuple[Rupture, ...]
    reperes: tuple[Repere, ...] = ()
    base: str = ""
    marques: tuple[tuple[str, str], ...] = ()
    indicateur: Indicateur | None = None


class DemandeSerie(NamedTuple):
    """A zone to draw: its name, its rows (indexed by periode), whether it is the reference; `rang` fixes its colour,
    dash and marker (0 to 5), by default in the order of the zones."""

    libelle: str
    lignes: pd.DataFrame
    reference: bool = False
    rang: int | None = None


def preparer(
    ind: Indicateur,
    demandes: Sequence[DemandeSerie],
    rythme: str,
    *,
    mode: str = "niveau",
    ruptures: Sequence[Rupture] = (),
    evenements: Sequence[Evenement] = (),
) -> Tendance:
    """Series ready to draw.

    Args:
        demandes: zones, the reference (region) among them when there is one.
        rythme: rhythm of the dataset; two points further apart than one step are not joined.
        mode: `niveau`; `indice` (100 at the first period known by every zone); `ecart` (gap with the reference).
        ruptures: breaks that interrupt every line. evenements: drawn where they fall within the periods of the zones.
    """
    rang = francais.rang_periode
    # Breaks that the producer marks on its own points (status B), one a period; then those that are likely.
    marquees = {p for d in demandes for p in d.lignes.index[d.lignes["obs_status"] == "B"]}
    ruptures = [*ruptures, *(Rupture(rang(p), "rupture de série") for p in sorted(marquees))]
    for d in demandes:
        dit = f"{series.PROBABLE}, {d.libelle}"
        ruptures += [Rupture(rang(p), dit, coupe=False) for p in d.lignes.index[series.sautees(d.lignes)]]
    base = _base(ind, demandes) if mode == "indice" else ""
    reference = next((_connues(d.lignes) for d in demandes if d.reference), pd.Series(dtype=float))

    def tirer(valeurs: pd.Series) -> pd.Series:
        """What is drawn of the figures of a zone."""
        if mode == "indice":
            return 100 * valeurs / valeurs.get(base, math.nan)
        return valeurs - reference.reindex(valeurs.index) if mode == "ecart" else valeurs

    gardees = [d for d in demandes if not (mode == "ecart" and d.reference)]
    lignes = tuple(_serie(ind, d, tirer(_connues(d.lignes)), rythme, mode, ruptures) for d in gardees)
    unite = {"indice": "", "ecart": ind.unite_ecart}.get(mode, ind.unite)
    places = situer(evenements, sorted({p for s in lignes for p in s.periodes if p}))
    decimales = 1 if mode == "indice" else _decimales(ind)
    marques: dict[str, str] = {}  # each by its first row
    for ligne in (x for d in gardees for x in d.lignes.to_dict("records")) if mode == "niveau" else ():
        if marque := lecture.indice(ind, ligne):
            marques.setdefault(marque, ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]])
    return Tendance(lignes, unite, decimales, mode, tuple(ruptures), places, base, tuple(marques.items()), ind)


def _decimales(ind: Indicateur) -> int:
    """Those of a sentence: a share of the survey is whole."""
    return 0 if ind.incertaine else ind.decimales


def _base(ind: Indicateur, demandes: Sequence[DemandeSerie]) -> str:
    """First period at which every zone has a positive value, in the season of the last one for a raw series."""
    lues = (d.lignes[~d.lignes["obs_status"].isin(VIDES) & (d.lignes["value"] > 0)] for d in demandes)
    communes = reduce(set.intersection, (set(x.index) for x in lues)) if demandes else set()
    if not communes:
        return ""
    saison = max(communes, key=francais.rang_periode)[4:]
    return min((p for p in communes if ind.corrige or p[4:] == saison), key=francais.rang_periode)


def _connues(lignes: pd.DataFrame) -> pd.Series:
    return lignes["value"].where(~lignes["obs_status"].isin(VIDES))


def _serie(
    ind: Indicateur, d: DemandeSerie, valeurs: pd.Series, rythme: str, mode: str, ruptures: Sequence[Rupture]
) -> Serie:
    points, precedent = [], math.inf
    for periode in sorted(d.lignes.index, key=francais.rang_periode):
        ligne, rang, v = d.lignes.loc[periode], francais.rang_periode(periode), valeurs[periode]
        coupe = any(r.coupe and precedent < r.x <= rang for r in ruptures)
        if coupe or rang - precedent > 1.5 * PAS_ANNEES[rythme]:
            points.append(("", (precedent + rang) / 2, None, "", False))
        valeur = None if pd.isna(v) else float(v)
        provisoire = not ind.incertaine and ligne["obs_status"] in ("P", "E")
        points.append((periode, rang, valeur, _texte(ind, ligne, valeur, mode), provisoire))
        precedent = rang
    # An index of lower bounds is no lower bound: `vue.MINORANTS` says what it is worth.
    bas = frozenset(d.lignes.index[d.lignes["minorant"].astype(bool)]) if mode == "niveau" else frozenset()
    colonnes = zip(*points, strict=True) if points else [()] * 5
    return Serie(d.libelle, *colonnes, d.reference, d.rang, bas)


def _texte(ind: Indicateur, ligne: pd.Series, valeur: float | None, mode: str) -> str:
    if valeur is None:
        return lecture.valeur_longue(ligne, ind) if ligne["obs_status"] in VIDES else "n.d."
    if mode == "indice":
        return francais.nombre(valeur, 1)
    if mode == "ecart":
        return francais.ecart(valeur, ind.unite_ecart, _decimales(ind))
    marque = lecture.indice(ind, ligne)
    return lecture.valeur_longue(ligne, ind) + (f" ({marque})" if marque else "")


def table(t: Tendance) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin: one row a period, the newest first; reasons in the empty cells."""
    periodes = sorted({p for s in t.series for p in s.periodes if p}, key=francais.rang_periode, reverse=True)
    colonnes = [(s.libelle, True, s.dits, "n.d.") for s in t.series]
    if dits := par_periode(t.reperes, periodes):
        colonnes.append(("Événement", False, dits, ""))
    corps = [["", francais.periode_libelle(p), *(x.get(p, vide) for *_, x, vide in colonnes)] for p in periodes]
    return [("", False), ("Période", False), *(c[:2] for c in colonnes)], corps


def dire(ind: Indicateur, t: Tendance, valeur: float, unite: str, *, signe: bool = False) -> str:
    """A point in a sentence, as every screen says it: « 5,1 % », « 60 % »."""
    if ind.incertaine and t.mode == "niveau":
        return lecture.chiffree(ind, valeur)
    return francais.avec_unite(valeur, unite, t.decimales, signe=signe)


def constat(ind: Indicateur, t: Tendance) -> str:
    """The finding of the first zone: from its first to its last known point; silent about causes. Raw months or
    quarters are read at the same time of the year, so that a season is never taken for a change."""
    s = t.series[0]
    connus = list(s.valeurs)
    if len(connus) < 2:
        return f"{s.libelle}{francais.INSEC}: {francais.en_phrase(ind.libelle)}, moins de deux périodes connues"
    p1 = connus[-1]
    p0 = next(p for p in connus if ind.corrige or p[4:] == p1[4:])
    if p0 == p1:
        return f"{s.libelle}{francais.INSEC}: {s.dire(ind, t, p1, t.unite)} {francais.en_periode(p1, flux=ind.flux)}"
    # « 1 000 contrats…, 1 200… »: the unit of a count is said once.
    unites = (t.unite, "" if ind.genre == "compte" and t.mode == "niveau" else t.unite)
    valeurs = (s.dire(ind, t, p, u) for p, u in zip((p0, p1), unites, strict=True))
    dits = (f"{v} {francais.en_periode(p, flux=ind.flux)}" for p, v in zip((p0, p1), valeurs, strict=True))
    texte = f"{s.libelle}{francais.INSEC}: {', '.join(dits)}"
    ici = [r for r in t.ruptures if francais.rang_periode(p0) < r.x <= francais.rang_periode(p1)]
    if any(r.coupe for r in ici):
        return f"{texte} (rupture de série entre les deux)"
    if any(r.texte == f"{series.PROBABLE}, {s.libelle}" for r in ici):
        return f"{texte} ({series.PROBABLE} entre les deux)"
    reference = next((r.valeurs.get(p1) for r in t.series if r.reference), None)
    if reference is None or t.mode != "niveau" or ind.genre == "compte":
        return texte
    return f"{texte}{francais.FINE}; région {dire(ind, t, reference, t.unite)}"
