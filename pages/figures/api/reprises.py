"""« Reprendre dans R ou Python »: the address of the API that gives what a screen shows."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode

from data_loaders.requetes.requete import PARAMETRES
from pages.figures.api.catalogue import COURANT, connus

# Screens of one indicator: its figures; the others: the dataset that they are drawn from.
D_UN_INDICATEUR = frozenset({"carte", "tendances", "explorer"})
JEUX = {
    "meteo": "bmo", "secteurs": "bmo", "formation": "insertion", "convention": "convention", "territoires": "bmo",
    "portrait": "bmo",
}  # fmt: skip

PREMIER_EXPLORE = "bmo_projets"


def adresse(ecran: str, choix: Mapping[str, Sequence[str]], habituels: Mapping[str, str]) -> str:
    """What follows the address of the API; "" for a screen without figures of its own.

    Args:
        choix: those of the address of the screen; habituels: what the screen reads where it says nothing.
    """
    if ecran in JEUX:
        return f"jeux/{JEUX[ecran]}/{COURANT}.csv"
    if ecran not in D_UN_INDICATEUR:
        return ""
    if ecran == "explorer" and choix.get("indicateur"):  # its address asks what the API answers
        return f"chiffres.csv?{urlencode([(n, v) for n in PARAMETRES for v in choix.get(n, ())], safe=':*.@')}"
    demande = choix.get("indicateur") or [PREMIER_EXPLORE if ecran == "explorer" else habituels["indicateur"]]
    ind = connus().get(demande[-1])
    if ind is None:
        return ""
    zonage = (choix.get("zonage") or [habituels["zonage"]])[-1]
    lus = {"indicateur": ind.code, "zonage": zonage if zonage in ind.zonages else ind.zonages[0]}
    if ecran == "carte" and choix.get("periode"):
        lus["periode"] = choix["periode"][-1]
    if ind.metiers and choix.get("metier"):
        lus["metier"] = choix["metier"][-1]
    return f"chiffres.csv?{urlencode(lus)}"


def de(vue: str, habituels: Mapping[str, str], accueil: str) -> str:
    """The same from the address of a view, « /carte?zonage=spo »."""
    chemin, _, requete = vue.removeprefix("/").partition("?")
    return adresse(chemin or accueil, parse_qs(requete), habituels)
