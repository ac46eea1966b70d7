"""Words that the search line knows, how a word typed is brought near to them, the best reading of a whole line.

Every known turn of phrase is a sequence of words: names of places, everyday words of `mots.toml`, titles of the sectors
and of the figures, titles and labels of the métiers. A word typed is the word itself, its beginning (the last one, not
finished yet) or a misspelling of it, at a cost that grows with the distance and falls with its length. Each stretch
of words is then one thing, and the things must go together.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre
from data_loaders.convention import dispositifs
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import MOIS
from data_loaders.metiers.recherche import DEBUT_MIN, Index, Lue, Proches, Suite, Vocabulaire, plat, racine as _racine
from data_loaders.parametres import secteurs
from geo import recherche as recherche_lieux, zonages

MOTS: Final = Path(__file__).with_name("mots.toml")
_FICHIER: Final = tomllib.loads(MOTS.read_text("utf-8"))
AVOIR: Final = "avoir"  # « a » that is no preposition
# Words that link others; first words of so many names that they say no place by themselves.
LIENS: Final = frozenset([*_FICHIER["liens"].split(), AVOIR])
COMMUNS: Final = frozenset(_FICHIER["communs"].split())
# Words that names of places hold as sentences do; those that lead to a place.
DANS_LES_NOMS: Final = frozenset(_FICHIER["dans_les_noms"].split())
SITUENT: Final = frozenset(_FICHIER["situent"].split())
ABREGES: Final[Mapping[str, str]] = _FICHIER["abreges"]
# What a diploma is called for short -> the words of its name; how a type is typed -> the words its names begin with.
SIGLES: Final = {plat(sigle): plat(nom) for sigle, nom in _FICHIER["diplomes"].items()}
TYPES: Final[Mapping[str, str]] = _FICHIER["types_diplomes"]
# Answers that no figure changes: address, sentence, what it is.
REPONSES: Final[Mapping[str, Sequence[str]]] = _FICHIER["reponses"]
# Answers written with their words; subjects without a figure here, and who has it: a reading holds their rank.
ENTREES: Final[Sequence[Mapping[str, Any]]] = _FICHIER["entrees"]
ABSENTS: Final[Sequence[Mapping[str, str]]] = _FICHIER["absents"]
# What the survey, then other files, say of reasons; numbers in words.
RAISONS: Final[Mapping[str, str]] = _FICHIER["raisons"]
NOMBRES: Final[Mapping[str, int]] = _FICHIER["nombres"]
# What a second thing of the same kind costs; figures said in general -> those that are said more precisely.
DOUBLES: Final[Mapping[str, float]] = _FICHIER["doubles"]
GENERAUX: Final[Mapping[str, Sequence[str]]] = _FICHIER["generaux"]
# Sections of words by code -> what they are.
GENRES: Final = {
    "verbes": "verbe",
    "indicateurs": "chiffre",
    "zonages": "zonage",
    "secteurs": "secteur",
    "definitions": "definition",
    "publics": "public",
}
ELIDE: Final = 0.3  # « dyeu »
JOINTS_MAX: Final = 4  # words written apart that may be one, or glued that may be several
FORMES: Final = ("cc", "ca", "cu")  # of intercommunalities, before their name
ABREGE: Final = 0.3  # a short name, that others may share
MORCEAU: Final = 1.4  # a part of a name that does not begin it


class Mot(NamedTuple):
    """A word typed: as it is, flat, in the form of the métiers; `liens`: the linking words before it."""

    brut: str
    plat: str
    racine: str
    liens: tuple[str, ...] = ()


def decouper(texte: str) -> list[Mot]:
    """The words of a text, linking words kept apart; a text of linking words alone has none."""
    lus, liens = [], []
    # « V.A.E. » is one word, « 2023T3 » two.
    texte = re.sub(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?", lambda m: m[0].replace(".", ""), texte)
    texte = re.sub(r"\b((?:19|20)\d\d)([tT][1-4])\b", r"\1 \2", texte)
    texte = re.sub(r"<[^>]*>", " ", texte)  # markup says nothing
    accentue = plat(texte) != texte.lower()
    for brut in re.findall(r"[^\W_]+", texte):
        mot = plat(brut)
        if accentue and brut == "a":  # « on a loué », where the line has its accents
            mot = AVOIR
        if mot in LIENS:
            liens.append(mot)
            continue
        mot = ABREGES.get(mot, mot)
        lus.append(Mot(brut, mot, _racine(mot), tuple(liens)))
        liens = []
    return lus


def _racines(texte: str) -> Iterator[tuple[str, ...]]:
    """Turns of phrase between commas, each as its words in the form of the métiers."""
    for tournure in texte.split(","):
        lus = re.findall(r"[^\W_]+", plat(tournure))
        if pleins := [m for m in lus if m not in LIENS] or lus:
            yield tuple(map(_racine, pleins))


# Words of the dictionary that everyday French says only of a place.
PROPRES: Final = frozenset(_FICHIER["noms_propres"].split())


@lru_cache(maxsize=1)
def _francais() -> tuple[frozenset[str], frozenset[str]]:
    """Forms of everyday French, flat: all those of a dictionary, and those of the verbs that ask nothing."""
    verbes = set(_FICHIER["verbes_vides"].split())
    lus = DefaultDictionaryFactory(cache_max_size=1).get_dictionary("fr").items()
    formes = frozenset(plat(forme) for forme, _ in lus if forme.isalpha())
    vides_ = frozenset(plat(forme) for forme, lemme in lus if lemme in verbes)
    return formes - PROPRES, vides_


def courant(mot: str) -> bool:
    """Whether a flat word is everyday French: it means itself, and is never a name misspelt or cut."""
    return mot in _francais()[0] or mot in LIENS or mot in vides()


@lru_cache(maxsize=1)
def vides() -> frozenset[str]:
    """Words, flat or in the form of the métiers, that ask nothing."""
    dits = [*re.findall(r"[^\W_]+", plat(_FICHIER["vides"])), *NOMBRES]
    return frozenset(dits) | _francais()[1] | frozenset(map(_racine, dits))


@lru_cache(maxsize=1)
def courants() -> Vocabulaire:
    """Everyday words of figures, screens, zonings, sectors and of the convention."""
    dits = [(texte, genre, code) for cle, genre in GENRES.items() for code, texte in _FICHIER[cle].items()]
    suites = [Suite(mots, genre, code) for texte, genre, code in dits for mots in _racines(texte)]
    suites += [
        Suite(mots, "secteur", s.valeur)
        for s in suites
        if s.genre == "secteur"
        for mots in (("secteur", *s.mots), (*s.mots, "secteur"), ("filier", *s.mots), (_racine("industrie"), *s.mots))
    ]
    dits = []
    with suppress(ErreurDonnees):  # their own screen says what is wrong with a file
        texte = dispositifs.lire()
        for genre, ecrits in (("fiche", texte.fiches), ("ecrit", texte.chiffres)):
            dits += [(_sans(t), genre, code) for code, e in ecrits.items() for t in e.cherche]
    for genre, liste in (("entree", ENTREES), ("absent", ABSENTS)):
        dits += [(t["mots"], genre, rang) for rang, t in enumerate(liste)]
    dits += [(_sans(i.libelle), "chiffre", i.code, 0.1) for i in INDICATEURS.values()]
    with suppress(ErreurDonnees):
        dits += [(_sans(s.convenu), "secteur", s.code) for s in secteurs.lire().secteurs.values()]
    return Vocabulaire([*suites, *(Suite(mots, *quoi) for texte, *quoi in dits for mots in _racines(texte))])


Registre.oublis.append(courants.cache_clear)


def _sans(libelle: str) -> str:
    """A label whose commas separate nothing."""
    return libelle.replace(",", " ")


def _mots_lieu(nom: str) -> tuple[str, ...]:
    lus = nom.split()
    return tuple(m for m in lus if m not in LIENS) or tuple(lus)


def _abreges(libelle: str, mots: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What an intercommunality is called for short: the end of its name, « pays de Retz », or its initials, « ALM »."""
    if mots[-1] not in COMMUNS:
        yield from (tuple(mots[i:]) for i in range(1, len(mots) - 1))
    lus = re.findall(r"[^\W_]+", plat(libelle))
    forme = lus.pop(0) if lus[0] in FORMES else ""
    for retenus in (lus, [m for m in lus if m not in LIENS]):
        initiales = "".join(m[0] for m in retenus)
        if len(initiales) > 1:
            yield from ((s,) for s in {initiales, f"{forme}{initiales}"} if len(s) >= DEBUT_MIN)


