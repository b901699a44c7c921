"""One module a step, named for its number."""
