"""Load a zoning file given by its producer or by the Région: read, check, dissolve, put in force.

Every refusal is an ``ErreurZonage`` whose text tells a data steward, in French, where the fault is, what was found, how
many times, with one example, and what to do. Nothing is written until every check has passed.
"""

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo import fichier_zonage, trace, zonages
from geo.fichier_zonage import Classeur, Fichier, francais, lire, lire_json, nombre, producteurs, refus
from geo.reglages import racine_donnees
from geo.zonages import CONFIANCES, DERIVE, REMPLACABLES, slug

if TYPE_CHECKING:
    import shapely

TEXTE_MAX = 400
# Changes the name of the written files when their form changes: they are served as never changing.
_FORME = "1"


def geometries() -> dict[str, "shapely.Geometry"]:
    """Return the communes' polygons simplified at 400 m with shared borders, in EPSG:2154, by code."""
    import geopandas as gpd

    return gpd.read_parquet(DERIVE / "communes.parquet").set_index("code_commune").geometry.to_dict()


def zones_eclatees(zones: list[trace.Zone]) -> list[str]:
    """Return the labels of the zones in several pieces on land. An island, which touches no other zone, is no piece."""
    import shapely

    arbre = shapely.STRtree([geometrie for *_, geometrie in zones])

    def enclavee(i: int, morceau: "shapely.Geometry") -> bool:
        voisines = (arbre.geometries[j] for j in arbre.query(morceau) if j != i)
        return any(morceau.intersection(voisine).length > 0 for voisine in voisines)

    morceaux = (sorted(shapely.get_parts(geometrie), key=lambda m: -m.area)[1:] for *_, geometrie in zones)
    return [zones[i][1] for i, autres in enumerate(morceaux) if any(enclavee(i, morceau) for morceau in autres)]


