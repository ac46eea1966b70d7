"""Glue of the screen « Formation », one module an entry."""
