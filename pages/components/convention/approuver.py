"""Approving what is in force, for one's own party, then publishing it once both have."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import receptions
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.francais import FINE, INSEC, retourne
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from pages.components import acces, figure_block, identite
from pages.figures import tables
from pages.figures.convention import registres, saisie
from pages.figures.vues import Vue, badges_statut

# Of the session: what was refused, what was just done.
REFUS, FAIT = "_accord_refus", "_accord_fait"


def montrer(donnees: Donnees, present: acces.Agent) -> None:
    """The whole view."""
    instantane = _public(donnees)
    en_place = [instantane] if instantane else []
    statut = approbations.statut(receptions.DATASET, en_place, donnees.racine)
    titre, dit = registres.titre_publication(statut, instantane), "Chaque signataire approuve pour lui seul"
    figure_block.titrer_page(Vue(titre, dit, badges=badges_statut(statut)))
    acces.dire_identite(present)
    for cle, ton in ((FAIT, "success"), (REFUS, "error")):
        if dite := st.session_state.get(cle):
            identite.alerter(ton, dite)
    with st.container(key="bloc-convention-etapes"):
        figure_block.titrer("Où en est l’approbation", f"Chaque étape s’enregistre une fois{FINE}; rien n’est retiré")
        st.html(registres.etapes_html(instantane, approbations.de(receptions.DATASET, en_place)))
    if not instantane:
        identite.etat_vide("Aucune valeur à approuver.", f"Les transmettre d’abord{INSEC}: étape Transmettre.")
        return
    _lire(donnees, present, instantane)
    if present.partie is None:
        identite.etat_vide(saisie.TEMOIN)
    else:
        _agir(present, present.partie, instantane, statut)


def _lire(donnees: Donnees, present: acces.Agent, instantane: str) -> None:
    """What is approved: every value in force, beside those that the same party approved last."""
    derniere = _derniere(donnees, present.partie)
    avant = _observations(donnees, derniere) if derniere else None
    changements = receptions.comparer(avant, _observations(donnees, instantane))
    with st.container(key="bloc-accord-valeurs"):
        figure_block.titrer("Ce qui est approuvé", saisie.depuis(changements, instantane, derniere, present.partie))
        st.html(tables.en_html(saisie.lecture_approbation(changements), "Valeurs à approuver", empile=True))
        if confirmees := saisie.confirmations(donnees.officiel.versions(receptions.DATASET), derniere):
            titre = "<h3>Valeurs surprenantes, confirmées par qui les a transmises</h3>"
            st.html(f"{titre}{saisie.liste_html(confirmees)}")


def _public(donnees: Donnees) -> str:
    """Snapshot of the public values in force, "" for none: what is reserved is neither approved nor published."""
    return next((e["instantane"] for e in donnees.officiel.courant().get(receptions.DATASET, {}).values()), "")


def _observations(donnees: Donnees, instantane: str) -> pd.DataFrame:
    return donnees.officiel.lire_version(receptions.DATASET, instantane)["observations"].to_pandas()


def _derniere(donnees: Donnees, partie: str | None) -> str:
    """Last snapshot that a party approved, both for who is neither, "" for none; one no longer on disk is left out."""
    connus = {i.identifiant for i in donnees.officiel.versions(receptions.DATASET)}
    faites = [a for a in approbations.lire(donnees.racine) if a.dataset == receptions.DATASET]
    dites = {(a.instantane, a.partie) for a in faites}
    parties = [partie] if partie else [*PARTIES]
    siennes = (a.instantane for a in reversed(faites) if all((a.instantane, p) in dites for p in parties))
    return next((i for i in siennes if i in connus), "")


def _agir(present: acces.Agent, partie: str, instantane: str, statut: approbations.Statut) -> None:
    """The form of what this party may do now: approve, then publish; else, whom it waits for."""
    pour, reference, bouton = partie, "Référence (compte rendu, courrier, décision)", "Approuver ces valeurs"
    titre = f"Approuver pour {saisie.POUR[partie]}"
    sous_titre = f"Cet accord ne se retire pas{FINE}; le nom et la référence se lisent sur le site public"
    if partie in statut.parties:
        if not statut.valide:
            return identite.etat_vide(*saisie.attente(next(p for p in PARTIES if p not in statut.parties)))
        if statut.publie_le:
            return identite.etat_vide(*saisie.PUBLIE)
        pour, titre, reference = approbations.PUBLICATION, "Publier", "Où (rapport, adresse, séance)"
        sous_titre = f"Elle s’enregistre une fois{FINE}; le nom et le lieu se lisent sur le site public"
        bouton = "Enregistrer la publication"
    # Each key is that of one step on one snapshot: what was typed or ticked for another is not read for this one.
    cles = {c: f"accord-{c}-{pour}-{instantane}" for c in ("nom", "reference", "lu")}
    with st.container(key="bloc-accord"):
        figure_block.titrer(titre, sous_titre)
        st.text_input("Nom", present.nom, key=cles["nom"], max_chars=approbations.TEXTE_MAX)
        st.text_input(reference, key=cles["reference"], max_chars=approbations.TEXTE_MAX)
        st.checkbox(f"J’ai lu les valeurs de l’instantané {instantane}", key=cles["lu"])
        acces.bouton(bouton, f"accorder-{pour}-{instantane}", "check", _enregistrer, instantane, pour, cles)


def _enregistrer(instantane: str, pour: str, cles: Mapping[str, str]) -> None:
    """Callback: one line of the register, on what was shown and nothing else."""
    present, etat = acces.agent(), st.session_state
    if present is None or present.partie is None or pour not in (present.partie, approbations.PUBLICATION):
        return
    if not all(c in etat for c in cles.values()):  # the second click of a double one: its form is gone
        return
    for cle in (REFUS, FAIT):
        etat.pop(cle, None)
    nom, reference = (" ".join(etat[cles[c]].split()) for c in ("nom", "reference"))
    if not (0 < len(nom) <= approbations.TEXTE_MAX and 0 < len(reference) <= approbations.TEXTE_MAX):
        etat[REFUS] = saisie.TEXTES_MANQUENT
    elif retourne(nom + reference):
        etat[REFUS] = saisie.TEXTES_RETOURNES
    elif not etat[cles["lu"]]:
        etat[REFUS] = saisie.LECTURE_MANQUE
    else:
        try:
            etat[FAIT] = _inscrire(instantane, pour, nom, reference)
        except DemandeInvalide as e:
            etat[REFUS] = str(e)
        except (ErreurDonnees, OSError) as e:
            constat, suite, _ = saisie.refus(saisie.panne(e))
            etat[REFUS] = f"{constat} {suite}"


def _inscrire(instantane: str, pour: str, nom: str, reference: str) -> str:
    """Record, nothing being received meanwhile; what a second click asks again, while the first is still answered, is
    said again. Raises ErreurDonnees: rule `lecture`, other values are in force."""
    donnees = Donnees()
    cible = f"{receptions.DATASET}/{instantane}"
    with receptions.une_a_la_fois(donnees.racine):
        if _public(donnees) != instantane:
            raise ErreurDonnees("lecture", cible, saisie.CHANGE_PENDANT[0], remede=saisie.CHANGE_PENDANT[1])
        faites = approbations.de(receptions.DATASET, [instantane])
        if deja := next((a for a in faites if (a.partie, a.nom, a.reference) == (pour, nom, reference)), None):
            return saisie.inscrit(deja, approbations.statut(receptions.DATASET, [instantane], donnees.racine))
        acces.journal("convention.accord", pour=pour, instantane=instantane)
        partie = None if pour == approbations.PUBLICATION else pour
        return saisie.inscrit(*approbations.approuver(donnees.racine, cible, partie, nom, reference))
