"""Places, pressure and open offers by zone, and where each establishment is: by its point, its commune, or less.

An establishment of which the département alone is known counts in that département and in the region only.
"""

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts.formation import SOURCES
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import COLONNES, RAPPORT, SOMME, Calcul, Question, completer, nulles, reunir, sans_ligne
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from geo import zonages

# Under so many places, or projects, a rate says more of one course than of a zone.
PLACES_MIN, PROJETS_MIN = 20, 100
# Share (%) of the places of its départements of unknown commune above which those of a zone are not set against people.
PERDUES_MAX = 10
# What an indicator counts: levels of entry and voie. A 1re is the 2de of the year before: left out.
COMPTES = {
    "pro": ("places_pro", ("cap", "2de"), "scolaire"),
    "bts": ("places_bts", ("bts",), "scolaire"),
    "apprentis": ("places_bts", ("bts",), "apprentissage"),
}
_LIEU = ["code_commune", "latitude", "longitude"]
_INCONNUS = {"nom": "", "secteur": "", "fiche": "", "code_commune": ""}
RAISON_PEU = f"n.s. : moins de {PLACES_MIN} places"
RAISON_AUCUN = "aucun établissement qui ait de ces places n’y est situé"
RAISON_SANS_OFFRE = "aucune offre ouverte dans le fichier ce jour-là"


def etablissements(donnees: Donnees) -> pd.DataFrame:
    """Every establishment that a file names, by uai: nom, secteur, fiche ("" if unknown), code_departement,
    code_commune ("" if unknown), latitude, longitude, certitude (located by its own `point`, its `commune`, or known
    by its `departement` alone).

    What the directory says comes first, then Parcoursup (the point of most of its courses), then the list of the
    lycées. Names of centres of apprenticeship come from InserJeunes where no other file has them.
    """
    dites = ["nom", "secteur", "fiche", "code_departement"]
    if donnees.millesimes("etablissements"):
        lieux = donnees.lire("etablissements", "lieux")
    else:
        lieux = pd.DataFrame(columns=["source", "uai", "rang", *dites, *_LIEU])
    rangs = lieux["source"].map({s: i for i, s in enumerate(SOURCES)})
    frequence = lieux.groupby(["source", "uai", "latitude", "longitude"])["rang"].transform("size").fillna(0)
    lieux = lieux.assign(ordre=rangs, frequence=-frequence).sort_values(["ordre", "frequence"], kind="stable")
    # A point and its commune come from one row.
    situes = lieux[lieux["code_commune"].ne("")].drop_duplicates("uai").set_index("uai")[_LIEU]
    dits = lieux[dites].replace("", None).groupby(lieux["uai"]).first()
    if donnees.millesimes("insertion_cfa") and _meme_nature(donnees, "etablissements", "insertion_cfa"):
        cfa = donnees.lire("insertion_cfa").sort_values("periode").drop_duplicates("uai", keep="last")
        cfa = cfa.set_index("uai").rename(columns={"libelle": "nom"})
        dits = dits.combine_first(cfa[["nom", "code_departement"]])
    tout = dits.join(situes).rename_axis("uai").fillna(_INCONNUS)
    moins = np.where(tout["code_commune"].ne(""), "commune", "departement")
    return tout.assign(certitude=np.where(tout["latitude"].notna(), "point", moins))


def _meme_nature(donnees: Donnees, a: str, b: str) -> bool:
    """False when one is invented and the other not: the two never meet."""
    return not donnees.millesimes(a) or donnees.est_demonstration(a) == donnees.est_demonstration(b)


