"""Where to train: places and wishes by establishment and course, pupils, and where each lycée and centre is.

The two files of places (Parcoursup for the BTS, Affelnet before) say their year by their name alone. Two rows for one
course are kept, each with its rank. Three files know the establishments more or less well: one millésime each; neither
telephone nor mail is read.
"""

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.formation import NIVEAUX_ENTREE, PLACES_MAX, SOURCES
from data_loaders.erreurs import constat
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo import chargement, zonages

# Key of a UAI: the letter of this rank, its seven figures modulo 23.
CLE_UAI = "ABCDEFGHJKLMNPRSTUVWXYZ"
# Share of the rows (%) from which a fault is the file's, and is to be confirmed.
UAI_FAUX_MAX, PLACES_FAUSSES_MAX = 1, 10
NIVEAUX = {"2321": "cap", "2381": "2de", "2382": "1re", "3221": "bts", "3231": "bts"}
# First three figures of a MEFSTAT11 and its sixth -> type of the diploma, before its last five characters.
DIPLOMES = {"2320": "500", "2321": "503", "2380": "400", "2381": "403", "3221": "320", "3222": "323", "3231": "320"}
_ECRITES = {"scolaire": "scolaire", "st": "scolaire", "apprentissage": "apprentissage", "ap": "apprentissage"}


