"""Glue of the reserved screen « Saisie »: what a signatory sends, approves and publishes."""
