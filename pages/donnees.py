"""Données: where every figure comes from, how fresh and how sure it is, what its columns mean; files to take away."""

from datetime import date

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.demo import MENTION
from data_loaders.exports.jeux import LICENCE_OUVERTE, diffusable
from data_loaders.francais import FINE, echapper as escape
from data_loaders.sources import producteurs
from geo import zonages
from pages.components import (
    cache,
    choices,
    differences,
    donnees as choix_donnees,
    exports,
    feuille as st,
    figure_block,
    identite,
)
from pages.components.partage import une_fois
from pages.figures import aide
from pages.figures.donnees import catalogue, sources
from pages.figures.vues import Vue, badges_demo

donnees = cache.donnees()
jour = date.today()
triees = une_fois(sources.sources, donnees, jour)
figure_block.titrer_page(
    Vue(
        une_fois(sources.titre, donnees, jour),
        "Un jeu de données est officiel en entier, ou de démonstration en entier",
        f"«\u00a0{MENTION}\u00a0»\u00a0: chiffres inventés, de la forme des vrais, pour essayer l’outil sans fichier.",
        badges=badges_demo(sources.inventees(donnees)),
    )
)

with figure_block.partie("sources"):
    st.html(sources.sources_html(triees.suivies, "Jeux de données suivis"))
    for cle, lignes, mots in (
        ("pli-sans-echeance", triees.sans_echeance, "sans échéance de publication"),
        ("pli-non-transmis", triees.non_transmises, "que personne n’a encore transmis"),
    ):
        if lignes and (pli := identite.pli(cle, f"{francais.avec_unite(len(lignes), 'jeux de données')} {mots}")):
            with pli:
                st.html(sources.sources_html(lignes, f"Jeux de données {mots}"))
    st.html(
        aide.pli(
            "<p>Télécharger le fichier du producteur, puis lancer la commande de son jeu. Pour l’enquête BMO et les "
            "taux de chômage par zone d’emploi, une seule suffit\u00a0: <code>python -m data_loaders actualiser</code>."
            f"</p>{une_fois(sources.commandes_html, donnees, jour)}"
            f"{sources.visites(producteurs.passages(donnees.racine))}"
        )
    )

with figure_block.partie(
    "dataset", "Un jeu de données en détail", "Ce qu’il cache, ses fichiers, ses colonnes, ce qui a changé"
):
    nom = choix_donnees.jeu()
    contrat = CONTRATS[nom]
    st.html(f"<p>{escape(sources.etat(donnees, nom))} {escape(contrat.secret)}</p>")
    if diffusable(donnees, nom):
        exports.dataset(donnees, nom, jour)
    elif donnees.millesimes(nom):
        st.html(f"<p>Ce jeu n’est pas proposé au téléchargement : licence « {escape(contrat.licence)} ».</p>")
    lus = une_fois(sources.lus_html, donnees, nom)
    if lus and (pli := identite.pli("pli-lus", "Fichiers lus, avec leur empreinte")):
        with pli:
            st.html(lus)
    if pli := identite.pli("pli-changements", "Ce que la dernière version a changé"):
        with pli:
            lignes = "".join(f"<li>{escape(c)}</li>" for c in catalogue.changements(donnees, nom))
            st.html(f"<ul>{lignes}</ul>")
    versions = differences.possibles(donnees, nom)
    if st.session_state.get("version_avant") and versions:
        st.session_state.setdefault("pli-versions", True)
    if versions and (pli := identite.pli("pli-versions", "Deux versions, territoire par territoire")):
        with pli:
            differences.montrer(donnees, nom, versions)
    if pli := identite.pli("pli-dictionnaire", "Ce que veut dire chaque colonne"):
        with pli:
            st.html(une_fois(sources.colonnes_html, nom))

with figure_block.partie("reste"):
    if pli := identite.pli("pli-indicateurs", "Ce que veut dire chaque indicateur"):
        with pli:
            st.html(une_fois(sources.indicateurs_html, donnees))
    if pli := identite.pli("pli-emporter", "Tout emporter : une archive, une API, et comment lire ces fichiers"):
        with pli:
            exports.paquet(donnees, jour)
            st.html(
                f"<p>L’archive est au format Frictionless Data Package{FINE}: chaque jeu sous {LICENCE_OUVERTE} ou de "
                "démonstration, en CSV et en Parquet, chaque découpage, et leur description. "
                '<a href="api/v1/" target="_self">L’API de lecture</a> donne les mêmes chiffres, leur statut, et une '
                "adresse qui dure à chaque millésime.</p>"
            )
            st.html(f"<p>{escape(sources.EXCEL)}</p>{une_fois(sources.fichiers_html)}")
    if pli := identite.pli("pli-geojson", "Une carte pour un autre logiciel : contours et valeurs, en GeoJSON"):
        with pli:
            with choices.phrase("geojson"):
                ind = choices.indicateur(INDICATEURS)
                choices.mot("par")
                zonage = choices.zonage(tuple(z for z in choices.ZONAGES_CARTE if z in ind.zonages) or ind.zonages)
                tableau = cache.lire_tableau(donnees, ind.code, zonage)
                periode = choices.periode(tableau.periodes) if tableau.periodes else ""
            if periode:
                exports.geojson(tableau, periode, cache.instantane(donnees, ind.code, periode, zonage), jour)
            else:
                st.html("<p>Aucun millésime chargé pour cet indicateur.</p>")
    if pli := identite.pli("pli-perimetres", "Périmètres : les découpages et leur degré de confiance"):
        with pli:
            st.html(une_fois(sources.perimetres_html))
            perimetre = st.selectbox(
                "Découpage à télécharger",
                list(zonages.zonages()),
                format_func=lambda c: zonages.zonage(c).libelle,
                key="perimetre",
            )
            exports.zonage(perimetre, jour)
            perimetres = Vue(
                "Périmètres",
                champ="Population municipale 2023 ; superficies mesurées sur les contours, eaux intérieures comprises.",
                source="IGN, Admin Express COG ; Insee, code officiel géographique 2026 et recensement de la "
                "population 2023 (Licence Ouverte 2.0).",
            )
            figure_block.noter("perimetres", perimetres)
    demandees = any(st.session_state.get(cle) for cle in ("theme", "territoire_publications"))
    if pli := identite.pli("pli-publications", "Publications des producteurs", ouvert=demandees):
        with pli:
            catalogue_publications = une_fois(publications.lire, donnees)
            theme, zone = choix_donnees.sujet_des_publications()
            trouvees = une_fois(publications.filtrer, catalogue_publications, theme, zone)
            st.html(une_fois(sources.publications_html, trouvees) if trouvees else "<p>Aucune pour ce choix.</p>")
            st.html(f"<p>{francais.nombre(len(trouvees))} sur {francais.nombre(len(catalogue_publications))}.</p>")
