"""The météo des métiers: what its views say and draw."""
