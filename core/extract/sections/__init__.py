"""Headings and paragraphs to the six sections, title, agency and year."""
