"""What a session of the reserved process draws: its door, and the workshop of extracts, kept and taken away."""

from collections.abc import Callable

import streamlit as st

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import acces, cache, choices, compat, explorer, figure_block, identite
from pages.components.acces import extraits, session
from pages.components.acces.extraits import Extrait
from pages.components.partage import une_fois
from pages.figures import acces_pro, tables

_DIT = "_extrait-dit"  # what the last gesture did, said once
NIVEAUX = {"famille": "Famille", "fap22": "Domaine", "metier": "Métier"}


def montrer(d: Donnees, agent: session.Agent) -> None:
    """What somebody keeps, then what they are composing."""
    if dit := st.session_state.pop(_DIT, None):
        identite.alerter(*dit)
    gardes = extraits.lister(agent)
    with st.container(key="bloc-extraits"):
        figure_block.titrer("Mes extraits", "Chacun n’est lu que par son auteur")
        if gardes:
            table = acces_pro.table_extraits({i: (e.nom, _resume(e)) for i, e in gardes.items()})
            st.html(tables.en_html(table, "Mes extraits", empile=True))
            _gerer(gardes)
        else:
            identite.etat_vide(*acces_pro.CONSTATS["aucun_extrait"])
    with st.container(key="bloc-composer"):
        figure_block.titrer("Composer un extrait", "Territoires, mesures, métiers et périodes de votre choix")
        _composer(d)


def montrer_registre() -> None:
    """The log, for who runs the observatory."""
    lues = session.inscriptions()
    with st.container(key="bloc-registre"):
        figure_block.titrer("Registre", "Les deux cents dernières lignes ; le fichier les garde toutes")
        if not lues:
            identite.etat_vide(*acces_pro.CONSTATS["journal_vide"])
            return
        st.html(tables.en_html(acces_pro.table_journal(lues, acces.ROLES), "Registre de l’Accès Pro", empile=True))


def _resume(e: Extrait) -> str:
    decoupages = zonages.zonages()
    ou = decoupages[e.zonage].libelle if e.zonage in decoupages else f"découpage {e.zonage}, absent"
    listes = {"territoires": (e.zones, "tous"), "indicateurs": (e.indicateurs, "")}
    listes |= {"métiers": (e.metiers, "tous les métiers ensemble")}
    listes |= {"périodes": (e.periodes, "dernière période de chacun")}
    dits = [francais.avec_unite(len(liste), quoi) if liste else sans for quoi, (liste, sans) in listes.items()]
    return f"{ou} : {', '.join([*dits, *(['mesures de la convention'] if e.convention else [])])}"


def _gerer(gardes: dict[str, Extrait]) -> None:
    gauche, milieu, droite = st.columns([3, 3, 4], vertical_alignment="bottom")
    if st.session_state.get("extrait-choisi") not in gardes:
        st.session_state["extrait-choisi"] = next(iter(gardes))
    gauche.selectbox("Extrait", list(gardes), key="extrait-choisi", format_func=lambda i: gardes[i].nom)
    milieu.text_input("Nouveau nom", key="extrait-nouveau-nom", max_chars=extraits.NOM_MAX)
    with droite, st.container(horizontal=True, key="extrait-gestes"):
        for dit, faire in (("Reprendre", _reprendre), ("Renommer", _renommer), ("Supprimer", _supprimer)):
            st.button(dit, key=f"extrait-{dit.lower()}", on_click=_agir, args=(faire,))


def _agir(geste: Callable[..., str]) -> None:
    """Do what a button says, in the name of who is there now: the session the page was drawn for may have ended.

    What was typed or chosen just before the press has not been drawn yet: fields are read here, and the extract chosen.
    """
    agent = acces.agent()
    if agent is None or agent.role not in extraits.ROLES:
        return
    try:
        choisis = [] if geste is _enregistrer else [st.session_state["extrait-choisi"]]
        st.session_state[_DIT] = "success", geste(agent, *choisis, *(extraits.lire(agent, c) for c in choisis))
    except DemandeInvalide as e:
        st.session_state[_DIT] = "error", francais.capitale(str(e))
    except KeyError:
        st.session_state[_DIT] = "error", " ".join(acces_pro.CONSTATS["sans_extrait"])
    except OSError:
        st.session_state[_DIT] = "error", " ".join(acces_pro.CONSTATS["sans_journal"])


def _reprendre(agent: session.Agent, choisi: str, e: Extrait) -> str:
    listes = {f"extrait-{liste}": list(getattr(e, liste)) for liste in extraits.MAXIMA}
    st.session_state.update(listes | {"zonage": e.zonage, "extrait-convention": e.convention, "extrait-nom": e.nom})
    return f"« {e.nom} » est repris ci-dessous."


def _renommer(agent: session.Agent, choisi: str, e: Extrait) -> str:
    nom = st.session_state["extrait-nouveau-nom"]
    extraits.garder(agent, e._replace(nom=nom), choisi)
    st.session_state["extrait-nouveau-nom"] = ""
    return f"« {e.nom} » se nomme maintenant « {' '.join(nom.split())} »."


