"""Accès Pro for a page: whether this process is the reserved one, who is there, what they may do, the log."""

from collections.abc import Callable
from typing import Any

from geo.reglages import racine_reservee
from pages.components import feuille as st, identite
from pages.components.acces import session
from pages.components.acces.session import ROLES, Agent
from pages.figures import acces_pro

__all__ = ["ROLES", "Agent", "agent", "bouton", "constat", "dire_identite", "exiger", "journal", "reserve"]


def reserve() -> bool:
    """Whether this process is the reserved one."""
    return racine_reservee() is not None


def constat() -> Agent | str:
    """Who is there, or why nobody is (`session.ANONYME`, `EXPIRE`, `SORTI`…): read again at each call.

    A run, a callback and a fragment each ask: what was true when the page was drawn may no longer be.
    """
    return session.reconnaitre(st.user.to_dict())


def agent() -> Agent | None:
    """Who is there; None in the public process, before a login, after its end, or without a role."""
    lu = constat()
    return lu if isinstance(lu, Agent) else None


def exiger(*roles: str) -> Agent:
    """The person there, with one of these roles, any when none is named; the page stops politely for others."""
    present = agent()
    if present is None or (roles and present.role not in roles):
        identite.titre(acces_pro.TITRE, acces_pro.SOUS_TITRE)
        identite.etat_vide(*acces_pro.refus(reserve(), present and ROLES[present.role], [ROLES[r] for r in roles]))
        st.stop()
    return present


def bouton(dit: str, cle: str, icone: str, faire: Callable[..., None], *avec: Any) -> None:
    """The main button of a form."""
    st.button(dit, key=cle, type="primary", icon=f":material/{icone}:", on_click=faire, args=avec)


def dire_identite(present: Agent) -> None:
    """Write under which identity, from which provider, in which role and until when one acts."""
    compte = acces_pro.compte(present.courriel, present.sujet, present.emetteur)
    st.html(acces_pro.identite_html(present.nom, ROLES[present.role], acces_pro.heure_de(present.fin), compte))


def journal(action: str, **objet: Any) -> None:
    """Add a line to the log in the name of who is there; nothing is done in the name of nobody.

    Raises PermissionError: nobody is there, or their session has ended; OSError: the reserved root cannot be written.
    """
    present = agent()
    if present is None:
        raise PermissionError("nobody is logged in")
    session.inscrire(present, action, **objet)
