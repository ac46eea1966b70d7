"""Figures: pure functions of data, without Streamlit."""
