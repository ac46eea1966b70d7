"""Follow-up of the annex: for each measure, what was received, what is late, what is due next; « today » is given.

A period is expected when it meets the time of the convention. Its value is due a few months after its end, the last day
of a month; on that day it is still in time. Once every due date is past, what never came is « non transmis », and a
measure of which a part came is « incomplet »: the convention is over and nobody is late any more.
"""

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import Mesure, mesures
from data_loaders.convention.cadre import Cadre, Proposition

# Order of gravity, gravest first.
ETATS = {
    "retard": "en retard",
    "non_transmis": "non transmis",
    "incomplet": "incomplet",
    "attendu": "attendu",
    "sans_echeance": "sans échéance",
    "recu": "reçu",
}
SANS_RYTHME = "non précisé"


class Point(NamedTuple):
    """The value received for a period; `value` is None when not available (O) or hidden (Q); `reservee`: the
    signatories keep it to themselves, it is read in the reserved process alone."""

    periode: str
    partie: str
    recu_le: str
    value: float | None
    obs_status: str
    commentaire: str
    reservee: bool


class Attente(NamedTuple):
    """A period of a measure: `etat` is a key of `ETATS` but `incomplet`, `echeance` None without a written rhythm."""

    periode: str
    echeance: date | None
    etat: str
    point: Point | None


class Suivi(NamedTuple):
    """One measure on the day of observation."""

    mesure: Mesure
    proposition: Proposition
    etat: str
    attentes: tuple[Attente, ...]  # periods begun by that day, oldest first; without rhythm, those received
    prochaine: date | None  # next due date, None when nothing more is due
    divergences: tuple[str, ...]  # periods for which the two parties sent different values

    @property
    def points(self) -> tuple[Point, ...]:
        """Values received, oldest period first."""
        return tuple(a.point for a in self.attentes if a.point)

    def nombre(self, etat: str) -> int:
        """How many periods are in a state."""
        return sum(a.etat == etat for a in self.attentes)

    @property
    def attendues_nb(self) -> int:
        """How many values are due by the day of observation, received ones included."""
        return sum(a.etat != "attendu" for a in self.attentes)

    def depuis(self) -> date | None:
        """Oldest due date passed without a value, None when there is none."""
        return min((a.echeance for a in self.attentes if a.etat in ("retard", "non_transmis")), default=None)


def etendue(periode: str) -> tuple[date, date]:
    """First and last day of « 2014 », « 2014-S1 », « 2014-T3 » or « 2014-11 »."""
    annee, _, reste = periode.partition("-")
    mois = {"S": 6, "T": 3}.get(reste[:1], 1 if reste else 12)  # that the period has
    fin = mois * int(reste.lstrip("ST") or 1)
    return date(int(annee), fin - mois + 1, 1), date(int(annee), fin, calendar.monthrange(int(annee), fin)[1])


def echeance(periode: str, delai_mois: int = 0) -> date:
    """Last day of the month that comes so many months after the end of a period."""
    return (pd.Period(etendue(periode)[1], "M") + delai_mois).end_time.date()


def periodes(rythme: str, debut: date, fin: date) -> tuple[str, ...]:
    """Periods of a rhythm that meet the time of the convention; none without rhythm."""
    if rythme == SANS_RYTHME:
        return ()
    formes = ("-S1", "-S2") if rythme == "semestriel" else ("",)
    toutes = (f"{annee}{f}" for annee in range(debut.year, fin.year + 1) for f in formes)
    return tuple(p for p in toutes if concernee(p, debut, fin))


def concernee(periode: str, debut: date, fin: date) -> bool:
    """True when a period meets the time of the convention."""
    premier, dernier = etendue(periode)
    return premier <= fin and dernier >= debut


def suivre(receptions: pd.DataFrame, cadre: Cadre, jour: date) -> tuple[Suivi, ...]:
    """The 24 measures on a day, in the order of the annex; rows of `convention/receptions` received later are left
    out."""
    connues = receptions[receptions["recu_le"] <= jour.isoformat()].sort_values(["recu_le", "numero"], kind="stable")
    dernieres = connues.drop_duplicates(["code_mesure", "periode", "partie"], keep="last")
    # Once every due date is past, nothing is late: what is missing was not sent.
    dues = (
        echeance(p, cadre.propositions[m.code].delai_mois)
        for m in mesures().values()
        for p in periodes(m.rythme, cadre.debut, cadre.fin)
    )
    clos = jour > max(dues)
    par_mesure = dict(list(dernieres.groupby("code_mesure")))
    return tuple(_suivre(m, cadre, jour, clos, par_mesure.get(m.code, dernieres.iloc[:0])) for m in mesures().values())


def _suivre(m: Mesure, cadre: Cadre, jour: date, clos: bool, lignes: pd.DataFrame) -> Suivi:
    p = cadre.propositions[m.code]
    # That of the proposed party when both sent one.
    ordre = lignes.assign(rang=lignes["partie"].eq(p.partie)).sort_values(["periode", "rang"])
    points = {
        r.periode: Point(
            r.periode, r.partie, r.recu_le, None if pd.isna(r.value) else float(r.value), r.obs_status, r.commentaire,
            r.conf_status == RESERVE
        )
        for r in ordre.itertuples()
    }  # fmt: skip
    attentes, passee = [], "non_transmis" if clos else "retard"
    for periode in sorted({*points, *periodes(m.rythme, cadre.debut, cadre.fin)}):
        if periode in points or etendue(periode)[0] <= jour:
            due = None if m.rythme == SANS_RYTHME else echeance(periode, p.delai_mois)
            etat = "recu" if periode in points else passee if due and jour > due else "attendu"
            attentes.append(Attente(periode, due, etat, points.get(periode)))
    prochaine = min((a.echeance for a in attentes if a.etat == "attendu"), default=None)
    distinctes = lignes[lignes["value"].notna()].groupby("periode")["value"].nunique()
    divergences = tuple(distinctes[distinctes > 1].index)
    return Suivi(m, p, _etat_mesure(m, attentes, jour), tuple(attentes), prochaine, divergences)


def _etat_mesure(m: Mesure, attentes: list[Attente], jour: date) -> str:
    """One word for a measure: the gravest state of its periods ended by the day, else what is known of the others."""
    if m.rythme == SANS_RYTHME:
        return "recu" if attentes else "sans_echeance"
    finies = {a.etat for a in attentes if etendue(a.periode)[1] < jour}
    recues = {a.etat for a in attentes} & {"recu"}
    if recues and "non_transmis" in finies:
        return "incomplet"
    return next((e for e in ETATS if e in (finies or recues)), "attendu")


def comptes(suivis: Iterable[Suivi]) -> dict[str, int]:
    """state -> how many measures, every state present."""
    n = Counter(s.etat for s in suivis)
    return {etat: n[etat] for etat in ETATS}


def evolution(s: Suivi) -> tuple[float, str] | None:
    """Gap between the last value and the one before it, and the period of that one; None without two values."""
    connus = [p for p in s.points if p.value is not None]
    connus = [p for p in connus if len(p.periode) == len(connus[-1].periode)]  # a year is no half-year
    if len(connus) < 2:
        return None
    # 0.42, not 0.4199999999999999: measures hold two decimals.
    return round(connus[-1].value - connus[-2].value, 6), connus[-2].periode


def prochaines(suivis: Iterable[Suivi], jour: date, jours: int = 92) -> list[Suivi]:
    """Measures due within so many days, soonest first."""
    fin = jour + timedelta(days=jours)
    return sorted((s for s in suivis if s.prochaine and s.prochaine <= fin), key=lambda s: s.prochaine)
