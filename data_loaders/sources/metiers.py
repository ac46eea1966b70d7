"""« Les métiers en 2030 » (DARES, France Stratégie), one table of regions, in a layout that is not the producer's."""

import re
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS, metiers
from data_loaders.erreurs import REPRENDRE, ErreurDonnees
from data_loaders.magasin import controle
from data_loaders.sources import classeur, ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo.territoire import NOM_REGION, REGION

LUES = {classeur.normaliser(NOM_REGION), REGION}  # the region, as one writes it or the other
ARRONDI = 0.15  # thousands: three terms rounded to the hundred
# sum -> terms; what the file says of itself
SOMMES = {"postes": ("creations", "departs"), "desequilibre": ("postes", "jeunes", "mobilites")}
NOTE = "Lu dans une mise en forme republiée, et non dans celle du producteur."


@lecteur("metiers_2030")
def lire(lue: Lue) -> Extrait:
    """Read the rows of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no row of the region, unknown sign, terms that do not add up.
    """
    brut = lue.en_texte()
    ici = brut["region"].map(classeur.normaliser).isin(LUES)
    df = lue.de_la_region(brut, ici, classeur.quelques(brut["region"]))
    autres = brut["region"].nunique() - df["region"].nunique()
    lue.compter(autres, "autres régions laissées", "de côté")
    lus = ecriture.facultatifs(df, metiers.MESURES_2030, lue)
    for m, nombres in lus.items():
        df[m] = nombres.valeurs
    for total, termes in SOMMES.items():
        faux = (df[total] - df[list(termes)].sum(axis=1, min_count=len(termes))).abs().gt(ARRONDI)
        if faux.any():
            trouve = "valeur qui n'est pas la somme de ses termes"
            cause = "deux colonnes échangées, ou signe des jeunes débutants changé"
            raise lue.contredite(total, df[faux], ("code_fap",), trouve, cause)
    cles = df[["code_fap", "libelle"]].assign(
        periode=metiers.FIN, code_zone=REGION, tension_2019=df["tension"].replace("", metiers.HORS_CHAMP)
    )
    postes, departs, creations = (francais.nombre(df[m].sum(), 1) for m in ("postes", "departs", "creations"))
    return Extrait.de(
        "metiers_2030",
        metiers.FIN,
        series.longues(cles, lus, "E"),
        f"Les métiers en 2030 : {francais.nombre(len(brut))} lignes lues, {len(df)} familles de la région",
        f"2019-2030, milliers : postes à pourvoir {postes} · départs {departs} · créations {creations}",
        notes=(NOTE,),
    )


REGLE_REGION = "metiers_region"
DATASETS = ("emploi_fap", "defm_a_fap", "defm_abc_fap")
ECART_SOMME = 1.0
TRIMESTRES = 4  # the job-seekers of a year are published as the sum of four quarters


@lecteur(REGLE_REGION)
def lire_region(lue: Lue) -> Extrait:
    """Read the region's rows; the job-seekers of a year are a mean: the four quarters of the file divided by four.

    Raises:
        ErreurDonnees: unreadable, columns missing, the region absent, a number that is none, rows that do not add up to
            the total written on each, nothing that tells the dataset and the year.
    """
    df = lue.nommer()
    ici = classeur.codes(df["code_region"], 2) == REGION
    if not ici.any():
        raise classeur.hors_region(lue.nom, "", "fichier d'une autre région, ou national")
    df = df[ici]
    guillemets = df[["value", "total"]].map(lambda c: c.strip('"') if isinstance(c, str) else c)
    nombres = ecriture.lire(guillemets, (), lue.regle.decimale)
    for role, lus in nombres.items():
        if lus.illisibles.any():
            trouve, cause = "effectif qui n'est pas un nombre", "signe nouveau, ou fichier abîmé"
            raise ErreurDonnees.de_cellules(
                "signe", lue.colonne(role), trouve, df.loc[lus.illisibles, role], cause=cause
            )
    valeurs, total = nombres["value"].valeurs, float(nombres["total"].valeurs.iloc[0])
    if abs(valeurs.sum() - total) > ECART_SOMME:
        raise ErreurDonnees(
            "total",
            lue.nom,
            f"les familles font {francais.nombre(valeurs.sum())}, et le total écrit sur chaque ligne est "
            f"{francais.nombre(total)}",
            cause="lignes retirées du fichier, ou en double",
            remede=REPRENDRE,
        )
    dataset, annee = _edition(lue.nom, total)
    lues = pd.DataFrame(
        {
            "periode": annee,
            "code_zone": REGION,
            "code_fap87": classeur.codes(df["code_fap87"]),
            "value": valeurs / (1 if dataset == "emploi_fap" else TRIMESTRES),
        }
    )
    dit = f"{CONTRATS[dataset].titre}, {annee} : {len(lues)} familles, {francais.nombre(lues['value'].sum())} personnes"
    return Extrait.de(dataset, annee, lues, dit)


