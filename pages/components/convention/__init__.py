"""Glue of the screen « Convention »."""
