"""All that the screen « Météo des métiers » shows for one set of choices: computed here, drawn elsewhere.

Rows are those of `measures.marches.decrire`. What turns with the point of view, skies and verbs, is written twice in
the markup, in `.obs-candidat` and `.obs-employeur`; the style sheet shows the one that is chosen, so that the switch is
answered in the browser and no figure can change with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, capitale, nombre
from data_loaders.measures import enonces, marches, mots_estimation as mots, palmares
from geo import lieux
from geo.zonages import REGION
from pages.figures.estimees import (
    CHAMP,
    ESTIME,
    UNITES,
    Deux,
    court,
    declaree_dite,
    estimee,
    estimee_dite,
    motif,
    mouvement,
    position_dite,
    projets_dits,
    source,
    territoire,
)
from pages.figures.vues import Vue, badges_demo

# What a title says of a share that is not printed, before the class of the region.
_SANS_CHIFFRE = {"secret": "chiffre masqué, trop peu de réponses", "effectif": "trop peu de projets"}


def pareil(texte: str) -> Deux:
    """The same words for both."""
    return Deux(texte, texte)


@dataclass(frozen=True, kw_only=True)
class VueMeteo(Vue):
    """What is said of one territory.

    Attributes:
        titre: the finding, for both points of view.
        lignes: rows of the groups asked that year, from the highest to the lowest estimate, then those without.
    """

    titre: Deux
    lignes: list[Any]


def preparer(
    indices: pd.DataFrame,
    libelles: dict[str, str],
    niveau: str,
    zonage: str,
    zone: str,
    annee: str,
    demonstration: bool = False,
) -> VueMeteo:
    """Everything about the groups of métiers of one territory.

    Args:
        indices: rows of `measures.marches.decrire` for `niveau` and `zonage`.
        libelles: code of a group -> its label.
        zonage: `bassin`, `departement` or `region`; zone: a zone of it.
        annee: a loaded vintage.
    """
    ici = lignes_territoire(indices, libelles, zone, annee)
    premiere = next((r for r in ici if estimee(r)), None)
    return VueMeteo(
        titre=_titre(ici, niveau, zonage, zone),
        sous_titre=f"{capitale(territoire(zonage, zone))}, {annee}",
        lignes=ici,
        lecture=" ".join(explication(premiere, f"{premiere.nom}, {territoire(zonage, zone)}", zonage))
        if premiere
        else "",
        champ=CHAMP,
        source=source(annee, demonstration),
        badges=badges_demo(demonstration),
    )


def lignes_territoire(indices: pd.DataFrame, libelles: dict[str, str], zone: str, annee: str) -> list[Any]:
    """Rows of one territory and vintage; groups that the survey did not list that year are left out."""
    ici = palmares.dans(indices, zone, annee)
    ici = ici[ici["statut"] != "non_enquete"]
    return ranger(ici.assign(nom=ici["code_groupe"].map(libelles), net=palmares.nets(ici)))


def ranger(lignes: pd.DataFrame) -> list[Any]:
    """Estimated rows by decreasing share, then the others by name."""
    vide = lignes["statut"] != ESTIME
    ordre = lignes.assign(vide=vide, cle=-lignes["q_estimee"].where(~vide))
    return palmares.rangees(ordre.sort_values(["vide", "cle", "nom"]))


# ---------------------------------------------------------------- one row in words


def rang_dit(r: Any) -> str:
    """« rang 1 à 16 sur 26 »; "" without a rank."""
    return (
        "" if pd.isna(r.rang_meilleur) or r.rangs_nb == 1 else mots.rang_dit(r.rang_meilleur, r.rang_pire, r.rangs_nb)
    )


def cause(raison: str) -> str:
    """The first words of a reason: « masqué »."""
    return motif(raison).partition(",")[0]


# ---------------------------------------------------------------- sentences


def _titre(lignes: Sequence[Any], niveau: str, zonage: str, zone: str) -> Deux:
    """How many groups are hard to fill, sure enough."""
    lieu = capitale(lieux.locatif(zonage, zone))
    estimees = [r for r in lignes if estimee(r)]
    if not estimees:
        raisons = {motif(r.raison) for r in lignes}
        seule = raisons.pop() if len(raisons) == 1 else "trop peu de projets, ou masqués, pour un chiffre par métier"
        return pareil(f"{lieu}, {seule}")
    difficiles = [r for r in estimees if r.net == enonces.DIFFICILE]
    n, unites = len(difficiles), UNITES[niveau]
    sur = f"sur {nombre(len(estimees))}"
    if not n:
        aucun = "aucune" if niveau == "famille" else "aucun"
        return pareil(f"{lieu}, {aucun} {unites[0]} {sur} n’est nettement difficile à pourvoir")
    combien = f"{nombre(n)} {unites[n > 1]} {sur}"
    candidat = f"{lieu}, {combien} nettement difficile{'s' * (n > 1)} à pourvoir"
    return Deux(candidat, f"{lieu}, recruter est difficile pour {combien}")


def titre_metier(r: Any, quoi: str, lieu: str) -> str:
    """The finding on one group in one place; without an estimate, why in a few words."""
    debut = f"{court(quoi)} {lieu}{INSEC}: "
    if r.statut == "sans_objet":
        return f"{debut}aucun projet d’embauche en {r.annee}"
    if not estimee(r):
        sure = r.certitude_region and r.certitude_region != enonces.FRAGILE
        region = f"{FINE}; {mots.classe_dite(int(r.classe_region))} dans la région" if sure else ""
        return f"{debut}{_SANS_CHIFFRE.get(r.statut) or motif(r.raison)}{region}"
    if r.code_groupe == marches.ENSEMBLE:
        ou = f", {mots.POSITIONS[int(r.position)]} ({mots.part_dite(r.reference)})" if pd.notna(r.position) else ""
        return f"{debut}{estimee_dite(r)} d’embauches jugées difficiles{ou}"
    if r.certitude == enonces.FRAGILE:
        return f"{debut}un chiffre à confirmer{FINE}; {projets_dits(r)} d’embauche"
    return f"{debut}{mots.classe_dite(int(r.classe))}, {_sur_dix(r.q_estimee)}"


def _sur_dix(q: float) -> str:
    """« huit projets d’embauche sur dix sont difficiles »: the share of a title, in words; the sheet has the number."""
    n = round(10 * q)
    if n < 2:
        return f"{('presque aucun projet', 'un projet')[n]} d’embauche{' sur dix' * n} est difficile"
    return f"{francais.LETTRES[n]} projets d’embauche sur dix sont difficiles"


def explication(r: Any, quoi: str, zonage: str) -> list[str]:
    """What « ? » opens: the answers from here, what they are set beside, their weights, the margin.

    Args:
        quoi: « Aides-soignants, bassin d’emploi de Mamers ».
    """
    debut = f"{quoi}, {r.annee}"
    if not estimee(r):
        return [f"{debut}{INSEC}: {motif(r.raison)}."]
    du_lieu = "de la région" if r.code_zone == REGION else lieux.genitif(zonage, r.code_zone)
    dits = [f"{debut}.", _declarees(r)]
    if (r.code_groupe, r.code_zone) != (marches.ENSEMBLE, REGION):
        attendue, reste = "La France, ramenée au niveau de la région,", mots.NIVEAU_FRANCE
        if r.code_groupe == marches.ENSEMBLE:
            attendue, reste = "La région", "le niveau de la région"
        elif not r.annee_france:
            attendue, reste = f"La région, {mots.SANS_FRANCE},", "la région"
        dits.append(f"{attendue} est à {mots.part_dite(r.F_region)}.")
        dits += [mots.poids_dit(r.w, du_lieu, reste), f"Estimation{INSEC}: {estimee_dite(r)}."]
    dits.append(f"La part qui dure est {mots.intervalle_dit(r.borne_basse, r.borne_haute)}.")
    if position := position_dite(r):
        dits.append(f"{capitale(position)}.")
    if memoire := mots.memoire_dite(r.memoire):
        dits.append(f"{capitale(memoire)}.")
    if r.fleche in ("hausse", "baisse"):
        dits.append(f"Depuis {r.annee_precedente}{INSEC}: {mouvement(r)}.")
    return dits


def _declarees(r: Any) -> str:
    if pd.isna(r.declaree):
        return "La part déclarée ici est masquée par le secret statistique."
    autre = f"{FINE}; {mots.PUBLIEE}{INSEC}: {mots.part_dite(r.publiee)}" if pd.notna(r.publiee) else ""
    return f"{capitale(mots.DECLAREE)}{INSEC}: {declaree_dite(r)}, sur {projets_dits(r)}{autre}."


def tete(e: Any) -> list[str]:
    """First sentences on a place: projects, share of all métiers, movement; what cannot be said is left out."""
    if pd.isna(e.projets):
        return []
    dites = [f"En {e.annee}, {projets_dits(e).replace('projets', 'projets d’embauche')}"]
    if estimee(e):
        position = f", {position_dite(e)}" if position_dite(e) else ""
        dites[0] += f"{FINE}; jugés difficiles{INSEC}: {mots.tous_metiers_dits(e._asdict())}{position}"
        if e.fleche in ("hausse", "baisse"):
            dites.append(f"Depuis {e.annee_precedente}{INSEC}: {mouvement(e)}")
    if memoire := mots.memoire_dite(e.memoire):
        dites.append(capitale(memoire))
    return [f"{d}." for d in dites]