@lecteur("places_bts", "places_pro", "eleves")
def lire(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns."""
    df, dataset = _de_la_region(lue), lue.regle.table
    df["code_formation"] = df["formation"].str.upper()
    if dataset == "eleves":
        annees = df["rentree"].str[:4]
        annee = annees.max()
        df = _ecarter(df, annees.ne(annee), "rentrée d'avant", lue)
        lignes = df.assign(periode=annee, value=cellules.exiges(df, ["eleves"], lue, entiers=True)["eleves"])
        dit = f"{francais.nombre(lignes['value'].sum())} élèves, {francais.nombre(df['uai'].nunique())} établissements"
    else:
        annee, lignes, dit = _places(df, lue)
    titre = f"{CONTRATS[dataset].titre}, {annee} : {francais.nombre(len(lignes))} lignes"
    return Extrait.de(dataset, annee, lignes, titre, dit)


def _de_la_region(lue: Lue) -> pd.DataFrame:
    """Rows whose UAI is of the region, with `code_departement`; what is wrong in them is said, or to be confirmed."""
    brut = lue.en_texte()
    uai = brut["uai"].str.upper().str.zfill(8)
    formes = uai.str.fullmatch(r"0\d{6}[A-Z]")
    ici = formes & uai.str[1:3].isin(DEPARTEMENTS)
    dedans = lue.de_la_region(brut, ici, brut["uai"].iloc[0])
    fausses = ici & ~uai.where(ici, "0000000A").map(lambda u: CLE_UAI[int(u[:7]) % 23] == u[7])
    # An establishment of Corsica or overseas has a code of another form.
    illisibles = ~uai.str.fullmatch(r"[0-9][0-9AB]\d{5}[A-Z]")
    cites = classeur.quelques(brut.loc[illisibles, "uai"])
    lue.compter(illisibles.sum(), "lignes laissées", f"de côté, UAI illisible : {cites}")
    suite = f"fausse, comptées dans leur seul département : {classeur.quelques(uai[fausses])}"
    lue.compter(fausses.sum(), "lignes gardées", f"dont la lettre de l'UAI est {suite}")
    _douter(lue, "uai", brut.loc[illisibles | fausses, "uai"], len(brut), UAI_FAUX_MAX)
    return dedans.assign(uai=uai[ici], code_departement=uai[ici].str[1:3])


def _douter(lue: Lue, regle: str, fautives: pd.Series, nombre: int, part: float) -> None:
    """Ask the operator to confirm, where more than a part (%) of the rows are faulty."""
    if 100 * len(fautives) > part * nombre:
        lue.doutes.append(constat(regle, [(f,) for f in fautives], part=part))


def _places(df: pd.DataFrame, lue: Lue) -> tuple[str, pd.DataFrame, str]:
    """Year, rows, and what is said of them."""
    annee = cellules.exiger_annee(lue.ou)
    if "recensement" in df:  # a wish that only counts who goes on elsewhere has no place
        df = _ecarter(df, df["recensement"].str.upper().eq("O"), "vœux de recensement", lue)
    voies = df.get("voie", df.get("statut", pd.Series("st", df.index)))
    df["voie"] = voies.map(classeur.normaliser).map(_ECRITES)
    df = _ecarter(df, df["voie"].isna(), "voie inconnue", lue)
    df = df.assign(**{c: classeur.colonne(df, c) for c in ("libelle", "famille", "terminale")})
    df["niveau"] = [niveau(f, libelle) for f, libelle in zip(df["code_formation"], df["libelle"], strict=True)]
    df = _ecarter(df, df["niveau"].eq(""), "formation d'un autre niveau", lue)
    lus = cellules.facultatifs(df, ["places", "voeux"], lue, entiers=True)
    nombre = lus["places"].valeurs
    connues = nombre.between(1, PLACES_MAX)
    fausses = nombre.notna() & ~connues
    suite = "le producteur ne les connaît pas, elles sont non disponibles"
    lue.compter(fausses.sum(), "lignes", f"à zéro place, ou à plus de {PLACES_MAX} : {suite}")
    _douter(lue, "places", (df["uai"] + " · " + df["code_formation"])[fausses], len(df), PLACES_FAUSSES_MAX)
    prets = df.assign(
        periode=annee,
        rang=df.groupby(["uai", "code_formation", "voie"]).cumcount() + 1,
        libelle=df["libelle"].str.replace(r"\s*-?\s*en apprentissage$", "", regex=True),
        famille=df["famille"].str.strip(),
        code_cfd=[cfd(f, t) for f, t in zip(df["code_formation"], df["terminale"], strict=True)],
        value=nombre.where(connues),
        obs_status=connues.map({True: "A", False: "O"}),
        voeux=lus["voeux"].valeurs.astype("Int64"),
    )
    suite = "d'une formation déjà lue dans l'établissement : gardées à part, additionnées dans les totaux"
    lue.compter(prets["rang"].gt(1).sum(), "lignes", suite)
    seuls = prets["value"].isna() & prets["voeux"].fillna(0).gt(0)
    lue.compter(seuls.sum(), "lignes", "où des vœux n'ont pas de places : gardées, hors de la pression")
    par = prets.groupby("voie" if lue.regle.table == "places_bts" else "niveau")[["value", "voeux"]].sum()
    dit = " · ".join(
        f"{NIVEAUX_ENTREE.get(nom, nom)} : {francais.nombre(r['value'])} places, {francais.nombre(r['voeux'])} vœux"
        for nom, r in par.iterrows()
    )
    return annee, prets, dit


def _ecarter(df: pd.DataFrame, hors: pd.Series, pourquoi: str, lue: Lue) -> pd.DataFrame:
    """The other rows; how many are left out, and why, is said."""
    lue.compter(hors.sum(), "lignes laissées", f"de côté, {pourquoi}")
    return df[~hors].copy()


def niveau(formation: str, libelle: str) -> str:
    """Level of entry of a MEFSTAT11, "" for one that no place is counted of here."""
    lu = NIVEAUX.get(formation[:4], "")
    # Among the BTS stand certificates; a label says them where a code does not.
    return "cs" if not lu and libelle.startswith(("Certificat", "CS", "FCIL")) else lu


def cfd(formation: str, terminale: str = "") -> str:
    """Diploma that a MEFSTAT11 prepares, "" where none is written in it: its type, then the last five characters."""
    debut = DIPLOMES.get(formation[:3] + formation[4:5], "")
    return debut and debut + (terminale or formation)[-5:]


# Types of the directory where nobody trains for a métier.
AUTRES_TYPES = frozenset({"ecole", "college", "service_administratif", "medico_social", "information_et_orientation"})
MARGE_M = 1500  # the outline of a commune is simplified; beyond, a point is out of the region


@lecteur("etablissements_annuaire", "etablissements_parcoursup", "etablissements_affelnet")
def lire_etablissements(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns."""
    source = lue.regle.table.partition("_")[2]
    df = _de_la_region(lue)
    rien = {"formation": "", "fiche": "", "code_commune": "", "latitude": np.nan, "longitude": np.nan}
    if source == "annuaire":
        ouverts = ~df["etat"].map(classeur.normaliser).str.startswith("ferme")
        df = df[ouverts & ~df["type"].map(classeur.normaliser).isin(AUTRES_TYPES)].drop_duplicates("uai")
        lus = {r: n.valeurs for r, n in cellules.facultatifs(df, ["latitude", "longitude"], lue).items()}
        lus |= {"code_commune": df["commune"].map(zonages.successeurs()).fillna(""), "fiche": pd.Series("", df.index)}
        for role in ("site", "fiche"):
            if role in df:
                lus["fiche"] = df[role].where(df[role].str.match(r"https?://\S+$"), lus["fiche"])
    elif source == "parcoursup":
        points = df["point"].str.extract(r"^\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*$").astype(float)
        lus = {"latitude": points[0], "longitude": points[1], "formation": df["formation"].map(zonages.slug)}
        lus["nom"] = df["nom"].str.split().str.join(" ")
    else:
        df, communes = df.drop_duplicates("uai"), zonages.communes()
        noms = zip(communes["code_departement"], communes["libelle_commune"].map(zonages.slug), strict=True)
        codes = dict(zip(noms, communes["code_commune"], strict=True))
        ou = zip(df["code_departement"], df["commune"].map(zonages.slug), strict=True)
        lus = {"code_commune": [codes.get(o, "") for o in ou]}
        lus["nom"] = [f"{s} {francais.capitale(n.title())}" for s, n in zip(df["sigle"], df["nom"], strict=True)]
    secteurs = df["secteur"].map(classeur.normaliser).str.extract("^(public|prive)")[0]
    lieux = df.assign(**rien | lus, source=source, secteur=secteurs.replace("prive", "privé").fillna(""))
    _situer(lieux, lue)
    lieux = lieux.drop_duplicates(["uai", "formation", "latitude", "longitude"])
    lieux["rang"] = lieux.groupby(["uai", "formation"]).cumcount() + 1
    situes = francais.nombre(lieux.loc[lieux["code_commune"].ne(""), "uai"].nunique())
    dit = f"{francais.avec_unite(lieux['uai'].nunique(), 'établissements')}, dont {situes} de commune connue"
    titre = f"{CONTRATS['etablissements'].titre} ({SOURCES[source]}) : {len(lieux)} lignes"
    return Extrait.de("etablissements", source, lieux, titre, dit)


def _situer(lieux: pd.DataFrame, lue: Lue) -> None:
    """Give each point its commune; one that is out of the region is taken away, and said."""
    import shapely
    from pyproj import Transformer

    geometries = chargement.geometries()
    connus = lieux[lieux["latitude"].notna() & lieux["longitude"].notna()]
    vers_metres = Transformer.from_crs(4326, 2154, always_xy=True)
    x, y = vers_metres.transform(connus["longitude"].to_numpy(), connus["latitude"].to_numpy())
    finis = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    arbre, points = shapely.STRtree(list(geometries.values())), shapely.points(x[finis], y[finis])
    qui, ou = arbre.query_nearest(points, max_distance=MARGE_M, all_matches=False)
    trouvees = pd.Series("", connus.index)
    trouvees.iloc[finis[qui]] = np.array(list(geometries), dtype=object)[ou]
    # What the producer writes comes before what the point says.
    lieux.loc[connus.index, "code_commune"] = connus["code_commune"].mask(connus["code_commune"].eq(""), trouvees)
    perdus = connus[trouvees.eq("")]
    suite = f"laissés de côté : l'établissement est situé sans eux ({classeur.quelques(perdus['uai'])})"
    lue.compter(len(perdus), "points", f"hors de la région, {suite}")
    lieux.loc[perdus.index, ["latitude", "longitude"]] = np.nan
