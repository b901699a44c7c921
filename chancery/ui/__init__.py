"""Wiring and caching of the pages: what Streamlit is told to draw. No logic."""
