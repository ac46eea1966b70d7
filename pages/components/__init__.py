"""Streamlit glue: server shell, identity, address of a page, reusable blocks."""
