"""Load a zoning file given by its producer or by the Région: read, check, dissolve, put in force.

Every refusal is an ``ErreurZonage`` whose text tells a data steward, in French, where the fault is, what was found, how
many times, with one example, and what to do. Nothing is written until every check has passed.
"""

import csv
import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import pannes, trace, zonages
from geo.racine import racine_donnees
from geo.zonages import CONFIANCES, DERIVE, PERIMETRES, REMPLACABLES, ErreurZonage, slug

if TYPE_CHECKING:
    import shapely

TAILLE_MAX_OCTETS, LIGNES_MAX, LIBELLE_MAX, TEXTE_MAX = 10_000_000, 60_000, 60, 400
# Changes the name of the written files when their form changes: they are served as never changing.
_FORME = "1"

_COMMUNE = ("codecommune", "codgeo", "codecommuneinsee", "codeinsee", "insee", "depcom")
_EPCI = ("sirenepci", "epci", "codeepci", "siren")
_ZONE, _LIBELLE = ("codezone",), ("libellezone",)
# Communes of the region that France Travail counts in Redon (5313), a bassin of Bretagne.
COMMUNES_DE_REDON = ("44007", "44057", "44185")
_REDON = ("5313", "Redon")


@dataclass(frozen=True)
class Producteur:
    """A producer's table, recognised by its own column names: what it attests."""

    zone: str
    libelle: str
    source: str
    millesime: str


PRODUCTEURS = {
    "bassin": Producteur(
        "codebassinbmo", "libbassinbmo", "France Travail, bassins d'emploi de l'enquête Besoins en main-d'œuvre", ""
    ),
    "ze": Producteur("ze2020", "libze2020", "Insee, zones d'emploi 2020, composition communale", "2020"),
}


@dataclass(frozen=True)
class Rapport:
    """What a load did, in French.

    Attributes:
        nom: Code of the zoning.
        sha8: Name of the version now in force.
        lignes: Sentences to print, warnings included.
        avertissements: The warnings alone.
    """

    nom: str
    sha8: str
    lignes: list[str]
    avertissements: list[str]

    def __str__(self) -> str:
        return "\n".join(self.lignes)


@dataclass(frozen=True)
class Classeur:
    """What the caller read in a workbook, which this package cannot open.

    Attributes:
        texte: Its table as CSV.
        fiche: What it says of the perimeter, under the keys of a sidecar; empty when it says nothing.
    """

    texte: str
    fiche: Mapping[str, str]


@dataclass(frozen=True)
class _Fichier:
    """A zoning file as read: its rows (line, unite, code_zone, libelle_zone), and who made it."""

    nom: str
    chemin: Path
    lignes: pd.DataFrame
    producteur: Producteur | None
    sha256: str


def _fr(texte: str) -> str:
    """Return the text with French spaces: narrow before ; ? !, wide before : and inside « »."""
    texte = re.sub(r" ([;?!])", "\u202f\\1", texte)
    return re.sub(r" ([:%»])", "\u00a0\\1", texte).replace("« ", "«\u00a0")


