"""What is computed once for all readers, keyed by the snapshots read: a new snapshot or perimeter changes the key.

Then what the survey lists, and what is read of the annex of the convention.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data_loaders import demo, jeux
from data_loaders.chiffres import origine, tableau
from data_loaders.contexte import evenements as faits
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.convention import cadre, etats, receptions, suivi
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import indices_complets, nomenclatures, recherche as recherche_metiers
from data_loaders.portraits import Memoire, lire_marches
from data_loaders.requetes import groupes
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import Requete
from pages.components import feuille as st, identite
from pages.components.partage import finie, lire_une_fois, lue, une_fois
from pages.figures.carte import vue as vue_carte
from pages.figures.carte.dessin import Dessin
from pages.figures.donnees import catalogue

CLE_DONNEES = "_donnees"
# Cells of the survey, every vintage; the same with every step of their estimate, and what they lean on.
cellules_bmo, estimation = lue(enquete.cellules_bmo), lue(enquete.lire)
# code -> label of the groups of any level of the météo, as written the given year.
libelles_metiers = lue(nomenclatures.libelles_enquete)
# False when the groups of a level of the survey are shown by their codes.
libelles_charges = lue(nomenclatures.libelles_charges)
# What the last snapshots changed.
nouveautes = finie(catalogue.nouveautes)


@finie
def _assurer(racine: Path, _empreinte: str) -> None:
    demo.assurer(Donnees(racine))
    jeux.materialiser(Donnees(racine))


def evenements(d: Donnees) -> tuple[faits.Evenement, ...]:
    """Every event, oldest first; those shipped, and a notice, when the file of the data root has a fault."""
    try:
        return faits.en_vigueur(d.racine)
    except ErreurDonnees as e:
        identite.panne(e)
        return faits.lire()


def evenements_de(d: Donnees, dataset: str) -> list[faits.Evenement]:
    """Events of a dataset, in the same order."""
    return faits.concernant(evenements(d), dataset, 0, 9999)


def donnees() -> Donnees:
    """Snapshots that a drawing reads, those in force when it began: no figure of a page is of another state.

    Builds the demonstration snapshots at first start.
    """
    actuelles, panne = Donnees(), ""
    try:
        _assurer(actuelles.racine, actuelles.empreinte)
    except OSError as e:
        panne = f"Le dossier de données ne peut pas être écrit ({e.strerror})."
    except ErreurDonnees as e:
        if e.regle != "verrou":
            raise
        panne = "Une autre publication est en cours : recharger la page dans quelques secondes."
    if panne:
        if feuille := st.ouverte():
            feuille.passagere = True
        identite.etat_vide(panne, "Les périmètres, les populations et les chiffres de la convention restent lisibles.")
        return Donnees()
    if CLE_DONNEES not in st.session_state:
        st.session_state[CLE_DONNEES] = Donnees().figees()
    return st.session_state[CLE_DONNEES]


def oublier() -> None:
    """A new drawing begins: it reads what is in force."""
    st.session_state.pop(CLE_DONNEES, None)


def ouvertes() -> Donnees:
    """Snapshots of this drawing, without building anything; those in force when it has read none yet."""
    return st.session_state.get(CLE_DONNEES) or Donnees()


def lire_tableau(d: Donnees, indicateur: str, zonage: str, metier: Metier | None = None) -> tableau.Tableau:
    """The figures of an indicator on a zoning; shared and read-only, never to be changed in place."""
    return lire_une_fois(tableau.calculer, d, indicateur, zonage, metier)


_CALCULS: Final = tuple(map(lue, (tableau.calculer, tableau.calculer_groupes, groupes.calculer)))


def reponse(d: Donnees, r: Requete) -> Reponse:
    """The answer to a question, from the figures that all readers share."""
    return Reponse(d, r, *_CALCULS)


def dessin(d: Donnees, indicateur: str, zonage: str, vue: str, metier: Metier | None = None, nom: str = "") -> Dessin:
    """States and legend of a map at every period, of a family or a métier under its name; shared and read-only."""
    tables = (lire_tableau(d, indicateur, z, metier) for z in (zonage, "region"))
    return une_fois(vue_carte.dessiner, *tables, vue, nom)


@lue
def instantane(d: Donnees, code: str, periode: str, zonage: str) -> str:
    """Identifier of the snapshot that a figure of an indicator was read from."""
    return tableau.provenance_de(d, indicateur(code), periode, zonage)["instantane"]


def metiers(d: Donnees) -> pd.DataFrame:
    """List of métiers of the survey, every vintage; shared and read-only."""
    return lire_une_fois(Donnees.lire, d, "bmo", "metiers")


def suivre(
    d: Donnees, indicateur: str, zonage: str, code_zone: str, periode: str, metier: Metier | None = None
) -> Callable[[], origine.Origine]:
    """What follows a figure back, once asked: an entry of `figure_block.parmi`."""
    return lambda: origine.remonter(d, lire_tableau(d, indicateur, zonage, metier), code_zone, periode)


def marches(d: Donnees, niveau: str, zonage: str, **egales: str) -> pd.DataFrame:
    """What is said of every group of a level in every zone and vintage: rows of `marches.decrire`; read-only.

    `egales`: the `code_zone` or `code_groupe` wanted, all by default. Where groups are many, its rows alone are read.
    """
    if egales and niveau in ("fap87", "metier"):
        return lire_une_fois(lire_marches, d, niveau, zonage, **egales)
    tous = lire_une_fois(lire_marches, d, niveau, zonage)
    return _pris(tous, **egales) if egales else tous


@lue
def _pris(tous: pd.DataFrame, **egales: str) -> pd.DataFrame:
    return tous[np.logical_and.reduce([tous[c] == valeur for c, valeur in egales.items()])]


def memoire(d: Donnees) -> Memoire:
    """Figures of the state that the session reads; shared and read-only."""
    return lire_une_fois(Memoire, d, lire_une_fois)


# Words of the métiers of a vintage, ready to be searched.
recherche = lue(recherche_metiers.Index)


@lue
def nomenclatures_bmo(d: Donnees) -> dict[str, str]:
    """Vintage -> nomenclature of its métiers."""
    return d.lire("bmo", "metiers").groupby("annee")["nomenclature"].first().to_dict()


@lue
def listes_bmo(d: Donnees, niveau: str) -> dict[str, set[str]]:
    """Vintage -> codes of a level that the survey listed."""
    return bmo.metiers_listes(d.lire("bmo", "metiers"), niveau)


def entendu(d: Donnees, annee: str, texte: str, noms: Mapping[str, str]) -> str:
    """The group of a list that words typed mean, as the search understands them; "" without any."""
    return next((t.cle for t in recherche(d, annee).chercher(texte) if t.cle in noms), "")


offres_par_rome = lue(indices_complets.offres_par_rome)


# Values of the annex as received.
recues = lue(receptions.lire)


def lire_cadre(d: Donnees) -> cadre.Cadre:
    """The frame of the data root; what is shipped, and a notice, when its file has a fault."""
    try:
        return cadre.lire(d.racine)
    except ErreurDonnees as e:
        identite.panne(e)
        return cadre.defaut()


def suivis_annexe(
    d: Donnees, c: cadre.Cadre, jour: date, dispositif: str | None = None, partie: str | None = None
) -> list[suivi.Suivi]:
    """Measures on a day: those of a dispositif (its label) and of a party, or all 24."""
    return [
        s
        for s in une_fois(suivi.suivre, recues(d), c, jour)
        if dispositif in (None, s.mesure.dispositif) and partie in (None, s.proposition.partie)
    ]


def accords(d: Donnees, suivis: Collection[suivi.Suivi]) -> list[etats.Accord]:
    """What is said of the two measures that territories tell too, when they are among those given."""
    codes = {s.mesure.code for s in suivis}
    dits = [(etats.SPO, etats.spo, "spo"), (etats.GTEC, etats.gtec, "gtec")]
    return [comparer(suivis, lire_une_fois(etats.par_zone, d, z)) for code, comparer, z in dits if code in codes]
