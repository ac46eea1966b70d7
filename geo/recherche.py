"""Find a place by its name, as people write it: commune, former commune, EPCI or zone; typos tolerated."""

import contextlib
import re
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from geo import zonages

# Zonings whose zones have names of their own, in the order of the answers at equal score.
CHERCHES = ("commune", "epci", "spo", "zef", "gtec", "bassin", "ze", "departement")
SITUANTS = ("spo", "zef", "bassin", "ze", "gtec", "epci", "departement")
LONGUEUR_MAX = 80
# Under this likeness (0 to 100, share of letters in common and in order) a name is another name.
RESSEMBLANCE_MIN = 78
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "s": "sur", "cc": "", "ca": "", "cu": ""}
# A commune goes before the zones that took its name: « Ancenis » is first Ancenis-Saint-Géréon.
_EXACT, _COMMUNE_DE, _ZONE_EXACTE, _DEBUT, _MOTS = 300, 290, 280, 200, 150


class Lieu(NamedTuple):
    """A place found: its zoning (`commune` for a former commune too), code and name of today; `ancien`: name of the
    former commune that was found; `score`: likeness with what was asked; above 100, the name itself or its
    beginning."""

    zonage: str
    code: str
    libelle: str
    ancien: str = ""
    score: float = 0.0

    @property
    def cle(self) -> str:
        """`commune:44036`: the place as the address writes it."""
        return f"{self.zonage}:{self.code}"


class Appartenance(NamedTuple):
    """The zone of a zoning that holds a place ("" when it is in none), with the share (0 to 1) of its population there;
    `raison`: why there is no zone, or that the place is astride several."""

    zonage: str
    code_zone: str
    libelle_zone: str
    part_population: float
    raison: str


Nom = tuple[str, Lieu, int]  # a name that can be found: as it is compared, the place that bears it, its population


def normaliser(texte: str) -> str:
    """Return a name as it is compared: unaccented words, « st » written « saint », without CC, CA or CU."""
    mots = zonages.slug(texte[:LONGUEUR_MAX]).split("-")
    return " ".join(filter(None, (_ABREGES.get(m, m) for m in mots)))


@lru_cache(maxsize=4)
def _noms(_perimetres: Hashable) -> tuple[Nom, ...]:
    lus = [
        (normaliser(z.libelle_zone), Lieu(zonage, z.code_zone, z.libelle_zone), int(z.population_nb))
        for zonage in CHERCHES
        if zonage in zonages.zonages()
        for z in zonages.zones(zonage).itertuples()
    ]
    communes = {lieu.code: (nom, lieu) for nom, lieu, _ in lus if lieu.zonage == "commune"}
    for r in zonages.communes_anciennes().itertuples():
        (actuel, lieu), ancien = communes[r.code_commune], normaliser(r.libelle_ancien)
        if ancien and ancien != actuel:
            lus.append((ancien, lieu._replace(ancien=r.libelle_ancien), 0))
    return tuple(lus)


def noms() -> tuple[Nom, ...]:
    """Return every name that can be found, in the order of ``CHERCHES`` then former communes."""
    return _noms(zonages.empreinte()[1:])


@lru_cache(maxsize=1)
def codes_postaux() -> dict[str, tuple[str, ...]]:
    """Return postal code -> codes of the communes that it serves, the most populated first."""
    table = zonages.lire_table(zonages.DERIVE / "codes_postaux.csv").merge(zonages.communes(), on="code_commune")
    table = table.sort_values(["population_nb", "code_commune"], ascending=[False, True])
    return {code: tuple(g["code_commune"]) for code, g in table.groupby("code_postal")}


@lru_cache(maxsize=1)
def ailleurs() -> tuple[tuple[str, str, bool], ...]:
    """Return places outside the region: (name, its département or « France », whether its name alone means it)."""
    table = zonages.lire_table(zonages.DERIVE / "ailleurs.csv")
    return tuple((r.nom, r.ou, r.chef_lieu == "1") for r in table.itertuples(index=False))


