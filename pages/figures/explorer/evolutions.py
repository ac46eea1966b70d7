"""What moved most between two periods: the moves that are established first, the others counted, none hidden."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau, source_exportee
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.measures import evolutions as mesure
from data_loaders.parametres.portrait import portrait
from geo import lieux, zonages
from pages.figures import icones, lecture, tables
from pages.figures.carte.vue import MENTION_DEMONSTRATION
from pages.figures.tables import Html
from pages.figures.tendances import evolution
from pages.figures.vues import Vue, badges_decoupage, badges_demo


class Mouvement(NamedTuple):
    """The move of a zone: `sens` is hausse, baisse, aucun (not established) or "" (nothing can be said).

    `periodes` names both, « 2023 à 2024 »; "" without two.
    """

    code: str
    libelle: str
    avant: str
    apres: str
    sens: str
    ecart: float | None
    difference: str
    constat: str
    periodes: str = ""


def mouvements(t: Tableau, codes: Sequence[str]) -> list[Mouvement]:
    """The last move of each zone: established rises, established falls, then the others, each by size."""
    trouves = [_mouvement(t, code) for code in codes]
    rangs = {"hausse": 0, "baisse": 1, "aucun": 2, "": 3}
    return sorted(trouves, key=lambda m: (rangs[m.sens], -abs(m.ecart or 0), m.libelle))


def _mouvement(t: Tableau, code: str) -> Mouvement:
    ind, nom = t.indicateur, t.indicateur.libelle_zone(t.zonage, code)
    lignes = t.lignes[t.lignes["code_zone"] == code].set_index("periode")
    if ind.code in evolution.TESTES:
        dite = evolution.testee(ind, nom, lignes)
        sens, ecart = _testee(ind.code, lignes)
    else:
        dite = evolution.brute(ind, nom, lignes)
        connues = [p for p in lignes.index if lignes.loc[p, "obs_status"] not in VIDES]
        derniere = max(connues, key=francais.rang_periode, default="")
        lue = mesure.evolution(ind, lignes, derniere) if derniere else None
        sens, ecart = (lue.sens, lue.ecart) if lue else ("", None)
    avant, _, apres = dite.periodes.partition(" à ")
    valeurs = [_valeur(t, lignes, p) for p in (avant, apres)]
    constat = dite.constat if ind.code in evolution.TESTES or not sens else f"{_SENS[sens]}, un an sur l’autre"
    return Mouvement(code, nom, *valeurs, sens, ecart, dite.difference, constat, dite.periodes if apres else "")


_SENS = {"hausse": "hausse", "baisse": "baisse", "aucun": "trop faible pour être dite"}


def _testee(code: str, lignes: pd.DataFrame) -> tuple[str, float | None]:
    dites = lignes[lignes["fleche"].notna()] if "fleche" in lignes else lignes[:0]
    if dites.empty:
        return "", None
    r = dites.loc[max(dites.index, key=francais.rang_periode)]
    if code == "bmo_projets":
        ecart = 50 * (r["evolution_lo"] + r["evolution_hi"])
        sens = r["fleche_projets"]
    else:
        ecart, sens = 100 * r["delta"], r["fleche"]
    return (sens if sens in ("hausse", "baisse", "aucun") else ""), (None if pd.isna(ecart) else float(ecart))


def _valeur(t: Tableau, lignes: pd.DataFrame, dite: str) -> str:
    """The figure of a period named in French."""
    for p in lignes.index:
        if dite in (p, francais.periode_libelle(p)):
            minorant = lignes.loc[p, "minorant"] and lignes.loc[p, "obs_status"] not in VIDES
            return lecture.au_moins(lecture.valeur_courte(lignes.loc[p], t.indicateur), minorant)
    return ""


def periodes(trouves: Sequence[Mouvement]) -> list[str]:
    """The pairs of periods that moves are between, most often a single one."""
    return list(dict.fromkeys(m.periodes for m in trouves if m.periodes))


def table(trouves: Sequence[Mouvement]) -> tables.Table:
    """Zone, the two values, the difference, what can be said of it: the arrow beside its words."""
    quand = ["De … à …"] if len(periodes(trouves)) > 1 else []
    entetes = tables.en_tetes("", "Territoire", *quand, "Avant #", "Après #", "Différence #", "Ce qu’on peut en dire")
    lignes = [
        [
            "",
            m.libelle,
            *([m.periodes or "–"] if quand else []),
            m.avant or "–",
            m.apres or "–",
            m.difference or "–",
            Html(f"{_fleche(m)}{escape(capitale(m.constat))}"),
        ]
        for m in trouves
    ]
    return tables.Table(entetes, lignes)


def _fleche(m: Mouvement) -> str:
    return f"{icones.fleche(m.sens)} " if m.sens in ("hausse", "baisse") else ""


def _regle(ind: Indicateur) -> str:
    """What is called a rise or a fall: a test for the survey, a size for a complete series."""
    if ind.code in evolution.TESTES:
        return evolution.regle(ind)
    p = portrait()
    seuil = (p.seuil_taux, "points") if ind.genre == "taux" else (p.seuil_compte, "%")
    return f"{evolution.regle(ind)} Hausse ou baisse{INSEC}: à partir de {francais.avec_unite(*seuil, 1)}."


def vue(t: Tableau, trouves: Sequence[Mouvement], nom_metier: str = "") -> Vue:
    """The finding: how many rises and falls are established among all the zones."""
    ind = t.indicateur
    unites = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    n = {s: sum(m.sens == s for m in trouves) for s in ("hausse", "baisse", "aucun", "")}
    dits = [f"{francais.avec_unite(n[s], f'{s}s')}" for s in ("hausse", "baisse") if n[s]]
    etablies = francais.accorder("établies", n["hausse"] + n["baisse"]) if ind.code in evolution.TESTES else "en un an"
    constat = f"{francais.enumeration(dits)} {etablies}" if dits else "aucun mouvement établi"
    entre = periodes(trouves)
    quand = entre[0] if len(entre) == 1 else ""
    reste = n["aucun"] + n[""]
    autres = (
        f" ; {francais.nombre(reste)} sans mouvement {'établi' if ind.code in evolution.TESTES else 'à dire'}"
        if reste and dits
        else ""
    )
    return Vue(
        f"{ind.libelle}{INSEC}: {constat} sur {francais.avec_unite(len(trouves), unites)}{autres}",
        ", ".join(filter(None, (nom_metier, zonages.zonage(t.zonage).libelle, quand))),
        _regle(ind),
        f"{ind.champ}.",
        f"{MENTION_DEMONSTRATION if t.demonstration else ind.source}.",
        badges_demo(t.demonstration) + badges_decoupage(t.zonage),
    )


def en_lignes(t: Tableau, trouves: Sequence[Mouvement]) -> pd.DataFrame:
    """The same rows for a file; `ecart` in points for a rate, in % for a count, empty where nothing can be said."""
    return pd.DataFrame(
        {
            "decoupage": t.zonage,
            "code": [m.code for m in trouves],
            "territoire": [m.libelle for m in trouves],
            "indicateur": t.indicateur.libelle,
            "avant": [m.avant for m in trouves],
            "apres": [m.apres for m in trouves],
            "ecart": [m.ecart for m in trouves],
            "difference": [m.difference for m in trouves],
            "sens": [m.sens or "rien à dire" for m in trouves],
            "constat": [m.constat for m in trouves],
            "source": source_exportee(t.indicateur.source, t.demonstration),
            "mention": tables.mention(t.demonstration),
        }
    )
