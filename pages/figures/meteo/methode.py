"""« La méthode »: half a page in plain words, then one cell worked out so that a reader can do it again on paper."""

from typing import Any

import numpy as np
import pandas as pd

from data_loaders.francais import INSEC, avec_unite, capitale, echapper as escape, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.parametres import meteo
from geo.zonages import REGION
from pages.figures import declares
from pages.figures.estimees import declaree_dite, enonce, estimee, estimee_dite

SOUS_TITRE = "La météo des métiers, en une demi-page et un exemple"
TITRE = "Comment lire cette météo"
_DECLARES = declares.lire(__file__)
FORMULE = (
    "(√P × part déclarée + {k} × part de la France au niveau de la région) ÷ (√P + {k}), P étant le nombre de projets, "
    "ceux que masque le secret comptés pour leur moyenne connue"
)


def html() -> str:
    """The method in plain words, its one line last."""
    textes = "".join(f"<p>{escape(p)}</p>" for p in _DECLARES["paragraphes"])
    formule = FORMULE.format(k=nombre(meteo().poids_france))
    return f'{textes}<p class="obs-calcul">Le calcul{INSEC}: {escape(formule)}.</p>'


def exemple_html(r: Any, quoi: str) -> str:
    """The cell in hand, worked out.

    Args:
        r: row of `marches.decrire`; quoi: « Aides-soignants, Mamers, 2024 ».
    """
    lignes = "".join(f"<li>{escape(x)}</li>" for x in exemple(r))
    return f'<h2>Un exemple à refaire{INSEC}: {escape(quoi)}</h2><ol class="obs-etapes">{lignes}</ol>'


def exemple(r: Any) -> list[str]:
    """The line of the estimate with the numbers of one row, and its margin; why there is none where there is none."""
    p = meteo()
    if not estimee(r):
        return [f"{capitale(r.raison)}."]
    n, k = np.sqrt(r.P), p.poids_france
    masques = f", masqués compris ({avec_unite(r.caches_met, 'cellules')})" if r.caches_met else ""
    dits = [
        f"Ici, {_compte(r.P)} projets{masques}, dont {_compte(r.X)} difficiles{INSEC}: part déclarée "
        f"{_pct(r.part)}. Racine de {_compte(r.P)}{INSEC}: {nombre(n, 2)}."
    ]
    if pd.notna(r.F) and r.annee_france and (r.code_groupe != "ensemble"):
        dits.append(
            f"En France, enquête {r.annee_france}{INSEC}: {_pct(r.F)}, soit {_pct(r.F_region)} ramenée au niveau de la "
            "région."
        )
    else:
        dits.append(f"La région{INSEC}: {_pct(r.F_region)}.")
    dits.append(
        f"({nombre(n, 2)} × {_pct(r.part)} + {nombre(k)} × {_pct(r.F_region)}) ÷ ({nombre(n, 2)} + {nombre(k)}) = "
        f"{_pct(r.q_estimee)}, écrit {estimee_dite(r)}."
    )
    dits.append(
        f"Marge de 8 sur 10{INSEC}: {nombre(p.intervalle, 4)} × {nombre(100 * r.s, 2)} points, "
        f"{mots.intervalle_dit(r.borne_basse, r.borne_haute)}."
    )
    if pd.notna(r.classe):
        dits.append(f"{capitale(enonce(r))}.")
        dits.append(f"{capitale(mots.DECLAREE)}{INSEC}: {declaree_dite(r)}.")
    elif r.code_zone != REGION:
        dits.append(f"{mots.tous_metiers_dits(r._asdict())}.")
    return dits


def qualite_html() -> str:
    """What the survey is worth: who answers, what is known of it, what must not be concluded."""
    faits = declares.de(_DECLARES["qualite"], "mots")
    items = "".join(f"<div><dt>{escape(nom)}</dt><dd>{escape(dit)}</dd></div>" for nom, dit in faits.items())
    return f'<h2>Ce que vaut l’enquête</h2><dl class="obs-qualite">{items}</dl>'


def _compte(x: float) -> str:
    """A count; hidden ones are filled with their mean, which has a decimal."""
    return nombre(x, int(x % 1 > 0))


def _pct(x: float) -> str:
    return f"{nombre(100 * x, 1)}{INSEC}%"
