"""What the survey lets be said of a figure, beside it on its row: error, position, rank, class, change.

One reading for the map, the tables, the exports and the command `chiffre`: columns of `marches.decrire`, those of
`tableau.Tableau.lignes` keeping theirs.
"""

from collections.abc import Mapping

import pandas as pd

from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, marches

# Columns of `marches.decrire` that a row of figures has under another name.
_AUTREMENT = {"statut": "statut_marche", "borne_basse": "estimee_lo", "borne_haute": "estimee_hi"}
# column of `marches.decrire` -> column of a row of figures
COLONNES_MARCHE = {
    c: _AUTREMENT.get(c, c)
    for c in (
        "statut", "declaree", "marge", "declaree_lo", "declaree_hi", "q_estimee", "borne_basse", "borne_haute",
        "classe", "certitude", "w", "publiee", "position", "memoire", "rang_meilleur", "rang_pire", "rangs_nb",
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
        enquete.lire_marches(donnees, niveau, zonage, colonnes, **egales | ({"code_groupe": c} if c else {}))
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

    Returns:
        Of both shares, `part_publiee` (what the published columns add up to). Of a declared share, `marge` (points, 95
        in 100) and `part_estimee`; of an estimate, `part_declaree`, `marge_declaree`, `classe`, `certitude`,
        `position` (−1, 0, 1 against the region), `memoire` (the side of every survey, or 0), `rang_meilleur`,
        `rang_pire`, `rangs_nb`. Shares and margins in the unit of the indicator.
    """

    def lire(nom: str, facteur: int = 1) -> float | int | None:
        x = ligne.get(nom)
        return None if x is None or pd.isna(x) else float(facteur * x) if isinstance(x, float) else int(x)

    publiee = {"part_publiee": lire("publiee", 100)}
    if not ind.estime:
        return publiee | {"marge": lire("marge", 100), "part_estimee": lire("q_estimee", 100)}
    position, certitude = lire("position"), ligne.get("certitude")
    rangs = ("rang_meilleur", "rang_pire", "rangs_nb")
    return (
        publiee
        | {"part_declaree": lire("declaree", 100), "marge_declaree": lire("marge", 100), "classe": lire("classe")}
        | {"certitude": certitude or None, "position": position, "memoire": lire("memoire")}
        | {nom: None if position is None else lire(nom) for nom in rangs}
    )