@lru_cache(maxsize=2)
def _lieux(_perimetres: Hashable) -> tuple[Vocabulaire, Vocabulaire]:
    suites = []
    for cherche, lieu, population in recherche_lieux.noms():
        # Château-Gontier is not worth saying of Château-Gontier-sur-Mayenne.
        ancien = "" if recherche_lieux.normaliser(lieu.libelle).startswith(f"{cherche} ") else lieu.ancien
        valeur, mots = (lieu._replace(ancien=ancien), population), _mots_lieu(cherche)
        suites.append(Suite(mots, "lieu", valeur))
        if len(mots) > 1 or " " in cherche:
            suites.append(Suite((cherche.replace(" ", ""),), "lieu", valeur, 0.1))
        if lieu.zonage == "epci":
            suites += [Suite(m, "lieu", valeur, ABREGE) for m in _abreges(lieu.libelle, mots)]
    par_nom = {plat(s.valeur[0].libelle): s.valeur for s in suites if s.valeur[0].zonage == "commune"}
    for autre, nom in _FICHIER["lieux"].items():
        mots = _mots_lieu(recherche_lieux.normaliser(autre))
        lieu = par_nom.get(plat(nom)) or next(s.valeur for s in suites if plat(s.valeur[0].libelle) == plat(nom))
        suites.append(Suite(mots, "lieu", lieu, 0.05))
    dehors = (
        Suite(_mots_lieu(recherche_lieux.normaliser(nom)), "ailleurs", (nom, ou), 0.1 if seul else 0.5)
        for nom, ou, seul in recherche_lieux.ailleurs()
        if plat(nom) not in COMMUNS
    )
    return Vocabulaire(suites, _manque), Vocabulaire(dehors)


