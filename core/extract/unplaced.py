"""The last net: whatever no step has taken is shown as unplaced, so that no text of a file can get lost."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core import text
from core.document import Document, Para
from core.extract.sections.cover import title_at_start
from core.extract.sections.headings import heading_at_end
from core.extract.tables import form_labels
from core.extract.tables.figures import is_blank, is_written_figure
from core.extract.tables.lines import place_of
from core.extract.watch import Watch
from core.model import ANNEX_HEADING, Report, Unplaced
from core.place import Place


def unclaimed_texts(document: Document, report: Report, watch: Watch) -> tuple[Unplaced, ...]:
    """Texts of the document that neither the report nor the form's own labels hold, in the file's order."""
    pool = ReportText.of(report)
    lost = []
    for raw, place, in_table in _pieces(document, watch):
        held = pool.holds_cell(raw, place) if in_table else pool.holds(raw, place)
        if not held:
            lost.append(Unplaced(raw, place, "未能归类的文字"))
    return tuple(lost)


Spot = tuple[int | None, int | None]
"""Block and row of the file; the row is None for a paragraph, and for all rows of a table together."""


@dataclass(frozen=True, slots=True)
class ReportText:
    """Everything a report holds: whole texts, all of them as one string, and both by where they stood in the file.

    What was taken nearly always stands at its own block and row or, where a page end tore a paragraph, at the last
    block before it that holds anything. Looking there first keeps 5,000 pages from being searched for each of their
    lines.
    """

    whole: frozenset[str]
    every: str
    placed: frozenset[Place]
    near: Mapping[Spot, str]
    unplaced: Mapping[Spot, str]
    blocks: Sequence[int]
    cursors: dict[Spot, int] = field(default_factory=dict)  # where the last text was found
    known: dict[str, bool] = field(default_factory=dict)  # replies of the search through everything

    @staticmethod
    def of(report: Report) -> ReportText:
        """Gather it once."""
        parts: set[str] = set()
        near: dict[Spot, list[str]] = {}
        unplaced: dict[Spot, list[str]] = {}
        for raw, place in _texts(report):
            parts.add(plain := text.squeeze(raw))
            near.setdefault(_spot(place), []).append(plain)
        for u in report.unplaced:
            plain = text.squeeze(u.text)
            for spot in {_spot(u.place), (_spot(u.place)[0], None)}:
                unplaced.setdefault(spot, []).append(plain)
        placed = (cell.place for grid in report.tables.values() for cell in grid.cells.values())
        return ReportText(
            frozenset(parts),
            "\n".join(parts),
            frozenset(place for place in placed if place),
            {spot: "\n".join(own) for spot, own in near.items()},
            {spot: "\n".join(own) for spot, own in unplaced.items()},
            sorted({block for block, _ in near if block is not None}),
        )

    def holds(self, raw: str, place: Place) -> bool:
        """A text as a whole or by its words."""
        return self._has(raw, place) or all(self._has(part, place) for part in raw.split())

    def _has(self, raw: str, place: Place) -> bool:
        plain = text.squeeze(raw)
        if not plain or plain in self.whole or self._has_near(plain, _spot(place)) or _is_of_form(raw):
            return True
        if plain not in self.known:
            self.known[plain] = plain in self.every
        return self.known[plain]

    def _has_near(self, plain: str, spot: Spot) -> bool:
        if spot not in self.near and spot[0] is not None and spot[1] is None:
            spot = (self.blocks[max(bisect(self.blocks, spot[0]) - 1, 0)] if self.blocks else None, None)
        held = self.near.get(spot, "")
        # The texts of a torn paragraph are asked for in its own order.
        at = held.find(plain, self.cursors.get(spot, 0))
        self.cursors[spot] = max(at, 0)
        return at >= 0 or plain in held

    def holds_cell(self, raw: str, place: Place) -> bool:
        """A cell's text: a figure must stand where it stood, or be named among the unplaced of its table."""
        if is_blank(raw) or place in self.placed:
            return True
        if not is_written_figure(raw):
            return self.holds(raw, place)
        plain, spot = text.squeeze(raw), _spot(place)
        return plain in self.unplaced.get(spot, "") or plain in self.unplaced.get((spot[0], None), "")


def _spot(place: Place | None) -> Spot:
    return (place.block, place.row) if place else (None, None)


def _is_of_form(raw: str) -> bool:
    """A label of the form, well enough written, or a piece of one that a page break has cut."""
    if any(score >= 0.9 for _, score in form_labels.matches(raw)):
        return True
    return form_labels.is_part_of_label(raw)


def _pieces(document: Document, watch: Watch) -> Iterator[tuple[str, Place, bool]]:
    for _, block in watch.over(document.blocks):
        if isinstance(block, Para):
            at = heading_at_end(block.text) or title_at_start(block.text) or len(block.text)
            yield block.text[:at], block.place, False
            yield block.text[at:], block.place, False
        else:
            yield from ((cell.text, place_of(cell, block), True) for cell in block.cells)


def _texts(report: Report) -> Iterator[tuple[str, Place | None]]:
    """Everything a report holds of its file, each with the place it came from."""
    yield ANNEX_HEADING, None
    yield report.title, None
    for paragraph in (*report.preamble, *report.closing):
        yield paragraph.text, paragraph.place
    for section in report.sections:
        yield section.heading or "", section.place
        yield from ((p.text, p.place) for p in section.paragraphs)
    yield from ((h.text, h.place) for h in report.outline)
    yield from ((cell.source or "", cell.place) for grid in report.tables.values() for cell in grid.cells.values())
    yield from ((part, u.place) for u in report.unplaced for part in (u.text, u.reason))
    yield from ((note.message, None) for note in report.notes)
