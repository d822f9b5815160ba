"""What differs between two reports or two texts, as plain values."""
