"""Where one figure comes from: the published rows it was made of, the terms of its formula, the file it was read in.

The rows are those of the producer as they are kept here: a hidden one stays hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import barometre, bmo, defm
from geo import zonages

COLONNES = ["code", "libelle", "ou", "value", "diviseur", "obs_status"]
SOURCE_COMMUNES = {
    "fichier": "communes.csv",
    "producteur": "Insee, recensement de la population 2023 ; IGN, Admin Express COG (superficies)",
    "adresse": "https://www.insee.fr",
}
RENOMMEES = {"code_ze": "code_zone", "code_departement": "code_zone", "code_bassin": "code_zone", "annee": "periode"}
CHAMPS_SOURCE = ("fichier", "producteur", "adresse", "recupere_le", "sha256")


@dataclass(frozen=True)
class Origine:
    """One figure and what it was made of.

    Attributes:
        tableau: the table that shows the figure.
        genre: `part` or `densite` (a ratio of two sums), `somme`, or `publiee` (printed as its producer wrote it).
        ligne: the figure, a row of `Tableau.lignes`.
        lignes: published rows used, columns `COLONNES`: `value` is added up (null where hidden); `diviseur` too, for a
            ratio.
        termes: what the formula adds up: `X`, `P`, `n_x`, `n_met` for a share; `somme`, `diviseur`, `caches` otherwise.
        source: the file, under `CHAMPS_SOURCE`; empty texts where unknown.
        instantane: identifier of the snapshot.
    """

    tableau: Tableau
    code_zone: str
    periode: str
    genre: str
    ligne: pd.Series
    lignes: pd.DataFrame
    termes: dict[str, float] = field(hash=False)
    source: dict[str, str] = field(hash=False)
    instantane: str

    @property
    def libelle_zone(self) -> str:
        """Name of the zone."""
        return self.tableau.indicateur.libelle_zone(self.tableau.zonage, self.code_zone)


def remonter(
    donnees: Donnees,
    table: Tableau,
    code_zone: str,
    periode: str,
    cellules: Callable[[], pd.DataFrame] | None = None,
) -> Origine:
    """Follow one figure of a table back to the rows it was made of.

    Args:
        donnees: what the table was computed from.
        table: the figures shown.
        code_zone: a zone of the table.
        periode: a loaded period.
        cellules: gives the cells of the survey (`tableau.cellules_bmo`), where the caller keeps them.

    Raises:
        DemandeInvalide: no such zone or period in the table.
    """
    trouvees = table.lignes[table.lignes["code_zone"].eq(code_zone) & table.lignes["periode"].eq(periode)]
    if trouvees.empty:
        raise DemandeInvalide(f"aucun chiffre pour {table.zonage}:{code_zone[:40]} en {periode[:20]}.")
    ind = table.indicateur
    provenance = tableau.provenance_de(donnees, ind, periode, table.zonage)
    if ind.dataset == "population":
        source = {**SOURCE_COMMUNES, "sha256": provenance["sha256"]}
    else:
        source = donnees.instantane(ind.dataset_pour(table.zonage), provenance["millesime"]).source
    lignes = _lignes(donnees, table, code_zone, periode, cellules or (lambda: tableau.cellules_bmo(donnees)))
    return Origine(
        table,
        code_zone,
        periode,
        _genre(table),
        trouvees.iloc[0],
        lignes,
        _termes(_genre(table), lignes),
        {c: source.get(c, "") for c in CHAMPS_SOURCE},
        provenance["instantane"],
    )


def _genre(table: Tableau) -> str:
    ind = table.indicateur
    if ind.mesure == "part_difficiles":
        return "part"
    if ind.code == "densite":
        return "densite"
    sommee = ind.dataset in ("bmo", "defm_epci", "population") or _totalisee(table) or _cumulee(ind)
    return "somme" if sommee else "publiee"


def _totalisee(table: Tableau) -> bool:
    """True when the figure adds up the départements."""
    return table.indicateur.dataset == "stmt_dep" and table.zonage == "region"


def _cumulee(ind: Indicateur) -> bool:
    """True when the figure of a year adds up the flows of its parts."""
    return ind.dataset in ("apprentissage", "barometre_dep", "barometre_region") and ind.rythme == "annuel"


def _termes(genre: str, lignes: pd.DataFrame) -> dict[str, float]:
    valeur, diviseur = lignes["value"], lignes["diviseur"]
    if genre == "part":
        return {
            "X": float(valeur[diviseur.notna()].sum()),
            "P": float(diviseur.sum()),
            "n_x": int((valeur.isna() & diviseur.notna()).sum()),
            "n_met": int(diviseur.isna().sum()),
        }
    return {"somme": float(valeur.sum()), "diviseur": float(diviseur.sum()), "caches": int(valeur.isna().sum())}


def _lignes(
    donnees: Donnees, table: Tableau, code_zone: str, periode: str, cellules: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    ind, dataset = table.indicateur, table.indicateur.dataset_pour(table.zonage)
    if table.zonage not in ind.zonages:
        lignes = pd.DataFrame(columns=COLONNES)
    elif dataset == "population":
        lignes = _communes(table.zonage, code_zone)
    elif dataset == "bmo":
        lignes = _bmo(cellules(), table, code_zone, periode)
    elif dataset == "defm_epci":
        lignes = _defm(donnees, table, code_zone, periode)
    else:
        lignes = _publiees(donnees, table, code_zone, periode)
    absentes = {c: "A" if c == "obs_status" else float("nan") for c in COLONNES if c not in lignes}
    return lignes.assign(**absentes)[COLONNES].reset_index(drop=True)


def _communes(zonage: str, code_zone: str) -> pd.DataFrame:
    communes, appartenance = zonages.communes(), zonages.appartenance(zonage)
    prises = communes[communes["code_commune"].isin(appartenance.index[appartenance == code_zone])]
    departements = {c: zonages.libelle_zone("departement", c) for c in prises["code_departement"].unique()}
    return pd.DataFrame(
        {
            "code": prises["code_commune"],
            "libelle": prises["libelle_commune"],
            "ou": prises["code_departement"].map(departements),
            "value": prises["population_nb"].astype(float),
            "diviseur": prises["surface_km2"],
        }
    )


def _bmo(cellules: pd.DataFrame, table: Tableau, code_zone: str, periode: str) -> pd.DataFrame:
    prises = cellules[cellules["annee"] == periode]
    prises = bmo.zoner(prises, table.zonage).query("code_zone == @code_zone")
    if table.metier:
        prises = prises[prises[table.metier.niveau] == table.metier.code]
    part = table.indicateur.mesure == "part_difficiles"
    valeur = prises["xmet" if part else table.indicateur.mesure]
    noms = {c: zonages.libelle_zone("bassin", c) for c in prises["code_bassin"].unique()}
    return pd.DataFrame(
        {
            "code": prises["code_metier"],
            "libelle": prises["libelle_metier"],
            "ou": prises["code_bassin"].map(noms),
            "value": valeur,
            "diviseur": prises["met"] if part else float("nan"),
            "obs_status": valeur.isna().map({True: "Q", False: "A"}),
        }
    ).sort_values("value", ascending=False, kind="stable")


def _defm(donnees: Donnees, table: Tableau, code_zone: str, periode: str) -> pd.DataFrame:
    entieres = zonages.emboite("epci", table.zonage, hors_admis=True) if table.zonage != "epci" else {}
    sirens = [code_zone] if table.zonage == "epci" else entieres.get(code_zone, [])
    observations = donnees.lire("defm_epci")
    prises = observations[
        observations["siren_epci"].isin(sirens)
        & observations["periode"].eq(periode)
        & observations["categorie"].isin(defm.CATEGORIES[table.indicateur.code])
    ]
    noms = dict(zonages.zones("epci")[["code_zone", "libelle_zone"]].itertuples(index=False))
    return pd.DataFrame(
        {
            "code": prises["siren_epci"],
            "libelle": prises["siren_epci"].map(noms),
            "ou": "catégorie " + prises["categorie"],
            "value": prises["value"],
            "obs_status": prises["obs_status"],
        }
    )


def _propres(observations: pd.DataFrame, table: Tableau) -> pd.DataFrame:
    """The rows of the indicator's own series, métier or measure, where a dataset holds several."""
    ind, metier = table.indicateur, table.metier
    if "serie" in observations:
        observations = observations[observations["serie"] == ind.mesure]
    if _cumulee(ind):
        return observations.assign(
            ou=observations["periode"], periode=[barometre.periode(p, ind.rythme) for p in observations["periode"]]
        )
    if "code_mesure" in observations:
        prises = observations["code_mesure"].eq(ind.mesure) & observations["partie"].eq(ind.code.rpartition(".")[2])
        return observations[prises].assign(code_zone="52")
    if "code_rome" in observations and metier:
        return observations[observations["code_rome"] == metier.code].assign(value=lambda d: d[ind.mesure])
    if "code_fap" in observations and metier:
        return observations[observations["code_fap"] == metier.code]
    return observations


def _publiees(donnees: Donnees, table: Tableau, code_zone: str, periode: str) -> pd.DataFrame:
    ind = table.indicateur
    observations = donnees.lire(ind.dataset_pour(table.zonage)).rename(columns=RENOMMEES)
    observations = _propres(observations, table)
    codes, zonage = [code_zone], table.zonage
    if _totalisee(table):
        codes, zonage = zonages.emboite("departement", table.zonage)[code_zone], "departement"
    prises = observations[observations["code_zone"].isin(codes) & observations["periode"].eq(periode)]
    if "categorie" in prises:
        prises = prises[prises["categorie"] == ind.mesure]
    return pd.DataFrame(
        {
            "code": prises["code_zone"],
            "libelle": [ind.libelle_zone(zonage, c) for c in prises["code_zone"]],
            "ou": prises.get("ou", periode),
            "value": prises["value"],
            "obs_status": prises["obs_status"],
        }
    )
