"""Slides about a sector or a filière of the convention: its métiers, the diplomas that lead there, what is foreseen."""

import re
from typing import Any, Final

import pandas as pd

from data_loaders import francais
from data_loaders.francais import INSEC, avec_unite, capitale, nombre
from data_loaders.jeux import enquete
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import enonces, palmares
from data_loaders.metiers import avenir, diplomes, nomenclatures, secteurs as releves
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres import meteo, secteurs
from data_loaders.parametres.secteurs import Secteur
from data_loaders.portraits import Memoire
from geo.territoire import NOM_REGION
from geo.zonages import REGION
from pages.figures import diapos
from pages.figures.diapos import Diapositive, SansVue, mots
from pages.figures.diapos.mots import diapositive
from pages.figures.formation import mots as formation
from pages.figures.tables import Table

POINTS_MIN: Final = 8
MOTS_MAX: Final = 34


def _secteur(lieu: str) -> Secteur:
    return secteurs.lire().secteurs[mots.cle(lieu)[1]]


def _releve(m: Memoire, secteur: Secteur) -> Releve:
    r = m.garder(_relever, m.donnees, secteur.code)
    if r is None or not r.annees:
        raise SansVue("aucun métier de l’enquête n’y répond")
    return r


def _relever(donnees: Donnees, code: str) -> Releve | None:
    return releves.relever(donnees, secteurs.lire().secteurs[code], enquete.lire(donnees))


def promesse(_m: Memoire, lieu: str) -> Diapositive:
    """What the convention promises to the sector, summarised."""
    s, c = _secteur(lieu), secteurs.lire()
    texte, ensembles = c.textes[s.liste], f"{len(s.choix)} ensemble{'s' if len(s.choix) > 1 else ''} de métiers"
    tous_mots = texte.phrase.split()
    phrase = f"{' '.join(tous_mots[:MOTS_MAX])}{'…' if len(tous_mots) > MOTS_MAX else ''}"
    promis = {"prioritaire": "un secteur prioritaire", "filiere": "une filière à l’intervention renforcée"}
    faits = [
        ("Qui s’engage", "Région et Pôle emploi", False),
        ("Où c’est écrit", texte.ou, False),
        ("Ce qui est compté", f"{ensembles}, liste de travail", False),
    ]
    corps = diapos.Engagement(f"«{INSEC}{phrase}{INSEC}»", faits)
    return diapositive("promesse", corps, secteur=s, promis=promis.get(s.liste, "un secteur à étudier"))


def tous(m: Memoire, _: str) -> Diapositive:
    """All the sectors that have an estimate, on one axis."""
    points, annee, demo = [], "", False
    suivis = secteurs.lire().secteurs.values()
    for s in suivis:
        try:
            r = _releve(m, s)
        except SansVue:
            continue
        annee, demo = r.annees[-1], r.demonstration
        x = r.marche(annee)
        if x is not None and pd.notna(x.classe):
            points.append(diapos.Point(_secteur_court(s), *mots.part(x)))
    if len(points) < 3:
        raise SansVue("moins de trois secteurs estimés")
    points.sort(key=lambda p: -p.valeur)
    haut, bas = points[0], points[-1]
    region = mots.part(mots.region(m, annee))[0]
    montres = points if len(points) <= diapos.LIGNES_MAX else [*points[:4], *points[-3:]]
    figure = diapos.Barres(
        [diapos.Barre(p.nom, p.valeur, p.dit, region, p in (haut, bas)) for p in montres],
        mots.autres(len(points) - len(montres), "secteur"),
        "tous les métiers de la région",
    )
    table = mots.rangs(("Secteur", "Part estimée #"), ((p.nom, p.dit) for p in points))
    dits = {"bas": bas, "haut": haut, "bas_nom": bas.nom.lower(), "haut_nom": haut.nom.lower()}
    dits |= {"region": NOM_REGION, "estimes": len(points), "suivis": len(suivis)}
    return diapositive("secteurs", figure, None, annee, demo, table, **dits)


