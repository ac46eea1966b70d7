"""Slides about a place: what it weighs, its unemployment, its job-seekers, its hard hires, what is to be decided."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, en_phrase, nombre
from data_loaders.measures import enonces, mots_estimation, palmares
from data_loaders.measures.palmares import Compte
from data_loaders.parametres import meteo
from data_loaders.portraits import Memoire
from geo import lieux, zonages
from geo.sujets import rattacher
from geo.territoire import NOM_REGION
from pages.figures import aide, diapos
from pages.figures.diapos import Diapositive, Point, exiger, mots, rendu, trace
from pages.figures.diapos.mots import VUES, Ici, diapositive
from pages.figures.tables import Table
from pages.parts.statement import Counted, Hard, Level, fit

CHOMAGE: Final = ("ze", "departement", "region")
INSCRITS: Final = ("zef", "spo", "gtec", "epci")
CONVENTION: Final = 2013
PROCHE: Final = 0.25  # points of unemployment that a room takes for the same
PUBLICS: Final = VUES["publics"].chiffres
POINTS_MIN: Final = 8
METIERS_MIN: Final = 30  # projects


def _chomage(m: Memoire, lieu: str, periode: str = "") -> tuple[Any, Any, Ici, str, float, float]:
    ici = mots.repondant(lieu, CHOMAGE)
    t, region = mots.memoriser(m, "taux_chomage", ici.z), mots.memoriser(m, "taux_chomage", "region")
    exiger(t.demonstration == region.demonstration, "le taux de la région n’est pas chargé avec celui d’ici")
    communes = dict(mots.serie(t, ici.c, [p for p in t.periodes if p in region.periodes]))
    sans = "pas de chiffre à cette date" if periode else "aucun chiffre n’est publié à cette échelle"
    exiger(communes and (not periode or periode in communes), sans)
    p = periode or list(communes)[-1]
    return t, region, ici, p, communes[p], mots.valeur(region, zonages.REGION, p)


def chomage(m: Memoire, lieu: str, periode: str = "") -> Diapositive:
    """Unemployment here, beside the region and the year of the convention, all zones on a strip."""
    t, _, ici, p, v, r = _chomage(m, lieu, periode)
    avant, toutes, comparaisons, bande, rang = f"{CONVENTION}{p[4:]}", mots.connues(t, p), [], None, ""
    if ici.z != "region":
        comparaisons = [(_taux(r), "dans la région")]
        points = [Point(mots.nom(ici.z, k), x, _taux(x), k == ici.c) for k, x in toutes.items()]
        if len(points) > 3:
            bande = partial(trace.bande, points=points, region=Point("région", r, _taux(r)))
        rang = ", tout près de la région" if abs(v - r) <= PROCHE else f", {_plus_ou_moins(v - r)} que la région"
        if v in (bas := min(toutes.values()), max(toutes.values())):
            rang = f", le plus {'bas' if v == bas else 'haut'} des {_combien(ici.z)}"
    v0 = mots.valeur(t, ici.c, avant)
    if v0 is not None and avant != p:
        comparaisons.append((_taux(v0), f"ici {francais.en_periode(avant)}"))
    figure, table = rendu.chiffre(nombre(v, 1), "%", comparaisons, bande), mots.table_zones(t, p, "%")
    dits = {"rang": rang, "combien": _combien(ici.z, ici.c), "quand": francais.periode_libelle(p)}
    dits["tete"] = f"Chômage {ici.situe}{f' {francais.en_periode(p)}' if periode else ''}{INSEC}: {_taux(v)}"
    dits["depuis"] = f"{FINE}; {_plus_ou_moins(v - v0)} qu’en {CONVENTION}" if v0 not in (None, v) else ""
    dits["indicateur"] = t.indicateur
    return diapositive("chomage", figure, ici, p, t.demonstration, table, **dits)


def _taux(v: float) -> str:
    return avec_unite(v, "%", 1)


def _combien(zonage: str, code: str = "") -> str:
    """« 23 zones d’emploi », and what part of it an interregional one is."""
    if zonage == "region":
        return NOM_REGION
    part = lieux.part(zonages.libelle_zone(zonage, code)) if code else ""
    return f"{len(zonages.zones(zonage))}{INSEC}{lieux.pluriel(zonages.zonage(zonage).libelle_zone)}{part}"


def _plus_ou_moins(d: float) -> str:
    return f"{mots.points(d)} de {'plus' if d > 0 else 'moins'}"


def mouvement(m: Memoire, lieu: str) -> Diapositive:
    """Unemployment since the convention: a slope a zone, or the curve of the region."""
    t, region, ici, p, v, r = _chomage(m, lieu)
    avant = f"{CONVENTION}{p[4:]}"
    v0, r0 = mots.valeur(t, ici.c, avant), mots.valeur(region, zonages.REGION, avant)
    if ici.z == "region" or v0 is None or r0 is None:
        return courbe(m, lieu)
    debut, fin = mots.connues(t, avant), mots.connues(t, p)
    communes = [k for k in fin if k in debut]
    nommes = {f(communes, key=lambda k: serie[k]) for f in (min, max) for serie in (debut, fin)}
    noms = {k: mots.bref(mots.nom(ici.z, k)) for k in communes}
    pentes = [_pente(noms[k] if k in {*nommes, ici.c} else "", debut[k], fin[k], "sujet" * (k == ici.c)) for k in noms]
    pentes.append(_pente("région", r0, r, "region"))
    sens_r = "" if (v < v0) == (r < r0) else "reculé " if r < r0 else "augmenté "
    bouge = f"a {'reculé' if v < v0 else 'augmenté'} de {mots.points(v - v0)}"
    if round(v, 1) == round(v0, 1):
        bouge = "n’a pas bougé"
    dates = francais.periode_libelle(avant).replace("trimestre", "trim."), mots.quand(p)
    figure = rendu.dessinee(trace.pentes, dates, pentes)
    dits = {
        "tete": f"Depuis {CONVENTION}, le chômage {bouge} {ici.situe}",
        "suite": f"{sens_r}de {nombre(abs(r - r0), 1)} dans la région",
        "court": f"Chômage {mots.autour(*mots.cle(lieu))}{INSEC}: {_plus_ou_moins(v - v0)} qu’en {CONVENTION}",
    }
    table = mots.table_zones(t, p, "%")
    return diapositive("mouvement", figure, ici, p, t.demonstration, table, combien=_combien(ici.z, ici.c), **dits)


def _pente(nom: str, v0: float, v: float, genre: str) -> tuple[float, float, str, str, str]:
    """A slope, « Laval 7,1 » at its ends; of the subject or the region « Laval 7,1 % » and « 4,5 %, −2,6 points »."""
    dits = [nom and f"{nom} {nombre(x, 1)}" for x in (v0, v)]
    if genre:
        dits = f"{nom} {_taux(v0)}", f"{_taux(v)}, {francais.ecart(v - v0)}"
    return v0, v, *dits, genre


def france(m: Memoire, _: str) -> Diapositive:
    """Unemployment in France, beside the region."""
    t = mots.memoriser(m, "taux_chomage", "region")
    p = t.periodes[-1]
    lignes = t.complements[(t.complements["code_zone"] == "FM") & (t.complements["periode"] == p)]
    r = mots.valeur(t, zonages.REGION, p)
    exiger(r is not None and lignes["value"].head(1).notna().any(), "pas de chiffre pour la France")
    v = float(lignes["value"].iloc[0])
    corps = rendu.chiffre(nombre(v, 1), "%", [(_taux(r), "dans la région")])
    dits = {"taux": _taux(v), "ecart": _plus_ou_moins(v - r), "quand": francais.periode_libelle(p)}
    return diapositive("france", corps, None, p, t.demonstration, **dits)


def courbe(m: Memoire, lieu: str) -> Diapositive:
    """Unemployment in time, here and in the region, to the last date that both have."""
    t, region, ici, p, v, r = _chomage(m, lieu)
    serie, ref = (
        [(francais.rang_periode(x), v) for x, v in mots.serie(lu, code, lu.periodes) if x <= p]
        for lu, code in ((t, ici.c), (region, zonages.REGION))
    )
    exiger(len(serie) >= POINTS_MIN, "trop peu de dates pour une courbe")
    haut, bas = (f(serie, key=lambda s: s[1]) for f in (max, min))
    suite, nommes = f"{_taux(v)} {francais.en_periode(p)}", []
    monte = haut[1] - v >= 1
    if monte or v - bas[1] >= 1:
        annee, valeur = haut if monte else bas
        dit = f"{_taux(valeur)} en {int(annee)}"
        nommes = [(annee, valeur, dit)]
        alle, revenu = ("monté", "redescendu") if monte else ("descendu", "remonté")
        suite = f"{alle} à {dit}, {revenu} à {_taux(v)} en {p[:4]}"
    ref = ref if ici.z != "region" else []
    figure = rendu.dessinee(trace.courbe, ici.nom, serie, ref, (_taux(v), _taux(r)), nommes)
    return diapositive("courbe", figure, ici, p, t.demonstration, suite=suite)


def reperes(m: Memoire, lieu: str) -> Diapositive:
    """Two to four numbers that open a meeting on a place, each with its territory; all real, or all invented."""
    soi, ici = Ici(lieu, *mots.cle(lieu)), mots.repondant(lieu, mots.ENQUETE)
    bmo = mots.memoriser(m, "bmo_projets", ici.z)
    annee, demo = bmo.periodes[-1], bmo.demonstration
    ligne = bmo.periode(annee).loc[ici.c]
    exiger(ligne["obs_status"] not in ("M", "O", "Q"), "aucun projet d’embauche connu ici")
    moins = ", au moins" if ligne["minorant"] else ""
    rs = [
        _repere(m, "population", lieu, (soi.z,), "habitants", demo),
        _repere(m, "taux_chomage", lieu, CHOMAGE, "de chômage", demo),
        (nombre(ligne["value"]), "", f"projets d’embauche{moins}", _territoire(ici.z, ici.c), annee),
        _repere(m, "defm_abc", lieu, _inscrits(lieu), "inscrits à France Travail", demo),
    ]
    rs = [r for r in rs if r]
    exiger(len(rs) > 1, "moins de deux chiffres connus ici")
    # A committee whose territory is answered by another one hears the name of that one; a commune is around its own.
    autre = ici.z == "departement" or (soi.z in ("zef", "spo", "gtec") and not ici.chez_soi)
    nom, projets = ici.nom if autre else None, mots.au_moins(ligne["value"], ligne["minorant"])
    ou = capitale(ici.ou if autre or soi.z == "region" else mots.autour(soi.z, soi.c))
    return diapositive("reperes", rendu.reperes(rs), soi, annee, demo, lieu=nom, ou=ou, projets=projets)


def _repere(
    m: Memoire, indicateur: str, lieu: str, possibles: Sequence[str], dit: str, demo: bool
) -> tuple[str, str, str, str, str] | None:
    """The last figure of an indicator; None when it has none, or when it is invented among real ones or the reverse."""
    r = rattacher(*mots.cle(lieu), possibles)
    t = m.tableau(indicateur, r.zonage) if r else None
    connues = mots.serie(t, r.code, t.periodes) if t else []
    if not connues or (t.demonstration != demo and indicateur != "population"):  # populations are always real
        return None
    (p, v), ind, ou = connues[-1], t.indicateur, _territoire(r.zonage, r.code)
    quand = francais.mention_ancien(p) or mots.quand(p)
    return nombre(v, ind.decimales), ind.unite if ind.unite == "%" else "", dit, f"{ou}{_debord(t, r.code, p)}", quand


def _debord(t: Any, c: str, p: str) -> str:
    """What a figure counts beyond its zone: communes of another region, of an EPCI that is astride."""
    return ", communes hors région comprises" if t.periode(p).loc[c, "obs_status"] == "D" else ""


def _territoire(z: str, c: str) -> str:
    """« bassin d’emploi de Mamers », « ZEF d’Ancenis », « CC Maine Saosnois »."""
    if z == "region":
        return f"région {NOM_REGION}"
    if z == "epci":
        return mots.nom(z, c)
    quoi = mots.SIGLES.get(z, zonages.zonage(z).libelle_zone)
    return f"{quoi} {mots.bref(lieux.bref(lieux.genitif(z, c)))}{lieux.part(zonages.libelle_zone(z, c))}"


def _inscrits(lieu: str) -> tuple[str, ...]:
    """Zonings that count the enrolled, the nearest to the place first."""
    return ("epci", "spo", *INSCRITS) if lieu.startswith("commune:") else INSCRITS


def inscrits(m: Memoire, lieu: str) -> Diapositive:
    """People enrolled at France Travail, year by year."""
    ici = mots.repondant(lieu, _inscrits(lieu))
    t = mots.memoriser(m, "defm_abc", ici.z)
    serie = mots.serie(t, ici.c, t.periodes)[-diapos.LIGNES_MAX :]
    exiger(len(serie) > 2, "moins de trois dates connues ici")
    (_, v0), (p1, v1) = serie[-2], serie[-1]
    d = v1 - v0
    sens = (
        f"{nombre(abs(d))} de {'plus' if d > 0 else 'moins'} qu’un an plus tôt"
        if d
        else "le même nombre qu’un an plus tôt"
    )
    dits = {"nombre": nombre(v1), "an": p1[:4], "sens": sens, "debord": _debord(t, ici.c, p1)}
    figure = rendu.dessinee(trace.colonnes, [(f"fin {p[:4]}", v, nombre(v)) for p, v in serie])
    return diapositive("inscrits", figure, ici, p1, t.demonstration, mots.table_zones(t, p1, ""), **dits)


def publics(m: Memoire, lieu: str, choix: str = "") -> Diapositive:
    """Shares of publics among the enrolled, beside all zones of the same zoning together; `choix`: the one asked."""
    _, z, c = lu = mots.repondant(lieu, _inscrits(lieu))
    total = mots.memoriser(m, "defm_abc", z)
    barres, p = [], ""
    for code, nom in PUBLICS.items():
        t = mots.memoriser(m, code, z)
        if t.demonstration != total.demonstration:  # what is invented is not set against what is real
            continue
        p = t.periodes[-1]
        parts, totaux = mots.connues(t, p), mots.connues(total, p)
        if c not in parts or not totaux.get(c):
            continue
        entier = set(parts) == set(totaux) == set(t.periode(p).index)
        region = 100 * sum(parts.values()) / sum(totaux.values()) if entier else None
        part = 100 * parts[c] / totaux[c]
        barres.append(Point(nom, part, avec_unite(part, "%"), repere=region))
    exiger(len(barres) > 2, "moins de trois publics comptés ici")
    ecarts = {b: round(b.valeur) - round(b.repere) for b in barres if b.repere is not None}
    demande = [b for b in ecarts if b.nom == PUBLICS.get(choix)]
    fort = max(demande or ecarts, key=lambda b: abs(ecarts[b]), default=None)
    if fort and (ecarts[fort] or demande):
        sens = ("comme", "plus que", "moins que")[(ecarts[fort] > 0) - (ecarts[fort] < 0)]
        suite = f"{en_phrase(fort.nom)}, {fort.dit}, {sens} dans la région ({avec_unite(fort.repere, '%')})"
    else:
        un = next((b for b in barres if b.nom == PUBLICS.get(choix)), max(barres, key=lambda b: b.valeur))
        suite = f"{en_phrase(un.nom)}, {un.dit}" + (", comme dans la région" if ecarts else "")
    barres = [b._replace(sujet=b == fort) for b in sorted(barres, key=lambda b: -b.valeur)]
    figure = rendu.barres(barres, repere="toutes les zones de la région" if ecarts else "")
    return diapositive("publics", figure, lu, p, total.demonstration, suite=suite)


def solidarite(m: Memoire, lieu: str) -> Diapositive:
    """What a département weighs in the region: people, households helped."""
    ici = mots.repondant(lieu, ("departement",))
    habitants = mots.memoriser(m, "population", ici.z)
    dernier, demonstration, barres = "", habitants.demonstration, []
    for code, nom in (("population", "Habitants"), *VUES["solidarite"].chiffres.items()):
        t = m.tableau(code, ici.z)
        toutes = mots.connues(t, t.periodes[-1]) if t.periodes and t.demonstration == demonstration else {}
        if ici.c in toutes and len(toutes) >= len(zonages.zones("departement")):
            part = 100 * toutes[ici.c] / sum(toutes.values())
            barres.append(Point(nom, part, avec_unite(part, "%"), code == "rsa"))
            dernier = t.periodes[-1] if code == "rsa" else dernier
    rsa = next((b for b in barres if b.sujet), None)
    exiger(len(barres) > 2 and rsa, "pas de chiffre à cette échelle")
    tete = f"{ici.nom}{INSEC}: {barres[0].dit} des habitants de la région, {rsa.dit} des foyers au RSA"
    return diapositive("solidarite", rendu.barres(barres), ici, dernier, demonstration, tete=tete, an=dernier[:4])


def difficiles(m: Memoire, lieu: str) -> Diapositive:
    """The estimated share of hard hires here and among its neighbours, set beside the region by the test."""
    _, z, c = ici = mots.repondant(lieu, mots.ENQUETE[:2])
    marches = m.marches("ensemble", z)
    annee = marches["annee"].max()
    lignes = marches[(marches["annee"] == annee) & (marches["statut"] == "estime")].set_index("code_zone")
    exiger(c in lignes.index, "pas d’estimation ici")
    r = lignes.loc[c]
    comparaison = (mots.part(mots.region(m, annee))[1], "dans la région")
    positions = lignes["position"].fillna(0).astype(int)
    zones = [(k, positions[k], mots.part(x)[1]) for k, x in lignes.iterrows()]
    figure = rendu.carte(z, zones, c, nombre(mots.part(r)[0]), comparaison)
    tete = fit(Level.estimated(next(lignes.loc[[c]].reset_index().itertuples()), z))
    dits = {"tete": tete, "combien": _combien(z, c)}
    return diapositive("difficiles", figure, ici, annee, m.tableau("bmo_projets", z).demonstration, **dits)


def familles(m: Memoire, lieu: str) -> Diapositive:
    """Families of métiers under their skies: those hard to fill first, then the lowest."""
    ici, annee, _, noms, demo = lue = mots.enquete(m, "famille", lieu)
    sures = lue.estimees.sort_values("q_estimee", ascending=False)
    exiger(len(sures) > 2, "moins de trois familles estimées ici")
    nettes = palmares.nets(sures) == enonces.DIFFICILE
    premieres = [*sures[nettes].index, *sures[~nettes].index][: diapos.TUILES_MAX - 1]
    montrees = sures if len(sures) <= diapos.TUILES_MAX else sures.loc[sures.index.isin([*premieres, sures.index[-1]])]
    tuiles = []
    for x in palmares.rangees(montrees):
        fragile = x.certitude == enonces.FRAGILE
        mot = capitale(mots_estimation.A_CONFIRMER if fragile else mots_estimation.MOTS[x.classe])
        part, projets = nombre(mots.part(x)[0]), f"{mots.au_moins(x.projets, x.minorant)} projets"
        classe = 0 if fragile else int(x.classe)
        icone = mots_estimation.ciel(int(x.classe), "candidat")
        tuiles.append((classe, icone, mot, noms[x.code_groupe], part, projets))
    reste = len(sures) - len(tuiles)
    dits = {
        "tete": fit(Counted.of(ici.z, ici.c, annee, "famille", palmares.compter(lue.lignes))),
        "reste": f" · et {reste}{INSEC}autre{'s' if reste > 1 else ''}, D" if reste else "",
    }
    table = _table(sures, noms, "Famille", str)
    return diapositive("familles", rendu.tuiles(tuiles), ici, annee, demo, table, **dits)


def _metiers(lue: mots.Enquete) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Métiers of enough projects here; those that are both hard to fill, surely, and the most asked for."""
    lignes = lue.estimees[lue.estimees["P"] >= METIERS_MIN]
    exiger(len(lignes) > 2, f"moins de trois métiers de {METIERS_MIN} projets et plus")
    surs = lignes[palmares.nets(lignes) == enonces.DIFFICILE]
    exiger(len(surs), "aucun métier n’est dit difficile à pourvoir")
    return lignes, surs.sort_values(["P", "code_groupe"], ascending=[False, True])


