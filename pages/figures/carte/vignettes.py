"""Small multiples: the same map at several periods, one cut of classes or same circles, one legend for all.

Each map is one standalone SVG in an `<img>`. Shapes are snapped to a coarse grid, the same for both sides of a border:
no gap opens between zones, and a map of 26 zones weighs a few kilobytes.
"""

import json
import math
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.francais import INSEC, capitale
from geo import lieux, zonages
from pages.figures import classes, lecture, theme
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.dessin import EtatZone, Legende, rang_couleur
from pages.figures.carte.vue import Dessin
from pages.figures.tables import Html, pastille

PERIODES_MAX, PERIODES_HABITUELLES = 8, 6
PAS = 3.0  # units of the traces (1000 wide) a step of the grid
LARGEUR = 1000 / PAS
RAYON_MAX = 62 / PAS
CORPS, CORPS_PROJECTION = 17.0, 21.0  # of a class number, in steps: at least 13 px, and 24 px in a meeting room
_JETON = re.compile(r"[MlZ]|-?(?:\d+\.?\d*|\.\d+)")
_SIGNES = {"s": "s", "nd": "–", "so": "/"}


class Vignette(NamedTuple):
    """One small map.

    Attributes:
        periode: code.
        svg: the drawing, with its colours in full.
        texte: what it shows, in words, for who does not see it.
        region: value of the region, as text.
    """

    periode: str
    svg: str
    texte: str
    region: str


def habituelles(periodes: Sequence[str]) -> list[str]:
    """The last periods of the same season as the last one: six years of a survey, six Decembers of a raw series."""
    return [p for p in periodes if p[4:] == periodes[-1][4:]][-PERIODES_HABITUELLES:] if periodes else []


def alleger(chemin: str) -> str:
    """A path of a trace on the coarse grid, in steps; rings that vanish are dropped."""
    anneaux, x, y, points, nombres = [], 0.0, 0.0, [], []
    for jeton in _JETON.findall(chemin):
        if jeton in "Ml":
            continue
        if jeton == "Z":
            anneaux.append(points)
            points, nombres = [], []
            continue
        nombres.append(float(jeton))
        if len(nombres) == 2:
            dx, dy = nombres
            x, y = (x + dx, y + dy) if points else (dx, dy)
            points.append((round(x / PAS), round(y / PAS)))
            nombres = []
    return "".join(_anneau(a) for a in anneaux)


def _anneau(points: Sequence[tuple[int, int]]) -> str:
    gardes = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if len(set(gardes)) < 3:
        return ""
    (x0, y0), suite = gardes[0], []
    for (ax, ay), (bx, by) in pairwise(gardes):
        suite.append(f"{bx - ax} {by - ay}")
    return re.sub(r" -", "-", f"M{x0} {y0}l{' '.join(suite)}Z")


class Formes(NamedTuple):
    """Shapes of a zoning on the grid: code -> (path, x, y, radius); outline of the region; view box."""

    zones: Mapping[str, tuple[str, float, float, float]]
    region: str
    cadre: tuple[float, float, float, float]


@lru_cache(maxsize=16)
def _formes(trace: Path, fond: Path) -> Formes:
    t, f = (json.loads(c.read_text("utf-8")) for c in (trace, fond))
    zones = {z["code"]: (alleger(z["d"]), z["x"] / PAS, z["y"] / PAS, z["r"] / PAS) for z in t["zones"]}
    return Formes(zones, alleger(f["region"]), tuple(v / PAS for v in t["viewBox"]))


def formes(zonage: str) -> Formes:
    """Shapes in force of a zoning."""
    return _formes(zonages.trace(zonage), zonages.fond())


def meme_coupe(t: Tableau, dessin: Dessin, periodes: Sequence[str]) -> Dessin:
    """The same drawing with classes of a rate cut on all the periods drawn, so that they can be compared."""
    if dessin.mode != "classes":
        return dessin
    ind, limites = t.indicateur, vue_carte.coupe(t, *periodes)

    def classer(e: EtatZone) -> EtatZone:
        return e if e.classe is None else e._replace(classe=classes.classe(lecture.imprimee(ind, e.nombre), limites))

    etats = {p: {c: classer(e) for c, e in dessin.etats[p].items()} for p in periodes}
    mots = tuple(classes.textes_limites(limites, ind.unite, vue_carte.decimales(limites)))
    return dessin._replace(etats=etats, legende=dessin.legende._replace(classes=mots, coupes={}))


def preparer(
    t: Tableau,
    dessin: Dessin,
    periodes: Sequence[str],
    retenues: Mapping[str, int],
    nom_theme: str = "clair",
    *,
    projection: bool = False,
) -> list[Vignette]:
    """One small map a period.

    Args:
        t: figures on the drawn zoning.
        dessin: states and legend of the same figures, `meme_coupe`.
        periodes: those drawn, oldest first.
        retenues: code of a zone -> its number among those outlined.
        nom_theme: `"clair"` or `"sombre"`.
        projection: larger numbers, class patterns.
    """
    plan = formes(t.zonage)
    return [
        Vignette(
            p,
            _svg(plan, dessin, dessin.etats[p], retenues, nom_theme, projection),
            _texte(t, dessin, p),
            dessin.legende.region[p][1] if p in dessin.legende.region else "n.d.",
        )
        for p in periodes
    ]


