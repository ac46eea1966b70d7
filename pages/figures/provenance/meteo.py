"""« D’où vient ce chiffre ? » of the météo: the steps of the method with the numbers of a cell, the file, the rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from data_loaders.chiffres.origine import Origine
from data_loaders.francais import INSEC, echapper as escape
from pages.figures import tables
from pages.figures.meteo import complet, methode, methode_complete
from pages.figures.meteo.methode import Cellule, Etape
from pages.figures.meteo.vue import estimee, estimee_fine, intervalle_dit
from pages.figures.provenance import chiffre
from pages.figures.provenance.chiffre import Provenance


def cellule(r: Any, precedente: Any | None, niveau: str, nom: str, o: Origine, faite_de: Cellule | None) -> Provenance:
    """An estimated share.

    Args:
        r: row of `marches.decrire`; precedente: the row of the vintage before, or None.
        niveau: level of métiers of the cell; nom: « Ouvriers de la construction, Ancenis, 2024 ».
        o: the declared share of the same cell, followed back to its rows; faite_de: see `methode.etapes`.
    """
    etapes = methode.etapes(r, precedente, niveau, faite_de)
    titre = f"{nom}{INSEC}: {_resultat(r)}"
    return chiffre.dire(o)._replace(
        html=chiffre.bloc(titre, _phrases(etapes), chiffre.fiche(o, o.tableau.demonstration))
    )


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
        r: row of `indices_complets.completes`; uniques: see `methode_complete.etapes`.
        nom: of the cell; romes: the ROME métiers behind it.
        sources: (source of the manifest, snapshot) of the offers, then of the survey.
    """
    fiche = [terme for s, i in sources for terme in chiffre.fiche_source(s, i, demonstration)]
    entetes, lignes = complet.table_romes(romes, demonstration)
    n = len(lignes)
    return Provenance(
        chiffre.bloc(nom, _phrases(methode_complete.etapes(r, uniques)), fiche),
        entetes,
        lignes,
        f"{n}{INSEC}métier{'s' if n > 1 else ''} ROME utilisé{'s' if n > 1 else ''}",
    )


def _resultat(r: Any) -> str:
    return f"{estimee_fine(r)} estimés difficiles, {intervalle_dit(r)}" if estimee(r) else r.raison


def _phrases(etapes: Sequence[Etape]) -> list[tables.Html]:
    """One sentence a step: what it is, then its calculation, or its rule where it has none."""
    return [tables.Html(f"<em>{escape(e.titre)}.</em> {escape(e.calcul or e.regle)}") for e in etapes]
