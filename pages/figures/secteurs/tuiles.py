"""Cards of the sectors: those of the météo, or why there is none."""

from typing import Any

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Secteur
from geo.territoire import NOM_REGION
from geo.zonages import REGION
from pages.figures import adresses, tuiles
from pages.figures.carte.vue import COMMENT_CHARGER
from pages.figures.secteurs.chiffres import ESTIMEE
from pages.figures.vues import BADGE_TRAVAIL, Vue, badges_demo

SANS_TOTAL = "chacun avec ses chiffres, sans total pour la filière"
SANS_METIER = "Aucun métier dans les enquêtes chargées"
SANS_METIER_DEMO = "Aucun métier dans l’enquête de démonstration"
PORTRAIT = f"Portrait de secteur, {NOM_REGION}"


def preparer(
    secteurs: dict[str, Secteur], releves: dict[str, Releve | None], annee: str, demonstration: bool = False
) -> Vue:
    """The finding of the whole list: where the share of difficult projects is the highest and the lowest."""
    connues = [
        (r.q_estimee, secteurs[code].ou) for code, r in _estimes(releves, annee).items() if r.certitude in enonces.SURS
    ]
    sous_titre = f"{francais.avec_unite(len(secteurs), 'secteurs')} et filières de la convention, {NOM_REGION}, {annee}"
    badges = (*badges_demo(demonstration), BADGE_TRAVAIL)
    if len(connues) < 2:
        return Vue("Les secteurs et filières de la convention", sous_titre, badges=badges)
    haut, bas = max(connues), min(connues)
    dits = [mots.part_dite(q) for q, _ in (haut, bas)]
    constat = f"Embauches jugées difficiles{INSEC}: {dits[0]} {haut[1]}{FINE}; {dits[1]} {bas[1]}"
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


def carte_html(secteur: Secteur, releve: Releve | None, annee: str, demonstration: bool) -> str:
    """The card of a sector: its sky and its name, one finding and how sure it is; one without an estimate says why."""
    adresse = adresses.secteurs(secteur.code, annee).removeprefix("/")
    lien = f'<a href="{escape(adresse)}" target="_self">{escape(secteur.intitule)}</a>'
    r = releve and releve.marche(annee)
    if r is not None and r.statut == "estime":
        sorte = "obs-a-confirmer" if r.certitude == enonces.FRAGILE else f"obs-temps--{r.classe}"
        return (
            f'<article class="obs-carte"><div class="obs-case {sorte}">{tuiles.ciel_html(int(r.classe))}</div>'
            f"<h3>{lien}</h3><p><b>{escape(mots.part_dite(r.q_estimee))}</b> d’embauches difficiles, "
            f"{tuiles.certitude_html(r).partition(', ')[2] or escape(mots.A_CONFIRMER)}</p></article>"
        )
    if releve is None:
        raison = _manque(demonstration)
    elif secteur.sans:
        raison = f"{francais.avec_unite(len(releve.codes(annee)), 'métiers')}, {SANS_TOTAL}"
    else:
        raison = capitale(releve.tableau(ESTIMEE).periode(annee).loc[REGION, "raison"])
    return f'<article class="obs-carte"><h3>{lien}</h3><p class="obs-raison">{escape(raison)}.</p></article>'
