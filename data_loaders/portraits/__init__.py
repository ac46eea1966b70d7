"""Portraits of territories: what is true of each, and why the rest is not said."""
