"""A statement as a value: the observations it rests on and what it says of them. Each kind has one composition.

`forms` gives sentences from the longest to the shortest. Place, date, category and evidence are in each of them: only
the rest shrinks, and nothing is ever cut.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.observation import NATIONAL, Evidence, Observation
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import INSEC, en_phrase, nombre
from data_loaders.measures.enonces import FRAGILE
from data_loaders.measures.mots_estimation import A_CONFIRMER, part_dite
from data_loaders.measures.palmares import Compte
from data_loaders.portraits.lieu import Ciel
from geo import zonages
from pages.words import sentences
from pages.words.sentences import Said

DIFFICILES = "bmo_part_difficiles_estimee"
TITLE_MAX = 95  # characters of a title or a line of search


def _question(indicateur: str, zonage: str, zone: str, **reste: str) -> str:
    """The question that gives a value again, as an address has it."""
    return urlencode({"indicateur": indicateur, "zone": f"{zonage}:{zone}", **reste}, safe=":*")


def part(x: float) -> str:
    """A whole percent of a share 0..1."""
    return f"{nombre(float(francais.arrondir(100 * x)))}{INSEC}%"


class Sought(NamedTuple):
    """What is sought more in a place than in the region: shares of its published projects, told apart from the noise
    of the survey (`measures.specificite`)."""

    zonage: str
    zone: str
    annee: str
    metier: str  # « niveau:code »
    nom: str
    part: float
    part_region: float
    asked: str = ""  # the place that the zone stands in for

    @classmethod
    def of(cls, c: Ciel, asked: str = "") -> tuple[Self, ...]:
        """What is sought more in the zone of a sky; none where the noise of the survey lets nothing be said."""
        return (cls(c.zonage, c.code, c.annee, *c.recherche, asked),) if c.recherche else ()

    def forms(self) -> Iterator[Said]:
        """« Bassin de Mamers, 2024 : agriculteurs, environ 15 % des projets (région 4 %) »."""
        tete = sentences.head(self.zonage, self.zone, self.annee, Evidence.PUBLISHED, asked=self.asked)
        dits = {"metier": self.metier, "periode": self.annee, "sur": "ensemble"}
        ici = _question("bmo_projets", self.zonage, self.zone, **dits)
        la = _question("bmo_projets", "region", zonages.REGION, **dits)
        debut = (tete, f"{en_phrase(self.nom)}, environ ", (part(self.part), ici), " des projets")
        region = (part(self.part_region), la)
        yield Said.of((*debut, f" d’embauche, {part(self.part_region)} dans la région"))
        yield Said.of((*debut, " (région ", region, ")"))
        yield Said.of(debut)


class Counted(NamedTuple):
    """How many groups of métiers are surely hard to fill among those that have an estimate, and how many of these are
    so in France too, which is where that is known from; `en_france` is None where no national survey is loaded."""

    zonage: str
    zone: str
    annee: str
    niveau: str
    n: int
    parmi: int
    en_france: int | None
    asked: str = ""
    seuil: int = 0  # projects from which a group is counted, 0 for every one that has an estimate

    @classmethod
    def of(cls, zonage: str, zone: str, annee: str, niveau: str, c: Compte, asked: str = "") -> Self:
        """The count of the rows of a level in a zone: see `palmares.compter`."""
        return cls(zonage, zone, annee, niveau, c.difficiles, c.estimes, c.en_france, asked)

    @property
    def feminin(self) -> bool:
        """Whether what is counted is feminine: families."""
        return self.niveau == "famille"

    @property
    def unites(self) -> tuple[str, str]:
        """What is counted, one and several."""
        return ("famille de métiers", "familles de métiers") if self.feminin else ("métier", "métiers")

    def forms(self) -> Iterator[Said]:
        """« Bassin de Mamers, 2024, estimé : 16 métiers sur 39 difficiles à pourvoir, 15 le sont en France »."""
        preuve = Evidence.NATIONAL if self.seuil else Evidence.SHARED
        tete = sentences.head(self.zonage, self.zone, self.annee, preuve, asked=self.asked)
        if self.seuil:
            seuil = f"{nombre(self.seuil)} projets et plus"
            yield Said.of((tete, f"{nombre(self.n)} difficiles sur {nombre(self.parmi)} {self.unites[1]} de {seuil}"))
            yield Said.of((tete, f"{nombre(self.n)} difficiles sur {nombre(self.parmi)} ({seuil})"))
            return
        cle = _question(DIFFICILES, self.zonage, self.zone, metier=f"{self.niveau}:*", periode=self.annee)
        unite, s = self.unites[self.n > 1], "s" * (self.n > 1)
        sur = (nombre(self.parmi), f"{cle}&compte=estimes")
        if not self.n:
            aucun = f"auc{'une' if self.feminin else 'un'} {unite} sur "
            yield Said.of((tete, aucun, sur, f" n’est dit{'e' * self.feminin} difficile à pourvoir"))
            return
        combien, (france, france_brefs) = (nombre(self.n), f"{cle}&compte=difficiles"), self._france(cle)
        yield Said.of((tete, combien, f" {unite} sur ", sur, f" difficile{s} à pourvoir", *france))
        yield Said.of((tete, combien, f" {unite} sur ", sur, f" difficile{s}", *france))
        yield Said.of((tete, combien, f" {unite} difficile{s} sur ", sur, *france_brefs))
        yield Said.of((tete, combien, f" {unite.partition(' ')[0]} difficile{s} sur ", sur, *france_brefs))

    def _france(self, cle: str) -> tuple[tuple, tuple]:
        """« , 15 le sont en France », « , tous le sont en France », and shorter: « , 15 en France aussi »."""
        e = "e" * self.feminin
        if self.en_france is None:
            return (), ()
        if self.n == 1:
            return ((", comme en France",),) * 2 if self.en_france else ((", pas en France",),) * 2
        if self.en_france < 2:
            dit = f", un{e} l’est en France" if self.en_france else f", aucun{e} ne l’est en France"
            return ((dit,),) * 2
        combien = f"tou{'te' * self.feminin}s" if self.en_france == self.n else nombre(self.en_france)
        france = combien, f"{cle}&compte=aussi_en_france"
        return (", ", france, " le sont en France"), (", ", france, " en France aussi")


class Level(NamedTuple):
    """An observation, and the same of the region beside it; `printed`: both as they are written, with their unit."""

    ici: Observation
    printed: str
    quoi: str  # « de chômage », « d’embauches difficiles »
    region: Observation | None = None
    printed_region: str = ""
    move: str = ""  # what became of it, both periods in it
    asked: str = ""
    other: str = "la région"  # what it stands beside
    short: str = ""  # the same as `quoi`, where room is short

    @classmethod
    def estimated(cls, r: Any, zonage: str, groupe: tuple[str, str, str] = ("", "", "")) -> Self:
        """The share of hard projects of a zone beside that of all métiers of the region; `r`: row of
        `marches.decrire`; `groupe`: level, code and name of the métiers, of all of them by default."""
        niveau, code, nom = groupe
        position, poids = None if pd.isna(r.position) else int(r.position), None if niveau else r.w
        ici = Observation(INDICATEURS[DIFFICILES], zonage, r.code_zone, r.annee, 100 * r.q_estimee, "E", "", False)
        ici = ici._replace(poids=poids, position=position, metier=f"{niveau}:{code}" if niveau else "")
        dit = cls(ici, part_dite(r.q_estimee), "d’embauches difficiles", asked=nom, short="difficiles")
        if r.certitude == FRAGILE:
            return dit._replace(move=A_CONFIRMER)
        if zonage == "region" and not niveau:
            return dit
        la = ici._replace(zonage="region", zone=zonages.REGION, valeur=100 * r.reference, position=None, metier="")
        dit = dit._replace(region=la, printed_region=part_dite(r.reference))
        return dit._replace(other="tous les métiers") if niveau else dit

    def forms(self) -> Iterator[Said]:
        """« Bassin d’Ancenis, 2024, estimé : 66 % d’embauches difficiles ; région 60 %, écart non prouvé »."""
        o, verdict = self.ici, self.ici.against(self.region, (self.printed, self.printed_region))
        part = sentences.coverage(o.zonage, o.zone, o.statut)
        tete = sentences.head(
            o.zonage, o.zone, o.periode, o.evidence, flux=o.indicateur.flux, asked=self.asked, part=part
        )
        if not o.known:
            yield Said.of((tete, o.raison))
            return
        moins = "au moins " if o.minorant else ""
        debut = (tete, moins, (self.printed, o.key), f" {self.quoi}")
        avant, reference, apres = sentences.beside(verdict, self.printed_region, self.other)
        cote = (f"{francais.FINE}; " if not avant.startswith(("plus", "moins", "comme")) else ", ", avant)
        suite = (*cote, *(((reference, self.region.key),) if reference else ()), apres) if avant else ()
        if self.move:
            yield Said.of((*debut, *suite, f", {self.move}"))
        yield Said.of((*debut, *suite))
        yield Said.of((*debut[:-1], f" {self.short or self.quoi}", *suite))
        if self.move:
            yield Said.of((*debut, f", {self.move}"))
        yield Said.of(debut)


class Range(NamedTuple):
    """The lowest and the highest values of a zoning, as printed, and where; `tete`: what is measured and when."""

    tete: str
    bas: Observation
    haut: Observation
    printed: tuple[str, str]
    ou: tuple[str, str]

    def forms(self) -> Iterator[Said]:
        """« Chômage, 3ᵉ trim. 2023 : de 3,5 % (Les Herbiers-Montaigu) à 7,9 % (Redon, partie régionale) »; of lower
        bounds, the highest that is known."""
        bas, haut = ((p, x.key) for p, x in zip(self.printed, (self.bas, self.haut), strict=True))
        if self.bas.minorant or self.haut.minorant:
            moins = "au moins " * self.haut.minorant
            yield Said.of((self.tete, moins, haut, f" ({self.ou[1]}), le plus haut connu"))
            return
        yield Said.of((self.tete, "de ", bas, f" ({self.ou[0]}) à ", haut, f" ({self.ou[1]})"))


class Hard(NamedTuple):
    """How hard a group of métiers is to fill, said of where that is known from: of France where the answers of the
    zone weigh nearly nothing, else of the zone, with France beside it; `r`: row of `marches.decrire`, estimated."""

    nom: str
    niveau: str
    zonage: str
    r: Any

    def forms(self) -> Iterator[Said]:
        """« Couvreurs, 2024, estimé : 85 % d’embauches difficiles en France ; Sarthe, 43 projets »."""
        r, zone = self.r, self.r.code_zone
        cle = _question(DIFFICILES, self.zonage, zone, metier=f"{self.niveau}:{r.code_groupe}", periode=r.annee)
        ou, projets = sentences.inside(self.zonage, zone), f"{nombre(r.projets)} projet{'s' * (r.projets >= 2)}"
        projets = f"{'au moins ' * bool(r.minorant)}{projets}"
        quoi, quand = " d’embauches difficiles", f"{r.annee}, {sentences.ESTIMATED}{INSEC}: "
        if r.w < NATIONAL and r.annee_france:
            france = (part_dite(r.F), f"{cle}&colonne=part_france")
            suite = f"{francais.FINE}; {ou}, {projets}"
            yield Said.of((f"{self.nom}, {quand}", france, quoi, " en France", suite))
            yield Said.of((f"{self.nom}, {quand}", france, " difficiles en France", suite))
            return
        tete = f"{self.nom}, {ou}, {quand}"
        ici = (part_dite(r.q_estimee), cle)
        if r.annee_france and self.zonage != "region":
            yield Said.of((tete, ici, quoi, " (France ", (part_dite(r.F), f"{cle}&colonne=part_france"), ")"))
        yield Said.of((tete, ici, quoi))


Statement = Sought | Counted | Level | Range | Hard


def fit(statement: Statement, maximum: int = TITLE_MAX) -> Said:
    """The longest form that holds, else the shortest."""
    formes = list(statement.forms())
    return next((f for f in formes if len(f) <= maximum), formes[-1])
