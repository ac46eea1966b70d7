"""Meetings of the comité de pilotage around the day of observation, as a line of dates."""

from datetime import date

from data_loaders import francais
from data_loaders.convention.cadre import PILOTAGE, Cadre
from data_loaders.francais import echapper as escape
from pages.figures import theme
from pages.figures.donnees.catalogue import jour_libelle

LARGEUR, HAUTEUR, MARGE = 440, 78, 30
DEMI_PERIODE = 184  # days shown on each side of the day of observation
ECART_MIN = 54  # px between two dates written
MOIS_COURTS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def reunions(c: Cadre, jour: date) -> list[date]:
    """Meetings within six months of a day, oldest first."""
    dates = next(i.dates for i in c.instances if i.code == PILOTAGE)
    return [d for d in dates if abs((d - jour).days) <= DEMI_PERIODE]


def phrase(c: Cadre, jour: date) -> str:
    """The line of dates in words: what is drawn, no more."""
    dates = reunions(c, jour)
    if not dates:
        return ""
    tenues, a_venir = [d for d in dates if d < jour], [d for d in dates if d >= jour]
    parties = [
        f"{mot} : {francais.enumeration([jour_libelle(d) for d in groupe])}"
        for mot, groupe in (("passées", tenues), ("à venir", a_venir))
        if groupe
    ]
    return f"Réunions du comité de pilotage autour du {jour_libelle(jour)}, {', '.join(parties)}"


def svg(c: Cadre, jour: date, nom_theme: str) -> str:
    """The drawing; "" when no meeting is set within six months.

    A meeting past is a full dot, the next one a larger dot in the colour of attention with its date above, a later one
    a ring; the day of observation is a tick.
    """
    dates = reunions(c, jour)
    if not dates:
        return ""
    t = theme.tokens(nom_theme)
    suivante = c.prochain_comite(jour)
    points, dernier = [], -ECART_MIN
    for d in dates:
        x = LARGEUR / 2 + (LARGEUR / 2 - MARGE) * (d - jour).days / DEMI_PERIODE
        if d == suivante:
            points.append(f'<circle cx="{x:.0f}" cy="40" r="9" fill="{t["balise"]}"/>')
            points.append(_texte(x, 20, _court(d), t["encre"], gras=True))
            continue
        plein = d < jour
        fond = t["encre"] if plein else t["surface"]
        points.append(f'<circle cx="{x:.0f}" cy="40" r="6" fill="{fond}" stroke="{t["encre"]}" stroke-width="2"/>')
        if x - dernier >= ECART_MIN:
            points.append(_texte(x, 68, _court(d), t["encre2"]))
            dernier = x
    milieu = LARGEUR / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LARGEUR} {HAUTEUR}" width="{LARGEUR}" '
        f'height="{HAUTEUR}" font-family="system-ui,sans-serif" font-size="13">'
        f'<path d="M{MARGE} 40H{LARGEUR - MARGE}" stroke="{t["contour"]}" stroke-width="2"/>'
        f'<path d="M{milieu:.0f} 28V52" stroke="{t["encre"]}" stroke-width="2"/>{"".join(points)}</svg>'
    )


def jour_court(d: date) -> str:
    """« 30 sept. 2015 »."""
    return f"{_court(d)} {d.year}"


def _court(d: date) -> str:
    return f"{francais.quantieme(d.day)} {MOIS_COURTS[d.month - 1]}"


def _texte(x: float, y: int, mots: str, couleur: str, gras: bool = False) -> str:
    graisse = ' font-weight="700"' if gras else ""
    return f'<text x="{x:.0f}" y="{y}" text-anchor="middle" fill="{couleur}"{graisse}>{escape(mots)}</text>'
