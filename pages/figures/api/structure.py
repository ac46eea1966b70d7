"""The structure of the figures in SDMX-ML 3.0: concepts, code lists, data structure and dataflow of `chiffres.sdmx`."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from data_loaders.contracts.base import OBS_STATUS
from data_loaders.exports.chiffres import COMPOSANTS, SDMX, code_sdmx
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import dictionnaire
from data_loaders.requetes.dictionnaire import connus
from data_loaders.requetes.lignes import COLONNES
from geo import zonages
from geo.territoire import OBSERVATOIRE

TYPE = "application/vnd.sdmx.structure+xml; version=3.0.0"
_ESPACES = {s: f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{n}" for s, n in (
    ("mes", "message"), ("str", "structure"), ("com", "common"),
)}  # fmt: skip
_AGENCE, _ID, _VERSION = SDMX["flux"]


def structure(d: Donnees) -> bytes:
    """The whole message."""
    for prefixe, adresse in _ESPACES.items():
        register_namespace(prefixe, adresse)
    message = Element(_nom("mes", "Structure"))
    tete = SubElement(message, _nom("mes", "Header"))
    for nom, texte in (("ID", _ID), ("Test", "false"), ("Prepared", "2026-01-01T00:00:00Z")):
        SubElement(tete, _nom("mes", nom)).text = texte
    SubElement(tete, _nom("mes", "Sender"), id=_AGENCE)
    parties = SubElement(message, _nom("mes", "Structures"))
    agences = SubElement(parties, _nom("str", "AgencySchemes"))
    agence = _objet(agences, "AgencyScheme", "AGENCIES", "Agences", agence="SDMX")
    _nommer(SubElement(agence, _nom("str", "Agency"), id=_AGENCE), OBSERVATOIRE)
    listes = SubElement(parties, _nom("str", "Codelists"))
    for nom, codes in _codes(d).items():
        liste = _objet(listes, "Codelist", nom, nom)
        for code, dit in codes.items():
            _nommer(SubElement(liste, _nom("str", "Code"), id=code), dit)
    concepts = _objet(SubElement(parties, _nom("str", "ConceptSchemes")), "ConceptScheme", "CONCEPTS", "Concepts")
    for nom, c in COMPOSANTS.items():
        _nommer(SubElement(concepts, _nom("str", "Concept"), id=nom), c.get("dit") or COLONNES[c["colonne"]])
    dsd = _objet(SubElement(parties, _nom("str", "DataStructures")), "DataStructure", _ID, "Chiffres")
    _composants(SubElement(dsd, _nom("str", "DataStructureComponents")))
    flux = _objet(SubElement(parties, _nom("str", "Dataflows")), "Dataflow", _ID, "Chiffres de l’observatoire")
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={_AGENCE}:{_ID}({_VERSION})"
    SubElement(flux, _nom("str", "Structure")).text = urn
    # The order of the standard: dataflows come before the structures they name.
    parties[:] = sorted(parties, key=lambda e: _ORDRE.index(e.tag.rpartition("}")[2]))
    return tostring(message, encoding="utf-8", xml_declaration=True)


_ORDRE = ("AgencySchemes", "Codelists", "ConceptSchemes", "Dataflows", "DataStructures")


def _composants(dans: Element) -> None:
    listes = {
        genre: SubElement(dans, _nom("str", f"{genre}List"), id=f"{genre}Descriptor")
        for genre in ("Dimension", "Attribute", "Measure")
    }
    for i, (nom, c) in enumerate(COMPOSANTS.items(), 1):
        genre, plus = c["place"], {"position": str(i)} if c["place"] == "Dimension" else {}
        plus |= {"usage": "optional"} if genre in ("Attribute", "Measure") else {}
        e = SubElement(listes[genre.removeprefix("Time")], _nom("str", genre), id=nom, **plus)
        urn = "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept"
        SubElement(e, _nom("str", "ConceptIdentity")).text = f"{urn}={_AGENCE}:CONCEPTS({_VERSION}).{nom}"
        forme = SubElement(e, _nom("str", "LocalRepresentation"))
        if "liste" in c:
            liste = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={_AGENCE}:{c['liste']}({_VERSION})"
            SubElement(forme, _nom("str", "Enumeration")).text = liste
        else:
            SubElement(forme, _nom("str", "TextFormat"), textType=c.get("genre", "String"))
        if genre == "Attribute":
            SubElement(SubElement(e, _nom("str", "AttributeRelationship")), _nom("str", "Observation"))


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


def _objet(dans: Element, genre: str, identifiant: str, nom: str, agence: str = _AGENCE) -> Element:
    e = SubElement(dans, _nom("str", genre), id=identifiant, agencyID=agence, version=_VERSION)
    _nommer(e, nom)
    return e


def _nommer(e: Element, nom: str) -> None:
    SubElement(e, _nom("com", "Name"), {"{http://www.w3.org/XML/1998/namespace}lang": "fr"}).text = nom or "–"


def _nom(espace: str, nom: str) -> str:
    return f"{{{_ESPACES[espace]}}}{nom}"
