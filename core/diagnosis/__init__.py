"""Which cells of a table are wrong, and how that may have come: the one engine behind findings and repairs."""
