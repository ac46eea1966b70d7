"""InserJeunes: insertion by diploma and voie (layout of the Orion project), and by centre of apprenticeship (Depp).

Orion is not the producer: its layout is what is read, a region a row. Rates of the producer are kept as they are, and
checked against the counts beside them.
"""

import re
from collections.abc import Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import formation
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import ErreurDonnees, constat
from data_loaders.jeux.formation import inserees, longues
from data_loaders.sources import classeur, ecriture
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo import zonages

ECART_TAUX = 1  # points: the producer rounds its rates to the unit
NOTE_ORION = "Lu dans la mise en forme du projet Orion, et non dans celle du producteur."
NOTE_RUPTURE = (
    "À partir des sortants de 2022, l'emploi public et le service civique comptent comme emploi : ne pas comparer avec "
    "les éditions d'avant."
)
_CUMUL = re.compile(r"(?:cumul\s+)?(20\d\d)\s*[-_/]\s*(20\d\d)", re.ASCII | re.IGNORECASE)


@lecteur("insertion")
def lire(lue: Lue) -> Extrait:
    """Read the rows of the region by diploma and voie; millésime = last year of leavers.

    Raises:
        ErreurDonnees: unreadable, columns missing, no row of the region, malformed edition, unknown sign, counts or
            rates that contradict each other.
    """
    brut = lue.en_texte()
    regions = classeur.codes(brut["region"], 2)
    df = lue.de_la_region(brut, regions == zonages.REGION, classeur.quelques(regions))
    lue.compter(regions.nunique() - 1, "autres régions laissées", "de côté")
    df = _dater(df, lue)
    df["voie"] = df["voie"].map(classeur.normaliser)
    apprentis = df["voie"].eq("apprentissage")
    df["code_formation"] = classeur.codes(df["cfd"], 8).where(apprentis, classeur.codes(df["mefstat11"], 11))
    mesures = (*formation.EFFECTIFS, *formation.TAUX)
    df, secrets = _mesures(df, mesures, lue)
    _verifier(df, lue)
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
    a_contresens = df[df["emploi_6"].notna() & (rendus != dus)]
    if len(a_contresens):
        cases = a_contresens[["cumul", "voie", "code_formation"]].to_numpy().tolist()
        lue.doutes.append(constat("seuil", cases, sortants=formation.SEUIL_SORTANTS))
    titre = titrer("insertion", len(brut), suite=_sortants(df))
    notes = (NOTE_ORION, *_ruptures(df))
    return Extrait.serie("insertion", tables, titre, *dit, notes=notes)


def _mesures(df: pd.DataFrame, mesures: Sequence[str], lue: Lue) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """The rows with their measures read, and where each is hidden."""
    lus = ecriture.facultatifs(df, mesures, lue)
    return df.assign(**{m: lus[m].valeurs for m in mesures}), {m: lus[m].secrets for m in mesures}


@lecteur("insertion_cfa")
def lire_cfa(lue: Lue) -> Extrait:
    """Read the rows of the five départements, by centre of apprenticeship; millésime = last year of leavers.

    Raises:
        ErreurDonnees: unreadable, columns missing, no centre of the region, malformed edition, unknown sign.
    """
    brut = lue.en_texte()
    brut["uai"] = brut["uai"].str.upper().str.zfill(8)
    df = brut.assign(code_departement=brut["uai"].str[1:3])
    ici = df["code_departement"].isin(DEPARTEMENTS) & df["uai"].str.startswith("0")
    debuts = f"les codes UAI attendus commencent par {francais.enumeration([f'0{d}' for d in DEPARTEMENTS], 'ou')}"
    df = lue.de_la_region(df, ici, df["uai"].iloc[0], f"fichier d'une autre région : {debuts}")
    lue.compter(len(brut) - len(df), "lignes laissées", "de côté, d'autres départements")
    df = _dater(df, lue)
    mesures = [m for m in formation.TAUX_CFA if m in df]
    df, secrets = _mesures(df, mesures, lue)
    cle = ["periode", "cumul", "code_departement", "uai", "libelle"]
    observations = longues(df, cle, mesures, secrets)
    dernier = df["periode"].max()
    renseignes = francais.nombre(df.loc[df["periode"].eq(dernier), "taux_emploi_6"].count())
    dit = f"{dernier}, taux d'emploi à 6 mois : {renseignes} CFA"
    sommes = df.reindex(columns=formation.TAUX_CFA)
    ecarts = sommes["taux_emploi_6"] - sommes["taux_attendu_6"] - sommes["valeur_ajoutee_6"]
    parts = sommes[["part_poursuite", "part_emploi_6", "part_autre_6"]].sum(axis=1, skipna=False) - 100
    faux = df.loc[ecarts.abs().gt(ECART_TAUX) | parts.abs().gt(ECART_TAUX), ["cumul", "uai"]]
    if len(faux):
        lue.doutes.append(constat("somme", faux.to_numpy().tolist(), "taux"))
    titre = titrer("insertion_cfa", len(brut), suite=_sortants(df))
    notes = _ruptures(df)
    return Extrait.serie("insertion_cfa", observations, titre, dit, notes=notes)


def _dater(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    """The rows with `periode` and `cumul`: two years in a row, however they are written."""
    lus = df["millesime"].map(_CUMUL.fullmatch)
    mauvais = df.loc[~lus.map(lambda m: bool(m) and int(m[2]) == int(m[1]) + 1), "millesime"]
    if len(mauvais):
        cause = "forme attendue : deux années qui se suivent, 2022-2023 ou 2022_2023"
        raise ErreurDonnees.de_cellules("periode", lue.colonne("millesime"), "édition mal écrite", mauvais, cause=cause)
    return df.assign(periode=lus.map(lambda m: m[2]), cumul=lus.map(lambda m: f"{m[1]}-{m[2]}"))


def _verifier(df: pd.DataFrame, lue: Lue) -> None:
    """Raise ErreurDonnees where the file contradicts itself: a column would be taken for another."""
    ecarts = [("annee_terminale", (df["sortants"] + df["poursuite"] - df["annee_terminale"]).abs().gt(0))]
    for taux, (partie, tout) in formation.TAUX.items():
        ecarts.append((taux, (df[taux] - 100 * df[partie] / df[tout]).abs().gt(ECART_TAUX)))
    for role, faux in ecarts:
        if faux.any():
            trouve = "valeur que contredisent les effectifs de la même ligne"
            cle = ("voie", "code_formation", "cumul")
            raise lue.contredite(role, df[faux], cle, trouve, "deux colonnes échangées")


def _sortants(df: pd.DataFrame) -> str:
    return f", sortants jusqu'en {', '.join(sorted(set(df['periode'])))}"


def _ruptures(df: pd.DataFrame) -> tuple[str, ...]:
    return (NOTE_RUPTURE,) if df["cumul"].str.contains(formation.DEFINITION_CHANGEE).any() else ()