def _score(demande: str, nom: str, commune: bool) -> float:
    if demande == nom:
        return _EXACT if commune else _ZONE_EXACTE
    if commune and nom.startswith(f"{demande} "):
        return _COMMUNE_DE
    if nom.startswith(demande):
        return _DEBUT
    mots = nom.split()
    # « roche yon » finds « la roche sur yon »: every word asked begins a word of the name
    if len(demande) > 2 and all(any(m.startswith(d) for m in mots) for d in demande.split()):
        return _MOTS
    ressemblance = fuzz.ratio(demande, nom)
    if len(demande) > 4:
        # typed so far, with a typo: « chateubri »; a little less sure than a whole name
        ressemblance = max(ressemblance, fuzz.ratio(demande, nom[: len(demande)]) - 4)
    return ressemblance if ressemblance >= RESSEMBLANCE_MIN else 0.0


def _portant(demande: str) -> list[Lieu]:
    suite = zonages.successeurs()
    if demande in suite:
        code = suite[demande]
        ancien = (zonages.noms_anciens().get(demande) or f"commune {demande}") if code != demande else ""
        return [Lieu("commune", code, zonages.libelle_zone("commune", code), ancien, _EXACT)]
    for zonage in ("epci", "bassin", "ze", "departement"):
        with contextlib.suppress(KeyError):
            return [Lieu(zonage, demande, zonages.libelle_zone(zonage, demande), "", _EXACT)]
    return []


def chercher(texte: str, nb: int = 8) -> list[Lieu]:
    """Return the places whose name is most like a text (« st nazaire », « Montaigu » (former commune), « 44109 »), the
    best first; a code is known too; empty when nothing is like it.

    At equal likeness communes come first, then EPCI, then zones, the most populated first; a commune found by its own
    name is not repeated under the name of one of its former communes.
    """
    demande = normaliser(texte)
    if re.fullmatch(r"[0-9]{2,9}", demande):
        portant = _portant(demande)
        servies = [c for c in codes_postaux().get(demande, ()) if c not in {lieu.code for lieu in portant}]
        return [*portant, *(Lieu("commune", c, zonages.libelle_zone("commune", c), "", _EXACT) for c in servies)]
    if len(demande) < 2:
        return []
    notes = ((_score(demande, nom, lieu.zonage == "commune"), lieu, n) for nom, lieu, n in noms())
    trouves = [(lieu._replace(score=score), n) for score, lieu, n in notes if score]
    trouves.sort(key=lambda x: (-x[0].score, CHERCHES.index(x[0].zonage), bool(x[0].ancien), -x[1], x[0].code))
    lieux: dict[str, Lieu] = {}
    for lieu, _ in trouves:
        lieux.setdefault(lieu.cle, lieu)
    return list(lieux.values())[:nb]


def proches(mot: str) -> list[Lieu]:
    """Return the two communes whose name is the least unlike a word, none when nothing is near."""
    communes = {nom: lieu for nom, lieu, _ in noms() if lieu.zonage == "commune" and not lieu.ancien}
    trouves = process.extract(mot, list(communes), scorer=fuzz.WRatio, score_cutoff=80, limit=2)
    return [communes[nom] for nom, _, _ in trouves]


def situer(zonage: str, code_zone: str) -> list[Appartenance]:
    """Return where a place is in each zoning of ``SITUANTS``: its zone, or the reason why there is none. A place
    astride several zones (an EPCI, a bassin) is given the one that holds most of its population."""
    situations = []
    for autre in SITUANTS:
        parts = zonages.recoupement(zonage, code_zone, autre)
        dedans = parts[parts["code_zone"] != ""]
        if dedans.empty:
            situations.append(Appartenance(autre, "", "", 0.0, hors(autre)))
            continue
        raison = "" if len(dedans) == 1 else f"à cheval sur {len(dedans)} zones"
        if len(dedans) < len(parts):
            raison = f"{raison} ; en partie {hors(autre)}".removeprefix(" ; ")
        z = dedans.iloc[0]
        part = float(z["part_population"])
        situations.append(Appartenance(autre, z["code_zone"], z["libelle_zone"], part, raison))
    return situations


def hors(code_zonage: str) -> str:
    """Return how to say that a place is in no zone: « hors GTEC », « dans aucun EPCI »."""
    dits = {"gtec": "hors GTEC", "epci": "dans aucun EPCI"}
    return dits.get(code_zonage) or f"hors {zonages.zonage(code_zonage).libelle_zone}"
