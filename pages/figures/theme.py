"""Colours, ramps, patterns and the Plotly template: every figure, screen, export and style sheet reads them here.

Contrasts are WCAG 2.2 relative luminance; distances between classes hold under the three colour-blindness simulations
of Machado, Oliveira and Fernandes (2009). No colour is ever alone: a number, a word or a shape says the same thing.
"""

import html
from functools import lru_cache
from typing import Any, Final, Literal

import plotly.graph_objects as go

Theme = dict[str, str]
Mode = Literal["ecran", "projection"]

TAILLES: Final[dict[str, int]] = {"ecran": 14, "projection": 24}
POLICE_TEXTE: Final = '"Obs Texte", system-ui, sans-serif'
POLICE_TITRES: Final = '"Obs Titres", "Obs Texte", system-ui, sans-serif'
TIRETS: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARQUES: Final = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")

# Name -> colour in the light theme, in the dark one.
_TOKENS: Final = {
    "fond": ("#F2F6F6", "#0D1820"),
    "surface": ("#FFFFFF", "#15252F"),
    "creux": ("#E7EEEF", "#1C303C"),
    "encre": ("#14242F", "#E8EFF1"),
    "encre2": ("#495C68", "#A9BAC2"),
    "contour": ("#75878F", "#6E8591"),
    "filet": ("#D3DDE0", "#2B404C"),
    "grille": ("#E3EAEC", "#243843"),
    "action": ("#0E5C78", "#6CC3D6"),
    "action-t": ("#E3F0F3", "#16394A"),
    "balise": ("#BE3B08", "#FF8A4C"),
    "balise-t": ("#FCEBE2", "#43271A"),
    "ok": ("#1E6B4F", "#7FD1AE"),
    "ok-t": ("#E1F1EA", "#17382F"),
    "mer": ("#DCEAED", "#0F2230"),
    "eau": ("#A9C4CC", "#2C4A5A"),
    "voisin": ("#EFEBE1", "#1B262B"),
    "voisin-b": ("#DCD5C5", "#2E3A3D"),
    "limite": ("#FFFFFF", "#0D1820"),
    "cote": ("#14242F", "#C9D8DD"),
    "vide": ("#FBFAF6", "#22313A"),
    "hachure": ("#6D6657", "#A9BAC2"),
    # Lines of the class patterns 2 to 5, drawn over the class colour in projection and in black-and-white print.
    "tr2": ("#6DB9C4", "#4A8CA8"),
    "tr3": ("#3D90A8", "#2F7A94"),
    "tr4": ("#225F80", "#6FB2BC"),
    "tr5": ("#36597F", "#BFDFDD"),
}
CLAIR, SOMBRE = ({nom: couleurs[i] for nom, couleurs in _TOKENS.items()} for i in (0, 1))
PAGE: Final[Theme] = {nom: f"var(--obs-{nom})" for nom in CLAIR}

