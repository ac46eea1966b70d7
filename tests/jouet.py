"""A dataset that the product does not know, as CONTRIBUTING says to add one: contract, indicator, reader."""

from pathlib import Path

from data_loaders import francais
from data_loaders.contracts.base import Colonne, Contrat, Table, valeur
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.jeux import Jeu, Lecteur, calculs
from data_loaders.sources import classeur, ecriture, feuilles, series
from data_loaders.sources.extrait import Extrait, importeur

# The contract.
OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", "Année", motif=r"^20\d\d$"),
        Colonne("code_departement", "Département", valeurs=("44", "49", "53", "72", "85")),
        *valeur("ateliers", (0, 1e6)),
    ),
    cle=("periode", "code_departement"),
)
CONTRAT = Contrat(
    dataset="ateliers",
    titre="Ateliers de réparation (essai)",
    producteur="producteur d’essai",
    licence="Licence Ouverte 2.0",
    rythme="annuel",
    secret="Aucune cellule n’est masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse="https://example.org",
)
INDICATEUR = Indicateur(
    "ateliers",
    "Ateliers de réparation",
    dataset="ateliers",
    genre="compte",
    unite="ateliers",
    decimales=0,
    zonages=("departement", "region"),
    rythme="annuel",
    theme="Essai",
    phrase="ouverts dans l’année",
    champ="Ateliers d’essai",
    source="producteur d’essai",
    ailleurs="le fichier est diffusé par département : aucun chiffre n’est estimé",
)
FICHIER = "dep;annee_atelier;ateliers_nb\n" + "".join(
    f"{d};{a};{1000 * i + (a - 2020)}\n" for i, d in enumerate((44, 49, 53, 72, 85), 1) for a in (2021, 2022, 2023)
)


# The names of the columns (`sources/colonnes/NOM.toml` in the product), and the reader.
COLONNES = str(Path(__file__).with_suffix(""))


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition."""
    lue = feuilles.lire(chemin, COLONNES, progres)
    df = lue.en_texte()
    df = df.assign(value=ecriture.exiges(df, ["value"], lue)["value"], obs_status="A")
    return Extrait(
        dataset="ateliers",
        millesime=df["periode"].max(),
        tables={"observations": series.table(series.avec_confidentialite(df), OBSERVATIONS)},
        dit=(f"Ateliers : {francais.nombre(len(df))} lignes lues",),
    )


LECTEUR = Lecteur(importeur(lire), tables=(COLONNES,))


# The entry of the registry.
JEU = Jeu(CONTRAT, "ateliers", "tests.jouet:LECTEUR", calculs.STMT_DEP)
