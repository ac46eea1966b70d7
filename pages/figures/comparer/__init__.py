"""Territories of any zoning side by side."""
