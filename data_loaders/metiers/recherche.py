"""Find a métier as people say it: « soudeuse », « plonbier », « dev web », « nounou ».

Sources of words: labels of the survey at all its levels, labels of the ROME, everyday titles of
`parametres/synonymes_metiers.toml`, and the lists of titles that a user imported (`importer appellations`). Every
answer is a group of the survey, with why it was found.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import liens, nomenclatures
from data_loaders.metiers.vocabulaire import Lue, Proches, Suite, Vocabulaire, entiere, plat
from data_loaders.parametres import passage

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
    ("trice", "teur"),
    ("euse", "eur"),
    ("ienne", "ien"),
    ("iere", "ier"),
    ("onne", "on"),
    ("elle", "el"),
    ("ive", "if"),
)
_MOTS = re.compile(r"[a-z0-9]+")
CODE_MIN = 3  # a letter alone is a domain or a family: too little to be sure


class Trouve(NamedTuple):
    """One answer.

    Attributes:
        niveau, code: a group of the survey (`metier`, `fap87`, `fap22` or `famille`).
        libelle: its label.
        pourquoi: what was recognised, in French.
        score: 0..100, likeness of the words less what sets the group apart from the question.
        romes: codes of the ROME that led here, or that the title stands for.
    """

    niveau: str
    code: str
    libelle: str
    pourquoi: str
    score: float
    romes: tuple[str, ...] = ()

    @property
    def cle(self) -> str:
        """`metier:U1Z91`: the group as the address writes it."""
        return f"{self.niveau}:{self.code}"


class Entree(NamedTuple):
    """Words that lead to a group of the survey; `malus`: points taken off for its level, source and rank."""

    mots: tuple[str, ...]
    niveau: str
    code: str
    pourquoi: str
    malus: float
    romes: tuple[str, ...]

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
def titres_courants() -> tuple[Titre, ...]:
    """Everyday titles, in the order of the file."""
    lus = tomllib.loads(SYNONYMES.read_text("utf-8"))["metiers"]
    return tuple(Titre(_couper(t["titres"]), _couper(t["rome"]), _couper(t.get("mots", ""), "|")) for t in lus)


@cache
def titres_hors_enquete() -> tuple[str, ...]:
    """Everyday titles of métiers that the survey does not ask: no other métier answers for them."""
    return _couper(tomllib.loads(SYNONYMES.read_text("utf-8"))["hors_enquete"])


class Index:
    """Words of one vintage of the survey, ready to be searched.

    Attributes:
        entrees: words that lead to a group. libelles: level -> code -> label of the groups of the vintage.
        mots_metiers: code -> words of the label of a métier.
        sans_metier: words of the titles whose métier this survey does not ask.
    """

    def __init__(self, donnees: Donnees | None = None, annee: str = "") -> None:
        """Read the labels and the crosswalk in force.

        Args:
            annee: vintage of the survey whose métiers are the answers; the last one by default. Without any survey,
                or any data, the index is empty.
        """
        self.entrees: list[Entree] = []
        self.libelles: dict[str, dict[str, str]] = {}
        self.sans_metier: set[tuple[str, ...]] = set(map(mots, titres_hors_enquete()))
        self._libelles_rome: dict[str, str] = {}
        self.mots_metiers: dict[str, tuple[str, ...]] = {}
        millesimes = donnees.millesimes("bmo") if donnees else []
        if not millesimes:
            return
        annee = annee if annee in millesimes else millesimes[-1]
        self.libelles = liens.libelles_listes(donnees, annee)
        self.mots_metiers = {code: mots(nom) for code, nom in self.libelles["metier"].items()}
        self._cibles = liens.cibles(donnees, annee)
        self._projets = liens.projets(donnees, annee)
        for niveau, libelles in self.libelles.items():
            charges = {c: nom for c, nom in libelles.items() if nomenclatures.SANS_LIBELLE not in nom}
            for code, nom in charges.items():
                self._ajouter(nom, niveau, code, "libellé de l'enquête", "libelle")
        self._libelles_rome = liens.libelles_rome(donnees)
        for rome, nom in self._libelles_rome.items():
            for rang, metier in enumerate(self._metiers_du_rome(rome)):
                self._ajouter(nom, "metier", metier, f"métier du ROME\u00a0: {nom} ({rome})", "rome", rang, (rome,))
        for titre in titres_courants():
            metiers = self._metiers_du_titre(titre)
            if not metiers:
                self.sans_metier.update(map(mots, titre.titres))
            for texte in titre.titres:
                for rang, metier in enumerate(metiers):
                    pourquoi = f"titre courant\u00a0: {texte}"
                    self._ajouter(texte, "metier", metier, pourquoi, "titre", rang, titre.romes)
        for a in liens.appellations(donnees, annee).itertuples():
            pourquoi = f"appellation de métier\u00a0: {a.titre}"
            metiers = self._metiers_du_rome(a.code_rome) if a.code_rome else [a.code_metier]
            for rang, metier in enumerate(metiers):
                romes = (a.code_rome,) if a.code_rome else ()
                self._ajouter(a.titre, "metier", metier, pourquoi, "appellation", rang, romes)

    @cached_property
    def mots(self) -> Vocabulaire:
        """Titles of the métiers, and whole titles of those that the survey does not ask."""
        suites = [Suite(e.mots, "metier", e, 0.06 * e.malus) for e in self.entrees]
        return Vocabulaire([*suites, *(Suite(m, "sans", m) for m in self.sans_metier)], self._manque, ordre=False)

    @cached_property
    def _generiques(self) -> frozenset[str]:
        groupes: dict[str, set[str]] = defaultdict(set)
        for e in self.entrees:
            for m in e.mots:
                groupes[m].add(e.code)
        return frozenset(m for m, codes in groupes.items() if len(codes) >= GENERIQUE_MIN)

    def _ajouter(
        self, texte: str, niveau: str, code: str, pourquoi: str, source: str, rang: int = 0, romes: tuple = ()
    ) -> None:
        malus = MALUS_NIVEAU[niveau] + MALUS_SOURCE[source] + 2.0 * rang
        # A title says its word twice, in the feminine and in the masculine.
        self.entrees.append(Entree(tuple(dict.fromkeys(mots(texte))), niveau, code, pourquoi, malus, romes))

    def _metiers_du_rome(self, rome: str) -> list[str]:
        return [code for code, part in self._cibles.get(rome, ()) if part >= PART_MIN]

    def _metiers_du_titre(self, titre: Titre) -> list[str]:
        """Métiers whose label holds the words of a title, else those its ROME lead to."""
        trouves = [code for choix in titre.mots for code in self._contenant(mots(choix))]
        if not trouves:
            trouves = [code for rome in titre.romes for code in self._metiers_du_rome(rome)]
        return list(dict.fromkeys(trouves))[:4]

    def _contenant(self, voulus: Sequence[str]) -> list[str]:
        """Métiers whose label has all these words, the shortest label first."""
        codes = [(len(lus), code) for code, lus in self.mots_metiers.items() if set(voulus) <= set(lus)]
        return [code for _, code in sorted(codes)]

    def chercher(self, texte: str, nb: int = 8) -> list[Trouve]:
        """Groups of the survey, the likeliest first; one answer a group; empty when nothing resembles.

        Args:
            texte: as typed, words or a code of the survey or of the ROME; cut at `LONGUEUR_MAX`.
        """
        if trouves := self.par_code(texte[:LONGUEUR_MAX].strip().upper()):
            return trouves[:nb]
        demandes = mots(texte[:LONGUEUR_MAX])
        # A title that we know, of a métier that this survey does not ask, is no typo for another.
        if not self.entrees or not any(len(m) > 1 for m in demandes) or demandes in self.sans_metier:
            return []
        # A word that exists is no typo for another, unless the words asked are found together nowhere.
        trouves = next(filter(None, (self._entiers(demandes, justes) for justes in (True, False))), {})
        ranges = sorted(
            trouves.values(), key=lambda t: (round(t.cout, 2), -self._projets.get(t.suite.valeur.code, 0.0))
        )
        return [
            Trouve(e.niveau, e.code, self.libelles[e.niveau][e.code], e.pourquoi, round(100 - 20 * cout, 1), e.romes)
            for cout, e in ((t.cout, t.suite.valeur) for t in ranges[:nb])
        ]

    def _entiers(self, demandes: Sequence[str], justes: bool) -> dict[str, Lue]:
        """Groups whose words hold all those asked, by their key."""
        dernier = len(demandes) - 1
        # Every word may be cut short once the words as they are have found nothing.
        proches = [self.mots.proches(m, m, i == dernier or not justes, justes) for i, m in enumerate(demandes)]
        lues = (t for t in self.mots.trouver(proches, 0) if t.fin == len(demandes) and t.suite.genre == "metier")
        uniques: dict[str, Lue] = {}
        for t in sorted(lues, key=lambda t: t.cout):
            if t.cout < DOUTE_MAX:
                uniques.setdefault(t.suite.valeur.cle, t)
        return uniques

    def _manque(self, suite: Suite, dits: Proches) -> float | None:
        """What sets a group apart from the words said: those it has in excess, its head not typed."""
        if suite.genre == "sans":
            return entiere(suite, dits)
        e, nb = suite.valeur, len(dits)
        # The label of a group lists what it holds: more words weigh less there.
        en_trop = (0.22 if e.niveau == "metier" else 0.07) * min(max(0, len(e.mots) - nb), 5)
        tete = 0.0 if e.mots[0] in dits[0] else TETE_ABSENTE
        if tete and nb == 1 and len(e.mots) > ACCESSOIRE_MIN:
            tete += ACCESSOIRE
        if nb == 1 and min(dits[0], key=dits[0].__getitem__) in self._generiques:
            tete += GENERIQUE
        # A title leads to several métiers: those whose label says the words typed come first.
        label = self.mots_metiers.get(e.code, ())
        return en_trop + tete - 0.1 * sum(m in label for m in e.mots[:3])

    def par_code(self, code: str) -> list[Trouve]:
        """The group of this code, or the métiers that a ROME leads to, the largest share first."""
        if len(code) < CODE_MIN:
            return []
        directs = [n for n, libelles in self.libelles.items() if code in libelles]
        if directs:
            return [Trouve(n, code, self.libelles[n][code], "code de l'enquête", 100.0) for n in directs]
        if not (nom := self._libelles_rome.get(code)):
            return []
        pourquoi, metiers = f"métier du ROME\u00a0: {nom} ({code})", self.libelles["metier"]
        return [Trouve("metier", m, metiers[m], pourquoi, 100.0, (code,)) for m in self._metiers_du_rome(code)]

    def suites(self, code: str) -> list[Trouve]:
        """The métiers that follow one whose code the survey has left in its list of 2024."""
        pourquoi, metiers = f"suite, depuis {passage.RUPTURE}, du code {code}", self.libelles.get("metier", {})
        codes = passage.suites(code, "").codes
        return [Trouve("metier", c, metiers[c], pourquoi, 100.0) for c in codes if c in metiers]
