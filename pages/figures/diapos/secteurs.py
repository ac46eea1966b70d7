"""Slides about a sector or a filière of the convention: its métiers, the diplomas that lead there, what is foreseen."""

import re
from contextlib import suppress
from typing import Any, Final

import pandas as pd

from data_loaders.francais import INSEC, avec_unite, capitale, en_phrase, nombre, periode_libelle, un_an_avant
from data_loaders.jeux import enquete
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import enonces, palmares
from data_loaders.metiers import avenir, diplomes, indices_complets, liens, secteurs as releves
from data_loaders.parametres import meteo, secteurs
from data_loaders.portraits import Memoire
from geo.zonages import REGION
from pages.figures.diapos import LIGNES_MAX, Diapositive, Point, SansVue, exiger, mots, rendu, trace
from pages.figures.diapos.mots import diapositive
from pages.figures.formation import mots as formation
from pages.figures.tables import Table

POINTS_MIN: Final = 8
MOTS_MAX: Final = 34


def _secteur(lieu: str) -> secteurs.Secteur:
    return secteurs.lire().secteurs[mots.cle(lieu)[1]]


def _releve(m: Memoire, secteur: secteurs.Secteur) -> releves.Releve:
    r = m.garder(_relever, m.donnees, secteur.code)
    exiger(r and r.annees, "aucun métier de l’enquête n’y répond")
    return r


def _relever(donnees: Donnees, code: str) -> releves.Releve | None:
    return releves.relever(donnees, secteurs.lire().secteurs[code], enquete.lire(donnees))


def promesse(_m: Memoire, lieu: str) -> Diapositive:
    """What the convention promises to the sector, summarised."""
    s, c = _secteur(lieu), secteurs.lire()
    texte, ensembles = c.textes[s.liste], f"{len(s.choix)} ensemble{'s' if len(s.choix) > 1 else ''} de métiers"
    tous_mots = texte.phrase.split()
    phrase = f"{' '.join(tous_mots[:MOTS_MAX])}{'…' if len(tous_mots) > MOTS_MAX else ''}"
    promis = {"prioritaire": "un secteur prioritaire", "filiere": "une filière à l’intervention renforcée"}
    compte = "Ce qui est compté", f"{ensembles}, liste de travail"
    faits = [("Qui s’engage", "Région et Pôle emploi"), ("Où c’est écrit", texte.ou), compte]
    corps = rendu.engagement(f"«{INSEC}{phrase}{INSEC}»", faits)
    return diapositive("promesse", corps, secteur=s, promis=promis.get(s.liste, "un secteur à étudier"))


def tous(m: Memoire, _: str) -> Diapositive:
    """All the sectors that have an estimate, on one axis."""
    points, annee, demo = [], "", False
    suivis = secteurs.lire().secteurs.values()
    for s in suivis:
        with suppress(SansVue):
            r = _releve(m, s)
            annee, demo = r.annees[-1], r.demonstration
            x = r.marche(annee)
            if x is not None and pd.notna(x.classe):
                points.append(Point(_secteur_court(s), *mots.part(x)))
    exiger(len(points) > 2, "moins de trois secteurs estimés")
    points.sort(key=lambda p: -p.valeur)
    haut, bas = points[0], points[-1]
    region = mots.part(mots.region(m, annee))[0]
    montres = points if len(points) <= LIGNES_MAX else [*points[:4], *points[-3:]]
    barres = [p._replace(sujet=p in (haut, bas), repere=region) for p in montres]
    reste = mots.autres(len(points) - len(montres), "secteur")
    figure = rendu.barres(barres, reste, "tous les métiers de la région")
    table = mots.rangs(("Secteur", "Part estimée #"), ((p.nom, p.dit) for p in points))
    dits = {"bas": bas, "haut": haut, "bas_nom": bas.nom.lower(), "haut_nom": haut.nom.lower()}
    dits |= {"estimes": len(points), "suivis": len(suivis)}
    return diapositive("secteurs", figure, None, annee, demo, table, **dits)


def _secteur_court(s: secteurs.Secteur) -> str:
    return (s.nom or s.libelle).split(",")[0]


def annees(m: Memoire, _: str) -> Diapositive:
    """Hard hires in the region, survey by survey."""
    lignes = m.marches("ensemble", "region")
    lignes = lignes[(lignes["code_zone"] == REGION) & (lignes["statut"] == "estime")].sort_values("annee")
    exiger(len(lignes) > 2, "moins de trois enquêtes")
    dits_annees = [(r.annee, *mots.part(r)) for r in palmares.rangees(lignes.tail(LIGNES_MAX))]
    haut = max(dits_annees, key=lambda d: d[1])
    (a0, _, d0), (a1, _, d1) = dits_annees[0], dits_annees[-1]
    milieu = f", {haut[2]} en {haut[0]}" if haut[0] not in (a0, a1) else ""
    demo = m.tableau("bmo_projets", "region").demonstration
    dits = {"debut": f"{d0} en {a0}", "milieu": milieu, "fin": d1}
    return diapositive("annees", rendu.dessinee(trace.colonnes, dits_annees), None, a1, demo, **dits)


