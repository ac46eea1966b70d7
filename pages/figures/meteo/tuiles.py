"""Markup of the météo: head of the page, tiles, « Lire le ciel ».

Both points of view are written side by side; the style sheet shows the one that is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, ecart, nombre
from data_loaders.measures import meteo_mots as mots
from pages.figures import icones
from pages.figures.lecture import capitale
from pages.figures.meteo.vue import SIGNE_SECRET, SIGNES, Deux, VueMeteo, mouvement, part_dite, proche, retenue_dite

NE_MESURE_PAS = (
    "Cet indice dit si les employeurs jugent leurs recrutements difficiles. Il ne mesure ni le nombre de personnes qui "
    "cherchent un emploi, ni les salaires, ni les conditions de travail, ni les embauches faites."
)
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


class Tuile(NamedTuple):
    """A tile: code and name of the group, its markup."""

    code: str
    nom: str
    html: str


def entete_html(titre: Deux, suite: Deux, sous_titre: str, badges: Sequence[str]) -> str:
    """Head of the page: the finding as the only h1, for both points of view; badges are markup."""
    h1 = f'{titre.html}<span class="obs-long">{suite.html}</span>'
    ligne = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    return (
        f'<header class="obs-titre"><div><h1>{h1}</h1><p class="obs-sous-titre">{escape(sous_titre)}</p></div>'
        f"{ligne}</header>"
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


def tuile(r: Any, repere: str = "", court: str = "") -> Tuile:
    """The tile of one group in one territory.

    Args:
        r: row of the group, with its `nom`.
        repere: markup put before the name, such as the mark of a series.
        court: name where there is no room; that of the family by default.
    """
    court = court or COURTS.get(r.code_groupe, r.nom)
    titre = (
        f'<h2>{repere}<span class="obs-long">{escape(r.nom)}</span><span class="obs-court">{escape(court)}</span></h2>'
    )
    contenu = _bande(r) + titre + (_corps(r) if r.statut == "classe" else _corps_vide(r))
    return Tuile(r.code_groupe, r.nom, f'<article class="obs-tuile {_classe_css(r)}">{contenu}</article>')


def tuiles(v: VueMeteo) -> list[Tuile]:
    """The tiles of a territory."""
    return [tuile(r) for r in v.lignes]


def _classe_css(r: Any) -> str:
    if r.statut == "classe":
        return f"obs-temps--{r.niveau}" + (" obs-tuile--regional" if r.fiabilite == "C" else "")
    return {"secret": "obs-tuile--secret", "effectif": "obs-tuile--effectif"}.get(r.statut, "obs-tuile--nd")


def _bande(r: Any) -> str:
    """The sky: icon, the class in a word, in figures and in dots."""
    if r.statut != "classe":
        signe = SIGNES.get(r.statut, "n.d.")
        mot = '<p class="obs-nom-ciel">sans classe</p>'
        return f'<div class="obs-bande"><p class="obs-sans-classe">{signe}</p>{mot}</div>'
    cieux = {v: mots.ciel(r.niveau, v) for v in mots.POINTS_DE_VUE}
    images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
    mot = Deux(*(capitale(c.mot) for c in cieux.values()))
    pres = f'<span><span class="obs-long">fragile, </span>proche de {proche(r)}</span>' if proche(r) else ""
    points = "".join(f"<i{' class=plein' if i <= r.niveau else ''}></i>" for i in range(1, 6))
    return (
        f'<div class="obs-bande">{images}<p class="obs-nom-ciel"><b>{mot.html}</b>'
        f"<span>classe {r.niveau} sur 5</span>{pres}"
        f'<span class="obs-points" aria-hidden="true">{points}</span></p></div>'
    )


def _corps(r: Any) -> str:
    if r.part_secrete:
        part = f"<b>{SIGNE_SECRET}</b> part masquée par le secret statistique"
    else:
        pourcent, _, entre = part_dite(r).partition(f"{INSEC}(")
        entre = f'<span class="obs-entre"> ({escape(entre)}</span>' if entre else ""
        part = f'<b>{escape(pourcent)}</b> <span class="obs-long">des projets </span>jugés difficiles{entre}'
    projets = f"<b>{nombre(r.projets)}</b> {escape(francais.accorder('projets', r.projets))}"
    # On one line, so that the tiles of a row stay level.
    projets = f"au moins {projets}" if r.minorant else f'{projets}<span class="obs-entre"> de recrutement</span>'
    faits = [part, projets]
    details = [f"{escape(capitale(mots.POSITIONS[r.position]))} (tous métiers, {escape(ecart(100 * r.gap))})"]
    if r.code_zone != "52":
        details.append(f"{escape(_propre(r))}{FINE}; part retenue {escape(retenue_dite(r))}")
    details.append(_tendance(r))
    lignes = [f"<li>{t}</li>" for t in faits] + [f'<li class="obs-detail">{t}</li>' for t in details]
    badge = f'<span class="obs-badge">{escape(r.porteur)}</span>' if r.porteur else ""
    return f"<ul>{''.join(lignes)}</ul>" + (f'<p class="obs-badges obs-detail">{badge}</p>' if badge else "")


def _propre(r: Any) -> str:
    """« Surtout local (70 %) », « Mixte (40 % local) », « Surtout régional (69 %) »: how much is whose."""
    local, _, regional = mots.part_propre(r.P).partition(", ")
    part = {"B": local, "C": regional.removesuffix(" régional")}.get(r.fiabilite, local.removesuffix(" local"))
    return f"{capitale(mots.FIABILITES[r.fiabilite])} ({part})"


def _corps_vide(r: Any) -> str:
    """Why there is no class; with too few projects, what the region says, in grey."""
    raison = f'<p class="obs-raison">{escape(capitale(r.raison))}.</p>'
    if r.statut != "effectif" or pd.isna(r.niveau_region):
        return raison
    mot = Deux(*(mots.ciel(int(r.niveau_region), v).mot for v in mots.POINTS_DE_VUE))
    return f'{raison}<p class="obs-niveau-region">Région{INSEC}: classe {r.niveau_region} sur 5, {mot.html}</p>'


def _tendance(r: Any) -> str:
    """Arrow and words since the vintage before, then the region's: one is never read without the other."""
    la = "" if r.code_zone == "52" else f"{FINE}; région{INSEC}: {icones.fleche(r.fleche_region)} "
    if r.fleche == "non_mesurable":
        ici = f"{icones.fleche(r.fleche)} {escape(capitale(r.fleche_raison))}"
        return f"{ici}{la}{escape(mouvement(r.fleche_region, r.delta_region))}" if la else ici
    dit = f"{icones.fleche(r.fleche)} {capitale(mots.FLECHES[r.fleche])} depuis {r.annee_precedente}"
    if la and r.fleche == r.fleche_region:  # said once for both
        la += escape(ecart(100 * r.delta_region).partition(INSEC)[0])
        return f"{dit} ({escape(ecart(100 * r.delta))}{la})"
    la += escape(mouvement(r.fleche_region, r.delta_region)) if la else ""
    return f"{dit} ({escape(ecart(100 * r.delta))}){la}"


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
