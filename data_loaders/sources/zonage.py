"""Workbook by which a perimeter is sent: one row a commune, filled with the zoning in force; its model, its reading."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur, feuilles, modeles, noms
from data_loaders.sources.modeles import Champ, Faute, Feuille, date, forme, liste, texte
from geo import zonages
from geo.chargement import TEXTE_MAX
from geo.fichier_zonage import LIBELLE_MAX, Classeur, producteurs

FICHE = Feuille(
    "Fiche",
    {
        "source": Champ("Source du périmètre", texte(TEXTE_MAX), 60, obligatoire=True),
        "confiance": liste("Confiance", zonages.CONFIANCES, 24, obligatoire=True),
        "millesime": Champ("Millésime", texte(20), 12),
        "date": Champ("Date du document", date(jour=True), 16, obligatoire=True),
        "note": Champ("Ce qu'un lecteur doit savoir", texte(TEXTE_MAX), 60),
    },
    ("source",),
)


def _code_zone(brut: object) -> str:
    code = classeur.code(brut)
    if code and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        propre = zonages.slug(code)[:40] or "ancenis"
        raise Faute("code de zone mal écrit", f"minuscules sans accent ni espace, par exemple {propre}")
    return code


def feuille(nom: str) -> Feuille:
    """Sheet of a zoning; the header names it, so that a file is recognised without its name."""
    commune = forme(r"\d{5}", "code de commune mal formé", "cinq chiffres, en texte")
    return Feuille(
        f"Communes {nom}",
        {
            "code_commune": Champ("Code commune", commune, 14, a_saisir=False),
            "commune": Champ("Commune", texte(), 30, a_saisir=False),
            "intercommunalite": Champ("Intercommunalité", texte(), 40, a_saisir=False),
            "code_zone": Champ(f"Code de zone {nom}", _code_zone, 26, obligatoire=True),
            "libelle_zone": Champ("Libellé de zone", texte(LIBELLE_MAX), 30, obligatoire=True),
        },
        ("code_commune",),
    )


def ecrire_modele(sortie: Path | BinaryIO, nom: str) -> None:
    """Write the workbook of a zoning of `zonages.REMPLACABLES`, filled with the perimeter in force."""
    page, zones, epci = feuille(nom), zonages.noms(nom), zonages.noms("epci")
    de_commune = zonages.appartenance(nom).to_dict()
    lignes = [
        {
            "code_commune": c.code_commune,
            "commune": c.libelle_commune,
            "intercommunalite": epci.get(c.siren_epci, "aucune"),
            "code_zone": de_commune.get(c.code_commune),
            "libelle_zone": zones.get(de_commune.get(c.code_commune)),
        }
        for c in zonages.communes().itertuples()
    ]
    sauf = " ; hors territoire GTEC, laisser les deux cases vides" if nom == "gtec" else ""
    mots = {"libelle": zonages.zonage(nom).libelle, "feuille": page.titre, "sauf": sauf, "nom": nom}
    aides = {"Zones du découpage en place": list(zones.items())}
    modeles.ecrire(sortie, {page: lignes, FICHE: []}, modeles.notice("zonage", **mots), aides)


def noms_du_producteur(nom: str) -> noms.Noms:
    """The names of the columns of the table that a producer gives of a zoning."""
    return noms.noms(str(zonages.PERIMETRES / nom))


def lire(chemin: Path, nom: str) -> Classeur:
    """Read a workbook, for `geo.chargement.charger`, which checks the perimeter itself.

    It is the model filled, or the table of a producer saved as a workbook, whose columns keep their names.
    """
    if nom in producteurs() and feuilles.convient(feuilles.ouvrir(classeur.contenu(chemin)), noms_du_producteur(nom)):
        lue = feuilles.lire(chemin, str(zonages.PERIMETRES / nom))
        places = lue.places.values()
        lignes = [[classeur.code(rangee[i]) for i in places] for rangee in lue.table.itertuples(index=False)]
        return Classeur(_en_texte([[lue.titres[i] for i in places], *lignes]), {})
    page = feuille(nom)
    lues = modeles.lire(chemin, [page, FICHE], f"zonage --decoupage {nom}", f"zonage {nom}")
    colonnes = ("code_commune", "code_zone", "libelle_zone")
    if len(lues[FICHE]) > 1:
        lieu = f"{chemin.name}, feuille {FICHE.titre}"
        raise ErreurDonnees("fiche", lieu, "plusieurs lignes", nombre=len(lues[FICHE]), remede="en garder une")
    fiche = {c: v for ligne in lues[FICHE] for c, v in ligne.items() if v}
    return Classeur(_en_texte([colonnes, *([ligne[c] for c in colonnes] for ligne in lues[page])]), fiche)


def _en_texte(lignes: Iterable[Sequence[str]]) -> str:
    tampon = io.StringIO()
    csv.writer(tampon, delimiter=";", lineterminator="\n").writerows(lignes)
    return tampon.getvalue()