def _supprimer(agent: session.Agent, choisi: str, e: Extrait) -> str:
    extraits.supprimer(agent, choisi)
    return f"« {e.nom} » est supprimé."


def _enregistrer(agent: session.Agent) -> str:
    s = st.session_state
    listes = {liste: tuple(s[f"extrait-{liste}"]) for liste in extraits.MAXIMA}
    noms = zonages.noms(s["zonage"])
    listes["zones"] = tuple(z for z in listes["zones"] if z in noms)  # those of the zoning of before are still there
    e = Extrait(s["extrait-nom"], s["zonage"], **listes, convention=s["extrait-convention"])
    nom = " ".join(e.nom.split())
    deja = next((i for i, x in extraits.lister(agent).items() if x.nom.casefold() == nom.casefold()), "")
    extraits.garder(agent, e, deja)
    return f"« {nom} » est {'remplacé' if deja else 'enregistré'} : ses fichiers sont dans le tableau."


def _composer(d: Donnees) -> None:
    with st.container(key="champs-extrait"):
        gauche, droite = st.columns([2, 6], vertical_alignment="bottom")
        with gauche:
            zonage = choices.zonage((*choices.ZONAGES_CARTE, "region"))
        with droite:
            _plusieurs("Territoires", "extrait-zones", zonages.noms(zonage), "Tous")
        possibles = [c for c, i in INDICATEURS.items() if zonage in i.zonages]
        indicateurs = explorer.indicateurs(possibles, "extrait-indicateurs")
        gauche, droite = st.columns(2, vertical_alignment="bottom")
        with gauche:
            metiers = _plusieurs("Métiers", "extrait-metiers", une_fois(_metiers, d), "Tous les métiers ensemble")
        with droite:
            lus = [cache.lire_tableau(d, i, zonage) for i in indicateurs]
            periodes = sorted({p for t in lus for p in t.periodes}, key=francais.rang_periode, reverse=True)
            dites = {p: francais.periode_libelle(p) for p in periodes}
            _plusieurs("Périodes", "extrait-periodes", dites, "La dernière de chacun")
        dit = "Ajouter au classeur les mesures de la convention, valeurs réservées comprises"
        st.checkbox(dit, key="extrait-convention")
        gauche, droite = st.columns([5, 3], vertical_alignment="bottom")
        gauche.text_input("Nom de l’extrait", key="extrait-nom", max_chars=extraits.NOM_MAX)
        with droite:
            acces.bouton("Enregistrer l’extrait", "extrait-garder", "save", _agir, _enregistrer)
    if metiers and (sans := [INDICATEURS[i].libelle for i in indicateurs if not INDICATEURS[i].metiers]):
        st.caption(f"Sans détail par métier, donnés pour tous ensemble{francais.INSEC}: {', '.join(sans)}.")


def _plusieurs(titre: str, cle: str, noms: dict[str, str], vide: str) -> tuple[str, ...]:
    """Select some of a list; none stands for what `vide` says."""
    st.session_state[cle] = [c for c in st.session_state.get(cle) or [] if c in noms]
    comment = {"placeholder": vide, "max_selections": extraits.MAXIMA[cle.removeprefix("extrait-")]}
    return tuple(st.multiselect(titre, list(noms), key=cle, format_func=noms.get, **comment))


def _metiers(d: Donnees) -> dict[str, str]:
    """« niveau:code » -> name, the widest first."""
    if not d.periodes("bmo"):
        return {}
    annee = d.periodes("bmo")[-1]
    return {
        f"{niveau}:{code}": f"{mot} : {nom}"
        for niveau, mot in NIVEAUX.items()
        for code, nom in nomenclatures.libelles_enquete(d, niveau, annee).items()
    }


def fermee() -> bool:
    """Whether this run shows the door alone: the reserved process, and nobody with a role."""
    return acces.reserve() and acces.agent() is None


def montrer_porte() -> None:
    """The door: why one is outside, and the button that leads to the provider."""
    raison = acces.constat()
    st.set_page_config(page_title=acces_pro.TITRE)
    identite.titre(acces_pro.TITRE, acces_pro.SOUS_TITRE)
    if not compat.relie():
        identite.etat_vide(*acces_pro.CONSTATS["sans_fournisseur"])
        return
    identite.etat_vide(*acces_pro.CONSTATS[str(raison)])
    if raison == session.SANS_REGLES:  # to sign in again would change nothing
        return
    with st.container(horizontal=True, key="acces-porte"):
        acces.bouton("Se connecter", "connexion", "login", st.login)
        if raison in (session.SANS_ROLE, session.INCONNU):
            sortie()


def sortie() -> None:
    """The button that closes the session, here and at the provider."""
    st.button("Se déconnecter", key="deconnexion", icon=":material/logout:", on_click=st.logout)
