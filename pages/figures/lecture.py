"""Computed French sentences: the finding, the reading, the overlap. Silent where there is nothing true to say."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.indicateurs import Indicateur
from geo import lieux, zonages

# What an empty cell prints, by status.
SIGNES = {"Q": "s", "N": "n.s.", "M": "///", "L": "n.d.", "O": "n.d."}
# Article before what a zone is called, when it is not « le ».
ARTICLES = {"zef": "La ", "ze": "La ", "epci": "L’", "commune": "La "}
# Letter after a number whose status is not plain.
INDICES = {"P": "p", "E": "e", "B": "b", "D": "d", "U": "u"}
MOTS_STATUT = {
    "Q": "secret statistique",
    "N": "non significatif",
    "M": "sans objet",
    "L": "non disponible",
    "O": "non disponible",
    "P": "provisoire",
    "E": "estimé",
    "B": "rupture de série",
    "D": "définition différente",
    "U": "fiabilité faible",
}


class Phrase(NamedTuple):
    """The sentence of the legend: « À Ancenis, » « 73,4 % » « des projets de recrutement sont jugés difficiles »."""

    avant: str
    nombre: str
    apres: str

    def __str__(self) -> str:
        # The sign of an empty figure is for the legend: in a sentence its reason says it.
        nombre = "" if self.nombre in SIGNES.values() else self.nombre
        return " ".join(p for p in (self.avant, nombre, self.apres) if p)


def capitale(texte: str) -> str:
    """First letter in upper case, accents kept; the rest untouched."""
    return texte[:1].upper() + texte[1:]


def valeur_courte(ligne: pd.Series, ind: Indicateur) -> str:
    """The figure alone, as printed on a map or in a table: « 73,4 », « s », « n.d. »."""
    if ligne["obs_status"] in VIDES:
        return SIGNES[ligne["obs_status"]]
    return francais.nombre(ligne["value"], ind.decimales)


def valeur_longue(ligne: pd.Series, ind: Indicateur) -> str:
    """The figure with its unit, « au moins » and interval: « 55,0 % (52,1 à 58,3) »; the reason when it is empty."""
    if ligne["obs_status"] in VIDES:
        return ligne["raison"] or MOTS_STATUT[ligne["obs_status"]]
    texte = francais.avec_unite(ligne["value"], ind.unite, ind.decimales)
    if ligne["minorant"]:
        return f"au moins {texte}"
    return texte + intervalle(ligne, ind)


def intervalle(ligne: pd.Series, ind: Indicateur) -> str:
    """« (52,1 à 58,3) » when hidden parts leave the share open; "" otherwise."""
    if ind.genre != "taux" or ligne["obs_status"] in VIDES:
        return ""
    bas, haut = (francais.nombre(ligne[b], ind.decimales) for b in ("borne_basse", "borne_haute"))
    return "" if bas == haut else f"{francais.INSEC}({bas} à {haut})"


def phrase(ind: Indicateur, zonage: str, code_zone: str, ligne: pd.Series) -> Phrase:
    """The figure of one zone as a sentence in three parts."""
    avant = f"{capitale(lieux.locatif(zonage, code_zone))},"
    if ligne["obs_status"] in VIDES:
        return Phrase(avant, SIGNES[ligne["obs_status"]], ligne["raison"] or MOTS_STATUT[ligne["obs_status"]])
    if ind.genre == "compte":
        au_moins = "au moins" if ligne["minorant"] else ""
        return Phrase(f"{avant} {au_moins}".strip(), francais.nombre(ligne["value"]), comptes(ind, ligne["value"]))
    return Phrase(avant, francais.avec_unite(ligne["value"], ind.unite, ind.decimales), ind.phrase)


def comptes(ind: Indicateur, n: float) -> str:
    """What a count counts, agreeing with the number: « projet de recrutement jugé difficile »."""
    suite = ind.phrase if n >= 2 else ind.phrase_singulier or ind.phrase
    return f"{francais.accorder(ind.unite, n)} {suite}"


def rang(ind: Indicateur, lignes: pd.DataFrame, code_zone: str, libelle_zones: str) -> str:
    """« la valeur la plus élevée des 26 bassins d'emploi connus » or « 4e valeur sur 26 … »; "" when not ranked."""
    connues = lignes[~lignes["obs_status"].isin(VIDES)]["value"]
    if code_zone not in connues.index or len(connues) < 3:
        return ""
    place = int((connues > connues[code_zone]).sum()) + 1
    n = len(connues)
    if place == 1:
        return f"la valeur la plus élevée des {n} {libelle_zones} connus"
    if (connues < connues[code_zone]).sum() == 0:
        return f"la valeur la plus basse des {n} {libelle_zones} connus"
    return f"la {place}e valeur la plus élevée sur {n} {libelle_zones} connus"


