"""Zones of the producers, beside the zonings that the observatory draws (`geo.zonages`)."""

from geo.territoire import LIBELLES_ZE_ENTIERES, ZE_ENTIERES

# level of the commune tables -> its words
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
FRANCE_METRO = "FM"  # France métropolitaine, the reference the producer publishes beside the regions
# Zones d'emploi that a border of the region cuts.
PARTIES, ENTIERES = ", ".join(ZE_ENTIERES), ", ".join(ZE_ENTIERES.values())
ZONES_ENTIERES = {c: f"{nom} (zone interrégionale entière)" for c, nom in LIBELLES_ZE_ENTIERES.items()}
