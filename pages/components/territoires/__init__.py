"""Glue of the screen « Territoires »."""
