"""Nomenclatures of métiers: levels of the FAP and of the ROME, named by how many posts they have."""

NIVEAUX = ("fap341", "fap228", "fap225", "fap87", "fap86", "fap22", "rome", "rome4")
FAP = r"^[A-Z][0-9A-Z][A-Z]\d\d[a-z]?$"