def metiers(m: Memoire, lieu: str) -> Diapositive:
    """Which métiers are both much asked for and hard to fill."""
    ici, annee, _, noms, demo = lue = mots.enquete(m, "metier", lieu)
    lignes, porteurs = _metiers(lue)
    courts = mots.courts(noms)
    deux = [en_phrase(courts[c]) for c in porteurs["code_groupe"].head(2)]
    if len(lignes) >= 15:
        nommes = [courts[c] for c in porteurs["code_groupe"].head(5)]
        seuil = float(porteurs["P"].iloc[min(4, len(porteurs) - 1)])
        ordre = 10 ** math.floor(math.log10(seuil))
        seuil = ordre * math.floor(seuil / ordre)
        figure = rendu.dessinee(
            trace.quadrant,
            [(courts[x.code_groupe], float(x.P), mots.part(x)[0]) for x in palmares.rangees(lignes)],
            (seuil, 100 * meteo().limites_classe[2]),
            nommes,
        )
    else:
        # Those that the meeting will have to decide on first.
        gardes = pd.concat([porteurs, lignes.drop(porteurs.index).sort_values("P", ascending=False)])
        gardes = gardes.head(mots.lignes_max([noms[c] for c in gardes["code_groupe"]]))
        figure = rendu.barres(
            [
                Point(noms[x.code_groupe], *mots.part(x), en_phrase(courts[x.code_groupe]) in deux)
                for x in palmares.rangees(gardes.sort_values("q_estimee", ascending=False))
            ],
            mots.autres(len(lignes) - len(gardes), "métier"),
        )
    compte = Compte(len(lignes), len(porteurs), None)
    titres = (fit(Counted.of(ici.z, ici.c, annee, "metier", compte)._replace(seuil=METIERS_MIN)),)
    table = _table(lignes.sort_values("P", ascending=False), noms, "Métier", mots_estimation.certitude_dite)
    return diapositive("metiers", figure, ici, annee, demo, table, titres=titres, projets_min=METIERS_MIN)


