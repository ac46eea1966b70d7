"""Communes, zonings and their zones: what the product knows of the territory while it runs (pandas only).

Zonings shipped with the product are read from ``geo/derive`` and ``geo/perimetres``; one loaded by the user
(``geo.chargement``) lives under the data root and takes the place of the shipped one as soon as
``zonages/courant.json`` names it. A code that is none of ``CODES``, or no zone of its zoning, is a KeyError.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, ParamSpec, TypeVar

import pandas as pd

from geo.disque import relu
from geo.reglages import DEPOT, racine_donnees
from geo.territoire import DEPARTEMENTS, ILE_SANS_EPCI, LIBELLES_ZE_ENTIERES, NOM_REGION, REGION

P = ParamSpec("P")
R = TypeVar("R")

CODES = ("region", "departement", "epci", "commune", "bassin", "ze", "zef", "spo", "gtec")
REMPLACABLES = ("bassin", "ze", "zef", "spo", "gtec")
CONFIANCES = ("attesté", "déduit", "hypothèse de travail")

DERIVE, PERIMETRES = DEPOT / "geo" / "derive", DEPOT / "geo" / "perimetres"
TRACES = DEPOT / "pages" / "components" / "static" / "traces"

_OFFICIELS = {
    "region": ("Région", "région"),
    "departement": ("Départements", "département"),
    "epci": ("Intercommunalités (EPCI)", "intercommunalité"),
    "commune": ("Communes", "commune"),
}
_OFFICIELLE = {
    "millesime": "2026",
    "source": "Insee, code officiel géographique 2026\u202f; IGN, Admin Express COG",
    "confiance": "attesté",
    "date": "2026-01-01",
}
# Checksums of the files of a loaded version.
SOMMES = "sommes.json"


class ErreurZonage(ValueError):
    """A zoning file or folder that cannot be used; its text is a French message for the data steward."""


class Zonage(NamedTuple):
    """A zoning in force and what is known of its perimeter.

    Attributes:
        libelle: Plural title, « Territoires SPO »; libelle_zone: what one zone is called, « territoire SPO ».
        confiance: One of ``CONFIANCES``; date: ISO date of the statement of `source`.
        partition: Whether every commune of the region is in a zone.
        charge: Whether the user loaded it, in place of the shipped one.
        sha8: Eight hexadecimal digits that change with the perimeter.
        note: What a reader must know of the perimeter, in French.
    """

    code: str
    libelle: str
    libelle_zone: str
    millesime: str
    source: str
    confiance: str
    date: str
    partition: bool
    charge: bool
    sha8: str
    note: str

    @property
    def decoupage_de_travail(self) -> bool:
        """Whether the screen must say « découpage de travail »."""
        return self.confiance != "attesté"


def slug(libelle: str) -> str:
    """Return an unaccented code for a label: « Sud Vendée » -> ``sud-vendee``."""
    ecrit = libelle.replace("œ", "oe").replace("Œ", "Oe").replace("’", "'")
    nu = unicodedata.normalize("NFKD", ecrit).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", nu.lower()).strip("-")


def lire_table(chemin: Path) -> pd.DataFrame:
    """Read a semicolon table with every column as text, empty cells as empty text.

    Names are as they are printed: producers write straight apostrophes.
    """
    table = pd.read_csv(chemin, sep=";", dtype=str, keep_default_na=False, encoding="utf-8")
    noms = [c for c in table.columns if c == "nom" or c.startswith("libelle")]
    return table.assign(**{nom: table[nom].str.replace("'", "’") for nom in noms})


@lru_cache(maxsize=1)
def _communes() -> pd.DataFrame:
    table = lire_table(DERIVE / "communes.csv")
    nombres = {"population_nb": "int64", "surface_km2": "float64", "longitude": "float64", "latitude": "float64"}
    return table.astype(nombres)


def communes() -> pd.DataFrame:
    """Return the 1 228 communes of 2026, one row each, sorted by code: code_commune, libelle_commune, code_departement,
    siren_epci ("" = in no EPCI: Île d'Yeu), population_nb (municipale 2023, Insee), surface_km2 (area of IGN's polygon,
    water included: the region comes out 0.9 % above the area published by Insee), longitude, latitude (of the mairie,
    degrees)."""
    return _communes().copy(deep=False)


@lru_cache(maxsize=1)
def communes_anciennes() -> pd.DataFrame:
    """The communes that were merged into another: shared and read-only."""
    return lire_table(DERIVE / "communes_anciennes.csv").astype({"population_nb": "int64"})


@lru_cache(maxsize=1)
def noms_anciens() -> dict[str, str]:
    """Code of a former commune -> its name, "" where its code alone is known; shared and read-only."""
    table = communes_anciennes()
    return dict(zip(table["code_ancien"], table["libelle_ancien"], strict=True))


@lru_cache(maxsize=1)
def successeurs() -> dict[str, str]:
    """Every commune code known of the region, abolished or not -> the code of today; shared and read-only."""
    anciennes, actuelles = communes_anciennes(), _communes()["code_commune"]
    suite = dict(zip(anciennes["code_ancien"], anciennes["code_commune"], strict=True))
    return suite | dict(zip(actuelles, actuelles, strict=True))


@lru_cache(maxsize=1)
def _epci() -> pd.DataFrame:
    return lire_table(DERIVE / "epci.csv").astype({"communes_nb": "int64", "communes_region_nb": "int64"})


def epci_a_cheval() -> dict[str, tuple[int, int]]:
    """Return the EPCI astride the region's border: SIREN -> (communes inside the region, communes in all)."""
    table = _epci()
    table = table[table["communes_nb"] > table["communes_region_nb"]]
    return {r.code_zone: (r.communes_region_nb, r.communes_nb) for r in table.itertuples()}


