"""One group of métiers over the zones of a zoning: what the map of the météo draws and says."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_loaders.francais import INSEC, capitale, nombre
from data_loaders.measures import enonces, mots_estimation as mots, palmares
from data_loaders.measures.marches import ENSEMBLE
from geo import lieux, sujets, zonages
from geo.territoire import LA_REGION
from pages.figures.carte.dessin import Dessin, EtatZone, Legende
from pages.figures.estimees import CHAMP, ESTIME, SIGNES, court, enonce, estimee, motif, source, table
from pages.figures.meteo import vue
from pages.figures.vues import Vue, badges_demo

ABSENCES = {"s": "masqué", "nd": "trop peu de projets, ou hors enquête", "so": "aucun projet", "fragile": "à confirmer"}
SUITE = "de projets difficiles"
_COTES = {enonces.DIFFICILE: "difficile à pourvoir", enonces.PARTAGE: "partagé", enonces.FACILE: "facile à pourvoir"}


def preparer(
    indices: pd.DataFrame,
    region: pd.DataFrame,
    groupe: str,
    quoi: str,
    dessine: str,
    zone: str | None,
    annee: str,
    demonstration: bool = False,
) -> tuple[Vue, Dessin, tuple]:
    """What is said of a group, labelled `quoi`, at a vintage, its map, its zones in rows; `zone`: chosen, or None.

    `indices`: rows of `marches.decrire` of the level of `groupe` on `dessine`; `region`: the same on the region.
    """
    noms, lignes = zonages.noms(dessine), {}  # vintage -> rows by decreasing estimate
    for a, lues in indices.groupby("annee"):
        ici = lues[(lues["code_groupe"] == groupe) & lues["code_zone"].isin(noms)]
        lignes[a] = vue.ranger(ici.assign(nom=ici["code_zone"].map(noms), net=palmares.nets(ici)))
    regionales = region[(region["code_groupe"] == groupe) & region["statut"].eq(ESTIME)]
    legende = Legende(
        classes=tuple(mots.MOTS[n] for n in sorted(mots.PARTS)),
        region={r.annee: (100 * r.q_estimee, nombre(100 * r.q_estimee)) for r in regionales.itertuples()},
        lieux={c: capitale(lieux.locatif(dessine, c)) for c in noms} | {"": f"Dans {LA_REGION}"},
        suite=SUITE,
        suites={
            a: {r.code_zone: f"{SUITE}, {enonce(r)}" if estimee(r) else r.raison for r in x} for a, x in lignes.items()
        },
        absences=ABSENCES,
        zones=("", ""),  # a count beside its word
        colonne="Difficiles",
    )
    rs, z = lignes[annee], zonages.zonage(dessine).libelle_zone
    choisie = next((r for r in rs if r.code_zone == zone), rs[0])
    qui = f"{quoi}, {sujets.de_zone(dessine, choisie.code_zone).titre}"
    sous_titre = f"{quoi}, {nombre(len(noms))} {lieux.pluriel(z)}, {annee}, projets d’embauche difficiles, en %"
    notes = " ".join(vue.explication(choisie, qui, dessine)), CHAMP, source(annee, demonstration, True)
    v = Vue(_titre_carte(rs, quoi, dessine, annee), sous_titre, *notes, badges_demo(demonstration))
    dessin = Dessin("meteo", {annee: {r.code_zone: _etat(r, noms[r.code_zone]) for r in rs}}, legende)
    return v, dessin, (*table(rs, capitale(z)), [i for i, r in enumerate(rs) if r.code_zone == zone])


def _titre_carte(lignes: Sequence[Any], quoi: str, zonage: str, annee: str) -> str:
    """How many zones are on the side where most are, of those that are sure enough; of all métiers, the two ends."""
    quoi, zone = court(quoi), zonages.zonage(zonage).libelle_zone
    quand, estimees, zones = f", {annee}, estimé{INSEC}: ", [r for r in lignes if estimee(r)], lieux.pluriel(zone)
    if not estimees:
        return f"{quoi}, {annee}{INSEC}: trop peu de projets, ou masqués, dans chaque {zone}"
    if estimees[0].code_groupe == ENSEMBLE:
        bouts = (estimees[-1], estimees[0])
        dits = (f"{mots.part_dite(r.q_estimee)} {lieux.locatif(zonage, r.code_zone)}" for r in bouts)
        return f"{quoi}, projets difficiles{quand}de {' à '.join(dits)}"
    cotes = Counter(r.net for r in estimees if r.net).most_common(1)
    if not cotes:
        return f"{quoi}{quand}des chiffres à confirmer dans {nombre(len(estimees))} {zones}"
    cote, n = cotes[0]
    return f"{quoi}{quand}{_COTES[cote]} dans {nombre(n)} {zones if n > 1 else zone} sur {nombre(len(estimees))}"


def _etat(r: Any, nom: str) -> EtatZone:
    if not estimee(r):
        statut = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd")
        return EtatZone(None, SIGNES.get(r.statut, "n.d."), f"{nom}{INSEC}: {motif(r.raison)}", statut)
    part = mots.part_dite(r.q_estimee)
    etiquette = f"{nom}{INSEC}: {part} de projets difficiles, {enonce(r)}"
    fragile = r.certitude == enonces.FRAGILE
    classe = int(enonces.classe(pd.Series([r.q_estimee])).iloc[0])
    return EtatZone(classe, part.removesuffix(f"{INSEC}%"), etiquette, "ok", float(100 * r.q_estimee), "", fragile)
