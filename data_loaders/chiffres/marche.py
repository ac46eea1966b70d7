"""What the survey lets be said of a figure, beside it on its row: error, position, rank, class, change.

One reading for the map, the tables, the exports and the command `chiffre`: columns of `marches.decrire`, those of
`tableau.Tableau.lignes` keeping theirs.
"""

from collections.abc import Mapping

import pandas as pd

from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.jeux import estimations
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, marches

# column of `marches.decrire` -> column of a row of figures
COLONNES_MARCHE = {
    "statut": "statut_marche",
    "declaree": "declaree",
    "marge": "marge",
    "declaree_lo": "declaree_lo",
    "declaree_hi": "declaree_hi",
    "q_estimee": "q_estimee",
    "borne_basse": "estimee_lo",
    "borne_haute": "estimee_hi",
    "classe": "classe",
    "chance": "chance",
    "ou": "ou",
    "chance_ou": "chance_ou",
    "position": "position",
    "position_declaree": "position_declaree",
    "rang_meilleur": "rang_meilleur",
    "rang_pire": "rang_pire",
    "rangs_nb": "rangs_nb",
}
# The same: what became of the figure, which a table of many groups does not say.
COLONNES_MOUVEMENT = {
    "annee_precedente": "annee_precedente",
    "delta": "delta",
    "grand": "grand",
    "fleche": "fleche",
    "fleche_raison": "fleche_raison",
    "delta_reference": "delta_reference",
    "fleche_region": "fleche_region",
    "delta_region": "delta_region",
    "grand_region": "grand_region",
    "fleche_projets": "fleche_projets",
    "evolution_lo": "evolution_lo",
    "evolution_hi": "evolution_hi",
}
_NOMS = {"periode": "annee"}
ENTRE_ZONES = ["position", "position_declaree", "rang_meilleur", "rang_pire", "rangs_nb"]
ESTIMEES = ["q_estimee", "estimee_lo", "estimee_hi"]


def concerne(ind: Indicateur) -> bool:
    """Whether a figure of the indicator has such a reading: shares and projects of the survey."""
    return ind.incertaine or ind.code == "bmo_projets"


def accompagner(
    lignes: pd.DataFrame, donnees: Donnees, zonage: str, metier: Metier | None, dites: Mapping[str, str]
) -> pd.DataFrame:
    """The same rows with what is said beside them; shares 0..1, null where the survey says nothing.

    Args:
        lignes: columns `code_groupe`, `code_zone` and `periode` among others.
        metier: group of métiers, all of them by default; another level than `marches.NIVEAUX` says nothing.
        dites: `COLONNES_MARCHE`, with `COLONNES_MOUVEMENT` or without.
    """
    niveau = metier.niveau if metier else marches.ENSEMBLE
    if niveau not in marches.NIVEAUX:
        return lignes
    seuls = [c for c in ("code_groupe", "periode") if lignes[c].nunique() == 1]
    egales = {_NOMS.get(c, c): lignes[c].iloc[0] for c in seuls}
    cles = [c for c in ("code_groupe", "code_zone", "periode") if c not in seuls]
    colonnes = [*(_NOMS.get(c, c) for c in cles), *dites]
    codes = bmo.codes_prolonges(niveau, egales["code_groupe"]) if "code_groupe" in egales else ("",)
    lus = [
        estimations.lire_marches(donnees, niveau, zonage, colonnes, **egales | ({"code_groupe": c} if c else {}))
        for c in codes
    ]
    m = pd.concat(lus, ignore_index=True) if codes[1:] else bmo.prolonger(lus[0], niveau) if codes == ("",) else lus[0]
    m = m.rename(columns=dict(dites) | {nom: c for c, nom in _NOMS.items()})
    if niveau == "metier":  # under two codes, a métier was asked under one of them alone
        m = m.sort_values("statut_marche", key=lambda s: s.ne("non_enquete"), kind="stable")
        m = m.drop_duplicates(cles, keep="last")
    m[ESTIMEES] = m[ESTIMEES].where(m["statut_marche"] == "estime")  # never said aloud elsewhere
    m["marge"] = m["marge"].where(m["declaree"].notna())
    # Those of a group of métiers are among the groups of its zone: between zones nothing sure enough is known.
    m[ENTRE_ZONES] = m[ENTRE_ZONES].mask(m["code_zone"].notna() & (niveau != marches.ENSEMBLE))
    return lignes.merge(m, on=cles, how="left", validate="many_to_one")


def dire(ind: Indicateur, ligne: dict) -> dict[str, float | int | None]:
    """What is said beside a share of the survey; null where nothing is.

    Args:
        ligne: a row of figures.

    Returns:
        `position` (−1, 0, 1 against the region); of a declared share, `marge` (points, 95 in 100) and `part_estimee`;
        of an estimate, `part_declaree`, `marge_declaree`, `classe`, `chance`, `ou`, `chance_ou`, `rang_meilleur`,
        `rang_pire`, `rangs_nb`. Shares and margins in the unit of the indicator, chances 0..1.
    """

    def lire(nom: str, facteur: int = 1) -> float | int | None:
        x = ligne.get(nom)
        return None if x is None or pd.isna(x) else float(facteur * x) if isinstance(x, float) else int(x)

    position = lire("position" if ind.estime else "position_declaree")
    if not ind.estime:
        return {"marge": lire("marge", 100), "position": position, "part_estimee": lire("q_estimee", 100)}
    rangs = ("rang_meilleur", "rang_pire", "rangs_nb")
    return (
        {"position": position, "part_declaree": lire("declaree", 100), "marge_declaree": lire("marge", 100)}
        | {nom: lire(nom) for nom in ("classe", "chance", "ou", "chance_ou")}
        | {nom: None if position is None else lire(nom) for nom in rangs}
    )
