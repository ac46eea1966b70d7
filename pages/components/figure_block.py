"""What surrounds a figure: title and badges above; Lecture, Champ, Source, table and CSV below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd
import streamlit as st

from data_loaders.chiffres.origine import Origine
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import FINE, typographier
from pages.components import identite
from pages.figures import lecture, tables, tracage
from pages.figures.tracage import Trace

LIGNES_MAX = 100


def tete(titre: str, sous_titre: str, *badges: str) -> None:
    """Title (h2), what, where, when and unit, then badges. Text is escaped."""
    titre, sous_titre = typographier(titre), typographier(sous_titre)
    marques = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    st.html(
        f'<div class="obs-tete"><h2>{escape(titre)}</h2>{marques}</div><p class="obs-sous-titre">{escape(sous_titre)}'
        "</p>"
    )


def pied(cle: str, lecture: str, champ: str, source: str) -> None:
    """The three notes under a figure; `cle` is unique on the page."""
    with st.container(key=f"pied-{cle}"):
        st.html(identite.notes(lecture, champ, source))


def telechargement(cle: str, csv: Callable[[], bytes], fichier: str) -> None:
    """The CSV, made on click and outside the session (`csv` closes over values); `fichier` is an ASCII name."""
    st.download_button(
        "Télécharger le tableau (CSV)",
        csv,
        fichier,
        "text/csv",
        key=f"csv-{cle}",
        on_click="ignore",
        icon=":material/download:",
    )


def provenance(cle: str, origine: Callable[..., Origine | Trace], choix: Callable[[], tuple[str, ...]] = tuple) -> None:
    """« D’où vient ce chiffre ? », folded: formula, file and first rows; followed back only once unfolded.

    Args:
        cle: unique on the page.
        origine: follows the figure shown back to its rows; it takes what `choix` gives.
        choix: draws the lists that choose the figure, where the screen shows several; none by default.
    """
    pli = st.expander(f"D’où vient ce chiffre{FINE}?", key=f"origine-{cle}", on_change="rerun")
    if not pli.open:
        return
    with pli:
        try:
            suivi = origine(*choix())
        except DemandeInvalide:
            st.html('<p class="obs-raison">Aucun chiffre à suivre pour ce choix.</p>')
            return
        t = tracage.tracer(suivi) if isinstance(suivi, Origine) else suivi
        st.html(t.html)
        if not t.lignes:
            return
        st.html(tables.tableau_html(t.entetes, t.lignes, t.legende))
        st.caption(t.legende)
        if t.csv is not None:
            st.download_button(
                "Télécharger les lignes utilisées (CSV)",
                t.csv,
                t.fichier,
                "text/csv",
                key=f"csv-origine-{cle}",
                on_click="ignore",
                icon=":material/download:",
            )


def provenances(cle: str, chiffres: Mapping[str, Callable[[], Origine | Trace]], titre: str = "Chiffre") -> None:
    """The same under a block that shows several figures: a list chooses which one is followed.

    Args:
        cle: unique on the page.
        chiffres: name of a figure -> what follows it back; nothing is drawn when there is none.
        titre: label of the list.
    """
    if chiffres:
        provenance(cle, lambda nom: chiffres[nom](), lambda: (choisir(cle, titre, list(chiffres)),))


def choisir(cle: str, titre: str, options: Sequence[str], noms: Callable[[str], str] = str) -> str:
    """List that chooses the figure to follow; the first one at first, and whenever the choice left the screen."""
    nom = f"suivi-{cle}"
    if st.session_state.get(nom) not in options:
        st.session_state[nom] = options[0]
    return st.selectbox(titre, options, key=nom, format_func=noms)


def image(cle: str, svg: Callable[[], str], fichier: str) -> None:
    """The drawing as a standalone SVG file, made on click; `fichier` is an ASCII name."""
    st.download_button(
        "Télécharger l’image (SVG)",
        lambda: svg().encode(),
        fichier,
        "image/svg+xml",
        key=f"svg-{cle}",
        on_click="ignore",
        icon=":material/image:",
    )


def tableau_zones(
    ind: Indicateur,
    lignes: pd.DataFrame,
    noms: dict[str, str],
    region: pd.Series | None,
    retenues: frozenset[str],
    legende: str,
    autres: Sequence[tables.Ligne] = (),
) -> None:
    """The twin of a map: rank, territory, class, value, gap with the region, and why a cell is empty or marked.

    `autres`: rows of the territories that the map does not draw, last.
    """
    classees = [*tables.lignes_classees(ind, lignes, noms, region), *autres]
    taux = ind.genre == "taux"
    unite = ind.unite if taux else lecture.capitale(ind.unite)
    entetes = [("Rang", True), ("Territoire", False)]
    entetes += [("Classe", False)] if taux else []
    bornes, remarques = (any(getattr(r, nom) for r in classees) for nom in ("bornes", "raison"))
    entetes += [(unite, True)]
    entetes += [("Bornes", True)] if bornes else []
    entetes += [("Écart à la région", True)] if taux and region is not None else []
    entetes += [("Remarque", False)] if remarques else []
    corps = []
    for r in classees:
        ligne = [r.rang, r.libelle]
        ligne += [tables.pastille(r.classe, r.statut)] if taux else []
        ligne += [r.valeur]
        ligne += [r.bornes] if bornes else []
        ligne += [r.ecart] if taux and region is not None else []
        ligne += [r.raison] if remarques else []
        corps.append(ligne)
    if len(corps) > LIGNES_MAX:
        gardees = [i for i, r in enumerate(classees) if i < LIGNES_MAX or r.code in retenues]
        classees, corps = ([x[i] for i in gardees] for x in (classees, corps))
        st.html(f"<p>Les {LIGNES_MAX} premières lignes ; le fichier CSV les donne toutes.</p>")
    marquees = [i for i, r in enumerate(classees) if r.code in retenues]
    st.html(tables.tableau_html(entetes, corps, legende, marquees))
