"""What changes between two versions of a dataset, ranked: territories, words, secrecy, classes, then figures.

Two vintages of a survey can be compared too: their year is then left out of what identifies a cell. `par_territoire`
says the same for some territories, of the figures that the screens show, not of cells.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.jeux import enquete
from data_loaders.magasin import controle
from data_loaders.magasin.donnees import Donnees

LIGNES_TEXTE = 15
# Kind of change -> its words, gravest first.
GENRES = tomllib.loads(Path(__file__).with_name("changements.toml").read_text("utf-8"))
RANGS = tuple((genre, dit["titre"]) for genre, dit in GENRES.items())
# Measures of the survey, in the words of the screens.
MESURES = {"met": "projets", "xmet": "projets difficiles", "smet": "projets saisonniers"}


class Changement(NamedTuple):
    """One change; `avant` and `apres` are null where there is no value."""

    genre: str
    ou: str
    avant: float | None = None
    apres: float | None = None
    detail: str = ""

    def phrase(self) -> str:
        """One French line."""
        if self.detail or (self.avant is None and self.apres is None):
            return f"{self.ou} : {self.detail}" if self.detail else self.ou
        absence = GENRES[self.genre].get("absence", "aucune valeur")
        avant, apres = (absence if v is None else _nombre(v) for v in self[2:4])
        ecart = "" if None in self[2:4] else f" ({_nombre(self.apres - self.avant, signe=True)})"
        return f"{self.ou} : {avant} puis {apres}{ecart}"


def _nombre(x: float, *, signe: bool = False) -> str:
    return francais.nombre(x, 0 if float(x).is_integer() else 2, signe=signe)


@dataclass(frozen=True)
class Difference:
    """Changes from `avant` to `apres`, gravest kind first, then the largest gap first."""

    avant: str
    apres: str
    changements: tuple[Changement, ...]

    def de(self, genre: str) -> list[Changement]:
        """The changes of one kind of `RANGS`."""
        return [c for c in self.changements if c.genre == genre]

    def en_dict(self) -> dict:
        """Plain values for JSON, every change included."""
        nombres = {genre: len(self.de(genre)) for genre, _ in RANGS}
        changements = [c._asdict() for c in self.changements]
        return {"avant": self.avant, "apres": self.apres, "nombres": nombres, "changements": changements}

    def texte(self) -> str:
        """French report: the first changes of each kind, the others counted."""
        lignes = [f"De {self.avant} à {self.apres}"]
        for genre, titre in RANGS:
            trouves = self.de(genre)
            lignes += [f"{titre} : {francais.nombre(len(trouves))}"] if trouves else []
            lignes += [f"  {c.phrase()}" for c in trouves[:LIGNES_TEXTE]]
            if trouves[LIGNES_TEXTE:]:
                lignes.append(f"  … et {francais.nombre(len(trouves) - LIGNES_TEXTE)} de plus (option --json)")
        return "\n".join(lignes if self.changements else [*lignes, "Aucun changement."])


@dataclass(frozen=True)
class VersionFigee:
    """The reading side of `Donnees`, held on one version of one dataset; what its figures are set beside, as it is."""

    contrat: Contrat
    millesime: str
    tables: dict[str, pa.Table] = field(hash=False)
    autour: Donnees = field(compare=False)

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.autour, nom)

    def periodes(self, dataset: str) -> tuple[str, ...]:
        """Periods of the version; none of another dataset, which it does not hold."""
        if dataset != self.contrat.dataset:
            return ()
        return tuple(sorted(self.lire(dataset)["periode"].unique())) if self.contrat.serie else (self.millesime,)

    def millesimes(self, dataset: str) -> list[str]:
        """The vintage of the version; those of another dataset."""
        return [self.millesime] if dataset == self.contrat.dataset else self.autour.millesimes(dataset)

    def est_demonstration(self, dataset: str) -> bool:
        """Never of a version: only official ones are compared."""
        return dataset != self.contrat.dataset and self.autour.est_demonstration(dataset)

    def lire(self, dataset: str, table: str = "observations") -> pd.DataFrame:
        """One table of the version, or of another dataset."""
        return self.tables[table].to_pandas() if dataset == self.contrat.dataset else self.autour.lire(dataset, table)

    @cached_property
    def cellules(self) -> pd.DataFrame:
        """Cells of the survey, with the most that each hidden count may be; never to be changed in place."""
        return enquete.preparer(self).cellules

    def tableau(self, ind: Indicateur, zonage: str) -> Tableau:
        """The figures of an indicator that this version gives."""
        return tableau.calculer(self, ind.code, zonage, cellules=lambda: self.cellules)


def millesime(identifiant: str) -> str:
    """Vintage of a version."""
    return identifiant.partition("--")[0]


def figer(d: Donnees, dataset: str, identifiant: str) -> VersionFigee:
    """One official version on disk, read as a data root."""
    return VersionFigee(CONTRATS[dataset], millesime(identifiant), d.officiel.lire_version(dataset, identifiant), d)


def comparer(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    """Compare two official versions on disk."""
    a, b = (figer(d, dataset, i) for i in (avant, apres))
    changements = [*_zones(a, b), *_lignes(a, b), *_cellules(a, b), *_classes(a, b)]
    rang = {genre: i for i, (genre, _) in enumerate(RANGS)}
    changements.sort(key=lambda c: (rang[c.genre], -abs((c.apres or 0.0) - (c.avant or 0.0)), c.ou))
    return Difference(f"{dataset}/{avant}", f"{dataset}/{apres}", tuple(changements))


def _zones(a: VersionFigee, b: VersionFigee) -> list[Changement]:
    (_, ta), (_, tb) = (controle.observations(f.tables) for f in (a, b))
    changements = []
    for colonne in controle.COLONNES_ZONE:
        avant, apres = controle.valeurs(ta, colonne), controle.valeurs(tb, colonne)
        changements += [Changement("zone_retiree", controle.nommer(colonne, c)) for c in sorted(avant - apres)]
        changements += [Changement("zone_nouvelle", controle.nommer(colonne, c)) for c in sorted(apres - avant)]
    return changements


def _ignorees(a: VersionFigee, b: VersionFigee) -> tuple[str, ...]:
    """Columns that do not tell rows apart: the period, when two vintages are compared."""
    return () if a.contrat.serie or a.millesime == b.millesime else controle.PERIODES


def _lignes(a: VersionFigee, b: VersionFigee) -> list[Changement]:
    """Row by row, by its key, of the tables without figures; columns that one version lacks are left out."""
    changements = []
    for nom, table in a.contrat.montrees.items():
        if nom == "observations" or nom not in a.tables or nom not in b.tables:
            continue
        avant, apres = a.tables[nom], b.tables[nom]
        communes = [c for c in avant.column_names if c in apres.column_names and c not in _ignorees(a, b)]
        cle = [c for c in table.cle if c in communes]
        autres = [c for c in communes if c not in cle]
        gauche, droite = (
            {tuple(str(ligne[c]) for c in cle): ligne for ligne in t.select(communes).to_pylist()}
            for t in (avant, apres)
        )
        seules = [("ligne_retiree", gauche, droite), ("ligne_nouvelle", droite, gauche)]
        mots = {(genre, c): _dire(ici[c], autres) for genre, ici, la in seules for c in sorted(ici.keys() - la)}
        for c in sorted(gauche.keys() & droite):
            paires = [(n, gauche[c][n], droite[c][n]) for n in autres if gauche[c][n] != droite[c][n]]
            if paires:
                mots["ligne_modifiee", c] = ", ".join(f"{n} {_mot(x)} puis {_mot(y)}" for n, x, y in paires)
        changements += [Changement(genre, " · ".join(c), detail=dits) for (genre, c), dits in mots.items()]
    return changements


def _cellules(a: VersionFigee, b: VersionFigee) -> list[Changement]:
    """Cell by cell: revised, hidden, shown, gone or new."""
    if "observations" not in a.contrat.tables:
        return []
    cle = [c for c in a.contrat.tables["observations"].cle if c not in _ignorees(a, b)]
    colonnes = [*cle, "value", "obs_status"]
    gauche, droite = (f.lire(f.contrat.dataset)[colonnes] for f in (a, b))
    deux = gauche.merge(droite, on=cle, how="outer", suffixes=("_a", "_b"), indicator="cote", validate="one_to_one")
    qa, qb = deux["obs_status_a"].eq("Q"), deux["obs_status_b"].eq("Q")
    va, vb = deux["value_a"], deux["value_b"]
    communes = deux["cote"].eq("both")
    masques = {
        "valeur_retiree": deux["cote"].eq("left_only"),
        "valeur_nouvelle": deux["cote"].eq("right_only"),
        "secret_nouveau": communes & qb & ~qa,
        "secret_leve": communes & qa & ~qb,
        "revision": communes & ~qa & ~qb & va.ne(vb) & ~(va.isna() & vb.isna()),
    }
    noms = {c: _noms(c, deux[c].unique(), a, b) for c in cle}
    valeurs = deux[["value_a", "value_b"]].astype(object).where(deux[["value_a", "value_b"]].notna(), None)
    deux = pd.concat([deux[cle], valeurs], axis=1)
    return [
        Changement(genre, " · ".join(noms[c][v] for c, v in zip(cle, codes, strict=True)), avant, apres)
        for genre, masque in masques.items()
        for *codes, avant, apres in deux[masque].itertuples(index=False, name=None)
    ]


def _noms(colonne: str, codes: Iterable[str], a: VersionFigee, b: VersionFigee) -> dict[str, str]:
    """code -> code and name, where one is known (métiers: in the survey itself), or the words of a measure."""
    if colonne == "code_metier":
        lus = [m for version in (a, b) if "metiers" in version.tables for m in version.tables["metiers"].to_pylist()]
        connus = {m["code_metier"]: m["libelle_metier"] for m in lus}
        return {c: f"{c} {connus[c]}" if c in connus else c for c in codes}
    return {c: MESURES.get(c, c) if colonne == "mesure" else controle.nommer(colonne, c) for c in codes}


def _classes(a: VersionFigee, b: VersionFigee) -> list[Changement]:
    """Zones whose rate crosses a limit of its frozen classes, on every zoning where it is published."""
    cle = ["code_zone"] if _ignorees(a, b) else ["code_zone", "periode"]
    taux = [i for i in INDICATEURS.values() if i.genre == "taux" and i.limites and not i.estime]
    changements = []
    for ind, zonage in ((i, z) for i in taux for z in i.zonages if a.contrat.dataset in i.datasets_pour(z)):
        gauche, droite = (f.tableau(ind, zonage).lignes for f in (a, b))
        deux = gauche.merge(droite, on=cle, suffixes=("_a", "_b")).dropna(subset=["value_a", "value_b"])
        for ligne in deux.to_dict("records"):
            avant, apres = (bisect_right(ind.limites, ligne[f"value_{c}"]) for c in "ab")
            if avant != apres:
                periode = f", {francais.periode_libelle(ligne['periode'])}" if "periode" in ligne else ""
                ou = f"{ind.libelle}, {ind.libelle_zone(zonage, ligne['code_zone'])}{periode}"
                valeurs = [francais.avec_unite(ligne[f"value_{c}"], ind.unite, ind.decimales) for c in "ab"]
                detail = f"{ind.mots[avant]} ({valeurs[0]}) puis {ind.mots[apres]} ({valeurs[1]})"
                changements.append(Changement("classe", ou, ligne["value_a"], ligne["value_b"], detail))
    return changements


def _dire(ligne: Mapping[str, object], colonnes: Sequence[str]) -> str:
    return ", ".join(f"{c} {_mot(ligne[c])}" for c in colonnes if ligne[c] not in (None, ""))


def _mot(valeur: object) -> str:
    return "vide" if valeur in (None, "") else f"« {valeur} »"


# What makes a figure another one for its reader.
MONTRES = ["value", "obs_status", "minorant", "borne_basse", "borne_haute"]


class ChangementTerritoire(NamedTuple):
    """One figure of one territory, before and after: rows of a `Tableau`, None where the period is not held."""

    lieu: str  # `zonage:code`
    indicateur: Indicateur
    avant: pd.Series | None
    apres: pd.Series | None


# Identifier of a version, indicator, zoning -> figures.
Lecture = Callable[[str, Indicateur, str], Tableau]


@lru_cache(maxsize=64)
def comparables(dataset: str) -> bool:
    """True when a dataset holds figures of territories."""
    return any(dataset in i.datasets_pour(z) for i in INDICATEURS.values() for z in i.zonages)


def par_territoire(
    contrat: Contrat, avant: str, apres: str, lieux: Sequence[str], lire: Lecture
) -> list[ChangementTerritoire]:
    """Figures that differ, in the order of the territories (`zonage:code`), then of the indicators and periods.

    Two vintages of a survey are compared figure to figure; two versions of a series, period by period.
    """
    memes_periodes = contrat.serie or millesime(avant) == millesime(apres)
    trouves = []
    for lieu in lieux:
        zonage, _, code = lieu.partition(":")
        for ind in INDICATEURS.values():
            if zonage in ind.zonages and contrat.dataset in ind.datasets_pour(zonage) and not ind.estime:
                a, b = (_par_periode(lire(v, ind, zonage), code, memes_periodes) for v in (avant, apres))
                for p in sorted(a.keys() | b.keys()):
                    lues = a.get(p), b.get(p)
                    if len({lue and lue[0] for lue in lues}) > 1:
                        rangees = (lue and lue[1].iloc[lue[2]] for lue in lues)
                        trouves.append(ChangementTerritoire(lieu, ind, *rangees))
    return trouves


def _par_periode(t: Tableau, code: str, memes_periodes: bool) -> dict[str, tuple[tuple, pd.DataFrame, int]]:
    """Period (one alone, "", where those of the other version differ) -> what a zone shows, its rows, and which one."""
    ici = t.lignes[t.lignes["code_zone"] == code]
    # Two empty values are the same.
    vus = ici[MONTRES].astype(object).where(ici[MONTRES].notna(), None).itertuples(index=False, name=None)
    periodes = ici["periode"] if memes_periodes else [""] * len(ici)
    return {p: (vu, ici, i) for i, (p, vu) in enumerate(zip(periodes, vus, strict=True))}