def _manque(suite: Suite, dits: Proches) -> float | None:
    """What it costs that a place is not said to its end; by other words than its first, they are exact."""
    mots, nb = suite.mots, len(dits)
    if nb == len(mots):
        return 0.0
    communs = COMMUNS.issuperset(m for m in mots if any(m in d for d in dits))
    if mots[0] in dits[0]:
        return None if communs and nb == 1 else 0.2 + 0.05 * min(len(mots) - nb, 3) + 0.8 * communs
    exacts = all(0.0 in [d.get(m) for m in mots] for d in dits)
    return MORCEAU + 0.05 * min(len(mots), 4) if exacts and not communs else None


class _Ecrit:
    """How names are written in a line: whether it is a sentence, and what says of a word that it is a name."""

    def __init__(self, mots: Sequence[Mot]) -> None:
        self.mots = mots
        dits = {m.plat for m in mots if m.plat in vides()}.union(*(m.liens for m in mots))
        self.phrase = bool(dits - DANS_LES_NOMS)
        self.crie = all(m.brut.isupper() for m in mots)

    def majuscule(self, i: int) -> bool:
        """Whether a word has the capital of a name."""
        return self.mots[i].brut[0].isupper() and not self.crie and (i > 0 or bool(self.mots[i].liens))

    def situe(self, i: int) -> bool:
        """Whether a preposition of place is before a word."""
        return bool(SITUENT & {*self.mots[i].liens, *(m.plat for m in self.mots[max(i - 1, 0) : i])})

    def admet(self, i: int, t: Lue, proches: Proches) -> bool:
        """Whether a place may be read: everyday words are one only where it is written as a name, whole; a name
        misspelt in a sentence, or said by other words than its first, needs a preposition, or a capital that follows
        no other one, a person's; what asks nothing is never one in a sentence."""
        lieu, dits = t.suite.valeur[0], self.mots[i : t.fin]
        exact = all(0.0 in [p.get(m) for m in t.suite.mots] for p in proches[i : t.fin])
        seul = len(self.mots) == len(dits)
        if not all(courant(m.plat) and not m.plat.startswith("saint") for m in dits):
            tete = t.suite.mots[0] in proches[i] or isinstance(lieu, str) or lieu.zonage != "commune"
            sur = exact and (tete or len(dits) > 1)
            return (
                sur or seul or not self.phrase or self.situe(i) or (self.majuscule(i) and not self.personne(i, t.fin))
            )
        entier = exact and len(t.suite.mots) == len(dits)
        if self.phrase and not self.majuscule(i) and all(m.plat in vides() for m in dits):
            return False
        if self.majuscule(i) or seul or (entier and (len(dits) > 1 or not self.phrase)):
            return exact and not (self.phrase and self.personne(i, t.fin) and not entier)
        nom = lieu if isinstance(lieu, str) else lieu.ancien or lieu.libelle
        # « au sens », « du pain »: only a name with its article is said so.
        article = {"au", "aux", "du", "des"}.isdisjoint(dits[0].liens) or re.match(r"les?\b", nom.lower())
        ecrit = dits[0].brut.lower() in re.findall(r"[^\W_]+", nom.lower())  # with its accents
        return bool(entier and article and ecrit and self.situe(i))

    def personne(self, debut: int, fin: int) -> bool:
        """Whether words stand beside another capital, « Jean Dupont », with nothing between."""
        voisins = [i for i in (debut - 1, fin) if 0 <= i < len(self.mots)]
        lies = (self.mots[max(i, debut)].liens if i < debut else self.mots[i].liens for i in voisins)
        return any(
            self.mots[i].brut[0].isupper() and not li for i, li in zip(voisins, lies, strict=True) if i or fin > 1
        )


