"""From the reading of a line to addresses of screens already set, each with a sentence that says where it leads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from data_loaders.contracts.convention import dispositifs as annexe, mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import dispositifs
from data_loaders.francais import capitale, enumeration
from geo import lieux as prepositions, zonages
from geo.recherche import Lieu
from pages.figures.recherche import adresses, chiffres, metiers
from pages.figures.recherche.adresses import Reponse, reponse
from pages.figures.recherche.demande import (
    BMO_HABITUEL,
    COMPARES_MAX,
    METEO,
    NOMS,
    SPO_ZEF_GTEC,
    Demande,
    Niveau,
    au_niveau,
    nom,
    nom_lieu,
)
from pages.figures.recherche.lexique import termes

# Words that ask what was received of a dispositif rather than what it is.
SUIVI: Final = frozenset(("suivi", "suivis", "indicateur", "indicateurs"))


def repondre(d: Demande) -> Iterator[Reponse]:
    """Answers to what is asked, the best first."""
    par_metier, par_lieu = bool(d.metiers()), bool(d.lieux)
    forts, faibles = _termes(d)
    # « étude prospective culture »: the dossier is that study's; a study without its sector is the sentence of 2013.
    if "dossier" in d.verbes or (d.lecture.de("ecrit") and d.lecture.de("secteur")):
        yield from metiers.dossiers(d)
    yield from _ecrits(d)
    yield from forts
    ecrans = [v for v in d.verbes if v in ECRANS_SEULS]
    if d.formation() and (par_metier or d.lecture.de("secteur")):
        yield from metiers.formations(d)
        ecrans = [v for v in ecrans if v != "formation"]
    elif d.formation():
        yield from metiers.formation_des_lieux(d)
    if ecrans and not (par_metier and ecrans == ["territoires"]):
        yield from _ecrans(d, ecrans)
    if "etats" in d.verbes:
        yield from _etats(d)
    if "portrait" in d.verbes:
        yield from _portraits(d)
    if par_metier:
        yield from metiers.repondre(d)
    if d.lecture.de("secteur"):
        yield from metiers.par_secteur(d)
    if "meteo" in d.verbes:
        yield from metiers.meteo(d)
    if d.chiffres:
        for code in d.chiffres:
            yield from chiffres.repondre(d, INDICATEURS[code])
    yield from faibles
    if "apprentissage_annuel" in d.chiffres:
        yield from metiers.formation_des_lieux(d)
    if par_lieu:
        yield from _lieux_seuls(d)
    if d.zonage and not par_lieu and not d.chiffres:
        yield from _zonage(d)
    yield from _gestes(d)


def _ecrits(d: Demande) -> Iterator[Reponse]:
    """What the text of the convention says: figures asked, then sheets, each with its measures in the annex."""
    texte = dispositifs.lire()
    for c in (texte.chiffres[code] for e in d.lecture.de("ecrit") for code in e.choix):
        ou = texte.fiches[c.fiche].court
        yield reponse(adresses.fiche(c.fiche, c.code), f"Convention, {ou} : {c.dit}, {c.texte}")
    suivi = bool(SUIVI & {m.plat for m in d.lecture.mots})
    suivies = {m.code_indicateur: m.dispositif for m in mesures().values()}
    codes = {libelle: code for code, libelle in annexe().items()}
    for f in (texte.fiches[code] for code in d.lecture.premiers("fiche")):
        fiche = [reponse(adresses.fiche(f.code), f"{f.nom} : fiche (Convention)")]
        annexes = [
            reponse(adresses.convention("suivi", codes[nom]), f"{nom} : mesures de l’annexe (Convention)")
            for nom in dict.fromkeys(suivies[i] for i in f.mesures)
        ]
        yield from annexes + fiche if suivi else fiche + annexes


def _termes(d: Demande) -> tuple[list[Reponse], list[Reponse]]:
    """Terms of the convention: those that can mean nothing else, then everyday words."""
    forts, faibles = [], []
    for rang in d.lecture.premiers("terme"):
        t = termes()[rang]
        rubrique = "suivi" if t.get("dispositif") or t.get("annexe") else "engagements"
        vers = adresses.convention(rubrique, t.get("dispositif"))
        if t.get("fiche") or t.get("index"):
            vers = adresses.fiche(t.get("fiche"))
        if (module := t.get("ecran", "")) and adresses.existe(module):
            vers = adresses.ecran(module)
        (faibles if t.get("courant") else forts).append(reponse(vers, f"{t['dit']} (Convention)"))
    return forts, faibles


# Screens that a word asks whatever else is said: (module, where it leads, sentence); a screen to come is left out.
ECRANS_SEULS: Final[Mapping[str, tuple[tuple[str, Callable[[], str], str], ...]]] = {
    "methode": (("meteo", adresses.methode, "Météo des métiers : la méthode, pas à pas"),),
    "donnees": (
        ("donnees", lambda: adresses.ecran("donnees"), "Données : sources, dictionnaire, fichiers à emporter"),
    ),
    "aide": (
        ("aide", lambda: adresses.ecran("aide"), "Aide : les mots expliqués"),
        ("donnees", lambda: adresses.ecran("donnees"), "Données : dictionnaire des colonnes, secret statistique"),
    ),
    "convention": (
        ("convention", adresses.fiche, "Convention : ce qu’elle écrit, dispositif par dispositif"),
        ("convention", adresses.convention, "Convention : le suivi des 24 mesures de l’annexe"),
    ),
    "suivi_convention": (("convention", adresses.convention, "Convention : le suivi des 24 mesures de l’annexe"),),
    "engagements": (
        ("convention", lambda: adresses.convention("engagements"), "Convention : les engagements et les instances"),
    ),
    "saisie": (("convention", lambda: adresses.convention("saisie"), "Convention : transmettre des mesures"),),
    "approbations": (("convention", lambda: adresses.convention("publication"), "Convention : qui a approuvé quoi"),),
    "composer": (("territoires", adresses.composer, "Composer un territoire"),),
    "secteurs": (("secteurs", adresses.secteurs, "Secteurs et filières de la convention"),),
    "explorer": (
        ("explorer", lambda: adresses.ecran("explorer"), "Explorer : des lignes et des colonnes à croiser"),
        ("comparer", lambda: adresses.ecran("comparer"), "Comparer : quatre territoires côte à côte"),
    ),
    "seance": (
        ("seance", lambda: adresses.ecran("seance"), "Séance : préparer une réunion"),
        ("carte", lambda: adresses.ecran("carte", projection="oui"), "Carte, en projection"),
    ),
    "formation": (
        ("formation", lambda: adresses.ecran("formation"), "Formation : ce que deviennent les diplômés"),
        (
            "tendances",
            lambda: adresses.tendances("emploi_6_apprentis", "region"),
            f"Courbe : {INDICATEURS['emploi_6_apprentis'].libelle}, Pays de la Loire",
        ),
        ("convention", lambda: adresses.convention("suivi", "fpc"), "Formation professionnelle continue (Convention)"),
    ),
    "acces_pro": (
        ("acces_pro", lambda: adresses.ecran("acces_pro"), "Accès Pro : l’espace de la Région et du Carif-Oref"),
    ),
    "a_propos": (("a_propos", lambda: adresses.ecran("a_propos"), "À propos : mentions légales, accessibilité"),),
}
# Those that are meant even beside a figure or a métier: « télécharger BMO », « que veut dire chômage ».
SANS_SUITE: Final = (
    "donnees",
    "aide",
    "formation",
    "explorer",
    "methode",
    "convention",
    "suivi_convention",
    "engagements",
)


def _ecrans(d: Demande, verbes: Sequence[str]) -> Iterator[Reponse]:
    """Screens asked by their name; with a figure, a métier or a place, what is asked there comes first."""
    ici = any(choix[0].zonage != "region" for choix in d.lieux)  # « la convention de la région » is of no place
    suite = bool(d.chiffres or d.metiers() or ici or d.lecture.de("secteur"))
    for verbe in verbes:
        (module, vers, dit), *secours = ECRANS_SEULS[verbe]
        if adresses.existe(module) and (not suite or (verbe in SANS_SUITE and not d.lieux)):
            yield reponse(vers(), dit)
        elif not suite and not d.zonage:
            yield from (reponse(v(), mots) for m, v, mots in secours if adresses.existe(m))


def _etats(d: Demande) -> Iterator[Reponse]:
    zonage = d.zonage if d.zonage in SPO_ZEF_GTEC else "spo"
    yield reponse(adresses.etats(zonage), f"Où en sont les {NOMS[zonage]}")


def _portraits(d: Demande) -> Iterator[Reponse]:
    if not d.lieux and not d.metiers() and not d.lecture.de("secteur"):
        if d.zonage:
            nom_zone = zonages.zonage(d.zonage).libelle_zone
            yield reponse(adresses.ecran("portrait", zonage=d.zonage), f"Portrait d’un territoire : {nom_zone}")
        yield reponse(adresses.portrait(), "Portrait des Pays de la Loire, en deux pages")
    for choix in d.lieux:
        for lieu in choix:
            if lieu.zonage != "region":
                yield reponse(adresses.portrait(lieu.cle), f"Portrait : {nom_lieu(lieu)}")
            else:
                yield reponse(adresses.portrait(), "Portrait des Pays de la Loire, en deux pages")
        for zonage in ("spo", "bassin"):
            if choix[0].zonage == "commune" and (n := au_niveau(choix[0], (zonage,))):
                yield reponse(adresses.portrait(n.zone), f"Portrait : {n.dit}")


def _lieux_seuls(d: Demande) -> Iterator[Reponse]:
    annee, quand = d.annee_bmo()
    if "composer" in d.verbes:
        yield reponse(adresses.composer(), "Composer un territoire")
    if d.compare():
        ind = INDICATEURS[BMO_HABITUEL]
        if places := d.places(METEO):
            communs = [choix[0] for choix in d.lieux]
            if all(li.zonage == communs[0].zonage and li.zonage not in ("commune", "region") for li in communs):
                places = [Niveau(li.cle, nom_lieu(li)) for li in communs[:COMPARES_MAX]]
            yield chiffres.comparer(d, ind, places)
    elif "evolution" in d.verbes:
        yield from chiffres.evolution(d, INDICATEURS["taux_chomage"])
        yield from chiffres.evolution(d, INDICATEURS[BMO_HABITUEL])
    elif "carte" in d.verbes:
        yield from chiffres.cartes(d, INDICATEURS[BMO_HABITUEL])
    for choix in d.lieux:
        for lieu in choix:
            yield reponse(adresses.lieu(lieu.cle), _dire_lieu(lieu))
    for n in d.zones_meteo():
        yield reponse(adresses.meteo(n.zone, annee), f"Météo des métiers{quand} : {n.dit}")


def _dire_lieu(lieu: Lieu) -> str:
    if lieu.zonage == "region":
        return "Portrait des Pays de la Loire, en deux pages"
    dit = nom(lieu.zonage, lieu.code)
    if lieu.zonage == "departement":
        dit = f"département {prepositions.genitif(lieu.zonage, lieu.code)}"
    ou = f" ({lieu.code[:2]})" if lieu.zonage == "commune" else ""
    repris = f", qui a repris {lieu.ancien}" if lieu.ancien else ""
    return f"{capitale(dit)}{ou}{repris} : ses chiffres et ses territoires"


def _zonage(d: Demande) -> Iterator[Reponse]:
    if d.verbes == ["carte"]:
        yield reponse(adresses.carte(None, d.zonage), f"Carte, par {zonages.zonage(d.zonage).libelle_zone}")
    if "comparer" in d.verbes and d.zonage not in ("region", "commune"):
        places = zonages.plus_peuplees(d.zonage, len(adresses.PLACES))
        noms = enumeration([nom(*place.split(":")) for place in places])
        yield reponse(adresses.comparer(places), f"Comparer les plus peuplés : {noms}")
    if d.zonage in SPO_ZEF_GTEC:
        yield from _etats(d)
    if d.zonage != "region":
        yield reponse(adresses.loupe(d.zonage), f"{zonages.zonage(d.zonage).libelle} : ce qu’ils recoupent")
    yield reponse(adresses.carte(None, d.zonage), f"Carte, par {zonages.zonage(d.zonage).libelle_zone}")


GESTES: Final[Mapping[str, tuple[Callable[[], str], str]]] = {
    "comparer": (lambda: adresses.ecran("comparer"), "Comparer : quatre territoires côte à côte"),
    "evolution": (lambda: adresses.ecran("tendances"), "Tendances : un indicateur dans le temps"),
    "carte": (lambda: adresses.ecran("carte"), "Carte : un indicateur, un découpage, une période"),
    "territoires": (adresses.territoires, "Ma commune : ses chiffres et ses territoires"),
    "emploi": (adresses.meteo, "Météo des métiers : Pays de la Loire"),
    "accueil": (lambda: "/", "Accueil"),
}


def _gestes(d: Demande) -> Iterator[Reponse]:
    """What a verb opens when nothing else was said; a year alone opens the map of its survey."""
    autres = {e.genre for e in d.lecture.elements} & {"secteur", "terme", "fiche", "ecrit"}
    seul = not (d.chiffres or d.metiers() or d.lieux or autres)
    for verbe in d.verbes if seul else ():
        if verbe in GESTES:
            vers, dit = GESTES[verbe]
            yield reponse(vers(), dit)
    if seul and not d.verbes and not d.zonage and d.lecture.annees:
        yield from chiffres.cartes(d, INDICATEURS[BMO_HABITUEL])
