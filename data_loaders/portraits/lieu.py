"""First figures of a place, then the three sides of its market: employers, job-seekers, training.

Each is read on the zones of its producer that hold the place; nothing is estimated for it.

A figure never moves between zonings: every value is a row of `chiffres.tableau`, with the zone it belongs to.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import parametres
from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau, provenance_de
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm import PUBLICS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.registre import Registre
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evolutions, palmares, specificite
from data_loaders.portraits import Memoire, lire_marches, meteo as portrait_meteo
from geo import sujets, zonages
from geo.sujets import Sujet, hors_bassin, rattacher
from geo.territoire import EN_BRETAGNE

METIERS_NB = 5
# The whole département and region have job-seekers of their own; every other place reads those of its EPCI.
_INSCRITS = {"departement": "inscrits_a_e", "region": "defm_abc_cvs"}


class Part(NamedTuple):
    """A zone of the producer that holds all or some of the place (`part_population`, 0 to 1, of its people), and its
    figure.

    Attributes:
        ligne: the figure of the whole zone, columns `calculs.COLONNES`.
        evolution: what became of it; None for people, counted once.
        marche: all métiers of the zone, row of `enquete.lire_marches`; None for other figures than the survey's.
    """

    zonage: str
    code: str
    part_population: float
    ligne: pd.Series
    evolution: evolutions.Evolution | None
    marche: Any = None

    @property
    def connue(self) -> bool:
        """Whether the zone has a value."""
        return self.ligne["obs_status"] not in VIDES


class ChiffreLieu(NamedTuple):
    """One figure of a place.

    Attributes:
        periode: the last loaded, "" when nothing is.
        parts: zones of the zoning on which it is read that hold the place, first the one that answers for it on every
            screen, then the most populated part.
        region: the region's figure of the same period; None when it has none, or is the place.
        raison: why there is no part at all; "" otherwise.
        dehors: share of the place's people who live in no zone of the producer.
    """

    ind: Indicateur
    periode: str
    zonage: str
    parts: tuple[Part, ...]
    region: pd.Series | None
    demonstration: bool
    instantane: str
    raison: str = ""
    dehors: float = 0.0


class Recherche(NamedTuple):
    """A family or a métier (`cle`: « niveau:code ») whose share of the projects is higher than in the region."""

    cle: str
    nom: str
    part: float
    part_region: float


class Ciel(NamedTuple):
    """The sky of the zone of the survey that holds most of a place: the first of the `difficiles` of
    `palmares.palmares`, each with its `nom`; how many métiers are hard to fill, here and in France; what is sought more
    there than in the region."""

    zonage: str
    code: str
    annee: str
    metiers: tuple[Any, ...]
    compte: palmares.Compte
    recherche: Recherche | None
    demonstration: bool


class Fiche(NamedTuple):
    """All that is said first of a place; `chiffres` in reading order, by role."""

    sujet: Sujet
    chiffres: dict[str, ChiffreLieu]
    ciel: Ciel | None


def fiche(m: Memoire, sujet: Sujet) -> Fiche:
    """Figures of a zone of any zoning: habitants, chômage, projets, difficiles, inscrits, and these by public."""
    codes = {
        "habitants": "population",
        "chomage": "taux_chomage",
        "projets": "bmo_projets",
        "difficiles": "bmo_part_difficiles_estimee",
        "inscrits": _INSCRITS.get(sujet.zonage, "defm_abc"),
        **({} if sujet.zonage in _INSCRITS else {code: code for code in PUBLICS}),
    }
    chiffres = {role: chiffre(m, sujet, INDICATEURS[code]) for role, code in codes.items()}
    return Fiche(sujet, chiffres, ciel(m, sujet))


def chiffre(m: Memoire, sujet: Sujet, ind: Indicateur) -> ChiffreLieu:
    """One figure of a place, the last period loaded."""
    zonage = sujet.zonage if sujet.zonage in ind.zonages else ind.zonages[0]
    t = m.tableau(ind.code, zonage)
    if not t.periodes:
        return ChiffreLieu(ind, "", zonage, (), None, t.demonstration, "", "aucun fichier de ce chiffre n’est chargé")
    periode = t.periodes[-1]
    lignes = t.periode(periode)
    recoupes = sujet.recouper(zonage)
    dedans = recoupes[recoupes["code_zone"].isin(lignes.index)]
    if zonage == "bassin" and hors_bassin(sujet.communes):
        dedans = dedans.head(0)
    r = rattacher(sujet.zonage, sujet.code, (zonage,)) if sujet.zonage else None
    # A sliver of the place is counted, not named; the only zone always is.
    nommees = dedans if len(dedans) == 1 else dedans[dedans["part_population"] >= parametres.portrait().part_minimale]
    parts = []
    for code, part in zip(nommees["code_zone"], nommees["part_population"].tolist(), strict=True):
        evolution = None if ind.dataset == "population" else evolutions.evolution(ind, t.zone(code), periode)
        marche = portrait_meteo.ensemble(m, zonage, code, periode) if ind.dataset == "bmo" else None
        parts.append(Part(zonage, code, part, lignes.loc[code], evolution, marche))
    parts.sort(key=lambda p: r is None or p.code != r.code)
    region, raison = regionale(m, sujet, t, periode), "" if parts else _raison(sujet, zonage)
    instantane = provenance_de(m.donnees, ind, periode, zonage)["instantane"]
    dehors = float(1 - dedans["part_population"].sum())
    return ChiffreLieu(ind, periode, zonage, tuple(parts), region, t.demonstration, instantane, raison, dehors)


def regionale(m: Memoire, sujet: Sujet, t: Tableau, periode: str) -> pd.Series | None:
    """The region's figure, beside that of a place; None when it has none of the period, or is the place."""
    if sujet.zonage == "region" or "region" not in t.indicateur.zonages:
        return None
    region = m.tableau(t.indicateur.code, "region")
    if periode not in region.periodes or region.demonstration != t.demonstration:
        return None
    ligne = region.periode(periode).loc[zonages.REGION]
    return None if ligne["obs_status"] in VIDES else ligne


