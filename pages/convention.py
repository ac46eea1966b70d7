"""Convention: what was received, late and due next for the annex; the points of the next comité; the engagements."""

import streamlit as st

from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import receptions
from data_loaders.francais import FINE, INSEC
from data_loaders.sources import convention_modele
from data_loaders.versions import approbations
from pages.components import cache, exports, figure_block, identite
from pages.components.convention import cache as cache_convention
from pages.components.convention import choices as choices_convention
from pages.figures import tables
from pages.figures.convention import exports as convention_exports
from pages.figures.convention import registres
from pages.figures.convention import tables as convention_tables
from pages.figures.convention import vue as convention_vue

donnees = cache.donnees()

with st.container(key="champs-convention"):
    colonnes = st.columns([1.6, 2.6, 1.8, 2], vertical_alignment="bottom")
    with colonnes[0]:
        jour = choices_convention.jour()
    with colonnes[1]:
        dispositif = choices_convention.dispositif()
    with colonnes[2]:
        partie = choices_convention.signataire()

cadre = cache_convention.lire_cadre(donnees)
instantane = cache_convention.instantane(donnees)
statut = approbations.statut(receptions.DATASET, [instantane] if instantane else [], donnees.racine)
suivis = cache_convention.suivis(donnees, cadre, jour, dispositif, partie)
v = convention_vue.preparer(suivis, cadre, jour, statut, instantane)
identite.titre(v.titre, v.sous_titre, *(identite.badge(*b) for b in v.badges))
logos = approbations.logos(donnees.racine) if statut.valide else {}
if logos:
    st.html(registres.logos_html(logos))

with st.container(key="carte-comptes"):
    st.html(convention_tables.comptes_html(v.comptes))
    st.html(tables.tableau_html(*convention_tables.parties(suivis), "Mesures de chaque partie, par état"))

with st.container(key="carte-points"):
    figure_block.tete("Points à traiter", v.comite)
    if frise := convention_tables.frise_html(cadre, jour, identite.theme_courant()):
        st.html(frise)
    st.html(convention_tables.points_html(v.points))

with st.container(key="carte-tableau"):
    figure_block.tete("Suivi des mesures", v.sous_titre)
    if suivis:
        lignes = convention_tables.suivi_lignes(suivis, identite.theme_courant())
        st.html(tables.tableau_html(convention_tables.SUIVI, lignes, convention_tables.legende_suivi(v)))
    else:
        st.html(f"<p>Aucune mesure ne répond à ce choix{INSEC}: changer de dispositif ou de partie.</p>")
    figure_block.pied("convention", v.lecture, v.champ, v.source)
    with st.container(horizontal=True, key="exports-convention"):
        nom = f"convention_suivi_{jour.isoformat()}"
        figure_block.telechargement("convention", lambda: convention_exports.csv(suivis, jour, statut), f"{nom}.csv")
        exports.bouton(
            "Tableau de suivi (XLSX)",
            lambda: convention_exports.xlsx(suivis, v, cadre, jour, statut, instantane),
            f"{nom}.xlsx",
            exports.XLSX,
        )
        exports.bouton(
            "Relevé pour le comité (PDF)",
            lambda: convention_exports.document(suivis, v, cadre, jour, statut, logos),
            f"{nom}.pdf",
            "application/pdf",
        )

with st.container(key="carte-saisie"):
    figure_block.tete(
        "Transmettre des valeurs", f"Un classeur par partie et par année{FINE}; seules les valeurs restent à saisir"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="champs-saisie"):
        annee = choices_convention.exercice()
        for code, nom_partie in PARTIES.items():
            exports.bouton(
                f"Modèle à remplir{INSEC}: {nom_partie}",
                lambda code=code: convention_modele.octets(code, annee, cadre.fin),
                f"convention_{code}_{annee}.xlsx",
                exports.XLSX,
            )
    st.html(registres.COMMENT_TRANSMETTRE)
    with st.expander("Tout ce qui a été reçu pour une mesure"):
        code = choices_convention.mesure_recue()
        recues = registres.receptions(cache_convention.historique(donnees, code))
        if recues:
            st.html(tables.tableau_html(registres.RECEPTIONS, recues, "Valeurs reçues, remplacées comprises"))
        else:
            st.html("<p>Aucune valeur n’a été transmise pour cette mesure.</p>")

    refuses = receptions.refuses(donnees.racine)
    with st.expander(f"Classeurs refusés, gardés tels quels ({len(refuses)})"):
        if refuses:
            st.html(tables.tableau_html(registres.REFUS, registres.refus(refuses), "Classeurs refusés"))
        else:
            st.html("<p>Aucun classeur de la convention n’a été refusé.</p>")

with st.container(key="carte-engagements"):
    figure_block.tete("Engagements, thème par thème", registres.bilan_engagements(cadre.engagements))
    engagements = registres.engagements(cadre)
    st.html(tables.tableau_html(registres.ENGAGEMENTS, engagements, "Engagements de la convention"))

with st.container(key="carte-instances"):
    figure_block.tete("Instances et réunions", v.comite)
    instances = registres.instances(cadre.instances)
    st.html(tables.tableau_html(registres.INSTANCES, instances, "Instances prévues par la convention"))

with st.container(key="carte-publication"):
    figure_block.tete("Publication", statut.texte)
    st.html(registres.COMMENT_APPROUVER)
    faites = approbations.de(receptions.DATASET, [instantane]) if statut.parties else []
    if faites:
        approuvees = registres.approbations(faites)
        st.html(tables.tableau_html(registres.APPROBATIONS, approuvees, f"Approbations de {instantane}"))
    st.html(registres.auteur_html(convention_exports.auteur(cadre)))
    with st.expander("Catalogue des 24 mesures, et ce qui reste proposé"):
        catalogue = registres.propositions(cadre)
        st.html(tables.tableau_html(registres.PROPOSITIONS, catalogue, "Mesures de l’annexe"))
        st.html(registres.COMMENT_REGLER)