def _secteur_court(s: Secteur) -> str:
    return (s.nom or s.libelle).split(",")[0]


def annees(m: Memoire, _: str) -> Diapositive:
    """Hard hires in the region, survey by survey."""
    lignes = m.marches("ensemble", "region")
    lignes = lignes[(lignes["code_zone"] == REGION) & (lignes["statut"] == "estime")].sort_values("annee")
    if len(lignes) < 3:
        raise SansVue("moins de trois enquêtes")
    dits_annees = [(r.annee, *mots.part(r)) for r in palmares.rangees(lignes.tail(diapos.LIGNES_MAX))]
    haut = max(dits_annees, key=lambda d: d[1])
    (a0, _, d0), (a1, _, d1) = dits_annees[0], dits_annees[-1]
    milieu = f", {haut[2]} en {haut[0]}" if haut[0] not in (a0, a1) else ""
    demo = m.tableau("bmo_projets", "region").demonstration
    dits = {"debut": f"{d0} en {a0}", "milieu": milieu, "fin": d1}
    return diapositive("annees", diapos.Colonnes(dits_annees), None, a1, demo, **dits)


def _metiers(m: Memoire, lieu: str) -> tuple[Secteur, Releve, str, pd.DataFrame, dict[str, str]]:
    s = _secteur(lieu)
    r = _releve(m, s)
    annee = r.annees[-1]
    noms = nomenclatures.libelles_enquete(m.donnees, "metier", annee)
    marches = m.marches("metier", "region")
    codes = r.codes(annee)
    lignes = marches[
        (marches["annee"] == annee) & (marches["code_zone"] == REGION) & marches["code_groupe"].isin(codes)
    ]
    if lignes.empty:
        raise SansVue("aucun métier de l’enquête n’y répond")
    return s, r, annee, lignes, noms


def embauches(m: Memoire, lieu: str) -> Diapositive:
    """Métiers of the sector that hire the most; they are shared by several employers, and never added up."""
    s, r, annee, lignes, noms = _metiers(m, lieu)
    courts = mots.courts(noms)
    lignes = lignes[lignes["projets"].notna() & (lignes["projets"] > 0)].sort_values(
        ["projets", "code_groupe"], ascending=[False, True]
    )
    if len(lignes) < 3:
        raise SansVue("moins de trois métiers avec des projets")
    tous_les = palmares.rangees(lignes)
    gardes = tous_les[: mots.lignes_max([courts[x.code_groupe] for x in tous_les])]
    barres = [
        diapos.Barre(courts[x.code_groupe], float(x.projets), mots.au_moins(x.projets, x.minorant), sujet=not i)
        for i, x in enumerate(gardes)
    ]
    figure = diapos.Barres(barres, mots.autres(len(lignes) - len(gardes), "métier"))
    dits = {"secteur": s, "nom": _secteur_court(s), "region": NOM_REGION}
    dits |= {"premier": francais.en_phrase(barres[0].nom), "combien": barres[0].dit}
    return diapositive("embauches", figure, None, annee, r.demonstration, _table(lignes, noms), **dits)


def _table(lignes: pd.DataFrame, noms: dict[str, str]) -> Table:
    parts = ((x, mots.part(x)[1] if x.statut == "estime" else capitale(x.raison)) for x in palmares.rangees(lignes))
    rangees = ((noms[x.code_groupe], mots.au_moins(x.projets, x.minorant), part) for x, part in parts)
    return mots.rangs(("Métier", "Projets #", "Part estimée #"), rangees)


