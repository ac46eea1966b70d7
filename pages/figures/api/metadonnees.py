"""What machines read: the catalogue (DCAT-AP, Frictionless), the structure of the figures (SDMX-ML 3.0)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import ADRESSE_LICENCE, OBS_STATUS
from data_loaders.exports import jeux as exports
from data_loaders.exports.chiffres import COMPOSANTS, SDMX, code_sdmx
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import dictionnaire
from data_loaders.requetes.dictionnaire import connus
from data_loaders.requetes.lignes import COLONNES
from geo import zonages
from geo.territoire import NOM_REGION, OBSERVATOIRE
from pages.figures.api.catalogue import FORMATS, MOTS, TYPES

_ESPACES = {s: f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{n}" for s, n in (
    ("mes", "message"), ("str", "structure"), ("com", "common"),
)}  # fmt: skip

TYPE_STRUCTURE = "application/vnd.sdmx.structure+xml; version=3.0.0"
DCAT = MOTS["dcat"]
REGION = f"http://id.insee.fr/geo/region/{zonages.REGION}"


def dcat(d: Donnees, base: str) -> dict[str, Any]:
    """The catalogue (DCAT-AP): a dataset each, a distribution each vintage and format; official data alone; `base`:
    absolute address of the API, ending with a slash."""
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
        "dct:description": _en_francais(f"{contrat.secret} {exports.mention(d, nom)}"),
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


def paquet(d: Donnees, base: str, jour: date, empreinte: Callable[[str, str, str], dict[str, Any]]) -> dict[str, Any]:
    """A Frictionless data package whose files are at the addresses of the API, a resource each; `empreinte`: (dataset,
    table, vintage) -> `bytes` and `hash` of its file."""
    ressources = [
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
    ]
    return exports.decrire_paquet(d, jour, ressources)


_AGENCE, _ID, _VERSION = SDMX["flux"]


def structure(d: Donnees) -> bytes:
    """The whole message."""
    for prefixe, adresse in _ESPACES.items():
        register_namespace(prefixe, adresse)
    message = Element(f"{{{_ESPACES['mes']}}}Structure")
    tete = _ajouter(message, "Header", "mes")
    for nom, texte in (("ID", _ID), ("Test", "false"), ("Prepared", "2026-01-01T00:00:00Z")):
        _ajouter(tete, nom, "mes").text = texte
    _ajouter(tete, "Sender", "mes", id=_AGENCE)
    parties = _ajouter(message, "Structures", "mes")
    # In the order of the standard: dataflows come before the structures they name.
    ordre = ("AgencySchemes", "Codelists", "ConceptSchemes", "Dataflows", "DataStructures")
    agences, listes, concepts, flux, dsd = (_ajouter(parties, nom) for nom in ordre)
    agence = _objet(agences, "AgencyScheme", "AGENCIES", "Agences", "SDMX")
    _nommer(_ajouter(agence, "Agency", id=_AGENCE), OBSERVATOIRE)
    for nom, codes in _codes(d).items():
        liste = _objet(listes, "Codelist", nom, nom)
        for code, dit in codes.items():
            _nommer(_ajouter(liste, "Code", id=code), dit)
    concepts = _objet(concepts, "ConceptScheme", "CONCEPTS", "Concepts")
    flux = _objet(flux, "Dataflow", _ID, "Chiffres de l’observatoire")
    _ajouter(flux, "Structure").text = _urn("datastructure.DataStructure", _ID)
    dsd = _ajouter(_objet(dsd, "DataStructure", _ID, "Chiffres"), "DataStructureComponents")
    genres = ("Dimension", "Attribute", "Measure")
    composants = {genre: _ajouter(dsd, f"{genre}List", id=f"{genre}Descriptor") for genre in genres}
    for i, (nom, c) in enumerate(COMPOSANTS.items(), 1):
        _nommer(_ajouter(concepts, "Concept", id=nom), c.get("dit") or COLONNES[c["colonne"]])
        genre, plus = c["place"], {"position": str(i)} if c["place"] == "Dimension" else {}
        plus |= {"usage": "optional"} if genre in ("Attribute", "Measure") else {}
        e = _ajouter(composants[genre.removeprefix("Time")], genre, id=nom, **plus)
        _ajouter(e, "ConceptIdentity").text = f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{nom}"
        forme = _ajouter(e, "LocalRepresentation")
        if "liste" in c:
            _ajouter(forme, "Enumeration").text = _urn("codelist.Codelist", c["liste"])
        else:
            _ajouter(forme, "TextFormat", textType=c.get("genre", "String"))
        if genre == "Attribute":
            _ajouter(_ajouter(e, "AttributeRelationship"), "Observation")
    return tostring(message, encoding="utf-8", xml_declaration=True)


def _urn(genre: str, nom: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{genre}={_AGENCE}:{nom}({_VERSION})"


def _ajouter(dans: Element, nom: str, espace: str = "str", **attributs: str) -> Element:
    return SubElement(dans, f"{{{_ESPACES[espace]}}}{nom}", attributs)


def _objet(dans: Element, genre: str, identifiant: str, nom: str, agence: str = _AGENCE) -> Element:
    e = _ajouter(dans, genre, id=identifiant, agencyID=agence, version=_VERSION)
    _nommer(e, nom)
    return e


def _nommer(e: Element, nom: str) -> None:
    _ajouter(e, "Name", "com", **{"{http://www.w3.org/XML/1998/namespace}lang": "fr"}).text = nom or "–"


def _codes(d: Donnees) -> dict[str, Mapping[str, str]]:
    """List -> code -> words; a zone that two zonings have has the words of both."""
    zones: dict[str, list[str]] = {}
    for z in zonages.CODES:
        ailleurs = (i.complements.get(z, {}) for i in connus().values())
        for c, nom in (dict(zonages.noms(z)) | {c: n for x in ailleurs for c, n in x.items()}).items():
            zones.setdefault(c, []).append(nom)
    metiers = {SDMX["total"]: nomenclatures.TOUS}
    for i in connus().values():
        for niveau, noms in dictionnaire.metiers(d, i).items():
            metiers |= {code_sdmx(f"{niveau}:{c}"): nom for c, nom in noms.items()}
    return {
        "CL_INDICATOR": {code_sdmx(c): i.libelle for c, i in connus().items()},
        "CL_AREA_TYPE": {z: zonages.zonage(z).libelle for z in zonages.CODES},
        "CL_REF_AREA": {c: " ; ".join(dict.fromkeys(noms)) for c, noms in zones.items()},
        "CL_OCCUPATION": metiers,
        "CL_FREQ": {code: rythme for rythme, code in SDMX["frequences"].items()},
        "CL_OBS_STATUS": OBS_STATUS,
    }
