"""The page of a screen, whole before any script runs: its document under the header, its scripts, its policy."""

import base64
import hashlib
import re
import time
from html import escape, unescape
from json import loads
from typing import Final
from urllib.parse import parse_qsl, urlencode

from geo import reglages
from geo.territoire import OBSERVATOIRE
from pages.components import ensembles, territory_map
from pages.components.acces import Agent
from pages.components.document import TOUT, Document
from pages.components.feuille import Composant
from pages.figures import acces_pro, icones
from pages.figures.ecrans import PAR_MODULE, ouverts

# Before anything is painted: a screen in another site has nothing around it, and the theme is the one that was chosen.
THEME: Final = (
    "(function(c){if(/[?&]integre=1(&|$)/.test(location.search))c.add('obs-integre');try{"
    "var t=localStorage.getItem('obs-theme');if(t)c.add('voulu-'+t)}catch(e){}})(document.documentElement.classList)"
)
# Theme -> its name; the first one is what the system says. Shown by the script that keeps the choice.
THEMES: Final = {"": "Système", "clair": "Clair", "sombre": "Sombre"}
POLICES: Final = ("titres", "texte", "chiffres")
# A map that begins after so many characters is under the first screen: nothing is asked for in advance.
EN_VUE: Final = 36_000
_CARTE: Final = re.compile(r'data-dessin="territory_map"[^>]* data-de="([^"]+)"')
# A figure begins, then its map.
_FIGURES: Final = re.compile(r'st-key-(bloc-[\w-]+)|<div class=dessin data-dessin="territory_map"[^>]*></div>')
SANS_SCRIPT: Final = (
    '<noscript><p class="obs-sans-script"><button form="obs-document">Afficher ces choix</button> '
    '<a href="{}">Montrer tout, listes et tableaux</a></p></noscript>'
)
CARTE_FIGEE: Final = '<noscript><img alt="Carte des chiffres du tableau" src="./_seance/image.svg?{}"></noscript>'
CONTENU: Final = "obs-document"


def de_document(module: str, dit: Document, present: Agent | None = None) -> str:
    """HTML of the page that says a document; `present`: who reads it, in the reserved process."""
    script = ensembles.adresse("document.js")
    tout = escape("?" + urlencode([*parse_qsl(dit.requete), (TOUT, "1")]))
    forme = {
        "ecran": module,
        "requete": dit.requete,
        "montres": " ".join(dit.montres),
        "partages": dit.partages,
        "mesuree": "1" * dit.mesuree,
        **{nom.replace("_", "-"): c.adresse for nom, c in Composant.tous.items()},
        "ouverts": " ".join(nom for nom, c in Composant.tous.items() if not c.isole),
    }
    dits = "".join(f' data-{nom}="{escape(v)}"' for nom, v in forme.items())
    themes = "".join(f'<option value="{theme}">{mots}</option>' for theme, mots in THEMES.items())
    cle = ""

    def figer(m: re.Match) -> str:
        """The picture of a map, under the key of its figure, for who has no script."""
        nonlocal cle
        cle = m[1] or cle
        if m[1] or not cle:
            return m[0]
        requete = urlencode({"adresse": f"/{module}?{dit.requete}", "cle": cle, "nue": 1})
        return m[0] + CARTE_FIGEE.format(escape(requete))

    corps = (
        f'<form id="{CONTENU}" class="stMainBlockContainer" data-testid="stMainBlockContainer" method="get" '
        f'autocomplete="off"{dits}>'
        f"{_FIGURES.sub(figer, dit.html)}</form>{SANS_SCRIPT.format(tout)}"
        f'<p class="obs-theme" hidden><label for="obs-theme">Thème</label><span class="stSelectbox">'
        f'<select id="obs-theme" autocomplete="off">{themes}</select></span></p>'
    )
    tete = f'{_avances(dit.html, script)}<script type="module" src="{script}"></script>'
    return envelopper(dit.page, corps, present, module, dit.partages, tete=tete)


def envelopper(
    titre: str, corps: str, present: Agent | None, module: str = "", partages: str = "", *, tete: str = ""
) -> str:
    """A page: what it holds, and what its head holds of its own, under the header: see `entete`."""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<script>{THEME}</script><title>{escape(titre)}</title>"
        f'<meta name="application-name" content="{OBSERVATOIRE}"><link rel="icon" href="./statique/icone.svg">'
        f'<link rel="stylesheet" href="{ensembles.adresse("document.css")}">{scripts(present)}{tete}'
        f"</head><body>{entete(module, present, CONTENU, partages)}"
        '<div class="stApp obs-figee" data-testid="stApp" data-test-script-state="notRunning">'
        f'<main data-testid="stMain">{corps}</main></div></body></html>'
    )


