"""What the two tension files have in common: one year, classes 1 to 5 that may be missing, counts that may not."""

import re

import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import feuilles

COMPOSANTES = (
    "intensite_embauches",
    "manque_main_oeuvre",
    "non_durabilite",
    "conditions_travail",
    "inadequation_geographique",
    "lien_formation",
)
_CLASSE = re.compile(r"([1-5])(?:[.,]0)?", re.ASCII)


def derniere_annee(lue: feuilles.Lue) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """The rows of the last year of the file as text, that year, and the remarks: the other years are left out.

    Raises:
        ErreurDonnees: no row has a year.
    """
    brut = lue.en_texte()
    lues = brut["annee"].str.removesuffix(".0")
    annees = sorted(a for a in lues.unique() if re.fullmatch(r"20\d\d", a, re.ASCII))
    if not annees:
        raise ErreurDonnees(
            "annee",
            lue.colonne("annee"),
            f"années lues : {', '.join(sorted(lues.unique())[:5])}",
            cause="colonne prise pour une autre, ou notation nouvelle",
            remede=f"vérifier les noms de colonnes dans {lue.regle.fichier} ; s'ils sont justes, reprendre le fichier "
            "du producteur",
        )
    remarques = lue.remarques
    if autres := sorted(set(lues.unique()) - {annees[-1]}):
        dites = ", ".join(a or "sans année" for a in autres[:5])
        remarques += (f"lignes laissées de côté, qui ne sont pas de {annees[-1]} : {dites}",)
    return brut[lues.eq(annees[-1])].copy(), annees[-1], remarques


def classes(lues: pd.Series, ou: str) -> pd.Series:
    """Classes as integers, null for an empty cell; ErreurDonnees for anything else than 1 to 5."""
    fautes = lues[lues.ne("") & ~lues.map(lambda t: bool(_CLASSE.fullmatch(t)))]
    if len(fautes):
        raise ErreurDonnees(
            "classe",
            ou,
            "classe hors de 1 à 5",
            nombre=len(fautes),
            lignes=fautes.index,
            exemple=fautes.iloc[0],
            cause="un indice à la place de la classe, ou une notation nouvelle",
            remede="vérifier la description du fichier avant d'importer",
        )
    return lues.str[:1].replace("", None).astype("Int8")


def statuer(df: pd.DataFrame, lue: feuilles.Lue) -> pd.DataFrame:
    """The rows with the classes of the components and of the tension, in `value`; status O where it is not available.

    Args:
        df: text cells of the columns of `lue`, those of other territories left out.
    """
    classe, *composantes = (classes(df[c], lue.colonne(c)) for c in ("value", *COMPOSANTES))
    return df.assign(
        **dict(zip(COMPOSANTES, composantes, strict=True)),
        value=classe.astype("Float64").astype(float),
        obs_status=classe.isna().map({True: "O", False: "A"}),
        conf_status="F",
    )
