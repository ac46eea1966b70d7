"""Key figures: a number, what it is, how it moved; and the figures written in the convention."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.convention import dispositifs
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures.evolutions import Evolution, evolution
from geo.territoire import CONVENTION
from pages.figures import adresses, aide, lecture, parts, theme
from pages.figures.svg import image
from pages.figures.vues import Vue
from pages.words import sentences

LARGEUR_COURBE = 132
# Figures of the convention that say it in a few words, on a screen that is about something else.
CHIFFRES_CONVENTION = ("territoires_spo", "reseaux", "sites", "professionnels", "stagiaires", "paramedical")
SOURCE_CONVENTION = f"{CONVENTION}, 27 août 2013"


class ChiffreCle(NamedTuple):
    """A card: one number, one direction, one date; all texts are ready to print, unescaped."""

    titre: str
    valeur: str
    note: str  # its date, or why there is no number
    courbe: tuple[tuple[str, float], ...] = ()
    demonstration: bool = False
    adresse: str = ""
    prefixe: str = ""
    quoi: str = ""  # what its « ? » says: the figure before, what it is set beside
    courbe_dite: str = ""
    sens: str = ""  # what became of it, in words
    source: str = ""  # who says it, at the end of its « ? »
    a_cote: str = ""  # a comparison, or what is counted, before the date
    ou: str = ""  # the territory that it speaks of
    signe: str = ""  # sign of that territory on the map beside


def chiffre_cle(
    t: Tableau, code_zone: str, periode: str | None = None, titre: str = "", adresse: str = "", reference: str = ""
) -> ChiffreCle:
    """The figure of one zone at its last period, what became of it and its known series; `reference`: territory of
    `Tableau.complements` whose value at the same period is said too, where it is known."""
    ind = t.indicateur
    lignes = t.lignes[t.lignes["code_zone"] == code_zone].set_index("periode")
    source = "Chiffre inventé." if t.demonstration else f"{capitale(ind.source)}."
    c = ChiffreCle(titre or ind.libelle, "n.d.", "", demonstration=t.demonstration, source=source, adresse=adresse)
    if lignes.empty or not t.periodes:
        return c._replace(note="Aucune période chargée.", adresse="")
    derniere = periode or t.periodes[-1]
    ligne = lignes.loc[derniere]
    connues = lignes[~lignes["obs_status"].isin(VIDES)]["value"]
    quand = francais.en_periode(derniere, flux=ind.flux)
    if ligne["obs_status"] in VIDES:
        note = f"{capitale(quand)}{INSEC}: {ligne['raison']}."
        return c._replace(valeur=lecture.SIGNES[ligne["obs_status"]], note=note)
    unite = ind.unite if ind.unite == "%" or "/" in ind.unite else ""

    def ecrire(valeur: float) -> str:
        """A share of the survey in whole percent, so that it never contradicts its class."""
        return parts.dite(valeur) if ind.incertaine else francais.avec_unite(valeur, unite, ind.decimales)

    e = evolution(ind, lignes, derniere)
    dit = ", ".join(filter(None, (quand, e.mot)))
    if e.depuis:
        moins = "au moins " if lignes.loc[e.depuis, "minorant"] else ""
        dit += f" ({moins}{ecrire(connues[e.depuis])} {francais.en_periode(e.depuis, flux=ind.flux)})"
    if reference:
        dehors = t.complements
        lues = dehors[(dehors["code_zone"] == reference) & (dehors["periode"] == derniere)]
        for _, la in lues[~lues["obs_status"].isin(VIDES)].head(1).iterrows():
            nom = ind.libelle_zone(t.zonage, reference)
            dit += f"{FINE}; {nom}{INSEC}: {francais.avec_unite(la['value'], unite, ind.decimales)}"
    courbe = tuple((p, float(v)) for p, v in sorted(connues.items(), key=lambda c: francais.rang_periode(c[0])))
    return c._replace(
        valeur=ecrire(ligne["value"]),
        note=francais.mention_ancien(derniere) or capitale(francais.periode_libelle(derniere)),
        courbe=courbe,
        prefixe="au moins" if ligne["minorant"] else "",
        quoi=f"{capitale(dit)}.",
        courbe_dite=_dire_courbe(courbe, ecrire),
        sens=sens_dit(e),
    )


def sens_dit(e: Evolution) -> str:
    """« en baisse sur un an », « en hausse de fin 2018 à fin 2019 » for an old figure; "" where nothing is compared."""
    if not e.depuis or e.sens == "aucun":  # « sans évolution nette » is said of no length of time
        return e.mot
    if francais.est_ancien(e.periode):
        return f"{e.mot} {sentences.span(e.depuis, e.periode)}"
    if e.depuis == francais.un_an_avant(e.periode):
        return f"{e.mot} sur un an"
    return f"{e.mot} depuis {francais.periode_libelle(e.depuis)}"


def _dire_courbe(courbe: tuple[tuple[str, float], ...], ecrire: Callable[[float], str]) -> str:
    """« De 2016 à 2024 : 32 % au début, 61 % à la fin, 29 % au plus bas (2019), 61 % au plus haut (2024). »"""
    if len(courbe) < 2:
        return ""
    (debut, premiere), (fin, derniere) = courbe[0], courbe[-1]
    bas, haut = min(courbe, key=lambda c: c[1]), max(courbe, key=lambda c: c[1])
    bornes = ", ".join(
        f"{ecrire(v)} au plus {mot} ({francais.periode_libelle(p)})" for (p, v), mot in ((bas, "bas"), (haut, "haut"))
    )
    etendue = capitale(francais.etendue_periodes([debut, fin]))
    return f"{etendue}{INSEC}: {ecrire(premiere)} au début, {ecrire(derniere)} à la fin, {bornes}."


def courbe_svg(
    courbe: tuple[tuple[str, float], ...], nom_theme: str, *, largeur: int = LARGEUR_COURBE, hauteur: int = 34
) -> str:
    """A sparkline as a standalone SVG: first and last years written, last point marked; "" under two points. Points
    further apart than the series' own step are joined by a dotted line, since vintages are missing between."""
    if len(courbe) < 2:
        return ""
    xs, ys = [francais.rang_periode(p) for p, _ in courbe], [v for _, v in courbe]
    bas, etendue, marge = min(ys), (max(ys) - min(ys)) or 1, 5
    large, haut = (largeur - 2 * marge) / (xs[-1] - xs[0]), (hauteur - 2 * marge) / etendue
    points = [(marge + large * (x - xs[0]), hauteur - marge - haut * (y - bas)) for x, y in zip(xs, ys, strict=True)]
    pas, tirets = min(b - a for a, b in pairwise(xs)), ' stroke-dasharray="2 3"'
    traits = "".join(
        f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"{tirets if b - a > 1.5 * pas else ""}/>'
        for ((x0, y0), (x1, y1)), (a, b) in zip(pairwise(points), pairwise(xs), strict=True)
    )
    xf, yf = points[-1]
    couleur, encre = theme.rampe("series", nom_theme)[0], theme.tokens(nom_theme)["encre2"]
    debut, fin = (escape(francais.periode_libelle(p).split(" ")[-1]) for p in (courbe[0][0], courbe[-1][0]))
    bas_texte = hauteur + 13
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur + 16}" width="{largeur}" '
        f'height="{hauteur + 16}" font-family="{escape(theme.POLICE_TEXTE)}" '
        f'font-size="13"><g fill="none" stroke="{couleur}" '
        f'stroke-width="2">{traits}</g><circle cx="{xf:.1f}" cy="{yf:.1f}" r="4" fill="{couleur}"/>'
        f'<g fill="{encre}"><text x="0" y="{bas_texte}">{debut}</text>'
        f'<text x="{largeur}" y="{bas_texte}" text-anchor="end">{fin}</text></g></svg>'
    )