def _n(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")


def _refus(ou: Path | str, constat: str, remede: str, fautifs: Iterable[str] = ()) -> ErreurZonage:
    """Return the refusal: where, what, how many with an example, what to do."""
    noms = list(dict.fromkeys(fautifs))
    compte = f" ({_n(len(noms))} : {', '.join(noms[:5])}{'…' if len(noms) > 5 else ''})" if noms else ""
    nom = ou.name if isinstance(ou, Path) else ou
    return ErreurZonage(_fr(f"{nom} : {constat}{compte}. {remede}"))


def _octets(chemin: Path) -> bytes:
    try:
        taille = chemin.stat().st_size
        if taille > TAILLE_MAX_OCTETS:
            raise _refus(chemin, f"{_n(taille)} octets, trop pour un découpage", "Donnez la seule table des communes.")
        contenu = chemin.read_bytes()
    except OSError as erreur:
        raise _refus(
            chemin, f"fichier illisible ({pannes.dire(erreur)})", "Vérifiez le chemin et les droits."
        ) from erreur
    if not contenu.strip():
        raise _refus(chemin, "fichier vide", "Refaites l'export.")
    return contenu


def _texte(chemin: Path, contenu: bytes) -> str:
    if contenu.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refus(chemin, "classeur de tableur, pas un CSV", "Enregistrez la feuille au format CSV.")
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            texte = contenu.decode("cp1252")
        except UnicodeDecodeError as erreur:
            raise _refus(chemin, "encodage inconnu", "Enregistrez le fichier en UTF-8.") from erreur
    if "\x00" in texte:
        raise _refus(chemin, "octets nuls, le fichier n'est pas du texte", "Refaites l'export en CSV.")
    if texte.lstrip()[:1] == "<":
        raise _refus(chemin, "page web à la place d'un CSV", "Le téléchargement a échoué : recommencez-le.")
    return texte


def _tableau(chemin: Path, texte: str) -> pd.DataFrame:
    """Return the cells, all text and stripped, under the normalised column names; the index is the line number."""
    entete = texte.lstrip().splitlines()[0]
    lecteur = csv.reader(io.StringIO(texte), delimiter=max(";,\t", key=entete.count), strict=True)
    try:
        numerotees = [(lecteur.line_num, r) for r in lecteur if any(cellule.strip() for cellule in r)]
    except csv.Error as erreur:
        raise _refus(chemin, f"CSV mal formé ({erreur})", "Refaites l'export, guillemets fermés.") from erreur
    if len(numerotees) > LIGNES_MAX:
        vu = f"{_n(len(numerotees))} lignes, trop pour un découpage"
        raise _refus(chemin, vu, "Donnez la seule table des communes.")
    (_, colonnes), *corps = numerotees
    noms = [slug(c).replace("-", "") for c in colonnes]
    if repetes := [c for i, c in enumerate(colonnes) if noms[i] in noms[:i]]:
        raise _refus(chemin, "colonnes de même nom", "Gardez-en une.", repetes)
    for i, rangee in corps:
        if len(rangee) != len(colonnes):
            vu = f"ligne {i}, {len(rangee)} cellules pour {len(colonnes)} colonnes"
            raise _refus(chemin, vu, "Un libellé contient sans doute le séparateur : mettez-le entre guillemets.")
    if not corps:
        raise _refus(chemin, "aucune ligne sous l'en-tête", "Refaites l'export.")
    cellules = [[cellule.strip() for cellule in rangee] for _, rangee in corps]
    return pd.DataFrame(cellules, columns=noms, index=[i for i, _ in corps])


def _colonne(table: pd.DataFrame, noms: Iterable[str]) -> pd.Series | None:
    return next((table[nom] for nom in noms if nom in table.columns), None)


def _lire(nom: str, chemin: Path, classeur: Classeur | None) -> _Fichier:
    contenu = _octets(chemin)
    texte = classeur.texte if classeur else _texte(chemin, contenu)
    table = _tableau(chemin, texte)
    producteur = PRODUCTEURS.get(nom)
    if producteur and not {producteur.zone, producteur.libelle} <= set(table.columns):
        producteur = None
    communes, epci = _colonne(table, _COMMUNE), _colonne(table, _EPCI)
    zone = _colonne(table, [producteur.zone] if producteur else _ZONE)
    libelle = _colonne(table, [producteur.libelle] if producteur else _LIBELLE)
    if producteur:
        epci = None
    if (communes is None and epci is None) or zone is None or libelle is None:
        vues = texte.lstrip().splitlines()[0][:200]
        autres = [n for n, p in PRODUCTEURS.items() if n != nom and p.zone in table.columns]
        remede = "Colonnes attendues : code_commune (ou siren_epci), code_zone, libelle_zone."
        if autres:
            remede = f"C'est la table du découpage « {autres[0]} » : chargez-la sous ce nom."
        raise _refus(chemin, f"colonnes vues « {vues} »", remede)
    vide = pd.Series("", index=table.index)
    communes, epci = (vide if serie is None else serie for serie in (communes, epci))
    doubles = (communes != "") == (epci != "")
    if doubles.any():
        lignes = [f"ligne {i}" for i in table.index[doubles]]
        raise _refus(chemin, "lignes sans code, ou avec commune et EPCI à la fois", "Un seul code par ligne.", lignes)
    lignes = pd.DataFrame({"commune": communes, "epci": epci, "code_zone": zone, "libelle_zone": libelle})
    return _Fichier(nom, chemin, lignes, producteur, hashlib.sha256(contenu).hexdigest())


def _libelles_connus(nom: str) -> dict[str, str]:
    table = zonages.lire_table(PERIMETRES / f"{nom}.csv")
    connus = dict(zip(table["code_zone"], table["libelle_zone"], strict=True))
    return connus | ({_REDON[0]: _REDON[1]} if nom == "bassin" else {})


def _zones_propres(fichier: _Fichier) -> pd.DataFrame:
    """Return the rows with clean zone codes and labels; the codes known of a producer take their known labels."""
    lignes = fichier.lignes.copy()
    if fichier.nom == "ze":
        parties = {entiere: partie for partie, entiere in zonages.ZE_ENTIERES.items()}
        lignes["code_zone"] = lignes["code_zone"].replace(parties)
    mauvais = [c for c in lignes["code_zone"].unique() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c) or len(c) > 40]
    if mauvais:
        montres = [f"« {c[:40]} »" for c in mauvais]
        conseil = slug(mauvais[0][:40]) or "sud-vendee"
        raise _refus(
            fichier.chemin,
            "codes de zone à écrire en minuscules sans accent ni espace",
            f"Écrivez par exemple {conseil}.",
            montres,
        )
    lignes["libelle_zone"] = [
        re.sub(r"\s+", " ", unicodedata.normalize("NFC", libelle)).strip() for libelle in lignes["libelle_zone"]
    ]
    if fichier.nom in PRODUCTEURS:
        connus = _libelles_connus(fichier.nom)
        lignes["libelle_zone"] = lignes["code_zone"].map(connus).fillna(lignes["libelle_zone"])
    _controler_libelles(fichier.chemin, lignes)
    return lignes


