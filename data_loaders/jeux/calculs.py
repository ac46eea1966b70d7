"""From the rows of a dataset to figures: which rows make a figure, how they add up, how each is named.

A figure and « D'où vient ce chiffre » read the same rows: `lignes` chooses them once, `chiffres` adds them up,
`decrire` names them.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_loaders.contracts.defm import CRITERES, DIPLOMES, ENSEMBLE, PAR_PUBLIC, PARTITIONS
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.metiers import ROME
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, secret, series
from geo import territoire, zonages

COLONNES = [
    "code_zone", "periode", "value", "obs_status", "raison", "minorant", "borne_basse", "borne_haute", "cellules_nb",
    "caches_nb",
]  # fmt: skip
COLONNES_ORIGINE = ["code", "libelle", "ou", "value", "diviseur", "obs_status"]
NIVEAUX = (*bmo.NIVEAUX, "rome")
TOUS_GROUPES = ""
PERIODE_POPULATION = "2023"
RAISON_EPCI_COUPE = "n.d. : ce territoire coupe un EPCI, et le fichier est diffusé par EPCI entier"
RAISON_PERIMETRE = (
    "n.d. : des EPCI de ce territoire étaient alors comptés sur d’autres communes, et ne s’additionnent pas"
)

# Publics, then each level of diploma and all of them: what a zone is asked for by criterion.
_PAR_CRITERE = PAR_PUBLIC | {c: ("ABC", "", (c,)) for c in (*DIPLOMES, ENSEMBLE)}
# indicator -> categories, or criteria of a public, added up
CATEGORIES_INSCRITS = {"defm_a": ("A",), "defm_abc": ("A", "B", "C")} | {
    code: p for code, (*_, p) in _PAR_CRITERE.items()
}
RAISON_SECRET = "secret statistique : le producteur masque cet effectif"
RAISON_TOUT_CACHE = "secret statistique : le producteur masque tous les effectifs de ce regroupement"
RAISON_A_CHEVAL = "EPCI entiers, dont communes hors région"
RAISON_ILE = f"sans {territoire.NOM_ILE}, qui n’est dans aucun EPCI"
RAISON_SANS_LIGNE = "n.d. : ce territoire n’est pas dans le fichier du producteur à cette période"
PUBLIEE, SOMME, PART, DENSITE, ESTIMEE, RAPPORT = "publiee", "somme", "part", "densite", "estimee", "rapport"


@dataclass(frozen=True)
class Metier:
    """A level of the nomenclature of métiers and a code of that level."""

    niveau: str
    code: str

    @classmethod
    def lire(cls, texte: str) -> "Metier":
        """`famille:O`, `fap87:B2Z`, `metier:U1Z91`, `rome:K1304`; DemandeInvalide for any other form."""
        niveau, _, code = texte.partition(":")
        if niveau not in NIVEAUX or not re.fullmatch(ROME if niveau == "rome" else r"[A-Z0-9]{1,5}", code, re.ASCII):
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
        seule: zone and period of the one figure that is asked for; rows of others may be left unread.
        dataset: the one that answers, among those that hold the figure on this zoning (`repondants`); the first of them
            by default.
    """

    donnees: Donnees
    indicateur: Indicateur
    zonage: str
    metier: Metier | None = None
    cellules: Callable[[], pd.DataFrame] | None = None
    seule: tuple[str, str] | None = None
    dataset: str = ""

    def __post_init__(self) -> None:
        if not self.dataset:
            object.__setattr__(self, "dataset", self.indicateur.dataset_pour(self.zonage))

    @property
    def codes(self) -> list[str]:
        """Every zone of the zoning in force."""
        return list(zonages.noms(self.zonage))

    @property
    def publiees(self) -> list[str]:
        """The same, then the territories that are published beside them."""
        return [*self.codes, *self.indicateur.complements.get(self.zonage, ())]

    def lire(self) -> pd.DataFrame:
        """The published rows of the dataset, with `code_zone` and `periode` under these names."""
        zones = dict.fromkeys(("code_ze", "code_departement", "code_bassin"), "code_zone")
        return self.donnees.lire(self.dataset).rename(columns=zones | {"annee": "periode"})


