"""Portrait of a sector of the convention: what each dataset holds on it, and why what is missing is missing.

The sector is a group of métiers chosen by hand, whatever the employer makes (see `parametres/secteurs.toml`), measured
as the survey's own groups are. Hidden cells stay hidden: sums are those of visible cells, shares keep their bounds.
Nothing is estimated where a producer gives nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data_loaders import demo
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.jeux import calculs
from data_loaders.jeux.enquete import RAISON_ABSENTE, lire_marches
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, enonces, indice_complet, marches, secret
from data_loaders.measures.estimation import Enquete
from data_loaders.metiers import nomenclatures
from data_loaders.parametres.secteurs import NOMENCLATURES, Secteur
from geo import zonages

NIVEAU = "secteur"
ZONAGES = ("region", "departement", "bassin")
RAISON_AUCUN = "aucun projet déclaré pour les métiers de ce secteur"
RAISON_NON_ENQUETE = "non enquêté : aucun métier de ce secteur n'est dans la liste de l'enquête cette année-là"
# Where a reader who may load files finds how; the others have nothing to type.
EXPLOITANTS = "la page Aide, rubrique Exploitants"
_COMMANDE = f"la commande qui l’ajoute est dans {EXPLOITANTS}"
SANS_TENSIONS = (
    f"non transmis : aucun fichier des offres et des inscrits par métier (ROME) et bassin n’est chargé ; {_COMMANDE}"
)
SANS_PASSAGES = (
    f"non calculé : la table de passage du ROME aux familles professionnelles n’est pas chargée ; {_COMMANDE}"
)
SANS_OFFRE = "aucune offre ni aucun inscrit publié pour les métiers de ce secteur"
SANS_INTERIM = (
    "non transmis : aucun organisme n’a envoyé l’emploi intérimaire de ce secteur ; le classeur à faire remplir est "
    f"dans {EXPLOITANTS}"
)
SANS_CLASSE = f"non transmis : le fichier des tensions par famille professionnelle n’est pas chargé ; {_COMMANDE}"


def metiers_du_secteur(metiers: pd.DataFrame, prefixes: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Rows of the survey's list of métiers (contract `bmo/metiers`) that belong to the sector, every vintage;
    `prefixes`: nomenclature -> beginnings of codes, none for an empty tuple."""
    prises = [
        metiers["nomenclature"].eq(n) & metiers["code_metier"].str.startswith(tuple(debuts))
        for n, debuts in prefixes.items()
    ]
    return metiers[np.logical_or.reduce(prises)] if prises else metiers[:0]


