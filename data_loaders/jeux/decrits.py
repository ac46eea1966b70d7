"""How the rows of a described file make figures: as published on their zoning, counts summed on those that it tiles."""

import pandas as pd

from data_loaders.contracts.descriptions import ZONAGES, Description
from data_loaders.francais import capitale
from data_loaders.jeux import calculs
from data_loaders.jeux.calculs import Calcul, Question
from data_loaders.measures import series
from geo import zonages

RAISON_NULLE = "sans ligne dans le fichier du producteur : zéro"


def calcul(d: Description) -> Calcul:
    """The calculation of a described dataset."""

    def lignes(q: Question) -> pd.DataFrame:
        if q.zonage == d.zonage:
            return calculs.du_zonage(q)
        return series.rattacher(calculs.de_la_serie(q), zonages.emboite(d.zonage, q.zonage))

    def chiffres(lues: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
        if q.zonage == d.zonage or not periodes:  # what is asked without a period is which there are
            connus = series.publiees(lues if periodes else calculs.de_la_serie(q))
        else:
            dites = {"nulles": d.nulles, "cache_max": d.lu.get("secret_max")}
            connus = series.totaux(lues, zonages.emboite(d.zonage, q.zonage), **dites)
        manquantes = calculs.sans_ligne(connus, q.codes, periodes)
        sans = (
            calculs.nulles(manquantes, RAISON_NULLE)
            if d.nulles
            else calculs.completer(manquantes, "L", calculs.RAISON_SANS_LIGNE)
        )
        return calculs.reunir(connus, sans)

    def decrire(lues: pd.DataFrame, q: Question) -> pd.DataFrame:
        codes = lues["code_partie"] if "code_partie" in lues else lues["code_zone"]
        noms = [q.indicateur.libelle_zone(d.zonage, c) for c in codes]
        return lues.assign(code=codes, libelle=noms, ou=lues["periode"])

    return Calcul(
        lignes,
        chiffres,
        decrire,
        lambda q: calculs.PUBLIEE if q.zonage == d.zonage else calculs.SOMME,
        par_serie=True,
        entetes=("Code", capitale(ZONAGES[d.zonage][0]), "Période"),
    )
