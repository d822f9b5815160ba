"""The last net: whatever no step has taken is shown as unplaced, so that no text of a file can get lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core import text
from core.document import Document, Para
from core.extract.sections.headings import heading_at_end
from core.extract.tables import form_labels
from core.extract.tables.figures import is_blank, is_written_figure
from core.extract.tables.lines import place_of
from core.model import ANNEX_HEADING, Report, Unplaced
from core.place import Place


def unclaimed_texts(document: Document, report: Report) -> tuple[Unplaced, ...]:
    """Texts of the document that neither the report nor the form's own labels hold, in the file's order."""
    pool = ReportText.of(report)
    lost = []
    for raw, place, in_table in _pieces(document):
        held = pool.holds_cell(raw, place) if in_table else pool.holds(raw)
        if not held:
            lost.append(Unplaced(raw, place, "未能归类的文字"))
    return tuple(lost)


@dataclass(frozen=True, slots=True)
class ReportText:
    """Everything a report holds: whole texts, all of them as one string, and both by table for its cells, whose
    short texts would be found anywhere."""

    whole: frozenset[str]
    every: str
    placed: frozenset[Place]
    by_block: Mapping[int | None, str]

    @staticmethod
    def of(report: Report) -> ReportText:
        """Gather it once."""
        parts = [text.squeeze(part) for part in _texts(report)]
        cells = [cell for grid in report.tables.values() for cell in grid.cells.values() if cell.place]
        by_block: dict[int | None, str] = {}
        for u in report.unplaced:
            block = u.place.block if u.place else None
            by_block[block] = f"{by_block.get(block, '')}\n{text.squeeze(u.text)}"
        placed = frozenset(cell.place for cell in cells if cell.place)
        return ReportText(frozenset(parts), "\n".join(parts), placed, by_block)

    def holds(self, raw: str) -> bool:
        """A paragraph's text, as a whole or by its words."""
        return self._has(raw) or all(self._has(part) for part in raw.split())

    def _has(self, raw: str) -> bool:
        plain = text.squeeze(raw)
        return not plain or plain in self.whole or _is_of_form(raw) or plain in self.every

    def holds_cell(self, raw: str, place: Place) -> bool:
        """A cell's text: a figure must stand where it stood, or be named among the unplaced of its table."""
        if is_blank(raw) or place in self.placed:
            return True
        if not is_written_figure(raw):
            return self.holds(raw)
        return text.squeeze(raw) in self.by_block.get(place.block, "")


def _is_of_form(raw: str) -> bool:
    """A label of the form, well enough written, or a piece of one that a page break has cut."""
    if any(score >= 0.9 for _, score in form_labels.matches(raw)):
        return True
    return form_labels.is_part_of_label(raw)


def _pieces(document: Document) -> Iterator[tuple[str, Place, bool]]:
    for block in document.blocks:
        if isinstance(block, Para):
            at = heading_at_end(block.text) or len(block.text)
            yield block.text[:at], block.place, False
            yield block.text[at:], block.place, False
        else:
            yield from ((cell.text, place_of(cell, block), True) for cell in block.cells)


def _texts(report: Report) -> Iterable[str]:
    """Everything a report holds of its file."""
    yield ANNEX_HEADING
    yield report.title
    for paragraph in (*report.preamble, *report.closing):
        yield paragraph.text
    for section in report.sections:
        yield section.heading or ""
        yield from (p.text for p in section.paragraphs)
    yield from (h.text for h in report.outline)
    yield from (cell.source or "" for grid in report.tables.values() for cell in grid.cells.values())
    yield from (part for u in report.unplaced for part in (u.text, u.reason))
    yield from (note.message for note in report.notes)
