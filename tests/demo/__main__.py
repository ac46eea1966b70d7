"""Write the tables of the demonstration, after a change of a generator or of a contract: `python -m tests.demo`.

Its figures are invented with the shape of the real ones: size follows the population of each zone, structure follows
the families of métiers, vintages follow a trend, and every state a screen must draw is present (hidden, not surveyed,
not collected, provisional…). Nothing here names a person, an organisation, a meeting or an approval; nothing is
invented for the convention, whose values belong to signatories. Perimeters and populations are real.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.contracts import CONTRATS
from data_loaders.demo import MENTION, TABLES
from tests.demo import formation, marche, outils

# What is named otherwise than its dataset.
AUTRES = {"metiers_2030": formation.projections, "suites_diplomes": formation.suites}
GENERATEURS = {
    d: AUTRES.get(d) or next(getattr(m, d) for m in (formation, marche) if hasattr(m, d)) for d in outils.INVENTES
}
ECRITURE = {"compression": "zstd", "compression_level": 22, "write_statistics": False, "store_schema": False}


def ecrire(dataset: str, dossier: Path = TABLES) -> None:
    """Write what the generator of a dataset makes: one file a table, one row group a millésime."""
    editions = dict(GENERATEURS[dataset]())
    sens = {"mention": MENTION, "version": outils.version(dataset), "millesimes": " ".join(editions)}
    for nom in next(iter(editions.values())):
        schema = pa.schema([pa.field(c.nom, c.type, c.nulle) for c in CONTRATS[dataset].tables[nom].colonnes])
        with pq.ParquetWriter(dossier / f"{dataset}.{nom}.parquet", schema, **ECRITURE) as fichier:
            for tables in editions.values():
                fichier.write_table(tables[nom].cast(schema))
            fichier.add_key_value_metadata(sens)


if __name__ == "__main__":
    for ancien in TABLES.glob("*.parquet"):
        ancien.unlink()
    for dataset in GENERATEURS:
        ecrire(dataset)
