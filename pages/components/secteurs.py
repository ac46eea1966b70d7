"""Screen « Secteurs »: the sectors of the convention as cards, then the portrait of one of them, one function a block.

The survey first, then what other producers say: offers and job-seekers, official tension, interim work, publications.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import partial

from data_loaders.chiffres.origine import Origine
from data_loaders.contexte import publications as catalogue
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import echapper as escape
from data_loaders.jeux import offre
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import mots_estimation as mots
from data_loaders.metiers import liens as liens_metiers, secteurs
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres import secteurs as parametres
from data_loaders.parametres.secteurs import LISTES, Correspondance, Secteur
from geo import zonages
from geo.territoire import NOM_REGION
from pages.components import cache, choices, feuille as st, figure_block, identite, lieu, secteur as un_secteur
from pages.components.figure_block import Fichier, Piste, parmi, publie
from pages.components.partage import lire_une_fois, une_fois
from pages.figures import adresses, barres as vue_barres, chiffres_cles, mobilites as meteo_mobilites
from pages.figures.donnees import sources
from pages.figures.provenance import documents
from pages.figures.secteurs import autres, tables, vue
from pages.figures.tendances import dessin as tendances_dessin
from pages.figures.vues import Vue

# Indicators of a sector whose figures are followed back to the rows of the survey.
PART = "bmo_part_difficiles_estimee"
SUIVIS = (PART, "bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers")


def montrer() -> None:
    """The choices, then the list, or one sector: its blocks folded by subject, each a slide in a room."""
    donnees, correspondance = cache.donnees(), parametres.lire()
    ligne = choices.ligne_choix("secteurs")
    ou = None
    with choices.phrase("secteurs"):
        secteur = un_secteur.secteur(correspondance.secteurs)
        if secteur is None:
            choices.mot("en")
        elif not secteur.sans:
            ici = lieu.courant()  # whose zone is proposed
            ordre = choices.ZONAGES_ENQUETE if ici and ici.zonage == "departement" else choices.ZONAGES_ENQUETE[::-1]
            trouve = lieu.rattache(ordre)
            choisi = choices.zone_placee(trouve and trouve.cle, choices.noms_situes(choices.ZONAGES_ENQUETE))
            ou = choisi.split(":") if choisi else None
        annee = choices.periode(donnees.periodes("bmo"))
        if secteur is None:
            choices.point_de_vue()
    ligne(secteur.libelle if secteur else un_secteur.TOUS, annee, choices.nom_zone(*ou) if ou else "")
    if secteur is None:
        return toutes(donnees, correspondance, annee)
    releve = un_secteur.releve(donnees, secteur)
    if releve is None:
        return sans_metier(donnees, secteur, correspondance)
    de_l_annee, du_secteur = (donnees, releve, annee), (donnees, secteur)
    plie = (lambda _mots: nullcontext()) if choices.en_projection() else st.expander
    if secteur.sans:
        figure_block.titrer_page(vue.tete_sans_total(releve, annee))
        renvois(secteur, correspondance)
        metiers(*de_l_annee)
    else:
        chiffres(*de_l_annee)
        if ou:
            territoire(*de_l_annee, *ou)
        with plie("Les métiers du secteur"):
            metiers(*de_l_annee)
        with plie("Par département"):
            departements(*de_l_annee)
        with plie("Année après année"):
            tendance(donnees, releve)
        with plie("Offres d’emploi et inscrits"):
            offres(*du_secteur, releve)
            ouvertes(*du_secteur, releve, annee)
        with plie("D’où l’on vient à ces métiers"):
            venir(*du_secteur, releve, annee)
    with plie("Tension officielle et intérim"):
        officiel(*du_secteur)
        interim(*du_secteur)
    quoi = correspondance, secteur, releve, annee
    identite.deplier("pli-composition", "Quels métiers composent ce secteur, et pourquoi", composition, *quoi)
    if not secteur.sans:
        identite.deplier("pli-publications", "Publications sur les besoins et les tensions", publications, donnees)


def toutes(donnees: Donnees, correspondance: Correspondance, annee: str) -> None:
    """Every sector as a card, by list of the convention."""
    releves = {c: un_secteur.releve(donnees, s) for c, s in correspondance.secteurs.items()}
    demonstration = donnees.est_demonstration("bmo")
    v = une_fois(vue.liste, correspondance.secteurs, releves, annee, demonstration)
    t = cache.lire_tableau(donnees, PART, "region")
    lecture = (
        "Chaque secteur est un ensemble de métiers, quel que soit l’employeur ; deux secteurs peuvent partager un "
        "métier, leurs totaux ne s’additionnent pas. Dans chaque liste, de la plus forte part estimée à la plus "
        f"faible. {mots.MENTION} Liste des secteurs : {correspondance.source}."
    )
    v = replace(v, lecture=lecture, champ=vue.champ(t, annee), source=vue.source(t, annee))
    suivis = {
        f"{s.libelle}, {INDICATEURS[i].libelle.lower()}": partial(un_secteur.remonter, donnees, s, i, annee)
        for c, s in correspondance.secteurs.items()
        if releves[c] is not None and not s.sans
        for i in SUIVIS[:3]
    }
    ordre = une_fois(vue.ordonner, releves, annee)
    with figure_block.bloc("secteurs", v, tete="page", cadre="", provenance=parmi(suivis)):
        for nom_liste, libelle in LISTES.items():
            siens = (correspondance.secteurs[c] for c in ordre if correspondance.secteurs[c].liste == nom_liste)
            cartes = "".join(une_fois(vue.carte_html, s, releves[s.code], annee, demonstration) for s in siens)
            dedans = f'<h2>{libelle}</h2><div class="obs-cartes">{cartes}</div>'
            st.html(f'<section class="obs-secteurs">{dedans}</section>')


def sans_metier(donnees: Donnees, secteur: Secteur, correspondance: Correspondance) -> None:
    """A sector that the survey cannot tell: why, and where to look."""
    demonstration = donnees.est_demonstration("bmo")
    figure_block.titrer_page(vue.vide(secteur, demonstration))
    identite.etat_vide(vue.raison_vide(demonstration), f"Liste : {correspondance.source}.")
    renvois(secteur, correspondance)
    officiel(donnees, secteur)
    interim(donnees, secteur)
    choix(secteur)


def renvois(secteur: Secteur, correspondance: Correspondance) -> None:
    """Buttons to the sectors whose métiers shed light on this one."""
    for code in secteur.voir:
        aller = {"on_click": partial(st.session_state.update, secteur=code)}
        st.button(f"Voir : {correspondance.secteurs[code].libelle}", key=f"voir-secteur-{code}", **aller)


def chiffres(donnees: Donnees, releve: Releve, annee: str) -> None:
    """The finding, and the figures of the region."""
    v = vue.tete(releve, annee)
    suivis = parmi(_suivis(donnees, releve, annee), cle="secteur")
    with figure_block.bloc("secteur-chiffres", v, tete="page", provenance=suivis):
        cartes = chiffres_cles.cartes_html(vue.chiffres(releve, annee))
        st.html(f'<h2 class="obs-lu">Le secteur dans la région</h2>{cartes}')
        vers = adresses.formation("secteur", releve.secteur.code).removeprefix("/")
        st.html(adresses.liens_html(((vers, "Les diplômes qui mènent à ces métiers, et leur insertion"),)))


def _suivis(donnees: Donnees, releve: Releve, annee: str, *ou: str) -> dict[str, Callable[[], Origine]]:
    """Name of each indicator -> what follows its figure back, in a zone (zoning, code) or in the region."""
    suivre = partial(un_secteur.remonter, donnees, releve.secteur)
    return {INDICATEURS[i].libelle: partial(suivre, i, annee, *ou) for i in SUIVIS}


def territoire(donnees: Donnees, releve: Releve, annee: str, zonage: str, code: str) -> None:
    """The sector in one département or bassin, the region beside it."""
    v = vue.territoire(releve, annee, zonage, code)
    csv = fichier(donnees, releve, f"{zonage}_{code}", tables.csv_zones, (zonage, code))
    v, table = lieu.pour(v, zonage, code), tables.zones(releve, annee, zonage, code)
    suivis = parmi(_suivis(donnees, releve, annee, zonage, code))
    figure_block.tableau("secteur-territoire", v, table=table, provenance=suivis, csv=csv)


def departements(donnees: Donnees, releve: Releve, annee: str) -> None:
    """Projects by département, as bars from zero, and their table."""
    v = vue.departements(releve, annee)
    barres = vue.barres_departements(releve, annee)
    suivis = {
        f"{nom}, {libelle.lower()}": suite
        for code, nom in zonages.noms("departement").items()
        for libelle, suite in _suivis(donnees, releve, annee, "departement", code).items()
    }
    with figure_block.bloc("secteur-departements", v, provenance=parmi(suivis)):
        figure, detail = figure_block.cote_a_cote([5, 8], "large")
        with figure:
            lue = f"{v.titre}. {' ; '.join(f'{b.libelle} : {b.texte}' for b in barres)}."
            figure_block.graphique("barres-secteur", vue_barres.figure(barres, figure_block.mode()), lue)
        with detail:
            autour = {"table": tables.zones(releve, annee), "cadre": "detail-departements", "tete": "aucune"}
            autour["csv"] = fichier(donnees, releve, "departements", tables.csv_zones)
            figure_block.tableau("secteur-zones", Vue("", v.sous_titre), **autour)


def tendance(donnees: Donnees, releve: Releve) -> None:
    """The share over the vintages, broken where the nomenclature changes."""
    v = vue.tendance_bloc(releve)
    region = cache.lire_tableau(donnees, PART, "region")
    info, suivre = vue.tendance(releve, region, donnees.lire("bmo", "metiers")), partial(un_secteur.remonter, donnees)
    suivis = {
        f"{releve.secteur.libelle}, {a}": partial(suivre, releve.secteur, PART, a) for a in reversed(releve.annees)
    } | {
        f"tous métiers, {NOM_REGION}, {a}": cache.suivre(donnees, PART, "region", zonages.REGION, a)
        for a in reversed(region.periodes)
    }
    with figure_block.bloc("secteur-tendance", v, provenance=parmi(suivis)):
        figure, detail = figure_block.cote_a_cote([6, 7], "large")
        with figure:
            figure_block.graphique("tendance-secteur", tendances_dessin.figure(info, figure_block.mode()), v.lecture)
        with detail, st.container(key="detail-tendance"):
            figure_block.tabuler(tables.tendance(releve, info), v.sous_titre)


def metiers(donnees: Donnees, releve: Releve, annee: str) -> None:
    """Projects and difficulty of the métiers of the sector, then of the families of the survey."""
    montres = len(releve.codes(annee)) if releve.secteur.sans else tables.METIERS_MONTRES
    v = vue.metiers(releve, annee, montres)
    with figure_block.bloc("secteur-metiers", v, provenance=provenance_metiers(donnees, releve, annee)):
        figure_block.tabuler(tables.metiers(releve, annee, montres), v.sous_titre)
        figure_block.telecharger("secteur-metiers", fichier(donnees, releve, "metiers", tables.csv_metiers))
        if releve.secteur.sans:
            return
        st.html("<h3>Par famille de l’enquête</h3>")
        figure_block.tabuler(tables.familles(releve, annee), f"Familles de métiers du secteur, {NOM_REGION}, {annee}")


def provenance_metiers(donnees: Donnees, releve: Releve, annee: str) -> Piste | None:
    """What follows the figures of each métier of the sector back to the rows of the survey."""
    suivre = partial(cache.suivre, donnees, PART, "region", zonages.REGION, annee)
    siens = releve.metiers[releve.metiers["annee"] == annee].sort_values("code_metier").itertuples()
    noms = {f"{m.libelle_metier} ({m.code_metier})": Metier("metier", m.code_metier) for m in siens}
    return parmi({nom: suivre(m) for nom, m in noms.items()}, "Métier")


def fichier(donnees: Donnees, releve: Releve, nom: str, ecrire: Callable[..., bytes], *ou: tuple[str, str]) -> Fichier:
    """What `tables` writes of the sector, every vintage, as a file."""
    instantanes = {a: cache.instantane(donnees, "bmo_projets", a, "region") for a in donnees.periodes("bmo")}
    return Fichier(f"secteur_{releve.secteur.code}_{nom}.csv", partial(ecrire, releve, instantanes, *ou))


def composition(correspondance: Correspondance, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Which métiers are in, why, what is left out, and where to change it."""
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
    figure_block.tabuler(tables.composition(secteur), legende)
    st.html(tables.hors_html(secteur))


