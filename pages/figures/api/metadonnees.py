"""The catalogue as harvesters read it: DCAT-AP in JSON-LD, and a Frictionless data package of the same addresses."""

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import ADRESSE_LICENCE, LICENCE_OUVERTE
from data_loaders.exports import jeux as exports, libelles
from data_loaders.francais import OBSERVATOIRE
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.figures import tables
from pages.figures.api.catalogue import FORMATS

CONTEXTE = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SDMX = "application/vnd.sdmx.data+csv; version=2.0.0"
ATOM = "application/atom+xml"
NOUVEAUTES_MAX = 60
_FREQUENCES = "http://publications.europa.eu/resource/authority/frequency/"
FREQUENCES = {"annuel": "ANNUAL", "trimestriel": "QUARTERLY", "mensuel": "MONTHLY", "semestriel": "ANNUAL_2"}
REGION = f"http://id.insee.fr/geo/region/{zonages.REGION}"


def dcat(d: Donnees, base: str) -> dict[str, Any]:
    """The catalogue (DCAT-AP): a dataset each, a distribution each vintage and format.

    Args:
        base: absolute address of the API, ending with a slash.
    """
    donnes = [nom for nom in JEUX if exports.diffusable(d, nom)]
    return {
        "@context": CONTEXTE,
        "@id": base,
        "@type": "dcat:Catalog",
        "dct:title": {"@value": OBSERVATOIRE, "@language": "fr"},
        "dct:description": {
            "@value": "Emploi et formation en Pays de la Loire, convention de 2013.",
            "@language": "fr",
        },
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/FRA"},
        "dct:license": {"@id": ADRESSE_LICENCE},
        "dcat:dataset": [_jeu(d, nom, base) for nom in donnes],
    }


def _jeu(d: Donnees, nom: str, base: str) -> dict[str, Any]:
    contrat = CONTRATS[nom]
    lus = {m: d.instantane(nom, m) for m in d.millesimes(nom)}
    rythme = FREQUENCES.get(contrat.rythme)
    return {
        "@id": f"{base}jeux/{nom}",
        "@type": "dcat:Dataset",
        "dct:identifier": nom,
        "dct:title": {"@value": contrat.titre, "@language": "fr"},
        "dct:description": {
            "@value": f"{contrat.secret} {tables.mention(d.est_demonstration(nom), exports.statut(d, nom))}",
            "@language": "fr",
        },
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": contrat.producteur},
        "dct:spatial": {"@id": REGION},
        "dct:modified": {"@value": max(i.manifeste["created"][:10] for i in lus.values()), "@type": "xsd:date"},
        **({"dct:accrualPeriodicity": {"@id": _FREQUENCES + rythme}} if rythme else {}),
        **({"dcat:landingPage": {"@id": contrat.adresse}} if contrat.adresse else {}),
        "dcat:distribution": [
            {
                "@id": f"{base}jeux/{nom}/{m}.{f}",
                "@type": "dcat:Distribution",
                "dct:title": {"@value": f"{contrat.titre}, {m} ({f.upper()})", "@language": "fr"},
                "dcat:accessURL": {"@id": f"{base}jeux/{nom}/{m}.{f}"},
                "dcat:downloadURL": {"@id": f"{base}jeux/{nom}/{m}.{f}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{TYPES[f]}"},
                "dct:license": {"@id": ADRESSE_LICENCE},
                "dct:identifier": i.identifiant,
            }
            for m, i in lus.items()
            for f in FORMATS
        ],
    }


def atom(d: Donnees, base: str) -> bytes:
    """The feed of what was published: new vintages and revisions of official files, newest first."""
    versions = sorted(
        (i for nom in JEUX for i in d.officiel.versions(nom)), key=lambda i: i.manifeste["created"], reverse=True
    )[:NOUVEAUTES_MAX]
    fil = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _dire(fil, "id", f"{base}nouveautes.atom")
    _dire(fil, "title", f"{OBSERVATOIRE} : données publiées et révisées")
    SubElement(fil, "link", rel="self", href=f"{base}nouveautes.atom")
    _dire(fil, "updated", versions[0].manifeste["created"] if versions else "1970-01-01T00:00:00+00:00")
    _dire(SubElement(fil, "author"), "name", OBSERVATOIRE)
    for i in versions:
        contrat, revise = CONTRATS[i.dataset], bool(i.manifeste["previous"])
        entree = SubElement(fil, "entry")
        _dire(entree, "id", f"{base}instantanes/{i.dataset}/{i.identifiant}")
        _dire(entree, "title", f"{contrat.titre}, {i.millesime} : {'révision' if revise else 'nouveau millésime'}")
        _dire(entree, "updated", i.manifeste["created"])
        SubElement(entree, "link", href=f"{base}instantanes/{i.dataset}/{i.identifiant}")
        lu = f"Fichier lu : {i.source['fichier']}, {contrat.producteur}."
        _dire(entree, "summary", f"{lu} Remplace {i.manifeste['previous']}." if revise else lu)
    return tostring(fil, encoding="utf-8", xml_declaration=True)


def _dire(parent: Element, nom: str, texte: str) -> None:
    SubElement(parent, nom).text = texte


def paquet(d: Donnees, base: str, jour: date) -> dict[str, Any]:
    """A Frictionless data package whose files are at the addresses of the API; a vintage a file, the same columns."""
    return {
        "name": "observatoire-emploi-formation-pays-de-la-loire",
        "title": OBSERVATOIRE,
        "version": d.etat,
        "created": f"{jour.isoformat()}T00:00:00Z",
        "licenses": [{"name": "etalab-2.0", "title": LICENCE_OUVERTE, "path": ADRESSE_LICENCE}],
        "resources": [
            {
                "name": f"{nom}-{table}".replace("_", "-"),
                "title": f"{CONTRATS[nom].titre} ({table})",
                "path": [f"{base}jeux/{nom}/{m}.csv?table={table}" for m in d.millesimes(nom)],
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": libelles.modele(nom, table).descripteur(),
            }
            for nom in JEUX
            if exports.diffusable(d, nom)
            for table in CONTRATS[nom].montrees
        ],
    }