def difficiles(m: Memoire, lieu: str) -> Diapositive:
    """How hard each métier of the sector is to fill: all as dots, the extremes named."""
    s, r, annee, lignes, noms = _metiers(m, lieu)
    courts = mots.courts(noms)
    sures = lignes[(lignes["statut"] == "estime") & lignes["classe"].notna()].sort_values("q_estimee", ascending=False)
    if len(sures) < 3:
        raise SansVue("moins de trois métiers estimés")
    nets = int((palmares.nets(sures) == enonces.DIFFICILE).sum())
    rangees = palmares.rangees(sures)
    bas = rangees[-1]
    pl = "s" if nets > 1 else ""
    if len(sures) >= POINTS_MIN:
        plus = sures.sort_values("projets", ascending=False).head(2)["code_groupe"]
        nommes = {courts[x] for x in [*plus, rangees[0].code_groupe, bas.code_groupe]}
        region, seuil = mots.part(mots.region(m, annee))[0], float(meteo().limites_classe[2]) * 100
        figure = diapos.Points(
            [diapos.Point(courts[x.code_groupe], *mots.part(x), float(x.projets or 0)) for x in rangees],
            seuil,
            f"difficile{INSEC}: {avec_unite(seuil, '%')} et plus",
            diapos.Point("région", region, avec_unite(region, "%")),
            tuple(nommes),
        )
        quoi = "Part estimée de projets difficiles, un rond par métier (aire : projets)"
    else:
        figure = diapos.Barres(
            [
                diapos.Barre(courts[x.code_groupe], *mots.part(x), sujet=x is rangees[0])
                for x in rangees[: mots.lignes_max([courts[x.code_groupe] for x in rangees])]
            ]
        )
        quoi = "Part estimée des projets jugés difficiles"
    dits = {"quoi": quoi, "region": NOM_REGION, "dernier": francais.en_phrase(courts[bas.code_groupe]), "secteur": s}
    dits["tete"] = f"{_secteur_court(s)}{INSEC}: {nets} métier{pl} sur {len(sures)} nettement difficile{pl} à pourvoir"
    return diapositive("difficulte", figure, None, annee, r.demonstration, _table(sures, noms), **dits)


def _cible(m: Memoire, r: Releve, s: Secteur) -> tuple[str, tuple[str, ...]]:
    fap = r.nomenclatures[r.annees[-1]]
    return fap, tuple(s.prefixes(fap))


def formations(m: Memoire, lieu: str) -> Diapositive:
    """The same diplomas by two routes: in work six months after."""
    s = _secteur(lieu)
    r = _releve(m, s)
    fap, codes = _cible(m, r, s)
    sources = m.garder(diplomes.sources, m.donnees, fap)
    menant = diplomes.menant(m.donnees, sources, codes)
    paires = []
    for d in menant.suivis:
        if d.confiance == "faible":
            continue
        a, b = (d.taux(voie, "taux_emploi_6") for voie in ("scolaire", "apprentissage"))
        if a == a and b == b:
            paires.append((d, a, b))
    if len(paires) < 3:
        raise SansVue("moins de trois diplômes comparables par les deux voies")
    montrees = paires[: mots.lignes_max([_diplome(d.libelle) for d, _, _ in paires]) - 1]
    contraires = [p for p in montrees if p[2] <= p[1]]
    mieux = f"{len(montrees) - len(contraires)} fois sur {len(montrees)}"
    if not contraires:
        dit = "à diplôme égal, les apprentis sont plus souvent en emploi à six mois"
    elif len(contraires) == 1:
        dit = "à diplôme égal, les apprentis plus souvent en emploi à six mois, sauf un"
    else:
        dit = f"à diplôme égal, les apprentis plus souvent en emploi à six mois, {mieux}"
    figure = diapos.Paires(
        ("Lycée", "Apprentissage"),
        [diapos.Paire(_niveau(d), _diplome(d.libelle), a, b, (nombre(a), nombre(b)), b <= a) for d, a, b in montrees],
        mots.autres(len(paires) - len(montrees), "diplôme"),
    )
    table = mots.rangs(
        ("Diplôme", "Lycée, % #", "Apprentissage, % #"), ((d.libelle, nombre(a), nombre(b)) for d, a, b in paires)
    )
    demo = m.donnees.est_demonstration("insertion")
    dits = {"secteur": s, "nom": _secteur_court(s), "dit": dit, "mieux": mieux, "edition": menant.edition}
    return diapositive("formations", figure, None, "", demo, table, **dits)


