"""The screens: the order of the menu, and what each is for."""

from typing import NamedTuple

from data_loaders.contracts.convention import PARTIES
from data_loaders.francais import echapper as escape
from geo.reglages import racine_reservee
from pages.figures.adresses import lien


class Ecran(NamedTuple):
    """A page: file `pages/{module}.py`, address `/{module}`.

    Attributes:
        titre: in the menu and in the tab of the browser.
        objet: what one does there, for the site map.
        porte: what its door on the home page says; "" for none. sur_porte: its name there, where longer than its title.
        menu: False when another screen, the home page or the foot of the pages leads there.
        sous: the screen of the menu that leads there, whose entry is lit as its own would be; "" for none.
        roles: those that it is open to, in the reserved process; empty when it is open to all.
    """

    module: str
    titre: str
    objet: str
    porte: str = ""
    sur_porte: str = ""
    menu: bool = True
    sous: str = ""
    roles: tuple[str, ...] = ()


# The first one is the home page of the public.
ECRANS = (
    Ecran("accueil", "Accueil", "chercher un lieu ou un métier, la région en quatre chiffres, les portes", menu=False),
    Ecran(
        "territoires",
        "Ma commune",
        "sa commune et ses chiffres, les territoires de la convention, en composer un",
        "Le chômage, les embauches, les métiers difficiles à pourvoir, autour de chez soi.",
    ),
    Ecran(
        "portrait",
        "Portraits",
        "un territoire en deux pages, à imprimer",
        "Mon territoire en deux pages, à lire ou à imprimer avant un conseil.",
        menu=False,
        sous="territoires",
    ),
    Ecran(
        "carte",
        "Carte",
        "un indicateur, un découpage, une période",
        "Un chiffre sur toute la région, année après année ; « Projeter » l’affiche en salle.",
    ),
    Ecran(
        "meteo",
        "Météo",
        "le ciel de chaque métier sur un territoire",
        "Où les employeurs peinent à recruter, métier par métier, près de chez soi.",
        "Météo des métiers",
    ),
    Ecran(
        "formation",
        "Formation",
        "les diplômes qui mènent à un métier, et ce que deviennent ceux qui s’y forment",
        "Les diplômes qui mènent à un métier, et ce que deviennent ceux qui les préparent.",
    ),
    Ecran(
        "secteurs",
        "Secteurs",
        "les secteurs et filières de la convention",
        "Le bâtiment, la santé, l’industrie… de la convention, département par département.",
    ),
    Ecran(
        "tendances",
        "Tendances",
        "un indicateur dans le temps, pour un à quatre territoires",
        "Ce qui monte et ce qui baisse, pour un à quatre territoires de tout découpage.",
    ),
    Ecran(
        "explorer",
        "Explorer",
        "croiser indicateurs, territoires, métiers et périodes ; tout s’exporte",
        "Croiser indicateurs, territoires, métiers et périodes, puis emporter le tableau.",
    ),
    Ecran(
        "convention",
        "Convention",
        "ce qu’elle écrit par dispositif, le suivi des mesures et des engagements",
        "Ce qu’elle écrit, par dispositif ; ce que les deux signataires ont transmis.",
    ),
    Ecran(
        "donnees",
        "Données",
        "sources, dictionnaire, fichiers à emporter",
        "D’où vient chaque chiffre, ce qu’il cache, et les fichiers à emporter.",
    ),
    Ecran("seance", "Séance", "préparer une réunion, la présenter, l’emporter", menu=False),
    Ecran("aide", "Aide", "les mots expliqués, lire une carte, les touches, les commandes des exploitants", menu=False),
    Ecran(
        "acces_pro",
        "Accès Pro",
        "l’espace réservé à la Région et au Carif-Oref",
        "L’espace réservé à la Région et au Carif-Oref : des extraits sur mesure.",
        menu=False,
    ),
    Ecran("a_propos", "À propos", "mentions légales, accessibilité, données personnelles", menu=False),
)
# Of the reserved process alone: in the public one they are in no menu, no list, at no address.
SAISIE = Ecran(
    "saisie",
    "Saisie",
    "pour les signataires, transmettre les valeurs de la convention, les approuver, les publier",
    roles=(*PARTIES, "exploitant"),  # who signs, and who sees without acting
)
RESERVES = (SAISIE,)
PAR_MODULE = {e.module: e for e in (*ECRANS, *RESERVES)}
# Parts of the last public one, reached from the foot of every page.
RUBRIQUES = {
    "mentions": "Mentions légales",
    "accessibilite": "Accessibilité",
    "personnelles": "Données personnelles",
    "plan": "Plan du site",
}


def accueil() -> str:
    """Module at the root address, where the mark of the house leads; in the reserved process, where one comes in."""
    return "acces_pro" if racine_reservee() else ECRANS[0].module


def formulaires() -> tuple[str, ...]:
    """Screens of this process that a session draws, for one types and sends there; all others are documents."""
    return (accueil(), *(e.module for e in RESERVES)) if racine_reservee() else ()


def ouverts() -> tuple[Ecran, ...]:
    """Screens of this process."""
    return (*ECRANS, *RESERVES) if racine_reservee() else ECRANS


def plan_html() -> str:
    """Links to every screen, with what it is for, then to the parts of the last one."""
    lignes = "".join(
        f"<li>{lien('./' if e.module == accueil() else e.module, e.titre)}\u00a0: {escape(e.objet)}</li>"
        for e in ouverts()
    )
    parties = "".join(f"<li>{lien(f'a_propos?partie={cle}', titre)}</li>" for cle, titre in RUBRIQUES.items())
    return f"<ul>{lignes}{parties}</ul>"


def pied_html(accessibilite: str) -> str:
    """Links to the parts that every page owes its reader, with the state of conformity, which the law wants there."""
    liens = {"seance": "Préparer une séance", "aide": "Aide et glossaire"}
    titres = RUBRIQUES | {"accessibilite": f"{RUBRIQUES['accessibilite']}\u00a0: {accessibilite}"}
    liens |= {f"a_propos?partie={cle}": titre for cle, titre in titres.items()}
    return " · ".join(lien(vers, titre) for vers, titre in liens.items())
