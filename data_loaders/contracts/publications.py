"""Catalogue of publications: where an entry may stand."""

SITUATIONS = ("publiée", "retirée")
