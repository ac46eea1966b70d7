"""Statistical portraits of métiers (DARES): four tables and their dictionary, national only."""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, portraits_metiers
from data_loaders.jeux import Lecteur
from data_loaders.sources import classeur, ecriture, feuilles, series
from data_loaders.sources.extrait import Extrait, importeur

ABSENT = "NA"
# table of names -> millésime, measure of each column of figures
FICHIERS = {
    "portraits#salaires": ("SALAIRES", {"valeur": "salaire"}),
    "portraits#tensions": ("TENSIONS", {"valeur": "tension"}),
    "portraits#secteurs": ("SECTEURS", {"emploi": "secteur_emploi", "part": "secteur_part"}),
    "portraits#specialites": ("SPECIALITES", {"emploi": "specialite_emploi", "part": "specialite_part"}),
}
NOTE = "Publication nationale, republiée par un tiers : un contexte, jamais un chiffre de la région."


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read one of the five files, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns, unknown sign.
    """
    lue = feuilles.lire(chemin, ("portraits#variables", *FICHIERS), progres)
    df = lue.en_texte()
    table = lue.regle.table
    if table not in FICHIERS:
        lignes = df[df["variable"] != ""].replace(ABSENT, "").sort_values(["variable", "modalite"], kind="stable")
        variables = pa.Table.from_pandas(
            lignes[[c.nom for c in portraits_metiers.VARIABLES.colonnes]], preserve_index=False
        ).replace_schema_metadata(None)
        return _extrait("portraits_variables", "PSM", {"variables": variables}, len(df), lue.remarques)
    millesime, mesures = FICHIERS[table]
    remarques = list(lue.remarques)
    df = series.sans_repetition(df.replace(ABSENT, ""), remarques)
    lus = ecriture.facultatifs(df, mesures, lue)
    codes = df["code_fap"].str.upper()
    parties = [
        pd.DataFrame(
            {
                "mesure": mesure,
                "code_fap": codes,
                "periode": df.get("periode", ""),
                "code_modalite": df.get("modalite", ""),
                "libelle_modalite": df.get("libelle", ""),
                "value": lus[role].valeurs,
                "obs_status": lus[role].valeurs.notna().map({True: "A", False: "O"}).mask(lus[role].secrets, "Q"),
            }
        )
        for role, mesure in mesures.items()
    ]
    observations = series.avec_confidentialite(pd.concat(parties, ignore_index=True))
    tables = {"observations": series.table(observations, portraits_metiers.OBSERVATIONS)}
    familles = f", {francais.avec_unite(codes.nunique(), 'familles professionnelles')}"
    return _extrait("portraits_metiers", millesime, tables, len(df), tuple(remarques), familles)


def _extrait(
    dataset: str, edition: str, tables: dict[str, pa.Table], lues_nb: int, remarques: tuple[str, ...], dit: str = ""
) -> Extrait:
    titre = f"{CONTRATS[dataset].titre} : {francais.nombre(lues_nb)} lignes lues{dit}"
    return Extrait(
        dataset=dataset, millesime=edition, tables=tables, dit=(titre, NOTE), notes=(NOTE,), remarques=remarques
    )


LECTEUR = Lecteur(importeur(lire), tables=("portraits#variables", *FICHIERS))
