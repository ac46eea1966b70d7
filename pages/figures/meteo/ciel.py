"""One group of métiers over the zones of a zoning: what the map of the météo draws and says.

All métiers together, a zone stands above or below the region, or cannot be told from it. Of a group of métiers no such
position is said between zones: the map draws the sky of each zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_loaders.francais import FINE, INSEC, capitale, enumeration, nombre
from data_loaders.measures import marches, mots_estimation as mots
from geo import lieux, zonages
from pages.figures.carte.dessin import EtatZone, Legende, Mode
from pages.figures.meteo.vue import (
    CHAMP,
    ESTIME,
    SIGNES,
    declaree_dite,
    enonces,
    estimee,
    intervalle_dit,
    lecture_ici,
    rang_dit,
    ranger,
    source,
    source_courte,
)
from pages.figures.vues import Vue, badges_demo

# Part of the projects judged difficult, class 1 first: the same words for both points of view.
PARTS = ("moins de 1 projet difficile sur 5", "moins de 2 sur 5", "2 à 3 sur 5", "plus de 3 sur 5", "plus de 4 sur 5")
POSITIONS = {-1: "au-dessous de la région", 0: "non distinguable", 1: "au-dessus de la région"}
_ETATS_CARTE = {"secret": "s", "sans_objet": "so"}
ABSENCES = {
    "s": "secret statistique",
    "nd": "effectif insuffisant (n.s.), non enquêté ou non transmis",
    "so": "sans objet, aucun projet",
    "fragile": "entre deux niveaux",
}
HASARD = "Une position sur dix peut être due au hasard. « Non distinguable » n’est pas « égal »."


@dataclass(frozen=True, kw_only=True)
class VueCiel(Vue):
    """One group of métiers over the zones of a zoning: what the map draws and says."""

    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    mode: Mode
    lignes: list[Any]


@dataclass(frozen=True)
class Ciels:
    """One group of métiers over the zones of `dessine`, whatever the zone chosen.

    Attributes:
        lignes: vintage -> rows by decreasing estimate.
        court: meeting room, few words: what the answers say is left to the notes.
    """

    groupe: str
    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    lignes: dict[str, list[Any]]
    court: bool


def dessiner(
    indices: pd.DataFrame, region: pd.DataFrame, groupe: str, dessine: str, point: str, court: bool = False
) -> Ciels:
    """What is drawn of a group at every vintage.

    Args:
        indices: rows of `marches.decrire` of the level of `groupe` on `dessine`; region: the same level on `region`.
        groupe: code of the group, `ensemble` for all métiers.
        point: `candidat` or `employeur`: the words of the legend; the style sheet swaps the colours.
    """
    noms = zonages.noms(dessine)
    lignes = {a: lignes_groupe(indices, groupe, dessine, a) for a in sorted(indices["annee"].unique())}
    z = zonages.zonage(dessine)
    dits = [mots.ciel(n, point).mot for n in sorted(mots.PARTS)]
    cieux = dits if court else [f"{m}{INSEC}: {part}" for m, part in zip(dits, PARTS, strict=True)]
    legende = Legende(
        classes=tuple(POSITIONS.values()) if groupe == marches.ENSEMBLE else tuple(cieux),
        region=_regions(region, groupe),
        lieux={c: capitale(lieux.locatif(dessine, c)) for c in noms} | {"": "Dans les Pays de la Loire"},
        suite="part estimée",
        suites={a: {r.code_zone: _suite(r, court) for r in rs} for a, rs in lignes.items()},
        absences=ABSENCES,
        zones=(z.libelle_zone, lieux.pluriel(z.libelle_zone)),
        colonne="Part estimée",
    )
    etats = {a: {r.code_zone: _etat(r, noms[r.code_zone]) for r in rs} for a, rs in lignes.items()}
    return Ciels(groupe, dessine, etats, legende, lignes, court)


def preparer(c: Ciels, quoi: str, zone: str | None, annee: str, demonstration: bool = False) -> VueCiel:
    """What is said of them.

    Args:
        quoi: label of the group; zone: chosen zone, or None.
    """
    lignes, z, ensemble = c.lignes[annee], zonages.zonage(c.dessine), c.groupe == marches.ENSEMBLE
    choisie = next((r for r in lignes if r.code_zone == zone), None)
    lu = lecture_ici(choisie or lignes[0], quoi, c.dessine, annee)
    nb = nombre(len(zonages.noms(c.dessine)))
    return VueCiel(
        titre=_titre_carte(lignes, quoi, z.libelle_zone, ensemble, choisie),
        sous_titre=f"{quoi}, {nb} {lieux.pluriel(z.libelle_zone)}, {annee}, part estimée de projets difficiles, en %",
        dessine=c.dessine,
        etats=c.etats,
        legende=c.legende,
        mode="ecarts" if ensemble else "meteo",
        lignes=lignes,
        lecture=f"{lu} {HASARD}" if ensemble else lu,
        champ=CHAMP,
        badges=badges_demo(demonstration),
        source=source_courte(annee, demonstration, True) if c.court else source(annee, demonstration, True),
    )


def _regions(region: pd.DataFrame, groupe: str) -> dict[str, tuple[float, str]]:
    rs = region[(region["code_groupe"] == groupe) & region["statut"].eq(ESTIME)]
    return {r.annee: (100 * r.q_estimee, nombre(100 * r.q_estimee)) for r in rs.itertuples()}


def _titre_carte(lignes: Sequence[Any], quoi: str, zone: str, ensemble: bool, choisie: Any | None) -> str:
    estimees = [r for r in lignes if estimee(r)]
    n, zones = len(estimees), lieux.pluriel(zone)
    if not n:
        return f"{quoi}{INSEC}: aucun {zone} ne peut être estimé"
    if ensemble:
        if choisie is not None and estimee(choisie):
            dit = mots.POSITIONS_ZONE[int(choisie.position)]
            part, region = mots.part_dite(choisie.q_estimee), mots.part_dite(choisie.reference)
            return f"{choisie.nom}{INSEC}: {part}, {dit} ({region})"
        dits = [
            f"{nombre(k)} {mots.POSITIONS_ZONE[p]}" for p in (1, -1) if (k := sum(r.position == p for r in estimees))
        ]
        if not dits:
            return f"{quoi}{INSEC}: aucun {zone} ne se distingue de la région"
        return f"{quoi}{INSEC}: sur {n} {zones}, {enumeration(dits)}, les autres non distinguables"
    haut = max(r.classe for r in estimees)
    dans = int(sum(r.classe == haut and pd.isna(r.ou) for r in estimees))
    if not dans:
        return f"{quoi}{INSEC}: {nombre(n)} {zones if n > 1 else zone} entre deux niveaux"
    part = mots.PARTS[haut].replace(" de recrutement", "")
    return f"{quoi}{INSEC}: {part} difficiles dans {nombre(dans)} {zones if dans > 1 else zone} sur {n}"


def _suite(r: Any, court: bool) -> str:
    """What follows the number of the legend: the interval, the position or the sky, and what the answers say."""
    if not estimee(r):
        return r.raison
    dit = _dit(r)
    if court:
        return f"de projets difficiles, part estimée{FINE}; {dit}"
    return (
        f"de projets difficiles, part estimée, {intervalle_dit(r)}{FINE}; {dit}{FINE}; "
        f"les réponses de l’année disent {declaree_dite(r)}"
    )


def _dit(r: Any) -> str:
    """The position of a zone and its rank, or the sky of a group."""
    if pd.isna(r.position) or r.code_groupe != marches.ENSEMBLE:
        candidat, employeur = enonces(r)
        return f"pour qui cherche{INSEC}: {candidat}{FINE}; pour qui recrute{INSEC}: {employeur.partition(',')[0]}"
    return f"{mots.POSITIONS_ZONE[int(r.position)]}{FINE}; {rang_dit(r)}"


def _etat(r: Any, nom: str) -> EtatZone:
    if not estimee(r):
        statut = _ETATS_CARTE.get(r.statut, "nd")
        signe = SIGNES.get(r.statut, "n.d.")
        return EtatZone(None, signe, f"{nom}{INSEC}: {r.raison}", statut)
    etiquette = f"{nom}{INSEC}: {mots.part_dite(r.q_estimee)} estimés difficiles, {_dit(r)}"
    classe = int(r.classe) if r.code_groupe != marches.ENSEMBLE else 2 + int(r.position)
    deux = r.code_groupe != marches.ENSEMBLE and pd.notna(r.ou)
    part = mots.part_dite(r.q_estimee).removesuffix(f"{INSEC}%").replace("près de ", "≈")
    return EtatZone(classe, part, etiquette, "ok", float(100 * r.q_estimee), "", deux)


def lignes_groupe(indices: pd.DataFrame, groupe: str, zonage: str, annee: str) -> list[Any]:
    """Rows of one group of métiers and vintage over the zones, by decreasing estimate."""
    noms = zonages.noms(zonage)
    lignes = indices[(indices["code_groupe"] == groupe) & (indices["annee"] == annee)]
    lignes = lignes[lignes["code_zone"].isin(noms)]
    return ranger(lignes.assign(nom=lignes["code_zone"].map(noms)))
