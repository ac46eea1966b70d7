"""Figures of a portrait as CSV for French Excel: the territory's own, then those of the producer's zones it meets."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_loaders.exports.ecriture import csv_francais
from data_loaders.jeux import calculs
from data_loaders.portraits.territoire import Chiffre, Portrait
from data_loaders.requetes import lignes as lignes_exportees

PART = "part_habitants"
_VALEURS = ("value", "borne_basse", "borne_haute")


def csv(p: Portrait) -> bytes:
    """One row a figure, under the headings of every export, with the share of the population that it is of.

    A figure that is not published on the territory has one row with its reason and no value, then one a zone met. The
    estimate of each family, and the declared share, come last.
    """
    df = pd.concat([*(x for c in p.chiffres.values() for x in _lignes(p, c)), *_familles(p)], ignore_index=True)
    df = df[[c for c in (*lignes_exportees.COLONNES, PART) if c in df]]
    return csv_francais(df)


def _lignes(p: Portrait, c: Chiffre) -> list[pd.DataFrame]:
    sujet = p.sujet
    raison = c.raison or f"non publié sur ce territoire : zones rencontrées, découpage {c.zonage}"
    (vide,) = calculs.vides([sujet.code], (c.periode,), "L", raison).to_dict("records")
    ici = vide if c.ligne is None else {**c.ligne, "code_zone": sujet.code}
    lignes = [_ligne(c, sujet.zonage or c.zonage, ici, 1.0, compose="" if sujet.zonage else sujet.nom)]
    return lignes + [_ligne(c, c.zonage, r, r["part_population"]) for r in c.recoupe.to_dict("records")]


def _familles(p: Portrait) -> list[pd.DataFrame]:
    """Estimated and declared shares of each family, in each zone read."""
    lignes, estimee = [], p.chiffres["bmo_part_difficiles_estimee"]
    for f in p.meteo.familles if p.meteo else ():
        for cellule in f.cellules:
            r = cellule.r
            for c, champs in (
                (estimee, ("q_estimee", "borne_basse", "borne_haute")),
                (p.chiffres["bmo_part_difficiles"], ("declaree", "declaree_lo", "declaree_hi")),
            ):
                valeurs = {n: 100 * getattr(r, champ) for n, champ in zip(_VALEURS, champs, strict=True)}
                if c is estimee and r.statut != "estime":
                    valeurs = dict.fromkeys(_VALEURS)
                dit = {"code_zone": r.code_zone, "obs_status": r.obs_status, "raison": r.raison, "minorant": False}
                metier = (f"famille:{r.code_groupe}", f.libelle)
                lignes.append(_ligne(c, p.meteo.zonage, valeurs | dit, cellule.part_population, r.annee, metier))
    return lignes


def _ligne(
    c: Chiffre,
    zonage: str,
    r: Mapping[str, Any],
    part_population: float,
    periode: str = "",
    metier: tuple[str, str] = ("", ""),
    compose: str = "",
) -> pd.DataFrame:
    periode = periode or c.periode
    lignes = pd.DataFrame([{**r, "periode": periode}])
    demonstration = c.demonstration and bool(c.instantane)
    sortie = lignes_exportees.exportees(c.ind, zonage, lignes, {periode: c.instantane}, demonstration, metier, compose)
    return sortie.assign(**{PART: 100 * part_population})