def cartes_html(chiffres: list[ChiffreCle], largeur: int = LARGEUR_COURBE) -> str:
    """Cards of key figures as one list, their sparklines `largeur` px wide; texts are escaped."""
    cartes = []
    for c in chiffres:
        badge = '<span class="obs-badge obs-badge--demo">Données de démonstration</span>' if c.demonstration else ""
        titre = adresses.lien(c.adresse, c.titre) if c.adresse else escape(c.titre)
        sens = f'<p class="obs-sens">{escape(c.sens)}</p>' if c.sens else ""
        quoi = aide.quoi_html(c.titre, dit) if (dit := f"{c.quoi} {c.source}".strip()) else ""
        prefixe = f"<small>{escape(c.prefixe)}</small> " if c.prefixe else ""
        courbe = image(partial(courbe_svg, c.courbe, largeur=largeur), c.courbe_dite)
        date = f"<span>{escape(' · '.join(filter(None, (c.a_cote, c.note))))}</span>"
        if c.note.startswith("ancien"):
            a_cote = f"<span>{escape(c.a_cote)} ·</span>" if c.a_cote else ""
            date = f'{a_cote}<span class="obs-ancien">{escape(c.note)}</span>'
        signe = f'<i class="obs-signe obs-signe--{c.signe}" aria-hidden="true"></i>' if c.signe else ""
        ou = f'<p class="obs-niveau">{signe}<span>{escape(c.ou)}</span></p>' if c.ou else ""
        cartes.append(
            f'<li><h3>{titre}</h3>{badge}<p class="obs-chiffre">{prefixe}{escape(c.valeur)}</p>{courbe}{sens}'
            f'<div class="obs-note">{date}{quoi}</div>{ou}</li>'
        )
    return f'<ul class="obs-chiffres">{"".join(cartes)}</ul>'


def vue_convention(titre: str, sous_titre: str) -> Vue:
    """Words around numbers that the convention writes, under a title of the screen."""
    champ = "Nombres écrits dans le texte de la convention, à la date indiquée ; aucun n’est une valeur d’aujourd’hui."
    return Vue(titre, sous_titre, champ=champ, source=f"{SOURCE_CONVENTION}.")


def chiffres_convention(codes: Sequence[str]) -> list[ChiffreCle]:
    """Figures written in the convention, dated; real, never of demonstration. Each leads to its sheet."""
    cartes = []
    for c in map(dispositifs.lire().chiffres.__getitem__, codes):
        note, vers = f"{capitale(c.texte)} ({c.date}).", adresses.fiche(c.fiche, c.code).removeprefix("/")
        cartes.append(ChiffreCle(capitale(c.unite), c.nombre, note, prefixe=c.avant, adresse=vers))
    return cartes
