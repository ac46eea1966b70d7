"""What the ROME says from one métier to another."""

MOBILITES = {"proche": "métier proche", "evolution": "évolution"}
