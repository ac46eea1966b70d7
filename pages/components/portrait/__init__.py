"""Glue of the screen « Portraits »."""
