"""Glue of the screen « Météo des métiers »."""
