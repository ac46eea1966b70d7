"""Glue of the screen « Tendances »."""
