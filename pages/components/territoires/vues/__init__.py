"""Views of the screen « Territoires », one module each."""
