"""From a question (indicator, zoning, métier) to figures: one table for all zones and periods, with status and reason.

The map, the table, the exports and the command `chiffre` read the same rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.contracts.tension_rome import ROME
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import barometre, bmo, defm, series, tension
from geo import zonages

COLONNES = [
    "code_zone",
    "periode",
    "value",
    "obs_status",
    "raison",
    "minorant",
    "borne_basse",
    "borne_haute",
    "cellules_nb",
    "caches_nb",
]
NIVEAUX = (*bmo.NIVEAUX, "rome")
FORMES_PERIODE = {"annuel": "AAAA", "mensuel": "AAAA-MM", "trimestriel": "AAAA-Tn", "semestriel": "AAAA-Sn"}
# A measure of the convention whose rhythm the annex leaves open takes years and half-years.
RYTHMES_ADMIS = {"non précisé": ("annuel", "semestriel")}
ILE_YEU = "85113"
PERIODE_POPULATION = "2023"
PERIODES_ENUMEREES = 12
SOURCE_DEMONSTRATION = "aucune : données de démonstration, chiffres inventés"
RAISON_EPCI_COUPE = "n.d. : ce territoire coupe un EPCI, et le fichier est diffusé par EPCI entier"


def source_exportee(producteur: str, demonstration: bool) -> str:
    """Who says a figure, for a column `source`: no producer is named for an invented one."""
    return SOURCE_DEMONSTRATION if demonstration else producteur


@dataclass(frozen=True)
class Metier:
    """A level of the nomenclature of métiers and a code of that level."""

    niveau: str
    code: str

    @classmethod
    def lire(cls, texte: str) -> Metier:
        """`famille:O`, `fap87:B2Z`, `metier:U1Z91`, `rome:K1304`; DemandeInvalide for any other form."""
        niveau, _, code = texte.partition(":")
        forme = {"rome": ROME}.get(niveau, r"[A-Z0-9]{1,5}")
        if niveau not in NIVEAUX or not re.fullmatch(forme, code, re.ASCII):
            raise DemandeInvalide(
                f"métier mal écrit : « {texte[:60]} ». Forme attendue : NIVEAU:CODE, avec NIVEAU parmi "
                f"{', '.join(NIVEAUX)}."
            )
        return cls(niveau, code)


@dataclass(frozen=True)
class Tableau:
    """Figures of one indicator on one zoning.

    Attributes:
        lignes: one row a zone and period (columns `COLONNES`); every zone of the zoning at every loaded period.
        periodes: loaded periods, oldest first.
        demonstration: True when the figures are invented.
        complements: same columns, for the territories of `Indicateur.complements`; empty when there are none.
    """

    indicateur: Indicateur
    zonage: str
    metier: Metier | None
    lignes: pd.DataFrame
    periodes: tuple[str, ...]
    demonstration: bool
    complements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLONNES))

    def periode(self, periode: str) -> pd.DataFrame:
        """Rows of one period, one a zone, indexed by code_zone."""
        return self.lignes[self.lignes["periode"] == periode].set_index("code_zone")


def calculer(donnees: Donnees, code_indicateur: str, zonage: str, metier: Metier | None = None) -> Tableau:
    """All the figures of an indicator on a zoning.

    Raises:
        DemandeInvalide: unknown indicator or zoning, a métier for an indicator that has none, an unknown métier.
    """
    ind = indicateur(code_indicateur)
    if zonage not in zonages.CODES:
        raise DemandeInvalide(f"découpage inconnu : « {zonage} ». Découpages connus : {', '.join(zonages.CODES)}.")
    if metier and not ind.metiers:
        raise DemandeInvalide(f"l’indicateur {ind.code} n’existe pas par métier.")
    if metier and metier.niveau not in (ind.niveaux or bmo.NIVEAUX):
        raise DemandeInvalide(
            f"l’indicateur {ind.code} n’existe pas au niveau {metier.niveau}. Niveaux : "
            f"{', '.join(ind.niveaux or bmo.NIVEAUX)}."
        )
    if ind.dataset == "population":
        lignes, periodes = _population(ind, zonage)
        return Tableau(ind, zonage, None, lignes, periodes, False)
    dataset = ind.dataset_pour(zonage)
    periodes = _periodes(donnees, ind, dataset)
    demonstration = donnees.est_demonstration(dataset)
    codes = list(zonages.zones(zonage)["code_zone"])
    if not periodes or zonage not in ind.zonages:
        raison = f"n.d. : {ind.ailleurs}" if periodes else "n.d. : aucun millésime chargé"
        return Tableau(ind, zonage, metier, _vides(codes, periodes, "L", raison), periodes, demonstration)
    lignes = CALCULS[dataset](donnees, ind, zonage, metier, periodes)[COLONNES]
    autres = lignes["code_zone"].isin(list(ind.complements.get(zonage, ())))
    dedans = du_decoupage(lignes[~autres], zonage)
    return Tableau(ind, zonage, metier, dedans, periodes, demonstration, lignes[autres])


def du_decoupage(lignes: pd.DataFrame, zonage: str) -> pd.DataFrame:
    """The rows of the zones in force: a perimeter replaced by a file may have lost one that the producer still has."""
    return lignes[lignes["code_zone"].isin(zonages.zones(zonage)["code_zone"])]


def _periodes(donnees: Donnees, ind: Indicateur, dataset: str) -> tuple[str, ...]:
    """Periods of the indicator: those of its dataset, or of its own series where a dataset holds several."""
    periodes = donnees.periodes(dataset)
    if not periodes or dataset not in PLUSIEURS_SERIES:
        return periodes
    return tuple(sorted(set(PLUSIEURS_SERIES[dataset](donnees, ind, dataset)["periode"]), key=francais.rang_periode))


def _serie_barometre(donnees: Donnees, ind: Indicateur, dataset: str) -> pd.DataFrame:
    return barometre.calculer(donnees.lire(dataset), ind.mesure, ind.rythme)


def _serie_convention(donnees: Donnees, ind: Indicateur, dataset: str) -> pd.DataFrame:
    observations, partie = donnees.lire(dataset), ind.code.rpartition(".")[2]
    prises = observations["code_mesure"].eq(ind.mesure) & observations["partie"].eq(partie)
    prises &= observations["conf_status"].ne("N")  # reserved to the Accès Pro
    return series.publiees(observations[prises].assign(code_zone="52"))


# Datasets that hold several series, each with periods of its own -> how one is read.
PLUSIEURS_SERIES: dict[str, Callable[[Donnees, Indicateur, str], pd.DataFrame]] = {
    "barometre_dep": _serie_barometre,
    "barometre_region": _serie_barometre,
    "convention": _serie_convention,
}


def _vides(codes: list[str], periodes: tuple[str, ...], statut: str, raison: str) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([codes, periodes], names=["code_zone", "periode"])
    return _completer(pd.DataFrame(index=index).reset_index(), statut, raison)


def _completer(manquantes: pd.DataFrame, statut: str, raison: str | pd.Series) -> pd.DataFrame:
    return manquantes.assign(
        value=float("nan"),
        obs_status=statut,
        raison=raison,
        minorant=False,
        borne_basse=float("nan"),
        borne_haute=float("nan"),
        cellules_nb=0,
        caches_nb=0,
    )[COLONNES]


def _population(ind: Indicateur, zonage: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    zones = zonages.zones(zonage)
    valeurs = zones["population_nb"] if ind.code == "population" else zones["population_nb"] / zones["surface_km2"]
    lignes = pd.DataFrame(
        {
            "code_zone": zones["code_zone"],
            "periode": PERIODE_POPULATION,
            "value": valeurs.astype(float),
            "obs_status": "A",
            "raison": "",
            "minorant": False,
            "borne_basse": valeurs,
            "borne_haute": valeurs,
            "cellules_nb": zones["communes_nb"],
            "caches_nb": 0,
        }
    )
    return lignes[COLONNES], (PERIODE_POPULATION,)


def cellules_bmo(donnees: Donnees) -> pd.DataFrame:
    """Cells of every loaded vintage of the survey, in the form of `measures.bmo.large`."""
    return bmo.large(donnees.lire("bmo"), donnees.lire("bmo", "metiers"))


def _bmo(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    cellules = bmo.zoner(cellules_bmo(donnees), zonage)
    listes = None
    if metier:
        listes = bmo.metiers_listes(donnees.lire("bmo", "metiers"), metier.niveau)
        if not any(metier.code in codes for codes in listes.values()):
            raise DemandeInvalide(f"métier inconnu des enquêtes chargées : {metier.niveau}:{metier.code}.")
        cellules = cellules[cellules[metier.niveau] == metier.code]
    lignes = bmo.calculer(cellules, ind.mesure, ["code_zone", "annee"]).rename(columns={"annee": "periode"})
    return _ajouter_absentes(lignes, ind, zonage, metier, periodes, listes)


def _ajouter_absentes(
    lignes: pd.DataFrame,
    ind: Indicateur,
    zonage: str,
    metier: Metier | None,
    periodes: tuple[str, ...],
    listes: dict[str, set[str]] | None,
) -> pd.DataFrame:
    """Zones without any published row: zero when the vintage lists the métier, else n.d. with the reason."""
    codes = list(zonages.zones(zonage)["code_zone"])
    tout = pd.MultiIndex.from_product([codes, periodes], names=["code_zone", "periode"]).to_frame(index=False)
    manquantes = tout.merge(lignes[["code_zone", "periode"]], how="left", indicator=True)
    manquantes = manquantes[manquantes["_merge"] == "left_only"].drop(columns="_merge")
    if metier is None:  # the whole zone is absent from the file: nothing says it is zero
        autres = [_completer(manquantes, "L", manquantes["code_zone"].map(lambda c: _raison_zone_absente(zonage, c)))]
    else:
        listee = manquantes["periode"].map(lambda p: metier.code in listes.get(p, ())).astype(bool)
        autres = [
            _absentes_listees(manquantes[listee], ind),
            _completer(manquantes[~listee], "L", bmo.RAISON_NON_ENQUETE),
        ]
    return pd.concat([lignes[COLONNES], *(a for a in autres if len(a))], ignore_index=True)


def _absentes_listees(manquantes: pd.DataFrame, ind: Indicateur) -> pd.DataFrame:
    if ind.genre == "taux":
        return _completer(manquantes, "M", "sans objet : aucun projet de recrutement, donc aucune part")
    zeros = _completer(manquantes, "A", "aucun projet déclaré pour ce métier")
    zeros[["value", "borne_basse", "borne_haute"]] = 0.0
    return zeros


def _raison_zone_absente(zonage: str, code_zone: str) -> str:
    # The code of a bassin starts with that of its region.
    if zonage == "bassin" and not code_zone.startswith("52"):
        return "bassin rattaché à une autre région dans l’enquête"
    return "aucune ligne publiée pour ce territoire"


def _defm(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    codes = list(zonages.zones(zonage)["code_zone"])
    entieres = {c: [c] for c in codes} if zonage == "epci" else zonages.emboite("epci", zonage, hors_admis=True)
    appartenance = zonages.appartenance(zonage)
    sans_ile = frozenset({appartenance.get(ILE_YEU)}) - {None}
    lignes = defm.calculer(donnees.lire("defm_epci"), ind.code, entieres, frozenset(zonages.epci_a_cheval()), sans_ile)
    tout = pd.MultiIndex.from_product([codes, periodes], names=["code_zone", "periode"]).to_frame(index=False)
    absentes = tout.merge(lignes[["code_zone", "periode"]], how="left", indicator=True)
    absentes = absentes[absentes.pop("_merge") == "left_only"]
    coupe = ~absentes["code_zone"].isin(entieres)
    coupees = _completer(absentes[coupe], "L", RAISON_EPCI_COUPE)
    manquantes = _completer(absentes[~coupe], "O", "cet EPCI manque dans le fichier du producteur")
    return pd.concat([x for x in (lignes[COLONNES], coupees, manquantes) if len(x)], ignore_index=True)


def _chomage(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    observations = donnees.lire(ind.dataset_pour(zonage)).rename(columns={"code_ze": "code_zone"})
    voulues = {*zonages.zones(zonage)["code_zone"], *ind.complements.get(zonage, ())}
    return series.publiees(observations[observations["code_zone"].isin(voulues)])


def _stmt(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    observations = donnees.lire("stmt_dep").rename(columns={"code_departement": "code_zone"})
    if zonage == "departement":
        return series.publiees(observations)
    return series.totaux(observations, zonages.emboite("departement", zonage))


def _defm_cvs(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    observations = donnees.lire("defm_cvs")
    return series.publiees(observations[observations["categorie"] == ind.mesure])


def _apprentissage(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    observations = donnees.lire("apprentissage")
    return series.publiees(observations[observations["code_zone"].isin(zonages.zones(zonage)["code_zone"])])


def _serie_propre(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    dataset = ind.dataset_pour(zonage)
    return PLUSIEURS_SERIES[dataset](donnees, ind, dataset)


def _tension(
    donnees: Donnees, ind: Indicateur, zonage: str, metier: Metier | None, periodes: tuple[str, ...]
) -> pd.DataFrame:
    """Figures of one métier in every zone and year; a zone the file leaves out is n.d., never zero."""
    codes = [*zonages.zones(zonage)["code_zone"], *ind.complements.get(zonage, ())]
    if metier is None:
        return _vides(codes, periodes, "L", tension.RAISON_SANS_METIER)
    observations = donnees.lire(ind.dataset)
    if ind.dataset == "tension_fap":
        lignes = tension.par_fap(observations, metier.niveau, metier.code)
    else:
        lignes = tension.par_rome(observations, metier.code, ind.mesure)
    if lignes.empty:
        raise DemandeInvalide(f"métier inconnu du fichier des tensions : {metier.niveau}:{metier.code}.")
    lignes = lignes[lignes["code_zone"].isin(codes)]
    index = pd.MultiIndex.from_product([codes, periodes], names=["code_zone", "periode"])
    absentes = index.difference(pd.MultiIndex.from_frame(lignes[["code_zone", "periode"]])).to_frame(index=False)
    return pd.concat(
        [x for x in (lignes[COLONNES], _completer(absentes, "O", tension.RAISON_ABSENT)) if len(x)], ignore_index=True
    )


CALCULS: dict[str, Callable[..., pd.DataFrame]] = {
    "bmo": _bmo,
    "defm_epci": _defm,
    "chomage_ze": _chomage,
    "chomage_dep": _chomage,
    "stmt_dep": _stmt,
    "defm_cvs": _defm_cvs,
    "apprentissage": _apprentissage,
    **dict.fromkeys(PLUSIEURS_SERIES, _serie_propre),
    "tension_fap": _tension,
    "tension_rome": _tension,
}


def _etendue(periodes: tuple[str, ...]) -> str:
    """Loaded periods in words: those of a survey one by one, the two ends of a series without holes."""
    libelles = [francais.periode_libelle(p) for p in periodes]
    if len(libelles) > PERIODES_ENUMEREES:
        return f"{libelles[0]} à {libelles[-1]}"
    return francais.enumeration(libelles) or "aucune"


class Chiffre(dict):
    """One figure and all that makes it honest; the keys are those of `chiffre --json`."""


def chiffre(
    donnees: Donnees, code_indicateur: str, zonage: str, code_zone: str, periode: str, metier: Metier | None = None
) -> Chiffre:
    """One figure with its status, bounds and provenance.

    Returns:
        Keys `valeur` (unrounded, in `unite`), `obs_status`, `raison`, `minorant`, `borne_basse`, `borne_haute`,
        `unite`, `source`, `millesime`, `instantane`, `sha256` (of the source file), `demonstration`.

    Raises:
        DemandeInvalide: unknown indicator, zoning, zone or métier; a period that the indicator cannot have.
    """
    ind = indicateur(code_indicateur)
    admis = RYTHMES_ADMIS.get(ind.rythme, (ind.rythme,))
    if francais.rythme_periode(periode) not in admis:
        attendu = " ou ".join(FORMES_PERIODE[r] for r in admis)
        raise DemandeInvalide(
            f"période « {periode[:20]} » : l’indicateur {ind.code} est {ind.rythme}, forme {attendu}."
        )
    table = calculer(donnees, code_indicateur, zonage, metier)
    if code_zone not in {*zonages.zones(zonage)["code_zone"], *ind.complements.get(zonage, ())}:
        raise DemandeInvalide(f"zone inconnue : « {zonage}:{code_zone[:40]} ».")
    if periode in table.periodes:
        lignes = pd.concat([table.lignes, table.complements])
        ligne = lignes[lignes["code_zone"].eq(code_zone) & lignes["periode"].eq(periode)].iloc[0].to_dict()
    else:
        chargees = _etendue(table.periodes)
        ligne = (
            _completer(
                pd.DataFrame({"code_zone": [code_zone], "periode": [periode]}),
                "O",
                f"n.d. : période non chargée (chargées : {chargees})",
            )
            .iloc[0]
            .to_dict()
        )
    provenance = provenance_de(donnees, ind, periode if periode in table.periodes else "", zonage)
    vide = ligne["obs_status"] in VIDES
    return Chiffre(
        valeur=None if vide else float(ligne["value"]),
        obs_status=ligne["obs_status"],
        raison=ligne["raison"],
        minorant=bool(ligne["minorant"]),
        borne_basse=None if vide else float(ligne["borne_basse"]),
        borne_haute=None if vide else float(ligne["borne_haute"]),
        unite=ind.unite,
        source=source_exportee(ind.source, table.demonstration),
        **provenance,
        demonstration=table.demonstration,
    )


def provenance_de(donnees: Donnees, ind: Indicateur, periode: str, zonage: str = "") -> dict:
    """`millesime`, `instantane` and `sha256` of the source file; empty texts when the period is not loaded.

    `zonage` chooses the dataset of an indicator that has one a zoning.
    """
    if ind.dataset == "population":
        sha = hashlib.sha256((zonages.DERIVE / "communes.csv").read_bytes()).hexdigest()
        return {"millesime": PERIODE_POPULATION, "instantane": f"communes--{sha[:8]}", "sha256": sha}
    if not periode:
        return {"millesime": "", "instantane": "", "sha256": ""}
    dataset = ind.dataset_pour(zonage)
    millesime = donnees.millesimes(dataset)[-1] if CONTRATS[dataset].serie else periode
    i = donnees.instantane(dataset, millesime)
    return {"millesime": i.millesime, "instantane": f"{dataset}/{i.identifiant}", "sha256": i.source["sha256"]}
