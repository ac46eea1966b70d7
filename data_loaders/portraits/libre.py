"""What can honestly be said of a territory that a reader composed: sums of whole units, or nothing and why.

Population and density are sums of communes. Job-seekers are summed when the territory is made of whole EPCI. Every
other figure belongs to its producer's zones: those met are named, with the range of their rates, and nothing is
estimated for the territory itself.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau, calculer, provenance_de
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import FINE, INSEC
from data_loaders.jeux.calculs import PERIODE_POPULATION
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import defm
from geo import lieux, territoire, zonages
from geo.libre import Territoire

CITEES_MAX = 3
CODE = "libre"


class Recoupee(NamedTuple):
    """A producer's zone that the territory meets: its share of the territory's population, 0 to 1."""

    code_zone: str
    libelle: str
    part_population: float


class ChiffreLibre(NamedTuple):
    """One indicator on the territory, at its last period.

    Attributes:
        periode: "" when nothing is loaded. value: None when `obs_status` is one of `VIDES`.
        raison: why there is no value, or what the value leaves out; "" otherwise.
        plage: lowest and highest known rate of the zones met; None for a count, or when none is known.
        zonage: zoning of the zones met, "" for a figure computed here.
        instantane: snapshot read. demonstration: whether the figures are invented.
    """

    indicateur: Indicateur
    periode: str
    value: float | None
    obs_status: str
    raison: str
    minorant: bool = False
    plage: tuple[float, float] | None = None
    zonage: str = ""
    recoupees: tuple[Recoupee, ...] = ()
    instantane: str = ""
    demonstration: bool = False


def chiffres(
    donnees: Donnees, territoire: Territoire, lire: Callable[[str, str], Tableau] | None = None
) -> list[ChiffreLibre]:
    """Every indicator on a composed territory, in the order of `INDICATEURS`.

    Args:
        lire: (indicator, zoning) -> figures, when the caller keeps them; computed here otherwise.
    """
    lire = lire or (lambda code, zonage: calculer(donnees, code, zonage))
    # Four zonings for all the indicators: each is crossed once.
    rencontrer = cache(lambda zonage: _rencontrer(territoire, zonage))
    sortis = []
    for ind in INDICATEURS.values():
        propre = _propre(donnees, ind, territoire)
        sortis.append(propre or _recoupe(donnees, lire(ind.code, ind.zonages[0]), rencontrer(ind.zonages[0])))
    return sortis


def _propre(donnees: Donnees, ind: Indicateur, t: Territoire) -> ChiffreLibre | None:
    """The figure of the territory itself, or why it has none; None when it belongs to zones of its producer."""
    if ind.dataset == "population":
        valeur = float(t.population_nb) if ind.code == "population" else t.population_nb / t.surface_km2
        instantane = provenance_de(donnees, ind, PERIODE_POPULATION)["instantane"]
        return ChiffreLibre(ind, PERIODE_POPULATION, valeur, "A", "", instantane=instantane)
    if ind.code in defm.CATEGORIES:
        return _defm(donnees, ind, t)
    return None


def _defm(donnees: Donnees, ind: Indicateur, t: Territoire) -> ChiffreLibre:
    periodes = donnees.periodes(ind.dataset)
    if not periodes:
        return ChiffreLibre(ind, "", None, "L", "aucun millésime chargé")
    periode = periodes[-1]
    commun = {
        "instantane": provenance_de(donnees, ind, periode)["instantane"],
        "demonstration": donnees.est_demonstration(ind.dataset),
    }
    reste = [c for c in t.hors_epci_entiers if c != territoire.ILE]
    if reste or not t.epci:
        return ChiffreLibre(ind, periode, None, "L", _raison_defm(t, reste), **commun)
    observations = donnees.lire(ind.dataset)
    a_cheval = frozenset(zonages.epci_a_cheval())
    sans_ile = frozenset({CODE}) if territoire.ILE in t.communes else frozenset()
    lignes = defm.calculer(
        observations[observations["periode"] == periode], ind.code, {CODE: list(t.epci)}, a_cheval, sans_ile
    )
    if lignes.empty:
        return ChiffreLibre(ind, periode, None, "O", "ces EPCI manquent dans le fichier du producteur", **commun)
    r = lignes.iloc[0]
    valeur = None if r["obs_status"] in VIDES else float(r["value"])
    return ChiffreLibre(ind, periode, valeur, r["obs_status"], r["raison"], bool(r["minorant"]), **commun)


def _raison_defm(t: Territoire, reste: list[str]) -> str:
    if not reste:
        return f"le fichier est diffusé par EPCI, et {territoire.NOM_ILE} n’est dans aucun"
    noms = [zonages.libelle_zone("commune", c) for c in reste[:CITEES_MAX]]
    if len(reste) > CITEES_MAX:
        noms.append(f"{francais.nombre(len(reste) - CITEES_MAX)} autres")
    sans = "y est sans le reste du sien" if len(reste) == 1 else "y sont sans le reste du leur"
    return f"le fichier est diffusé par EPCI entier{FINE}; {francais.enumeration(noms)} {sans}"


def _rencontrer(t: Territoire, zonage: str) -> tuple[Recoupee, ...]:
    parts = t.sujet.rencontrer(zonage).itertuples()
    return tuple(Recoupee(r.code_zone, r.libelle_zone, r.part_population) for r in parts)


def _recoupe(donnees: Donnees, table: Tableau, recoupees: tuple[Recoupee, ...]) -> ChiffreLibre:
    ind, zonage = table.indicateur, table.zonage
    commun = {"zonage": zonage, "recoupees": recoupees, "demonstration": table.demonstration}
    if not table.periodes:
        return ChiffreLibre(ind, "", None, "L", "aucun millésime chargé", **commun)
    periode = table.periodes[-1]
    lignes = table.periode(periode)
    valeurs = lignes.loc[[r.code_zone for r in recoupees if r.code_zone in lignes.index]]
    connues = valeurs[~valeurs["obs_status"].isin(VIDES)]["value"]
    plage = (float(connues.min()), float(connues.max())) if ind.genre == "taux" and len(connues) else None
    instantane = provenance_de(donnees, ind, periode, zonage)["instantane"]
    return ChiffreLibre(ind, periode, None, "L", _raison(ind, zonage), plage=plage, instantane=instantane, **commun)


def _raison(ind: Indicateur, zonage: str) -> str:
    zone = zonages.zonage(zonage).libelle_zone
    if ind.genre == "compte":
        return f"effectif connu par {zone} seulement{INSEC}: aucun n’est partagé entre territoires"
    noms = lieux.pluriel(zone)
    return f"taux connu par {zone} seulement{INSEC}: la fourchette est celle des {noms} que le territoire rencontre"
