"""What became of a figure since it was last comparable: one rule for every kind of series, the same words everywhere.

A share of the survey and its number of projects have a test (`marches`). A complete series has no margin of survey: it
moved when it passed a threshold of `portrait.toml`, and is stable up to it. Where secrecy leaves a range, a move is
said only if the whole of it agrees.
"""

from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.measures import mots_estimation as mots, series
from data_loaders.parametres import portrait

TOLERANCE = 1e-9
HORS_ENQUETE = "ce territoire n’est pas dans l’enquête"
SANS_TEST = (
    f"rien n’est dit{francais.INSEC}: l’enquête a un test pour la part estimée et pour les projets, pas pour ce chiffre"
)
SANS_TEST_LIBRE = "l’enquête n’a de test qu’entre deux éditions qui se suivent"


class Evolution(NamedTuple):
    """What became of a figure since `depuis`, "" where nothing is compared.

    Attributes:
        sens: `hausse`, `baisse`, `stable` (a complete series within its threshold), `aucun` (a test, or what is hidden,
            leaves it open), `NON_TESTE` (two figures that no test compares), "" (nothing is compared).
        ecart: at full precision, points for a rate, % for a count; where secrecy leaves it between `bas` and `haut`,
            that of what is published. grand: whether the move is said « forte ».
        dit: all of it in words, the part of the regional level included, or why nothing is compared.
    """

    depuis: str = ""
    periode: str = ""
    sens: str = ""
    ecart: float | None = None
    bas: float | None = None
    haut: float | None = None
    grand: bool = False
    dit: str = ""

    @property
    def mot(self) -> str:
        """« en baisse », « stable », « sans évolution nette »; "" where nothing is compared."""
        return mots.mouvement_dit(self.sens, self.grand) if self.sens else ""


def testee(ind: Indicateur) -> bool:
    """Whether something may be said of a change: of the survey, the estimated share and the projects have a test."""
    return ind.dataset != "bmo" or ind.estime or ind.code == "bmo_projets"


def evolution(ind: Indicateur, lignes: pd.DataFrame, periode: str = "", depuis: str = "") -> Evolution:
    """What became of one zone at a period (the last known by default): since the survey before, in a year, or since
    `depuis`; `lignes`: rows of the zone, indexed by periode: columns of `calculs.COLONNES`, those of
    `tableau.COLONNES_MOUVEMENT` where the survey lets something be said."""
    if ind.dataset == "bmo" and not depuis:
        return _enquete(ind, lignes, periode)
    connues = lignes[~lignes["obs_status"].isin(VIDES)]
    periode = periode or max(connues.index, key=francais.rang_periode, default="")
    if periode not in connues.index:
        return Evolution(periode=periode, dit="aucune valeur connue")
    depuis = depuis or francais.un_an_avant(periode)
    if francais.rang_periode(depuis) >= francais.rang_periode(periode):
        return Evolution(periode=periode, dit=f"{francais.periode_libelle(depuis)} ne vient pas avant")
    if depuis not in connues.index:
        absente = f"pas de valeur pour {francais.periode_libelle(depuis)}{francais.INSEC}: rien à comparer"
        return Evolution(periode=periode, dit=absente)
    debut, fin = francais.rang_periode(depuis), francais.rang_periode(periode)
    entre = lignes[[debut < francais.rang_periode(p) <= fin for p in lignes.index]]
    rompue, saute = entre["obs_status"].eq(series.RUPTURE).any(), series.sautees(entre).any()
    if rompue or saute:
        coupe = "rupture de série" if rompue else f"{series.PROBABLE}, à expliquer d’abord"
        dit = f"non comparable avec {francais.periode_libelle(depuis)}{francais.INSEC}: {coupe}"
        return Evolution(periode=periode, dit=dit)
    trouvee = _complete(ind, connues.loc[depuis], connues.loc[periode], (depuis, periode))
    if ind.dataset == "bmo" and trouvee.sens:  # a sample: bounds alone let no rise nor fall be said
        return trouvee._replace(sens=mots.NON_TESTE, dit=f"{mots.NON_TESTE}{francais.INSEC}: {SANS_TEST_LIBRE}")
    return trouvee


def _complete(ind: Indicateur, avant: pd.Series, apres: pd.Series, periodes: tuple[str, str]) -> Evolution:
    if ind.genre == "taux":
        ecart = bas = haut = float(apres["value"] - avant["value"])
    elif avant["value"] > 0:
        ecart = _ecart_publie(avant, apres)
        bas = 100 * float(apres["value"] / _plus(avant) - 1)
        haut = 100 * float(_plus(apres) / avant["value"] - 1)
    else:
        return Evolution(periode=periodes[1], dit="rien à comparer à zéro")
    p = portrait()
    seuil = (p.seuil_taux if ind.genre == "taux" else p.seuil_compte) + TOLERANCE
    cas = {"hausse": bas > seuil, "baisse": haut < -seuil, "stable": bas >= -seuil and haut <= seuil}
    sens = next((s for s, vrai in cas.items() if vrai), "aucun")
    return Evolution(*periodes, sens, ecart, bas, haut, dit=mots.mouvement_dit(sens))


def _ecart_publie(avant: pd.Series, apres: pd.Series) -> float | None:
    """That of two counts as they are published, « au moins » or not."""
    return 100 * float(apres["value"] / avant["value"] - 1) if avant["value"] > 0 else None


def _plus(ligne: pd.Series) -> float:
    """The most that a count may be: hidden parts taken whole."""
    return ligne["borne_haute"] if ligne["minorant"] else ligne["value"]


def _enquete(ind: Indicateur, lignes: pd.DataFrame, periode: str) -> Evolution:
    if "fleche" not in lignes or not testee(ind):
        return Evolution(dit=SANS_TEST)
    dites = lignes[lignes["fleche"].notna()]
    periode = periode or max(dites.index, key=francais.rang_periode, default="")
    if periode not in dites.index:
        return Evolution(periode=periode, dit=HORS_ENQUETE)
    e = de_marche(dites.loc[periode], periode, projets=not ind.estime)
    if e.depuis and not ind.estime:
        return e._replace(ecart=_ecart_publie(lignes.loc[e.depuis], lignes.loc[periode]))
    return e


def de_marche(r: pd.Series, periode: str, *, projets: bool = False) -> Evolution:
    """The same of one row of `marches.decrire`: its estimated share, or its number of projects, whose gap in what is
    published such a row does not have."""
    sens = r["fleche_projets" if projets else "fleche"]
    if sens == "non_mesurable":
        return Evolution(periode=periode, dit=r["fleche_raison"])
    if projets:
        bas, haut = 100 * float(r["evolution_lo"]), 100 * float(r["evolution_hi"])
        return Evolution(r["annee_precedente"], periode, sens, None, bas, haut, dit=mots.mouvement_dit(sens))
    delta, grand = 100 * float(r["delta"]), bool(r["grand"])
    return Evolution(r["annee_precedente"], periode, sens, delta, delta, delta, grand, mots.mouvement_situe(r))
