"""Training: the State's barometers, InserJeunes, diplomas and what they lead to.

A count of a barometer is cumulated by its producer, and turned into flows by difference. It starts again in January, in
August for the recruitments of young people. Where the file skips months, the difference is the flow of several:
`mois_nb` says of how many. A count that decreases before it starts again is refused, since a flow cannot be negative.

InserJeunes comes by diploma and voie in the layout of the Orion project, which is not the producer (a region a row),
and by centre of apprenticeship (Depp). Its rates are kept as they are, and checked against the counts beside them.

Diplomas: four nomenclatures and the successions of the Éducation nationale, certifications → ROME of Certif Info.
"""

import re
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts import formation
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.metiers import ROME
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees, constat
from data_loaders.jeux.formation import inserees, longues
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo import zonages

NOTE_FLUX = (
    "Le producteur publie des cumuls, remis à zéro en janvier (en août pour les recrutements de jeunes) ; les flux "
    "sont les différences de deux cumuls successifs."
)
NOTE_PREMIER = "Le premier mois n'est pas celui de la remise à zéro : son flux n'est pas disponible."
INDICATEUR_DITP = "IND-313"
# dataset, table of its columns -> codes of territories expected.
BAROMETRES = {"barometre_dep": DEPARTEMENTS, "barometre_region": (zonages.REGION,)}