def marquer_lignes(lignes: pd.DataFrame, du_secteur: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows (annee, code_metier) with a column `secteur`: `code` where the métier belongs to it, "" elsewhere."""
    cles = ["annee", "code_metier"]
    appartient = pd.MultiIndex.from_frame(lignes[cles]).isin(pd.MultiIndex.from_frame(du_secteur[cles]))
    return lignes.assign(**{NIVEAU: np.where(appartient, code, "")})


def restreindre(enquete: Enquete, du_secteur: pd.DataFrame, code: str) -> Enquete:
    """The survey with the métiers of the sector alone, here and in France."""
    lots = (marquer_lignes(t, du_secteur, code) for t in (enquete.cellules, enquete.france))
    cellules, france = (t[t[NIVEAU] == code] for t in lots)
    return enquete._replace(cellules=cellules, france=france)


def estimer(du_secteur: Enquete, zonage: str, *, reference: pd.Series) -> pd.DataFrame:
    """The estimated share of the sector in every zone that has a cell of it, on its own line.

    Args:
        du_secteur: from `restreindre`; zonage: one of `marches.ZONAGES`.
        reference: vintage -> the same share of all métiers of the region.

    Returns:
        Rows of `marches.sommer`, with `classe`, `certitude`, `q_region`, `classe_region`, `certitude_region`,
        `reference` and `position` against it, as those of `marches.decrire`. Nothing is said of a move: a sector is
        made of other métiers in another nomenclature.
    """
    lots = (marches.sommer(du_secteur, NIVEAU, z).set_index("annee") for z in ("region", zonage))
    region, df = (t.assign(**enonces.dire(t["q_estimee"].where(t["statut"] == "estime"), t["s"])) for t in lots)
    communs = region[["q_estimee", "classe", "certitude"]].add_suffix("_region")
    df = df.join(communs.rename(columns={"q_estimee_region": "q_region"})).reset_index()
    df["reference"] = df["annee"].map(reference)
    ecart = (df["q_estimee"] - df["reference"]).where(df["statut"] == "estime")
    return df.assign(position=pd.Series(enonces.differe(ecart, df["s"] ** 2), df.index).astype("Int64"))


def detail(marquees: pd.DataFrame, code: str, groupes: list[str]) -> pd.DataFrame:
    """Cells of the sector summed by group: projects, difficult share and its bounds, seasonal bounds, hidden cells.

    Args:
        marquees: from `marquer_lignes`, zoned by `bmo.zoner` when `code_zone` is one of the groups.

    Returns:
        Index `groupes`. `projets` (visible sum, null when nothing is visible), `minorant`; `part`, `part_basse`,
        `part_haute` (% judged difficult, null with its `part_raison`); `saison_basse`, `saison_haute` (% of seasonal
        projects: what hides leaves it between them); `metiers_nb`, `metiers_caches_nb` (with a hidden number of
        projects).
    """
    cellules = marquees[marquees[NIVEAU] == code]
    projets = bmo.calculer(cellules, "met", groupes).set_index(groupes)
    parts = secret.parts(cellules, groupes).set_index(groupes)
    saisons = secret.parts(cellules.assign(xmet=cellules["smet"]), groupes).set_index(groupes)
    par_groupe = cellules.assign(cache=cellules["code_metier"].where(cellules["met"].isna())).groupby(groupes)
    dites = {"value": "part", "borne_basse": "part_basse", "borne_haute": "part_haute", "raison": "part_raison"}
    return pd.concat([
        projets[["value", "minorant"]].rename(columns={"value": "projets"}),
        parts[[*dites]].rename(columns=dites),
        saisons[["borne_basse", "borne_haute"]].set_axis(["saison_basse", "saison_haute"], axis=1),
        par_groupe.agg(metiers_nb=("code_metier", "nunique"), metiers_caches_nb=("cache", "nunique")),
    ], axis=1)  # fmt: skip


@dataclass(eq=False)
class Releve:
    """What the survey says of one sector, each part computed when it is first asked for (`tableau` and `marches` keep
    what they give).

    Attributes:
        metiers: rows of `bmo/metiers` that belong to it, every vintage; tous: the whole list.
        enquete: the survey (`enquete.lire`), shared.
        reference: vintage -> estimated share of all métiers of the region.
        estimes_par_metier: rows of `enquete.lire_marches` of its métiers that have a cell in the region; index annee ×
            code_metier.
    """

    secteur: Secteur
    metiers: pd.DataFrame
    tous: pd.DataFrame
    enquete: Enquete
    reference: pd.Series
    estimes_par_metier: pd.DataFrame
    annees: tuple[str, ...]
    demonstration: bool

    def __post_init__(self) -> None:
        self.tableau, self.marches = cache(self._tableau), cache(self._marches)

    @cached_property
    def nomenclatures(self) -> dict[str, str]:
        """vintage -> nomenclature."""
        return self.tous.drop_duplicates("annee").set_index("annee")["nomenclature"].to_dict()

    def _marquees(self, zonage: str = "") -> pd.DataFrame:
        marquees = marquer_lignes(self.enquete.cellules, self.metiers, self.secteur.code)
        return bmo.zoner(marquees, zonage) if zonage else marquees

    def _tableau(self, code_indicateur: str, zonage: str = "region") -> Tableau:
        """Figures of an indicator of the survey on one of `ZONAGES`, as those of any métier."""
        ind, code = indicateur(code_indicateur), self.secteur.code
        cles, codes = ["code_zone", "periode"], list(zonages.noms(zonage))
        zonees = self._marquees(zonage).rename(columns={"annee": "periode"})
        lignes = (
            marches.parts_estimees(self.marches(zonage))
            if ind.estime
            else bmo.calculer(zonees[zonees[NIVEAU] == code], ind.mesure, cles)
        )
        absentes = calculs.sans_ligne(lignes, codes, self.annees)
        presentes = pd.MultiIndex.from_frame(absentes).isin(pd.MultiIndex.from_frame(zonees[cles]))
        listees = absentes["periode"].isin(self.metiers["annee"])
        # Zero only when the survey asked the question there.
        demandees = absentes[presentes & listees]
        lignes = calculs.reunir(
            lignes,
            calculs.completer(absentes[~presentes], "L", RAISON_ABSENTE),
            calculs.completer(absentes[presentes & ~listees], "L", RAISON_NON_ENQUETE),
            calculs.completer(demandees, "M", secret.RAISON_SANS_PART)
            if ind.genre == "taux"
            else calculs.nulles(demandees, RAISON_AUCUN),
        )
        tout = pd.MultiIndex.from_product([codes, self.annees], names=cles)
        lignes = lignes.set_index(cles).reindex(tout).reset_index()[calculs.COLONNES]
        return Tableau(ind, zonage, calculs.Metier(NIVEAU, code), lignes, self.annees, self.demonstration)

    def _marches(self, zonage: str) -> pd.DataFrame:
        """Rows of `estimer` on one of `ZONAGES`, with `nom`; index code_zone × annee."""
        du_secteur = restreindre(self.enquete, self.metiers, self.secteur.code)
        lignes = estimer(du_secteur, zonage, reference=self.reference).assign(nom=self.secteur.intitule)
        return lignes.set_index(["code_zone", "annee"], drop=False).rename_axis([None, None])

    def marche(self, annee: str, zonage: str = "region", code_zone: str = zonages.REGION) -> Any:
        """The estimate of one zone and vintage; None where the survey has no cell of the sector, or it has no total."""
        if self.secteur.sans:
            return None
        lignes = self.marches(zonage)
        ici = lignes[lignes["annee"].eq(annee) & lignes["code_zone"].eq(code_zone)]
        return next(ici.itertuples(index=False), None)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """`detail` by code_zone and annee, all of `ZONAGES` together: no code is in two of them."""
        groupes = ["code_zone", "annee"]
        return pd.concat([detail(self._marquees(z), self.secteur.code, groupes) for z in ZONAGES])

    @cached_property
    def par_metier(self) -> pd.DataFrame:
        """The same in the region, by annee and code_metier."""
        return detail(self._marquees(), self.secteur.code, ["annee", "code_metier"])

    @cached_property
    def par_famille(self) -> pd.DataFrame:
        """The same in the region, by annee and famille."""
        return detail(self._marquees(), self.secteur.code, ["annee", "famille"])

    def codes(self, annee: str) -> list[str]:
        """Métiers of the sector that the survey listed a year."""
        return sorted(self.metiers.loc[self.metiers["annee"] == annee, "code_metier"])


class Offres(NamedTuple):
    """Offers and job-seekers of a sector (`partager_offres`) in a year, weighed by a vintage of the survey, or the
    reason why there are none."""

    annee: str
    enquete: str
    par_bassin: pd.DataFrame
    demonstration: bool
    raison: str = ""


def prefixes(donnees: Donnees, secteur: Secteur) -> dict[str, tuple[str, ...]]:
    """nomenclature -> beginnings of the codes of the sector, in the survey that is loaded."""
    if donnees.est_demonstration("bmo"):
        return {"FAP2021": tuple(demo.secteurs().get(secteur.code, ()))}
    return {n: secteur.prefixes(n) for n in NOMENCLATURES}


def marquer(donnees: Donnees, secteur: Secteur, cellules: pd.DataFrame) -> pd.DataFrame:
    """Cells of the survey (`enquete.cellules_bmo`), marked: those that `Metier("secteur", …)` takes."""
    dedans = metiers_du_secteur(donnees.lire("bmo", "metiers"), prefixes(donnees, secteur))
    return marquer_lignes(cellules, dedans, secteur.code)


def relever(donnees: Donnees, secteur: Secteur, enquete: Enquete) -> Releve | None:
    """What the survey (`enquete.lire`) says of a sector; None when none of its métiers is in the surveys loaded."""
    tous = donnees.lire("bmo", "metiers")
    dedans = metiers_du_secteur(tous, prefixes(donnees, secteur))
    if dedans.empty:
        return None
    region = lire_marches(donnees, marches.ENSEMBLE, "region", ["annee", "q_estimee"])
    reference = region.set_index("annee")["q_estimee"]
    cles = ["annee", "code_metier"]
    dits = lire_marches(donnees, "metier", "region").rename(columns={"code_groupe": "code_metier"}).set_index(cles)
    dits = dits[dits.index.isin(pd.MultiIndex.from_frame(dedans[cles])) & dits["cellules_nb"].gt(0)]
    demonstration = donnees.est_demonstration("bmo")
    return Releve(secteur, dedans, tous, enquete, reference, dits, donnees.periodes("bmo"), demonstration)


def offres(donnees: Donnees, releve: Releve, cellules: pd.DataFrame) -> Offres:
    """Offers and job-seekers of the sector by bassin, the last year loaded.

    Official offers are never shared by an invented survey, nor the other way round.
    """
    demonstration = donnees.est_demonstration("tension_rome")
    rien = Offres("", "", pd.DataFrame(), demonstration)
    if not donnees.millesimes("tension_rome") or demonstration != releve.demonstration:
        return rien._replace(raison=SANS_TENSIONS)
    annee = donnees.millesimes("tension_rome")[-1]
    enquete = min(releve.annees, key=lambda a: (abs(int(a) - int(annee)), a))
    liens = nomenclatures.correspondance(donnees, releve.nomenclatures[enquete])
    if liens.empty or donnees.est_demonstration("passages") != demonstration:
        return rien._replace(raison=SANS_PASSAGES)
    tensions = donnees.lire("tension_rome")
    projets = cellules[cellules["annee"] == enquete].groupby("code_metier")["met"].sum(min_count=1)
    par_bassin = partager_offres(
        tensions[tensions["annee"] == annee], indice_complet.passages(liens), projets, set(releve.codes(enquete))
    )
    return Offres(annee, enquete, par_bassin, demonstration, "" if len(par_bassin) else SANS_OFFRE)


def partager_offres(
    tensions: pd.DataFrame, passages: pd.DataFrame, projets: pd.Series, dedans: set[str]
) -> pd.DataFrame:
    """Offers of twelve months and mean stock of job-seekers of the sector by bassin, through ROME.

    A ROME goes to several métiers of the survey; métier f takes (its share of the ROME's qualification levels) × (its
    projects in the region), and the sector takes the weights of its own métiers. The ROME that are entirely in the
    sector, and those that touch it, bound the result.

    Args:
        tensions: rows of one year of `tension_rome`.
        passages: `indice_complet.passages` to the nomenclature of `dedans`, the métiers of the sector.
        projets: code_metier -> projects in the region; a métier without any visible project weighs by its share alone.

    Returns:
        One row a bassin: `code_bassin`, then `offres` and `inscrits`, each followed by its `_min` and its `_max`. Rows
        absent at the producer are not zeros: every figure is a lower bound of the whole.
    """
    part = part_du_secteur(passages, projets, dedans)
    lignes = tensions[["code_bassin", "code_rome", "offres", "inscrits"]].merge(part, on="code_rome")
    sommes = {}
    for quoi in ("offres", "inscrits"):
        sommes |= {
            quoi: lignes[quoi] * lignes["part"],
            f"{quoi}_min": lignes[quoi].where(lignes["entier"], 0.0),
            f"{quoi}_max": lignes[quoi],
        }
    return lignes[["code_bassin"]].assign(**sommes).groupby("code_bassin").sum().reset_index()


def part_du_secteur(passages: pd.DataFrame, projets: pd.Series, dedans: set[str]) -> pd.DataFrame:
    """Share of each ROME that goes to the sector, `entier` when all of it does; ROME without any link are absent."""
    liens = passages.assign(
        dedans=passages["code_metier"].isin(dedans), P=passages["code_metier"].map(projets).fillna(0.0)
    )
    liens["poids"] = liens["part"] * liens["P"]
    # A ROME none of whose métiers has a project is shared by qualification levels alone.
    sans_projet = liens.groupby("code_rome")["poids"].transform("sum") == 0
    liens["poids"] = liens["poids"].where(~sans_projet, liens["part"])
    g = liens.assign(pris=liens["poids"].where(liens["dedans"], 0.0)).groupby("code_rome")
    r = pd.DataFrame(
        {"part": g["pris"].sum() / g["poids"].sum(), "entier": g["dedans"].all(), "lie": g["dedans"].any()}
    )
    return r[r.pop("lie")].reset_index()


def classes_officielles(donnees: Donnees, secteur: Secteur) -> pd.DataFrame:
    """Official tension classes of the groups of FAP 2009 of the sector, last year loaded; empty when none is. A group
    of 87 where the sector takes a whole group, else a métier of 225."""
    if not donnees.officiel.millesimes("tension_fap"):
        return pd.DataFrame()
    lignes = donnees.lire("tension_fap")
    prises = lignes["annee"].eq(lignes["annee"].max()) & lignes["code_fap"].isin(secteur.prefixes("FAP2009"))
    return lignes[prises].sort_values(["code_fap", "code_zone"], ignore_index=True)


def interim(donnees: Donnees, secteur: Secteur) -> pd.DataFrame:
    """Interim work sent for the sector, else for the professional families inside it, oldest period first; empty when
    nothing was. Families are never added up: those that were sent may not cover the sector."""
    if not donnees.officiel.millesimes("interim"):
        return pd.DataFrame()
    lignes = donnees.lire("interim").sort_values(["periode", "code", "zonage", "code_zone"], ignore_index=True)
    du_secteur = lignes["code"].eq(secteur.code)
    if not du_secteur.any():
        debuts = tuple(p for n in NOMENCLATURES for p in secteur.prefixes(n))
        du_secteur = lignes["code"].str.startswith(debuts) if debuts else du_secteur
    return lignes[du_secteur].reset_index(drop=True)


def interim_publie(donnees: Donnees, secteur: Secteur) -> pd.DataFrame:
    """Interim work that the DARES publishes: the region whole, France whole, then each activity near the sector, in
    France; a sector of the region is published nowhere. Columns periode, ou (`region`, `france`, or the code of an
    activity), libelle, effectif, etp, recours (%); empty when nothing is loaded."""
    if not donnees.millesimes("interim_dares"):
        return pd.DataFrame()
    zones = donnees.lire("interim_dares")
    zones = zones[zones["serie"].isin(["effectif_etu", "etp_etu"])]
    zones = zones.assign(
        ou=zones["code_zone"].map({zonages.REGION: "region", "FR": "france"}),
        mesure=zones["serie"].str.removesuffix("_etu"),
    )
    activites = donnees.lire("interim_dares", "secteurs").rename(columns={"secteur": "ou"})
    activites = activites[activites["ou"].isin(secteur.interim)]
    # One name an activity: sheets write it with or without a space.
    noms = activites.drop_duplicates("ou").set_index("ou")["libelle_secteur"]
    noms = ("France, " + noms.str.lower()).to_dict()
    noms |= {"region": "Région, tous secteurs", "france": "France, tous secteurs"}
    tout = pd.concat([zones, activites])[["periode", "ou", "mesure", "value"]]
    large = tout.pivot(index=["periode", "ou"], columns="mesure", values="value").reset_index()
    rangs = {c: i for i, c in enumerate(("region", "france", *secteur.interim))}
    large = large.assign(libelle=large["ou"].map(noms), rang=large["ou"].map(rangs))
    colonnes = ["periode", "ou", "libelle", "effectif", "etp", "recours"]
    return large.sort_values(["periode", "rang"], ignore_index=True).reindex(columns=colonnes)


def libelles_officiels(donnees: Donnees) -> dict[str, str]:
    """code FAP -> official label, groups then métiers; empty when no official nomenclature is loaded."""
    if donnees.est_demonstration("nomenclatures"):
        return {}
    return {**nomenclatures.libelles(donnees, "fap87"), **nomenclatures.libelles(donnees, "metier")}
