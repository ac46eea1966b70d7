"""The complete index step by step, with the figures of one cell."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.indice_complet import SANS_ENQUETE
from data_loaders.parametres import ParametresMeteo, meteo
from pages.figures.estimees import UNITES

BASE = "offres en ligne / DEFM ABC"
TITRE = "Avec les offres et les demandeurs d’emploi"


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
        return [*debut, Etape("Les offres et les demandeurs", _REGLE_RAPPORT, _impossible(r)), _partiel(r, p)]
    reference = p.rapport_reference[BASE]
    debut += [
        Etape(
            "Les offres et les demandeurs",
            _REGLE_RAPPORT,
            f"({nombre(r.offres, 1)} + {nombre(p.lissage)} × {nombre(r.rho, 4)}) ÷ ({nombre(r.demandeurs, 1)} + "
            f"{nombre(p.lissage)}) = {avec_unite(r.r, 'offres', 4)} par demandeur.",
        ),
        Etape(
            "Le score des offres",
            f"Un score de 50 correspond au rapport de toute la région ({nombre(reference, 4)}){FINE}; il gagne 25 "
            "points chaque fois que le rapport double, sans dépasser 0 ni 100.",
            f"50 + 50 × ln({nombre(r.r, 4)} ÷ {nombre(reference, 4)}) ÷ ln(4) = {nombre(r.s_r, 2)}.",
        ),
    ]
    if pd.isna(r.T) or r.partiel == SANS_ENQUETE:
        return [*debut, Etape("L’indice", _regle_melange(p), _impossible(r)), _partiel(r, p)]
    melange = (
        f"{nombre(p.poids_offres, 3)} × {nombre(r.s_r, 2)} + {nombre(p.poids_bmo, 3)} × "
        f"{nombre(100 * r.q_estimee, 2)} = {nombre(r.T, 2)} sur 100"
    )
    return [
        *debut,
        Etape("L’indice", _regle_melange(p), f"{melange}."),
        _certitude(r, p),
        _distance(r, p),
        _partiel(r, p),
    ]


_REGLE_RAPPORT = (
    "On rapporte les offres diffusées en douze mois aux demandeurs inscrits. Les petits effectifs sont rapprochés du "
    f"rapport régional du même métier (le troisième nombre){INSEC}: sans cela, deux offres pour un inscrit feraient "
    "une tension extrême."
)


def _regle_melange(p: ParametresMeteo) -> str:
    limites = francais.enumeration([nombre(100 * x) for x in p.limites_classe])
    return (
        "L’indice est une moyenne du score des offres et de la part estimée de projets difficiles. Les poids sont ceux "
        "de la méthode officielle, sans la composante qui manque à nos fichiers. Limites des niveaux"
        f"{INSEC}: {limites}."
    )


def _impossible(r: Any) -> str:
    return f"Calcul impossible ici{INSEC}: {r.partiel or r.raison}."


def _passage(uniques: Mapping[str, float]) -> Etape:
    """How ROME métiers reach the groups of the survey, and how much of the offers needs no convention for it."""
    parts = francais.enumeration(
        [f"{nombre(100 * part)}{INSEC}% pour les {UNITES[n][1]}" for n, part in uniques.items()]
    )
    return Etape(
        "Du métier ROME au métier de l’enquête",
        "Les offres et les demandeurs sont comptés par métier du ROME, que la table de la Dares relie aux métiers de "
        "l’enquête selon le niveau de qualification. Quand un métier ROME mène à plusieurs groupes, ses offres et ses "
        f"demandeurs sont partagés{INSEC}: part des niveaux de qualification × projets de recrutement. C’est une "
        "répartition, pas un comptage.",
        f"Part des offres de la région dont le métier ROME mène à un seul groupe{INSEC}: {parts}.",
    )


def _certitude(r: Any, p: ParametresMeteo) -> Etape:
    marge = 100 * p.poids_bmo * r.s
    return Etape(
        "Le niveau et sa certitude",
        "La règle est celle de la part estimée. L’erreur est la sienne, pour le poids qu’elle a dans l’indice"
        f"{INSEC}: celle des offres et des demandeurs n’est pas connue.",
        f"Erreur = {nombre(100 * p.poids_bmo, 1)} × {nombre(r.s, 4)} = {nombre(marge, 2)}{INSEC}: "
        f"{mots.enonce(int(r.classe), r.certitude, complet=True)}.",
    )


def _distance(r: Any, p: ParametresMeteo) -> Etape:
    regle = (
        "On cherche le nombre de demandeurs qui amènerait l’indice à la limite basse de son niveau, sans rien changer "
        "d’autre. Si même un score des offres nul n’y suffit pas, le niveau est dit hors d’atteinte par les seuls "
        "candidats."
    )
    if not r.distance:
        pourquoi = "ce niveau n’a pas de limite basse" if r.classe <= 2 else "l’indice est partiel"
        return Etape("La distance", regle, f"Sans objet ici{INSEC}: {pourquoi}.")
    limite = 100 * p.limites_classe[int(r.classe) - 2]
    score = (limite - 100 * p.poids_bmo * r.q_estimee) / p.poids_offres
    return Etape(
        "La distance",
        regle,
        f"Score voulu = ({nombre(limite)} − {nombre(p.poids_bmo, 3)} × {nombre(100 * r.q_estimee, 2)}) ÷ "
        f"{nombre(p.poids_offres, 3)} = {nombre(score, 2)}{INSEC}: {r.distance}.",
    )


def _partiel(r: Any, p: ParametresMeteo) -> Etape:
    minimum, couverture = nombre(p.effectif_local), f"{nombre(100 * p.couverture_groupe)}{INSEC}%"
    return Etape(
        "L’indice partiel",
        f"Sous {minimum} offres ou {minimum} demandeurs, l’enquête reste seule{FINE}; sous "
        f"{nombre(p.projets_minimum)} projets, ce sont les offres et les demandeurs. Un groupe dont les métiers ROME "
        f"présents dans le fichier font moins de {couverture} de ses offres régionales est partiel aussi.",
        f"{capitale(r.partiel)}." if r.partiel else f"Ici{INSEC}: l’indice est entier.",
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
