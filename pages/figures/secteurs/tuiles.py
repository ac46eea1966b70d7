"""Cards of the sectors: the sky of each, its share and its number of projects, or why there is none."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.metiers.secteurs import REGION, Releve
from data_loaders.parametres.secteurs import Secteur
from pages.figures import icones, lecture
from pages.figures.carte.vue import COMMENT_CHARGER
from pages.figures.meteo.vue import Deux, proche
from pages.figures.secteurs.vue import BADGE_TRAVAIL
from pages.figures.vues import DEMONSTRATION, Vue

SANS_CORRESPONDANCE = "Sans correspondance de métiers"
SANS_METIER = "Aucun métier dans les enquêtes chargées"
SANS_METIER_DEMO = "Aucun métier dans l’enquête de démonstration"
PORTRAIT = "Portrait de secteur, Pays de la Loire"


def preparer(
    secteurs: dict[str, Secteur], releves: dict[str, Releve | None], annee: str, demonstration: bool = False
) -> Vue:
    """The finding of the whole list: where the share of difficult projects is the highest and the lowest."""
    connues = []
    for code, releve in releves.items():
        ligne = None if releve is None else releve.tableau("bmo_part_difficiles").periode(annee).loc[REGION]
        if ligne is not None and ligne["obs_status"] not in VIDES:
            connues.append((ligne["value"], secteurs[code].ou))
    sous_titre = (
        f"{francais.avec_unite(len(secteurs), 'secteurs')} et filières de la convention, Pays de la Loire, {annee}"
    )
    badges = (*((DEMONSTRATION,) if demonstration else ()), BADGE_TRAVAIL)
    if len(connues) < 2:
        return Vue("Les secteurs et filières de la convention", sous_titre, badges=badges)
    haut, bas = max(connues), min(connues)
    dits = [f"{nombre(v)}{INSEC}%" for v, _ in (haut, bas)]
    constat = f"{dits[0]} des projets de recrutement sont jugés difficiles {haut[1]}, {dits[1]} {bas[1]}"
    return Vue(constat, sous_titre, badges=badges)


def vide(secteur: Secteur, demonstration: bool) -> Vue:
    """Head of the portrait of a sector that the survey cannot tell."""
    manque = _manque(secteur, demonstration)
    badges = (DEMONSTRATION,) if demonstration else ()
    return Vue(f"{secteur.libelle}{INSEC}: {manque[:1].lower()}{manque[1:]}", PORTRAIT, badges=badges)


def raison_vide(secteur: Secteur, demonstration: bool) -> str:
    """Why, in a sentence, and what to do about it where something can be done."""
    return secteur.sans or (f"{SANS_METIER_DEMO}. {COMMENT_CHARGER}" if demonstration else f"{SANS_METIER}.")


def _manque(secteur: Secteur, demonstration: bool) -> str:
    if secteur.sans:
        return SANS_CORRESPONDANCE
    return SANS_METIER_DEMO if demonstration else SANS_METIER


def tuile_html(secteur: Secteur, releve: Releve | None, annee: str, demonstration: bool) -> str:
    """Markup of one card; the style sheet shows the point of view that is chosen."""
    titre = f"<h3>{escape(secteur.libelle)}</h3>"
    if releve is None:
        raison = _manque(secteur, demonstration)
        return _article("obs-tuile--nd", _bande_vide("n.d."), f'{titre}<p class="obs-raison">{raison}.</p>')
    meteo = releve.indices("region")
    r = next(meteo[meteo["annee"] == annee].itertuples(), None)
    projets, part = (releve.tableau(i).periode(annee).loc[REGION] for i in ("bmo_projets", "bmo_part_difficiles"))
    if r is None or r.statut != "classe":
        raison = part["raison"] if r is None else r.raison
        genre = "secret" if part["obs_status"] == "Q" else "nd"
        bande = _bande_vide(lecture.SIGNES.get(part["obs_status"], "n.d."))
        return _article(f"obs-tuile--{genre}", bande, f'{titre}<p class="obs-raison">{escape(raison)}.</p>')
    corps = f"{titre}<ul><li>{_part(part)}</li><li>{_projets(projets)}</li></ul>"
    return _article(f"obs-temps--{r.niveau}", _bande(r), corps)


def _article(classe: str, bande: str, corps: str) -> str:
    return f'<article class="obs-tuile obs-secteur {classe}">{bande}{corps}</article>'


def _bande(r: Any) -> str:
    cieux = {v: mots.ciel(r.niveau, v) for v in mots.POINTS_DE_VUE}
    images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
    mot = Deux(*(lecture.capitale(c.mot) for c in cieux.values()))
    pres = f'<span class="obs-proche">proche de {proche(r)}</span>' if proche(r) else ""
    return (
        f'<div class="obs-bande">{images}<p class="obs-nom-ciel"><b>{mot.html}</b>'
        f"<span>classe {r.niveau} sur 5</span>{pres}</p></div>"
    )


def _bande_vide(signe: str) -> str:
    return f'<div class="obs-bande"><p class="obs-sans-classe">{signe}</p><p class="obs-nom-ciel">sans classe</p></div>'


def _part(ligne: pd.Series) -> str:
    return f"<b>{nombre(ligne['value'])}{INSEC}%</b> des projets jugés difficiles"


def _projets(ligne: pd.Series) -> str:
    moins = "au moins " if ligne["minorant"] else ""
    return f"{moins}<b>{nombre(ligne['value'])}</b> {francais.accorder('projets', ligne['value'])} de recrutement"
