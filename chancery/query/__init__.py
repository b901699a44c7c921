"""The read model: what to keep, and the answers of a view."""
