"""From frames that keep their contract to what is shown; no input or output."""
