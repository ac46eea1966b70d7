"""A slide as HTML: head, figure, foot. One case a kind; colours and sizes are those of `styles/diapos.css`."""

from collections.abc import Sequence
from typing import Final

from data_loaders.francais import FINE, INSEC, echapper as e
from geo import zonages
from pages.figures import diapos, icones, svg, theme
from pages.figures.carte import plan
from pages.figures.diapos import Diapositive, trace
from pages.figures.svg import Boite
from pages.figures.tables import Table

LETTRE: Final = 52  # size of the names of a map, in its units


def _corps(d: Diapositive) -> tuple[str, Sequence[tuple[str, ...]] | None]:
    """The figure of a slide, then what one of words or rows shows, in rows; None where it is a drawing."""
    c = d.corps
    match c:
        case diapos.Chiffre():
            return _heros(c) + (trace.formes(c.bande, d.titre, 0.5) if c.bande else ""), None
        case diapos.Carte():
            return _carte(c, d.titre), None
        case diapos.Reperes():
            cases = "".join(
                f"<li><b>{e(r.valeur)}{_unite(r.unite)}</b><strong>{e(r.mots)}</strong><span>{e(r.territoire)}</span>"
                f"<span>{e(r.date)}</span></li>"
                for r in c.reperes
            )
            lignes = [(r.mots, f"{r.valeur} {r.unite}".strip(), r.territoire, r.date) for r in c.reperes]
            return f'<ul class="d-reperes">{cases}</ul>', lignes
        case diapos.Barres():
            return _barres(c), [(b.nom, b.dit) for b in c.barres]
        case diapos.Tuiles():
            cases = "".join(
                f'<li><p class="obs-temps--{t.classe}">{icones.image(t.icone) if t.icone else ""}<b>{e(t.mot)}</b></p>'
                f"<div><strong>{e(t.nom)}</strong><em>{e(t.part)}{_unite('%')}</em><span>{e(t.projets)}</span></div>"
                "</li>"
                for t in c.tuiles
            )
            lignes = [(t.nom, f"{t.part}{FINE}%", t.mot, t.projets) for t in c.tuiles]
            return f'<ul class="d-tuiles">{cases}</ul>', lignes
        case diapos.Engagement():
            faits = "".join(
                f'<div class="{"manque" if manque else ""}"><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>'
                for quoi, dit, manque in c.faits
            )
            lignes = [("Texte", c.texte), *((quoi, dit) for quoi, dit, _ in c.faits)]
            return f'<p class="d-texte">{e(c.texte)}</p><dl class="d-faits">{faits}</dl>', lignes
        case diapos.Avancement():
            colonnes, lignes = "", []
            for nom, faits, dus, rangs in c.colonnes:
                cases = ""
                for quoi, n, sur in rangs:
                    points = "<i class=fait></i>" * n + "<i></i>" * (sur - n)
                    cases += f'<li>{e(quoi)}<span role="img" aria-label="{n} sur {sur}">{points}</span></li>'
                    lignes.append((f"{nom}, {quoi}", f"{n} sur {sur}"))
                colonnes += f"<section><h2>{e(nom)}<b>{faits} sur {dus}</b></h2><ul>{cases}</ul></section>"
            legende = f'<p class="e2"><i></i> {e(c.legende[0])} <i class="fait"></i> {e(c.legende[1])}</p>'
            return f'<div class="d-avance">{colonnes}</div><div class="d-avance-mots">{legende}</div>', lignes
        case diapos.Fiche():
            faits = "".join(f"<div><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>" for quoi, dit in c.faits)
            nombre = f'<p class="d-nombre"><b>{e(c.nombre)}</b>{e(c.mots)}</p>' if c.nombre else ""
            return f'<div class="d-fiche">{nombre}<dl>{faits}</dl></div>', c.faits
        case diapos.Paires():
            return _paires(c), [(p.nom, p.niveau, *p.dits) for p in c.paires]
        case diapos.Liste():
            items = "".join(f"<li><strong>{e(nom)}</strong><span>{e(dit)}</span></li>" for nom, dit in c.lignes)
            return f'<ul class="d-liste">{items}</ul>{_reste(c.reste)}', c.lignes
        case diapos.Decision():
            choix = "".join(
                f"<li><b>{i}</b><strong>{e(nom)}</strong><span>{e(dit)}</span><i></i></li>"
                for i, (nom, dit) in enumerate(c.options, 1)
            )
            demande = e("Qui fait quoi, pour quand ? La réponse s’écrit ici et entre au relevé")
            return f'<ol class="d-choix">{choix}</ol><p class="e2">{demande} <kbd>F2</kbd></p>', c.options
        case diapos.Definition():
            nombres = "".join(f"<li><b>{e(n)}</b>{e(mots)}</li>" for n, mots in c.nombres)
            return f'<p class="d-texte">{e(c.texte)}</p><ul class="d-nombres">{nombres}</ul>', [("", c.texte)]
    return trace.formes(c, d.titre), None


def rangs(d: Diapositive) -> Table | None:
    """What a slide of words or rows shows, in rows, for a document; None where it is a drawing."""
    _, lignes = _corps(d)
    return lignes and Table([("", False)] * (len(lignes[0]) + 1), [("", *ligne) for ligne in lignes])


def _unite(unite: str) -> str:
    return f"<small>{FINE}{e(unite)}</small>" if unite else ""


def _heros(c: diapos.Chiffre | diapos.Carte) -> str:
    lignes = "".join(f"<li><b>{e(valeur)}</b> {e(mots)}</li>" for valeur, mots in c.comparaisons)
    nombre = f'<p class="d-num">{e(c.valeur)}{_unite(c.unite)}</p>'
    return f'<div class="d-hero">{nombre}<ul class="d-compare">{lignes}</ul></div>'


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
    return f'<div class="d-cote">{_heros(c)}<ul class="d-legende">{legende}</ul></div>{dessin}'


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


def html(d: Diapositive) -> str:
    """The whole slide, of the class `diapositive`."""
    genre = type(d.corps).__name__.lower()
    titre = e(d.titre)
    if d.lieu and d.lieu in d.titre:
        avant, lieu, apres = d.titre.partition(d.lieu)
        titre = f"{e(avant)}<u>{e(lieu)}</u>{e(apres)}"
    signe, mots = diapos.MARQUES[d.marque]
    marque = f'<span aria-hidden="true">{signe}</span> {e(mots)}'
    if d.ancien:  # in place of the mark
        marque = f'<span class="obs-ancien">{e(d.ancien)}</span>'
    travail = '<span class="travail"><span aria-hidden="true">▭</span> Découpage de travail</span>' if d.travail else ""
    pied = f'<p class="so">Source{INSEC}: {e(d.source)}</p>{travail}<p class="ct">{marque}</p>'
    return (
        f'<section class="diapositive d--{genre}"><h1 tabindex="-1">{titre}</h1>'
        f'<p class="d-mesure">{e(d.mesure)}</p><div class="d-figure">{_corps(d)[0]}</div>'
        f'<footer class="d-pied">{pied}</footer></section>'
    )
