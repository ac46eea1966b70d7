"""Find a name from the words typed (`Vocabulaire`), then a métier as people say it: « soudeuse », « plonbier ».

A word typed is itself, its beginning, a misspelling, or what is heard.

Sources of words: labels of the survey at all its levels, labels of the ROME, everyday titles of
`parametres/synonymes_metiers.toml`, and the lists of titles that a user imported (`importer appellations`). Every
answer is a group of the survey, with why it was found.
"""

import math
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import liens, nomenclatures

EDITIONS: Final = ((5, 1), (8, 2), (12, 3))  # length of a word from which so many letters may be wrong
CONNU_MIN: Final = 5  # letters of a word that may be misspelt: « math » is not what « mothe » meant
INACHEVE: Final = 0.7
ENTENDU: Final = 0.9  # written as it is heard
INITIALE_SURE: Final = 6  # up to so many letters, the first one is not mistyped
DEBUT_MIN: Final = 3
FAUTES_MAX: Final = 32  # known words near to a misspelt one
SUITE_MAX: Final = 7  # words of one name, as typed


class Suite(NamedTuple):
    """A name: its words, what it is (`genre`), what it means, and what it costs to prefer it."""

    mots: tuple[str, ...]
    genre: str
    valeur: Any
    malus: float = 0.0


class Lue(NamedTuple):
    """A name read up to a word typed (`fin`, excluded); `reste`: the part of its cost due to what is not said of it."""

    fin: int
    suite: Suite
    cout: float
    reste: float


# For each word typed, the known words that it may stand for, and what each costs.
Proches = Sequence[Mapping[str, float]]


