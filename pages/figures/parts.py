"""A share of the survey in words: the estimated one is the headline, the declared one stands in the detail.

Rows are those of a `Tableau`; the columns that `tableau` adds may be absent, and then nothing is said of
class, position or margin.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import PEU_FIABLE
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC, capitale
from data_loaders.measures import enonces, mots_estimation as mots

# Side of a zone against the region -> its sign, written beside the value: colour is never alone.
SIGNES = {-1: "▼", 0: "", 1: "▲"}
Ligne = Mapping | pd.Series
# Zones of which at most two in ten differ from the region say « peu d’écarts ».
PEU = 0.2


def position(ind: Indicateur, ligne: Ligne) -> int | None:
    """−1 below the region, 0 as the region, 1 above; None where no position is said."""
    p = ligne.get("position") if ind.estime else None
    return int(p) if pd.notna(p) else None


def imprimee(valeur: float) -> float:
    """The whole percent that is printed: it gives the class, as everywhere."""
    return float(enonces.pourcent(valeur / 100))


def dite(valeur: float) -> str:
    """« 37 % »."""
    return mots.part_dite(valeur / 100)


def marge(ligne: Ligne) -> str:
    """« ± 14 », the margin of a declared share in points; "" where it is not known."""
    m = ligne.get("marge_points")
    return f"±{INSEC}{francais.nombre(m)}" if pd.notna(m) else ""


def trop_large(ind: Indicateur, ligne: Ligne) -> bool:
    """Whether a declared share is neither to be printed nor drawn."""
    return ind.incertaine and not ind.estime and ligne["obs_status"] == PEU_FIABLE


def bornes(ligne: Ligne, decimales: int = 0) -> str:
    """« 33 à 45 »: the bounds of the row (secrecy for a declared share, 8 chances in 10 for an estimate)."""
    bas, haut = (francais.nombre(ligne[b], decimales) for b in ("borne_basse", "borne_haute"))
    return "" if bas == haut else f"{bas} à {haut}"


def enonce(ligne: Ligne) -> str:
    """« difficile à pourvoir, solide »; "" for all métiers together, which have no class."""
    if not pd.notna(ligne.get("classe")):
        return ""
    return mots.enonce(int(ligne["classe"]), ligne["certitude"], ligne.get("w"))


def incertain(ligne: Ligne) -> bool:
    """Whether the side of an estimate is « à confirmer »."""
    return ligne.get("certitude") == enonces.FRAGILE


def situee(ind: Indicateur, ligne: Ligne) -> str:
    """What follows the number: its position and the share declared here, or the class of a métier."""
    p = position(ind, ligne)
    if p is None:
        return enonce(ligne)
    ici = ""
    if pd.notna(ligne.get("estimee_lo")):  # « 37 % déclarés ici », of all métiers, where it is far from the estimate
        lue = {**ligne, "borne_basse": ligne["estimee_lo"], "borne_haute": ligne["estimee_hi"]}
        ici = mots.tous_metiers_dits(lue).partition(" · ")[2]
    return ", ".join(filter(None, (mots.POSITIONS[p], ici)))


def suite(ind: Indicateur, ligne: Ligne) -> str:
    """End of the sentence of the map: « des projets d’embauche jugés difficiles : plus bas que dans la région »."""
    dite = situee(ind, ligne)
    return f"{ind.phrase}{INSEC}: {dite}" if dite else ind.phrase


def _autour(region: Ligne | None) -> str:
    return f" ({dite(region['value'])})" if region is not None else ""


def peu_d_ecarts(ind: Indicateur, lignes: pd.DataFrame, noms: Mapping[str, str], region: Ligne, zones: str) -> str:
    """« peu d’écarts entre bassins, autour de 60 % ; Les Herbiers plus haut, Sablé-sur-Sarthe plus bas »; "" where more
    than two zones in ten differ from the region, or nothing is said of them. `lignes`: of one period, by code_zone."""
    positions = {code: p for code, r in lignes.iterrows() if (p := position(ind, r)) is not None}
    autres = {p: [noms[c] for c, lue in positions.items() if lue == p] for p in (1, -1)}
    if len(positions) < 2 or sum(map(len, autres.values())) > PEU * len(positions):
        return ""
    dits = [f"{francais.enumeration(ceux)} plus {mot}" for p, mot in ((1, "haut"), (-1, "bas")) if (ceux := autres[p])]
    suite = f"{francais.FINE}; {', '.join(dits)}" if dits else ""
    return f"peu d’écarts entre {zones}, autour de {dite(region['value'])}{suite}"


def lecture(ind: Indicateur, debut: str, ligne: Ligne, region: Ligne | None, du_lieu: str) -> str:
    """The reading under the figure: where it stands, its doubts, then the other shares, each under its name. `debut`:
    the sentence that gives the figure, without its full stop; `du_lieu`: « de Nantes », « du Mans »."""
    place = enonce(ligne) if ind.estime else ""
    if (p := position(ind, ligne)) is not None:
        place = f"{mots.POSITIONS[p]}{_autour(region)}"
    phrases = [f"{debut}{INSEC}: {place}" if place else debut, *detail(ind, ligne, du_lieu)]
    return " ".join(f"{capitale(x)}." for x in phrases if x)


def detail(ind: Indicateur, ligne: Ligne, du_lieu: str) -> Sequence[str]:
    """How far an estimate may be, what it is made of, the side it always stood on; the doubts of a declared share."""

    def part(nom: str, quoi: str) -> str:
        return f"{quoi}{INSEC}: {mots.part_dite(ligne[nom])}" if pd.notna(ligne.get(nom)) else ""

    publiee = part("publiee", mots.PUBLIEE)
    if not ind.estime:  # the two causes of doubt of a declared share, each by its name
        secret = bornes(ligne).replace(" à ", " et ")
        laisse = f"le secret statistique seul la laisse entre {secret}{INSEC}%" if secret else ""
        enquete = f"l’enquête, {marge(ligne)} points, 95 chances sur 100" if marge(ligne) else ""
        deux = f"deux doutes distincts{INSEC}: " if laisse and enquete else ""
        doutes = deux + f"{FINE}; ".join(filter(None, (enquete, laisse)))
        return doutes, part("q_estimee", "part estimée"), publiee
    # « au-dessus de la région à chaque enquête », a fact of its own.
    dits = [mots.memoire_dite(ligne.get("memoire") if pd.notna(ligne.get("memoire")) else 0)]
    if pd.notna(ligne.get("estimee_lo")):
        dits.append(f"la part qui dure est {mots.intervalle_dit(ligne['estimee_lo'], ligne['estimee_hi'])}")
    situe = position(ind, ligne) is not None
    if situe or pd.notna(ligne.get("classe")):
        reste = ["le niveau de la région"] if situe else []
        dits.append(mots.poids_dit(ligne["w"], du_lieu, *reste).removesuffix("."))
    if pd.notna(ligne.get("declaree")):
        declaree = f"{mots.DECLAREE}{INSEC}: {mots.declaree_dite(ligne['declaree'], ligne['marge_points'])}"
        publiee = f"{FINE}; ".join(filter(None, (declaree, publiee)))
    return *dits, publiee