def _trouver(mots: Sequence[Mot], index: Index, justes: bool) -> list[list[Lue]]:
    """For each word typed, what begins there; `justes`: a known word is not read as the misspelling of another one."""
    noms, ailleurs = _lieux(zonages.empreinte()[1:])
    trouvees: list[list[Lue]] = [[] for _ in mots]
    ecrit, francais = _Ecrit(mots), [courant(m.plat) for m in mots]
    for v, forme in ((noms, "plat"), (courants(), "racine"), (index.mots, "racine")):
        # Any word of a name of place may be cut: « St Séb sur Loire ».
        coupe_min = DEBUT_MIN + (v is not noms)
        coupes = [m is mots[-1] or (not justes and len(m.plat) >= coupe_min) for m in mots]
        proches = [
            dict.fromkeys({getattr(m, forme)} & v.mots, 0.0)
            if est and not (v is noms and ecrit.majuscule(i))
            else _colles(v, getattr(m, forme), m.plat, coupe, justes)
            for i, (m, coupe, est) in enumerate(zip(mots, coupes, francais, strict=True))
        ]
        for i, ici in enumerate(trouvees):
            joints = (t for t in _joindre(v, mots, i, forme) if not all(francais[i : t.fin]))
            lus = (t for t in v.trouver(proches, i) if v is not noms or ecrit.admet(i, t, proches))
            ici += [*lus, *joints]
    exacts = [{m.plat: 0.0} for m in mots]
    for i, ici in enumerate(trouvees):
        # Outside the region, but for a name that several of its communes begin with: « Saint-Denis ».
        memes = [(t.fin, t.suite.valeur[0].cle) for t in ici if t.suite.genre == "lieu" and t.cout < 1]
        dehors = (t for t in ailleurs.trouver(exacts, i) if ecrit.admet(i, t, exacts))
        ici += [d for d in dehors if len({cle for fin, cle in memes if fin == d.fin}) < 2]
    return trouvees


