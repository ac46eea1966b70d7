"""What moved most between two periods: what is said to have moved first, the largest first, then the others."""

from collections import Counter
from collections.abc import Sequence

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.francais import INSEC
from data_loaders.measures.mots_estimation import NON_TESTE, SANS_EVOLUTION
from geo import lieux, zonages
from pages.figures import tables
from pages.figures.explorer.croise import court
from pages.figures.tendances import evolution
from pages.figures.tendances.evolution import Ligne
from pages.figures.vues import Vue, badges_decoupage, badges_demo, source_dite

# Order of what is said; « » is nothing compared.
_RANGS = {"hausse": 0, "baisse": 1, "aucun": 2, NON_TESTE: 3, "stable": 4, "": 5}


def mouvements(t: Tableau, codes: Sequence[str], periode: str = "", depuis: str = "") -> list[Ligne]:
    """The move of each zone, the last by default: rises, falls, then what is not said to have moved, each by size."""
    ind = t.indicateur
    noms = {code: ind.libelle_zone(t.zonage, code) for code in codes}
    trouves = [evolution.ligne(ind, nom, t.zone(code), periode, depuis) for code, nom in noms.items()]
    return sorted(trouves, key=lambda m: (_RANGS[m.e.sens], -abs(m.e.ecart or 0), m.libelle))


def periodes(trouves: Sequence[Ligne]) -> list[str]:
    """The pairs of periods that moves are between, most often a single one."""
    return list(dict.fromkeys(m.periodes for m in trouves if m.e.depuis))


def table(trouves: Sequence[Ligne]) -> tables.Table:
    """Zone, the two values, the difference, what can be said of it: the arrow beside its words."""
    quand = ["De … à …"] if len(periodes(trouves)) > 1 else []
    entetes = tables.en_tetes("", "Territoire", *quand, "Avant #", "Après #", "Différence #", "Ce qu’on peut en dire")
    lignes = []
    for m in trouves:
        entre = [m.periodes if m.e.depuis else ""] if quand else []
        lignes.append(["", m.libelle, *(dit or "–" for dit in (*entre, *m.bouts, m.difference)), m.constat])
    return tables.Table(entetes, lignes)


def vue(t: Tableau, trouves: Sequence[Ligne], nom_metier: str = "") -> Vue:
    """The finding: how many zones rise and fall among all of them."""
    ind = t.indicateur
    unites = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    comptes = Counter(m.e.sens for m in trouves)
    mots = {"hausse": "en hausse", "baisse": "en baisse", "aucun": SANS_EVOLUTION}
    dits = [f"{francais.nombre(comptes[sens])} {mot}" for sens, mot in mots.items() if comptes[sens]]
    accordes = {NON_TESTE: f"{NON_TESTE}s", "stable": "stables", "": "non comparables"}
    dits += [francais.avec_unite(comptes[sens], mot) for sens, mot in accordes.items() if comptes[sens]]
    entre = periodes(trouves)
    quand = entre[0] if len(entre) == 1 else ""
    constat = f"{francais.enumeration(dits) or 'rien à comparer'} sur {francais.avec_unite(len(trouves), unites)}"
    quoi = ", ".join(filter(None, (nom_metier, zonages.zonage(t.zonage).libelle, quand)))
    source = source_dite(ind.source, t.demonstration)
    badges = badges_demo(t.demonstration) + badges_decoupage(t.zonage)
    return Vue(f"{court(ind)}{INSEC}: {constat}", quoi, evolution.regle(ind), f"{ind.champ}.", source, badges)
