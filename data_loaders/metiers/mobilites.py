"""From a métier of the survey to those that it leads to, or comes from, by the links of the ROME; who hires."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import liens

PART_MIN = 0.2  # of a ROME métier: under it, a métier of the survey is not what it leads to
NON_CHARGE = "la table des mobilités entre métiers (ROME) n’est pas chargée"
SANS_LIEN = "le ROME ne relie ce métier à aucun autre de l’enquête"


class Passage(NamedTuple):
    """A métier of the survey that another one leads to, or comes from.

    Attributes:
        sens: `proche`, or `evolution` for one further on; savoirs: what both ask to know, the
            rarest first.
    """

    code: str
    sens: str
    savoirs: tuple[str, ...]


class Mobilites(NamedTuple):
    """Where one goes, and where one comes from; `raison` why there is nothing."""

    vers: tuple[Passage, ...]
    depuis: tuple[Passage, ...]
    raison: str = ""


class Employeur(NamedTuple):
    """An activity (NAF) that hires for métiers in France; `part` (0..1) of their hires that are known."""

    code: str
    libelle: str
    part: float


def _lire(donnees: Donnees, dataset: str, table: str) -> pd.DataFrame | None:
    """A table of links, None where it is not loaded, or of another nature than the survey."""
    if not donnees.millesimes(dataset) or donnees.est_demonstration(dataset) != donnees.est_demonstration("bmo"):
        return None
    return donnees.lire(dataset, table)


def romes(donnees: Donnees, codes: Collection[str], annee: str, part: float = PART_MIN) -> set[str]:
    """ROME métiers of which that part at least is one of these métiers."""
    parts = _romes(donnees, codes, annee)
    return set(parts.index[parts >= part])


def _romes(donnees: Donnees, codes: Collection[str], annee: str) -> pd.Series:
    """ROME -> share of it (0..1) that these métiers of the survey take."""
    passages = liens.passages(donnees, annee)
    return passages[passages["code_metier"].isin(codes)].groupby("code_rome")["part"].sum()


def mobilites(donnees: Donnees, codes: Collection[str], annee: str) -> Mobilites:
    """Métiers that lead from or to those given, the most shared savoirs first; links between titles count as theirs."""
    tous = _lire(donnees, "mobilites", "liens")
    if tous is None:
        return Mobilites((), (), NON_CHARGE)
    siens = romes(donnees, codes, annee)
    connus = _lire(donnees, "savoirs", "liens")
    savoirs = {} if connus is None else connus.groupby("code_rome")["libelle"].agg(set).to_dict()
    # What few métiers ask says more.
    combien = {} if connus is None else connus["libelle"].value_counts().to_dict()
    cibles = liens.cibles(donnees, annee)

    def passages(de: str, a: str) -> tuple[Passage, ...]:
        trouves: dict[str, tuple[str, set[str]]] = {}
        for r in tous[tous[de].isin(siens)].drop_duplicates([de, a, "sens"]).to_dict("records"):
            communs = savoirs.get(r[de], set()) & savoirs.get(r[a], set())
            for metier, part in cibles.get(r[a], ()):
                if part >= PART_MIN and metier not in codes:
                    sens, deja = trouves.get(metier, (r["sens"], set()))
                    trouves[metier] = ("proche" if "proche" in (sens, r["sens"]) else sens, deja | communs)
        rendus = [Passage(m, sens, tuple(sorted(s, key=lambda x: (combien[x], x)))) for m, (sens, s) in trouves.items()]
        return tuple(sorted(rendus, key=lambda p: (-len(p.savoirs), p.sens != "proche", p.code)))

    m = Mobilites(passages("code_rome", "code_cible"), passages("code_cible", "code_rome"))
    return m if m.vers or m.depuis else m._replace(raison=SANS_LIEN)


def employeurs(donnees: Donnees, codes: Collection[str], annee: str) -> tuple[str, tuple[Employeur, ...]]:
    """Year of the hires, and the activities that hire for these métiers in France, the largest first; ("", ()) without
    the file. Hires of a ROME are shared as its levels are."""
    lues = _lire(donnees, "employeurs", "observations")
    if lues is None:
        return "", ()
    lues = lues[lues["annee"] == lues["annee"].max()]
    siennes = lues.assign(poids=lues["value"] * lues["code_rome"].map(_romes(donnees, codes, annee)))
    parts = siennes.groupby(["code_naf", "libelle_naf"])["poids"].sum()
    parts = (parts / parts.sum())[parts > 0].sort_values(ascending=False, kind="stable")
    return lues["annee"].iloc[0], tuple(Employeur(*cle, float(part)) for cle, part in parts.items())
