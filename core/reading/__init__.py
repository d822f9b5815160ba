"""Readers: bytes of a file to the neutral Document, one reader a file type behind one registry."""
