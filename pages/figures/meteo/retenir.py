"""« Les métiers à retenir » and « les métiers voisins »: short lists that lead to the view of a métier."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import FINE, INSEC, capitale, echapper as escape, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.palmares import NB_PALMARES, Liste, Palmares, rangees
from pages.figures.meteo.tables import classe_html, lien
from pages.figures.meteo.vue import (
    Deux,
    chance,
    enonces,
    estimee,
    estimee_dite,
    estimee_fine,
    intervalle_dit,
    projets_dits,
    rang_dit,
)
from pages.figures.tables import Html, en_tetes

LIENS = {
    "fap87": "même groupe de métiers",
    "rome": "mêmes métiers ROME",
    "fap22": "même domaine professionnel",
}


class Colonne(NamedTuple):
    """A list: its title and what it holds, for both points of view, then its rows; `complet`: of the complete index."""

    titre: Deux
    quoi: str
    liste: Liste
    complet: bool = False


def colonnes(p: Palmares, annee: str) -> list[Colonne]:
    """The three lists; the survey alone knows no job-seekers, so without the complete index the third one says less."""
    tension = Colonne(
        Deux("Les plus recherchés", "Les plus difficiles à recruter"),
        "Plus de 3 projets sur 5 difficiles, par part estimée",
        p.tension,
    )
    porteurs = Colonne(
        Deux("Le plus de projets", "Le plus de projets"),
        "Métiers porteurs, par nombre de projets publiés",
        p.porteurs,
    )
    if not p.surplus.raison:
        surplus = Colonne(
            Deux("Le plus de concurrence", "Le plus de candidats"),
            f"Indice complet de {annee}, moins de 40 sur 100, avec les offres et les demandeurs",
            p.surplus,
            complet=True,
        )
    else:
        surplus = Colonne(
            Deux("Les moins recherchés", "Les plus aisés à recruter"),
            f"Moins de 2 projets sur 5 difficiles. {capitale(p.surplus.raison)}",
            p.aises,
        )
    return [tension, porteurs, surplus]


def html(p: Palmares, annee: str, libelles: Mapping[str, str], adresse: Callable[[str], str]) -> str:
    """The lists side by side.

    Args:
        libelles: code of a métier -> label; adresse: `metier:CODE` -> address of its view.
    """
    blocs = []
    for c in colonnes(p, annee):
        corps = f'<p class="obs-raison">Liste vide{INSEC}: {escape(c.liste.raison)}.</p>'
        if not c.liste.raison:
            dire = _complet if c.complet else _metier
            lignes = "".join(
                f"<li>{lien(libelles[r.code_groupe], adresse(f'metier:{r.code_groupe}'))}{dire(r)}</li>"
                for r in rangees(c.liste.lignes)
            )
            corps = f"<ul>{lignes}</ul>{_reste(c.liste)}"
        blocs.append(f'<section><h3>{c.titre.html}</h3><p class="obs-note">{escape(c.quoi)}.</p>{corps}</section>')
    return f'<div class="obs-retenir">{"".join(blocs)}</div>'


def cites(p: Palmares) -> list[str]:
    """Codes of the métiers of the lists, each once."""
    return list(dict.fromkeys(c for liste in p for c in liste.lignes.get("code_groupe", ())))


def _reste(liste: Liste) -> str:
    if liste.total <= len(liste.lignes):
        return ""
    suite = "" if len(liste.lignes) <= NB_PALMARES else ", les ex æquo compris"
    return f'<p class="obs-note">{len(liste.lignes)} premiers{suite}, sur {nombre(liste.total)}.</p>'


def _metier(r: Any) -> str:
    """Words of the sky and their chance, estimate with its interval, projects, rank."""
    details = f"{estimee_dite(r)}, {intervalle_dit(r)}{FINE}; {projets_dits(r)}{FINE}; {rang_dit(r)}"
    return f'{_ciel(r)}<span class="obs-detail">{escape(details)}</span>'


def _ciel(r: Any, complet: bool = False) -> str:
    dite = "" if pd.isna(chance(r)) else f", {mots.chance_dite(chance(r))}"
    return f"<span>{classe_html(r, complet)}{escape(dite)}</span>"


def _complet(r: Any) -> str:
    details = f"indice {nombre(r.T)} sur 100{FINE}; {nombre(10 * r.r)} offres de l’année pour 10 demandeurs"
    return f'{_ciel(r, complet=True)}<span class="obs-detail">{escape(details)}</span>'


def lecture(p: Palmares, libelles: Mapping[str, str]) -> str:
    """The first row of the first list that has one."""
    for liste in (p.tension, p.porteurs, p.aises):
        for r in rangees(liste.lignes):
            candidat, employeur = enonces(r)
            return (
                f"« {libelles[r.code_groupe]} »{INSEC}: {projets_dits(r)} de recrutement, {estimee_dite(r)} estimés "
                f"difficiles ({intervalle_dit(r)}){INSEC}: {employeur} pour qui recrute, {candidat.partition(',')[0]} "
                f"pour qui cherche, {rang_dit(r)}. L’ordre d’une liste n’est pas un classement."
            )
    return ""


def table_voisins(
    voisins: pd.DataFrame, libelles: Mapping[str, str], adresse: Callable[[str], str]
) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the neighbours of a métier: why, then their sky here, or why they have none."""
    entetes = en_tetes("Voisin par", "Métier", "Ce que cela dit", "Projets #", "Part estimée #")
    corps = []
    for r in voisins.itertuples():
        pourquoi = capitale(LIENS[r.lien])
        if r.romes:
            pourquoi += f" ({', '.join(r.romes[:3])})"
        vers = lien(libelles.get(r.code_groupe, r.code_groupe), adresse(f"metier:{r.code_groupe}"))
        if not estimee(r):
            corps.append([pourquoi, vers, r.raison, "", ""])
            continue
        corps.append([pourquoi, vers, Html(_ciel(r)), projets_dits(r), estimee_fine(r)])
    return entetes, corps
