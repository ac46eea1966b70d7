"""What the home page says: its doors, its map of names, its choice of key figures."""

from __future__ import annotations

from html import escape

from data_loaders.francais import INSEC
from geo import zonages
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS

PERIODE = "2026"
LEGENDE = Legende(zones=("territoire SPO", "territoires SPO"))
# indicator, title of the card, address of the screen where it is explored
CHIFFRES_REGION = (
    ("taux_chomage", "Taux de chômage", "tendances?indicateur=taux_chomage&zonage=departement"),
    ("bmo_projets", "Projets de recrutement", "carte?indicateur=bmo_projets&zonage=bassin"),
    ("bmo_part_difficiles", "Projets jugés difficiles", "carte?indicateur=bmo_part_difficiles&zonage=bassin"),
    ("population", "Population", "carte?indicateur=population&zonage=spo"),
)
PORTES = (
    ("portrait", "Mon territoire en deux pages", "Élus : l’essentiel, à imprimer, pour un SPO ou un périmètre choisi"),
    ("meteo", "Chercher un métier, lire son ciel", "Où les employeurs peinent à recruter, métier par métier"),
    ("carte?projection=oui", "Projeter en réunion", "Comités de concertation : grands caractères, source visible"),
    ("comparer", "Comparer, suivre, emporter", "Analystes : territoires côte à côte, millésimes, fichiers"),
    ("convention", "Préparer le comité de pilotage", "Ce qui est reçu, en retard, attendu des deux signataires"),
)
CHAMP_CONVENTION = (
    "Nombres écrits dans le texte de la convention, à la date indiquée ; aucun n’est une valeur d’aujourd’hui."
)


def portes_html() -> str:
    """The title of the house and its doors, as links; texts are escaped."""
    liens = "".join(
        f'<li><a href="{escape(adresse)}" target="_self"><strong>{escape(titre)}</strong><span>{escape(texte)}</span>'
        "</a></li>"
        for adresse, titre, texte in PORTES
    )
    titre = "Lire l’emploi et la formation, territoire par territoire"
    return f'<h1 class="obs-heros">{titre}</h1><ul class="obs-portes">{liens}</ul>'


def note_plan() -> str:
    """What the outlines of the map are worth, and whose they are."""
    z = zonages.zonage("spo")
    valeur = f"découpage de travail ({z.confiance})" if z.decoupage_de_travail else z.confiance
    return f"{z.libelle}{INSEC}: {valeur}. {FONDS}."


def etats_spo() -> dict[str, EtatZone]:
    """Names without figures: the map of the home page shows where one can go."""
    return {
        z.code_zone: EtatZone(None, "", f"{z.libelle_zone}, ouvrir la carte") for z in zonages.zones("spo").itertuples()
    }