def _niveau(d: Any) -> str:
    """« Bac pro », « BTS »: the kind of a diploma, in a few letters."""
    genre = str(d.type_diplome)
    courts = {"bac": "Bac pro", "bts": "BTS", "brevet de technicien": "BTS", "brevet": "BP", "mention": "MC"}
    return next(
        (court for debut, court in courts.items() if genre.lower().startswith(debut)),
        "CAP" if "aptitude" in genre.lower() else genre[:8],
    )


def _diplome(libelle: str) -> str:
    for tete in ("Bac professionnel ", "Baccalauréat professionnel ", "Bac pro ", "BTS ", "CAP ", "MC ", "BP "):
        libelle = libelle.removeprefix(tete)
    return mots.couper(capitale(re.split(r" \(| : | option ", libelle)[0]), 38)


def en_2030(m: Memoire, lieu: str) -> Diapositive:
    """What is foreseen to 2030 of the families of métiers that are near."""
    s = _secteur(lieu)
    r = _releve(m, s)
    fap, codes = _cible(m, r, s)
    a = avenir.en_2030(m.donnees, m.garder(avenir.passages, m.donnees, fap), codes)
    familles = [f for f in a.familles if f.valeurs.get("postes") == f.valeurs.get("postes")]
    if len(familles) < 3:
        raise SansVue("moins de trois familles projetées")
    familles = sorted(familles, key=lambda f: -f.valeurs["postes"])
    montrees = familles[: mots.lignes_max([x.libelle for x in familles])]
    postes_dits = {x.libelle: formation.milliers(x.valeurs["postes"]) for x in familles}
    f = montrees[0]
    figure = diapos.Barres(
        [diapos.Barre(x.libelle, x.valeurs["postes"], postes_dits[x.libelle], sujet=x is f) for x in montrees],
        mots.autres(len(familles) - len(montrees), "famille"),
    )
    table = mots.rangs(("Famille de métiers", "Postes à pourvoir #"), postes_dits.items())
    demo = m.donnees.est_demonstration("metiers_2030")
    famille = f"{f.libelle[:1].lower()}{f.libelle[1:]}"
    dits = {"secteur": s, "famille": famille, "postes": postes_dits[f.libelle]}
    return diapositive("en2030", figure, None, "", demo, table, **dits)


def interim(m: Memoire, _: str) -> Diapositive:
    """Temporary work in the region, all sectors."""
    t = mots.memoriser(m, "interimaires", "region")
    p = t.periodes[-1]
    v = mots.valeur(t, REGION, p)
    avant = francais.un_an_avant(p)
    v0 = mots.valeur(t, REGION, avant)
    if v is None or v0 is None:
        raise SansVue("pas de chiffre un an plus tôt")
    d = 100 * (v / v0 - 1)
    alors = (nombre(v0), f"un an plus tôt, {francais.periode_libelle(avant)}")
    ecart = f"{avec_unite(abs(d), '%')} de {'plus' if d > 0 else 'moins'}"
    dits = {"nombre": nombre(v), "ecart": ecart, "region": NOM_REGION, "quand": francais.periode_libelle(p)}
    return diapositive("interim", diapos.Chiffre(nombre(v), "", [alors]), None, p, t.demonstration, **dits)


def trancher(m: Memoire, lieu: str) -> Diapositive:
    """What the council has to settle: the trainings to adapt, from the métiers that the views showed."""
    s, r, annee, lignes, noms = _metiers(m, lieu)
    surs = lignes[(lignes["statut"] == "estime") & (palmares.nets(lignes) == enonces.DIFFICILE)]
    if surs.empty:
        raise SansVue("aucun métier nettement difficile à pourvoir")
    corps = diapos.Decision(mots.pistes(surs.sort_values("P", ascending=False).head(3), mots.courts(noms)))
    return diapositive("adapter", corps, None, annee, r.demonstration, secteur=s, nom=_secteur_court(s))
