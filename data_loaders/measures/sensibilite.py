"""What the parameters of the météo weigh: how many results move when one of them moves by 10 %, and what is covered.

A parameter of a method that nobody can check is an opinion: the table says which ones matter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders.measures import meteo as mesures
from data_loaders.parametres import ParametresMeteo, meteo

ECART = 0.10
NIVEAUX = ("famille", "metier")
RESULTATS = ("niveau", "position", "fragile", "fiabilite", "fleche", "porteur")
PARAMETRES_COMPLETS = (
    "rapport_reference",
    "poids_offres",
    "lissage",
    "effectif_regional",
    "effectif_local",
    "couverture_groupe",
)
# They check a file, or need a second year of offers; the weight of the survey moves with that of the offers.
SANS_EFFET = ("couverture_abc", "dispersion_offres", "fleche_rapport", "poids_bmo")
STATUTS_COUVERTURE = ("classe", "effectif", "secret", "bornes")


class Variante(NamedTuple):
    """A parameter (`cle`: the limit, the level or the letter of one that has several), and the method with it moved."""

    nom: str
    cle: str
    valeur: float
    moins: ParametresMeteo
    plus: ParametresMeteo


def variantes(p: ParametresMeteo | None = None, noms: Sequence[str] | None = None) -> Iterator[Variante]:
    """Each parameter moved down then up by 10 %, alone.

    The two weights of the complete index move together, their sum stays 1; the bounds of the mean share stay
    symmetrical.

    Args:
        noms: the parameters to move; by default those of the survey's index.
    """
    p = p or meteo()
    champs = [f.name for f in dataclasses.fields(p) if f.name not in ("version", "en_vigueur", "fondements")]
    for nom in noms or [c for c in champs if c not in (*PARAMETRES_COMPLETS, *SANS_EFFET)]:
        valeur = getattr(p, nom)
        if nom == "part_moyenne":
            yield Variante(nom, "", valeur[0], *(_avec(p, nom, (x, 1 - x)) for x in _bornes(valeur[0])))
        elif isinstance(valeur, dict):
            for cle, v in valeur.items():
                yield Variante(nom, cle, v, *(_avec(p, nom, valeur | {cle: x}) for x in _bornes(v)))
        elif isinstance(valeur, tuple):
            for i, v in enumerate(valeur):
                deux = (_avec(p, nom, (*valeur[:i], x, *valeur[i + 1 :])) for x in _bornes(v))
                yield Variante(nom, str(i + 1), v, *deux)
        else:
            yield Variante(nom, "", valeur, *(_avec(p, nom, x) for x in _bornes(valeur)))


def _bornes(valeur: float) -> tuple[float, float]:
    return valeur * (1 - ECART), valeur * (1 + ECART)


def _avec(p: ParametresMeteo, nom: str, valeur) -> ParametresMeteo:
    if nom == "poids_offres":
        return dataclasses.replace(p, poids_offres=valeur, poids_bmo=1 - valeur)
    return dataclasses.replace(p, **{nom: valeur})


def mouvements(
    calculer: Callable[[ParametresMeteo], pd.DataFrame], cas: Sequence[Variante], p: ParametresMeteo | None = None
) -> pd.DataFrame:
    """How many cells change when each parameter moves.

    Args:
        calculer: parameters -> one row a cell, same index whatever the parameters, one column a result.

    Returns:
        One row a variant and direction: `parametre`, `cle`, `valeur`, `variation` (−10 or +10, in %), then for each
        result the number of cells where it changes; a class that appears or disappears counts as a change.
    """
    base = calculer(p or meteo())
    lignes = []
    for v in cas:
        for variation, deplaces in ((-100 * ECART, v.moins), (100 * ECART, v.plus)):
            autre = calculer(deplaces)
            bougent = {c: int(_differents(base[c], autre[c]).sum()) for c in base.columns}
            lignes.append({"parametre": v.nom, "cle": v.cle, "valeur": v.valeur, "variation": variation} | bougent)
    return pd.DataFrame(lignes)


def _differents(a: pd.Series, b: pd.Series) -> pd.Series:
    """Two missing values are the same."""
    return ~((a == b).fillna(False).astype(bool) | (a.isna() & b.isna()))


def sensibilite(large: pd.DataFrame, metiers: pd.DataFrame, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Results of the survey's index that move with each parameter, families and métiers of every bassin.

    The last vintage is counted, the one before serves its arrows.

    Args:
        large, metiers: as in `meteo.indices`.

    Returns:
        Columns of `mouvements` with `groupes` (famille or metier) and `cellules_nb` (cells with a class, the
        denominator); one column for each of `RESULTATS`. An arrow of a métier is never measured across a change of
        nomenclature: its column is then all zeros.
    """
    return pd.concat([_niveau(large, metiers, n, p or meteo()) for n in NIVEAUX], ignore_index=True)


def _niveau(large: pd.DataFrame, metiers: pd.DataFrame, niveau: str, p: ParametresMeteo) -> pd.DataFrame:
    annees = sorted(large["annee"].unique())[-2:]
    nomenclatures = metiers[metiers["annee"].isin(annees)]["nomenclature"].nunique()
    if niveau not in mesures.NIVEAUX_CHAINES and nomenclatures > 1:
        annees = annees[-1:]  # no arrow crosses a change of nomenclature: the vintage before serves nothing
    large, metiers = large[large["annee"].isin(annees)], metiers[metiers["annee"].isin(annees)]

    def calculer(q: ParametresMeteo) -> pd.DataFrame:
        r = mesures.indices_locaux(large, metiers, niveau, "bassin", q)
        return r[r["annee"] == annees[-1]].set_index(["code_zone", "code_groupe"])[list(RESULTATS)]

    cas = [v for v in variantes(p) if v.nom != "reponses" or v.cle == niveau]
    classees = int(calculer(p)["niveau"].notna().sum())
    return mouvements(calculer, cas, p).assign(groupes=niveau, cellules_nb=classees)


def couverture(indices: pd.DataFrame) -> pd.DataFrame:
    """What share of the cells has a class, vintage by vintage.

    Args:
        indices: result of `meteo.indices`, any level and zoning.

    Returns:
        annee, `cellules_nb` (cells where the producer published something, hidden or not: the denominator), then the
        shares 0..1 `classe`, `effectif`, `secret`, `bornes` (they add up to 1), and `fragile`, a share of the classed
        cells.
    """
    avec = indices[indices["cellules_nb"] > 0]
    g = avec.groupby("annee")
    r = pd.DataFrame({"cellules_nb": g.size()})
    for statut in STATUTS_COUVERTURE:
        r[statut] = (avec["statut"] == statut).groupby(avec["annee"]).mean()
    r["fragile"] = avec.loc[avec["statut"] == "classe", "fragile"].groupby(avec["annee"]).mean()
    return r.reset_index()
