"""Territories alike: the structural variables of every zone of a zoning, then the nearest ones.

Variables are grouped in themes of equal weight, so that ten families of métiers do not outweigh the size of a place;
one enters the distance only when it is known for every territory compared. Population comes
from Insee; unemployment, job-seekers and projects enter only where their producer's figure is true.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from data_loaders import parametres
from data_loaders.chiffres.tableau import provenance_de
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.portraits import Memoire
from geo import zonages
from geo.sujets import Sujet

MINIMUM = 4


class Voisin(NamedTuple):
    """A territory close to another.

    Attributes:
        distance: root mean square of the standardised gaps, theme by theme; 0 for two identical territories.
        proche, eloigne: variables of the least and of the widest gap.
        valeurs: variable -> (value here, value there), in the units of the table.
        ecarts: variable -> value there less value here, in standard deviations.
        themes: theme -> mean square of the gaps of its variables.
    """

    code: str
    distance: float
    proche: str
    eloigne: str
    valeurs: Mapping[str, tuple[float, float]]
    ecarts: Mapping[str, float]
    themes: Mapping[str, float]


def plus_proches(variables: pd.DataFrame, code: str, themes: Mapping[str, Sequence[str]], nombre: int) -> list[Voisin]:
    """The territories nearest to one, nearest first; empty when fewer than four can be compared. `variables`: one row a
    territory (index = code), sizes already in logarithms; those of a theme that are not there, or are unknown
    somewhere, are left out."""
    comparables = set(variables.columns[variables.notna().all() & (variables.std() > 0)])
    retenus = {t: gardees for t, noms in themes.items() if (gardees := [n for n in noms if n in comparables])}
    if len(variables) < MINIMUM or not retenus:
        return []
    noms = [n for gardees in retenus.values() for n in gardees]
    reduites = (variables[noms] - variables[noms].mean()) / variables[noms].std(ddof=0)
    ecarts = (reduites - reduites.loc[code]).drop(index=code)
    carres = pd.DataFrame({t: (ecarts[gardees] ** 2).mean(axis=1) for t, gardees in retenus.items()})
    distances = np.sqrt(carres.mean(axis=1)).sort_values(kind="stable")
    voisins = []
    for autre, distance in distances.head(nombre).items():
        siens, absolus = ecarts.loc[autre], ecarts.loc[autre].abs()
        valeurs = {n: (float(variables.at[code, n]), float(variables.at[autre, n])) for n in noms}
        extremes, themes = (absolus.idxmin(), absolus.idxmax()), carres.loc[autre].to_dict()
        voisins.append(Voisin(autre, float(distance), *extremes, valeurs, siens.to_dict(), themes))
    return voisins


# A set of communes is compared with these zones.
ZONAGE_LIBRE = "spo"
ICI = ""
LOGARITHMES = frozenset({"population", "densite"})
# Variable -> indicator it is made of; those left out come from the projects of the survey.
INDICATEURS_LUS = {"chomage": "taux_chomage", "inscrits": "defm_a"}


class Semblables(NamedTuple):
    """The nearest territories of a zoning; empty when there are too few to compare.

    Attributes:
        zones_nb: how many were compared.
        variables: those that entered the distance, in the order of the themes.
        periodes: indicator read for them -> its period; nothing for the census.
        demonstration: whether one of them is invented.
    """

    zonage: str
    zones_nb: int
    voisins: tuple[Voisin, ...]
    variables: tuple[str, ...]
    periodes: Mapping[str, str]
    demonstration: bool


def semblables(m: Memoire, sujet: Sujet) -> Semblables:
    """Territories of the same zoning nearest to one; for a set of communes, of the SPO zoning."""
    p = parametres.portrait()
    zonage = sujet.zonage or ZONAGE_LIBRE
    table = m.garder(variables, m, zonage)
    if "inscrits" in table and sujet.zonage:
        # Of a territory astride the region everybody is counted, of its people those of the region alone.
        connus = table["inscrits"].notna()
        table = table[connus] if connus[sujet.code] else table.drop(columns="inscrits")
    if not sujet.zonage:
        table = pd.concat([table, _structure(sujet.table.assign(zone=ICI))])
        # What is known of the zones alone cannot be compared.
        table = table.dropna(axis="columns", how="any")
    voisins = []
    for v in plus_proches(table, sujet.code, p.themes, p.voisins):
        dites = {n: tuple(np.exp(x).item() for x in xs) if n in LOGARITHMES else xs for n, xs in v.valeurs.items()}
        voisins.append(v._replace(valeurs=dites))
    retenues = tuple(voisins[0].valeurs) if voisins else ()
    du_recensement = (*LOGARITHMES, *(v for v in retenues if v.startswith("part_")))
    lus = dict.fromkeys(INDICATEURS_LUS.get(v, "bmo_projets") for v in retenues if v not in du_recensement)
    periodes = {code: m.tableau(code, zonage).periodes[-1] for code in lus}
    inventes = any(m.donnees.est_demonstration(INDICATEURS[code].dataset_pour(zonage)) for code in lus)
    return Semblables(zonage, len(table), tuple(voisins), retenues, periodes, inventes)


def instantanes(donnees: Donnees, s: Semblables) -> list[Instantane]:
    """Snapshots that the variables were read in, the census of the communes apart."""
    lus = []
    for code, periode in s.periodes.items():
        ind = INDICATEURS[code]
        millesime = provenance_de(donnees, ind, periode, s.zonage)["millesime"]
        lus.append(donnees.instantane(ind.dataset_pour(s.zonage), millesime))
    return lus


def variables(m: Memoire, zonage: str) -> pd.DataFrame:
    """One row a zone (index = code); a column is there only where the zoning has the figure: `population` and `densite`
    (natural logarithms), `part_villes`, `part_bourgs`, `part_premiere` (% of population), `chomage` (%), `inscrits`
    (category A per 100 inhabitants, null where those counted are not those who live there), `projets` (per 100
    inhabitants), `saisonniers` (% of projects), `famille_X` (% of visible projects)."""
    communes = zonages.communes()
    communes["zone"] = communes["code_commune"].map(zonages.appartenance(zonage))
    table = _structure(communes.dropna(subset="zone"))
    population = zonages.zones(zonage).set_index("code_zone")["population_nb"]
    for nom, code in INDICATEURS_LUS.items():
        if (lignes := _dernieres(m, code, zonage)) is not None:
            # Those counted are those who live there, and nobody from outside the region.
            entieres = lignes["value"].where(lignes["obs_status"] != "D")
            table[nom] = lignes["value"] if nom == "chomage" else 100 * entieres / population
    bmo = _dernieres(m, "bmo_projets", zonage)
    if bmo is not None:
        table["projets"] = 100 * bmo["value"] / population
        table["saisonniers"] = 100 * _dernieres(m, "bmo_projets_saisonniers", zonage)["value"] / bmo["value"]
        familles = m.marches("famille", zonage)[lambda t: t["annee"] == m.donnees.periodes("bmo")[-1]]
        par_zone = familles.pivot(index="code_zone", columns="code_groupe", values="projets").astype(float)
        parts = 100 * par_zone.div(par_zone.sum(axis=1, min_count=1), axis=0)
        table = table.join(parts.add_prefix("famille_"))
    return table


def _structure(communes: pd.DataFrame) -> pd.DataFrame:
    """Variables of the census; `communes` has a column `zone`."""
    p = parametres.portrait()
    n = communes["population_nb"]
    g = communes.assign(villes=n.where(n >= p.ville, 0), bourgs=n.where(n < p.bourg, 0)).groupby("zone")
    premiere, g = g["population_nb"].max(), g[["population_nb", "surface_km2", "villes", "bourgs"]].sum()
    return pd.DataFrame({
        "population": np.log(g["population_nb"].clip(lower=1)),
        "densite": np.log((g["population_nb"] / g["surface_km2"]).clip(lower=0.1)),
        "part_villes": 100 * g["villes"] / g["population_nb"],
        "part_bourgs": 100 * g["bourgs"] / g["population_nb"],
        "part_premiere": 100 * premiere / g["population_nb"],
    })  # fmt: skip


def _dernieres(m: Memoire, code: str, zonage: str) -> pd.DataFrame | None:
    """Last figures of an indicator, by zone; None where it is not true, not loaded, or empty somewhere."""
    if zonage not in INDICATEURS[code].zonages:
        return None
    t = m.tableau(code, zonage)
    if not t.periodes:
        return None
    lignes = t.periode(t.periodes[-1])
    return None if lignes["obs_status"].isin(VIDES).any() else lignes.astype({"value": float})
