"""What the survey says of a sector, one function a block: key figures, départements, vintages, métiers."""

from collections.abc import Mapping
from functools import partial

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import echapper as escape
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Correspondance, Secteur
from geo import zonages
from geo.territoire import NOM_REGION
from pages.components import (
    cache as lire_cache,
    ecran,
    feuille as st,
    figure_block,
    identite,
    lieu,
    secteur as un_secteur,
)
from pages.components.figure_block import Fichier
from pages.components.provenance import Piste, parmi
from pages.figures import adresses, barres as vue_barres, chiffres_cles
from pages.figures.adresses import liens_html
from pages.figures.secteurs import tables as secteurs_tables, vue as secteurs_vue
from pages.figures.secteurs.tables import METIERS_MONTRES
from pages.figures.tendances import dessin as tendances_dessin
from pages.figures.vues import Vue

# Indicators of a sector whose figures are followed back to the rows of the survey.
SUIVIS = (
    "bmo_part_difficiles_estimee",
    "bmo_part_difficiles",
    "bmo_projets",
    "bmo_projets_difficiles",
    "bmo_projets_saisonniers",
)


def chiffres(donnees: Donnees, releve: Releve, annee: str) -> None:
    """The finding, and the figures of the region."""
    v = secteurs_vue.tete(releve, annee)
    suivis = {INDICATEURS[i].libelle: partial(un_secteur.remonter, donnees, releve.secteur, i, annee) for i in SUIVIS}
    with figure_block.bloc("secteur-chiffres", v, tete="page", provenance=parmi(suivis, cle="secteur")):
        cartes = chiffres_cles.cartes_html(secteurs_vue.chiffres(releve, annee))
        st.html(f'<h2 class="obs-lu">Le secteur dans la région</h2>{cartes}')
        vers = adresses.formation_secteur(releve.secteur.code).removeprefix("/")
        st.html(liens_html(((vers, "Les diplômes qui mènent à ces métiers, et leur insertion"),)))


def territoire(
    donnees: Donnees, releve: Releve, annee: str, instantanes: Mapping[str, str], zonage: str, code: str
) -> None:
    """The sector in one département or bassin, the region beside it."""
    v = secteurs_vue.territoire(releve, annee, zonage, code)
    suivis = {
        INDICATEURS[i].libelle: partial(un_secteur.remonter, donnees, releve.secteur, i, annee, zonage, code)
        for i in SUIVIS
    }
    fichier = f"secteur_{releve.secteur.code}_{zonage}_{code}.csv"
    figure_block.tableau(
        "secteur-territoire",
        lieu.pour(v, zonage, code),
        table=secteurs_tables.territoire(releve, annee, zonage, code),
        provenance=parmi(suivis),
        csv=Fichier(fichier, lambda: secteurs_tables.csv_zones(releve, dict(instantanes), (zonage, code))),
    )


def departements(donnees: Donnees, releve: Releve, annee: str, instantanes: Mapping[str, str]) -> None:
    """Projects by département, as bars from zero, and their table."""
    v = secteurs_vue.departements(releve, annee)
    barres = secteurs_vue.barres_departements(releve, annee)
    suivis = {
        f"{nom}, {INDICATEURS[i].libelle.lower()}": partial(
            un_secteur.remonter, donnees, releve.secteur, i, annee, "departement", code
        )
        for code, nom in zonages.noms("departement").items()
        for i in SUIVIS
    }
    with figure_block.bloc("secteur-departements", v, provenance=parmi(suivis)):
        figure, detail = ecran.cote_a_cote([5, 8], "large")
        with figure:
            figure_block.graphique(
                "barres-secteur",
                vue_barres.figure(barres, ecran.mode()),
                f"{v.titre}. {' ; '.join(f'{b.libelle} : {b.texte}' for b in barres)}.",
            )
        with detail:
            csv = f"secteur_{releve.secteur.code}_departements.csv"
            figure_block.tableau(
                "secteur-zones",
                Vue("", v.sous_titre),
                tete="aucune",
                cadre="detail-departements",
                table=secteurs_tables.departements(releve, annee),
                csv=Fichier(csv, lambda: secteurs_tables.csv_zones(releve, dict(instantanes))),
            )


