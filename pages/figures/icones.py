"""Icons of the météo: five skies, each a file that the browser keeps; four arrows, as `data:` addresses.

Streamlit removes `<svg>` from the HTML it is given, so that a sky is an image in the colours of its own ground and an
arrow is a mask that takes the colour of the text. Neither says anything alone: a word is printed beside it.
"""

import hashlib
from functools import cache
from urllib.parse import quote

from pages.figures.theme import ENCRE

_NUAGE = "M13.5 36.5h21.8a7.7 7.7 0 0 0 .9-15.3 11.6 11.6 0 0 0-22.3-2.3A8.9 8.9 0 0 0 13.5 36.5z"
_NUAGE_BAS = "M13.5 31.5h21.8a7.7 7.7 0 0 0 .9-15.3 11.6 11.6 0 0 0-22.3-2.3A8.9 8.9 0 0 0 13.5 31.5z"

# Sky -> (outline, drawing).
_CIELS = {
    "soleil": (
        ENCRE,
        '<circle cx="24" cy="24" r="9.2" fill="#FFF3CF"/>'
        '<path d="M38 24h6.5M33.9 33.9l4.6 4.6M24 38v6.5M14.1 33.9l-4.6 4.6M10 24H3.5M14.1 14.1L9.5 9.5M24 10V3.5'
        'M33.9 14.1l4.6-4.6"/>',
    ),
    "eclaircies": (
        ENCRE,
        '<circle cx="31" cy="15.5" r="7.2" fill="#F89F26"/>'
        '<path d="M41.8 15.5H46M38.6 23.1l3 3M23.4 7.9l-3-3M31 4.7V.5M38.6 7.9l3-3"/>'
        f'<path transform="translate(-4.5 4.8)" d="{_NUAGE}" fill="#FFF"/>',
    ),
    "variable": (
        ENCRE,
        f'<path transform="translate(9.8 -5.5) scale(.8)" d="{_NUAGE}" fill="#DCE6E9"/>'
        f'<path transform="translate(-3.4 4.6)" d="{_NUAGE}" fill="#FFF"/>',
    ),
    "pluie": (
        ENCRE,
        f'<path transform="translate(0 -2.5)" d="{_NUAGE_BAS}" fill="#E8EFF1"/>'
        '<path d="M15.5 34l-2.6 7.5M24.3 34l-2.6 7.5M33.1 34l-2.6 7.5" stroke="#0F1D26" stroke-width="3.2"/>',
    ),
    "orage": (
        "#F4F7F8",
        f'<path transform="translate(0 -3)" d="{_NUAGE_BAS}" fill="#6B78AE"/>'
        '<path d="M26.4 21.5l-7.6 11.2h5.2l-3.2 11 10.6-14.2h-5.8l4.6-8z" fill="#F4E3A2" stroke-width="2"/>',
    ),
}
# Arrows, then marks. « aucun » is a wave, not a flat arrow: no movement is established, which is not that none was.
_NOIRS = {
    "hausse": '<path d="M12 36L35 13M17 12.6h18.4V31" stroke-width="4.4"/>',
    "baisse": '<path d="M12 12l23 23M35.4 17v18.4H17" stroke-width="4.4"/>',
    "aucun": '<path d="M6 28c6-11 12-11 18-4s12 7 18-4" stroke-width="4.4"/>',
    "rond": '<circle cx="24" cy="24" r="17" fill="#000"/>',
    "losange": '<path d="M24 5l19 19-19 19L5 24z" stroke-width="6"/>',
}
# Address of the drawings that the browser keeps.
DOSSIER = "statique/dessins"
NOMS = {nom: nom for nom in _CIELS} | {"eclaircies": "éclaircies"}


def svg(nom: str) -> str:
    """Standalone SVG of a sky, of an arrow or of a mark, 48 units wide. KeyError: no such icon."""
    trait, dessin = ("#000", _NOIRS[nom]) if nom in _NOIRS else _CIELS[nom]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48" fill="none" '
        f'stroke="{trait}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">{dessin}</svg>'
    )


@cache
def adresse(nom: str) -> str:
    """`data:` address of an icon, safe inside a double-quoted attribute and inside `url('…')`."""
    return f"data:image/svg+xml,{quote(svg(nom), safe=' /:=,.;')}"


_FICHIERS = {nom: f"{hashlib.sha256(svg(nom).encode()).hexdigest()[:32]}.svg" for nom in _CIELS}
# Name of the file of a sky -> its drawing: a screen shows twenty of them, at each change.
FICHIERS = {fichier: svg(nom).encode() for nom, fichier in _FICHIERS.items()}


def image(nom: str) -> str:
    """`<img>` of a sky; its word is beside it, so that it says nothing to a screen reader."""
    return f'<img class="obs-ic" alt="" width="48" height="48" src="{DOSSIER}/{_FICHIERS[nom]}">'


def fleche(nom: str, couleur: str = "") -> str:
    """An arrow in the colour of the text around it, or a mark in one by its variable; its words are beside it."""
    sorte, fond = (" obs-repere", f";background:var(--obs-{couleur})") if couleur else ("", "")
    return f'<span class="obs-fleche{sorte}" aria-hidden="true" style="--dessin:url(\'{adresse(nom)}\'){fond}"></span>'