ENCRE, BLANC, NUIT = "#14242F", "#FFFFFF", "#0D1820"
# Each ramp: colours from class 1 up, and the colour of the text printed on each (at least 4.5:1).
RAMPES: Final[dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]] = {
    "clair": {
        # Rates, low to high.
        "maree": (("#E0F5F3", "#A0D8DB", "#59ACBF", "#2D7498", "#1D3C5E"), (ENCRE, ENCRE, ENCRE, BLANC, BLANC)),
        # Gaps to the region and evolutions; the sign is printed on each zone since both ends meet in grey.
        "ecarts": (("#8E421B", "#DBA475", "#F1F0E9", "#82C3D3", "#275981"), (BLANC, ENCRE, ENCRE, ENCRE, BLANC)),
        # From orage to soleil: the colour belongs to the sky, whichever point of view is chosen.
        "meteo": (("#2E3A64", "#5F9AC6", "#AFC1C8", "#F4E3A2", "#F89F26"), (BLANC, ENCRE, ENCRE, ENCRE, ENCRE)),
        "series": (
            ("#0B4F8C", "#B23A12", "#5B9C8C", "#43233A", "#BF8520", "#9A7BE0"),
            (BLANC, BLANC, ENCRE, BLANC, ENCRE, ENCRE),
        ),
    },
    "sombre": {
        "maree": (("#1F4257", "#2B6C8A", "#4FA0B8", "#97D1D6", "#E6F8F4"), (BLANC, BLANC, ENCRE, ENCRE, ENCRE)),
        "ecarts": (("#F0A066", "#9C5E35", "#2F3B41", "#33748A", "#8FD6E4"), (ENCRE, BLANC, BLANC, BLANC, ENCRE)),
        "meteo": (("#5A68A8", "#5F9AC6", "#93A7B0", "#F4E3A2", "#F89F26"), (BLANC, ENCRE, ENCRE, ENCRE, ENCRE)),
        "series": (
            ("#CCEEFE", "#E2632F", "#45B88C", "#A37A9B", "#FAEB86", "#AB96FE"),
            (NUIT, NUIT, NUIT, NUIT, NUIT, NUIT),
        ),
    },
}
# Ramp -> letter of its variables in the style sheet: `--obs-s1`… `--obs-s1-texte`…
LETTRES: Final = {"maree": "s", "ecarts": "d", "meteo": "m", "series": "c"}


# Colour of the light theme -> the variable that a page has for it in both; interface colours before those of the ramps.
VARIABLES: Final = {
    couleur: f"var(--obs-{LETTRES[nom]}{i})"
    for nom, (couleurs, _) in RAMPES["clair"].items()
    for i, couleur in enumerate(couleurs, 1)
} | {couleur: f"var(--obs-{nom})" for nom, couleur in reversed(CLAIR.items())}


def tokens(theme: str) -> Theme:
    """Interface colours of a theme: `"clair"`, `"sombre"`, or `"page"`, that of the page around, by its variables."""
    return {"clair": CLAIR, "sombre": SOMBRE, "page": PAGE}[theme]


def rampe(nom: str, theme: str = "clair") -> tuple[str, ...]:
    """Colours of a ramp (`"maree"`, `"ecarts"`, `"meteo"`, `"series"`), class 1 first; `theme`: as that of `tokens`."""
    return _teintes(nom, theme)[0]


def encres(nom: str, theme: str = "clair") -> tuple[str, ...]:
    """Colours of what is printed on each colour of a ramp."""
    return _teintes(nom, theme)[1]