def metier(m: Memoire, lieu: str, choix: str) -> Diapositive:
    """One métier here, « metier:T2A60 »: its share, its projects, the region; or that it has none."""
    (niveau, code), de_region = mots.cle(choix), f"region:{zonages.REGION}"
    lus = [mots.enquete(m, niveau, ou) for ou in (lieu or de_region, de_region)]
    ici, annee, _, noms, demo = lus[0]
    dits = {"court": mots.courts(noms)[code], "ou": ici.ou, "metier": choix, "demande": lieu}
    dits["lieu"] = None if lieu else ""
    x, region = (next(iter(palmares.rangees(e.lignes[e.lignes["code_groupe"] == code])), None) for e in lus)
    if x is None or x.statut != "estime":
        exiger(region, "ce métier n’est pas dans l’enquête")
        vide = x is None or not x.projets
        pourquoi = "aucun projet d’embauche" if vide else "chiffre masqué ou trop peu de projets"
        la = f"{mots.au_moins(region.projets, region.minorant)} projets dans la région"
        texte = rendu.definition(f"{capitale(la)}, {mots.part(region)[1]} jugés difficiles.")
        titre = f"{{court}} {{ou}}{INSEC}: {pourquoi} en {annee}"
        titres = f"{titre}{FINE}; {la}", titre
        return diapositive("metier", texte, ici, annee, demo, titres=titres, lecture="", **dits)
    n = mots.au_moins(x.projets, x.minorant)
    comparaisons = [(n, "projets d’embauche ici")]
    if ici.z != "region" and region is not None:
        comparaisons.append((mots_estimation.part_dite(region.q_estimee), "dans la région"))
    figure = rendu.chiffre(nombre(mots.part(x)[0]), "%", comparaisons)
    dits |= {"projets": n, "part": mots_estimation.part_dite(x.q_estimee)}
    titres = (fit(Hard(dits["court"], niveau, ici.z, x)),)
    lecture = f"{capitale(mots_estimation.enonce(int(x.classe), x.certitude, x.w))}. {mots_estimation.MENTION}"
    return diapositive("metier", figure, ici, annee, demo, titres=titres, lecture=lecture, **dits)


