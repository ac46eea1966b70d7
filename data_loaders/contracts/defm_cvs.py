"""DARES quarterly series of job-seekers, seasonally and calendar adjusted.

The region, categories A and A+B+C; France as a reference, by age, sex, seniority and reason.
"""

from data_loaders.contracts.base import ADRESSE_DARES, LICENCE_OUVERTE, TRIMESTRE, Colonne, Contrat, Table, valeur
from data_loaders.contracts.indicateurs import CVS, Indicateur
from geo.zonages import REGION

FRANCE = "FR"
CATEGORIES = ("A", "ABC")
_PERIODE = Colonne("periode", "Trimestre, en moyenne", motif=TRIMESTRE)

DE_LA_REGION = Table.de(
    _PERIODE,
    Colonne("code_zone", "Région", valeurs=(REGION,)),
    Colonne("categorie", "A, ou A, B et C ensemble", valeurs=CATEGORIES),
    *valeur("personnes", (0, 1e6)),
    cle=("periode", "code_zone", "categorie"),
)
DE_FRANCE = Table.de(
    _PERIODE,
    Colonne("code_zone", "France entière", valeurs=(FRANCE,)),
    Colonne("serie", "Feuille et titres de la colonne, sans accents", motif=r"^[a-z0-9_]+$"),
    Colonne("libelle_serie", "Feuille et titres de la colonne, tels que publiés", motif=r"\S"),
    *valeur("personnes, ou mouvements du mois en moyenne", (0, 1e8)),
    cle=("periode", "code_zone", "serie"),
)
CONTRATS = tuple(
    Contrat(
        dataset=dataset,
        titre=f"Demandeurs d’emploi {titre}, corrigés des variations saisonnières",
        producteur="Dares et France Travail",
        licence=LICENCE_OUVERTE,
        rythme="trimestriel",
        secret=f"Le producteur arrondit chaque effectif à la {arrondi} ; aucune cellule n’est masquée.",
        tables={"observations": table},
        serie=True,
        adresse=ADRESSE_DARES,
    )
    for dataset, titre, arrondi, table in (
        ("defm_cvs", "de la région", "dizaine", DE_LA_REGION),
        ("defm_france", "en France par âge, sexe, ancienneté et motif", "centaine", DE_FRANCE),
    )
)
_STOCK = CVS | {
    "dataset": "defm_france",
    "ailleurs": "cette série n’est publiée que pour la France entière : aucun chiffre de la région n’est estimé",
    "complements": {"region": {FRANCE: "France entière"}},
    "national": True,
}
_FLUX = _STOCK | {
    "flux": True,
    "nature": "flux mensuel moyen du trimestre, corrigé des variations saisonnières et des jours ouvrables",
}
_CHAMP = "Inscrits à France Travail, catégories A, B et C, France hors Mayotte, Saint-Martin et Saint-Barthélemy"
# Asked by the trends alone: nothing is true of a place of the region.
NATIONAUX = (
    *(
        Indicateur(
            code,
            f"Demandeurs d’emploi {qui}, France entière",
            mesure=mesure,
            phrase=f"{qui}, inscrits en catégories A, B ou C en France",
            champ=f"{_CHAMP}, {precision}",
            **_STOCK,
        )
        for code, qui, mesure, precision in (
            ("defm_jeunes_france", "de moins de 25 ans", "abc_total_moins_de_25_ans", "moins de 25 ans"),
            ("defm_seniors_france", "de 50 ans ou plus", "abc_total_50_ans_ou_plus", "50 ans ou plus"),
            ("defm_femmes_france", "femmes", "abc_femmes_ensemble", "femmes"),
            (
                "defm_longue_duree_france",
                "inscrits depuis un an ou plus",
                "anciennete_1_an_ou_plus",
                "inscrits depuis un an ou plus",
            ),
        )
    ),
    Indicateur(
        "defm_entrees_france",
        "Entrées à France Travail, France entière",
        mesure="entrees_ensemble",
        phrase="par mois en catégories A, B et C en France",
        champ=f"{_CHAMP}, entrées du mois en moyenne sur le trimestre",
        **(_FLUX | {"unite": "entrées"}),
    ),
    Indicateur(
        "defm_sorties_france",
        "Sorties de France Travail, France entière",
        mesure="sorties_ensemble",
        phrase="par mois des catégories A, B et C en France",
        champ=f"{_CHAMP}, sorties du mois en moyenne sur le trimestre",
        **(_FLUX | {"unite": "sorties"}),
    ),
)
