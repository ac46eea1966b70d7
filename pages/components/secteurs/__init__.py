"""Glue of the screen « Secteurs »."""
