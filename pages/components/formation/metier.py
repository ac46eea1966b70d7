"""Entries from a métier, a sector or a diploma: what leads there, where to train, what becomes of it, what comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from data_loaders.francais import INSEC, avec_unite, capitale, echapper as escape
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import palmares
from data_loaders.metiers import diplomes, ou_se_former
from data_loaders.metiers.ou_se_former import Autour
from data_loaders.parametres import secteurs
from geo import lieux, reglages, sujets
from geo.territoire import NOM_REGION
from pages.components import cache, choices, depot, feuille as st, figure_block, formation, identite, secteur
from pages.components.figure_block import Fichier, parmi, publie
from pages.components.formation import Cible
from pages.components.lieu import courant
from pages.components.partage import une_fois
from pages.figures import adresses, estimees
from pages.figures.formation import avenir as vue_avenir, diplome, mots, ou, quadrant, vue
from pages.figures.vues import Vue, badges_demo

CLE_OU = "formation-ou"
LUS = ("insertion", "certifications", "diplomes", "passages")


def montrer(donnees: Donnees, cible: Cible, annee: str, lieu: choices.Territoire) -> None:
    """What leads there and its sky, where to train; the rest is folded, by subject."""
    m, ailleurs = formation.au_coeur(donnees, cible.nomenclature, cible.niveau, cible.codes, annee)
    o = se_former_autour(donnees, cible.nomenclature, [d.code for d in ou_se_former.retenus(m.suivis, m.autres)], lieu)
    quoi = ou.devenir(cible.libelle, cible.un)
    directs = diplomes.directs(m)
    par_lieu = o and o.cours
    titre = une_fois(ou.titre, quoi, o, reglages.jour(), directs) if par_lieu else une_fois(vue.titre, cible.libelle, m)
    figure_block.titrer_page(Vue(titre, badges=badges_demo(donnees.est_demonstration("insertion"))))
    gauche, droite = figure_block.cote_a_cote([1, 1], "medium")
    with gauche:
        _diplomes(donnees, cible, m, annee, lieu)
    with droite:
        dessiner_ou(donnees, o, quoi, {(d.code, v): d.taux(v, vue.AXE) for d in m.suivis for v in d.voies})
    plis = {
        f"D’ici 2030{INSEC}: ce qui est prévu": lambda: _en_2030(donnees, cible),
        "Tension officielle (Dares)": lambda: _tension(donnees, cible),
    }
    reste = [*m.suivis[len(vue.en_vue(m)) :], *ailleurs]
    if choices.en_projection():  # a room has no fold
        _quadrant(donnees, m)
        for dessiner in plis.values():
            dessiner()
        return _autres(donnees, m) if m.autres else None
    if reste:
        tous = formation.menant(donnees, cible.nomenclature, cible.codes)
        dits = f"{avec_unite(len(reste), 'autres diplômes suivis')}, liens plus faibles ou par un métier à côté"
        plis = {dits: lambda: _reste(donnees, cible, tous, reste, annee)} | plis
    plis["Emploi ou poursuite d’études, diplôme par diplôme"] = lambda: _quadrant(donnees, m)
    if m.autres:
        plis[une_fois(vue.autres, m, False).titre] = lambda: _autres(donnees, m)
    identite.plier("formation", plis)


def _diplomes(donnees: Donnees, cible: Cible, m: diplomes.Menant, annee: str, lieu: choices.Territoire) -> None:
    """Diplomas that are followed, the surest links first, over the card that the météo has of the place."""
    demonstration, mesure = donnees.est_demonstration("insertion"), st.session_state["mesure"]
    v = une_fois(vue.diplomes, m, mesure, demonstration)
    (r, suivre), suivies = _ligne(donnees, cible, annee, lieu.zonage, lieu.code), {}
    if r:
        detail = estimees.detail(r, lieux.genitif(lieu.zonage, lieu.code))
        enquete = estimees.source(annee, donnees.est_demonstration("bmo"))
        ici = f" {capitale(lieu.message)}." if lieu.message else ""
        v = replace(v, lecture=f"{v.lecture}{ici} {detail}", source=f"{v.source} {enquete}")
        suivies = {sujets.de_zone(lieu.zonage, lieu.code).titre: suivre}
    piste = formation.des_diplomes(donnees, {d.code: d.libelle for d in m.suivis}, suivies)
    csv = Fichier(f"formation_{cible.niveau}_{cible.code}.csv", partial(fichier, donnees, cible, m))
    with figure_block.bloc("formation-diplomes", v, provenance=piste, csv=csv if m.suivis else None):
        if not m.suivis:
            identite.etat_vide(une_fois(vue.sans_suivi, m))
        elif montres := une_fois(vue.en_vue, m):
            figure_block.tabuler(une_fois(vue.table_diplomes, montres, mesure, m.moyennes), v.sous_titre)
        else:
            st.html(vue.vide_html(vue.SANS_DIRECT))
        if note := une_fois(vue.une_voie, m):
            st.html(f'<p class="obs-note">{escape(note)}</p>')
        st.html(_employeurs(cible, lieu, r))


def _reste(donnees: Donnees, cible: Cible, tous: diplomes.Menant, reste: list[diplomes.Diplome], annee: str) -> None:
    mesure, s = st.session_state["mesure"], formation.sources(donnees, cible.nomenclature)
    figure_block.tabuler(une_fois(vue.table_diplomes, reste, mesure, tous.moyennes), mots.SOUS_TITRES[mesure])
    if homonymes := une_fois(diplomes.homonymes, s, tous, cible.libelle) if cible.un else []:
        st.html(f'<p class="obs-note">{escape(vue.homonymes(homonymes, formation.metiers(donnees, annee)))}</p>')


def fichier(donnees: Donnees, cible: Cible, m: diplomes.Menant) -> bytes:
    """The file of what leads to the métiers chosen."""
    ids = {d: donnees.dernier(d).identifiant for d in LUS if donnees.millesimes(d)}
    return vue.csv(m, cible.libelle, formation.romes(donnees), ids, donnees.est_demonstration("insertion"))


def _quadrant(donnees: Donnees, m: diplomes.Menant) -> None:
    q = une_fois(quadrant.preparer, m)
    demonstration = donnees.est_demonstration("insertion")
    lu = "" if choices.en_projection() else une_fois(quadrant.lecture, q)  # the drawing needs all the height
    v = mots.vue("quadrant", une_fois(quadrant.titre, q), demonstration, edition=mots.edition(m.edition), lu=lu)
    if not q.points:
        return figure_block.absente("formation-quadrant", replace(v, sous_titre=""), quadrant.SANS_POINT)
    with figure_block.bloc("formation-quadrant", v, table=une_fois(quadrant.table, q)):
        st.html(vue.LEGENDE)
        fig = une_fois(quadrant.figure, q, figure_block.mode())
        figure_block.graphique("quadrant-formation", fig, f"{v.titre}. {une_fois(quadrant.lecture, q)}")


def _employeurs(cible: Cible, lieu: choices.Territoire, r: Any) -> str:
    if not cible.enquete:
        return vue.vide_html(vue.HORS_ENQUETE)
    if cible.niveau == "secteur":
        sans, vers = secteurs.lire().secteurs[cible.code].sans, adresses.secteurs(cible.code).removeprefix("/")
        tete = vue.vide_html(f"{vue.SANS_TOTAL} {sans}") if sans else vue.employeurs_html(cible.libelle, r, vers)
        return f"{tete}{adresses.liens_html([(vers, f'Le portrait du secteur{INSEC}: départements et métiers')])}"
    vers = adresses.metier(cible.cle, f"{lieu.zonage}:{lieu.code}").removeprefix("/")
    return vue.employeurs_html(f"{estimees.court(cible.libelle)} {lieux.locatif(lieu.zonage, lieu.code)}", r, vers)


def _ligne(donnees: Donnees, cible: Cible, annee: str, zonage: str, zone: str) -> tuple[Any, Callable | None]:
    """The row of the survey, None without one; what follows it back."""
    if not cible.enquete:
        return None, None
    if cible.niveau == "secteur":
        choisi = secteurs.lire().secteurs[cible.code]
        releve = secteur.releve(donnees, choisi)
        r = releve and une_fois(type(releve).marche, releve, annee, zonage, zone)
        return r, partial(secteur.remonter, donnees, choisi, adresses.DIFFICILES, annee, zonage, zone)
    lus = cache.marches(donnees, cible.niveau, zonage, code_zone=zone)
    lignes = une_fois(palmares.rangees, une_fois(estimees.cellules, lus, cible.niveau, cible.code, zone))
    r = next((r for r in lignes if r.annee == annee), None)
    return r, cache.suivre(donnees, adresses.DIFFICILES, zonage, zone, annee, Metier(cible.niveau, cible.code))


def _en_2030(donnees: Donnees, cible: Cible) -> None:
    a = formation.en_2030(donnees, cible.nomenclature, cible.codes)
    demonstration = donnees.est_demonstration("metiers_2030")
    v = une_fois(vue_avenir.vue_2030, a, cible.un, demonstration)
    csv = f"formation_2030_{cible.code}.csv", partial(vue_avenir.csv_2030, a, cible.libelle, demonstration)
    if not a.familles:
        return figure_block.absente("formation-2030", v, a.raison)
    lus = [donnees.dernier("metiers_2030")]
    autour = publie(v, une_fois(vue_avenir.table_2030, a), lus, vue_avenir.FORMULE, csv=csv)
    figure_block.ecrire("formation-2030", v, une_fois(vue_avenir.barres_html, a.familles[0]), **autour)


def _tension(donnees: Donnees, cible: Cible) -> None:
    a = formation.tension(donnees, cible.nomenclature, cible.codes)
    v = une_fois(vue_avenir.vue_tension, a, cible.un)
    if not a.familles:
        return figure_block.absente("formation-tension", v, a.raison)
    csv = f"formation_tension_{cible.code}.csv", partial(vue_avenir.csv_tension, a, cible.libelle)
    lus = [donnees.dernier("tension_fap")]
    autour = publie(v, une_fois(vue_avenir.table_tension, a), lus, vue_avenir.FORMULE, csv=csv)
    figure_block.ecrire("formation-tension", v, une_fois(vue_avenir.tension_html, a, cible.un), **autour)


def _autres(donnees: Donnees, m: diplomes.Menant) -> None:
    v = une_fois(vue.autres, m, donnees.est_demonstration("certifications"))
    montrees = m.autres[:6] if choices.en_projection() else m.autres  # a room is told the surest ones alone
    figure_block.tableau("formation-autres", v, table=une_fois(vue.table_autres, montrees, formation.romes(donnees)))


def se_former_autour(donnees: Donnees, fap: str, codes: Sequence[str], lieu: choices.Territoire) -> Autour | None:
    """Who prepares some diplomas around the current place, else the territory shown; None when no place is loaded."""
    lue, s, ici = formation.offre(donnees, fap), formation.sources(donnees, fap), courant() or lieu
    return None if lue is None else une_fois(ou_se_former.autour, lue, s, tuple(codes), ici.zonage, ici.code)


def dessiner_ou(donnees: Donnees, o: Autour | None, quoi: str, emploi: Mapping[tuple[str, str], float]) -> None:
    """The map, the list, what is farther; `emploi`: (diploma, voie) -> rate (%) in the region, NaN without any."""
    if o is None:
        return figure_block.absente(CLE_OU, Vue("Où se former", champ=ou.non_couvert()), ou.SANS_PLACES)
    lus = [donnees.dernier(d) for d in ou_se_former.PLACES if donnees.millesimes(d)]
    demonstration = bool(lus) and donnees.est_demonstration(lus[0].dataset)
    v, jour = une_fois(ou.vue, o, demonstration), reglages.jour()
    if not o.cours:
        return figure_block.absente(CLE_OU, v, ou.AUCUN)
    taux = {cle: f"{mots.pourcent(x)} en emploi à six mois dans la région" for cle, x in emploi.items() if x == x}
    csv = "ou_se_former.csv", partial(ou.csv, o, quoi, demonstration)
    autour = publie(v, une_fois(ou.table, o, taux, jour), lus, csv=csv)
    with figure_block.bloc(CLE_OU, v, pli=une_fois(ou.pli, o), **autour):
        st.html(une_fois(ou.liste_html, o, jour))
        if plan := depot.html_une_fois(ou.carte_html, o):
            st.html(plan)


def montrer_diplome(donnees: Donnees, code: str, annee: str, lieu: choices.Territoire) -> None:
    """The whole entry."""
    fap = formation.nomenclature(donnees)
    s = formation.sources(donnees, fap)
    dit, lignes = s.diplomes[code], formation.evolution(s, code)
    o = se_former_autour(donnees, fap, [code], lieu)
    titre = une_fois(diplome.titre, dit["libelle"], lignes)
    sous_titre = f"{mots.niveau_dit(dit['niveau'])}, code {code}, {NOM_REGION}"
    figure_block.titrer_page(Vue(titre, sous_titre, badges=badges_demo(donnees.est_demonstration("insertion"))))
    gauche, droite = figure_block.cote_a_cote([1, 1], "medium")
    with gauche:
        _devenir(donnees, s, code, lignes)
    with droite:
        derniers = lignes[lignes["periode"] == lignes["periode"].max()]
        dessiner_ou(donnees, o, dit["libelle"], {(code, r.voie): r.taux_emploi_6 for r in derniers.itertuples()})
    _metiers_du_diplome(donnees, s, code, annee, lieu)


def _devenir(donnees: Donnees, s: diplomes.Sources, code: str, lignes: pd.DataFrame) -> None:
    demonstration, libelle = donnees.est_demonstration("insertion"), s.diplomes[code]["libelle"]
    suivis = set(s.insertion["code"])
    anciens = {s.diplomes[c]["libelle"] for c in diplomes.famille(s, code) if c != code and c in suivis}
    v, table = diplome.devenir(libelle, lignes, sorted(anciens - {libelle}), demonstration)
    if lignes.empty:
        seule = Vue(v.titre, v.sous_titre, badges=v.badges)
        return figure_block.absente("formation-devenir", seule, diplome.SANS_SUIVI)
    lu = f"insertion/{donnees.dernier('insertion').identifiant}"
    csv = Fichier(f"formation_diplome_{code}.csv", partial(diplome.csv, libelle, code, lignes, lu, demonstration))
    suivis = formation.des_diplomes(donnees, {code: libelle})
    figure_block.tableau("formation-devenir", v, table=table, csv=csv, provenance=suivis)


def _metiers_du_diplome(donnees: Donnees, s: diplomes.Sources, code: str, annee: str, lieu: choices.Territoire) -> None:
    liens = formation.metiers_du_diplome(s, code)
    demonstration, ou_ici = donnees.est_demonstration("bmo"), lieux.locatif(lieu.zonage, lieu.code)
    source = estimees.source(annee, demonstration)
    v = diplome.vue_metiers(s.diplomes[code]["libelle"], liens, ou_ici, annee, source, demonstration)
    if liens.empty:
        return figure_block.absente("formation-metiers", Vue(v.titre, badges=v.badges), diplome.SANS_METIER)
    marches = cache.marches(donnees, "metier", lieu.zonage, code_zone=lieu.code)
    lus = marches[marches["code_groupe"].isin(liens["code_metier"]) & marches["annee"].eq(annee)]
    lignes, ici = {r.code_groupe: r for r in lus.itertuples()}, f"{lieu.zonage}:{lieu.code}"
    noms, romes = formation.metiers(donnees, annee), formation.romes(donnees)
    suivre = partial(cache.suivre, donnees, adresses.DIFFICILES, lieu.zonage, lieu.code, annee)
    nommes = [c for c in liens["code_metier"] if c in lignes and f"metier:{c}" in noms]
    suivis = {noms[f"metier:{c}"]: suivre(Metier("metier", c)) for c in nommes}
    lu = f"bmo/{donnees.instantane('bmo', annee).identifiant}"
    tableau, dites = diplome.metiers(liens, noms, romes, lignes, ici, not choices.en_projection())
    csv = Fichier(f"formation_diplome_{code}_metiers.csv", partial(diplome.csv_metiers, dites, lu, demonstration))
    figure_block.tableau("formation-metiers", v, table=tableau, csv=csv, provenance=parmi(suivis, "Métier"))
    if lieu.message and not choices.en_projection():
        st.caption(lieu.message)
