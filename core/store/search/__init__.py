"""Finding saved reports by words."""