def ecart_region(ind: Indicateur, ligne: pd.Series, region: pd.Series | None) -> str:
    """« 14,0 points de plus que dans la région (59,4 %) », or its share of the region's total for a count."""
    if region is None or region["obs_status"] in VIDES or ligne["obs_status"] in VIDES or not region["value"]:
        return ""
    reference = francais.avec_unite(region["value"], ind.unite, ind.decimales)
    if ind.genre == "compte":
        if ligne["minorant"] or region["minorant"]:
            return ""  # the ratio of two lower bounds is not a bound of anything
        return f"soit {francais.nombre(100 * ligne['value'] / region['value'], 1)}{francais.INSEC}% de la région"
    # Gap of the printed figures, so that a reader who subtracts them finds it.
    ici, la = (francais.arrondir(x["value"], ind.decimales) for x in (ligne, region))
    delta = float(ici - la)
    if delta == 0:
        return f"comme dans la région ({reference})"
    unite = "points" if ind.unite == "%" else ind.unite
    sens = "de plus" if delta > 0 else "de moins"
    return f"{francais.avec_unite(abs(delta), unite, ind.decimales)} {sens} que dans la région ({reference})"


def lecture(
    ind: Indicateur, zonage: str, code_zone: str, periode: str, ligne: pd.Series, region: pd.Series | None
) -> str:
    """The sentence under a figure: place, period, figure, gap with the region, and what hides behind it."""
    p = phrase(ind, zonage, code_zone, ligne)
    if ligne["obs_status"] in VIDES:
        return f"{p.avant} {francais.en_periode(periode)}, {p.apres}."
    lieu, _, au_moins = p.avant.partition(",")
    texte = f"{lieu}, {francais.en_periode(periode)},{au_moins} {p.nombre} {p.apres}"
    suite = ecart_region(ind, ligne, region)
    texte += f", {suite}." if suite else "."
    texte += _part_cachee(ind, ligne)
    if ligne["raison"]:
        texte += f" {capitale(ligne['raison'])}."
    return texte


def _part_cachee(ind: Indicateur, ligne: pd.Series) -> str:
    """What secrecy leaves open, as a sentence; "" when nothing is hidden."""
    n = int(ligne["caches_nb"])
    if intervalle(ligne, ind):
        bas, haut = (francais.nombre(ligne[b], ind.decimales) for b in ("borne_basse", "borne_haute"))
        return f" Le secret statistique laisse la part réelle entre {bas} et {haut}{francais.INSEC}%."
    if not ligne["minorant"]:
        return ""
    if n == 1:
        return " Une cellule masquée par le secret statistique n’est pas comptée."
    return f" {francais.nombre(n)} cellules masquées par le secret statistique ne sont pas comptées."


def recouvrement(ind: Indicateur, zonage: str, code_zone: str, zonage_source: str, lignes: pd.DataFrame) -> str:
    """« Le territoire SPO de Laval recoupe 2 bassins d'emploi : de 4,1 à 6,3 % »; never an estimate."""
    parts = zonages.recoupement(zonage, code_zone, zonage_source)
    parts = parts[parts["code_zone"] != ""]
    z, source = zonages.zonage(zonage), zonages.zonage(zonage_source)
    sujet = f"{ARTICLES.get(zonage, 'Le ')}{z.libelle_zone} {lieux.genitif(zonage, code_zone)}"
    n = len(parts)
    noms = source.libelle_zone if n == 1 else lieux.pluriel(source.libelle_zone)
    valeurs = lignes.reindex(parts["code_zone"])
    connues = valeurs[~valeurs["obs_status"].isin(VIDES)]["value"].dropna()
    debut = f"{sujet} recoupe {n} {noms}"
    if connues.empty:
        return f"{debut}, sans valeur connue."
    bas, haut = (francais.nombre(v, ind.decimales) for v in (connues.min(), connues.max()))
    unite = francais.accorder(ind.unite, connues.max())
    if bas == haut:
        return f"{debut}{francais.INSEC}: {haut}{francais.INSEC}{unite}."
    return f"{debut}{francais.INSEC}: de {bas} à {haut}{francais.INSEC}{unite}."
