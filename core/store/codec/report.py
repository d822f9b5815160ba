"""A report as JSON text and back, exactly: every field, blanks and zeros apart, decimals as written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from core.model import Cell, CellRef, Grid, Heading, Note, Paragraph, Recognised, Report, Section, Unplaced
from core.place import Place
from core.values import BLANK, Blank, Mark, Number, Unread, Unreadable, Value

FORMAT = 1

Json = Any  # what json.loads gives; the shape is this module's business


class CodecError(Exception):
    """The text is not what dump() writes: a newer format, or bytes that only look like one."""


def dump(report: Report) -> str:
    """One line of JSON. Cells take their table's number, so every ref of a grid must carry it."""
    return compact(
        {
            "format": FORMAT,
            "edition": report.edition,
            "title": report.title,
            "agency": report.agency,
            "year": report.year,
            "preamble": [paragraph_row(p) for p in report.preamble],
            "sections": [_section_row(s) for s in report.sections],
            "tables": [[number, *_grid_row(grid)] for number, grid in report.tables.items()],
            "closing": [paragraph_row(p) for p in report.closing],
            "outline": [[h.text, h.section, place_row(h.place)] for h in report.outline],
            "notes": [[n.message, place_row(n.place)] for n in report.notes],
            "unplaced": [[u.text, place_row(u.place), u.reason] for u in report.unplaced],
        }
    )


def load(text: str) -> Report:
    """The report dump() was given; CodecError when the text is of another kind or a newer format."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CodecError("not a report of this format")
    return Report(
        edition=data["edition"],
        title=data["title"],
        agency=data["agency"],
        year=data["year"],
        preamble=tuple(map(paragraph_of, data["preamble"])),
        sections=tuple(map(_section_of, data["sections"])),
        tables={row[0]: _grid_of(row[1:]) for row in data["tables"]},
        closing=tuple(map(paragraph_of, data["closing"])),
        outline=tuple(Heading(text, section, place_of(place)) for text, section, place in data["outline"]),
        notes=tuple(Note(message, place_of(place)) for message, place in data["notes"]),
        unplaced=tuple(Unplaced(text, place_of(place), reason) for text, place, reason in data["unplaced"]),
    )


def compact(data: Json) -> str:
    """JSON without blanks, Chinese characters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def value_row(value: Value) -> Json:
    """None for a blank, else [kind, content, unit, note]; a decimal is written as text because JSON has only floats."""
    match value:
        case Blank():
            return None
        case Number(Decimal() as figure, unit, note):
            return ["d", str(figure), unit, note] if note else ["d", str(figure), unit]
        case Number(figure, unit, note):
            return ["n", figure, unit, note] if note else ["n", figure, unit]
        case Mark(text):
            return ["m", text]
        case Unreadable(text):
            return ["u", text]
        case Unread(reason):
            return ["x", reason]


def value_of(row: Json) -> Value:
    """The value value_row() was given."""
    if row is None:
        return BLANK
    match row[0]:
        case "d":
            return Number(Decimal(row[1]), *row[2:4])
        case "n":
            return Number(*row[1:4])
        case "m":
            return Mark(row[1])
        case "u":
            return Unreadable(row[1])
        case "x":
            return Unread(row[1])
    raise CodecError(f"unknown kind of value: {row[0]!r}")


def place_row(place: Place | None) -> Json:
    """None, or [block, row, column, page, box] without the parts missing at its end."""
    if place is None:
        return None
    row = [place.block, place.row, place.column, place.page, list(place.box) if place.box is not None else None]
    while row and row[-1] is None:
        row.pop()
    return row


def place_of(row: Json) -> Place | None:
    """The place place_row() was given."""
    if row is None:
        return None
    block, line, column, page, box = row + [None] * (5 - len(row))
    return Place(block, line, column, page, tuple(box) if box is not None else None)


def ref_row(ref: CellRef) -> Json:
    """[table, row, column]."""
    return [ref.table, ref.row, ref.column]


def ref_of(row: Json) -> CellRef:
    """The ref ref_row() was given."""
    return CellRef(row[0], row[1], row[2])


def paragraph_row(paragraph: Paragraph) -> Json:
    """[text, place, bold, recognised]; only what is there."""
    bold = [list(span) for span in paragraph.bold]
    if paragraph.recognised:
        return [paragraph.text, place_row(paragraph.place), bold, 1]
    if bold:
        return [paragraph.text, place_row(paragraph.place), bold]
    return [paragraph.text] if paragraph.place is None else [paragraph.text, place_row(paragraph.place)]


def paragraph_of(row: Json) -> Paragraph:
    """The paragraph paragraph_row() was given."""
    text, place, bold, recognised = row + [None, [], 0][len(row) - 1 :]
    return Paragraph(text, place_of(place), tuple((start, end) for start, end in bold), bool(recognised))


def _section_row(section: Section) -> Json:
    paragraphs = [paragraph_row(p) for p in section.paragraphs]
    row = [section.number, section.heading, paragraphs, section.table_at, place_row(section.place)]
    return [*row, section.unread] if section.unread else row


def _section_of(row: Json) -> Section:
    number, heading, paragraphs, table_at, place = row[:5]
    unread = row[5] if len(row) > 5 else ""
    return Section(number, heading, tuple(map(paragraph_of, paragraphs)), table_at, place_of(place), unread)


def _grid_row(grid: Grid) -> Json:
    cells = [[ref.row, ref.column, *_cell_row(cell)] for ref, cell in grid.cells.items()]
    return [grid.table, grid.edition, cells]


def _grid_of(row: Json) -> Grid:
    table, edition, cells = row
    return Grid(table, edition, {CellRef(table, c[0], c[1]): _cell_of(c[2:]) for c in cells})


def _cell_row(cell: Cell) -> Json:
    row = [cell.raw, value_row(cell.value), cell.source, place_row(cell.place)]
    if cell.recognised is not None:
        row.append([int(cell.recognised.sure), cell.recognised.second, cell.recognised.certainty])
    return row


def _cell_of(row: Json) -> Cell:
    raw, value, source, place = row[:4]
    recognised = Recognised(bool(row[4][0]), *row[4][1:]) if len(row) > 4 else None
    return Cell(raw, value_of(value), source, place_of(place), recognised)
