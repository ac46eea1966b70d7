"""What a portrait is made of once written, which screen and PDF lay out alike, and its words, plain.

Nothing is said of what is not known: values, comparisons, moves, overlaps, sources.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais, parametres
from data_loaders.contracts.base import VIDES
from data_loaders.demo import MENTION
from data_loaders.francais import FINE, INSEC, capitale, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.portraits.territoire import Chiffre
from geo import lieux, zonages
from geo.sujets import Sujet
from pages.figures import declares, lecture
from pages.figures.phrases import mouvement, mouvement_estime, part, sans_estimation


class Dessin(NamedTuple):
    """A drawing, a standalone SVG of a theme (`clair`, `sombre`); `alt` says what it shows, `legende` is under it."""

    rendre: Callable[[str], str]
    alt: str
    legende: str = ""


class Ciel(NamedTuple):
    """A sky of the météo, its class (0 for no sky), and its word: the page draws that of the point of view."""

    classe: int
    mot: str


class Lien(NamedTuple):
    """A text that leads to another screen; on paper the text alone is left."""

    texte: str
    adresse: str


Cellule = str | Dessin | Ciel | Lien


class Cle(NamedTuple):
    """A key figure as printed, « 5,1 % », after « au moins »; notes: comparison, move, reason, one line each."""

    titre: str
    valeur: str
    notes: Sequence[str] = ()
    prefixe: str = ""


class Colonne(NamedTuple):
    """A column: header, alignment of its cells, and its share of the width of the page (0 to 1)."""

    titre: str
    droite: bool = False
    part: float = 0.0


def colonnes(*dites: tuple[str, float]) -> tuple[Colonne, ...]:
    """Columns of titles as those of `en_tetes`, each with its share in %, 0 for what is left."""
    return tuple(Colonne(titre.removesuffix(" #"), titre.endswith(" #"), part / 100) for titre, part in dites)


class Tableau(NamedTuple):
    """A real table; the first cell of each row names it. `note` is printed under it; `plie`: of the screen, folded."""

    legende: str
    colonnes: tuple[Colonne, ...]
    lignes: Sequence[tuple[Cellule, ...]]
    note: str = ""
    plie: bool = False


class Bloc(NamedTuple):
    """A part of the portrait, of a stable code; `phrases`: paragraphs, reasons of what is missing included.

    What is empty in a list is left out of the document.
    """

    code: str
    titre: str
    constat: str
    cles: Sequence[Cle | None] = ()
    dessin: Dessin | None = None
    phrases: Sequence[str] = ()
    tableaux: Sequence[Tableau | None] = ()
    champ: str = ""
    source: str = ""
    demonstration: bool = False


class Document(NamedTuple):
    """A whole portrait: title, finding, (text, tone) of its badges, blocks of both pages, foot of each.

    `jour`: date of the newest snapshot read; `fichier`: ASCII name without extension.
    """

    titre: str
    constat: str
    badges: tuple[tuple[str, str], ...]
    pages: tuple[tuple[Bloc, ...], tuple[Bloc, ...]]
    pied: str
    jour: date
    fichier: str

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """Every block, in reading order."""
        return tuple(b for page in self.pages for b in page)


ABSENT, SANS_OBJET = "non disponible", "sans objet"
ZONES_NOMMEES = 4
# Zonings on which a producer publishes -> « of the zone », in the header of a column.
_DE_LA_ZONE = declares.de(declares.lire(__file__)["zone"], "de")


def etendue(parts: Sequence[float]) -> str:
    """« 55 % », « 52 à 62 % »: one estimate, or from the lowest to the highest."""
    bas, haut = (mots.part_dite(q) for q in (min(parts), max(parts)))
    return haut if bas == haut else f"{bas.removesuffix(f'{INSEC}%')} à {haut}"


def cle_estimee(r: Any) -> Cle:
    """Card of all métiers of a zone: their estimated share, where it stands, what became of it."""
    titre = "Projets jugés difficiles"
    if r.statut != "estime":
        return Cle(titre, ABSENT, (f"En {r.annee}{INSEC}: {sans_estimation(r)}.",))
    _, _, ici = mots.tous_metiers_dits(r._asdict()).partition(" · ")
    position = "" if pd.isna(r.position) else mots.POSITIONS[int(r.position)]
    return Cle(titre, mots.part_dite(r.q_estimee), [f"En {r.annee}, estimé", ici, position, mouvement_estime(r)])


def comparaison(c: Chiffre) -> str:
    """« 1,7 point de moins que dans la région (5,8 %) », « 1,8 % de la région »; "" when it has no figure."""
    return lecture.ecart_region(c.ind, c.ligne, c.region).removeprefix("soit ") if c.connu else ""


def cle(c: Chiffre, titre: str, mouvement_dit: str = "") -> Cle:
    """Card of a figure of the territory itself: value, comparison, move (`c.evolution` if not said), remark, reason."""
    quand = capitale(francais.en_periode(c.periode, flux=c.ind.flux))
    if not c.connu:
        return Cle(titre, lecture.valeur(c.ind, c.ligne), (f"{quand}{INSEC}: {lecture.raison(c.ligne)}.",))
    # A remark of the source (whole EPCI, provisional) is a definition: it goes with the figure.
    remarque = lecture.raison(c.ligne) if lecture.indice(c.ind, c.ligne) or c.ligne["raison"] else ""
    compare, taux = comparaison(c), c.ind.genre == "taux"
    if not compare and taux and c.region is None and c.zonage != "region" and "region" in c.ind.zonages:
        # Nothing is compared across two quarters.
        compare = f"région{INSEC}: aucun chiffre {francais.en_periode(c.periode)}, rien n’est comparé"
    notes = [quand, compare, mouvement_dit or mouvement(c.evolution, "points" if taux else "%"), remarque]
    return Cle(titre, lecture.valeur(c.ind, c.ligne), notes, "au moins" if c.ligne["minorant"] else "")


def recouvrement(sujet: Sujet, c: Chiffre) -> str:
    """« Le territoire SPO d'Ancenis recoupe 2 zones d'emploi : de 4,1 à 5,5 %. »; "" without a zone met."""
    return f"{recouper(sujet, c)}." if len(c.recoupe) else ""


def recouper(sujet: Sujet, c: Chiffre) -> lecture.Recouvrement:
    """What the zones met say of a figure, « Le territoire SPO d'Ancenis recoupe 2 bassins d'emploi » first."""
    return lecture.recouvrement(c.ind, sujet, c.zonage, c.recoupe.set_index("code_zone"))


def nommees(zones: pd.DataFrame, nombre_max: int = ZONES_NOMMEES) -> pd.DataFrame:
    """Zones worth naming, one at least; `zones`: column `part_population`, the most populated part first."""
    grandes = zones[zones["part_population"] >= parametres.portrait().part_minimale].head(nombre_max)
    return zones.head(1) if grandes.empty else grandes


def table_recoupe(
    sujet: Sujet, chiffres: Sequence[tuple[Chiffre, str]], nombre_max: int = ZONES_NOMMEES
) -> Tableau | None:
    """The producer's zones met, and what each (figure, header) is there; None when they are the territory's own."""
    premier = chiffres[0][0]
    if premier.recoupe.empty:
        return None
    zone = zonages.zonage(premier.zonage).libelle_zone
    grandes, note, lignes = nommees(premier.recoupe, nombre_max), "", []
    reste = premier.recoupe.iloc[len(grandes) :]
    if len(reste):
        non = "Non montrée" if len(reste) == 1 else "Non montrées"
        autres = "1 autre zone" if len(reste) == 1 else f"{nombre(len(reste))} autres zones"
        note = f"{non}{INSEC}: {autres}, {part(reste['part_population'].sum())} des habitants."
    for r in grandes.itertuples():
        dites = []
        for c, _ in chiffres:  # the figure there, or why there is none
            la = c.recoupe.set_index("code_zone").loc[r.code_zone]
            dite = f"{'au moins ' if la['minorant'] else ''}{lecture.valeur(c.ind, la)}"
            dites.append(lecture.raison(la) if la["obs_status"] in VIDES else dite)
        lignes.append((r.libelle_zone, part(r.part_population), part(r.part_zone), *dites))
    quand = francais.periode_libelle(premier.periode)
    de = f"Part de ceux {_DE_LA_ZONE[premier.zonage]} #"
    parts = ((f"{titre} #", min(17, 50 / len(chiffres))) for _, titre in chiffres)
    tetes = colonnes((capitale(zone), 0), ("Part des habitants d’ici #", 15), (de, 17), *parts)
    return Tableau(f"{capitale(lieux.pluriel(zone))} que rencontre le territoire, {quand}", tetes, lignes, note)


def absence(c: Chiffre) -> str:
    """Why there is no figure: « Taux de chômage localisé : non transmis, aucun millésime n’est chargé. »"""
    return f"{c.ind.libelle}{INSEC}: {c.raison}." if c.raison else ""


def source(chiffres: Sequence[Chiffre]) -> str:
    """« Source, période » of each dataset once; what is invented says so instead of citing a producer."""
    dites = {}
    for c in chiffres:
        if not c.instantane:
            continue
        quand = francais.periode_libelle(c.periode)
        qui = MENTION if c.demonstration else c.ind.source
        dites[qui if qui.endswith(quand) else f"{qui}, {quand}"] = None
    return f"{f'{FINE}; '.join(dites)}." if dites else ""


def sources(chiffres: Sequence[Chiffre]) -> tuple[str, bool]:
    """The same, and whether one of them is of demonstration: the end of a `Bloc`."""
    return source(chiffres), any(c.demonstration and bool(c.instantane) for c in chiffres)
