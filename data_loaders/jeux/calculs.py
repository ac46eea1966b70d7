"""From the rows of a dataset to figures: which rows make a figure, how they add up, how each is named.

A figure and « D'où vient ce chiffre » read the same rows: `lignes` chooses them once, `chiffres` adds them up,
`decrire` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.contracts.defm_publics import CRITERES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.insertion import DEFINITION_CHANGEE, SEUIL_SORTANTS, TAUX
from data_loaders.contracts.metiers_2030 import GROUPES
from data_loaders.contracts.tension_rome import ROME
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import estimations
from data_loaders.jeux.estimations import cellules_bmo
from data_loaders.measures import barometre, bmo, defm, marches, series, tension
from data_loaders.measures.marches import PART_ESTIMEE
from geo import zonages

if TYPE_CHECKING:
    from data_loaders.magasin.donnees import Donnees

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
COLONNES_ORIGINE = ["code", "libelle", "ou", "value", "diviseur", "obs_status"]
NIVEAUX = (*bmo.NIVEAUX, "rome")
RENOMMEES = {"code_ze": "code_zone", "code_departement": "code_zone", "code_bassin": "code_zone", "annee": "periode"}
ILE_YEU = "85113"
TOUS_GROUPES = ""
PERIODE_POPULATION = "2023"
RAISON_EPCI_COUPE = "n.d. : ce territoire coupe un EPCI, et le fichier est diffusé par EPCI entier"
PUBLIEE, SOMME, PART, DENSITE, ESTIMEE, RAPPORT = "publiee", "somme", "part", "densite", "estimee", "rapport"


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
class Question:
    """What is asked of a dataset.

    Attributes:
        cellules: gives cells of the caller in place of those of the survey (`cellules_bmo`).
    """

    donnees: Donnees
    indicateur: Indicateur
    zonage: str
    metier: Metier | None = None
    cellules: Callable[[], pd.DataFrame] | None = None

    @property
    def dataset(self) -> str:
        """The dataset that holds the figure on this zoning."""
        return self.indicateur.dataset_pour(self.zonage)

    @property
    def codes(self) -> list[str]:
        """Every zone of the zoning in force."""
        return list(zonages.noms(self.zonage))

    def lire(self) -> pd.DataFrame:
        """The published rows of the dataset, with `code_zone` and `periode` under these names."""
        return self.donnees.lire(self.dataset).rename(columns=RENOMMEES)


def decrire_publiees(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """Rows named by their zone, or by the département of `code_partie` where départements are added up."""
    zonage, colonne = ("departement", "code_partie") if "code_partie" in lignes else (q.zonage, "code_zone")
    codes = lignes[colonne]
    return pd.DataFrame(
        {
            "code": codes,
            "libelle": [q.indicateur.libelle_zone(zonage, c) for c in codes],
            "ou": lignes["ou"] if "ou" in lignes else lignes["periode"],
            "value": lignes["value"],
            "obs_status": lignes["obs_status"],
        }
    )


@dataclass(frozen=True)
class Calcul:
    """How figures are made of the rows of a dataset.

    Attributes:
        lignes: the published rows behind every figure of a question: `code_zone` (of the figure), `periode`, then what
            `chiffres` and `decrire` need. DemandeInvalide for an unknown métier.
        chiffres: the figures, columns `COLONNES`, one a zone and period; zones without a row included.
        decrire: the rows of one figure in words, some of the columns `COLONNES_ORIGINE`.
        genre: `part`, `densite` or `rapport` (a ratio of two sums), `estimee` (a weighted mean), `somme`, or `publiee`
            (printed as its producer wrote it).
        prets: the same figures as `chiffres`, read as they were made at publication, then those of the territories that
            sums count and that no zoning draws; None where they have to be made from `lignes`. They have a
            `code_groupe` too: a métier whose code is `TOUS_GROUPES` is every group of its level.
        par_serie: True when the dataset holds several series, each with periods of its own.
        entetes: what the first three of `COLONNES_ORIGINE` are called in a table.
    """

    lignes: Callable[[Question], pd.DataFrame]
    chiffres: Callable[[pd.DataFrame, Question, tuple[str, ...]], pd.DataFrame]
    decrire: Callable[[pd.DataFrame, Question], pd.DataFrame] = decrire_publiees
    genre: Callable[[Question], str] = lambda q: PUBLIEE
    prets: Callable[[Question, tuple[str, ...]], tuple[pd.DataFrame, pd.DataFrame] | None] = lambda q, periodes: None
    par_serie: bool = False
    entetes: tuple[str, str, str] = ("Code", "Territoire", "Période")


def completer(manquantes: pd.DataFrame, statut: str, raison: str | pd.Series) -> pd.DataFrame:
    """Rows without value for the pairs code_zone × periode given: the columns `COLONNES`."""
    return manquantes.assign(
        value=float("nan"),
        obs_status=statut,
        raison=raison,
        minorant=False,
        borne_basse=float("nan"),
        borne_haute=float("nan"),
        cellules_nb=0,
        caches_nb=0,
    )


def vides(codes: list[str], periodes: tuple[str, ...], statut: str, raison: str) -> pd.DataFrame:
    """No value for any of the zones and periods."""
    return completer(_grille(codes, periodes), statut, raison)


def _grille(codes: list[str], periodes: tuple[str, ...]) -> pd.DataFrame:
    return pd.MultiIndex.from_product([codes, periodes], names=["code_zone", "periode"]).to_frame(index=False)


def _sans_ligne(chiffres: pd.DataFrame, codes: list[str], periodes: tuple[str, ...]) -> pd.DataFrame:
    """Pairs code_zone × periode that have no figure yet."""
    tout = _grille(codes, periodes).merge(chiffres[["code_zone", "periode"]], how="left", indicator=True)
    return tout[tout.pop("_merge") == "left_only"]


def _reunir(*parties: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([p[COLONNES] for p in parties if len(p)], ignore_index=True)


# Population: the communes of the shipped table.


def _communes(q: Question) -> pd.DataFrame:
    communes = zonages.communes()
    communes["code_zone"] = communes["code_commune"].map(zonages.appartenance(q.zonage))
    return communes[communes["code_zone"].notna()].assign(periode=PERIODE_POPULATION)


def _population(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    zones = zonages.zones(q.zonage)
    # The density divides by the area that the screens print: rounded zone by zone.
    valeurs = zones["population_nb"]
    if q.indicateur.code == "densite":
        valeurs = valeurs / zones["surface_km2"]
    return pd.DataFrame(
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


def _decrire_communes(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    departements = {c: zonages.libelle_zone("departement", c) for c in lignes["code_departement"].unique()}
    return pd.DataFrame(
        {
            "code": lignes["code_commune"],
            "libelle": lignes["libelle_commune"],
            "ou": lignes["code_departement"].map(departements),
            "value": lignes["population_nb"].astype(float),
            "diviseur": lignes["surface_km2"],
        }
    )


POPULATION = Calcul(
    _communes,
    _population,
    _decrire_communes,
    lambda q: DENSITE if q.indicateur.code == "densite" else SOMME,
    entetes=("Code commune", "Commune", "Département"),
)


# The survey: cells métier × bassin.


def _cellules(q: Question) -> pd.DataFrame:
    if q.metier and q.metier.niveau in bmo.NIVEAUX:
        _listes(q)
    if q.cellules:
        cellules = q.cellules()
        if q.metier:
            cellules = cellules[cellules[q.metier.niveau] == q.metier.code]
    else:
        cellules = cellules_bmo(q.donnees, **({q.metier.niveau: q.metier.code} if q.metier else {}))
    cellules = bmo.zoner(cellules, q.zonage)
    return cellules.assign(periode=cellules["annee"])


def _listes(q: Question) -> pd.DataFrame:
    """Groups asked for and the vintages that list them, `code_groupe` and `annee`; DemandeInvalide when none does."""
    lues = estimations.listes(q.donnees, q.metier.niveau, q.metier.code)
    if lues.empty:
        raise DemandeInvalide(f"métier inconnu des enquêtes chargées : {q.metier.niveau}:{q.metier.code}.")
    return lues


def _bmo(cellules: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    calculer = _parts_estimees if q.indicateur.mesure == PART_ESTIMEE else _declarees
    groupe = q.metier.code if q.metier else marches.ENSEMBLE
    return _completer_bmo(calculer(cellules, q).assign(code_groupe=groupe), q, periodes)


def _bmo_prets(q: Question, periodes: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    niveau, code = (q.metier.niveau, q.metier.code) if q.metier else (marches.ENSEMBLE, marches.ENSEMBLE)
    if q.cellules or niveau not in marches.NIVEAUX:
        return None
    egales = {"code_groupe": code} if code != TOUS_GROUPES else {}
    if len(periodes) == 1:
        egales["annee"] = periodes[0]

    def lire(zonage: str) -> pd.DataFrame:
        lus = estimations.lire_chiffres(q.donnees, niveau, zonage, q.indicateur.mesure, **egales)
        return lus[lus["periode"].isin(periodes)]

    chiffres = lire(q.zonage)
    bassins = chiffres if q.zonage == "bassin" or not q.indicateur.champ_complet else lire("bassin")
    return _completer_bmo(chiffres, q, periodes), bassins[bassins["code_zone"].isin(list(HORS_DECOUPAGE))]


def _completer_bmo(chiffres: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Zones without any published row: zero when the vintage lists the métier, else n.d. with the reason."""
    listes = _listes(q) if q.metier else None
    groupes = [marches.ENSEMBLE] if listes is None else listes["code_groupe"].unique()
    manquantes = _absentes(chiffres, {"code_groupe": groupes, "code_zone": q.codes, "periode": periodes})
    if manquantes.empty:
        parties = []
    elif q.metier is None:  # the whole zone is absent from the file: nothing says it is zero
        raisons = manquantes["code_zone"].map(lambda c: _raison_zone_absente(q.zonage, c))
        parties = [completer(manquantes, "L", raisons)]
    else:
        paires = pd.MultiIndex.from_frame(listes[["code_groupe", "annee"]])
        listee = pd.MultiIndex.from_frame(manquantes[["code_groupe", "periode"]]).isin(paires)
        parties = [
            _absentes_listees(manquantes[listee], q.indicateur),
            completer(manquantes[~listee], "L", bmo.RAISON_NON_ENQUETE),
        ]
    return pd.concat([p[["code_groupe", *COLONNES]] for p in (chiffres, *parties) if len(p)], ignore_index=True)


