"""What each snapshot means: columns, units, key, bounds, source."""
