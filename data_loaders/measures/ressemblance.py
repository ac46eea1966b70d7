"""Whether a file looks like itself: by its own shape at a first import, then by what is in force beside it.

Thresholds, and what genuine files give, are in `parametres/ressemblance.toml`: a dataset is asked the rules written
under its name. Most read a table of cells, a row a zone, a column a part (a métier, a course), one value in each. What
each zone and each part alone say of a cell is a model of two factors on logarithms: genuine cells follow it better than
those that are not in their place, whatever the year.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import Constat, constat
from geo import zonages

FICHIER = Path(__file__).parents[1] / "parametres" / "ressemblance.toml"
Seuil = Mapping[str, Any]
# Which sentence of the rule, keys of the rows concerned, what the sentence names.
Dit = tuple[str, Sequence[Sequence[object]], Mapping[str, Any]]
DECALAGES = (1, -1, 2, -2, 3, -3)
PASSES = 12  # of the model of two factors: it settles in less
COMMUNES_MIN = 12  # cells that two zones must share to be set side by side
DIVISEURS = range(2, 13)


@cache
def seuils() -> dict[str, Any]:
    """dataset -> what its cells are, then rule -> its thresholds."""
    return tomllib.loads(FICHIER.read_text("utf-8"))


def constater(dataset: str, millesime: str, table: pa.Table, proches: Mapping[str, pa.Table]) -> list[Constat]:
    """The rules that a table of observations breaks; `proches`: what is in force beside it, by millésime, the edition
    in place of a series and the version that is replaced included."""
    regles = seuils().get(dataset, {})
    if table.num_rows < regles.get("lignes_minimum", 0) or not regles:
        return []
    df, commun = table.to_pandas(), {"marge": seuils()["marge"]} | regles
    dits = [(r, "", f(df, commun | regles[r] | {"an": millesime})) for r, f in SEULE.items() if r in regles]
    contrat = CONTRATS[dataset]
    for autre, t in proches.items():
        revue = contrat.serie or autre == millesime
        for r, f in (REVUE if revue else A_COTE).items():
            loin = not revue and abs(int(millesime[:4]) - int(autre[:4])) > regles.get("annees", 0)
            if r in regles and not loin and t.num_rows >= regles["lignes_minimum"]:
                cle = contrat.tables["observations"].cle
                dits.append((r, autre, f(df, t.to_pandas(), commun | regles[r] | {"cle": cle})))
    return [
        constat(r, cases, cas, **{**regles[r], "an": millesime, "autre": autre, **mots})
        for r, autre, trouves in dits
        for cas, cases, mots in trouves
    ]


def totaux_a_confirmer(dataset: str, ecarts: Sequence[float], parmi: int, table: pa.Table, exacte: bool) -> bool:
    """Whether known totals that are not found, each with how far it is (%), are more than what a producer revises.
    `exacte`: they are those of this very edition. `parmi`: how many are known."""
    regles = seuils().get(dataset)
    if not ecarts or not regles or table.num_rows < regles["lignes_minimum"]:
        return False
    s = seuils()["totaux"]["edition" if exacte else "suivante"]
    return max(ecarts) > s["un"] or sum(e > s["tous"] for e in ecarts) > s["part"] * parmi / 100


def _cellules(df: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """Zone, part and value of the rows that carry the cells, in the order of the file."""
    for colonne, valeur in s.get("ou", {}).items():
        df = df[df[colonne].eq(valeur)]
    part = df[s["part"][0]].str.cat([df[c] for c in s["part"][1:]], sep=" ")
    autres = {"large": df[s["large"]]} if "large" in s else {}
    return pd.DataFrame({"zone": df[s["zone"]], "part": part, "value": df[s.get("valeur", "value")], **autres})


def _suivi(c: pd.DataFrame) -> float:
    """Share of the variance of the logarithms that zones and parts explain together, degrees of freedom counted."""
    c = c[c["value"].gt(0)]
    z = np.log(c["value"].to_numpy(float))
    z -= z.mean()
    i, j = pd.factorize(c["zone"])[0], pd.factorize(c["part"])[0]
    ni, nj = np.bincount(i), np.bincount(j)
    libres = len(z) - len(ni) - len(nj) + 1
    if libres <= 0 or not z.any():
        return np.nan
    b = np.zeros(len(nj))
    for _ in range(PASSES):
        a = np.bincount(i, z - b[j]) / ni
        b = np.bincount(j, z - a[i]) / nj
    return 1 - ((z - a[i] - b[j]) ** 2).sum() / libres / z.var(ddof=1)


def _structure(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    for valeur in s.get("valeurs", [s.get("valeur", "value")]):
        c = _cellules(df, {**s, "valeur": valeur})
        suivi = 100 * _suivi(c)
        ordres = [c, *(c.sort_values(cles, kind="stable") for cles in (["zone", "part"], ["part", "zone"]))]
        essais = {n: 100 * max(_suivi(o.assign(value=o["value"].shift(-n))) for o in ordres) for n in DECALAGES}
        rang = max(essais, key=essais.__getitem__)
        if essais[rang] > suivi + s["marge"]:
            lignes = f"{abs(rang)} ligne{'s' * (abs(rang) > 1)} plus {'haut' if rang > 0 else 'bas'}"
            yield "decalee", (), {"suivi": suivi, "remis": essais[rang], "rang": lignes}
        elif suivi < s["minimum"]:
            yield "", (), {"suivi": suivi}


def _population(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    communes = s["zonage"] == "commune"
    connues = zonages.communes() if communes else zonages.zones(s["zonage"])
    habitants = connues.set_index("code_commune" if communes else "code_zone")["population_nb"]
    sommes = _cellules(df, s).groupby("zone")["value"].sum()
    deux = pd.DataFrame({"lu": sommes, "habitants": habitants}).dropna()
    deux = np.log(deux[(deux > 0).all(axis=1)].astype(float))
    if len(deux) < s["zones"]:
        return
    if (lien := deux["lu"].corr(deux["habitants"])) < s["minimum"]:
        yield "", (), {"lien": lien}
    ecarts = np.exp((deux["lu"] - deux["habitants"]).pipe(lambda e: (e - e.median()).abs()))
    if len(loin := ecarts[ecarts > s.get("fois", np.inf)].sort_values(ascending=False)):
        yield "zone", [(z,) for z in loin.index], {"nom": loin.index[0], "lu": loin.iloc[0]}


def _secrets(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    if s["an"] < s["depuis"]:
        return
    c = _cellules(df, s)
    part = 100 * c["value"].isna().mean()
    if not s["bas"] <= part <= s["haut"]:
        yield "", (), {"part": part}
    visibles = df[df["value"].notna()]
    if n := int(visibles["value"].lt(s["seuil"]).sum()):
        yield (
            "petites",
            visibles.loc[visibles["value"].lt(s["seuil"]), s["zone"]].to_frame().to_numpy().tolist(),
            {"n": n},
        )
    par_zone = visibles.groupby(s["zone"])["value"].agg(["min", "size"])
    hautes = par_zone[par_zone["min"].gt(s["premier"]) & par_zone["size"].ge(s["cellules"])]
    if len(hautes):
        yield "premiere", [(z,) for z in hautes.index], {"nom": hautes.index[0], "lu": hautes["min"].iloc[0]}


def _multiples(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    valeurs = _cellules(df, s)["value"].dropna().round()
    prises = valeurs[valeurs.between(s["de"], s["a"])]
    if len(prises) < s["n"]:
        return
    for k in DIVISEURS:
        part = 100 * prises.mod(k).eq(0).mean()
        if part > s["part_max"]:
            yield "", (), {"k": k, "lu": part}
            return
    absents = sorted(set(range(s["de"], s["a"] + 1)) - set(prises.astype(int)))
    if len(absents) > s["absents"]:
        yield "absents", (), {"lu": len(absents), "cites": ", ".join(map(str, absents[:5]))}


def _parts(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    large = df.pivot(index=[s["large"], s["zone"], *s["part"]], columns="mesure", values="value").reset_index()
    large = large[large[s["tout"]].gt(0) & large[s["partie"]].notna()]
    for zone in sorted(large[s["large"]].unique()):
        deux = {}
        for nom, lignes in large.groupby(large[s["large"]].eq(zone)):
            sommes = lignes.groupby(s["part"])[[s["partie"], s["tout"]]].sum()
            deux[nom] = sommes[s["partie"]] / sommes[s["tout"]]
        communes = pd.DataFrame(deux).dropna()
        if len(communes) >= s["communes"] and (lien := communes.corr().iloc[0, 1]) < s["minimum"]:
            yield "", [(zone,)], {"nom": zone, "lien": lien}


def _departement(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    """A bassin has most of its rows in the département where most of its inhabitants are."""
    communes = zonages.communes().set_index("code_commune").join(zonages.appartenance("bassin").rename("zone"))
    habitants = communes.groupby(["zone", "code_departement"])["population_nb"].sum().unstack()
    lignes = df.groupby([s["zone"], s["large"]]).size().unstack()
    lus, dus = lignes.idxmax(axis=1), habitants.idxmax(axis=1)
    faux = lus[lus.ne(dus.reindex(lus.index)) & lus.index.isin(dus.index)]
    if len(faux):
        bassin, dep = faux.index[0], faux.iloc[0]
        yield "", list(faux.items()), {"nom": bassin, "lu": dep, "du": dus[bassin]}


def _rapport(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    sommes = df.dropna(subset=[s["haut"], s["bas"]]).groupby(s["par"])[[s["haut"], s["bas"]]].sum().astype(float)
    for nom, lu in (sommes[s["haut"]] / sommes[s["bas"]]).items():
        bas, haut = s["bornes"].get(nom, (0, np.inf))
        if not bas <= lu <= haut:
            yield "", [(nom,)], {"nom": nom, "lu": lu, "mini": bas, "maxi": haut}


def _accord(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    with np.errstate(divide="ignore", invalid="ignore"):
        autre = df[s["avec"]].astype(float) / (df[s["sur"]] if "sur" in s else 1)
    lien = df["value"].corr(autre, method="spearman")
    if lien < s["minimum"]:
        yield "", (), {"lien": lien}


def _lissage(df: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    for colonne, valeur in s.get("ou", {}).items():
        df = df[df[colonne].eq(valeur)]
    w = np.log(df.groupby(["periode", s["zone"]])["value"].sum(min_count=1).unstack().sort_index())
    courbure = (w - (w.shift(1) + w.shift(-1)) / 2).abs().mean() / w.diff().abs().mean()
    if len(w) >= s["periodes"] and courbure.median() < s["minimum"]:
        yield "", (), {"lu": courbure.median()}


def _deux(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """Cells that two editions have, those of a zone's part added up; the first letter of the part where the two have
    too few in common, which a new list of parts explains."""
    for court in (False, True):
        par = {}
        for nom, df in (("ici", ici), ("la", la)):
            c = _cellules(df, s)
            c["part"] = c["part"].str[:1] if court else c["part"]
            par[nom] = c.groupby([k for k in ("large", "zone", "part") if k in c])["value"].sum(min_count=1)
        deux = pd.DataFrame(par).dropna()
        deux = deux[(deux > 0).all(axis=1)]
        if len(deux) >= s["communes"] or "court" not in s:
            break
    deux.attrs["court"] = court
    return deux


def _correlation(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    deux = _deux(ici, la, s)
    lien, minimum = np.log(deux).corr().iloc[0, 1], s["court"] if deux.attrs["court"] else s["minimum"]
    if len(deux) >= s["communes"] and lien < minimum:
        yield "", (), {"lien": lien, "minimum": minimum}


def _identiques(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    deux = _deux(ici, la, s)
    if deux.attrs["court"]:
        return
    grandes = deux[deux.ge(s["effectif"]).all(axis=1)].round()
    for nom, lot in [("la région", grandes), *((f"le département {d}", g) for d, g in grandes.groupby(level="large"))]:
        part, limite = 100 * lot["ici"].eq(lot["la"]).mean(), s["region_max" if nom == "la région" else "large_max"]
        if len(lot) >= s["cellules"] and part > limite:
            yield "", lot.index[lot["ici"].eq(lot["la"])].tolist(), {"nom": nom, "lu": part, "limite": limite}
            return


def _hauteur(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    deux = _deux(ici, la, s)
    ecarts = np.log(deux["ici"] / deux["la"])
    par = ecarts.groupby(level="large").agg(["median", "size"])
    propre = np.exp(par["median"] - (ecarts.median() if s["propre"] else 0))
    faux = propre[((propre > s["fois"]) | (propre < 1 / s["fois"])) & par["size"].ge(s["cellules"])]
    if len(faux):
        yield "", [(z,) for z in faux.index], {"nom": faux.index[0], "lu": faux.iloc[0]}


def _echange(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    """Two zones, each nearer to what the other was than to what it was itself."""
    deux = _deux(ici, la, s)
    par = [np.log(deux[nom].groupby(level=[s["niveau"], "part"]).sum()).unstack() for nom in ("ici", "la")]
    a, b = par[0].to_numpy(), par[1].to_numpy() + np.nanmedian(par[0].to_numpy() - par[1].to_numpy())
    ecarts = np.abs(a[:, None, :] - b[None, :, :])
    assez = np.isfinite(ecarts).sum(axis=2) >= COMMUNES_MIN
    loin = np.where(assez, np.nansum(ecarts, axis=2) / np.maximum(np.isfinite(ecarts).sum(axis=2), 1), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.diag(loin)[:, None] / loin  # of a zone, when it is read as each other one
    mutuel = np.triu(np.fmin(gain, gain.T), 1)
    if (np.nan_to_num(mutuel) > s["gain"]).any():
        i, j = np.unravel_index(np.nanargmax(mutuel), mutuel.shape)
        noms = par[0].index
        yield "", [(noms[i],), (noms[j],)], {"un": noms[i], "deux": noms[j], "lu": mutuel[i, j]}


def _revues(ici: pd.DataFrame, la: pd.DataFrame, s: Seuil) -> Iterator[Dit]:
    """Cells of the version, or of the edition, in place that are no longer what they were."""
    cle = list(s["cle"])
    deux = ici.set_index(cle)[["value"]].join(la.set_index(cle)["value"].rename("la"), how="inner")
    deux = deux.dropna(how="all")
    egales = (deux["value"] - deux["la"]).abs() <= np.maximum(s["ecart"] / 100 * deux["la"].abs(), s.get("absolu", 0))
    if len(deux) >= s["lignes_minimum"] and 100 * (~egales).mean() > s["part_max"]:
        yield "", deux.index[~egales].tolist(), {"lu": 100 * (~egales).mean()}


# Rule of `--confirmer` -> what finds it: in a file alone, beside another edition, over the one that is in place.
SEULE: Final = {
    "structure": _structure,
    "population": _population,
    "secrets": _secrets,
    "multiples": _multiples,
    "parts": _parts,
    "departement-principal": _departement,
    "rapport": _rapport,
    "accord": _accord,
    "lissage": _lissage,
}
A_COTE: Final = {
    "correlation": _correlation,
    "identiques": _identiques,
    "hauteur": _hauteur,
    "echange": _echange,
}
REVUE: Final = {"revues": _revues}
REGLES: Final = {**SEULE, **A_COTE, **REVUE}
