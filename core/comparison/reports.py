"""What differs between two states of a report, as plain values: figures side by side, texts word by word.

The window only paints what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core import schema
from core.comparison.words import Kind, ParagraphDiff, Piece, paragraph_diffs
from core.model import CLOSING, PREAMBLE, TABLES, Cell, CellRef, Paragraph, Report
from core.values import Amount

__all__ = ["Comparison", "FactDiff", "FigureDiff", "Kind", "ParagraphDiff", "Piece", "TextDiff", "compare", "figures"]


@dataclass(frozen=True, slots=True)
class TextDiff:
    """A text of the report: section number (PREAMBLE, 1 to 6, CLOSING), headings as found, paragraphs in order."""

    section: int
    heading_before: str | None
    heading_after: str | None
    paragraphs: tuple[ParagraphDiff, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.heading_before != self.heading_after or any(p.kind is not Kind.SAME for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class FigureDiff:
    """A cell in both states; raw texts as written, None where the state lacks the table or the row.

    difference is after minus before, None unless both are figures. same_value marks another way of writing the
    same figure.
    """

    ref: CellRef
    name: str
    before: str | None
    after: str | None
    difference: Amount | None
    same_value: bool


@dataclass(frozen=True, slots=True)
class FactDiff:
    """A fact of the cover that differs, by its Chinese name; '' where it is missing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs; texts holds all texts, unchanged ones too (see TextDiff.changed)."""

    facts: tuple[FactDiff, ...]
    figures: tuple[FigureDiff, ...]
    texts: tuple[TextDiff, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not (self.facts or self.figures or any(text.changed for text in self.texts))


def compare(before: Report, after: Report) -> Comparison:
    """All differences from one state to the other."""
    return Comparison(_facts(before, after), figures(before, after), _texts(before, after))


def _facts(before: Report, after: Report) -> tuple[FactDiff, ...]:
    pairs = (
        ("标题", before.title, after.title),
        ("机关", before.agency, after.agency),
        ("年度", before.year, after.year),
        ("版式", before.edition, after.edition),
    )
    return tuple(FactDiff(name, _shown(old), _shown(new)) for name, old, new in pairs if old != new)


def _shown(value: str | int | None) -> str:
    return "" if value is None else str(value)


def figures(before: Report, after: Report) -> tuple[FigureDiff, ...]:
    """The cells that differ, in the form's order; a row that only one edition has counts as missing in the other."""
    return tuple(diff for table in TABLES for diff in _table_figures(before, after, table))


def _table_figures(before: Report, after: Report, table: int) -> Iterator[FigureDiff]:
    for ref, name in refs_of((before, after), table):
        old, new = _cell(before, ref), _cell(after, ref)
        if (old and (old.raw, old.value)) == (new and (new.raw, new.value)):
            continue
        yield _figure(ref, name, old, new)


def _figure(ref: CellRef, name: str, old: Cell | None, new: Cell | None) -> FigureDiff:
    before, after = (None if cell is None else cell.raw for cell in (old, new))
    if old is None or new is None:
        return FigureDiff(ref, name, before, after, None, False)
    return FigureDiff(ref, name, before, after, minus(new.amount, old.amount), old.value == new.value)


def refs_of(reports: Iterable[Report], table: int) -> list[tuple[CellRef, str]]:
    """The cells of a table in any of the reports and their names, those of the newest edition first."""
    editions = sorted({r.tables[table].edition for r in reports if table in r.tables}, reverse=True)
    names: dict[CellRef, str] = {}
    for shape in (schema.shape(edition, table) for edition in editions):
        for ref in shape.refs:
            names.setdefault(ref, shape.describe(ref))
    return list(names.items())


def _cell(report: Report, ref: CellRef) -> Cell | None:
    """None where the report has no such cell at all, which is not the same as an empty one."""
    grid = report.tables.get(ref.table)
    if grid is None or ref not in schema.shape(grid.edition, ref.table).kinds:
        return None
    return grid.cell(ref)


def minus(after: Amount | None, before: Amount | None) -> Amount | None:
    """The difference, None unless both are figures."""
    return None if after is None or before is None else after - before


def _texts(before: Report, after: Report) -> tuple[TextDiff, ...]:
    """Preamble, six sections, closing."""
    sections = (
        TextDiff(old.number, old.heading, new.heading, paragraph_diffs(_words(old.paragraphs), _words(new.paragraphs)))
        for old, new in zip(before.sections, after.sections, strict=True)
    )
    preamble = paragraph_diffs(_words(before.preamble), _words(after.preamble))
    closing = paragraph_diffs(_words(before.closing), _words(after.closing))
    return (TextDiff(PREAMBLE, None, None, preamble), *sections, TextDiff(CLOSING, None, None, closing))


def _words(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]