def sans_accent(texte: str) -> str:
    """The same letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))


def plat(texte: str) -> str:
    """Lower case, without accents."""
    return sans_accent(texte.lower().replace("œ", "oe").replace("æ", "ae"))


# Spellings of one sound, in order; silent endings last.
_SONS: Final = tuple((re.compile(motif), son) for motif, son in (
    ("ph", "f"), ("qu|k|c(?![eiyh])", "k"), ("c(?=[eiy])|sc(?=[eiy])", "s"), ("h", ""), ("e?aux?", "o"),
    ("[ae][iy]", "e"), ("y", "i"), (r"(.)\1+", r"\1"), ("(?<=..)(?:es?|[stxdz])$", ""),
))  # fmt: skip


@lru_cache(maxsize=1 << 16)
def sonner(mot: str) -> str:
    """A flat word as it is heard: « nazere » and « nazaire » are one."""
    for motif, son in _SONS:
        mot = motif.sub(son, mot)
    return mot


def entiere(suite: Suite, dits: Proches) -> float | None:
    """What a name costs that is said to its end; None of one that is not."""
    return 0.0 if len(dits) == len(suite.mots) else None


class Vocabulaire:
    """Names that can be found from their words."""

    def __init__(
        self, suites: Iterable[Suite], manque: Callable[[Suite, Proches], float | None] = entiere, ordre: bool = True
    ) -> None:
        """Sort the words, said in the order of a name or not (`ordre`); `manque`: what it costs that only these words
        of it are said, None where they do not say it."""
        self.suites = [s for s in dict.fromkeys(suites) if s.mots]
        self.manque, self.ordre = manque, ordre
        self._rangs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, s in enumerate(self.suites):
            for rang, m in enumerate(s.mots):
                self._rangs[m].append((i, rang))
        self.mots = self._rangs.keys()
        self._tries = sorted(self.mots)
        self._longs = [m for m in self._tries if len(m) >= CONNU_MIN]
        self._par_son: dict[str, list[str]] = defaultdict(list)
        for m in self._longs:
            self._par_son[sonner(m)].append(m)
        self.proches = lru_cache(maxsize=4096)(self._proches)

    def trouver(self, proches: Proches, debut: int) -> Iterator[Lue]:
        """Names that hold the words typed from `debut` to another one."""
        lues: dict[int, tuple[float, int]] | None = None  # name -> cost of its words, rank of the last
        for fin in range(debut + 1, min(debut + SUITE_MAX, len(proches)) + 1):
            ici: dict[int, tuple[float, int]] = {}
            for connu, cout in proches[fin - 1].items():
                for i, rang in self._rangs.get(connu, ()):
                    avant = (0.0, -1) if lues is None else lues.get(i)
                    if avant and (rang > avant[1] or not self.ordre):
                        lue = avant[0] + cout, rang
                        ici[i] = min(lue, ici.get(i, lue))
            lues = ici
            for i in sorted(lues):
                s, cout = self.suites[i], lues[i][0]
                if (reste := self.manque(s, proches[debut:fin])) is not None:
                    yield Lue(fin, s, cout + s.malus + reste, reste)

    def _proches(self, mot: str, entier: str, inacheve: bool, justes: bool) -> dict[str, float]:
        """Known words that `mot` (`entier` as it was typed, its ending included) may stand for, with what each costs;
        `inacheve`: it may be the beginning of another one; `justes`: a known word is no misspelling."""
        proches = {mot: 0.0} if mot in self.mots else {}
        if inacheve and len(mot) >= DEBUT_MIN:
            for connu in self._tries[bisect_left(self._tries, mot) :]:
                if not connu.startswith(mot):
                    break
                if not (connu.startswith(entier) or entier.startswith(connu)):
                    continue  # « conte » does not begin « contre », though their forms would
                proches.setdefault(connu, INACHEVE + min(0.3, 0.03 * (len(connu) - len(mot))))
        permises = max((n for longueur, n in EDITIONS if min(len(entier), len(mot) + 1) >= longueur), default=0)
        if not permises or (justes and mot in proches):
            return proches
        if len(mot) >= CONNU_MIN:
            for connu in self._par_son.get(sonner(mot), ()):
                proches.setdefault(connu, ENTENDU)
        trouves = process.extract(mot, self._longs, scorer=OSA.distance, score_cutoff=permises, limit=FAUTES_MAX)
        for connu, d, _ in trouves:
            if connu[0] != mot[0] and len(mot) <= INITIALE_SURE:
                continue  # « loyer » is no « foyer »
            cout = d * (0.5 + 3.2 / len(mot)) + 0.3 * (connu[0] != mot[0])
            proches[connu] = min(cout, proches.get(connu, cout))
        return proches


SYNONYMES = Path(__file__).parents[1] / "parametres" / "synonymes_metiers.toml"
LONGUEUR_MAX = 80
GENERIQUE, GENERIQUE_MIN = 0.6, 18  # « opérateur », « agent »: alone, it says no métier; métiers that it leads to
TETE_ABSENTE = 0.45  # « bâtiment » is not yet « électricien du bâtiment »
ACCESSOIRE, ACCESSOIRE_MIN = 3.5, 2  # one word far from the head of a long title: « zone »; other words of such a title
DOUTE_MAX = 3.0
PART_MIN = 0.15  # share of a ROME that must lead to a métier for it to be an answer
# Who types « maçon » wants the métier before its group.
MALUS_NIVEAU = {"metier": 0.0, "fap87": 5.0, "fap22": 1.0, "famille": 3.0}
MALUS_SOURCE = {"titre": 0.0, "libelle": 1.0, "rome": 4.0, "appellation": 5.0}
_PETITS = re.compile(r"aux?|d|des?|du|en|et|[afhl]|les?|la|par|pour|sur|une?|ou|hors|autres|non")
# Feminine ending -> masculine one, the longest first; the plural is taken off before.
_FEMININS = (
    ("trice", "teur"), ("euse", "eur"), ("ienne", "ien"), ("iere", "ier"), ("onne", "on"), ("elle", "el"),
    ("ive", "if"),
)  # fmt: skip
_MOTS = re.compile(r"[a-z0-9]+")
CODE_MIN = 3  # a letter alone is a domain or a family: too little to be sure


class Trouve(NamedTuple):
    """One answer: a group of the survey, what was recognised, its likeness (0..100) less what sets it apart from the
    question, and the ROME that led here, or that the title stands for; `malus`: points taken off for its level, source
    and rank, where words led here."""

    niveau: str
    code: str
    libelle: str
    pourquoi: str
    score: float = 100.0
    romes: tuple[str, ...] = ()
    malus: float = math.inf

    @property
    def cle(self) -> str:
        """`metier:U1Z91`: the group as the address writes it."""
        return f"{self.niveau}:{self.code}"


class Titre(NamedTuple):
    """Everyday titles of one thing; `mots`: choices of words to find together in a label of the survey."""

    titres: tuple[str, ...]
    romes: tuple[str, ...]
    mots: tuple[str, ...]


def mots(texte: str) -> tuple[str, ...]:
    """Words without accents, capitals, plural nor feminine; small words are left out when others remain."""
    lus = _MOTS.findall(plat(texte))
    pleins = [m for m in lus if not _PETITS.fullmatch(m)] or lus
    return tuple(map(racine, pleins))


@lru_cache(maxsize=1 << 16)
def racine(mot: str) -> str:
    """« soudeuses » and « soudeur » are one word; short words are kept as they are."""
    if len(mot) > 3:
        mot = re.sub(r"aux$", "al", mot) if len(mot) > 5 else mot
        mot = mot[:-1] if mot[-1] in "sx" else mot
    if len(mot) > 4:
        for feminin, masculin in _FEMININS:
            if mot.endswith(feminin):
                return mot[: -len(feminin)] + masculin
        return mot.rstrip("e")
    return mot


def _couper(texte: str, signe: str = ",") -> tuple[str, ...]:
    return tuple(t for t in map(str.strip, texte.split(signe)) if t)


@cache
def titres_courants() -> tuple[tuple[Titre, ...], tuple[str, ...]]:
    """Everyday titles, in the order of the file, then those of métiers that the survey does not ask: no other métier
    answers for them."""
    lus = tomllib.loads(SYNONYMES.read_text("utf-8"))
    titres = (Titre(_couper(t["titres"]), _couper(t["rome"]), _couper(t.get("mots", ""), "|")) for t in lus["metiers"])
    return tuple(titres), _couper(lus["hors_enquete"])


class Index:
    """Words of one vintage of the survey, ready to be searched.

    Attributes:
        entrees: words that lead to a group, a `Trouve`.
        libelles: level -> code -> label of the groups of the vintage; mots_metiers: code -> words of a label.
        sans_metier: words of the titles whose métier this survey does not ask.
    """

    def __init__(self, donnees: Donnees | None = None, annee: str = "") -> None:
        """Read the labels and the crosswalk in force, of the last survey by default; empty without any."""
        self.entrees: list[Suite] = []
        self.libelles: dict[str, dict[str, str]] = {}
        courants, hors_enquete = titres_courants()
        self.sans_metier: set[tuple[str, ...]] = set(map(mots, hors_enquete))
        self._libelles_rome: dict[str, str] = {}
        self.mots_metiers: dict[str, tuple[str, ...]] = {}
        millesimes = donnees.millesimes("bmo") if donnees else []
        if not millesimes:
            return
        annee = annee if annee in millesimes else millesimes[-1]
        self.libelles = liens.libelles_listes(donnees, annee)
        self.mots_metiers = {code: mots(nom) for code, nom in self.libelles["metier"].items()}
        self._cibles = liens.cibles(donnees, annee)
        # Visible projects of the region, a lower bound: what is asked most comes first.
        cellules = donnees.lire("bmo")
        cellules = cellules[(cellules["annee"] == annee) & (cellules["mesure"] == "met")]
        self._projets = cellules.groupby("code_metier")["value"].sum().to_dict()
        for niveau, libelles in self.libelles.items():
            charges = {c: nom for c, nom in libelles.items() if nomenclatures.SANS_LIBELLE not in nom}
            for code, nom in charges.items():
                self._ajouter(nom, niveau, code, "libellé de l'enquête", "libelle")
        self._libelles_rome = liens.libelles_rome(donnees)
        for rome, nom in self._libelles_rome.items():
            for rang, metier in enumerate(self._metiers_du_rome(rome)):
                self._ajouter(nom, "metier", metier, f"métier du ROME\u00a0: {nom} ({rome})", "rome", rang, (rome,))
        for titre in courants:
            metiers = self._metiers_du_titre(titre)
            if not metiers:
                self.sans_metier.update(map(mots, titre.titres))
            for texte in titre.titres:
                for rang, metier in enumerate(metiers):
                    dit = f"titre courant\u00a0: {texte}"
                    self._ajouter(texte, "metier", metier, dit, "titre", rang, titre.romes)
        for a in liens.appellations(donnees, annee).itertuples():
            dit, romes = f"appellation de métier\u00a0: {a.titre}", (a.code_rome,) if a.code_rome else ()
            for rang, metier in enumerate(self._metiers_du_rome(a.code_rome) if romes else [a.code_metier]):
                self._ajouter(a.titre, "metier", metier, dit, "appellation", rang, romes)

    @cached_property
    def mots(self) -> Vocabulaire:
        """Titles of the métiers, and whole titles of those that the survey does not ask."""
        sans = (Suite(m, "sans", m) for m in self.sans_metier)
        return Vocabulaire([*self.entrees, *sans], self._manque, ordre=False)

    @cached_property
    def _generiques(self) -> frozenset[str]:
        groupes: dict[str, set[str]] = defaultdict(set)
        for e in self.entrees:
            for m in e.mots:
                groupes[m].add(e.valeur.code)
        return frozenset(m for m, codes in groupes.items() if len(codes) >= GENERIQUE_MIN)

    def _ajouter(
        self, texte: str, niveau: str, code: str, pourquoi: str, source: str, rang: int = 0, romes: tuple = ()
    ) -> None:
        malus = MALUS_NIVEAU[niveau] + MALUS_SOURCE[source] + 2.0 * rang
        groupe = Trouve(niveau, code, self.libelles[niveau][code], pourquoi, romes=romes, malus=malus)
        # A title says its word twice, in the feminine and in the masculine.
        self.entrees.append(Suite(tuple(dict.fromkeys(mots(texte))), "metier", groupe, 0.06 * malus))

    def _metiers_du_rome(self, rome: str) -> list[str]:
        return [code for code, part in self._cibles.get(rome, ()) if part >= PART_MIN]

    def _metiers_du_titre(self, titre: Titre) -> list[str]:
        """Métiers whose label holds the words of a title, else those its ROME lead to."""
        trouves: list[str] = []
        for choix in titre.mots:
            voulus = set(mots(choix))
            tenus = [(len(lus), code) for code, lus in self.mots_metiers.items() if voulus <= set(lus)]
            trouves += [code for _, code in sorted(tenus)]  # the shortest label first
        if not trouves:
            trouves = [code for rome in titre.romes for code in self._metiers_du_rome(rome)]
        return list(dict.fromkeys(trouves))[:4]

    def chercher(self, texte: str, nb: int = 8) -> list[Trouve]:
        """Groups of the survey, the likeliest first; one answer a group; empty when nothing resembles. What is typed,
        words or a code of the survey or of the ROME, is cut at `LONGUEUR_MAX`."""
        if trouves := self.par_code(texte[:LONGUEUR_MAX].strip().upper()):
            return trouves[:nb]
        demandes = mots(texte[:LONGUEUR_MAX])
        # A title that we know, of a métier that this survey does not ask, is no typo for another.
        if not self.entrees or not any(len(m) > 1 for m in demandes) or demandes in self.sans_metier:
            return []
        # A word that exists is no typo for another, unless the words asked are found together nowhere.
        trouves = next(filter(None, (self._entiers(demandes, justes) for justes in (True, False))), [])
        ranges = sorted(trouves, key=lambda t: (round(t.cout, 2), -self._projets.get(t.suite.valeur.code, 0.0)))
        return [t.suite.valeur._replace(score=round(100 - 20 * t.cout, 1)) for t in ranges[:nb]]

    def _entiers(self, demandes: Sequence[str], justes: bool) -> list[Lue]:
        dernier = len(demandes) - 1
        # Every word may be cut short once the words as they are have found nothing.
        proches = [self.mots.proches(m, m, i == dernier or not justes, justes) for i, m in enumerate(demandes)]
        lues = (t for t in self.mots.trouver(proches, 0) if t.fin == len(demandes) and t.suite.genre == "metier")
        uniques: dict[str, Lue] = {}
        for t in sorted(lues, key=lambda t: t.cout):
            if t.cout < DOUTE_MAX:
                uniques.setdefault(t.suite.valeur.cle, t)
        return list(uniques.values())

    def _manque(self, suite: Suite, dits: Proches) -> float | None:
        """What sets a group apart from the words said: those it has in excess, its head not typed."""
        if suite.genre == "sans":
            return entiere(suite, dits)
        e, nb = suite.valeur, len(dits)
        # The label of a group lists what it holds: more words weigh less there.
        en_trop = (0.22 if e.niveau == "metier" else 0.07) * min(max(0, len(suite.mots) - nb), 5)
        tete = 0.0 if suite.mots[0] in dits[0] else TETE_ABSENTE
        if tete and nb == 1 and len(suite.mots) > ACCESSOIRE_MIN:
            tete += ACCESSOIRE
        if nb == 1 and min(dits[0], key=dits[0].__getitem__) in self._generiques:
            tete += GENERIQUE
        # A title leads to several métiers: those whose label says the words typed come first.
        label = self.mots_metiers.get(e.code, ())
        return en_trop + tete - 0.1 * sum(m in label for m in suite.mots[:3])

    def par_code(self, code: str) -> list[Trouve]:
        """The group of this code, or the métiers that a ROME leads to, the largest share first."""
        if len(code) < CODE_MIN:
            return []
        directs = [n for n, libelles in self.libelles.items() if code in libelles]
        if directs:
            return [Trouve(n, code, self.libelles[n][code], "code de l'enquête") for n in directs]
        if not (nom := self._libelles_rome.get(code)):
            return []
        pourquoi, metiers = f"métier du ROME\u00a0: {nom} ({code})", self.libelles["metier"]
        return [Trouve("metier", m, metiers[m], pourquoi, romes=(code,)) for m in self._metiers_du_rome(code)]

    def suites(self, code: str) -> list[Trouve]:
        """The métiers that follow one whose code the survey has left in its list of 2024."""
        pourquoi, metiers = f"suite, depuis {bmo.RUPTURE}, du code {code}", self.libelles.get("metier", {})
        codes = bmo.suites(code, "").codes
        return [Trouve("metier", c, metiers[c], pourquoi) for c in codes if c in metiers]