def _edition(nom: str, total: float) -> tuple[str, str]:
    """Dataset and year of a file of this total."""
    for dataset in DATASETS:
        for annee, bloc in controle.totaux_connus().get(dataset, {}).items():
            if abs(bloc["total_ecrit"] - total) <= ECART_SOMME:
                return dataset, annee
    lu = classeur.normaliser(Path(nom).stem)
    annee = re.search(r"20\d\d", lu)
    parties = (("emploi", "emploi_fap"), ("defm_abc", "defm_abc_fap"), ("defm_a", "defm_a_fap"))
    dataset = next((d for mot, d in parties if mot in lu), "")
    if dataset and annee:
        return dataset, annee[0]
    raise ErreurDonnees(
        "edition",
        nom,
        f"rien ne dit l'année ni la catégorie de ce fichier, dont le total est {francais.nombre(total)}",
        cause="édition inconnue, et nom changé",
        remede="rendre son nom au fichier (defm_a_2020…, defm_abc_2020…, emploi_rp2017…), ou écrire son total dans "
        "data_loaders/parametres/totaux_publies.toml",
    )


ABSENT = "NA"
# table of names -> millésime, measure of each column of figures
FICHIERS = {
    "portraits#salaires": ("SALAIRES", {"valeur": "salaire"}),
    "portraits#tensions": ("TENSIONS", {"valeur": "tension"}),
    "portraits#secteurs": ("SECTEURS", {"emploi": "secteur_emploi", "part": "secteur_part"}),
    "portraits#specialites": ("SPECIALITES", {"emploi": "specialite_emploi", "part": "specialite_part"}),
}
NOTE_PORTRAITS = "Publication nationale, republiée par un tiers : un contexte, jamais un chiffre de la région."


@lecteur("portraits#variables", *FICHIERS)
def lire_portraits(lue: Lue) -> Extrait:
    """Read one of the five files, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns, unknown sign.
    """
    df = lue.en_texte()
    table = lue.regle.table
    if table not in FICHIERS:
        lignes = df[df["variable"] != ""].replace(ABSENT, "").sort_values(["variable", "modalite"], kind="stable")
        return _extrait("portraits_variables", "PSM", lignes, len(df))
    millesime, mesures = FICHIERS[table]
    df = lue.sans_repetition(df.replace(ABSENT, ""))
    lus = ecriture.facultatifs(df, mesures, lue)
    codes = df["code_fap"].str.upper()
    cles = pd.DataFrame({"code_fap": codes, "periode": df.get("periode", "")}).assign(
        code_modalite=df.get("modalite", ""), libelle_modalite=df.get("libelle", "")
    )
    observations = series.longues(cles, {mesure: lus[role] for role, mesure in mesures.items()})
    familles = f", {francais.avec_unite(codes.nunique(), 'familles professionnelles')}"
    return _extrait("portraits_metiers", millesime, observations, len(df), familles)


def _extrait(dataset: str, edition: str, lignes: pd.DataFrame, lues_nb: int, dit: str = "") -> Extrait:
    titre = titrer(dataset, lues_nb, suite=dit)
    return Extrait.de(dataset, edition, lignes, titre, notes=(NOTE_PORTRAITS,))
