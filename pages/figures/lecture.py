"""Computed French sentences: the finding, the reading, the overlap. Silent where there is nothing true to say."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.observation import Observation
from data_loaders.contracts.base import INDICES, OBS_STATUS, SIGNES, VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import INSEC, capitale
from data_loaders.measures import mots_estimation as mots
from geo import lieux, sujets, zonages
from pages.figures import parts
from pages.parts.statement import Level
from pages.words import sentences

Ligne = Mapping | pd.Series
# Article before what a zone is called, when it is not « le ».
ARTICLES = {"zef": "La ", "ze": "La ", "epci": "L’", "commune": "La "}
_FEMININS = ("Densité", "Embauches", "Entrées", "Offres", "Places", "Population", "Poursuite")
# What a status that is not plain says of a figure: nothing was collected, or it was not published, is one to a reader.
MOTS_STATUT = {statut: mots for statut, mots in OBS_STATUS.items() if statut != "A"}
MOTS_STATUT |= {"L": OBS_STATUS["O"], "E": "estimé", "U": "fiabilité faible", "D": "communes hors région comprises"}


def court(ind: Indicateur) -> str:
    """A measure at the head of a title: « Chômage », « RSA »; the place of a national one is said after it."""
    return ind.court or ind.libelle.removesuffix(", France entière")


def accord(tete: str) -> str:
    """What ends a participle that is said of a measure: « montées » of « Embauches difficiles »."""
    mot = tete.partition(" ")[0]
    return "e" * (mot in _FEMININS) + "s" * (mot.endswith(("s", "x")) and mot != "Taux")


def en_titre(ind: Indicateur, periode: str) -> str:
    """When, in a title: « en 2023 », « fin 2019 » for a stock of December; a quarter is never said as its year."""
    quand = sentences.when(periode, flux=ind.flux)
    if quand.startswith("fin "):
        return quand
    prepositions = {"mensuel": "en" if ind.flux else "fin", "trimestriel": "au", "semestriel": "au"}
    return f"{prepositions.get(francais.rythme_periode(periode), 'en')} {quand}"


def au_moins(nombre: str, minorant: bool) -> str:
    """« ≥ 42 283 » where a part is hidden, the number alone elsewhere."""
    return f"≥{francais.INSEC}{nombre}" if minorant else nombre


def compte(ligne: pd.Series) -> str:
    """Cell of a count: « ≥ 42 283 », or the sign of what has none."""
    if ligne["obs_status"] in VIDES:
        return SIGNES[ligne["obs_status"]]
    return au_moins(francais.nombre(ligne["value"]), ligne["minorant"])


def nombre(ind: Indicateur, valeur: float) -> str:
    """The number of a sentence or a map: a share of the survey has no false decimal."""
    return francais.nombre(imprimee(ind, valeur), 0 if ind.incertaine else ind.decimales)


def indice(ind: Indicateur, ligne: Mapping | pd.Series) -> str:
    """Letter after a number whose status is not plain; shares of the survey say in words how they are estimated, a
    minimum that it is one."""
    return "" if ind.incertaine or ligne["minorant"] else INDICES.get(ligne["obs_status"], "")


def imprimee(ind: Indicateur, valeur: float) -> float:
    """The value as it is printed: it gives the class, so that a figure never contradicts its legend."""
    return parts.imprimee(valeur) if ind.incertaine else float(francais.arrondir(valeur, ind.decimales))


def valeur_courte(ligne: pd.Series, ind: Indicateur) -> str:
    """The figure alone, as printed in a table: « 73,4 », « s », « n.d. »; a count has the decimals of its producer."""
    if ligne["obs_status"] in VIDES:
        return SIGNES[ligne["obs_status"]]
    if parts.trop_large(ind, ligne):
        return mots.MARGE_TROP_LARGE
    valeur = ligne["value"]
    return francais.nombre(valeur, francais.decimales_lues(valeur)) if ind.genre == "compte" else nombre(ind, valeur)


def cellule(ligne: pd.Series, ind: Indicateur) -> str:
    """The same, « ≥ 42 283 » where a part is hidden."""
    return au_moins(valeur_courte(ligne, ind), ligne["minorant"] and ligne["obs_status"] not in VIDES)


def chiffree(ind: Indicateur, valeur: float) -> str:
    """The number and its unit in a sentence: « 5,1 % », « 60 % »."""
    if ind.incertaine:
        return parts.dite(valeur)
    return francais.avec_unite(valeur, ind.unite, ind.decimales)


def raison(ligne: pd.Series) -> str:
    """Why a row is empty, or its remark, inside a sentence."""
    return (ligne["raison"] or MOTS_STATUT[ligne["obs_status"]]).removeprefix("n.d. : ")


def valeur(ind: Indicateur, ligne: pd.Series) -> str:
    """The figure as a card prints it, « au moins » left to its prefix: « 5,1 % », « 42 283 », « non disponible »."""
    if ligne["obs_status"] in VIDES:
        return MOTS_STATUT[ligne["obs_status"]]
    unite = francais.accorder(ind.unite, imprimee(ind, ligne["value"]))
    return nombre(ind, ligne["value"]) + (f"{francais.INSEC}{unite}" if ind.genre == "taux" else "")


def valeur_longue(ligne: pd.Series, ind: Indicateur) -> str:
    """The figure with its unit, « au moins » and error: « 37 % (± 14) »; the reason when it is empty."""
    if ligne["obs_status"] in VIDES or parts.trop_large(ind, ligne):
        return ligne["raison"] or MOTS_STATUT[ligne["obs_status"]]
    texte = chiffree(ind, ligne["value"])
    if ligne["minorant"]:
        return f"au moins {texte}"
    marge = parts.marge(ligne) if ind.incertaine and not ind.estime else ""
    return f"{texte}{francais.INSEC}({marge})" if marge else texte


def phrase(ind: Indicateur, zonage: str, code_zone: str, ligne: pd.Series, quand: str = "") -> str:
    """The figure of one zone as a sentence: « À Ancenis, 73,4 % des projets… », « À Ancenis, en 2024, on compte… »."""
    ou, valeur = ", ".join(filter(None, (capitale(lieux.locatif(zonage, code_zone)), quand))), ligne["value"]
    if ligne["obs_status"] in VIDES or parts.trop_large(ind, ligne):
        return f"{ou}, {ligne['raison'] or MOTS_STATUT[ligne['obs_status']]}"
    if ind.genre == "compte":
        compte = "on compte " * bool(quand) + "au moins " * bool(ligne["minorant"]) + francais.nombre(valeur)
        return f"{ou}, {compte} {comptes(ind, valeur)}"
    # « 1,2 pour 1 000 habitants : places de BTS »
    colon = f"{francais.INSEC}:" if ind.unite.startswith("pour ") else ""
    return f"{ou}, {chiffree(ind, valeur)}{colon} {ind.phrase}".rstrip()


def comptes(ind: Indicateur, n: float) -> str:
    """What a count counts, agreeing with the number: « projet de recrutement jugé difficile »."""
    suite = ind.phrase if n >= 2 else ind.phrase_singulier or ind.phrase
    return f"{francais.accorder(ind.unite, n)} {suite}".rstrip()


def rang(ind: Indicateur, lignes: pd.DataFrame, code_zone: str, libelle_zones: str) -> str:
    """« la valeur la plus élevée des 26 bassins d'emploi à valeur connue », « la 2ᵉ valeur la plus basse… »; "" when
    fewer than three values are known, or when one of them is a lower bound: bounds are not ranked. Nor are shares of
    the survey, which few answers would put in another order."""
    connues = lignes[~lignes["obs_status"].isin(VIDES)]
    if code_zone not in connues.index or len(connues) < 3 or connues["minorant"].any() or ind.incertaine:
        return ""
    valeurs, ici = connues["value"], connues["value"][code_zone]
    dessus, dessous = int((valeurs > ici).sum()), int((valeurs < ici).sum())
    place, sens = (dessus, "élevée") if dessus <= dessous else (dessous, "basse")
    rang_dit = "la valeur" if place == 0 else f"la {francais.ordinal(place + 1)} valeur"
    return f"{rang_dit} la plus {sens} des {francais.nombre(len(connues))} {libelle_zones} à valeur connue"


def ecart_region(ind: Indicateur, ligne: pd.Series, region: pd.Series | None) -> str:
    """« 1,7 point de plus que dans la région (5,8 %) », or its share of the region's total for a count. A share of the
    survey has no gap in points, only its position: « comme la région (60 %) »."""
    if region is None or region["obs_status"] in VIDES or ligne["obs_status"] in VIDES or not region["value"]:
        return ""
    if ind.incertaine:
        p = parts.position(ind, ligne)
        return "" if p is None else f"{mots.POSITIONS[p]} ({chiffree(ind, region['value'])})"
    reference = francais.avec_unite(region["value"], ind.unite, ind.decimales)
    if ind.genre == "compte":
        if ligne["minorant"] or region["minorant"]:
            return ""  # the ratio of two lower bounds is not a bound of anything
        return f"soit {francais.nombre(100 * ligne['value'] / region['value'], 1)}{francais.INSEC}% de la région"
    delta = imprimee(ind, ligne["value"] - region["value"])
    if delta == 0:
        return f"comme dans la région ({reference})"
    sens = "de plus" if delta > 0 else "de moins"
    return f"{francais.avec_unite(abs(delta), ind.unite_ecart, ind.decimales)} {sens} que dans la région ({reference})"


def lecture(
    ind: Indicateur, zonage: str, code_zone: str, periode: str, ligne: pd.Series, region: pd.Series | None
) -> str:
    """The sentence under a figure: place, period, figure, gap with the region, and what hides behind it."""
    texte = phrase(ind, zonage, code_zone, ligne, francais.en_periode(periode, flux=ind.flux))
    if ligne["obs_status"] in VIDES:
        return f"{texte}."
    if ind.incertaine:
        return parts.lecture(ind, texte, ligne, region, lieux.genitif(zonage, code_zone))
    suite = ecart_region(ind, ligne, region)
    texte += f", {suite}." if suite else "."
    if ligne["minorant"]:  # what secrecy leaves open
        n = int(ligne["caches_nb"])
        combien = f"{francais.nombre(n)} cellules masquées par le secret statistique ne sont pas comptées"
        texte += f" {combien if n != 1 else 'Une cellule masquée par le secret statistique n’est pas comptée'}."
    if ligne["raison"]:
        texte += f" {capitale(ligne['raison'])}."
    return texte


def observee(
    ind: Indicateur, ou: tuple[str, str], periode: str, ligne: Ligne, region: Ligne | None = None, metier: str = ""
) -> Level:
    """The statement of a figure of a zone (`ou`: zoning, code), the region beside it; `metier`: what it is of, where
    it is of a group of métiers: « niveau:code », then its name after a space."""
    cle, _, nom = metier.partition(" ")
    ici = Observation.of(ind, *ou, periode, ligne, cle)
    if ind.genre == "compte":
        return Level(ici, _chiffre(ind, ligne), comptes(ind, ligne["value"]), asked=nom)
    la = None if region is None else Observation.of(ind, "region", zonages.REGION, periode, region, cle)
    quoi = de_quoi(ind)
    return Level(ici, _chiffre(ind, ligne), quoi, la, "" if la is None else _chiffre(ind, region), asked=nom)


def de_quoi(ind: Indicateur) -> str:
    """What a rate is of, after its number: « de chômage », « d’embauches difficiles », « : places de BTS »."""
    if ind.court and ind.unite == "%":
        return francais.de(francais.en_phrase(ind.court))
    return f"{INSEC}: {ind.phrase}" if ind.unite.startswith("pour ") else ind.phrase.partition(",")[0]


def _chiffre(ind: Indicateur, ligne: Ligne) -> str:
    """The number as it is printed, with the unit of a rate."""
    if ligne["obs_status"] in VIDES:
        return ""
    if ind.genre == "compte":
        return francais.nombre(ligne["value"], francais.decimales_lues(ligne["value"]))
    return chiffree(ind, ligne["value"])


class Recouvrement(NamedTuple):
    """How a zone meets the producer's zoning: the relation said, then the figures of the zones met, then each one.
    `etendue` is "" for counts, which are neither added nor ranged: they belong to the zones met."""

    relation: str
    etendue: str
    details: tuple[str, ...]
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.relation}{francais.INSEC}: {self.etendue}" if self.etendue else self.relation


def recouvrement(ind: Indicateur, sujet: sujets.Sujet, source: str, lignes: pd.DataFrame) -> Recouvrement:
    """What can be said of a territory on which the indicator does not exist; never an estimate. `source`: the
    producer's zoning; `lignes`: its rows of one period, indexed by code_zone."""
    qui, parts = sujet.qui, sujet.rencontrer(source)
    parts = parts[parts["code_zone"].isin(lignes.index)]
    populations = zonages.zones(source).set_index("code_zone")["population_nb"]
    libelle = zonages.zonage(source).libelle_zone
    details, ce = [], "ce" if ARTICLES.get(source, "Le ") == "Le " else "cette"
    for r in parts.itertuples():
        # « Les Herbiers : 53,0 % (52,1 à 54,9) ; 16 % des habitants du territoire, 12 % de ceux de ce bassin ».
        ici, la = (francais.nombre(100 * x) for x in (r.part_population, r.population_nb / populations[r.code_zone]))
        details.append(
            f"{r.libelle_zone}{francais.INSEC}: {valeur_longue(lignes.loc[r.code_zone], ind)}{francais.FINE}; {ici}"
            f"{francais.INSEC}% des habitants du territoire choisi, {la}{francais.INSEC}% de ceux de {ce} {libelle}"
        )
    relation = f"{qui} recoupe {len(parts)} {lieux.pluriel(libelle)}"
    if len(parts) == 1:
        seule = parts.iloc[0]
        la, part = francais.en_phrase(sujets.de_zone(source, seule["code_zone"]).qui), seule["part_population"]
        relation = f"{qui} est compris{'e' if sujet.feminin else ''} dans {la}"
        if seule["population_nb"] == populations[seule["code_zone"]]:
            relation = f"{qui} coïncide avec {la}"
        elif part < 0.9995:
            dite = f"{francais.nombre(100 * part)}{francais.INSEC}%"
            relation = f"{qui} a {dite} de ses habitants dans {la}, les autres hors de tout {libelle}"
    valeurs, etendue = lignes.loc[list(parts["code_zone"])], ""
    connues = valeurs[~valeurs["obs_status"].isin(VIDES)]["value"]
    if ind.genre == "taux" and len(connues):
        bas, haut = (francais.nombre(x, 0 if ind.incertaine else ind.decimales) for x in (connues.min(), connues.max()))
        bornes = haut if bas == haut else f"de {bas} à {haut}"
        etendue = f"{bornes}{francais.INSEC}{francais.accorder(ind.unite, connues.max())}"
    return Recouvrement(relation, etendue, tuple(details), tuple(parts["code_zone"]))
