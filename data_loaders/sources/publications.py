"""Workbook by which a catalogue of publications is sent: its model, its reading, its merging with the rows in place."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contexte.publications import ADRESSE, THEMES, Publication, en_publication, zone_connue
from data_loaders.contracts import CONTRATS
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import cellules, modeles
from data_loaders.sources.classeur import Progres
from data_loaders.sources.extrait import completer
from data_loaders.sources.modeles import Champ, Faute, Feuille, aujourdhui, date, liste, texte
from geo import zonages

_SEPARATEUR = re.compile(r"[\s,;]+")


def _adresse(brut: object) -> str:
    adresse = str(brut).strip()
    if adresse and not ADRESSE.fullmatch(adresse):
        raise Faute("adresse refusée", "attendu : https://…, sans espace ni guillemet")
    return adresse


def _codes(connu: Callable[[str], bool], faute: str, attendu: str) -> Callable[[object], str]:
    def lire(brut: object) -> str:
        codes = [c for c in _SEPARATEUR.split(str(brut).strip()) if c]
        if inconnus := [c for c in codes if not connu(c)]:
            raise Faute(f"{faute} : {', '.join(inconnus)}"[:120], attendu)
        return " ".join(dict.fromkeys(codes))

    return lire


_theme = _codes(THEMES.__contains__, "thème inconnu", f"attendu : {', '.join(THEMES)}")
_zone = _codes(zone_connue, "territoire inconnu", "attendu : DÉCOUPAGE:CODE, par exemple spo:ancenis")
FEUILLE = Feuille(
    "Publications",
    {
        "adresse": Champ("Adresse de la page", _adresse, 60, obligatoire=True),
        "titre": Champ("Titre", texte(300), 60, obligatoire=True),
        "producteur": Champ("Producteur", texte(), 30, obligatoire=True),
        "themes": Champ("Thèmes", _theme, 24, obligatoire=True),
        "zones": Champ("Territoires", _zone, 30, obligatoire=True),
        "date": Champ("Date de publication", date(), 16),
        "situation": liste("Situation dans le catalogue", ("publiée", "retirée"), 16, obligatoire=True),
    },
    ("adresse",),
    prerempli=True,
)


def ecrire_modele(sortie: Path | BinaryIO, catalogue: Sequence[Publication]) -> None:
    """Write the workbook, filled with a catalogue."""
    lignes = [
        vars(p)
        | {"themes": ", ".join(p.themes), "zones": ", ".join(p.zones), "date": p.date or None, "situation": "publiée"}
        for p in catalogue
    ]
    zones = zonages.noms("spo").items()
    aides = {
        "Thèmes": list(THEMES.items()),
        "Territoires SPO (les autres découpages s'écrivent de même)": [(f"spo:{c}", nom) for c, nom in zones],
    }
    modeles.ecrire(sortie, {FEUILLE: lignes}, modeles.notice("publications", dataset="publications"), aides)


def importer(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add to the catalogue of publications, or replace its entries of the same address; returns the French summary."""
    lignes = modeles.lire(chemin, [FEUILLE], "publications")[FEUILLE]
    lues = neuves = pd.DataFrame(lignes, columns=list(FEUILLE.champs))

    def ajouter() -> dict[str, pa.Table]:
        nonlocal neuves
        catalogue = publications.lire(donnees)
        adresses = {p.adresse for p in catalogue}
        # An unknown page, other words for a known one, a known one withdrawn.
        utiles = [
            ligne["adresse"] in adresses if ligne["situation"] == "retirée" else en_publication(ligne) not in catalogue
            for ligne in lues.to_dict("records")
        ]
        neuves = lues[utiles]
        toutes = pd.concat([publications.recues(donnees), neuves.assign(recu_le=aujourdhui())], ignore_index=True)
        table = CONTRATS["publications"].tables["publications"]
        return {"publications": cellules.table(toutes.drop_duplicates("adresse", keep="last").astype("string"), table)}

    publie = completer(donnees, "publications", chemin, CONTRATS["publications"].producteur, adresse, ajouter)
    progres(1, 1)
    retirees = int(neuves["situation"].eq("retirée").sum())
    return [
        f"Publications : {francais.avec_unite(len(neuves) - retirees, 'pages ajoutées ou modifiées')}, "
        f"{francais.avec_unite(retirees, 'retirées')}, "
        f"{francais.avec_unite(len(lues) - len(neuves), 'lignes déjà connues')}",
        f"  catalogue : {francais.avec_unite(len(publications.lire(donnees)), 'pages')}",
        *publie.dire(),
    ]


LECTEUR = Lecteur(importer, (FEUILLE.entetes,))
