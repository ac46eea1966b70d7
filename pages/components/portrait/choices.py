"""Choices of the screen « Portraits »: a zone of any zoning, the whole region, or a territory of the reader’s own."""

from data_loaders.francais import echapper as escape
from geo import sujets, zonages
from geo.sujets import Sujet
from pages.components import choices, feuille as st, lieu, territoire, url_state

REGION = ("region", zonages.REGION)
SUJETS = {"zone": "Une zone", "libre": "Mon territoire composé"}
PARAMS = [url_state.one("portrait", "zone", tuple(SUJETS), libelle="sujet du portrait")]


def sujet() -> tuple[Sujet, st.Boite]:
    """Select what the portrait describes, the whole region without a zone; and the end of the line of choices."""
    ligne = choices.ligne_choix("portrait")
    compose = territoire.compose()
    if compose is not None and "portrait" not in st.query_params and not lieu.courant():
        st.session_state["portrait"] = "libre"  # a link that carries a composed territory and nothing else
    with choices.phrase("portrait"):
        if compose is not None and choices.boutons("Portrait de", SUJETS, "portrait") == "libre":
            ligne(compose.sujet.nom)
            return compose.sujet, st.container(width="content")
        zonage = choices.zonage(choices.ZONAGES_CARTE)
        zone = choices.zone(zonage)
        bout = st.container(width="content")
    ligne(choices.nom_zone(zonage, zone))
    if dit := lieu.dire(zonage, zone):
        st.html(f'<p class="obs-note">{escape(dit)}</p>')
    return sujets.de_zone(*((zonage, zone) if zone else REGION)), bout
