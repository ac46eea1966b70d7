"""Small multiples: the same map at several periods, one cut of classes or same circles, one legend for all.

Each map is one standalone SVG in an `<img>`. Shapes are snapped to a coarse grid, the same for both sides of a border:
no gap opens between zones, and a map of 26 zones weighs a few kilobytes.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.francais import INSEC, capitale
from geo import lieux, zonages
from pages.figures import classes, lecture
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.dessin import ABSENCES, Aspect, Dessin, EtatZone, peindre, rang_couleur
from pages.figures.carte.plan import Plan, anneaux, lire
from pages.figures.svg import image
from pages.figures.tables import Table, en_tetes, pastille
from pages.figures.theme import RAMPES

PERIODES_MAX, PERIODES_HABITUELLES = 8, 6
PAS = 3.0  # units of the traces (1000 wide) a step of the grid
LARGEUR = 500  # px of a map, as it is drawn
CORPS, CORPS_PROJECTION = 25.0, 31.0  # of a class number: at least 13 px shown, and 24 px in a meeting room
_SIGNES = {"s": "s", "nd": "–", "so": "/"}


class Vignette(NamedTuple):
    """One small map: theme -> its drawing, with its colours in full; what it shows, in words, for who does not see it;
    the value of the region, as text."""

    periode: str
    svg: Mapping[str, str]
    texte: str
    region: str


def habituelles(periodes: Sequence[str]) -> list[str]:
    """The last periods of the same season as the last one: six years of a survey, six Decembers of a raw series."""
    return [p for p in periodes if p[4:] == periodes[-1][4:]][-PERIODES_HABITUELLES:] if periodes else []


def alleger(chemin: str) -> str:
    """A path of a trace on the coarse grid, in steps; rings that vanish are dropped."""
    allege = ""
    for anneau in anneaux(chemin):
        points = [(round(x / PAS), round(y / PAS)) for x, y in anneau]
        gardes = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(set(gardes)) >= 3:
            suite = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(gardes))
            allege += re.sub(r" -", "-", f"M{gardes[0][0]} {gardes[0][1]}l{suite}Z")
    return allege


@lru_cache(maxsize=16)
def leger(fichier: Path) -> Mapping[str, Any]:
    """A trace, or the ground without sea nor neighbours, on the grid."""
    lu = lire(fichier)
    zones = [z | {"d": alleger(z["d"])} | {c: z[c] / PAS for c in "xyr"} for z in lu.get("zones", ())]
    return {"zones": zones, "region": alleger(lu.get("region", "")), "viewBox": [v / PAS for v in lu["viewBox"]]}


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
    t: Tableau, dessin: Dessin, periodes: Sequence[str], choisie: str | None, *, projection: bool = False
) -> list[Vignette]:
    """One small map a period, oldest first: `dessin`, from `meme_coupe`, is of the figures `t`, on the drawn zoning;
    `choisie`: code of the zone outlined, or None; `projection`: larger numbers, class patterns."""
    corps, legende = CORPS_PROJECTION if projection else CORPS, dessin.legende
    noms = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    vignettes = []
    for p in periodes:
        aspects = {theme: Aspect(dessin.etats[p], legende, dessin.mode, theme, projection) for theme in RAMPES}
        dessins = {theme: _svg(a, t.zonage, choisie, corps) for theme, a in aspects.items()}
        etats, quand = dessin.etats[p].values(), capitale(francais.periode_libelle(p))
        texte = f"{quand}{INSEC}: {sum(e.chiffree for e in etats)} {noms} à valeur connue sur {len(etats)}"
        if dessin.mode != "cercles":
            comptes = Counter(e.classe for e in etats)
            dits = [f"{comptes[i]} en classe {i}" for i in range(1, len(legende.classes) + 1) if comptes[i]]
            dits += [f"{comptes[None]} sans classe"] if comptes[None] else []
            texte = f"{quand}{INSEC}: {francais.enumeration(dits)}, sur {len(etats)} {noms}"
        region = legende.region[p][1] if p in legende.region else "n.d."
        vignettes.append(Vignette(p, dessins, texte, region))
    return vignettes


def _svg(a: Aspect, zonage: str, choisie: str | None, corps: float) -> str:
    trace, fond = leger(zonages.trace(zonage)), leger(zonages.fond())
    p = Plan.entier(a.theme, LARGEUR, fond)
    p.tracer(fond["region"], fond="creux")
    peindre(p, trace, a, titres=False)
    for zone in (z for z in trace["zones"] if z["code"] == choisie):
        p.tracer(zone["d"], "encre", 3.4, dessous=4.6)
    for zone in trace["zones"] if a.mode != "cercles" else ():
        etat = a.etat(zone)
        signe = str(etat.classe or _SIGNES.get(etat.statut, ""))
        # Number or sign of the class (or sign of the absence) where the zone has room for it.
        if signe and zone["r"] >= corps * p.u * 0.45:
            p.nommer(signe, zone["x"], zone["y"], corps, encre=a.couleurs(etat)[2])
    return p.svg()


def images_html(vignettes: Sequence[Vignette], ind_unite: str) -> str:
    """The maps side by side; each has its period and the value of the region under it."""
    unite = f"{INSEC}{ind_unite}" if ind_unite else ""

    def figure(v: Vignette) -> str:
        periode = francais.echapper(capitale(francais.periode_libelle(v.periode)))
        region = f"région{INSEC}: {francais.echapper(v.region + ('' if v.region == 'n.d.' else unite))}"
        return (
            f'<figure aria-label="{periode} {region}">{image(v.svg.__getitem__, v.texte)}'
            f"<figcaption><strong>{periode}</strong> {region}</figcaption></figure>"
        )

    return f'<div class="obs-vignettes">{"".join(map(figure, vignettes))}</div>'


def legende_html(dessin: Dessin, periodes: Sequence[str], unite: str) -> str:
    """The legend, once for all the maps: classes or the largest circle, then the absences that are drawn."""
    etats = [e for p in periodes for e in dessin.etats[p].values()]
    entrees, genre, lues = [], "d" if dessin.mode == "ecarts" else "s", dessin.legende
    if dessin.mode == "cercles":
        dit = f"Aire des cercles proportionnelle au nombre, à la même échelle partout{INSEC}: le plus grand vaut"
        entrees.append(f"{dit} {francais.nombre(lues.maximum)} {francais.echapper(unite)}")
    for i, texte in enumerate(lues.classes, 1):  # circles have none
        fond = f"background:var(--obs-{genre}{rang_couleur(i, len(lues.classes))})"
        entrees.append(f'<span class="obs-puce" style="{fond}"></span> {francais.echapper(f"{i}{INSEC}: {texte}")}')
    presents = {e.statut for e in etats}
    absences = ((q, s) for q, s in (("Q", "s"), ("O", "nd"), ("M", "so")) if s in presents)
    entrees += [f"{pastille(None, q)} {_SIGNES[s]}{INSEC}: {ABSENCES[s]}" for q, s in absences]
    return f'<ul class="obs-legende-vignettes">{"".join(f"<li>{x}</li>" for x in entrees)}</ul>'


def lecture_vignettes(vignettes: Sequence[Vignette], choisie: str | None, t: Tableau) -> str:
    """The last map in words, then which zone is outlined."""
    if not vignettes:
        return ""
    suite = f" Un trait épais entoure {zonages.libelle_zone(t.zonage, choisie)}." if choisie else ""
    compte = t.indicateur.genre == "compte"
    memes = "L’échelle des cercles est la même" if compte else "Les limites de classes sont les mêmes"
    return f"{vignettes[-1].texte}.{suite} {memes} à toutes les périodes."


def table(t: Tableau, periodes: Sequence[str], choisie: str | None) -> Table:
    """Twin of the maps: a row a zone, a column a period; the row of the zone outlined is highlighted."""
    par_periode, noms = {p: t.periode(p).to_dict("index") for p in periodes}, zonages.noms(t.zonage)
    corps = []
    for code, nom in noms.items():
        lues = (par_periode[p][code] for p in periodes)
        cellules = [lecture.au_moins(lecture.valeur_courte(x, t.indicateur), x["minorant"]) for x in lues]
        corps.append(["1" if code == choisie else "", nom, *cellules])
    entetes = en_tetes("", "Territoire", *(f"{francais.periode_libelle(p)} #" for p in periodes))
    return Table(entetes, corps, [i for i, code in enumerate(noms) if code == choisie])
