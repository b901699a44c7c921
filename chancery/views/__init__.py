"""What is shown, as plain data: map, table, timeline, card, numbers. Nothing here knows Streamlit."""
