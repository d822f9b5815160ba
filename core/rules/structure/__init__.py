"""Rules 13-20: sections, headings, topics, left-over words, title."""
