"""Views of the screen « Convention », one module each."""