def _metiers(m: Memoire, lieu: str) -> tuple[secteurs.Secteur, mots.Enquete]:
    """A sector, and what the survey says of its métiers in the region."""
    s = _secteur(lieu)
    r, lue = _releve(m, s), mots.enquete(m, "metier", f"region:{REGION}")
    lignes = lue.lignes[lue.lignes["code_groupe"].isin(r.codes(lue.annee))]
    exiger(len(lignes), "aucun métier de l’enquête n’y répond")
    return s, lue._replace(lignes=lignes)


def embauches(m: Memoire, lieu: str) -> Diapositive:
    """Métiers of the sector that hire the most; they are shared by several employers, and never added up."""
    s, (_, annee, lignes, noms, demo) = _metiers(m, lieu)
    courts = mots.courts(noms)
    lignes = lignes[lignes["projets"] > 0].sort_values(["projets", "code_groupe"], ascending=[False, True])
    exiger(len(lignes) > 2, "moins de trois métiers avec des projets")
    premier, *suite = (
        Point(courts[x.code_groupe], float(x.projets), mots.au_moins(x.projets, x.minorant))
        for x in palmares.rangees(lignes)
    )
    figure, table = mots.barres([premier._replace(sujet=True), *suite], "métier"), _table(lignes, noms)
    dits = {"secteur": s, "nom": _secteur_court(s), "premier": en_phrase(premier.nom), "combien": premier.dit}
    return diapositive("embauches", figure, None, annee, demo, table, **dits)


def _table(lignes: pd.DataFrame, noms: dict[str, str]) -> Table:
    parts = ((x, mots.part(x)[1] if x.statut == "estime" else capitale(x.raison)) for x in palmares.rangees(lignes))
    rangees = ((noms[x.code_groupe], mots.au_moins(x.projets, x.minorant), part) for x, part in parts)
    return mots.rangs(("Métier", "Projets #", "Part estimée #"), rangees)


def difficiles(m: Memoire, lieu: str) -> Diapositive:
    """How hard each métier of the sector is to fill: all as dots, the extremes named."""
    s, lue = _metiers(m, lieu)
    courts, sures = mots.courts(lue.noms), lue.estimees.sort_values("q_estimee", ascending=False)
    exiger(len(sures) > 2, "moins de trois métiers estimés")
    nets = int((palmares.nets(sures) == enonces.DIFFICILE).sum())
    rangees = palmares.rangees(sures)
    bas = rangees[-1]
    pl = "s" if nets > 1 else ""
    if len(sures) >= POINTS_MIN:
        plus = sures.sort_values("projets", ascending=False).head(2)["code_groupe"]
        nommes = {courts[x] for x in [*plus, rangees[0].code_groupe, bas.code_groupe]}
        noms_courts = ((courts[x.code_groupe], x) for x in rangees)
        points = [Point(nom, *mots.part(x), nom in nommes, float(x.projets or 0)) for nom, x in noms_courts]
        seuil = float(meteo().limites_classe[2]) * 100
        figure = rendu.dessinee(trace.points, points, seuil, f"difficile{INSEC}: {avec_unite(seuil, '%')} et plus")
        quoi = "Part estimée de projets difficiles, un rond par métier (aire : projets)"
    else:
        gardees = rangees[: mots.lignes_max([courts[x.code_groupe] for x in rangees])]
        figure = rendu.barres([Point(courts[x.code_groupe], *mots.part(x), x is rangees[0]) for x in gardees])
        quoi = "Part estimée des projets jugés difficiles"
    dits = {"quoi": quoi, "dernier": en_phrase(courts[bas.code_groupe]), "secteur": s}
    tete = f"{_secteur_court(s)}, région, {lue.annee}{INSEC}: {nets} métier{pl} sur {len(sures)} difficile{pl}"
    dits["tete"] = tete
    return diapositive("difficulte", figure, None, lue.annee, lue.demonstration, _table(sures, lue.noms), **dits)


def _cible(m: Memoire, lieu: str) -> tuple[secteurs.Secteur, str, tuple[str, ...]]:
    """A sector, the nomenclature of its last survey, what the codes of its métiers begin with."""
    s = _secteur(lieu)
    r = _releve(m, s)
    fap = r.nomenclatures[r.annees[-1]]
    return s, fap, tuple(s.prefixes(fap))


