"""What moved most between two periods: what is said to have moved first, the largest first, then the others."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC
from data_loaders.measures.mots_estimation import SANS_EVOLUTION
from geo import lieux, zonages
from pages.figures import lecture, tables
from pages.figures.explorer.croise import court
from pages.figures.tendances import evolution
from pages.figures.tendances.evolution import Ligne
from pages.figures.vues import Vue, badges_decoupage, badges_demo, source_dite

# Order of what is said; « » is nothing compared.
_RANGS = {"hausse": 0, "baisse": 1, "aucun": 2, "stable": 3, "": 4}


class Mouvement(NamedTuple):
    """What became of the figure of a zone, between `avant` and `apres`, as printed."""

    avant: str
    apres: str
    ligne: Ligne

    @property
    def periodes(self) -> str:
        """« 2023 à 2024 », "" where nothing is compared."""
        return self.ligne.periodes if self.ligne.e.depuis else ""


def mouvements(t: Tableau, codes: Sequence[str], periode: str = "", depuis: str = "") -> list[Mouvement]:
    """The move of each zone, the last by default: rises, falls, then what is not said to have moved, each by size."""
    ind, trouves = t.indicateur, []
    for code in codes:
        lignes = t.zone(code)
        dite = evolution.ligne(ind, ind.libelle_zone(t.zonage, code), lignes, periode, depuis)
        bouts = []
        for p in (dite.e.depuis, dite.e.periode):
            r = lignes.loc[p] if p in lignes.index else None
            minorant = r is not None and r["minorant"] and r["obs_status"] not in VIDES
            bouts.append("" if r is None else lecture.au_moins(lecture.valeur_courte(r, ind), minorant))
        trouves.append(Mouvement(*bouts, dite))
    return sorted(trouves, key=lambda m: (_RANGS[m.ligne.e.sens], -abs(m.ligne.e.ecart or 0), m.ligne.libelle))


def periodes(trouves: Sequence[Mouvement]) -> list[str]:
    """The pairs of periods that moves are between, most often a single one."""
    return list(dict.fromkeys(m.periodes for m in trouves if m.periodes))


def table(trouves: Sequence[Mouvement]) -> tables.Table:
    """Zone, the two values, the difference, what can be said of it: the arrow beside its words."""
    quand = ["De … à …"] if len(periodes(trouves)) > 1 else []
    entetes = tables.en_tetes("", "Territoire", *quand, "Avant #", "Après #", "Différence #", "Ce qu’on peut en dire")
    lignes = []
    for m in trouves:
        dits = [*([m.periodes] if quand else []), m.avant, m.apres, m.ligne.difference]
        lignes.append(["", m.ligne.libelle, *(dit or "–" for dit in dits), m.ligne.constat])
    return tables.Table(entetes, lignes)


def vue(t: Tableau, trouves: Sequence[Mouvement], nom_metier: str = "") -> Vue:
    """The finding: how many zones rise and fall among all of them."""
    ind = t.indicateur
    unites = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    comptes = Counter(m.ligne.e.sens for m in trouves)
    mots = {"hausse": "en hausse", "baisse": "en baisse", "aucun": SANS_EVOLUTION}
    dits = [f"{francais.nombre(comptes[sens])} {mot}" for sens, mot in mots.items() if comptes[sens]]
    accordes = {"stable": "stables", "": "non comparables"}
    dits += [francais.avec_unite(comptes[sens], mot) for sens, mot in accordes.items() if comptes[sens]]
    entre = periodes(trouves)
    quand = entre[0] if len(entre) == 1 else ""
    constat = f"{francais.enumeration(dits) or 'rien à comparer'} sur {francais.avec_unite(len(trouves), unites)}"
    quoi = ", ".join(filter(None, (nom_metier, zonages.zonage(t.zonage).libelle, quand)))
    source = source_dite(ind.source, t.demonstration)
    badges = badges_demo(t.demonstration) + badges_decoupage(t.zonage)
    return Vue(f"{court(ind)}{INSEC}: {constat}", quoi, evolution.regle(ind), f"{ind.champ}.", source, badges)