def _teintes(nom: str, theme: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if theme != "page":
        return RAMPES[theme][nom]
    noms = [f"--obs-{LETTRES[nom]}{i}" for i in range(1, len(RAMPES["clair"][nom][0]) + 1)]
    return tuple(f"var({n})" for n in noms), tuple(f"var({n}-texte)" for n in noms)


def variables_css() -> str:
    """Style sheet that declares every token and ramp as `--obs-…`. Both themes are written once with `light-dark()`:
    the browser follows the `color-scheme` of the page, so that switching theme sends nothing."""
    dites = [(PAGE[nom], CLAIR[nom], SOMBRE[nom]) for nom in CLAIR]
    for nom in LETTRES:
        for teinte in (rampe, encres):
            dites += zip(*(teinte(nom, theme) for theme in ("page", "clair", "sombre")), strict=True)
    lignes = [
        f"{v[4:-1]}:{clair if clair == sombre else f'light-dark({clair},{sombre})'}" for v, clair, sombre in dites
    ]
    lignes += [f"--obs-titres:{POLICE_TITRES}", f"--obs-texte:{POLICE_TEXTE}"]
    return ":root{" + ";".join(lignes) + "}"


def page_seule() -> str:
    """Head of the style sheet of a page that Streamlit does not draw: the same variables, theme of the system."""
    return f":root{{color-scheme:light dark}}{variables_css()}"


def motifs_svg(prefixe: str, theme: str) -> str:
    """`<pattern>` elements for absences and classes, to put in the `<defs>` of an SVG; `prefixe`: before each id, since
    ids are global to a page; `theme`: as that of `tokens`."""
    t, tourne = tokens(theme), ' patternTransform="rotate(45)"'
    fond = f'<rect width="{{pas}}" height="{{pas}}" fill="{t["vide"]}"/>'
    rond = f'<circle cx="{{0}}" cy="{{0}}" r="1.25" fill="{t["hachure"]}"/>'
    ligne = '<path d="{}" stroke="{}" stroke-width="{}"/>'
    # Gaps: upright lines below the region, level lines above, closer as the gap grows.
    ecart, encre = '<path d="{}" stroke="{}" stroke-width="1.4" stroke-opacity="0.45"/>', encres("ecarts", theme)
    motifs = {
        "secret": (7, fond.format(pas=7) + ligne.format("M0 0V7", t["hachure"], 2.2)),
        "nd": (9, fond.format(pas=9) + rond.format(2.2) + rond.format(6.7)),
        "fragile": (9, f'<path d="M0 0V9" stroke="{t["encre"]}" stroke-width="1.6" stroke-opacity=".4"/>'),
        "t2": (20, ligne.format("M0 10H20", t["tr2"], 1.9)),
        "t3": (12, ligne.format("M0 6H12", t["tr3"], 1.9)),
        "t4": (7, ligne.format("M0 3.5H7", t["tr4"], 1.9)),
        "t5": (9, ligne.format("M0 4.5H9M4.5 0V9", t["tr5"], 1.5)),
        "e1": (6, ecart.format("M3 0V6", encre[0])),
        "e2": (14, ecart.format("M7 0V14", encre[1])),
        "e4": (14, ecart.format("M0 7H14", encre[3])),
        "e5": (6, ecart.format("M0 3H6", encre[4])),
    }
    return "".join(
        f'<pattern id="{prefixe}{nom}" width="{pas}" height="{pas}" patternUnits="userSpaceOnUse"'
        f"{tourne if nom in ('secret', 'fragile') else ''}>{dessin}</pattern>"
        for nom, (pas, dessin) in motifs.items()
    )


def en_clair(texte: str) -> str:
    """A text as a chart holds it: neither tag nor percent of a template."""
    return html.escape(texte, quote=False).replace("%", "&#37;")


def lettre(taille: float) -> float:
    """Size of a remark beside letters of a size, px: a tenth less, but in a room, where nothing is smaller."""
    return taille if taille >= TAILLES["projection"] else 0.9 * taille


@lru_cache(maxsize=len(TAILLES))
def _modele(mode: Mode) -> dict[str, Any]:
    """What `graphique` reads of the template of a chart, in the colours of the light theme."""
    t, taille = CLAIR, TAILLES[mode]
    dites = {"size": taille, "color": t["encre2"]}
    axe = {
        "gridcolor": t["grille"],
        "linecolor": t["contour"],
        "linewidth": 1.2,
        "tickcolor": t["contour"],
        "ticklen": 6,
        "tickfont": dites,
        "title": {"font": dites, "standoff": 10, "text": ""},
        # What Plotly takes where a figure says nothing.
        **dict.fromkeys(("visible", "showgrid", "showticklabels"), True),
        **{"domain": (0.0, 1.0), "ticklabelstandoff": 0, "tickformat": "~", "ticksuffix": ""},
    }
    return {
        "layout": {
            "height": 450,
            "showlegend": False,
            "font": {"size": taille, "color": t["encre"]},
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "hovermode": "x unified",
            "xaxis": {**axe, "anchor": "y", "showgrid": False, "ticks": "outside", "showline": True},
            "yaxis": {**axe, "anchor": "x", "tickformat": ",.0f"},
            "annotationdefaults": {"font": dites},
            "bargap": 0.35,
        },
    }


def vide(mode: Mode = "ecran") -> go.Figure:
    """A figure to draw in, of our template, in letters of 14 px on screen, of 24 in a meeting room; Plotly does not
    check again what it was told, which takes it longer than everything that we draw."""
    return go.Figure(layout={"template": _modele(mode)}, _validate=False)
