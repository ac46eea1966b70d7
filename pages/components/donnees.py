"""Screen « Données »: where every figure comes from, how fresh and how sure, what its columns mean; files to take away.

Then the figures of the territories that two versions of a dataset give differently.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.demo import MENTION
from data_loaders.exports import jeux
from data_loaders.francais import FINE, echapper as escape
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources import producteurs
from data_loaders.versions import difference
from geo import zonages
from pages.components import cache, choices, exports, feuille as st, figure_block, identite, lieu, url_state
from pages.components.partage import lire_une_fois, une_fois
from pages.figures import aide
from pages.figures.donnees import catalogue, differences as figures, sources
from pages.figures.provenance import documents
from pages.figures.tendances.lieux import REGION
from pages.figures.vues import Vue, badges_demo

CLES = {"version_avant": "version de départ", "version_apres": "version d’arrivée"}
_lire_version = url_state.seule(re.compile(r"[\w-]{1,20}--[0-9a-f]{8}", re.ASCII).fullmatch)
PARAMS = [
    url_state.one("jeu", next(iter(JEUX)), JEUX, libelle="jeu de données"),
    url_state.one("theme", None, tuple(publications.THEMES), libelle="thème"),
    url_state.Param(
        "territoire_publications", None, choices.lire_zone, url_state.un, libelle="territoire des publications"
    ),
    *(url_state.Param(cle, None, _lire_version, url_state.un, libelle=libelle) for cle, libelle in CLES.items()),
]
_VERSIONS_LUES = (
    "Chaque chiffre est calculé deux fois, de la même façon, sur les lignes de chacune des deux versions ; cette page "
    "les donne toutes."
)


def montrer() -> None:
    """The sources, one dataset in detail, then the rest folded."""
    donnees, jour = cache.donnees(), date.today()
    triees = une_fois(sources.sources, donnees, jour)
    dit = "Un jeu de données est officiel en entier, ou de démonstration en entier"
    inventes = "chiffres inventés, de la forme des vrais, pour essayer l’outil sans fichier."
    lecture, badges = f"«\u00a0{MENTION}\u00a0»\u00a0: {inventes}", badges_demo(sources.inventees(donnees))
    figure_block.titrer_page(Vue(une_fois(sources.titre, donnees, jour), dit, lecture, badges=badges))
    with figure_block.partie("sources"):
        st.html(sources.sources_html(triees["suivies"], "Jeux de données suivis"))
        for cle, lignes, mots in (
            ("pli-sans-echeance", triees["sans_echeance"], "sans échéance de publication"),
            ("pli-non-transmis", triees["non_transmises"], "que personne n’a encore transmis"),
        ):
            if lignes and (pli := identite.pli(cle, f"{francais.avec_unite(len(lignes), 'jeux de données')} {mots}")):
                with pli:
                    st.html(sources.sources_html(lignes, f"Jeux de données {mots}"))
        st.html(
            aide.pli(
                "<p>Télécharger le fichier du producteur, puis lancer la commande de son jeu. Pour l’enquête BMO et "
                "les taux de chômage par zone d’emploi, une seule suffit\u00a0: "
                f"<code>python -m data_loaders actualiser</code>.</p>{une_fois(sources.commandes_html, donnees, jour)}"
                f"{sources.visites(producteurs.passages(donnees.racine))}"
            )
        )
    dit = "Ce qu’il cache, ses fichiers, ses colonnes, ce qui a changé"
    with figure_block.partie("dataset", "Un jeu de données en détail", dit):
        _dataset(donnees, jour)
    demandees = any(st.session_state.get(cle) for cle in ("theme", "territoire_publications"))
    definir = lambda: st.html(une_fois(sources.indicateurs_html, donnees))  # noqa: E731
    plis = {
        "indicateurs": ("Ce que veut dire chaque indicateur", definir),
        "emporter": ("Tout emporter : une archive, une API, et comment lire ces fichiers", _emporter, donnees, jour),
        "geojson": ("Une carte pour un autre logiciel : contours et valeurs, en GeoJSON", _geojson, donnees, jour),
        "perimetres": ("Périmètres : les découpages et leur degré de confiance", _perimetres, jour),
        "publications": ("Publications des producteurs", _publications, donnees),
    }
    with figure_block.partie("reste"):
        for nom, quoi in plis.items():
            identite.deplier(f"pli-{nom}", *quoi, ouvert=nom == "publications" and demandees)


def _dataset(donnees: Donnees, jour: date) -> None:
    titres = {n: francais.typographier(CONTRATS[n].titre) for n in JEUX}
    nom = st.selectbox("Jeu de données", list(titres), format_func=titres.get, key="jeu")
    choices.nommer(titres[nom])
    contrat = CONTRATS[nom]
    st.html(f"<p>{escape(sources.etat(donnees, nom))} {escape(contrat.secret)}</p>")
    if jeux.diffusable(donnees, nom):
        with st.container(horizontal=True, key="exports-dataset"):
            classeur = partial(jeux.xlsx, donnees, nom, jour)
            exports.bouton("Classeur (XLSX)", classeur, f"{nom}_{donnees.etat}.xlsx", exports.XLSX)
            for table in contrat.montrees:
                precision = f" : {table}" if len(contrat.montrees) > 1 else ""
                fichier, parquet = f"{nom}_{table}_{donnees.etat}", partial(jeux.parquet, donnees, nom, table, jour)
                exports.bouton(f"CSV{precision}", partial(jeux.csv, donnees, nom, table), f"{fichier}.csv")
                exports.bouton(f"Parquet{precision}", parquet, f"{fichier}.parquet", exports.PARQUET)
    elif donnees.millesimes(nom):
        st.html(f"<p>Ce jeu n’est pas proposé au téléchargement : licence « {escape(contrat.licence)} ».</p>")
    if lus := une_fois(sources.lus_html, donnees, nom):
        identite.deplier("pli-lus", "Fichiers lus, avec leur empreinte", st.html, lus)
    if pli := identite.pli("pli-changements", "Ce que la dernière version a changé"):
        with pli:
            lignes = "".join(f"<li>{escape(c)}</li>" for c in catalogue.changements(donnees, nom))
            st.html(f"<ul>{lignes}</ul>")
    versions = donnees.officiel.versions(nom) if difference.comparables(nom) else []
    if len(versions) > 1:
        if st.session_state.get("version_avant"):
            st.session_state.setdefault("pli-versions", True)
        dit = "Deux versions, territoire par territoire"
        identite.deplier("pli-versions", dit, _differences, donnees, nom, versions)
    colonnes = lambda: st.html(une_fois(sources.colonnes_html, nom))  # noqa: E731
    identite.deplier("pli-dictionnaire", "Ce que veut dire chaque colonne", colonnes)


def _emporter(donnees: Donnees, jour: date) -> None:
    archive, titre = partial(jeux.paquet, donnees, jour), "Tout télécharger (paquet de données, ZIP)"
    exports.bouton(titre, archive, f"observatoire_{donnees.etat}.zip", "application/zip")
    st.html(
        f"<p>L’archive est au format Frictionless Data Package{FINE}: chaque jeu sous {jeux.LICENCE_OUVERTE} ou de "
        "démonstration, en CSV et en Parquet, chaque découpage, et leur description. "
        '<a href="api/v1/" target="_self">L’API de lecture</a> donne les mêmes chiffres, leur statut, et une '
        "adresse qui dure à chaque millésime.</p>"
    )
    st.html(f"<p>{escape(sources.EXCEL)}</p>{une_fois(sources.fichiers_html)}")


def _geojson(donnees: Donnees, jour: date) -> None:
    with choices.phrase("geojson"):
        ind = choices.indicateur(INDICATEURS)
        choices.mot("par")
        zonage = choices.zonage(tuple(z for z in choices.ZONAGES_CARTE if z in ind.zonages) or ind.zonages)
        tableau = cache.lire_tableau(donnees, ind.code, zonage)
        periode = choices.periode(tableau.periodes) if tableau.periodes else ""
    if periode:
        contenu = partial(jeux.geojson, tableau, periode, cache.instantane(donnees, ind.code, periode, zonage), jour)
        exports.bouton("GeoJSON", contenu, f"{ind.code}_{zonage}_{periode}.geojson", exports.GEOJSON)
    else:
        st.html("<p>Aucun millésime chargé pour cet indicateur.</p>")


def _perimetres(jour: date) -> None:
    st.html(une_fois(sources.perimetres_html))
    noms = {code: z.libelle for code, z in zonages.zonages().items()}
    perimetre = st.selectbox("Découpage à télécharger", list(noms), format_func=noms.get, key="perimetre")
    with st.container(horizontal=True, key="exports-zonage"):  # commune by commune; its outlines
        for mots, suffixe, genre in (
            ("Classeur (XLSX)", "xlsx", exports.XLSX),
            ("CSV", "csv", "text/csv"),
            ("Parquet", "parquet", exports.PARQUET),
            ("GeoJSON", "geojson", exports.GEOJSON),
        ):
            faire = partial(jeux.zonage, perimetre, suffixe, jour)
            exports.bouton(mots, faire, f"zonage_{perimetre}.{suffixe}", genre)
    figure_block.noter("perimetres", Vue("Périmètres", source=f"{jeux.SOURCE_ZONAGES}."))


def _publications(donnees: Donnees) -> None:
    toutes = une_fois(publications.lire, donnees)
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        theme = choices.un_parmi("Thème", publications.THEMES, "theme", "Tous les thèmes")
    with droite:
        noms = choices.noms_situes(tuple(z for z in zonages.zonages() if z not in ("region", "commune")))
        zone = choices.un_parmi("Territoire", noms, "territoire_publications", "Toute la région")
    trouvees = une_fois(publications.filtrer, toutes, theme, zone)
    if trouvees:
        figure_block.tabuler(une_fois(sources.publications, trouvees), "Publications", empile=True)
    else:
        st.html("<p>Aucune pour ce choix.</p>")
    st.html(f"<p>{francais.nombre(len(trouvees))} sur {francais.nombre(len(toutes))}.</p>")


def _differences(d: Donnees, dataset: str, gardees: Sequence[Instantane]) -> None:
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
    ensemble = une_fois(figures.ensemble, une_fois(difference.comparer, d, dataset, avant, apres))
    v = Vue(constat, "", portee, ensemble, f"{contrat.producteur}, versions {avant} et {apres}.")
    lues = [i for identifiant in (avant, apres) for i in gardees if i.identifiant == identifiant]
    suivie = figure_block.Piste(lambda: documents.publiees(constat, [_VERSIONS_LUES], lues, ((), ())))
    csv = figure_block.Fichier(f"differences_{dataset}.csv", lambda: figures.csv(trouves, avant, apres, dataset))
    table = une_fois(figures.table, trouves) if trouves else None
    figure_block.tableau("differences", v, cadre="", provenance=suivie, table=table, csv=csv if trouves else None)
    if len(trouves) > figures.LIGNES_MAX:
        st.caption(f"Les {figures.LIGNES_MAX} premières lignes ; le fichier CSV les donne toutes.")


def _versions(gardees: Sequence[Instantane], en_place: Sequence[str], habituelles: tuple[str, str]) -> tuple[str, ...]:
    """Select two versions, the usual ones by default; one that is not kept any more is replaced, and said."""
    noms = {}
    for i in gardees:
        quoi = f"{francais.date_libelle(i.manifeste['created'][:10])} ({i.identifiant.partition('--')[2]})"
        place = ", en place" if i.identifiant in en_place else ""
        noms[i.identifiant] = f"{francais.periode_libelle(i.millesime)}, enregistrée le {quoi}{place}"
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


def _changements(
    d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]
) -> list[difference.ChangementTerritoire]:
    def lire(identifiant: str, ind: Indicateur, zonage: str) -> Tableau:
        return lire_une_fois(_tableau, d, dataset, identifiant, ind.code, zonage)

    return difference.par_territoire(CONTRATS[dataset], avant, apres, lieux, lire)


def _tableau(d: Donnees, dataset: str, identifiant: str, indicateur: str, zonage: str) -> Tableau:
    return lire_une_fois(difference.figer, d, dataset, identifiant).tableau(INDICATEURS[indicateur], zonage)
