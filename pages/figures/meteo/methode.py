"""« La méthode »: plain words, one cell worked out again on paper, the complete index by steps, what the past says."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from data_loaders.francais import INSEC, avec_unite, capitale, echapper as escape, enumeration, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.evaluation import PREDICTIONS, Evaluation
from data_loaders.measures.indice_complet import SANS_ENQUETE
from data_loaders.parametres import meteo
from geo.zonages import REGION
from pages.figures import declares
from pages.figures.estimees import UNITES, declaree_dite, enonce, estimee, estimee_dite
from pages.figures.tables import csv_francais, en_tetes, mention

TITRE = "Comment lire cette météo"
SOUS_TITRE = "La météo des métiers, en une demi-page et un exemple"
TITRE_COMPLET = "Avec les offres et les demandeurs d’emploi"
TITRE_EVALUATION = "L’estimation face à l’enquête suivante"
LECTURE_EVALUATION = f"Erreur logarithmique{INSEC}: la plus petite est la meilleure."
SEULE = "Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter."
BASE = "offres en ligne / DEFM ABC"
_DECLARES = declares.lire(__file__)
NIVEAUX, ZONES = (declares.de(_DECLARES[section], "mots") for section in ("niveau", "zone"))


def html() -> str:
    """The method in plain words, its one line last."""
    textes = "".join(f"<p>{escape(p)}</p>" for p in _DECLARES["paragraphes"])
    k = nombre(meteo().poids_france)
    return (
        f'{textes}<p class="obs-calcul">Le calcul{INSEC}: (√P × part déclarée + {k} × part de la France au niveau de '
        f"la région) ÷ (√P + {k}), P étant le nombre de projets, ceux que masque le secret comptés pour leur moyenne "
        "connue.</p>"
    )


def exemple(r: Any) -> list[str]:
    """The line of the estimate with the numbers of one row, and its margin; why there is none where there is none."""
    p = meteo()
    if not estimee(r):
        return [f"{capitale(r.raison)}."]
    n, k = np.sqrt(r.P), p.poids_france
    masques = f", masqués compris ({avec_unite(r.caches_met, 'cellules')})" if r.caches_met else ""
    declaree = f"part déclarée {_pct(r.part)}. Racine de {_compte(r.P)}{INSEC}: {nombre(n, 2)}."
    dits = [f"Ici, {_compte(r.P)} projets{masques}, dont {_compte(r.X)} difficiles{INSEC}: {declaree}"]
    attendue = f"La région{INSEC}: {_pct(r.F_region)}."
    if pd.notna(r.F) and r.annee_france and (r.code_groupe != "ensemble"):
        ramenee = f"soit {_pct(r.F_region)} ramenée au niveau de la région"
        attendue = f"En France, enquête {r.annee_france}{INSEC}: {_pct(r.F)}, {ramenee}."
    dits += [
        attendue,
        f"({nombre(n, 2)} × {_pct(r.part)} + {nombre(k)} × {_pct(r.F_region)}) ÷ ({nombre(n, 2)} + {nombre(k)}) = "
        f"{_pct(r.q_estimee)}, écrit {estimee_dite(r)}.",
        f"Marge de 8 sur 10{INSEC}: {nombre(p.intervalle, 4)} × {nombre(100 * r.s, 2)} points, "
        f"{mots.intervalle_dit(r.borne_basse, r.borne_haute)}.",
    ]
    if pd.notna(r.classe):
        dits += [f"{capitale(enonce(r))}.", f"{capitale(mots.DECLAREE)}{INSEC}: {declaree_dite(r)}."]
    elif r.code_zone != REGION:
        dits.append(f"{mots.tous_metiers_dits(r._asdict())}.")
    return dits


def _compte(x: float) -> str:
    """A count; hidden ones are filled with their mean, which has a decimal."""
    return nombre(x, int(x % 1 > 0))


def _pct(x: float) -> str:
    return f"{nombre(100 * x, 1)}{INSEC}%"


def qualite_html() -> str:
    """What the survey is worth: who answers, what is known of it, what must not be concluded."""
    faits = declares.de(_DECLARES["qualite"], "mots")
    items = "".join(f"<div><dt>{escape(nom)}</dt><dd>{escape(dit)}</dd></div>" for nom, dit in faits.items())
    return f'<h2>Ce que vaut l’enquête</h2><dl class="obs-qualite">{items}</dl>'


def _part(x: float) -> str:
    return "sans objet" if pd.isna(x) else avec_unite(100 * x, "%")


# Column of an evaluation -> its heading, what writes it.
_COLONNES = {
    "niveau": ("Métiers", NIVEAUX.__getitem__),
    "zonage": ("Territoires", ZONES.__getitem__),
    "certitude": ("Certitude", lambda x: x.replace("fragile", mots.A_CONFIRMER)),
    "groupes_nb": ("Groupes #", nombre),
    **{f"log_loss_{nom}": (f"{capitale(dite)} #", lambda x: nombre(x, 4)) for nom, dite in PREDICTIONS.items()},
    "dans_80": ("Dans la marge de 8 sur 10 #", _part),
    "dans_95": ("Dans la marge de 95 sur 100 #", _part),
    "meme_cote": ("Même côté, niveau de l’année retiré, 100 projets et plus #", _part),
    "publiee": ("Même côté, enquête telle que publiée #", _part),
}


def table(lignes: pd.DataFrame) -> tuple[list, list]:
    """A row a level × zoning of an `Evaluation`, a degree too in that of certainties, with the columns that it has."""
    lues = {nom: colonne for nom, colonne in _COLONNES.items() if nom in lignes}
    corps = [[dire(r[nom]) for nom, (_, dire) in lues.items()] for r in lignes.to_dict("records")]
    return en_tetes(*(titre for titre, _ in lues.values())), corps


def csv(e: Evaluation, demonstration: bool) -> bytes:
    """Both tables in one file."""
    t = pd.concat([e.lignes, e.certitudes]).assign(mention=mention(demonstration))
    return csv_francais(t, dict.fromkeys(t.select_dtypes("float"), 4) | {"groupes_nb": 0})


Etape = tuple[str, str, str]  # its title, the rule in plain words, the calculation on the cell


def etapes(r: Any, uniques: Mapping[str, float]) -> list[Etape]:
    """The steps for one row of `indices_complets.completes`, as far as it goes.

    `uniques`: level -> share of the region's offers whose ROME leads to one group.
    """
    p = meteo()
    parts = enumeration([f"{nombre(100 * part)}{INSEC}% pour les {UNITES[n][1]}" for n, part in uniques.items()])
    a_un = f"Part des offres de la région dont le métier ROME mène à un seul groupe{INSEC}: {parts}."
    debut, impossible = [_etape("passage", a_un)], f"Calcul impossible ici{INSEC}: {r.partiel or r.raison}."
    seuils = {"minimum": nombre(p.effectif_local), "projets": nombre(p.projets_minimum)}
    seuils["couverture"] = f"{nombre(100 * p.couverture_groupe)}{INSEC}%"
    entier = f"{capitale(r.partiel)}." if r.partiel else f"Ici{INSEC}: l’indice est entier."
    partiel = _etape("partiel", entier, **seuils)
    if pd.isna(r.r):
        return [*debut, _etape("rapport", impossible), partiel]
    reference = nombre(p.rapport_reference[BASE], 4)
    offres = f"{nombre(r.offres, 1)} + {nombre(p.lissage)} × {nombre(r.rho, 4)}"
    demandeurs = f"{nombre(r.demandeurs, 1)} + {nombre(p.lissage)}"
    rapport = f"({offres}) ÷ ({demandeurs}) = {avec_unite(r.r, 'offres', 4)} par demandeur."
    score = f"50 + 50 × ln({nombre(r.r, 4)} ÷ {reference}) ÷ ln(4) = {nombre(r.s_r, 2)}."
    debut += [_etape("rapport", rapport), _etape("score", score, reference=reference)]
    limites = enumeration([nombre(100 * x) for x in p.limites_classe])
    if pd.isna(r.T) or r.partiel == SANS_ENQUETE:
        return [*debut, _etape("indice", impossible, limites=limites), partiel]
    part = f"{nombre(p.poids_bmo, 3)} × {nombre(100 * r.q_estimee, 2)}"
    melange = f"{nombre(p.poids_offres, 3)} × {nombre(r.s_r, 2)} + {part} = {nombre(r.T, 2)} sur 100."
    poids, dit = 100 * p.poids_bmo, mots.enonce(int(r.classe), r.certitude, complet=True)
    erreur = f"Erreur = {nombre(poids, 1)} × {nombre(r.s, 4)} = {nombre(poids * r.s, 2)}{INSEC}: {dit}."
    pourquoi = "ce niveau n’a pas de limite basse" if r.classe <= 2 else "l’indice est partiel"
    distance = f"Sans objet ici{INSEC}: {pourquoi}."
    if r.distance:
        limite = 100 * p.limites_classe[int(r.classe) - 2]
        voulu = (limite - 100 * p.poids_bmo * r.q_estimee) / p.poids_offres
        calcul = f"({nombre(limite)} − {part}) ÷ {nombre(p.poids_offres, 3)} = {nombre(voulu, 2)}"
        distance = f"Score voulu = {calcul}{INSEC}: {r.distance}."
    suite = [_etape("certitude", erreur), _etape("distance", distance), partiel]
    return [*debut, _etape("indice", melange, limites=limites), *suite]


def _etape(cle: str, calcul: str, **dits: str) -> Etape:
    mots_ = _DECLARES["etape"][cle]
    return mots_["titre"], mots_["regle"].format(**dits), calcul


def etapes_html(lieu: str, quoi: str, annee: str, liste: list[Etape]) -> str:
    """Markup of the steps; text is escaped."""
    item = '<li><h3>{}</h3><p>{}</p><p class="obs-calcul">{}</p></li>'
    items = "".join(item.format(*map(escape, etape)) for etape in liste)
    tete = f"Exemple calculé avec les choix de la page{INSEC}: {quoi}, {lieu}, {annee}."
    return f'<h2>{escape(TITRE_COMPLET)}</h2><p>{escape(tete)}</p><ol class="obs-etapes">{items}</ol>'
