"""Entry from a diploma: what becomes of its leavers, the métiers it may lead to, and their sky."""

from functools import partial

import pandas as pd

from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes
from geo import lieux
from geo.territoire import NOM_REGION
from pages.components import cache as lire_cache, choices, ecran, feuille as st, figure_block
from pages.components.figure_block import Fichier
from pages.components.formation import cache, choices as choices_formation, ou, provenance
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.components.territoire import Territoire
from pages.figures import estimees
from pages.figures.formation import diplome, mots
from pages.figures.vues import Vue, badges_demo

PART = "bmo_part_difficiles_estimee"


def nom(donnees: Donnees, code: str) -> str:
    """Name of a diploma."""
    return cache.noms_diplomes(donnees, choices_formation.nomenclature(donnees))[code]


def montrer(donnees: Donnees, code: str, annee: str, lieu: Territoire) -> None:
    """The whole entry."""
    s = cache.sources(donnees, choices_formation.nomenclature(donnees))
    demonstration = donnees.est_demonstration("insertion")
    dit = s.diplomes[code]
    lignes = cache.evolution(s, code)
    niveau = mots.niveau_dit(dit["niveau"])
    o = ou.autour(donnees, choices_formation.nomenclature(donnees), [code], lieu)
    titre = une_fois(diplome.titre, dit["libelle"], lignes)
    sous_titre = f"{niveau}, code {code}, {NOM_REGION}"
    figure_block.titrer_page(Vue(titre, sous_titre, badges=badges_demo(demonstration)))
    gauche, droite = ecran.cote_a_cote([1, 1], "medium")
    with gauche:
        _devenir(donnees, s, code, lignes)
    with droite:
        derniers = lignes[lignes["periode"] == lignes["periode"].max()]
        ou.dessiner(donnees, o, dit["libelle"], {(code, r.voie): r.taux_emploi_6 for r in derniers.itertuples()})
    _metiers(donnees, s, code, annee, lieu)


def _devenir(donnees: Donnees, s: diplomes.Sources, code: str, lignes: pd.DataFrame) -> None:
    """Rates by edition and voie."""
    demonstration, libelle = donnees.est_demonstration("insertion"), s.diplomes[code]["libelle"]
    suivis = set(s.insertion["code"])
    anciens = [s.diplomes[c]["libelle"] for c in diplomes.famille(s, code) if c != code and c in suivis]
    anciens = sorted(set(anciens) - {libelle})
    v = diplome.vue(libelle, lignes, anciens, demonstration)
    if lignes.empty:
        return figure_block.absente(
            "formation-devenir", Vue(v.titre, v.sous_titre, badges=v.badges), diplome.SANS_SUIVI
        )
    lu = donnees.dernier("insertion")
    csv = Fichier(
        f"formation_diplome_{code}.csv",
        partial(diplome.csv, libelle, code, lignes, f"insertion/{lu.identifiant}", demonstration),
    )
    figure_block.tableau(
        "formation-devenir",
        v,
        table=une_fois(diplome.table, lignes),
        csv=csv,
        provenance=provenance.des_diplomes(donnees, {code: libelle}),
    )


def _metiers(donnees: Donnees, s: diplomes.Sources, code: str, annee: str, lieu: Territoire) -> None:
    """The métiers it may lead to, with their weight and their sky on the territory chosen."""
    liens = cache.metiers_du_diplome(s, code)
    demonstration = donnees.est_demonstration("bmo")
    source = estimees.source(annee, demonstration)
    ou = lieux.locatif(lieu.zonage, lieu.code)
    v = diplome.vue_metiers(s.diplomes[code]["libelle"], liens, ou, annee, source, demonstration)
    if liens.empty:
        return figure_block.absente("formation-metiers", Vue(v.titre, badges=v.badges), diplome.SANS_METIER)
    marches = lire_cache.marches(donnees, "metier", lieu.zonage, code_zone=lieu.code)
    ici = marches[marches["code_groupe"].isin(liens["code_metier"]) & marches["annee"].eq(annee)]
    lignes = {r.code_groupe: r for r in ici.itertuples()}
    noms = cache.metiers(donnees, annee)
    ici = f"{lieu.zonage}:{lieu.code}"
    romes = cache.romes(donnees)
    suivis = {
        noms[f"metier:{c}"]: lire_cache.suivre(donnees, PART, lieu.zonage, lieu.code, annee, Metier("metier", c))
        for c in liens["code_metier"]
        if c in lignes and f"metier:{c}" in noms
    }
    lu = donnees.instantane("bmo", annee)
    csv = Fichier(
        f"formation_diplome_{code}_metiers.csv",
        partial(diplome.csv_metiers, liens, noms, romes, lignes, ici, f"bmo/{lu.identifiant}", demonstration),
    )
    tableau = diplome.table_metiers(liens, noms, romes, lignes, "" if choices.en_projection() else ici)
    figure_block.tableau("formation-metiers", v, table=tableau, csv=csv, provenance=parmi(suivis, "Métier"))
    if lieu.message and not choices.en_projection():
        st.caption(lieu.message)
