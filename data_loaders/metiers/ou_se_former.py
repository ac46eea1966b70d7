"""Where to train: which lycées and centres prepare a diploma, with how many places, how far from a place.

Places by apprenticeship are ceilings that centres declare: they never stand in a sum with those of the lycées.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.jeux import offre
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.palmares import rangees
from data_loaders.metiers.diplomes import Diplome, Sources
from data_loaders.metiers.formation import SIGLES
from geo import sujets, zonages

PLACES = ("places_bts", "places_pro")
TERRE_KM = 6371.0
LYCEE, CENTRE, AUTRE = "lycée", "centre d’apprentis", "établissement"
_LYCEE = re.compile(r"lyc|l[pg]?[oapt]?\b|erea\b|mfr\b|maison familiale", re.IGNORECASE)
_DITS = SIGLES["lycees"]
_ABREGES = re.compile(rf"^(?:{'|'.join(_DITS)})\b", re.IGNORECASE)
_AVANT_BAC = ("cap", "2de", "1re")
COURS = ["uai", "racine", "voie"]


class Autour(NamedTuple):
    """Where one trains around a place.

    Attributes:
        depart: where distances are taken from, the town hall of its most populated commune (latitude, longitude); zone:
            the territory said to be « near ».
        codes: diplomas asked, the surest first.
        cours: one diploma (`code`, `libelle`) prepared somewhere, by one voie, the last year known, a row of `lire`
            each; `places`, `voeux`: None when the producer does not know them; `km`: as the crow flies, None without a
            point. The nearest first; those without a point last, by département.
    """

    zonage: str
    code: str
    depart: tuple[float, float]
    zone: sujets.Sujet
    codes: tuple[str, ...]
    cours: tuple[Any, ...]

    @property
    def ici(self) -> tuple[Any, ...]:
        """Those of the zone."""
        return tuple(c for c in self.cours if c.code_commune in self.zone.communes)

    @property
    def situes(self) -> tuple[Any, ...]:
        """Those that are somewhere on the map."""
        return tuple(c for c in self.cours if c.km is not None)


def lire(donnees: Donnees, s: Sources) -> pd.DataFrame | None:
    """Places (contract `places`), the last year of each file, with `racine`, the diploma of today, then what is known
    of the establishment: `nom` ("" when no file names it), `genre` (`LYCEE`, `CENTRE` or `AUTRE`), `secteur`
    (« public », « privé » or ""), `departement`, `code_commune` ("" when its département alone is known), `point`
    (latitude and longitude, those of the town hall where its commune alone is known, None without a commune),
    `certitude` and `fiche` (see `offre.etablissements`). None when no file is loaded, or they are not of the nature of
    the diplomas."""
    inventes = donnees.est_demonstration("certifications")
    chargees = [d for d in PLACES if donnees.millesimes(d) and donnees.est_demonstration(d) == inventes]
    lues = [donnees.lire(d) for d in chargees]
    if not lues:
        return None
    places = pd.concat([p[p["periode"] == p["periode"].max()] for p in lues], ignore_index=True)
    # A certificate has no diploma in its code: its name is that of one.
    par_nom = {_nom(d["libelle"]): c for c, d in s.diplomes.items()}
    nommes = places["libelle"].map(lambda x: par_nom.get(_nom(x), ""))
    codes = places["code_cfd"].where(places["code_cfd"].ne(""), nommes)
    places = places.assign(code=codes, racine=codes.map(s.racines).fillna(""))
    places = places[places["racine"].ne("")]
    # The pupils of a 1re are those of its 2de a year later: one enters by the 2de, where there is one.
    entree = places[places["niveau"] == "2de"].set_index(COURS).index
    places = places[places["niveau"].ne("1re") | ~places.set_index(COURS).index.isin(entree)]
    connus = _etablissements(donnees, places)
    places = places.drop(columns="code_departement").rename(columns={"value": "places"}).assign(km=None)
    return places.join(connus, on="uai")


def _nom(libelle: str) -> str:
    """« Certificat de Spécialisation - Technicien(ne) en soudage » as the nomenclature says it."""
    return zonages.slug(re.sub(r"\(\w+\)|^BTS - ", "", libelle))


def _etablissements(donnees: Donnees, places: pd.DataFrame) -> pd.DataFrame:
    scolaires = set(places.loc[places["voie"] == "scolaire", "uai"])
    lycees = set(places.loc[places["niveau"].isin(_AVANT_BAC), "uai"])
    mairies = zonages.communes().set_index("code_commune")[["latitude", "longitude"]]
    trouves = {}
    for r in offre.situer(donnees, places.drop_duplicates("uai"), PLACES[0]).itertuples():
        lycee = r.uai in lycees or (r.uai in scolaires and (not r.nom or _LYCEE.match(r.nom)))
        point = (r.latitude, r.longitude) if r.certitude == "point" else None
        if point is None and r.code_commune:
            point = tuple(mairies.loc[r.code_commune])
        nom, genre = _ABREGES.sub(lambda m: _DITS[m[0].upper()], r.nom), AUTRE if r.uai in scolaires else CENTRE
        dit = r.secteur, r.code_departement, r.code_commune, point, r.certitude, r.fiche
        trouves[r.uai] = nom, LYCEE if lycee else genre, *dit
    colonnes = ["nom", "genre", "secteur", "departement", "code_commune", "point", "certitude", "fiche"]
    return pd.DataFrame.from_dict(trouves, orient="index", columns=colonnes).astype(object)


def autour(connue: pd.DataFrame, s: Sources, codes: Sequence[str], zonage: str, code: str) -> Autour:
    """Where diplomas (`codes`) are prepared, around a place of any zoning; near is its bassin for a commune, else
    itself. What a diploma replaced or became is one with it."""
    r = sujets.rattacher(zonage, code, ("bassin", "departement")) if zonage == "commune" else None
    zone = sujets.de_zone(r.zonage, r.code) if r else sujets.de_zone(zonage, code)
    racines = {s.racines.get(c, c): c for c in codes}
    prises = connue[connue["racine"].isin(racines)]
    mairies = zonages.communes().set_index("code_commune")[["latitude", "longitude"]]
    table = sujets.de_zone(zonage, code).table
    depart = tuple(mairies.loc[table.loc[table["population_nb"].idxmax(), "code_commune"]])
    cours = []
    # Two rows for one course are two groups of the same class: they are added up.
    groupes = prises.groupby(COURS, sort=False)
    for tete, (_, g) in zip(rangees(prises.drop_duplicates(COURS)), groupes, strict=True):
        places, voeux = (int(g[c].sum()) if g[c].notna().all() else None for c in ("places", "voeux"))
        km = None if tete.point is None else kilometres(depart, tete.point)
        libelle = s.diplomes[tete.code]["libelle"]
        cours.append(tete._replace(code=racines[tete.racine], libelle=libelle, places=places, voeux=voeux, km=km))
    rangs = {c: i for i, c in enumerate(codes)}
    cours.sort(key=lambda c: (c.km is None, c.km or 0, c.departement, c.uai, rangs[c.code]))
    return Autour(zonage, code, depart, zone, tuple(codes), tuple(cours))


class Bilan(NamedTuple):
    """Places of a diploma in the whole region, the last year known: `places` and `voeux` of the lycées, where the
    producer knows both; `plafonds` of the centres."""

    periode: str
    places: int
    voeux: int
    plafonds: int


def bilan(connue: pd.DataFrame, s: Sources, code: str) -> Bilan | None:
    """What the region offers of a diploma; None where no file names it."""
    lues = connue[connue["racine"] == s.racines.get(code, code)]
    if lues.empty:
        return None
    lycees = lues[lues["voie"].eq("scolaire") & lues["places"].notna() & lues["voeux"].notna()]
    plafonds = lues.loc[lues["voie"].ne("scolaire"), "places"].sum()
    return Bilan(lues["periode"].max(), int(lycees["places"].sum()), int(lycees["voeux"].sum()), int(plafonds))


def kilometres(a: Sequence[float], b: Sequence[float]) -> float:
    """As the crow flies, between two points (latitude, longitude)."""
    (la, lo), (lb, mo) = ([math.radians(x) for x in p] for p in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((mo - lo) / 2) ** 2
    return 2 * TERRE_KM * math.asin(math.sqrt(h))


def retenus(suivis: Sequence[Diplome], autres: Sequence[Diplome]) -> list[Diplome]:
    """Diplomas that one is told to prepare for a métier: all those followed, and the others of a strong or middling
    link, the surest first."""
    return [*suivis, *(d for d in autres if d.confiance != "faible")]
