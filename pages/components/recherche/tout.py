"""The line that understands everything: on the home page, and behind the icon and the « / » key of every page."""

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from pages.components import cache, choices, feuille as st, recherche
from pages.components.partage import lire_une_fois
from pages.components.recherche import Trouvailles
from pages.figures.recherche import ligne
from pages.figures.recherche.ligne import Resultat


def comprendre(texte: str, d: Donnees) -> Resultat:
    """What answers a line; damaged data leave the places, the screens and the convention."""
    try:
        return ligne.chercher(texte, ligne.contexte(d, lire_une_fois))
    except ErreurDonnees:
        return ligne.chercher(texte, ligne.SANS_DONNEES)


def chercher(texte: str) -> Trouvailles:
    """The same for this session, as the field shows it."""
    r = comprendre(texte, cache.donnees())
    return Trouvailles(ligne.de(r.reponses or r.proches), " ".join(r.avis), sur=bool(r.reponses))


def souvent() -> list[tuple[str, str]]:
    """Questions of the home page, each with the address of its answer."""
    d = cache.ouvertes()
    return [(q, r.reponses[0].adresse) for q in ligne.FREQUENTES if (r := comprendre(q, d)).reponses]


def champ() -> None:
    """The field of the home page; a proposal chosen opens its screen."""
    recherche.champ("recherche-accueil", chercher, choices.ouvrir, recherche.TOUT)


def barre() -> None:
    """The same behind an icon, in the header of every other page and in the corner of the meeting room."""
    with st.container(key="barre-recherche"):
        recherche.champ("recherche-barre", chercher, choices.ouvrir, recherche.BARRE)
