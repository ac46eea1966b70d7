"""Versions of a dataset: what changes between two, who approved which."""
