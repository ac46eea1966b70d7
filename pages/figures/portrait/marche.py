"""Blocks of the labour market: unemployment and job-seekers, recruitment, the sky of each family of métiers."""

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm import PUBLICS
from data_loaders.francais import FINE, INSEC, capitale, ecart, nombre
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.measures.evolutions import de_marche
from data_loaders.portraits.meteo import ESTIME, Famille, Meteo
from data_loaders.portraits.territoire import Chiffre, Portrait
from geo import lieux, zonages
from geo.territoire import NOM_REGION
from pages.figures import declares, lecture, phrases
from pages.figures.portrait import dessins, mots as portrait_mots
from pages.figures.portrait.mots import ABSENT, Bloc, Cellule, Ciel, Dessin, Tableau, absence, cle, colonnes, etendue

TITRES = declares.de(declares.lire(__file__)["cle"], "titre")
CHAMP_DEMANDE = (
    "Taux : chômeurs au sens du BIT parmi les actifs, au lieu de résidence, corrigé des variations saisonnières ; "
    "inscrits en fin de mois, données brutes."
)


def demande(p: Portrait) -> Bloc:
    """Unemployment rate and job-seekers: the territory's own, else those of the zones met."""
    taux = p.chiffres["taux_chomage"]
    propres = [p.chiffres[c] for c in ("defm_a", "defm_abc", "inscrits_a_e") if p.chiffres[c].ligne is not None]
    montres = [c for c in propres if c.connu] or propres or [p.chiffres["defm_a"]]
    tables = [portrait_mots.table_recoupe(p.sujet, [(taux, "Taux de chômage")])]
    if montres[0].ligne is None:
        inscrits = [(p.chiffres["defm_a"], "Catégorie A"), (p.chiffres["defm_abc"], "Catégories A, B, C")]
        recoupes = [(c, titre) for c, titre in inscrits if not c.recoupe.empty]
        tables.append(portrait_mots.table_recoupe(p.sujet, recoupes or inscrits, 3))
    # Said in a sentence: their sources are named with the others.
    publics, prioritaires = {code: p.chiffres[code] for code in PUBLICS if p.chiffres[code].connu}, ""
    if publics:  # where the whole EPCI of the territory are known by public
        lus = {code: c.ligne for code, c in publics.items()}
        prioritaires = f"{phrases.publics(lus, next(iter(publics.values())).periode)}."
    cles = [cle(taux, "Taux de chômage")] if taux.ligne is not None else []
    cles += [cle(c, TITRES[c.ind.code]) for c in montres if c.ligne is not None]
    interim, constat = p.chiffres["interimaires"], _constat_demande(p, taux, montres[0])
    dites = [_taux_ailleurs(p, taux, constat), absence(taux), absence(montres[0]), prioritaires, _interim(interim)]
    suite = tables, CHAMP_DEMANDE, *portrait_mots.sources([taux, *montres, *publics.values(), interim])
    return Bloc("demande", "Chômage et demande d’emploi", constat, cles, _courbe(p), dites, *suite)


def _interim(c: Chiffre) -> str:
    """Interim work is the region's, wherever the territory is: of a smaller place nothing is published."""
    ligne = c.region if c.ligne is None else c.ligne
    if ligne is None or ligne["obs_status"] in VIDES:
        return ""
    dit = f"{francais.avec_unite(ligne['value'], c.ind.unite)} {francais.en_periode(c.periode)} dans la région entière"
    suite = "là où se fait la mission ; il n’est publié ni par territoire, ni par secteur de la région."
    return f"Intérim{INSEC}: {dit}, {suite}"


