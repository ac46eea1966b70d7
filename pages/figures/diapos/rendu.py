"""A slide as HTML: head, figure, foot; the figures of words or rows. Their style is in `styles/diapos.css`."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from data_loaders.francais import FINE, INSEC, echapper as e, nombre
from geo import lieux, zonages
from pages.figures import diapos, icones, svg, theme
from pages.figures.carte import plan
from pages.figures.diapos import Diapositive, Figure, Point, trace
from pages.figures.tables import Table

LETTRE: Final = 52  # size of the names of a map, in its units


def dessinee(faire: Callable[..., None], *args: Any) -> Figure:
    """One of the charts of `trace`, what it draws after its `Trace`."""
    return Figure(faire.__name__, dessin=lambda t: faire(t, *args))


def chiffre(
    valeur: str, unite: str, comparaisons: Iterable[tuple[str, str]], bande: Callable[[trace.Trace], None] | None = None
) -> Figure:
    """One number answers: the hero, at most two comparisons (« 5,8 % », « dans la région »), the strip of all zones."""
    return Figure("chiffre", _heros(valeur, unite, comparaisons), dessin=bande, haut=0.5)


def _balises(gabarit: str, rangs: Iterable[Sequence[str]]) -> str:
    """A piece of markup a row, around its words."""
    return "".join(gabarit.format(*map(e, rang)) for rang in rangs)


def _heros(valeur: str, unite: str, comparaisons: Iterable[tuple[str, str]]) -> str:
    compare = f'<ul class="d-compare">{_balises("<li><b>{}</b> {}</li>", comparaisons)}</ul>'
    return f'<div class="d-hero"><p class="d-num">{e(valeur)}{_unite(unite)}</p>{compare}</div>'


def _unite(unite: str) -> str:
    return f"<small>{FINE}{e(unite)}</small>" if unite else ""


def reperes(dits: Sequence[tuple[str, str, str, str, str]]) -> Figure:
    """Two to four numbers, each with its unit, what it is, of which territory, its date."""
    cases = "".join(
        f"<li><b>{e(valeur)}{_unite(unite)}</b><strong>{e(mots)}</strong><span>{e(ou)}</span><span>{e(date)}</span></li>"
        for valeur, unite, mots, ou, date in dits
    )
    lignes = [(mots, f"{valeur} {unite}".strip(), ou, date) for valeur, unite, mots, ou, date in dits]
    return Figure("reperes", f'<ul class="d-reperes">{cases}</ul>', lignes)


def barres(rangees: Sequence[Point], reste: str = "", repere: str = "") -> Figure:
    """At most seven rows in their order; `reste`: what is left out, counted; `repere`: what the tick is."""
    plus = max(x for b in rangees for x in (b.valeur, b.repere or 0)) or 1
    lignes = ""
    for b in rangees:
        trait = f'<i style="left:{100 * b.repere / plus:.1f}%"></i>' if b.repere is not None else ""
        lignes += (
            f'<li class="{"sujet" if b.sujet else ""}"><strong>{e(b.nom)}</strong><span class="rail">'
            f'<span style="width:{100 * b.valeur / plus:.1f}%"></span>{trait}</span><b>{e(b.dit)}</b></li>'
        )
    tete = f'<p class="d-trait e2">{e(repere)}</p>' if repere else ""
    html_ = f'{tete}<ul class="d-barres">{lignes}</ul>{_reste(reste)}'
    return Figure("barres", html_, [(b.nom, b.dit) for b in rangees])


def _reste(mots: str) -> str:
    return f'<p class="d-reste e2">{e(mots)} <kbd>D</kbd></p>' if mots else ""


def tuiles(familles: Sequence[tuple[int, str, str, str, str, str]]) -> Figure:
    """At most six families: class 1 to 5, 0 to confirm; file of its sky or ""; class word, name, share, projects."""
    cases = "".join(
        f'<li><p class="obs-temps--{classe}">{icones.image(icone) if icone else ""}<b>{e(mot)}</b></p>'
        f"<div><strong>{e(nom)}</strong><em>{e(part)}{_unite('%')}</em><span>{e(projets)}</span></div></li>"
        for classe, icone, mot, nom, part, projets in familles
    )
    lignes = [(nom, f"{part}{FINE}%", mot, projets) for _, _, mot, nom, part, projets in familles]
    return Figure("tuiles", f'<ul class="d-tuiles">{cases}</ul>', lignes)


def engagement(texte: str, faits: Sequence[tuple[str, str]], manque: str = "") -> Figure:
    """What was signed, and three facts (what, what is said); what is `manque` stands out."""
    dits = "".join(
        f'<div class="{"manque" if dit == manque else ""}"><dt>{e(quoi)}</dt><dd>{e(dit)}</dd></div>'
        for quoi, dit in faits
    )
    html_ = f'<p class="d-texte">{e(texte)}</p><dl class="d-faits">{dits}</dl>'
    return Figure("engagement", html_, [("Texte", texte), *faits])


def avancement(
    colonnes: Iterable[tuple[str, int, int, Sequence[tuple[str, int, int]]]], attendu: str, fait: str
) -> Figure:
    """Who owes what: for each partner its name, done, due, and rows (name, done, due); words of what is not, and is."""
    sections, lignes = "", []
    for nom, faits, dus, rangs in colonnes:
        cases = ""
        for quoi, n, sur in rangs:
            points = "<i class=fait></i>" * n + "<i></i>" * (sur - n)
            cases += f'<li>{e(quoi)}<span role="img" aria-label="{n} sur {sur}">{points}</span></li>'
            lignes.append((f"{nom}, {quoi}", f"{n} sur {sur}"))
        sections += f"<section><h2>{e(nom)}<b>{faits} sur {dus}</b></h2><ul>{cases}</ul></section>"
    legende = f'<p class="e2"><i></i> {e(attendu)} <i class="fait"></i> {e(fait)}</p>'
    html_ = f'<div class="d-avance">{sections}</div><div class="d-avance-mots">{legende}</div>'
    return Figure("avancement", html_, lignes)


def fiche(numero: str, mots: str, faits: Sequence[tuple[str, str]]) -> Figure:
    """What a dispositif is: one number and its words, at most three facts (what, what is said)."""
    dits = _balises("<div><dt>{}</dt><dd>{}</dd></div>", faits)
    tete = f'<p class="d-nombre"><b>{e(numero)}</b>{e(mots)}</p>' if numero else ""
    return Figure("fiche", f'<div class="d-fiche">{tete}<dl>{dits}</dl></div>', faits)


def paires(diplomes: Sequence[tuple[str, str, float, float]], reste: str) -> Figure:
    """At most seven diplomas (level, name, both rates); one that training in a firm does not lift stands out."""
    tous = [v for p in diplomes for v in p[2:]]
    bas, etendue = min(tous), max(tous) - min(tous) or 1
    rangs, lignes = "", []
    for niveau, nom, *taux in diplomes:
        gauche, droite = sorted(10 + 78 * (v - bas) / etendue for v in taux)
        points = "".join(
            f'<b class="{genre} {"avant" if v == min(taux) else ""}" style="left:{10 + 78 * (v - bas) / etendue:.1f}%">'
            f"{e(nombre(v))}</b>"
            for genre, v in zip("ab", taux, strict=True)
        )
        rangs += (
            f'<li class="{"sujet" if taux[1] <= taux[0] else ""}"><span>{e(niveau)}</span><strong>{e(nom)}</strong>'
            f'<span class="rail"><i style="left:{gauche:.1f}%;width:{droite - gauche:.1f}%"></i>{points}</span></li>'
        )
        lignes.append((nom, niveau, *map(nombre, taux)))
    tete = '<p class="d-routes"><b class="a">Lycée</b><b class="b">Apprentissage</b></p>'
    return Figure("paires", f'{tete}<ul class="d-paires">{rangs}</ul>{_reste(reste)}', lignes)


def liste(lignes: Sequence[tuple[str, str]], reste: str) -> Figure:
    """At most seven rows: name, what is said of it; what is left out, counted."""
    items = _balises("<li><strong>{}</strong><span>{}</span></li>", lignes)
    return Figure("liste", f'<ul class="d-liste">{items}</ul>{_reste(reste)}', lignes)


def decision(options: Sequence[tuple[str, str]]) -> Figure:
    """One to four options, (name, what is known of it)."""
    numerotees = ((str(i), *option) for i, option in enumerate(options, 1))
    choix = _balises("<li><b>{}</b><strong>{}</strong><span>{}</span><i></i></li>", numerotees)
    demande = e("Qui fait quoi, pour quand ? Écrire la réponse au relevé :")
    return Figure("decision", f'<ol class="d-choix">{choix}</ol><p class="e2">{demande} <kbd>F2</kbd></p>', options)


def definition(texte: str, nombres: Iterable[tuple[str, str]] = ()) -> Figure:
    """A word of the observatory, large, and at most two numbers (number, what)."""
    dits = f'<ul class="d-nombres">{_balises("<li><b>{}</b>{}</li>", nombres)}</ul>'
    return Figure("definition", f'<p class="d-texte">{e(texte)}</p>{dits}', [("", texte)])


# Side of a zone against the region, on a map -> its sign, what it says.
COTES: Final = {1: (" ▲", "▲ plus que la région"), 0: ("", "écart non prouvé"), -1: (" ▼", "▼ moins que la région")}


def carte(
    zonage: str, zones: Sequence[tuple[str, int, str]], choisie: str, valeur: str, comparaison: tuple[str, str]
) -> Figure:
    """The place among its neighbours, and the hero beside; `zones` that have a value: code, side of `COTES`, value.

    Those that differ from the region are named.
    """

    def dessin(theme_: str) -> plan.Plan:
        p = plan.Plan.entier(theme_)
        p.tracer(p.fond["region"], "contour", fond="surface")
        ecarts = theme.rampe("ecarts", theme_)
        teintes = {-1: ecarts[1], 0: "creux", 1: ecarts[4]}
        cotes = {code: teintes[cote] for code, cote, _ in zones}
        formes = {z["code"]: z for z in plan.lire(zonages.trace(zonage))["zones"]}
        for code, z in formes.items():
            trait = ("surface", 2) if code in cotes else ("contour", 1)
            p.tracer(z["d"], *trait, fond=cotes.get(code, "surface"))
        p.tracer(p.fond["region"], "encre", 2)
        if choisie in formes:
            p.tracer(formes[choisie]["d"], "balise", 6)
        # Names and values, the place first; one that would cover another is left to the legend.
        prises: list[svg.Boite] = []
        for code, cote, dit in sorted(zones, key=lambda z: z[0] != choisie):
            if not cote and code != choisie:
                continue
            nom = lieux.bref(zonages.libelle_zone(zonage, code))
            x, y, demi = formes[code]["x"], formes[code]["y"], trace.large(nom, LETTRE) / 2
            x = min(max(x, demi), p.taille[0] - demi)
            if svg.placer([(x - demi, y - LETTRE, x + demi, y + 1.3 * LETTRE)], prises) is not None:
                p.nommer(nom, x, y - 0.35 * LETTRE, LETTRE)
                p.nommer(f"{dit}{COTES[cote][0]}", x, y + 0.65 * LETTRE, LETTRE)
        return p

    comptes = Counter(cote for _, cote, _ in zones)
    dits = ((n + 2, f"{mot}{INSEC}: {comptes[n]}") for n, (_, mot) in COTES.items() if comptes[n])
    items = "".join(f'<li><i class="z{n}"></i>{e(dit)}</li>' for n, dit in dits)
    cote = f'<div class="d-cote">{_heros(valeur, "%", [comparaison])}<ul class="d-legende">{items}</ul></div>'
    return Figure("carte", cote, carte=dessin)


def rangs(d: Diapositive) -> Table | None:
    """What a slide of words or rows shows, in rows, for a document; None where it is a drawing."""
    lignes = d.corps.lignes
    return Table([("", False)] * (len(lignes[0]) + 1), [("", *ligne) for ligne in lignes]) if lignes else None


def dessin(d: Diapositive) -> str:
    """The chart or the map of a slide as a standalone SVG, for a document; "" where the figure is words or rows."""
    f, (w, h) = d.corps, trace.FORMES["v169"]
    if f.carte:
        return f.carte("clair").svg()
    h *= f.haut
    return svg.fichier((w, h), trace.dessiner(f.dessin, w, h, "clair")) if f.dessin else ""


def html(d: Diapositive) -> str:
    """The whole slide, of the class `diapositive`; a chart in each shape of screen."""
    titre, f, dessins = e(d.titre), d.corps, ""
    if d.lieu and d.lieu in d.titre:
        avant, lieu, apres = d.titre.partition(d.lieu)
        titre = f"{e(avant)}<u>{e(lieu)}</u>{e(apres)}"
    if f.carte:
        dessins = f.carte("page").svg(class_="d-carte", aria_label=d.titre, preserveAspectRatio="xMidYMid meet")
    for forme, (w, h) in trace.FORMES.items() if f.dessin else ():
        h = round(h * f.haut)
        dit = {"class_": forme, "viewBox": f"0 0 {w} {h}", "role": "img", "aria_label": d.titre}
        dessins += svg.el("svg", trace.dessiner(f.dessin, w, h), **dit)
    signe, mots = diapos.MARQUES[d.marque]
    marque = f'<span aria-hidden="true">{signe}</span> {e(mots)}'
    if d.ancien:  # in place of the mark
        marque = f'<span class="obs-ancien">{e(d.ancien)}</span>'
    travail = '<span class="travail"><span aria-hidden="true">▭</span> Découpage de travail</span>' if d.travail else ""
    pied = f'<p class="so">Source{INSEC}: {e(d.source)}</p>{travail}<p class="ct">{marque}</p>'
    return (
        f'<section class="diapositive d--{f.genre}"><h1 tabindex="-1">{titre}</h1>'
        f'<p class="d-mesure">{e(d.mesure)}</p><div class="d-figure">{f.html}{dessins}</div>'
        f'<footer class="d-pied">{pied}</footer></section>'
    )
