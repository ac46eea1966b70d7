"""DARES quarterly series by age, sex, seniority and reason: published for the whole of France, a reference."""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table, valeur
from data_loaders.contracts.chomage_ze import TRIMESTRE
from data_loaders.contracts.indicateurs import Indicateur

FRANCE = "FR"

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Trimestre, en moyenne", motif=TRIMESTRE),
        Colonne("code_zone", pa.string(), "France entière", valeurs=(FRANCE,)),
        Colonne("serie", pa.string(), "Feuille et titres de la colonne, sans accents", motif=r"^[a-z0-9_]+$"),
        Colonne("libelle_serie", pa.string(), "Feuille et titres de la colonne, tels que publiés", motif=r"\S"),
        *valeur("personnes, ou mouvements du mois en moyenne", (0, 1e8)),
    ),
    cle=("periode", "code_zone", "serie"),
)
CONTRAT = Contrat(
    dataset="defm_france",
    titre="Demandeurs d’emploi en France par âge, sexe, ancienneté et motif, corrigés des variations saisonnières",
    producteur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    rythme="trimestriel",
    secret="Le producteur arrondit chaque effectif à la centaine ; aucune cellule n’est masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse="https://dares.travail-emploi.gouv.fr",
)
_COMMUN = {
    "dataset": "defm_france",
    "genre": "compte",
    "decimales": 0,
    "zonages": ("region",),
    "rythme": "trimestriel",
    "corrige": True,
    "theme": "Demande d’emploi",
    "source": "Dares et France Travail, demandeurs d’emploi inscrits, séries CVS-CJO",
    "ailleurs": "cette série n’est publiée que pour la France entière : aucun chiffre de la région n’est estimé",
    "complements": {"region": {FRANCE: "France entière"}},
    "national": True,
}
_STOCK = {
    **_COMMUN,
    "unite": "demandeurs d’emploi",
    "nature": "stock moyen du trimestre, corrigé des variations saisonnières et des jours ouvrables",
}
_FLUX = {
    **_COMMUN,
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
        unite="entrées",
        phrase="par mois en catégories A, B et C en France",
        champ=f"{_CHAMP}, entrées du mois en moyenne sur le trimestre",
        **_FLUX,
    ),
    Indicateur(
        "defm_sorties_france",
        "Sorties de France Travail, France entière",
        mesure="sorties_ensemble",
        unite="sorties",
        phrase="par mois des catégories A, B et C en France",
        champ=f"{_CHAMP}, sorties du mois en moyenne sur le trimestre",
        **_FLUX,
    ),
)
