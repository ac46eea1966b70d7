"""Where one figure comes from: the published rows it was made of, the terms of its formula, the file it was read in.

The rows are those of the producer as they are kept here: a hidden one stays hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from data_loaders import jeux
from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux.calculs import COLONNES_ORIGINE, Question
from data_loaders.magasin.donnees import Donnees

SOURCE_COMMUNES = {
    "fichier": "communes.csv",
    "producteur": "Insee, recensement de la population 2023 ; IGN, Admin Express COG (superficies)",
    "adresse": "https://www.insee.fr",
}
CHAMPS_SOURCE = ("fichier", "producteur", "adresse", "recupere_le", "sha256")


@dataclass(frozen=True)
class Origine:
    """One figure of a table and what it was made of.

    Attributes:
        genre: `part`, `densite` or `rapport` (a ratio of two sums), `estimee` (such a part set beside that of France),
            `somme`, or `publiee` (printed as its producer wrote it).
        ligne: the figure, a row of `Tableau.lignes`.
        lignes: published rows used, columns `COLONNES_ORIGINE`: `value` is added up (null where hidden); `diviseur`
            too, for a ratio.
        termes: what the formula adds up: `X`, `P`, `n_x`, `n_met` for a share, declared or estimated; `somme`,
            `diviseur`, `caches` otherwise.
        source: the file, under `CHAMPS_SOURCE`; empty texts where unknown.
        entetes: what the first three columns of the rows are called.
    """

    tableau: Tableau
    code_zone: str
    periode: str
    genre: str
    ligne: pd.Series
    lignes: pd.DataFrame
    termes: dict[str, float] = field(hash=False)
    source: dict[str, str] = field(hash=False)
    instantane: str
    entetes: tuple[str, str, str]


def remonter(
    donnees: Donnees, table: Tableau, code_zone: str, periode: str, cellules: Callable[[], pd.DataFrame] | None = None
) -> Origine:
    """Follow one figure of a table back to the rows it was made of; DemandeInvalide: no such zone or period in the
    table; `cellules`: gives the cells that were added up in place of those of the survey (`enquete.cellules_bmo`)."""
    lignes = pd.concat([table.lignes, table.complements]) if len(table.complements) else table.lignes
    trouvees = lignes[lignes["code_zone"].eq(code_zone) & lignes["periode"].eq(periode)]
    if trouvees.empty:
        raise DemandeInvalide(f"aucun chiffre pour {table.zonage}:{code_zone[:40]} en {periode[:20]}.")
    ind = table.indicateur
    provenance = tableau.provenance_de(donnees, ind, periode, table.zonage)
    if ind.dataset == jeux.POPULATION:
        dataset, source = jeux.POPULATION, SOURCE_COMMUNES | {"sha256": provenance["sha256"]}
    else:
        dataset = provenance["instantane"].partition("/")[0]
        source = donnees.instantane(dataset, provenance["millesime"]).source
    q = Question(donnees, ind, table.zonage, table.metier, cellules, (code_zone, periode), dataset)
    calcul = jeux.calcul(q.dataset)
    lignes = pd.DataFrame(columns=COLONNES_ORIGINE)
    if q.zonage in ind.zonages:  # those that `tableau.calculer` added up
        prises = calcul.lignes(q)
        decrites = calcul.decrire(prises[prises["code_zone"].eq(code_zone) & prises["periode"].eq(periode)], q)
        decrites = decrites if "obs_status" in decrites else decrites.assign(obs_status="A")
        lignes = decrites.reindex(columns=COLONNES_ORIGINE).reset_index(drop=True)
    genre, valeur, diviseur = calcul.genre(q), lignes["value"], lignes["diviseur"]
    if genre in ("part", "estimee"):
        termes = {
            "X": float(valeur[diviseur.notna()].sum()),
            "P": float(diviseur.sum()),
            "n_x": int((valeur.isna() & diviseur.notna()).sum()),
            "n_met": int(diviseur.isna().sum()),
        }
    else:
        termes = {"somme": float(valeur.sum()), "diviseur": float(diviseur.sum()), "caches": int(valeur.isna().sum())}
    source = {c: source.get(c, "") for c in CHAMPS_SOURCE}
    ligne, instantane = trouvees.iloc[0], provenance["instantane"]
    return Origine(table, code_zone, periode, genre, ligne, lignes, termes, source, instantane, calcul.entetes)
