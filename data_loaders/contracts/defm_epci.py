"""DEFM by EPCI: the categories of job-seekers."""

CATEGORIES = ("A", "B", "C", "D", "E")
