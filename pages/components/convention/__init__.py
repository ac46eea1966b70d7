"""Screen « Convention »: its choices, where the annex stands, its measures over time, what is sent and approved."""

from dataclasses import replace
from datetime import date
from functools import partial

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.convention import DISPOSITIFS, PARTIES, REGLES, mesures
from data_loaders.convention import dispositifs as dispositifs_ecrits, receptions
from data_loaders.francais import FINE, INSEC, echapper as escape, periode_libelle
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention as convention_modele
from data_loaders.versions import approbations
from geo.zonages import REGION
from pages.components import cache, choices, exports, feuille as st, figure_block, identite, tendances, url_state
from pages.components.figure_block import Fichier, Piste, parmi
from pages.figures import adresses
from pages.figures.convention import cockpit, engagements, exports as fichiers, registres, series as temps, vue
from pages.figures.provenance import documents
from pages.figures.svg import image
from pages.figures.tables import Table
from pages.figures.tendances import evolution, series
from pages.figures.vues import Vue, badges_statut

RUBRIQUES = {"dispositifs": "Dispositifs", "suivi": "Suivi", "temps": "Dans le temps", "saisie": "Transmettre"}
RUBRIQUES |= {"engagements": "Engagements", "publication": "Publication"}
MESURES_MAX = 4
# The signatories may move the end of the convention: the screen keeps the years up to the one in force.
ANNEES = tuple(str(a) for a in range(REGLES.debut.year, REGLES.fin.year + 13))


def _jour(valeurs: list[str]) -> date:
    jour = date.fromisoformat(valeurs[0])
    if valeurs != [jour.isoformat()] or not REGLES.debut <= jour <= date.today():
        raise ValueError(valeurs)
    return jour


def _dire(jour: date | None) -> list[str]:
    # Without a day of its own, a link shows the state on the day it is opened.
    return [] if jour in (None, date.today()) else [jour.isoformat()]


_mesures = url_state.plusieurs(mesures().__contains__, MESURES_MAX)
PARAMS = [
    url_state.one("rubrique", "dispositifs", tuple(RUBRIQUES), libelle="rubrique"),
    url_state.one("fiche", None, tuple(dispositifs_ecrits.lire().fiches), libelle="fiche"),
    url_state.one("chiffre", None, tuple(dispositifs_ecrits.lire().chiffres), libelle="chiffre du texte"),
    url_state.Param("au", None, _jour, _dire, libelle="date d’observation"),
    url_state.one("dispositif", None, tuple(DISPOSITIFS), libelle="dispositif"),
    url_state.one("signataire", None, tuple(PARTIES), libelle="partie"),
    url_state.one("exercice", ANNEES[1], ANNEES, libelle="année du modèle"),
    url_state.one("recue", next(iter(mesures())), tuple(mesures()), libelle="mesure"),
    url_state.Param("mesures", [], _mesures, list, libelle="mesures de la convention"),
]

# Of the reserved screen « Saisie ».
ETAPES = {"transmettre": "Transmettre", "approuver": "Approuver et publier"}
MOYENS = {"formulaire": "Saisir ici", "classeur": "Envoyer un classeur"}
PARAMS_SAISIE = [
    url_state.one("etape", "transmettre", tuple(ETAPES), libelle="étape"),
    url_state.one("moyen", "formulaire", tuple(MOYENS), libelle="façon de transmettre"),
    url_state.one("annee_saisie", ANNEES[1], ANNEES, libelle="année transmise"),
]


