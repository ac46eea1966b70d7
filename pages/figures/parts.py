"""A share of the survey in words: declared or estimated, each under its name, with its own error, the other beside it.

Rows are those of a `Tableau`; the columns that `marche.accompagner` adds may be absent, and then nothing is said of
error, position or rank.
"""

from collections.abc import Mapping

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC, capitale
from data_loaders.measures import mots_estimation as mots

# State of a zone against the region -> its sign, written beside the value: colour is never alone.
SIGNES = {-1: "▼", 0: "", 1: "▲"}
ETATS = tuple(mots.POSITIONS_ZONE)
SANS_POSITION = (
    "Pour une famille ou un métier, aucune zone n’est dite au-dessus ni au-dessous d’une autre : trop peu de "
    "réponses pour en être sûr."
)
Ligne = Mapping | pd.Series


def _connue(x: object) -> bool:
    return x is not None and not pd.isna(x)


def position(ind: Indicateur, ligne: Ligne) -> int | None:
    """−1 below the region, 0 not to be told from it, 1 above; None where no position is said."""
    p = ligne.get("position" if ind.estime else "position_declaree")
    return int(p) if _connue(p) else None


def court(ind: Indicateur, valeur: float) -> str:
    """The number on a map, whole: « 37 », « ≈ 60 » for an estimate near a limit of class."""
    pres, proche, limite = dite(ind, valeur).partition("près de ")
    return f"≈{INSEC}{limite.removesuffix(f'{INSEC}%')}" if proche else pres.removesuffix(f"{INSEC}%")


def dite(ind: Indicateur, valeur: float) -> str:
    """« 37 % », « près de 60 % »."""
    return mots.part_dite(valeur / 100) if ind.estime else francais.avec_unite(valeur, "%")


def marge(ligne: Ligne) -> str:
    """« ± 14 », the margin of the survey in points; "" where it is not known."""
    m = ligne.get("marge")
    return f"±{INSEC}{francais.nombre(100 * m)}" if _connue(m) else ""


def bornes(ligne: Ligne, decimales: int = 0) -> str:
    """« 33 à 45 »: the bounds of the row (secrecy for a declared share, 8 chances in 10 for an estimate)."""
    bas, haut = (francais.nombre(ligne[b], decimales) for b in ("borne_basse", "borne_haute"))
    return "" if bas == haut else f"{bas} à {haut}"


def precision(ind: Indicateur, ligne: Ligne) -> str:
    """« ± 14 » for a declared share, « 50 à 61 » for an estimate; "" for another figure, and when nothing is known."""
    if not ind.incertaine or ligne["obs_status"] in VIDES:
        return ""
    return bornes(ligne) if ind.estime else marge(ligne) or bornes(ligne)


def erreur(ind: Indicateur, ligne: Ligne) -> str:
    """The same in brackets after a figure, led by a space."""
    texte = precision(ind, ligne)
    return f"{INSEC}({texte})" if texte else ""


def rang(ind: Indicateur, ligne: Ligne) -> str:
    """« rang 13 à 26 sur 26 »; "" for a declared share, never ranked, and where zones have no rank."""
    if not (ind.estime and position(ind, ligne) is not None and _connue(ligne.get("rang_pire"))):
        return ""
    return mots.rang_dit(int(ligne["rang_meilleur"]), int(ligne["rang_pire"]), int(ligne["rangs_nb"]))


def chance(ligne: Ligne) -> str:
    """« partagé, 9 chances sur 10 »: the class of the estimate as an employer reads it."""
    if not _connue(ligne.get("classe")):
        return ""
    ou = int(ligne["ou"]) if _connue(ligne["ou"]) else None
    return mots.enonce(int(ligne["classe"]), ligne["chance"], ou, ligne["chance_ou"], "employeur")


def intervalle(ligne: Ligne) -> str:
    """« entre 50 et 61 %, 8 chances sur 10 » of the estimate; "" where it has none."""
    if not _connue(ligne.get("estimee_lo")):
        return ""
    return mots.intervalle_dit(ligne["estimee_lo"], ligne["estimee_hi"])


