"""Portraits of the métiers by region (DARES)."""

TRIMESTRES = 4  # the job-seekers of a year are published as the sum of four quarters
