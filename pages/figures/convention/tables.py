"""What the cockpit of the convention shows around its table: counts, points to settle, meetings."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from data_loaders import francais
from data_loaders.convention.cadre import Cadre
from data_loaders.francais import INSEC, echapper as escape
from pages.figures.convention import frise
from pages.figures.convention.grille import forme
from pages.figures.convention.vue import ATraiter, Compte
from pages.figures.svg import image

Entetes = list[tuple[str, bool]]


def comptes_html(comptes: Sequence[Compte]) -> str:
    """Counts in large type: shape, number, word; texts are escaped."""
    cartes = "".join(
        f'<li class="obs-compte obs-compte--{c.etat}">{forme(c.etat)}<strong>{francais.nombre(c.nombre)}</strong>'
        f"<span>{escape(c.mot)}</span>{f'<small>{escape(c.note)}</small>' if c.note else ''}</li>"
        for c in comptes
    )
    return f'<ul class="obs-comptes">{cartes}</ul>'


def points_html(points: Sequence[ATraiter]) -> str:
    """What the next comité has to settle, as one list; the details of a point follow it."""
    lignes = "".join(f"<li>{_puce(p.etat)}<span>{escape(p.texte)}{_detail(p.detail)}</span></li>" for p in points)
    return f'<ol class="obs-a-traiter">{lignes}</ol>' if points else "<p>Rien à traiter.</p>"


def _puce(etat: str) -> str:
    return forme(etat) if etat else '<span class="obs-forme" aria-hidden="true"></span>'


def _detail(detail: str) -> str:
    return f'<span class="obs-detail-point">{INSEC}: {escape(detail)}</span>' if detail else ""


def frise_html(c: Cadre, jour: date) -> str:
    """Meetings of the comité around the day; "" when none is set within six months."""
    dessin = image(partial(frise.svg, c, jour), frise.phrase(c, jour))
    return f'<p class="obs-frise"><strong>Comité de pilotage</strong>{dessin}</p>' if dessin else ""
