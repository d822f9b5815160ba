"""What every reader shares: the shape of a reader, its progress, its bounds, its sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.document import Document, Result

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise core.errors.Cancelled, which readers let through."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One file type. sniff looks at the content (the name only breaks ties); read raises ReadError."""

    kind: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes, Progress | None], Result[Document]]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""
