"""What a line asks, its places resolved: the zones that speak for them, the figures, the period, the diplomas.

A line names a diploma when it says its type and words of its name, or its whole name; a word that no diploma holds
leaves the line to the rest of the search.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau, periodes_de
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import INSEC, enumeration
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import (
    diplomes as menants,
    formation,
    indices_complets,
    liens,
    ou_se_former as ou_se_former_lu,
)
from data_loaders.metiers.recherche import Index, Trouve, plat
from data_loaders.portraits import Memoire, lire_marches
from geo import lieux as prepositions, sujets, zonages
from geo.recherche import Lieu
from geo.territoire import DE_LA_REGION
from pages.figures.formation.ou import annonce, devenir
from pages.figures.recherche import lexique
from pages.figures.recherche.lexique import GENERAUX, MUETS, SIGLES, TYPES, Element, Mot, Sens, decouper, vides

DEBUT_MIN: Final = 4  # letters
NOM_MIN: Final = 3  # words of a name said whole, without its type


class Diplome(NamedTuple):
    """A diploma that can be found: its code, its name; its type, the other words of its name, their initials."""

    code: str
    libelle: str
    genre: str
    noms: frozenset[str]
    initiales: str


def diplomes_suivis(donnees: Donnees) -> list[Diplome]:
    """Diplomas that InserJeunes follows, those with most learners last edition first."""
    suivis = formation.insertion(donnees)
    derniere = suivis[suivis["periode"] == suivis["periode"].max()]
    effectifs = derniere.groupby("code")["annee_terminale"].sum()
    noms = formation.diplomes(donnees)["libelle"]
    codes = (c for c in suivis["code"].unique() if c in noms)
    lus = []
    for code in sorted(codes, key=lambda c: (-float(effectifs.get(c, 0)), noms[c])):
        mots = decouper(noms[code])
        plats = " ".join(m.plat for m in mots)
        genre = next((t for t in TYPES.values() if f"{plats} ".startswith(f"{t} ")), "")
        reste = mots[len(genre.split()) :]
        dits = frozenset(m.racine for m in reste), "".join(m.plat[0] for m in reste)
        lus.append(Diplome(code, noms[code], genre, *dits))
    return lus


def nommes(connus: Sequence[Diplome], texte: str) -> list[Diplome]:
    """Diplomas that a line names, five at most, the most learnt first; those whose name is said whole before."""
    genre, mots = type_et_mots(texte)
    trouves = []
    for rang, d in enumerate(connus if mots else ()):
        if genre and d.genre != genre:
            continue
        # Enough letters of a word stand for it.
        lus = (
            m.racine in d.noms
            or m.plat == d.initiales
            or (len(m.plat) >= DEBUT_MIN and any(n.startswith(m.plat) for n in d.noms))
            for m in mots
        )
        entier = {m.racine for m in mots} >= d.noms
        if all(lus) and (genre or (entier and len(d.noms) >= NOM_MIN)):
            trouves.append((not entier, rang, d))
    # A diploma and the one that replaces it may have one name: the one with most learners answers.
    return list({d.libelle: d for _, _, d in sorted(trouves, reverse=True)}.values())[::-1][:5]


@dataclass(frozen=True, eq=False)
class Formations:
    """What leads to each métier, and where; `offre` is None where no file of places is loaded."""

    sources: menants.Sources
    offre: pd.DataFrame | None


def formations_lues(donnees: Donnees) -> Formations:
    """Those of the files loaded."""
    fap = liens.metiers_listes(donnees, donnees.periodes("bmo")[-1])["nomenclature"].iloc[0]
    s = menants.sources(donnees, fap)
    return Formations(s, ou_se_former_lu.lire(donnees, s))


def menent(donnees: Donnees, lues: Formations, niveau: str, code: str) -> tuple[list[str], Any]:
    """Codes of the diplomas that lead to a group of métiers and are followed, and those that lead there directly."""
    comptent = liens.comptent(donnees, niveau, (code,), "", indices_complets.offres_par_rome(donnees))
    m, _ = menants.au_coeur(menants.menant(donnees, lues.sources, (code,)), comptent)
    return [d.code for d in ou_se_former_lu.retenus(m.suivis, m.autres)], menants.directs(m)


def ou_se_former(contexte: "Contexte", niveau: str, code: str, nom: str, lieu: str) -> str:
    """« Devenir soudeur près de Saint-Nazaire : deux lycées »; what leads there where no file of places is loaded, or
    without `lieu`."""
    quoi, lues = devenir(nom, niveau == "metier"), contexte.lire(formations_lues) if lieu else None
    if lues is None or lues.offre is None or niveau not in bmo.LONGUEURS:
        return f"{quoi}\u00a0: les diplômes, où se former, l’emploi après"
    codes, directs = contexte.lire(menent, lues, niveau, code)
    return annonce(quoi, ou_se_former_lu.autour(lues.offre, lues.sources, codes, *lieu.split(":")), directs)


def type_et_mots(texte: str) -> tuple[str, list[Mot]]:
    """The type of diploma that a line says, "" without any, and its words that are to be found in a name."""
    plats = " ".join(m.plat for m in decouper(texte))
    for sigle, nom in SIGLES.items():
        plats = re.sub(rf"\b{re.escape(sigle)}\b", nom, plats)
    genre = ""
    for dit in sorted(TYPES, key=len, reverse=True):
        if re.search(rf"\b{dit}\b", plats):
            genre, plats = TYPES[dit], re.sub(rf"\b{dit}\b", " ", plats, count=1)
            break
    ignores = vides() | {m.racine for m in decouper("insertion deviennent devenir diplôme débouchés formation après")}
    return genre, [m for m in decouper(plats) if m.racine not in ignores]


# Zonings of the survey, the finest first.
METEO: Final = ("bassin", "departement")
SPO_ZEF_GTEC: Final = ("spo", "zef", "gtec")
# Figures of which a public is told apart, and those of the young that are not of job-seekers.
CHOMEURS: Final = frozenset(("taux_chomage", "defm_a", "defm_abc", "inscrits_a_e", "defm_a_cvs"))
JEUNES: Final = {"defm_jeunes": "recrutements_jeunes"}
COMPARES_MAX: Final = 4
CITES_MAX, CITE_MAX = 5, 30  # unknown words told, letters of each
# « le plus », « plus élevé », « pire » ; not « le plus bas », nor « plus de 50 ans », « le plus près ».
_PETIT: Final = r"bas(?:ses?)?|faibles?|petite?s?|rares?|faciles?"
_AILLEURS: Final = r"de \d|pres|proches?|recente?s?|souvent|possible|tot|tard|vite|vieux|ancienn?e?s?"
SUPERLATIFS: Final = {
    "bas": re.compile(rf"\bplus (?:{_PETIT})\b|\bmeilleure?s?\b|\b(?:le|la|les) moins\b(?!( de)? \d)"),
    "haut": re.compile(
        rf"\b(?:le|la|les|t on|on) plus\b(?! (?:{_AILLEURS})\b)|\bpires?\b|\btop\b|\bclassement\b"
        r"|\bplus (?:haute?s?|elevee?s?|forte?s?|importante?s?|difficiles?|grande?s?|peuplee?s?|mal)\b"
    ),
}
MOINS: Final = re.compile(r"\bmoins\b(?!( de)? \d)")  # the lowest, of a question that names no place
TAILLE_MAX: Final = 20
DOUTEUX: Final = 0.5  # a name that is not written as it is
CONTENANTS: Final = ("departement", "region")  # places whose zones are ranked
GESTES: Final = frozenset(("evolution", "comparer", "emploi", "pourquoi", "source", "carte"))  # they say no subject
LA_REGION: Final = Lieu("region", zonages.REGION, zonages.NOM_REGION)


class Contexte(Memoire):
    """What the data in force can answer, each thing read once, when it is asked."""

    def __init__(self, donnees: Donnees | None = None, garder: Callable[..., Any] | None = None) -> None:
        """Read nothing yet. Without data, places, screens and the convention answer."""
        super().__init__(donnees, garder)
        self.annees = tuple(donnees.millesimes("bmo")) if donnees else ()

    def lire(self, f: Callable[..., Any], *args: Any) -> Any:
        """What a function reads of the data."""
        return self.garder(f, self.donnees, *args)

    def index(self, annee: str = "") -> Index:
        """Words of the métiers of a vintage, the last one by default."""
        return self.lire(Index, annee) if self.donnees else _SANS_METIER

    def periodes(self, ind: Indicateur, zonage: str) -> tuple[str, ...]:
        """Periods loaded, oldest first."""
        return self.lire(periodes_de, ind, zonage) if self.donnees else ()

    def tableau(self, code: str, zonage: str) -> Tableau | None:
        """Figures of an indicator on a zoning, None where nothing is loaded."""
        return super().tableau(code, zonage) if self.periodes(INDICATEURS[code], zonage) else None

    def groupes(self, niveau: str, zonage: str, zone: str) -> pd.DataFrame:
        """What is said of every group of a level in one zone."""
        return self.garder(lire_marches, self.donnees, niveau, zonage, code_zone=zone)

    @property
    def diplomes(self) -> Sequence[Diplome]:
        """Diplomas that can be found by their name."""
        return self.lire(diplomes_suivis) if self.donnees else ()


_SANS_METIER: Final = Index()


class Niveau(NamedTuple):
    """Where a figure is read for a place asked."""

    zonage: str
    code: str
    lieu: Lieu

    @property
    def zone(self) -> str:
        """`bassin:5209`."""
        return f"{self.zonage}:{self.code}"

    @property
    def nom(self) -> str:
        """« zone d’emploi d’Alençon », « Sarthe », « CC Maine Saosnois »."""
        return nom(self.zonage, self.code)

    @property
    def remplace(self) -> str:
        """The place asked, where another one speaks for it: « ZEF de Redon »; "" where the zone has its name."""
        zonage, code, dit = self.lieu[:3]
        if zonage == "region" or dit.partition(" (")[0] in self.nom:
            return ""
        return nom(zonage, code) if zonage in SPO_ZEF_GTEC else dit

    @property
    def ou(self) -> str:
        """« autour de Mamers », « en Mayenne », « dans la région », « dans le SPO d’Ancenis »."""
        if self.lieu.zonage == "region":
            return "dans la région"
        if self.zonage == "departement":  # that of a commune is not said to be around it
            return prepositions.locatif(self.zonage, self.code)
        if self.lieu.zonage in SPO_ZEF_GTEC:
            return f"dans {'la' if self.lieu.zonage == 'zef' else 'le'} {nom(self.lieu.zonage, self.lieu.code)}"
        if self.lieu.zonage == "epci" or self.lieu.zonage == self.zonage == "commune":
            return prepositions.locatif(self.lieu.zonage, self.lieu.code)
        return f"autour {prepositions.genitif(self.lieu.zonage, self.lieu.code)}"


def nom(zonage: str, code: str) -> str:
    """« bassin d’emploi de Mamers », « commune du Mans », « Vendée », « SPO d’Ancenis »."""
    if zonage in ("region", "departement", "epci"):
        return zonages.libelle_zone(zonage, code)
    quoi = zonage.upper() if zonage in SPO_ZEF_GTEC else zonages.zonage(zonage).libelle_zone
    return f"{quoi} {prepositions.genitif(zonage, code)}".partition(" (")[0]


def au_niveau(lieu: Lieu, possibles: Sequence[str]) -> Niveau | None:
    """The zone that speaks for a place among zonings, the finest first; None when none holds enough of it."""
    r = sujets.rattacher(lieu.zonage, lieu.code, possibles)
    return Niveau(r.zonage, r.code, lieu) if r else None


@dataclass
class Demande:
    """What a reading asks, the likeliest place of each one; `zonage`: that asked without a place, "" without any."""

    lecture: Sens
    contexte: Contexte
    lieux: list[Lieu]
    zonage: str

    @property
    def verbes(self) -> list[str]:
        """Screens and gestures asked."""
        return self.lecture.premiers("verbe")

    @property
    def chiffres(self) -> list[str]:
        """Indicators asked."""
        dits = self.lecture.premiers("chiffre")
        # « DEFM, catégories A, B, C »: the more precise one is meant.
        dits = [c for c in dits if not set(GENERAUX.get(c, ())) & set(dits)]
        if not dits and self.recrutement:
            return ["bmo_projets"]
        if public := self.public:
            if self.public_absent:  # all job-seekers there, then the people named where they are told apart
                return ["inscrits_a_e", public]
            return [public, *(c for c in dits if c not in CHOMEURS and c != "bmo_projets" and c != public)]
        return dits

    @property
    def public(self) -> str:
        """The figure of the people named, « seniors au chômage »; "" without any."""
        code = next(iter(self.lecture.premiers("public")), "")
        dits = set(self.lecture.premiers("chiffre"))
        autres = {"metier", "secteur", "terme", "fiche", "ecrit", "sans"} & {e.genre for e in self.lecture.elements}
        if code in JEUNES and dits == {"bmo_projets"} and not autres:
            return JEUNES[code]
        return "" if code not in INDICATEURS or autres or (dits and not dits & CHOMEURS) else code

    @property
    def public_absent(self) -> bool:
        """Whether the people named are not told apart where they are asked."""
        code = self.public
        return bool(code and self.lieux) and not all(au_niveau(li, INDICATEURS[code].zonages) for li in self.lieux)

    @property
    def incompris(self) -> list[str]:
        """Words not understood, as they were typed; those of a place outside the region too."""
        return self.lecture.bruts(*(MUETS if not self.public else ("inconnu",)), "ailleurs")

    @property
    def metiers(self) -> list[tuple[Trouve, ...]]:
        """For each métier asked, its readings; what is said most surely first."""
        return [e.choix for e in sorted(self.lecture.de("metier"), key=lambda e: round(e.cout, 1))]

    @property
    def formation(self) -> bool:
        """Whether what is asked is how one trains for métiers, or what becomes of those who did."""
        # « insertion soudeur »: that of the IAE is counted by no métier.
        insertion = "iae_beneficiaires" in self.lecture.premiers("chiffre") and bool(self.metiers)
        return "formation" in self.verbes or insertion

    @property
    def texte(self) -> str:
        """The line, flat, its words one space apart."""
        return " ".join(re.findall(r"[^\W_]+", plat(self.lecture.texte)))

    @property
    def superlatif(self) -> str:
        """« haut » or « bas » where the highest or the lowest is asked."""
        moins = "bas" if not self.lieux and MOINS.search(self.texte) else ""
        return next((sens for sens, motif in SUPERLATIFS.items() if motif.search(self.texte)), moins)

    @property
    def rang(self) -> int:
        """How many of the first are asked, « les cinq bassins les plus difficiles », of the region or of a
        département; 0 where none is, or where a smaller place is said."""
        if not self.superlatif or any(li.zonage not in CONTENANTS for li in self.lieux):
            return 0
        dits = (
            lexique.NOMBRES.get(m.plat) or (int(m.plat) if re.fullmatch(r"\d{1,2}", m.plat) else 0)
            for m in self.lecture.mots
        )
        plusieurs = re.search(r"\bles plus\b|\bclassement\b|\btop\b", self.texte)
        return min(next(filter(None, dits), 5 if plusieurs else 1), TAILLE_MAX)

    @property
    def recrutement(self) -> bool:
        """Whether « recruter » asks how many: of places that are compared, or ranked."""
        if "meteo" not in self.verbes or re.search(r"\b(?:metiers?|secteurs?|manquent?)\b", self.texte):
            return False
        return len(self.lieux) > 1 or bool(self.rang and (self.zonage or re.search(r"\bou\b", self.texte)))

    @property
    def personne(self) -> bool:
        """Whether a person is named: two words not understood that follow each other, each with its capital, one of
        them at least no word of everyday French."""
        mots, inconnus = self.lecture.mots, {e.debut for e in self.lecture.de("inconnu")}
        nommes = (i for i in inconnus if i + 1 in inconnus and not mots[i + 1].liens)
        paires = ((mots[i], mots[i + 1]) for i in nommes)
        return any(all(m.brut.istitle() for m in p) and not all(lexique.courant(m.plat) for m in p) for p in paires)

    @property
    def sure(self) -> bool:
        """Whether what was understood is what was asked: not of a person, of a place outside the region alone, nor a
        gesture or a complement among words that are not understood, nor a few words of another language."""
        if (self.lecture.de("ailleurs") and not self.lieux) or self.personne:
            return False
        muets = {*MUETS, "ailleurs", "sans"} - {"public" if self.public else ""}
        dits = [e for e in self.lecture.elements if e.genre not in muets]
        inconnus = len(self.lecture.de("inconnu"))
        pleins = [e for e in dits if e.sur and not (e.genre == "verbe" and inconnus and e.choix[0] in GESTES)]
        return (bool(pleins) or not (inconnus or self.lecture.phrase)) and not 2 * len(dits) < inconnus > 2

    @property
    def evolution(self) -> bool:
        """Whether what is asked is a curve."""
        return "evolution" in self.verbes or len(self.lecture.annees) > 1

    def periode(self, ind: Indicateur, zonage: str) -> str:
        """The period asked where it is loaded, "" otherwise."""
        if not self.lecture.annees:
            return ""
        annee = self.lecture.annees[-1]
        voulues = [p for p in self.contexte.periodes(ind, zonage) if p.startswith(annee)]
        exactes = [p for p in voulues if p.partition("-")[2] in self.lecture.premiers("morceau")[:1]]
        return (exactes or voulues or [""])[-1]

    @property
    def annee(self) -> str:
        """The vintage of the survey asked, "" for the last."""
        return next((a for a in self.lecture.annees if a in self.contexte.annees), "")

    def places(self, possibles: Sequence[str]) -> list[Niveau]:
        """One zone for each place asked, of one and the same zoning where there is one; four at most."""
        uniques = [li for li in self.lieux if li.zonage != "region"]
        communs = [z for z in possibles if {li.zonage for li in uniques} == {z}]
        par_zonage = ([au_niveau(li, (z,)) for li in uniques] for z in (*communs, *possibles))
        if len(uniques) < 2 or not (places := next(filter(all, par_zonage), None)):
            places = [n for li in uniques if (n := au_niveau(li, possibles))]
        return list({p.zone: p for p in places if p.zonage == places[0].zonage}.values())[:COMPARES_MAX]

    def meteo(self) -> list[Niveau]:
        """Where the survey speaks of the places asked; the region without any."""
        lus = [au_niveau(li, METEO) or Niveau("region", zonages.REGION, LA_REGION) for li in self.lieux or [LA_REGION]]
        return list({n.zone: n for n in lus}.values())


def demander(lecture: Sens, contexte: Contexte) -> Demande:
    """Resolve the places of a reading with the zonings said beside them."""
    if len(lecture.de("inconnu")) > 1:  # among words of another language, a name misspelt is none
        gardes = tuple(e for e in lecture.elements if e.genre != "lieu" or e.cout < DOUTEUX or lecture.de("chiffre"))
        lecture = replace(lecture, elements=gardes)
    lieux = _lieux(lecture)
    zones = lecture.premiers("zonage")
    sans_lieu = [z for z in zones if not lecture.de("lieu") or z != "region"]
    if "region" in zones and (not lieux or "comparer" in lecture.premiers("verbe")):
        lieux.append(LA_REGION)
        sans_lieu = [z for z in sans_lieu if z != "region"]
    return Demande(lecture, contexte, lieux, sans_lieu[0] if sans_lieu else "")


def _lieux(lecture: Sens) -> list[Lieu]:
    elements = [e for e in lecture.elements if e.genre in ("lieu", "zonage")]
    resolus: list[tuple[Lieu, ...]] = []
    courant = ""
    for e, suivant in zip(elements, [*elements[1:], None], strict=False):
        if e.genre == "zonage":
            courant = e.choix[0]
            continue
        apres = suivant.choix[0] if suivant and suivant.genre == "zonage" and suivant.debut == e.fin else ""
        resolus.append(_au_zonage(_orienter(e, lecture), courant or apres))
    if "comparer" not in lecture.premiers("verbe"):
        resolus = _situer(resolus)
    elif any(choix[0].zonage == "commune" for choix in resolus):  # beside Laval, Mayenne is the town
        resolus = [tuple(sorted(choix, key=lambda li: li.zonage != "commune")) for choix in resolus]
    return [choix[0] for choix in resolus]


def _orienter(e: Element, lecture: Sens) -> tuple[Lieu, ...]:
    """« la Mayenne », « en Mayenne » and « Mayenne » alone are the département, « à Mayenne » the commune."""
    liens = lecture.mots[e.debut].liens
    if "a" in liens and "la" not in liens:
        return e.choix
    return tuple(sorted(e.choix, key=lambda li: li.zonage != "departement"))


def _au_zonage(choix: tuple[Lieu, ...], zonage: str) -> tuple[Lieu, ...]:
    """Readings that a zoning said beside a place leaves: its zone of that name, else the one that holds the place."""
    if not zonage or zonage == "region":
        return choix
    if nommes := tuple(li for li in choix if li.zonage == zonage):
        return nommes
    premiers = [li for li in choix if li.zonage == "commune"] or list(choix[:1])
    if (niveau := au_niveau(premiers[0], (zonage,))) is None:
        return choix
    return (Lieu(zonage, niveau.code, zonages.libelle_zone(zonage, niveau.code)), *premiers[:1])


def _situer(lieux: list[tuple[Lieu, ...]]) -> list[tuple[Lieu, ...]]:
    """« Changé (53) », « 49000 Angers »: a département or a code beside a commune says which one it is."""
    if len(lieux) != 2:
        return lieux
    cles = {li.cle for li in lieux[1]}
    if memes := tuple(li for li in lieux[0] if li.cle in cles):
        return [memes]
    for choix, (autre, *_) in (lieux, lieux[::-1]):
        dedans = tuple(li for li in choix if li.zonage == "commune" and li.code.startswith(autre.code))
        if dedans and autre.zonage == "departement":
            return [dedans]
    return lieux


DES_PERSONNES: Final = "L’observatoire ne dit rien des personnes."


def avis(d: Demande) -> list[str]:
    """What to tell of words that no answer holds: places outside the region, métiers not asked by the survey."""
    ailleurs = ((nom_lu, f" ({ou})" if ou != "France" else "") for nom_lu, ou in d.lecture.premiers("ailleurs"))
    personnes = [DES_PERSONNES] if d.personne else []
    dits = [*personnes] + [f"{nom_lu}{precision} est hors {DE_LA_REGION}." for nom_lu, precision in ailleurs]
    if inconnus := d.lecture.bruts(*(MUETS if not d.public else ("inconnu",))):
        cites = [f"«{INSEC}{m[:CITE_MAX]}{INSEC}»" for m in inconnus[:CITES_MAX]]
        dits.append(f"{'Mots non compris' if len(inconnus) > 1 else 'Mot non compris'}{INSEC}: {enumeration(cites)}.")
    if d.public_absent:
        quoi, ou = INDICATEURS[d.public].libelle, prepositions.locatif(d.lieux[0].zonage, d.lieux[0].code)
        par = prepositions.pluriel(zonages.zonage(INDICATEURS[d.public].zonages[0]).libelle_zone)
        dits.append(f"{quoi}{INSEC}: pas publié {ou}, mais par {par}.")
    for e in d.lecture.de("sans"):
        mot = " ".join(m.brut for m in d.lecture.mots[e.debut : e.fin])
        dits.append(f"L’enquête sur les recrutements ne demande pas le métier «{INSEC}{mot}{INSEC}».")
    return dits
