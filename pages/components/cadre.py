"""What surrounds every screen, and the order of a drawing: the choices of the address, the screen, its foot.

The same for a session and for a document (`pages.components.feuille`).
"""

from collections.abc import Mapping
from functools import cache as une_seule_fois
from importlib import import_module
from itertools import chain
from types import ModuleType
from typing import Any, Final

from data_loaders import francais
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import JEUX
from data_loaders.parametres import editeur
from geo.zonages import ErreurZonage
from pages.components import cache, carnet, choices, feuille as st, identite, lieu, recherche, url_state
from pages.figures import ecrans
from pages.figures.donnees import sources
from pages.figures.ecrans import ECRANS, PAR_MODULE, Ecran, formulaires


def pied() -> None:
    """Name of the state read, how much of it is official, where it stands with the signatories. Call below the page.

    In a meeting room the name alone, and « Démonstration » when nothing read is official.
    """
    d = cache.ouvertes()
    officiels = sum(bool(d.officiel.millesimes(dataset)) for dataset in JEUX)
    inventes = sum(d.est_demonstration(dataset) for dataset in JEUX)
    if notes := carnet.ouvert():
        notes.instantane = f"{'Version' if officiels else 'Démonstration'} {d.etat}"
        return
    jeux = [
        f"{francais.nombre(n)}{francais.INSEC}{mot if n < 2 else mots}"
        for n, mot, mots in (
            (officiels, "jeu de données officiel", "jeux de données officiels"),
            (inventes, "jeu de démonstration", "jeux de démonstration"),
        )
        if n
    ]
    if commun := sources.statut_commun(d):
        jeux.append(f"travail commun des signataires{francais.INSEC}: {commun.texte}")
    if d.reservees("convention"):
        jeux.append("Accès Pro : les mesures de la convention comprennent des valeurs réservées aux signataires")
    with st.container(key="pied-page"):
        etat = editeur.lire().accessibilite
        version = " · ".join([f"Version des données{francais.INSEC}: <code>{d.etat}</code>", *jeux])
        # `main` holds all that Streamlit draws, where a foot is no landmark: its links are one.
        liens = f'<nav aria-label="Pied de page"><p>{ecrans.pied_html(etat)}</p></nav>'
        st.html(f"<footer><p>{version}</p>{liens}</footer>")


FACONS: Final = frozenset(("projection", "integre", "vue_salle"))  # as `SANS` of `static/seance/partage.js`


def page(module: str) -> ModuleType:
    """File of a screen: `montrer` draws it, `PARAMS` are its choices, kept in the address beside those that all share.

    `SOUVENIRS`: what it remembers of its reader and no address holds. Both may be missing.
    """
    return import_module(f"pages.{module}")


def _siens(module: str) -> list[url_state.Param]:
    return getattr(page(module), "PARAMS", [])


def _avec(*siens: list[url_state.Param]) -> list[url_state.Param]:
    return [*{p.key: p for p in chain(choices.PARAMS, *siens)}.values()]


@une_seule_fois
def connus() -> list[url_state.Param]:
    """Those that an address may hold, of every screen."""
    return _avec(*map(_siens, PAR_MODULE))


def montres(module: str) -> list[url_state.Param]:
    """Choices that the address of a screen keeps."""
    return _avec(_siens(module))


def portes(etat: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Choices of every screen that are not as usual, which links to another one carry.

    What is long (400 characters) stays at its own address, as do names of a screen that are those of other choices.
    """
    portees = _avec(*(siens for siens in map(_siens, PAR_MODULE) if not any(p.nom for p in siens)))
    dits = [(p.dit, p.dump(etat[p.key])) for p in portees if etat.get(p.key, p.default) != p.default]
    return [(nom, v) for nom, valeurs in dits if sum(map(len, valeurs)) <= 400 for v in valeurs]


def montrer(ecran: Ecran) -> None:
    """Draw a screen and what surrounds it."""
    tous, siens, souvenirs = connus(), montres(ecran.module), getattr(page(ecran.module), "SOUVENIRS", ())
    if ouverte := st.ouverte():
        # Of two choices of one name, the address holds that of the screen.
        ouverte.noms = {p.key: dit for dit, p in {p.dit: p for p in siens}.items()}
        if ouverte.faits:  # what a gesture left has the last word, not the address
            st.session_state.setdefault(url_state.TRACE_SESSION, {})
    cache.oublier()
    st.session_state[choices.NOMS] = []  # what a drawing that was stopped said is not said of this one
    refusees = url_state.load(tous, montres=[p.key for p in siens])
    lieu.accorder(choices.ZONAGES_CARTE)
    if ouverte:
        ouverte.rappeler({p.key: p.parse for p in souvenirs})
    identite.commencer(ecran.titre)
    point = f'<span hidden data-point="{st.session_state["point"]}"></span>'
    identite.boutons_seance(point, projetable=ecran.module not in formulaires())
    if ecran is not ECRANS[0]:  # the home page has the field itself
        with st.container(key="barre-recherche"):
            recherche.champ("recherche-barre", recherche.chercher, mots=recherche.BARRE)
    if refusees:
        libelles = {p.dit: p.libelle for p in tous if p.libelle}
        inconnu = francais.enumeration([libelles.get(r, r) for r in refusees])
        st.warning(f"Ce lien contient un choix inconnu ({inconnu}) : la valeur habituelle est affichée à la place.")
    sus = {p.dit for p in siens}
    if ailleurs := [p.libelle for p in tous if p.nom and p.libelle and p.dit not in sus and st.query_params.get(p.dit)]:
        st.warning(f"Cet écran ne tient pas compte de ce choix d’un autre\u202f: {francais.enumeration(ailleurs)}.")
    identite.perimetres_abimes()
    dites = set()
    for partie in (page(ecran.module).montrer, pied):
        try:
            partie()
        except (ErreurZonage, OSError, ErreurDonnees) as e:
            if ouverte:
                ouverte.passagere = True
            if str(e) not in dites:  # the footer may meet what stopped the page
                identite.arreter(e)
            dites.add(str(e))
    st.set_page_config(page_title=choices.nom_de_page(ecran.titre))
    # What is no choice leaves the address of a document, but for how the browser shows it.
    etrangers = set(st.query_params) - FACONS if ouverte else ()
    url_state.save(siens, ecartes=[*(p.dit for p in tous), *etrangers])
    if ouverte:
        ouverte.retenir({p.key: p.dump(st.session_state.get(p.key, p.default)) for p in souvenirs})
