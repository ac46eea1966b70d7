"""Dossier of a sector: what the survey, training and projections say of its métiers."""