def _absentes(lignes: pd.DataFrame, axes: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Combinations of the values of some columns that no row has, in their order."""
    index = {c: pd.Index(sorted(valeurs)) for c, valeurs in axes.items()}
    rangs = [i.get_indexer(lignes[c]) for c, i in index.items()]
    absentes = np.ones([len(i) for i in index.values()], dtype=bool)
    absentes[tuple(np.array(rangs)[:, np.min(rangs, axis=0) >= 0])] = False
    return pd.DataFrame({c: i.take(n) for (c, i), n in zip(index.items(), np.nonzero(absentes), strict=True)})


def _declarees(cellules: pd.DataFrame, q: Question) -> pd.DataFrame:
    return bmo.calculer(cellules, q.indicateur.mesure, ["code_zone", "periode"])


def _parts_estimees(cellules: pd.DataFrame, q: Question) -> pd.DataFrame:
    """The estimated share, between bounds that have 8 chances in 10 to hold it."""
    g = marches.sommer(cellules, q.metier.niveau if q.metier else marches.ENSEMBLE)
    marches.motiver(g)
    return marches.parts_estimees(g)


def _absentes_listees(manquantes: pd.DataFrame, ind: Indicateur) -> pd.DataFrame:
    if ind.genre == "taux":
        return completer(manquantes, "M", "sans objet : aucun projet de recrutement, donc aucune part")
    zeros = completer(manquantes, "A", "aucun projet déclaré pour ce métier")
    zeros[["value", "borne_basse", "borne_haute"]] = 0.0
    return zeros


def _raison_zone_absente(zonage: str, code_zone: str) -> str:
    # The code of a bassin starts with that of its region.
    if zonage == "bassin" and not code_zone.startswith("52"):
        return "bassin rattaché à une autre région dans l’enquête"
    return "aucune ligne publiée pour ce territoire"


def _decrire_cellules(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    part, estimee = (q.indicateur.mesure == m for m in ("part_difficiles", PART_ESTIMEE))
    valeur = lignes["xmet"] if part else lignes["q_estimee" if estimee else q.indicateur.mesure]
    if estimee:  # nothing is estimated aloud where the producer hides all
        valeur = 100 * valeur.where(lignes["met"].notna())
    noms = {c: zonages.libelle_zone("bassin", c) for c in lignes["code_bassin"].unique()}
    return pd.DataFrame(
        {
            "code": lignes["code_metier"],
            "libelle": lignes["libelle_metier"],
            "ou": lignes["code_bassin"].map(noms),
            "value": valeur,
            "diviseur": lignes["met"] if part or estimee else float("nan"),
            "obs_status": valeur.isna().map({True: "Q", False: "A"}),
        }
    ).sort_values("value", ascending=False, kind="stable")


BMO = Calcul(
    _cellules,
    _bmo,
    _decrire_cellules,
    prets=_bmo_prets,
    genre=lambda q: {"part_difficiles": PART, PART_ESTIMEE: ESTIMEE}.get(q.indicateur.mesure, SOMME),
    entetes=("Code métier", "Métier", "Bassin d’emploi"),
)


# Job-seekers by whole EPCI.


def _parties_epci(q: Question) -> dict[str, list[str]]:
    return {c: [c] for c in q.codes} if q.zonage == "epci" else zonages.emboite("epci", q.zonage, hors_admis=True)


def _inscrits(q: Question) -> pd.DataFrame:
    return defm.lignes(q.donnees.lire(q.dataset), q.indicateur.code, _parties_epci(q))


def _defm(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    entieres = _parties_epci(q)
    sans_ile = frozenset({zonages.appartenance(q.zonage).get(ILE_YEU)}) - {None}
    chiffres = defm.sommer(lignes, q.indicateur.code, entieres, frozenset(zonages.epci_a_cheval()), sans_ile)
    absentes = _sans_ligne(chiffres, q.codes, periodes)
    coupe = ~absentes["code_zone"].isin(entieres)
    return _reunir(
        chiffres,
        completer(absentes[coupe], "L", RAISON_EPCI_COUPE),
        completer(absentes[~coupe], "O", "cet EPCI manque dans le fichier du producteur"),
    )


def _decrire_inscrits(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    noms = zonages.noms("epci")
    return pd.DataFrame(
        {
            "code": lignes["siren_epci"],
            "libelle": lignes["siren_epci"].map(noms),
            "ou": lignes["categorie"].map(lambda c: CRITERES.get(c, f"catégorie {c}")),
            "value": lignes["value"],
            "obs_status": lignes["obs_status"],
        }
    )


DEFM_EPCI = Calcul(_inscrits, _defm, _decrire_inscrits, lambda q: SOMME, entetes=("SIREN", "EPCI", "Catégorie"))


# Published series: a figure is a row, or the sum of the départements.


def _de_la_serie(q: Question) -> pd.DataFrame:
    """Published rows, of one series where the dataset holds several."""
    observations = q.lire()
    return observations[observations["serie"] == q.indicateur.mesure] if "serie" in observations else observations


def _du_zonage(q: Question) -> pd.DataFrame:
    observations = _de_la_serie(q)
    return observations[observations["code_zone"].isin({*q.codes, *q.indicateur.complements.get(q.zonage, ())})]


def _publiees(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    return series.publiees(lignes)


SERIE = Calcul(_du_zonage, _publiees)


def _publiees_ou_nationales(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Figures as published; a zone that has none, where France alone is published, says so."""
    absentes = _sans_ligne(lignes, q.codes, periodes)
    return _reunir(series.publiees(lignes), completer(absentes, "L", f"n.d. : {q.indicateur.ailleurs}"))


SERIES = Calcul(_de_la_serie, _publiees_ou_nationales, par_serie=True)


def _par_categorie(q: Question) -> pd.DataFrame:
    observations = q.lire()
    return observations[observations["categorie"] == q.indicateur.mesure]


DEFM_CVS = Calcul(_par_categorie, _publiees)


def _departements(q: Question) -> pd.DataFrame:
    """Rows of the départements, under the zone that they make."""
    observations = _de_la_serie(q)
    if q.zonage == "departement":
        return observations
    return series.rattacher(observations, zonages.emboite("departement", q.zonage))


def _stmt(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    if q.zonage == "departement":
        return series.publiees(lignes)
    return series.totaux(lignes, zonages.emboite("departement", q.zonage))


def _genre_departements(q: Question) -> str:
    return PUBLIEE if q.zonage == "departement" else SOMME


STMT_DEP = Calcul(_departements, _stmt, genre=_genre_departements)
SERIES_DEP = Calcul(_departements, _stmt, genre=_genre_departements, par_serie=True)


def _de_la_periode(q: Question) -> pd.DataFrame:
    """Rows of one series of the barometer, under the period of the indicator that each belongs to."""
    return barometre.lignes(q.lire(), q.indicateur.mesure, q.indicateur.rythme)


def _cumulee(q: Question) -> str:
    return SOMME if q.indicateur.rythme == "annuel" else PUBLIEE


def _barometre(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    return barometre.calculer(lignes, q.indicateur.mesure, q.indicateur.rythme)


def _contrats(q: Question) -> pd.DataFrame:
    """Monthly flows of apprenticeship, as rows of a series of the barometer: one month each, none where unknown."""
    lues = _du_zonage(q)
    mois = lues.assign(serie=q.indicateur.mesure, mois_nb=lues["value"].notna().astype("int64"))
    return barometre.lignes(mois, q.indicateur.mesure, q.indicateur.rythme)


APPRENTISSAGE = Calcul(_contrats, _barometre, genre=_cumulee, par_serie=True)
BAROMETRE = Calcul(_de_la_periode, _barometre, genre=_cumulee, par_serie=True)


def _transmises(q: Question) -> pd.DataFrame:
    """What one party sent of one measure of the convention; what is reserved to the Accès Pro stays out."""
    observations, partie = q.lire(), q.indicateur.code.rpartition(".")[2]
    prises = observations["code_mesure"].eq(q.indicateur.mesure) & observations["partie"].eq(partie)
    return observations[prises & observations["conf_status"].ne("N")].assign(code_zone="52")


CONVENTION = Calcul(_transmises, _publiees, par_serie=True)


# Insertion: leavers of every diploma of a voie, those of diplomas too small to be shown by themselves included.


def _formations(q: Question) -> pd.DataFrame:
    voie, _, taux = q.indicateur.mesure.partition(".")
    partie, tout = TAUX[taux]
    lues = q.donnees.lire(q.dataset, "totalisables")
    lues = lues[lues["voie"].eq(voie) & lues[partie].notna()]
    return lues.assign(code_zone="52", partie=lues[partie], tout=lues[tout])


def _insertion(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes.groupby(["code_zone", "periode", "cumul"], as_index=False).agg(
        partie=("partie", "sum"), tout=("tout", "sum"), cellules_nb=("tout", "size")
    )
    rompues = g["cumul"].str.contains(DEFINITION_CHANGEE) & ("emploi" in q.indicateur.mesure)
    chiffres = series.publiees(
        g.assign(value=100 * g["partie"] / g["tout"], obs_status=rompues.map({True: "B", False: "A"}))
    ).assign(cellules_nb=g["cellules_nb"])
    raison = "n.d. : aucun sortant observé à cette échéance dans l’édition"
    return _reunir(chiffres, completer(_sans_ligne(chiffres, q.codes, periodes), "L", raison))


def _decrire_formations(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """The diplomas large enough to be shown, then all the others as one row."""
    petites, noms = lignes["sortants"] < SEUIL_SORTANTS, _noms_formations(q.donnees)
    montrees = lignes[~petites].sort_values("tout", ascending=False)
    reste = lignes.loc[petites, ["partie", "tout"]].sum()
    decrites = pd.DataFrame(
        {
            "code": montrees["code_formation"],
            "libelle": [noms.get(c, c) for c in montrees["code_formation"]],
            "ou": montrees["cumul"],
            "value": montrees["partie"].astype(float),
            "diviseur": montrees["tout"].astype(float),
        }
    )
    if not petites.any():
        return decrites
    autres = f"{petites.sum()} formations de moins de {SEUIL_SORTANTS} sortants chacune"
    suite = {"code": "", "libelle": autres, "ou": lignes["cumul"].iloc[0], "value": reste["partie"]}
    return pd.concat([decrites, pd.DataFrame([suite | {"diviseur": float(reste["tout"])}])], ignore_index=True)


def _noms_formations(donnees: Donnees) -> dict[str, str]:
    """Code of a diploma, or of a formation of the lycées -> label; empty while no nomenclature is loaded."""
    if not donnees.millesimes("diplomes"):
        return {}
    postes = donnees.lire("diplomes", "postes")
    diplomes = postes[postes["nomenclature"] == "CFD"].set_index("code")["libelle"]
    formations = postes[postes["nomenclature"] == "MEFSTAT11"].set_index("code")["code_parent"].map(diplomes).dropna()
    return {**diplomes, **formations}


INSERTION = Calcul(
    _formations,
    _insertion,
    _decrire_formations,
    lambda q: RAPPORT,
    par_serie=True,
    entetes=("Code", "Formation", "Sortants de"),
)


# Projections: a métier, or all of them.


def _familles_2030(q: Question) -> pd.DataFrame:
    """Rows of one measure; of one family, that which holds it where the projections group several."""
    lues = q.lire()
    lues = lues[lues["mesure"] == q.indicateur.mesure]
    if q.metier is None:
        return lues
    lues = lues[lues["code_fap"] == next((g for g, m in GROUPES.items() if q.metier.code in m), q.metier.code)]
    if lues.empty:
        raise DemandeInvalide(f"métier inconnu du fichier lu : {q.metier.niveau}:{q.metier.code}.")
    return lues


def _projetees(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes.groupby(["code_zone", "periode"])["value"]
    sommes = g.sum(min_count=1).reset_index()
    statut = sommes["value"].notna().map({True: "E", False: "O"})
    chiffres = series.publiees(sommes.assign(obs_status=statut)).assign(cellules_nb=g.size().to_numpy())
    if q.metier and q.metier.code in {c for m in GROUPES.values() for c in m}:
        chiffres["raison"] = f"chiffre de « {lignes['libelle'].iloc[0]} », qui réunit plusieurs familles"
    return chiffres


def _decrire_familles(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": lignes["code_fap"],
            "libelle": lignes["libelle"],
            "ou": lignes["periode"],
            "value": lignes["value"],
            "obs_status": lignes["obs_status"],
        }
    ).sort_values("value", ascending=False, kind="stable")


METIERS_2030 = Calcul(
    _familles_2030,
    _projetees,
    _decrire_familles,
    lambda q: PUBLIEE if q.metier else SOMME,
    entetes=("Code", "Famille professionnelle", "Terme"),
)


# Tensions: one métier at a time.


def _tension_fap(q: Question) -> pd.DataFrame:
    return _du_metier(tension.lignes_fap(q.donnees.lire("tension_fap"), q.metier.niveau, q.metier.code), q)


def _tension_rome(q: Question) -> pd.DataFrame:
    return _du_metier(tension.lignes_rome(q.donnees.lire("tension_rome"), q.metier.code, q.indicateur.mesure), q)


def _du_metier(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    if lignes.empty:
        raise DemandeInvalide(f"métier inconnu du fichier lu : {q.metier.niveau}:{q.metier.code}.")
    return lignes[lignes["code_zone"].isin({*q.codes, *q.indicateur.complements.get(q.zonage, ())})]


def _un_metier(lire: Callable[[Question], pd.DataFrame]) -> Callable[[Question], pd.DataFrame]:
    vide = pd.DataFrame(columns=["code_zone", "periode", "value", "obs_status"])
    return lambda q: lire(q) if q.metier else vide


def _tensions(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Figures of one métier in every zone and year; a zone the file leaves out is n.d., never zero."""
    codes = [*q.codes, *q.indicateur.complements.get(q.zonage, ())]
    if q.metier is None:
        return vides(codes, periodes, "L", tension.RAISON_SANS_METIER)
    chiffres = tension.calculer(lignes, q.dataset == "tension_fap")
    return _reunir(chiffres, completer(_sans_ligne(chiffres, codes, periodes), "O", tension.RAISON_ABSENT))


def _famille(q: Question) -> pd.DataFrame:
    observations = q.lire()
    return _du_metier(observations[observations["code_fap87"] == q.metier.code], q)


TENSION_FAP, TENSION_ROME, METIERS_REGION = (
    Calcul(_un_metier(lire), _tensions) for lire in (_tension_fap, _tension_rome, _famille)
)
