"""A slide as HTML: head, figure, foot. One case a kind; colours and sizes are those of `styles/diapos.css`."""

from collections.abc import Iterable
from typing import Final

from data_loaders.francais import FINE, INSEC, echapper as e
from geo import zonages
from pages.figures import diapos, icones, svg, theme
from pages.figures.carte import plan
from pages.figures.diapos import Diapositive, trace
from pages.figures.svg import Boite
from pages.figures.tables import Table

LETTRE: Final = 52  # size of the names of a map, in its units


def titre(d: Diapositive) -> str:
    """The finding, its place underlined."""
    avant, lieu, apres = d.titre.partition(d.lieu) if d.lieu and d.lieu in d.titre else (d.titre, "", "")
    return f"{e(avant)}<u>{e(lieu)}</u>{e(apres)}" if lieu else e(d.titre)


def pied(d: Diapositive) -> str:
    """Source, and the one mark of certainty; an old figure bears its age in place of it."""
    signe, mots = diapos.MARQUES[d.marque]
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
        case diapos.Chiffre():
            bande = trace.formes(c.bande, d.titre, 0.5) if c.bande else ""
            return f'<div class="d-hero">{_heros(c.valeur, c.unite)}{_comparer(c.comparaisons)}</div>{bande}'
        case diapos.Courbe() | diapos.Colonnes() | diapos.Points() | diapos.Pentes() | diapos.Quadrant():
            return trace.formes(c, d.titre)
        case diapos.Reperes():
            cases = "".join(
                f"<li><b>{e(r.valeur)}{_unite(r.unite)}</b><strong>{e(r.mots)}</strong><span>{e(r.territoire)}</span>"
                f"<span>{e(r.date)}</span></li>"
                for r in c.reperes
            )
            return f'<ul class="d-reperes">{cases}</ul>'
        case diapos.Carte():
            return _carte(c, d.titre)
        case diapos.Barres():
            return _barres(c)
        case diapos.Tuiles():
            return _tuiles(c)
        case diapos.Engagement():
            faits = "".join(
                f'<div class="{"manque" if manque else ""}"><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>'
                for quoi, dit, manque in c.faits
            )
            return f'<p class="d-texte">{e(c.texte)}</p><dl class="d-faits">{faits}</dl>'
        case diapos.Avancement():
            return _avancement(c)
        case diapos.Fiche():
            faits = "".join(f"<div><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>" for quoi, dit in c.faits)
            nombre = f'<p class="d-nombre"><b>{e(c.nombre)}</b>{e(c.mots)}</p>' if c.nombre else ""
            return f'<div class="d-fiche">{nombre}<dl>{faits}</dl></div>'
        case diapos.Paires():
            return _paires(c)
        case diapos.Liste():
            lignes = "".join(f"<li><strong>{e(nom)}</strong><span>{e(dit)}</span></li>" for nom, dit in c.lignes)
            return f'<ul class="d-liste">{lignes}</ul>{_reste(c.reste)}'
        case diapos.Decision():
            choix = "".join(
                f"<li><b>{i}</b><strong>{e(nom)}</strong><span>{e(dit)}</span><i></i></li>"
                for i, (nom, dit) in enumerate(c.options, 1)
            )
            return f'<ol class="d-choix">{choix}</ol><p class="e2">{e(c.demande)} <kbd>F2</kbd></p>'
        case diapos.Definition():
            nombres = "".join(f"<li><b>{e(n)}</b>{e(mots)}</li>" for n, mots in c.nombres)
            return f'<p class="d-texte">{e(c.texte)}</p><ul class="d-nombres">{nombres}</ul>'


def _unite(unite: str) -> str:
    return f"<small>{FINE}{e(unite)}</small>" if unite else ""


def _heros(valeur: str, unite: str) -> str:
    return f'<p class="d-num">{e(valeur)}{_unite(unite)}</p>'


def _comparer(comparaisons: Iterable[diapos.Comparaison]) -> str:
    lignes = "".join(f"<li><b>{e(c.valeur)}</b> {e(c.mots)}</li>" for c in comparaisons)
    return f'<ul class="d-compare">{lignes}</ul>'


def _reste(mots: str) -> str:
    return f'<p class="d-reste e2">{e(mots)} <kbd>D</kbd></p>' if mots else ""