def decrire_publiees(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """Rows named by their zone, or by the département of `code_partie` where départements are added up."""
    zonage, colonne = ("departement", "code_partie") if "code_partie" in lignes else (q.zonage, "code_zone")
    noms = [q.indicateur.libelle_zone(zonage, c) for c in lignes[colonne]]
    ou = lignes["ou"] if "ou" in lignes else lignes["periode"]
    return lignes.assign(code=lignes[colonne], libelle=noms, ou=ou)


@dataclass(frozen=True)
class Calcul:
    """How figures are made of the rows of a dataset.

    Attributes:
        lignes: the published rows behind every figure of a question: `code_zone` (of the figure), `periode`, then what
            `chiffres` and `decrire` need. DemandeInvalide for an unknown métier.
        chiffres: the figures, columns `COLONNES`, one a zone and period; zones without a row included.
        decrire: the rows of one figure in words, some of the columns `COLONNES_ORIGINE` among theirs.
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


def completer(manquantes: pd.DataFrame, statut: str | pd.Series, raison: str | pd.Series | list[str]) -> pd.DataFrame:
    """Rows without value for the pairs code_zone × periode given: the columns `COLONNES`."""
    nan = float("nan")
    return manquantes.assign(**dict(zip(COLONNES[2:], (nan, statut, raison, False, nan, nan, 0, 0), strict=True)))


def nulles(manquantes: pd.DataFrame, raison: str) -> pd.DataFrame:
    """The same rows at zero, where an absent row is one."""
    return completer(manquantes, "A", raison).assign(value=0.0, borne_basse=0.0, borne_haute=0.0)


def absentes(lignes: pd.DataFrame, axes: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Combinations of the values of some columns that no row has, in their order."""
    index = {c: pd.Index(valeurs) for c, valeurs in axes.items()}
    rangs = [i.get_indexer(lignes[c]) for c, i in index.items()]
    libres = np.ones([len(i) for i in index.values()], dtype=bool)
    libres[tuple(np.array(rangs, dtype=int)[:, np.min(rangs, axis=0) >= 0])] = False
    return pd.DataFrame({c: i.take(n) for (c, i), n in zip(index.items(), np.nonzero(libres), strict=True)})


def sans_ligne(chiffres: pd.DataFrame, codes: list[str], periodes: tuple[str, ...]) -> pd.DataFrame:
    """Pairs code_zone × periode that have no figure yet."""
    return absentes(chiffres, {"code_zone": codes, "periode": periodes})


def vides(codes: list[str], periodes: tuple[str, ...], statut: str, raison: str) -> pd.DataFrame:
    """No value for any of the zones and periods."""
    rien = pd.DataFrame(columns=["code_zone", "periode"])
    return completer(sans_ligne(rien, codes, periodes), statut, raison)


def reunir(*parties: pd.DataFrame) -> pd.DataFrame:
    pleines = [p[COLONNES] for p in parties if len(p)]
    return pd.concat(pleines or [parties[0][COLONNES]], ignore_index=True)


# Population: the communes of the shipped table.


def _communes(q: Question) -> pd.DataFrame:
    communes = zonages.communes()
    communes["code_zone"] = communes["code_commune"].map(zonages.appartenance(q.zonage))
    return communes[communes["code_zone"].notna()].assign(periode=PERIODE_POPULATION)


def _population(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    zones = zonages.zones(q.zonage)
    # The density divides by the area that the screens print: rounded zone by zone.
    valeurs = zones["population_nb"] / (zones["surface_km2"] if q.indicateur.code == "densite" else 1)
    connues = zones.assign(periode=PERIODE_POPULATION, value=valeurs.astype(float), obs_status="A")
    return series.publiees(connues).assign(cellules_nb=zones["communes_nb"])


def _decrire_communes(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    decrites = lignes.assign(
        ou=lignes["code_departement"].map(zonages.noms("departement")), value=lignes["population_nb"].astype(float)
    )
    return decrites.rename(columns={"code_commune": "code", "libelle_commune": "libelle", "surface_km2": "diviseur"})


POPULATION = Calcul(
    _communes,
    _population,
    _decrire_communes,
    lambda q: DENSITE if q.indicateur.code == "densite" else SOMME,
    entetes=("Code commune", "Commune", "Département"),
)


# Job-seekers at the end of the month, by whole EPCI, summed on zonings that keep the EPCI whole. Four straddle the
# border of the region and are counted whole; the Île d'Yeu is in none: a zone that holds one of them has status D.


def lignes_inscrits(observations: pd.DataFrame, indicateur: str, zones: dict[str, list[str]]) -> pd.DataFrame:
    """Rows that make the figures of a key of `CATEGORIES_INSCRITS`, with the `code_zone` that each belongs to.

    `observations`: contract `defm_epci`, or `defm_publics` for a public or a level of diploma; `zones`: the SIREN of
    the whole EPCI of each zone.
    """
    paires = [(z, s) for z, sirens in zones.items() for s in sirens]
    appartenance = pd.DataFrame(paires, columns=["code_zone", "siren_epci"])
    if indicateur in _PAR_CRITERE:
        lues = observations[observations["categorie"] == _PAR_CRITERE[indicateur][0]]
        cle = [lues["periode"], lues["siren_publie"]]
        tous = lues["value"].where(lues["critere"] == ENSEMBLE).groupby(cle).transform("sum")
        # A hidden count is at most what its partition leaves of the whole, which the producer publishes.
        plafond = pd.Series(0.0, index=lues.index)
        for criteres in PARTITIONS:
            dedans = lues["critere"].isin(criteres)
            visibles = lues["value"].where(dedans).groupby(cle).transform("sum")
            plafond = plafond.mask(dedans, tous - visibles)
        observations = lues.assign(categorie=lues["critere"], plafond=plafond)
    prises = observations["categorie"].isin(CATEGORIES_INSCRITS[indicateur])
    return observations[prises].merge(appartenance, on="siren_epci")


def inscrits(
    prises: pd.DataFrame, indicateur: str, zones: dict[str, list[str]], ile: Collection[str | None] = ()
) -> pd.DataFrame:
    """Job-seekers by zone and period, columns of `secret.sommes`, from the rows of `lignes_inscrits`; `ile`: zones that
    also hold the Île d'Yeu."""
    cle = ["code_zone", "periode"]
    r = secret.sommes(prises, cle)
    caches = r["obs_status"].eq("Q")
    r.loc[caches, "raison"] = r["cellules_nb"].eq(1).map({True: RAISON_SECRET, False: RAISON_TOUT_CACHE})[caches]
    attendus = {z: len(s) * len(CATEGORIES_INSCRITS[indicateur]) for z, s in zones.items()}
    # An EPCI born of a merger has a row for each of those it replaces.
    lus = prises.drop_duplicates([*cle, "siren_epci", "categorie"]).groupby(cle).size()
    incomplet = lus.to_numpy() < r["code_zone"].map(attendus).to_numpy()
    r.loc[incomplet, ["value", "borne_basse", "borne_haute"]] = None
    absente = (False, "O", "un EPCI de ce territoire manque dans le fichier du producteur")
    r.loc[incomplet, ["minorant", "obs_status", "raison"]] = absente
    a_cheval = zonages.epci_a_cheval().keys()
    debordent = {z for z, sirens in zones.items() if a_cheval & set(sirens)}
    for marque, raison in ((debordent, RAISON_A_CHEVAL), (ile, RAISON_ILE)):
        concerne = r["code_zone"].isin(marque) & r["value"].notna()
        dites = r["raison"].where(r["raison"] == "", r["raison"] + " ; ") + raison
        r = r.assign(obs_status=r["obs_status"].mask(concerne, "D"), raison=r["raison"].mask(concerne, dites))
    return r


def _defm(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    entieres = zonages.emboite("epci", q.zonage, hors_admis=True)
    chiffres = inscrits(lignes, q.indicateur.code, entieres, [zonages.appartenance(q.zonage).get(territoire.ILE)])
    if q.zonage != "epci":
        chiffres = _au_meme_perimetre(chiffres, q, entieres)
    absentes = sans_ligne(chiffres, q.codes, periodes)
    coupe = ~absentes["code_zone"].isin(entieres)
    return reunir(
        chiffres,
        completer(absentes[coupe], "L", RAISON_EPCI_COUPE),
        completer(absentes[~coupe], "O", "cet EPCI manque dans le fichier du producteur"),
    )


PERIMETRE_TU = 0.05  # of a territory: what changes of perimeter under it is said, over it nothing is added up


def _au_meme_perimetre(chiffres: pd.DataFrame, q: Question, entieres: Mapping[str, list[str]]) -> pd.DataFrame:
    """The same totals, n.d. where EPCI of the territory were then counted on other communes: editions are compared."""
    inscrits_abc = q.donnees.lire("defm_epci")
    parties = inscrits_abc[inscrits_abc["categorie"].isin(["A", "B", "C"])].rename(columns={"siren_epci": "code"})
    liens = pd.DataFrame([(z, s) for z, sirens in entieres.items() for s in sirens], columns=["code_zone", "code"])
    lus = series.perimetres_changes(parties).merge(liens, on="code")
    sommes = lus.groupby(["code_zone", "periode"])[["value", "manque"]].sum()
    part = (sommes["manque"].abs() / (sommes["value"] + sommes["manque"])).reindex(
        pd.MultiIndex.from_frame(chiffres[["code_zone", "periode"]]), fill_value=0.0
    ).to_numpy()  # fmt: skip
    lue = chiffres["value"].notna().to_numpy()
    tu, dit = lue & (part > PERIMETRE_TU), lue & (part > 0) & (part <= PERIMETRE_TU)
    r = chiffres.copy()
    r.loc[tu, ["value", "borne_basse", "borne_haute"]] = None
    r.loc[tu, ["minorant", "obs_status", "raison"]] = (False, "O", RAISON_PERIMETRE)
    suite = f"des EPCI alors comptés sur d’autres communes : {PERIMETRE_TU:.0%} au plus n’y est pas".replace("%", " %")
    r.loc[dit, "raison"] = [" ; ".join(filter(None, (x, suite))) for x in r.loc[dit, "raison"]]
    return r


def _decrire_inscrits(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    ou = lignes["categorie"].map(lambda c: CRITERES.get(c, f"catégorie {c}"))
    return lignes.assign(code=lignes["siren_epci"], libelle=lignes["siren_epci"].map(zonages.noms("epci")), ou=ou)


DEFM_EPCI = Calcul(
    lambda q: lignes_inscrits(q.lire(), q.indicateur.code, zonages.emboite("epci", q.zonage, hors_admis=True)),
    _defm,
    _decrire_inscrits,
    lambda q: SOMME,
    entetes=("SIREN", "EPCI", "Catégorie"),
)


# Published series: a figure is a row, or the sum of the départements.


def de_la_serie(q: Question) -> pd.DataFrame:
    """Published rows, of one series where the dataset holds several."""
    observations = q.lire()
    return observations[observations["serie"] == q.indicateur.mesure] if "serie" in observations else observations


def du_zonage(q: Question) -> pd.DataFrame:
    observations = de_la_serie(q)
    return observations[observations["code_zone"].isin(q.publiees)]


def _publiees_ou_absentes(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Figures as published; a zone that the file leaves out is n.d., with why France alone is there where it is."""
    raison = f"n.d. : {q.indicateur.ailleurs}" if q.indicateur.national else RAISON_SANS_LIGNE
    return reunir(series.publiees(lignes), completer(sans_ligne(lignes, q.codes, periodes), "L", raison))


SERIE = Calcul(du_zonage, _publiees_ou_absentes)
SERIES = Calcul(de_la_serie, _publiees_ou_absentes, par_serie=True)
_publiees = lambda lignes, *_: series.publiees(lignes)  # noqa: E731
DEFM_CVS = Calcul(lambda q: q.lire()[lambda df: df["categorie"] == q.indicateur.mesure], _publiees)


def _departements(q: Question) -> pd.DataFrame:
    observations = de_la_serie(q)
    if q.zonage == "departement":
        return observations
    return series.rattacher(observations, zonages.emboite("departement", q.zonage))


def _stmt(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    if q.zonage == "departement":
        return series.publiees(lignes)
    return series.totaux(lignes, zonages.emboite("departement", q.zonage))


STMT_DEP = Calcul(_departements, _stmt, genre=lambda q: PUBLIEE if q.zonage == "departement" else SOMME)
SERIES_DEP = replace(STMT_DEP, par_serie=True)


def _transmises(q: Question) -> pd.DataFrame:
    """What one party sent of one measure of the convention; what is reserved to the Accès Pro stays out."""
    observations, partie = q.lire(), q.indicateur.code.rpartition(".")[2]
    prises = observations["code_mesure"].eq(q.indicateur.mesure) & observations["partie"].eq(partie)
    return observations[prises & observations["conf_status"].ne("N")].assign(code_zone=zonages.REGION)


CONVENTION = Calcul(_transmises, _publiees, par_serie=True)
