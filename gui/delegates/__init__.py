"""Painting and editing of cells; no rules, no storage."""
