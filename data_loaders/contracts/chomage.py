"""Unemployment rate of Insee: its reference, and the zones d'emploi that a border of the region cuts."""

from geo.territoire import LIBELLES_ZE_ENTIERES, ZE_ENTIERES

FRANCE = "FM"  # France métropolitaine, the reference the producer publishes beside the regions
PARTIES, ENTIERES = ", ".join(ZE_ENTIERES), ", ".join(ZE_ENTIERES.values())
ZONES_ENTIERES = {c: f"{nom} (zone interrégionale entière)" for c, nom in LIBELLES_ZE_ENTIERES.items()}
