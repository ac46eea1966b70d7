"""Lists of titles of métiers: one row a FAP with its titles (DARES), or one row a title (ROME version 4)."""

import re

import pandas as pd

from data_loaders import francais
from data_loaders.sources import classeur
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue

PRINCIPALE = "PRINCIPALE"
# DARES joins its titles by commas; inside a title, a space follows the comma.
_ENTRE_TITRES = re.compile(r",(?=\S)")


@lecteur("appellations#rome", "appellations#fap")
def lire(lue: Lue) -> Extrait:
    """Read one of the two lists, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns.
    """
    df = lue.en_texte()
    dares = lue.regle.table == "appellations#fap"
    if dares:
        df["titre"] = df["titre"].map(_ENTRE_TITRES.split)
        df = df.explode("titre")
    lignes = pd.DataFrame(
        {
            "liste": "FAP2009" if dares else "ROME4",
            "titre": df["titre"].str.strip(),
            "code": df["code"],
            "principal": classeur.colonne(df, "classement").str.upper().eq(PRINCIPALE),
        }
    )
    # A title that names its métier and one of its synonyms are one.
    lignes = lignes.sort_values("principal", ascending=False, kind="stable").drop_duplicates(["titre", "code"])
    par_titre = lignes.groupby("titre")["code"].nunique()
    millesime = lignes["liste"].iloc[0]
    return Extrait.de(
        "appellations",
        millesime,
        lignes,
        f"Appellations de métiers, {millesime} : {francais.nombre(len(lue.table))} lignes lues",
        f"{francais.avec_unite(len(par_titre), 'titres')}, dont {francais.nombre(par_titre.gt(1).sum())} de "
        "plusieurs métiers",
    )
