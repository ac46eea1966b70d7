"""Slides by name, the five ready-made agendas as lists of names and minutes, and what a question of the room shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.portraits import Memoire
from geo.sujets import rattacher
from geo.zonages import REGION
from pages.figures import aide
from pages.figures.diapos import Diapositive, SansVue, convention, lieux, mots, secteurs
from pages.figures.diapos.mots import AGENDAS as AGENDAS, VUES
from pages.figures.recherche import lexique
from pages.figures.recherche.demande import GESTES, SUPERLATIFS, Demande

FABRIQUES: Final[Mapping[str, Any]] = {"lieux": lieux, "convention": convention, "secteurs": secteurs}
CLE: Final = "diapo"  # of the figure of such an address


class Demandee(NamedTuple):
    """A slide asked for: its name, its place ("" for none), what it is asked for besides."""

    nom: str
    lieu: str
    choix: str = ""

    @property
    def adresse(self) -> str:
        """`/seance?vue=chomage&lieu=zef%3Aancenis&periode=2013-T3`."""
        dits = {"vue": self.nom, "lieu": self.lieu, VUES[self.nom].choix: self.choix}
        return f"/seance?{urlencode({cle: v for cle, v in dits.items() if cle and v})}"


def demandee(adresse_: str) -> Demandee | None:
    """What an address asks for; None when it is that of a screen."""
    module, _, requete = adresse_.partition("?")
    lus = dict(parse_qsl(requete))
    if module != "/seance" or "vue" not in lus:
        return None
    choix = VUES[lus["vue"]].choix if lus["vue"] in VUES else ""
    return Demandee(lus["vue"], lus.get("lieu", ""), lus.get(choix, ""))


def faire(m: Memoire, nom: str, lieu: str, choix: str = "") -> Diapositive:
    """One slide.

    Raises:
        SansVue: it has nothing to show there. ErreurDonnees: no slide has this name, or no place this one.
    """
    if nom not in VUES:
        trouve, remede = f"aucune vue ne s’appelle « {nom[:40]} »", "en choisir une dans un ordre du jour prêt"
        raise ErreurDonnees("adresse", "vue", trouve, remede=remede)
    module, _, fonction = VUES[nom].faire.partition(".")
    precise = [VUES[nom].avec or choix] if VUES[nom].avec or VUES[nom].choix else []
    try:
        return getattr(FABRIQUES[module], fonction)(m, lieu, *precise)
    except (KeyError, DemandeInvalide) as e:
        trouve = f"aucun lieu ne s’appelle « {lieu[:60]} » ici"
        raise ErreurDonnees("lieu", "lieu de la vue", trouve, remede="choisir un lieu de la région") from e


# Indicator asked -> slide that says it.
VUES_DE: Final = {code: nom for nom, v in VUES.items() for code in v.chiffres}
_AVENIR: Final = re.compile(r"\b20[3-9]\d\b")  # what is foreseen is said of a sector, or by a screen


def repondre(texte: str, d: Demande | None, ici: Demandee | None, m: Memoire) -> dict[Demandee, str] | None:
    """Slides that answer a line, understood to ask `d`, each with its title, the best first; `ici`: the slide shown.

    None where the answer is the detail of that slide: where it comes from, of when it is.
    """
    plat = " ".join(re.findall(r"\w+", lexique.plat(texte)))
    if re.search(r"\b(?:d ou|de quand|source|qui le dit|pourquoi pas celui|prochain chiffre|fiable|marge)\b", plat):
        return None
    dites: dict[Demandee, str] = {}
    for demandee in _demandees(texte, plat, d, ici, m):
        with suppress(SansVue):
            dites.setdefault(demandee, faire(m, *demandee).titre)
    return dites


def _demandees(texte: str, plat: str, d: Demande | None, ici: Demandee | None, m: Memoire) -> Iterator[Demandee]:
    """What may answer, the surest first."""
    ou_on_est = (ici.lieu if ici and not ici.lieu.startswith("secteur:") else "") or f"region:{REGION}"
    if re.search(r"\b(?:c est quoi|qu est ce que?|ca veut dire|que veut dire|ca signifie|definition)\b", plat):
        yield from (Demandee("definition", "", code) for code in _mots(texte, plat)[:1])
    for nom, v in VUES.items():
        if v.question and re.search(v.question, plat):
            yield Demandee(nom, "")
    sens = next((s for s, motif in SUPERLATIFS.items() if motif.search(plat)), "")
    if sens and _du_chomage(d, ici):
        t = m.tableau("taux_chomage", "ze")
        if connues := mots.connues(t, "".join(t.periodes[-1:])):
            yield Demandee("chomage", f"ze:{(max if sens == 'haut' else min)(connues, key=connues.__getitem__)}")
    if re.search(r"\bcombien de (?:personnes|gens|chomeurs|demandeurs)\b", plat):
        yield Demandee("inscrits", ou_on_est)
    elif d is None and ici and ici.nom == "chomage" and (periode := _periode(plat, (), "chomage", ou_on_est, m)):
        yield Demandee("chomage", ou_on_est, periode)
    elif d and not d.rang and not d.lecture.de("absent"):
        yield from _du_sujet(plat, d, ici, ou_on_est, m)


# What says no subject by itself: a place, a date, how it is asked.
SANS_SUJET: Final = frozenset(("lieu", "zonage", "annee", "morceau", "inconnu"))


def _sans_sujet(d: Demande) -> bool:
    dits = {e.genre for e in d.lecture.elements if not (e.genre == "verbe" and e.choix[0] in GESTES)}
    return dits <= SANS_SUJET


def _du_chomage(d: Demande | None, ici: Demandee | None) -> bool:
    """Whether unemployment is what is asked, or what is shown where nothing is."""
    if d is None or _sans_sujet(d):
        return bool(ici and "taux_chomage" in VUES[ici.nom].chiffres)
    return d.chiffres == ["taux_chomage"] and not d.metiers


def completer(texte: str, d: Demande | None, ici: Demandee | None) -> tuple[str, list[str]]:
    """A line with what it leaves to the slide shown, its figure, its place, and the words of what is kept; a line that
    is not understood, or of somewhere else, keeps nothing."""
    muets = {"inconnu", "ailleurs", "absent"}
    if d is None or ici is None or {e.genre for e in d.lecture.elements} <= muets or d.lecture.de("ailleurs"):
        return texte, []
    if d.verbes == ["pourquoi"] and len(d.lecture.elements) == 1:
        return texte, []
    gardes = [INDICATEURS[c].libelle for c in [*VUES[ici.nom].chiffres][:1] if _sans_sujet(d)]
    seul = "comparer" in d.verbes and len(d.lieux) == 1
    if ici.lieu and not ici.lieu.startswith("secteur:") and (seul or not (d.lieux or d.rang or d.zonage)):
        gardes.append(mots.nom(*mots.cle(ici.lieu)))
    return " ".join([texte, *gardes]), gardes


def _du_sujet(plat: str, d: Demande, ici: Demandee | None, ou_on_est: str, m: Memoire) -> Iterator[Demandee]:
    """The figure asked in the place asked; the one that is not said stays what it is."""
    lieu = f"{d.lieux[0].zonage}:{d.lieux[0].code}" if d.lieux else ou_on_est
    if d.metiers and not d.formation:
        yield Demandee("metier", lieu, d.metiers[0][0].cle)
    publics = [c for c in (*d.chiffres, *d.lecture.premiers("public")) if c in lieux.PUBLICS]
    if publics and not d.metiers:
        yield Demandee("publics", lieu, publics[0])
    for code in d.chiffres if not _AVENIR.search(plat) else ():
        if nom := VUES_DE.get(code):
            yield Demandee(nom, lieu, _periode(plat, d.lecture.annees, nom, lieu, m))
    dits = {e.genre for e in d.lecture.elements} - {"inconnu"}
    local = ici is not None and VUES[ici.nom].local and not ici.lieu.startswith("secteur:")
    if len(d.lieux) == 1 and dits <= {"lieu", "zonage", "annee", "morceau"}:
        yield Demandee(ici.nom if local else "chomage", lieu, ici.choix if local and ici.nom == "metier" else "")
    elif local and ici.nom == "chomage" and (periode := _periode(plat, d.lecture.annees, "chomage", lieu, m)):
        yield Demandee("chomage", lieu, periode)


def _mots(texte: str, plat: str) -> list[str]:
    """Codes of the terms asked: found as in a sentence, else by their own name."""
    trouves = [mot.code for mot in aide.trouver(texte)]
    dits = set(plat.split())
    return trouves or [c for c, mot in aide.mots().items() if c in dits or lexique.plat(mot.terme) in plat]


def _periode(plat: str, annees: Sequence[str], nom: str, lieu: str, m: Memoire) -> str:
    """The period asked of unemployment, « il y a dix ans », « en 2013 »; "" for the last."""
    if nom != "chomage":
        return ""
    r = rattacher(*mots.cle(lieu), lieux.CHOMAGE)
    periodes = m.tableau("taux_chomage", r.zonage).periodes if r else ()
    if not periodes:
        return ""
    il_y_a = re.search(r"\bil y a (\w+) ans\b", plat)
    ans = il_y_a and (int(il_y_a[1]) if il_y_a[1].isdigit() else lexique.NOMBRES.get(il_y_a[1]))
    annee = str(int(periodes[-1][:4]) - ans) if ans else annees[-1] if annees else ""
    voulues = [p for p in periodes if annee and p.startswith(annee)]
    return next((p for p in voulues if p[4:] == periodes[-1][4:]), voulues[-1] if voulues else "")
