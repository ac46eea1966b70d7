"""The first view of a screen: its words and its drawings are in the page itself, before Streamlit is there.

A reader sees what the screen says as soon as the page comes; Streamlit, a megabyte of scripts and a session, draws the
same below it a second later, and takes its place (`static/premiere/premiere.js`). Only for the address of a screen
without any choice, in the public process: it is the same for all. Made once per publication, after the first reader has
asked.
"""

import asyncio
import json
import re
from collections.abc import Hashable, Mapping
from html import unescape
from typing import Any, Final

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
# Fonts of the first words: a browser asks for a font once it has laid the page out.
POLICES: Final = ("titres", "texte", "chiffres")

# A map that begins after so many characters is under the first screen: nothing is asked for in advance.
EN_VUE: Final = 24_000
_CARTE: Final = re.compile(r'data-dessin="territory_map" data-de="([^"]+)"')
_DESSINS: Final = re.compile(rf"\b{depot.NOM.pattern}")

_ouverte = False
_faites: dict[str, tuple[Hashable, str]] = {}  # one a screen
_en_cours: set[asyncio.Task] = set()


def ouvrir() -> None:
    """From now on there are first views: the server is ready, screens can be run."""
    global _ouverte
    _ouverte = True


def de(chemin: str, requete: bytes) -> str:
    """HTML of the first view at this address, "" when there is none, or not yet: it is then being made for the next."""
    module = chemin.strip("/") or accueil()
    if not _ouverte or requete or racine_reservee() or module not in MODULES:
        return ""
    cle = (Donnees().empreinte, zonages.empreinte())
    faite = _faites.get(module)
    if faite and faite[0] == cle and _encore_la(faite[1]):
        return faite[1]
    if not _en_cours:
        tache = asyncio.create_task(_faire(module, cle))
        _en_cours.add(tache)
        tache.add_done_callback(_en_cours.discard)
    return ""


def dans_la_page(html: str, vue: str) -> str:
    """The page with a first view in it: what that needs is asked for before Streamlit's scripts."""
    carte = f"statique/{carte_fichiers.dossier()}"
    adresses = {
        "territory_map": f"{carte}/territory_map.js",
        "bascule_carte": f"{carte}/bascule.js",
        "graphique": figure_block.ADRESSE_GRAPHIQUE,
    }
    voulues = {nom: adresse for nom, adresse in adresses.items() if f'data-dessin="{nom}"' in vue}
    script = ensembles.adresse("premiere.js")
    premiere_carte = _CARTE.search(vue, 0, EN_VUE)
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
    styles = "".join(f'<link rel="stylesheet" href="{ensembles.adresse(nom)}">' for nom in ("premiere.css", "css"))
    noms = "".join(f' data-{nom}="./{adresse}"' for nom, adresse in voulues.items())
    corps = (
        f'<obs-premiere id="obs-premiere" aria-hidden="true" inert{noms}><template shadowrootmode="closed">{styles}'
        f'<div class="stApp">{vue}</div></template></obs-premiere><script>{THEME_VOULU}</script>'
        f'<script type="module" async src="{script}"></script>'
    )
    for balise in ('<link rel="modulepreload" crossorigin', '<script type="module" crossorigin'):
        html = html.replace(balise, balise.replace(" crossorigin", ' fetchpriority="low" crossorigin'))
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


async def _faire(module: str, cle: Hashable) -> None:
    (faite,) = await asyncio.gather(asyncio.to_thread(rejeu.executer, module, ""), return_exceptions=True)
    if isinstance(faite, BaseException):  # the page is served without it
        journal.noter(faite, f"la première vue de « {module} » n’a pas pu être faite")
    _faites[module] = cle, "" if isinstance(faite, BaseException) else dessin.ecrire(module, faite)


def _encore_la(vue: str) -> bool:
    """Whether the drawings that it names are still kept, now among the last to leave."""
    try:
        for nom in set(_DESSINS.findall(vue)) - icones.FICHIERS.keys():
            depot.toucher(nom)
    except OSError:
        return False
    return True
