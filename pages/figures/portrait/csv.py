"""Figures of a portrait as CSV for French Excel: the territory's own, then those of the producer's zones it meets."""

from __future__ import annotations

import pandas as pd

from data_loaders.demo.instantanes import MENTION
from data_loaders.portraits.territoire import Chiffre, Portrait
from data_loaders.versions import approbations
from geo import zonages
from pages.figures import tables

DECIMALES = 2
_VALEURS = ("value", "borne_basse", "borne_haute")


def csv(p: Portrait) -> bytes:
    """One row a figure: indicator, zone, share of the population, value, bounds, status, reason, source, snapshot.

    A figure that is not published on the territory has one row with its reason and no value, then one a zone met. The
    estimate of each family, and the declared share, come last.
    """
    lignes = [ligne for c in p.chiffres.values() for ligne in _lignes(p, c)]
    lignes += _familles(p)
    df = pd.DataFrame(lignes)
    nombres = ("part_habitants", "valeur", "borne_basse", "borne_haute")
    return tables.csv_francais(df, dict.fromkeys(nombres, DECIMALES))


def _lignes(p: Portrait, c: Chiffre) -> list[dict]:
    sujet = p.sujet
    ici = {"decoupage": sujet.zonage or "libre", "code": sujet.code, "territoire": sujet.nom, "part_habitants": 100.0}
    if c.ligne is not None:
        return [_ligne(c, ici, c.ligne)]
    raison = c.raison or f"non publié sur ce territoire : zones rencontrées, découpage {c.zonage}"
    vide = pd.Series({"value": None, "minorant": False, "borne_basse": None, "borne_haute": None, "obs_status": "L"})
    lignes = [_ligne(c, ici, pd.concat([vide, pd.Series({"raison": raison})]))]
    for r in c.recoupe.to_dict("records"):
        la = {
            "decoupage": c.zonage,
            "code": r["code_zone"],
            "territoire": zonages.libelle_zone(c.zonage, r["code_zone"]),
            "part_habitants": 100 * r["part_population"],
        }
        lignes.append(_ligne(c, la, pd.Series(r)))
    return lignes


def _familles(p: Portrait) -> list[dict]:
    """Estimated and declared shares of each family, in each zone read."""
    lignes, estimee = [], p.chiffres["bmo_part_difficiles_estimee"]
    for f in p.meteo.familles if p.meteo else ():
        for cellule in f.cellules:
            r = cellule.r
            ou = {
                "decoupage": p.meteo.zonage,
                "code": r.code_zone,
                "territoire": cellule.libelle_zone,
                "part_habitants": 100 * cellule.part_population,
            }
            for c, champs in (
                (estimee, ("q_estimee", "borne_basse", "borne_haute")),
                (p.chiffres["bmo_part_difficiles"], ("declaree", "declaree_lo", "declaree_hi")),
            ):
                valeurs = {n: 100 * getattr(r, champ) for n, champ in zip(_VALEURS, champs, strict=True)}
                if c is estimee and r.statut != "estime":
                    valeurs = dict.fromkeys(_VALEURS)
                statut = {"obs_status": r.obs_status, "raison": r.raison, "minorant": False}
                ligne = _ligne(c, ou, pd.Series(valeurs | statut))
                lignes.append(ligne | {"indicateur": f"{c.ind.libelle}, {f.libelle}", "periode": r.annee})
    return lignes


def _ligne(c: Chiffre, ou: dict, r: pd.Series) -> dict:
    return {
        **ou,
        "periode": c.periode,
        "indicateur": c.ind.libelle,
        "valeur": r["value"],
        "unite": c.ind.unite,
        "au_moins": "oui" if r["minorant"] else "non",
        "borne_basse": r["borne_basse"],
        "borne_haute": r["borne_haute"],
        "statut": r["obs_status"],
        "raison": r["raison"],
        "source": MENTION if c.demonstration else c.ind.source,
        "instantane": c.instantane,
        "mention": tables.mention(
            c.demonstration and bool(c.instantane),
            approbations.statut_de(c.ind, c.zonage, [c.instantane.rpartition("/")[2]]),
        ),
    }