def _plan(c: diapos.Carte, theme_: str) -> plan.Plan:
    p = plan.Plan.entier(theme_)
    p.tracer(p.fond["region"], "contour", fond="surface")
    ecarts = theme.rampe("ecarts", theme_)
    teintes = {0: "surface", 1: ecarts[1], 2: "creux", 3: ecarts[4]}
    classes = {z.code: z.classe for z in c.zones}
    formes = {z["code"]: z for z in plan.lire(zonages.trace(c.zonage))["zones"]}
    for code, z in formes.items():
        classe = classes.get(code, 0)
        p.tracer(z["d"], "surface" if classe else "contour", 2 if classe else 1, fond=teintes[classe])
    p.tracer(p.fond["region"], "encre", 2)
    if c.choisie in formes:
        p.tracer(formes[c.choisie]["d"], "balise", 6)
    # Names and values, the place first; one that would cover another is left to the legend.
    prises: list[Boite] = []
    for z in sorted((z for z in c.zones if z.dit), key=lambda z: z.code != c.choisie):
        nom, _, valeur = z.dit.rpartition(" : ")
        x, y, demi = formes[z.code]["x"], formes[z.code]["y"], trace.large(nom, LETTRE) / 2
        x = min(max(x, demi), p.taille[0] - demi)
        if svg.placer([(x - demi, y - LETTRE, x + demi, y + 1.3 * LETTRE)], prises) is not None:
            p.nommer(nom, x, y - 0.35 * LETTRE, LETTRE)
            p.nommer(valeur, x, y + 0.65 * LETTRE, LETTRE)
    return p


def _carte(c: diapos.Carte, alt: str) -> str:
    dessin = _plan(c, "page").svg(class_="d-carte", aria_label=alt, preserveAspectRatio="xMidYMid meet")
    legende = "".join(f'<li><i class="z{n}"></i>{e(dit)}</li>' for n, dit in c.legende)
    heros = f'<div class="d-hero">{_heros(c.valeur, c.unite)}{_comparer(c.comparaisons)}</div>'
    cote = f'{heros}<ul class="d-legende">{legende}</ul>'
    return f'<div class="d-cote">{cote}</div>{dessin}'


def _barres(c: diapos.Barres) -> str:
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


def _tuiles(c: diapos.Tuiles) -> str:
    cases = "".join(
        f'<li><p class="obs-temps--{t.classe}">{icones.image(t.icone) if t.icone else ""}<b>{e(t.mot)}</b></p>'
        f"<div><strong>{e(t.nom)}</strong><em>{e(t.part)}{_unite('%')}</em><span>{e(t.projets)}</span></div></li>"
        for t in c.tuiles
    )
    return f'<ul class="d-tuiles">{cases}</ul>'


def _avancement(c: diapos.Avancement) -> str:
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


def _paires(c: diapos.Paires) -> str:
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
    if isinstance(c, diapos.Carte):
        return _plan(c, "clair").svg()
    if isinstance(c, diapos.Chiffre):
        c, h = c.bande, h / 2
    fait = trace.dessiner(c, w, h, "clair")
    return fait and svg.fichier((w, h), fait)


def rangs(d: Diapositive) -> Table | None:
    """What a slide of words or rows shows, in rows, for a document; None where it is a drawing."""
    c = d.corps
    match c:
        case diapos.Reperes():
            lignes = [(r.mots, f"{r.valeur} {r.unite}".strip(), r.territoire, r.date) for r in c.reperes]
        case diapos.Barres():
            lignes = [(b.nom, b.dit) for b in c.barres]
        case diapos.Tuiles():
            lignes = [(t.nom, f"{t.part}{FINE}%", t.mot, t.projets) for t in c.tuiles]
        case diapos.Engagement():
            lignes = [("Texte", c.texte), *((quoi, dit) for quoi, dit, _ in c.faits)]
        case diapos.Avancement():
            lignes = [(f"{nom}, {quoi}", f"{n} sur {sur}") for nom, _, _, rs in c.colonnes for quoi, n, sur in rs]
        case diapos.Fiche():
            lignes = list(c.faits)
        case diapos.Paires():
            lignes = [(p.nom, p.niveau, *p.dits) for p in c.paires]
        case diapos.Liste():
            lignes = list(c.lignes)
        case diapos.Decision():
            lignes = list(c.options)
        case diapos.Definition():
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