@relu(maxsize=8)
def _courant(chemin: Path) -> dict[str, str] | None:
    """What the list says, an entry that no load can have written as ""; None when it cannot be read."""
    try:
        courant = json.loads(chemin.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(courant, dict):
        return None
    sains = {c: v for c, v in courant.items() if isinstance(v, str) and re.fullmatch(r"[0-9a-f]{8}", v)}
    return {code: sains.get(code, "") for code in courant if code in REMPLACABLES}


# What one run of a screen has seen of the perimeters; None outside of a run, where each question looks at the disk.
_vus: ContextVar[dict[Hashable, Any] | None] = ContextVar("_vus", default=None)


@contextmanager
def un_seul_etat() -> Iterator[None]:
    """The perimeters are looked at once in the body of the `with`: a screen speaks of one state of them."""
    jeton = _vus.set({})
    try:
        yield
    finally:
        _vus.reset(jeton)


def _vu(lecture: Callable[P, R]) -> Callable[P, R]:
    """A reading of the perimeters, done once by run of a screen."""

    @wraps(lecture)
    def lire(*quoi: P.args, **_: P.kwargs) -> R:
        vus = _vus.get()
        if vus is None:
            return lecture(*quoi)
        cle = (lecture, racine_donnees(), *quoi)
        if cle not in vus:
            vus[cle] = lecture(*quoi)
        return vus[cle]

    return lire


@_vu
def courant(racine: Path) -> dict[str, str]:
    """Return the loaded zonings in force under a data root: code -> sha8, "" where the list no longer says which.

    Re-read whenever the file changes. A list damaged or lost leaves unsaid every zoning that was ever loaded.
    """
    base = racine / "zonages"
    lu = _courant(base / "courant.json")
    if lu is not None or not base.is_dir():
        return lu or {}
    return {c: "" for c in REMPLACABLES if any((base / c).glob("????????"))}


@_vu
def empreinte() -> tuple[Hashable, ...]:
    """The data root, then what changes when a perimeter is replaced, or damaged: the key of what is computed from the
    zonings in force."""
    racine = racine_donnees()
    return racine, *((code, sha8, _faute(code)) for code, sha8 in courant(racine).items())


def fautes() -> dict[str, str]:
    """Return the loaded perimeters that are no longer as they were published: code -> what is wrong, in French.

    The shipped perimeter does not take their place: figures would be shown on zones that nobody put in force.
    """
    return {code: faute for code in REMPLACABLES if (faute := _faute(code))}


@_vu
def _faute(code: str) -> str:
    racine = racine_donnees()
    sha8 = courant(racine).get(code)
    if sha8 is None:
        return ""
    dossier = racine / "zonages" / code / sha8
    trouve = avarie(dossier) if sha8 else "la liste courant.json ne dit plus lequel est en vigueur"
    return trouve and (
        f"Périmètre chargé « {fiche_livree(code)['libelle']} »\u202f: {trouve}. À faire\u00a0: charger de nouveau son "
        f"fichier d’origine (commande zonage, nom {code})."
    )


@relu(maxsize=32)
def avarie(dossier: Path) -> str:
    """Return what is wrong with the folder of a version, "" when it is whole."""
    # Versions loaded before 0.3 carry no checksum of their files.
    presents = {f.name for f in dossier.glob("*") if f.is_file()}
    if manquants := {"zonage.json", "appartenance.csv", f"trace.{dossier.name}.json"} - presents:
        return f"fichier absent ({', '.join(sorted(manquants))})"
    try:
        if SOMMES in presents:
            sommes = json.loads((dossier / SOMMES).read_text(encoding="utf-8"))
            faux = [n for n, s in sommes.items() if hashlib.sha256((dossier / n).read_bytes()).hexdigest() != s]
            return f"empreinte fausse ({', '.join(faux)})" if faux else ""
        json.loads((dossier / f"trace.{dossier.name}.json").read_text(encoding="utf-8"))
        zonage.de(dossier.parent.name, dossier)
        inconnues = set(perimetre.de(dossier.parent.name, dossier)["code_commune"]) - set(_communes()["code_commune"])
        return f"communes inconnues ({', '.join(sorted(inconnues)[:3])})" if inconnues else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "fichiers illisibles"


@_vu
def _dossier(code: str) -> Path | None:
    """Return the folder of the loaded version in force, None when the shipped one is; ErreurZonage where it is
    damaged."""
    if code not in CODES:
        raise KeyError(code)
    racine = racine_donnees()
    sha8 = courant(racine).get(code)
    if sha8 is None:
        return None
    if faute := _faute(code):
        raise ErreurZonage(faute)
    return racine / "zonages" / code / sha8


def _par_version(lire: Callable[[str, Path | None], R]) -> Callable[[str], R]:
    """A reading of the zoning in force, by its code; its `de` is that of a version, kept and shared."""
    garder = lru_cache(maxsize=32)(lire)

    @wraps(lire)
    def en_vigueur(code: str) -> R:
        lu = garder(code, _dossier(code))
        return lu.copy(deep=False) if isinstance(lu, pd.DataFrame | pd.Series) else lu

    en_vigueur.de = garder
    return en_vigueur


@_par_version
def perimetre(code: str, dossier: Path | None) -> pd.DataFrame:
    """Return code_commune, code_zone, libelle_zone of a zoning; ``dossier`` is that of the loaded version, None for the
    shipped one."""
    if dossier is not None:
        return lire_table(dossier / "appartenance.csv")
    base, colonnes = _communes(), ["code_commune", "code_zone", "libelle_zone"]
    if code == "epci":
        return base.merge(_epci(), left_on="siren_epci", right_on="code_zone")[colonnes]
    if code in _OFFICIELS:
        zones_, noms_ = {
            "region": (REGION, NOM_REGION),
            "departement": (base["code_departement"], base["code_departement"].map(DEPARTEMENTS)),
            "commune": (base["code_commune"], base["libelle_commune"]),
        }[code]
        return base[["code_commune"]].assign(code_zone=zones_, libelle_zone=noms_)
    livre, base = lire_table(PERIMETRES / f"{code}.csv"), base[["code_commune", "siren_epci"]]
    par_epci = base.merge(livre[livre["siren_epci"] != ""].drop(columns="code_commune"), on="siren_epci")
    par_commune = livre[livre["code_commune"] != ""]
    return pd.concat([par_epci[colonnes], par_commune[colonnes]]).sort_values("code_commune", ignore_index=True)


def fiche_livree(code: str) -> dict[str, str]:
    """Return what accompanies a shipped perimeter: label, source, confidence, date, note."""
    return json.loads((PERIMETRES / f"{code}.json").read_text(encoding="utf-8"))


@_par_version
def zonage(code: str, dossier: Path | None) -> Zonage:
    """Return what is known of a zoning."""
    livre = DERIVE / "communes.csv" if code in _OFFICIELS else PERIMETRES / f"{code}.csv"
    sha8 = dossier.name if dossier else hashlib.sha256(livre.read_bytes()).hexdigest()[:8]
    if dossier is not None:
        dit = json.loads((dossier / "zonage.json").read_text(encoding="utf-8"))
    elif code in _OFFICIELS:
        dit = _OFFICIELLE | dict(zip(("libelle", "libelle_zone"), _OFFICIELS[code], strict=True))
        dit["note"] = f"{ILE_SANS_EPCI[0].upper()}{ILE_SANS_EPCI[1:]}." if code == "epci" else ""
    else:
        dit = fiche_livree(code)
    champs = ("libelle", "libelle_zone", "millesime", "source", "confiance", "date", "note")
    # A file loaded long ago, or by hand, may hold straight apostrophes.
    dits = {c: dit[c].replace("'", "’") for c in champs}
    partition = len(perimetre.de(code, dossier)) == len(_communes())
    return Zonage(code=code, partition=partition, charge=dossier is not None, sha8=sha8, **dits)


@_vu
def zonages() -> Mapping[str, Zonage]:
    """Return every zoning in force, by code, in the order of ``CODES``; those of `fautes` are left out; read-only."""
    return MappingProxyType({code: zonage(code) for code in CODES if not _faute(code)})


@_par_version
def appartenance(code: str, dossier: Path | None) -> pd.Series:
    """Return the zone of each commune: code_commune -> code_zone. Communes in no zone are absent."""
    return perimetre.de(code, dossier).set_index("code_commune")["code_zone"]


@_par_version
def zones(code: str, dossier: Path | None) -> pd.DataFrame:
    """Return the zones of a zoning in alphabetical order (accents ignored): code_zone, libelle_zone, population_nb
    (municipale 2023), surface_km2, communes_nb; the part inside the region only."""
    jointes = perimetre.de(code, dossier).merge(_communes(), on="code_commune")
    groupes = jointes.groupby(["code_zone", "libelle_zone"], as_index=False, sort=True)
    table = groupes.agg(
        population_nb=("population_nb", "sum"), surface_km2=("surface_km2", "sum"), communes_nb=("code_commune", "size")
    )
    table["surface_km2"] = table["surface_km2"].round(2)
    return table.sort_values("libelle_zone", key=lambda libelles: libelles.map(slug), kind="stable", ignore_index=True)


@_par_version
def noms(code: str, dossier: Path | None) -> Mapping[str, str]:
    """Return the labels of the zones of a zoning, in alphabetical order: code_zone -> libelle_zone; read-only."""
    return MappingProxyType(dict(zones.de(code, dossier)[["code_zone", "libelle_zone"]].itertuples(index=False)))


@lru_cache(maxsize=1)
def _homonymes() -> frozenset[str]:
    table = _communes()
    return frozenset(table.loc[table["libelle_commune"].duplicated(keep=False), "code_commune"])


def departement_distinctif(code_zonage: str, code_zone: str) -> str:
    """« Mayenne » for a commune whose name another one bears (Changé, Avrillé…); "" for any other zone."""
    distinct = code_zonage == "commune" and code_zone in _homonymes()
    return noms("departement")[code_zone[:2]] if distinct else ""


def existe(code_zonage: str, code_zone: str) -> bool:
    """True for a zone of a zoning in force."""
    return code_zonage in CODES and not _faute(code_zonage) and code_zone in noms(code_zonage)


def libelle_zone(code_zonage: str, code_zone: str) -> str:
    """Return the label of a zone; for ``ze``, also that of the whole interregional zones 0051 and 0062."""
    connus = LIBELLES_ZE_ENTIERES | noms("ze") if code_zonage == "ze" else noms(code_zonage)
    if code_zone not in connus:
        raise KeyError(f"{code_zonage}:{code_zone}")
    return connus[code_zone]


def recouper(ici: pd.Series, zonage: str) -> pd.DataFrame:
    """Communes put together (code_commune -> `ici`) crossed with a zoning: rows of `recoupement`, each after its
    `ici`."""
    return _recouper(ici, zonage, _dossier(zonage))


def _recouper(ici: pd.Series, zonage: str, dossier: Path | None) -> pd.DataFrame:
    jointes = _communes()[["code_commune", "population_nb"]].join(ici.rename("ici"), on="code_commune", how="inner")
    jointes = jointes.merge(perimetre.de(zonage, dossier), on="code_commune", how="left")
    jointes = jointes.fillna({"code_zone": "", "libelle_zone": "hors zonage"})
    groupes = jointes.groupby(["ici", "code_zone", "libelle_zone"], as_index=False)
    table = groupes.agg(communes_nb=("code_commune", "size"), population_nb=("population_nb", "sum"))
    table["part_population"] = table["population_nb"] / table.groupby("ici")["population_nb"].transform("sum")
    return table.sort_values(["population_nb", "code_zone"], ascending=[False, True], ignore_index=True)


def recoupement(zonage_a: str, code_zone_a: str, zonage_b: str) -> pd.DataFrame:
    """Return the zones of ``zonage_b`` that a zone of ``zonage_a`` meets, the most populated part first: code_zone,
    libelle_zone, communes_nb, population_nb (both of the common part), part_population (0 to 1; the denominator is the
    population of the zone of ``zonage_a``). Communes in no zone of ``zonage_b`` make one row, code_zone "" and label
    « hors zonage »."""
    _, parts, places = _croiser(zonage_a, _dossier(zonage_a), zonage_b, _dossier(zonage_b))
    if code_zone_a not in places:
        raise KeyError(f"{zonage_a}:{code_zone_a}")
    return parts.take(places[code_zone_a]).reset_index(drop=True)


def croisement(zonage_a: str, zonage_b: str) -> pd.DataFrame:
    """Return the same for every zone of ``zonage_a`` at once, each after its code (`ici`); read-only."""
    return _croiser(zonage_a, _dossier(zonage_a), zonage_b, _dossier(zonage_b))[0]


@lru_cache(maxsize=128)
def _croiser(a: str, dossier_a: Path | None, b: str, dossier_b: Path | None) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """That table, the same without its first column, and where the rows of each zone are."""
    table = _recouper(appartenance.de(a, dossier_a), b, dossier_b)
    return table, table.drop(columns="ici"), table.groupby("ici").indices


def emboite(fin: str, gros: str, *, hors_admis: bool = False) -> dict[str, list[str]]:
    """Return the zones of ``gros`` made of whole zones of ``fin``: code -> sorted codes of ``fin``; a zoning is made of
    its own.

    Only the communes of the region are known: an EPCI of ``epci_a_cheval`` counts as whole by its part inside. With
    `hors_admis`, communes in no zone of ``fin`` are passed over: Île d'Yeu is in no EPCI, and Les Sables-d'Olonne is
    made of whole EPCI only « sans l'Île d'Yeu ».
    """
    if fin == gros:
        return {code: [code] for code in noms(gros)}
    dedans = croisement(fin, gros)["ici"].value_counts().eq(1)
    emboitees = {}
    for code, fines in croisement(gros, fin).groupby("ici")["code_zone"]:
        siennes = sorted({*fines} - {""})
        if siennes and (hors_admis or "" not in {*fines}) and dedans[siennes].all():
            emboitees[code] = siennes
    return emboitees


@lru_cache(maxsize=1)
def _index_traces() -> dict[str, str]:
    return json.loads((DERIVE / "traces.json").read_text(encoding="utf-8"))


def trace(code_zonage: str) -> Path:
    """Return the file of the trace in force, served under its own name at ``/statique/traces/``."""
    dossier = _dossier(code_zonage)
    return TRACES / _index_traces()[code_zonage] if dossier is None else dossier / f"trace.{dossier.name}.json"


def fond() -> Path:
    """Return the file of the map's ground: neighbouring land, region outline, waterlines."""
    return TRACES / _index_traces()["fond"]
