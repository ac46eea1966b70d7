"""Command `sensibilite`: what each parameter of the météo weighs, or what share of its cells has a class."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_loaders.commandes import FAIT, tableaux
from data_loaders.francais import avec_unite, nombre
from data_loaders.jeux.calculs import cellules_bmo
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import meteo, sensibilite
from data_loaders.metiers import indices_complets, meteo_complete

GROUPES = {"famille": "familles", "metier": "métiers"}
RESULTATS = {
    "niveau": "classe",
    "position": "position",
    "fragile": "fragile",
    "fiabilite": "fiabilité",
    "fleche": "flèche",
    "porteur": "porteur",
    "niveau_complet": "classe",
    "partiel": "partiel",
}
COUVERTURE = {
    "classe": "classées",
    "effectif": "effectif insuffisant",
    "secret": "secret",
    "bornes": "non déterminées",
    "fragile": "fragiles, sur les classées",
}


def sensibiliser(donnees: Donnees) -> int:
    """Print how many cells change when each parameter moves by 10 %, families then métiers, then the complete index."""
    annee = donnees.millesimes("bmo")[-1]
    table = sensibilite.sensibilite(cellules_bmo(donnees), donnees.lire("bmo", "metiers"))
    tableaux.titrer(donnees, f"Cellules qui changent quand un paramètre bouge de 10 %, bassins, BMO {annee}")
    for groupes, lignes in table.groupby("groupes", sort=False):
        print(f"\n{GROUPES[groupes].capitalize()}, {nombre(lignes['cellules_nb'].iloc[0])} cellules classées")
        _imprimer(lignes, sensibilite.RESULTATS)
    complets = meteo_complete.sensibilite_complete(donnees)
    print()
    if complets is None:
        print(indices_complets.raison_absence(donnees))
        return FAIT
    classees = nombre(complets["cellules_nb"].iloc[0])
    print(f"Indice complet, métiers, {indices_complets.annees(donnees)[-1]}, {classees} cellules classées")
    _imprimer(complets, ("niveau_complet", "fragile", "partiel"))
    return FAIT


def _imprimer(lignes: pd.DataFrame, resultats: Sequence[str]) -> None:
    corps = []
    for (nom, cle, valeur), deux in lignes.groupby(["parametre", "cle", "valeur"], sort=False):
        paire = [" / ".join(nombre(x) for x in deux[r]) for r in resultats]
        corps.append([f"{nom} {cle}".strip(), _court(valeur), *paire])
    tableaux.imprimer(["paramètre", "valeur", *(f"{RESULTATS[r]} −/+" for r in resultats)], corps)


def _court(x: float) -> str:
    return nombre(x, next(d for d in range(5) if d == 4 or round(x, d) == round(x, 4)))


def couvrir(donnees: Donnees) -> int:
    """Print what share of the cells has a class, level by level and vintage by vintage."""
    large, metiers = cellules_bmo(donnees), donnees.lire("bmo", "metiers")
    tableaux.titrer(
        donnees, "Part des cellules groupe × bassin où le producteur a publié, d'après ce que la météo en dit"
    )
    corps = []
    for niveau in meteo.NIVEAUX:
        for r in sensibilite.couverture(meteo.indices(large, metiers, niveau, "bassin")).to_dict("records"):
            parts = [avec_unite(100 * r[c], "%") for c in COUVERTURE]
            corps.append([niveau, r["annee"], nombre(r["cellules_nb"]), *parts])
    tableaux.imprimer(["niveau", "année", "cellules", *COUVERTURE.values()], corps)
    return FAIT
