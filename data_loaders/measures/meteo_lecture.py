"""Readings of the météo: which métiers stand out, which ones are near, what to say of a place in a few sentences.

Nothing here is a new figure: every result is made of rows of `meteo.indices`. What drives a class is in `meteo_causes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data_loaders.francais import FINE, INSEC, avec_unite, ecart, minimum, nombre
from data_loaders.measures.meteo_mots import FLECHES, POSITIONS

NB_PALMARES = 5
PART_COMMUNE_MIN = 0.05  # shared ROME under which two métiers are not said to be near

RAISONS_VIDES = {
    "tension": "aucun métier classé 4 ou 5",
    "porteurs": "aucun métier parmi ceux qui ont le plus de projets ne se maintient",
    "aises": "aucun métier classé 1 ou 2",
    "surplus": "aucun métier où les candidats sont nombreux pour les offres",
}
RAISON_SANS_CLASSE = "aucun métier n’a de classe ici\u00a0: effectifs masqués ou trop petits"
RAISON_SANS_COMPLET = "le surplus de candidats n’est pas mesuré, l’enquête ne compte pas les demandeurs d’emploi"


def dans(indices: pd.DataFrame, zone: str, annee: str) -> pd.DataFrame:
    """Rows of one zone and vintage."""
    return indices[(indices["code_zone"] == zone) & (indices["annee"] == annee)]


def voisins(lignes: pd.DataFrame, code: str, liens: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """Métiers near another one: same family of 87 first, then those that share ROME métiers, then the same domain.

    Args:
        lignes: rows of `meteo.indices` of one zone and vintage, level `metier`.
        liens: code_rome, code_metier, part, from `meteo_complet.passages`; may be empty.
        n: largest number of neighbours.

    Returns:
        Rows of `lignes` with `lien` (fap87, rome or fap22), `commun` (0..1, share of the qualification levels of ROME
        métiers that both receive, summed over these ROME) and `romes` (their codes).
    """
    autres = lignes[(lignes["code_groupe"] != code) & (lignes["statut"] != "non_enquete")].copy()
    d_ici = liens[liens["code_metier"] == code].set_index("code_rome")["part"]
    communs = liens[(liens["code_metier"] != code) & liens["code_rome"].isin(d_ici.index)]
    communs = communs.assign(commun=np.minimum(communs["part"], communs["code_rome"].map(d_ici)))
    par_metier = communs.groupby("code_metier").agg(commun=("commun", "sum"), romes=("code_rome", tuple))
    autres = autres.join(par_metier, on="code_groupe")
    autres["commun"] = autres["commun"].astype(float).fillna(0.0)
    autres["romes"] = [r if isinstance(r, tuple) else () for r in autres["romes"]]
    codes = autres["code_groupe"]
    cas = [codes.str[:3] == code[:3], autres["commun"] >= PART_COMMUNE_MIN, codes.str[:1] == code[:1]]
    autres["lien"] = np.select(cas, ["fap87", "rome", "fap22"], "")
    autres["rang_lien"] = np.select(cas, [0, 1, 2], 3)
    autres = autres[autres["lien"] != ""]
    ordre = autres.sort_values(["rang_lien", "commun", "P", "code_groupe"], ascending=[True, False, False, True])
    return ordre.head(n).drop(columns="rang_lien").reset_index(drop=True)


class Quadrant(NamedTuple):
    """Projects × difficulty of the classed groups of a place.

    Attributes:
        lignes: rows of `meteo.indices` with `cadran`: 1 many projects and difficult, 2 few and difficult, 3 few and
            easy, 4 many and easy; a row on a median belongs to the side « many » or « difficult ».
        projets: median of the visible projects; part: median of the pulled shares, 0..1; both null without any row.
        raison: why there is no row.
    """

    lignes: pd.DataFrame
    projets: float
    part: float
    raison: str


def quadrant(indices: pd.DataFrame, zone: str, annee: str) -> Quadrant:
    """Where each classed group of a zone stands; the medians are those of the rows shown."""
    lignes = _classees(indices, zone, annee)
    projets, part = lignes["projets"].median(), lignes["q_tilde"].median()
    beaucoup, difficile = lignes["projets"] >= projets, lignes["q_tilde"] >= part
    cadran = np.select([beaucoup & difficile, difficile, ~beaucoup], [1, 2, 3], 4)
    lignes = lignes.assign(cadran=cadran).sort_values(["projets", "code_groupe"], ascending=[False, True])
    return Quadrant(lignes.reset_index(drop=True), projets, part, "" if len(lignes) else RAISON_SANS_CLASSE)


def _classees(indices: pd.DataFrame, zone: str, annee: str) -> pd.DataFrame:
    return indices[(indices["code_zone"] == zone) & (indices["annee"] == annee) & (indices["statut"] == "classe")]


class Liste(NamedTuple):
    """A short list: rows, how many groups qualify in all, and why it is empty ("" when it is not)."""

    lignes: pd.DataFrame
    total: int
    raison: str


class Palmares(NamedTuple):
    """What to remember of the métiers of a place; each list may be empty and says why.

    Attributes:
        tension: class 4 or 5, the highest pulled share first; aises: class 1 or 2, the lowest first.
        porteurs: many projects, not falling, the most projects first.
        surplus: complete index of class 1 or 2, where candidates are many for the offers, the lowest T first.
    """

    tension: Liste
    porteurs: Liste
    aises: Liste
    surplus: Liste


def palmares(
    indices: pd.DataFrame, zone: str, annee: str, nb: int = NB_PALMARES, complets: pd.DataFrame | None = None
) -> Palmares:
    """The métiers to remember in a zone and vintage; a cell without class is in no list.

    Rows at the same value as the last one are kept with it: a list may be longer than `nb`.

    Args:
        indices: result of `meteo.indices`, level `metier`.
        complets: result of `meteo_complete.completes` at the same level and zoning; the survey alone knows no
            job-seekers, so without it nothing is said of a surplus.
    """
    lignes = _classees(indices, zone, annee)
    niveau = lignes["niveau"].astype(float)
    return Palmares(
        tension=_liste(lignes[niveau >= 4], "q_tilde", False, nb, "tension", len(lignes)),
        porteurs=_liste(lignes[lignes["porteur"] != ""], "projets", False, nb, "porteurs", len(lignes)),
        aises=_liste(lignes[niveau <= 2], "q_tilde", True, nb, "aises", len(lignes)),
        surplus=_surplus(complets, zone, annee, nb),
    )


def _surplus(complets: pd.DataFrame | None, zone: str, annee: str, nb: int) -> Liste:
    if complets is None or annee not in set(complets["annee"]):
        return Liste(pd.DataFrame(), 0, RAISON_SANS_COMPLET)
    lignes = complets[(complets["code_zone"] == zone) & (complets["annee"] == annee) & (complets["partiel"] == "")]
    lignes = lignes[lignes["niveau_complet"].notna()]
    return _liste(lignes[lignes["niveau_complet"] <= 2], "T", True, nb, "surplus", len(lignes))


def _liste(lignes: pd.DataFrame, cle: str, croissant: bool, nb: int, quoi: str, classes_nb: int) -> Liste:
    rangs = lignes[cle].rank(method="min", ascending=croissant)
    gardees = lignes[rangs <= nb].sort_values([cle, "code_groupe"], ascending=[croissant, True])
    raison = "" if len(lignes) else (RAISONS_VIDES[quoi] if classes_nb else RAISON_SANS_CLASSE)
    return Liste(gardees.reset_index(drop=True), len(lignes), raison)


class Synthese(NamedTuple):
    """What can be said of a place in a few sentences.

    Attributes:
        ensemble: row of all métiers together; familles: classed families, the most difficult first.
        par_niveau: class -> number of métiers; classes_nb, fragiles_nb: métiers with a class, and among them those
            near another class; sans_classe_nb: métiers with projects and no class.
        palmares: lists of métiers.
    """

    annee: str
    ensemble: Any
    familles: list[Any]
    par_niveau: dict[int, int]
    classes_nb: int
    fragiles_nb: int
    sans_classe_nb: int
    palmares: Palmares


def synthese(ensemble: pd.DataFrame, familles: pd.DataFrame, metiers: pd.DataFrame, zone: str, annee: str) -> Synthese:
    """Gather what the sentences need.

    Args:
        ensemble, familles, metiers: results of `meteo.indices` at these levels, one same zoning.

    Raises:
        KeyError: the zone or the vintage is not in `ensemble`.
    """
    tout = ensemble[(ensemble["code_zone"] == zone) & (ensemble["annee"] == annee)]
    if tout.empty:
        raise KeyError(f"{zone}, {annee}")
    classees = _classees(metiers, zone, annee)
    autour = metiers[(metiers["code_zone"] == zone) & (metiers["annee"] == annee) & (metiers["cellules_nb"] > 0)]
    return Synthese(
        annee=annee,
        ensemble=next(tout.itertuples()),
        familles=list(_classees(familles, zone, annee).sort_values("q_tilde", ascending=False).itertuples()),
        par_niveau=classees["niveau"].value_counts().sort_index().to_dict(),
        classes_nb=len(classees),
        fragiles_nb=int(classees["fragile"].sum()),
        sans_classe_nb=len(autour) - len(classees),
        palmares=palmares(metiers, zone, annee),
    )


def tete(s: Synthese) -> list[str]:
    """First sentences on a place: projects, share judged difficult beside the region's, established movement, season.

    Each is true alone; a figure that cannot be said is left out with its sentence.
    """
    e, dites = s.ensemble, []
    part = ""
    if e.statut == "classe":
        bornes = f" ({nombre(100 * e.publiee_lo)} à {nombre(100 * e.publiee_hi)})"
        bornes = bornes if e.publiee_hi - e.publiee_lo >= 0.005 else ""
        part = f", dont {avec_unite(100 * e.publiee, '%', 0)}{bornes} jugés difficiles"
        if e.code_zone != "52":
            part += f", {POSITIONS[e.position]} ({avec_unite(100 * e.publiee_region, '%', 0)})"
    if not pd.isna(e.projets):
        debut = "au moins " if e.minorant else ""
        dites.append(f"En {s.annee}, {debut}{avec_unite(e.projets, 'projets de recrutement')}{part}.")
        if not pd.isna(e.part_saisonniers):
            dites.append(f"{minimum(e.part_saisonniers).capitalize()} des projets publiés sont saisonniers.")
    if e.fleche in ("hausse", "baisse"):
        mouvement = f"{FLECHES[e.fleche]} ({ecart(100 * e.delta, 'points', 0)})"
        dites.append(f"Depuis {e.annee_precedente}, la part de projets difficiles est {mouvement}.")
    return dites


def phrases(s: Synthese, familles: Mapping[str, str]) -> list[str]:
    """What follows: the families at both ends, then how many métiers have a class and how firm.

    Args:
        familles: code -> label.
    """
    dites = []
    if len(s.familles) > 1:
        haut, bas = s.familles[0], s.familles[-1]
        dites.append(
            f"La famille où recruter est le plus difficile est «{INSEC}{familles[haut.code_groupe]}{INSEC}» (classe "
            f"{haut.niveau})"
            + (
                f"{FINE}; le moins, «{INSEC}{familles[bas.code_groupe]}{INSEC}» (classe {bas.niveau})."
                if bas.niveau < haut.niveau
                else "."
            )
        )
    if s.classes_nb:
        fragiles = f", dont {nombre(s.fragiles_nb)} tout près d’une autre" if s.fragiles_nb else ""
        verbe = "ont" if s.classes_nb > 1 else "a"
        dites.append(f"{avec_unite(s.classes_nb, 'métiers')} {verbe} une classe{fragiles}.")
    return dites
