"""« D’où vient ce chiffre ? » under a figure: which figure, then the way back to its rows, once unfolded."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from data_loaders.chiffres.origine import Origine
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import FINE
from pages.components import exports, feuille as st, identite
from pages.figures import tables
from pages.figures.provenance import chiffre
from pages.figures.provenance.chiffre import Provenance


class Piste(NamedTuple):
    """What is followed back.

    Attributes:
        origine: follows the figure shown back to its rows; it takes what `choix` gives.
        choix: draws the lists that choose the figure, under the key of the block; none by default.
        cle: unique on the page; that of the block by default.
    """

    origine: Callable[..., Origine | Provenance]
    choix: Callable[[str], tuple[str, ...]] = lambda _cle: ()
    cle: str = ""


def parmi(
    chiffres: Mapping[str, Callable[[], Origine | Provenance]], titre: str = "Chiffre", cle: str = ""
) -> Piste | None:
    """The same for a block that shows several figures: a list chooses which one is followed.

    Args:
        chiffres: name of a figure -> what follows it back; nothing is drawn when there is none.
        titre: label of the list.
        cle: see `Provenance`.
    """
    if not chiffres:
        return None
    return Piste(lambda nom: chiffres[nom](), lambda c: (choisir(c, titre, list(chiffres)),), cle)


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
        st.html(tables.tableau_html(t.entetes, t.lignes, t.legende))
        st.caption(t.legende)
        if t.csv is not None:
            exports.bouton("Télécharger les lignes utilisées (CSV)", t.csv, t.fichier, cle=f"csv-origine-{cle}")


def choisir(cle: str, titre: str, options: Sequence[str], noms: Callable[[str], str] = str) -> str:
    """List that chooses the figure to follow; the first one at first, and whenever the choice left the screen."""
    nom = f"suivi-{cle}"
    if st.session_state.get(nom) not in options:
        st.session_state[nom] = options[0]
    return st.selectbox(titre, options, key=nom, format_func=noms)