def _controler_libelles(chemin: Path, lignes: pd.DataFrame) -> None:
    # letters, digits and the punctuation of place names: no markup, no template, no control or direction mark
    admis = re.compile(r"[^\W_](?:[^\W_]|[ '’.,()/–-])*")
    mauvais = [lib for lib in lignes["libelle_zone"].unique() if not admis.fullmatch(lib) or len(lib) > LIBELLE_MAX]
    if mauvais:
        montres = [f"« {re.sub(r'[^ -~À-ÿ]', '?', lib[:40])} »" for lib in mauvais]
        remede = f"Un libellé est un nom de lieu, sans balise ni signe spécial, de {LIBELLE_MAX} caractères au plus."
        raise _refus(chemin, "libellés vides, trop longs ou aux signes refusés", remede, montres)
    paires = lignes[["code_zone", "libelle_zone"]].drop_duplicates()
    if (codes := paires.loc[paires["code_zone"].duplicated(), "code_zone"]).size:
        raise _refus(chemin, "codes de zone qui portent plusieurs libellés", "Gardez un libellé par code.", codes)
    repetes = paires["libelle_zone"].map(slug).duplicated()
    if (libelles := paires.loc[repetes, "libelle_zone"]).size:
        raise _refus(chemin, "libellés que plusieurs codes partagent", "Donnez un nom à chaque zone.", libelles)


def _anciennes() -> pd.DataFrame:
    return zonages.lire_table(DERIVE / "communes_anciennes.csv").astype({"population_nb": "int64"})


