"""What several readers share: bounds, encodings, list numbers, spans, messages."""
