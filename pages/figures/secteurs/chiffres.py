"""The four key figures of a sector in the region: estimated share, projects, métiers hard to fill, seasonal ones."""

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC, capitale, nombre
from data_loaders.measures import enonces, mots_estimation as mots, palmares
from data_loaders.metiers.secteurs import Releve
from geo.zonages import REGION
from pages.figures import lecture
from pages.figures.chiffres_cles import ChiffreCle

PART, PROJETS, DIFFICILES = "bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles"
ESTIMEE = "bmo_part_difficiles_estimee"


def chiffres(releve: Releve, annee: str) -> list[ChiffreCle]:
    """The key figures of the sector in the region."""
    return [
        _estimation(releve, annee),
        _projets(releve, annee),
        _difficiles(releve, annee),
        _saisonniers(releve, annee),
    ]


def _difficiles(releve: Releve, annee: str) -> ChiffreCle:
    """How many of its métiers are hard to fill, sure enough."""
    lus = releve.estimes_par_metier
    estimes = lus[(lus.index.get_level_values("annee") == annee) & (lus["statut"] == "estime")]
    n = int((palmares.nets(estimes) == enonces.DIFFICILE).sum())
    return ChiffreCle("Métiers difficiles à pourvoir", nombre(n), f"sur {nombre(len(estimes))}, en {annee}")


def _projets(releve: Releve, annee: str) -> ChiffreCle:
    titre, t = "Projets d’embauche", releve.tableau(PROJETS)
    ligne = t.periode(annee).loc[REGION]
    if ligne["obs_status"] in VIDES:
        return ChiffreCle(titre, lecture.SIGNES[ligne["obs_status"]], f"{capitale(ligne['raison'])}.")
    quoi = f"En {annee}{_avant(releve, t, annee)}."
    prefixe = "au moins" if ligne["minorant"] else ""
    return ChiffreCle(titre, nombre(ligne["value"]), f"en {annee}", prefixe=prefixe, quoi=quoi)


def _avant(releve: Releve, t: Tableau, annee: str) -> str:
    """« ; au moins 17 089 en 2023, dans l’ancienne nomenclature »: the vintage before, and whether it compares."""
    avant = [a for a in releve.annees if a < annee]
    if not avant:
        return ""
    ligne = t.periode(avant[-1]).loc[REGION]
    if ligne["obs_status"] in VIDES:
        return ""
    moins = "au moins " if ligne["minorant"] else ""
    change = releve.nomenclatures[avant[-1]] != releve.nomenclatures[annee]
    autre = ", dans une autre nomenclature" if change else ""
    return f"{FINE}; {moins}{nombre(ligne['value'])} en {avant[-1]}{autre}"


def _saisonniers(releve: Releve, annee: str) -> ChiffreCle:
    titre = "Projets saisonniers"
    bornes = saison_dite(releve.zones, (REGION, annee))
    if not bornes:
        ligne = releve.tableau("bmo_projets_saisonniers").periode(annee).loc[REGION]
        return ChiffreCle(titre, lecture.SIGNES.get(ligne["obs_status"], "n.d."), _phrase(ligne["raison"]))
    if " à " not in bornes:
        return ChiffreCle(titre, bornes, f"en {annee}")
    return ChiffreCle(titre, bornes, f"en {annee}", quoi="Ce qui est masqué laisse la part entre ces bornes.")


def _phrase(raison: str) -> str:
    return f"{capitale(raison)}." if raison else ""


def saison_dite(lignes: pd.DataFrame, cle: object) -> str:
    """« 2 à 18 % » of seasonal projects, « 27 % » when nothing hides; "" when it is unknown."""
    if cle not in lignes.index:
        return ""
    bas, haut = (lignes.loc[cle, c] for c in ("saison_basse", "saison_haute"))
    if pd.isna(bas):
        return ""
    dits = sorted({nombre(bas), nombre(haut)}, key=lambda d: d != nombre(bas))
    return f"{' à '.join(dits)}{INSEC}%"


def _estimation(releve: Releve, annee: str) -> ChiffreCle:
    titre = "Embauches difficiles"
    r = releve.marche(annee)
    if r is None or r.statut != "estime":
        return ChiffreCle(titre, "n.d.", _phrase("aucun métier enquêté" if r is None else r.raison))
    dit = mots.enonce(int(r.classe), r.certitude, r.w)
    return ChiffreCle(titre, mots.part_dite(r.q_estimee), f"en {annee}", sens=dit, a_cote="estimé")
