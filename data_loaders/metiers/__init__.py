"""Métiers across nomenclatures: labels, crosswalks, search, complete index, sectors."""
