"""The catalogue as harvesters read it: DCAT-AP in JSON-LD, and a Frictionless data package of the same addresses."""

from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import ADRESSE_LICENCE, LICENCE_OUVERTE
from data_loaders.exports import jeux as exports
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.dictionnaire import connus
from geo import zonages
from geo.territoire import NOM_REGION, OBSERVATOIRE
from pages.figures import tables
from pages.figures.api.catalogue import FORMATS, MOTS, TYPES

DCAT = MOTS["dcat"]
NOUVEAUTES_MAX = 60
REGION = f"http://id.insee.fr/geo/region/{zonages.REGION}"


def dcat(d: Donnees, base: str) -> dict[str, Any]:
    """The catalogue (DCAT-AP): a dataset each, a distribution each vintage and format; official data alone.

    Args:
        base: absolute address of the API, ending with a slash.
    """
    return {
        "@context": DCAT["contexte"],
        "@id": base,
        "@type": "dcat:Catalog",
        "dct:title": _en_francais(OBSERVATOIRE),
        "dct:description": _en_francais(f"Emploi et formation en {NOM_REGION}, convention de 2013."),
        "dct:publisher": _agent(OBSERVATOIRE, base),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/FRA"},
        "dct:license": {"@id": ADRESSE_LICENCE},
        "dct:spatial": {"@id": REGION, "@type": "dct:Location"},
        "foaf:homepage": {"@id": base, "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {"@id": DCAT["themes"].rstrip("/"), "@type": "skos:ConceptScheme"},
        "dcat:dataset": [_jeu(d, nom, base) for nom in moissonnes(d)],
    }


def moissonnes(d: Donnees) -> list[str]:
    """Datasets that a harvester is given: official, under open licence."""
    return [nom for nom in JEUX if exports.diffusable(d, nom) and not d.est_demonstration(nom)]


def _en_francais(texte: str) -> dict[str, str]:
    return {"@value": texte, "@language": "fr"}


def _agent(nom: str, adresse: str) -> dict[str, Any]:
    suite = {"foaf:homepage": {"@id": adresse}} if adresse.startswith("http") else {}
    return {"@type": "foaf:Agent", "foaf:name": nom} | suite


def _jeu(d: Donnees, nom: str, base: str) -> dict[str, Any]:
    contrat = CONTRATS[nom]
    lus = {m: d.instantane(nom, m) for m in d.millesimes(nom)}
    rythme, annees = DCAT["rythmes"].get(contrat.rythme), sorted(p[:4] for p in d.periodes(nom) if p[:4].isdecimal())
    themes = sorted({i.theme for i in connus().values() if i.dataset == nom} - {""})
    appris = any(mot in " ".join([*themes, contrat.titre]).lower() for mot in DCAT["apprendre"])
    bornes = {"dcat:startDate": annees[0], "dcat:endDate": annees[-1]} if annees else {}
    temps = {"@type": "dct:PeriodOfTime"} | {n: {"@value": a, "@type": "xsd:gYear"} for n, a in bornes.items()}
    return {
        "@id": f"{base}jeux/{nom}",
        "@type": "dcat:Dataset",
        "dct:identifier": nom,
        "dct:title": _en_francais(contrat.titre),
        "dct:description": _en_francais(f"{contrat.secret} {tables.mention(False, exports.statut(d, nom))}"),
        "dct:publisher": _agent(contrat.producteur, contrat.adresse),
        "dcat:contactPoint": {
            "@type": "vcard:Organization", "vcard:fn": OBSERVATOIRE, "vcard:hasURL": {"@id": base},
        },
        "dcat:theme": {"@id": DCAT["themes"] + ("EDUC" if appris else "SOCI"), "@type": "skos:Concept"},
        "dcat:keyword": [_en_francais(mot) for mot in (*themes, "emploi", NOM_REGION)],
        "dct:spatial": {"@id": REGION, "@type": "dct:Location"},
        **({"dct:temporal": temps} if annees else {}),
        "dct:modified": {"@value": max(i.manifeste["created"][:10] for i in lus.values()), "@type": "xsd:date"},
        **({"dct:accrualPeriodicity": {"@id": DCAT["frequences"] + rythme}} if rythme else {}),
        **({"dcat:landingPage": {"@id": contrat.adresse, "@type": "foaf:Document"}} if contrat.adresse else {}),
        "dcat:distribution": [
            _distribution(f"{base}jeux/{nom}/{m}.{f}", contrat.titre, m, f) for m in lus for f in FORMATS
        ],
    }  # fmt: skip


def _distribution(adresse: str, titre: str, millesime: str, forme: str) -> dict[str, Any]:
    return {
        "@id": adresse,
        "@type": "dcat:Distribution",
        "dct:title": _en_francais(f"{titre}, {millesime} ({forme.upper()})"),
        "dcat:accessURL": {"@id": adresse},
        "dcat:downloadURL": {"@id": adresse},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{TYPES[forme]}"},
        "dct:format": {"@id": f"http://publications.europa.eu/resource/authority/file-type/{forme.upper()}"},
        "dct:license": {"@id": ADRESSE_LICENCE},
    }


def commencer(titre: str, adresse: str, quand: str) -> Element:
    """The head of a feed."""
    fil = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    dire(fil, "id", adresse)
    dire(fil, "title", titre)
    SubElement(fil, "link", rel="self", href=adresse)
    dire(fil, "updated", quand or "1970-01-01T00:00:00+00:00")
    dire(SubElement(fil, "author"), "name", OBSERVATOIRE)
    return fil


def atom(d: Donnees, base: str) -> bytes:
    """The feed of what was published: new vintages and revisions of official files, newest first."""
    versions = sorted(
        (i for nom in JEUX for i in d.officiel.versions(nom)), key=lambda i: i.manifeste["created"], reverse=True
    )[:NOUVEAUTES_MAX]
    quand = versions[0].manifeste["created"] if versions else ""
    fil = commencer(f"{OBSERVATOIRE} : données publiées et révisées", f"{base}nouveautes.atom", quand)
    for i in versions:
        contrat, revise = CONTRATS[i.dataset], bool(i.manifeste["previous"])
        entree = SubElement(fil, "entry")
        dire(entree, "id", f"{base}instantanes/{i.dataset}/{i.identifiant}")
        dire(entree, "title", f"{contrat.titre}, {i.millesime} : {'révision' if revise else 'nouveau millésime'}")
        dire(entree, "updated", i.manifeste["created"])
        SubElement(entree, "link", href=f"{base}instantanes/{i.dataset}/{i.identifiant}")
        lu = f"Fichier lu : {i.source['fichier']}, {contrat.producteur}."
        dire(entree, "summary", f"{lu} Remplace {i.manifeste['previous']}." if revise else lu)
    return tostring(fil, encoding="utf-8", xml_declaration=True)


def dire(parent: Element, nom: str, texte: str) -> None:
    """An element that holds a text."""
    SubElement(parent, nom).text = texte


def paquet(d: Donnees, base: str, jour: date, empreinte: Callable[[str, str, str], dict[str, Any]]) -> dict[str, Any]:
    """A Frictionless data package whose files are at the addresses of the API, a resource each.

    Args:
        empreinte: (dataset, table, vintage) -> `bytes` and `hash` of its file.
    """
    return {
        "name": "observatoire-emploi-formation-pays-de-la-loire",
        "title": OBSERVATOIRE,
        "version": d.etat,
        "created": f"{jour.isoformat()}T00:00:00Z",
        "licenses": [{"name": "etalab-2.0", "title": LICENCE_OUVERTE, "path": ADRESSE_LICENCE}],
        "resources": [
            {
                "name": f"{nom}-{table}-{m}".replace("_", "-").lower(),
                "title": f"{CONTRATS[nom].titre} ({table}, {m})",
                "path": f"{base}jeux/{nom}/{m}.csv?table={table}",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **empreinte(nom, table, m),
                "schema": exports.modele(nom, table).descripteur(),
            }
            for nom in moissonnes(d)
            for table in CONTRATS[nom].montrees
            for m in d.millesimes(nom)
        ],
    }
