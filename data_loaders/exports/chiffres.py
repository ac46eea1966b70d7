"""Rows of figures as files: CSV for French Excel or for scripts, workbook, Parquet, JSON, SDMX-CSV."""

import io
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders import francais
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import ecriture
from data_loaders.exports.ecriture import Fiche, csv_francais
from data_loaders.requetes.evaluation import Reponse

LIGNES_FEUILLE: Final = 1_048_575  # of a sheet, its heading aside
SDMX: Final = tomllib.loads(Path(__file__).with_name("sdmx.toml").read_text("utf-8"))
COMPOSANTS: Final = SDMX["composants"]


def fiche(r: Reponse, titre: str = "") -> Fiche:
    """What a workbook of figures is: title, question, field, source, state."""
    inds = r.requete.lus
    return [
        ("Titre", titre or francais.enumeration([i.libelle for i in inds])),
        ("Question", r.requete.adresse()),
        ("Mention", " ; ".join(sorted(set(r.longue["mention"])))),
        ("Champ", " ; ".join(dict.fromkeys(i.champ for i in inds))),
        ("Source", " ; ".join(dict.fromkeys(i.source for i in inds))),
        ("État des données", r.d.etat),
        ("Exporté le", date.today().isoformat()),
    ]


def csv(r: Reponse) -> Iterator[bytes]:
    """For French Excel, see `csv_francais`."""
    for i, df in enumerate(r.morceaux()):
        octets = csv_francais(df)
        yield octets if i == 0 else octets.partition(b"\r\n")[2]


def csv_scripts(r: Reponse) -> Iterator[bytes]:
    """UTF-8, comma, decimal point; text that a spreadsheet would run is neutralised."""
    for i, df in enumerate(r.morceaux()):
        yield _points(df, entete=i == 0)


def _points(df: pd.DataFrame, *, entete: bool) -> bytes:
    propre = {}
    for nom in df.columns:
        if pd.api.types.is_bool_dtype(df[nom]):
            propre[nom] = df[nom].map(ecriture.BOOLEENS)
        elif pd.api.types.is_numeric_dtype(df[nom]):
            propre[nom] = df[nom]
        else:
            # A whole vocabulary is written by far fewer values than it has rows.
            propre[nom] = df[nom].astype("category").cat.rename_categories(ecriture.neutraliser)
    return pd.DataFrame(propre, index=df.index).to_csv(index=False, lineterminator="\n", header=entete).encode()


def parquet(r: Reponse) -> Iterator[bytes]:
    """Typed columns; what each says is in its metadata."""
    schema = pa.schema([pa.field(n, t, metadata={"description": dit}) for n, (t, dit) in r.schema.items()])
    sortie = io.BytesIO()
    with pq.ParquetWriter(sortie, schema, compression="zstd") as fichier:
        for df in r.morceaux():
            fichier.write_table(pa.Table.from_pandas(df, schema=schema, preserve_index=False))
            yield sortie.getvalue()  # the writer counts by itself what it wrote
            sortie.seek(0)
            sortie.truncate()
    yield sortie.getvalue()


def xlsx(r: Reponse) -> Iterator[bytes]:
    """A workbook: what it is, the rows, what each column means."""
    if len(r.table) > LIGNES_FEUILLE:
        plus = francais.nombre(LIGNES_FEUILLE)
        raise DemandeInvalide(f"un classeur a {plus} lignes au plus : demander un CSV ou un Parquet.")
    yield ecriture.classeur(fiche(r), {"chiffres": r.table}, {n: dit for n, (_, dit) in r.schema.items()})


def objets(df: pd.DataFrame, *, par_ligne: bool = False) -> str:
    """Rows as a JSON array, or an object a line; an empty number is null."""
    return df.to_json(orient="records", force_ascii=False, double_precision=15, lines=par_ligne)


def en_json(r: Reponse) -> Iterator[bytes]:
    """The question, what its columns mean, every row; at most `evaluation.CELLULES_MAX` of them."""
    r.exiger_taille()
    lues = objets(r.table)
    tete = {
        "requete": r.requete.adresse(),
        "total": len(r.table),
        "colonnes": {n: dit for n, (_, dit) in r.schema.items()},
    }
    yield f'{json.dumps(tete, ensure_ascii=False)[:-1]}, "chiffres": {lues}}}'.encode()


def sdmx(r: Reponse) -> Iterator[bytes]:
    """SDMX-CSV 2.0: codes as the structure has them, periods in the forms of the standard (2023-Q3, 2014-S1)."""
    if r.requete.colonnes or r.requete.mesure != "valeur":
        raise DemandeInvalide("SDMX donne les chiffres eux-mêmes, un par ligne : ni « colonnes » ni « mesure ».")
    if r.requete.groupes:
        raise DemandeInvalide("SDMX a une liste de codes : un groupe du lecteur (« libre: ») n’y est pas.")
    for i, df in enumerate(r.morceaux()):
        colonnes = {nom: df[c["colonne"]] for nom, c in COMPOSANTS.items() if "colonne" in c}
        colonnes |= {
            "FREQ": df["periode"].map(francais.rythme_periode).map(SDMX["frequences"]),
            "TIME_PERIOD": df["periode"].str.replace("-T", "-Q", regex=False),
            "INDICATOR": df["code_indicateur"].map(code_sdmx),
            "OCCUPATION": df["code_metier"].map(code_sdmx).replace("", SDMX["total"]),
        }
        tete = {"STRUCTURE": "dataflow", "STRUCTURE_ID": "{}:{}({})".format(*SDMX["flux"]), "ACTION": "I"}
        yield _points(pd.DataFrame({**tete, **{n: colonnes[n] for n in COMPOSANTS}}, index=df.index), entete=i == 0)


def code_sdmx(code: str) -> str:
    """A code as identifiers of the standard are written: neither point nor colon."""
    return code.replace(":", "_").replace(".", "__")


# Suffix -> what writes it.
ECRITURES: Final[dict[str, Callable[[Reponse], Iterator[bytes]]]] = {
    "csv": csv, "xlsx": xlsx, "parquet": parquet, "json": en_json,
}  # fmt: skip


def fichier(r: Reponse, suffixe: str) -> Iterator[bytes]:
    """The rows in the format of a name of file; Ferme when what is asked may not be given."""
    if suffixe.removeprefix(".") not in ECRITURES:
        connus = ", ".join(f".{s}" for s in ECRITURES)
        raise DemandeInvalide(f"format inconnu : « {suffixe[:20]} ». Formats : {connus}.")
    r.exiger_ouverts()
    return ECRITURES[suffixe.removeprefix(".")](r)
