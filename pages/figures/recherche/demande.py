"""What a line asks, its places resolved: the zones that speak for them, the figures, the period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import INSEC, en_periode, enumeration
from data_loaders.metiers.recherche import Entree, Index, Trouve
from geo import lieux as prepositions, rattachement, zonages
from geo.recherche import Lieu
from pages.figures.comparer.lieux import COURTS
from pages.figures.recherche import adresses
from pages.figures.recherche.adresses import REGION
from pages.figures.recherche.diplomes import Diplomes
from pages.figures.recherche.phrase import GENERAUX, MUETS, Element, Sens

# Zonings of the survey, the finest first.
METEO: Final = ("bassin", "departement")
SPO_ZEF_GTEC: Final = ("spo", "zef", "gtec")
BMO_HABITUEL: Final = "bmo_part_difficiles_estimee"
# Figures of which a public is told apart, and those of the young that are not of job-seekers.
CHOMEURS: Final = frozenset(("taux_chomage", "defm_a", "defm_abc", "inscrits_a_e", "defm_a_cvs"))
JEUNES: Final = {"defm_jeunes": "recrutements_jeunes"}
COMPARES_MAX: Final = 4
NOMS: Final = COURTS | {"bassin": "bassin"}


class Contexte(NamedTuple):
    """What the data in force can answer.

    Attributes:
        annees: vintages of the survey, oldest first.
        periodes: (indicator, zoning) -> periods loaded, oldest first.
        index: vintage ("" for the last one) -> words of its métiers.
        diplomes: diplomas that can be found by their name.
        ou_se_former: (level, code, name of a group of métiers, place) -> where to train for it, "" when no file says.
    """

    annees: tuple[str, ...]
    periodes: Callable[[Indicateur, str], tuple[str, ...]]
    index: Callable[[str], Index]
    diplomes: Callable[[], Diplomes] = Diplomes
    ou_se_former: Callable[[str, str, str, str], str] = lambda *_: ""


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
    return f"{NOMS[zonage]} {prepositions.genitif(zonage, code)}"


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

    def places(self, possibles: Sequence[str], unir: bool = False) -> list[Niveau]:
        """One zone for each place asked, of one and the same zoning where there is one; four at most.

        Args:
            unir: a town beside a département is read in its own, rather than each in its zoning.
        """
        uniques = [choix[0] for choix in self.lieux if choix[0].zonage != "region"]
        for zonage in possibles:
            places = [au_niveau(li, (zonage,)) for li in uniques]
            if places and None not in places and _tous_sur(uniques, zonage, unir):
                return list({p.zone: p for p in places if p}.values())[:COMPARES_MAX]
        places = [au_niveau(li, possibles) for li in uniques]
        return list({p.zone: p for p in places if p}.values())[:COMPARES_MAX]

    def zones_meteo(self) -> list[Niveau]:
        """Bassins and départements of the places asked, each reading once; the region is « » (no zone)."""
        lus: dict[str, Niveau] = {}
        for choix in self.lieux:
            for lieu in choix:
                n = au_niveau(lieu, METEO) or Niveau(REGION, "Pays de la Loire")
                lus.setdefault(n.zone, n)
        return list(lus.values())


def demander(lecture: Sens, contexte: Contexte) -> Demande:
    """Resolve the places of a reading with the zonings said beside them."""
    lieux = _lieux(lecture)
    zones = lecture.de("zonage")
    sans_lieu = [z.choix[0] for z in zones if not lecture.de("lieu") or z.choix[0] != "region"]
    if any(z.choix[0] == "region" for z in zones) and not lieux:
        lieux = [(Lieu("region", zonages.REGION, zonages.NOM_REGION),)]
        sans_lieu = [z for z in sans_lieu if z != "region"]
    elif "comparer" in lecture.premiers("verbe") and any(z.choix[0] == "region" for z in zones):
        lieux.append((Lieu("region", zonages.REGION, zonages.NOM_REGION),))
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


def enumerer(places: Sequence[Niveau]) -> str:
    """« bassin de Cholet (pour la commune de Cholet) et bassin de Laval (pour la commune de Laval) »."""
    if len(places) == 1:
        return places[0].dit
    return enumeration([f"{p.dit.replace(', pour', ' (pour', 1)})" if ", pour" in p.dit else p.dit for p in places])


def _tous_sur(lieux: Sequence[Lieu], zonage: str, unir: bool) -> bool:
    """Whether places may all be read on a zoning: else each keeps its own."""
    admis = {zonage} if zonage == "departement" and not unir else {zonage, "commune", "epci"}
    return {li.zonage for li in lieux} <= admis


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
