"""The first view of a screen: its words and its drawings are in the page itself, before Streamlit is there.

A reader sees what the screen says as soon as the page comes; Streamlit, a megabyte of scripts and a session, draws the
same below it a second later, and takes its place (`static/premiere/premiere.js`). In the public process alone, where an
address says the same to all. Each is made once per publication, from the same run as a session's, behind the readers:
those of the screens without a choice as soon as the server answers, that of a link after who opens it first.
"""

import asyncio
import json
import re
import time
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping
from html import unescape
from operator import itemgetter
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from data_loaders.magasin.donnees import Donnees
from geo import zonages
from geo.racine import racine_reservee
from pages.components import carte_fichiers, depot, ensembles, figure_block, journal
from pages.components.premiere import dessin
from pages.components.seance import rejeu
from pages.figures import icones
from pages.figures.ecrans import ECRANS, accueil

# The room draws itself; what is reserved is not for all.
SANS: Final = ("seance", "acces_pro")
MODULES: Final = tuple(e.module for e in ECRANS if e.module not in SANS)

# The theme that the reader chose in Streamlit's menu, which the system does not know: a word of what it keeps.
THEME_VOULU: Final = (
    "(function(h){try{var t=/Dark|Light/.exec(localStorage.getItem('stActiveTheme-'+location.pathname+'-v2'));"
    "if(t)h.classList.add(t[0]==='Dark'?'voulu-sombre':'voulu-clair')}catch(e){}})"
    "(document.getElementById('obs-premiere'));"
)
# Streamlit's scripts, a hundred of them, are asked for once the first view is painted, not while it is; at once where
# nobody looks. They come after those of the page, which read its address before Streamlit does.
SUITE: Final = (
    "(function(t,f){function l(){if(f)return;f=1;for(const e of t.content.children){const n=document.importNode(e,1);"
    "n.async=false;document.head.append(n)}t.remove()}"
    "document.addEventListener('DOMContentLoaded',()=>{if(document.hidden)return l();"
    "requestAnimationFrame(()=>setTimeout(l));setTimeout(l,1000)})})(document.getElementById('obs-suite'));"
)
_DE_STREAMLIT: Final = re.compile(r'<link rel="modulepreload" crossorigin[^>]*>|<script type="module"[^>]*></script>')
SCRIPTS: Final = (THEME_VOULU, SUITE)
STYLE: Final = (ensembles.STATIQUE / "premiere" / "premiere.css").read_text("utf-8")
# Fonts of the first words: a browser asks for a font once it has laid the page out.
POLICES: Final = ("titres", "texte", "chiffres")

# A map that begins after so many characters is under the first screen: nothing is asked for in advance.
EN_VUE: Final = 36_000
_CARTE: Final = re.compile(r'data-dessin="territory_map" data-de="([^"]+)"')
# What an address asks beside its choices that the page itself draws otherwise: in a frame, for a room.
AUTREMENT: Final = frozenset({"embed", "embed_options", "integre", "projection", "vue_salle"})
# Links kept, in characters, and waiting to be made: a robot that invents addresses fills neither memory nor processor.
SIGNES_MAX: Final = 8_000_000
VOULUES_MAX: Final = 50
REPOS: Final = 9
_DESSINS: Final = re.compile(rf"\b{depot.NOM.pattern}")


class Adresse(NamedTuple):
    """A screen and its choices, the same however a link orders them."""

    module: str
    requete: str = ""


NUES: Final = tuple(Adresse(module) for module in MODULES)

_ouverte = False
_cle: Hashable = None  # what was published when those kept were made
_faites: OrderedDict[Adresse, str] = OrderedDict()  # last asked last
_voulues: OrderedDict[Adresse, None] = OrderedDict()
_en_cours: set[asyncio.Task] = set()


def ouvrir() -> None:
    """From now on there are first views: the server is ready, screens can be run."""
    global _ouverte
    _ouverte = True
    if racine_reservee() is None:
        _suivre()
        _lancer()


def de(chemin: str, requete: bytes, choix: Collection[str] = ()) -> str:
    """HTML of the first view at this address, "" when there is none, or not yet: it is then being made for the next.

    Args:
        choix: keys that the address of a screen may hold. Any other one says nothing of what the screen shows, and
            its view is that of the same address without it.
    """
    adresse = _lire(chemin, requete, choix)
    if not _ouverte or racine_reservee() or adresse is None:
        return ""
    _suivre()
    faite = _faites.get(adresse)
    if faite is not None and _encore_la(faite):
        _faites.move_to_end(adresse)
        return faite
    if len(_voulues) < VOULUES_MAX:
        _voulues[adresse] = None
    _lancer()
    return ""


def _lire(chemin: str, requete: bytes, choix: Collection[str]) -> Adresse | None:
    module = chemin.strip("/") or accueil()
    if module not in MODULES or len(requete) > rejeu.ADRESSE_MAX:
        return None
    dits = parse_qsl(requete.decode("latin-1"), keep_blank_values=True)
    if AUTREMENT & {cle for cle, _ in dits}:
        return None
    return Adresse(module, urlencode(sorted((d for d in dits if d[0] in choix), key=itemgetter(0))))


