"""Statistical portraits of métiers (DARES): four tables and their dictionary, national only."""

import pandas as pd

from data_loaders import francais
from data_loaders.sources import ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue

ABSENT = "NA"
# table of names -> millésime, measure of each column of figures
FICHIERS = {
    "portraits#salaires": ("SALAIRES", {"valeur": "salaire"}),
    "portraits#tensions": ("TENSIONS", {"valeur": "tension"}),
    "portraits#secteurs": ("SECTEURS", {"emploi": "secteur_emploi", "part": "secteur_part"}),
    "portraits#specialites": ("SPECIALITES", {"emploi": "specialite_emploi", "part": "specialite_part"}),
}
NOTE = "Publication nationale, republiée par un tiers : un contexte, jamais un chiffre de la région."


@lecteur("portraits#variables", *FICHIERS)
def lire(lue: Lue) -> Extrait:
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
    return Extrait.de(dataset, edition, lignes, titre, notes=(NOTE,))
