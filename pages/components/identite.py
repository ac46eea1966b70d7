"""The look of every page: titles, badges, alerts. Colours live in `pages.figures.theme`, rules in `static/styles/`."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, capitale, echapper as escape, typographier
from geo import disque, zonages
from pages.components import carnet, feuille as st, journal
from pages.figures import aide
from pages.words import sentences

ILLISIBLE: Final = "Ces chiffres ne peuvent pas être lus en ce moment. Les autres écrans restent ouverts."
IMPREVU: Final = "Une erreur imprévue empêche de montrer la suite. Les autres écrans restent ouverts."
PREVENIR: Final = f"Prévenir la personne qui tient l’observatoire, avec ce message{INSEC}:"

# Name of the screen until its h1 is written, then "".
_SANS_TITRE: Final = "_sans_titre"

_BALISES: Final = re.compile(r"[\\`*_\[\]<>#$:~|&-]")  # what Streamlit would read as markup in an alert

Ton = Literal["gris", "demo", "ok", "retard", "attendu"]


def commencer(ecran: str) -> None:
    """Call once per drawing: the name of the screen is its h1 where something keeps it from saying anything else."""
    st.session_state[_SANS_TITRE] = ecran


def boutons_seance(marque: str, *, projetable: bool) -> None:
    """The doors of the meeting, in the header: project this screen, where it can be, add it to the agenda, prepare one.

    `marque`: HTML of what other scripts of the page read.
    """
    projeter = (
        '<button type="button" class="obs-projeter" data-projeter aria-label="Projeter cet écran" '
        'aria-keyshortcuts="Alt+P" title="Projeter cet écran (Alt+P)"></button>'
        '<button type="button" class="obs-projeter obs-ajouter" data-ajouter aria-label="Ajouter à la séance" '
        'title="Ajouter à la séance"></button><p class="obs-ajoutee" role="status"></p>'
    )
    with st.container(key="barre-projection"):
        st.html(f"{projeter if projetable else ''}{marque}")
        st.page_link("pages/seance.py", label="Séance")


def badge(texte: str, ton: Ton = "gris") -> str:
    """HTML of a badge; the text is escaped."""
    return f'<span class="obs-badge obs-badge--{ton}">{escape(texte)}</span>'


def titre(constat: str, sous_titre: str = "", *html_badges: str, quoi: str = "") -> None:
    """Head of a page: the finding as the only h1, then what, where, when and unit, its « ? » and its badges.

    Text is typeset in French, and escaped. `quoi`: the « ? », of `aide.quoi_html`; that of these words by default.
    """
    quoi = quoi or aide.quoi_html(f"{constat} {sous_titre}")
    precision = f'<p class="obs-sous-titre">{sentences.html(sous_titre)}</p>' if sous_titre else ""
    ligne = f'<p class="obs-badges">{"".join(html_badges)}</p>' if html_badges else ""
    entete(f'<header class="obs-titre"><h1>{sentences.html(constat)}</h1>{precision}{quoi}{ligne}</header>', constat)


def entete(html: str, constat: object = "") -> None:
    """Markup that holds the h1 of the page, which says `constat`."""
    st.session_state[_SANS_TITRE] = ""
    if notes := carnet.ouvert():
        notes.constats.append(constat)
    st.html(html)


def _situer() -> None:
    """The name of the screen as its h1, where the page stops before it has one."""
    if ecran := st.session_state.get(_SANS_TITRE):
        entete(f'<header class="obs-titre"><h1>{escape(ecran)}</h1></header>')  # no word is looked for


def alerter(ton: Literal["success", "warning", "error"], texte: str) -> None:
    """An alert, typeset in French; its words are words: nothing of what people or files wrote is read as markup."""
    getattr(st, ton)(_BALISES.sub(r"\\\g<0>", typographier(texte)))


def etat_vide(message: str, suite: str = "") -> None:
    """Dashed card for what cannot be shown: the reason, then what still works. Text is escaped."""
    if notes := carnet.ouvert():
        notes.vides.append(f"{message} {suite}".strip())
    apres = f"<p>{escape(suite)}</p>" if suite else ""
    st.html(f'<div class="obs-vide" role="status"><p><strong>{escape(message)}</strong></p>{apres}</div>')


def pli(cle: str, mots: str, *, ouvert: bool = False) -> st.Boite | None:
    """A fold: what is inside is drawn, and sent, only once it is open; None until then.

    `ouvert`: open at first, where the address asks for what it holds.
    """
    dedans = st.expander(typographier(mots), ouvert, key=cle, on_change="rerun")
    return dedans if dedans.open else None


def deplier(cle: str, mots: str, dessiner: Callable[..., None], *quoi: Any, ouvert: bool = False) -> None:
    """A `pli`, and what is drawn inside."""
    if dedans := pli(cle, mots, ouvert=ouvert):
        with dedans:
            dessiner(*quoi)


def plier(cle: str, plis: Mapping[str, Callable[[], None]]) -> None:
    """Folds in a row: words -> what is drawn inside."""
    for i, (mots, dessiner) in enumerate(plis.items()):
        deplier(f"pli-{cle}-{i}", mots, dessiner)


def perimetres_abimes() -> None:
    """Say which loaded perimeters can no longer be read; call at the head of every page."""
    for faute in zonages.fautes().values():
        st.error(f"Rien n’est montré sur un périmètre abîmé. {PREVENIR} {faute}")


def arreter(e: zonages.ErreurZonage | OSError | ErreurDonnees) -> None:
    """In place of the rest of a page: its name where it has no title yet, what stopped it, what to do."""
    _situer()
    match e:
        case zonages.ErreurZonage():  # the perimeter is one of `perimetres_abimes`
            constat = "Cet écran demande un périmètre qui ne peut pas être relu."
            etat_vide(constat, "Choisir un autre découpage ou un autre écran.")
        case OSError():  # no path of the machine is told
            _illisible(f"Dossier de données{INSEC}: {disque.dire(e)}.", "vérifier où il est et qui peut le lire", e)
        case _:
            panne(e)


def panne(e: ErreurDonnees) -> None:
    """What could not be read, and what to do, in place of the rest of the page."""
    constat = f"{capitale(e.ou)}{INSEC}: {e.trouve}."
    if e.regle == "abime":
        _illisible(constat, e.remede, e)
    else:
        etat_vide(constat, f"À faire{INSEC}: {e.remede}.")


def _illisible(constat: str, remede: str, e: Exception) -> None:
    """A reader can do nothing about it: it is said to whom it may concern."""
    dit = f"{PREVENIR} {constat} À faire{INSEC}: {remede}. {journal.dire_code(journal.noter(e))}"
    etat_vide(ILLISIBLE, dit)


def imprevu(e: Exception) -> bool:
    """In place of what an unforeseen exception stopped; True: Streamlit, which wrote it in the log, adds nothing."""
    _situer()
    etat_vide(IMPREVU, journal.imprevue(journal.code(e)))
    return True
