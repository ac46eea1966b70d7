"""Glue of the dossier of a sector, an entry of the screen « Formation »."""
