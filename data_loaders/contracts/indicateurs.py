"""The indicators one can ask for: words, unit, dataset, zonings on which they are true, frozen class limits.

Limits are frozen for all vintages of an indicator, so that two maps of two years can be compared; they were set by
natural breaks on the official files (2016-2024 for BMO, 2003-2023 for unemployment) then rounded to readable numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.contracts.formation import CONTRATS_APPRENTISSAGE
from data_loaders.erreurs import DemandeInvalide
from geo import territoire, zonages


@dataclass(frozen=True)
class Indicateur:
    """One indicator.

    Attributes:
        genre: `compte` (drawn as circles, summed) or `taux` (drawn as classes, never summed).
        unite: French plural unit; `%` for shares.
        zonages: zonings on which the figure is true, the finest first; others are n.d. with the reason `ailleurs`.
        phrase: end of the sentence after the number, e.g. « des projets de recrutement sont jugés difficiles ».
        phrase_singulier: the same when the number is under 2, where it differs.
        lecture: what the figure counts, starting with a lower-case article.
        limites: inner class limits, a limit belonging to the upper class.
        metiers: True when the figure exists by métier.
        niveaux: levels of the nomenclature at which it exists; all those of the survey when empty.
        nature: what the number is in time (stock, flow, mean) and whether its seasons are in it, as words.
        flux: True when what is counted happens during the period.
        corrige: True when the producer has taken the seasons out.
        datasets: zoning -> datasets that hold the figure, where it is not `dataset` alone: at a period that several
            hold, the first answers; read them through `datasets_pour`.
        national: True when only a complement has values, France as a whole: a trend shows it, no map draws it.
        estime: True when the figure is computed here from every vintage loaded: one version of one vintage does not
            give it.
        complements: zoning -> code -> label of territories that are published too, but that the zoning does not draw
            (whole interregional zones, France as a reference).
        champ_complet: the field of a period in which a territory that the zoning does not draw is counted in the sums;
            "" where complements are never part of a sum.
    """

    code: str
    libelle: str
    dataset: str
    unite: str
    zonages: tuple[str, ...]
    phrase: str
    champ: str
    source: str
    rythme: str
    ailleurs: str = ""
    genre: str = "compte"
    decimales: int = 0
    limites: tuple[float, ...] = ()
    mots: tuple[str, ...] = ("très bas", "bas", "moyen", "haut", "très haut")
    phrase_singulier: str = ""
    metiers: bool = False
    niveaux: tuple[str, ...] = ()
    nature: str = ""
    flux: bool = False
    corrige: bool = False
    national: bool = False
    mesure: str = ""
    theme: str = ""
    datasets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    complements: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    estime: bool = False
    champ_complet: str = ""

    @property
    def incertaine(self) -> bool:
        """A share of the survey, declared or estimated: printed with its error, never with false decimals."""
        return self.mesure in ("part_difficiles", "part_estimee")

    def datasets_pour(self, zonage: str) -> tuple[str, ...]:
        """The datasets that hold the figure on a zoning, the one that answers first at the head."""
        return self.datasets.get(zonage, (self.dataset,))

    def dataset_pour(self, zonage: str) -> str:
        """The one at the head: its rhythm and its events are those of the figure."""
        return self.datasets_pour(zonage)[0]

    def libelle_zone(self, zonage: str, code_zone: str) -> str:
        """Label of a zone of the zoning or of a complement; KeyError if unknown."""
        return self.complements.get(zonage, {}).get(code_zone) or zonages.libelle_zone(zonage, code_zone)


_ENQUETES = "Établissements employeurs enquêtés, intentions d’embauche déclarées pour l’année ; bassins de la région"
_BMO = {
    "dataset": "bmo",
    "zonages": ("bassin", "departement", "region"),
    "rythme": "annuel",
    "metiers": True,
    "theme": "Besoins en main-d’œuvre",
    "nature": "intentions déclarées en une fois pour l’année entière",
    "source": "France Travail, enquête Besoins en main-d’œuvre (BMO)",
    "champ": f"{_ENQUETES}, hors {territoire.HORS_BASSINS}",
    "champ_complet": f"{_ENQUETES}, y compris la part du bassin de {territoire.NOM_BASSIN_VOISIN} que le producteur y "
    "compte cette année-là",
    "complements": {"bassin": {c: f"{nom}, part comptée dans la région" for c, nom in HORS_DECOUPAGE.items()}},
    "ailleurs": "l’enquête est diffusée par bassin d’emploi, qui ne s’emboîte pas dans ce découpage ; aucun "
    "chiffre n’est estimé",
}
_PROJETS = _BMO | {"unite": "projets"}
DEFM = {
    "dataset": "defm_epci",
    "unite": "demandeurs d’emploi",
    "zonages": ("epci", "spo", "zef", "gtec"),
    "rythme": "mensuel",
    "nature": "stock en fin de mois, données brutes",
    "theme": "Demande d’emploi",
    "source": "Pôle emploi (aujourd’hui France Travail), demandeurs d’emploi inscrits par EPCI",
    "ailleurs": "le fichier est diffusé par EPCI entier, qui ne s’emboîte pas dans ce découpage ; aucun chiffre "
    "n’est estimé",
}
CVS = {
    "dataset": "defm_cvs",
    "unite": "demandeurs d’emploi",
    "zonages": ("region",),
    "rythme": "trimestriel",
    "nature": "stock moyen du trimestre, corrigé des variations saisonnières et des jours ouvrables",
    "corrige": True,
    "theme": "Demande d’emploi",
    "source": "Dares et France Travail, demandeurs d’emploi inscrits, séries CVS-CJO",
    "ailleurs": "la série corrigée des variations saisonnières est lue par région : aucun chiffre n’est estimé",
}
_GEO = {
    "dataset": "population",
    "rythme": "annuel",
    "nature": "stock au recensement",
    "theme": "Population",
    "source": "Insee, recensement de la population 2023",
    "zonages": ("commune", "epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region"),
    "champ": "Population municipale 2023, communes au 1ᵉʳ janvier 2026",
}
_DITP = {
    "zonages": ("departement", "region"),
    "theme": "Formation",
    "source": "DITP, baromètre des résultats de l’action publique",
    "ailleurs": "la série est publiée par département et région : aucun chiffre n’est estimé",
}
_BAROMETRE = _DITP | {"dataset": "barometre_dep", "datasets": {"region": ("barometre_region",)}}
# One series answers for apprenticeship on every screen, by month and by year.
_APPRENTISSAGE = _DITP | {
    "dataset": "apprentissage",
    "unite": "contrats",
    "mesure": CONTRATS_APPRENTISSAGE,
    "flux": True,
}
_REGION_SEULE = {
    "dataset": "barometre_region",
    "datasets": {},
    "zonages": ("region",),
    "ailleurs": "la série est publiée pour la région entière : aucun chiffre n’est estimé",
}

INDICATEURS = {
    i.code: i
    for i in (
        Indicateur(
            "bmo_part_difficiles",
            "Embauches jugées difficiles, part déclarée, complétée pour le secret",
            genre="taux",
            unite="%",
            decimales=1,
            mesure="part_difficiles",
            phrase="des projets d’embauche jugés difficiles, part déclarée",
            **_BMO,
        ),
        Indicateur(
            "bmo_part_difficiles_estimee",
            "Embauches jugées difficiles, estimées",
            genre="taux",
            unite="%",
            decimales=1,
            mesure="part_estimee",
            estime=True,
            # Those of `meteo.toml`, in %: the class is that of the printed number, everywhere.
            limites=(20, 40, 60, 80),
            phrase="des projets d’embauche jugés difficiles",
            **(
                _BMO
                | {
                    "nature": "part estimée par l’Observatoire : ce que disent les employeurs d’ici, rapproché de ceux "
                    "de toute la France ; ses bornes l’entourent huit fois sur dix",
                    "source": "estimation de l’Observatoire d’après France Travail, enquête Besoins en main-d’œuvre "
                    "(BMO)",
                }
            ),
        ),
        Indicateur("bmo_projets", "Projets de recrutement", mesure="met", phrase="de recrutement", **_PROJETS),
        Indicateur(
            "bmo_projets_difficiles",
            "Projets de recrutement jugés difficiles",
            mesure="xmet",
            phrase="de recrutement jugés difficiles",
            phrase_singulier="de recrutement jugé difficile",
            **_PROJETS,
        ),
        Indicateur(
            "bmo_projets_saisonniers",
            "Projets de recrutement saisonniers",
            mesure="smet",
            phrase="de recrutement saisonniers",
            phrase_singulier="de recrutement saisonnier",
            **_PROJETS,
        ),
        Indicateur(
            "defm_a",
            "Demandeurs d’emploi, catégorie A",
            phrase="inscrits en catégorie A (sans emploi)",
            phrase_singulier="inscrit en catégorie A (sans emploi)",
            champ="Inscrits à Pôle emploi, catégorie A (sans emploi, tenus de chercher), données brutes en fin de mois",
            **DEFM,
        ),
        Indicateur(
            "defm_abc",
            "Demandeurs d’emploi, catégories A, B et C",
            phrase="inscrits en catégories A, B ou C",
            phrase_singulier="inscrit en catégories A, B ou C",
            champ="Inscrits à Pôle emploi, catégories A, B et C (tenus de chercher, avec ou sans activité réduite), "
            "données brutes en fin de mois",
            **DEFM,
        ),
        Indicateur("population", "Population municipale", unite="habitants", phrase="", **_GEO),
        Indicateur(
            "densite",
            "Densité de population",
            genre="taux",
            unite="hab./km²",
            limites=(50, 80, 120, 250),
            phrase="en moyenne",
            **_GEO,
        ),
        Indicateur(
            "taux_chomage",
            "Taux de chômage localisé",
            dataset="chomage_dep",
            datasets={"ze": ("chomage_ze",)},
            genre="taux",
            unite="%",
            decimales=1,
            zonages=("ze", "departement", "region"),
            rythme="trimestriel",
            nature="taux moyen du trimestre, corrigé des variations saisonnières",
            corrige=True,
            theme="Chômage",
            # Natural breaks of the 2,413 official values of 2003-T1 to 2023-T4 (zones drawn, départements, region) fall
            # at 5.6, 6.9, 8.1 and 9.4.
            limites=(5.5, 7, 8, 9.5),
            phrase="de la population active est au chômage, en moyenne sur le trimestre",
            champ="Chômeurs au sens du Bureau international du travail rapportés à la population active, au lieu de "
            "résidence ; moyenne trimestrielle corrigée des variations saisonnières",
            source="Insee, taux de chômage localisés",
            ailleurs="le taux est publié par zone d’emploi, département et région ; un taux ne s’additionne pas : "
            "aucun chiffre n’est estimé",
            complements={
                "ze": {c: f"{nom} (zone interrégionale entière)" for c, nom in territoire.LIBELLES_ZE_ENTIERES.items()},
                "region": {"FM": "France métropolitaine"},
            },
        ),
        Indicateur(
            "inscrits_a_e",
            "Inscrits à France Travail, catégories A à E",
            dataset="stmt_dep",
            # Where the region's own series stops, or is not loaded, the five départements are added up.
            datasets={"region": ("stmt_region", "stmt_dep")},
            unite="inscrits",
            zonages=("departement", "region"),
            rythme="mensuel",
            nature="stock en fin de mois, données brutes",
            theme="Demande d’emploi",
            phrase="à France Travail, toutes catégories de A à E",
            champ="Inscrits à France Travail (Pôle emploi avant 2024), catégories A à E ensemble, données brutes en "
            "fin de mois, arrondies à la dizaine par le producteur ; de la région, le total publié, à défaut la somme "
            "des cinq départements",
            source="France Travail, statistiques du marché du travail (STMT)",
            ailleurs="le fichier est diffusé par département et région : aucun chiffre n’est estimé",
        ),
        Indicateur(
            "defm_a_cvs",
            "Demandeurs d’emploi, catégorie A, corrigés des variations saisonnières",
            mesure="A",
            phrase="inscrits en catégorie A (sans emploi), en moyenne sur le trimestre",
            champ="Inscrits à France Travail (Pôle emploi avant 2024), catégorie A, moyenne trimestrielle corrigée des "
            "variations saisonnières et des jours ouvrables",
            **CVS,
        ),
        Indicateur(
            "defm_abc_cvs",
            "Demandeurs d’emploi, catégories A, B et C, corrigés des variations saisonnières",
            mesure="ABC",
            phrase="inscrits en catégories A, B ou C, en moyenne sur le trimestre",
            champ="Inscrits à France Travail (Pôle emploi avant 2024), catégories A, B et C, moyenne trimestrielle "
            "corrigée des variations saisonnières et des jours ouvrables",
            **CVS,
        ),
        Indicateur(
            "apprentissage_entrees",
            "Contrats d’apprentissage commencés dans le mois",
            rythme="mensuel",
            nature="flux du mois, différence de deux cumuls publiés, données brutes",
            phrase="d’apprentissage commencés dans le mois",
            phrase_singulier="d’apprentissage commencé dans le mois",
            champ="Contrats d’apprentissage, flux du mois, différence de deux cumuls annuels publiés ; données brutes, "
            "très saisonnières",
            **_APPRENTISSAGE,
        ),
        Indicateur(
            "apprentissage_annuel",
            "Contrats d’apprentissage commencés dans l’année",
            rythme="annuel",
            nature="flux de l’année, somme de douze flux mensuels",
            phrase="d’apprentissage commencés dans l’année",
            phrase_singulier="d’apprentissage commencé dans l’année",
            champ="Contrats d’apprentissage, somme de douze flux mensuels publiés ; une année incomplète est sans "
            "valeur",
            **_APPRENTISSAGE,
        ),
        Indicateur(
            "apprentissage_barometre",
            "Contrats d’apprentissage de l’année, ancien baromètre",
            mesure=CONTRATS_APPRENTISSAGE,
            unite="contrats",
            rythme="annuel",
            nature="flux de l’année, cumul de ses douze mois",
            flux=True,
            phrase="d’apprentissage dans l’année, selon l’ancien baromètre",
            phrase_singulier="d’apprentissage dans l’année, selon l’ancien baromètre",
            champ="Contrats d’apprentissage, cumul publié de janvier à décembre par le baromètre arrêté en 2022, qui "
            "en compte davantage que la série mensuelle : les deux séries ne se raccordent pas",
            **_BAROMETRE,
        ),
        Indicateur(
            "recrutements_jeunes",
            "Recrutements de jeunes",
            mesure="nombre-recrutements-jeunes",
            unite="recrutements",
            rythme="mensuel",
            nature="flux du mois, différence de deux cumuls publiés (remis à zéro en août), données brutes",
            flux=True,
            phrase="de jeunes dans le mois",
            champ="Recrutements de jeunes au sens du baromètre ; données brutes, très saisonnières",
            **_BAROMETRE,
        ),
        Indicateur(
            "iae_beneficiaires",
            "Bénéficiaires de l’insertion par l’activité économique",
            mesure="nb-beneficiaires-siae",
            unite="bénéficiaires",
            rythme="mensuel",
            nature="stock du mois, données brutes",
            phrase="de structures d’insertion par l’activité économique",
            phrase_singulier="d’une structure d’insertion par l’activité économique",
            champ="Bénéficiaires en structures d’insertion par l’activité économique, données brutes",
            **_BAROMETRE,
        ),
        Indicateur(
            "formation_eloignes",
            "Entrées en formation des publics éloignés de l’emploi",
            mesure="nb-formation-pic",
            unite="entrées",
            rythme="annuel",
            nature="flux de l’année, cumul de ses douze mois",
            flux=True,
            phrase="en formation de publics éloignés de l’emploi dans l’année",
            phrase_singulier="en formation d’une personne éloignée de l’emploi dans l’année",
            champ="Entrées en formation des publics éloignés de l’emploi au sens du baromètre, de janvier à décembre",
            **(_BAROMETRE | _REGION_SEULE),
        ),
    )
}


def montres() -> dict[str, Indicateur]:
    """What screens offer: a declared share stands in the detail, Explorer, the files and the API."""
    return {c: i for c, i in INDICATEURS.items() if i.estime or not i.incertaine}


def indicateur(code: str) -> Indicateur:
    """The indicator of this code; DemandeInvalide (French, with the known codes) otherwise."""
    try:
        return INDICATEURS[code]
    except KeyError:
        raise DemandeInvalide(
            f"indicateur inconnu : « {code} ». Indicateurs connus : {', '.join(INDICATEURS)}."
        ) from None
