"""Charts of a portrait as standalone SVG files: a rate over time, a share on the five classes of the météo."""

import textwrap

import pandas as pd

from data_loaders import francais
from data_loaders.francais import echapper as escape
from pages.figures import theme
from pages.figures.portrait.dessins import Boite, svg

COURBE = (420, 150)
ECHELLE = (200, 16)
LIMITES = (20, 40, 60, 80)
NOM_LETTRES, LIGNE = 13, 15  # what fits beside a line, and the height of a line of its name


def courbe(
    lignes: pd.DataFrame, region: pd.DataFrame, nom: str, titre: str, unite: str, nom_theme: str = "clair"
) -> str:
    """A series over time, thick, and the region, dotted; both ends of the scales written, last values named.

    Args:
        lignes, region: known rows indexed by periode; `region` may be empty.
        nom: of the thick line.
        titre: what the chart shows, read aloud.
    """
    t, couleur = theme.tokens(nom_theme), theme.rampe("series", nom_theme)[0]
    x0, x1, y0, y1 = 38.0, COURBE[0] - 118.0, 14.0, COURBE[1] - 24.0
    series = [(region, t["encre2"], 1.6, "2 4", "région"), (lignes, couleur, 2.8, "", nom)]
    series = [s for s in series if len(s[0])]
    rangs = [francais.rang_periode(p) for s in series for p in s[0].index]
    valeurs = [float(v) for s in series for v in s[0]["value"]]
    debut, etendue = min(rangs), (max(rangs) - min(rangs)) or 1.0
    bas, haut = _bornes(min(valeurs), max(valeurs))

    def place(periode: str, valeur: float) -> tuple[float, float]:
        return (
            x0 + (x1 - x0) * (francais.rang_periode(periode) - debut) / etendue,
            y1 - (y1 - y0) * (valeur - bas) / (haut - bas),
        )

    parties = [_graduations(bas, haut, unite, (x0, x1, y0, y1), t), _annees(rangs, (x0, x1, y1), t)]
    fins = []
    for s, teinte, epaisseur, tirets, qui in series:
        ordonnees = s.loc[sorted(s.index, key=francais.rang_periode)]
        points = [place(p, float(v)) for p, v in ordonnees["value"].items()]
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        trame = f' stroke-dasharray="{tirets}"' if tirets else ""
        parties.append(f'<path d="{d}" fill="none" stroke="{teinte}" stroke-width="{epaisseur}"{trame}/>')
        x, y = points[-1]
        parties.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{teinte}"/>')
        fins.append((y, x, francais.avec_unite(float(ordonnees["value"].iloc[-1]), unite, 1), qui))
    parties.append(_etiquettes(fins, y1, t))
    return svg(COURBE, "".join(parties), titre)


def _bornes(bas: float, haut: float) -> tuple[float, float]:
    """Whole numbers around the values, an even number of units apart."""
    debut, fin = int(bas), int(haut) + 1
    return float(debut), float(fin + (fin - debut) % 2)


def _graduations(bas: float, haut: float, unite: str, cadre: Boite, t: theme.Theme) -> str:
    x0, x1, y0, y1 = cadre
    lignes = []
    for i, valeur in enumerate((bas, (bas + haut) / 2, haut)):
        y = y1 - (y1 - y0) * i / 2
        texte = francais.avec_unite(valeur, unite) if i == 2 else francais.nombre(valeur)
        lignes.append(
            f'<path d="M{x0} {y:.1f}H{x1}" stroke="{t["contour"] if i == 0 else t["filet"]}" stroke-width="1"/>'
            f'<text x="{x0 - 6}" y="{y + 4:.1f}" font-size="13" text-anchor="end" fill="{t["encre2"]}">{texte}</text>'
        )
    return "".join(lignes)


def _annees(rangs: list[float], cadre: tuple[float, float, float], t: theme.Theme) -> str:
    x0, x1, y = cadre
    debut, fin = min(rangs), max(rangs)
    etendue = (fin - debut) or 1.0
    pas = 5 if etendue > 8 else 1
    annees = [a for a in range(int(debut), int(fin) + 1) if a % pas == 0 and a >= debut - 0.3]
    return "".join(
        f'<text x="{x0 + (x1 - x0) * (a - debut) / etendue:.1f}" y="{y + 18}" font-size="13" text-anchor="middle" '
        f'fill="{t["encre2"]}">{a}</text>'
        for a in annees
    )


def _etiquettes(fins: list[tuple[float, float, str, str]], bas: float, t: theme.Theme) -> str:
    """Last value and name of each line, pushed apart; a long name goes on to the next line."""
    textes, libre = [], -100.0
    restes = [(y, x, valeur, textwrap.wrap(nom, NOM_LETTRES)) for y, x, valeur, nom in sorted(fins)]
    hauteurs = [19 + LIGNE * len(noms) for *_, noms in restes]
    for i, (y, x, valeur, noms) in enumerate(restes):
        haut, gauche = min(max(y - 2, libre), bas - sum(hauteurs[i:]) + 22), x + 10
        libre = haut + hauteurs[i]
        textes.append(
            f'<text x="{gauche:.1f}" y="{haut:.1f}" font-size="16" font-weight="700" fill="{t["encre"]}">{valeur}'
            "</text>"
        )
        textes += [
            f'<text x="{gauche:.1f}" y="{haut + LIGNE * n:.1f}" font-size="13" fill="{t["encre2"]}">{escape(nom)}'
            "</text>"
            for n, nom in enumerate(noms, 1)
        ]
    return "".join(textes)


def echelle(bas: float, haut: float, region: float | None, titre: str, nom_theme: str = "clair") -> str:
    """A share, or its range, on the five classes from 0 to 100 %; the region is an upright mark.

    Args:
        bas, haut: both ends in %, equal for a single value.
        region: share of the region in %, None when it has none.
    """
    t, encre = theme.tokens(nom_theme), theme.rampe("series", nom_theme)[0]
    large, milieu = ECHELLE[0] - 10, ECHELLE[1] / 2

    def x(valeur: float) -> float:
        return 5 + large * valeur / 100

    parties = [f'<path d="M{x(0)} {milieu}H{x(100)}" stroke="{t["contour"]}" stroke-width="1"/>']
    parties += [f'<path d="M{x(v):.1f} {milieu - 3}v6" stroke="{t["contour"]}" stroke-width="1"/>' for v in LIMITES]
    parties.append(
        f'<path d="M{x(bas):.1f} {milieu}H{x(haut) + 0.01:.2f}" stroke="{encre}" stroke-width="8" '
        f'stroke-linecap="round"/>'
    )
    if region is not None:
        trait = f"M{x(region):.1f} {milieu - 7}v14"
        parties.append(f'<path d="{trait}" stroke="{t["surface"]}" stroke-width="4.4"/>')
        parties.append(f'<path d="{trait}" stroke="{t["encre"]}" stroke-width="2.2"/>')
    return svg(ECHELLE, "".join(parties), titre)
