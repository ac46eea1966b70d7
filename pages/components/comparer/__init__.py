"""Glue of the screen « Comparer »."""
