"""The complete index step by step, with the figures of one cell."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import INSEC, avec_unite, capitale, echapper as escape, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.indice_complet import SANS_ENQUETE
from data_loaders.parametres import ParametresMeteo, meteo
from pages.figures import declares
from pages.figures.estimees import UNITES

BASE = "offres en ligne / DEFM ABC"
TITRE = "Avec les offres et les demandeurs d’emploi"
_ETAPES = declares.lire(__file__)["etape"]


class Etape(NamedTuple):
    """A step: its title, the rule in plain words, the calculation on the cell (empty when it has none)."""

    titre: str
    regle: str
    calcul: str


def etapes(r: Any, uniques: Mapping[str, float]) -> list[Etape]:
    """The steps for one row of `indices_complets.completes`, as far as it goes.

    Args:
        r: the row; uniques: level -> share of the region's offers whose ROME leads to one group.
    """
    p = meteo()
    debut = [_passage(uniques)]
    if pd.isna(r.r):
        return [*debut, _etape("rapport", _impossible(r)), _partiel(r, p)]
    reference = nombre(p.rapport_reference[BASE], 4)
    debut += [
        _etape(
            "rapport",
            f"({nombre(r.offres, 1)} + {nombre(p.lissage)} × {nombre(r.rho, 4)}) ÷ ({nombre(r.demandeurs, 1)} + "
            f"{nombre(p.lissage)}) = {avec_unite(r.r, 'offres', 4)} par demandeur.",
        ),
        _etape(
            "score",
            f"50 + 50 × ln({nombre(r.r, 4)} ÷ {reference}) ÷ ln(4) = {nombre(r.s_r, 2)}.",
            reference=reference,
        ),
    ]
    limites = francais.enumeration([nombre(100 * x) for x in p.limites_classe])
    if pd.isna(r.T) or r.partiel == SANS_ENQUETE:
        return [*debut, _etape("indice", _impossible(r), limites=limites), _partiel(r, p)]
    melange = (
        f"{nombre(p.poids_offres, 3)} × {nombre(r.s_r, 2)} + {nombre(p.poids_bmo, 3)} × "
        f"{nombre(100 * r.q_estimee, 2)} = {nombre(r.T, 2)} sur 100."
    )
    indice = _etape("indice", melange, limites=limites)
    return [*debut, indice, _certitude(r, p), _distance(r, p), _partiel(r, p)]


def _etape(cle: str, calcul: str, **dits: str) -> Etape:
    mots_ = _ETAPES[cle]
    return Etape(mots_["titre"], mots_["regle"].format(**dits), calcul)


def _impossible(r: Any) -> str:
    return f"Calcul impossible ici{INSEC}: {r.partiel or r.raison}."


def _passage(uniques: Mapping[str, float]) -> Etape:
    """How ROME métiers reach the groups of the survey, and how much of the offers needs no convention for it."""
    parts = francais.enumeration(
        [f"{nombre(100 * part)}{INSEC}% pour les {UNITES[n][1]}" for n, part in uniques.items()]
    )
    return _etape("passage", f"Part des offres de la région dont le métier ROME mène à un seul groupe{INSEC}: {parts}.")


def _certitude(r: Any, p: ParametresMeteo) -> Etape:
    marge = 100 * p.poids_bmo * r.s
    return _etape(
        "certitude",
        f"Erreur = {nombre(100 * p.poids_bmo, 1)} × {nombre(r.s, 4)} = {nombre(marge, 2)}{INSEC}: "
        f"{mots.enonce(int(r.classe), r.certitude, complet=True)}.",
    )


def _distance(r: Any, p: ParametresMeteo) -> Etape:
    if not r.distance:
        pourquoi = "ce niveau n’a pas de limite basse" if r.classe <= 2 else "l’indice est partiel"
        return _etape("distance", f"Sans objet ici{INSEC}: {pourquoi}.")
    limite = 100 * p.limites_classe[int(r.classe) - 2]
    score = (limite - 100 * p.poids_bmo * r.q_estimee) / p.poids_offres
    return _etape(
        "distance",
        f"Score voulu = ({nombre(limite)} − {nombre(p.poids_bmo, 3)} × {nombre(100 * r.q_estimee, 2)}) ÷ "
        f"{nombre(p.poids_offres, 3)} = {nombre(score, 2)}{INSEC}: {r.distance}.",
    )


def _partiel(r: Any, p: ParametresMeteo) -> Etape:
    return _etape(
        "partiel",
        f"{capitale(r.partiel)}." if r.partiel else f"Ici{INSEC}: l’indice est entier.",
        minimum=nombre(p.effectif_local),
        projets=nombre(p.projets_minimum),
        couverture=f"{nombre(100 * p.couverture_groupe)}{INSEC}%",
    )


def html(lieu: str, quoi: str, annee: str, liste: list[Etape]) -> str:
    """Markup of the steps; text is escaped."""
    items = "".join(
        f"<li><h3>{escape(e.titre)}</h3><p>{escape(e.regle)}</p>"
        + (f'<p class="obs-calcul">{escape(e.calcul)}</p>' if e.calcul else "")
        + "</li>"
        for e in liste
    )
    tete = f"Exemple calculé avec les choix de la page{INSEC}: {quoi}, {lieu}, {annee}."
    return f'<h2>{escape(TITRE)}</h2><p>{escape(tete)}</p><ol class="obs-etapes">{items}</ol>'
