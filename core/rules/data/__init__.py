"""Rules that are data and nothing else: words, lengths and comparisons of figures, ours and an office's own."""
