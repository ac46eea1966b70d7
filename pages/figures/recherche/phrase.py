"""The best reading of a whole line: each stretch of words is one thing, and the things must go together."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from data_loaders.francais import MOIS
from data_loaders.metiers.vocabulaire import Lue, plat
from geo import recherche as recherche_lieux, zonages
from geo.recherche import Lieu
from pages.figures.recherche.lexique import DOUBLES, GENERAUX, Lexique, Mot, decouper, vides

MOTS_MAX: Final = 24
ELEMENT, VIDE, INCONNU = 0.3, 0.45, 3.3  # costs of one more thing, of a word that asks nothing, of an unknown word
FAISCEAU: Final = 48
CHOIX_MAX: Final = 12  # places or métiers kept for one stretch
NOM_ENTIER: Final = 0.4  # under this doubt, the beginning of the name of a commune is that commune
PROCHE: Final = 0.75  # how much further than the best a place or a métier may be and still be proposed
_MOIS = {plat(m): f"{i:02}" for i, m in enumerate(MOIS, 1)}
_RANGS = {"premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4"}
# Kinds of things that an answer may not hold.
MUETS: Final = ("inconnu", "public")


class Element(NamedTuple):
    """One thing said: words `debut` to `fin` (excluded), what it is, its readings from the surest.

    `genre`: `lieu`, `metier`, `chiffre`, `verbe`, `secteur`, `zonage`, `entree`, `absent`, `definition`, `fiche` and
    `ecrit` (a figure) of the convention, `annee`, `morceau` (of it), `ailleurs` (out of the region), `sans` (a métier
    that the survey does not ask), `public` (people, whom a figure may tell apart) or `inconnu`.
    """

    debut: int
    fin: int
    genre: str
    choix: tuple[Any, ...]
    cout: float


@dataclass(frozen=True)
class Sens:
    """What a line was understood to say.

    Attributes:
        texte: as typed. mots: its words. elements: things said, in order.
        annees: years. morceau: « T3 », « 06 » for a quarter or a month, "" without any.
        cout: doubt left; 0 is certain.
    """

    mots: tuple[Mot, ...]
    elements: tuple[Element, ...]
    cout: float
    annees: tuple[str, ...] = ()
    morceau: str = ""
    texte: str = ""

    def de(self, genre: str) -> list[Element]:
        """Things said of one kind, in order."""
        return [e for e in self.elements if e.genre == genre]

    def premiers(self, genre: str) -> list[Any]:
        """The surest reading of each thing of one kind."""
        return [e.choix[0] for e in self.de(genre)]

    def bruts(self, *genres: str) -> list[str]:
        """Words of some kinds, as they were typed."""
        return [m.brut for e in self.elements if e.genre in genres for m in self.mots[e.debut : e.fin]]


def lire(texte: str, lexique: Lexique) -> Sens | None:
    """The surest reading of a line; None when it says nothing."""
    mots = decouper(texte)[:MOTS_MAX]
    lue = _lire(mots, lexique, justes=True)
    if lue is None or lue.cout >= INCONNU or lue.bruts(*MUETS, "ailleurs"):
        # A known word that leaves the rest unexplained may be the misspelling of another one.
        lectures = filter(None, (lue, _lire(mots, lexique, justes=False)))
        lue = min(lectures, key=lambda s: s.cout, default=None)
    return lue and replace(lue, texte=texte)


def _lire(mots: Sequence[Mot], lexique: Lexique, justes: bool) -> Sens | None:
    n = len(mots)
    trouvees = lexique.trouver(mots, justes)
    elements: list[list[Element]] = [[*_reunir(i, mots[i], trouvees[i]), *_nombres(mots, i, lexique)] for i in range(n)]
    chemins: list[list[tuple[float, tuple[Element, ...]]]] = [[] for _ in range(n + 1)]
    chemins[0] = [(0.0, ())]
    for i, m in enumerate(mots):
        for cout, dits in sorted(chemins[i], key=lambda c: c[0])[:FAISCEAU]:
            for e in elements[i]:
                chemins[e.fin].append((cout + e.cout + ELEMENT + _double(dits, e), (*dits, e)))
            if m.racine in vides() or m.plat in vides():
                chemins[i + 1].append((cout + VIDE, dits))
            else:
                inconnu = Element(i, i + 1, "inconnu", (m.brut,), INCONNU)
                chemins[i + 1].append((cout + INCONNU, (*dits, inconnu)))
    cout, dits = min(((c, dits) for c, dits in chemins[n] if dits), key=lambda c: c[0], default=(0.0, ()))
    return _lecture(mots, dits, cout) if dits else None


def _double(dits: Sequence[Element], e: Element) -> float:
    memes = [d for d in dits if d.genre == e.genre]
    if e.genre == "chiffre" and any(e.choix[0] in GENERAUX.get(d.choix[0], ()) for d in memes):
        return 0.0
    return DOUBLES.get(e.genre, 0.0) if memes else 0.0


def _lecture(mots: Sequence[Mot], dits: Sequence[Element], cout: float) -> Sens:
    annees = tuple(e.choix[0] for e in dits if e.genre == "annee")
    morceau = next((e.choix[0] for e in dits if e.genre == "morceau"), "")
    return Sens(tuple(mots), tuple(dits), cout, annees, morceau)


def _reunir(debut: int, mot: Mot, trouvees: Sequence[Lue]) -> list[Element]:
    """One element a stretch and a kind: places and métiers keep their readings, other kinds their surest."""
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
        elements.append(Element(debut, fin, genre, tuple(vus.values())[:maximum], cout))
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


def _nombres(mots: Sequence[Mot], i: int, lexique: Lexique) -> list[Element]:
    """Years, quarters, months, and codes: département, postal code, Insee, SIREN, bassin, survey, ROME."""
    m = mots[i].plat
    suivant = mots[i + 1].plat if i + 1 < len(mots) else ""
    elements = []
    if re.fullmatch(r"(19|20)\d\d", m):
        elements.append(Element(i, i + 1, "annee", (m,), 0.0))
    if t := re.fullmatch(r"t([1-4])", m):
        elements.append(Element(i, i + 1, "morceau", (f"T{t[1]}",), 0.0))
    if suivant.startswith("trim"):
        rang = _RANGS.get(m) or (r[1] if (r := re.fullmatch(r"([1-4])(?:e|er|eme|ere|nd|nde)?", m)) else "")
        if rang:
            elements.append(Element(i, i + 2, "morceau", (f"T{rang}",), 0.0))
    if m in _MOIS:
        elements.append(Element(i, i + 1, "morceau", (_MOIS[m],), 0.0))
    if re.fullmatch(r"\d\d", m) and re.fullmatch(r"\d{3}", suivant) and (trouves := lieux_du_code(m + suivant)):
        elements.append(Element(i, i + 2, "lieu", tuple(trouves), 0.0))
    if re.fullmatch(r"\d{2,9}", m) and (trouves := lieux_du_code(m)):
        elements.append(Element(i, i + 1, "lieu", tuple(trouves), 0.0))
    if re.search(r"\d", m) and re.search(r"[a-z]", m):
        index, code = lexique.index, m.upper()
        if groupes := index.par_code(code) or index.suites(code):
            elements.append(Element(i, i + 1, "metier", tuple(groupes), 0.0))
    return elements


def lieux_du_code(code: str) -> list[Lieu]:
    """Places of a code: those that a postal code serves, then the one that bears it."""
    if code in zonages.DEPARTEMENTS:
        return [Lieu("departement", code, zonages.DEPARTEMENTS[code])]
    postaux = recherche_lieux.codes_postaux().get(code, ())
    lieux = [Lieu("commune", c, zonages.libelle_zone("commune", c)) for c in postaux]
    lieux += recherche_lieux.chercher(code)
    if nom := _libelle("ze", code):  # a bassin and a zone d'emploi may bear the same code
        lieux.append(Lieu("ze", code, nom))
    return list({li.cle: li for li in lieux}.values())[:CHOIX_MAX]


def _libelle(zonage: str, code: str) -> str:
    try:
        return zonages.libelle_zone(zonage, code)
    except KeyError:
        return ""
