"""Lists of titles of métiers: one row a FAP with its titles (DARES), or one row a title (ROME version 4)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import appellations
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, feuilles, series

PRINCIPALE = "PRINCIPALE"
# DARES joins its titles by commas; inside a title, a space follows the comma.
_ENTRE_TITRES = re.compile(r",(?=\S)")


class Extrait(NamedTuple):
    """One list; `plusieurs_nb`: titles of several métiers."""

    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    titres_nb: int
    plusieurs_nb: int
    remarques: tuple[str, ...]


def lire(chemin: Path) -> Extrait:
    """Read one of the two lists, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns.
    """
    lue = feuilles.lire(chemin, ("appellations#rome", "appellations#fap"))
    df = lue.en_texte()
    dares = lue.regle.table == "appellations#fap"
    if dares:
        df["titre"] = df["titre"].map(_ENTRE_TITRES.split)
        df = df.explode("titre")
    classement = df["classement"] if "classement" in df else pd.Series("", index=df.index)
    lignes = pd.DataFrame(
        {
            "liste": "FAP2009" if dares else "ROME4",
            "titre": df["titre"].str.strip(),
            "code": df["code"],
            "principal": classement.str.upper().eq(PRINCIPALE),
        }
    )
    # A title that names its métier and one of its synonyms are one.
    lignes = lignes.sort_values("principal", ascending=False, kind="stable").drop_duplicates(["titre", "code"])
    par_titre = lignes.groupby("titre")["code"].nunique()
    tables = {"titres": series.table(lignes, appellations.TITRES)}
    nb, plusieurs = len(par_titre), int(par_titre.gt(1).sum())
    return Extrait(lignes["liste"].iloc[0], tables, len(lue.table), nb, plusieurs, lue.remarques)


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish one list of titles; returns the French summary."""
    lu = lire(chemin)
    progres(1, 1)
    publie = donnees.publier_fichier("appellations", chemin, adresse, lu.millesime, lu.tables, (), lu.remarques)
    return [
        f"Appellations de métiers, {lu.millesime} : {francais.nombre(lu.lues_nb)} lignes lues",
        f"  {francais.avec_unite(lu.titres_nb, 'titres')}, dont {francais.nombre(lu.plusieurs_nb)} de plusieurs "
        "métiers",
        *publie.dire(),
    ]


LECTEUR = Lecteur(importer, tables=("appellations#rome", "appellations#fap"))
