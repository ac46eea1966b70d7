"""Workbooks that correspondents fill: fields, writing, reading."""
