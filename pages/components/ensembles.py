"""What every page runs and wears, each in one file that the browser keeps: two requests instead of twenty-eight."""

import functools
import hashlib
import re
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import file_util

from pages.components import depot
from pages.figures.theme import variables_css

STATIQUE: Final = Path(__file__).parent / "static"
THEME: Final = Path(__file__).parents[2] / ".streamlit" / "config.toml"
# In the order they run: what reads the address, before what writes over it.
SCRIPTS: Final = (
    "seance/lien.js",
    "fr.js",
    "panne.js",
    "papier.js",
    "seance/seance.js",
    "mots.js",
    "sommaire.js",
    "menu.js",
    "session.js",
    "copier.js",
    "vise.js",
    "annonce.js",
    "foyer.js",
    "dessins.js",
)

# Modules of every page.
MODULES: Final = ("statique/seance/compte.js", "statique/seance/partage.js", "statique/seance/integre.js")
# Streamlit asks for this font at its start, 375 kB, to write a space with it: without a space, the browser fetches it
# for the first icon.
ICONES: Final = "Material Symbols Rounded"
_FACE: Final = re.compile(r"@font-face\{font-family:([^;]+);[^}]*\}")


def scripts() -> str:
    """The scripts of every page, one after the other; one that fails stops no other."""
    lus = ((STATIQUE / nom).read_text("utf-8") for nom in SCRIPTS)
    return "\n".join(f"try {{\n{lu}}} catch (e) {{ reportError(e); }}" for lu in lus)


def styles() -> str:
    """The variables of the theme, the common style sheet, then one a screen."""
    fichiers = sorted((STATIQUE / "styles").glob("*.css"), key=lambda f: (f.name != "socle.css", f.name))
    return "\n".join((variables_css(), *(f.read_text("utf-8") for f in fichiers)))


def styles_de_page() -> str:
    """Streamlit's style sheet, without the fonts of its own theme, then ours, and our fonts.

    They are those that Streamlit will declare with the theme: here the browser has them from the start.
    """
    return f"{_styles_de_streamlit()}\n{faces(lambda f: f.name)}\n{styles()}"


def faces(adresse: Callable[[Path], str]) -> str:
    """The fonts of the theme as a style sheet declares them; a text never waits for its font.

    Args:
        adresse: where the style sheet finds the file of a font.
    """
    polices = tomllib.loads(THEME.read_text("utf-8"))["theme"]["fontFaces"]
    return "".join(_face(police, adresse(STATIQUE / Path(police["url"]).name)) for police in polices)


def _face(police: Mapping[str, str], adresse: str) -> str:
    suite = f";font-style:{police['style']}" if "style" in police else ""
    suite += f";unicode-range:{police['unicodeRange']}" if "unicodeRange" in police else ""
    return (
        f"@font-face{{font-family:'{police['family']}';font-weight:{police['weight']}{suite};font-display:swap;"
        f"src:url({adresse})}}"
    )


@functools.cache
def _styles_de_streamlit() -> str:
    css = "".join(f.read_text("utf-8") for f in (_streamlit() / "css").glob("index.*.css"))

    def face(m: re.Match) -> str:
        if m[1] == ICONES:
            return f"{m[0][:-1]};unicode-range:U+21-10FFFF}}"
        return "" if m[1].startswith("Source ") else m[0]

    return _FACE.sub(face, css).replace("url(../media/", "url(../static/media/")


def _streamlit() -> Path:
    return Path(file_util.get_static_dir()) / "static"


# Scripts of every page that do not speak to Streamlit.
COMMUNS: Final = (
    "seance/lien.js",
    "papier.js",
    "seance/seance.js",
    "mots.js",
    "sommaire.js",
    "copier.js",
    "vise.js",
    "annonce.js",
    "dessins.js",
)


def _communs() -> str:
    lus = ((STATIQUE / nom).read_text("utf-8") for nom in COMMUNS)
    return "\n".join(f"try {{\n{lu}}} catch (e) {{ reportError(e); }}" for lu in lus)


def _document() -> str:
    return "\n".join((STATIQUE / "document" / nom).read_text("utf-8") for nom in ("idiomorph.js", "document.js"))


def _styles_de_document() -> str:
    """The fonts, what holds a document, then ours."""
    base = (STATIQUE / "document" / "document.css").read_text("utf-8")
    return f"{faces(lambda f: f.name)}\n{base}\n{styles()}"


_FAITS: Final[dict[str, tuple[Callable[[], str], str]]] = {
    "communs.js": (_communs, "text/javascript"),
    "document.js": (_document, "text/javascript"),
    "document.css": (_styles_de_document, "text/css"),
    "js": (scripts, "text/javascript"),
    "css": (styles_de_page, "text/css"),
}


def adresse(suffixe: str) -> str:
    """Address of the scripts (`js`), of the style (`css`) or of another of them, which changes with what it says."""
    return f"./statique/page.{_empreinte(suffixe)}.{suffixe}"


@functools.lru_cache(maxsize=8)
def _texte(suffixe: str) -> str:
    """What one of them says, read once: every page names them."""
    return _FAITS[suffixe][0]()


@functools.lru_cache(maxsize=8)
def _empreinte(suffixe: str) -> str:
    return hashlib.sha256(_texte(suffixe).encode()).hexdigest()[:8]


def _servir(suffixe: str) -> Callable[[Request], Awaitable[Response]]:
    _, genre = _FAITS[suffixe]

    async def servir(requete: Request) -> Response:
        empreinte = _empreinte(suffixe)
        # A page opened before a new version asks for the old one: it is given this one, which it must not keep.
        duree = depot.TOUJOURS if requete.path_params["empreinte"] == empreinte else "no-cache"
        return Response(_texte(suffixe), media_type=genre, headers={"cache-control": duree, "etag": f'"{empreinte}"'})

    return servir


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/statique/page.{{empreinte}}.{suffixe}", _servir(suffixe)) for suffixe in _FAITS]