@lecteur("apprentissage", *BAROMETRES)
def lire(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns; millésime = last month."""
    dataset, df, notes, dites = lue.regle.table, lue.en_texte(), (NOTE_FLUX,), ""
    if dataset == "apprentissage":
        if autres := set(df["indicateur"]) - {INDICATEUR_DITP}:
            trouve, exemple = "autre indicateur que les contrats d'apprentissage", classeur.quelques(autres)
            cause, remede = "fichier d'un autre indicateur", f"prendre l'indicateur {INDICATEUR_DITP}"
            raise ErreurDonnees("serie", lue.colonne("indicateur"), trouve, exemple=exemple, cause=cause, remede=remede)
        zones = {f"D{d}": d for d in DEPARTEMENTS} | {f"R{zonages.REGION}": zonages.REGION}
        df = df.assign(code_zone=df["zone"].map(zones), serie="")
    else:
        zones = {code: code for code in BAROMETRES[dataset]}
        df["code_zone"] = classeur.codes(df["code_zone"], 2)
        if ignorees := sorted(set(df["serie"]) - set(formation.SERIES)):
            dites = f" ; séries laissées de côté : {', '.join(ignorees)}"
        df = df[df["serie"].isin(formation.SERIES)]
    df = cellules.dater(df[df["code_zone"].isin(zones.values())], "date", lue.colonne("date"))
    df = df.assign(cumul=cellules.exiges(df, ["cumul"], lue)["cumul"], obs_status="A")
    # Every territory over the same months of each series.
    absents = set(zones.values()) - set(df["code_zone"])
    for serie, d in df.groupby("serie"):
        par_zone = d.groupby("code_zone")["periode"].agg(set)
        tous = set(d["periode"])
        absents |= {" ".join(f"{z} {serie} ({min(tous - p)})".split()) for z, p in par_zone.items() if tous - p}
    if absents:
        trouve = f"territoires absents ou incomplets : {classeur.quelques(absents)}"
        raise ErreurDonnees("zone", lue.nom, trouve, cause="fichier filtré ou tronqué", remede=REPRENDRE_ENTIER)
    if dataset == "apprentissage":
        for zone, periodes in df.groupby("code_zone")["periode"]:
            cellules.verifier_suite(list(periodes), f"{lue.nom}, zone {zone}")
        df = _flux(df, formation.JANVIER, lue.nom)
        inconnu = df["mois_nb"] > 1  # months follow each other: only the first can be so
        df = df.assign(value=df["value"].mask(inconnu), obs_status=df["obs_status"].mask(inconnu, "O"))
        notes += (NOTE_PREMIER,) if inconnu.any() else ()
    else:
        mois = {code: serie.remise_a_zero for code, serie in formation.SERIES.items()}
        df = pd.concat(
            _flux(d, mois[c], lue.nom) if mois[c] else d.assign(value=d["cumul"], cumul=np.nan, mois_nb=0)
            for c, d in df.groupby("serie")
        )
    return Extrait.serie(dataset, df, titrer(dataset, len(lue.table), suite=dites), etendue=True, notes=notes)


def _flux(df: pd.DataFrame, remise_a_zero: int, nom: str) -> pd.DataFrame:
    """Flows of one series: difference with the previous count of the same cycle, and how many months it covers."""
    df = df.sort_values(["code_zone", "periode"]).copy()
    rang = df["periode"].map(francais.numero_periode) - remise_a_zero
    cycle, place = rang // 12, rang % 12
    precedent = df["cumul"].groupby([df["code_zone"], cycle]).shift(fill_value=0)
    df["mois_nb"] = place - place.groupby([df["code_zone"], cycle]).shift(fill_value=-1)
    df["value"] = df["cumul"] - precedent
    baisses = df[df["value"] < 0]
    if len(baisses):
        b = baisses.iloc[0]
        ou, trouve = f"{nom}, {b['serie'] or INDICATEUR_DITP}", "un cumul diminue avant sa remise à zéro"
        exemple = f"{b['code_zone']}, {b['periode']} : {b['cumul']:g} après {precedent[b.name]:g}"
        cause = "révision à la baisse, ou série qui n'est pas un cumul"
        mots = {"cause": cause, "remede": "vérifier la série chez le producteur : son flux n'a pas de sens"}
        raise ErreurDonnees.de_cellules("cumul", ou, trouve, baisses, exemple=exemple, **mots)
    return df


ECART_TAUX = 1  # points: the producer rounds its rates to the unit
NOTE_ORION = "Lu dans la mise en forme du projet Orion, et non dans celle du producteur."
NOTE_RUPTURE = (
    "À partir des sortants de 2022, l'emploi public et le service civique comptent comme emploi : ne pas comparer avec "
    "les éditions d'avant."
)
_CUMUL = re.compile(r"\A(?:cumul\s+)?(20\d\d)\s*[-_/]\s*(20\d\d)\Z", re.ASCII | re.IGNORECASE)


@lecteur("insertion")
def lire_insertion(lue: Lue) -> Extrait:
    """Read the rows of the region by diploma and voie; millésime = last year of leavers."""
    brut = lue.en_texte()
    regions = classeur.codes(brut["region"], 2)
    df = lue.de_la_region(brut, regions == zonages.REGION, classeur.quelques(regions))
    lue.compter(regions.nunique() - 1, "autres régions laissées", "de côté")
    df, secrets = _mesurer(df, (*formation.EFFECTIFS, *formation.TAUX), lue)
    df["voie"] = df["voie"].map(classeur.normaliser)
    apprentis = df["voie"].eq("apprentissage")
    df["code_formation"] = classeur.codes(df["cfd"], 8).where(apprentis, classeur.codes(df["mefstat11"], 11))
    # A rate or a sum that its counts contradict is a column taken for another.
    ecarts = {"annee_terminale": (df["sortants"] + df["poursuite"] - df["annee_terminale"]).abs().gt(0)}
    for taux, (partie, tout) in formation.TAUX.items():
        ecarts[taux] = (df[taux] - 100 * df[partie] / df[tout]).abs().gt(ECART_TAUX)
    for role, faux in ecarts.items():
        if faux.any():
            trouve = "valeur que contredisent les effectifs de la même ligne"
            cle = ("voie", "code_formation", "cumul")
            raise lue.contredite(role, df[faux], cle, trouve, "deux colonnes échangées")
    cle = ["periode", "cumul", "voie", "code_formation"]
    totalisables = df[[*cle, *formation.EFFECTIFS]].astype(dict.fromkeys(formation.EFFECTIFS, "Int64"))
    tables = {"observations": inserees(df, secrets), "totalisables": totalisables}
    dernier = df["periode"].max()
    par = totalisables[totalisables["periode"].eq(dernier)].groupby("voie")[["sortants", "emploi_6"]].sum()
    taux = (
        f"{voie} : {francais.avec_unite(100 * par.at[voie, 'emploi_6'] / par.at[voie, 'sortants'], '%', 1)}"
        for voie in formation.VOIES
        if voie in par.index and par.at[voie, "sortants"]
    )
    tus_nb = int((df["sortants"].lt(formation.SEUIL_SORTANTS) & df["periode"].eq(dernier)).sum())
    dit = (
        f"{dernier}, en emploi à 6 mois, {' · '.join(taux)}",
        f"{dernier}, formations de moins de {formation.SEUIL_SORTANTS} sortants, non montrées : {tus_nb}",
    )
    rendus, dus = df["taux_emploi_6"].notna(), df["sortants"].ge(formation.SEUIL_SORTANTS)
    a_contresens = df.loc[df["emploi_6"].notna() & (rendus != dus), ["cumul", "voie", "code_formation"]]
    if len(a_contresens):
        lue.doutes.append(constat("seuil", a_contresens.to_numpy().tolist(), sortants=formation.SEUIL_SORTANTS))
    return _serie_insertion(lue, df, tables, *dit)


@lecteur("insertion_cfa")
def lire_cfa(lue: Lue) -> Extrait:
    """Read the rows of the five départements, by centre of apprenticeship; millésime = last year of leavers."""
    brut = lue.en_texte()
    brut["uai"] = brut["uai"].str.upper().str.zfill(8)
    df = brut.assign(code_departement=brut["uai"].str[1:3])
    ici = df["code_departement"].isin(DEPARTEMENTS) & df["uai"].str.startswith("0")
    debuts = f"les codes UAI attendus commencent par {francais.enumeration([f'0{d}' for d in DEPARTEMENTS], 'ou')}"
    df = lue.de_la_region(df, ici, df["uai"].iloc[0], f"fichier d'une autre région : {debuts}")
    lue.compter(len(brut) - len(df), "lignes laissées", "de côté, d'autres départements")
    df, secrets = _mesurer(df, formation.TAUX_CFA, lue)
    observations = longues(df, ["periode", "cumul", "code_departement", "uai", "libelle"], list(secrets), secrets)
    dernier = df["periode"].max()
    renseignes = francais.nombre(df.loc[df["periode"].eq(dernier), "taux_emploi_6"].count())
    dit = f"{dernier}, taux d'emploi à 6 mois : {renseignes} CFA"
    sommes = df.reindex(columns=formation.TAUX_CFA)
    ecarts = sommes["taux_emploi_6"] - sommes["taux_attendu_6"] - sommes["valeur_ajoutee_6"]
    parts = sommes[["part_poursuite", "part_emploi_6", "part_autre_6"]].sum(axis=1, skipna=False) - 100
    faux = df.loc[ecarts.abs().gt(ECART_TAUX) | parts.abs().gt(ECART_TAUX), ["cumul", "uai"]]
    if len(faux):
        lue.doutes.append(constat("somme", faux.to_numpy().tolist(), "taux"))
    return _serie_insertion(lue, df, {"observations": observations}, dit)


def _mesurer(df: pd.DataFrame, mesures: Iterable[str], lue: Lue) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """The rows with their measures, and `periode` and `cumul`: two years in a row, however they are written; then
    where each measure is hidden."""
    lus = df["millesime"].str.extract(_CUMUL)
    mauvais = df.loc[~(lus[1].astype(float) == lus[0].astype(float) + 1), "millesime"]
    if len(mauvais):
        cause = "forme attendue : deux années qui se suivent, 2022-2023 ou 2022_2023"
        raise ErreurDonnees.de_cellules("periode", lue.colonne("millesime"), "édition mal écrite", mauvais, cause=cause)
    nombres = cellules.facultatifs(df, mesures, lue)
    df = df.assign(periode=lus[1], cumul=lus[0] + "-" + lus[1], **{m: n.valeurs for m, n in nombres.items()})
    return df, {m: n.secrets for m, n in nombres.items()}


def _serie_insertion(lue: Lue, df: pd.DataFrame, tables: dict[str, pd.DataFrame], *dit: str) -> Extrait:
    dataset, suite = lue.regle.table, f", sortants jusqu'en {', '.join(sorted(set(df['periode'])))}"
    notes = (NOTE_ORION,) if dataset == "insertion" else ()
    if df["cumul"].str.contains(formation.DEFINITION_CHANGEE).any():
        notes += (NOTE_RUPTURE,)
    return Extrait.serie(dataset, tables, titrer(dataset, len(lue.table), suite=suite), *dit, notes=notes)


# table of names -> nomenclature, length of its codes, of those of their parents
POSTES = {
    "diplomes#cfd": ("CFD", 8, 3),
    "diplomes#mefstat11": ("MEFSTAT11", 11, 8),
    "diplomes#nsf": ("NSF", 3, 2),
    "diplomes#niveau": ("NIVEAU", 3, 0),
}
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_SENS = re.compile(r"(ancien|nouveau)(?:_diplome_\d+)?")
_DOMAINE = re.compile(r"[A-N]\d\d00", re.ASCII)


# The widest first: the columns of one are in another.
@lecteur("suites_diplomes", "certifications", "diplomes#cfd", "diplomes#niveau", "diplomes#mefstat11", "diplomes#nsf")
def lire_diplomes(lue: Lue) -> Extrait:
    """Read one of the six files, known by its columns; codes malformed or repeated are for the contract to refuse."""
    df, table = lue.en_texte(autres=True), lue.regle.table
    dataset = table.partition("#")[0]
    lu = partial(classeur.colonne, df)
    if dataset == "suites_diplomes":
        millesime = "SUITES"
        autres = {c: m[1] for c in df.columns if (m := _SENS.fullmatch(c))}
        liens = [pd.DataFrame({"code_cfd": df["code"], "sens": s, "code_autre": df[c]}) for c, s in autres.items()]
        lignes = pd.concat(liens)
        lignes = lignes[lignes["code_autre"] != ""]
        for c in ("code_cfd", "code_autre"):
            lignes[c] = classeur.codes(lignes[c], 8)
        lignes = lue.sans_repetition(lignes)
        dit = f"{francais.nombre(len(lignes))} liens, {francais.nombre(lignes['code_cfd'].nunique())} diplômes"
    elif dataset == "certifications":
        millesime, romes = "ROME3", [c for c in df.columns if re.fullmatch(r"rome|code_rome_\d+", c)]
        fiches = df[["libelle"]].assign(
            code_certification=df["code"],
            type_diplome=lu("type_diplome"),
            niveau=classeur.codes(lu("niveau"), 2),
            code_rncp=lu("rncp"),
            code_cfd=classeur.codes(lu("cfd"), 8),
            code_ancien_cfd=classeur.codes(lu("ancien_cfd"), 8),
            code_specialite=lu("specialite"),
        )
        lignes = pd.concat([fiches.assign(code_rome=df[c]) for c in romes])
        lignes = lignes[lignes["code_rome"] != ""]
        # A domain of the ROME (M1700) is no métier.
        metiers = lignes["code_rome"].str.fullmatch(ROME) & ~lignes["code_rome"].str.fullmatch(_DOMAINE)
        lue.compter((~metiers).sum(), "liens", "vers un domaine du ROME, et non un métier, laissés de côté")
        lignes = lue.sans_repetition(lignes[metiers])
        comptes = (francais.nombre(lignes[c].nunique()) for c in ("code_certification", "code_rome"))
        dit = f"{next(comptes)} certifications, {next(comptes)} métiers"
    else:
        millesime, longueur, parent = POSTES[table]
        lignes = pd.DataFrame(
            {
                "nomenclature": millesime,
                "code": classeur.codes(df["code"], longueur),
                # The label in full; where it is empty, the other one that the file has.
                "libelle": lu("libelle").where(lu("libelle") != "", lu("libelle_long")),
                "libelle_court": lu("libelle_court") if millesime in ("CFD", "NIVEAU") else "",
                "code_parent": classeur.codes(df["parent"], parent) if parent else "",
                "niveau": classeur.codes(lu("niveau"), 2),
                "code_specialite": classeur.codes(lu("specialite"), 3),
                "ouverture": _jours(lu("ouverture")),
                "fermeture": _jours(lu("fermeture")),
            }
        )
        lignes = lue.sans_repetition(lignes)
        dit = f"{formation.NOMENCLATURES[millesime]} : {francais.nombre(len(lignes))} codes"
    return Extrait.de(dataset, millesime, lignes, titrer(dataset, len(df)), dit)


def _jours(dates: Iterable[str]) -> list[str]:
    """« 01/09/1995 » gives `1995-09-01`; what is no date is unknown."""
    return [f"{m[3]}-{m[2]}-{m[1]}" if (m := _DATE.fullmatch(d)) else "" for d in dates]
