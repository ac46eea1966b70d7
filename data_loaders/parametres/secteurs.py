"""Sectors of the convention: which métiers of the survey make each of them, each choice with its reason; editable."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from data_loaders.francais import INSEC, en_phrase
from data_loaders.parametres import Editable

SECTEURS = Path(__file__).with_name("secteurs.toml")
LISTES = {"prioritaire": "Secteurs prioritaires", "etude": "Secteurs étudiés", "filiere": "Filières de la GPEC"}
ENTREES = Editable("secteurs", "secteur")
NOMENCLATURES = ("FAP2009", "FAP2021")
_OBLIGATOIRES = ("code", "libelle", "ou", "liste")
_FACULTATIFS = ("metiers", "nom", "hors", "sans", "voir", "interim")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}", re.ASCII)
_FAP = re.compile(r"[A-Z][0-9A-Z][A-Z](\d\d)?", re.ASCII)


class Choix(NamedTuple):
    """Métiers taken together for one reason: FAP codes of 3 characters (a group) or 5 (a métier), by nomenclature."""

    motif: str
    codes: dict[str, tuple[str, ...]]


class Secteur(NamedTuple):
    """One sector."""

    code: str
    libelle: str
    ou: str  # the sector in a sentence, with its preposition
    liste: str  # key of `LISTES`
    choix: tuple[Choix, ...]  # which métiers
    nom: str = ""  # what the convention calls it, where that is wider than what is measured
    sans: str = ""  # why the métiers make no total, "" when they do: a filière calls on them as other employers do
    hors: tuple[str, ...] = ()  # what is left out, each with its reason
    voir: tuple[str, ...] = ()  # codes of sectors that shed light on this one
    interim: tuple[str, ...] = ()  # activities of employers near it, codes of `interim_dares/secteurs`

    @property
    def convenu(self) -> str:
        """What the convention calls it."""
        return self.nom or self.libelle

    @property
    def intitule(self) -> str:
        """In a list: the name of the convention, then what is measured where it is narrower."""
        return f"{self.nom}{INSEC}: {en_phrase(self.libelle)}" if self.nom else self.libelle

    def prefixes(self, nomenclature: str) -> tuple[str, ...]:
        """Beginnings of the codes of its métiers in a nomenclature; empty for a nomenclature it does not know."""
        return tuple(p for c in self.choix for p in c.codes.get(nomenclature, ()))


class Texte(NamedTuple):
    """What the convention says of a list of sectors: where, and the sentence as it is written."""

    ou: str
    phrase: str


class Correspondance(NamedTuple):
    """The whole file: its sectors in order, the sentence of the convention for each list, what it says of itself."""

    secteurs: dict[str, Secteur]
    textes: dict[str, Texte]
    version: str
    en_vigueur: str
    statut: str
    source: str


@lru_cache(maxsize=4)
def lire(chemin: Path = SECTEURS) -> Correspondance:
    """Read the sectors; ErreurDonnees: unreadable file, or a sector that is incomplete, doubled, or made of malformed
    codes."""
    nom = Path(chemin).name
    fichier = ENTREES.lire(chemin)
    tetes = {c: fichier.get(c) for c in ("version", "en_vigueur", "statut", "source")}
    if manquantes := [c for c, v in tetes.items() if not v or not isinstance(v, str)]:
        attendu = "version, date, statut et source"
        raise ENTREES.erreur(nom, "tête de fichier incomplète", ", ".join(manquantes), attendu)
    lus = [_secteur(f"{nom}, secteur {i}", s) for i, s in enumerate(fichier.get("secteur", []), 1)]
    secteurs, codes = {s.code: s for s in lus}, [s.code for s in lus]
    if len(secteurs) < len(lus) or not lus:
        doubles = ", ".join(c for c in codes if codes.count(c) > 1)
        raise ENTREES.erreur(nom, "secteur en double ou liste vide", doubles, "un bloc [[secteur]] par code")
    if perdus := [v for s in lus for v in s.voir if v not in secteurs]:
        raise ENTREES.erreur(nom, "renvoi vers un secteur inconnu", ", ".join(perdus), ", ".join(secteurs))
    return Correspondance(secteurs, _des_listes(nom, fichier.get("textes", {})), **tetes)


def _des_listes(nom: str, lus: object) -> dict[str, Texte]:
    attendu = f"[textes.LISTE] pour {', '.join(LISTES)}, avec ou et phrase"
    entiers = isinstance(lus, dict) and all(isinstance(t, dict) and set(t) == set(Texte._fields) for t in lus.values())
    if not entiers or not all(isinstance(v, str) and v for t in lus.values() for v in t.values()):
        raise ENTREES.erreur(nom, "texte de la convention mal écrit", str(lus)[:80], attendu)
    if set(lus) - set(LISTES):
        raise ENTREES.erreur(nom, "texte d'une liste inconnue", ", ".join(lus), attendu)
    return {liste: Texte(**t) for liste, t in lus.items()}


def _secteur(lieu: str, s: dict) -> Secteur:
    ENTREES.champs(lieu, s, _OBLIGATOIRES, _FACULTATIFS)
    mots = ENTREES.textes(lieu, s, (*_OBLIGATOIRES, "nom", "sans"))
    if not _CODE.fullmatch(s["code"]):
        raise ENTREES.erreur(lieu, "code mal écrit", s["code"][:40], "des minuscules sans accent, chiffres et « _ »")
    if s["liste"] not in LISTES:
        raise ENTREES.erreur(lieu, "liste inconnue", mots["liste"][:40], ", ".join(LISTES))
    textes = {c: ENTREES.liste(lieu, c, s.get(c, [])) for c in ("hors", "voir", "interim")}
    choix = tuple(_choix(lieu, m) for m in s.get("metiers", []))
    if not choix:
        raise ENTREES.erreur(lieu, "aucun métier", s["code"], "au moins un bloc [[secteur.metiers]]")
    return Secteur(choix=choix, **mots, **textes)


def _choix(lieu: str, m: dict) -> Choix:
    if not isinstance(m.get("motif"), str) or not m["motif"]:
        raise ENTREES.erreur(lieu, "choix sans motif", str(m)[:80], "motif = « … » dans chaque bloc metiers")
    if set(m) != {"motif", *NOMENCLATURES}:
        raise ENTREES.erreur(lieu, "choix mal écrit", ", ".join(m), f"motif, {', '.join(NOMENCLATURES)}")
    codes = {n: ENTREES.liste(lieu, n, m[n]) for n in NOMENCLATURES}
    if faux := [c for n in NOMENCLATURES for c in codes[n] if not _FAP.fullmatch(c)]:
        raise ENTREES.erreur(lieu, "code FAP mal écrit", ", ".join(faux)[:80], "trois caractères (D0Z) ou cinq (E0Z21)")
    if not any(codes.values()):
        raise ENTREES.erreur(lieu, "choix sans code", m["motif"][:80], "au moins un code dans une nomenclature")
    return Choix(m["motif"], codes)