def _colles(v: Vocabulaire, mot: str, entier: str, inacheve: bool, justes: bool) -> dict[str, float]:
    """Known words near to one typed, what is glued before it taken off: « stbrevin », « dyeu », « demploi »."""
    proches = dict(v.proches(mot, entier, inacheve and entier not in COMMUNS, justes))
    if mot in proches:
        return proches
    if coupe := re.fullmatch(r"st(e?)([a-z]{4,})", entier):
        proches = v.proches(f"saint{coupe[1]}{coupe[2]}", f"saint{coupe[1]}{coupe[2]}", True, justes) | proches
    if re.match(r"[dlj][aeiouyh]", entier) and mot[1:] in v.mots:
        proches[mot[1:]] = ELIDE
    return proches


def _joindre(v: Vocabulaire, mots: Sequence[Mot], debut: int, forme: str) -> Iterator[Lue]:
    """Words typed apart that are one known word, or nearly: « laroche sur yon », « chateau briant »."""
    colles = mots[debut].plat
    for fin in range(debut + 2, min(debut + JOINTS_MAX, len(mots)) + 1):
        colles += "".join(mots[fin - 1].liens) + mots[fin - 1].plat
        if len(colles) >= 6:
            proches = v.proches(colles if forme == "plat" else _racine(colles), colles, False, True)
            joints = {connu: cout + 0.3 for connu, cout in proches.items() if cout < 0.9}
            yield from (t._replace(fin=fin) for t in v.trouver([joints], 0) if t.suite.mots[1:] == ())


MOTS_MAX: Final = 24
ELEMENT, VIDE, INCONNU = 0.3, 0.45, 3.3  # costs of one more thing, of a word that asks nothing, of an unknown word
FAISCEAU: Final = 48
CHOIX_MAX: Final = 12  # places or métiers kept for one stretch
NOM_ENTIER: Final = 0.4  # under this doubt, the beginning of the name of a commune is that commune
MEME: Final = 75  # likeness of a head and of a word that may misspell it
ACCESSOIRE: Final = 2.5  # a complement, for a métier
PROCHE: Final = 0.75  # how much further than the best a place or a métier may be and still be proposed
_MOIS = {plat(m): f"{i:02}" for i, m in enumerate(MOIS, 1)}
_RANGS = {"premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4"}
# Kinds of things that an answer may not hold.
MUETS: Final = ("inconnu", "public")


class Element(NamedTuple):
    """One thing said: words `debut` to `fin` (excluded), what it is, its readings from the surest.

    `genre`: `lieu`, `metier`, `chiffre`, `verbe`, `secteur`, `zonage`, `entree`, `absent`, `definition`, `fiche` and
    `ecrit` (a figure) of the convention, `annee`, `morceau` (of it), `ailleurs` (out of the region), `sans` (a métier
    that the survey does not ask), `public` (people, whom a figure may tell apart) or `inconnu`. `sur`: the words are
    its name, or lead it; not a complement (« chat » of « éleveur de chats ») nor a misspelling.
    """

    debut: int
    fin: int
    genre: str
    choix: tuple[Any, ...]
    cout: float
    sur: bool = True


@dataclass(frozen=True)
class Sens:
    """What a line was understood to say: its words, things said in order, doubt left (0 is certain); as typed, and
    whether it is a sentence."""

    mots: tuple[Mot, ...]
    elements: tuple[Element, ...]
    cout: float
    texte: str = ""
    phrase: bool = False

    @property
    def annees(self) -> list[str]:
        """Years said."""
        return self.premiers("annee")

    def de(self, genre: str) -> list[Element]:
        """Things said of one kind, in order."""
        return [e for e in self.elements if e.genre == genre]

    def premiers(self, genre: str) -> list[Any]:
        """The surest reading of each thing of one kind."""
        return [e.choix[0] for e in self.de(genre)]

    def bruts(self, *genres: str) -> list[str]:
        """Words of some kinds, as they were typed."""
        return [m.brut for e in self.elements if e.genre in genres for m in self.mots[e.debut : e.fin]]


