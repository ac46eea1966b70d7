"""Markup of the météo: head of the page, tiles, « Lire le ciel ».

Both points of view are written side by side; the style sheet shows the one that is chosen.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.francais import INSEC, arrondir, avec_unite, capitale, ecart, echapper as escape, nombre
from data_loaders.measures import marches, mots_estimation as mots
from data_loaders.parametres import meteo
from geo.zonages import REGION
from pages.figures import icones
from pages.figures.meteo.vue import (
    SIGNES,
    Deux,
    VueMeteo,
    bornes_dites,
    chance,
    contexte_mouvement,
    declaree_dite,
    estimee,
    estimee_dite,
    intervalle_dit,
    mots_dits,
    mouvement_dit,
    position_dite,
    rang_dit,
)
from pages.figures.tables import Html

NE_MESURE_PAS = (
    "Cet indice dit si les employeurs jugent leurs recrutements difficiles. Il ne mesure ni le nombre de personnes qui "
    "cherchent un emploi, ni les salaires, ni les conditions de travail, ni les embauches faites."
)
POINTS = 10
ALLER = "Carte et détail"
# Names of the families where there is no room for those of the survey: meeting room.
COURTS = {
    "A": "Administratif",
    "C": "Encadrement",
    "I": "Industrie",
    "O": "Bâtiment",
    "S": "Social, santé",
    "T": "Techniciens",
    "V": "Vente, tourisme",
    "Z": "Autres métiers",
}


def entete_html(titre: Deux, suite: Deux, sous_titre: str, badges: Sequence[str], termes: str = "") -> str:
    """Head of the page: the finding as the only h1, for both points of view; badges and terms are markup."""
    h1 = f'{titre.html}<span class="obs-long">{suite.html}</span>'
    ligne = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    return (
        f'<header class="obs-titre"><div><h1>{h1}</h1><p class="obs-sous-titre">{escape(sous_titre)}</p></div>'
        f"{ligne}{termes}</header>"
    )


def tete_html(titre: Deux, sous_titre: str, badges: Sequence[str]) -> str:
    """Head of a card whose title says it to both points of view."""
    marques = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    return (
        f'<div class="obs-tete"><h2>{titre.html}</h2>{marques}</div><p class="obs-sous-titre">{escape(sous_titre)}</p>'
    )


def synthese_html(phrases: Sequence[str]) -> str:
    """Sentences on a territory."""
    return f'<p class="obs-synthese">{escape(" ".join(phrases))}</p>'


def tuiles_html(v: VueMeteo, sans_france: bool, niveau: str, adresse: Callable[[str], str]) -> str:
    """The tiles of a territory, each with the way to its group; adresse: `niveau:code` -> address of its view."""
    lignes = (tuile(r, sans_france=sans_france, adresse=adresse(f"{niveau}:{r.code_groupe}")) for r in v.lignes)
    return f'<div class="obs-tuiles">{"".join(lignes)}</div>'


def tuile(r: Any, repere: str = "", court: str = "", sans_france: bool = False, adresse: str = "") -> str:
    """The tile of one group in one territory.

    Args:
        r: row of the group, with its `nom`.
        repere: markup put before the name, such as the mark of a series.
        court: name where there is no room; that of the family by default.
        sans_france: the vintage is estimated without any national file.
        adresse: of the view of the group, where the tile leads there.
    """
    court = court or COURTS.get(r.code_groupe, r.nom)
    titre = (
        f'<h2>{repere}<span class="obs-long">{escape(r.nom)}</span><span class="obs-court">{escape(court)}</span></h2>'
    )
    contenu = _bande(r) + titre + (_corps(r, sans_france) if estimee(r) else _corps_vide(r))
    if adresse:
        dit = f'aria-label="{ALLER}{INSEC}: {escape(r.nom)}"'
        contenu += f'<p class="obs-aller"><a href="{escape(adresse)}" target="_self" {dit}>{ALLER}</a></p>'
    return f'<article class="obs-tuile {_classe_css(r)}">{contenu}</article>'


def _classe_css(r: Any) -> str:
    if estimee(r):
        return f"obs-temps--{r.classe}" + ("" if pd.isna(r.ou) else " obs-tuile--deux")
    return {"secret": "obs-tuile--secret", "effectif": "obs-tuile--effectif"}.get(r.statut, "obs-tuile--nd")


def _bande(r: Any) -> str:
    """The sky: icon, the class in a word, its chance in figures and in dots."""
    if not estimee(r):
        signe = SIGNES.get(r.statut, "n.d.")
        mot = '<p class="obs-nom-ciel">pas de ciel ici</p>'
        return f'<div class="obs-bande"><p class="obs-sans-classe">{signe}</p>{mot}</div>'
    return bande(r)


def bande(r: Any, complet: bool = False, suite: str = "") -> str:
    """The sky of a row that has a class: icon, words, chance; `suite` is markup put after the chance."""
    cieux = {v: mots.ciel(int(r.classe), v, complet) for v in mots.POINTS_DE_VUE}
    images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
    mot = Deux(*map(capitale, mots_dits(r, complet)))
    chances = "" if pd.isna(chance(r)) else f"<span>{mots.chance_dite(chance(r))}</span>{points_html(chance(r))}"
    return f'<div class="obs-bande">{images}<p class="obs-nom-ciel"><b>{mot.html}</b>{chances}{suite}</p></div>'


def points_html(chance: float) -> str:
    """Ten dots, as many full ones as chances; never ten: nothing here is certain."""
    pleins = min(POINTS - 1, int(arrondir(POINTS * chance)))
    points = "".join(f"<i{' class=plein' if i < pleins else ''}></i>" for i in range(POINTS))
    return f'<span class="obs-points" aria-hidden="true">{points}</span>'


def echelle_html(r: Any) -> str:
    """0 to 100 %: the interval as a thick line, the estimate as a disc, the declared share as a circle."""
    limites = "".join(f'<i class="limite" style="--v:{x:g}"></i>' for x in _limites())
    declaree = "" if pd.isna(r.declaree) else f'<i class="declaree" style="--v:{r.declaree:.4f}"></i>'
    return (
        f'<div class="obs-echelle" aria-hidden="true">{limites}'
        f'<i class="entre" style="--v:{r.borne_basse:.4f};--w:{r.borne_haute - r.borne_basse:.4f}"></i>{declaree}'
        f'<i class="estimee" style="--v:{r.q_estimee:.4f}"></i></div>'
    )


def _limites() -> tuple[float, ...]:
    p = meteo()
    return tuple(sorted((*p.limites_classe, *p.limites_tres)))


def _corps(r: Any, sans_france: bool) -> str:
    projets = f"<b>{nombre(r.projets)}</b> {escape(francais.accorder('projets', r.projets))}"
    projets = f"au moins {projets}" if r.minorant else projets
    badge = (
        f'<p class="obs-badges obs-detail"><span class="obs-badge">{escape(r.porteur)}</span></p>' if r.porteur else ""
    )
    grand = escape(estimee_dite(r)).replace("près de ", "<small>près de</small> ")
    return (
        f'<p class="obs-grand"><b>{grand}</b> <span>de projets difficiles,<br>'
        "part estimée</span></p>"
        f"{echelle_html(r)}"
        f'<ul><li class="obs-entre">{escape(intervalle_dit(r))}</li><li>{projets}</li></ul>'
        f"{badge}{_detail(r, sans_france)}"
    )


def _detail(r: Any, sans_france: bool) -> str:
    """What the estimate leans on, folded: read in the browser, without asking the server."""
    faits = faits_detail(r, sans_france)
    items = "".join(f"<div><dt>{escape(nom)}</dt><dd>{valeur}</dd></div>" for nom, valeur in faits)
    return (
        f'<details class="obs-detail"><summary>Détail</summary><dl>{items}</dl><p>{escape(mots.POURQUOI)}</p></details>'
    )


def faits_detail(r: Any, sans_france: bool = False) -> list[tuple[str, Html]]:
    """(name, markup) of what stands behind the estimate of one row."""
    declaree = escape(declaree_dite(r))
    if bornes := bornes_dites(r):
        declaree += f"<small>{escape(bornes)} selon ce que cache le secret</small>"
    faits = [("Déclarée cette année", Html(declaree))]
    if not (r.code_zone == REGION and r.code_groupe == marches.ENSEMBLE):
        faits.append(("Poids des réponses locales", Html(escape(avec_unite(100 * r.w, "%")))))
    if sans_france:
        faits.append(("France", Html(escape(mots.SANS_FRANCE))))
    else:
        niveau = escape(ecart(100 * (r.b - r.F), "points", 0))
        faits.append(("Les mêmes métiers en France", Html(escape(avec_unite(100 * r.F, "%")))))
        faits.append(("Niveau de la région", Html(niveau)))
    if r.code_zone != REGION and not pd.isna(r.classe_region):
        faits.append(("Dans la région", Html(escape(mots.part_dite(r.q_region)))))
    if position := position_dite(r):
        faits.append(("Position", Html(escape(position))))
    if rang := rang_dit(r):
        faits.append(("Rang", Html(escape(rang.removeprefix("rang ")))))
    depuis = f"Depuis {r.annee_precedente}" if r.fleche != "non_mesurable" else "Évolution"
    autour = contexte_mouvement(r)
    mouvement = f"{icones.fleche(r.fleche)} {escape(mouvement_dit(r))}"
    faits.append((depuis, Html(f"{mouvement}{f'<small>{escape(autour)}</small>' if autour else ''}")))
    return faits


def _corps_vide(r: Any) -> str:
    """Why there is no estimate; with too few projects, what the region says, in grey."""
    raison = f'<p class="obs-raison">{escape(capitale(r.raison))}.</p>'
    if r.statut != "effectif" or pd.isna(r.classe_region):
        return raison
    return f'{raison}<p class="obs-niveau-region">Dans la région{INSEC}: {region_dite(r).html}</p>'


def region_dite(r: Any) -> Deux:
    """« recherché, 69 % estimés »: the same group in the region."""
    dits = (mots.classe_dite(int(r.classe_region), r.ou_region, v) for v in mots.POINTS_DE_VUE)
    return Deux(*(f"{mot}, {mots.part_dite(r.q_region)} estimés" for mot in dits))


def ciel_html() -> str:
    """« Lire le ciel »: the five skies, and what the index does not measure."""
    return (
        f'{cieux_html()}<p class="obs-note"><strong>Ce que l’indice ne mesure pas.</strong> {escape(NE_MESURE_PAS)}</p>'
        f'<p class="obs-note">{escape(mots.MENTION)}</p>'
    )


def cieux_html() -> str:
    """The five skies from both points of view."""
    cases = []
    for n in range(5, 0, -1):
        cieux = {v: mots.ciel(n, v) for v in mots.POINTS_DE_VUE}
        images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
        soi = Deux(*(capitale(c.mot) for c in cieux.values()))
        ciel = Deux(*(_nom_du_ciel(c) for c in cieux.values()))
        autre = Deux(
            f"pour qui recrute{INSEC}: {_ciel_et_mot(cieux['employeur'])}",
            f"pour qui cherche{INSEC}: {_ciel_et_mot(cieux['candidat'])}",
        )
        cases.append(
            f'<li class="obs-temps--{n}"><div class="obs-bande">{images}</div><p><b>{soi.html}</b>'
            f"<span>Classe {n}{ciel.html}{INSEC}: {escape(mots.PARTS[n])}.</span><span>{autre.html}</span></p></li>"
        )
    return f'<ul class="obs-lire-ciel">{"".join(cases)}</ul>'


def _nom_du_ciel(c: mots.Ciel) -> str:
    """« , soleil »; nothing without a sky, nor when sky and word agree."""
    nom = icones.NOMS.get(c.icone or "", "")
    return "" if nom in ("", c.mot) else f", {nom}"


def _ciel_et_mot(c: mots.Ciel) -> str:
    """« soleil, très recherché »; « variable » once when sky and word agree."""
    nom = icones.NOMS.get(c.icone or "", "")
    return c.mot if nom in ("", c.mot) else f"{nom}, {c.mot}"
