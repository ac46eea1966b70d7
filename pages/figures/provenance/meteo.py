"""« D’où vient ce chiffre ? » of the météo: the steps of the method with the numbers of a cell, the file, the rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from data_loaders.chiffres.origine import Origine
from data_loaders.francais import INSEC, echapper as escape
from pages.figures import tables
from pages.figures.estimees import estimee, estimee_dite
from pages.figures.meteo import complet, methode
from pages.figures.meteo.methode import Etape
from pages.figures.meteo.vue import explication
from pages.figures.provenance import chiffre
from pages.figures.provenance.chiffre import Provenance


def cellule(r: Any, quoi: str, zonage: str, o: Origine) -> Provenance:
    """An estimated share: what « ? » says of it, then its calculation, then its file and its rows.

    Args:
        r: row of `marches.decrire`; quoi: « Ouvriers de la construction, Ancenis »; zonage: that of the row.
        o: the same figure followed back to its rows.
    """
    dits = [*explication(r, quoi, zonage), *methode.exemple(r)]
    titre = f"{quoi}, {r.annee}{INSEC}: {f'{estimee_dite(r)} difficiles' if estimee(r) else r.raison}"
    html = chiffre.bloc(titre, dits, chiffre.fiche(o, o.tableau.demonstration))
    return chiffre.dire(o)._replace(html=html)


def cellule_complete(
    r: Any,
    uniques: Mapping[str, float],
    nom: str,
    romes: Any,
    sources: Sequence[tuple[Mapping[str, str], str]],
    demonstration: bool,
) -> Provenance:
    """A cell of the complete index.

    Args:
        r: row of `indices_complets.completes`; uniques: see `methode.etapes`.
        nom: of the cell; romes: the ROME métiers behind it.
        sources: (source of the manifest, snapshot) of the offers, then of the survey.
    """
    fiche = [terme for s, i in sources for terme in chiffre.fiche_source(s, i, demonstration)]
    entetes, lignes = complet.table_romes(romes, demonstration)
    n = len(lignes)
    return Provenance(
        chiffre.bloc(nom, _phrases(methode.etapes(r, uniques)), fiche),
        entetes,
        lignes,
        f"{n}{INSEC}métier{'s' if n > 1 else ''} ROME utilisé{'s' if n > 1 else ''}",
    )


def _phrases(etapes: Sequence[Etape]) -> list[tables.Html]:
    """One sentence a step: what it is, then its calculation, or its rule where it has none."""
    return [tables.Html(f"<em>{escape(e.titre)}.</em> {escape(e.calcul or e.regle)}") for e in etapes]
