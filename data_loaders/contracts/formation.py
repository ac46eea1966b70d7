"""Training and apprenticeship series of the State's barometers: cumulated at the source, flows here.

Three datasets, one a file: `apprentissage` (monthly, region and départements), `barometre_dep` and `barometre_region`.
"""

import dataclasses
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts.base import (
    DEPARTEMENTS,
    LICENCE_OUVERTE,
    MOIS,
    Colonne,
    Contrat,
    Table,
    codee,
    entier,
    reel,
    valeur,
)
from geo.zonages import REGION

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
_PERIODE = Colonne("periode", "Mois", motif=MOIS)
_CUMUL = reel("cumul", "Cumul publié par le producteur", "", (0, 1e7), nulle=True)


def _zones(codes: tuple[str, ...]) -> Colonne:
    return Colonne("code_zone", "Région 52 ou département", valeurs=codes)


APPRENTISSAGE = Table.de(
    _PERIODE,
    _zones((*DEPARTEMENTS, REGION)),
    _CUMUL,
    *valeur("contrats du mois", (0, 1e6)),
    cle=("periode", "code_zone"),
)


def _barometre(codes: tuple[str, ...]) -> Table:
    return Table.de(
        _PERIODE,
        _zones(codes),
        codee("serie", {code: francais.en_phrase(s.libelle) for code, s in SERIES.items()}),
        entier(
            "mois_nb",
            "Mois que compte la valeur, le dernier étant celui de la période ; 0 pour un stock",
            "mois",
            (0, 12),
        ),
        dataclasses.replace(_CUMUL, description="Cumul publié par le producteur ; vide pour un stock"),
        *valeur("celle de la série", (0, 1e7)),
        cle=("periode", "code_zone", "serie"),
    )


_SECRET = "Le fichier ne porte aucune cellule masquée. Les séries cumulées sont converties en flux par différence."
_COMMUN = {"licence": LICENCE_OUVERTE, "secret": _SECRET, "serie": True, "adresse": "https://www.data.gouv.fr"}
CONTRATS = (
    Contrat(
        dataset="apprentissage",
        titre="Contrats d’apprentissage commencés, par mois",
        producteur="Direction interministérielle de la transformation publique (DITP)",
        rythme="mensuel",
        tables={"observations": APPRENTISSAGE},
        **_COMMUN,
    ),
    *(
        Contrat(
            dataset=dataset,
            titre=f"Apprentissage, insertion et formation : baromètre {titre}",
            producteur="Baromètre des résultats de l’action publique (DITP)",
            rythme="selon la série",
            tables={"observations": _barometre(codes)},
            **_COMMUN,
        )
        for dataset, titre, codes in (
            ("barometre_dep", "par département", DEPARTEMENTS),
            ("barometre_region", "de la région", (REGION,)),
        )
    ),
)
