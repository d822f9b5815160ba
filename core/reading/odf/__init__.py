"""OpenDocument texts and spreadsheets (.odt, .ods)."""
