"""View « Un territoire, ses découpages »: a zoning, then one territory under the others and what is true on it."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import lieux, sujets, zonages
from pages.components import cache, choices, feuille as st, figure_block, identite, lieu, territoires
from pages.components.figure_block import Fichier, parmi
from pages.components.partage import une_fois
from pages.components.territory_map import carte_de
from pages.figures import adresses, aide, tables
from pages.figures.chiffres_cles import cartes_html, chiffres_convention, vue_convention
from pages.figures.provenance import documents
from pages.figures.territoires import decoupage, etats, libre, lieu as territoires_lieu, loupe
from pages.figures.vues import Vue, badges_decoupage

_DE_LA_CONVENTION = ("territoires_spo", "reseaux", "sites", "professionnels")


def montrer_loupe(donnees: Donnees) -> None:
    """The territory chosen under the lens; its zoning until there is one."""
    ligne = choices.ligne_choix("loupe")
    with choices.phrase("loupe"):
        territoires.retour()
        zonage = choices.zonage(territoires.ZONAGES_LOUPE)
        code = choices.zone(zonage)
    ligne(choices.nom_zone(zonage, code) if code else zonages.zonage(zonage).libelle)
    if code is None:
        _decoupage(zonage)
        return
    sujet = sujets.de_zone(zonage, code)
    v = loupe.preparer(sujet)
    if choices.en_projection():
        c = loupe.croiser(sujet, territoires.croise(sujet.zonage))
        dite = replace(v, source=territoires_lieu.origine_perimetre(c.zonage))
        territoires.en_salle("croise", dite, lambda: _carte_croisee(sujet, c), loupe.barres_html(sujet, c))
    else:
        figure_block.titrer_page(v)
        with figure_block.partie("croise"):
            with st.container(key="champs-croise"):
                c = loupe.croiser(sujet, territoires.croise(sujet.zonage))
            sous_titre = f"{c.zonage.libelle}, part des habitants {sujet.de_qui} dans chaque zone"
            source, badges = territoires_lieu.origine_perimetre(c.zonage), badges_decoupage(c.zonage.code)
            dite = Vue(f"{sujet.qui} {c.phrase}", sous_titre, source=source, badges=badges)
            with figure_block.bloc("croise", dite, cadre=""):
                _carte_croisee(sujet, c)
    with figure_block.partie("loupe"):
        recouper(sujet, f"{zonage}_{code}", f"Ce que recoupe {sujet.defini}", cadre="")
        territoires.partir_de(zonage, code)
        st.html(adresses.liens_html(territoires_lieu.liens_zone(zonage, code)))
    _vrai(donnees, sujet)


def recouper(sujet: sujets.Sujet, nom: str, titre: str = "", **autour: Any) -> None:
    """Shares of a territory in every other zoning, as bars; under a title, in rows too. `nom`: of the file."""
    v, croisements, suivre = loupe.preparer(sujet), loupe.croisements(sujet), partial(documents.part, sujet)
    parts = {
        f"{capitale(c.zonage.libelle_zone)}{INSEC}: {r.libelle_zone}": partial(suivre, c.zonage.code, r.code_zone)
        for c in croisements
        for r in c.parts.itertuples()
    }
    dite = replace(v, titre=titre or v.titre, sous_titre="Part de sa population, par découpage", badges=())
    csv = Fichier(f"recoupements_{nom}.csv", lambda: loupe.csv(sujet, croisements))
    with figure_block.bloc("loupe", dite, provenance=parmi(parts), csv=csv, **autour):
        st.html(loupe.blocs_html(croisements))
        if titre:
            table = loupe.table(croisements)
            identite.deplier("pli-loupe", "Les mêmes parts en tableau", figure_block.tabuler, table, v.titre)


def _decoupage(zonage: str) -> None:
    titre = f"{zonages.zonage(zonage).libelle}{INSEC}: un territoire touché ouvre sa page"
    v, suite = decoupage.preparer(zonage), partial(territoires.suivre, zonage, volet="lieu")
    carte = partial(carte_de, zonage, *decoupage.carte(zonage), titre, key=f"decoupage-{zonage}", on_change=suite)
    if choices.en_projection():
        territoires.en_salle("decoupage", v, carte, f"<p>{escape(etats.ROLES[zonage])}</p>")
    else:
        with figure_block.bloc("decoupage", v, tete="page"):
            st.html(f'<p class="obs-role">{escape(etats.ROLES[zonage])}</p>')
            gauche, droite = st.columns([7, 5], gap="large")
            with gauche:
                carte()
            with droite:
                st.html(libre.faits_html(decoupage.faits(zonage), fiche=True))
                if zonage in etats.ZONAGES_ETATS:
                    vers = adresses.adresse("territoires", volet="etats", etats=zonage)
                    st.html(adresses.liens_html(((vers, "Où en sont ces territoires"),)))
    dite, table = decoupage.tableau(zonage)
    noms, habitants = zonages.noms(zonage), partial(documents.habitants, zonage)
    suivis = parmi({f"{noms[code]} ({code})": partial(habitants, code) for code, *_ in table.lignes}, "Territoire")
    csv = Fichier(f"territoires_{zonage}.csv", lambda: decoupage.csv(zonage))
    with figure_block.bloc("decoupage", dite, cadre="bloc-tableau", provenance=suivis, csv=csv):
        figure_block.tabuler(table, v.titre)


def _carte_croisee(sujet: sujets.Sujet, c: loupe.Croisement) -> None:
    projection, titre = choices.en_projection(), f"{c.zonage.libelle} et contour {sujet.de_qui}"
    contours = {"contours": zonages.trace(sujet.zonage), "contour_choisi": sujet.code, "contours_tous": False}
    place = {"disposition": "sans" if projection else "droite", "motifs": projection, "key": "croise-carte"}
    suivre = partial(territoires.suivre, c.zonage.code, zonage=c.zonage.code)
    carte_de(c.zonage.code, loupe.etats(c), loupe.legende(sujet, c), titre, on_change=suivre, **contours, **place)


def _vrai(donnees: Donnees, sujet: sujets.Sujet) -> None:
    v, vus = loupe.vrais(sujet, lambda code, zonage: cache.lire_tableau(donnees, code, zonage))
    ici = [x.indicateur for x in vus if sujet.zonage in x.indicateur.zonages]
    suivis = {
        ind.libelle: cache.suivre(donnees, ind.code, sujet.zonage, sujet.code, periodes[-1])
        for ind in ici
        if (periodes := cache.lire_tableau(donnees, ind.code, sujet.zonage).periodes)
    }
    figure_block.ecrire("vrai", v, tables.en_html(loupe.table_vrais(sujet, vus), v.titre), provenance=parmi(suivis))


def montrer_etats(donnees: Donnees) -> None:
    """The states of one zoning."""
    ligne = choices.ligne_choix("etats")
    with choices.phrase("etats"):
        territoires.retour()
        zonage = choices.boutons("Découpage", {z: zonages.zonage(z).libelle for z in etats.ZONAGES_ETATS}, "etats")
        niveau = "ensemble"
        if zonage == "spo":
            niveau = choices.un_seul("Niveau de labellisation", etats.NIVEAUX_LUS, "niveau_label")
    ligne(zonages.zonage(zonage).libelle)
    zone = (lieu.zone_de(zonage) or "").partition(":")[2] or None
    v, salle = une_fois(etats.preparer, donnees, zonage, niveau), choices.en_projection()
    # In a meeting room the legend of the map is beside it, names are on it.
    place = {"disposition": "sans" if salle else "droite", "motifs": True, "selection": zone}
    place |= {"key": f"etats-{zonage}", "on_change": partial(territoires.suivre, zonage, zonage=zonage)}
    carte = partial(carte_de, zonage, v.etats, v.legende, v.sous_titre, **place)
    if salle:
        territoires.en_salle("etats", v, carte, etats.legende_html(v))
    else:
        suivis = parmi(documents.chiffres_etats(donnees, zonage, v), "Territoire")
        figure_block.titrer_page(lieu.pour(v, zonage, zone))
        with figure_block.bloc("etats", v, tete="aucune", provenance=suivis):
            st.html(f'<p class="obs-role">{escape(etats.ROLES[zonage])}</p>')
            carte()
    dite = Vue(f"Les {len(v.lignes)} territoires", v.sous_titre)
    table = v.entetes, v.lignes, [v.codes.index(zone)] if zone in v.codes else []
    csv = Fichier(f"etats_{zonage}.csv", partial(etats.csv, zonage, v))
    with figure_block.bloc("etats", dite, cadre="bloc-tableau", table=table, csv=csv):
        if any(etats.NR in ligne for ligne in v.lignes):
            st.caption(etats.NOTE_NR)
    suivis = cache.suivis_annexe(donnees, cache.lire_cadre(donnees), date.today())
    if dits := [a for a in cache.accords(donnees, suivis) if a.zonage == zonage]:
        with figure_block.partie("annexe", "Et l’annexe de la convention", "La mesure qui porte sur ces territoires"):
            st.html(adresses.accords_html(dits, sur_place=True))
    if etats.commandes(zonage):
        _suivi(donnees, zonage, zone)
    if zonage == "spo":
        quoi = "Ce qu’écrit la convention de 2013 pour toute la région", "Accueil, information et orientation"
        ecrits, dits = chiffres_convention(_DE_LA_CONVENTION), documents.ecrits(_DE_LA_CONVENTION)
        figure_block.ecrire("convention", vue_convention(*quoi), cartes_html(ecrits), provenance=parmi(dits))


def _suivi(donnees: Donnees, zonage: str, zone: str | None) -> None:
    de_qui = lieux.genitif(zonage, zone) if zone else "de tous les territoires"
    with figure_block.partie("historique", "Historique", f"Chaque état connu {de_qui}, le plus ancien d’abord"):
        table = une_fois(etats.historique, donnees, zonage, zone)
        if table.lignes:
            figure_block.tabuler(table, "États successifs")
        else:
            dit = "La convention n’en dit rien non plus."
            identite.etat_vide("Aucun état n’a encore été reçu pour ce territoire.", dit)
        with st.expander(aide.PLI):
            st.html(etats.COMMENT_REMPLIR)
            st.code(etats.commandes(zonage), language="bash")
