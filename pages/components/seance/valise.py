"""A meeting in one file, opened from a USB stick with no network: the room itself, its views, their drawings.

The page holds what a server would answer. Its modules are those of the screens, under names that an import map
resolves: a browser lets a page opened from a disk import nothing else.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import receptions
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import avec_unite, date_libelle
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from geo import zonages
from geo.territoire import OBSERVATOIRE
from pages.components import depot, ensembles, territory_map
from pages.components.seance import rejeu
from pages.figures import icones
from pages.figures.seance.demande import Seance

STATIQUE: Final = ensembles.STATIQUE
OCTETS_MAX: Final = 8 * 2**20
# The cover, behind the room.
ACCUEIL: Final = (
    "body{margin:0;font-family:var(--obs-texte)}"
    ".accueil{max-width:44rem;margin:4rem auto;padding:0 1.5rem;color:var(--obs-encre)}"
    ".accueil button{min-height:44px;padding:0 1.25rem;border:0;border-radius:4px;background:var(--obs-encre);"
    "color:var(--obs-surface);font:600 1rem var(--obs-texte)}"
)
_IMPORT: Final = re.compile(r"""((?:from|import)\s*\(?\s*)"\.{1,2}/(?:\w+/)?([\w.]+\.js)\"""")
_DESSIN: Final = re.compile(rf"{icones.DOSSIER}/([0-9a-f]{{32}}\.svg)")
_NOM_DESSIN: Final = re.compile(r"[0-9a-f]{32}\.json")


def composer(s: Seance, jour: date) -> bytes:
    """The page, in UTF-8.

    Raises ErreurDonnees: no view can be shown, or the file would weigh more than 8 MB; says what to take out.
    """
    # Only the figures of the agenda are shown; the others of their screens answer the questions of the room.
    reponses: dict[str, list[dict[str, Any]]] = {}
    absentes = []
    for v in s.vues:
        try:
            if v.adresse not in reponses:
                reponses[v.adresse] = [rejeu.charge_utile(d) for d in rejeu.jouer(v.adresse)]
        except ErreurDonnees as e:
            absentes.append(f"{v.lu} ({e.trouve})")
    vues = [v for v in s.vues if v.adresse in reponses]
    if not vues:
        trouve = "aucune de ces vues ne peut être montrée"
        raise ErreurDonnees("vide", "valise", trouve, remede="revoir l’ordre du jour")
    donnees = {"titre": s.titre, "vues": [v._asdict() for v in vues], "reponses": reponses, "signatures": signatures()}
    donnees |= {"fichiers": dict(_lus(reponses.values())), "modules": {"carte": "obs/territory_map.js"}}
    page = _page(s, jour, absentes, donnees).encode()
    if len(page) > OCTETS_MAX:
        trouve = f"la valise pèserait {len(page) / 2**20:.0f} Mo, plus que {OCTETS_MAX // 2**20}"
        raise ErreurDonnees("poids", "valise", trouve, remede="en retirer les vues à l’échelle des communes")
    return page