def _constat_demande(p: Portrait, taux: Chiffre, inscrits: Chiffre) -> str:
    """The finding: the rate where it is published, else the job-seekers, else the range of the rates met."""
    lieu = capitale(p.sujet.lieu)
    if taux.connu:
        texte = f"{lieu}, {lecture.valeur(taux.ind, taux.ligne)} de la population active est au chômage"
        dits = f"{texte} {francais.en_periode(taux.periode)}", portrait_mots.comparaison(taux)
    elif inscrits.connu:
        n = f"{'au moins ' if inscrits.ligne['minorant'] else ''}{nombre(inscrits.ligne['value'])}"
        quand = francais.en_periode(inscrits.periode, flux=inscrits.ind.flux)
        mot = francais.accorder(inscrits.ind.unite, inscrits.ligne["value"])
        dits = f"{lieu}, {n} {mot} {quand}", phrases.mouvement(inscrits.evolution, "%")
    else:
        return portrait_mots.recouvrement(p.sujet, taux) or f"{lieu}, aucun chiffre du chômage n’est disponible."
    return f"{', '.join(filter(None, dits))}."


def _taux_ailleurs(p: Portrait, taux: Chiffre, constat: str) -> str:
    """Where the rate is published, and its range over the zones met unless the finding already says it."""
    phrase = portrait_mots.recouvrement(p.sujet, taux)
    if not phrase:
        return ""
    dites = [f"Le taux de chômage est publié par {zonages.zonage(taux.zonage).libelle_zone}."]
    dites += [phrase] if phrase != constat else []
    if taux.region is not None:
        dites.append(f"Dans la région{INSEC}: {lecture.valeur(taux.ind, taux.region)}.")
    return " ".join(dites)


def _courbe(p: Portrait) -> Dessin | None:
    c = p.courbe
    if c is None:
        return None
    nom, court, region = f"région {NOM_REGION}", "région", c.region.head(0)
    if c.zonage != "region":
        court, region = zonages.libelle_zone(c.zonage, c.code), c.region
        nom = f"{zonages.zonage(c.zonage).libelle_zone} {lieux.genitif(c.zonage, c.code)}"
    periodes = sorted(c.lignes.index, key=francais.rang_periode)
    ici = "" if c.part_population == 1 else f", où vivent {phrases.part(c.part_population)} des habitants du territoire"
    compare = "" if region.empty else f"{FINE}; en pointillé, la région"
    titre = f"Taux de chômage, {nom}{ici}, {francais.etendue_periodes(periodes)}{compare}."
    return Dessin(lambda theme: dessins.courbe(c.lignes, region, court, titre, "%", theme), titre, titre)


def besoins(p: Portrait) -> Bloc:
    """Recruitment projects: the territory's own, else those of the bassins met; then the first métiers."""
    projets, estimee, saisonniers, offres = (
        p.chiffres[c] for c in ("bmo_projets", "bmo_part_difficiles_estimee", "bmo_projets_saisonniers", "offres")
    )
    dites, cles = [(projets, "Projets"), (estimee, "Jugés difficiles, estimés"), (saisonniers, "Saisonniers")], []
    if projets.ligne is not None and p.meteo:
        r = p.meteo.ensemble.cellules[0]
        e = de_marche(r._asdict(), r.annee, projets=True)
        bouge = f"{e.mot} depuis {e.depuis}" if e.depuis else ""
        cles = [cle(projets, "Projets d’embauche", bouge), portrait_mots.cle_estimee(r)]
        cles += [cle(saisonniers, "Projets saisonniers")]
        cles += [cle(offres, "Offres ouvertes un jour")] if offres.connu else []
    constat = _constat_besoins(p, projets, estimee)
    tables = [portrait_mots.table_recoupe(p.sujet, dites), _metiers(p.meteo) if p.meteo else None]
    suite = [absence(projets)], tables, phrases.CHAMP_BESOINS, *portrait_mots.sources([projets])
    return Bloc("besoins", "Besoins en main-d’œuvre", constat, cles, None, *suite)


