"""The four key figures of a sector in the region: projects, difficult and seasonal ones, météo."""

from __future__ import annotations

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.metiers.secteurs import REGION, Releve
from pages.figures import lecture
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.meteo.vue import proche, retenue_dite

PART, PROJETS, DIFFICILES = "bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles"


def chiffres(releve: Releve, annee: str) -> list[ChiffreCle]:
    """The four key figures of the sector in the region."""
    return [
        _chiffre(releve, annee, PROJETS, "Projets", ""),
        _difficiles(releve, annee),
        _saisonniers(releve, annee),
        _meteo(releve, annee),
    ]


def _chiffre(releve: Releve, annee: str, code: str, titre: str, unite: str) -> ChiffreCle:
    t = releve.tableau(code)
    ligne = t.periode(annee).loc[REGION]
    if ligne["obs_status"] in VIDES:
        return ChiffreCle(titre, lecture.SIGNES[ligne["obs_status"]], f"{lecture.capitale(ligne['raison'])}.")
    valeur = francais.avec_unite(ligne["value"], unite, t.indicateur.decimales)
    note = f"En {annee}{lecture.intervalle(ligne, t.indicateur)}{_avant(releve, t, annee, unite)}."
    return ChiffreCle(titre, valeur, note, prefixe="au moins" if ligne["minorant"] else "")


def _difficiles(releve: Releve, annee: str) -> ChiffreCle:
    """The share, then how many projects it makes."""
    c = _chiffre(releve, annee, PART, "Projets jugés difficiles", "%")
    ligne = releve.tableau(DIFFICILES).periode(annee).loc[REGION]
    if ligne["obs_status"] in VIDES:
        return c
    moins = "au moins " if ligne["minorant"] else ""
    projets = francais.avec_unite(ligne["value"], "projets")
    return c._replace(note=f"{lecture.capitale(moins)}{projets}. {c.note}")


def _avant(releve: Releve, t: Tableau, annee: str, unite: str) -> str:
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
    return f"{FINE}; {moins}{francais.avec_unite(ligne['value'], unite, t.indicateur.decimales)} en {avant[-1]}{autre}"


def _saisonniers(releve: Releve, annee: str) -> ChiffreCle:
    titre = "Projets saisonniers"
    bornes = saison_dite(releve.zones, (REGION, annee))
    if not bornes:
        ligne = releve.tableau("bmo_projets_saisonniers").periode(annee).loc[REGION]
        return ChiffreCle(titre, lecture.SIGNES.get(ligne["obs_status"], "n.d."), _phrase(ligne["raison"]))
    if " à " not in bornes:
        return ChiffreCle(titre, bornes, f"Des projets de {annee}.")
    return ChiffreCle(titre, bornes, f"Des projets de {annee}{FINE}; le secret statistique cache où, entre ces bornes.")


def _phrase(raison: str) -> str:
    return f"{lecture.capitale(raison)}." if raison else ""


def saison_dite(lignes: pd.DataFrame, cle: object) -> str:
    """« 2 à 18 % » of seasonal projects, « 27 % » when nothing hides; "" when it is unknown."""
    if cle not in lignes.index:
        return ""
    bas, haut = (lignes.loc[cle, c] for c in ("saison_basse", "saison_haute"))
    if pd.isna(bas):
        return ""
    dits = sorted({nombre(bas), nombre(haut)}, key=lambda d: d != nombre(bas))
    return f"{' à '.join(dits)}{INSEC}%"


def _meteo(releve: Releve, annee: str) -> ChiffreCle:
    titre = "Météo du secteur"
    lignes = releve.indices("region")
    r = next(lignes[lignes["annee"] == annee].itertuples(), None)
    if r is None or r.statut != "classe":
        return ChiffreCle(titre, "n.d.", _phrase("aucun métier enquêté" if r is None else r.raison))
    candidat, employeur = (mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)
    note = (
        f"{lecture.capitale(candidat)} pour qui cherche un emploi, {employeur} pour qui recrute. Part retenue "
        f"{retenue_dite(r)}, rapprochée de celle de tous les métiers."
    )
    return ChiffreCle(titre, mots.classe_dite(r.niveau, None), f"{note}{_fragile(proche(r))}")


def _fragile(voisine: int | None) -> str:
    return f" Classe fragile, proche de {voisine}." if voisine else ""
