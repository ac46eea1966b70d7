"""Files given back: datasets and zonings as CSV, XLSX, Parquet and GeoJSON, and all of them as a data package.

Every file says what it is: title, producer, licence, snapshot, where it stands with the signatories (« Document de
travail – non validé » until both approve), and « Données de démonstration » when figures are invented. Nothing is given
back under another licence than that of open data. Words stand beside each code: zones, métiers, series, statuses.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.chiffres.tableau import Tableau, source_exportee
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import ADRESSE_LICENCE, LICENCE_OUVERTE, OBS_STATUS, RESERVE, Colonne, Table
from data_loaders.contracts.convention import mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.exports.ecriture import Fiche, classeur, csv_francais, neutraliser
from data_loaders.jeux import JEUX
from data_loaders.magasin.controle import ZONAGE_DE
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import lignes
from data_loaders.requetes.evaluation import diffusable
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Statut
from data_loaders.versions.difference import MESURES
from geo import trace, zonages
from geo.territoire import OBSERVATOIRE

# Columns whose codes have words, in every dataset; then those of the survey alone.
_CODES = {*ZONAGE_DE, "code_zone", "obs_status", "code_mesure", "serie", "code_rome", "code_fap", "code_fap87"}
_CODES_BMO = {"code_metier", "mesure"}
EN_FRANCAIS = {"value": "valeur"}  # name of a column in its contract -> in a file


def modele(dataset: str, table: str) -> Table:
    """What a table is once given back: a column of words after each of its codes that has none yet."""
    t = CONTRATS[dataset].tables[table]
    presentes = {c.nom for c in t.colonnes}
    colonnes = []
    for c in t.colonnes:
        colonnes.append(replace(c, nom=EN_FRANCAIS.get(c.nom, c.nom)))
        voulue = c.nom in _CODES or (dataset == "bmo" and c.nom in _CODES_BMO)
        nommee = _nom(c.nom) in presentes or (c.nom == "code_fap" and "libelle" in presentes)
        if voulue and not nommee:
            colonnes.append(Colonne(_nom(c.nom), f"Libellé de {c.nom}"))
    return replace(t, colonnes=tuple(colonnes))


def ajouter(d: Donnees, dataset: str, table: str, df: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table as `modele` says them.

    A code without words, unknown of the zonings and nomenclatures in force, has an empty label.
    """
    sortie, df = {}, df.rename(columns=EN_FRANCAIS)
    for c in modele(dataset, table).colonnes:
        if c.nom in df:
            sortie[c.nom], precedente = df[c.nom], c.nom
        elif precedente == "code_zone" and "zonage" in df:
            noms = {z: zonages.noms(z) for z in df["zonage"].unique() if z in zonages.CODES}
            mots = [noms.get(z, {}).get(code, "") for z, code in zip(df["zonage"], df["code_zone"], strict=True)]
            sortie[c.nom] = pd.Series(mots, index=df.index, dtype="object")
        else:
            sortie[c.nom] = df[precedente].map(dict(_mots(d, dataset, precedente))).fillna("").astype("object")
    return pd.DataFrame(sortie)


def _nom(colonne: str) -> str:
    """`code_bassin` -> `libelle_bassin`, `obs_status` -> `libelle_obs_status`."""
    return f"libelle_{colonne.removeprefix('code_').removeprefix('siren_')}"


def _mots(d: Donnees, dataset: str, colonne: str) -> Mapping[str, str]:
    siens = [i for i in (INDICATEURS | NATIONAUX).values() if any(dataset in i.datasets_pour(z) for z in i.zonages)]
    if colonne in ZONAGE_DE or colonne == "code_zone":
        ailleurs = {c: nom for i in siens for connus in i.complements.values() for c, nom in connus.items()}
        siens_sur = dict.fromkeys(i.zonages[0] for i in siens)
        decoupages = (ZONAGE_DE[colonne],) if colonne in ZONAGE_DE else ("departement", "region", *siens_sur)
        return {"FR": "France", **ailleurs, **{c: nom for z in decoupages for c, nom in zonages.noms(z).items()}}
    match colonne:
        case "obs_status":
            return OBS_STATUS
        case "code_metier":
            lus = d.lire("bmo", "metiers").sort_values("annee", kind="stable")
            return dict(zip(lus["code_metier"], lus["libelle_metier"], strict=True))
        case "mesure":
            return MESURES
        case "code_mesure":
            return {m.code: m.libelle for m in mesures().values()}
        case "serie":
            return {i.mesure: i.libelle for i in siens}
        case "code_rome":
            return nomenclatures.libelles(d, "rome")
    postes = d.lire("nomenclatures", "postes") if d.millesimes("nomenclatures") else None
    return {} if postes is None else dict(zip(postes["code"], postes["libelle"], strict=True))


