"""The page that prepares a meeting: its head, and the component that holds the agenda in the browser."""

from typing import Final

from data_loaders.parametres import secteurs
from pages.components import ensembles, feuille as st, identite, lieu
from pages.figures.ecrans import ECRANS

STATIQUE: Final = ensembles.STATIQUE / "seance"
_SIENS: Final = sorted(f for f in STATIQUE.iterdir() if f.suffix in (".js", ".css"))
_composant = st.Composant("preparer", ensembles.datee("seance/preparer.js", *_SIENS))


def derniers() -> dict[str, str]:
    """For each kind of meeting, the place last looked at that it may be made for."""
    vus = {zonage: lieu.zone_de(zonage) for zonage in ("zef", "spo", "commune")}
    if (secteur := st.session_state.get("secteur")) in secteurs.lire().secteurs:
        vus["secteur"] = f"secteur:{secteur}"
    return {nom: cle for nom, cle in vus.items() if cle}


def montrer() -> None:
    """Draw the page."""
    with st.container(key="titre-seance"):
        identite.titre("Préparer une séance", "Des vues des écrans, dans l’ordre de la réunion")
    ecrans = {e.module: e.titre for e in ECRANS}
    _composant(key="preparer", data={"ecrans": ecrans, "derniers": derniers()})
