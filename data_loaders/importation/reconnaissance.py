"""What a file is, from its columns alone: neither its name, its folder nor its extension is trusted."""

from collections.abc import Set
from pathlib import Path
from typing import NamedTuple

from data_loaders import jeux
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.sources import classeur, feuilles, noms, zonage
from geo import fichier_zonage, textes, zonages

ZONAGE, ILLISIBLE, INCONNU = "zonage", "illisible", "inconnu"
TETE_OCTETS = 64 * 1024


class Nature(NamedTuple):
    """The name of a command of import, or one of the three words above.

    Attributes:
        precision: code of the zoning.
    """

    source: str
    precision: str = ""

    def __str__(self) -> str:
        if self.source in (ILLISIBLE, INCONNU):
            return "—"
        return " ".join(filter(None, self))


def _connus() -> list[tuple[noms.Noms | Set[str], Nature]]:
    """Headers that are recognised -> what the file is, those of most columns first: one may hold another."""
    lus: list[tuple[noms.Noms | Set[str], Nature]] = []
    for source, lecteur in jeux.lecteurs().items():
        lus += [(connus, Nature(source)) for connus in (*map(noms.noms, lecteur.tables), *lecteur.entetes)]
    lus += [(zonage.noms_du_producteur(z), Nature(ZONAGE, z)) for z in fichier_zonage.producteurs()]
    lus += [(set(zonage.feuille(z).entetes), Nature(ZONAGE, z)) for z in zonages.REMPLACABLES]
    return sorted(lus, key=lambda lu: -len(lu[0].reconnaitre if isinstance(lu[0], noms.Noms) else lu[0]))


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
            if (cle := nom.as_posix()) in trouves:
                raise DemandeInvalide(f"« {cle} » est dans deux des dossiers : les importer l'un après l'autre.")
            trouves[cle] = f
    if not trouves:
        raise DemandeInvalide("aucun fichier dans ce dossier.")
    return trouves


def rang(nature: Nature) -> int:
    """Order of import: perimeters, what weighs other files, the rest."""
    lecteurs = jeux.lecteurs()
    return 0 if nature.source == ZONAGE else lecteurs[nature.source].rang if nature.source in lecteurs else 3


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
        entieres = octets if len(octets) < TETE_OCTETS else octets.rpartition(b"\n")[0]
        lu = classeur.Contenu(chemin.name, entieres, False)
    livre = feuilles.ouvrir(lu)
    vus = list(feuilles.tetes(livre))
    for connus, nature in _connus():
        if feuilles.convient(livre, connus) if isinstance(connus, noms.Noms) else any(connus <= set(t) for t in vus):
            return nature
    if not est_classeur(chemin) and chemin.suffix.lower() != ".csv":
        return Nature(INCONNU)
    pleine = max(vus, key=lambda titres: len(set(titres) - {""}), default=[])
    trouve = f"mise en page inconnue ; colonnes lues : {classeur.citer(pleine)}"
    cause = "colonne renommée par le producteur, ou fichier d'une autre source"
    remede = "l'importer sous le nom de sa source, qui dira la colonne manquante, ou le retirer du dossier"
    raise ErreurDonnees("inconnu", chemin.name, trouve, cause=cause, remede=remede)


def est_classeur(chemin: Path) -> bool:
    """True for an archive or an old workbook, whatever its name, and for a file named as a workbook."""
    debut = _tete(chemin) if chemin.is_file() else b""
    archives = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", *classeur.COMPRESSES)
    return chemin.suffix.lower() in (".xlsx", ".ods", ".xls") or debut.startswith(archives)


def _tete(chemin: Path) -> bytes:
    with chemin.open("rb") as f:
        return f.read(TETE_OCTETS)
