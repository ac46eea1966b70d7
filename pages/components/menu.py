"""The pages of the application, in the order of the menu."""

from copy import copy
from functools import lru_cache

import streamlit as st

from pages.components import acces
from pages.figures.ecrans import Ecran, accueil, ouverts


def pages() -> list:
    """Pages of this process, for one run; in the menu, those open to who is there.

    File name and address are the same, else a first deep link is « not found ».
    """
    present = acces.agent()
    # A run marks the one it opens: each has its own, and the files are looked for once.
    return [copy(page) for page in _pages(ouverts(), accueil(), present and present.role)]


@lru_cache(maxsize=16)
def _pages(ecrans: tuple[Ecran, ...], premier: str, role: str | None) -> list:
    return [
        st.Page(
            f"pages/{ecran.module}.py",
            title=ecran.titre,
            url_path=ecran.module,
            default=ecran.module == premier,
            visibility="visible" if ecran.au_menu(role) else "hidden",
        )
        for ecran in ecrans
    ]
