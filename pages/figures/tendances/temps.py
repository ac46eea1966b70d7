"""The time of a series: a step longer than that of its producer, and the last years alone."""

from dataclasses import replace

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.measures import series

# Step -> its name; "" is that of the producer.
PAS = {"": "Celui du producteur", "trimestriel": "Par trimestre", "annuel": "Par année"}
# Periods of a rhythm that make one of a longer step.
_FORMENT = {("mensuel", "trimestriel"): 3, ("mensuel", "annuel"): 12, ("trimestriel", "annuel"): 4}
# What a phrase says of the time of one period.
_DURENT = {"mensuel": "le mois", "trimestriel": "le trimestre", "annuel": "l’année"}
# Years shown -> words; "" shows them all.
DUREES = {"": "Toute la série", "10": "10 dernières années", "5": "5 dernières années", "2": "2 dernières années"}


def pas_possibles(t: Tableau) -> list[str]:
    """Steps of which at least one is whole: counts of a series alone, since a rate is never averaged."""
    ind = t.indicateur
    contrat = CONTRATS.get(ind.dataset_pour(t.zonage))
    if ind.genre != "compte" or not (contrat and contrat.serie):
        return [""]
    return ["", *(p for p in PAS if p and _entieres(t, p))]


def _entieres(t: Tableau, pas: str) -> bool:
    attendues = _FORMENT.get((t.indicateur.rythme, pas))
    comptes = pd.Series([series.groupe(p, pas) for p in t.periodes]).value_counts() if attendues else pd.Series()
    return bool((comptes == attendues).any())


def agreger(t: Tableau, pas: str) -> Tableau:
    """The same figures by quarter or by year; periods that nothing makes whole are left out."""
    if not pas:
        return t
    ind = t.indicateur
    attendues = _FORMENT[ind.rythme, pas]
    comptes = pd.Series([series.groupe(p, pas) for p in t.periodes]).value_counts()
    periodes = tuple(sorted(comptes.index[comptes == attendues], key=francais.rang_periode))

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
    return replace(
        t,
        indicateur=replace(ind, nature=dit, rythme=pas, **mots),
        lignes=reduire(t.lignes),
        complements=reduire(t.complements),
        periodes=periodes,
    )


def durees_possibles(t: Tableau) -> list[str]:
    """Spans shorter than the series."""
    if not t.periodes:
        return [""]
    ans = francais.rang_periode(t.periodes[-1]) - francais.rang_periode(t.periodes[0])
    return ["", *(d for d in DUREES if d and int(d) < ans)]


def restreindre(t: Tableau, duree: str, fin: str) -> Tableau:
    """The figures of the last years, `fin` being the last period shown."""
    if not duree:
        return t
    depuis = francais.rang_periode(fin) - int(duree) - 1e-9
    gardees = tuple(p for p in t.periodes if francais.rang_periode(p) >= depuis)
    lignes, complements = (x[x["periode"].isin(gardees)] for x in (t.lignes, t.complements))
    return replace(t, lignes=lignes, complements=complements, periodes=gardees)