def _constat_besoins(p: Portrait, projets: Chiffre, estimee: Chiffre) -> str:
    lieu = capitale(p.sujet.lieu)
    if projets.connu:
        n = francais.avec_unite(projets.ligne["value"], "projets")
        moins = "au moins " if projets.ligne["minorant"] else ""
        texte = f"{lieu}, les employeurs annoncent {moins}{n} d’embauche en {projets.periode}"
        r = p.meteo.ensemble.cellules[0]
        if r.statut == "estime":
            texte += f"{FINE}; {mots.part_dite(r.q_estimee)} sont jugés difficiles"
            texte += "" if pd.isna(r.position) else f", {mots.POSITIONS[int(r.position)]}"
        return f"{texte}."
    parts = [c.q_estimee for c in p.meteo.ensemble.estimees] if p.meteo else []
    if estimee.recoupe.empty or not parts:
        return f"{lieu}, aucun projet d’embauche n’est connu."
    debut = portrait_mots.recouper(p.sujet, estimee).relation
    return f"{debut}{INSEC}: {etendue(parts)} des projets d’embauche y sont jugés difficiles."


def _metiers(m: Meteo) -> Tableau | None:
    """The métiers with the most projects where most of the people live."""
    if not m.metiers:
        return None
    zone, regionale = m.zones.iloc[0], m.zonage == "region"
    autour = f"{zonages.zonage(m.zonage).libelle_zone} {lieux.genitif(m.zonage, zone['code_zone'])}"
    ou = f"région {NOM_REGION}" if regionale else autour
    ici = "" if m.propre else f" ({phrases.part(zone['part_population'])} des habitants du territoire)"
    ailleurs = () if regionale else (("Région #", 9),)
    tetes = colonnes(("Métier", 0), ("Projets #", 9), ("Jugés difficiles #", 11), ("À pourvoir", 36), *ailleurs)
    lignes = []
    for r in m.metiers:
        region = ABSENT if pd.isna(r.classe_region) else mots.part_dite(r.q_region)
        dites = mots.part_dite(r.q_estimee), mots.enonce(int(r.classe), r.certitude, r.w), region
        lignes.append((r.nom, f"{'au moins ' if r.minorant else ''}{nombre(r.projets)}", *dites[: len(tetes) - 2]))
    return Tableau(f"Les métiers qui embauchent le plus, {ou}{ici}, {m.annee}", tetes, lignes)


def meteo(p: Portrait) -> Bloc:
    """The sky of each family: the territory's own class, else the range over the bassins met."""
    m, declaree, quoi = p.meteo, p.chiffres["bmo_part_difficiles"], ("meteo", "Météo des métiers")
    if m is None:
        return Bloc(*quoi, "Aucune météo ne peut être dite ici.", phrases=[absence(declaree)])
    source = f"{portrait_mots.source([declaree])[:-1]}{FINE}; météo{INSEC}: travail de l’Observatoire, ce n’est pas "
    source += "l’indicateur officiel."
    dites, suite = ["" if m.propre else _d_ou(m), mots.MENTION], (phrases.CHAMP_BESOINS, source, m.demonstration)
    return Bloc(*quoi, _constat_meteo(p, m), (), None, dites, [_familles(m)], *suite)


def _constat_meteo(p: Portrait, m: Meteo) -> str:
    """How many families are surely hard to fill, the hardest one named."""
    lieu, total = f"{capitale(p.sujet.lieu)}, {m.annee}", sum(bool(f.estimees) for f in m.familles)
    if not total:
        return f"{lieu}{INSEC}: aucune famille de métiers n’a de chiffre, effectifs masqués ou trop petits."
    lieu += ", estimé"
    dures = [f for f in _rangees(m) if f.difficile]
    if not dures:
        return f"{lieu}{INSEC}: aucune famille de métiers n’est dite difficile à pourvoir."
    partout = f" dans tous les {lieux.pluriel(zonages.zonage(m.zonage).libelle_zone)} rencontrés"
    ou, nom = partout if len(m.zones) > 1 else "", f"«{INSEC}{dures[0].libelle}{INSEC}»"
    if len(dures) == 1:
        return f"{lieu}{INSEC}: une famille de métiers sur {total} est dite difficile à pourvoir{ou}, {nom}."
    qui = f"{len(dures)} familles de métiers sur {total}"
    return f"{lieu}{INSEC}: {qui} sont dites difficiles à pourvoir{ou}, d’abord {nom}."


