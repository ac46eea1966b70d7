"""Commune tables of the producers: official zonings of an edition, their labels, the comités locaux pour l'emploi.

No figure here: these tables say where a commune is, beside the zonings that the observatory draws (`geo.zonages`).
"""

from data_loaders.contracts.base import ANNEE, LICENCE_OUVERTE, Colonne, Contrat, Table, entier

# level -> its words
NIVEAUX = {
    "departement": "département",
    "arrondissement": "arrondissement",
    "canton": "canton",
    "epci": "intercommunalité",
    "zone_emploi": "zone d'emploi",
    "unite_urbaine": "unité urbaine",
    "aire_urbaine": "aire urbaine",
    "aire_attraction": "aire d'attraction d'une ville",
    "bassin_vie": "bassin de vie",
}
_EDITION = Colonne("edition", "Année de l'édition", motif=ANNEE)
_COMMUNE = Colonne("code_commune", "Commune, code Insee de cette édition", motif=r"^\d{5}$")
_NOM = Colonne("libelle_commune", "Nom de la commune dans cette édition", motif=r"\S")
_NIVEAU = Colonne("niveau", "Découpage", valeurs=tuple(NIVEAUX))
_ZONE = Colonne("code", "Code de la zone", motif=r"^[0-9A-Z]+$")
_LIBELLE = Colonne("libelle", "Nom de la zone", motif=r"\S")

APPARTENANCE = Table.de(
    _EDITION,
    _COMMUNE,
    _NOM,
    _NIVEAU,
    Colonne("vintage", "Année du découpage, vide quand c'est celle de l'édition", motif=r"^(\d{4})?$"),
    _ZONE,
    cle=("edition", "code_commune", "niveau"),
)
LIBELLES = Table.de(
    _EDITION,
    _NIVEAU,
    _ZONE,
    _LIBELLE,
    entier("communes_nb", "Communes, hors région comprises", "communes", (1, 40_000)),
    cle=("edition", "niveau", "code"),
)
CLPE = Table.de(_EDITION, _COMMUNE, _ZONE, _LIBELLE, cle=("edition", "code_commune"))

_COMMUN = {"licence": LICENCE_OUVERTE, "rythme": "à chaque révision", "secret": "Sans objet : aucun chiffre."}
CONTRATS = (
    Contrat(
        "appartenance",
        "Appartenance des communes aux découpages officiels",
        producteur="Insee",
        adresse="https://www.insee.fr/fr/information/2028028",
        tables={"communes": APPARTENANCE},
        **_COMMUN,
    ),
    Contrat(
        "libelles_zones",
        "Noms des découpages officiels",
        producteur="Insee",
        adresse="https://www.insee.fr/fr/information/2028028",
        tables={"libelles": LIBELLES},
        **_COMMUN,
    ),
    Contrat(
        "clpe",
        "Comités locaux pour l’emploi, commune par commune",
        producteur="France Travail",
        adresse="https://www.data.gouv.fr",
        tables={"communes": CLPE},
        **_COMMUN,
    ),
)