def _raison(sujet: Sujet, zonage: str) -> str:
    if zonage == "bassin" and hors_bassin(sujet.communes):
        return f"relève du {EN_BRETAGNE}"
    if zonage == "epci":
        return "n’est dans aucune intercommunalité"
    return f"n’est dans aucune zone de ce découpage ({zonages.zonage(zonage).libelle_zone})"


def ciel(m: Memoire, sujet: Sujet) -> Ciel | None:
    """The hardest métiers of the zone of the survey that answers for a place, that of every other screen."""
    ind = INDICATEURS["bmo_part_difficiles_estimee"]
    r = rattacher(sujet.zonage, sujet.code, ind.zonages) if sujet.zonage else None
    if r is None:
        return None
    difficiles = chiffre(m, sujets.de_zone(r.zonage, r.code), ind)
    if not difficiles.parts:
        return None
    vus = r.zonage, r.code, difficiles.periode
    return Ciel(*vus, *m.garder(_cherches, m, *vus), difficiles.demonstration)


def _cherches(
    m: Memoire, zonage: str, code: str, annee: str
) -> tuple[tuple[Any, ...], palmares.Compte, Recherche | None]:
    """The métiers of the sky of a zone, how many are hard to fill, what is sought more there."""
    lignes = _marche(m, "metier", zonage, code, annee)
    noms = portrait_meteo.libelles(m, "metier", annee)
    premiers = palmares.palmares(lignes, code, annee, METIERS_NB)["difficiles"].lignes
    premiers = premiers.assign(nom=premiers["code_groupe"].map(noms))
    return tuple(palmares.rangees(premiers)), palmares.compter(lignes), recherche(m, zonage, code, annee)


def recherche(m: Memoire, zonage: str, code: str, annee: str) -> Recherche | None:
    """What is sought more in a zone than in the region: a family first, else a métier; None where the noise of the
    survey lets nothing be said, and of the region."""
    if zonage == "region":
        return None
    ou = ((zonage, code), ("region", zonages.REGION))
    totaux = tuple(float(_marche(m, "ensemble", *o, annee)["projets"].sum()) for o in ou)
    for niveau in ("famille", "metier") if all(totaux) else ():
        ici, la = (_marche(m, niveau, *o, annee) for o in ou)
        noms = portrait_meteo.libelles(m, niveau, annee)
        for r in specificite.specifiques(ici, la, totaux, noms, (niveau, zonage)).head(1).itertuples():
            return Recherche(f"{niveau}:{r.code_groupe}", noms[r.code_groupe], r.part, r.part_region)
    return None


def _marche(m: Memoire, niveau: str, zonage: str, code: str, annee: str) -> pd.DataFrame:
    return lire_marches(m.donnees, niveau, zonage, code_zone=code, annee=annee)


# side -> indicators; of those between « | », the first that is true in the zone, else the first.
COTES = {
    "Employeurs": ("bmo_projets", "bmo_part_difficiles_estimee", "offres", "offres_projets"),
    "Demandeurs d’emploi": ("defm_a|inscrits_a_e", "taux_chomage"),
    "Formation": (
        "places_pro", "places_pro_pression", "places_bts", "places_bts_pression", "places_apprentis",
        "emploi_6_scolaires", "emploi_6_apprentis",
    ),
}  # fmt: skip


class Terme(NamedTuple):
    """A figure of a zone.

    Attributes:
        zonage, code_zone: where it stands: the zone that answers for the one asked, where it is not true there.
        periode: the last that has a value; the last loaded where none has.
        statut, raison, minorant: as a row of `Tableau.lignes`; `valeur` is NaN where there is none.
    """

    cote: str
    indicateur: Indicateur
    zonage: str
    code_zone: str
    periode: str
    valeur: float
    statut: str
    raison: str
    minorant: bool
    producteur: str
    demonstration: bool


def trois_cotes(
    donnees: Donnees, zonage: str, code_zone: str, tableau_de: Callable[[str, str], Tableau] | None = None
) -> list[Terme]:
    """What is known of a zone, side by side; an indicator of which nothing is loaded is left out; `tableau_de`:
    (indicator, zoning) -> its figures, where readers share them."""
    calculer = tableau_de or partial(tableau.calculer, donnees)
    termes = []
    decrits = tuple(code for d in Registre.decrites for code in d.mesures)
    for cote, codes in (
        (cote, codes) for cote, tous in (COTES | {"Autres chiffres": decrits}).items() for codes in tous
    ):
        possibles = [INDICATEURS[c] for c in codes.split("|")]
        ind = next((i for i in possibles if zonage in i.zonages), possibles[0])
        r = rattacher(zonage, code_zone, ind.zonages)
        t = calculer(ind.code, r.zonage) if r else None
        if t is None or not t.periodes:
            continue
        lignes = t.zone(r.code)
        pleines = lignes.index[~lignes["obs_status"].isin(VIDES)]
        periode = pleines[-1] if len(pleines) else t.periodes[-1]
        dataset = tableau.provenance_de(donnees, ind, periode, r.zonage)["instantane"].partition("/")[0]
        x = lignes.loc[periode]
        dits = float(x["value"]), x["obs_status"], x["raison"], bool(x["minorant"])
        ou = cote, ind, r.zonage, r.code, periode
        termes.append(Terme(*ou, *dits, CONTRATS[dataset].producteur, t.demonstration))
    return termes
