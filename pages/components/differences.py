"""In Données: figures of the territories that two versions of a dataset give differently."""

import re
from collections.abc import Sequence

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.versions import difference
from data_loaders.versions.difference import ChangementTerritoire, Difference, VersionFigee
from geo import zonages
from pages.components import feuille as st, figure_block, lieu, url_state
from pages.components.figure_block import Fichier
from pages.components.partage import lire_une_fois, une_fois
from pages.components.provenance import Piste
from pages.figures.donnees import differences as figures
from pages.figures.provenance import documents
from pages.figures.tendances.lieux import REGION
from pages.figures.vues import Vue

VERSIONS_LUES = (
    "Chaque chiffre est calculé deux fois, de la même façon, sur les lignes de chacune des deux versions ; cette page "
    "les donne toutes."
)
_VERSION = re.compile(r"[\w-]{1,20}--[0-9a-f]{8}", re.ASCII)


def _lire_version(valeurs: list[str]) -> str:
    if len(valeurs) != 1 or not _VERSION.fullmatch(valeurs[0]):
        raise ValueError(valeurs)
    return valeurs[0]


CLES = {"version_avant": "version de départ", "version_apres": "version d’arrivée"}
PARAMS = [url_state.Param(cle, None, _lire_version, url_state.un, libelle=libelle) for cle, libelle in CLES.items()]


def possibles(d: Donnees, dataset: str) -> list[Instantane]:
    """Versions on disk of a dataset, newest first, where two can be compared; else none."""
    if not difference.comparables(dataset):
        return []
    gardees = d.officiel.versions(dataset)
    return gardees if len(gardees) > 1 else []


def montrer(d: Donnees, dataset: str, gardees: Sequence[Instantane]) -> None:
    """What two versions say differently of the region, its départements and the zones that hold the current place."""
    en_place = [d.instantane(dataset, m).identifiant for m in d.millesimes(dataset)]
    avant, apres = _versions(gardees, en_place, figures.habituelles(gardees, en_place))
    departements = [f"departement:{c}" for c in zonages.noms("departement")]
    ici = [zone for z in zonages.zonages() if (zone := lieu.zone_de(z))]
    suivis = tuple(dict.fromkeys([*ici, *departements, REGION]))
    trouves = une_fois(_changements, d, dataset, avant, apres, suivis) if avant != apres else []
    constat, contrat = une_fois(figures.constat, trouves, suivis, avant, apres), CONTRATS[dataset]
    if avant == apres:
        st.html(f"<p><strong>{constat}</strong></p>")
        return
    portee = " ".join(filter(None, (figures.portee(contrat, avant, apres), une_fois(figures.raisons, trouves))))
    ensemble = une_fois(figures.ensemble, une_fois(_ensemble, d, dataset, avant, apres))
    v = Vue(constat, "", portee, ensemble, f"{contrat.producteur}, versions {avant} et {apres}.")
    lues = [i for identifiant in (avant, apres) for i in gardees if i.identifiant == identifiant]
    suivie = Piste(lambda: documents.publiees(constat, [VERSIONS_LUES], lues, ((), ())))
    csv = Fichier(f"differences_{dataset}.csv", lambda: figures.csv(trouves, avant, apres, dataset))
    table = une_fois(figures.table, trouves) if trouves else None
    figure_block.tableau("differences", v, cadre="", provenance=suivie, table=table, csv=csv if trouves else None)
    if len(trouves) > figures.LIGNES_MAX:
        st.caption(f"Les {figures.LIGNES_MAX} premières lignes ; le fichier CSV les donne toutes.")


def _versions(gardees: Sequence[Instantane], en_place: Sequence[str], habituelles: tuple[str, str]) -> tuple[str, ...]:
    """Select two versions, the usual ones by default; one that is not kept any more is replaced, and said."""
    noms = {i.identifiant: _nom_version(i, i.identifiant in en_place) for i in gardees}
    for cle, habituelle in zip(CLES, habituelles, strict=True):
        if st.session_state.get(cle) not in noms:
            if st.session_state.get(cle):
                st.info("La version demandée n’est plus gardée sur ce serveur : la version habituelle est affichée.")
            st.session_state[cle] = habituelle
    colonnes = zip(st.columns(2, vertical_alignment="bottom"), CLES.items(), strict=True)
    return tuple(
        place.selectbox(francais.capitale(mots), list(noms), key=cle, format_func=noms.get)
        for place, (cle, mots) in colonnes
    )


def _nom_version(i: Instantane, en_place: bool) -> str:
    jour = francais.date_libelle(i.manifeste["created"][:10])
    return f"{francais.periode_libelle(i.millesime)}, enregistrée le {jour} ({i.identifiant.partition('--')[2]})" + (
        ", en place" if en_place else ""
    )


def _changements(
    d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]
) -> list[ChangementTerritoire]:
    def lire(identifiant: str, ind: Indicateur, zonage: str) -> Tableau:
        return lire_une_fois(_tableau, d, dataset, identifiant, ind.code, zonage)

    return difference.par_territoire(d.officiel, CONTRATS[dataset], avant, apres, lieux, lire)


def _tableau(d: Donnees, dataset: str, identifiant: str, indicateur: str, zonage: str) -> Tableau:
    return lire_une_fois(_version, d, dataset, identifiant).tableau(INDICATEURS[indicateur], zonage)


def _version(d: Donnees, dataset: str, identifiant: str) -> VersionFigee:
    return difference.figer(d.officiel, CONTRATS[dataset], identifiant)


def _ensemble(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    return difference.comparer(d.officiel, CONTRATS[dataset], avant, apres)
