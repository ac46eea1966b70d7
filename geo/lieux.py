"""French prepositions before the name of a zone: « au Mans », « dans la Sarthe », « des Sables-d'Olonne »."""

import re

from geo import zonages
from geo.territoire import DANS_LA_REGION, DE_LA_REGION, NOMS_DEPARTEMENTS

# A point of the compass or « Grand » before a name: « dans le Sud Mayenne »; the other way round, « en Sarthe Nord ».
_PARTIE = re.compile(r"(?:Nord|Sud|Est|Ouest|Centre|Grand|Haut|Pays|Val|Vignoble)[ -]")
_INVERSE = re.compile(r"[ -](?:Nord|Sud|Est|Ouest)$")
_GROUPEMENT = re.compile(r"(?:CC|CA|CU)\b")
_ARTICLES = {"Le ": ("au ", "du "), "Les ": ("aux ", "des "), "L’": ("à l’", "de l’")}
# « de Haute-Goulaine », « de Houssay »: an h that stops elision, among the communes of the region.
_H_ASPIRE = ("Haute-", "Houss", "Hardanges", "Ham")
_VOYELLE = re.compile(r"[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆH]", re.IGNORECASE)


def _couple(zonage: str, code: str) -> tuple[str, str]:
    nom = zonages.libelle_zone(zonage, code)
    if zonage == "region":
        return DANS_LA_REGION, DE_LA_REGION
    if zonage == "departement":
        return NOMS_DEPARTEMENTS[code][1:]
    if zonage == "epci" and _GROUPEMENT.match(nom):
        return f"dans la {nom}", f"de la {nom}"
    if zonage in ("spo", "zef", "gtec") and _PARTIE.match(nom):
        return f"dans le {nom}", f"du {nom}"
    if zonage in ("spo", "zef", "gtec") and _INVERSE.search(nom):
        return f"en {nom}", f"de {nom}"
    for article, (a, de) in _ARTICLES.items():
        if nom.startswith(article):
            reste = nom.removeprefix(article)
            return a + reste, de + reste
    elide = _VOYELLE.match(nom) and not nom.startswith(_H_ASPIRE) and not re.match(r"Y[aeiouéè]", nom)
    return f"à {nom}", (f"d’{nom}" if elide else f"de {nom}")


def locatif(code_zonage: str, code_zone: str) -> str:
    """Return where: « à Ancenis », « au Mans », « en Vendée », « dans le Sud Mayenne », « dans la CC … »."""
    return _couple(code_zonage, code_zone)[0]


def genitif(code_zonage: str, code_zone: str) -> str:
    """Return of what: « d'Ancenis », « du Mans », « des Sables-d'Olonne », « de la Vendée »."""
    return _couple(code_zonage, code_zone)[1]


def autour(code_zonage: str, code_zone: str) -> str:
    """Return where, as the title of a figure says it: « autour de Redon » of a zone d'emploi, else the locatif."""
    return bref(f"autour {genitif(code_zonage, code_zone)}" if code_zonage == "ze" else locatif(code_zonage, code_zone))


def bref(nom: str) -> str:
    """Return a name without what it says in brackets: « Redon (partie Pays de la Loire) » -> « Redon »."""
    return nom.partition(" (")[0]


def part(nom: str) -> str:
    """Return what a name says in brackets of an interregional zone, after a comma: « , partie … »; else ""."""
    return f", {dit.rstrip(')')}" if (dit := nom.partition(" (")[2]).startswith("partie ") else ""


def pluriel(libelle_zone: str, n: int = 2) -> str:
    """What so many zones are called: « bassin d'emploi » -> « bassins d'emploi », but of one or none."""
    if n < 2:
        return libelle_zone
    premier, espace, reste = libelle_zone.partition(" ")
    return (premier if premier.endswith(("s", "x", "z")) else premier + "s") + espace + reste
