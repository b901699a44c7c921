"""Article text to mentions of places, dates and people, and from them to drafted records."""