def situer(donnees: Donnees, lignes: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """Rows with a `uai`, and the columns of `etablissements`: one that no file names has its département alone, a
    course whose own point is known is there."""
    connus = etablissements(donnees).drop(columns="code_departement")
    if not _meme_nature(donnees, "etablissements", dataset):
        connus = connus.iloc[:0]
    situees = lignes.join(connus, on="uai")
    if len(connus) and donnees.millesimes("etablissements"):
        lieux = donnees.lire("etablissements", "lieux")
        lieux = lieux[lieux["formation"].ne("") & lieux["code_commune"].ne("") & lieux["rang"].eq(1)]
        cours = pd.MultiIndex.from_arrays([lignes["uai"], lignes["libelle"].map(zonages.slug)])
        propres = lieux.set_index(["uai", "formation"])[_LIEU].reindex(cours).set_axis(lignes.index)
        situees[_LIEU] = propres.where(propres["code_commune"].notna(), situees[_LIEU])
    return situees.fillna(_INCONNUS | {"certitude": "departement"})


@lru_cache(maxsize=8)
def _situees(donnees: Donnees, dataset: str, _etats: tuple[str, ...]) -> pd.DataFrame:
    """Every row of a dataset, situated once for all its indicators as long as nothing is published; read-only."""
    return situer(donnees, donnees.lire(dataset), dataset)


def zones(lignes: pd.DataFrame, zonage: str) -> pd.Series:
    """Zone of each row, "" where its commune is not known, or in no zone."""
    if zonage == "region":
        return pd.Series(zonages.REGION, lignes.index)
    if zonage == "departement":
        return lignes["code_departement"]
    return lignes["code_commune"].map(zonages.appartenance(zonage)).fillna("")


def _formations(q: Question) -> pd.DataFrame:
    """Courses that a figure counts, `value` then `diviseur`; those of no zone stay under the zone ""."""
    compte, _, mesure = q.indicateur.mesure.partition(".")
    dataset, niveaux, voie = COMPTES[compte]
    lues = _situees(q.donnees, dataset, q.donnees.etats)
    lues = lues[lues["niveau"].isin(niveaux) & lues["voie"].eq(voie)]
    lues = lues.assign(code_zone=zones(lues, q.zonage), places=lues["value"])
    if mesure == "pression":
        prises = lues["places"].notna() & lues["voeux"].notna()
        lues = lues.assign(value=lues["voeux"].astype(float), diviseur=lues["places"])[prises]
    elif mesure == "remplissage":
        lues = _eleves(q, lues[lues["places"].notna()])
    elif mesure == "habitants":
        # A row a zone and period, that counts its people.
        gens = zonages.zones(q.zonage)[["code_zone", "population_nb"]].rename(columns={"population_nb": "diviseur"})
        gens = lues[["periode"]].drop_duplicates().merge(gens.astype({"diviseur": float}), how="cross")
        gens = gens.assign(nom="Population municipale (recensement)", value=0.0, obs_status="A")
        return pd.concat([lues.assign(diviseur=0.0), gens], ignore_index=True)
    return lues


def _eleves(q: Question, lues: pd.DataFrame) -> pd.DataFrame:
    """The courses whose pupils of the same year are known: rows of one course put together, as the pupils are."""
    cle = ["periode", "uai", "code_formation"]
    if not q.donnees.millesimes("eleves") or not _meme_nature(q.donnees, "eleves", q.dataset):
        return lues.iloc[:0].assign(diviseur=0.0)
    eleves = q.donnees.lire("eleves")[[*cle, "value"]].rename(columns={"value": "eleves"})
    premieres = lues.drop_duplicates(cle).drop(columns="places")
    sommes = lues.groupby(cle, as_index=False)["places"].sum()
    jointes = premieres.merge(sommes, on=cle).merge(eleves, on=cle)
    return jointes.assign(value=jointes["eleves"], diviseur=jointes["places"], obs_status="A")


def _places(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    mesure = q.indicateur.mesure.rpartition(".")[2]
    ici = lignes[lignes["code_zone"].isin(q.codes)]
    groupes = ici.groupby(["code_zone", "periode"])
    g = groupes.agg(value=("value", "sum"), cellules_nb=("value", "size")).reset_index()
    g = g.assign(minorant=False, raison="", obs_status="A", caches_nb=0)
    if mesure != "places":
        bas = groupes["diviseur"].sum().to_numpy()
        peu = (groupes["places"].sum() < PLACES_MIN).to_numpy() if mesure != "habitants" else np.zeros(len(g), bool)
        facteur = {"remplissage": 100, "habitants": 1000}.get(mesure, 1)
        g["value"] = (facteur * g["value"] / np.where(bas > 0, bas, np.nan)).mask(peu)
        g.loc[peu, ["obs_status", "raison"]] = ["N", RAISON_PEU]
    chiffres = _incertaines(lignes, g, q)
    absentes = sans_ligne(chiffres, q.codes, periodes)
    if mesure == "remplissage":
        return reunir(chiffres, completer(absentes, "L", absentes["periode"].map(lambda p: _sans_eleves(q, p))))
    if mesure == "pression":
        return reunir(chiffres, completer(absentes, "M", f"n.d. : {RAISON_AUCUN}"))
    return reunir(chiffres, _incertaines(lignes, nulles(absentes, RAISON_AUCUN), q))


def _incertaines(lignes: pd.DataFrame, g: pd.DataFrame, q: Question) -> pd.DataFrame:
    """The same figures with their bounds, those that may lack establishments of an unknown commune marked so."""
    g = g.assign(borne_basse=g["value"], borne_haute=g["value"])
    # A commune may be in no zone: what is there is not lost.
    perdues = lignes[lignes["code_zone"].eq("") & lignes["code_commune"].eq("") & lignes["places"].gt(0)]
    if perdues.empty or g.empty:
        return g
    departements = zonages.croisement(q.zonage, "departement").groupby("ici")["code_zone"].agg(sorted)
    cle = ["periode", "code_departement"]
    toutes = lignes.groupby(cle)["places"].sum().to_dict()
    par = perdues.groupby(cle).agg(n=("uai", "nunique"), places=("places", "sum"))
    inconnues = dict(zip(par.index, par.itertuples(index=False), strict=True))
    dites = g.to_dict("records")
    for r in dites:
        tous = [(r["periode"], d) for d in departements.get(r["code_zone"], ())]
        siens = [c for c in tous if c in inconnues]
        if not siens or r["obs_status"] == "N":
            continue
        n, places = (sum(nombres) for nombres in zip(*(inconnues[c] for c in siens), strict=True))
        trop = 100 * places > PERDUES_MAX * sum(toutes.get(c, 0) for c in tous)
        if q.indicateur.mesure.endswith("habitants") and trop:
            r |= dict.fromkeys(("value", "borne_basse", "borne_haute"), float("nan")) | {"obs_status": "L"}
        ou = francais.enumeration([zonages.libelle_zone("departement", d) for _, d in siens])
        dite = (
            f"sans {francais.avec_unite(n, 'établissements')} ({ou} : {francais.avec_unite(places, 'places')}) dont la "
            "commune est inconnue"
        )
        r["raison"] = f"n.d. : {dite}" if r["obs_status"] == "L" else dite
        if q.indicateur.genre == "compte":
            r |= {"minorant": True, "borne_haute": r["value"] + places}
    return pd.DataFrame(dites, g.index).astype(g.dtypes)


def _sans_eleves(q: Question, periode: str) -> str:
    if not (annees := q.donnees.millesimes("eleves") if _meme_nature(q.donnees, "eleves", q.dataset) else []):
        return "n.d. : le fichier des élèves à la rentrée n’est pas chargé"
    if periode in annees:
        return f"n.d. : {RAISON_AUCUN}, ou ses élèves ne sont pas dans le fichier"
    return f"n.d. : années différentes, places de {periode} et élèves de {francais.enumeration(annees)}"


def _decrire_formations(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    noms = lignes.reindex(columns=["nom", "libelle", "niveau", "code_formation"]).fillna("")
    cours = noms["libelle"].where(noms["libelle"].ne(""), noms["niveau"] + " " + noms["code_formation"])
    return pd.DataFrame({
        "code": lignes.reindex(columns=["uai"])["uai"].fillna(""),
        "libelle": noms["nom"],
        "ou": cours.str.strip(),
        "value": lignes["value"].astype(float),
        "diviseur": lignes["diviseur"] if "diviseur" in lignes else float("nan"),
        "obs_status": lignes["obs_status"],
    })  # fmt: skip


PLACES = Calcul(
    _formations,
    _places,
    _decrire_formations,
    lambda q: SOMME if q.indicateur.mesure.endswith(".places") else RAPPORT,
    entetes=("UAI", "Établissement", "Formation"),
)


# Offers: a stock of one day by commune; a zone without a row has none.


def _offres(q: Question) -> pd.DataFrame:
    cle = ["periode", "jour", "code_departement", "code_commune"]
    lues = q.donnees.lire(q.dataset).groupby(cle, as_index=False)["value"].sum().assign(diviseur=0.0, obs_status="A")
    lues["code_zone"] = zones(lues, q.zonage)
    return lues if q.indicateur.mesure == "offres" else pd.concat([lues, _projets(q)], ignore_index=True)


def _projets(q: Question) -> pd.DataFrame:
    """A row a zone and period: its projects in the survey of the year of the offers."""
    if not q.donnees.millesimes("bmo") or not _meme_nature(q.donnees, "bmo", q.dataset):
        return pd.DataFrame(columns=["code_zone", "periode", "value", "diviseur", "obs_status"])
    cellules = bmo.zoner(enquete.cellules_bmo(q.donnees), q.zonage)
    sommes = bmo.calculer(cellules, "met", ["code_zone", "annee"])
    mois = pd.DataFrame({"periode": q.donnees.millesimes(q.dataset)}).assign(annee=lambda t: t["periode"].str[:4])
    sommes = sommes.merge(mois, on="annee").dropna(subset="value")
    return sommes.assign(diviseur=sommes["value"], value=0.0, obs_status="A", libelle="Projets de l’enquête")


def _compter_offres(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes[lignes["code_zone"].isin(q.codes)].groupby(["code_zone", "periode"], as_index=False)
    g = g.agg(value=("value", "sum"), diviseur=("diviseur", "sum"), cellules_nb=("value", "size"))
    g = g.assign(obs_status="A", raison="", minorant=False, caches_nb=0)
    if q.indicateur.mesure == "offres":
        g = pd.concat([g, nulles(sans_ligne(g, q.codes, periodes), RAISON_SANS_OFFRE)], ignore_index=True)
        return g.assign(borne_basse=g["value"], borne_haute=g["value"])[COLONNES]
    jours = lignes.dropna(subset="jour").groupby("periode")["jour"].max().map(francais.date_libelle)
    annees = g["periode"].str[:4]
    g["value"] = 100 * g["value"] / g["diviseur"].where(g["diviseur"] >= PROJETS_MIN)
    g["raison"] = (
        "offres ouvertes le " + g["periode"].map(jours) + ", projets de l’année " + annees + " hors ceux que masque "
        "l’enquête : deux mesures, l’une d’un jour, l’autre d’un an"
    )
    muettes = g["value"].isna()
    sans = g["diviseur"].eq(0)
    g.loc[muettes & sans, "raison"] = "n.d. : l’enquête de " + annees + " n’est pas chargée, ou n’a rien ici"
    g.loc[muettes & ~sans, "raison"] = f"n.s. : moins de {PROJETS_MIN} projets"
    g["obs_status"] = np.where(muettes, np.where(sans, "L", "N"), "A")
    g = g.assign(borne_basse=g["value"], borne_haute=g["value"])
    return reunir(g, completer(sans_ligne(g, q.codes, periodes), "L", RAISON_SANS_OFFRE))


def offres_ouvertes(donnees: Donnees, romes: Collection[str], zonage: str) -> tuple[str, pd.Series]:
    """Last day of offers loaded, then code_zone -> offers open that day for some ROME; ("", empty) without the file.

    A zone without an offer, and communes of no zone, are left out.
    """
    if not donnees.millesimes("offres"):
        return "", pd.Series(dtype="float64")
    lues = donnees.lire("offres")
    jour = lues["jour"].max()
    lues = lues[lues["jour"].eq(jour) & lues["code_rome"].isin(romes)]
    codes = zones(lues, zonage)
    return jour, lues["value"].groupby(codes[codes.ne("")].rename("code_zone")).sum()


def _decrire_offres(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    """Offers by commune, the largest first, then what they are set against."""
    offres, projets, noms = lignes[lignes["diviseur"].eq(0)], lignes[lignes["diviseur"].gt(0)], zonages.noms("commune")
    communes = offres["code_commune"]
    decrites = offres.assign(code=communes, libelle=communes.map(lambda c: noms.get(c, c)), ou=offres["jour"])
    decrites = decrites.sort_values("value", ascending=False, kind="stable")
    annees = projets["periode"].str[:4]
    autres = projets.assign(code="", libelle="Projets de recrutement visibles, " + annees, ou=annees)
    colonnes = ["code", "libelle", "ou", "value", "diviseur"]
    return pd.concat([t[colonnes] for t in (decrites, autres) if len(t)] or [decrites[colonnes]], ignore_index=True)


OFFRES = Calcul(
    _offres,
    _compter_offres,
    _decrire_offres,
    lambda q: SOMME if q.indicateur.mesure == "offres" else RAPPORT,
    entetes=("Code commune", "Commune", "Relevé"),
)
