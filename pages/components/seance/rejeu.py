"""Draws a screen at an address with nobody before it, and gives back its figures.

A meeting shows, saves and prints what the screens themselves draw: the same words, the same numbers.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import plotly.graph_objects as go

from data_loaders.erreurs import ErreurDonnees
from pages.components import document
from pages.components.feuille import Boite, Noeud
from pages.components.seance.carnet import CADRE, Carnet
from pages.components.seance.diapos import jouer as jouer_diapo
from pages.figures import anciennes
from pages.figures.diapos import agendas
from pages.figures.ecrans import ECRANS, PAR_MODULE, accueil
from pages.figures.seance import Diapo
from pages.figures.vues import Vue

ADRESSE_MAX: Final = 2_000  # characters, as `url_state`
# What surrounds the figures of a page, and is no figure: heads, definitions, folds for operators, badges.
_AUTOUR: Final = re.compile(
    r'<header class="obs-titre">.*?</header>|<div class="obs-tete">.*?</div>'
    r'|<p class="obs-(?:sous-titre|badges)">.*?</p>'
    r'|<details class="obs-exploitants">.*?</details>',
    re.S,
)
_PARTIE: Final = re.compile(r'<section class="obs-bloc" id="([\w-]+)">(.*?)</section>', re.S)
_CONSTAT: Final = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)
_TITRE: Final = re.compile(r"<h[12]\b[^>]*>(.*?)</h[12]>", re.S)
_TETE: Final = re.compile(r'<h[12]\b.*?</h[12]>|<p class="obs-badges">.*?</p>', re.S)
_SOUS_TITRE: Final = re.compile(r'<p class="obs-sous-titre">(.*?)</p>', re.S)
_NOTE: Final = re.compile(
    r"<(?:strong|b)>(Lecture|Champ|Source)\.</(?:strong|b)>(.*?)(?=<(?:strong|b)>(?:Lecture|Champ|Source)\.|</p>|</span>)",
    re.S,
)
_SOURCE: Final = re.compile(r'<div class="obs-ligne-source">.*?<p>([^<]*)</p></div>', re.S)
_BADGE: Final = re.compile(r'<span class="obs-badge obs-badge--(\w+)">(.*?)</span>')
# The météo writes its words for both points of view, a tile its name twice; the style sheet keeps one.
_AUTRE_POINT: Final = {
    p: re.compile(rf'<span class="obs-(?:court|{autre})">.*?</span>')
    for p, autre in (("candidat", "employeur"), ("employeur", "candidat"))
}
_BALISE: Final = re.compile(r"<[^>]+>")
_PIEDS: Final = ("pied-", "heros-portes", "sommaire")
SANS_CONSTAT: Final = ("", "Tableau")  # titles that say nothing alone: that of the page is said instead
TEXTE_MIN: Final = 40  # characters: less is a remark beside a control, not a part of the page
_DESSINES: Final = ("territory_map", "graphique")

Partie = dict[str, Any]


def ecran_de(adresse: str) -> tuple[str, str]:
    """(module, query) of an address of ours, `/carte?zonage=bassin`.

    Raises:
        ErreurDonnees: no screen has this address.
    """
    module, _, requete = adresse.removeprefix("/").partition("?")
    if vers := anciennes.mener(module, requete):
        module, _, requete = vers.removeprefix("/").partition("?")
    module = module or accueil()
    if len(adresse) > ADRESSE_MAX or module not in {e.module for e in ECRANS}:
        raise ErreurDonnees(
            "adresse",
            "adresse de la vue",
            "aucun écran de l’observatoire n’a cette adresse",
            remede="ouvrir l’écran voulu et l’ajouter de là à la séance",
        )
    return module, requete


def jouer(adresse: str) -> list[Diapo]:
    """Figures of a screen, in the order of the page, drawn for a room.

    Raises:
        ErreurDonnees: no screen has this address, or it shows nothing there; the reason is that of the screen.
    """
    if demandee := agendas.demandee(adresse):
        return [jouer_diapo(demandee)]
    module, requete = ecran_de(adresse)
    choix = [(cle, v) for cle, v in parse_qsl(requete) if cle != "projection"]
    point = "employeur" if ("point", "employeur") in choix else "candidat"
    carnet = Carnet()
    racine = _arbre(document.ecrire(PAR_MODULE[module], choix, carnet=carnet).racine)
    instantane = " ".join(_textes(racine, lambda x: x.get("c") == "pied-salle"))
    adresse = f"/{module}" + (f"?{urlencode(choix)}" if choix else "")
    constats = (_CONSTAT.search(_AUTRE_POINT[point].sub("", x.get("h", ""))) for x in _feuilles(racine))
    dits = [*(_mots(m[1]) for m in constats if m), *(_dit(d, point) for d in carnet.diapos)]
    titre = next((t for t in dits if t not in SANS_CONSTAT), "")
    diapos = [d for noeud in racine["e"] for d in _figures(noeud, carnet, point) if d.elements or d.table]
    if not diapos:
        vides = _textes(racine, lambda x: "obs-vide" in x.get("h", ""))
        raison = " ".join(vides) or "cet écran n’a rien à montrer ici"
        raise ErreurDonnees("absent", "cette vue", raison, remede="choisir un autre écran ou d’autres choix")
    for d in diapos:
        d.adresse, d.instantane = adresse, instantane
        dessines = [carnet.dessins[x["c"]] for x in _feuilles({"e": d.elements}) if x["t"] in _DESSINES]
        d.cartes = [x for x in dessines if not isinstance(x, go.Figure)]
        d.graphiques = [x for x in dessines if isinstance(x, go.Figure)]
        dit = _dit(d, point)
        d.vue = replace(d.vue, titre=f"{titre}, en tableau" if dit == "Tableau" else dit or titre)
    return diapos


def _dit(d: Diapo, point: str) -> str:
    """Title of a figure; the météo says its own for both points of view."""
    return getattr(d.vue.titre, point, d.vue.titre)


def _arbre(n: Noeud) -> Partie:
    """What a sheet draws: containers `{t: bloc, c: key, e: […]}` and elements, those that a room can see."""
    return _ranger({"t": "bloc", "c": "", "e": list(filter(None, map(_partie_de, n.enfants)))})


def _partie_de(n: Noeud) -> Partie | None:
    """A room sees text and drawings; a control is of no use there."""
    match n.genre:
        case "html":
            return {"t": "html", "h": n.dit["corps"]}
        case "composant" if n.dit["nom"] in _DESSINES:
            return {"t": n.dit["nom"], "d": n.dit["donnees"], "c": n.cle}
    if not isinstance(n, Boite):
        return None
    dedans = list(filter(None, map(_partie_de, n.enfants)))
    match n.genre:
        case "colonne":
            return {"t": "colonne", "c": "", "poids": round(n.dit["poids"], 3), "e": dedans}
        case "pli":
            return {"t": "pli", "c": "", "e": dedans}
    horizontal = n.genre == "colonnes" or n.dit.get("horizontal")
    return {"t": "ligne" if horizontal else "bloc", "c": n.cle, "e": dedans}


def _ranger(noeud: Partie, *, plis: bool = False) -> Partie:
    """Children in their order, without what holds nothing nor, unless `plis`, folds: some figures are in one."""
    vus = [x for x in noeud["e"] if plis or x["t"] != "pli"]
    enfants = [_ranger(x, plis=plis) if "e" in x else x for x in vus]
    gardes = [x for x in enfants if x.get("e", True) or x["c"].startswith(CADRE)]
    if not gardes and not plis and noeud["c"].startswith(CADRE):
        return _ranger(noeud, plis=True)
    return noeud | {"e": gardes}


def _figures(noeud: Partie, carnet: Carnet, point: str) -> list[Diapo]:
    """Figures of a part of the page: those noted, then what the part holds beside them."""
    if noeud.get("c", "").startswith(_PIEDS):
        return []
    notees: list[Diapo] = []
    reste = _sortir({"t": "bloc", "c": noeud.get("c", ""), "e": [noeud]}, carnet, notees)
    parties = [m for x in _feuilles(reste) for m in _PARTIE.findall(x.get("h", ""))]
    if parties:
        return [*notees, *(_partie(cle, [{"t": "html", "h": contenu}], contenu) for cle, contenu in parties)]
    texte = _AUTRE_POINT[point].sub("", "".join(x.get("h", "") for x in _feuilles(reste)))
    gardes = _sans_tete(reste)
    if gardes is None or not (_TITRE.search(texte) or noeud.get("c")):
        return notees
    cle = next((x["c"] for x in _blocs(gardes) if x["c"]), "page")
    return [*notees, _partie(cle, gardes["e"], texte)]


def _partie(cle: str, elements: list[Partie], texte: str) -> Diapo:
    """A part of a page that is no noted figure: its heading and its notes are read in its words."""
    badges = [(_mots(mots), ton) for tete in _TETE.findall(texte) for ton, mots in _BADGE.findall(tete)]
    nu = _BADGE.sub("", texte)
    titre, sous_titre = (_mots(m[1]) if (m := r.search(nu)) else "" for r in (_TITRE, _SOUS_TITRE))
    notes = {nom.lower(): _mots(dit) for nom, dit in _NOTE.findall(texte)}
    if source := _SOURCE.search(texte):
        notes["source"] = _mots(source[1])
    return Diapo("", cle, Vue(titre, sous_titre, **notes, badges=tuple(dict.fromkeys(badges))), elements=elements)


def _sans_tete(noeud: Partie) -> Partie | None:
    """A part without its head nor its foot; None when nothing is left to show."""
    if "e" in noeud:
        if noeud["c"].startswith(_PIEDS):
            return None
        gardes = [g for x in noeud["e"] if (g := _sans_tete(x))]
        return noeud | {"e": gardes} if gardes else None
    if noeud["t"] != "html":
        return noeud
    h = _AUTOUR.sub("", noeud["h"])
    parlant = re.search(r"<(?:img|svg|table|li)\b", h) or len(_mots(h)) >= TEXTE_MIN
    return noeud | {"h": h} if parlant and "<style" not in h else None


def _sortir(noeud: Partie, carnet: Carnet, vers: list[Diapo]) -> Partie:
    """Take the frames of noted figures out of a tree, nested ones too, into `vers`; return what is left."""
    gardes = []
    for x in noeud["e"]:
        if "e" in x:
            place = len(vers)
            x = _sortir(x, carnet, vers)
            if x["c"].startswith(CADRE):
                d = carnet.diapos[int(x["c"].removeprefix(CADRE))]
                d.elements = x["e"]
                vers.insert(place, d)
                continue
        gardes.append(x)
    return noeud | {"e": gardes}


def _blocs(noeud: Partie) -> Iterator[Partie]:
    if "e" in noeud:
        yield noeud
    for x in noeud.get("e", ()):
        yield from _blocs(x)


def _feuilles(noeud: Partie) -> Iterator[Partie]:
    if "e" not in noeud:
        yield noeud
    for x in noeud.get("e", ()):
        yield from _feuilles(x)


def _mots(texte: str) -> str:
    # Two pieces that a style sheet sets apart are not one word.
    return html.unescape(_BALISE.sub("", texte.replace("</span><", "</span> <"))).strip()


def _textes(noeud: Partie, voulu: Callable[[Partie], bool]) -> list[str]:
    """Words of every wanted node of a tree."""
    if voulu(noeud):
        return [_mots(re.sub(r"</p>", " ", x.get("h", ""))) for x in _feuilles(noeud)]
    return [dit for x in noeud.get("e", ()) for dit in _textes(x, voulu)]