def lire(texte: str, index: Index) -> Sens | None:
    """The surest reading of a line with the métiers of a vintage of the survey; None when it says nothing."""
    mots = decouper(texte)[:MOTS_MAX]
    lue = _lire(mots, index, True)
    if lue is None or lue.cout >= INCONNU or lue.bruts(*MUETS, "ailleurs"):
        # A known word that leaves the rest unexplained may be the misspelling of another one.
        lectures = filter(None, (lue, _lire(mots, index, False)))
        lue = min(lectures, key=lambda s: s.cout, default=None)
    return lue and replace(lue, texte=texte)


def _lire(mots: Sequence[Mot], index: Index, justes: bool) -> Sens | None:
    n = len(mots)
    trouvees = _trouver(mots, index, justes)
    ecrit = _Ecrit(mots)
    elements: list[list[Element]] = [
        [*_reunir(i, mots, trouvees[i], ecrit), *_nombres(mots, i, index)] for i in range(n)
    ]
    chemins: list[list[tuple[float, tuple[Element, ...]]]] = [[] for _ in range(n + 1)]
    chemins[0] = [(0.0, ())]
    for i, m in enumerate(mots):
        for cout, dits in sorted(chemins[i], key=lambda c: c[0])[:FAISCEAU]:
            for e in elements[i]:
                chemins[e.fin].append((cout + e.cout + ELEMENT + _double(dits, e), (*dits, e)))
            if m.racine in vides() or m.plat in vides() or _compte(mots, i):
                chemins[i + 1].append((cout + VIDE, dits))
            else:
                inconnu = Element(i, i + 1, "inconnu", (m.brut,), INCONNU)
                chemins[i + 1].append((cout + INCONNU, (*dits, inconnu)))
    cout, dits = min(((c, dits) for c, dits in chemins[n] if dits), key=lambda c: c[0], default=(0.0, ()))
    return Sens(tuple(mots), dits, cout, phrase=ecrit.phrase) if dits else None


def _double(dits: Sequence[Element], e: Element) -> float:
    memes = [d for d in dits if d.genre == e.genre]
    if e.genre == "chiffre":
        dit = e.choix[0]
        if any(dit in GENERAUX.get(d.choix[0], ()) or d.choix[0] in GENERAUX.get(dit, ()) for d in memes):
            return 0.0
    return DOUBLES.get(e.genre, 0.0) if memes else 0.0


def _compte(mots: Sequence[Mot], i: int) -> bool:
    """Whether a word is how many are asked: « top 10 », « les 5 bassins »."""
    apres = bool({"les", "l"} & {*mots[i].liens}) or (i > 0 and mots[i - 1].plat in ("top", "premier", "premiers"))
    return apres and bool(re.fullmatch(r"\d{1,2}", mots[i].plat))


def _reunir(debut: int, mots: Sequence[Mot], trouvees: Sequence[Lue], ecrit: _Ecrit) -> list[Element]:
    """One element a stretch and a kind: places and métiers keep their readings, other kinds their surest. A métier
    whose head is not said is doubted in a sentence, unless it is said as a field, « dans la sécurité »."""
    mot = mots[debut]
    groupes: dict[tuple[int, str], list[Lue]] = defaultdict(list)
    for t in trouvees:
        if t.suite.genre in ("metier", "sans") and t.fin == debut + 1 and mot.racine in vides():
            continue  # « emploi » alone is no métier, though some have it in their name
        groupes[t.fin, t.suite.genre].append(t)
    elements = []
    for (fin, genre), groupe in groupes.items():
        cout = min(t.cout for t in groupe)
        vus: dict[Any, Any] = {}
        for t in sorted(groupe, key=_doute_du_lieu if genre == "lieu" else lambda t: t.cout):
            if t.cout <= cout + PROCHE:
                valeur = t.suite.valeur[0] if genre == "lieu" else t.suite.valeur
                vus.setdefault(getattr(valeur, "cle", valeur), valeur)
        maximum = CHOIX_MAX if genre in ("lieu", "metier", "ecrit") else 1
        dits = {forme for m in mots[debut:fin] for forme in (m.plat, m.racine)}
        tete = any(fuzz.ratio(t.suite.mots[0], dit) > MEME for t in groupe for dit in dits)
        sur = genre not in ("lieu", "metier") or tete
        if genre == "lieu" and PROPRES.issuperset(m.plat for m in mots[debut:fin]):  # « la flèche » may be no town
            sur = not ecrit.phrase or ecrit.majuscule(debut) or ecrit.situe(debut)
        if genre == "metier" and fin > debut + 1:
            sur |= any(t.suite.valeur.pourquoi.startswith(("titre", "libellé")) for t in groupe)
        champ = {"dans", "en"} & {*mot.liens} or (debut and mots[debut - 1].racine in ("metier", "secteur", "filier"))
        if genre == "metier" and ecrit.phrase and not (sur or champ):
            cout += ACCESSOIRE
        elements.append(Element(debut, fin, genre, tuple(vus.values())[:maximum], cout, sur))
    return elements


