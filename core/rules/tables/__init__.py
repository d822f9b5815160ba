"""Rules 1-9 and 21-23: the figures inside the three tables."""
