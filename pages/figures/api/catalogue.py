"""What can be asked: datasets and their vintages, indicators, zonings. Plain values, as JSON writes them."""

import tomllib
from pathlib import Path
from typing import Any

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import jeux as exports
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import dictionnaire, requete
from data_loaders.requetes.dictionnaire import connus as connus
from geo import zonages

# What the API says of itself, and the media type of each of its formats.
MOTS = tomllib.loads(Path(__file__).with_name("api.toml").read_text("utf-8"))
TYPES = MOTS["types"]
FORMATS = ("csv", "parquet", "xlsx")
# Of a manifest, what identifies a version: neither who approved it, nor what was confirmed or refused of it.
PUBLICS = (
    "name", "title", "version", "millesime", "demonstration", "created", "licenses", "secret", "sources", "previous",
    "notes", "totaux", "resources",
)  # fmt: skip
COURANT = "courant"  # stands for the last millésime in an address

Fiche = dict[str, Any]


def jeux(d: Donnees) -> list[Fiche]:
    """Every dataset that is loaded, official or of demonstration."""
    return [jeu(d, nom) for nom in JEUX if d.millesimes(nom)]


def jeu(d: Donnees, nom: str) -> Fiche:
    """One dataset: who makes it, under which licence, what its columns mean, which vintages are in force;
    DemandeInvalide: unknown, or not loaded."""
    contrat, millesimes = contrat_de(nom), d.millesimes(nom)
    if not millesimes:
        raise inconnu(nom)
    libre = exports.diffusable(d, nom)
    return {
        "jeu": nom,
        **{c: getattr(contrat, c) for c in ("titre", "producteur", "adresse", "licence")},
        "diffusable": libre,
        "rythme": contrat.rythme,
        "secret": contrat.secret,
        "mention": exports.mention(d, nom),
        "demonstration": d.est_demonstration(nom),
        "millesimes": [
            {
                "millesime": m,
                "instantane": f"{nom}/{d.instantane(nom, m).identifiant}",
                "fichiers": [f"jeux/{nom}/{m}.{f}" for f in FORMATS] if libre else [],
            }
            for m in millesimes
        ],
        "tables": {t: exports.modele(nom, t).descripteur() for t in contrat.montrees},
    }


def contrat_de(nom: str) -> Contrat:
    """The contract of a dataset, by its name; DemandeInvalide for an unknown one."""
    if nom not in CONTRATS:
        raise inconnu(nom)
    return CONTRATS[nom]


def inconnu(quoi: str) -> DemandeInvalide:
    """What answers to a name that nothing has."""
    return DemandeInvalide(f"inconnu : « {quoi[:80]} »")


def indicateurs(d: Donnees) -> list[Fiche]:
    """Every indicator: what it counts, where it is true, at which periods, by which levels of métiers."""
    return [dictionnaire.fiche(d, i) for i in connus().values()]


def indicateur(d: Donnees, code: str) -> Fiche:
    """One indicator, with the codes and names of its métiers; DemandeInvalide: unknown, with those that resemble."""
    ind = requete.indicateur(code)
    return dictionnaire.fiche(d, ind) | {"metiers": dictionnaire.metiers(d, ind)}


def decoupages() -> list[Fiche]:
    """Every zoning in force, with how sure its perimeter is."""
    return [decoupage(code) for code in zonages.zonages()]


def decoupage(code: str) -> Fiche:
    """One zoning and its zones; ErreurZonage when it is damaged."""
    z = zonages.zonage(code)
    zones = zonages.zones(code).rename(columns={"population_nb": "population"})
    return {
        "zonage": code,
        **{c: getattr(z, c) for c in ("libelle", "millesime", "confiance", "source")},
        "empreinte": z.sha8,
        "fichiers": [f"zonages/{code}.geojson", f"zonages/{code}.csv"],
        "zones": zones.to_dict("records"),
    }


def instantane(d: Donnees, nom: str, identifiant: str) -> Fiche:
    """The public part of the manifest of a version that is kept, in force or not; DemandeInvalide without any."""
    gardes = {i.identifiant: i for i in d.magasin(nom).versions(nom)} if nom in JEUX else {}
    if identifiant not in gardes:
        raise inconnu(identifiant)
    i = gardes[identifiant]
    en_vigueur = identifiant in {d.instantane(nom, m).identifiant for m in d.millesimes(nom)}
    return {"jeu": nom, "millesime": i.millesime, "instantane": f"{nom}/{identifiant}", "en_vigueur": en_vigueur} | {
        "manifeste": {nom: i.manifeste[nom] for nom in PUBLICS if nom in i.manifeste}
    }
