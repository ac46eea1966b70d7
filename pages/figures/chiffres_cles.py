"""Key figures: a number, what it is, how it moved; and the figures written in the convention."""

from __future__ import annotations

import tomllib
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.tableau import Tableau
from pages.figures import lecture

CONVENTION = Path(__file__).parents[2] / "data_loaders" / "parametres" / "chiffres_convention.toml"
SOURCE_CONVENTION = "Convention Région Pays de la Loire – Pôle emploi, 27 août 2013"


class ChiffreCle(NamedTuple):
    """A card: all texts are ready to print, unescaped."""

    titre: str
    valeur: str
    note: str
    courbe: tuple[tuple[str, float], ...] = ()
    demonstration: bool = False
    adresse: str = ""


def chiffre_cle(
    t: Tableau, code_zone: str, periode: str | None = None, titre: str = "", adresse: str = ""
) -> ChiffreCle:
    """The figure of one zone at its last period, its previous known value and its known series."""
    ind = t.indicateur
    lignes = t.lignes[t.lignes["code_zone"] == code_zone].set_index("periode")
    titre = titre or ind.libelle
    if lignes.empty or not t.periodes:
        return ChiffreCle(
            titre, "n.d.", f"Aucune période chargée. Source : {ind.source}.", demonstration=t.demonstration
        )
    derniere = periode or t.periodes[-1]
    ligne = lignes.loc[derniere]
    connues = lignes[~lignes["obs_status"].isin(VIDES)]["value"]
    quand = francais.en_periode(derniere)
    if ligne["obs_status"] in VIDES:
        return ChiffreCle(
            titre,
            lecture.SIGNES[ligne["obs_status"]],
            f"{quand} : {ligne['raison']}. {ind.source}.",
            demonstration=t.demonstration,
            adresse=adresse,
        )
    unite = ind.unite if ind.unite == "%" or "/" in ind.unite else ""
    valeur = francais.avec_unite(ligne["value"], unite, ind.decimales)
    note = f"{'au moins, ' if ligne['minorant'] else ''}{quand}"
    avant = [p for p in connues.index if francais.rang_periode(p) < francais.rang_periode(derniere)]
    if avant:
        precedente = max(avant, key=francais.rang_periode)
        note += f" ; {francais.avec_unite(connues[precedente], unite, ind.decimales)} {francais.en_periode(precedente)}"
    courbe = tuple((p, float(v)) for p, v in sorted(connues.items(), key=lambda c: francais.rang_periode(c[0])))
    return ChiffreCle(titre, valeur, f"{note}. {ind.source}.", courbe, t.demonstration, adresse)


def courbe_svg(courbe: tuple[tuple[str, float], ...], largeur: int = 132, hauteur: int = 34) -> str:
    """A sparkline: first and last years written, last point marked; "" under two points.

    Points further apart than the series' own step are joined by a dotted line, since vintages are missing between.
    """
    if len(courbe) < 2:
        return ""
    xs = [francais.rang_periode(p) for p, _ in courbe]
    ys = [v for _, v in courbe]
    etendue_x, etendue_y = xs[-1] - xs[0], (max(ys) - min(ys)) or 1
    marge = 5
    points = [
        (
            marge + (largeur - 2 * marge) * (x - xs[0]) / etendue_x,
            hauteur - marge - (hauteur - 2 * marge) * (y - min(ys)) / etendue_y,
        )
        for x, y in zip(xs, ys, strict=True)
    ]
    pas = min(b - a for a, b in pairwise(xs))
    traits = []
    for i in range(1, len(points)):
        (x0, y0), (x1, y1) = points[i - 1], points[i]
        tiret = ' stroke-dasharray="2 3"' if xs[i] - xs[i - 1] > 1.5 * pas else ""
        traits.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"{tiret}/>')
    xf, yf = points[-1]
    debut, fin = (escape(francais.periode_libelle(p).split(" ")[-1]) for p in (courbe[0][0], courbe[-1][0]))
    return (
        f'<svg class="obs-courbe" viewBox="0 0 {largeur} {hauteur + 16}" width="{largeur}" height="{hauteur + 16}" '
        f'aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="2">{"".join(traits)}</g>'
        f'<circle cx="{xf:.1f}" cy="{yf:.1f}" r="4" fill="currentColor"/>'
        f'<text x="0" y="{hauteur + 13}">{debut}</text>'
        f'<text x="{largeur}" y="{hauteur + 13}" text-anchor="end">{fin}</text></svg>'
    )


def cartes_html(chiffres: list[ChiffreCle]) -> str:
    """Cards of key figures as one list; texts are escaped."""
    cartes = []
    for c in chiffres:
        badge = '<span class="obs-badge obs-badge--demo">Données de démonstration</span>' if c.demonstration else ""
        titre = escape(c.titre)
        if c.adresse:
            titre = f'<a href="{escape(c.adresse)}" target="_self">{titre}</a>'
        cartes.append(
            f'<li><h3>{titre}</h3>{badge}<p class="obs-chiffre">{escape(c.valeur)}</p>{courbe_svg(c.courbe)}'
            f'<p class="obs-note">{escape(c.note)}</p></li>'
        )
    return f'<ul class="obs-chiffres">{"".join(cartes)}</ul>'


def chiffres_convention() -> list[ChiffreCle]:
    """The figures written in the convention, dated; real, never of demonstration."""
    table = tomllib.loads(CONVENTION.read_text("utf-8"))["chiffre"]
    return [
        ChiffreCle(
            f"{'Plus de ' if c.get('plus_de') else ''}{francais.nombre(c['valeur'])} {c['unite']}",
            f"{'> ' if c.get('plus_de') else ''}{francais.nombre(c['valeur'])}",
            f"{c['unite']} {c['texte']} ({c['date']}).",
        )
        for c in table
    ]
