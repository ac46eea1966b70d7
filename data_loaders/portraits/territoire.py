"""Portrait of a territory: every figure that is true of it, and for the others the producer's zones that it meets.

Nothing is estimated. A figure published on another zoning is given zone by zone, with the share of the population. A
territory that a reader composed has the sums of its communes and of its whole EPCI; for the rest, why there is none.
"""

from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau, provenance_de
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm import PUBLICS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.convention import etats
from data_loaders.francais import FINE, INSEC
from data_loaders.jeux import calculs
from data_loaders.magasin.instantane import Instantane
from data_loaders.measures import evolutions
from data_loaders.portraits import Memoire, lieu, meteo as portrait_meteo, semblables as portrait_semblables
from data_loaders.versions import approbations
from geo import libre, lieux, territoire, zonages
from geo.sujets import Sujet

DEMANDE = ("taux_chomage", "defm_a", "defm_abc", "inscrits_a_e", *PUBLICS)
INTERIM = ("interimaires",)
FORMATION = ("formation_eloignes", "apprentissage_annuel", "places_pro", "places_pro_pression")
BESOINS = ("bmo_projets", "bmo_part_difficiles_estimee", "bmo_part_difficiles", "bmo_projets_saisonniers", "offres")
RECOUPES = ("departement", "spo", "zef", "gtec", "bassin", "ze", "epci")
_AUCUNE = pd.DataFrame(columns=["libelle_zone", "part_population", "part_zone", *calculs.COLONNES])
_SANS_MILLESIME = "non transmis : aucun millésime n’est chargé"
_SANS_ZONE = "non publié : ce territoire n’est dans aucune zone du producteur"


class Chiffre(NamedTuple):
    """One figure of a portrait, on the zoning on which it is published.

    Attributes:
        periode: the last loaded; "" when nothing is.
        ligne: the figure (columns `calculs.COLONNES`); None when it is not published on the territory.
        region: the region's figure of the same period; None when it has none, or is the territory itself.
        evolution: its move in a year; None where nothing can be said, and for the survey, which has tests of its own.
        recoupe: when `ligne` is None, the producer's zones met, the most populated part first: `code_zone`,
            `libelle_zone`, `part_population`, `part_zone` (share of the zone's own population), then its figure.
        raison: why there is no figure at all; "" otherwise.
    """

    ind: Indicateur
    periode: str
    zonage: str
    ligne: pd.Series | None
    region: pd.Series | None
    evolution: evolutions.Evolution | None
    recoupe: pd.DataFrame
    demonstration: bool
    instantane: str
    raison: str = ""

    @property
    def connu(self) -> bool:
        """Whether the territory itself has a value."""
        return self.ligne is not None and self.ligne["obs_status"] not in VIDES

    @property
    def plage(self) -> tuple[float, float] | None:
        """Lowest and highest known rate of the zones met; None for a count, or when none is known."""
        connues = self.recoupe[~self.recoupe["obs_status"].isin(VIDES)]["value"]
        return (float(connues.min()), float(connues.max())) if self.ind.genre == "taux" and len(connues) else None


class Courbe(NamedTuple):
    """The unemployment rate over time: the territory, or the zone where most of its people live, then the region."""

    zonage: str
    code: str
    part_population: float
    lignes: pd.DataFrame
    region: pd.DataFrame


Etats = tuple[tuple[str, float, etats.Etat], ...]


class Portrait(NamedTuple):
    """All that a portrait says, before any sentence.

    Attributes:
        recoupements: zoning -> zones that the territory meets, rows of `zonages.recoupement`.
        chiffres: code of the indicator -> figure, in reading order; fiche: the first ones, as « Ma commune » reads
            them.
        acteurs: `spo`, `gtec`, `zef` -> zones that the territory is, or meets: name, share of population, state; what
            nobody said stays « non renseigné ».
        etat: name of the state of all the snapshots together; sources: each snapshot read, once.
        statut: work of the observatory, and whether both signatories approved every snapshot read.
    """

    sujet: Sujet
    recoupements: dict[str, pd.DataFrame]
    chiffres: dict[str, Chiffre]
    courbe: Courbe | None
    meteo: portrait_meteo.Meteo | None
    acteurs: dict[str, Etats]
    semblables: portrait_semblables.Semblables
    etat: str
    sources: tuple[Instantane, ...]
    statut: approbations.Statut
    fiche: lieu.Fiche

    @property
    def demonstration(self) -> bool:
        """Whether any figure is invented."""
        return any(x.demonstration for x in (self.meteo, *self.chiffres.values()) if x)


