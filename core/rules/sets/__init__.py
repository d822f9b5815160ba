"""Rule 28: several reports together."""
