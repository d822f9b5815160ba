"""Readers: bytes of a file to the neutral Document, one reader a file type behind one registry."""

from core.reading.reader import Progress, Reader
from core.reading.registry import READERS, open_archive, read, read_bytes, read_html, read_text
from core.reading.shared.limits import load

__all__ = ["READERS", "Progress", "Reader", "load", "open_archive", "read", "read_bytes", "read_html", "read_text"]