def portrait(m: Memoire, sujet: Sujet) -> Portrait:
    """The portrait of one territory."""
    codes = ("population", "densite", *DEMANDE, *INTERIM, *BESOINS, *FORMATION)
    chiffres = {code: chiffre(m, sujet, code) for code in codes}
    lus = (instantane.partition("/") for instantane in dict.fromkeys(c.instantane for c in chiffres.values()))
    sources = tuple(m.donnees.instantane(dataset, nom.partition("--")[0]) for dataset, _, nom in lus if nom)
    statuts = [approbations.statut(s.dataset, [s.identifiant], m.donnees.racine) for s in sources]
    return Portrait(
        sujet=sujet,
        recoupements={z: sujet.recouper(z) for z in RECOUPES if z != sujet.zonage},
        chiffres=chiffres,
        courbe=_courbe(m, sujet),
        meteo=portrait_meteo.meteo(m, sujet),
        acteurs={z: _etats(sujet, z, m.garder(etats.par_zone, m.donnees, z)) for z in ("spo", "gtec", "zef")},
        semblables=portrait_semblables.semblables(m, sujet),
        etat=m.donnees.etat,
        sources=sources,
        statut=approbations.commun(statuts)._replace(nature=approbations.OBSERVATOIRE),
        fiche=lieu.fiche(m, sujet),
    )


def _population(m: Memoire, sujet: Sujet, code: str) -> Chiffre:
    region = m.tableau(code, "region")
    periode = region.periodes[-1]
    ligne = region.periode(periode).loc[zonages.REGION]
    valeur = float(sujet.population_nb) if code == "population" else sujet.population_nb / sujet.surface_km2
    ici = ligne.copy()
    ici[["value", "borne_basse", "borne_haute"]] = valeur
    ici["cellules_nb"] = len(sujet.communes)
    instantane = provenance_de(m.donnees, INDICATEURS[code], periode)["instantane"]
    region = None if sujet.zonage == "region" else ligne
    return Chiffre(INDICATEURS[code], periode, sujet.zonage, ici, region, None, _AUCUNE, False, instantane)


def chiffre(m: Memoire, sujet: Sujet, code: str) -> Chiffre:
    """The last figure of an indicator: that of the territory, else those of the producer's zones that it meets."""
    ind = INDICATEURS[code]
    if ind.dataset == "population":
        return _population(m, sujet, code)
    propre, compose = sujet.zonage in ind.zonages, code in calculs.CATEGORIES_INSCRITS and not sujet.zonage
    t = m.tableau(code, sujet.zonage if propre else "epci" if compose else ind.zonages[0])
    vide = Chiffre(ind, "", t.zonage, None, None, None, _AUCUNE, t.demonstration, "", _SANS_MILLESIME)
    if not t.periodes:
        return vide
    periode = t.periodes[-1]
    instantane = provenance_de(m.donnees, ind, periode, t.zonage)["instantane"]
    lu = vide._replace(periode=periode, instantane=instantane, raison="")
    if not (propre or compose):
        recoupe = _rencontrees(sujet, t.zonage, t.periode(periode))
        if recoupe.empty:
            return lu._replace(raison=_SANS_ZONE)
        return lu._replace(recoupe=recoupe, region=lieu.regionale(m, sujet, t, periode))
    lignes = t.zone(sujet.code) if propre else _inscrits_composes(m, sujet, t)
    if lignes.empty:
        return vide
    evolution = None if ind.dataset == "bmo" else evolutions.evolution(ind, lignes, periode)
    region = lieu.regionale(m, sujet, t, periode)
    return lu._replace(ligne=lignes.loc[periode], region=region, evolution=evolution)