def _suivre() -> None:
    """Once figures or perimeters change, nothing kept is true any more; the screens without a choice are made first."""
    global _cle
    cle = (Donnees().empreinte, zonages.empreinte())
    if cle != _cle:
        _cle = cle
        _faites.clear()
        _voulues.clear()
        _voulues.update(dict.fromkeys(NUES))


def _lancer() -> None:
    if not _en_cours:
        tache = asyncio.create_task(_faire_toutes())
        _en_cours.add(tache)
        tache.add_done_callback(_en_cours.discard)


async def _faire_toutes() -> None:
    """Make what is wanted, one after the other; readers have the processor as long in between, ten times for a link."""
    while _voulues:
        adresse, _ = _voulues.popitem(last=False)
        cle, debut = _cle, time.monotonic()
        (faite,) = await asyncio.gather(asyncio.to_thread(_faire, adresse), return_exceptions=True)
        if isinstance(faite, BaseException):  # the page is served without it
            journal.noter(faite, f"la première vue de « {adresse.module} » n’a pas pu être faite")
        if cle == _cle:
            _garder(adresse, "" if isinstance(faite, BaseException) else faite)
        repos = REPOS if adresse.requete else 1
        await asyncio.sleep(repos * (time.monotonic() - debut))


def _faire(adresse: Adresse) -> str:
    clairs, sombres = (rejeu.executer(*adresse, theme=theme) for theme in ("light", "dark"))
    return dessin.ecrire(adresse.module, clairs, sombres)


def _garder(adresse: Adresse, faite: str) -> None:
    _faites[adresse] = faite
    _faites.move_to_end(adresse)
    while sum(map(len, _faites.values())) > SIGNES_MAX:
        ancienne = next((a for a in _faites if a.requete), adresse)
        del _faites[ancienne]


def dans_la_page(html: str, vue: str) -> str:
    """The page with a first view in it: what that needs is asked for before Streamlit's scripts."""
    carte = f"statique/{carte_fichiers.dossier()}"
    adresses = {
        "territory_map": f"{carte}/territory_map.js",
        "bascule_carte": f"{carte}/bascule.js",
        "cote_carte": f"{carte}/cote.js",
        "graphique": figure_block.ADRESSE_GRAPHIQUE,
    }
    voulues = {nom: adresse for nom, adresse in adresses.items() if f'data-dessin="{nom}"' in vue}
    script = ensembles.adresse("premiere.js")
    premiere_carte = _CARTE.search(vue)
    if premiere_carte and premiere_carte.start() > EN_VUE:
        premiere_carte = None
    modules = carte_fichiers.modules() if premiere_carte else ()
    lus = _lus(json.loads(unescape(premiere_carte[1])), carte) if premiere_carte else ()
    tete = "".join(
        (
            *(f'<link rel="preload" as="font" crossorigin href="./statique/{p}.woff2">' for p in POLICES),
            *(
                f'<link rel="modulepreload" href="{adresse}">'
                for adresse in (script, *(f"./{carte}/{m}" for m in modules))
            ),
            *(f'<link rel="preload" as="fetch" crossorigin="anonymous" href="./{adresse}">' for adresse in lus),
        )
    )
    suite = "".join(_DE_STREAMLIT.findall(html))
    noms = "".join(f' data-{nom}="./{adresse}"' for nom, adresse in voulues.items())
    corps = (
        f'<obs-premiere id="obs-premiere" aria-hidden="true" inert{noms}><template shadowrootmode="closed">'
        f'<style>{STYLE}</style><link rel="stylesheet" href="{ensembles.adresse("css")}">'
        f'<div class="stApp obs-figee">{vue}</div></template></obs-premiere><script>{THEME_VOULU}</script>'
        f'<script type="module" async src="{script}"></script>'
        f'<template id="obs-suite">{suite}</template><script>{SUITE}</script>'
    )
    html = _DE_STREAMLIT.sub("", html)
    return html.replace("</title>", f"</title>{tete}", 1).replace('<div id="root">', f'{corps}<div id="root">', 1)


def _lus(de: Mapping[str, Any], carte: str) -> list[str]:
    """Files that a map will read, which nothing but its modules would ask for."""
    traces = (de.get("trace"), de.get("fond"), de.get("contours"))
    etats = [f"{icones.DOSSIER}/{de['etats']}"] if isinstance(de.get("etats"), str) else []
    return [
        f"{carte}/constantes.json",
        f"{carte}/territory_map.css",
        *etats,
        *(f"statique/traces/{nom}" for nom in traces if nom),
    ]


def _encore_la(vue: str) -> bool:
    """Whether the drawings that it names are still kept, now among the last to leave."""
    try:
        for nom in set(_DESSINS.findall(vue)) - icones.FICHIERS.keys():
            depot.toucher(nom)
    except OSError:
        return False
    return True
