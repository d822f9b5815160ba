"""Web pages and web archives (.html, .mht)."""