def formations(m: Memoire, lieu: str) -> Diapositive:
    """The same diplomas by two routes: in work six months after."""
    s, fap, codes = _cible(m, lieu)
    offres = m.garder(indices_complets.offres_par_rome, m.donnees)
    tous = diplomes.menant(m.donnees, m.garder(diplomes.sources, m.donnees, fap), codes)
    menant, _ = diplomes.au_coeur(tous, liens.comptent(m.donnees, "secteur", codes, "", offres))
    surs = (d for d in menant.suivis if d.confiance != "faible")
    paires = [(d, *(d.taux(voie, "taux_emploi_6") for voie in ("scolaire", "apprentissage"))) for d in surs]
    paires = [(d, a, b) for d, a, b in paires if a == a and b == b]
    exiger(len(paires) > 2, "moins de trois diplômes comparables par les deux voies")
    montrees = paires[: mots.lignes_max([_diplome(d.libelle) for d, _, _ in paires]) - 1]
    contraires = [p for p in montrees if p[2] <= p[1]]
    mieux = f"{len(montrees) - len(contraires)} fois sur {len(montrees)}"
    sauf = f", {'sauf un' if len(contraires) == 1 else mieux}" if contraires else ""
    dit = f"à diplôme égal, les apprentis {'' if sauf else 'sont '}plus souvent en emploi à six mois{sauf}"
    dites = [(_niveau(d), _diplome(d.libelle), a, b) for d, a, b in montrees]
    figure = rendu.paires(dites, mots.autres(len(paires) - len(montrees), "diplôme"))
    lignes = ((d.libelle, nombre(a), nombre(b)) for d, a, b in paires)
    table = mots.rangs(("Diplôme", "Lycée, % #", "Apprentissage, % #"), lignes)
    demo = m.donnees.est_demonstration("insertion")
    dits = {"secteur": s, "nom": _secteur_court(s), "dit": dit, "mieux": mieux, "edition": menant.edition}
    return diapositive("formations", figure, None, "", demo, table, **dits)


def _niveau(d: Any) -> str:
    """« Bac pro », « BTS »: the kind of a diploma, in a few letters."""
    genre = str(d.type_diplome)
    courts = {"bac": "Bac pro", "bts": "BTS", "brevet de technicien": "BTS", "brevet": "BP", "mention": "MC"}
    autre = "CAP" if "aptitude" in genre.lower() else genre[:8]
    return next((court for debut, court in courts.items() if genre.lower().startswith(debut)), autre)


def _diplome(libelle: str) -> str:
    for tete in ("Bac professionnel ", "Baccalauréat professionnel ", "Bac pro ", "BTS ", "CAP ", "MC ", "BP "):
        libelle = libelle.removeprefix(tete)
    return capitale(re.split(r" \(| : | option ", libelle)[0])


def en_2030(m: Memoire, lieu: str) -> Diapositive:
    """What is foreseen to 2030 of the families of métiers that are near."""
    s, fap, codes = _cible(m, lieu)
    a = avenir.en_2030(m.donnees, m.garder(avenir.passages, m.donnees, fap), codes)
    familles = [f for f in a.familles if f.valeurs.get("postes") == f.valeurs.get("postes")]
    exiger(len(familles) > 2, "moins de trois familles projetées")
    postes = {f.libelle: f.valeurs["postes"] for f in sorted(familles, key=lambda f: -f.valeurs["postes"])}
    premiere, *suite = (Point(nom, n, formation.milliers(n)) for nom, n in postes.items())
    figure = mots.barres([premiere._replace(sujet=True), *suite], "famille")
    table = mots.rangs(("Famille de métiers", "Postes à pourvoir #"), ((p.nom, p.dit) for p in (premiere, *suite)))
    demo = m.donnees.est_demonstration("metiers_2030")
    famille = f"{premiere.nom[:1].lower()}{premiere.nom[1:]}"
    return diapositive("en2030", figure, None, "", demo, table, secteur=s, famille=famille, postes=premiere.dit)


def interim(m: Memoire, _: str) -> Diapositive:
    """Temporary work in the region, all sectors."""
    t = mots.memoriser(m, "interimaires", "region")
    avant, p = un_an_avant(t.periodes[-1]), t.periodes[-1]
    v0, v = (mots.valeur(t, REGION, x) for x in (avant, p))
    exiger(None not in (v, v0), "pas de chiffre un an plus tôt")
    d = 100 * (v / v0 - 1)
    alors = (nombre(v0), f"un an plus tôt, {periode_libelle(avant)}")
    ecart = f"{avec_unite(abs(d), '%')} de {'plus' if d > 0 else 'moins'}"
    dits = {"nombre": nombre(v), "ecart": ecart, "quand": periode_libelle(p)}
    return diapositive("interim", rendu.chiffre(nombre(v), "", [alors]), None, p, t.demonstration, **dits)


def trancher(m: Memoire, lieu: str) -> Diapositive:
    """What the council has to settle: the trainings to adapt, from the métiers that the views showed."""
    s, (_, annee, lignes, noms, demo) = _metiers(m, lieu)
    surs = lignes[(lignes["statut"] == "estime") & (palmares.nets(lignes) == enonces.DIFFICILE)]
    exiger(len(surs), "aucun métier n’est dit difficile à pourvoir")
    corps = rendu.decision(mots.pistes(surs.sort_values("P", ascending=False).head(3), mots.courts(noms)))
    return diapositive("adapter", corps, None, annee, demo, secteur=s, nom=_secteur_court(s))