def _suite() -> dict[str, str]:
    """Return every commune code known of the region, abolished or not -> the code of today."""
    anciennes = _anciennes()
    actuelles = zonages.communes()["code_commune"]
    suite = dict(zip(anciennes["code_ancien"], anciennes["code_commune"], strict=True))
    return suite | dict(zip(actuelles, actuelles, strict=True))


def _sans_autre_region(fichier: _Fichier, dit: list[str]) -> pd.DataFrame:
    """Leave out of a producer's national table the communes, and the bassins, of the other regions."""
    lignes = fichier.lignes
    if fichier.producteur is None:
        return lignes
    # a commune of another département may have been merged into one of the region
    dehors = ~lignes["commune"].str[:2].isin(zonages.DEPARTEMENTS) & ~lignes["commune"].isin(list(_suite()))
    if dehors.any():
        dit.append(f"Lignes d'autres régions laissées de côté : {_n(int(dehors.sum()))}.")
    gardees = lignes[~dehors]
    if fichier.nom == "bassin":
        gardees = gardees[gardees["code_zone"].str.startswith(zonages.REGION[0])]
    if gardees.empty:
        raise _refus(fichier.chemin, "aucune commune des Pays de la Loire", "Vérifiez la région de la table.")
    return gardees


def _par_commune(fichier: _Fichier, lignes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per code given (commune of today or of yesterday), EPCI replaced by their communes."""
    chemin, base = fichier.chemin, zonages.communes()
    for colonne, forme in (("commune", r"[0-9]{5}"), ("epci", r"[0-9]{9}")):
        donnes = lignes.loc[lignes[colonne] != "", colonne]
        mauvais = [f"« {c[:20]} »" for c in donnes.unique() if not re.fullmatch(forme, c)]
        if mauvais:
            chiffres = 5 if colonne == "commune" else 9
            remede = f"{chiffres} chiffres, en texte : un tableur a pu ôter un zéro ou ajouter « .0 »."
            raise _refus(
                chemin,
                f"codes d'{colonne} mal formés" if colonne == "epci" else "codes de commune mal formés",
                remede,
                mauvais,
            )
        if (repetes := donnes[donnes.duplicated()]).size:
            raise _refus(chemin, "codes donnés plus d'une fois", "Gardez une seule ligne par code.", repetes)
    inconnus = set(lignes["epci"]) - {""} - set(base["siren_epci"])
    if inconnus:
        raise _refus(chemin, "EPCI inconnus en 2026 dans la région", "Mettez les SIREN à jour.", sorted(inconnus))
    deplies = lignes[lignes["epci"] != ""].merge(
        base[["code_commune", "siren_epci"]], left_on="epci", right_on="siren_epci"
    )
    deplies["commune"] = deplies["code_commune"]
    tout = pd.concat([deplies, lignes[lignes["commune"] != ""]])[["commune", "code_zone", "libelle_zone"]]
    if (repetes := tout.loc[tout["commune"].duplicated(), "commune"]).size:
        raise _refus(chemin, "communes données seules et par leur EPCI", "Gardez l'une des deux lignes.", repetes)
    return tout


def _suivre_fusions(fichier: _Fichier, tout: pd.DataFrame, dit: list[str]) -> pd.DataFrame:
    """Return code_commune, code_zone, libelle_zone: each abolished code follows the commune it was merged into.

    A merged commune whose parts are in several zones goes where most of its population lived.
    """
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    anciennes, suite = _anciennes(), _suite()
    inconnus = sorted(set(tout["commune"]) - set(suite))
    if inconnus:
        remede = "Corrigez ces codes : aucune commune des Pays de la Loire, présente ou disparue, ne les porte."
        raise _refus(fichier.chemin, "communes inconnues", remede, inconnus)
    poids = dict(zip(anciennes["code_ancien"], anciennes["population_nb"], strict=True))
    table = tout.assign(code_commune=tout["commune"].map(suite), poids=tout["commune"].map(poids).fillna(0))
    disparus = int((table["commune"] != table["code_commune"]).sum())
    if disparus:
        dit.append(f"Codes de communes disparues, qui suivent leur commune d'aujourd'hui : {_n(disparus)}.")
    # at equal weight the part that kept the code decides
    table["meme"] = table["commune"] == table["code_commune"]
    votes = table.groupby(["code_commune", "code_zone", "libelle_zone"], as_index=False)[["poids", "meme"]].sum()
    votes = votes.sort_values(["code_commune", "poids", "meme", "code_zone"], ascending=[True, False, False, True])
    partagees = votes.loc[votes["code_commune"].duplicated(keep=False)]
    for code, vote in partagees.groupby("code_commune"):
        choix, *reste = vote["libelle_zone"]
        dit.append(
            f"{base[code]} ({code}), née de communes de plusieurs zones ({', '.join([choix, *reste])}), "
            f"va à {choix}, où vivait la majorité de ses habitants."
        )
    return votes.drop_duplicates("code_commune")[["code_commune", "code_zone", "libelle_zone"]].reset_index(drop=True)


def _controler_partition(fichier: _Fichier, table: pd.DataFrame) -> list[str]:
    """Refuse a partition that forgets a commune; return the warnings on what it may forget."""
    if fichier.nom == "gtec":
        return []
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    manquantes = [c for c in base.index if c not in set(table["code_commune"])]
    if fichier.nom == "bassin" and set(manquantes) <= set(COMMUNES_DE_REDON):
        noms = ", ".join(f"{base[c]} ({c})" for c in manquantes)
        return (
            [
                f"{noms} : hors zonage. Ces communes relèvent du bassin de Redon (5313), que France Travail compte en "
                "Bretagne ; aucun chiffre de bassin ne leur est donné."
            ]
            if manquantes
            else []
        )
    if manquantes:
        noms = [f"{base[c]} {c}" for c in manquantes]
        remede = "Chaque commune doit être dans une zone et une seule : ajoutez-les."
        if set(manquantes) == {"85113"}:
            remede = "L'Île d'Yeu n'a pas d'EPCI : ajoutez une colonne code_commune et une ligne pour 85113."
        raise _refus(fichier.chemin, "communes sans zone", remede, noms)
    return []


def geometries() -> dict[str, "shapely.Geometry"]:
    """Return the communes' polygons simplified at 400 m with shared borders, in EPSG:2154, by code."""
    import pyarrow.parquet as pq
    import shapely

    table = pq.read_table(DERIVE / "communes.parquet")
    polygones = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    return dict(zip(table["code_commune"].to_pylist(), polygones, strict=True))


def zones_eclatees(zones: list[trace.ZoneGeo]) -> list[str]:
    """Return the labels of the zones in several pieces on land. An island, which touches no other zone, is no piece."""
    import shapely

    arbre = shapely.STRtree([zone.geometrie for zone in zones])

    def enclavee(i: int, morceau: "shapely.Geometry") -> bool:
        voisines = (j for j in arbre.query(morceau) if j != i)
        return any(morceau.intersection(zones[j].geometrie).length > 0 for j in voisines)

    eclatees = []
    for i, zone in enumerate(zones):
        morceaux = sorted(shapely.get_parts(zone.geometrie), key=lambda m: -m.area)
        if any(enclavee(i, morceau) for morceau in morceaux[1:]):
            eclatees.append(zone.libelle)
    return eclatees


def _json_de(chemin: Path) -> dict[str, Any]:
    texte = _texte(chemin, _octets(chemin))
    try:
        dit = json.loads(texte)
    except (ValueError, RecursionError) as erreur:
        raise _refus(chemin, f"JSON mal formé ({erreur})", "Corrigez la fiche.") from erreur
    if not isinstance(dit, dict):
        raise _refus(chemin, "la fiche n'est pas un objet JSON", 'Écrivez {"zonage": …, "source": …}.')
    return dit


def _fiche(fichier: _Fichier, sidecar: Path | None, dite: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of the perimeter: the sidecar's words, else the recognised producer's, else a hypothesis.

    Words said in the file itself, ``dite``, count as those of a sidecar, unless one is given.
    """
    livree = zonages.fiche_livree(fichier.nom)
    fiche = {
        "zonage": fichier.nom,
        "libelle": livree["libelle"],
        "libelle_zone": livree["libelle_zone"],
        "millesime": "",
        "source": f"Fichier {fichier.chemin.name}",
        "confiance": "hypothèse de travail",
        "date": date.today().isoformat(),
        "note": "",
    }
    if fichier.producteur:
        annee = re.search(r"20[0-9]{2}", fichier.chemin.name)
        millesime = fichier.producteur.millesime or (annee.group() if annee else "")
        fiche |= {"source": fichier.producteur.source, "confiance": "attesté", "millesime": millesime}
    chemin = fichier.chemin if dite and not sidecar else sidecar or fichier.chemin.with_suffix(".json")
    if sidecar is None and not dite and not chemin.is_file():
        return fiche
    dit = dite if chemin == fichier.chemin else _json_de(chemin)
    if dit.get("zonage", fichier.nom) != fichier.nom:
        raise _refus(chemin, f"la fiche décrit « {str(dit['zonage'])[:40]} »", f"Elle doit dire {fichier.nom}.")
    for cle, valeur in dit.items():
        texte = valeur if isinstance(valeur, str) else ""
        if cle in fiche and (not texte.strip() or len(texte) > TEXTE_MAX or not texte.isprintable() or "<" in texte):
            raise _refus(chemin, f"champ {cle} vide, trop long ou aux signes refusés", "Écrivez une phrase simple.")
    fiche |= {cle: dit[cle].strip() for cle in fiche if cle in dit}
    return fiche | _valeurs_permises(chemin, fiche)


def _valeurs_permises(chemin: Path, fiche: Mapping[str, str]) -> dict[str, str]:
    confiances = {slug(c): c for c in CONFIANCES}
    if slug(fiche["confiance"]) not in confiances:
        raise _refus(chemin, f"confiance « {fiche['confiance'][:40]} »", f"Choisissez parmi : {', '.join(CONFIANCES)}.")
    try:
        jour = date.fromisoformat(fiche["date"])
    except ValueError as erreur:
        raise _refus(chemin, f"date « {fiche['date'][:40]} »", "Écrivez-la AAAA-MM-JJ.") from erreur
    return {"confiance": confiances[slug(fiche["confiance"])], "date": jour.isoformat()}


def _ecrire(racine: Path, nom: str, sha8: str, contenus: Mapping[str, bytes]) -> None:
    """Write the version in its own folder, then name it in ``courant.json``; each step is a single rename."""
    base = racine / "zonages"
    (base / nom).mkdir(parents=True, exist_ok=True)
    with (base / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        dossier = base / nom / sha8
        if not dossier.is_dir():
            provisoire = Path(tempfile.mkdtemp(prefix=".", dir=base / nom))
            try:
                for nom_fichier, contenu in contenus.items():
                    (provisoire / nom_fichier).write_bytes(contenu)
                provisoire.chmod(0o755)
                provisoire.replace(dossier)
            finally:
                shutil.rmtree(provisoire, ignore_errors=True)
        nouveau = base / f"courant.json.{os.getpid()}"
        nouveau.write_text(json.dumps(zonages.courant(racine) | {nom: sha8}, indent=2) + "\n", encoding="utf-8")
        nouveau.replace(base / "courant.json")


def _aires(zones: list[trace.ZoneGeo]) -> bytes:
    import geopandas as gpd

    tampon = io.BytesIO()
    colonnes = {"code_zone": [z.code for z in zones], "libelle_zone": [z.libelle for z in zones]}
    gpd.GeoDataFrame(colonnes, geometry=[z.geometrie for z in zones], crs=2154).to_parquet(tampon, index=False)
    return tampon.getvalue()


def charger(
    nom: str,
    chemin_csv: Path | str,
    racine: Path | None = None,
    sidecar: Path | str | None = None,
    classeur: Classeur | None = None,
) -> Rapport:
    """Check a zoning file and put it in force in place of the shipped perimeter.

    Args:
        nom: Code of the zoning: one of ``REMPLACABLES``.
        chemin_csv: CSV (semicolon, comma or tab; UTF-8 or cp1252): ``code_commune`` and/or ``siren_epci``,
            ``code_zone``, ``libelle_zone``; or the producer's own table (France Travail's bassins, Insee's ZE 2020).
        racine: Data root; by default ``racine_donnees()``.
        sidecar: JSON that gives libelle, libelle_zone, millesime, source, confiance, date, note; by default the file
            of the same name ending in ``.json``, if there is one.
        classeur: What the file says, when it is a workbook that the caller has read.

    Returns:
        The French report of what was loaded, corrected and worth a warning.

    Raises:
        ErreurZonage: the file, its sidecar or the data root cannot be used; what was in force stays in force.
    """
    if nom not in REMPLACABLES:
        raise _refus(
            f"Découpage « {nom[:40]} »",
            "pas de découpage à charger sous ce nom",
            f"Choisissez parmi : {', '.join(REMPLACABLES)}.",
        )
    racine, dit = racine or racine_donnees(), []
    fichier = _lire(nom, Path(chemin_csv), classeur)
    fiche = _fiche(fichier, Path(sidecar) if sidecar else None, classeur.fiche if classeur else {})
    lignes = _zones_propres(replace(fichier, lignes=_sans_autre_region(fichier, dit)))
    table = _suivre_fusions(fichier, _par_commune(fichier, lignes), dit)
    avertissements = _controler_partition(fichier, table)
    fiche["note"] = fiche["note"] or _fr(" ".join(avertissements))
    polygones = geometries()
    zones = trace.dissoudre(_groupes(table), polygones)
    if eclatees := zones_eclatees(zones):
        avertissements.append(f"zones en plusieurs morceaux : {', '.join(eclatees)}.")
    if nom in PRODUCTEURS and (nouvelles := sorted(set(table["code_zone"]) - set(_libelles_connus(nom)))):
        avertissements.append(f"zones inconnues jusqu'ici : {', '.join(nouvelles)} ; leurs chiffres manqueront.")

    appartenance = table.to_csv(sep=";", index=False, lineterminator="\n").encode()
    decrit = json.dumps(
        fiche | {"fichier": fichier.chemin.name, "sha256": fichier.sha256}, ensure_ascii=False, indent=2
    )
    geometrie = (DERIVE / "communes.parquet").read_bytes()
    sha8 = hashlib.sha256(b"\0".join([_FORME.encode(), appartenance, decrit.encode(), geometrie])).hexdigest()[:8]
    contenus = {
        "appartenance.csv": appartenance,
        "zonage.json": decrit.encode(),
        f"trace.{sha8}.json": trace.octets(trace.trace(nom, zones)),
        "aires.parquet": _aires(zones),
    }
    try:
        _ecrire(racine, nom, sha8, contenus)
    except OSError as erreur:
        raise _refus(
            racine, f"écriture impossible ({pannes.dire(erreur)})", "Vérifiez les droits et l'espace."
        ) from erreur
    tete = [
        f"{fiche['libelle']} : {_n(len(zones))} zones, {_n(len(table))} communes.",
        f"Source : {fiche['source']}. Confiance : {fiche['confiance']}.",
    ]
    lignes = tete + dit + [f"Attention : {a}" for a in avertissements]
    return Rapport(nom, sha8, [_fr(ligne) for ligne in lignes], [_fr(a) for a in avertissements])


def _groupes(table: pd.DataFrame) -> list[tuple[str, str, list[str]]]:
    return [(c, lib, g["code_commune"].tolist()) for (c, lib), g in table.groupby(["code_zone", "libelle_zone"])]
