"""From a question (indicator, zoning, métier) to figures: one table for all zones and periods, with status and reason.

The map, the table, the exports and the command `chiffre` read the same rows. Those of the survey are accompanied by
what `marches.decrire` says of them, under its columns.
"""

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data_loaders import francais, jeux
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import PEU_FIABLE, VIDES
from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import calculs, enquete
from data_loaders.jeux.calculs import COLONNES, Metier, Question
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, enonces, evolutions, marches, mots_estimation, series
from geo import zonages

FORMES_PERIODE = {"annuel": "AAAA", "mensuel": "AAAA-MM", "trimestriel": "AAAA-Tn", "semestriel": "AAAA-Sn"}
# A measure of the convention whose rhythm the annex leaves open takes years and half-years.
RYTHMES_ADMIS = {"non précisé": ("annuel", "semestriel")}
Chiffre = dict[str, Any]  # one figure and all that makes it honest, see `chiffre`


def source_exportee(producteur: str, demonstration: bool) -> str:
    """Who says a figure, for a column `source`: no producer is named for an invented one."""
    return "aucune : données de démonstration, chiffres inventés" if demonstration else producteur


@dataclass(frozen=True)
class Tableau:
    """Figures of one indicator on one zoning.

    Attributes:
        lignes: one row a zone and period; every zone of the zoning at every loaded period. Columns `COLONNES`, then
            those of `COLONNES_MARCHE` and `COLONNES_MOUVEMENT` where the survey lets something be said of it.
        periodes: loaded periods, oldest first.
        complements: same columns, for the territories of `Indicateur.complements`; empty when there are none.
        completes: periods whose sums count a territory that the zoning does not draw, on any zoning.

    A sum of which a part is hidden (`minorant`) has the status `PEU_FIABLE`.
    """

    indicateur: Indicateur
    zonage: str
    metier: Metier | None
    lignes: pd.DataFrame
    periodes: tuple[str, ...]
    demonstration: bool
    complements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLONNES))
    completes: tuple[str, ...] = ()

    def __post_init__(self) -> None:  # a lower bound is no plain value
        for nom in ("lignes", "complements"):
            df = getattr(self, nom)
            minimum = df["minorant"].astype(bool) & df["obs_status"].eq("A")
            if minimum.any():
                object.__setattr__(self, nom, df.assign(obs_status=df["obs_status"].mask(minimum, PEU_FIABLE)))

    def periode(self, periode: str) -> pd.DataFrame:
        """Rows of one period, one a zone, indexed by code_zone; none for an unknown period."""
        if periode not in self._lues:
            self._lues[periode] = self.lignes.take(self._places["periode"].get(periode, [])).set_index("code_zone")
        return self._lues[periode].copy(deep=False)

    def zone(self, code_zone: str) -> pd.DataFrame:
        """Rows of one zone, one a period, indexed by periode; none for an unknown zone."""
        return self.lignes.take(self._places["code_zone"].get(code_zone, [])).set_index("periode")

    @cached_property
    def _lues(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _places(self) -> dict[str, dict[str, np.ndarray]]:
        return {c: self.lignes.groupby(c).indices for c in ("code_zone", "periode")}

    @property
    def hors_decoupage(self) -> pd.DataFrame:
        """Rows of the territories that sums count and that the zoning does not draw."""
        return self.complements if self.indicateur.champ_complet else self.complements[:0]

    def champ(self, periode: str = "") -> str:
        """Who is counted at a period, or at all of them."""
        ind = self.indicateur
        if periode:
            return ind.champ_complet if periode in self.completes else ind.champ
        annees = francais.enumeration(list(self.completes))
        return f"{ind.champ}, sauf en {annees}, où le producteur les compte" if annees else ind.champ


def calculer(
    donnees: Donnees,
    code_indicateur: str,
    zonage: str,
    metier: Metier | None = None,
    cellules: Callable[[], pd.DataFrame] | None = None,
) -> Tableau:
    """All the figures of an indicator on a zoning; `cellules`: gives the cells to add up in place of those of the
    survey (`enquete.cellules_bmo`); DemandeInvalide: unknown indicator or zoning, a métier for an indicator that has
    none, an unknown métier."""
    q = _question(donnees, code_indicateur, zonage, metier, cellules)
    ind, repondants = q.indicateur, _repondants(q)
    periodes = tuple(repondants)
    if not periodes or zonage not in ind.zonages:
        raison = f"n.d. : {ind.ailleurs}" if periodes else "n.d. : aucun millésime chargé"
        demonstration = donnees.est_demonstration(q.dataset)
        return Tableau(ind, zonage, metier, calculs.vides(q.codes, periodes, "L", raison), periodes, demonstration)
    parties = [_repondre(replace(q, dataset=d), repondants) for d in dict.fromkeys(repondants.values())]
    lignes, dehors = (pd.concat(x, ignore_index=True) if x[1:] else x[0] for x in zip(*parties, strict=True))
    q = replace(q, dataset=repondants[periodes[-1]])
    dites = COLONNES_MARCHE | COLONNES_MOUVEMENT
    lignes = _accompagner(lignes, q, dites).drop(columns="code_groupe", errors="ignore")
    return _dresser(q, lignes, periodes, dehors)


def _repondre(q: Question, repondants: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures of one dataset at the periods for which it answers; see `Calcul.prets`."""
    periodes = tuple(p for p, dataset in repondants.items() if dataset == q.dataset)
    calcul = jeux.calcul(q.dataset)
    prets = calcul.prets(q, periodes) if isinstance(q.donnees, Donnees) else None
    if prets:
        lignes, dehors = prets
    else:  # made now from the published rows
        lues = calcul.lignes(q)
        dehors = lues[lues["code_bassin"].isin(list(HORS_DECOUPAGE))] if q.indicateur.champ_complet else lues[:0]
        chiffres = calcul.chiffres(lues, q, periodes)
        lignes = chiffres[[c for c in ("code_groupe", *COLONNES) if c in chiffres]]
    return (lignes if len(periodes) == len(repondants) else lignes[lignes["periode"].isin(periodes)]), dehors


def calculer_groupes(
    donnees: Donnees, code_indicateur: str, zonage: str, niveau: str, periodes: Sequence[str] = (), bouge: bool = False
) -> Tableau | None:
    """All the figures of every group of a level at once: the rows of each, told apart by their `code_groupe`; with what
    became of each (`bouge`). None when the figures of this indicator are not made at publication: each is then asked
    of `calculer`. Rows of all periods are read, unless some are named."""
    q = _question(donnees, code_indicateur, zonage, Metier(niveau, calculs.TOUS_GROUPES))
    chargees = periodes_de(donnees, q.indicateur, zonage)
    lues = tuple(p for p in chargees if p in periodes or not periodes)
    prets = jeux.calcul(q.dataset).prets(q, lues) if lues and zonage in q.indicateur.zonages else None
    if prets is None:
        return None
    # Of a count, only its movement is said beside it.
    dites = COLONNES_MARCHE if q.indicateur.incertaine or bouge else {}
    lignes = _accompagner(prets[0], q, dites | COLONNES_MOUVEMENT if bouge else dites)
    return _dresser(q, lignes, chargees, prets[1])


def _question(
    donnees: Donnees,
    code_indicateur: str,
    zonage: str,
    metier: Metier | None,
    cellules: Callable[[], pd.DataFrame] | None = None,
) -> Question:
    """A question that has a meaning; raises DemandeInvalide as `calculer` does."""
    ind = indicateur(code_indicateur)
    if zonage not in zonages.CODES:
        raise DemandeInvalide(f"découpage inconnu : « {zonage} ». Découpages connus : {', '.join(zonages.CODES)}.")
    if metier and not ind.metiers:
        raise DemandeInvalide(f"l’indicateur {ind.code} n’existe pas par métier.")
    if metier and metier.niveau not in niveaux(ind):
        connus = ", ".join(niveaux(ind))
        raise DemandeInvalide(f"l’indicateur {ind.code} n’existe pas au niveau {metier.niveau}. Niveaux : {connus}.")
    return Question(donnees, ind, zonage, metier, cellules)


def niveaux(ind: Indicateur) -> tuple[str, ...]:
    """Levels of the nomenclature of métiers at which an indicator exists, the coarsest first."""
    return (ind.niveaux or bmo.NIVEAUX) if ind.metiers else ()


def _accompagner(lignes: pd.DataFrame, q: Question, dites: Mapping[str, str]) -> pd.DataFrame:
    """The same rows with what is said beside their figures; shares 0..1, null where the survey says nothing; `dites`:
    `COLONNES_MARCHE`, with `COLONNES_MOUVEMENT` or without."""
    # In a commune, one employer that opens or closes is a leap.
    if series.peut_sauter(q.indicateur, q.dataset) and q.zonage != "commune" and len(lignes):
        # A series is that of one group.
        groupes = [g for _, g in lignes.groupby("code_groupe", sort=False)] if "code_groupe" in lignes else [lignes]
        lignes = pd.concat([series.signaler_sauts(g, q.indicateur.genre) for g in groupes]).loc[lignes.index]
    niveau = q.metier.niveau if q.metier else marches.ENSEMBLE
    # A version of one vintage tells no error.
    dit = dites and concerne(q.indicateur) and isinstance(q.donnees, Donnees)
    if not dit or niveau not in marches.NIVEAUX:
        return lignes
    seuls = [c for c in ("code_groupe", "periode") if lignes[c].nunique() == 1]
    egales = {_NOMS.get(c, c): lignes[c].iloc[0] for c in seuls}
    cles = [c for c in ("code_groupe", "code_zone", "periode") if c not in seuls]
    colonnes = [*(_NOMS.get(c, c) for c in cles), *dites]
    codes = bmo.codes_prolonges(niveau, egales["code_groupe"]) if "code_groupe" in egales else ("",)
    lus = [
        enquete.lire_marches(q.donnees, niveau, q.zonage, colonnes, **egales | ({"code_groupe": c} if c else {}))
        for c in codes
    ]
    m = pd.concat(lus, ignore_index=True) if codes[1:] else bmo.prolonger(lus[0], niveau) if codes == ("",) else lus[0]
    m = m.rename(columns=dict(dites) | {nom: c for c, nom in _NOMS.items()})
    if niveau == "metier":  # under two codes, a métier was asked under one of them alone
        m = m.sort_values("statut_marche", key=lambda s: s.ne("non_enquete"), kind="stable")
        m = m.drop_duplicates(cles, keep="last")
    m[ESTIMEES] = m[ESTIMEES].where(m["statut_marche"] == "estime")  # never said aloud elsewhere
    m["marge_points"] = m["marge_points"].where(m["declaree"].notna())
    # Those of a group of métiers are among the groups of its zone: between zones nothing sure enough is known.
    m[ENTRE_ZONES] = m[ENTRE_ZONES].mask(m["code_zone"].notna() & (niveau != marches.ENSEMBLE))
    lignes = lignes.merge(m, on=cles, how="left", validate="many_to_one")
    if q.indicateur.incertaine and not q.indicateur.estime:  # what may not be printed says so by its status
        large = enonces.trop_large(lignes["marge_points"]) & ~lignes["obs_status"].isin(VIDES)
        lignes.loc[large, "obs_status"] = PEU_FIABLE
        dites = lignes.loc[large, "marge_points"].map(mots_estimation.marge_dite)
        avant = lignes.loc[large, "raison"]
        lignes.loc[large, "raison"] = dites + avant.where(avant == "", francais.FINE + "; " + avant)
    return lignes


def _dresser(q: Question, lignes: pd.DataFrame, periodes: tuple[str, ...], dehors: pd.DataFrame) -> Tableau:
    ind, demonstration = q.indicateur, q.donnees.est_demonstration(q.dataset)
    autres = lignes["code_zone"].isin(list(ind.complements.get(q.zonage, ())))
    dessinees = du_decoupage(lignes[~autres], q.zonage)
    completes = tuple(sorted(set(dehors["periode"]))) if ind.champ_complet else ()
    return Tableau(ind, q.zonage, q.metier, dessinees, periodes, demonstration, lignes[autres], completes)


def du_decoupage(lignes: pd.DataFrame, zonage: str) -> pd.DataFrame:
    """The rows of the zones in force: a perimeter replaced by a file may have lost one that the producer still has."""
    return lignes[lignes["code_zone"].isin(list(zonages.noms(zonage)))]


def periodes_de(donnees: Donnees, ind: Indicateur, zonage: str) -> tuple[str, ...]:
    """Periods loaded of an indicator on a zoning, oldest first, without any figure computed."""
    return tuple(_repondants(Question(donnees, ind, zonage)))


@dataclass(frozen=True)
class _Etat:
    """Snapshots and perimeters of one instant, equal to the same ones read again."""

    donnees: Donnees = field(compare=False)
    nom: tuple[Hashable, ...]


def _repondants(q: Question) -> Mapping[str, str]:
    """Period -> dataset that answers for it, oldest first. As soon as one is official, no invented one answers, not
    even at a period that no other has: a figure, a curve, a change never mix the two. Of those left, the first that
    holds a period answers."""
    d = q.donnees
    if not isinstance(d, Donnees):  # a version, that nobody reads twice
        return _repondants_de.__wrapped__(_Etat(d, ()), q.indicateur, q.zonage)
    return _repondants_de(_Etat(d, (d.racine, *d.etats, zonages.empreinte())), q.indicateur, q.zonage)


@lru_cache(maxsize=1024)
def _repondants_de(etat: _Etat, ind: Indicateur, zonage: str) -> Mapping[str, str]:
    q = Question(etat.donnees, ind, zonage)
    lues = {d: p for d in ind.datasets_pour(zonage) if (p := _periodes(replace(q, dataset=d)))}
    officiels = [d for d in lues if not q.donnees.est_demonstration(d)]
    tenues = {p: d for d in reversed(officiels or list(lues)) for p in lues[d]}
    return {p: tenues[p] for p in sorted(tenues, key=francais.rang_periode)}


def _periodes(q: Question) -> tuple[str, ...]:
    """Periods of one dataset, or of the indicator's own series where it holds several."""
    if q.dataset == jeux.POPULATION:
        return (calculs.PERIODE_POPULATION,)
    periodes = q.donnees.periodes(q.dataset)
    calcul = jeux.calcul(q.dataset)
    if not periodes or not calcul.par_serie:
        return periodes
    if q.zonage not in q.indicateur.zonages:  # n.d. there, at the periods where it is known
        q = replace(q, zonage=q.indicateur.zonages[0])
    chiffres = calcul.chiffres(calcul.lignes(q), q, ())
    return tuple(sorted(set(chiffres["periode"]), key=francais.rang_periode))


def chiffre(
    donnees: Donnees, code_indicateur: str, zonage: str, code_zone: str, periode: str, metier: Metier | None = None
) -> Chiffre:
    """One figure, under the keys `valeur` (unrounded, in `unite`), `obs_status`, `raison`, `minorant`, `borne_basse`,
    `borne_haute`, `unite`, `source`, `millesime`, `instantane`, `sha256` (of the source file), `demonstration`,
    `depuis` and `evolution` (what became of it since, in words; both "" where nothing is compared); for a share of the
    survey, the columns of `COLONNES_MARCHE` too, as they are in its row. DemandeInvalide as `calculer`, and for an
    unknown zone, or a period that the indicator cannot have."""
    if refus := refus_de_periode(indicateur(code_indicateur), periode):
        raise DemandeInvalide(refus)
    return chiffre_de(donnees, calculer(donnees, code_indicateur, zonage, metier), code_zone, periode)


def refus_de_periode(ind: Indicateur, periode: str) -> str:
    """Why an indicator cannot have a period whose form is not that of its rhythm; "" when it can."""
    admis = RYTHMES_ADMIS.get(ind.rythme, (ind.rythme,))
    attendu = " ou ".join(FORMES_PERIODE[r] for r in admis)
    refus = f"période « {periode[:20]} » : l’indicateur {ind.code} est {ind.rythme}, forme {attendu}."
    return "" if francais.rythme_periode(periode) in admis else refus


def chiffre_de(donnees: Donnees, table: Tableau, code_zone: str, periode: str) -> Chiffre:
    """One figure of a table, see `chiffre`."""
    ind, zonage = table.indicateur, table.zonage
    if code_zone not in {*zonages.noms(zonage), *ind.complements.get(zonage, ())}:
        raise DemandeInvalide(f"zone inconnue : « {zonage}:{code_zone[:40]} ».")
    lignes = pd.concat([table.lignes, table.complements])
    lignes = lignes[lignes["code_zone"].eq(code_zone)]
    ligne = lignes[lignes["periode"].eq(periode)]
    if ligne.empty:
        ligne = calculs.vides([code_zone], (periode,), *absence(table.periodes, periode))
    ligne = ligne.iloc[0].to_dict()
    provenance = provenance_de(donnees, ind, periode if periode in table.periodes else "", zonage)
    vide = ligne["obs_status"] in VIDES
    e = evolutions.evolution(ind, lignes.set_index("periode"), periode)
    return dict(
        valeur=None if vide else float(ligne["value"]),
        obs_status=ligne["obs_status"],
        raison=ligne["raison"],
        minorant=bool(ligne["minorant"]),
        borne_basse=None if vide else float(ligne["borne_basse"]),
        borne_haute=None if vide else float(ligne["borne_haute"]),
        unite=ind.unite,
        source=source_exportee(ind.source, table.demonstration),
        **provenance,
        demonstration=table.demonstration,
        depuis=e.depuis,
        evolution=e.mot,
        **{c: ligne.get(c) for c in COLONNES_MARCHE.values() if ind.incertaine},
    )


def absence(chargees: tuple[str, ...], periode: str) -> tuple[str, str]:
    """Status and reason of a figure that nothing has: a territory that the producer publishes some years only, or a
    period that is not loaded."""
    if periode in chargees:
        return "L", "n.d. : ce millésime ne compte pas ce territoire dans la région"
    dites = [francais.periode_libelle(p) for p in chargees]
    # Those of a survey one by one, the two ends of a series without holes.
    dites = f"{dites[0]} à {dites[-1]}" if len(dites) > 12 else francais.enumeration(dites) or "aucune"
    return "O", f"n.d. : période non chargée (chargées : {dites})"


def provenance_de(donnees: Donnees, ind: Indicateur, periode: str, zonage: str = "") -> dict:
    """`millesime`, `instantane` and `sha256` of the source file; empty texts when the period is not loaded.

    Of the datasets that hold the figure on the zoning, the one that answered is named.
    """
    if ind.dataset == "population":
        sha = hashlib.sha256((zonages.DERIVE / "communes.csv").read_bytes()).hexdigest()
        return {"millesime": calculs.PERIODE_POPULATION, "instantane": f"communes--{sha[:8]}", "sha256": sha}
    if not periode:
        return {"millesime": "", "instantane": "", "sha256": ""}
    dataset = ind.dataset_pour(zonage)
    if len(ind.datasets_pour(zonage)) > 1:
        tenues = _repondants(Question(donnees, ind, zonage))
        # Months put together, under a quarter or a year of their own, are named by the last of their year.
        dataset = tenues.get(periode) or next(d for p, d in reversed(tenues.items()) if p[:4] == periode[:4])
    millesime = donnees.millesimes(dataset)[-1] if CONTRATS[dataset].serie else periode
    i = donnees.instantane(dataset, millesime)
    return {"millesime": i.millesime, "instantane": f"{dataset}/{i.identifiant}", "sha256": i.source["sha256"]}


# Columns of `marches.decrire` that a row of figures has under another name.
_AUTREMENT = {"statut": "statut_marche", "borne_basse": "estimee_lo", "borne_haute": "estimee_hi"}
# column of `marches.decrire` -> column of a row of figures
COLONNES_MARCHE = {
    c: _AUTREMENT.get(c, c)
    for c in (
        "statut", "declaree", "marge_points", "declaree_lo", "declaree_hi", "q_estimee", "borne_basse", "borne_haute",
        "classe", "certitude", "w", "F", "annee_france", "publiee", "position", "memoire", "rang_meilleur",
        "rang_pire", "rangs_nb",
    )
}  # fmt: skip
# The same: what became of the figure, which a table of many groups does not say.
COLONNES_MOUVEMENT = {
    c: c
    for c in (
        "annee_precedente", "delta", "grand", "fleche", "fleche_raison", "delta_reference", "fleche_projets",
        "evolution_lo", "evolution_hi",
    )
}  # fmt: skip
_NOMS = {"periode": "annee"}
ENTRE_ZONES = ["position", "memoire", "rang_meilleur", "rang_pire", "rangs_nb"]
ESTIMEES = ["q_estimee", "estimee_lo", "estimee_hi"]


def concerne(ind: Indicateur) -> bool:
    """Whether a figure of the indicator has such a reading: shares and projects of the survey."""
    return ind.incertaine or ind.code == "bmo_projets"
