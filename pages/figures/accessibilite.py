"""The criteria of accessibility, screen by screen and theme by theme: what was looked at, and how."""

from collections import Counter
from collections.abc import Iterable

from data_loaders.francais import FINE, INSEC, capitale, date_libelle, echapper as escape
from data_loaders.parametres.accessibilite import VERDICTS, Critere, Releve, Theme
from pages.figures import ecrans, tables
from pages.figures.tables import Html


def resume(r: Releve) -> str:
    """How many criteria stand where, and what that is not."""
    return (
        f"Relevé du {date_libelle(r.parcours.isoformat())}, sur {len(r.criteres)} critères ({_comptes(r.criteres)}). "
        "Ce relevé n’est pas un audit : un essai ne voit que ce qu’une machine voit, et le reste attend une personne."
    )


def _comptes(criteres: Iterable[Critere]) -> str:
    """« respecté : 4 ; non vérifié : 2 »."""
    comptes = Counter(c.verdict for c in criteres)
    return f"{FINE}; ".join(f"{mot}{INSEC}: {comptes[v]}" for v, mot in VERDICTS.items() if comptes[v])


def ecrans_html(r: Releve) -> Html:
    """Table of the screens: how many criteria stand where, and which are not met."""
    entetes = [("Adresse", False), ("Écran", False), *((capitale(mot), True) for mot in VERDICTS.values())]
    lignes = []
    for e in ecrans.ECRANS:
        verdicts = r.verdicts(e.module)
        comptes = Counter(verdicts.values())
        manques = ", ".join(n for n, v in verdicts.items() if v == "NC") or "aucun connu"
        lignes.append([f"/{e.module}", e.titre, *(str(comptes[v]) for v in VERDICTS), manques])
    return Html(
        tables.tableau_html(
            [*entetes, ("Ce qui ne l’est pas", False)], lignes, "Critères, écran par écran", empile=True
        )
    )


def themes_html(r: Releve) -> Html:
    """The criteria of each theme, folded."""
    return Html("".join(map(_theme, r.themes)))


def _theme(theme: Theme) -> str:
    titre = f"{theme.numero}. {theme.titre}"
    entetes = tables.en_tetes("N°", "Ce qui est demandé", "Verdict", "Comment, ou pourquoi")
    lignes = [[c.numero, c.demande, VERDICTS[c.verdict], _comment(c)] for c in theme.criteres]
    table = tables.tableau_html(entetes, lignes, titre, empile=True)
    return f"<details><summary>{escape(titre)} ({_comptes(theme.criteres)})</summary>{table}</details>"


def _comment(c: Critere) -> str:
    if not c.essais:
        return c.note
    return f"Essai automatique{INSEC}: {c.note or 'tous les écrans'}"
