"""The page of the chosen section, the list of sections, and jumps between places."""
