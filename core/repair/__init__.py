"""Findings to the smallest sets of changes that make a table hold."""