def _d_ou(m: Meteo) -> str:
    zone = zonages.zonage(m.zonage).libelle_zone
    zones = portrait_mots.nommees(m.zones).itertuples()
    noms = ", ".join(f"{r.libelle_zone} ({phrases.part(r.part_population)} des habitants)" for r in zones)
    debut = f"Chaque ligne donne l’étendue des estimations sur les {lieux.pluriel(zone)} rencontrés"
    if len(m.zones) == 1:
        debut = f"La météo est celle du {zone} rencontré"
    return f"{debut}{INSEC}: {noms}. Aucune valeur n’est estimée pour un territoire que son producteur ne publie pas."


def _familles(m: Meteo) -> Tableau:
    """One row a family; a single zone gives its class and how sure it is, several give a range."""
    seule, regionale = len(m.zones) == 1, m.zonage == "region"
    familles = ("Famille de métiers", 26), ("De 0 à 100 %", 16), ("Jugés difficiles #", 13), ("À pourvoir", 0)
    tetes = colonnes(*familles, *([("Évolution", 19)] if m.propre else []))
    trait = mots.MARGE if seule else "étendue"
    note = f"Trait épais{INSEC}: {trait}{'' if regionale else f'{FINE}; trait vertical{INSEC}: la région'}."
    r = m.ensemble.region
    if m.propre and r.fleche != "non_mesurable":
        tous = "Tous les métiers" if regionale else "Toute la région"
        note += f" {tous} depuis {r.annee_precedente}{INSEC}: {ecart(100 * r.delta, 'points', 0)}."
    lignes = [_ligne_famille(m, f, seule) for f in _rangees(m)]
    return Tableau(f"Ciel des huit familles de métiers, {m.annee}", tetes, lignes, note)


def _rangees(m: Meteo) -> list[Famille]:
    """Estimated families from the most to the least difficult, then the others."""
    hautes = {f.code: max((c.q_estimee for c in f.estimees), default=0.0) for f in m.familles}
    return sorted(m.familles, key=lambda f: (not f.estimees, -hautes[f.code], f.libelle))


def _ligne_famille(m: Meteo, f: Famille, seule: bool) -> tuple[Cellule, ...]:
    if not f.estimees:
        raison = phrases.sans_estimation(f.cellules[0]) if seule else "aucun chiffre dans les zones rencontrées"
        return (f.libelle, ABSENT, ABSENT, raison, *((ABSENT,) if m.propre else ()))
    parts, r = [c.q_estimee for c in f.estimees], f.estimees[0]
    dite = etendue(parts)
    bas, haut = (r.borne_basse, r.borne_haute) if seule else (min(parts), max(parts))
    region = 100 * f.region.q_estimee if f.region.statut == ESTIME and m.zonage != "region" else None
    la = "" if region is None else f"{FINE}; région {nombre(region)}{INSEC}%"
    alt = f"{f.libelle}{INSEC}: {dite}{la}"
    dessin = Dessin(lambda theme: dessins.echelle(100 * bas, 100 * haut, region, alt, theme), alt)
    bouge = (mots.mouvement_dit(r.fleche, bool(r.grand), r.fleche_raison),) if m.propre else ()
    # The number alone where its side is not sure enough.
    classe = 0 if r.certitude == enonces.FRAGILE else int(r.classe)
    ciel = Ciel(classe, mots.enonce(int(r.classe), r.certitude, r.w)) if seule else _etendue(f)
    return (f.libelle, dessin, dite, ciel, *bouge)


def _etendue(f: Famille) -> Ciel:
    """The class of the zones met: one with its sky, or from the lowest to the highest, when all are sure enough."""
    if any(c.certitude == enonces.FRAGILE for c in f.estimees):
        return Ciel(0, mots.A_CONFIRMER)
    classes = [int(c.classe) for c in f.estimees]
    bas, haut = (mots.classe_dite(n) for n in (min(classes), max(classes)))
    if bas == haut:
        return Ciel(classes[0], haut)
    return Ciel(0, f"de {bas.removesuffix(' à pourvoir')} à {haut}")
