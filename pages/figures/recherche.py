"""One line for everything: a place, a métier, or a métier in a place; each answer says which screen it opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from data_loaders.francais import INSEC, typographier
from data_loaders.metiers.recherche import Trouve
from geo import lieux, recherche as recherche_lieux, zonages
from geo.recherche import Lieu
from pages.figures.lecture import capitale
from pages.figures.meteo.recherche import Proposition
from pages.figures.meteo.vue import UNITES
from pages.figures.territoires import lieu as territoires_lieu
from pages.figures.territoires.lieu import adresse

PROPOSITIONS_MAX = 8
SECONDES = 3  # answers of the other kind that are kept when both kinds answer
CROISEES = 3
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


def chercher(texte: str, chercher_metiers: ChercherMetiers, annee: str = "") -> list[Proposition]:
    """Proposals for what was typed, the best first; the key of each is the address that it opens.

    Places come first when one bears what was typed as its name or its beginning, métiers otherwise, unless a place is
    more like it. A text that is neither is read as a métier and a place, in either order.

    Args:
        texte: « vertou », « st nazaire », « soudeuse », « soudeur saint-nazaire ».
        chercher_metiers: (text, number of answers) -> métiers, as `metiers.recherche.Index.chercher` gives them.
        annee: vintage of the survey in which métiers are found, "" when there is none.
    """
    sans_region = _REGION.sub(" ", texte).strip()
    if sans_region != texte and not sans_region:
        return [Proposition(adresse("portrait", portrait="zone", zone="region:52"), "Pays de la Loire", PORTRAIT, "")]
    texte = sans_region
    lieux_trouves = recherche_lieux.chercher(texte, PROPOSITIONS_MAX)
    premier_lieu = lieux_trouves[0].score if lieux_trouves else 0.0
    metiers = list(chercher_metiers(texte, PROPOSITIONS_MAX))
    if premier_lieu >= NOM:
        metiers = [t for t in metiers if t.score >= METIER_SUR]
    seuil = NOM if metiers or premier_lieu >= DEBUT else DEBUT if lieux_trouves else 0
    croisees = _croiser(texte, chercher_metiers, annee, seuil)
    groupes = [[_lieu(li) for li in lieux_trouves], [_metier(t, annee) for t in metiers]]
    if premier_lieu < DEBUT and metiers and metiers[0].score >= premier_lieu:
        groupes.reverse()
    premiers, seconds = groupes
    gardes = SECONDES if premiers else PROPOSITIONS_MAX
    reste = PROPOSITIONS_MAX - min(gardes, len(seconds))
    return [*croisees, *premiers[:reste], *seconds[:gardes]][:PROPOSITIONS_MAX]


def _croiser(texte: str, chercher_metiers: ChercherMetiers, annee: str, seuil: float) -> list[Proposition]:
    """The best reading of a text as a métier and a place at least as sure as `seuil`; [] when there is none."""
    mots = texte.split()
    lectures = []
    for i in range(1, len(mots)):
        for metier, ou in ((mots[:i], mots[i:]), (mots[i:], mots[:i])):
            lieu = _lieu_nomme(ou)
            if lieu and lieu.score >= seuil and (metiers := chercher_metiers(" ".join(metier), CROISEES)):
                lectures.append((lieu.score, metiers[0].score, i, lieu, metiers))
    if not lectures:
        return []
    *_, lieu, metiers = max(lectures, key=lambda lecture: lecture[:3])
    return [_metier(t, annee, lieu) for t in metiers]


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


def _metier(t: Trouve, annee: str, ou: Lieu | None = None) -> Proposition:
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


def _territoire_meteo(li: Lieu) -> tuple[str, str]:
    """The bassin or département where the météo of a place is read; the place itself when no bassin holds it."""
    if li.zonage in ("bassin", "departement"):
        return li.zonage, li.code
    bassin = zonages.recoupement(li.zonage, li.code, "bassin")["code_zone"].iloc[0]
    return ("bassin", bassin) if bassin else (li.zonage, li.code)
