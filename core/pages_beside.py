"""Pages of a scan or photos, to be looked at beside an empty report while it is typed in; nothing is read from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.document import Document
from core.errors import ReadError
from core.reading import load
from core.reading.file_pages import FilePages, pages_in

PagesIn = Callable[[Sequence[tuple[str, bytes]], bool], FilePages]
"""core.reading.file_pages.pages_in, or the same in a process of its own."""


@dataclass(frozen=True, slots=True)
class PagesBeside:
    """A file of pages: its content, its name for the clerk, and a Document without a word in it."""

    data: bytes
    name: str
    document: Document


def pages_beside(paths: Sequence[Path], look: PagesIn = pages_in) -> PagesBeside:
    """The pages of a PDF or OFD, or several photos as the pages of one PDF, in the order of their names. ReadError with
    a sentence for anything else."""
    files = [(path.name, load(path)) for path in sorted(paths)]
    pages = look(files, False)
    first, data = files[0]
    name = first if len(files) == 1 else f"{first} 等 {len(files)} 张照片"
    return PagesBeside(pages.made or data, name, Document(pages.kind, (), pages.count))


def pages_of(data: bytes, look: PagesIn = pages_in) -> Document | None:
    """The pages of a kept file that was laid beside a report; None where it has none that can be shown."""
    try:
        pages = look([("", data)], True)
    except ReadError:
        return None
    return Document(pages.kind, (), pages.count)
