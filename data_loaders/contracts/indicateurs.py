"""The indicators one can ask for: words, unit, dataset, zonings on which they are true, frozen class limits.

Limits are frozen for all vintages of an indicator, so that two maps of two years can be compared; they were set by
natural breaks on the official files (2016-2024 for BMO, 2003-2023 for unemployment) then rounded to readable numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_loaders.contracts.registre import Registre
from geo import zonages


@dataclass(frozen=True)
class Indicateur:
    """One indicator.

    `datasets` are, by zoning, those that hold the figure, where it is not `dataset` alone: at a period that several
    hold, the first answers; read them through `datasets_pour`. `complements` are, by zoning, territories that are
    published too, but that it does not draw (whole interregional zones, France as a reference).
    """

    code: str
    libelle: str
    dataset: str
    unite: str  # French plural; `%` for shares
    zonages: tuple[str, ...]  # where the figure is true, the finest first; others are n.d. with the reason `ailleurs`
    phrase: str  # after the number, e.g. « des projets de recrutement sont jugés difficiles »
    champ: str
    source: str
    rythme: str
    ailleurs: str = ""
    genre: str = "compte"  # drawn as circles, summed; or `taux`: drawn as classes, never summed
    decimales: int = 0
    limites: tuple[float, ...] = ()  # inner ones of the classes, each in the upper class
    mots: tuple[str, ...] = ("très bas", "bas", "moyen", "haut", "très haut")
    phrase_singulier: str = ""  # when the number is under 2, where it differs
    metiers: bool = False  # the figure exists by métier
    niveaux: tuple[str, ...] = ()  # of the nomenclature at which it exists; all those of the survey when empty
    nature: str = ""  # what it is in time (stock, flow, mean) and whether its seasons are in it, as words
    flux: bool = False  # what is counted happens during the period
    corrige: bool = False  # the producer has taken the seasons out
    national: bool = False  # only a complement has values, France: a trend shows it, no map draws it
    mesure: str = ""
    theme: str = ""
    datasets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    complements: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    estime: bool = False  # computed here from every vintage loaded: one version of one vintage does not give it
    champ_complet: str = ""  # the field of a period in which a complement is counted in the sums; "" where none ever is
    categorie: str = ""  # of job-seekers: which of A to E are counted, said with every figure
    denominateur: str = ""  # what a rate divides by, where its unit does not say it
    court: str = ""  # how titles name it, where its label is longer
    colonne: str = ""  # the same, of a column on a screen

    @property
    def incertaine(self) -> bool:
        """A share of the survey, declared or estimated: printed with its error, never with false decimals."""
        return self.mesure in ("part_difficiles", "part_estimee")

    @property
    def unite_ecart(self) -> str:
        """What the gap of two of its figures is in."""
        return "points" if self.unite == "%" else self.unite

    def datasets_pour(self, zonage: str) -> tuple[str, ...]:
        """The datasets that hold the figure on a zoning, the one that answers first at the head."""
        return self.datasets.get(zonage, (self.dataset,))

    def dataset_pour(self, zonage: str) -> str:
        """The one at the head: its rhythm and its events are those of the figure."""
        return self.datasets_pour(zonage)[0]

    def libelle_zone(self, zonage: str, code_zone: str) -> str:
        """Label of a zone of the zoning or of a complement; KeyError if unknown."""
        return self.complements.get(zonage, {}).get(code_zone) or zonages.libelle_zone(zonage, code_zone)


# Filled by the declarations (`contracts`), the common list first.
INDICATEURS = Registre({}, lambda d: d.indicateurs)


def montres() -> dict[str, Indicateur]:
    """What screens offer: a declared share stands in the detail, Explorer, the files and the API."""
    return {c: i for c, i in INDICATEURS.items() if i.estime or not i.incertaine}
