"""Cards of the sectors: the sky of each, its share and its number of projects, or why there is none."""

from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.francais import INSEC, capitale, echapper as escape, nombre
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Secteur
from geo.zonages import REGION
from pages.figures import icones, lecture
from pages.figures.carte.vue import COMMENT_CHARGER
from pages.figures.secteurs.chiffres import ESTIMEE, PROJETS
from pages.figures.secteurs.vue import BADGE_TRAVAIL
from pages.figures.vues import Vue, badges_demo

SANS_TOTAL = "chacun avec ses chiffres, sans total pour la filière"
SANS_METIER = "Aucun métier dans les enquêtes chargées"
SANS_METIER_DEMO = "Aucun métier dans l’enquête de démonstration"
PORTRAIT = "Portrait de secteur, Pays de la Loire"


def preparer(
    secteurs: dict[str, Secteur], releves: dict[str, Releve | None], annee: str, demonstration: bool = False
) -> Vue:
    """The finding of the whole list: where the share of difficult projects is the highest and the lowest."""
    connues = [
        (r.q_estimee, secteurs[code].ou) for code, r in _estimes(releves, annee).items() if r.certitude in enonces.SURS
    ]
    sous_titre = (
        f"{francais.avec_unite(len(secteurs), 'secteurs')} et filières de la convention, Pays de la Loire, {annee}"
    )
    badges = (*badges_demo(demonstration), BADGE_TRAVAIL)
    if len(connues) < 2:
        return Vue("Les secteurs et filières de la convention", sous_titre, badges=badges)
    haut, bas = max(connues), min(connues)
    dits = [mots.part_dite(q) for q, _ in (haut, bas)]
    constat = f"{dits[0]} des projets d’embauche jugés difficiles {haut[1]}, {dits[1]} {bas[1]}"
    return Vue(constat, sous_titre, badges=badges)


def _estimes(releves: dict[str, Releve | None], annee: str) -> dict[str, Any]:
    """code -> estimate in the region, of the sectors that have one."""
    lus = {code: releve.marche(annee) for code, releve in releves.items() if releve is not None}
    return {code: r for code, r in lus.items() if r is not None and r.statut == "estime"}


def ordonner(releves: dict[str, Releve | None], annee: str) -> list[str]:
    """Codes from the highest estimate to the lowest, then those without any."""
    estimes = _estimes(releves, annee)
    return sorted(releves, key=lambda c: (c not in estimes, -estimes[c].q_estimee if c in estimes else 0.0))


def vide(secteur: Secteur, demonstration: bool) -> Vue:
    """Head of the portrait of a sector that the survey cannot tell."""
    manque = _manque(demonstration)
    badges = badges_demo(demonstration)
    return Vue(f"{secteur.convenu}{INSEC}: {manque[:1].lower()}{manque[1:]}", PORTRAIT, badges=badges)


def raison_vide(demonstration: bool) -> str:
    """Why, in a sentence, and what to do about it where something can be done."""
    return f"{SANS_METIER_DEMO}. {COMMENT_CHARGER}" if demonstration else f"{SANS_METIER}."


def _manque(demonstration: bool) -> str:
    return SANS_METIER_DEMO if demonstration else SANS_METIER


def tuile_html(secteur: Secteur, releve: Releve | None, annee: str, demonstration: bool) -> str:
    """Markup of one card; the style sheet shows the sky of the point of view that is chosen."""
    titre = f"<h3>{escape(secteur.intitule)}</h3>"
    if releve is None or secteur.sans:
        nb = francais.avec_unite(len(releve.codes(annee)), "métiers") if releve else ""
        raison = f"{nb}, {SANS_TOTAL}" if releve else _manque(demonstration)
        return _article("obs-tuile--nd", _bande_vide("n.d."), f'{titre}<p class="obs-raison">{raison}.</p>')
    r = releve.marche(annee)
    projets, part = (releve.tableau(i).periode(annee).loc[REGION] for i in (PROJETS, ESTIMEE))
    if r is None or r.statut != "estime":
        raison = part["raison"]
        genre = "secret" if part["obs_status"] == "Q" else "nd"
        bande = _bande_vide(lecture.SIGNES.get(part["obs_status"], "n.d."))
        return _article(f"obs-tuile--{genre}", bande, f'{titre}<p class="obs-raison">{escape(raison)}.</p>')
    dits = (f"<b>{escape(mots.part_dite(r.q_estimee))}</b> jugés difficiles, estimé", _projets(projets))
    corps = f"{titre}<ul>{''.join(f'<li>{dit}</li>' for dit in dits)}</ul>"
    fragile = " obs-a-confirmer" if r.certitude == enonces.FRAGILE else ""
    return _article(f"obs-temps--{r.classe}{fragile}", _bande(r), corps)


def _article(classe: str, bande: str, corps: str) -> str:
    return f'<article class="obs-tuile obs-secteur {classe}">{bande}{corps}</article>'


def _bande(r: Any) -> str:
    cieux = {v: mots.ciel(int(r.classe), v) for v in mots.POINTS_DE_VUE}
    images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
    mot, _, certitude = mots.enonce(int(r.classe), r.certitude, r.w).partition(", ")
    sure = f"<span>{escape(certitude)}</span>" if certitude else ""
    return f'<div class="obs-bande">{images}<p class="obs-nom-ciel"><b>{escape(capitale(mot))}</b>{sure}</p></div>'


def _bande_vide(signe: str) -> str:
    mots_vides = '<p class="obs-nom-ciel">sans estimation</p>'
    return f'<div class="obs-bande"><p class="obs-sans-classe">{signe}</p>{mots_vides}</div>'


def _projets(ligne: pd.Series) -> str:
    moins = "au moins " if ligne["minorant"] else ""
    return f"{moins}<b>{nombre(ligne['value'])}</b> {francais.accorder('projets', ligne['value'])} d’embauche"