def _texte(t: Tableau, dessin: Dessin, periode: str) -> str:
    etats = dessin.etats[periode].values()
    noms = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    quand = capitale(francais.periode_libelle(periode))
    if dessin.mode == "cercles":
        connus = sum(e.chiffree for e in etats)
        return f"{quand}{INSEC}: {connus} {noms} à valeur connue sur {len(etats)}"
    comptes = [(i, sum(e.classe == i for e in etats)) for i in range(1, len(dessin.legende.classes) + 1)]
    classes = [f"{n} en classe {i}" for i, n in comptes if n]
    sans = sum(e.classe is None for e in etats)
    classes += [f"{sans} sans classe"] if sans else []
    return f"{quand}{INSEC}: {francais.enumeration(classes)}, sur {len(etats)} {noms}"


def _svg(
    plan: Formes,
    dessin: Dessin,
    etats: Mapping[str, EtatZone],
    retenues: Mapping[str, int],
    nom_theme: str,
    projection: bool,
) -> str:
    jetons = theme.tokens(nom_theme)
    x, y, large, haut = plan.cadre
    corps = CORPS_PROJECTION if projection else CORPS
    morceaux = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.0f} {y:.0f} {large:.0f} {haut:.0f}" '
        f'font-family="system-ui,sans-serif" font-weight="700" text-anchor="middle">'
        f"<defs>{theme.motifs_svg('v', nom_theme)}</defs>"
        f'<path d="{plan.region}" fill="{jetons["creux"]}"/>'
    ]
    for code, (d, *_) in plan.zones.items():
        etat = etats.get(code)
        fond, _ = _couleurs(etat, dessin, nom_theme)
        morceaux.append(f'<path d="{d}" fill="{fond}"/>')
        if projection and etat and etat.classe and etat.classe > 1 and dessin.mode == "classes":
            morceaux.append(f'<path d="{d}" fill="url(#vt{rang_couleur(etat.classe, len(dessin.legende.classes))})"/>')
    tout = "".join(d for d, *_ in plan.zones.values())
    # Written once, drawn twice: the cased border that reads on every class.
    morceaux.append(
        f'<defs><path id="b" d="{tout}" fill="none" stroke-linejoin="round"/></defs>'
        f'<use href="#b" stroke="{jetons["limite"]}" stroke-width="1.8"/>'
        f'<use href="#b" stroke="{jetons["cote"]}" stroke-width=".6"/>'
    )
    morceaux.append(_trait(plan.region, jetons["cote"], 1.1))
    if dessin.mode == "cercles":
        morceaux += _cercles(plan, etats, dessin.legende, nom_theme)
    for code in retenues:
        if code in plan.zones:
            d = plan.zones[code][0]
            morceaux.append(_trait(d, jetons["surface"], 5) + _trait(d, jetons["encre"], 2.4))
    if dessin.mode != "cercles":
        morceaux += [
            _classe(etats[code], dessin.legende, zone, corps, _couleurs(etats[code], dessin, nom_theme))
            for code, zone in plan.zones.items()
            if code in etats
        ]
    return "".join([*morceaux, "</svg>"])


def _couleurs(etat: EtatZone | None, dessin: Dessin, nom_theme: str) -> tuple[str, str]:
    """Fill of a zone, colour of what is written on it."""
    jetons = theme.tokens(nom_theme)
    if etat is None or etat.statut == "nd":
        return "url(#vnd)", jetons["encre"]
    if etat.statut == "s":
        return "url(#vsecret)", jetons["encre"]
    if etat.classe is None or dessin.mode == "cercles":
        return jetons["surface"], jetons["encre"]
    rang = rang_couleur(etat.classe, len(dessin.legende.classes)) - 1
    aplats, encres = theme.RAMPES[nom_theme]["ecarts" if dessin.mode == "ecarts" else "maree"]
    return aplats[rang], encres[rang]


def _trait(chemin: str, couleur: str, largeur: float) -> str:
    return f'<path d="{chemin}" fill="none" stroke="{couleur}" stroke-width="{largeur}" stroke-linejoin="round"/>'


def _cercles(plan: Formes, etats: Mapping[str, EtatZone], legende: Legende, nom_theme: str) -> list[str]:
    """Largest first, so that a small circle is never hidden; area in proportion, the same for every map."""
    couleur, encre = theme.RAMPES[nom_theme]["maree"][0][3], theme.tokens(nom_theme)["encre"]
    places = [(e.nombre, plan.zones[c]) for c, e in etats.items() if c in plan.zones and e.nombre and e.nombre > 0]
    return [
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{RAYON_MAX * math.sqrt(n / legende.maximum):.1f}" fill="{couleur}" '
        f'fill-opacity=".75" stroke="{encre}" stroke-width=".6"/>'
        for n, (_, x, y, _) in sorted(places, key=lambda p: -p[0])
    ]


