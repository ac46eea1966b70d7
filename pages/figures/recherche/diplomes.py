"""Diplomas found by their name: « cap cuisine », « bac pro melec », « que deviennent les BTS SIO ».

A line names a diploma when it says its type and words of its name, or its whole name; a word that no diploma holds
leaves the line to the rest of the search.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import diplomes as menants, formation, liens, ou_se_former as ou_se_former_lu
from data_loaders.metiers.diplomes import Sources
from data_loaders.metiers.ou_se_former import Offre
from pages.figures.formation import ou
from pages.figures.recherche.lexique import SIGLES, TYPES, Mot, decouper, vides

DEBUT_MIN: Final = 4  # letters from which the beginning of a word stands for it
NOM_MIN: Final = 3  # words of a name said whole, without its type


class Diplome(NamedTuple):
    """A diploma that can be found: its code, its name, how many learn it (the most first)."""

    code: str
    libelle: str
    effectif: float = 0.0


class Diplomes:
    """Diplomas, ready to be searched."""

    def __init__(self, connus: Iterable[Diplome] = ()) -> None:
        self.connus = tuple(connus)

    @cached_property
    def _decoupes(self) -> list[tuple[Diplome, str, frozenset[str], str]]:
        return [_decouper(d) for d in sorted(self.connus, key=lambda d: (-d.effectif, d.libelle))]

    def chercher(self, texte: str, nb: int = 5) -> list[Diplome]:
        """Diplomas that a line names, the most learnt first; those whose name is said whole before."""
        genre, mots = _demande(texte)
        if not mots:
            return []
        trouves = []
        for rang, (d, type_dit, noms, initiales) in enumerate(self._decoupes):
            if genre and type_dit != genre:
                continue
            dits = [m for m in mots if m.racine in noms or m.plat == initiales or _debute(m.plat, noms)]
            entier = {m.racine for m in mots} >= noms
            if len(dits) == len(mots) and (genre or (entier and len(noms) >= NOM_MIN)):
                trouves.append((not entier, rang, d))
        # A diploma and the one that replaces it may have one name: the one with most learners answers.
        return list({d.libelle: d for _, _, d in sorted(trouves, reverse=True)}.values())[::-1][:nb]


def connus(donnees: Donnees) -> Diplomes:
    """Diplomas that InserJeunes follows, those with most learners last edition first."""
    suivis = formation.insertion(donnees)
    derniere = suivis[suivis["periode"] == suivis["periode"].max()]
    effectifs = derniere.groupby("code")["annee_terminale"].sum()
    noms = formation.diplomes(donnees)["libelle"]
    return Diplomes(Diplome(c, noms[c], float(effectifs.get(c, 0))) for c in suivis["code"].unique() if c in noms)


@lru_cache(maxsize=2)
def _lus(donnees: Donnees) -> tuple[Sources, Offre | None]:
    fap = liens.metiers_listes(donnees, donnees.periodes("bmo")[-1])["nomenclature"].iloc[0]
    s = menants.sources(donnees, fap)
    return s, ou_se_former_lu.lire(donnees, s)


def ou_se_former(donnees: Donnees, niveau: str, code: str, nom: str, lieu: str) -> str:
    """« Devenir soudeur près de Saint-Nazaire : deux lycées »; what leads there where no file of places is loaded."""
    quoi = ou.devenir(nom, niveau == "metier")
    s, offre = _lus(donnees)
    if offre is None or niveau not in bmo.LONGUEURS:
        return f"{quoi}\u00a0: les diplômes et l’emploi après"
    m = menants.menant(donnees, s, (code,))
    codes = [d.code for d in ou_se_former_lu.retenus(m.suivis, m.autres)]
    return ou.annonce(quoi, ou_se_former_lu.autour(offre, s, codes, *lieu.split(":")))


def _debute(mot: str, noms: frozenset[str]) -> bool:
    return len(mot) >= DEBUT_MIN and any(n.startswith(mot) for n in noms)


def _decouper(d: Diplome) -> tuple[Diplome, str, frozenset[str], str]:
    """Its type, the words of its name, their initials."""
    mots = decouper(d.libelle)
    genre = _type(mots)
    reste = mots[len(genre.split()) :]
    return d, genre, frozenset(m.racine for m in reste), "".join(m.plat[0] for m in reste)


def _type(mots: list[Mot]) -> str:
    debut = [m.plat for m in mots[:2]]
    return next((t for t in TYPES.values() if t.split() == debut[: len(t.split())]), "")


def type_dit(texte: str) -> str:
    """The type of diploma that a line says, "" without any."""
    return _demande(texte)[0]


def _demande(texte: str) -> tuple[str, list[Mot]]:
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