SOURCE_ZONAGES = (
    "IGN, Admin Express COG ; Insee, code officiel géographique 2026 et recensement de la population 2023 "
    f"({LICENCE_OUVERTE})"
)
COMMUNES = Table(
    colonnes=(
        Colonne("code_commune", "Commune (code officiel géographique)", motif=r"^\d{5}$"),
        Colonne("libelle_commune", "Nom de la commune"),
        Colonne("code_zone", "Zone du découpage", motif=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
        Colonne("libelle_zone", "Nom de la zone"),
        Colonne("population_nb", "Population municipale 2023", "habitants", bornes=(0, 1e7), type=pa.int64()),
    ),
    cle=("code_commune",),
)


def lire(d: Donnees, dataset: str, table: str, millesime: str = "") -> pd.DataFrame:
    """Every current row of a table that is for the public, or those of one millésime."""
    df = d.magasin(dataset).lire(dataset, table, [millesime] if millesime else None).to_pandas()
    return df[df["conf_status"] != RESERVE].reset_index(drop=True) if "conf_status" in df else df


def etiquetees(d: Donnees, dataset: str, table: str, millesime: str = "") -> tuple[pd.DataFrame, Table]:
    """The rows of `lire` with words beside their codes, and what the table then is."""
    return ajouter(d, dataset, table, lire(d, dataset, table, millesime)), modele(dataset, table)


def instantanes(d: Donnees, dataset: str) -> list[str]:
    """Identifiers of the snapshots that make a dataset, oldest first."""
    return [e["instantane"] for _, e in sorted(d.magasin(dataset).courant().get(dataset, {}).items())]


def statut(d: Donnees, dataset: str) -> Statut:
    """Whether the signatories approved every current snapshot of a dataset."""
    return approbations.statut(dataset, instantanes(d, dataset), d.racine)


def mention(d: Donnees, dataset: str) -> str:
    """What a dataset says of itself: invented, or where it stands."""
    return lignes.mention(d.est_demonstration(dataset), statut(d, dataset))


def fiche(d: Donnees, dataset: str, jour: date) -> Fiche:
    """What a dataset is: title, producer, files with their checksums, licence, secrecy, state, units."""
    contrat = CONTRATS[dataset]
    sources = [d.instantane(dataset, m).source for m in d.millesimes(dataset)]
    unites = {f"{c.nom} ({c.description})": c.unite for t in contrat.montrees.values() for c in t.colonnes if c.unite}
    return [
        ("Titre", contrat.titre),
        ("Mention", mention(d, dataset)),
        ("Producteur", contrat.producteur),
        ("Adresse", contrat.adresse),
        ("Licence", contrat.licence),
        ("Secret statistique", contrat.secret),
        *((f"Fichier lu {s['recupere_le']}".strip(), f"{s['fichier']} (SHA-256 {s['sha256']})") for s in sources),
        ("Instantanés", ", ".join(instantanes(d, dataset))),
        ("État des données", d.etat),
        ("Exporté le", jour.isoformat()),
        *((f"Unité de {nom}", unite) for nom, unite in unites.items()),
    ]


def csv(d: Donnees, dataset: str, table: str) -> bytes:
    """One table for French Excel: source file, snapshot, state and mention on each row."""
    parties = []
    for millesime in d.millesimes(dataset):
        i = d.instantane(dataset, millesime)
        fichier = f"{i.source['fichier']} ({i.source['producteur']})"
        lues = lire(d, dataset, table, millesime)
        parties.append(lues.assign(fichier_source=fichier, instantane=f"{dataset}/{i.identifiant}"))
    df = pd.concat(parties, ignore_index=True)
    df = ajouter(d, dataset, table, df).assign(**{c: df[c] for c in ("fichier_source", "instantane")})
    marques = {"etat_des_donnees": d.etat, "mention": mention(d, dataset)}
    return csv_francais(df.assign(**marques))


def parquet(d: Donnees, dataset: str, table: str, jour: date, millesime: str = "") -> bytes:
    """One table with the types of its contract; title, source, licence and mention in the metadata."""
    return _parquet(*etiquetees(d, dataset, table, millesime), fiche(d, dataset, jour))


def _parquet(df: pd.DataFrame, modele: Table, dite: Fiche) -> bytes:
    table = pa.Table.from_pandas(df, schema=modele.schema(), preserve_index=False)
    notes = {"fiche": json.dumps(dite, ensure_ascii=False)}
    sortie = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(notes), sortie, compression="zstd")
    return sortie.getvalue()


