"""A figure and what surrounds it, always in the same order: see `bloc`; its width, and the way back to its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, Literal, NamedTuple

import plotly.graph_objects as go

from data_loaders.chiffres.origine import Origine
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape, typographier
from data_loaders.magasin.instantane import Instantane
from pages.components import carnet, choices, exports, feuille as st, identite
from pages.components.partage import une_fois
from pages.figures import aide, graphique as dessin, tables
from pages.figures.provenance import chiffre, documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.theme import Mode
from pages.figures.vues import Vue
from pages.words import sentences


class Piste(NamedTuple):
    """What is followed back: `origine`, of what `choix`, which draws the lists of the block `cle`, gives."""

    origine: Callable[..., Origine | Provenance]
    choix: Callable[[str], tuple[str, ...]] = lambda _cle: ()
    cle: str = ""


class Fichier(NamedTuple):
    """A file to take away: an ASCII name, and what makes it on click, outside the session (it closes over values)."""

    nom: str
    contenu: Callable[[], bytes]


@contextmanager
def bloc(
    cle: str,
    v: Vue,
    *,
    tete: Literal["page", "bloc", "aucune"] = "bloc",
    cadre: str | None = None,
    table: tuple | None = None,
    pli: str = "",
    bas: str = "",
    partage: bool = True,
    provenance: Piste | None = None,
    csv: Fichier | None = None,
) -> Iterator[None]:
    """Draw a figure, in the body of the `with`, and all that surrounds it, in the order of this code.

    Args:
        cle: unique on the page.
        v: what is said around the figure; its subtitle, else its title, is the caption of the table.
        tete: the title is the h1 of the page, above the frame, or an h2 inside it, or is drawn by the screen.
        cadre: key of the frame, `bloc-` and `cle` by default; "" where the figure stands in no frame of its own.
        table: the same figures in rows, see `tables.Table`; pli: words of the fold that
            holds it; bas: key of the frame that holds it with its CSV.
        partage: whether there is something to share: the figure is not only words over another one.
    """
    nom = f"bloc-{cle}" if cadre is None else cadre
    if notes := carnet.ouvert():
        with notes.noter(nom or cle, v, table, csv), st.container(key=nom) if nom else nullcontext():
            yield
        return
    if tete == "page":
        titrer_page(v)
    with st.container(key=nom) if nom else nullcontext():
        if tete == "bloc":
            titrer(v.titre, v.sous_titre, *v.badges, quoi=quoi(v, table))
        yield
        if table and not (pli or bas):
            tabuler(table, v.sous_titre or v.titre)
        noter(cle, v, quoi(v, table) if tete == "aucune" else "")
        if provenance:
            suivre(provenance.cle or cle, provenance)
        with st.container(key=bas) if bas else nullcontext():
            dedans = identite.pli(f"pli-{cle}", pli) if table and pli else nullcontext() if table and bas else None
            if dedans is not None:
                with dedans:
                    tabuler(table, v.sous_titre or v.titre)
            if csv:
                telecharger(cle, csv)
            if partage:  # answered by `static/seance/partage.js`
                # The météo says its own for both points of view.
                lu = sentences.html(v.titre or v.sous_titre)
                lu = lu and f'<span class="obs-lu">{INSEC}: {lu}</span>'
                st.html(f'<button class="obs-partager" type="button" data-cle="{nom or cle}">Partager{lu}</button>')


def publie(
    v: Vue,
    table: tuple,
    lus: Sequence[Instantane],
    *formule: str,
    csv: tuple[str, Callable[[str], bytes]] | None = None,
) -> dict[str, Any]:
    """What `bloc` takes of figures printed as published: their table, the files they were read in (`lus`, the main one
    first), how they were made (`formule`), a file of theirs (`csv`, made of the names of the snapshots)."""
    piste = Piste(lambda: documents.publiees(v.titre, formule, lus, table))
    noms = " ; ".join(f"{i.dataset}/{i.identifiant}" for i in lus)
    return {"table": table, "provenance": piste, "csv": csv and Fichier(csv[0], partial(csv[1], noms))}


@contextmanager
def partie(cle: str, titre: str = "", sous_titre: str = "", *, nom: str = "", **cadre: Any) -> Iterator[None]:
    """A part of a page, in the body of the `with`, under its heading or else noted as `nom`, with nothing to share nor
    to note; `cadre`: how its frame is laid out, as of `st.container`."""
    if notes := carnet.ouvert():
        with notes.noter(f"bloc-{cle}", Vue(titre or nom, sous_titre), None, None):
            yield
        return
    with st.container(key=f"bloc-{cle}", **cadre):
        if titre:
            titrer(titre, sous_titre)
        yield


def absente(cle: str, v: Vue, raison: str) -> None:
    """A block where there is nothing to draw, and why."""
    with bloc(cle, v):
        identite.etat_vide(f"{capitale(raison).removesuffix('.')}.")


def ecrire(cle: str, v: Vue, html: str, **autour: Any) -> None:
    """A block whose figure is markup: see `bloc`."""
    with bloc(cle, v, **autour):
        st.html(html)


def tableau(cle: str, v: Vue, **autour: Any) -> None:
    """A block whose only figure is its table: see `bloc`."""
    with bloc(cle, v, partage="table" in autour, **autour):
        pass


def titrer_page(v: Vue) -> None:
    """Head of the page: its finding, what it is about, its « ? », its badges."""
    identite.titre(v.titre, v.sous_titre, *(identite.badge(*b) for b in v.badges), quoi=quoi(v))


def quoi(v: Vue, table: tuple | None = None) -> str:
    """Markup of the one « ? » of a figure, which holds its notes and the terms of its words, heads of its table too."""
    entetes = " . ".join(titre for titre, *_ in table[0]) if table else ""
    return aide.quoi_html(f"{v.titre} . {v.sous_titre} . {entetes}", v.lecture, v.champ)


def graphique(cle: str, figure: go.Figure, alt: str, largeur: float = dessin.LARGEUR) -> None:
    """Draw a chart, in the page itself; `alt`: the chart in words; `largeur`: that it has, more or less, in px."""
    if notes := carnet.ouvert():
        notes.dessins[cle] = figure
    with st.container(key=cle):
        st.html(une_fois(dessin.en_html, figure, typographier(alt), largeur))


def titrer(titre: str, sous_titre: str, *badges: tuple[str, identite.Ton], quoi: str = "") -> None:
    """Title (h2), what, where, when and unit, its « ? », then badges. Text is escaped."""
    marques = f'<p class="obs-badges">{"".join(identite.badge(*b) for b in badges)}</p>' if badges else ""
    quoi = quoi or aide.quoi_html(f"{titre} {sous_titre}")
    st.html(
        f'<div class="obs-tete"><h2>{sentences.html(titre)}</h2>'
        f'<p class="obs-sous-titre">{sentences.html(sous_titre)}</p>{quoi}{marques}</div>'
    )


def noter(cle: str, v: Vue, marque: str = "") -> None:
    """The line of source, where it is said, under the key `pied-` and `cle`; `marque`: the « ? », which goes before."""
    if v.source or marque:
        with st.container(key=f"pied-{cle}"):
            dite = f"<p>{escape(v.source)}</p>" if v.source else ""
            st.html(f'<div class="obs-ligne-source">{marque}{dite}</div>')


def telecharger(cle: str, csv: Fichier) -> None:
    """The button of a CSV; `cle` is unique on the page."""
    exports.bouton("Télécharger le tableau (CSV)", csv.contenu, csv.nom, cle=f"csv-{cle}")


def tabuler(table: tuple, legende: str, *, empile: bool = False) -> None:
    """A table, see `tables.Table`, under a caption said by screen readers; `empile`: as `tables.en_html`."""
    st.html(une_fois(tables.en_html, table, legende, empile))


def largeur() -> int:
    """Width in CSS px, as the browser says it; 1280 where it says nothing, in a meeting room."""
    feuille = st.ouverte()
    if feuille is None or feuille.carnet:
        return st.LARGEUR_HABITUELLE
    feuille.mesuree = True
    return feuille.largeur


def mode() -> Mode:
    """Size of the letters of a chart."""
    return "projection" if choices.en_projection() else "ecran"


def cote_a_cote(largeurs: Sequence[int], ecart: Literal["medium", "large"]) -> tuple[st.Boite, ...]:
    """Places side by side, one under the other in a meeting room."""
    if choices.en_projection():
        return tuple(st.container() for _ in largeurs)
    return tuple(st.columns(largeurs, gap=ecart))


def parmi(
    chiffres: Mapping[str, Callable[[], Origine | Provenance]], titre: str = "Chiffre", cle: str = ""
) -> Piste | None:
    """Where a list, under `titre`, chooses which of several figures is followed: its name -> what follows it back."""
    if not chiffres:
        return None
    return Piste(lambda nom: chiffres[nom](), lambda c: (choisir(c, titre, {nom: nom for nom in chiffres}),), cle)


def suivre(cle: str, p: Piste) -> None:
    """« D’où vient ce chiffre ? », folded: formula, file and first rows; followed back only once unfolded."""
    pli = identite.pli(f"origine-{cle}", f"D’où vient ce chiffre{FINE}?")
    if pli is None:
        return
    with pli:
        try:
            suivi = p.origine(*p.choix(cle))
        except DemandeInvalide:
            st.html('<p class="obs-raison">Aucun chiffre à suivre pour ce choix.</p>')
            return
        t = chiffre.dire(suivi) if isinstance(suivi, Origine) else suivi
        st.html(t.html)
        if not t.lignes:
            return
        st.html(tables.en_html((t.entetes, t.lignes), t.legende))
        st.caption(t.legende)
        if t.csv is not None:
            exports.bouton("Télécharger les lignes utilisées (CSV)", t.csv, t.fichier, cle=f"csv-origine-{cle}")


def choisir(cle: str, titre: str, noms: Mapping[str, str]) -> str:
    """List that chooses the figure to follow; the first one at first, and whenever the choice left the screen."""
    return choices.un_seul(titre, noms, f"suivi-{cle}")
