"""Draws a screen at an address with nobody before it, and gives back its figures.

A meeting shows, saves and prints what the screens themselves draw: the same words, the same numbers.
"""

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from data_loaders.erreurs import ErreurDonnees
from pages.components import document, identite, journal
from pages.components.seance.carnet import Carnet
from pages.components.seance.diapos import jouer as jouer_diapo
from pages.figures import adresses
from pages.figures.diapos import agendas
from pages.figures.ecrans import ECRANS, PAR_MODULE, accueil, formulaires
from pages.figures.seance import Diapo

ADRESSE_MAX: Final = 2_000  # characters, as `url_state`
SANS_CONSTAT: Final = ("", "Tableau")  # titles that say nothing alone: that of the page is said instead


def ecran_de(adresse: str) -> tuple[str, str]:
    """(module, query) of an address of ours, `/carte?zonage=bassin`.

    Raises:
        ErreurDonnees: no screen has this address.
    """
    module, _, requete = adresse.removeprefix("/").partition("?")
    if vers := adresses.mener(module, requete):
        module, _, requete = vers.removeprefix("/").partition("?")
    module = module or accueil()
    if len(adresse) > ADRESSE_MAX or module not in {e.module for e in ECRANS} - {*formulaires()}:
        raise ErreurDonnees(
            "adresse",
            "adresse de la vue",
            "aucun écran de l’observatoire n’a cette adresse",
            remede="ouvrir l’écran voulu et l’ajouter de là à la séance",
        )
    return module, requete


def jouer(adresse: str) -> list[Diapo]:
    """Figures of a screen, in the order of the page, drawn for a room.

    Raises:
        ErreurDonnees: no screen has this address, or it shows nothing there; the reason is that of the screen.
    """
    if demandee := agendas.demandee(adresse):
        return [jouer_diapo(demandee)]
    module, requete = ecran_de(adresse)
    choix = [(cle, v) for cle, v in parse_qsl(requete) if cle != "projection"]
    point = "employeur" if ("point", "employeur") in choix else "candidat"
    carnet = Carnet()
    try:
        document.ecrire(PAR_MODULE[module], choix, carnet=carnet)
    except Exception as e:
        raise ErreurDonnees("imprevu", "cette vue", identite.IMPREVU, remede=journal.imprevue(journal.noter(e))) from e
    diapos = carnet.diapos()
    if not diapos:
        raison = " ".join(carnet.vides) or "cet écran n’a rien à montrer ici"
        raise ErreurDonnees("absent", "cette vue", raison, remede="choisir un autre écran ou d’autres choix")

    def dire(titre: object) -> str:
        """A title; the météo says its own for both points of view."""
        return getattr(titre, point, titre)

    dits = [dire(t) for t in (*carnet.constats, *(d.vue.titre for d in diapos))]
    constat = next((t for t in dits if t not in SANS_CONSTAT), "")
    adresse = f"/{module}" + (f"?{urlencode(choix)}" if choix else "")
    for d in diapos:
        d.adresse, d.instantane = adresse, carnet.instantane
        dit = dire(d.vue.titre)
        d.vue = replace(d.vue, titre=f"{constat}, en tableau" if dit == "Tableau" else dit or constat)
    return diapos
