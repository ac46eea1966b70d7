"""What slides share: names of sources, dates, places, values said, a title that fits; what `vues.toml` declares."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import pandas as pd

from data_loaders import parametres
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC, LETTRES, avec_unite, enumeration, mention_ancien, nombre, periode_libelle
from data_loaders.measures import enonces, mots_estimation, palmares
from data_loaders.metiers import nomenclatures
from data_loaders.portraits import Memoire
from geo import lieux, reglages, zonages
from geo.sujets import rattacher
from geo.territoire import NOM_REGION
from pages.figures import adresses
from pages.figures.diapos import LIGNES_MAX, TITRE_MAX, Diapositive, Figure, Point, exiger, rendu
from pages.figures.tables import Table, en_tetes

ENQUETE: Final = ("bassin", "departement", "region")  # zonings of the survey, the nearest first
BREF: Final = 18  # characters of a name beside a mark
NOM_LONG: Final = 28  # characters of a name on one line
SIGLES: Final = {"zef": "ZEF", "spo": "SPO", "gtec": "GTEC"}
HAUTEUR: Final = 306  # px that rows have on the lowest screen


def quand(periode: str) -> str:
    """A period, short: « 3ᵉ trim. 2023 », « déc. 2019 », « 2024 »."""
    return periode_libelle(periode).replace("trimestre", "trim.").replace("décembre", "déc.")


def part(r: Any) -> tuple[float, str]:
    """Estimated share of a row of `marches`, and how it is said: what a bar or a dot shows."""
    return float(enonces.pourcent(r.q_estimee)), mots_estimation.part_dite(r.q_estimee)


def region(m: Memoire, annee: str) -> pd.Series:
    """The estimate of the whole region, all métiers."""
    return palmares.dans(m.marches("ensemble", "region"), zonages.REGION, annee).iloc[0]


def pistes(lignes: pd.DataFrame, noms: Mapping[str, str]) -> list[tuple[str, str]]:
    """Métiers as the options of a decision."""
    return [
        (noms[x.code_groupe], f"{au_moins(x.projets, x.minorant)} projets, {part(x)[1]} difficiles")
        for x in palmares.rangees(lignes)
    ]


def autres(n: int, quoi: str) -> str:
    """« et 3 autres métiers », "" when nothing is left out."""
    return f"et {n}{INSEC}autre{'s' if n > 1 else ''} {quoi}{'s' if n > 1 else ''}" if n > 0 else ""


def nom(zonage: str, code: str) -> str:
    """Name of a zone, without what is in brackets."""
    return lieux.bref(zonages.libelle_zone(zonage, code))


def ou(zonage: str, code: str) -> str:
    """« à Saint-Nazaire », « dans la Sarthe », « dans la région »."""
    return "dans la région" if zonage == "region" else lieux.bref(lieux.locatif(zonage, code))


def autour(zonage: str, code: str) -> str:
    """« autour d’Alençon », for a zone that is wider than the town of its name; « dans la Sarthe »."""
    if zonage in ("ze", "bassin", "epci", "commune", "spo", "zef"):
        return f"autour {lieux.bref(lieux.genitif(zonage, code))}"
    return ou(zonage, code)


def cle(lieu: str) -> tuple[str, str]:
    """Zoning and code of « zef:ancenis »."""
    zonage, _, code = lieu.partition(":")
    return zonage, code


class Ici(NamedTuple):
    """A place asked, `zef:ancenis`, and the zone that answers for it."""

    lieu: str
    z: str
    c: str

    @property
    def nom(self) -> str:
        """Name of the zone."""
        return nom(self.z, self.c)

    @property
    def chez_soi(self) -> bool:
        """Whether the zone bears the name of the place."""
        return nom(*cle(self.lieu)) == self.nom

    @property
    def ou(self) -> str:
        """« à Laval », « dans la région »: where the zone is."""
        return ou(self.z, self.c)

    @property
    def zone(self) -> str:
        """« bassin d’emploi »: what the zone is."""
        return zonages.zonage(self.z).libelle_zone

    @property
    def situe(self) -> str:
        """Where a figure holds, for the place: « à Laval », « autour de Mamers, zone d’emploi d’Alençon »."""
        if self.z in ("region", "departement") or self.chez_soi:
            return self.ou
        if self.z == "epci":
            return lieux.locatif(self.z, self.c)
        quoi = (SIGLES | {"ze": "zone"}).get(self.z, self.zone)
        return f"{autour(*cle(self.lieu))}, {quoi} {lieux.bref(lieux.genitif(self.z, self.c))}"

    @property
    def souligne(self) -> str:
        """The words of a title that name the place: its own name where the title says it, else that of the zone."""
        return self.nom if self.z in ("region", "departement", "epci", "bassin") else nom(*cle(self.lieu))


def repondant(lieu: str, possibles: Sequence[str]) -> Ici:
    """The zone that speaks for a place. Raises SansVue when none does."""
    r = rattacher(*cle(lieu), possibles)
    noms = enumeration([zonages.zonage(p).libelle_zone for p in possibles if p != "region"], "ou")
    exiger(r, f"aucun {noms} ne répond pour ce lieu")
    return Ici(lieu, r.zonage, r.code)


def valeur(t: Tableau, code: str, periode: str) -> float | None:
    """A value that is known whole; None where it is hidden, missing or only a lower bound."""
    return _entieres(t.zone(code)).get(periode)


def serie(t: Tableau, code: str, periodes: Iterable[str]) -> list[tuple[str, float]]:
    """The periods of a zone whose value is known whole, and that value."""
    connues = _entieres(t.zone(code))
    return [(p, connues[p]) for p in periodes if p in connues]


def connues(t: Tableau, periode: str) -> dict[str, float]:
    """code_zone -> value of the zones whose value is known whole."""
    return _entieres(t.periode(periode))


def _entieres(lignes: pd.DataFrame) -> dict[str, float]:
    return lignes.loc[~lignes["obs_status"].isin(VIDES) & ~lignes["minorant"].astype(bool), "value"].to_dict()


def au_moins(n: float, minorant: bool) -> str:
    """« 1 301 », « au moins 1 301 » when it is a lower bound."""
    return f"{'au moins ' if minorant else ''}{nombre(n)}"


def en_lettres(n: int) -> str:
    """« aucune », « deux », « 12 », of what is feminine."""
    return (LETTRES[n] if n < len(LETTRES) else nombre(n)) + ("e" if n < 2 else "")


def points(ecart: float) -> str:
    """« 3,4 points », without its sign."""
    return avec_unite(abs(ecart), "points", 1)


def bref(nom_: str) -> str:
    """« Château-Gontier » for « Château-Gontier-sur-Mayenne »: a name beside a mark."""
    return re.sub(r"-(?:sur|en|de|du|le|la|les)-.*", "", nom_) if len(nom_) > BREF else nom_


def courts(noms: Mapping[str, str]) -> dict[str, str]:
    """Names short enough for a slide, by code, in today's words: « Aides à domicile et aides ménagères »."""
    declares = parametres.noms_courts()
    nus = {code: re.sub(r" \(\d{4}(?: à \d{4})?\)$", "", nom) for code, nom in noms.items()}
    return {code: declares.get(re.sub(r"\s+", " ", nom), nom) for code, nom in nus.items()}


