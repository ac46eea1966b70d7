"""« Les métiers à retenir » and « les métiers voisins »: short lists that lead to the view of a métier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.measures.meteo_lecture import NB_PALMARES, Liste, Palmares
from pages.figures.lecture import capitale
from pages.figures.meteo.tables import lien
from pages.figures.meteo.vue import Deux, part_dite, proche, projets_dits, retenue_dite
from pages.figures.tables import Html

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
        "Classes 4 et 5, par part retenue de projets difficiles",
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
            f"Indice complet de {annee}, classes 1 et 2, avec les offres et les demandeurs",
            p.surplus,
            complet=True,
        )
    else:
        surplus = Colonne(
            Deux("Les moins recherchés", "Les plus aisés à recruter"),
            f"Classes 1 et 2. {capitale(p.surplus.raison)}",
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
                for r in c.liste.lignes.itertuples()
            )
            corps = f"<ol>{lignes}</ol>{_reste(c.liste)}"
        blocs.append(f'<section><h3>{c.titre.html}</h3><p class="obs-note">{escape(c.quoi)}.</p>{corps}</section>')
    return f'<div class="obs-retenir">{"".join(blocs)}</div>'


def cites(p: Palmares) -> list[str]:
    """Codes of the métiers of the lists, each once."""
    return list(dict.fromkeys(r.code_groupe for liste in p for r in liste.lignes.itertuples()))


def _reste(liste: Liste) -> str:
    if liste.total <= len(liste.lignes):
        return ""
    suite = "" if len(liste.lignes) <= NB_PALMARES else ", les ex æquo compris"
    return f'<p class="obs-note">{len(liste.lignes)} premiers{suite}, sur {nombre(liste.total)}.</p>'


def _metier(r: Any) -> str:
    """Class in words, share with its bounds, projects, reliability."""
    mot = Deux(*(mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE))
    part = "part masquée (s)" if r.part_secrete else f"{part_dite(r)} difficiles"
    details = f"{projets_dits(r)}{FINE}; {part}{FINE}; {mots.FIABILITES[r.fiabilite]}"
    if r.code_zone == "52":
        details = f"{projets_dits(r)}{FINE}; {part}"
    return f'{_classe(r.niveau, proche(r), mot)}<span class="obs-detail">{escape(details)}</span>'


def _classe(niveau: int, pres: int | None, mot: Deux, complet: bool = False) -> str:
    sorte = f"obs-temps--{niveau}{' obs-ciel-complet' if complet else ''}"
    puce = f'<span class="obs-puce {sorte}" aria-hidden="true"></span>'
    suite = f", proche de {pres}" if pres else ""
    return f"<span>{puce} classe {niveau}{suite}{INSEC}: {mot.html}</span>"


def _complet(r: Any) -> str:
    n = int(r.niveau_complet)
    mot = Deux(*(mots.ciel(n, v, complet=True).mot for v in mots.POINTS_DE_VUE))
    details = f"indice {nombre(r.T, 1)} sur 100{FINE}; {nombre(10 * r.r)} offres de l’année pour 10 demandeurs"
    classe = _classe(n, None if pd.isna(r.proche_de) else int(r.proche_de), mot, complet=True)
    return f'{classe}<span class="obs-detail">{escape(details)}</span>'


def lecture(p: Palmares, libelles: Mapping[str, str]) -> str:
    """The first row of the first list that has one."""
    for liste in (p.tension, p.porteurs, p.aises):
        for r in liste.lignes.itertuples():
            return (
                f"« {libelles[r.code_groupe]} »{INSEC}: {projets_dits(r)} de recrutement, part retenue "
                f"{retenue_dite(r)}, classe {mots.classe_dite(r.niveau, proche(r))}. Deux rangs proches ne sont pas "
                "une différence établie."
            )
    return ""


def table_voisins(
    voisins: pd.DataFrame, libelles: Mapping[str, str], adresse: Callable[[str], str]
) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the neighbours of a métier: why, then their class here, or why they have none."""
    entetes = [("Voisin par", False), ("Métier", False), ("Classe", False), ("Projets", True), ("Part retenue", True)]
    corps = []
    for r in voisins.itertuples():
        pourquoi = capitale(LIENS[r.lien])
        if r.romes:
            pourquoi += f" ({', '.join(r.romes[:3])})"
        vers = lien(libelles.get(r.code_groupe, r.code_groupe), adresse(f"metier:{r.code_groupe}"))
        if r.statut != "classe":
            corps.append([pourquoi, vers, r.raison, "", ""])
            continue
        mot = Deux(*(mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE))
        corps.append([pourquoi, vers, Html(_classe(r.niveau, proche(r), mot)), projets_dits(r), retenue_dite(r)])
    return entetes, corps