def offres(donnees: Donnees, secteur: Secteur, releve: Releve) -> None:
    """Offers and job-seekers through ROME, or why there are none."""
    o = lire_une_fois(secteurs.offres, donnees, releve, cache.cellules_bmo(donnees))
    v = autres.offres(o, releve)
    with figure_block.partie("secteur-offres"):
        if o.raison:
            figure_block.titrer(v.titre, v.sous_titre)
            return identite.etat_vide(v.lecture)
        table = tables.offres(o)
        lus = [donnees.instantane("tension_rome", o.annee), donnees.instantane("bmo", o.enquete)]
        somme = "Chaque total est la somme des lignes ci-dessous, bassin par bassin."
        suivis = publie(v, table, lus, v.lecture, somme)["provenance"]
        figure_block.tableau("secteur-offres", v, cadre="", provenance=suivis)
        if pli := identite.pli("pli-offres", "Le tableau, bassin par bassin"):
            with pli:
                figure_block.tabuler(table, v.sous_titre)
                csv = partial(tables.csv_offres, o, f"tension_rome/{lus[0].identifiant}")
                figure_block.telecharger("secteur-offres", Fichier(f"secteur_{secteur.code}_offres.csv", csv))


def ouvertes(donnees: Donnees, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Offers open on the last day loaded, by bassin."""
    romes = liens_metiers.romes_propres(donnees, tuple(releve.codes(annee)), annee, 0.5)
    jour, par_bassin = offre.offres_ouvertes(donnees, romes, "bassin")
    if not jour or donnees.est_demonstration("offres") != releve.demonstration:
        return
    v, table = autres.ouvertes(secteur, jour, par_bassin, date.today(), releve.demonstration)
    figure_block.tableau("secteur-ouvertes", v, **publie(v, table, [donnees.dernier("offres")], v.lecture))


def venir(donnees: Donnees, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Métiers of other sectors that lead to those of this one, and the employers who take them in France."""
    codes = tuple(releve.codes(annee))
    m = lire_une_fois(liens_metiers.mobilites, donnees, codes, annee, cache.offres_par_rome(donnees))
    v = autres.venir(secteur, m, releve.demonstration)
    if m.raison or not m.depuis:
        return figure_block.absente("secteur-venir", v, m.raison or liens_metiers.SANS_LIEN)
    lus = cache.marches(donnees, "metier", "region", code_zone=zonages.REGION)
    rangs = meteo_mobilites.ranger(m.depuis, lus[lus["annee"] == annee])
    table = meteo_mobilites.table(
        rangs,
        "D’où l’on vient",
        cache.libelles_metiers(donnees, "metier", annee),
        lambda cle: adresses.metier(cle).removeprefix("/"),
        lambda cle: adresses.formation("metier", cle).removeprefix("/"),
    )
    lus = [donnees.dernier(d) for d in ("mobilites", "savoirs", "bmo") if donnees.millesimes(d)]
    with figure_block.bloc("secteur-venir", v, **publie(v, table, lus)):
        st.html(meteo_mobilites.employeurs_html(*lire_une_fois(liens_metiers.employeurs, donnees, codes, annee)))


def officiel(donnees: Donnees, secteur: Secteur) -> None:
    """Official tension of the groups of the sector; beside the météo, never mixed with it."""
    lignes = secteurs.classes_officielles(donnees, secteur)
    if lignes.empty:
        v = Vue("Tension officielle", f"{secteur.libelle}, classes de la Dares")
        return figure_block.absente("secteur-officiel", v, secteurs.SANS_CLASSE)
    v = autres.classes(lignes, secteur)
    noms = {"annee": "Année", "code_fap": "Code FAP", "code_zone": "Territoire", "value": "Classe"}
    noms |= {"obs_status": "Statut"}
    autour = publie(v, documents.cellules(lignes, noms), [donnees.dernier("tension_fap")])
    table = tables.classes(lignes, secteurs.libelles_officiels(donnees))
    figure_block.tableau("secteur-officiel", v, **autour | {"table": table})


def interim_publie(donnees: Donnees, secteur: Secteur) -> None:
    """Interim work as published: the region whole, the sector in France only."""
    lignes = secteurs.interim_publie(donnees, secteur)
    if lignes.empty:
        return
    demonstration, lu = donnees.est_demonstration("interim_dares"), donnees.dernier("interim_dares")
    v = autres.interim_publie(lignes, secteur, demonstration)
    table = tables.interim_publie(lignes, 5)  # a year, and the same quarter of the year before
    entier = f"secteur_{secteur.code}_interim.csv", partial(tables.csv_interim, lignes, demonstration)
    figure_block.tableau("secteur-interim-publie", v, **publie(v, table, [lu], csv=entier))
    vers = adresses.adresse("tendances", indicateur="interimaires")
    st.html(adresses.liens_html([(vers, "L’intérim de la région depuis 2000")]))


def interim(donnees: Donnees, secteur: Secteur) -> None:
    """Interim work as published, then that of the sector, once an organisation has sent it."""
    interim_publie(donnees, secteur)
    lignes = secteurs.interim(donnees, secteur)
    if lignes.empty:
        v = Vue("Emploi intérimaire", f"{secteur.libelle}, missions et équivalents temps plein")
        return figure_block.absente("secteur-interim", v, secteurs.SANS_INTERIM)
    v, table = autres.interim(lignes, secteur), tables.interim(lignes, secteur)
    figure_block.tableau("secteur-interim", v, **publie(v, table, [donnees.dernier("interim")]))


def publications(donnees: Donnees) -> None:
    """Pages of the catalogue on recruitment needs and tensions: none is about one sector alone."""
    lues = catalogue.lire(donnees)
    trouvees = {p.adresse: p for th in ("besoins", "tensions") for p in catalogue.filtrer(lues, th, catalogue.REGION)}
    if not trouvees:
        st.html("<p>Aucune publication au catalogue sur ces thèmes.</p>")
        return
    figure_block.tabuler(sources.publications(list(trouvees.values())), "Publications")
