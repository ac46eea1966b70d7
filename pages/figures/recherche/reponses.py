"""From the reading of a line to addresses of screens already set, each with a sentence that says where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data_loaders.contracts.convention import dispositifs as annexe, mesures
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.convention import dispositifs
from data_loaders.francais import INSEC, en_periode, enumeration, typographier
from data_loaders.metiers.recherche import Entree, Index, Trouve
from data_loaders.parametres import secteurs
from data_loaders.parametres.secteurs import Secteur
from geo import lieux as prepositions, rattachement, zonages
from geo.recherche import Lieu
from pages.figures.comparer.lieux import COURTS
from pages.figures.ecrans import ECRANS
from pages.figures.recherche import adresses
from pages.figures.recherche.adresses import REGION
from pages.figures.recherche.diplomes import Diplomes
from pages.figures.recherche.lexique import termes
from pages.figures.recherche.phrase import GENERAUX, MUETS, Element, Sens

# Zonings of the survey, the finest first.
METEO: Final = ("bassin", "departement")
ENTIER: Final = 0.999
SPO_ZEF_GTEC: Final = ("spo", "zef", "gtec")
# Where a figure is not published for a département, and then for the region: the nearest one that is.
REMPLACANTS: Final = {
    "defm_a": ("inscrits_a_e", "defm_a_cvs"),
    "defm_abc": ("inscrits_a_e", "defm_abc_cvs"),
}
BMO_HABITUEL: Final = "bmo_part_difficiles"
# Figures of which a public is told apart, and those of the young that are not of job-seekers.
CHOMEURS: Final = frozenset(("taux_chomage", "defm_a", "defm_abc", "inscrits_a_e", "defm_a_cvs"))
JEUNES: Final = {"defm_jeunes": "recrutements_jeunes"}
COMPARES_MAX: Final = 4
# Words that ask what was received of a dispositif rather than what it is.
SUIVI: Final = frozenset(("suivi", "suivis", "indicateur", "indicateurs"))
_NOMS: Final = COURTS | {"bassin": "bassin"}


class Reponse(NamedTuple):
    """An address, `/carte?…`, and where it leads, in French."""

    adresse: str
    dit: str

    @property
    def module(self) -> str:
        """The screen that it opens; `/` is the home page."""
        return self.adresse[1:].partition("?")[0] or ECRANS[0].module


class Contexte(NamedTuple):
    """What the data in force can answer.

    Attributes:
        annees: vintages of the survey, oldest first.
        periodes: (indicator, zoning) -> periods loaded, oldest first.
        index: vintage ("" for the last one) -> words of its métiers.
        diplomes: diplomas that can be found by their name.
    """

    annees: tuple[str, ...]
    periodes: Callable[[Indicateur, str], tuple[str, ...]]
    index: Callable[[str], Index]
    diplomes: Callable[[], Diplomes] = Diplomes


class Niveau(NamedTuple):
    """Where a figure is read for a place asked: a zone, and the words that say so."""

    zone: str
    dit: str

    @property
    def zonage(self) -> str:
        """Zoning of the zone."""
        return self.zone.partition(":")[0]


def nom(zonage: str, code: str) -> str:
    """« bassin de Mamers », « commune du Mans », « Vendée », « CC Maine Saosnois »."""
    if zonage == "region":
        return "Pays de la Loire"
    libelle = zonages.libelle_zone(zonage, code)
    if zonage in ("departement", "epci"):
        return libelle
    return f"{_NOMS[zonage]} {prepositions.genitif(zonage, code)}"


def nom_lieu(lieu: Lieu) -> str:
    """The same for a place found, with the former commune that was typed."""
    if lieu.ancien:
        return f"{nom(lieu.zonage, lieu.code)}, qui a repris {lieu.ancien}"
    return nom(lieu.zonage, lieu.code)


def au_niveau(lieu: Lieu, possibles: Sequence[str]) -> Niveau | None:
    """The zone that speaks for a place among zonings, the finest first; None when none holds enough of it."""
    r = rattachement.rattacher(lieu.zonage, lieu.code, possibles)
    if r is None:
        return None
    if r.cle == lieu.cle:
        return Niveau(lieu.cle, nom_lieu(lieu))
    return Niveau(r.cle, f"{nom(r.zonage, r.code)}, pour {_article(lieu)}{nom_lieu(lieu)}")


def _article(lieu: Lieu) -> str:
    """« la » before « commune », « le » before « bassin »; nothing before a proper noun but that of a département."""
    if lieu.zonage in ("commune", "ze", "zef"):
        return "la "
    if lieu.zonage == "departement":
        return {"44": "la ", "49": "le ", "53": "la ", "72": "la ", "85": "la "}[lieu.code]
    return (
        "le "
        if lieu.zonage in ("bassin", "spo", "gtec")
        else "la "
        if lieu.libelle[:3] in ("CC ", "CA ", "CU ")
        else ""
    )


@dataclass
class Demande:
    """What a reading asks, its places resolved.

    Attributes:
        lieux: for each place asked, its readings, the likeliest first.
        zonage: zoning asked without a place, "" without any.
    """

    lecture: Sens
    contexte: Contexte
    lieux: list[tuple[Lieu, ...]]
    zonage: str

    @property
    def verbes(self) -> list[str]:
        """Screens and gestures asked."""
        return self.lecture.premiers("verbe")

    @property
    def chiffres(self) -> list[str]:
        """Indicators asked."""
        dits = self.lecture.premiers("chiffre")
        precis = {g for c in dits for g, precises in GENERAUX.items() if c in precises}
        dits = [c for c in dits if c not in precis]
        if public := self.public:
            return [public, *(c for c in dits if c not in CHOMEURS and c != "bmo_projets" and c != public)]
        return dits

    @property
    def public(self) -> str:
        """The figure of the people named, « seniors au chômage », where it is published; "" without any."""
        code = next(iter(self.lecture.premiers("public")), "")
        dits = set(self.lecture.premiers("chiffre"))
        autres = {"metier", "secteur", "terme", "fiche", "ecrit", "sans"} & {e.genre for e in self.lecture.elements}
        if code in JEUNES and dits <= {"bmo_projets"} and not autres:
            return JEUNES[code]
        if code not in INDICATEURS or autres or (dits and not dits & CHOMEURS):
            return ""
        vrai = all(au_niveau(choix[0], INDICATEURS[code].zonages) for choix in self.lieux)
        return code if vrai else ""

    @property
    def incompris(self) -> list[str]:
        """Words not understood, as they were typed; those of a place outside the region too."""
        return self.lecture.bruts(*(MUETS if not self.public else ("inconnu",)), "ailleurs")

    def metiers(self) -> list[tuple[Entree | Trouve, ...]]:
        """For each métier asked, its readings."""
        return [e.choix for e in self.lecture.de("metier")]

    def formation(self) -> bool:
        """Whether what is asked is how one trains for métiers, or what becomes of those who did."""
        # « insertion soudeur »: that of the IAE is counted by no métier.
        insertion = "iae_beneficiaires" in self.lecture.premiers("chiffre") and bool(self.metiers())
        return adresses.existe("formation") and ("formation" in self.verbes or insertion)

    def evolution(self) -> bool:
        """Whether what is asked is a curve."""
        return "evolution" in self.verbes or len(self.lecture.annees) > 1

    def compare(self) -> bool:
        """Whether places are to be put side by side."""
        return "comparer" in self.verbes or len(self.lieux) > 1

    def periode(self, ind: Indicateur, zonage: str) -> tuple[str, str]:
        """The period asked where it is loaded, and how to say it, or that it is not."""
        if not self.lecture.annees:
            return "", ""
        annee = self.lecture.annees[-1]
        connues = self.contexte.periodes(ind, zonage)
        voulues = [p for p in connues if p.startswith(annee)]
        exactes = [p for p in voulues if p == f"{annee}-{self.lecture.morceau}"]
        if trouvees := exactes or voulues:
            return trouvees[-1], f" {en_periode(trouvees[-1], flux=ind.flux)}"
        if not connues:
            return "", ""
        return "", f" {en_periode(connues[-1], flux=ind.flux)} ({annee} n’est pas chargé)"

    def annee_bmo(self) -> tuple[str, str]:
        """The same for the survey."""
        return self.periode(INDICATEURS[BMO_HABITUEL], "bassin")


def demander(lecture: Sens, contexte: Contexte) -> Demande:
    """Resolve the places of a reading with the zonings said beside them."""
    lieux = _lieux(lecture)
    zones = lecture.de("zonage")
    sans_lieu = [z.choix[0] for z in zones if not lecture.de("lieu") or z.choix[0] != "region"]
    if any(z.choix[0] == "region" for z in zones) and not lieux:
        lieux = [(Lieu("region", "52", "Pays de la Loire"),)]
        sans_lieu = [z for z in sans_lieu if z != "region"]
    elif "comparer" in lecture.premiers("verbe") and any(z.choix[0] == "region" for z in zones):
        lieux.append((Lieu("region", "52", "Pays de la Loire"),))
    return Demande(lecture, contexte, lieux, sans_lieu[0] if sans_lieu else "")


def _lieux(lecture: Sens) -> list[tuple[Lieu, ...]]:
    elements = [e for e in lecture.elements if e.genre in ("lieu", "zonage")]
    resolus: list[tuple[Lieu, ...]] = []
    courant = ""
    for rang, e in enumerate(elements):
        if e.genre == "zonage":
            courant = e.choix[0]
            continue
        suivant = elements[rang + 1] if rang + 1 < len(elements) else None
        apres = suivant.choix[0] if suivant and suivant.genre == "zonage" and suivant.debut == e.fin else ""
        resolus.append(_au_zonage(_orienter(e, lecture), courant or apres))
    if "comparer" not in lecture.premiers("verbe"):
        return _situer(resolus)
    if any(choix[0].zonage == "commune" for choix in resolus):  # beside Laval, Mayenne is the town
        return [tuple(sorted(choix, key=lambda li: li.zonage != "commune")) for choix in resolus]
    return resolus


def _orienter(e: Element, lecture: Sens) -> tuple[Lieu, ...]:
    """« la Mayenne », « en Mayenne » and « Mayenne » alone are the département, « à Mayenne » the commune."""
    departements = [li for li in e.choix if li.zonage == "departement"]
    liens = lecture.mots[e.debut].liens
    if departements and not ("a" in liens and "la" not in liens):
        return (*departements, *(li for li in e.choix if li.zonage != "departement"))
    return e.choix


def _au_zonage(choix: tuple[Lieu, ...], zonage: str) -> tuple[Lieu, ...]:
    """Readings that a zoning said beside a place leaves: its zone of that name, else the one that holds the place."""
    if not zonage or zonage == "region":
        return choix
    nommes = tuple(li for li in choix if li.zonage == zonage)
    if nommes:
        return nommes
    premiers = [li for li in choix if li.zonage == "commune"] or list(choix[:1])
    niveau = au_niveau(premiers[0], (zonage,))
    if niveau is None:
        return choix
    _, _, code = niveau.zone.partition(":")
    return (Lieu(zonage, code, zonages.libelle_zone(zonage, code)), *premiers[:1])


def _situer(lieux: list[tuple[Lieu, ...]]) -> list[tuple[Lieu, ...]]:
    """« Changé (53) », « 49000 Angers »: a département or a code beside a commune says which one it is."""
    if len(lieux) != 2:
        return lieux
    cles = {li.cle for li in lieux[1]}
    if memes := tuple(li for li in lieux[0] if li.cle in cles):
        return [memes]
    for commune, autre in (lieux, lieux[::-1]):
        if autre[0].zonage != "departement":
            continue
        dedans = tuple(li for li in commune if li.zonage == "commune" and li.code.startswith(autre[0].code))
        if dedans:
            return [dedans]
    return lieux


def repondre(d: Demande) -> Iterator[Reponse]:
    """Answers to what is asked, the best first."""
    par_metier, par_lieu = bool(d.metiers()), bool(d.lieux)
    forts, faibles = _termes(d)
    # « étude prospective culture »: the dossier is that study's; a study without its sector is the sentence of 2013.
    if "dossier" in d.verbes or (d.lecture.de("ecrit") and d.lecture.de("secteur")):
        yield from _dossiers(d)
    yield from _ecrits(d)
    yield from forts
    ecrans = [v for v in d.verbes if v in ECRANS_SEULS]
    if d.formation() and (par_metier or d.lecture.de("secteur")):
        yield from _formations(d)
        ecrans = [v for v in ecrans if v != "formation"]
    elif d.formation():
        yield from _formation_des_lieux(d)
    if ecrans and not (par_metier and ecrans == ["territoires"]):
        yield from _ecrans(d, ecrans)
    if "etats" in d.verbes:
        yield from _etats(d)
    if "portrait" in d.verbes:
        yield from _portraits(d)
    if par_metier:
        yield from _metiers(d)
    if d.lecture.de("secteur"):
        yield from _secteurs(d)
    if "meteo" in d.verbes:
        yield from _meteo(d)
    if d.chiffres:
        for code in d.chiffres:
            yield from _chiffre(d, INDICATEURS[code])
    yield from faibles
    if "apprentissage_annuel" in d.chiffres:
        yield from _formation_des_lieux(d)
    if par_lieu:
        yield from _lieux_seuls(d)
    if d.zonage and not par_lieu and not d.chiffres:
        yield from _zonage(d)
    yield from _gestes(d)


def _reponse(adresse: str, dit: str) -> Reponse:
    return Reponse(adresse, typographier(dit))


def _ecrits(d: Demande) -> Iterator[Reponse]:
    """What the text of the convention says: figures asked, then sheets, each with its measures in the annex."""
    texte = dispositifs.lire()
    for c in (texte.chiffres[code] for e in d.lecture.de("ecrit") for code in e.choix):
        ou = texte.fiches[c.fiche].court
        yield _reponse(adresses.fiche(c.fiche, c.code), f"Convention, {ou} : {c.dit}, {c.texte}")
    suivi = bool(SUIVI & {m.plat for m in d.lecture.mots})
    suivies = {m.code_indicateur: m.dispositif for m in mesures().values()}
    codes = {libelle: code for code, libelle in annexe().items()}
    for f in (texte.fiches[code] for code in d.lecture.premiers("fiche")):
        fiche = [_reponse(adresses.fiche(f.code), f"{f.nom} : fiche (Convention)")]
        annexes = [
            _reponse(adresses.convention("suivi", codes[nom]), f"{nom} : mesures de l’annexe (Convention)")
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
        (faibles if t.get("courant") else forts).append(_reponse(vers, f"{t['dit']} (Convention)"))
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
    "composer": (("territoires", adresses.composer, "Territoires : composer le sien"),),
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
            yield _reponse(vers(), dit)
        elif not suite and not d.zonage:
            yield from (_reponse(v(), mots) for m, v, mots in secours if adresses.existe(m))


def _etats(d: Demande) -> Iterator[Reponse]:
    zonage = d.zonage if d.zonage in SPO_ZEF_GTEC else "spo"
    yield _reponse(adresses.etats(zonage), f"Territoires : où en sont les {_NOMS[zonage]}")


def _portraits(d: Demande) -> Iterator[Reponse]:
    if not d.lieux and not d.metiers() and not d.lecture.de("secteur"):
        if d.zonage:
            nom_zone = zonages.zonage(d.zonage).libelle_zone
            yield _reponse(adresses.ecran("portrait", zonage=d.zonage), f"Portrait d’un territoire : {nom_zone}")
        yield _reponse(adresses.portrait(), "Portrait des Pays de la Loire, en deux pages")
    for choix in d.lieux:
        for lieu in choix:
            if lieu.zonage != "region":
                yield _reponse(adresses.portrait(lieu.cle), f"Portrait : {nom_lieu(lieu)}")
            else:
                yield _reponse(adresses.portrait(), "Portrait des Pays de la Loire, en deux pages")
        for zonage in ("spo", "bassin"):
            if choix[0].zonage == "commune" and (n := au_niveau(choix[0], (zonage,))):
                yield _reponse(adresses.portrait(n.zone), f"Portrait : {n.dit}")


def _cle(groupe: Entree | Trouve) -> str:
    return f"{groupe.niveau}:{groupe.code}"


def _ou_meteo(d: Demande) -> list[Niveau]:
    """Bassins and départements of the places asked, each reading once; the region is « » (no zone)."""
    lus: dict[str, Niveau] = {}
    for choix in d.lieux:
        for lieu in choix:
            n = au_niveau(lieu, METEO) or Niveau(REGION, "Pays de la Loire")
            lus.setdefault(n.zone, n)
    return list(lus.values())


def _metiers(d: Demande) -> Iterator[Reponse]:
    annee, quand = d.annee_bmo()
    index = d.contexte.index(annee)
    groupes = d.metiers()
    if "comparer" not in d.verbes:  # « ouvrier espaces verts »: what is said most surely first
        groupes = [e.choix for e in sorted(d.lecture.de("metier"), key=lambda e: round(e.cout, 1))]
    premier = groupes[0][0]
    libelle = index.libelles[premier.niveau][premier.code]
    ou = _ou_meteo(d)
    if "comparer" in d.verbes and len(groupes) > 1 and (autre := _du_niveau(groupes[1], premier)):
        avec = index.libelles[autre.niveau][autre.code]
        zone = ou[0].zone if ou else None
        yield _reponse(
            adresses.comparer_metiers(_cle(premier), _cle(autre), zone, annee), f"Météo : {libelle}, et {avec}{quand}"
        )
    if len(d.lieux) > 1 and (places := _places(d, METEO)) and len(places) > 1:
        dits = _enumerer(places)
        vers = adresses.comparer_meteo([p.zone for p in places], _cle(premier), annee)
        yield _reponse(vers, f"Météo, comparer : {libelle}{quand}, {dits}")
    if d.evolution() and premier.niveau in ("famille", "metier"):
        yield from _evolution(d, INDICATEURS[next((c for c in d.chiffres if INDICATEURS[c].metiers), BMO_HABITUEL)])
    for choix in groupes:
        for groupe in choix:
            nom_groupe = index.libelles[groupe.niveau][groupe.code]
            for n in ou or [Niveau(REGION, "Pays de la Loire")]:
                zone = n.zone if ou else None
                yield _reponse(adresses.metier(_cle(groupe), zone, annee), f"Météo : {nom_groupe}{quand}, {n.dit}")


def _formations(d: Demande) -> Iterator[Reponse]:
    """How one trains for the métiers or the sectors said."""
    libelles = d.contexte.index("").libelles
    places = [n for n in _ou_meteo(d) if n.zone != REGION]
    for groupe in (e.choix[0] for e in d.lecture.de("metier")):
        nom_groupe = libelles[groupe.niveau].get(groupe.code)
        if nom_groupe:
            vers = adresses.formation_metier(_cle(groupe), places[0].zone if places else None)
            yield _reponse(vers, f"Formation : {nom_groupe}, les diplômes qui y mènent et leur insertion")
    connus = secteurs.lire().secteurs
    for code in d.lecture.premiers("secteur"):
        yield _reponse(adresses.formation_secteur(code), f"Formation : {connus[code].intitule}, diplômes et insertion")


def _formation_des_lieux(d: Demande) -> Iterator[Reponse]:
    """Training seen from the places said, the likeliest reading of each."""
    for choix in d.lieux:
        dit = f"Formation : {nom_lieu(choix[0])}, métiers difficiles, diplômes, apprentissage"
        yield _reponse(adresses.formation_lieu(choix[0].cle), dit)


def _dossiers(d: Demande) -> Iterator[Reponse]:
    connus = secteurs.lire().secteurs
    yield from (_dossier(connus[code]) for code in d.lecture.premiers("secteur"))
    if not d.lecture.de("secteur") and not d.metiers():
        yield _reponse(adresses.dossier(), "Dossiers des secteurs et filières de la convention (Formation)")


def _dossier(s: Secteur) -> Reponse:
    return _reponse(adresses.dossier(s.code), f"Dossier : {s.convenu} (Formation)")


def _du_niveau(choix: Sequence[Entree | Trouve], premier: Entree | Trouve) -> Entree | Trouve | None:
    return next((g for g in choix if g.niveau == premier.niveau and g.code != premier.code), None)


def _secteurs(d: Demande) -> Iterator[Reponse]:
    annee, quand = d.annee_bmo()
    connus = secteurs.lire().secteurs
    for code in d.lecture.premiers("secteur"):
        s = connus[code]
        yield _reponse(adresses.secteurs(code, annee), f"Secteur : {s.intitule}{quand}, région et départements")
        yield _dossier(s)


def _meteo(d: Demande) -> Iterator[Reponse]:
    annee, quand = d.annee_bmo()
    places = _places(d, METEO)
    if len(places) > 1:
        dits = _enumerer(places)
        yield _reponse(
            adresses.comparer_meteo([p.zone for p in places], periode=annee), f"Météo, comparer{quand} : {dits}"
        )
    for n in _ou_meteo(d):
        yield _reponse(adresses.meteo(n.zone, annee), f"Météo des métiers{quand} : {n.dit}")
    if not d.lieux:
        yield _reponse(adresses.meteo(None, annee), f"Météo des métiers{quand} : Pays de la Loire")


def _enumerer(places: Sequence[Niveau]) -> str:
    """« bassin de Cholet (pour la commune de Cholet) et bassin de Laval (pour la commune de Laval) »."""
    if len(places) == 1:
        return places[0].dit
    return enumeration([f"{p.dit.replace(', pour', ' (pour', 1)})" if ", pour" in p.dit else p.dit for p in places])


def _places(d: Demande, possibles: Sequence[str], unir: bool = False) -> list[Niveau]:
    """One zone for each place asked, of one and the same zoning where there is one; four at most.

    Args:
        unir: a town beside a département is read in its own, rather than each in its zoning.
    """
    uniques = [choix[0] for choix in d.lieux if choix[0].zonage != "region"]
    for zonage in possibles:
        places = [au_niveau(li, (zonage,)) for li in uniques]
        if places and None not in places and _tous_sur(uniques, zonage, unir):
            return list({p.zone: p for p in places if p}.values())[:COMPARES_MAX]
    places = [au_niveau(li, possibles) for li in uniques]
    return list({p.zone: p for p in places if p}.values())[:COMPARES_MAX]


def _tous_sur(lieux: Sequence[Lieu], zonage: str, unir: bool) -> bool:
    """Whether places may all be read on a zoning: else each keeps its own."""
    admis = {zonage} if zonage == "departement" and not unir else {zonage, "commune", "epci"}
    return {li.zonage for li in lieux} <= admis


def _chiffre(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    if d.metiers():
        return
    if ind.zonages == ("region",):
        yield _reponse(adresses.tendances(ind.code, "region"), f"Courbe : {ind.libelle}, Pays de la Loire")
        return
    if d.evolution():
        yield from _evolution(d, ind)
    elif d.compare() and (places := _places(d, _sans_region(ind))):
        yield _comparer(d, ind, places)
    yield from _cartes(d, ind)
    if not d.evolution():
        yield from _evolution(d, ind)


def _sans_region(ind: Indicateur) -> tuple[str, ...]:
    return tuple(z for z in ind.zonages if z != "region")


def _comparer(d: Demande, ind: Indicateur, places: Sequence[Niveau]) -> Reponse:
    compares = list(places)
    if len(places) == 1 or any(choix[0].zonage == "region" for choix in d.lieux):
        compares = [*compares, Niveau(REGION, "les Pays de la Loire")][:COMPARES_MAX]
    suivi = ind.dataset != "population"
    quoi = f"{ind.libelle}, " if suivi else ""
    return _reponse(
        adresses.comparer([p.zone for p in compares], ind.code if suivi else None),
        f"Comparer : {quoi}{_enumerer(compares)}",
    )


def _cartes(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    niveaux: dict[str, Niveau] = {}
    absents = []
    for choix in d.lieux:
        for lieu in choix:
            if n := _a_cheval(lieu, _sans_region(ind)) or au_niveau(lieu, _sans_region(ind)):
                niveaux.setdefault(n.zone, n)
            else:
                absents.append(lieu)
    for n in niveaux.values():
        periode, quand = d.periode(ind, n.zonage if n.zonage in ind.zonages else _sans_region(ind)[0])
        vers = adresses.carte(ind.code, n.zonage, n.zone, periode)
        yield _reponse(vers, f"Carte : {ind.libelle}{quand}, {n.dit}")
    if niveaux:
        return
    for code in REMPLACANTS.get(ind.code, ()):
        autre = INDICATEURS[code]
        region = any(li.zonage == "region" for li in absents)
        if absents and (autre.zonages == ("region",)) == region:
            yield from _chiffre(d, autre)
            return
    zonage = d.zonage if d.zonage in ind.zonages else _habituel(ind)
    if d.zonage != zonage:  # the last year of a rate is out by département before it is by zone d’emploi
        zonage = next((z for z in (zonage, *_sans_region(ind)) if d.periode(ind, z)[0]), zonage)
    periode, quand = d.periode(ind, zonage)
    par = zonages.zonage(zonage).libelle_zone
    ou = (
        "Pays de la Loire"
        if not absents or absents[0].zonage == "region"
        else f"faute de chiffre pour {nom_lieu(absents[0])}, Pays de la Loire"
    )
    yield _reponse(adresses.carte(ind.code, zonage, None, periode), f"Carte : {ind.libelle}{quand}, {ou}, par {par}")


def _a_cheval(lieu: Lieu, possibles: Sequence[str]) -> Niveau | None:
    """A SPO, ZEF or GTEC astride several zones of the figure: the map shows them all under its outline."""
    if lieu.zonage not in SPO_ZEF_GTEC or lieu.zonage in possibles:
        return None
    r = rattachement.rattacher(lieu.zonage, lieu.code, possibles[:1])
    if r is not None and r.part_population > ENTIER:
        return None
    sous = zonages.zonage(possibles[0]).libelle_zone
    return Niveau(lieu.cle, f"{nom_lieu(lieu)}, {sous} par {sous}")


def _habituel(ind: Indicateur) -> str:
    """The zoning of a map asked without a place: the SPO where the figure is true on them, else the finest."""
    return "spo" if "spo" in ind.zonages else _sans_region(ind)[0]


def _evolution(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    if ind.dataset == "population":
        return
    groupe = d.metiers()[0][0] if d.metiers() and ind.metiers else None
    quoi = ind.libelle
    if groupe:
        quoi += f", {d.contexte.index(d.annee_bmo()[0]).libelles[groupe.niveau][groupe.code]}"
    places = _places(d, _sans_region(ind), unir=True)
    zonage = places[0].zonage if places else d.zonage if d.zonage in ind.zonages else ""
    places = [p for p in places if p.zonage == zonage]
    if places:
        vers = adresses.tendances(ind.code, zonage, [p.zone for p in places], _cle(groupe) if groupe else None)
        yield _reponse(vers, f"Courbe : {quoi}, {_enumerer(places)}")
    elif not d.lieux or d.lieux[0][0].zonage == "region":
        if "region" in ind.zonages:
            vers = adresses.tendances(ind.code, "region", [REGION], _cle(groupe) if groupe else None)
            yield _reponse(vers, f"Courbe : {quoi}, Pays de la Loire")
        for code in REMPLACANTS.get(ind.code, ()):
            if INDICATEURS[code].zonages == ("region",):
                yield from _chiffre(d, INDICATEURS[code])


def _lieux_seuls(d: Demande) -> Iterator[Reponse]:
    annee, quand = d.annee_bmo()
    if "composer" in d.verbes:
        yield _reponse(adresses.composer(), "Territoires : composer le sien")
    if d.compare():
        ind = INDICATEURS[BMO_HABITUEL]
        if places := _places(d, METEO):
            communs = [choix[0] for choix in d.lieux]
            if all(li.zonage == communs[0].zonage and li.zonage not in ("commune", "region") for li in communs):
                places = [Niveau(li.cle, nom_lieu(li)) for li in communs[:COMPARES_MAX]]
            yield _comparer(d, ind, places)
    elif "evolution" in d.verbes:
        yield from _evolution(d, INDICATEURS["taux_chomage"])
        yield from _evolution(d, INDICATEURS[BMO_HABITUEL])
    elif "carte" in d.verbes:
        yield from _cartes(d, INDICATEURS[BMO_HABITUEL])
    for choix in d.lieux:
        for lieu in choix:
            yield _reponse(adresses.lieu(lieu.cle), _dire_lieu(lieu))
    for n in _ou_meteo(d):
        yield _reponse(adresses.meteo(n.zone, annee), f"Météo des métiers{quand} : {n.dit}")


def _dire_lieu(lieu: Lieu) -> str:
    if lieu.zonage == "region":
        return "Portrait des Pays de la Loire, en deux pages"
    dit = nom(lieu.zonage, lieu.code)
    if lieu.zonage == "departement":
        dit = f"département {prepositions.genitif(lieu.zonage, lieu.code)}"
    ou = f" ({lieu.code[:2]})" if lieu.zonage == "commune" else ""
    repris = f", qui a repris {lieu.ancien}" if lieu.ancien else ""
    return f"{dit[:1].upper()}{dit[1:]}{ou}{repris} : ses chiffres et ses territoires"


def _zonage(d: Demande) -> Iterator[Reponse]:
    if d.verbes == ["carte"]:
        yield _reponse(adresses.carte(None, d.zonage), f"Carte, par {zonages.zonage(d.zonage).libelle_zone}")
    if "comparer" in d.verbes and d.zonage not in ("region", "commune"):
        places = zonages.plus_peuplees(d.zonage, len(adresses.PLACES))
        noms = enumeration([nom(*place.split(":")) for place in places])
        yield _reponse(adresses.comparer(places), f"Comparer les plus peuplés : {noms}")
    if d.zonage in SPO_ZEF_GTEC:
        yield from _etats(d)
    if d.zonage != "region":
        yield _reponse(adresses.loupe(d.zonage), f"Territoires : {zonages.zonage(d.zonage).libelle}")
    yield _reponse(adresses.carte(None, d.zonage), f"Carte, par {zonages.zonage(d.zonage).libelle_zone}")


GESTES: Final[Mapping[str, tuple[Callable[[], str], str]]] = {
    "comparer": (lambda: adresses.ecran("comparer"), "Comparer : quatre territoires côte à côte"),
    "evolution": (lambda: adresses.ecran("tendances"), "Tendances : un indicateur dans le temps"),
    "carte": (lambda: adresses.ecran("carte"), "Carte : un indicateur, un découpage, une période"),
    "territoires": (adresses.territoires, "Territoires : retrouver une commune, comprendre les découpages"),
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
            yield _reponse(vers(), dit)
    if seul and not d.verbes and not d.zonage and d.lecture.annees:
        yield from _cartes(d, INDICATEURS[BMO_HABITUEL])


def avis(d: Demande) -> list[str]:
    """What to tell of words that no answer holds: places outside the region, métiers not asked by the survey."""
    lecture, dits = d.lecture, []
    for nom_lu, ou in lecture.premiers("ailleurs"):
        precision = f" ({ou})" if ou != "France" else ""
        dits.append(f"{nom_lu}{precision} est hors des Pays de la Loire.")
    if inconnus := lecture.bruts(*(MUETS if not d.public else ("inconnu",))):
        cites = enumeration([f"«{INSEC}{m}{INSEC}»" for m in inconnus])
        dits.append(f"{'Mots non compris' if len(inconnus) > 1 else 'Mot non compris'}{INSEC}: {cites}.")
    for e in lecture.de("sans"):
        mot = " ".join(m.brut for m in lecture.mots[e.debut : e.fin])
        dits.append(f"L’enquête sur les recrutements ne demande pas le métier «{INSEC}{mot}{INSEC}».")
    return dits