def _classe(
    etat: EtatZone,
    legende: Legende,
    zone: tuple[str, float, float, float],
    corps: float,
    couleurs: tuple[str, str],
) -> str:
    """Number or sign of the class (or sign of the absence) where the zone has room for it."""
    _, x, y, rayon = zone
    signe = str(etat.classe) if etat.classe else _SIGNES.get(etat.statut, "")
    if not signe or rayon < corps * 0.45:
        return ""
    return f'<text x="{x:.0f}" y="{y + corps * 0.36:.0f}" font-size="{corps}" fill="{couleurs[1]}">{signe}</text>'


def images_html(vignettes: Sequence[Vignette], ind_unite: str) -> str:
    """The maps side by side; each has its period and the value of the region under it."""
    unite = f"{INSEC}{ind_unite}" if ind_unite else ""

    def figure(v: Vignette) -> str:
        periode = francais.echapper(capitale(francais.periode_libelle(v.periode)))
        region = f"région{INSEC}: {francais.echapper(v.region + ('' if v.region == 'n.d.' else unite))}"
        return (
            f'<figure aria-label="{periode} {region}"><img alt="{francais.echapper(v.texte)}" '
            f'src="data:image/svg+xml;base64,{b64encode(v.svg.encode()).decode()}">'
            f"<figcaption><strong>{periode}</strong> {region}</figcaption></figure>"
        )

    return f'<div class="obs-vignettes">{"".join(map(figure, vignettes))}</div>'


def legende_html(dessin: Dessin, periodes: Sequence[str], unite: str) -> str:
    """The legend, once for all the maps: classes or the largest circle, then the absences that are drawn."""
    etats = [e for p in periodes for e in dessin.etats[p].values()]
    if dessin.mode == "cercles":
        entrees = [
            f"<li>Aire des cercles proportionnelle au nombre, à la même échelle partout{INSEC}: le plus grand "
            f"vaut {francais.nombre(dessin.legende.maximum)} {francais.echapper(unite)}</li>"
        ]
    else:
        genre = "d" if dessin.mode == "ecarts" else "s"
        total = len(dessin.legende.classes)
        entrees = [
            f'<li><span class="obs-puce" style="background:var(--obs-{genre}{rang_couleur(i, total)})"></span> '
            f"{francais.echapper(f'{i}{INSEC}: {texte}')}</li>"
            for i, texte in enumerate(dessin.legende.classes, 1)
        ]
    mots = {
        "s": ("Q", "s", "secret statistique"),
        "nd": ("O", "–", "non disponible"),
        "so": ("M", "/", "sans objet"),
    }
    presents = {e.statut for e in etats}
    entrees += [
        f"<li>{pastille(None, q)} {signe}{INSEC}: {mot}</li>" for s, (q, signe, mot) in mots.items() if s in presents
    ]
    return f'<ul class="obs-legende-vignettes">{"".join(entrees)}</ul>'


def lecture_vignettes(vignettes: Sequence[Vignette], retenues: Mapping[str, int], t: Tableau) -> str:
    """The last map in words, then which zones are outlined."""
    if not vignettes:
        return ""
    entourees = [zonages.libelle_zone(t.zonage, c) for c in retenues]
    suite = f" Un trait épais entoure {francais.enumeration(entourees)}." if entourees else ""
    if t.indicateur.genre == "compte":
        dite = "L’échelle des cercles est la même à toutes les périodes."
    else:
        dite = "Les limites de classes sont les mêmes à toutes les périodes."
    return f"{vignettes[-1].texte}.{suite} {dite}"


def table(
    t: Tableau, periodes: Sequence[str], retenues: Mapping[str, int]
) -> tuple[list[tuple[str, bool]], list[list[str | Html]], list[int]]:
    """Twin of the maps: a row a zone, a column a period; rows of the zones outlined are highlighted."""
    zones = zonages.zones(t.zonage)
    par_periode = {p: t.periode(p)[["value", "obs_status", "minorant"]].to_dict("index") for p in periodes}
    entetes = [("", False), ("Territoire", False), *((francais.periode_libelle(p), True) for p in periodes)]
    corps, choisies = [], []
    for i, z in enumerate(zones.itertuples()):
        cellules = []
        for p in periodes:
            ligne = par_periode[p][z.code_zone]
            cellules.append(lecture.au_moins(lecture.valeur_courte(ligne, t.indicateur), ligne["minorant"]))
        numero = retenues.get(z.code_zone)
        corps.append([str(numero or ""), z.libelle_zone, *cellules])
        choisies += [i] if numero else []
    return entetes, corps, choisies
