"""The page that prepares a meeting: its head, and the component that holds the agenda in the browser."""

from typing import Final

from data_loaders.parametres import secteurs
from pages.components import ensembles, feuille as st, identite, lieu
from pages.figures.ecrans import ECRANS
from pages.figures.seance import modeles

STATIQUE: Final = ensembles.STATIQUE / "seance"
_SIENS: Final = sorted(f for f in STATIQUE.iterdir() if f.suffix in (".js", ".css"))
_composant = st.Composant("preparer", ensembles.datee("seance/preparer.js", *_SIENS))


def derniers() -> dict[str, str]:
    """For each kind of meeting, the place last looked at that it may be made for."""
    secteur = st.session_state.get("secteur")
    vus = {"secteur": f"secteur:{secteur}"} if secteur in secteurs.lire().secteurs else {}
    for zonage in ("zef", "spo", "commune"):
        if zone := lieu.zone_de(zonage):
            vus[zonage] = zone
    return {nom: cle for nom, cle in vus.items() if nom in modeles.MODELES}


def montrer() -> None:
    """Draw the page."""
    with st.container(key="titre-seance"):
        identite.titre("Préparer une séance", "Des vues des écrans, dans l’ordre de la réunion")
    ecrans = {e.module: e.titre for e in ECRANS}
    _composant(key="preparer", data={"ecrans": ecrans, "derniers": derniers()})
