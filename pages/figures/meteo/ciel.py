"""One group of métiers over the zones of a zoning: what the map of the météo draws and says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import INSEC, capitale, nombre
from data_loaders.measures import enonces, mots_estimation as mots, palmares
from data_loaders.measures.marches import ENSEMBLE
from geo import lieux, zonages
from geo.territoire import LA_REGION
from pages.figures.carte.dessin import EtatZone, Legende, Mode
from pages.figures.estimees import CHAMP, ESTIME, SIGNES, court, enonce, estimee, motif, source, table, territoire
from pages.figures.meteo import vue
from pages.figures.vues import Vue, badges_demo

ABSENCES = {"s": "masqué", "nd": "trop peu de projets, ou hors enquête", "so": "aucun projet", "fragile": "à confirmer"}
_COTES = {enonces.DIFFICILE: "difficile à pourvoir", enonces.PARTAGE: "partagé", enonces.FACILE: "facile à pourvoir"}


@dataclass(frozen=True, kw_only=True)
class VueCiel(Vue):
    """One group of métiers over the zones of a zoning: what the map draws and says."""

    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    mode: Mode
    lignes: list[Any]


class Ciels(NamedTuple):
    """The same whatever the zone chosen; `lignes`: vintage -> rows by decreasing estimate."""

    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    lignes: dict[str, list[Any]]


def dessiner(indices: pd.DataFrame, region: pd.DataFrame, groupe: str, dessine: str) -> Ciels:
    """What is drawn of a group at every vintage.

    Args:
        indices: rows of `marches.decrire` of the level of `groupe` on `dessine`; region: the same level on `region`.
    """
    noms, lignes = zonages.noms(dessine), {}
    for annee, lues in indices.groupby("annee"):
        ici = lues[(lues["code_groupe"] == groupe) & lues["code_zone"].isin(noms)]
        lignes[annee] = vue.ranger(ici.assign(nom=ici["code_zone"].map(noms), net=palmares.nets(ici)))
    regionales = region[(region["code_groupe"] == groupe) & region["statut"].eq(ESTIME)]
    legende = Legende(
        classes=tuple(mots.ciel(n, "candidat").mot for n in sorted(mots.PARTS)),
        region={r.annee: (100 * r.q_estimee, nombre(100 * r.q_estimee)) for r in regionales.itertuples()},
        lieux={c: capitale(lieux.locatif(dessine, c)) for c in noms} | {"": f"Dans {LA_REGION}"},
        suite="de projets difficiles",
        suites={
            a: {r.code_zone: (f"de projets difficiles, {enonce(r)}" if estimee(r) else r.raison) for r in rs}
            for a, rs in lignes.items()
        },
        absences=ABSENCES,
        zones=("", ""),  # a count beside its word
        colonne="Difficiles",
    )
    etats = {a: {r.code_zone: _etat(r, noms[r.code_zone]) for r in rs} for a, rs in lignes.items()}
    return Ciels(dessine, etats, legende, lignes)


def preparer(c: Ciels, quoi: str, zone: str | None, annee: str, demonstration: bool = False) -> VueCiel:
    """What is said of them; `quoi`: label of the group; `zone`: chosen zone, or None."""
    lignes, z = c.lignes[annee], zonages.zonage(c.dessine)
    choisie = next((r for r in lignes if r.code_zone == zone), lignes[0])
    ou, nb = territoire(c.dessine, choisie.code_zone), nombre(len(zonages.noms(c.dessine)))
    return VueCiel(
        titre=_titre_carte(lignes, quoi, c.dessine),
        sous_titre=f"{quoi}, {nb} {lieux.pluriel(z.libelle_zone)}, {annee}, projets d’embauche difficiles, en %",
        dessine=c.dessine,
        etats=c.etats,
        legende=c.legende,
        mode="meteo",
        lignes=lignes,
        lecture=" ".join(vue.explication(choisie, f"{quoi}, {ou}", c.dessine)),
        champ=CHAMP,
        badges=badges_demo(demonstration),
        source=source(annee, demonstration, True),
    )


def _titre_carte(lignes: Sequence[Any], quoi: str, zonage: str) -> str:
    """How many zones are on the side where most are, of those that are sure enough; of all métiers, the two ends."""
    quoi, zone = court(quoi), zonages.zonage(zonage).libelle_zone
    estimees, zones = [r for r in lignes if estimee(r)], lieux.pluriel(zone)
    if not estimees:
        return f"{quoi}{INSEC}: trop peu de projets, ou masqués, dans chaque {zone}"
    if estimees[0].code_groupe == ENSEMBLE:
        bouts = (estimees[-1], estimees[0])
        dits = (f"{mots.part_dite(r.q_estimee)} {lieux.locatif(zonage, r.code_zone)}" for r in bouts)
        return f"{quoi}, projets difficiles{INSEC}: de {' à '.join(dits)}"
    cotes = Counter(r.net for r in estimees if r.net).most_common(1)
    if not cotes:
        return f"{quoi}{INSEC}: des chiffres à confirmer dans {nombre(len(estimees))} {zones}"
    cote, n = cotes[0]
    return f"{quoi}{INSEC}: {_COTES[cote]} dans {nombre(n)} {zones if n > 1 else zone} sur {nombre(len(estimees))}"


def _etat(r: Any, nom: str) -> EtatZone:
    if not estimee(r):
        statut = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd")
        return EtatZone(None, SIGNES.get(r.statut, "n.d."), f"{nom}{INSEC}: {motif(r.raison)}", statut)
    part = mots.part_dite(r.q_estimee)
    etiquette = f"{nom}{INSEC}: {part} de projets difficiles, {enonce(r)}"
    fragile = r.certitude == enonces.FRAGILE
    classe = int(enonces.classe(pd.Series([r.q_estimee])).iloc[0])
    return EtatZone(classe, part.removesuffix(f"{INSEC}%"), etiquette, "ok", float(100 * r.q_estimee), "", fragile)


def classement(c: VueCiel, zone: str) -> tuple:
    """The zones of a map as a table, the one chosen marked."""
    rangs = [i for i, r in enumerate(c.lignes) if r.code_zone == zone]
    return *table(c.lignes, capitale(zonages.zonage(c.dessine).libelle_zone)), rangs
