"""Locating maps: a place on a zoning; a place framed on the zones whose figures are printed beside it.

There, the sign of a level on the map is the sign beside its figure: no other legend.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from data_loaders.francais import enumeration, typographier
from data_loaders.portraits.lieu import Fiche
from geo import sujets, zonages
from pages.figures.carte.plan import Plan, boite, cadrer, englober, lire, points, zone
from pages.figures.svg import el, image, lettres
from pages.figures.theme import rampe

TRAVAIL = "Découpage de travail"
TAILLE = (400, 300)
MARGE, COTE_MIN = 0.12, 60.0  # around the zones; smallest side of the frame, in units of the traces
CORPS = 13.0


def plan_svg(zonage: str, code_zone: str, ici: Mapping[str, Any] | None, theme: str, *, point: bool = False) -> str:
    """The map as a standalone SVG: a zoning, one of its zones or "", the place above, ringed where it is a `point`."""
    p, choisie = Plan.entier(theme), (zone(zonage, code_zone) or {"d": ""})["d"]
    p.sol(eaux=True)
    p.tracer(choisie, fond="eau")
    p.tracer("".join(z["d"] for z in lire(zonages.trace(zonage))["zones"]), "contour", 1.6)
    p.tracer(p.fond["region"], "cote", 2.4)
    p.tracer(choisie, "encre", 4.4, dessous=4.6)
    if ici:
        p.tracer(ici["d"], "surface", 1.6, fond="balise")
        if point:
            p.rond(ici["x"], ici["y"], 22, "balise", 5)
        # A label near the right edge is written to the left of its point.
        x, ancre = (ici["x"] - 32, "end") if ici["x"] > 700 else (ici["x"] + 32, "start")
        p.nommer(ici["libelle"], x, ici["y"], 30, ancre)
    return p.svg()


def plan_html(zonage: str, code_zone: str, ici: Mapping[str, Any] | None, *, point: bool = False) -> str:
    """The map as the page shows it; arguments of `plan_svg`."""
    dessin = image(partial(plan_svg, zonage, code_zone, ici, point=point), plan_dit(zonage, code_zone, ici))
    return f'<div class="obs-plan">{dessin}</div>'


def plan_dit(zonage: str, code_zone: str, ici: Mapping[str, Any] | None) -> str:
    """What the map says, as a sentence."""
    z = zonages.zonage(zonage)
    nom = typographier(ici["libelle"]) if ici else "Ce lieu"
    carte = f"{nom} sur la carte des {z.libelle[:1].lower()}{z.libelle[1:]}"
    return f"{carte}, {zonages.libelle_zone(zonage, code_zone)} en relief." if code_zone else f"{carte}."


def voisins(zonage: str, code: str) -> list[str]:
    """Codes of the zones of the same zoning that touch a zone; [] for what is not drawn."""
    zones = {z["code"]: z["d"] for z in lire(zonages.trace(zonage))["zones"]}
    if code not in zones or len(zones) == 1:
        return []
    ici = points(zones[code])
    return [c for c, d in zones.items() if c != code and ici & points(d)]


def traits(f: Fiche) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The levels of the figures, then the place, in the order they are drawn: sign, name, zone of the trace."""
    signes, dessines = {"projets": "aplat", "chomage": "trait", "inscrits": "tirets"}, []
    parts = [(signe, p) for role, signe in signes.items() for p in f.chiffres[role].parts]
    for signe, p in (*((signe, p) for signe, p in parts if p.zonage != f.sujet.zonage), ("ici", f.sujet)):
        if z := zone(p.zonage, p.code):
            sujet = sujets.de_zone(p.zonage, p.code)
            dessines.append((signe, sujet.nom if signe == "ici" else sujet.titre.partition(" (")[0], z))
    return dessines


def figure_html(f: Fiche) -> str:
    """The map as the page shows it; "" when the place is not drawn."""
    zones = list(dict.fromkeys(nom for signe, nom, _ in traits(f) if signe != "ici"))
    avec = f", avec {enumeration(zones)}" if zones else ""
    dessin = image(partial(svg, f), f"{f.sujet.nom} sur une carte{avec}.")
    return dessin and f'<div class="obs-plan">{dessin}</div>'


def svg(f: Fiche, theme: str) -> str:
    """The map as a standalone SVG; "" when the place is not drawn (the region itself)."""
    dessines = traits(f)
    if f.sujet.zonage == "region" or not dessines:
        return ""
    coins = [coin for *_, z in dessines for b in [boite(z["d"])] for coin in (b[:2], b[2:])]
    p = Plan(theme, cadrer(englober(coins), TAILLE, MARGE, COTE_MIN), TAILLE)
    p.sol()
    if p.cadre[2] < 260:  # a wider frame would be covered by them
        p.tracer(p.contours("commune"), "filet", 0.7)
    p.tracer(p.contours("departement"), "contour", 1.2)
    maree = rampe("maree", theme)
    for signe, _, z in dessines:
        (x0, y0, x1, y1), d = boite(z["d"]), z["d"]
        if signe == "aplat":
            p.tracer(d, fond=maree[1], fill_opacity=0.9)
        elif signe == "trait":
            p.tracer(d, maree[4 if theme == "clair" else 3], 4, dessous=3)
        elif signe == "tirets":
            p.tracer(d, "encre", 2.6, tirets=(7, 5), dessous=3)
        elif max(x1 - x0, y1 - y0) > 60 * p.u:  # outlined: what is under it is left
            p.tracer(d, "balise", 3.4, dessous=3.1)
        else:
            p.tracer(d, "surface", 1.4, fond="balise")
    p.tracer(p.fond["region"], "cote", 1.8)
    signe, nom, z = dessines[-1]
    if signe == "ici":
        _nommer(p, nom, z["x"], z["y"])
    return p.svg()


def _nommer(p: Plan, nom: str, la: float, bas: float) -> None:
    """The place, in a dark tag above its anchor, inside the frame."""
    x, y, large, haut = p.cadre
    corps = CORPS * p.u
    long, h = len(nom) * corps * 0.6 + corps, corps * 1.6  # the mean width of a character, then a margin
    # A phone shows a strip of the frame, its middle third; a wide window, its middle square: the tag stays in both.
    gauche = sorted((x + 0.15 * large, la - long / 2, x + 0.85 * large - long))[1]
    dessus = bas - 2 * h if bas - 2 * h > y + haut / 4 else bas + h
    milieu, centre = gauche + long / 2, dessus + h / 2
    p.tracer(f"M{la:.1f} {bas:.1f}L{milieu:.1f} {centre:.1f}", "encre", 1.2)
    place = {"x": gauche, "y": dessus, "width": long, "height": h, "rx": 3 * p.u}
    mots = lettres(nom, milieu, centre + corps * 0.35, corps, p.t["surface"], "middle", font_weight=700)
    p.couches += [el("rect", **place, fill=p.t["encre"]), mots]
