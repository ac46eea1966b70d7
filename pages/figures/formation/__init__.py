"""Screen « Formation »: what leads to a métier, what becomes of those who trained, what is asked and foreseen."""
