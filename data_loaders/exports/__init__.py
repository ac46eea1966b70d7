"""Files given back: rows of figures, datasets, zonings, each saying what it is."""
