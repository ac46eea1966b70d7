"""Import of the workbooks that correspondents fill: states of territories, publications, interim work, offer, sites.

Each reception adds to those before.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.etats import ZONAGE
from data_loaders.convention import etats
from data_loaders.erreurs import ErreurDonnees
from data_loaders.importation.envois import aujourdhui
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Edition, Instantane, Source
from data_loaders.sources import (
    classeur,
    etats as saisie,
    feuilles,
    interim,
    offre,
    publications as saisie_publications,
    sites,
)
from data_loaders.sources.classeur import Progres
from data_loaders.sources.modeles import chiffres

NOUVEAUTES_MAX = 20
Tables = dict[str, pa.Table]


def importer_etats(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add what a correspondent sent of the territories; returns the French summary."""
    contrat = CONTRATS[dataset]
    lues = saisie.lire(chemin, dataset)
    source = Source.du_fichier(chemin, _organismes(*lues.values()), adresse)
    fusions: list[saisie.Fusion] = []

    def fusionner() -> Tables:
        recues = {t: etats.recus(donnees, dataset, t) for t in contrat.tables}
        connues = {t: etats.toutes(donnees, dataset) if t == "etats" else recues[t] for t in contrat.tables}
        fusions.append(saisie.fusionner(dataset, lues, recues, connues, aujourdhui()))
        return fusions[0].tables

    publie = _completer(donnees, contrat, source, fusionner)
    progres(1, 1)
    (fusion,) = fusions
    suite = len(fusion.nouveautes) - NOUVEAUTES_MAX
    return [
        f"{contrat.titre} : {francais.avec_unite(len(fusion.nouveautes), 'lignes nouvelles')}, "
        f"{francais.avec_unite(fusion.repetees_nb, 'lignes déjà connues')}",
        *(f"  {n}" for n in fusion.nouveautes[:NOUVEAUTES_MAX]),
        *([f"  … et {francais.nombre(suite)} de plus"] if suite > 0 else []),
        *publie.dire(),
    ]


def importer_publications(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add to the catalogue of publications, or replace its entries of the same address; returns the French summary."""
    contrat = CONTRATS["publications"]
    lues = saisie_publications.lire(chemin)
    source = Source.du_fichier(chemin, contrat.producteur, adresse)
    ajouts: list[pd.DataFrame] = []

    def fusionner() -> Tables:
        ajouts.append(saisie_publications.nouvelles(lues, publications.lire(donnees)))
        return {"publications": saisie_publications.fusionner(publications.recues(donnees), ajouts[0], aujourdhui())}

    publie = _completer(donnees, contrat, source, fusionner)
    progres(1, 1)
    (neuves,) = ajouts
    retirees = int(neuves["situation"].eq("retirée").sum())
    return [
        f"Publications : {francais.avec_unite(len(neuves) - retirees, 'pages ajoutées ou modifiées')}, "
        f"{francais.avec_unite(retirees, 'retirées')}, "
        f"{francais.avec_unite(len(lues) - len(neuves), 'lignes déjà connues')}",
        f"  catalogue : {francais.avec_unite(len(publications.lire(donnees)), 'pages')}",
        *publie.dire(),
    ]


def importer_chiffres(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add the figures that an organisation sent by a workbook; returns the French summary."""
    contrat, modele = CONTRATS[dataset], CHIFFRES[dataset]
    lues = chiffres.lire(chemin, modele.FEUILLE, dataset, modele.situer)
    progres(1, 1)
    organismes = _organismes(lues)

    def fusionner() -> Tables:
        precedentes = donnees.lire(dataset) if donnees.officiel.millesimes(dataset) else None
        connues = donnees.officiel.montrees(contrat)
        return {"observations": chiffres.fusionner(dataset, precedentes, lues, aujourdhui(), connues)}

    publie = _completer(donnees, contrat, Source.du_fichier(chemin, organismes, adresse), fusionner)
    statuts = lues["obs_status"].value_counts()
    masquees = donnees.lire(dataset)["obs_status"].eq("Q").sum()
    lignes_nb = len(lues) // lues["mesure"].nunique()
    return [
        f"{contrat.titre} : {francais.avec_unite(lignes_nb, 'lignes lues')}, transmises par {organismes}",
        f"  valeurs : {statuts.get('A', 0)} · masquées par l'organisme : {statuts.get('Q', 0)} · non disponibles : "
        f"{statuts.get('O', 0)}",
        f"  masquées après l'importation, avec celles qui les feraient retrouver : {masquees}",
        *publie.dire(),
    ]


def importer_sites(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add or replace sites, from the workbook or from the list of agencies; returns the French summary."""
    contrat = CONTRATS["sites"]
    lus, remarques = sites.lire(chemin) if _est_modele(chemin) else sites.lire_agences(chemin)
    organismes = _organismes(lus)

    def fusionner() -> Tables:
        precedents = donnees.lire("sites", "sites") if donnees.officiel.millesimes("sites") else None
        return {"sites": sites.fusionner(precedents, lus, aujourdhui())}

    publie = _completer(donnees, contrat, Source.du_fichier(chemin, organismes, adresse), fusionner)
    progres(1, 1)
    accueil = int(lus["accueil"].eq("oui").sum())
    return [
        f"{contrat.titre} : {francais.avec_unite(len(lus), 'sites lus')}, transmis par {organismes}",
        f"  où le public est accueilli : {francais.nombre(accueil)} · communes : "
        f"{francais.nombre(lus['code_commune'].nunique())}",
        *(f"  remarque : {r}" for r in remarques),
        *publie.dire(),
    ]


def _organismes(*lues: pd.DataFrame) -> str:
    """Who says the rows, in words."""
    return francais.enumeration(sorted({o for table in lues for o in table["transmis_par"]}))


def _est_modele(chemin: Path) -> bool:
    """True for a workbook that has the sheet of the model, even if a title of its columns was broken."""
    lu = classeur.contenu(chemin)
    livre = feuilles.ouvrir(lu) if lu.classeur else []
    nomme = any(f.nom == sites.FEUILLE.titre for f in livre)
    return nomme or any(sites.FEUILLE.entetes <= set(t) for t in feuilles.tetes(livre))


def _completer(donnees: Donnees, contrat: Contrat, source: Source, fusionner: Callable[[], Tables]) -> Instantane:
    """Publish what is received beside what is in place, which `fusionner` reads while nobody else publishes.

    Raises:
        ErreurDonnees: there would be nothing to publish.
    """

    def fabriquer() -> Edition:
        tables = fusionner()
        recues_le = [jour for table in tables.values() for jour in table["recu_le"].to_pylist()]
        if not recues_le:
            cause = "le classeur ne porte que ce qui est déjà connu"
            remede = "modifier les lignes qui changent, ou en ajouter"
            raise ErreurDonnees("vide", source.fichier, "aucune ligne nouvelle", cause=cause, remede=remede)
        return Edition(max(recues_le), tables, [source])

    return donnees.officiel.completer(contrat, fabriquer)


LABELLISATION, GTEC, COMITES = (Lecteur(partial(importer_etats, d), (set(saisie.entetes(d)),)) for d in ZONAGE)
PUBLICATIONS = Lecteur(importer_publications, (set(saisie_publications.FEUILLE.entetes),))
CHIFFRES = {"interim": interim, "offre": offre}
INTERIM, OFFRE = (Lecteur(partial(importer_chiffres, d), (set(m.FEUILLE.entetes),)) for d, m in CHIFFRES.items())
SITES = Lecteur(importer_sites, (set(sites.FEUILLE.entetes),), tables=(sites.TABLE,))
