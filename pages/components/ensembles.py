"""What every page runs and wears, each in one file that the browser keeps: two requests instead of twenty-eight."""

import functools
import hashlib
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.components import depot
from pages.figures.theme import variables_css

STATIQUE: Final = Path(__file__).parent / "static"
THEME: Final = Path(__file__).parents[2] / ".streamlit" / "config.toml"
# Scripts of every page, in the order they run: what reads the address first.
COMMUNS: Final = ("seance/seance.js", "mots.js", "sommaire.js", "copier.js", "annonce.js", "dessins.js", "bulles.js")
# Those of the pages that Streamlit draws.
SESSION: Final = ("fr.js", "liens.js", "panne.js", "foyer.js")
DOCUMENT: Final = ("document/idiomorph.js", "document/listes.js", "document/document.js")
# Modules of every page.
MODULES: Final = ("statique/seance/compte.js", "statique/seance/partage.js", "statique/seance/integre.js")


def scripts(noms: Sequence[str]) -> str:
    """Scripts one after the other; one that fails stops no other."""
    lus = ((STATIQUE / nom).read_text("utf-8") for nom in noms)
    return "\n".join(f"try {{\n{lu}}} catch (e) {{ reportError(e); }}" for lu in lus)


def styles() -> str:
    """The variables of the theme, the common style sheet, then one a screen."""
    fichiers = sorted((STATIQUE / "styles").glob("*.css"), key=lambda f: (f.name != "socle.css", f.name))
    return "\n".join((variables_css(), *(f.read_text("utf-8") for f in fichiers)))


def faces(adresse: Callable[[Path], str]) -> str:
    """The fonts of the theme, `adresse` of each, as a style sheet declares them; a text never waits for its font."""
    noms = {"family": "font-family:'{}'", "weight": "font-weight:{}", "style": "font-style:{}"}
    noms |= {"unicodeRange": "unicode-range:{}"}
    ecrites = []
    for police in tomllib.loads(THEME.read_text("utf-8"))["theme"]["fontFaces"]:
        dits = [mots.format(police[nom]) for nom, mots in noms.items() if nom in police]
        dits += ["font-display:swap", f"src:url({adresse(STATIQUE / Path(police['url']).name)})"]
        ecrites.append(f"@font-face{{{';'.join(dits)}}}")
    return "".join(ecrites)


def _styles_de_page(base: str) -> str:
    """The fonts, what is of this kind of page, then what all of them wear."""
    return f"{faces(lambda f: f.name)}\n{(STATIQUE / base).read_text('utf-8')}\n{styles()}"


_FAITS: Final[dict[str, tuple[Callable[[], str], str]]] = {
    "communs.js": (lambda: scripts(COMMUNS), "text/javascript"),
    "session.js": (lambda: scripts(SESSION), "text/javascript"),
    "session.css": (lambda: _styles_de_page("session.css"), "text/css"),
    "document.js": (lambda: "\n".join((STATIQUE / nom).read_text("utf-8") for nom in DOCUMENT), "text/javascript"),
    "document.css": (lambda: _styles_de_page("document/document.css"), "text/css"),
}


def datee(nom: str, *contenus: Path) -> str:
    """Address of one of our modules, which changes with what it says, or with the files that it is made of."""
    lus = b"\0".join(f.read_bytes() for f in contenus or (STATIQUE / nom,))
    return f"statique/{nom}?v={hashlib.sha256(lus).hexdigest()[:8]}"


def adresse(nom: str) -> str:
    """Address of one of them, which changes with what it says."""
    return f"./statique/page.{_lu(nom)[1]}.{nom}"


@functools.lru_cache(maxsize=8)
def _lu(nom: str) -> tuple[str, str]:
    """What one of them says and its digest, read once: every page names them."""
    texte = _FAITS[nom][0]()
    return texte, hashlib.sha256(texte.encode()).hexdigest()[:8]


async def _servir(nom: str, requete: Request) -> Response:
    texte, empreinte = _lu(nom)
    # A page opened before a new version asks for the old one: it is given this one, which it must not keep.
    duree = depot.TOUJOURS if requete.path_params["empreinte"] == empreinte else "no-cache"
    return Response(texte, media_type=_FAITS[nom][1], headers={"cache-control": duree, "etag": f'"{empreinte}"'})


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/statique/page.{{empreinte}}.{nom}", functools.partial(_servir, nom)) for nom in _FAITS]
