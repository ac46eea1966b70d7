"""A second reader: what is said is asked again by another path, and compared. Nothing here imports what says it."""
