"""The commands extract, check and export, what scripts depend on: arguments, JSON, several files at once."""