def _inscrits_composes(m: Memoire, sujet: Sujet, t: Tableau) -> pd.DataFrame:
    """Rows of a set of communes: the sum of its whole EPCI, n.d. when it cuts one or the file has none of them."""
    sirens = libre.epci(sujet)
    if not sirens or set(libre.hors_epci_entiers(sujet)) - {territoire.ILE}:
        return calculs.vides([""], t.periodes, "L", calculs.RAISON_EPCI_COUPE).set_index("periode")
    code, zones = t.indicateur.code, {"": sirens}
    prises = calculs.lignes_inscrits(m.donnees.lire(t.indicateur.dataset), code, zones)
    lignes = calculs.inscrits(prises, code, zones, [""] if territoire.ILE in sujet.communes else ())
    absentes = calculs.sans_ligne(lignes, [""], t.periodes)
    absentes = calculs.completer(absentes, "O", "ces EPCI manquent dans le fichier du producteur")
    return calculs.reunir(lignes, absentes).set_index("periode")


def _rencontrees(sujet: Sujet, zonage: str, lignes: pd.DataFrame) -> pd.DataFrame:
    parts = libre.recouper(sujet, zonage)
    parts = parts[parts["code_zone"].isin(lignes.index)]
    if parts.empty:
        return _AUCUNE
    colonnes = parts[["code_zone", "libelle_zone", "part_population", "part_zone"]]
    return pd.concat([colonnes, lignes.loc[parts["code_zone"]].set_index(parts.index)], axis=1)


def _courbe(m: Memoire, sujet: Sujet) -> Courbe | None:
    """None when no rate is loaded, or the territory meets no zone that has one."""
    ind = INDICATEURS["taux_chomage"]
    zonage, code, part = sujet.zonage, sujet.code, 1.0
    if zonage not in ind.zonages:
        zonage = ind.zonages[0]
        parts = sujet.rencontrer(zonage)
        if parts.empty:
            return None
        code, part = parts.iloc[0]["code_zone"], float(parts.iloc[0]["part_population"])
    t, region = m.tableau(ind.code, zonage), m.tableau(ind.code, "region")
    connues = t.zone(code)[lambda lignes: ~lignes["obs_status"].isin(VIDES)]
    if connues.empty:
        return None
    regionales = region.lignes[~region.lignes["obs_status"].isin(VIDES)]
    regionales = regionales if region.demonstration == t.demonstration else regionales[:0]
    regionales = regionales[regionales["periode"].isin(set(connues.index))]
    return Courbe(zonage, code, part, connues, regionales.set_index("periode"))


def _etats(sujet: Sujet, zonage: str, connus: dict) -> Etats:
    return tuple(
        (zonages.libelle_zone(zonage, z.code_zone), float(z.part_population), connus[z.code_zone])
        for z in sujet.rencontrer(zonage).itertuples()
    )


CITEES_MAX = 3


def chiffres_libres(m: Memoire, sujet: Sujet) -> list[Chiffre]:
    """Every indicator on a composed territory, in the order of `INDICATEURS`; the `raison` of each is why it has no
    value, or what its value leaves out; "" otherwise."""
    lus = (chiffre(m, sujet, code) for code in INDICATEURS)
    return [c._replace(raison=_raison_libre(sujet, c)) for c in lus]


def _raison_libre(sujet: Sujet, c: Chiffre) -> str:
    if not c.periode:
        return "aucun millésime chargé"
    if c.ligne is not None:
        return _coupe(sujet) if c.ligne["obs_status"] == "L" else c.ligne["raison"]
    zone = zonages.zonage(c.zonage).libelle_zone
    if c.ind.genre == "compte":
        return f"effectif connu par {zone} seulement{INSEC}: aucun n’est partagé entre territoires"
    noms = lieux.pluriel(zone)
    return f"taux connu par {zone} seulement{INSEC}: la fourchette est celle des {noms} que le territoire rencontre"


def _coupe(sujet: Sujet) -> str:
    reste = [code for code in libre.hors_epci_entiers(sujet) if code != territoire.ILE]
    if not reste:
        return f"le fichier est diffusé par EPCI, et {territoire.NOM_ILE} n’est dans aucun"
    noms = [zonages.libelle_zone("commune", code) for code in reste[:CITEES_MAX]]
    if len(reste) > CITEES_MAX:
        noms.append(f"{francais.nombre(len(reste) - CITEES_MAX)} autres")
    sans = "y est sans le reste du sien" if len(reste) == 1 else "y sont sans le reste du leur"
    return f"le fichier est diffusé par EPCI entier{FINE}; {francais.enumeration(noms)} {sans}"
