"""Dossier of a sector or filière of the convention: its text, its métiers, what leads there, what is foreseen."""

from datetime import date
from functools import partial

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import palmares
from data_loaders.metiers import ou_se_former
from data_loaders.metiers.diplomes import Menant
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Correspondance, Secteur
from geo import zonages
from pages.components import cache, choices, feuille as st, figure_block, formation, secteur as un_secteur, secteurs
from pages.components.formation import metier
from pages.components.identite import etat_vide
from pages.components.partage import une_fois
from pages.figures import adresses
from pages.figures.dossier import vue as dossier
from pages.figures.formation import avenir, vue
from pages.figures.secteurs import tables, vue as secteurs_vue


def montrer(donnees: Donnees, cible: formation.Cible | None, correspondance: Correspondance, annee: str) -> None:
    """The whole dossier, in the order in which it is printed; all of them until one is chosen."""
    if cible is None:
        autour = {"tete": "page", "cadre": "", "partage": False}
        return figure_block.ecrire("dossiers", *dossier.liste(correspondance), **autour)
    secteur = correspondance.secteurs[cible.code]
    m, _ = formation.au_coeur(donnees, cible.nomenclature, cible.niveau, cible.codes, annee)
    releve = un_secteur.releve(donnees, secteur)
    if releve is None:
        demonstration = donnees.est_demonstration("bmo")
        figure_block.titrer_page(secteurs_vue.vide(secteur, demonstration))
        etat_vide(secteurs_vue.raison_vide(demonstration))
    else:
        figure_block.titrer_page(dossier.tete(releve, annee))
    if not choices.en_projection():
        portes = (
            (adresses.secteurs(secteur.code), "Le portrait du secteur, par département"),
            (adresses.ecran("formation", entree="secteur", secteur=secteur.code), "Tous les diplômes"),
            (adresses.ecran("seance", secteur=secteur.code), "En faire l’ordre du jour d’une séance"),
        )
        with st.container(key="portes-dossier"):
            st.html(adresses.liens_html(portes))
    figure_block.ecrire("dossier-convention", *dossier.texte(secteur, correspondance))
    if releve is not None:
        _metiers(donnees, releve, annee, cible.nomenclature)
    _diplomes(donnees, secteur, cible, m)
    _plan(donnees, secteur, cible, m, annee)
    _avenir(donnees, secteur, cible)
    secteurs.interim_publie(donnees, secteur)
    figure_block.ecrire("dossier-inconnus", *dossier.inconnus(secteur, m))


def _metiers(donnees: Donnees, releve: Releve, annee: str, fap: str) -> None:
    codes = releve.codes(annee)
    tensions = {c: formation.tension(donnees, fap, (c,)) for c in codes}
    avenirs = {c: formation.en_2030(donnees, fap, (c,)) for c in codes}
    v, table = dossier.metiers(releve, annee, tensions, {} if choices.en_projection() else avenirs)
    suivis = secteurs.provenance_metiers(donnees, releve, annee)
    csv = secteurs.fichier(donnees, releve, "metiers", tables.csv_metiers)
    figure_block.tableau("dossier-metiers", v, table=table, provenance=suivis, csv=csv)


def _diplomes(donnees: Donnees, secteur: Secteur, cible: formation.Cible, m: Menant) -> None:
    demonstration, salle = donnees.est_demonstration("insertion"), choices.en_projection()
    v, table = une_fois(dossier.diplomes, secteur, m, demonstration, salle)
    if not m.suivis:
        return figure_block.absente("dossier-diplomes", v, vue.sans_suivi(m))
    suivis = formation.des_diplomes(donnees, {d.code: d.libelle for d in dossier.retenus(m)})
    csv = figure_block.Fichier(f"dossier_{secteur.code}_diplomes.csv", partial(metier.fichier, donnees, cible, m))
    figure_block.tableau("dossier-diplomes", v, table=table, provenance=suivis, csv=csv)


def _plan(donnees: Donnees, secteur: Secteur, cible: formation.Cible, m: Menant, annee: str) -> None:
    """Places and wishes beside what employers ask and what is foreseen."""
    offre, s = formation.offre(donnees, cible.nomenclature), formation.sources(donnees, cible.nomenclature)
    if offre is None:
        return
    noms, siens = formation.metiers(donnees, annee), tuple(cible.codes)
    lignes = []
    for d in m.suivis:
        bilan = ou_se_former.bilan(offre, s, d.code)
        # Of the métiers that it may lead to, one of the dossier.
        codes = [c for c in formation.metiers_du_diplome(s, d.code)["code_metier"] if c.startswith(siens)]
        if bilan is None or not codes or d.confiance == "faible":
            continue
        lus = cache.marches(donnees, "metier", "region", code_zone=zonages.REGION)
        r = next((x for x in palmares.rangees(lus[lus["code_groupe"].eq(codes[0]) & lus["annee"].eq(annee)])), None)
        familles = formation.en_2030(donnees, cible.nomenclature, (codes[0],)).familles
        nom = noms.get(f"metier:{codes[0]}", "")
        lignes.append(dossier.Ligne(d.libelle, bilan, nom, r, familles[0] if familles else None))
    v, tableau = dossier.places(secteur.libelle, lignes, date.today(), donnees.est_demonstration("bmo"))
    if not lignes:
        return figure_block.absente("dossier-plan", v, dossier.SANS_PLACES)
    lus = [donnees.dernier(d) for d in (*ou_se_former.PLACES, "metiers_2030", "bmo") if donnees.millesimes(d)]
    figure_block.tableau("dossier-plan", v, **figure_block.publie(v, tableau, lus, v.lecture))


def _avenir(donnees: Donnees, secteur: Secteur, cible: formation.Cible) -> None:
    a = formation.en_2030(donnees, cible.nomenclature, cible.codes)
    demonstration = donnees.est_demonstration("metiers_2030")
    v = une_fois(dossier.avenir, a, demonstration)
    if not a.familles:
        return figure_block.absente("dossier-2030", v, a.raison)
    csv = f"dossier_{secteur.code}_2030.csv", partial(avenir.csv_2030, a, secteur.libelle, demonstration)
    tableau, lus = une_fois(avenir.table_2030, a), [donnees.dernier("metiers_2030")]
    figure_block.tableau("dossier-2030", v, **figure_block.publie(v, tableau, lus, avenir.FORMULE, csv=csv))