def lignes_max(noms: Sequence[str]) -> int:
    """How many of these rows a slide holds: a long name takes two lines or more."""
    bas = accumulate(42 + 19 * ((len(nom_) - 1) // NOM_LONG) for nom_ in noms[:LIGNES_MAX])
    return sum(y <= HAUTEUR for y in bas)


def barres(points: Sequence[Point], quoi: str) -> Figure:
    """Bars, as many as a slide holds, the others counted under their name."""
    n = lignes_max([p.nom for p in points])
    return rendu.barres(points[:n], autres(len(points) - n, quoi))


def rangs(titres: Sequence[str], lignes: Iterable[Sequence[str]]) -> Table:
    """Detail of a slide: its rows under titles as those of `en_tetes`."""
    return Table(en_tetes("", *titres), [("", *ligne) for ligne in lignes])


def table_zones(t: Tableau, periode: str, unite: str) -> Table:
    """Detail of a slide: every zone by decreasing value, then those without, with why."""
    lignes = t.periode(periode)
    vides = lignes["obs_status"].isin(VIDES)
    rangees = [
        (nom(t.zonage, c), f"{'≥ ' if r['minorant'] else ''}{avec_unite(r['value'], unite, t.indicateur.decimales)}")
        for c, r in lignes[~vides].sort_values("value", ascending=False).iterrows()
    ]
    rangees += [(nom(t.zonage, c), r["raison"]) for c, r in lignes[vides].iterrows()]
    return rangs(("Territoire", "Valeur #"), rangees)


def memoriser(m: Memoire, indicateur: str, zonage: str) -> Tableau:
    """Figures of an indicator. Raises SansVue when none is loaded."""
    t = m.tableau(indicateur, zonage)
    exiger(t.periodes, "aucun chiffre n’est chargé")
    return t


class Enquete(NamedTuple):
    """What the last survey says of the groups of a level, where a place is answered for; names of all of them."""

    ici: Ici
    annee: str
    lignes: pd.DataFrame
    noms: Mapping[str, str]
    demonstration: bool

    @property
    def estimees(self) -> pd.DataFrame:
        """Rows that have a class."""
        return self.lignes[(self.lignes["statut"] == "estime") & self.lignes["classe"].notna()]


def enquete(m: Memoire, niveau: str, lieu: str) -> Enquete:
    """The survey for a place. Raises SansVue when no zone answers for it."""
    ici = repondant(lieu, ENQUETE)
    marches = m.marches(niveau, ici.z)
    annee = marches["annee"].max()
    noms = nomenclatures.libelles_enquete(m.donnees, niveau, annee)
    demonstration = m.tableau("bmo_projets", ici.z).demonstration
    return Enquete(ici, annee, palmares.dans(marches, ici.c, annee), noms, demonstration)


_LU: Final = tomllib.loads(Path(__file__).with_name("vues.toml").read_text("utf-8"))
# Dataset -> its producer and its name; names and themes of the convention -> how a room reads them.
SOURCES: Final[Mapping[str, str]] = _LU["sources"]
COURTS: Final[Mapping[str, str]] = _LU["courts"]
THEMES: Final[Mapping[str, str]] = _LU["themes"]
# Kind of meeting -> name of each slide, in their order -> minutes.
AGENDAS: Final[Mapping[str, Mapping[str, int]]] = _LU["agendas"]
ESTIME: Final = "Observatoire, d’après l’enquête BMO"
INVENTE: Final = "chiffres inventés"


class Vue(NamedTuple):
    """A slide that may be asked for; its words hold `{names}` of what is found for a place.

    Attributes:
        faire: what makes it, `lieux.chomage`; avec: what it is made for, where one thing makes several.
        choix: what it may be asked for besides, "" for nothing: a period, a métier, a word; local: it is of a place.
        titres: its title, the longest first. vers: the screen where it is explored.
        jeu: dataset of its figures; source: words in its place; date: the age of an old figure is said.
        marque: unless the figures are invented. travail: the zoning of its place may be a supposed one.
        question: pattern of what it answers. chiffres: indicators that it answers, and their names on it.
    """

    nom: str
    faire: str
    mesure: str
    vers: str
    titres: tuple[str, ...] = ()
    avec: str = ""
    choix: str = ""
    local: bool = True
    detail: str = ""
    jeu: str = ""
    estime: bool = False
    date: bool = False
    source: str = ""
    marque: str = ""
    travail: bool = False
    question: str = ""
    chiffres: Mapping[str, str] = MappingProxyType({})


VUES: Final[Mapping[str, Vue]] = {cle: Vue(**dits) for cle, dits in _LU["vues"].items()}


def diapositive(
    cle: str,
    corps: Any,
    ici: Ici | None = None,
    periode: str = "",
    demonstration: bool = False,
    table: Table | None = None,
    *,
    titres: tuple[str, ...] = (),
    lieu: str | None = None,
    travail: bool = False,
    **dits: Any,
) -> Diapositive:
    """A slide in the words of its declaration, which hold `dits`; `table`: all its rows.

    Args:
        titres: in place of those declared. lieu: words of the title that name the place, when they are not its name.
    """
    v = VUES[cle]
    dits |= {"ici": ici, "periode": periode, "region": NOM_REGION}
    dits |= {"jour": reglages.jour(), "mention": mots_estimation.MENTION}
    # No producer is named for an invented figure.
    qui = INVENTE if demonstration else v.source.format(**dits) or (ESTIME if v.estime else SOURCES[v.jeu])
    candidats = [t.format(**dits) for t in titres or v.titres]
    # The first title that fits on two lines, the last one otherwise.
    titre = next((t for t in candidats if len(t) <= TITRE_MAX), candidats[-1])
    if lieu is None:
        lieu = ici.souligne if ici else ""
    return Diapositive(
        titre,
        v.mesure.format(**dits),
        corps,
        qui if v.source else f"{qui}, {quand(periode)}",
        "invente" if demonstration else v.marque or ("estime" if v.estime else "publie"),
        adresses.du_modele(v.vers, dits),
        lieu=lieu if lieu in titre else re.sub("^Les? ", "", lieu),  # « autour du Mans »
        travail=travail or (v.travail and ici is not None and zonages.zonage(ici.z).decoupage_de_travail),
        ancien=mention_ancien(periode) if v.date else "",
        detail=v.detail.format(**dits),
        table=table,
    )