def montrer_suivi(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choices go in `place`."""
    a_gauche, au_milieu, a_droite = place.columns([2.1, 2.2, 1.6], vertical_alignment="bottom")
    with a_gauche:
        jour = _jour_observe()
    with au_milieu:
        dispositif = DISPOSITIFS.get(choices.un_parmi("Dispositif", DISPOSITIFS, "dispositif", "Les neuf"))
    with a_droite:
        partie = choices.un_parmi("Partie", PARTIES, "signataire", "Les deux")
    cadre, instantane = cache.lire_cadre(donnees), receptions.instantane(donnees)
    statut = approbations.statut(receptions.DATASET, [instantane] if instantane else [], donnees.racine)
    suivis = cache.suivis_annexe(donnees, cadre, jour, dispositif, partie)
    v = vue.preparer(suivis, cadre, jour, statut, instantane)
    figure_block.titrer_page(v)
    if logos := approbations.logos(donnees.racine) if statut.valide else {}:
        st.html(registres.logos_html(logos))
    if not suivis:
        return identite.etat_vide("Aucune mesure ne répond à ce choix.", "Changer de dispositif ou de partie.")
    with figure_block.partie("convention-comptes"):
        st.html(cockpit.comptes_html(v.comptes))
        if frise := image(partial(cockpit.frise_svg, cadre, jour), cockpit.frise_dite(cadre, jour)):
            st.html(f'<p class="obs-frise"><strong>Comité de pilotage</strong>{frise}</p>')
    gauche, droite = st.columns([13, 10])
    dit = f"Une forme par mesure{INSEC}: sa partie et son dispositif"
    with gauche, figure_block.partie("convention-grille", "Mesure par mesure", dit, height="stretch"):
        st.html(cockpit.grille_html(suivis))
    with droite, figure_block.partie("convention-points", "Points à traiter", v.comite, height="stretch"):
        st.html(cockpit.points_html(v.points))
        with st.container(horizontal=True, key="champs-relance"):
            for code, nom in PARTIES.items():
                if lignes := convention_modele.manquantes(suivis, code):
                    remplis = partial(convention_modele.octets_remplis, lignes, (), cadre)
                    dit = f"Ce qui manque à remplir{INSEC}: {nom} ({len(lignes)})"
                    exports.bouton(dit, remplis, f"convention_{code}_manquant_{jour.isoformat()}.xlsx", exports.XLSX)

    lues = [donnees.instantane(receptions.DATASET, m) for m in donnees.millesimes(receptions.DATASET)[-1:]]
    suites = {"Mesures par état": partial(documents.mesures, v.titre, suivis, donnees.racine, lues)}
    for m, p in ((s.mesure, p) for s in suivis for p in reversed(s.points)):
        suite = cache.suivre(donnees, f"{m.code}.{p.partie}", "region", REGION, p.periode)
        suites[f"{m.court} ({m.unite}), {periode_libelle(p.periode)}"] = suite
    sous_titre = f"Une ligne par mesure, une forme par période attendue. {v.lacunes}".strip()
    dite = replace(v, titre="Suivi des mesures", sous_titre=sous_titre, badges=())
    with figure_block.partie("convention-suivi"):
        with figure_block.bloc("convention", dite, cadre="", provenance=parmi(suites)):
            st.html(cockpit.suivi_html(suivis, f"Suivi des mesures de l’annexe. {v.sous_titre}"))
            if dits := adresses.accords_html(cache.accords(donnees, suivis)):
                st.html(dits)
        with st.container(horizontal=True, key="exports-convention"):
            nom = f"convention_suivi_{jour.isoformat()}"
            figure_block.telecharger("convention", Fichier(f"{nom}.csv", partial(fichiers.csv, suivis, jour, statut)))
            xlsx = partial(fichiers.xlsx, suivis, v, cadre, jour, statut, instantane)
            exports.bouton("Tableau de suivi (XLSX)", xlsx, f"{nom}.xlsx", exports.XLSX)
            pdf = partial(fichiers.document, suivis, v, cadre, jour, statut, logos)
            exports.bouton("Relevé pour le comité (PDF)", pdf, f"{nom}.pdf", "application/pdf")


def montrer_saisie(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choice goes in `place`."""
    cadre = cache.lire_cadre(donnees)
    with place:
        annee = choices.un_seul("Année du modèle", {a: a for a in convention_modele.annees(cadre.fin)}, "exercice")
    recues, refuses = cache.recues(donnees), receptions.refuses(donnees.racine)
    par_qui = "Valeurs des 24 mesures, par les correspondants des deux signataires"
    identite.titre(registres.titre_saisie(recues), par_qui)
    dit = f"Un par partie et par année{FINE}; seules les valeurs restent à saisir"
    with figure_block.partie("saisie", "Classeur à remplir", dit):
        with st.container(horizontal=True, vertical_alignment="bottom", key="champs-saisie"):
            for code, nom in PARTIES.items():
                modele = partial(convention_modele.octets, code, annee, cadre)
                vers = f"convention_{code}_{annee}.xlsx"
                exports.bouton(f"Modèle à remplir{INSEC}: {nom}", modele, vers, exports.XLSX)
        st.html(registres.comment_html("transmettre"))
    dit = f"Classeurs reçus, le dernier en tête{FINE}; rien n’est effacé"
    with figure_block.partie("envois", "Qui a transmis quoi, et quand", dit):
        empiler(registres.envois(recues), "Classeurs reçus", "Aucun classeur n’a été reçu.")
        with st.expander("Tout ce qui a été reçu pour une mesure"):
            code = choices.un_seul("Mesure", {c: m.designation for c, m in mesures().items()}, "recue")
            de_mesure = registres.receptions(receptions.de_mesure(recues, code))
            sans = "Aucune valeur n’a été transmise pour cette mesure."
            empiler(de_mesure, "Valeurs reçues, remplacées comprises", sans)
        with st.expander(f"Classeurs refusés, gardés tels quels ({len(refuses)})"):
            empiler(registres.refus(refuses), "Classeurs refusés", "Aucun classeur de la convention n’a été refusé.")
    dit = f"9 dispositifs, 19 indicateurs{INSEC}: ce que l’annexe écrit, ce qui est proposé"
    with figure_block.partie("catalogue", "Catalogue des 24 mesures", dit):
        with st.expander(f"Définition, unité, rythme et article{FINE}; partie, échéance et cible proposées"):
            empiler(registres.propositions(cadre), "Mesures de l’annexe")
        st.html(registres.comment_html("regler"))


def empiler(table: Table, legende: str, sans: str = "") -> None:
    """A register; `sans`: what is said where it is empty."""
    if table.lignes:
        figure_block.tabuler(table, legende, empile=True)
    else:
        st.html(f"<p>{sans}</p>")


def montrer_engagements(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choice goes in `place`."""
    with place.columns([1.5, 4.1], vertical_alignment="bottom")[0]:
        jour = _jour_observe("Calendrier au")
    cadre = cache.lire_cadre(donnees)
    identite.titre(engagements.titre(cadre.engagements), f"{engagements.bilan(cadre.engagements)}.")
    with figure_block.partie("convention-themes", "Thème par thème", "Engagements de la convention, titres I à V"):
        figure_block.tabuler(engagements.themes(cadre), "Engagements de chaque thème, par état")
    suivis = Piste(lambda: documents.engagements(engagements.titre(cadre.engagements), cadre, donnees.racine))
    autour = {"cadre": "bloc-convention-engagements", "provenance": suivis}
    figure_block.ecrire("engagements", *engagements.un_par_un(cadre), **autour)
    dite = ". ".join(filter(None, [vue.comite(cadre, jour), engagements.sans_reunion(cadre.instances)]))
    with figure_block.partie("convention-instances", "Instances et réunions", dite):
        if calendrier := engagements.calendrier_html(cadre.instances, jour):
            st.html(calendrier)
        figure_block.tabuler(engagements.instances(cadre.instances), "Instances prévues par la convention")
        st.html(registres.comment_html("regler"))


def montrer_publication(donnees: Donnees, _place: st.Boite) -> None:
    """The whole view."""
    cadre = cache.lire_cadre(donnees)
    instantane = receptions.instantane(donnees)
    courants = {jeu: sorted(e["instantane"] for e in m.values()) for jeu, m in donnees.officiel.courant().items()}
    statuts = {jeu: approbations.statut(jeu, noms, donnees.racine) for jeu, noms in courants.items()}
    statut = statuts.get(receptions.DATASET, approbations.Statut())
    dit = "Un travail en commun se publie avec l’accord de chacun des deux signataires"
    figure_block.titrer_page(Vue(registres.titre_publication(statut, instantane), dit, badges=badges_statut(statut)))
    with figure_block.partie("convention-etapes", "Valeurs de l’annexe", statut.texte):
        faites = approbations.de(receptions.DATASET, [instantane]) if statut.parties else []
        st.html(registres.etapes_html(instantane, faites))
        st.html(registres.comment_html("approuver"))
    dit = "La mention suit chaque figure et chaque export"
    with figure_block.partie("convention-statuts", "Tous les jeux de données officiels", dit):
        dits = ((CONTRATS[jeu].titre, courants[jeu], statuts[jeu]) for jeu in JEUX if jeu in courants)
        if (table := registres.statuts(dits)).lignes:
            figure_block.tabuler(table, "Statut des jeux de données")
        else:
            st.html("<p>Aucun jeu de données officiel n’est chargé.</p>")
    dit = registres.logos_dits(approbations.logos(donnees.racine), statut)
    with figure_block.partie("convention-auteur", "Auteur et logos", dit):
        # So that nobody takes it for a signatory.
        st.html(f"<p><strong>Qui parle ici{INSEC}:</strong> {escape(fichiers.auteur(cadre))}.</p>")


def montrer_temps(donnees: Donnees, place: st.Boite) -> None:
    """The whole view: a chart and its table for each unit, or what is missing; the list of measures goes in `place`."""
    with place:
        connues = mesures()
        if not st.session_state.get("mesures"):
            st.session_state["mesures"] = [next(iter(connues))]
        comment = {"max_selections": MESURES_MAX, "placeholder": "Choisir des mesures", "key": "mesures"}
        dites, dit = {c: m.designation for c, m in connues.items()}, f"Mesures de l’annexe ({MESURES_MAX} au plus)"
        codes = st.multiselect(dit, list(dites), format_func=dites.get, **comment)
    if not codes:
        identite.titre(f"Convention{INSEC}: aucune mesure choisie", temps.SOUS_TITRE)
        return identite.etat_vide("Aucune mesure choisie.", "En choisir une à quatre dans la liste de l’annexe.")
    groupes = temps.grouper([cache.lire_tableau(donnees, c, "region") for c in temps.indicateurs(codes)])
    if not groupes:
        identite.titre(f"Convention{INSEC}: aucune valeur transmise pour ces mesures", temps.SOUS_TITRE)
        dit = f"Les correspondants des signataires les envoient par un classeur{FINE}; «{INSEC}Transmettre{INSEC}» le "
        dit += "donne et dit comment le charger. Aucune valeur n’est inventée."
        return identite.etat_vide("Aucune valeur n’a été transmise pour les mesures choisies.", dit)
    lus = {cache.instantane(donnees, g.indicateur.code, p, "region") for g in groupes for p in g.periodes}
    constat = series.constat(groupes[0].indicateur, groupes[0].info(()))
    page = Vue(constat, temps.SOUS_TITRE, badges=badges_statut(approbations.statut("convention", lus)))
    figure_block.titrer_page(page)
    for groupe in groupes:
        _bloc_temps(donnees, groupe, page)


def _bloc_temps(donnees: Donnees, groupe: temps.Groupe, page: Vue) -> None:
    info, cle = groupe.info(cache.evenements_de(donnees, "convention")), f"convention-{groupe.cle}"
    v = groupe.vue(info)
    suivis = {
        f"{nom}, {periode_libelle(p)}": cache.suivre(donnees, t.indicateur.code, "region", REGION, p)
        for nom, t in groupe.noms.items()
        for p in reversed(t.periodes)
    }
    with figure_block.bloc(cle, v, provenance=parmi(suivis, "Valeur transmise")):
        tendances.dessiner(cle, info, page, v.lecture)
        if info.reperes:
            st.html(series.liste_html(info.reperes))
    with st.container(key=f"bloc-tableau-{cle}"):
        figure_block.titrer("Évolution", evolution.regle(groupe.indicateur))
        dit = f"Évolution des mesures en {groupe.indicateur.unite}"
        st.html(evolution.tableau_html(groupe.evolutions, dit, "Mesure"))
        instantanes = {p: cache.instantane(donnees, groupe.indicateur.code, p, "region") for p in groupe.periodes}
        csv = Fichier(f"tendances_convention_{groupe.cle}.csv", lambda: groupe.csv(instantanes))
        figure_block.tableau(cle, Vue("Tableau", v.sous_titre), cadre="", table=series.table(info), csv=csv)


def _jour_observe(libelle: str = "État au") -> date:
    """Select the day of observation, today by default; never before the convention nor after today."""
    if st.session_state.get("au") is None:
        st.session_state["au"] = date.today()
    choisi = st.date_input(libelle, key="au", min_value=REGLES.debut, max_value=date.today(), format="DD/MM/YYYY")
    return choisi or date.today()