def _avances(html: str, script: str) -> str:
    """What the first screen needs, asked for while the page is read."""
    scripts, lus, premiere = [script], [], _CARTE.search(html)
    if premiere is not None and premiere.start() < EN_VUE:
        carte, de = f"./statique/{territory_map.dossier()}", loads(unescape(premiere[1]))
        scripts += [f"{carte}/{m}" for m in territory_map.modules()]
        lus = [f"{carte}/constantes.json", f"{carte}/territory_map.css"]
        lus += [f"./{icones.DOSSIER}/{de['etats']}"] if isinstance(de.get("etats"), str) else []
        lus += [f"./statique/traces/{de[nom]}" for nom in ("trace", "fond", "contours") if de.get(nom)]
    modeles = {
        '<link rel="preload" as="font" type="font/woff2" crossorigin href="./statique/{}.woff2">': POLICES,
        '<link rel="modulepreload" href="{}">': scripts,
        '<link rel="preload" as="fetch" crossorigin="anonymous" href="{}">': lus,
    }
    return "".join(lien.format(adresse) for lien, adresses in modeles.items() for adresse in adresses)


def entete(module: str, present: Agent | None, contenu: str, partages: str = "") -> str:
    """The header of every page: the mark of the house, the menu.

    `module`: screen of the page; what is no screen lights no entry. `present`: who reads it, in the reserved process,
    where nobody else has a menu. `contenu`: id of what follows, for who leaves the header out; `partages`: choices that
    links carry.
    """
    suite = f"?{escape(partages)}" if partages else ""
    sous = PAR_MODULE[module].sous if module in PAR_MODULE else ""
    ici = {sous: ' aria-current="true"', module: ' aria-current="page"'}
    role = present and present.role  # nobody is offered what they are refused
    liens = "".join(
        f'<a data-testid="stTopNavLink" href="{e.module}{suite}"{ici.get(e.module, "")}>'
        f'<span data-mots="{escape(e.titre)}">{escape(e.titre)}</span></a>'
        for e in (ouverts() if present or not reglages.racine_reservee() else ())
        if e.menu and (not e.roles or role in e.roles)
    )
    marque = "".join(
        f'<img class="{theme}" data-testid="stHeaderLogo" alt="" src="./statique/marque-{theme}.svg">'
        for theme in ("clair", "sombre")
    )
    fin = acces_pro.fin_html(present.fin, time.time()) if present else ""
    menus = (
        f'<nav class="obs-nav" data-testid="stTopNav" aria-label="Menu principal">{liens}</nav>'
        f'<details class="obs-menu"><summary aria-label="Menu"></summary><nav aria-label="Menu">{liens}</nav></details>'
    )
    return (
        f'<a class="obs-sauter" href="#{contenu}">Aller au contenu principal</a>'
        f'<header class="obs-entete" data-testid="stHeader"><div><a class="obs-marque" href="./" '
        f'aria-label="{escape(OBSERVATOIRE)}, accueil">{marque}</a>{menus if liens else ""}</div>{fin}</header>'
    )


def scripts(present: Agent | None) -> str:
    """Scripts of every page; who is in is told when their session ends."""
    fin = '<script defer src="./statique/session.js"></script>' if present else ""
    modules = "".join(f'<script type="module" src="./{nom}"></script>' for nom in ensembles.MODULES)
    return f'<script defer src="{ensembles.adresse("communs.js")}"></script>{fin}{modules}'


# Emotion writes styles at run time, hence 'unsafe-inline' for styles alone; components v2 are modules loaded by blob:.
CSP_PAGE: Final = (
    "default-src 'self'; script-src 'self' {empreintes} blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {cadres}"
)
# Sites whose pages may hold a screen (`?integre=1`), beside ours: their origins, separated by spaces.
CADRES: Final = "OBSERVATOIRE_CADRES"
_ORIGINE: Final = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-fA-F:]+\](?::\d{1,5})?")
# A file of ours or of a session, opened alone in a tab: it may be seen, it may not run.
CSP_FICHIER: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "frame-ancestors 'self'; sandbox"
)
ICI: Final = "'self'"


def cadres() -> str:
    """Who may hold a page of ours in a frame, as a policy writes it: ourselves, and the sites of `OBSERVATOIRE_CADRES`.

    What is no origin is left out: a policy is never opened by mistake.
    """
    return " ".join([ICI, *filter(_ORIGINE.fullmatch, reglages.texte(CADRES).split())])


def politique(*scripts: str) -> str:
    """Policy of a page that holds these inline scripts, and no other."""
    empreintes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    return CSP_PAGE.format(empreintes=" ".join(f"'sha256-{e}'" for e in empreintes), cadres=cadres())