def tendance(donnees: Donnees, releve: Releve, region: Tableau) -> None:
    """The share over the vintages, broken where the nomenclature changes."""
    v = secteurs_vue.tendance_bloc(releve)
    info = secteurs_vue.tendance(releve, region, donnees.lire("bmo", "metiers"))
    part, la_region = "bmo_part_difficiles_estimee", f"tous métiers, {NOM_REGION}"
    du_secteur = {
        f"{releve.secteur.libelle}, {a}": partial(un_secteur.remonter, donnees, releve.secteur, part, a)
        for a in reversed(releve.annees)
    }
    de_la_region = {
        f"{la_region}, {a}": lire_cache.suivre(donnees, part, "region", zonages.REGION, a)
        for a in reversed(region.periodes)
    }
    with figure_block.bloc("secteur-tendance", v, provenance=parmi(du_secteur | de_la_region)):
        figure, detail = ecran.cote_a_cote([6, 7], "large")
        with figure:
            figure_block.graphique("tendance-secteur", tendances_dessin.figure(info, ecran.mode()), v.lecture)
        with detail, st.container(key="detail-tendance"):
            figure_block.tabuler(secteurs_tables.tendance(releve, info), v.sous_titre)


def metiers(donnees: Donnees, releve: Releve, annee: str, instantanes: Mapping[str, str]) -> None:
    """Projects and difficulty of the métiers of the sector, then of the families of the survey."""
    montres = len(releve.codes(annee)) if releve.secteur.sans else METIERS_MONTRES
    v = secteurs_vue.metiers(releve, annee, montres)
    with figure_block.bloc("secteur-metiers", v, provenance=provenance_metiers(donnees, releve, annee)):
        figure_block.tabuler(secteurs_tables.metiers(releve, annee, montres), v.sous_titre)
        figure_block.telecharger("secteur-metiers", csv_metiers(releve, instantanes))
        if releve.secteur.sans:
            return
        st.html("<h3>Par famille de l’enquête</h3>")
        legende = f"Familles de métiers du secteur, {NOM_REGION}, {annee}"
        figure_block.tabuler(secteurs_tables.familles(releve, annee), legende)


def provenance_metiers(donnees: Donnees, releve: Releve, annee: str) -> Piste | None:
    """What follows the figures of each métier of the sector back to the rows of the survey."""
    suivis = {
        f"{m.libelle_metier} ({m.code_metier})": lire_cache.suivre(
            donnees, "bmo_part_difficiles_estimee", "region", zonages.REGION, annee, Metier("metier", m.code_metier)
        )
        for m in releve.metiers[releve.metiers["annee"] == annee].sort_values("code_metier").itertuples()
    }
    return parmi(suivis, "Métier")


def csv_metiers(releve: Releve, instantanes: Mapping[str, str]) -> Fichier:
    """The file of the métiers of the sector, every vintage."""
    return Fichier(
        f"secteur_{releve.secteur.code}_metiers.csv", lambda: secteurs_tables.csv_metiers(releve, dict(instantanes))
    )


def instantanes(donnees: Donnees) -> dict[str, str]:
    """vintage -> snapshot of the survey."""
    return {a: lire_cache.instantane(donnees, "bmo_projets", a, "region") for a in donnees.periodes("bmo")}


def composition(correspondance: Correspondance, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Which métiers are in, why, what is left out, and where to change it."""
    pli = identite.pli("pli-composition", "Quels métiers composent ce secteur, et pourquoi")
    if pli is None:
        return
    with pli:
        choix(secteur)
        noms = releve.metiers[releve.metiers["annee"] == annee].sort_values("code_metier")
        cites = ", ".join(f"{m.libelle_metier} ({m.code_metier})" for m in noms.itertuples())
        texte = (
            f"Correspondance de travail, version {correspondance.version} : la convention nomme le secteur, pas ses "
            "métiers. Le fichier data_loaders/parametres/secteurs.toml se modifie à la main. Un métier peut "
            f"être dans deux secteurs. Liste des secteurs : {correspondance.source}."
        )
        if releve.demonstration:
            texte += " Les codes de l’enquête de démonstration ne sont pas ceux de la nomenclature."
        st.html(f"<p><strong>En {annee}.</strong> {escape(cites)}.</p><p>{escape(texte)}</p>")


def choix(secteur: Secteur) -> None:
    """Which métiers are in the sector, by choice and by nomenclature, and what is left out."""
    legende = f"Métiers du secteur {secteur.libelle}, par choix et par nomenclature"
    figure_block.tabuler(secteurs_tables.composition(secteur), legende)
    st.html(secteurs_tables.hors_html(secteur))
