"""Sentences and numbers in words that several subjects say: shares, moves, publics, ages."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm import PUBLICS
from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.enonces import SURS
from data_loaders.measures.evolutions import Evolution, de_marche
from geo import recherche
from pages.figures import declares

CHAMP_BESOINS = "Intentions d’embauche déclarées pour l’année par les établissements enquêtés."
# Component of the official class -> its name, what a high class of it says.
COMPOSANTES = {code: tuple(m.values()) for code, m in declares.lire(__file__)["composante"].items()}


def part(x: float) -> str:
    """« 86 % », « moins de 1 % », « 100 % » only for the whole."""
    if 0 < x < 0.01:
        return f"moins de 1{INSEC}%"
    # 99.6 % of the people is not all of them.
    arrondi = 99 if 0.99 < x < 1 else float(francais.arrondir(100 * x))
    return f"{nombre(arrondi)}{INSEC}%"


def mouvement(e: Evolution | None, unite: str) -> str:
    """« en hausse depuis décembre 2018 (+4,1 %) », « stable depuis… »; "" when nothing is compared. `unite`: `points`
    for a rate, `%` for a count."""
    if e is None or not e.sens:
        return ""
    ecart = ""
    if e.sens in ("hausse", "baisse"):
        dit = mots.evolution_dite(e.bas / 100, e.haut / 100) if unite == "%" else francais.ecart(e.ecart, unite)
        ecart = f" ({dit})"
    article = "le " if francais.rythme_periode(e.depuis) == "trimestriel" else ""
    return f"{e.mot} depuis {article}{francais.periode_libelle(e.depuis)}{ecart}"


def publics(lus: Mapping[str, pd.Series], periode: str) -> str:
    """« Publics prioritaires…, fin décembre 2016 : 5 390 de moins de 25 ans, … »; "" when nothing is known of any."""
    dits = [
        f"{'au moins ' if lus[code]['minorant'] else ''}{nombre(lus[code]['value'])} {qui}"
        for code, (qui, _) in PUBLICS.items()
        if code in lus and lus[code]["obs_status"] not in VIDES
    ]
    if not dits:
        return ""
    quand = francais.en_periode(periode)
    return f"Publics prioritaires, catégories A, B et C, {quand}{INSEC}: {francais.enumeration(dits)}"


def mouvement_estime(r: Any) -> str:
    """« depuis 2023 : en baisse, 12 points, dont 9 pour toute la région »; "" when no vintage comes before."""
    e = de_marche(r._asdict(), r.annee)
    return f"depuis {e.depuis}{INSEC}: {e.dit}" if e.depuis else ""


def sans_estimation(r: Any) -> str:
    """Why a group has no estimate of its own, and the class of the region where it has too few projects."""
    if r.statut != "effectif" or r.certitude_region not in SURS:
        return r.raison
    return f"trop peu de projets{FINE}; {mots.classe_dite(int(r.classe_region))} dans la région"


def hors_de(autre: str) -> str:
    """How to say that people are in no zone: « hors GTEC »."""
    return "hors EPCI" if autre == "epci" else recherche.hors(autre)
