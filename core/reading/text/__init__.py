"""Plain text, Markdown and pasted text."""
