"""Finding and replacing words over the whole report, its file and its findings: plain functions over their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core import acts, schema
from core.change import Change, Edit, Fact, FactEdit, Origin
from core.document import Document, Para
from core.finding import Finding
from core.model import PREAMBLE, TABLES, CellRef, Report
from core.place import Place
from gui.common.place_names import TABLE_SECTIONS, shape_of, spot_of
from gui.common.roles import Spot
from gui.common.texts import tr

TEXT, FIGURES, LABELS, COVER, SOURCE, FINDINGS = "正文", "表格", "表格栏目", "封面", "原文", "问题清单"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: a range of a paragraph, a whole cell, a fact of the cover, the label of a table
    (spot names its figures), a place of the file that the report does not hold, or a finding."""

    spot: Spot
    cell: CellRef | None = None
    fact: Fact | None = None
    place: Place | None = None
    finding: Finding | None = None
    where: str = TEXT

    @property
    def replaceable(self) -> bool:
        """Whether these words are the report's own."""
        return self.where in (TEXT, FIGURES, COVER)


def find(report: Report, words: str) -> list[Hit]:
    """Every hit that can be replaced, in the order of the report: the cover first, narrative before table in each
    section; none for no words."""
    if not words:
        return []
    facts = [Hit(Spot(PREAMBLE), fact=f, where=COVER) for f in Fact if words in str(getattr(report, f) or "")]
    return facts + [
        hit
        for part in report.parts
        for hit in (*_in_text(report, part.number, words), *_in_table(report, part.number, words))
    ]


def find_all(report: Report, words: str, document: Document | None, findings: Iterable[Finding]) -> list[Hit]:
    """Every hit: those of the report with the labels of its tables, then what only the file has, then the findings."""
    if not words:
        return []
    own = find(report, words)
    labels = [hit for table in TABLES if table in report.tables for hit in _in_labels(report, table, words)]
    told = [Hit(spot_of(f), finding=f, where=FINDINGS) for f in findings if words in f.message]
    return [*own, *labels, *_only_in_file(report, own, document, words), *told]


def _in_text(report: Report, number: int, words: str) -> Iterator[Hit]:
    for index, paragraph in enumerate(report.section(number).paragraphs):
        at = paragraph.text.find(words)
        while at >= 0:
            yield Hit(Spot(number, (), index, at, at + len(words)))
            at = paragraph.text.find(words, at + len(words))


def _in_table(report: Report, number: int, words: str) -> Iterator[Hit]:
    grid = report.tables.get(number) if number in TABLES else None
    if grid is None:
        return
    for ref in schema.shape(grid.edition, number).refs:
        if words in grid.cell(ref).raw:
            yield Hit(Spot(TABLE_SECTIONS[number], (ref,)), ref, where=FIGURES)


def _in_labels(report: Report, table: int, words: str) -> Iterator[Hit]:
    """Labels of the form, each with the figures that it stands for: those of its rows, or of a header's columns."""
    shape = shape_of(report, table)
    for label in shape.form:
        if label.ref is not None or words not in _BLANKS.sub("", label.text):
            continue
        header = label.row < shape.header_rows
        first, length = (label.column, label.colspan) if header else (label.row, label.rowspan)
        figures = [c for c in shape.form if c.ref and first <= (c.column if header else c.row) < first + length]
        if figures:
            yield Hit(Spot(TABLE_SECTIONS[table], tuple(c.ref for c in figures if c.ref)), where=LABELS)


def _only_in_file(report: Report, own: list[Hit], document: Document | None, words: str) -> Iterator[Hit]:
    """Places of the file where the report has no hit of its own: headings, what found no place, what was changed."""
    # Labels of a statutory table were found in the report's own form, its figures too.
    statutory = {cell.place.block for grid in report.tables.values() for cell in grid.cells.values() if cell.place}
    known = set()
    for hit in own:
        if hit.cell is not None:
            place = report.cell(hit.cell).place
        elif hit.spot.paragraph is not None:
            place = report.section(hit.spot.section).paragraphs[hit.spot.paragraph].place
        else:
            continue
        if place is not None:
            known.add((place.block, place.row, place.column))
    for number, block in enumerate(document.blocks if document else ()):
        if isinstance(block, Para):
            if words in block.text and (number, None, None) not in known:
                yield Hit(Spot(PREAMBLE), place=_placed(block.place, number), where=SOURCE)
            continue
        for cell in block.cells:
            if words in cell.text and (number, cell.row, cell.column) not in known and number not in statutory:
                place = Place(number, cell.row, cell.column, cell.place.page, cell.place.box)
                yield Hit(Spot(PREAMBLE), place=place, where=SOURCE)


def _placed(place: Place, block: int) -> Place:
    return Place(block, place.row, place.column, place.page, place.box)


def replace_one(report: Report, hit: Hit, words: str, by: str) -> Change:
    """A change of one hit that can be replaced."""
    label = tr("替换“{0}”", words)
    if hit.cell is not None:
        raw = report.cell(hit.cell).raw
        return acts.edit_cells(report, {hit.cell: raw.replace(words, by)}, label, Origin.REPLACED)
    if hit.fact is not None:
        return Change(label, Origin.REPLACED, _fact_edits(report, hit.fact, words, by))
    texts = [p.text for p in report.section(hit.spot.section).paragraphs]
    at = hit.spot.paragraph or 0
    texts[at] = texts[at][: hit.spot.start] + by + texts[at][hit.spot.end :]
    change = acts.edit_section(report, hit.spot.section, texts)
    return Change(label, Origin.REPLACED, change.edits)


def _fact_edits(report: Report, fact: Fact, words: str, by: str) -> tuple[Edit, ...]:
    """The fact alone: other places where it stands are hits of their own. A year stays a year."""
    old = getattr(report, fact)
    new: str | int | None = str(old or "").replace(words, by)
    if fact is Fact.YEAR:
        new = int(new) if isinstance(new, str) and new.isdecimal() and len(new) == 4 else old
    return (FactEdit(fact, old, new),) if new != old else ()


def replace_all(report: Report, words: str, by: str) -> Change:
    """One change of every hit in texts, cells and on the cover."""
    hits = find(report, words)
    edits: list[Edit] = []
    for number in sorted({h.spot.section for h in hits if h.where == TEXT}):
        texts = [p.text.replace(words, by) for p in report.section(number).paragraphs]
        edits += acts.edit_section(report, number, [t for t in texts if t.strip()]).edits
    cells = {h.cell: report.cell(h.cell).raw.replace(words, by) for h in hits if h.cell is not None}
    edits += acts.edit_cells(report, cells, "", Origin.REPLACED).edits
    for hit in hits:
        if hit.fact is not None:
            edits += _fact_edits(report, hit.fact, words, by)
    return Change(tr("全部替换“{0}”为“{1}”（{2} 处）", words, by, len(hits)), Origin.REPLACED, tuple(edits))
