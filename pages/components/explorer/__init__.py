"""Streamlit side of the screen « Explorer »."""
