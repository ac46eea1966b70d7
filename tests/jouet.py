"""A dataset that the product does not know, as CONTRIBUTING says to add one: contract, indicator, reader."""

from pathlib import Path

from data_loaders import francais
from data_loaders.contracts import declarations
from data_loaders.jeux import Jeu, calculs
from data_loaders.sources import cellules
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue

# The contract and the indicator (`contracts/NOM.toml` in the product).
DECLARATION = declarations.lire(str(Path(__file__).with_name("jouet_contrat")))
CONTRAT, INDICATEUR = DECLARATION.contrats["ateliers"], DECLARATION.indicateurs["ateliers"]
FICHIER = "dep;annee_atelier;ateliers_nb\n" + "".join(
    f"{d};{a};{1000 * i + (a - 2020)}\n" for i, d in enumerate((44, 49, 53, 72, 85), 1) for a in (2021, 2022, 2023)
)


# The names of the columns (`sources/colonnes/NOM.toml` in the product), and the reader.
COLONNES = str(Path(__file__).with_suffix(""))


@lecteur(COLONNES)
def lire(lue: Lue) -> Extrait:
    """Read an edition."""
    df = lue.en_texte()
    df = df.assign(value=cellules.exiges(df, ["value"], lue)["value"])
    return Extrait(
        dataset="ateliers",
        millesime=df["periode"].max(),
        tables={"observations": cellules.table(df, CONTRAT.tables["observations"])},
        dit=(f"Ateliers : {francais.nombre(len(df))} lignes lues",),
    )


# The entry of the registry.
JEU = Jeu(CONTRAT, "ateliers", "tests.jouet:lire", calculs.STMT_DEP)
