"""« Depuis la dernière fois » in words: figures of the territories that two versions of a dataset give differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES, Contrat
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC
from data_loaders.magasin.store import Instantane
from data_loaders.versions import approbations, difference
from data_loaders.versions.territoires import Changement
from pages.figures import lecture, tables
from pages.figures.comparer import lieux as lieux_compares

LIGNES_MAX = 60


def habituelles(gardees: Sequence[Instantane], en_place: Sequence[str]) -> tuple[str, str]:
    """The version in force of the last millésime, and what it replaced: its previous version, else the one before it.

    Args:
        gardees: at least two versions, newest first.
        en_place: identifiers of those in force.
    """
    courantes = [i for i in gardees if i.identifiant in en_place] or list(gardees)
    apres = max(courantes, key=lambda i: i.millesime)
    autres = [i for i in gardees if i.identifiant != apres.identifiant]
    meme = [i for i in autres if i.millesime == apres.millesime]
    avant = meme[0] if meme else max(autres, key=lambda i: i.millesime)
    return avant.identifiant, apres.identifiant


def constat(changements: Sequence[Changement], lieux: Sequence[str], avant: str, apres: str) -> str:
    """How many figures differ, and for how many territories."""
    if avant == apres:
        return "La même version est choisie deux fois : rien à comparer."
    if not changements:
        return "Aucun chiffre de ces territoires ne change entre ces deux versions."
    touches = len({c.lieu for c in changements})
    n = len(changements)
    chiffres = "chiffre diffère" if n < 2 else "chiffres diffèrent"
    return f"{francais.nombre(n)} {chiffres}, pour {touches} territoire{'s' * (touches > 1)} sur {len(lieux)}."


def portee(contrat: Contrat, avant: str, apres: str) -> str:
    """What is compared with what, as a sentence."""
    a, b = (v.partition("--")[0] for v in (avant, apres))
    if a == b:
        return f"Deux versions du même millésime ({francais.periode_libelle(a)}) : ce sont des révisions."
    if contrat.serie:
        return "Deux éditions d’une série : chaque période est comparée à elle-même."
    return (
        f"Deux millésimes, {francais.periode_libelle(a)} et {francais.periode_libelle(b)} : les écarts ne sont pas des "
        "révisions, et aucun n’est testé."
    )


def ensemble(d: difference.Difference) -> str:
    """What changes in the whole dataset, counted by kind."""
    comptes = [
        f"{titre.lower()}{INSEC}: {francais.nombre(len(d.de(genre)))}"
        for genre, titre in difference.RANGS
        if d.de(genre)
    ]
    return (
        f"Dans tout le jeu de données{INSEC}: {', '.join(comptes)}." if comptes else "Le jeu de données est identique."
    )


def table(changements: Sequence[Changement]) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Rows of the screen, at most `LIGNES_MAX`."""
    entetes = [("", False), ("Territoire", False), ("Indicateur", False), ("Période", False)]
    entetes += [("Avant", True), ("Après", True), ("Écart", True)]
    corps = [
        ["", lieux_compares.nom(c.lieu), c.indicateur.libelle, _quand(c), *_valeurs(c)]
        for c in changements[:LIGNES_MAX]
    ]
    return entetes, corps


def _quand(c: Changement) -> str:
    periodes = list(dict.fromkeys(x["periode"] for x in (c.avant, c.apres) if x is not None))
    return " puis ".join(map(francais.periode_libelle, periodes))


def _valeurs(c: Changement) -> list[str]:
    return [_valeur(c.avant, c.indicateur), _valeur(c.apres, c.indicateur), ecart(c)]


def _valeur(ligne: pd.Series | None, ind: Indicateur) -> str:
    return "absente" if ligne is None else lecture.valeur_longue(ligne, ind)


def ecart(c: Changement) -> str:
    """Signed gap of the two figures as they are written; « n.d. » where `sans_ecart` says why."""
    a, b, ind = c.avant, c.apres, c.indicateur
    if sans_ecart(c):
        return "n.d."
    unite = "points" if ind.unite == "%" else ind.unite
    return francais.ecart(francais.difference(b["value"], a["value"], ind.decimales), unite, ind.decimales)


def sans_ecart(c: Changement) -> str:
    """Why two figures have no gap; "" when they have one."""
    lignes = (c.avant, c.apres)
    if any(ligne is None or ligne["obs_status"] in VIDES for ligne in lignes):
        return "une des deux valeurs manque"
    if any(ligne["minorant"] for ligne in lignes):
        return "une valeur « au moins » ne se soustrait pas, la part masquée peut avoir changé"
    return ""


def raisons(changements: Sequence[Changement]) -> str:
    """Why the gaps not given are not, as a sentence; "" when all are given."""
    dites = list(dict.fromkeys(filter(None, map(sans_ecart, changements[:LIGNES_MAX]))))
    return f"Écart n.d.{INSEC}: {f'{FINE}; '.join(dites)}." if dites else ""


def csv(changements: Sequence[Changement], avant: str, apres: str, dataset: str) -> bytes:
    """Every change for French Excel, both versions named on each row."""
    lignes = [
        {
            "decoupage": c.lieu.partition(":")[0],
            "code": c.lieu.partition(":")[2],
            "territoire": lieux_compares.nom_court(c.lieu),
            "indicateur": c.indicateur.libelle,
            "unite": c.indicateur.unite,
            **_cote("avant", c.avant),
            **_cote("apres", c.apres),
            "version_avant": f"{dataset}/{avant}",
            "version_apres": f"{dataset}/{apres}",
            "source": c.indicateur.source,
            "mention": tables.mention(False, approbations.statut(dataset, [avant, apres])),
        }
        for c in changements
    ]
    return tables.csv_francais(pd.DataFrame(lignes), {"valeur_avant": 2, "valeur_apres": 2})


def _cote(nom: str, ligne: pd.Series | None) -> Mapping[str, object]:
    if ligne is None:
        return {f"periode_{nom}": "", f"valeur_{nom}": None, f"statut_{nom}": ""}
    return {f"periode_{nom}": ligne["periode"], f"valeur_{nom}": ligne["value"], f"statut_{nom}": ligne["obs_status"]}