def definition(_m: Memoire, _lieu: str, mot: str) -> Diapositive:
    """A word of the observatory, alone and large; of a zoning, how many zones it has."""
    dit = aide.mots()[mot]
    nombres = []
    if mot in zonages.zonages():
        z = zonages.zonage(mot)
        nombres.append((str(len(zonages.zones(mot))), f"{lieux.pluriel(z.libelle_zone)} dans la région"))
    return diapositive("definition", rendu.definition(dit.texte, nombres), mot=mot, terme=dit.terme)


def _table(lignes: pd.DataFrame, noms: dict[str, str], quoi: str, certitude: Callable[[str], str]) -> Table:
    rangees = (
        (noms[x.code_groupe], mots.part(x)[1], mots.au_moins(x.projets, x.minorant), certitude(x.certitude))
        for x in palmares.rangees(lignes)
    )
    return mots.rangs((quoi, "Part estimée #", "Projets #", "Certitude"), rangees)


def trancher(m: Memoire, lieu: str) -> Diapositive:
    """What is to be decided: which métiers to prepare first, from those that the views showed."""
    ici, annee, _, noms, demo = lue = mots.enquete(m, "metier", lieu)
    corps = rendu.decision(mots.pistes(_metiers(lue)[1].head(3), noms))
    # A committee decides at home, « d’après le bassin d’emploi de Blain » where that is what is known.
    (z, c), chez, pres = mots.cle(lieu), ici.ou, ici.ou
    if z in ("zef", "spo", "gtec") and not ici.chez_soi:
        du_bassin = f"le {_territoire(ici.z, ici.c)}"
        d_apres = du_bassin if ici.z == "bassin" else f"les chiffres {lieux.genitif(ici.z, ici.c)}"
        chez = f"{mots.ou(z, c)}, d’après {d_apres}"
        pres = f"{mots.ou(z, c)}, bassin {lieux.genitif(ici.z, ici.c)}" if ici.z == "bassin" else chez
    return diapositive("trancher", corps, ici, annee, demo, chez=chez, pres=pres)


def eloignes(m: Memoire, lieu: str) -> Diapositive:
    """Training of the publics far from employment, in the region, year by year."""
    t = mots.memoriser(m, "formation_eloignes", "region")
    par_an = [p for p in t.periodes if len(p) == 4] or list(t.periodes)
    serie = mots.serie(t, zonages.REGION, par_an)[-diapos.LIGNES_MAX :]
    exiger(len(serie) > 2, "moins de trois années connues")
    (p0, v0), (p1, v1) = serie[0], serie[-1]
    dits = {"nombre": nombre(v1), "an": p1[:4], "ecart": nombre(100 * (v1 / v0 - 1), signe=True), "avant": p0[:4]}
    figure = rendu.dessinee(trace.colonnes, [(p[:4], v, nombre(v)) for p, v in serie])
    return diapositive("eloignes", figure, None, p1, t.demonstration, **dits)
