"""Where each lycée and centre is: three files that know it more or less well, one millésime each.

Neither telephone nor mail is read.
"""

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS, places
from data_loaders.francais import capitale
from data_loaders.sources import classeur, ecriture
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from data_loaders.sources.places import de_la_region
from geo import chargement, zonages

TABLES = ("etablissements_annuaire", "etablissements_parcoursup", "etablissements_affelnet")
# Types of the directory where nobody trains for a métier.
AUTRES_TYPES = frozenset({"ecole", "college", "service_administratif", "medico_social", "information_et_orientation"})
MARGE_M = 1500  # the outline of a commune is simplified; beyond, a point is out of the region


@lecteur(*TABLES)
def lire(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns.

    Raises:
        ErreurDonnees: unreadable, columns missing, no establishment of the region.
    """
    source = lue.regle.table.partition("_")[2]
    df = de_la_region(lue)
    lieux = {"annuaire": _annuaire, "parcoursup": _parcoursup, "affelnet": _affelnet}[source](df, lue)
    secteurs = lieux["secteur"].map(classeur.normaliser).str.extract("^(public|prive)")[0]
    lieux = lieux.assign(source=source, secteur=secteurs.replace("prive", "privé").fillna(""))
    _situer(lieux, lue)
    lieux = lieux.drop_duplicates(["uai", "formation", "latitude", "longitude"])
    lieux["rang"] = lieux.groupby(["uai", "formation"]).cumcount() + 1
    dit = (
        f"{francais.avec_unite(lieux['uai'].nunique(), 'établissements')}, dont "
        f"{francais.nombre(lieux.loc[lieux['code_commune'].ne(''), 'uai'].nunique())} de commune connue"
    )
    titre = f"{CONTRATS['etablissements'].titre} ({places.SOURCES[source]}) : {len(lieux)} lignes"
    return Extrait.de("etablissements", source, lieux, titre, dit)


def _annuaire(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    ouverts = ~df["etat"].map(classeur.normaliser).str.startswith("ferme")
    df = df[ouverts & ~df["type"].map(classeur.normaliser).isin(AUTRES_TYPES)].drop_duplicates("uai")
    points = {r: n.valeurs for r, n in ecriture.facultatifs(df, ["latitude", "longitude"], lue).items()}
    fiches = pd.Series("", index=df.index)
    for role in ("site", "fiche"):
        fiches = df[role].where(df[role].str.match(r"https?://\S+$"), fiches) if role in df else fiches
    return df.assign(
        **points, formation="", fiche=fiches, code_commune=df["commune"].map(zonages.successeurs()).fillna("")
    )


def _parcoursup(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    points = df["point"].str.extract(r"^\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*$").astype(float)
    return df.assign(
        nom=df["nom"].str.split().str.join(" "),
        formation=df["formation"].map(zonages.slug),
        latitude=points[0],
        longitude=points[1],
        code_commune="",
        fiche="",
    )


def _affelnet(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    df = df.drop_duplicates("uai")
    communes = zonages.communes()
    cles = {
        (d, zonages.slug(nom)): code
        for code, nom, d in communes[["code_commune", "libelle_commune", "code_departement"]].itertuples(index=False)
    }
    codes = [cles.get((d, zonages.slug(nom)), "") for d, nom in zip(df["code_departement"], df["commune"], strict=True)]
    return df.assign(
        nom=[f"{s} {capitale(n.title())}" for s, n in zip(df["sigle"], df["nom"], strict=True)],
        formation="",
        latitude=np.nan,
        longitude=np.nan,
        code_commune=codes,
        fiche="",
    )


def _situer(lieux: pd.DataFrame, lue: Lue) -> None:
    """Give each point its commune; one that is out of the region is taken away, and said."""
    import shapely
    from pyproj import Transformer

    geometries = chargement.geometries()
    codes, arbre = list(geometries), shapely.STRtree(list(geometries.values()))
    connus = lieux["latitude"].notna() & lieux["longitude"].notna()
    x, y = Transformer.from_crs(4326, 2154, always_xy=True).transform(
        lieux.loc[connus, "longitude"].to_numpy(), lieux.loc[connus, "latitude"].to_numpy()
    )
    finis = np.isfinite(x) & np.isfinite(y)
    rangs = np.full(int(connus.sum()), -1)
    if finis.any():
        (qui, ou) = arbre.query_nearest(shapely.points(x[finis], y[finis]), max_distance=MARGE_M, all_matches=False)
        rangs[np.flatnonzero(finis)[qui]] = ou
    trouvees = pd.Series([codes[r] if r >= 0 else "" for r in rangs], index=lieux.index[connus])
    # What the producer writes comes before what the point says.
    ecrites = lieux.loc[connus, "code_commune"]
    lieux.loc[connus, "code_commune"] = ecrites.where(ecrites.ne(""), trouvees)
    if (dehors := trouvees.eq("")).any():
        perdus = lieux.loc[dehors.index[dehors]]
        suite = f"laissés de côté : l'établissement est situé sans eux ({classeur.quelques(perdus['uai'])})"
        lue.compter(len(perdus), "points", f"hors de la région, {suite}")
        lieux.loc[perdus.index, ["latitude", "longitude"]] = np.nan