def _lus(reponses: Iterable[list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """What the drawings of the views ask for: traces, states, charts, constants, style sheet."""
    textes = [json.dumps(r) for r in reponses]
    traces = {*(m for t in textes for m in re.findall(r"\b[a-z]+\.[0-9a-f]{8}\.json\b", t)), zonages.fond().name}
    chemins = {c.name: c for c in (*map(zonages.trace, zonages.zonages()), *(STATIQUE / "traces").iterdir())}
    for nom in sorted(traces & chemins.keys()):
        yield nom, chemins[nom].read_text("utf-8")
    for nom in sorted({m for t in textes for m in _NOM_DESSIN.findall(t)}):
        yield nom, _dessin(nom).decode()
    for nom in ("constantes.json", "territory_map.css"):
        yield nom, territory_map.fichiers()[nom].decode()


def _dessin(nom: str) -> bytes:
    """A drawing of the views just run; where the disk refused it, it is in the views themselves."""
    return depot.relire(f"{icones.DOSSIER}/{nom}") or b""


def _modules() -> dict[str, str]:
    """Bare name -> source of every module, their imports renamed, their own address a fixed one."""
    modules = {}
    for f in (*_de_salle(), *territory_map.SOURCES.glob("*.js")):
        ici, texte = f'"https://valise.invalid/statique/{f.parent.name}/{f.name}"', f.read_text("utf-8")
        modules[f"obs/{f.name}"] = _IMPORT.sub(r'\1"obs/\2"', texte).replace("import.meta.url", ici)
    return modules


def signatures() -> dict[str, Any]:
    """What the first and last views say of the approvals: status in words, logos once both have approved."""
    donnees = Donnees()
    instantane = receptions.instantane(donnees)
    statut = approbations.statut(receptions.DATASET, [instantane] if instantane else [], donnees.racine)
    logos = approbations.logos(donnees.racine) if statut.valide else {}
    images = [[PARTIES[x.partie], _en_ligne(x.contenu, x.mime)] for x in logos.values()]
    return {"statut": statut.texte, "logos": images}


def salle() -> str:
    """The page of a room alone, which names every file that it may ask for: a browser keeps them for an outage."""
    modules = [f"statique/{f.relative_to(STATIQUE)}" for f in _de_salle()]
    carte = f"statique/{territory_map.dossier()}"
    modules += [f"{carte}/{nom}" for nom in territory_map.modules()]
    lus = (f"{carte}/constantes.json", f"{carte}/territory_map.css")
    lus += (f"statique/traces/{zonages.fond().name}", *(f"statique/{f.name}" for f in sorted(STATIQUE.glob("*.woff2"))))
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="application-name" content="{OBSERVATOIRE}"><base href="../"><title>Séance</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="{ensembles.adresse("document.css")}">
{"".join(f'<link rel="modulepreload" href="{nom}">' for nom in modules)}
{"".join(f'<link rel="prefetch" href="{nom}">' for nom in lus)}
<script type="module" src="statique/seance/fenetre.js"></script></head><body class="stApp obs-figee"></body></html>"""


def _de_salle() -> list[Path]:
    """Modules of the room, and of its notes and questions."""
    autres = ("seance.js", "preparer.js", "verifier.js", "vignettes.js", "veilleur.js", "compte.js", "partage.js")
    return [f for f in sorted((STATIQUE / "seance").glob("*.js")) if f.name not in (*autres, "integre.js")]


def _en_ligne(contenu: bytes, genre: str) -> str:
    return f"data:{genre};base64,{base64.b64encode(contenu).decode()}"


def _json(x: object) -> str:
    # No text may end, nor open, the element that holds it.
    return json.dumps(x, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _page(s: Seance, jour: date, absentes: list[str], donnees: Mapping[str, Any]) -> str:
    images = _DESSIN.sub(lambda m: _en_ligne(_dessin(m[1]), "image/svg+xml"), _json(donnees))
    carte = {nom: _en_ligne(source.encode(), "text/javascript") for nom, source in _modules().items()}
    styles = ensembles.faces(lambda f: _en_ligne(f.read_bytes(), "font/woff2")) + ensembles.styles()
    titre = html.escape(s.titre)
    manquent = "".join(f"<li>{html.escape(a)}</li>" for a in absentes)
    return f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8">
<meta name="application-name" content="{OBSERVATOIRE}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{titre}, valise du {date_libelle(jour)}</title><style>{styles}
{ACCUEIL}</style>
<script type="importmap">{_json({"imports": carte})}</script></head>
<body class="stApp obs-figee"><main class="accueil"><h1>{titre}</h1>
<p>Valise du {date_libelle(jour)} : {avec_unite(len(donnees["vues"]), "vues")}, sans réseau.</p>
{f"<p>Vues qui n’ont pas pu être prises :</p><ul>{manquent}</ul>" if manquent else ""}
<p><button type="button" id="ouvrir">Ouvrir la séance</button></p></main>
<script type="application/json" id="valise">{images}</script>
<script type="module">import "obs/valise.js";</script></body></html>"""
