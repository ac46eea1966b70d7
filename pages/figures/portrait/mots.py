"""Words of a portrait: values, comparisons, moves, overlaps, sources. Nothing is said of what is not known."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_loaders import francais, parametres
from data_loaders.contracts.base import VIDES
from data_loaders.demo import MENTION
from data_loaders.francais import FINE, INSEC, capitale, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.evolutions import de_marche
from data_loaders.portraits.territoire import Chiffre
from geo import lieux, zonages
from geo.sujets import Sujet
from pages.figures import declares, lecture
from pages.figures.phrases import mouvement, mouvement_estime, part, sans_estimation
from pages.figures.portrait.document import Cle, Colonne, Tableau

ABSENT, SANS_OBJET = "non disponible", "sans objet"
ZONES_NOMMEES = 4
# Zonings on which a producer publishes -> « of the zone », in the header of a column.
_DE_LA_ZONE = declares.de(declares.lire(__file__)["zone"], "de")


def _complete(c: Chiffre, ligne: pd.Series) -> str:
    """The same in a cell: « au moins 1 676 », the reason of an empty one."""
    if ligne["obs_status"] in VIDES:
        return lecture.raison(ligne)
    prefixe = "au moins " if ligne["minorant"] else ""
    return f"{prefixe}{lecture.valeur(c.ind, ligne)}"


def mouvement_projets(r: Any) -> str:
    """« en baisse depuis 2023 », « sans évolution nette depuis 2023 »; "" when no vintage comes before."""
    e = de_marche(r._asdict(), r.annee, projets=True)
    return f"{e.mot} depuis {e.depuis}" if e.depuis else ""


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
    notes = (f"En {r.annee}, estimé", ici, position, mouvement_estime(r))
    return Cle(titre, mots.part_dite(r.q_estimee), tuple(filter(None, notes)))


def comparaison(c: Chiffre) -> str:
    """« 1,7 point de moins que dans la région (5,8 %) », « 1,8 % de la région »; "" when it has no figure."""
    if not c.connu:
        return ""
    return lecture.ecart_region(c.ind, c.ligne, c.region).removeprefix("soit ")


def cle(c: Chiffre, titre: str, mouvement_dit: str = "") -> Cle:
    """Card of a figure of the territory itself: value, comparison, move, remark or reason.

    Args:
        mouvement_dit: its move in words, where it is not `c.evolution`.
    """
    quand = capitale(francais.en_periode(c.periode, flux=c.ind.flux))
    if not c.connu:
        return Cle(titre, lecture.valeur(c.ind, c.ligne), (f"{quand}{INSEC}: {lecture.raison(c.ligne)}.",))
    # A remark of the source (whole EPCI, provisional) is a definition: it goes with the figure.
    remarque = lecture.raison(c.ligne) if lecture.indice(c.ind, c.ligne["obs_status"]) or c.ligne["raison"] else ""
    notes = (
        quand,
        comparaison(c) or _sans_region(c),
        mouvement_dit or mouvement(c.evolution, "points" if c.ind.genre == "taux" else "%"),
        remarque,
    )
    prefixe = "au moins" if c.ligne["minorant"] else ""
    return Cle(titre, lecture.valeur(c.ind, c.ligne), tuple(filter(None, notes)), prefixe)


def _sans_region(c: Chiffre) -> str:
    """Said of a rate whose region has no figure at the same period: nothing is compared across two quarters."""
    if c.ind.genre != "taux" or c.region is not None or c.zonage == "region" or "region" not in c.ind.zonages:
        return ""
    return f"région{INSEC}: aucun chiffre {francais.en_periode(c.periode)}, rien n’est comparé"


def recouvrement(sujet: Sujet, c: Chiffre) -> str:
    """« Le territoire SPO d'Ancenis recoupe 2 zones d'emploi : de 4,1 à 5,5 %. »; "" without a zone met."""
    return f"{recouper(sujet, c)}." if len(c.recoupe) else ""


def recouper(sujet: Sujet, c: Chiffre) -> lecture.Recouvrement:
    """What the zones met say of a figure, « Le territoire SPO d'Ancenis recoupe 2 bassins d'emploi » first."""
    lignes = c.recoupe.set_index("code_zone")
    parts = sujet.recouper(c.zonage)
    return lecture.recouvrement_de(c.ind, sujet.qui, parts, c.zonage, lignes, feminin=sujet.feminin)


def nommees(zones: pd.DataFrame, nombre_max: int = ZONES_NOMMEES) -> pd.DataFrame:
    """Zones worth naming, one at least; `zones`: column `part_population`, the most populated part first."""
    grandes = zones[zones["part_population"] >= parametres.portrait().part_minimale].head(nombre_max)
    return zones.head(1) if grandes.empty else grandes


def table_recoupe(
    sujet: Sujet, chiffres: Sequence[tuple[Chiffre, str]], nombre_max: int = ZONES_NOMMEES
) -> Tableau | None:
    """The producer's zones met, and what each figure is there; None when the figures are the territory's own.

    Args:
        chiffres: (figure, header), all read on the same zoning.
    """
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
    for code in grandes["code_zone"]:
        rangs = [c.recoupe.set_index("code_zone").loc[code] for c, _ in chiffres]
        lignes.append(
            (
                rangs[0]["libelle_zone"],
                part(rangs[0]["part_population"]),
                part(rangs[0]["part_zone"]),
                *(_complete(c, r) for (c, _), r in zip(chiffres, rangs, strict=True)),
            )
        )
    quand = francais.periode_libelle(premier.periode)
    colonnes = (
        Colonne(capitale(zone)),
        Colonne("Part des habitants d’ici", True, 0.15),
        Colonne(f"Part de ceux {_DE_LA_ZONE[premier.zonage]}", True, 0.17),
        *(Colonne(titre, True, min(0.17, 0.5 / len(chiffres))) for _, titre in chiffres),
    )
    legende = f"{capitale(lieux.pluriel(zone))} que rencontre le territoire, {quand}"
    return Tableau(legende, colonnes, tuple(lignes), note)


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
