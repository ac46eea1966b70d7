"""Training and apprenticeship series of the State's barometers: cumulated at the source, flows here.

Three datasets, one a file: `apprentissage` (monthly, region and départements), `barometre_dep` and `barometre_region`.
"""

from typing import NamedTuple

from data_loaders import francais

JANVIER, AOUT = 1, 8


class Serie(NamedTuple):
    """A series of the barometer.

    Attributes:
        libelle: French label.
        remise_a_zero: month of the year at which the producer's count starts again; 0 for a stock.
    """

    libelle: str
    remise_a_zero: int


CONTRATS_APPRENTISSAGE = "nombre-contrats-apprentissage"
SERIES = {
    "nb-beneficiaires-siae": Serie("Bénéficiaires en structures d’insertion par l’activité économique", 0),
    CONTRATS_APPRENTISSAGE: Serie("Contrats d’apprentissage", JANVIER),
    "nombre-recrutements-jeunes": Serie("Recrutements de jeunes", AOUT),
    "nb-formation-pic": Serie("Entrées en formation des publics éloignés de l’emploi", JANVIER),
}
MOTS = {code: francais.en_phrase(s.libelle) for code, s in SERIES.items()}
