"""Portraits of the sectors: their words, tables and bars."""