def xlsx(d: Donnees, dataset: str, jour: date, millesime: str = "") -> bytes:
    """Every table of a dataset, one a sheet, after a cover sheet."""
    tables = {table: etiquetees(d, dataset, table, millesime) for table in CONTRATS[dataset].montrees}
    sens = {c.nom: c.description for _, modele in tables.values() for c in modele.colonnes}
    return classeur(fiche(d, dataset, jour), {nom: df for nom, (df, _) in tables.items()}, sens)


def fichiers(d: Donnees, dataset: str, forme: str, jour: date) -> Iterator[tuple[str, bytes]]:
    """(name, content) of the files of a dataset: a workbook, or a CSV or Parquet a table."""
    if forme == "xlsx":
        yield f"{dataset}.xlsx", xlsx(d, dataset, jour)
        return
    for table in CONTRATS[dataset].montrees:
        contenu = csv(d, dataset, table) if forme == "csv" else parquet(d, dataset, table, jour)
        yield f"{dataset}_{table}.{forme}", contenu


def communes(code_zonage: str) -> pd.DataFrame:
    """A zoning, commune by commune: codes, labels, population."""
    appartenance = zonages.appartenance(code_zonage).rename("code_zone").reset_index()
    noms = zonages.zones(code_zonage)[["code_zone", "libelle_zone"]]
    lues = appartenance.merge(noms, on="code_zone").merge(zonages.communes(), on="code_commune")
    return lues[[c.nom for c in COMMUNES.colonnes]]


def zonage(code_zonage: str, forme: str, jour: date) -> bytes:
    """A zoning, commune by commune (`csv` for French Excel, `xlsx`, `parquet`), or the outlines of its zones with their
    population (`geojson`); where it comes from, and how sure it is, are on each row, a cover sheet or in the metadata.
    """
    z, df, mention = zonages.zonage(code_zonage), communes(code_zonage), lignes.mention(False)
    if forme == "csv":
        df = df.assign(source=z.source, millesime=z.millesime, confiance=z.confiance, empreinte=z.sha8, mention=mention)
        return csv_francais(df, {"population_nb": 0})
    dite = [
        ("Titre", z.libelle),
        ("Mention", mention),
        ("Source", z.source),
        ("Confiance", z.confiance),
        ("Millésime", z.millesime),
        ("Empreinte", z.sha8),
        ("Population et contours", SOURCE_ZONAGES),
        ("Exporté le", jour.isoformat()),
    ]
    if forme == "xlsx":
        return classeur(dite, {"communes": df})
    if forme == "parquet":
        return _parquet(df, COMMUNES, dite)
    proprietes = [
        {"code_zone": code, "libelle_zone": zonages.libelle_zone(code_zonage, code), "population_nb": int(population)}
        for code, population in df.groupby("code_zone")["population_nb"].sum().items()
    ]
    dit = {nom.lower().replace(" ", "_"): texte for nom, texte in dite}
    return _geojson(code_zonage, dit | {"avertissement": "Tracé simplifié, à ne pas mesurer."}, proprietes)


def _geojson(code_zonage: str, dit: dict, proprietes: list[dict]) -> bytes:
    """What a collection says of itself, then its zones that are drawn."""
    formes = trace.polygones(code_zonage)
    entites = [
        {"type": "Feature", "id": p["code_zone"], "properties": p, "geometry": formes[p["code_zone"]]}
        for p in proprietes
        if p["code_zone"] in formes
    ]
    collection = {"type": "FeatureCollection", **dit, "features": entites}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def geojson(t: Tableau, periode: str, instantane: str, jour: date) -> bytes:
    """Zones of a zoning with the rows of one indicator at one period; an empty value is null, with its reason."""
    ind, z = t.indicateur, zonages.zonage(t.zonage)
    df = lignes.du_tableau(t, {periode: instantane}, lignes=t.lignes[t.lignes["periode"] == periode])
    df = df.astype(object).where(df.notna(), None)
    dit = {
        "titre": f"{ind.libelle}, {z.libelle}, {periode}",
        "mention": " ; ".join(sorted(set(df["mention"]))),
        "source": source_exportee(ind.source, t.demonstration),
        "contours": f"{SOURCE_ZONAGES} ; tracé simplifié, à ne pas mesurer",
        "decoupage": f"{z.source} ({z.confiance})",
        "instantane": instantane,
        "exporte_le": jour.isoformat(),
        "colonnes": {nom: mots for nom, mots in lignes.COLONNES.items() if nom in df},
    }
    return _geojson(t.zonage, dit, df.to_dict("records"))