def autre(ind: Indicateur, ligne: Ligne) -> str:
    """The other share, named: « part estimée : 55 % (entre 50 et 61 %, 8 chances sur 10) »."""
    if ind.estime:
        if not _connue(ligne.get("declaree")):
            return ""
        return f"part déclarée{INSEC}: {mots.declaree_dite(ligne['declaree'], ligne['marge'])}"
    if not _connue(ligne.get("q_estimee")):
        return ""
    return f"part estimée{INSEC}: {mots.part_dite(ligne['q_estimee'])} ({intervalle(ligne)})"


def suite(ind: Indicateur, ligne: Ligne) -> str:
    """End of the sentence of the map: « …sont difficiles, selon l’estimation : au-dessous de la région, rang 13… »."""
    p = position(ind, ligne)
    dits = [mots.POSITIONS_ZONE[p]] if p is not None else []
    dits += [rang(ind, ligne)] if ind.estime else []
    tete = ", ".join(filter(None, dits))
    secret = bornes(ligne)
    masque = f"secret statistique seul{INSEC}: {secret}{INSEC}%" if secret else ""
    detail = [intervalle(ligne), chance(ligne)] if ind.estime else [_a_points_pres(ligne), masque]
    reste = f"{FINE}; ".join(filter(None, [tete, *detail]))
    return f"{ind.phrase}{INSEC}: {reste}" if reste else ind.phrase


def titre(ind: Indicateur, ligne: Ligne, phrase: str) -> str:
    """The finding of a zone: its sentence, then where it stands."""
    p = position(ind, ligne)
    return phrase if p is None else f"{phrase}{INSEC}: {mots.POSITIONS_ZONE[p]}"


def titre_region(ind: Indicateur, lignes: pd.DataFrame, phrase: str, zones: str) -> str:
    """The finding of the region: its sentence, then how many zones differ from it: « 6 bassins d’emploi sur 26 »."""
    positions = [position(ind, x) for x in lignes.to_dict("records")]
    connues = [p for p in positions if p is not None]
    if len(connues) < 2:
        return phrase
    n = sum(p != 0 for p in connues)
    qui = f"{n} {francais.accorder(zones, n)} sur {len(connues)} s’en distingue{'nt' if n > 1 else ''}"
    return f"{phrase}{FINE}; {qui if n else f'aucun des {len(connues)} {zones} ne s’en distingue'}"


def _a_points_pres(ligne: Ligne) -> str:
    m = ligne.get("marge")
    return f"à {francais.avec_unite(100 * m, 'points')} près" if _connue(m) else ""


def lecture(ind: Indicateur, debut: str, ligne: Ligne, region: Ligne | None) -> str:
    """The reading under the figure: its error, position and doubts, then the other share and why they differ.

    Args:
        debut: the sentence that gives the figure, without its full stop.
        region: the region's row, or None.
    """
    p = position(ind, ligne)
    place = ""
    if p is not None and region is not None:
        place = f"{mots.POSITIONS_ZONE[p]} ({dite(ind, region['value'])})"
        place = ", ".join(filter(None, (place, rang(ind, ligne))))
    if ind.estime:
        precision = f" ({dit})" if (dit := intervalle(ligne)) else ""
        phrases = [chance(ligne)]
    else:
        precision = f", {dit}" if (dit := _a_points_pres(ligne)) else ""
        phrases = [doutes(ligne)]
    texte = f"{debut}{precision}{f'{INSEC}: {place}' if place else ''}."
    if hors := autre(ind, ligne):
        phrases += [hors, mots.POURQUOI.removesuffix(".")]
    return " ".join([texte, *(f"{capitale(x)}." for x in phrases if x)])


def doutes(ligne: Ligne) -> str:
    """The two causes of doubt of a declared share, each by its name."""
    secret = bornes(ligne)
    if not secret:
        return ""
    laisse = f"le secret statistique seul la laisse entre {secret.replace(' à ', ' et ')}{INSEC}%"
    if not marge(ligne):
        return laisse
    return f"deux doutes distincts{INSEC}: l’enquête, {marge(ligne)} points, 95 chances sur 100{FINE}; {laisse}"
