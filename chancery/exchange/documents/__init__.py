"""Articles from files and addresses: text with what the document says of itself, parsed under limits."""
