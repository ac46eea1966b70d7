"""DARES quarterly series of job-seekers: the region by category, France as a reference."""

FRANCE = "FR"
CATEGORIES = ("A", "ABC")
