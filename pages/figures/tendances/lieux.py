"""Territories on one chart and their time: who they are, the step and the years shown, one file for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.measures import series
from data_loaders.requetes import lignes as lignes_exportees
from geo import lieux, zonages
from pages.words import sentences

REGION = f"region:{zonages.REGION}"
# Zonings said by their initials beside the name of a zone, where « Nantes » alone would be six different places.
SIGLES = ("spo", "zef", "gtec", "epci")


class Suivi(NamedTuple):
    """One territory and the table that holds its figures."""

    lieu: str  # `zonage:code`
    nom: str  # as written on the screen
    tableau: Tableau  # figures of the indicator on its zoning
    instantanes: Mapping[str, str]  # period -> identifier of the snapshot
    metier: str = ""  # name of the group of métiers; "" for all

    @property
    def lignes(self) -> pd.DataFrame:
        """Its rows, one a period, indexed by periode."""
        code = self.lieu.partition(":")[2]
        dehors = self.tableau.complements
        if code in self.tableau.indicateur.complements.get(self.tableau.zonage, ()):
            return dehors[dehors["code_zone"] == code].set_index("periode")
        return self.tableau.zone(code)


def suivis_de(
    choisis: Sequence[str], lire: Callable[[str], Tableau], instantanes: Callable[[Tableau], Mapping], metier: str
) -> list[Suivi]:
    """The territories, `zonage:code`, with their figures; of one zoning only, names need not say which. `lire`: zoning
    -> figures of the indicator; `instantanes`: figures -> period -> snapshot."""
    nommer = nom if len({lieu.partition(":")[0] for lieu in choisis}) > 1 else nom_court
    suivis = []
    for lieu in choisis:
        zonage, _, code = lieu.partition(":")
        t = lire(zonage)
        dit = t.indicateur.complements.get(zonage, {}).get(code) or nommer(lieu)
        suivis.append(Suivi(lieu, dit, t, instantanes(t), metier))
    return suivis


def nom_court(lieu: str) -> str:
    """Name of the zone alone: « Nantes »."""
    zonage, _, code = lieu.partition(":")
    return zonages.NOM_REGION if lieu == REGION else lieux.bref(zonages.libelle_zone(zonage, code))


def nom(lieu: str) -> str:
    """« Nantes (bassin d’emploi) », « Changé (Mayenne) »; « Pays de la Loire » says by itself what it is."""
    if lieu == REGION:
        return nom_court(lieu)
    zonage, _, code = lieu.partition(":")
    quoi = zonage.upper() if zonage in SIGLES else zonages.zonage(zonage).libelle_zone
    return f"{nom_court(lieu)} ({zonages.departement_distinctif(zonage, code) or quoi})"


def ou(lieu: str, ind: Indicateur) -> str:
    """Where, in a title: « zone d’emploi d’Alençon, partie régionale », « région », « France entière »."""
    zonage, _, code = lieu.partition(":")
    dehors = ind.complements.get(zonage, {}).get(code)
    return dehors or sentences.inside(zonage, code)


def table(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """Every territory and period, columns under their French names; zoning, source, snapshot and mention on each."""
    parties = [lignes_exportees.du_tableau(s.tableau, s.instantanes, s.metier, s.lignes.reset_index()) for s in suivis]
    return pd.concat(parties, ignore_index=True)


# Step -> its name; "" is that of the producer.
PAS = {"": "Celui du producteur", "trimestriel": "Par trimestre", "annuel": "Par année"}
# Periods of a rhythm that make one of a longer step.
_FORMENT = {("mensuel", "trimestriel"): 3, ("mensuel", "annuel"): 12, ("trimestriel", "annuel"): 4}
# What a phrase says of the time of one period.
_DURENT = {"mensuel": "le mois", "trimestriel": "le trimestre", "annuel": "l’année"}
DUREES = ("", "10", "5", "2")  # years shown; "" shows them all


def pas_possibles(t: Tableau) -> list[str]:
    """Steps of which at least one is whole: counts of a series alone, since a rate is never averaged."""
    ind = t.indicateur
    contrat = CONTRATS.get(ind.dataset_pour(t.zonage))
    somme = ind.genre == "compte" and contrat and contrat.serie
    return ["", *(p for p in PAS if somme and (ind.rythme, p) in _FORMENT and _entieres(t, p))]


def _entieres(t: Tableau, pas: str) -> list[str]:
    """Periods of a longer step that have all of theirs."""
    comptes = pd.Series([series.groupe(p, pas) for p in t.periodes]).value_counts()
    return sorted(comptes.index[comptes == _FORMENT[t.indicateur.rythme, pas]], key=francais.rang_periode)


def agreger(t: Tableau, pas: str) -> Tableau:
    """The same figures by quarter or by year; periods that nothing makes whole are left out."""
    if not pas:
        return t
    ind, periodes = t.indicateur, tuple(_entieres(t, pas))
    attendues = _FORMENT[ind.rythme, pas]

    def reduire(lignes: pd.DataFrame) -> pd.DataFrame:
        if lignes.empty:
            return lignes
        r = series.agreger(lignes, pas, attendues, somme=ind.flux)
        return r[r["periode"].isin(periodes)].reset_index(drop=True)

    comment = "flux : somme" if ind.flux else "stock : moyenne"
    de = {"mensuel": "mois", "trimestriel": "trimestres"}[ind.rythme]
    dit = f"{comment} de {attendues} {de}, calculée ici, {ind.nature}"
    dits = ("libelle", "phrase", "phrase_singulier")
    mots = {m: getattr(ind, m).replace(_DURENT[ind.rythme], _DURENT[pas]) for m in dits}
    lignes, complements = reduire(t.lignes), reduire(t.complements)
    au_pas = replace(ind, nature=dit, rythme=pas, **mots)
    return replace(t, indicateur=au_pas, lignes=lignes, complements=complements, periodes=periodes)


def durees_possibles(t: Tableau) -> list[str]:
    """Spans shorter than the series."""
    debut, fin = (francais.rang_periode(t.periodes[i]) if t.periodes else 0.0 for i in (0, -1))
    return ["", *(d for d in DUREES if d and int(d) < fin - debut)]


def restreindre(t: Tableau, duree: str, fin: str) -> Tableau:
    """The figures of the last years, `fin` being the last period shown."""
    if not duree:
        return t
    depuis = francais.rang_periode(fin) - int(duree) - 1e-9
    gardees = tuple(p for p in t.periodes if francais.rang_periode(p) >= depuis)
    lignes, complements = (x[x["periode"].isin(gardees)] for x in (t.lignes, t.complements))
    return replace(t, lignes=lignes, complements=complements, periodes=gardees)
