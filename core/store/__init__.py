"""The history in one SQLite file."""
