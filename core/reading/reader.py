"""What every reader shares: the shape of a reader, its progress, its bounds, its sentences."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.document import Document, Progress, Result

__all__ = ["PROGRESS_EVERY", "Progress", "Reader", "garbage_collection_paused", "no_progress"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One file type. sniff looks at the content (the name only breaks ties); read raises ReadError."""

    kind: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes, Progress | None], Result[Document]]


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Python's cycle collector off while a file is read: readers make many values and no cycles, and its
    rounds over all of them take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


PROGRESS_EVERY = 256  # paragraphs, rows or elements after which a reader reports how far it is


def no_progress(done: int, total: int) -> None:
    """Progress that nobody watches."""
