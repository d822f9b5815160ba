"""The standard layout set on pages, for PDF and for the printer."""
