"""Screens: one file per page; figures are pure, components hold what touches Streamlit."""
