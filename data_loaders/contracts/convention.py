"""Indicators of the annex of the convention: values entered by the correspondents of the two signatories.

The annex (labels, units, rhythms) is in `parametres/convention.toml`. No value is published anywhere: an indicator that
nobody sent has no row. `observations` holds the last value received for each measure, period and party; `receptions`
holds every one ever received, the replaced ones included.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.erreurs import Constat, constat

ANNEXE = Path(__file__).parent.parent / "parametres" / "convention.toml"
PARTIES = {"region": "Région", "france_travail": "France Travail"}
PERIODE = {"annuel": r"20\d\d", "semestriel": r"20\d\d-S[12]", "non précisé": r"20\d\d(-S[12])?"}
FORMES = {"annuel": "AAAA", "semestriel": "AAAA-S1 ou AAAA-S2", "non précisé": "AAAA, AAAA-S1 ou AAAA-S2"}
THEMES = {
    "I": "Information, orientation, accompagnement, prescription",
    "II": "Formation professionnelle",
    "III": "Développement de l’emploi et des compétences",
    "IV": "Observation et analyse des besoins",
    "V": "Gouvernance",
}


class Mesure(NamedTuple):
    """One measure of the annex, with the indicator and the dispositif it belongs to."""

    code: str
    code_indicateur: str
    dispositif: str
    libelle: str  # the annex's, which may cover two measures
    unite: str
    rythme: str  # as written in the annex: `annuel`, `semestriel` or `non précisé`
    partie: str  # proposed for sending it, key of `PARTIES`; the annex names none
    entiere: bool  # it counts things: no decimals
    theme: str  # part of the convention where the dispositif is agreed, key of `THEMES`
    court: str  # the measure in a few words, ours
    secret: str  # `effectif` when a small value is hidden, the code of the measure that it is hidden with, or ""

    @property
    def designation(self) -> str:
        """« SPO · Heures de professionnalisation (heures) », for the lists."""
        return f"{self.dispositif} · {self.court} ({self.unite})"


class Regles(NamedTuple):
    """What governs the entry and the follow-up; the ground of each value is beside it in the TOML of the annex."""

    debut: date
    fin: date  # last day, at the latest
    delai_mois: int  # after the end of a period; proposed
    territoire: str  # to what the values relate; proposed
    saut: float  # ratio between two periods that must be confirmed
    saut_minimum: float  # unless both values are under it


_LUE = tomllib.loads(ANNEXE.read_text("utf-8"))
# code -> label of the nine dispositifs, in the order of the annex
DISPOSITIFS: dict[str, str] = {d["code"]: d["libelle"] for d in _LUE["dispositif"]}
REGLES = Regles(*(_LUE[c] for c in ("debut", "fin", "delai_mois", "territoire_propose", "saut", "saut_minimum")))
# Smallest count of persons that is kept; a smaller one, zero excepted, is hidden at import.
SEUIL_PERSONNES: int = _LUE["seuil_personnes"]


@cache
def mesures() -> dict[str, Mesure]:
    """code -> measure, the 24 measures in the order of the annex."""
    dispositifs = {d["code"]: d for d in _LUE["dispositif"]}
    return {
        m["code"]: Mesure(
            code_indicateur=i["code"],
            dispositif=dispositifs[i["dispositif"]]["libelle"],
            libelle=i["libelle"],
            partie=i["partie_proposee"],
            entiere=m["unite"] not in _LUE["unites_decimales"],
            theme=dispositifs[i["dispositif"]]["theme"],
            **m,
        )
        for i in _LUE["indicateur"]
        for m in i["mesure"]
    }


def masquer_suivies(lignes: pd.DataFrame, connues: pd.DataFrame | None = None) -> pd.DataFrame:
    """The same rows without the amounts and volumes of persons whose count is hidden, here or in `connues`."""
    suivies = {m.code: m.secret for m in mesures().values() if m.secret in mesures()}
    cle = ["code_mesure", "periode", "partie"]
    toutes = pd.concat([t.loc[t["obs_status"] == "Q", cle] for t in (lignes, connues) if t is not None])
    meneuses = lignes[cle].assign(code_mesure=lignes["code_mesure"].map(suivies))
    masque = pd.MultiIndex.from_frame(meneuses).isin(pd.MultiIndex.from_frame(toutes))
    masquees = lignes.copy()
    masquees.loc[masque, "value"] = None
    masquees.loc[masque, "obs_status"] = "Q"
    return masquees


# What the contract takes from the annex.
MESURES, PERIODES, PETIT = tuple(mesures()), PERIODE["non précisé"], SEUIL_PERSONNES - 1
EXEMPLES_MAX = 5


class Saut(NamedTuple):
    """A value and the one of the period before, for the same measure and party."""

    code_mesure: str
    partie: str
    avant: str
    apres: str
    valeur_avant: float
    valeur_apres: float

    def phrase(self) -> str:
        """« vae_1_euros (Région) : 100 en 2014 puis 400 en 2015 »."""
        avant, apres = (francais.nombre(v, 0 if v % 1 == 0 else 2) for v in (self.valeur_avant, self.valeur_apres))
        return f"{self.code_mesure} ({PARTIES[self.partie]}) : {avant} en {self.avant} puis {apres} en {self.apres}"


def invraisemblable(avant: float, apres: float) -> bool:
    """True when the ratio of two values calls for a question; small values may vary as they like."""
    bas, haut = sorted((avant, apres))
    return haut >= REGLES.saut_minimum and (bas == 0 or haut / bas >= REGLES.saut)


def trouver_sauts(table: pd.DataFrame, connues: pd.DataFrame | None = None) -> list[Saut]:
    """Jumps of a table of observations, in the order of the annex then of time.

    A pair of values that the edition in force holds already was asked then, and is left out.
    """
    cle = ["code_mesure", "periode", "partie"]
    vues = set() if connues is None else set(connues[[*cle, "value"]].itertuples(index=False, name=None))
    ordre = {code: i for i, code in enumerate(mesures())}
    lignes = table[table["value"].notna()].sort_values(cle, key=lambda c: c.map(ordre) if c.name == cle[0] else c)
    trouves = []
    # A year and a half-year of the same measure are not compared.
    longueur = lignes["periode"].str.len()
    for (code, partie, _), serie in lignes.groupby(["code_mesure", "partie", longueur], sort=False):
        points = list(serie[["periode", "value"]].itertuples(index=False, name=None))
        for (avant, a), (apres, b) in pairwise(points):
            deja = {(code, avant, partie, a), (code, apres, partie, b)} <= vues
            if not deja and invraisemblable(a, b):
                trouves.append(Saut(code, partie, avant, apres, a, b))
    return trouves


def sauts(table: pd.DataFrame, proches: Sequence[pd.DataFrame]) -> list[Constat]:
    """What a publication asks about; empty without jump."""
    phrases = [s.phrase() for s in trouver_sauts(table, proches[-1] if proches else None)]
    exemples, saut = " ; ".join(phrases[:EXEMPLES_MAX]), REGLES.saut
    return [constat("saut", exemple=p, nb=len(phrases), saut=saut, exemples=exemples) for p in phrases[:1]]
