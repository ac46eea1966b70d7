"""Commune tables of the producers: official zonings of an edition, their labels, the comités locaux pour l'emploi.

No figure here: these tables say where a commune is, beside the zonings that the observatory draws (`geo.zonages`).
"""

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
