"""What surrounds the figures: dated events, publications."""
