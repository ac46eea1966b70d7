"""Employers, job-seekers, training of one place in one table: each figure with its zone, date, and what renews it."""

from collections.abc import Sequence
from datetime import date

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, en_periode
from data_loaders.metiers.triangle import Terme
from geo import lieux, sujets
from geo.rattachement import rattacher
from geo.sujets import Sujet
from pages.figures import lecture
from pages.figures.phrases import ancienne, part
from pages.figures.tables import Html, Table, en_tetes
from pages.figures.vues import Vue, badges_demo

TETE = "Employeurs, demandeurs d’emploi, formation"
_DANS_LE_TITRE = {
    "bmo_projets": "projets d’embauche",
    "defm_a": "demandeurs d’emploi",
    "inscrits_a_e": "inscrits",
    "places_pro": "places en CAP et seconde",
}
_ENTIER = 0.9  # share of the people of a place that a zone holds, for its figure to be in the title
ENTETES = en_tetes("", "Chiffre", "Valeur #", "De quel territoire", "Date", "Pour le renouveler")


def vue(sujet: Sujet, termes: Sequence[Terme], jour: date) -> Vue:
    """The finding: the first two counts that are known for the whole place, each with its date."""
    dits = [d for t in termes if (d := _dit(sujet, t))][:2]
    vieux = sum(ancienne(t.periode, jour) for t in termes)
    ages = f"{FINE}; {avec_unite(vieux, 'chiffres')} de plus de deux ans" if vieux else ""
    ou = f"Autour {lieux.genitif(sujet.zonage, sujet.code)}" if sujet.zonage == "commune" else capitale(sujet.lieu)
    return Vue(
        f"{ou}{INSEC}: {', '.join(dits)}" if dits else f"{TETE}{INSEC}: {sujet.nom}",
        f"{TETE}, le dernier chiffre connu de chacun{ages}",
        "Ces chiffres ont chacun leur date et leur territoire. Une offre ouverte un jour n’est pas un projet de "
        f"l’année entière{FINE}; un vœu n’est pas une personne.",
        source=f"{f'{FINE}; '.join(dict.fromkeys(t.indicateur.source for t in termes))}.",
        badges=badges_demo(any(t.demonstration for t in termes)),
    )


def _habitants(sujet: Sujet, t: Terme) -> float:
    r = rattacher(sujet.zonage, sujet.code, (t.zonage,))
    return r.part_population if r else 0.0


def _dit(sujet: Sujet, t: Terme) -> str:
    quoi = _DANS_LE_TITRE.get(t.indicateur.code)
    if quoi is None or t.statut in VIDES or not t.valeur or _habitants(sujet, t) < _ENTIER:
        return ""
    quand = en_periode(t.periode, flux=t.indicateur.flux)
    return f"{'au moins ' if t.minorant else ''}{avec_unite(t.valeur, quoi)} {quand}"


def table(sujet: Sujet, termes: Sequence[Terme], jour: date) -> Table:
    """One row a figure, by side."""
    lignes, dits = [], set()
    for t in termes:
        cote = "" if t.cote in dits else Html(f"<b>{escape(t.cote)}</b>")
        dits.add(t.cote)
        lignes.append([cote, t.indicateur.libelle, _valeur(t), _ou(sujet, t), _quand(t, jour), _renouveler(t, jour)])
    return Table(ENTETES, lignes)


def _valeur(t: Terme) -> str:
    if t.statut in VIDES:
        return lecture.MOTS_STATUT[t.statut]
    if t.minorant and not t.valeur:
        return "aucune située"
    unite = f"{INSEC}{t.indicateur.unite}" if t.indicateur.genre == "taux" else ""
    return f"{'au moins ' if t.minorant else ''}{lecture.nombre(t.indicateur, t.valeur)}{unite}"


def _ou(sujet: Sujet, t: Terme) -> str:
    titre, habitants = sujets.de_zone(t.zonage, t.code_zone).titre, _habitants(sujet, t)
    return capitale(titre if habitants > _ENTIER else f"{titre} ({part(habitants)} des habitants)")


def _quand(t: Terme, jour: date) -> str:
    dite = francais.periode_libelle(t.periode)
    if not ancienne(t.periode, jour):
        return dite
    return Html(f'<span class="obs-ancien">ancien{INSEC}: {escape(dite)}</span>')


def _renouveler(t: Terme, jour: date) -> str:
    """Who publishes what follows, of what is old."""
    if not ancienne(t.periode, jour):
        return ""
    adresse = CONTRATS[t.indicateur.datasets_pour(t.zonage)[0]].adresse
    site = adresse.removeprefix("https://").removeprefix("www.").partition("/")[0]
    return f"{t.producteur}, {site}"
