"""« Depuis la dernière fois » in words: figures of the territories that two versions of a dataset give differently."""

from collections.abc import Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES, Contrat
from data_loaders.exports.ecriture import csv_francais
from data_loaders.francais import FINE, INSEC
from data_loaders.jeux import calculs
from data_loaders.magasin.instantane import Instantane
from data_loaders.measures import enonces, mots_estimation
from data_loaders.requetes import lignes as lignes_exportees
from data_loaders.versions import approbations, difference
from data_loaders.versions.difference import ChangementTerritoire
from pages.figures import lecture
from pages.figures.tables import en_tetes
from pages.figures.tendances import lieux as lieux_compares

LIGNES_MAX = 60


def habituelles(gardees: Sequence[Instantane], en_place: Sequence[str]) -> tuple[str, str]:
    """The version in force of the last millésime, and what it replaced: its previous version, else the one before it;
    `gardees`: at least two versions, newest first. `en_place`: identifiers of those in force."""
    courantes = [i for i in gardees if i.identifiant in en_place] or list(gardees)
    apres = max(courantes, key=lambda i: i.millesime)
    autres = [i for i in gardees if i.identifiant != apres.identifiant]
    meme = [i for i in autres if i.millesime == apres.millesime]
    avant = meme[0] if meme else max(autres, key=lambda i: i.millesime)
    return avant.identifiant, apres.identifiant


def constat(changements: Sequence[ChangementTerritoire], lieux: Sequence[str], avant: str, apres: str) -> str:
    """How many figures differ, and for how many territories."""
    if avant == apres:
        return "La même version est choisie deux fois : rien à comparer."
    if not changements:
        return "Aucun chiffre de ces territoires ne change entre ces deux versions."
    touches, n = len({c.lieu for c in changements}), len(changements)
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
    comptes = {titre.lower(): len(d.de(genre)) for genre, titre in difference.RANGS}
    dits = ", ".join(f"{titre}{INSEC}: {francais.nombre(n)}" for titre, n in comptes.items() if n)
    return f"Dans tout le jeu de données{INSEC}: {dits}." if dits else "Le jeu de données est identique."


def table(changements: Sequence[ChangementTerritoire]) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Rows of the screen, at most `LIGNES_MAX`."""
    corps = []
    for c in changements[:LIGNES_MAX]:
        ind, cotes = c.indicateur, (c.avant, c.apres)
        periodes = dict.fromkeys(x["periode"] for x in cotes if x is not None)
        quand = " puis ".join(map(francais.periode_libelle, periodes))
        valeurs = ("absente" if x is None else lecture.valeur_longue(x, ind) for x in cotes)
        corps.append(["", lieux_compares.nom(c.lieu), ind.libelle, quand, *valeurs, ecart(c)])
    return en_tetes("", "Territoire", "Indicateur", "Période", "Avant #", "Après #", "Écart #"), corps


def ecart(c: ChangementTerritoire) -> str:
    """Signed gap of the two figures, or « −8,4 à −6,8 % » where hidden parts leave it open.

    « n.d. » where `sans_ecart` says why.
    """
    a, b, ind = c.avant, c.apres, c.indicateur
    if sans_ecart(c):
        return "n.d."
    if bornes := evolution(c):
        return mots_estimation.evolution_dite(*bornes)
    return francais.ecart(b["value"] - a["value"], ind.unite_ecart, ind.decimales)


def sans_ecart(c: ChangementTerritoire) -> str:
    """Why two figures have no gap; "" when they have one."""
    manque = any(ligne is None or ligne["obs_status"] in VIDES for ligne in (c.avant, c.apres))
    return "une des deux valeurs manque" if manque else ""


def evolution(c: ChangementTerritoire) -> tuple[float, float] | None:
    """Lowest and highest change (0.1 = a tenth more) of counts of which one is a lower bound; None elsewhere."""
    lignes = (c.avant, c.apres)
    if sans_ecart(c) or not any(ligne["minorant"] for ligne in lignes):
        return None
    # The most that one hidden count may be: the bounds hold their sum.
    comptes = ((r["value"], n := r["caches_nb"], (r["borne_haute"] - r["value"]) / max(n, 1)) for r in lignes)
    bas, haut = enonces.evolution_projets(*(x for trois in comptes for x in trois))
    return float(bas), float(haut)


def raisons(changements: Sequence[ChangementTerritoire]) -> str:
    """What is to be known of the gaps, as a sentence; "" when all are plain."""
    montres = changements[:LIGNES_MAX]
    dites = [f"n.d.{INSEC}: {r}" for r in dict.fromkeys(filter(None, map(sans_ecart, montres)))]
    if any(map(evolution, montres)):
        dites.append("entre deux bornes là où une part masquée empêche de le calculer exactement")
    return f"Écart {f'{FINE}; '.join(dites)}." if dites else ""


# What both sides of a change share in its row of a file; the rest is written twice.
_COMMUNES = ("code_indicateur", "libelle_indicateur", "zonage", "libelle_zonage", "code_zone", "libelle_zone", "unite")
_FIN = ("source", "perimetre", "demonstration")


def csv(changements: Sequence[ChangementTerritoire], avant: str, apres: str, dataset: str) -> bytes:
    """Every change for French Excel: both figures with all that a figure has, then their gap."""
    df = pd.concat([_ligne(c, f"{dataset}/{avant}", f"{dataset}/{apres}") for c in changements], ignore_index=True)
    df["mention"] = lignes_exportees.mention(False, approbations.statut(dataset, [avant, apres]))
    nombres = [f"{nom}_{cote}" for nom in ("valeur", "borne_basse", "borne_haute") for cote in ("avant", "apres")]
    return csv_francais(df, dict.fromkeys((*nombres, "ecart", "evolution_basse_pct", "evolution_haute_pct"), 2))


def _ligne(c: ChangementTerritoire, avant: str, apres: str) -> pd.DataFrame:
    zonage, _, code = c.lieu.partition(":")
    quand = (c.apres if c.avant is None else c.avant)["periode"]
    cotes = {}
    for nom, ligne, version in (("avant", c.avant, avant), ("apres", c.apres, apres)):
        absente = calculs.vides([code], (quand,), "L", "absente de cette version")
        r = absente if ligne is None else pd.DataFrame([{**ligne, "code_zone": code}])
        cotes[nom] = lignes_exportees.exportees(c.indicateur, zonage, r, {r["periode"].iloc[0]: version}, False)
    propres = [n for n in lignes_exportees.COLONNES if n in cotes["avant"] and n not in (*_COMMUNES, *_FIN, "mention")]
    bornes = evolution(c)
    exact = not sans_ecart(c) and not bornes
    bas, haut = (100 * x for x in bornes) if bornes else (None, None)
    ecarts = {"ecart": c.apres["value"] - c.avant["value"] if exact else None, "evolution_basse_pct": bas}
    ecarts |= {"evolution_haute_pct": haut, "raison_ecart": sans_ecart(c)}
    deux = (cote[propres].add_suffix(f"_{nom}") for nom, cote in cotes.items())
    tete, fin = (cotes["avant"][list(noms)] for noms in (_COMMUNES, _FIN))
    return pd.concat([tete, *deux, pd.DataFrame([ecarts]), fin], axis=1)
