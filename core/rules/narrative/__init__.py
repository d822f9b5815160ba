"""Rules 10-13: the narrative against the tables and against itself."""
