"""What a screen is made of, as values: statements first; nothing here knows a medium."""
