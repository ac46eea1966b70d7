"""Words of the screen: rates, voies, confidence, reasons, quadrants. One place for each."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from data_loaders.contracts.base import OBS_STATUS
from data_loaders.contracts.formation import DEFINITION_CHANGEE, NIVEAUX_DIPLOMES
from data_loaders.contracts.metiers import DEBUT, FIN
from data_loaders.francais import INSEC, avec_unite, en_phrase, nombre
from data_loaders.measures import mots_estimation
from data_loaders.metiers import formation
from data_loaders.metiers.diplomes import Diplome
from geo.territoire import DE_LA_REGION, NOM_REGION
from pages.figures import declares
from pages.figures.phrases import CHAMP_BESOINS
from pages.figures.vues import Vue

_DECLARES = declares.lire(__file__)
MESURES, SUJETS, SOUS_TITRES, TETES, TAUX_LUS, CENTRES = (
    declares.de(_DECLARES["taux"], champ) for champ in ("nom", "sujet", "sous_titre", "tete", "lu", "centre")
)
VOIES, SORTIS, DERNIERES, COLONNES = (
    declares.de(_DECLARES["voie"], champ) for champ in ("dite", "sortis", "dernieres", "colonne")
)
CONFIANCES, LIENS, GENRES = (declares.de(_DECLARES[section], "mots") for section in ("confiance", "lien", "genre"))
NIVEAUX_ACTUELS, NIVEAUX_DITS = (declares.de(_DECLARES["niveau"], champ) for champ in ("actuel", "qui"))
BESOINS = declares.de(_DECLARES["besoin"], "colonne")
# Reason of an empty cell -> the same in a word, its status.
VIDES = {
    formation.RAISON_VOIE: ("hors fichier", "M"),
    formation.RAISON_PETIT: ("trop peu de sortants", "N"),
    formation.RAISON_ABSENT: ("non publié", "O"),
    formation.RAISON_ATTENTE: ("à venir", "L"),
    formation.NON_SUIVI: ("", "L"),
}
# What several views say, their words given.
_REPERES = {"region": NOM_REGION, "de_la_region": DE_LA_REGION, "debut": DEBUT, "fin": FIN, "rompu": DEFINITION_CHANGEE}
_REPERES |= {"besoins": CHAMP_BESOINS, "estimation": mots_estimation.MENTION}
_COMMUN = _REPERES | {cle: texte.format(**_REPERES) for cle, texte in _DECLARES["commun"].items()}
SOURCE = _DECLARES["commun"]["inserjeunes"]
# (employment over the region, further study over the region) -> name of the quadrant and the reason to stand in it.
QUADRANTS: Mapping[tuple[bool, bool], tuple[str, str]] = {
    (True, False): ("Emploi direct", "en emploi plus souvent que dans la région, études poursuivies moins souvent"),
    (True, True): ("Emploi et poursuite", "en emploi et en poursuite d’études plus souvent que dans la région"),
    (False, True): ("Surtout poursuite", "études poursuivies plus souvent que dans la région, en emploi moins souvent"),
    (False, False): ("Moins des deux", "en emploi et en poursuite d’études moins souvent que dans la région"),
}
_SIGLE = re.compile(
    r"(?:Bac pro|Bac techno|Titre professionnel|Certificat de spécialisation|Diplôme d’[ÉE]tat|[A-Z]{2,}(?: \d)?)\b"
)


def vue(cle: str, titre: str, demonstration: bool = False, **dits: Any) -> Vue:
    """Words around a figure, as declared under its name, with what they hold."""
    return declares.vue(_DECLARES["vue"][cle], titre, demonstration, **_COMMUN, **dits)


def pourcent(x: float) -> str:
    """« 77 % »."""
    return avec_unite(x, "%")


def de_region(x: float) -> str:
    """« 66,6 % »: a rate of all diplomas of the region is a sum that we do, those of a diploma are published whole."""
    return avec_unite(x, "%", 1)


def edition(cumul: str) -> str:
    """« 2022 et 2023 » for the two years of leavers that an edition adds up."""
    return " et ".join(cumul.split("-"))


def niveau(code: str) -> str:
    """« 3 » for the European level 03, "" if unknown."""
    return code.lstrip("0") if code.isdigit() else ""


def niveau_dit(code: str) -> str:
    """« Niveau 3 (CAP, BEP et équivalents) »."""
    nom = f" ({NIVEAUX_DIPLOMES[code]})" if NIVEAUX_DIPLOMES.get(code) else ""
    return f"Niveau {niveau(code)}{nom}" if niveau(code) else "Niveau inconnu"


def cellule(d: Diplome, voie: str, mesure: str) -> str:
    """A rate, or in a word why there is none."""
    v = d.taux(voie, mesure)
    return pourcent(v) if v == v else VIDES[d.raison(voie, mesure)][0]


def statut(valeur: float, raison: str, mesure: str, cumul: str) -> dict[str, str]:
    """Columns of a file that say what a value is worth: its status, the same in words, why it is empty."""
    rompu = "emploi" in mesure and DEFINITION_CHANGEE in cumul
    code = VIDES[raison][1] if valeur != valeur else "B" if rompu else "A"
    return {"obs_status": code, "libelle_obs_status": OBS_STATUS[code], "raison": raison if valeur != valeur else ""}


def par_rome(codes: Iterable[str], noms: Mapping[str, str]) -> str:
    """« Soudage manuel (H2913) »: the ROME that a link goes through."""
    return ", ".join(f"{noms[c]} ({c})" if c in noms else c for c in codes)


def reserves(d: Diplome) -> list[str]:
    """What is to be known of a line: diplomas put together, followed by another, left out of a voie."""
    dites = []
    if d.anciens:
        dits = ", ".join(d.anciens) if len(d.anciens) < 3 else f"{len(d.anciens)} anciens diplômes"
        dites.append(f"avec {dits}, qu’il remplace")
    if d.devient:
        dites.append(f"remplacé depuis par {d.devient}")
    petit = formation.RAISON_PETIT.partition(" :")[0]
    dits = ((VOIES[voie], ", ".join(v["sans"])) for voie, v in d.voies.items() if v["sans"])
    dites += [f"{voie}{INSEC}: sans {sans}, {petit}" for voie, sans in dits]
    if d.lien in LIENS and not d.anciens and not d.devient:
        dites.append(LIENS[d.lien])
    return dites


def court(libelle: str, longueur: int = 26) -> str:
    """« Bac pro … chaudronnerie industrielle »: the beginning and the end of a long name, which tell it from others."""
    if len(libelle) <= longueur:
        return libelle
    sigle = m[0] if (m := _SIGLE.match(libelle)) else libelle.split(" ")[0]
    mots, fin = libelle.removeprefix(sigle).split(), ""
    while mots and len(sigle) + len(fin) + len(mots[-1]) + 4 <= longueur:
        fin = f"{mots.pop()} {fin}".strip()
    return f"{sigle} … {fin}" if fin else f"{libelle[: longueur - 1].rstrip()}…"


# A name of several métiers, or of people who do something else, has no singular that one could become.
_PLUSIEURS = re.compile(r",| et | ou |\(|:|^(?:Autres|Personnels?|Maîtrise) ")
_COMPLEMENT = re.compile(r"(?:[dl]['’]\w|(?:de|du|des|à|en|au|aux|par|sur|pour|dans|chez|hors|avec|auprès)\b)")


def singulier(libelle: str) -> str:
    """« aide-soignant » for « Aides-soignants »; "" where the name holds several."""
    if _PLUSIEURS.search(libelle):
        return ""
    mots = libelle.split(" ")
    n = next((i for i, m in enumerate(mots) if _COMPLEMENT.match(m)), len(mots))
    seuls = [re.sub(r"(?<=\w)s\b", "", re.sub(r"iaux\b", "ial", m)) for m in mots[:n]]
    return en_phrase(" ".join([*seuls, *mots[n:]]))


def milliers(x: float) -> str:
    """« 9 560 » for 9.558 thousands: a projection is said to the ten."""
    return nombre(round(100 * x) * 10)
