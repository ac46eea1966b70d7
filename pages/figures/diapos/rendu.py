"""A slide as HTML: head, figure, foot. One case a kind; colours and sizes are those of `styles/diapos.css`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from data_loaders.francais import FINE, INSEC, echapper as e
from geo import zonages
from pages.figures import icones, theme
from pages.figures.diapos import (
    MARQUES,
    Avancement,
    Barres,
    Carte,
    Chiffre,
    Colonnes,
    Comparaison,
    Courbe,
    Decision,
    Definition,
    Diapositive,
    Engagement,
    Fiche,
    Liste,
    Paires,
    Pentes,
    Points,
    Quadrant,
    Reperes,
    Tuiles,
    Zone,
    trace,
)
from pages.figures.tables import Table
from pages.figures.territoires import plan

LETTRE: Final = 52  # size of the names of a map, in its units


def titre(d: Diapositive) -> str:
    """The finding, its place underlined."""
    avant, lieu, apres = d.titre.partition(d.lieu) if d.lieu and d.lieu in d.titre else (d.titre, "", "")
    return f"{e(avant)}<u>{e(lieu)}</u>{e(apres)}" if lieu else e(d.titre)


def pied(d: Diapositive) -> str:
    """Source, and the one mark of certainty; an old figure bears its age in place of it."""
    signe, mots = MARQUES[d.marque]
    marque = (
        f'<span class="obs-ancien">{e(d.ancien)}</span>'
        if d.ancien
        else f'<span aria-hidden="true">{signe}</span> {e(mots)}'
    )
    travail = '<span class="travail"><span aria-hidden="true">▭</span> Découpage de travail</span>' if d.travail else ""
    return f'<p class="so">Source{INSEC}: {e(d.source)}</p>{travail}<p class="ct">{marque}</p>'


def corps(d: Diapositive) -> str:
    """The figure of a slide."""
    c = d.corps
    match c:
        case Chiffre():
            bande = trace.formes(lambda w, h: trace.bande(c.bande, w, h), d.titre, 0.5) if c.bande else ""
            return f'<div class="d-hero">{_heros(c.valeur, c.unite)}{_comparer(c.comparaisons)}</div>{bande}'
        case Reperes():
            cases = "".join(
                f"<li><b>{e(r.valeur)}{_unite(r.unite)}</b><strong>{e(r.mots)}</strong><span>{e(r.territoire)}</span>"
                f"<span>{e(r.date)}</span></li>"
                for r in c.reperes
            )
            return f'<ul class="d-reperes">{cases}</ul>'
        case Carte():
            return _carte(c, d.titre)
        case Courbe():
            return trace.formes(lambda w, h: trace.courbe(c, w, h), d.titre)
        case Colonnes():
            return trace.formes(lambda w, h: trace.colonnes(c, w, h), d.titre)
        case Barres():
            return _barres(c)
        case Points():
            return trace.formes(lambda w, h: trace.points(c, w, h), d.titre)
        case Pentes():
            return trace.formes(lambda w, h: trace.pentes(c, w, h), d.titre)
        case Quadrant():
            return trace.formes(lambda w, h: trace.quadrant(c, w, h), d.titre)
        case Tuiles():
            return _tuiles(c)
        case Engagement():
            faits = "".join(
                f'<div class="{"manque" if manque else ""}"><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>'
                for quoi, dit, manque in c.faits
            )
            return f'<p class="d-texte">{e(c.texte)}</p><dl class="d-faits">{faits}</dl>'
        case Avancement():
            return _avancement(c)
        case Fiche():
            faits = "".join(f"<div><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>" for quoi, dit in c.faits)
            nombre = f'<p class="d-nombre"><b>{e(c.nombre)}</b>{e(c.mots)}</p>' if c.nombre else ""
            return f'<div class="d-fiche">{nombre}<dl>{faits}</dl></div>'
        case Paires():
            return _paires(c)
        case Liste():
            lignes = "".join(f"<li><strong>{e(nom)}</strong><span>{e(dit)}</span></li>" for nom, dit in c.lignes)
            return f'<ul class="d-liste">{lignes}</ul>{_reste(c.reste)}'
        case Decision():
            choix = "".join(
                f"<li><b>{i}</b><strong>{e(nom)}</strong><span>{e(dit)}</span><i></i></li>"
                for i, (nom, dit) in enumerate(c.options, 1)
            )
            return f'<ol class="d-choix">{choix}</ol><p class="e2">{e(c.demande)} <kbd>F2</kbd></p>'
        case Definition():
            nombres = "".join(f"<li><b>{e(n)}</b>{e(mots)}</li>" for n, mots in c.nombres)
            return f'<p class="d-texte">{e(c.texte)}</p><ul class="d-nombres">{nombres}</ul>'


def _unite(unite: str) -> str:
    return f"<small>{FINE}{e(unite)}</small>" if unite else ""


def _heros(valeur: str, unite: str) -> str:
    return f'<p class="d-num">{e(valeur)}{_unite(unite)}</p>'


def _comparer(comparaisons: Iterable[Comparaison]) -> str:
    lignes = "".join(f"<li><b>{e(c.valeur)}</b> {e(c.mots)}</li>" for c in comparaisons)
    return f'<ul class="d-compare">{lignes}</ul>'


def _reste(mots: str) -> str:
    return f'<p class="d-reste e2">{e(mots)} <kbd>D</kbd></p>' if mots else ""


def _fond(c: Carte) -> str:
    fond = plan.lire(zonages.fond())
    largeur = fond["viewBox"][2]
    classes = {z.code: z for z in c.zones}
    formes = {z["code"]: z for z in plan.lire(zonages.trace(c.zonage))["zones"]}
    aplats = "".join(
        f'<path class="z{classes[k].classe if k in classes else 0}" d="{z["d"]}"/>' for k, z in formes.items()
    )
    choisie = formes[c.choisie]["d"] if c.choisie in formes else ""
    mots = _nommer(sorted((z for z in c.zones if z.dit), key=lambda z: z.code != c.choisie), formes, largeur)
    return (
        f'<path class="terre" d="{fond["region"]}"/>{aplats}<path class="cote" d="{fond["region"]}"/>'
        f'<path class="choisie" d="{choisie}"/>{mots}'
    )


def _carte(c: Carte, alt: str) -> str:
    x0, y0, largeur, hauteur = plan.lire(zonages.fond())["viewBox"]
    cadre = f'viewBox="{x0} {y0} {largeur} {hauteur}" role="img" aria-label="{e(alt)}"'
    dessin = f'<svg class="d-carte" {cadre}>{_fond(c)}</svg>'
    legende = "".join(f'<li><i class="z{n}"></i>{e(dit)}</li>' for n, dit in c.legende)
    heros = f'<div class="d-hero">{_heros(c.valeur, c.unite)}{_comparer(c.comparaisons)}</div>'
    cote = f'{heros}<ul class="d-legende">{legende}</ul>'
    return f'<div class="d-cote">{cote}</div>{dessin}'


def _nommer(zones: Sequence[Zone], formes: Mapping[str, Any], largeur: float) -> str:
    """Names and values on a map, the place first; one that would cover another is left to the legend."""
    prises: list[tuple[float, float, float, float]] = []
    dessin = ""
    for rang, z in enumerate(zones):
        nom, _, valeur = z.dit.rpartition(" : ")
        x, y = formes[z.code]["x"], formes[z.code]["y"]
        long = trace.large(nom, LETTRE)
        ancre = "end" if x + long / 2 > largeur else "start" if x < long / 2 else "middle"
        gauche = {"end": x - long, "start": x, "middle": x - long / 2}[ancre]
        boite = (gauche, y - LETTRE, gauche + long, y + LETTRE * 1.3)
        if any(boite[0] < p[2] and boite[2] > p[0] and boite[1] < p[3] and boite[3] > p[1] for p in prises):
            continue
        prises.append(boite)
        dessin += (
            f'<text class="{"" if rang else "ici"}" text-anchor="{ancre}" x="{x:.0f}" y="{y:.0f}">'
            f'<tspan>{e(nom)}</tspan><tspan x="{x:.0f}" dy="{LETTRE}">{e(valeur)}</tspan></text>'
        )
    return dessin


def _barres(c: Barres) -> str:
    plus = max([b.valeur for b in c.barres] + [b.repere or 0 for b in c.barres]) or 1
    lignes = ""
    for b in c.barres:
        repere = f'<i style="left:{100 * b.repere / plus:.1f}%"></i>' if b.repere is not None else ""
        lignes += (
            f'<li class="{"sujet" if b.sujet else ""}"><strong>{e(b.nom)}</strong><span class="rail">'
            f'<span style="width:{100 * b.valeur / plus:.1f}%"></span>{repere}</span><b>{e(b.dit)}</b></li>'
        )
    repere = f'<p class="d-trait e2">{e(c.repere)}</p>' if c.repere else ""
    return f'{repere}<ul class="d-barres">{lignes}</ul>{_reste(c.reste)}'


def _tuiles(c: Tuiles) -> str:
    cases = "".join(
        f'<li><p class="obs-temps--{t.classe}">{icones.image(t.icone) if t.icone else ""}<b>{e(t.mot)}</b></p>'
        f"<div><strong>{e(t.nom)}</strong><em>{e(t.part)}{_unite('%')}</em><span>{e(t.projets)}</span></div></li>"
        for t in c.tuiles
    )
    return f'<ul class="d-tuiles">{cases}</ul>'


def _avancement(c: Avancement) -> str:
    colonnes = ""
    for nom, faits, dus, lignes in c.colonnes:
        rangs = "".join(
            f'<li>{e(quoi)}<span role="img" aria-label="{n} sur {sur}">{"<i class=fait></i>" * n}'
            f"{'<i></i>' * (sur - n)}</span></li>"
            for quoi, n, sur in lignes
        )
        colonnes += f"<section><h2>{e(nom)}<b>{faits} sur {dus}</b></h2><ul>{rangs}</ul></section>"
    legende = f'<p class="e2"><i></i> {e(c.legende[0])} <i class="fait"></i> {e(c.legende[1])}</p>'
    return f'<div class="d-avance">{colonnes}</div><div class="d-avance-mots">{legende}</div>'


def _paires(c: Paires) -> str:
    tous = [v for p in c.paires for v in (p.a, p.b)]
    bas, haut = min(tous), max(tous)
    place = lambda v: 10 + 78 * (v - bas) / ((haut - bas) or 1)  # noqa: E731 — a scale of this figure alone
    lignes = ""
    for p in c.paires:
        gauche, droite = min(p.a, p.b), max(p.a, p.b)
        points = "".join(
            f'<b class="{genre} {"avant" if v == gauche else ""}" style="left:{place(v):.1f}%">{e(dit)}</b>'
            for genre, v, dit in (("a", p.a, p.dits[0]), ("b", p.b, p.dits[1]))
        )
        lignes += (
            f'<li class="{"sujet" if p.exception else ""}"><span>{e(p.niveau)}</span><strong>{e(p.nom)}</strong>'
            f'<span class="rail">'
            f'<i style="left:{place(gauche):.1f}%;width:{place(droite) - place(gauche):.1f}%"></i>{points}</span></li>'
        )
    tete = f'<p class="d-routes"><b class="a">{e(c.routes[0])}</b><b class="b">{e(c.routes[1])}</b></p>'
    return f'{tete}<ul class="d-paires">{lignes}</ul>{_reste(c.reste)}'


def dessin(d: Diapositive) -> str:
    """The chart or the map of a slide as a standalone SVG, for a document; "" where the figure is words or rows."""
    c, (w, h) = d.corps, trace.FORMES["v169"]
    match c:
        case Chiffre() if c.bande:
            return _seul(trace.bande(c.bande, w, h / 2), w, h / 2)
        case Courbe():
            return _seul(trace.courbe(c, w, h), w, h)
        case Colonnes():
            return _seul(trace.colonnes(c, w, h), w, h)
        case Points():
            return _seul(trace.points(c, w, h), w, h)
        case Pentes():
            return _seul(trace.pentes(c, w, h), w, h)
        case Quadrant():
            return _seul(trace.quadrant(c, w, h), w, h)
        case Carte():
            marge = 60
            return _seul(_fond(c), *(x + marge for x in plan.lire(zonages.fond())["viewBox"][2:]))
    return ""


def _seul(formes: str, w: float, h: float) -> str:
    t, serie, ecarts = theme.tokens("clair"), theme.rampe("series", "clair")[0], theme.rampe("ecarts", "clair")
    regles = {
        "path,circle,rect": "fill:none",
        "text": f"font-size:24px;fill:{t['encre']}",
        ".fort": "font-weight:700",
        ".e2": f"fill:{t['encre2']}",
        ".axe,.terre,.z0": f"stroke:{t['contour']};stroke-width:1.5",
        ".grille,.rappel": f"stroke:{t['filet']};stroke-width:1.5",
        ".seuil": f"stroke:{t['encre']};stroke-width:2.5;stroke-dasharray:3 6",
        ".reference": f"stroke:{t['encre2']};stroke-width:3;stroke-dasharray:3 6",
        ".fine": f"stroke:{t['contour']};stroke-width:1.5;opacity:.6",
        ".ligne": f"stroke:{serie};stroke-width:5",
        ".cerne": f"fill:{t['surface']};stroke:{serie};stroke-width:4",
        ".teinte": f"fill:{t['action-t']}",
        "circle.sujet,rect.sujet": f"fill:{serie}",
        "circle.barre,rect.barre": f"fill:{serie};fill-opacity:.5",
        "circle.autre": f"fill:{t['contour']};fill-opacity:.55",
        ".z1": f"fill:{ecarts[1]};stroke:{t['surface']}",
        ".z2": f"fill:{t['creux']};stroke:{t['surface']}",
        ".z3": f"fill:{ecarts[4]};stroke:{t['surface']}",
        ".cote": f"stroke:{t['encre']};stroke-width:2",
        ".choisie": f"stroke:{t['balise']};stroke-width:6",
        "tspan": "font-size:34px",
    }
    style = "".join(f"{cle}{{{dit}}}" for cle, dit in regles.items())
    police = theme.POLICE_TEXTE.replace('"', "'")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}" '
        f'font-family="{police}"><style>{style}</style>{formes}</svg>'
    )


def rangs(d: Diapositive) -> Table | None:
    """What a slide of words or rows shows, in rows, for a document; None where it is a drawing."""
    c = d.corps
    match c:
        case Reperes():
            lignes = [(r.mots, f"{r.valeur} {r.unite}".strip(), r.territoire, r.date) for r in c.reperes]
        case Barres():
            lignes = [(b.nom, b.dit) for b in c.barres]
        case Tuiles():
            lignes = [(t.nom, f"{t.part}{FINE}%", t.mot, t.projets) for t in c.tuiles]
        case Engagement():
            lignes = [("Texte", c.texte), *((quoi, dit) for quoi, dit, _ in c.faits)]
        case Avancement():
            lignes = [(f"{nom}, {quoi}", f"{n} sur {sur}") for nom, _, _, rs in c.colonnes for quoi, n, sur in rs]
        case Fiche():
            lignes = list(c.faits)
        case Paires():
            lignes = [(p.nom, p.niveau, *p.dits) for p in c.paires]
        case Liste():
            lignes = list(c.lignes)
        case Decision():
            lignes = list(c.options)
        case Definition():
            lignes = [("", c.texte)]
        case _:
            return None
    return Table([("", False)] * (len(lignes[0]) + 1), [("", *ligne) for ligne in lignes])


def html(d: Diapositive) -> str:
    """The whole slide, of the class `diapositive`."""
    genre = type(d.corps).__name__.lower()
    return (
        f'<section class="diapositive d--{genre}"><h1 tabindex="-1">{titre(d)}</h1>'
        f'<p class="d-mesure">{e(d.mesure)}</p><div class="d-figure">{corps(d)}</div>'
        f'<footer class="d-pied">{pied(d)}</footer></section>'
    )
