"""The cockpit at a glance: one shape a measure, dispositif by dispositif, under the party that is to send it."""

from collections.abc import Sequence
from itertools import groupby

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import suivi
from data_loaders.convention.suivi import ETATS, Suivi
from data_loaders.francais import INSEC, echapper as escape
from pages.figures.convention import vue
from pages.figures.donnees.catalogue import jour_libelle
from pages.figures.tables import cadre_html

LEGENDE = "Mesures de chaque dispositif, par partie qui transmet"


def forme(etat: str) -> str:
    """The drawn shape of a state; the word is always beside it or read aloud."""
    return f'<span class="obs-forme obs-forme--{etat}" aria-hidden="true"></span>'


def lu(texte: str) -> str:
    """Text read aloud, that the eye has elsewhere."""
    return f'<span class="obs-lu">{escape(texte)}</span>'


def html(suivis: Sequence[Suivi]) -> str:
    """A real `<table>`: dispositifs × parties, then the counts and the next due date of each party.

    A cell without measure says so; a dispositif that a filter left out has no row.
    """
    parties = [p for p in PARTIES if any(s.proposition.partie == p for s in suivis)]
    tetes = "".join(f'<th scope="col">{escape(PARTIES[p])}</th>' for p in parties)
    corps = ""
    for dispositif, groupe in groupby(suivis, key=lambda s: s.mesure.dispositif):
        siens = list(groupe)
        cellules = "".join(f"<td>{_cellule([s for s in siens if s.proposition.partie == p])}</td>" for p in parties)
        corps += f'<tr><th scope="row">{escape(dispositif)}</th>{cellules}</tr>'
    par = suivi.par_partie(suivis)
    etats = vue.montres(suivi.comptes(suivis))
    sommes = "".join(f"<td>{_somme(par[p], etats)}</td>" for p in parties)
    dates = "".join(f"<td>{escape(_echeance(suivis, p))}</td>" for p in parties)
    pied = (
        f'<tfoot><tr><th scope="row">En tout</th>{sommes}</tr>'
        f'<tr class="obs-grille-echeance"><th scope="row">Prochaine échéance</th>{dates}</tr></tfoot>'
    )
    tetes = f'<th scope="col">Dispositif</th>{tetes}'
    return cadre_html(LEGENDE, tetes, f"<tbody>{corps}</tbody>{pied}", "obs-grille")


def _cellule(suivis: Sequence[Suivi]) -> str:
    if not suivis:
        return f'<span class="obs-sans" aria-hidden="true">–</span>{lu("aucune mesure")}'
    formes = "".join(
        f'<span class="obs-forme obs-forme--{s.etat}" title="{escape(_mot(s))}"></span>{lu(f"{_mot(s)}. ")}'
        for s in suivis
    )
    return f'<span class="obs-formes">{formes}</span>'


def _mot(s: Suivi) -> str:
    return f"{s.mesure.court}{INSEC}: {ETATS[s.etat]}"


def _somme(n: dict[str, int], etats: Sequence[str]) -> str:
    parts = [f"<span>{forme(e)}<strong>{francais.nombre(n[e])}</strong>{lu(ETATS[e])}</span>" for e in etats]
    return f'<span class="obs-formes obs-sommes">{"".join(parts)}</span>'


def _echeance(suivis: Sequence[Suivi], partie: str) -> str:
    dates = [s.prochaine for s in suivis if s.proposition.partie == partie and s.prochaine]
    return jour_libelle(min(dates)) if dates else "aucune"
