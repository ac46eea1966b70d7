"""Links to the screens, as markup; every text is escaped."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from data_loaders.convention.accord import Accord
from data_loaders.francais import echapper as escape
from pages.figures.recherche import adresses
from pages.figures.tables import Html


def adresse(page: str, **choix: str) -> str:
    """Address of a screen with its choices, escaped as a query: `carte?zone=spo%3Aancenis`."""
    return f"{page}?{urlencode(choix)}"


def lien(adresse: str, mots: str) -> Html:
    """A link that opens in place of the page."""
    return Html(f'<a href="{escape(adresse)}" target="_self">{escape(mots)}</a>')


def relatif(adresse: str, mots: str) -> Html:
    """The same to one of our screens, `/carte?…`, wherever the site is served."""
    return lien(adresse.removeprefix("/"), mots)


def liens_html(liens: Iterable[tuple[str, str]]) -> str:
    """Links to go further, as a list: (address, words) of each."""
    items = "".join(f"<li>{lien(*x)}</li>" for x in liens)
    return f'<ul class="obs-suites">{items}</ul>'


def accords_html(accords: Sequence[Accord], *, sur_place: bool = False) -> str:
    """Whether the annex and the territories say the same, with a link to the other side; "" for nothing to compare.

    Args:
        sur_place: the territories are on this page.
    """
    suites = (
        relatif(adresses.convention("suivi", a.zonage), "Le suivi de l’annexe")
        if sur_place
        else relatif(adresses.etats(a.zonage), a.mots)
        for a in accords
    )
    return "".join(f"<p>{escape(a.phrase)} {suite}.</p>" for a, suite in zip(accords, suites, strict=True))
