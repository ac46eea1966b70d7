"""Was the estimate right? Each past vintage set against the survey that followed.

An estimate speaks of the share that lasts, at the level of its year: it is brought to the level of the next survey by
one number added to all log-odds of a line, so that the projects difficult in all are those of that survey; so is what
it is compared with. The next survey is a sample: its own noise is added to a margin before judging it.

A line is a level of métiers × a zoning. Only groups that had an estimate are compared, whatever few projects followed,
and never métiers across a change of nomenclature.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data_loaders.francais import avec_unite
from data_loaders.measures import enonces, marches
from data_loaders.measures.estimation import Enquete
from data_loaders.parametres import meteo

# predictor -> what it is, in words
PREDICTIONS = {
    "declaree": "part déclarée",
    "regionale": "région seule",
    "nationale": "France, au niveau de la région",
    "estimee": "part estimée",
}
LIGNES = (
    *((n, z) for n in ("ensemble", "famille") for z in ("bassin", "departement")),
    ("famille", "region"),
    ("fap22", "bassin"),
    ("fap87", "bassin"),
    *(("metier", z) for z in marches.ZONAGES),
)
DEGRES = (*enonces.SURS, enonces.FRAGILE)
PERTE_ADMISE, COUVERTURES_ADMISES, GROUPES_MIN = 0.002, (0.65, 0.95), 30
PROJETS_SUIVANTE = 100  # under it the noise of the next survey hides the side
COTES_EXTREMES = (1e-6, 1 - 1e-6)  # a level of none or all has no log-odds


class Evaluation(NamedTuple):
    """What the past says of the method.

    Attributes:
        lignes: one row a `LIGNES` (niveau, zonage): `groupes_nb`, `log_loss_*` of each of `PREDICTIONS` (mean of the
            pairs of vintages, each weighing √P of the next survey), `dans_80`, `dans_95` (share of the next surveys
            inside the margins, their own noise added).
        certitudes: one row a niveau × zonage × degree, and all together (niveau, zonage ""): `groupes_nb`, `meme_cote`
            (share of the next surveys on the side said at their level, groups of `PROJETS_SUIVANTE` projects and more
            there), `publiee` (the same, said at its own level, all groups).
        couples: pairs of vintages compared, "2021 → 2023".
    """

    lignes: pd.DataFrame
    certitudes: pd.DataFrame
    couples: tuple[str, ...]

    def defauts(self) -> list[tuple[Any, str]]:
        """Lines that the method should not have, and why: worse than the declared share, margins too wide or narrow."""
        dites = []
        for r in self.lignes.itertuples():
            if r.log_loss_estimee > r.log_loss_declaree + PERTE_ADMISE:
                dites.append((r, "la part estimée fait moins bien que la part déclarée"))
            bas, haut = COUVERTURES_ADMISES
            if r.groupes_nb >= GROUPES_MIN and not bas <= r.dans_80 <= haut:
                dites.append((r, f"marge de 8 sur 10 tenue {avec_unite(100 * r.dans_80, '%')} des fois"))
        return dites


def evaluer(enquete: Enquete) -> Evaluation:
    """Judge every past vintage by the next one; empty frames when no two vintages can be compared."""
    sommer = cache(lambda niveau, zonage: marches.sommer(enquete, niveau, zonage))
    nomenclatures = enquete.annees.set_index("annee")["nomenclature"]
    couples = [c for n, z in LIGNES for c in _couples(sommer, nomenclatures, n, z)]
    if not couples:
        return Evaluation(pd.DataFrame(), pd.DataFrame(), ())
    tout = pd.concat(couples, ignore_index=True)
    par_ligne = tout.groupby(["niveau", "zonage"], sort=False)
    lignes = [_ligne(g) | {"niveau": niveau, "zonage": zonage} for (niveau, zonage), g in par_ligne]
    nommes = tuple(sorted(set(tout["annee"] + " → " + tout["suivante"])))
    return Evaluation(pd.DataFrame(lignes), _certitudes(tout), nommes)


def _couples(
    sommer: Callable[[str, str], pd.DataFrame], nomenclatures: pd.Series, niveau: str, zonage: str
) -> list[pd.DataFrame]:
    """One frame a pair of vintages: estimates, what they are compared with, and what followed."""
    sommes = sommer(niveau, zonage)
    region = sommer(marches.ENSEMBLE if zonage == "region" else niveau, "region")
    region = region.set_index(["annee", "code_groupe"])["part"]
    groupes = marches.ENSEMBLE if zonage == "region" else sommes["code_groupe"]
    cles = pd.MultiIndex.from_arrays([sommes["annee"], pd.Series(groupes, sommes.index)])
    sommes = sommes.assign(
        declaree=sommes["part"],
        estimee=sommes["q_estimee"],
        nationale=sommes["F_region"],
        regionale=region.reindex(cles).to_numpy(),
    ).loc[sommes["statut"] != "secret"]
    lots = []
    for annee, suivante in pairwise(sorted(nomenclatures.index)):
        if nomenclatures[annee] != nomenclatures[suivante]:
            continue
        zones = ["code_zone", "code_groupe"]
        avant, apres = (sommes[sommes["annee"] == a].set_index(zones) for a in (annee, suivante))
        avant = avant[avant["statut"] == "estime"]
        suivis = apres[["P", "part"]].set_axis(["P_suivante", "y"], axis=1)
        df = avant[["P", "s", *PREDICTIONS]].join(suivis, how="inner").assign(q_estimee=lambda d: d["estimee"])
        for nom in PREDICTIONS:
            df[nom] = _au_niveau(df[nom].clip(*meteo().bornes_part), df["P_suivante"], df["y"])
        bruit = enonces.erreur_declaree(df["estimee"], df["P_suivante"], niveau, zonage)
        df["s_vue"] = np.hypot(df["s"], bruit)
        lots.append(df.reset_index().assign(niveau=niveau, zonage=zonage, annee=annee, suivante=suivante))
    return lots


def _au_niveau(parts: pd.Series, projets: pd.Series, suivantes: pd.Series) -> np.ndarray:
    """The shares moved by one number on their log-odds, so that Σ P·part is that of the next survey."""
    from scipy.optimize import brentq  # long to load
    from scipy.special import expit, logit

    cotes, poids = logit(parts.to_numpy()), (projets / projets.sum()).to_numpy()
    voulue = np.clip((poids * suivantes).sum(), *COTES_EXTREMES)
    return expit(cotes + brentq(lambda ajout: (poids * expit(cotes + ajout)).sum() - voulue, -50, 50))


def _ligne(g: pd.DataFrame) -> dict[str, float]:
    p, y = meteo(), g["y"]
    dits = {"groupes_nb": len(g)}
    for nom in PREDICTIONS:
        pertes = -(y * np.log(g[nom]) + (1 - y) * np.log(1 - g[nom]))
        couples = g.assign(perte=pertes).groupby("annee", sort=False)
        moyennes = [np.average(c["perte"], weights=np.sqrt(c["P_suivante"])) for _, c in couples]
        dits[f"log_loss_{nom}"] = np.mean(moyennes)
    ecarts = ((y - g["estimee"]) / g["s_vue"]).abs()
    return dits | {"dans_80": (ecarts <= p.intervalle).mean(), "dans_95": (ecarts <= p.surete).mean()}


def _certitudes(tout: pd.DataFrame) -> pd.DataFrame:
    """How often the next survey falls on the side that was said, by degree of certainty."""
    tout = tout[tout["niveau"] != marches.ENSEMBLE]
    vu = enonces.cote(enonces.classe(tout["y"]))
    assez = tout["P_suivante"] >= PROJETS_SUIVANTE
    lots = []
    for q, gardees in ((tout["estimee"], assez), (tout["q_estimee"], assez | True)):
        dits = enonces.dire(q, tout["s"])
        t = tout.assign(certitude=dits["certitude"], juste=(enonces.cote(dits["classe"]) == vu).where(gardees))
        tous = pd.concat([t, t.assign(niveau="", zonage="")])
        lots.append(tous.groupby(["niveau", "zonage", "certitude"])["juste"].agg(["mean", "size"]))
    au_niveau, dite = lots
    # Degrees are counted as they were said then.
    colonnes = {"meme_cote": au_niveau["mean"], "publiee": dite["mean"], "groupes_nb": dite["size"]}
    r = pd.DataFrame(colonnes).astype({"meme_cote": float, "publiee": float}).fillna({"groupes_nb": 0})
    ordre = [(*ligne, certitude) for ligne in (*LIGNES, ("", "")) for certitude in DEGRES]
    return r.loc[[cle for cle in ordre if cle in r.index]].reset_index()
