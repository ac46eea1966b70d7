"""What the survey says of a group of métiers, in words and in cells: the same on every screen.

Rows are those of `measures.marches.decrire`.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, avec_unite, capitale, echapper as escape, nombre
from data_loaders.measures import bmo, enonces, marches, mots_estimation as mots
from pages.figures import declares, parts
from pages.figures.adresses import lien
from pages.figures.carte.vue import FONDS
from pages.figures.lecture import au_moins
from pages.figures.tables import Html, en_tetes

IND = INDICATEURS["bmo_part_difficiles_estimee"]
CHAMP = f"{IND.champ}."
UNITES = {niveau: tuple(m.values()) for niveau, m in declares.lire(__file__)["niveau"].items()}
TOUS = "Tous les métiers"
ESTIME = "estime"
SIGNE_SECRET = "s"
SAISONNIERS_MIN = 0.01  # under it, a lower bound says nothing: « au moins 0 % »
# What stands for an estimate that is missing, « n.d. » for every other reason.
SIGNES = {"secret": SIGNE_SECRET, "sans_objet": "///", "effectif": "n.s."}
# Columns of the estimate in a table of counts.
ESTIMATION = en_tetes("Jugés difficiles, estimés #", "À pourvoir")


def cellules(indices: pd.DataFrame, niveau: str, groupe: str, zone: str) -> pd.DataFrame:
    """Rows of a group in one zone, one a vintage, oldest first: under its other code where the list renames it."""
    lues = indices[(indices["code_zone"] == zone) & indices["code_groupe"].isin(bmo.codes_prolonges(niveau, groupe))]
    lues = lues.assign(ailleurs=lues["statut"] == "non_enquete").sort_values(["annee", "ailleurs"])
    return lues.drop_duplicates("annee").drop(columns="ailleurs")


def source(annee: str, demonstration: bool, fonds: bool = False) -> str:
    """Producer, vintage, and whose estimate it is."""
    donnees = "Données de démonstration, chiffres inventés" if demonstration else f"France Travail, enquête BMO {annee}"
    suite = f" {FONDS}." if fonds else ""
    return f"{donnees}{FINE}; part des projets difficiles estimée par l’Observatoire.{suite}"


def estimee(r: Any) -> bool:
    """Whether the row has an estimate that may be shown."""
    return r.statut == ESTIME


def estimee_dite(r: Any) -> str:
    """« 83 % »."""
    return mots.part_dite(r.q_estimee)


def declaree_dite(r: Any) -> str:
    """« 67 % (± 21) »; « s » when one hidden cell makes the whole share."""
    return SIGNE_SECRET if pd.isna(r.declaree) else mots.declaree_dite(r.declaree, r.marge_points)


def enonce(r: Any, complet: bool = False) -> str:
    """« difficile à pourvoir, solide »; « à confirmer »; of all métiers together, its position."""
    if pd.isna(r.classe):
        return position_dite(r)
    return mots.enonce(int(r.classe), r.certitude, None if complet else poids_france(r), complet)


def poids_france(r: Any) -> float | None:
    """Weight of the local answers beside those of France; None where no national file is beside the survey."""
    return r.w if r.annee_france else None


def teinte(r: Any) -> str:
    """Class of the style sheet for the colour of the sky of a row."""
    return "obs-a-confirmer" if r.certitude == enonces.FRAGILE else f"obs-temps--{r.classe}"


def position_dite(r: Any) -> str:
    """Where it stands in the region that year; "" where no position is said."""
    if pd.isna(r.position):
        return ""
    dits = mots.POSITIONS if r.code_groupe == marches.ENSEMBLE else mots.POSITIONS_GROUPE
    return f"{dits[int(r.position)]} ({mots.part_dite(r.reference)})"


def mouvement(r: Any) -> str:
    """A move since the survey before and the part of the region in it, or why none is said."""
    return mots.mouvement_situe(r._asdict())


def projets_dits(r: Any) -> str:
    """« au moins 591 projets » where some are hidden; never the filled sum."""
    n = francais.avec_unite(r.projets, "projets")
    return f"au moins {n}" if r.minorant else n


def motif(raison: str) -> str:
    """A reason inside a sentence, without its colon nor what it adds in brackets: « masqué, trop peu de réponses »."""
    return re.sub(r"[ \u00a0]:", ",", raison.partition(" (")[0])


def court(libelle: str) -> str:
    """A label in a title, without what it adds in brackets."""
    return libelle.partition(" (")[0]


def table(
    lignes: Sequence[Any], colonne: str, adresse: Callable[[Any], str] | None = None
) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and cells for `tables.en_html`: groups of a territory, or zones of a group. `lignes`: rows with `nom`;
    `colonne`: heading of the names; `adresse`: row -> where its name leads."""
    entetes = [(colonne, False), *en_tetes("Difficiles #", "Ce que cela dit", "Projets #", "Saisonniers #")]
    corps = []
    for r in lignes:
        nom = lien(adresse(r), r.nom) if adresse else r.nom
        projets = "" if pd.isna(r.projets) else au_moins(nombre(r.projets), r.minorant)
        if estimee(r):
            part, classe = r.part_saisonniers, Html(escape(position_dite(r)))  # of all métiers together, their position
            if pd.notna(r.classe):  # the colour of the sky, then the class word and its certainty
                classe = Html(f'<span class="obs-puce {teinte(r)}" aria-hidden="true"></span> {escape(enonce(r))}')
            saison = "masqués"  # never « ≥ 0 % » nor « ≥ 100 % »
            if pd.notna(part) and not (r.minorant and part < SAISONNIERS_MIN):
                saison = au_moins(avec_unite(100 * part, "%"), r.minorant and part < 1)
            corps.append([nom, estimee_dite(r), classe, projets, saison])
            continue
        genre, signe = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd"), SIGNES.get(r.statut, "n.d.")
        puce = Html(f'<span class="obs-puce obs-puce--{genre}" aria-hidden="true"></span> {signe}')
        corps.append([nom, "", Html(f"{puce} {escape(r.raison)}"), projets, ""])
    return entetes, corps


def estimation(r: Any) -> list[str]:
    """Cells under `ESTIMATION`; « n.d. » without an estimate."""
    if r is None or not estimee(r):
        return ["n.d.", "n.d."]
    return [mots.part_dite(r.q_estimee), mots.enonce(int(r.classe), r.certitude, r.w)]


def detail(r: Any, du_lieu: str) -> str:
    """What stands behind the estimate of a row: its interval, what local answers weigh, the shares that they make; ""
    without an estimate. `du_lieu`: « de Nantes », « de la région »."""
    if r is None or not estimee(r):
        return ""
    # Its position is among the groups of its zone, not among zones.
    ligne = r._asdict() | {"estimee_lo": r.borne_basse, "estimee_hi": r.borne_haute, "position": None}
    return " ".join(f"{capitale(x)}." for x in parts.detail(IND, ligne, du_lieu) if x)
