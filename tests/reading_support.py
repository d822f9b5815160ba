"""Shorthand for looking at Documents: what stands in them as plain lists."""

from __future__ import annotations

from core.document import Document, Para, RawTable, Result


def texts(document: Document) -> list[str]:
    """Paragraphs in reading order, floating ones included."""
    return [block.text for block in document.blocks if isinstance(block, Para)]


def paras(document: Document) -> list[Para]:
    return [block for block in document.blocks if isinstance(block, Para)]


def tables(document: Document) -> list[RawTable]:
    return [block for block in document.blocks if isinstance(block, RawTable)]


def grid(table: RawTable) -> list[list[str]]:
    """Texts row by row, each row's own cells from left to right."""
    return [[cell.text for cell in row] for row in table.by_row()]


def spans(table: RawTable) -> dict[str, tuple[int, int, int, int]]:
    """Text → row, column, rowspan, colspan."""
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}


def messages(result: Result[Document]) -> list[str]:
    return [note.message for note in result.notes]


def shape_of(document: Document) -> str:
    """One letter a block: P a paragraph, T a table."""
    return "".join("P" if isinstance(block, Para) else "T" for block in document.blocks)
