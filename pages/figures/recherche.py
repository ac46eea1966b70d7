"""One line for everything: a place, a métier, a figure, a sector, a screen; or a métier or a figure in a place.

Places and métiers are found by their own searches; the rest, a few dozen titles, by the beginning of their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, typographier
from data_loaders.metiers.recherche import Trouve, mots as mots_compares
from data_loaders.parametres import secteurs
from geo import lieux, recherche as recherche_lieux, zonages
from geo.recherche import Lieu
from pages.figures.ecrans import ECRANS
from pages.figures.lecture import capitale
from pages.figures.meteo.recherche import Proposition
from pages.figures.meteo.vue import UNITES
from pages.figures.territoires import lieu as territoires_lieu
from pages.figures.territoires.lieu import adresse

PROPOSITIONS_MAX = 8
SECONDES = 3  # answers of the other kind that are kept when both kinds answer
CROISEES = 3
MOT_MIN = 3  # letters of a title that are enough to mean it
# Scores of `geo.recherche`: the name itself, the beginning or the words of one, a likeness.
NOM, DEBUT = 280, 150
# Beside a place of that very name, a métier found by a word that looks like it (« laval », naval) is noise.
METIER_SUR = 95
# What links a métier to a place: « soudeur à Saint-Nazaire », « cuisinier en Vendée », « maçon au Mans ».
LIAISONS = frozenset(("à", "a", "au", "aux", "en", "dans", "sur", "de", "du", "des", "pour"))
CONTRACTIONS = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_REGION = re.compile(r"\b(?:(?:en|dans la|dans les|de la|des)\s+)?(?:r[ée]gion|pays de (?:la )?loire)\b", re.IGNORECASE)

PORTRAIT = f"Territoire{INSEC}: ouvre son portrait"

ChercherMetiers = Callable[[str, int], Sequence[Trouve]]


class Sujet(NamedTuple):
    """What is neither a place nor a métier, found by the words of its title.

    Attributes:
        dire: its proposal, alone or in a place; croise: whether it can be asked of a place.
    """

    mots: tuple[str, ...]
    dire: Callable[[Lieu | None], Proposition]
    croise: bool


class Lecture(NamedTuple):
    """One reading of a text as something in a place."""

    score: tuple[float, float, int]
    lieu: Lieu
    dires: Sequence[Callable[[Lieu | None], Proposition]]


def chercher(texte: str, chercher_metiers: ChercherMetiers, annee: str = "") -> list[Proposition]:
    """Proposals for what was typed, the best first; the key of each is the address that it opens.

    Places come first when one bears what was typed as its name or its beginning; figures, sectors and screens, then
    métiers otherwise, unless a place is more like it. A text that is none is read as a métier or a figure and a place.

    Args:
        texte: « vertou », « st nazaire », « soudeuse », « chômage », « soudeur saint-nazaire », « chômage laval ».
        chercher_metiers: (text, number of answers) -> métiers, as `metiers.recherche.Index.chercher` gives them.
        annee: vintage of the survey in which métiers are found, "" when there is none.
    """
    sans_region = _REGION.sub(" ", texte).strip()
    if sans_region != texte and not sans_region:
        return [Proposition(adresse("portrait", portrait="zone", zone="region:52"), "Pays de la Loire", PORTRAIT, "")]
    texte = sans_region
    lieux_trouves = recherche_lieux.chercher(texte, PROPOSITIONS_MAX)
    premier_lieu = lieux_trouves[0].score if lieux_trouves else 0.0
    titres = sujets_de(texte)
    metiers = list(chercher_metiers(texte, PROPOSITIONS_MAX))
    if premier_lieu >= NOM or titres:
        metiers = [t for t in metiers if t.score >= METIER_SUR]
    autres = [s.dire(None) for s in titres[:SECONDES]] + [_metier(t, annee, None) for t in metiers]
    seuil = NOM if autres or premier_lieu >= DEBUT else DEBUT if lieux_trouves else 0
    groupes = [[_lieu(li) for li in lieux_trouves], autres]
    if premier_lieu < DEBUT and (titres or (metiers and metiers[0].score >= premier_lieu)):
        groupes.reverse()
    premiers, seconds = groupes
    gardes = SECONDES if premiers else PROPOSITIONS_MAX
    reste = PROPOSITIONS_MAX - min(gardes, len(seconds))
    croisees = _croiser(texte, chercher_metiers, annee, seuil)
    return [*croisees, *premiers[:reste], *seconds[:gardes]][:PROPOSITIONS_MAX]


@cache
def sujets() -> tuple[Sujet, ...]:
    """Everything that has a title; the first of equals comes first."""
    try:
        du_texte = secteurs.lire().secteurs.values()
    except ErreurDonnees:  # their own screen says what is wrong with the file
        du_texte = ()
    chiffres = [(i.libelle, partial(_chiffre, i), i.zonages != ("region",)) for i in INDICATEURS.values()]
    tous = [
        *chiffres,
        *((s.libelle, partial(_secteur, s.code, s.libelle), False) for s in du_texte),
        *((e.titre, partial(_ecran, e.module, e.titre, e.objet), False) for e in ECRANS if e.menu),
    ]
    return tuple(Sujet(mots_compares(titre), dire, croise) for titre, dire, croise in tous)


def sujets_de(texte: str) -> list[Sujet]:
    """Those of which every word asked begins a word, the shortest title first."""
    demandes = mots_compares(texte)
    if max(map(len, demandes), default=0) < MOT_MIN:
        return []
    trouves = [s for s in sujets() if all(any(m.startswith(d) for m in s.mots) for d in demandes)]
    return sorted(trouves, key=lambda s: len(s.mots))


def _croiser(texte: str, chercher_metiers: ChercherMetiers, annee: str, seuil: float) -> list[Proposition]:
    """The best reading of a text as a métier or a figure and a place at least as sure as `seuil`; [] without any."""
    mots = texte.split()
    lectures = []
    for i in range(1, len(mots)):
        for quoi, ou in ((mots[:i], mots[i:]), (mots[i:], mots[:i])):
            lieu = _lieu_nomme(ou)
            if not lieu or lieu.score < seuil:
                continue
            if titres := [s for s in sujets_de(" ".join(quoi)) if s.croise]:
                lectures.append(Lecture((lieu.score, 100.0, i), lieu, [s.dire for s in titres]))
            if metiers := chercher_metiers(" ".join(quoi), CROISEES):
                dires = [partial(_metier, t, annee) for t in metiers]
                lectures.append(Lecture((lieu.score, metiers[0].score, i), lieu, dires))
    if not lectures:
        return []
    meilleure = max(lectures, key=lambda lecture: lecture.score)
    return [dire(meilleure.lieu) for dire in meilleure.dires[:CROISEES]]


def _lieu_nomme(mots: Sequence[str]) -> Lieu | None:
    """The place most like some words, what links them to a métier left out: « au Mans » is « Le Mans »."""
    premier, suite = mots[0].lower(), list(mots[1:])
    lectures = [suite if premier in LIAISONS and suite else mots]
    if premier in CONTRACTIONS and suite:
        lectures.append([CONTRACTIONS[premier], *suite])
    trouves = [li for lus in lectures for li in recherche_lieux.chercher(" ".join(lus), 1)]
    return max(trouves, key=lambda li: li.score, default=None)


def _lieu(li: Lieu) -> Proposition:
    nom = typographier(territoires_lieu.nom_lieu(li))
    if li.zonage == "commune":
        # The name is searched there again: the other places that bear it stay at hand.
        vers = adresse("territoires", volet="lieu", cherche=li.ancien or li.libelle, lieu=li.cle)
        return Proposition(vers, nom, f"Commune{INSEC}: ouvre sa fiche", "")
    return Proposition(adresse("portrait", portrait="zone", zonage=li.zonage, zone=li.cle), nom, PORTRAIT, "")


def _metier(t: Trouve, annee: str, ou: Lieu | None) -> Proposition:
    choix = {"onglet": "metier", "niveau": t.niveau, "metier": t.cle}
    if annee:
        choix["periode"] = annee
    libelle, quoi = t.libelle, f"{capitale(UNITES[t.niveau][0])} {t.code}{INSEC}: ouvre sa météo"
    if ou:
        zonage, code = _territoire_meteo(ou)
        choix |= {"zonage": zonage, "zone": f"{zonage}:{code}"}
        libelle = f"{libelle}, {lieux.locatif(ou.zonage, ou.code)}"
        if zonage == "bassin":
            quoi += f" dans le bassin {lieux.genitif(zonage, code)}"
    return Proposition(adresse("meteo", **choix), *map(typographier, (libelle, quoi, t.pourquoi)))


def _chiffre(ind: Indicateur, ou: Lieu | None) -> Proposition:
    if ind.zonages == ("region",):
        vers = adresse("tendances", indicateur=ind.code, zonage="region")
        return Proposition(vers, ind.libelle, f"Chiffre{INSEC}: ouvre sa courbe", "")
    quoi = f"Chiffre{INSEC}: ouvre sa carte"
    if ou is None:
        zonage = "spo" if "spo" in ind.zonages else ind.zonages[0]
        return Proposition(adresse("carte", indicateur=ind.code, zonage=zonage), ind.libelle, quoi, "")
    # Of the zones that bear this name, one on which the figure is true.
    homonymes = (li for li in recherche_lieux.chercher(ou.libelle, PROPOSITIONS_MAX) if li.libelle == ou.libelle)
    ou = next((li for li in homonymes if li.zonage in ind.zonages), ou)
    vers = adresse("carte", indicateur=ind.code, zonage=ou.zonage, zone=ou.cle)
    libelle, par = f"{ind.libelle}, {lieux.locatif(ou.zonage, ou.code)}", zonages.zonage(ou.zonage).libelle_zone
    return Proposition(vers, typographier(libelle), typographier(f"{quoi}, par {par}"), "")


def _secteur(code: str, libelle: str, _ou: Lieu | None) -> Proposition:
    return Proposition(
        adresse("secteurs", secteur=code), libelle, f"Secteur de la convention{INSEC}: ouvre sa page", ""
    )


def _ecran(module: str, titre: str, objet: str, _ou: Lieu | None) -> Proposition:
    return Proposition(module, titre, f"Écran{INSEC}: {objet}", "")


def _territoire_meteo(li: Lieu) -> tuple[str, str]:
    """The bassin or département where the météo of a place is read; the place itself when no bassin holds it."""
    if li.zonage in ("bassin", "departement"):
        return li.zonage, li.code
    bassin = zonages.recoupement(li.zonage, li.code, "bassin")["code_zone"].iloc[0]
    return ("bassin", bassin) if bassin else (li.zonage, li.code)
