"""One group of métiers over the zones of a zoning: what the map of the météo draws and says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from geo import lieux, zonages
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.lecture import capitale
from pages.figures.meteo.vue import (
    CHAMP,
    SIGNES,
    badges,
    lecture_cellule,
    noms_zones,
    part_dite,
    proche,
    ranger,
    retenue_dite,
    source,
    source_courte,
)
from pages.figures.vues import Vue

# Part of the projects judged difficult, class 1 first: the same words for both points of view.
PARTS = ("moins de 1 projet difficile sur 5", "1 à 2 sur 5", "2 à 3 sur 5", "3 à 4 sur 5", "plus de 4 sur 5")
_ETATS_CARTE = {"secret": "s", "sans_objet": "so"}
ABSENCES = {
    "s": "secret statistique",
    "nd": "effectif insuffisant (n.s.), non enquêté, non transmis ou non déterminé",
    "so": "sans objet, aucun projet",
}


@dataclass(frozen=True, kw_only=True)
class VueCiel(Vue):
    """One group of métiers over the zones of a zoning: what the map draws and says."""

    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    lignes: list[Any]


def preparer(
    indices: pd.DataFrame,
    region: pd.DataFrame,
    groupe: str,
    quoi: str,
    dessine: str,
    zone: str | None,
    annee: str,
    point: str,
    demonstration: bool = False,
    instantane: str = "",
    court: bool = False,
) -> VueCiel:
    """One group of métiers over the zones of `dessine`.

    Args:
        indices: of the level of `groupe` on `dessine`; region: the same level on `region`.
        groupe: code of the group, `ensemble` for all métiers; quoi: its label.
        zone: chosen zone, or None.
        point: `candidat` or `employeur`: the words of the legend; the style sheet swaps the colours.
        court: meeting room, few words: the limits of the classes are read on the scale, the share published is left to
            the notes.
    """
    noms = noms_zones(dessine)
    du_groupe = indices[indices["code_groupe"] == groupe]
    annees = sorted(du_groupe["annee"].unique())
    par_annee = {a: list(du_groupe[du_groupe["annee"] == a].itertuples()) for a in annees}
    lignes = lignes_groupe(indices, groupe, dessine, annee)
    z = zonages.zonage(dessine)
    dits = [mots.ciel(n, point).mot for n in range(1, 6)]
    classes = tuple(dits if court else (f"{m}{INSEC}: {part}" for m, part in zip(dits, PARTS, strict=True)))
    legende = Legende(
        classes=classes,
        limites=(20, 40, 60, 80),
        limites_libelles=tuple(f"{n}{INSEC}%" for n in (20, 40, 60, 80)),
        etendue=(0, 100),
        region=_regions(region, groupe),
        lieux={c: capitale(lieux.locatif(dessine, c)) for c in noms} | {"": "Dans les Pays de la Loire"},
        suite="part retenue",
        suites={
            a: {r.code_zone: _suite(r) for r in rs if not (court and r.statut == "classe")}
            for a, rs in par_annee.items()
        },
        absences=ABSENCES,
        zones=(z.libelle_zone, lieux.pluriel(z.libelle_zone)),
        colonne="Part retenue",
    )
    choisie = next((r for r in lignes if r.code_zone == zone), lignes[0])
    lieu = capitale(lieux.locatif(dessine, choisie.code_zone))
    return VueCiel(
        titre=_titre_carte(lignes, quoi, z.libelle_zone),
        sous_titre=f"{quoi}, {nombre(len(noms))} {lieux.pluriel(z.libelle_zone)}, {annee}, part retenue de projets "
        "jugés difficiles, en %",
        dessine=dessine,
        etats={a: {r.code_zone: _etat(r, noms[r.code_zone]) for r in rs} for a, rs in par_annee.items()},
        legende=legende,
        lignes=lignes,
        lecture=lecture_cellule(choisie, "tous métiers" if groupe == "ensemble" else f"« {quoi} »", lieu, annee),
        champ=CHAMP,
        badges=badges(demonstration),
        source=source_courte(annee, demonstration, True) if court else source(annee, demonstration, instantane, True),
    )


def _regions(region: pd.DataFrame, groupe: str) -> dict[str, tuple[float, str]]:
    rs = region[(region["code_groupe"] == groupe) & region["statut"].eq("classe")]
    return {r.annee: (100 * r.q_tilde, nombre(100 * r.q_tilde, 1)) for r in rs.itertuples()}


def _titre_carte(lignes: Sequence[Any], quoi: str, zone: str) -> str:
    classees = [r for r in lignes if r.statut == "classe"]
    if not classees:
        return f"{quoi}{INSEC}: aucun {zone} ne peut être classé"
    niveaux = [r.niveau for r in classees]
    bas, haut = min(niveaux), max(niveaux)
    if bas == haut:
        return f"{quoi}{INSEC}: la même classe, {haut} sur 5, dans les {len(classees)} {lieux.pluriel(zone)} classés"
    n = niveaux.count(haut)
    return (
        f"{quoi}{INSEC}: de la classe {bas} à la classe {haut}, la plus haute dans {nombre(n)} "
        f"{lieux.pluriel(zone) if n > 1 else zone} sur {len(classees)}"
    )


def _suite(r: Any) -> str:
    """What follows the number of the legend: the share published, since the one on the map is pulled to the region."""
    if r.statut != "classe":
        return r.raison
    if r.part_secrete:
        return "de projets difficiles, part retenue pour classer"
    return f"de projets difficiles, part retenue pour classer{FINE}; l’enquête donne {part_dite(r)}"


def _etat(r: Any, nom: str) -> EtatZone:
    if r.statut != "classe":
        statut = _ETATS_CARTE.get(r.statut, "nd")
        signe = SIGNES.get(r.statut, "n.d.")
        return EtatZone(None, signe, f"{nom}{INSEC}: {r.raison}", statut)
    etiquette = (
        f"{nom}{INSEC}: {retenue_dite(r)}, classe {mots.classe_dite(r.niveau, proche(r))}, "
        f"{mots.FIABILITES[r.fiabilite]}"
    )
    part = nombre(100 * r.q_tilde, 1)
    return EtatZone(int(r.niveau), part, etiquette, "ok", float(100 * r.q_tilde), "", bool(r.fragile))


def lignes_groupe(indices: pd.DataFrame, groupe: str, zonage: str, annee: str) -> list[Any]:
    """Rows of one group of métiers and vintage over the zones, ranked by pulled share (`rang` is among zones)."""
    lignes = indices[(indices["code_groupe"] == groupe) & (indices["annee"] == annee)]
    parts = lignes["q_tilde"].where(lignes["statut"] == "classe")
    lignes = lignes.assign(
        nom=lignes["code_zone"].map(noms_zones(zonage)),
        rang=parts.rank(method="min", ascending=False).astype("Int64"),
        rangs_nb=int(parts.notna().sum()),
    )
    return ranger(lignes)
