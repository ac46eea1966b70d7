"""The map of an indicator: its classes, its words, its drawing."""
