"""Finding and replacing words over the whole report: plain functions over its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core import acts, schema
from core.change import Change, Edit, Origin
from core.model import TABLES, CellRef, Report
from gui.common.place_names import TABLE_SECTIONS
from gui.common.roles import Spot
from gui.common.texts import tr


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: a range of a paragraph, or a whole cell."""

    spot: Spot
    cell: CellRef | None = None


def find(report: Report, words: str) -> list[Hit]:
    """Every hit in the order of the report, narrative before table in each section; none for no words."""
    if not words:
        return []
    return [
        hit
        for part in report.parts
        for hit in (*_in_text(report, part.number, words), *_in_table(report, part.number, words))
    ]


def _in_text(report: Report, number: int, words: str) -> Iterator[Hit]:
    for index, paragraph in enumerate(report.section(number).paragraphs):
        for match in re.finditer(re.escape(words), paragraph.text):
            yield Hit(Spot(number, (), index, match.start(), match.end()))


def _in_table(report: Report, number: int, words: str) -> Iterator[Hit]:
    grid = report.tables.get(number) if number in TABLES else None
    if grid is None:
        return
    for ref in schema.shape(grid.edition, number).refs:
        if words in grid.cell(ref).raw:
            yield Hit(Spot(TABLE_SECTIONS[number], (ref,)), ref)


def replace_one(report: Report, hit: Hit, words: str, by: str) -> Change:
    """A change of one hit."""
    label = tr("替换“{0}”", words)
    if hit.cell is not None:
        raw = report.cell(hit.cell).raw
        return acts.edit_cells(report, {hit.cell: raw.replace(words, by)}, label, Origin.REPLACED)
    texts = [p.text for p in report.section(hit.spot.section).paragraphs]
    at = hit.spot.paragraph or 0
    texts[at] = texts[at][: hit.spot.start] + by + texts[at][hit.spot.end :]
    change = acts.edit_section(report, hit.spot.section, texts)
    return Change(label, Origin.REPLACED, change.edits)


def replace_all(report: Report, words: str, by: str) -> Change:
    """One change of every hit in texts and cells."""
    hits = find(report, words)
    edits: list[Edit] = []
    for number in sorted({h.spot.section for h in hits if h.cell is None}):
        texts = [p.text.replace(words, by) for p in report.section(number).paragraphs]
        edits += acts.edit_section(report, number, [t for t in texts if t.strip()]).edits
    cells = {h.cell: report.cell(h.cell).raw.replace(words, by) for h in hits if h.cell is not None}
    edits += acts.edit_cells(report, cells, "", Origin.REPLACED).edits
    return Change(tr("全部替换“{0}”为“{1}”（{2} 处）", words, by, len(hits)), Origin.REPLACED, tuple(edits))
