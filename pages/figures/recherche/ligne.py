"""One line in everyday French, understood and answered: places, subject, métier, sector, year, verb.

`lexique` knows the words and chooses the best reading of the whole line, `demande` says what it asks and of which
places; here are the screens that answer, already set, each with its sentence (`chiffres` where there is a figure).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from data_loaders.contracts.convention import DISPOSITIFS, mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import dispositifs
from data_loaders.francais import FINE, INSEC, capitale, typographier
from data_loaders.metiers.recherche import Trouve
from data_loaders.parametres import secteurs
from geo import lieux as prepositions, recherche as recherche_lieux, zonages
from geo.recherche import Lieu
from pages.figures import adresses, aide
from pages.figures.ecrans import ECRANS
from pages.figures.estimees import IND, UNITES
from pages.figures.recherche import chiffres, demande, lexique
from pages.figures.recherche.chiffres import Reponse, reponse
from pages.figures.recherche.demande import LA_REGION, SPO_ZEF_GTEC, Contexte, Demande

# Words that ask what was received of a dispositif rather than what it is.
SUIVI: Final = frozenset(("suivi", "suivis", "indicateur", "indicateurs"))
SUR: Final = 2.0


def _dire(cle: str, **dits: Any) -> Reponse:
    vers, *mots = lexique.REPONSES[cle]
    return reponse(adresses.du_modele(vers, dits), *(m.format(**dits) for m in mots))


def repondre(d: Demande) -> Iterator[Reponse]:
    """Answers to what is asked, the best first."""
    forts, faibles = _entrees(d)
    if "source" in d.verbes:
        yield from chiffres.sources(d)
    definit = any(lexique.ENTREES[r].get("definit") for r in d.lecture.premiers("entree")) and d.chiffres
    comparees = "comparer" in d.verbes and len(d.lecture.de("zonage")) > 1 and not (d.lieux or d.chiffres)
    if "aide" in d.verbes or d.lecture.de("definition") or definit or comparees:
        if d.lieux and not d.metiers:  # « c’est quoi le chômage à Laval » asks the figure first
            for code in d.chiffres:
                yield from chiffres.repondre(d, INDICATEURS[code])
        yield from _definitions(d)
    # « étude prospective culture »: the dossier is that study's; a study without its sector is the sentence of 2013.
    suivis = [secteurs.lire().secteurs[code] for code in d.lecture.premiers("secteur")]
    if "dossier" in d.verbes or (d.lecture.de("ecrit") and suivis):
        yield from (_dire("dossier", s=s) for s in suivis)
        if not suivis and not d.metiers:
            yield _dire("dossiers")
    yield from _ecrits(d)
    yield from forts
    if d.formation:
        yield from _formations(d)
    if "etats" in d.verbes:
        yield _etats(d)
    if "portrait" in d.verbes:
        if not d.lieux and d.zonage:
            yield _dire("portraits", zonage=zonages.zonage(d.zonage))
        for lieu in d.lieux or ([LA_REGION] if not d.metiers and not suivis else []):
            ou = "" if lieu.zonage in ("commune", "departement", "region") else demande.nom(lieu.zonage, lieu.code)
            yield _portrait(lieu, ou)
    if d.metiers and d.contexte.annees:
        yield from _metiers(d)
    for s in suivis:
        yield _dire("secteur", s=s, annee=d.annee)
        yield _dire("dossier", s=s)
    if "meteo" in d.verbes and not d.recrutement and "bmo_projets_saisonniers" not in d.chiffres:
        yield from (chiffres.ciel(d, n) for n in d.meteo())
    if not d.metiers:  # figures asked, or the nearest one to what has none here
        proches = [a["proche"] for i in d.lecture.premiers("absent") if "proche" in (a := lexique.ABSENTS[i])]
        for code in dict.fromkeys(d.chiffres or proches):
            yield from chiffres.repondre(d, INDICATEURS[code])
    yield from faibles
    if "apprentissage_annuel" in d.chiffres:
        yield from _formation_des_lieux(d)
    if d.lieux:
        yield from _lieux(d)
    elif d.zonage and not d.chiffres:
        yield from _zonage(d)
    yield from _gestes(d)
    for m in (m for c in d.chiffres for m in aide.trouver(INDICATEURS[c].libelle)[:1]):
        yield _dire("mot", m=m)


def _definitions(d: Demande) -> Iterator[Reponse]:
    texte = ", ".join([d.lecture.texte, *(INDICATEURS[c].libelle for c in d.chiffres)])
    dits = [aide.mots()[code] for code in d.lecture.premiers("definition")]
    for m in [*dits, *aide.trouver(texte)][:2]:
        yield _dire("definition", m=m, phrase=m.texte.partition(".")[0])


def _ecrits(d: Demande) -> Iterator[Reponse]:
    """What the text of the convention says: figures asked, then sheets, each with its measures in the annex."""
    texte = dispositifs.lire()
    for c in (texte.chiffres[code] for e in d.lecture.de("ecrit") for code in e.choix):
        yield _dire("ecrit", c=c, dit=capitale(c.dit))
    suivi = bool(SUIVI & {m.plat for m in d.lecture.mots})
    suivies = {m.code_indicateur: m.dispositif for m in mesures().values()}
    codes = {libelle: code for code, libelle in DISPOSITIFS.items()}
    for f in (texte.fiches[code] for code in d.lecture.premiers("fiche")):
        fiche = [_dire("fiche", f=f)]
        annexes = [_dire("annexe", nom=nom, code=codes[nom]) for nom in dict.fromkeys(suivies[i] for i in f.mesures)]
        yield from annexes + fiche if suivi else fiche + annexes


def _entrees(d: Demande) -> tuple[list[Reponse], list[Reponse]]:
    """Answers written with their words: those that mean it whatever else is said, then everyday words."""
    suite = bool(d.chiffres or d.metiers or d.lieux or d.lecture.de("secteur") or "portrait" in d.verbes)
    forts, faibles = [], []
    for rang in d.lecture.premiers("entree"):
        e = lexique.ENTREES[rang]
        if not (e.get("seul") and suite):
            (faibles if e.get("courant") else forts).append(reponse(e["vers"], e["dit"]))
    return forts, faibles


def _etats(d: Demande) -> Reponse:
    zonage = d.zonage if d.zonage in SPO_ZEF_GTEC else "spo"
    return _dire("etats", zonage=zonage, nom=zonage.upper())


def _portrait(lieu: Lieu, ou: str = "") -> Reponse:
    zonage = "" if lieu == LA_REGION else lieu.zonage  # the region is the first zoning of the screen
    return _dire("portrait", lieu=lieu, zonage=zonage, de=prepositions.genitif(lieu.zonage, lieu.code), ou=ou)


def _metiers(d: Demande) -> Iterator[Reponse]:
    """The météo of each métier said where it is asked, its curve first where that is asked, how one trains for it."""
    places = d.meteo()
    premiers = [choix[0] for choix in d.metiers]
    if d.evolution and premiers[0].niveau in ("famille", "metier"):
        yield chiffres.evolution_metier(d, premiers[0], places[0])
    for groupe in premiers:
        yield from (chiffres.metier(d, groupe, n) for n in places)
    if not d.formation:
        yield from _formations(d)
    yield chiffres.carte_metier(d, premiers[0])
    # Other readings that bear the words, not those that a nomenclature brings near, where they have a figure.
    autres = (g for choix in d.metiers for g in choix[1:3] if g.malus < SUR)
    yield from (r for g in autres if (r := chiffres.metier(d, g, places[0])).age)


def _formations(d: Demande) -> Iterator[Reponse]:
    """How one trains for the métiers or the sectors said; else training seen from the places."""
    libelles = d.contexte.index().libelles
    places = [n for n in d.meteo() if n.zonage != "region"]
    lieu = d.lieux[0].cle if d.lieux else ""
    for groupe in (choix[0] for choix in d.metiers):
        if nom_groupe := libelles.get(groupe.niveau, {}).get(groupe.code):
            vers = adresses.formation("metier", groupe.cle, places[0].zone if places else None, lieu)
            # What is there is counted where it is asked.
            quoi = groupe.niveau, groupe.code, nom_groupe, (lieu or LA_REGION.cle) if d.formation else ""
            ou = places[0].ou if places and not d.formation else ""
            yield reponse(vers, demande.ou_se_former(d.contexte, *quoi), ou)
    if d.metiers:
        return
    connus = secteurs.lire().secteurs
    for code in d.lecture.premiers("secteur"):
        yield _dire("formation_secteur", s=connus[code])
    if not d.lecture.de("secteur"):
        yield from _formation_des_lieux(d)
        if not d.lieux and not d.chiffres and not d.lecture.de("entree"):
            yield _dire("formation")


def _formation_des_lieux(d: Demande) -> Iterator[Reponse]:
    for lieu in d.lieux:
        yield _dire("formation_lieu", lieu=lieu, ou=prepositions.locatif(lieu.zonage, lieu.code))


def _lieux(d: Demande) -> Iterator[Reponse]:
    seuls = not (d.chiffres or d.metiers or d.lecture.de("secteur") or d.lecture.de("absent"))
    if seuls and (d.evolution or len(d.lieux) > 1 or "comparer" in d.verbes):
        yield from chiffres.repondre(d, INDICATEURS["taux_chomage"])
    if seuls and "carte" in d.verbes:
        yield from chiffres.repondre(d, IND)
    for e in d.lecture.de("lieu"):
        yield from _dedans(d, next((li for li in e.choix if li.zonage == "commune"), None), e.choix)
    for lieu in dict.fromkeys([*d.lieux, *_homonymes(d)]):
        yield _en_une_page(lieu)
    if seuls:
        yield from (chiffres.ciel(d, n) for n in d.meteo())
        yield from chiffres.repondre(d, INDICATEURS["taux_chomage"])


def _homonymes(d: Demande) -> list[Lieu]:
    """Communes of a code, or whose name begins as what was typed: « Changé » in two départements."""
    normaliser, trouvees = recherche_lieux.normaliser, []
    for e in d.lecture.de("lieu")[:1]:
        dit = normaliser(" ".join(m.brut for m in d.lecture.mots[e.debut : e.fin]))
        communes = [li for li in e.choix if li.zonage == "commune" and not li.ancien]
        trouvees = [li for li in communes if dit.isdigit() or normaliser(li.libelle).startswith(dit)]
    return trouvees


def _dedans(d: Demande, commune: Lieu | None, choix: tuple[Lieu, ...]) -> Iterator[Reponse]:
    """« Mamers est dans la zone Emploi Formation d’Alençon », where a zoning is said beside a commune."""
    for zonage in d.lecture.premiers("zonage"):
        if commune is None or zonage not in SPO_ZEF_GTEC or any(li.zonage == zonage for li in choix):
            continue
        n, z = demande.au_niveau(commune, (zonage,)), zonages.zonage(zonage)
        travail = "découpage de travail" if z.decoupage_de_travail else ""
        un, le = ("aucune", "la") if zonage == "zef" else ("aucun territoire", "le")
        if n is None:
            yield _dire("hors", lieu=commune, aucun=f"{un} {zonage.upper()}", travail=travail)
        else:
            yield _dire("dedans", lieu=commune, n=n, le=le, travail=travail)


def _en_une_page(lieu: Lieu) -> Reponse:
    """« Mamers en une page : chômage, embauches, métiers », with the métiers hard to fill there."""
    qui = lieu.libelle if lieu.zonage in ("commune", "departement", "epci") else demande.nom(lieu.zonage, lieu.code)
    ou = {"commune": zonages.DEPARTEMENTS.get(lieu.code[:2]), "departement": "département"}.get(lieu.zonage) or ""
    if lieu.ancien:
        ou = f"{lieu.ancien} est aujourd’hui dans {lieu.libelle}, {ou}"
    return _portrait(lieu) if lieu == LA_REGION else _dire("lieu", lieu=lieu, qui=capitale(qui), ou=ou)


def _zonage(d: Demande) -> Iterator[Reponse]:
    if "comparer" in d.verbes and d.zonage not in ("region", "commune"):
        peuplees = zonages.zones(d.zonage).nlargest(4, "population_nb")
        d.lieux[:] = [Lieu(d.zonage, z.code_zone, z.libelle_zone) for z in peuplees.itertuples()]
        yield from chiffres.repondre(d, INDICATEURS["taux_chomage"])
    zonage = zonages.zonage(d.zonage)
    carte = _dire("carte_par", zonage=zonage)
    if d.verbes == ["carte"]:
        yield carte
    if d.zonage in SPO_ZEF_GTEC:
        yield _etats(d)
    if d.zonage != "region":
        yield _dire("loupe", zonage=zonage)
    yield carte


def _gestes(d: Demande) -> Iterator[Reponse]:
    """What a gesture opens when nothing else was said; a year alone opens the map of its survey."""
    if {e.genre for e in d.lecture.elements} & {
        "chiffre",
        "metier",
        "lieu",
        "secteur",
        "entree",
        "fiche",
        "ecrit",
        "absent",
    }:
        return
    for verbe in d.verbes:
        if verbe in ("comparer", "evolution", "carte", "aide"):
            yield _dire(verbe)
        elif verbe == "emploi":
            yield chiffres.ciel(d, d.meteo()[0])
    if not d.verbes and not d.zonage and d.lecture.annees:
        yield from chiffres.repondre(d, IND)


def lieux_proches(d: Demande) -> tuple[list[str], list[Reponse]]:
    """What to tell of an unknown word that stands where a place would, and the places of nearly that name."""
    for e in d.lecture.de("inconnu") if not d.lieux else ():
        mot = d.lecture.mots[e.debut]
        seul = len(d.lecture.elements) == 1
        proches = recherche_lieux.proches(mot.plat) if seul or not lexique.courant(mot.plat) else []
        if proches and (len(d.lecture.elements) == 1 or {"a", "de", "en", "d", "du"} & set(mot.liens)):
            noms = " ou ".join(li.libelle for li in proches)
            dit = f"Lieu inconnu dans la région{INSEC}: «{INSEC}{mot.brut}{INSEC}». Vouliez-vous dire {noms}{FINE}?"
            return [dit], [_en_une_page(li) for li in proches]
    return [], []


LONGUEUR_MAX: Final = 200
COUPEE: Final = f"Seuls les {LONGUEUR_MAX} premiers caractères sont lus."
REPONSES_MAX: Final = 5
PAR_ECRAN: Final = 2
INVENTE: Final = "données de démonstration"
JEUX: Final = {"meteo": "bmo", "secteurs": "bmo", "formation": "insertion"}  # screen -> what it answers from

# Questions of the home page, that the search answers; proposed too where nothing was understood.
FREQUENTES: Final = ("Qui recrute à Laval ?", "Le chômage baisse-t-il à Cholet ?", "Où devenir aide-soignant ?")
PROCHES: Final = "Phrase non comprise ; voici ce qui s’en approche."
AUCUNE: Final = "Rien de compris. Écrire une commune ou son code, un métier, un mot du chiffre."


class Resultat(NamedTuple):
    """Answers to a line, best first; words not understood, as typed; what to tell of them; what is near, unsure."""

    reponses: list[Reponse]
    incompris: list[str]
    avis: list[str]
    proches: Sequence[Reponse] = ()


def en_objet(r: Resultat) -> dict[str, Any]:
    """The same as JSON writes it, `reponses` and `proches` as lists of objects named as their fields."""
    return r._asdict() | {nom: [x._asdict() for x in getattr(r, nom)] for nom in ("reponses", "proches")}


# Data that cannot be read leave the places, the screens and the convention.
SANS_DONNEES: Final = Contexte()


def comprendre(texte: str, ctx: Contexte) -> Demande | None:
    """What a line asks; None when it asks nothing. Métiers are not named the same every year."""
    lecture = lexique.lire(texte[:LONGUEUR_MAX], ctx.index())
    if lecture is None:
        return None
    if lecture.de("metier") and (annee := demande.demander(lecture, ctx).annee):
        lecture = lexique.lire(texte[:LONGUEUR_MAX], ctx.index(annee)) or lecture
    return demande.demander(lecture, ctx)


def chercher(texte: str, ctx: Contexte, nb: int = REPONSES_MAX) -> Resultat:
    """At most `nb` answers to one line as typed, cut at `LONGUEUR_MAX`; `ctx`: what the data in force can answer."""
    coupee = [COUPEE] if len(texte.strip()) > LONGUEUR_MAX else []
    texte = texte[:LONGUEUR_MAX]
    d = comprendre(texte, ctx)
    if d is None:  # nothing but words that ask nothing: « bonjour »
        incompris = [m.brut[: demande.CITE_MAX] for m in lexique.decouper(texte)[: demande.CITES_MAX]]
        return Resultat([], incompris, [AUCUNE, *coupee], _souvent(ctx))
    lecture = d.lecture
    de_diplomes = _diplomes(texte, d)
    manque = [typographier(lexique.ABSENTS[i]["dit"]) for i in lecture.premiers("absent")]
    if "pourquoi" in d.verbes:
        dits_ = re.search(r"\b(?:recrut|embauch|employeur|candidat|personne ne)", d.texte)
        difficile = d.metiers or dits_ or "meteo" in d.verbes or any(c.startswith("bmo_") for c in d.chiffres)
        manque.append(typographier(lexique.RAISONS["recrutement" if difficile else "autre"]))
    dits, proches = lieux_proches(d)
    # « éducateur de jeunes enfants » is a métier first.
    sur = [] if lecture.de("metier") and not demande.type_et_mots(texte)[0] else de_diplomes
    incompris, avis = ([], []) if de_diplomes else (d.incompris, [*manque, *(dits or demande.avis(d))])
    avis += [*chiffres.annees_absentes(d), *coupee]
    if not de_diplomes and all(e.genre in ("inconnu", "ailleurs", "sans") for e in lecture.elements):
        return Resultat([], incompris, avis, proches or _souvent(ctx))
    trouvees = [_marquer(r, ctx) for r in _choisir([*sur, *repondre(d), *de_diplomes], nb)]
    if not de_diplomes and not d.sure:
        return Resultat([], incompris, avis or [typographier(PROCHES)], trouvees)
    return Resultat(trouvees, incompris, avis or ([] if trouvees else [AUCUNE]), [] if trouvees else _souvent(ctx))


def _souvent(ctx: Contexte) -> list[Reponse]:
    """What answers the questions that are asked most, where there is nothing nearer."""
    return [chercher(q, ctx, 1).reponses[0] for q in FREQUENTES]


def _marquer(r: Reponse, ctx: Contexte) -> Reponse:
    """The same, said to be invented where the figures that it answers with are."""
    choix = parse_qs(r.adresse.partition("?")[2])
    ind = INDICATEURS.get(choix.get("indicateur", [""])[0])
    if ind and re.search(r"\d", r.dit):
        zonage = choix.get("zonage", ["", *(z.partition(":")[0] for z in choix.get("zones", ()))])[-1]
        t = ctx.tableau(ind.code, zonage if zonage in ind.zonages else ind.zonages[0])
        invente = t is not None and t.demonstration
    else:
        invente = ctx.donnees is not None and not ind and ctx.donnees.est_demonstration(JEUX.get(r.module, ""))
    return r._replace(precision=" · ".join(filter(None, (r.precision, INVENTE)))) if invente else r


def _choisir(trouvees: list[Reponse], nb: int) -> list[Reponse]:
    """Each address once, a screen `PAR_ECRAN` times at most."""
    gardees, adresses_, ecrans = [], set[str](), Counter[str]()
    for r in trouvees:
        if r.adresse not in adresses_ and ecrans[r.module] < PAR_ECRAN:
            gardees.append(r)
            ecrans[r.module] += 1
        adresses_.add(r.adresse)
    return gardees[:nb]


def _diplomes(texte: str, d: Demande) -> list[Reponse]:
    """Screens of the diplomas that a line names, in the place that it says beside them."""
    lecture, zone = d.lecture, None
    trouves = demande.nommes(d.contexte.diplomes, texte)
    if not trouves and (lieux := lecture.de("lieu")):  # without the last place said
        mots = [m.brut for i, m in enumerate(lecture.mots) if not lieux[-1].debut <= i < lieux[-1].fin]
        trouves = demande.nommes(d.contexte.diplomes, " ".join(mots))
        zone = d.meteo()[-1].zone
    return [
        reponse(adresses.formation("diplome", x.code, zone), f"{x.libelle} : ce que deviennent ceux qui l’ont préparé")
        for x in trouves
    ]


# What the end of a line says of where it leads.
TITRES: Final = {e.module: e.titre for e in ECRANS}


class Proposition(NamedTuple):
    """A proposal: its key, its sentence, what it is, its mark (age or certainty), the screen that it opens."""

    cle: str
    libelle: str
    precision: str
    marque: str = ""
    ecran: str = ""


def des_metiers(trouves: Sequence[Trouve]) -> list[Proposition]:
    """Proposals in the order found: level and code, why each was found."""
    return [Proposition(t.cle, t.libelle, f"{capitale(UNITES[t.niveau][0])} {t.code} · {t.pourquoi}") for t in trouves]


def de(reponses: Sequence[Reponse]) -> list[Proposition]:
    """Proposals in the order of the answers."""
    return [Proposition(r.adresse, r.dit, r.precision, r.age, TITRES[r.module]) for r in reponses]