def paquet(d: Donnees, jour: date) -> bytes:
    """A Frictionless data package (zip): descriptor, each public table as CSV and Parquet, each zoning as CSV."""
    fichiers: dict[str, bytes] = {}
    ressources = []

    def joindre(nom: str, chemin: str, contenu: bytes, dite: dict, modele: Table | None = None) -> None:
        fichiers[chemin] = contenu
        texte = {"encoding": "utf-8", "mediatype": "text/csv", "profile": "tabular-data-resource"}
        genre = texte if modele else {"mediatype": "application/vnd.apache.parquet", "type": "file"}
        fichier = {"name": nom, "path": chemin, "format": "csv" if modele else "parquet", **genre, **empreinte(contenu)}
        ressources.append(dite | fichier | ({"schema": modele.descripteur()} if modele else {}))

    ouverts = [dataset for dataset in JEUX if diffusable(d, dataset)]
    for dataset in ouverts:
        contrat, demonstration = CONTRATS[dataset], d.est_demonstration(dataset)
        sources = [
            {"title": s["fichier"], "producteur": s["producteur"], "hash": f"sha256:{s['sha256']}"}
            | ({"path": s["adresse"]} if s["adresse"] else {})
            for s in (d.instantane(dataset, m).source for m in d.millesimes(dataset))
        ]
        for table in contrat.montrees:
            df, modele = etiquetees(d, dataset, table)
            nom, chemin = f"{dataset}_{table}".replace("_", "-"), f"donnees/{dataset}_{table}"
            commun = {
                "title": f"{contrat.titre} ({table})",
                "description": f"{contrat.secret} {mention(d, dataset)}",
                "demonstration": demonstration,
                "instantanes": instantanes(d, dataset),
                "sources": sources,
            }
            joindre(nom, f"{chemin}.csv", csv_normalise(df, modele), commun, modele)
            joindre(f"{nom}-parquet", f"{chemin}.parquet", parquet(d, dataset, table, jour), commun)
    for code, z in zonages.zonages().items():
        dite = {"title": z.libelle, "sources": [{"title": z.source}], "confiance": z.confiance}
        joindre(f"zonage-{code}", f"zonages/{code}.csv", csv_normalise(communes(code), COMMUNES), dite, COMMUNES)
    demonstration, commun = any(map(d.est_demonstration, ouverts)), [statut(d, dataset) for dataset in ouverts]
    dit = {"description": lignes.mention(demonstration, approbations.commun(commun))}
    descripteur = decrire_paquet(d, jour, ressources, **dit)
    fichiers["datapackage.json"] = json.dumps(descripteur, ensure_ascii=False, indent=1).encode()
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for chemin, contenu in fichiers.items():
            archive.writestr(zipfile.ZipInfo(chemin, (jour.year, jour.month, jour.day, 0, 0, 0)), contenu)
    return sortie.getvalue()


def decrire_paquet(d: Donnees, jour: date, ressources: list[dict], **dit: str) -> dict:
    """The descriptor of a Frictionless data package; `dit`: what it says of itself, beside its title."""
    return {
        "name": "observatoire-emploi-formation-pays-de-la-loire",
        "title": OBSERVATOIRE,
        **dit,
        "version": d.etat,
        "created": f"{jour.isoformat()}T00:00:00Z",
        "licenses": [{"name": "etalab-2.0", "title": LICENCE_OUVERTE, "path": ADRESSE_LICENCE}],
        "resources": ressources,
    }


def empreinte(contenu: bytes) -> dict[str, int | str]:
    """Size and checksum of a file, as a descriptor says them."""
    return {"bytes": len(contenu), "hash": f"sha256:{hashlib.sha256(contenu).hexdigest()}"}


def csv_normalise(df: pd.DataFrame, modele: Table) -> bytes:
    """CSV as the package standard wants it: UTF-8, comma, decimal point; text neutralised, null left blank."""
    textes = [c for c in df.columns if not pd.api.types.is_numeric_dtype(df[c])]
    propre = df.assign(**{c: df[c].map(lambda v: v if pd.isna(v) else neutraliser(str(v))) for c in textes})
    # A column of whole numbers with a blank is read as decimal: 5.0 is no integer for the standard.
    propre = propre.astype({c.nom: "Int64" for c in modele.colonnes if pa.types.is_integer(c.type)})
    return propre.to_csv(index=False, lineterminator="\n").encode()
