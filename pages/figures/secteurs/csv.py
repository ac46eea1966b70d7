"""CSV of the portrait of a sector, for French Excel: status, reason, source and snapshot on each row."""

from typing import Any

import pandas as pd

from data_loaders.chiffres.tableau import source_exportee
from data_loaders.exports.ecriture import AU_PLUS
from data_loaders.metiers.secteurs import Offres, Releve
from data_loaders.requetes.lignes import completer
from geo import zonages
from pages.figures import tables
from pages.figures.secteurs.chiffres import DIFFICILES, PART, PROJETS


def csv_zones(releve: Releve, instantanes: dict[str, str], ou: tuple[str, str] | None = None) -> bytes:
    """Region and départements, every vintage: projects, share, seasons, class, with status, source and snapshot.

    Args:
        ou: zoning and code of the only zone written beside the region.
    """
    lignes = []
    for zonage in ("region", ou[0] if ou else "departement"):
        projets, parts, difficiles = (
            releve.tableau(i, zonage).lignes.set_index(["code_zone", "periode"]) for i in (PROJETS, PART, DIFFICILES)
        )
        noms = zonages.noms(zonage)
        for cle, p in projets.iterrows():
            if ou and zonage != "region" and cle[0] != ou[1]:
                continue
            part, z = parts.loc[cle], releve.zones.loc[cle] if cle in releve.zones.index else {}
            r = releve.marche(cle[1], zonage, cle[0])
            lignes.append(
                {
                    "zonage": zonage,
                    "code_zone": cle[0],
                    "libelle_zone": noms[cle[0]],
                    "periode": cle[1],
                    "secteur": releve.secteur.libelle,
                    "projets": p["value"],
                    "au_moins": bool(p["minorant"]),
                    "projets_difficiles": difficiles.loc[cle, "value"],
                    "difficiles_au_moins": bool(difficiles.loc[cle, "minorant"]),
                    **_estimation(r),
                    "part_declaree_pct": part["value"],
                    "part_publiee_pct": None if r is None else 100 * r.publiee,
                    "marge_declaree_points": None if r is None else 100 * r.marge,
                    "secret_borne_basse_pct": part["borne_basse"],
                    "secret_borne_haute_pct": part["borne_haute"],
                    "saisonniers_bas_pct": z.get("saison_basse"),
                    "saisonniers_haut_pct": z.get("saison_haute"),
                    "metiers_masques": str(z.get("metiers_caches_nb", "")),
                    "nomenclature": releve.nomenclatures[cle[1]],
                    "obs_status": part["obs_status"],
                    "raison": part["raison"],
                }
            )
    return _csv(pd.DataFrame(lignes), releve, instantanes)


def csv_metiers(releve: Releve, instantanes: dict[str, str]) -> bytes:
    """Every métier of the sector in the region, every vintage."""
    listes = releve.metiers.sort_values(["annee", "code_metier"])
    cles = pd.MultiIndex.from_frame(listes[["annee", "code_metier"]])
    r = releve.par_metier.reindex(cles).reset_index(drop=True)
    absents = r["metiers_nb"].isna()
    par_cle = {r.Index: r for r in releve.estimes_par_metier.itertuples()}
    estimes = [_estimation(par_cle.get(cle)) for cle in cles]
    df = pd.DataFrame(
        {
            "periode": listes["annee"].to_numpy(),
            "secteur": releve.secteur.libelle,
            "code_metier": listes["code_metier"].to_numpy(),
            "libelle_metier": listes["libelle_metier"].to_numpy(),
            "famille": listes["libelle_famille"].to_numpy(),
            "projets": r["projets"].where(~absents, 0.0),
            "au_moins": r["minorant"].eq(True),
            **{nom: [e[nom] for e in estimes] for nom in _estimation(None)},
            "part_declaree_pct": r["part"],
            "part_publiee_pct": [100 * par_cle[c].publiee if c in par_cle else None for c in cles],
            "secret_borne_basse_pct": r["part_basse"],
            "secret_borne_haute_pct": r["part_haute"],
            "saisonniers_bas_pct": r["saison_basse"],
            "saisonniers_haut_pct": r["saison_haute"],
            "nomenclature": listes["nomenclature"].to_numpy(),
            "raison": r["part_raison"].where(~absents, "aucun projet déclaré dans la région"),
        }
    )
    return _csv(df, releve, instantanes)


def _estimation(r: Any) -> dict[str, float | str | None]:
    """Columns of an estimate; empty where there is none."""
    if r is None or r.statut != "estime":
        return dict.fromkeys(("part_estimee_pct", "basse_8_sur_10_pct", "haute_8_sur_10_pct", "classe", "certitude"))
    return {
        "part_estimee_pct": 100 * r.q_estimee,
        "basse_8_sur_10_pct": 100 * r.borne_basse,
        "haute_8_sur_10_pct": 100 * r.borne_haute,
        "classe": str(r.classe),
        "certitude": r.certitude,
    }


def _csv(df: pd.DataFrame, releve: Releve, instantanes: dict[str, str]) -> bytes:
    df["source"] = source_exportee(releve.tableau(PROJETS).indicateur.source, releve.demonstration)
    df["instantane"] = df["periode"].map(instantanes)
    df["mention"] = tables.mention(releve.demonstration)
    comptes = dict.fromkeys(df.columns.intersection(["projets", "projets_difficiles"]), AU_PLUS)
    decimales = {c: 2 for c in df.columns if c.endswith(("_pct", "_points"))} | comptes
    return tables.csv_francais(completer(df, releve.demonstration), decimales)


def csv_offres(o: Offres, instantane: str) -> bytes:
    """Offers and job-seekers by bassin, with their bounds."""
    noms = zonages.noms("bassin")
    df = o.par_bassin.assign(
        libelle_zone=o.par_bassin["code_bassin"].map(noms),
        periode=o.annee,
        source=source_exportee("France Travail et Dares", o.demonstration),
        instantane=instantane,
        mention=tables.mention(o.demonstration),
    )
    nombres = [c for c in df.columns if c.startswith(("offres", "inscrits"))]
    return tables.csv_francais(completer(df, o.demonstration), dict.fromkeys(nombres, 1))


def csv_interim(lignes: pd.DataFrame, demonstration: bool, instantane: str) -> bytes:
    """Interim work as published: every quarter, the region whole, France and its activities; rates in %."""
    df = lignes.rename(columns={"libelle": "champ", "recours": "recours_pct"}).assign(
        source=source_exportee("Dares, emploi intérimaire", demonstration),
        instantane=instantane,
        mention=tables.mention(demonstration),
    )
    return tables.csv_francais(completer(df, demonstration), {"effectif": 0, "etp": 0, "recours_pct": 2})
