"""What a file is, from its columns alone: neither its name, its folder nor its extension is trusted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from data_loaders.contracts.etats import ZONAGE as ETATS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.sources import (
    classeur,
    communes,
    etats,
    feuilles,
    formation,
    interim,
    nomenclatures,
    noms,
    publications,
    tension_fap,
    tension_rome,
    zonage,
)
from data_loaders.sources.modeles import convention_modele
from geo import textes, zonages

ZONAGE, ILLISIBLE, INCONNU = "zonage", "illisible", "inconnu"
TETE_OCTETS = 64 * 1024


class Nature(NamedTuple):
    """A source of `importer.IMPORTEURS`, or one of the three words above.

    Attributes:
        precision: code of the zoning.
    """

    source: str
    precision: str = ""

    def __str__(self) -> str:
        if self.source in (ILLISIBLE, INCONNU):
            return "—"
        return " ".join(filter(None, self))


# A header that holds all these columns -> what the file is; the first found wins. Datasets whose columns are named by
# `sources/colonnes` come before.
CLASSEURS: tuple[tuple[set[str], Nature], ...] = (
    ({"ze2020", "libze2020"}, Nature("chomage-ze")),
    ({"libelle", "idbank", "periode"}, Nature("chomage-dep")),
    ({"periode", "pays_de_la_loire"}, Nature("defm-cvs")),
    ({classeur.normaliser(titre) for titre, _ in convention_modele.COLONNES.values()}, Nature("convention")),
    *((set(etats.entetes(d)), Nature(d)) for d in ETATS),
    (set(publications.FEUILLE.entetes), Nature("publications")),
    (set(interim.FEUILLE.entetes), Nature("interim")),
    *((set(zonage.feuille(z).entetes), Nature(ZONAGE, z)) for z in zonages.REMPLACABLES),
)
TEXTES: tuple[tuple[set[str], Nature], ...] = (
    ({"annee_mois", "code_epci", "categorie_a"}, Nature("defm-epci")),
    ({"dept", "mois", "demandeurs_emploi"}, Nature("stmt-dep")),
    (tension_rome.COLONNES, Nature("tension-rome")),
    (tension_fap.COLONNES, Nature("tension-fap")),
    (formation.COLONNES_DITP, Nature("formation")),
    *((formation.COLONNES_BAROMETRE | {c}, Nature("formation")) for c in formation.BAROMETRES),
    *((set(colonnes), Nature("nomenclature")) for colonnes in nomenclatures.PASSAGES.values()),
    *(({c for _, *cs in n for c in cs}, Nature("nomenclature")) for n in nomenclatures.HIERARCHIES.values()),
    ({"code_commune_insee", "code_bassin_bmo", "lib_bassin_bmo"}, Nature(ZONAGE, "bassin")),
    ({"codgeo", "ze2020", "libze2020"}, Nature(ZONAGE, "ze")),
    *((colonnes, Nature("communes")) for colonnes in communes.COLONNES.values()),
)


def fichiers(dossiers: list[Path]) -> dict[str, Path]:
    """Path relative to its folder -> file, sorted, hidden ones left out.

    Raises:
        DemandeInvalide: not a folder, no file, or the same relative path in two folders.
    """
    trouves: dict[str, Path] = {}
    for d in dossiers:
        if not d.is_dir():
            raise DemandeInvalide(f"« {d} » n'est pas un dossier ; pour un fichier, nommer sa source.")
        for f in sorted(d.rglob("*")):
            nom = f.relative_to(d)
            if not f.is_file() or any(p.startswith(".") for p in nom.parts):
                continue
            if nom.as_posix() in trouves:
                raise DemandeInvalide(
                    f"« {nom.as_posix()} » est dans deux des dossiers : les importer l'un après l'autre."
                )
            trouves[nom.as_posix()] = f
    if not trouves:
        raise DemandeInvalide("aucun fichier dans ce dossier.")
    return trouves


def rang(nature: Nature) -> int:
    """Order of import: perimeters, the series that weighs the tensions, the rest."""
    return [ZONAGE, "defm-cvs"].index(nature.source) if nature.source in (ZONAGE, "defm-cvs") else 2


def reconnaitre(chemin: Path) -> Nature:
    """What a file is; `INCONNU` for what is no table at all (a note, an image).

    Raises:
        ErreurDonnees: empty, oversized, a workbook that cannot be read, or a table of a layout that nobody here knows:
            the columns seen are listed.
    """
    classeur.verifier_fichier(chemin)
    if est_classeur(chemin):
        lu = classeur.contenu(chemin)
    else:
        octets = _tete(chemin)
        if "\x00" in textes.decoder(octets):
            return Nature(INCONNU)
        # Whole lines: a letter cut in two would change the encoding found.
        lu = classeur.Contenu(chemin.name, octets.rpartition(b"\n")[0] or octets, False)
    livre = feuilles.ouvrir(lu)
    for dataset in noms.datasets():
        if feuilles.convient(livre, noms.noms(dataset)):
            return Nature(dataset.replace("_", "-"))
    vus = list(feuilles.tetes(livre))
    if nature := _chercher(vus, CLASSEURS if lu.classeur else TEXTES):
        return nature
    if not est_classeur(chemin) and chemin.suffix.lower() != ".csv":
        return Nature(INCONNU)
    raise ErreurDonnees(
        "inconnu",
        chemin.name,
        f"mise en page inconnue ; colonnes lues : {classeur.citer(max(vus, key=_remplies, default=[]))}",
        cause="colonne renommée par le producteur, ou fichier d'une autre source",
        remede="l'importer sous le nom de sa source, qui dira la colonne manquante, ou le retirer du dossier",
    )


def _remplies(noms: list[str]) -> int:
    return len(set(noms) - {""})


def est_classeur(chemin: Path) -> bool:
    """True for an archive or an old workbook, whatever its name, and for a file named as a workbook."""
    debut = _tete(chemin) if chemin.is_file() else b""
    return chemin.suffix.lower() in (".xlsx", ".ods", ".xls") or debut.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _tete(chemin: Path) -> bytes:
    with chemin.open("rb") as f:
        return f.read(TETE_OCTETS)


def _chercher(entetes: Iterable[list[str]], connus: tuple[tuple[set[str], Nature], ...]) -> Nature | None:
    return next((nature for titres in map(set, entetes) for colonnes, nature in connus if titres >= colonnes), None)
