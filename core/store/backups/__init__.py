"""Copies of the history file, damaged files, and the way back."""
