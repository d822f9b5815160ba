"""What every reader shares: the shape of a reader, its progress, its bounds, its sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.document import Document, Result

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise core.errors.Cancelled, which readers let through."""

MEGABYTE = 1024 * 1024
LARGEST_FILE = 100 * MEGABYTE  # a report is some hundred kilobytes; scans inside reach tens of megabytes
LARGEST_PART = 64 * MEGABYTE  # one XML part unpacked: a 300-page report has about 5 MB
LARGEST_RATIO = 300  # unpacked to packed; Word's own XML stays under 60
DEEPEST_NESTING = 40  # tables inside tables, controls inside controls: beyond it only the text is kept


@dataclass(frozen=True, slots=True)
class Reader:
    """One file type. sniff looks at the content (the name only breaks ties); read raises ReadError."""

    kind: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes, Progress | None], Result[Document]]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""
