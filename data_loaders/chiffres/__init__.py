"""From a question to figures, and from a figure back to its rows."""
