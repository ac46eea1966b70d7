"""What surrounds every screen, and the order of a drawing: the choices of the address, the screen, its foot.

The same for a session and for a document (`pages.components.feuille`).
"""

from collections.abc import Callable, Mapping
from functools import cache as une_seule_fois
from types import ModuleType
from typing import Any, Final

from data_loaders.erreurs import ErreurDonnees
from geo.zonages import ErreurZonage
from pages.components import (
    a_propos as choices_a_propos,
    aide as choices_aide,
    cache,
    choices,
    differences,
    donnees as choices_donnees,
    feuille as st,
    identite,
    instantane,
    lieu,
    secteur as un_secteur,
    url_state,
    vignettes,
)
from pages.components.convention import choices as choices_convention
from pages.components.convention.saisie import choices as choices_saisie
from pages.components.explorer import choices as choices_explorer
from pages.components.formation import choices as choices_formation
from pages.components.meteo import choices as choices_meteo
from pages.components.portrait import choices as choices_portrait
from pages.components.recherche import tout as recherche_tout
from pages.components.tendances import choices as choices_tendances
from pages.components.territoires import choices as choices_territoires
from pages.components.url_state import Param
from pages.figures.ecrans import ECRANS, Ecran, formulaires

# Choices of one screen, kept in the address beside those that all share.
CHOIX: dict[str, tuple[ModuleType, ...]] = {
    "carte": (vignettes,),
    "meteo": (choices_meteo,),
    "formation": (choices_formation, un_secteur, choices_territoires),
    "secteurs": (un_secteur,),
    "territoires": (choices_territoires,),
    "portrait": (choices_portrait, choices_territoires),
    "tendances": (choices_tendances,),
    "explorer": (choices_explorer,),
    "convention": (choices_convention,),
    "donnees": (choices_donnees, differences),
    "a_propos": (choices_a_propos,),
    "aide": (choices_aide,),
    "saisie": (choices_saisie,),
}


PORTEE_MAX: Final = 400  # characters


def _modules() -> tuple[Any, ...]:
    return tuple(dict.fromkeys((choices, *(m for plusieurs in CHOIX.values() for m in plusieurs))))


@une_seule_fois
def connus() -> list[Param]:
    """Those that an address may hold, of every screen."""
    return [p for m in _modules() for p in m.PARAMS]


def montres(module: str) -> list[Param]:
    """Choices that the address of a screen keeps."""
    return [p for m in (choices, *CHOIX.get(module, ())) for p in m.PARAMS]


def portes(etat: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Choices of every screen that are not as usual, which links to another one carry.

    What is long stays at its own address, as does the question of a screen whose names are those of other choices.
    """
    portees = [p for m in _modules() if not any(p.nom for p in m.PARAMS) for p in m.PARAMS]
    dits = [(p.dit, p.dump(etat[p.key])) for p in portees if etat.get(p.key, p.default) != p.default]
    return [(nom, v) for nom, valeurs in dits if sum(map(len, valeurs)) <= PORTEE_MAX for v in valeurs]


def souvenirs(module: str) -> list[Param]:
    """What a screen remembers of its reader and no address holds: a session keeps it, else its page does."""
    return [p for m in CHOIX.get(module, ()) for p in getattr(m, "SOUVENIRS", ())]


def montrer(ecran: Ecran, dessiner: Callable[[], None]) -> None:
    """Draw a screen and what surrounds it."""
    tous = connus()
    siens = montres(ecran.module)
    if ouverte := st.ouverte():
        noms = {p.dit: p.key for p in siens}  # of two choices of one name, the address holds that of the screen
        ouverte.noms = {cle: dit for dit, cle in noms.items()}
        if ouverte.faits:  # what a gesture left has the last word, not the address
            st.session_state.setdefault(url_state.TRACE_SESSION, {})
    cache.oublier()
    choices.oublier_noms()  # of a drawing that a gesture stopped
    choices.suivre_ouverture(tous)
    refusees = url_state.load(tous, montres=[p.key for p in siens])
    lieu.accorder(choices.ZONAGES_CARTE)
    if ouverte:
        ouverte.rappeler({p.key: p.parse for p in souvenirs(ecran.module)})
    identite.commencer(ecran.titre)
    point = f'<span hidden data-point="{st.session_state["point"]}"></span>'
    identite.boutons_seance(point, projetable=ecran.module not in formulaires())
    if ecran is not ECRANS[0]:  # the home page has the field itself
        recherche_tout.barre()
    choices.signaler(refusees, {p.dit: p.libelle for p in tous if p.libelle})
    identite.perimetres_abimes()
    dites = set()
    for partie in (dessiner, instantane.pied):
        try:
            partie()
        except (ErreurZonage, OSError, ErreurDonnees) as e:
            if ouverte:
                ouverte.passagere = True
            if str(e) not in dites:  # the footer may meet what stopped the page
                identite.arreter(e)
            dites.add(str(e))
    st.set_page_config(page_title=choices.nom_de_page(ecran.titre))
    url_state.save(siens, ecartes=[p.dit for p in tous])
    if ouverte:
        ouverte.retenir({p.key: p.dump(st.session_state.get(p.key, p.default)) for p in souvenirs(ecran.module)})