def _doute_du_lieu(t: Lue) -> tuple:
    """Rank of a place in a stretch: its doubt; at the same doubt the order of the zonings, then the most populated.

    A commune goes before the zones that took its name: « Ancenis » is first Ancenis-Saint-Géréon.
    """
    lieu, population = t.suite.valeur
    doute = t.cout + 0.08
    if lieu.zonage == "commune":
        doute = t.cout - t.reste + min(t.reste, 0.05) if t.reste < NOM_ENTIER else t.cout
    return round(doute, 2), recherche_lieux.CHERCHES.index(lieu.zonage), bool(lieu.ancien), -population, lieu.code


def _nombres(mots: Sequence[Mot], i: int, index: Index) -> list[Element]:
    """Years, quarters, months, and codes: département, postal code, Insee, SIREN, bassin, survey, ROME."""
    m = mots[i].plat
    suivant = mots[i + 1].plat if i + 1 < len(mots) else ""
    rang = _RANGS.get(m) or "".join(re.findall(r"^([1-4])(?:e|er|eme|ere|nd|nde)?$", m))
    un_metier = re.search(r"\d", m) and re.search(r"[a-z]", m)
    lus: list[tuple[int, str, Sequence[Any]]] = [
        (1, "annee", re.findall(r"^(?:19|20)\d\d$", m) or _autre_an(mots, i)),
        (1, "morceau", re.findall(r"^T[1-4]$", m.upper())),
        (2, "morceau", [f"T{rang}"] if rang and suivant.startswith("trim") else []),
        (1, "morceau", [_MOIS[m]] if m in _MOIS else []),
        (2, "lieu", lieux_du_code(m + suivant) if re.fullmatch(r"\d\d \d{3}", f"{m} {suivant}") else []),
        (1, "lieu", lieux_du_code(m) if re.fullmatch(r"\d{2,9}", m) else []),
        (1, "metier", (index.par_code(m.upper()) or index.suites(m.upper())) if un_metier else []),
    ]
    return [Element(i, i + n, genre, tuple(choix), 0.0) for n, genre, choix in lus if choix]


def _autre_an(mots: Sequence[Mot], i: int) -> list[str]:
    """A year of another millennium, said as one: « en 1247 », « l’an 3000 »."""
    dit = "en" in mots[i].liens or (i > 0 and mots[i - 1].plat == "an")
    return re.findall(r"^[123]\d{3}$", mots[i].plat) if dit else []


def lieux_du_code(code: str) -> list[recherche_lieux.Lieu]:
    """Places of a code: those that a postal code serves, then the one that bears it."""
    if code in zonages.DEPARTEMENTS:
        return [recherche_lieux.Lieu("departement", code, zonages.DEPARTEMENTS[code])]
    postaux = recherche_lieux.codes_postaux().get(code, ())
    lieux = [recherche_lieux.Lieu("commune", c, zonages.libelle_zone("commune", c)) for c in postaux]
    lieux += recherche_lieux.chercher(code)
    with suppress(KeyError):  # a bassin and a zone d'emploi may bear the same code
        lieux.append(recherche_lieux.Lieu("ze", code, zonages.libelle_zone("ze", code)))
    return list({li.cle: li for li in lieux}.values())[:CHOIX_MAX]
