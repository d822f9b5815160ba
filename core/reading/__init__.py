"""Readers: bytes of a file to the neutral Document, one reader a file type behind one registry."""

from core.reading.reader import Progress, Reader
from core.reading.registry import READERS, read, read_bytes, read_html, read_text

__all__ = ["READERS", "Progress", "Reader", "read", "read_bytes", "read_html", "read_text"]