def _fiche(fichier: Fichier, sidecar: Path | None, dite: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of the perimeter: the sidecar's words, else those of the file itself (``dite``), else the
    recognised producer's, else a hypothesis."""
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
    dit = dite if chemin == fichier.chemin else lire_json(chemin)
    if dit.get("zonage", fichier.nom) != fichier.nom:
        raise refus(chemin, f"la fiche décrit « {str(dit['zonage'])[:40]} »", f"Elle doit dire {fichier.nom}.")
    for cle, valeur in dit.items():
        texte = valeur if isinstance(valeur, str) else ""
        if cle in fiche and (not texte.strip() or len(texte) > TEXTE_MAX or not texte.isprintable() or "<" in texte):
            raise refus(chemin, f"champ {cle} vide, trop long ou aux signes refusés", "Écrivez une phrase simple.")
    fiche |= {cle: dit[cle].strip() for cle in fiche if cle in dit}
    confiances = {slug(c): c for c in CONFIANCES}
    if slug(fiche["confiance"]) not in confiances:
        raise refus(chemin, f"confiance « {fiche['confiance'][:40]} »", f"Choisissez parmi : {', '.join(CONFIANCES)}.")
    try:
        jour = date.fromisoformat(fiche["date"])
    except ValueError as erreur:
        raise refus(chemin, f"date « {fiche['date'][:40]} »", "Écrivez-la AAAA-MM-JJ.") from erreur
    return fiche | {"confiance": confiances[slug(fiche["confiance"])], "date": jour.isoformat()}


def _ecrire(racine: Path, nom: str, sha8: str, contenus: Mapping[str, bytes]) -> None:
    """Write the version in its own folder, then name it in ``courant.json``; each step is a single rename."""
    base = racine / "zonages"
    (base / nom).mkdir(parents=True, exist_ok=True)
    with (base / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        # Read, and there, before any version is: a list that is missing beside versions is a list that was lost.
        liste = zonages.courant(racine)
        if not (base / "courant.json").exists():
            _mettre_en_vigueur(base, liste)
        dossier = base / nom / sha8
        if zonages.avarie(dossier):
            shutil.rmtree(dossier, ignore_errors=True)
            provisoire = Path(tempfile.mkdtemp(prefix=".", dir=base / nom))
            try:
                for nom_fichier, contenu in contenus.items():
                    (provisoire / nom_fichier).write_bytes(contenu)
                provisoire.chmod(0o755)
                provisoire.replace(dossier)
            finally:
                shutil.rmtree(provisoire, ignore_errors=True)
        _mettre_en_vigueur(base, liste | {nom: sha8})


def _mettre_en_vigueur(base: Path, liste: Mapping[str, str]) -> None:
    nouveau = base / f"courant.json.{os.getpid()}"
    nouveau.write_text(json.dumps(liste, indent=2) + "\n", encoding="utf-8")
    nouveau.replace(base / "courant.json")


def charger(
    nom: str,
    chemin_csv: Path | str,
    racine: Path | None = None,
    sidecar: Path | str | None = None,
    classeur: Classeur | None = None,
) -> list[str]:
    """Check a zoning file and put it in force in place of the shipped perimeter.

    Args:
        nom: Code of the zoning: one of ``REMPLACABLES``.
        chemin_csv: CSV (semicolon, comma or tab; UTF-8 or cp1252): ``code_commune`` and/or ``siren_epci``,
            ``code_zone``, ``libelle_zone``; or the producer's own table (France Travail's bassins, Insee's ZE 2020).
        racine: Data root; by default ``racine_donnees()``.
        sidecar: JSON that gives libelle, libelle_zone, millesime, source, confiance, date, note; by default the file of
            the same name ending in ``.json``, if there is one.
        classeur: What the file says, when it is a workbook that the caller has read.

    Returns:
        French sentences on what was loaded, what was corrected, then what is worth a warning.

    Raises:
        ErreurZonage: the file or its sidecar cannot be used; what was in force stays in force.
        OSError: the data root cannot be written.
    """
    import geopandas as gpd

    if nom not in REMPLACABLES:
        vu = "pas de découpage à charger sous ce nom"
        raise refus(f"Découpage « {nom[:40]} »", vu, f"Choisissez parmi : {', '.join(REMPLACABLES)}.")
    racine, dit, partages = racine or racine_donnees(), [], []
    fichier = lire(nom, Path(chemin_csv), classeur)
    fiche = _fiche(fichier, Path(sidecar) if sidecar else None, classeur.fiche if classeur else {})
    lignes = fichier_zonage.zones_propres(fichier._replace(lignes=fichier_zonage.sans_autre_region(fichier, dit)))
    table = fichier_zonage.suivre_fusions(fichier, fichier_zonage.par_commune(fichier, lignes), dit, partages)
    avertissements = fichier_zonage.partition(fichier, table)
    fiche["note"] = fiche["note"] or francais(" ".join([*avertissements, *partages]))
    zones = trace.dissoudre(table, geometries())
    if eclatees := zones_eclatees(zones):
        avertissements.append(f"zones en plusieurs morceaux : {', '.join(eclatees)}.")
    connues = fichier_zonage.libelles_connus(nom) if nom in producteurs() else table["code_zone"].tolist()
    if nouvelles := sorted(set(table["code_zone"]) - set(connues)):
        avertissements.append(f"zones inconnues jusqu'ici : {', '.join(nouvelles)} ; leurs chiffres manqueront.")

    aires, colonnes = io.BytesIO(), ["code_zone", "libelle_zone", "geometry"]
    gpd.GeoDataFrame(zones, columns=colonnes, crs=2154).to_parquet(aires, index=False)
    appartenance = table.to_csv(sep=";", index=False, lineterminator="\n").encode()
    fiche |= {"fichier": fichier.chemin.name, "sha256": fichier.sha256}
    decrit = json.dumps(fiche, ensure_ascii=False, indent=2).encode()
    geometrie = (DERIVE / "communes.parquet").read_bytes()
    sha8 = hashlib.sha256(b"\0".join([_FORME.encode(), appartenance, decrit, geometrie])).hexdigest()[:8]
    contenus = {
        "appartenance.csv": appartenance,
        "zonage.json": decrit,
        f"trace.{sha8}.json": trace.octets(trace.trace(nom, zones)),
        "aires.parquet": aires.getvalue(),
    }
    sommes = {n: hashlib.sha256(octets).hexdigest() for n, octets in contenus.items()}
    contenus[zonages.SOMMES] = json.dumps(sommes, indent=2).encode()
    _ecrire(racine, nom, sha8, contenus)
    tete = [
        f"{fiche['libelle']} : {nombre(len(zones))} zones, {nombre(len(table))} communes.",
        f"Source : {fiche['source']}. Confiance : {fiche['confiance']}.",
    ]
    return [francais(ligne) for ligne in (*tete, *dit, *(f"Attention : {a}" for a in avertissements))]
