"""Random valid reports of both editions, rendered as Documents, HTML and text, with oddities switched on.

All agencies and sentences are invented. A Truth is what was written; `verdict` compares a Report with it: a
figure must come back exact, or its cell must be empty, with a note, and its text must stand in `unplaced`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from core import schema, text, values
from core.document import Block, Document, Para, RawCell, RawTable
from core.extract.tables import form_labels
from core.model import ANNEX_HEADING, CellRef, Report
from core.place import Place
from core.values import CellKind, Number

AGENCY = "云溪县民政局"
HEADINGS = schema.load("2021").headings
TEXTS = {
    1: (
        "本年度我局围绕婚姻登记、养老服务和社会救助，持续做好各项公开工作。",
        "（一）主动公开。全年在县门户网站发布信息 86 条。",
    ),
    5: ("一是解读材料的形式还不够多样。", "二是今后将加强对乡镇民政干部的培训。"),
    6: ("本年度未收取信息处理费。",),
}
BLANKS = ("", " ", "\u3000", "\xa0", "\u2002")
MARKS = ("/", "／", "-", "--", "—", "－－", "无", "不涉及", "不适用", "N/A")


@dataclass
class Piece:
    """A cell while a table is being bent: text, place in the grid, spans, and the figure it stands for."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    ref: CellRef | None = None


@dataclass
class Table:
    """A table while it is being bent."""

    pieces: list[Piece]

    @property
    def rows(self) -> int:
        return max((p.row + p.rowspan for p in self.pieces), default=0)

    @property
    def columns(self) -> int:
        return max((p.column + p.colspan for p in self.pieces), default=0)

    def copy(self) -> Table:
        return Table([replace(p) for p in self.pieces])


@dataclass
class Truth:
    """A report as written: raw texts of its figures, title, paragraphs."""

    edition: str
    year: int
    figures: dict[CellRef, str]
    title: str
    agency: str = AGENCY
    texts: dict[int, tuple[str, ...]] = field(default_factory=lambda: dict(TEXTS))
    headings: tuple[str, ...] = HEADINGS
    preamble: tuple[str, ...] = ("根据《中华人民共和国政府信息公开条例》要求，编制本报告。",)
    closing: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


def truth(
    rng: random.Random, edition: str = "2021", raw: Callable[[random.Random, CellKind], str] | None = None
) -> Truth:
    """A random report; raw draws the text of a cell."""
    year = rng.choice((2021, 2022, 2023) if edition == "2021" else (2019, 2020))
    figures = {
        ref: (raw or plain_figure)(rng, kind)
        for table in (2, 3, 4)
        for ref, kind in schema.shape(edition, table).kinds.items()
    }
    return Truth(edition, year, figures, f"{AGENCY}{year}年政府信息公开工作年度报告")


def plain_figure(rng: random.Random, kind: CellKind) -> str:
    """A figure as most files have it; all different enough that a shifted cell is seen."""
    if kind is CellKind.MONEY:
        return rng.choice(("0", f"{rng.randint(1, 9999)}.{rng.randint(1, 9999):04}", str(rng.randint(1, 999))))
    number = str(rng.choice((0, 0, rng.randint(1, 9), rng.randint(10, 9999))))
    return rng.choice(("", "+", "-", "增", "减")) + number if kind is CellKind.SIGNED and number != "0" else number


def odd_figure(rng: random.Random, kind: CellKind) -> str:
    """A figure in any of the writings that real files show, blanks and marks among them."""
    draw = rng.random()
    if draw < 0.15:
        return rng.choice(BLANKS)
    if draw < 0.25:
        return rng.choice(MARKS)
    raw = plain_figure(rng, kind)
    if kind is CellKind.COUNT:
        number = int(raw)
        raw = rng.choice(
            (raw, f"{number:,}", f"{number:,}".replace(",", "，"), full_width(raw), f"{raw}件", f"{raw}.0")
        )
    elif kind is CellKind.MONEY:
        raw = rng.choice((raw, raw + "万元", f"{rng.randint(0, 10**6)}元", full_width(raw)))
    return rng.choice(("", " ", "\u3000", "\xa0")) + raw + rng.choice(("", " ", "\u3000"))


def full_width(raw: str) -> str:
    return raw.translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})


def form_table(written: Truth, table: int) -> Table:
    """A statutory table as the form prints it, filled."""
    shape = schema.shape(written.edition, table)
    return Table(
        [
            Piece(written.figures[c.ref] if c.ref else c.text, c.row, c.column, c.rowspan, c.colspan, c.ref)
            for c in shape.form
        ]
    )


# Bending.


def per_label(table: Table, change: Callable[[str], str]) -> Table:
    """Every label rewritten."""
    return Table([replace(p, text=p.text if p.ref else change(p.text)) for p in table.pieces])


def flatten(table: Table, repeat: bool) -> Table:
    """Spans lost: each merged label becomes single cells, its text in all of them or in the first only."""
    pieces = []
    for p in table.pieces:
        for row in range(p.row, p.row + p.rowspan):
            for column in range(p.column, p.column + p.colspan):
                first = (row, column) == (p.row, p.column)
                keep = first or (repeat and p.ref is None)
                pieces.append(Piece(p.text if keep else "", row, column, ref=p.ref if first else None))
    return Table(pieces)


def insert_column(table: Table, at: int, texts: dict[int, str] | None = None) -> Table:
    """A column more before column `at`: cells that span over it grow, rows get a cell with texts[row] or ''."""
    pieces, covered = [], set()
    for p in table.pieces:
        if p.column >= at:
            pieces.append(replace(p, column=p.column + 1))
        elif p.column + p.colspan > at:
            pieces.append(replace(p, colspan=p.colspan + 1))
            covered |= set(range(p.row, p.row + p.rowspan))
        else:
            pieces.append(replace(p))
    pieces += [Piece((texts or {}).get(r, ""), r, at) for r in range(table.rows) if r not in covered]
    return Table(pieces)


def drop_row(table: Table, row: int) -> Table:
    """A row gone; cells spanning over it shrink, a group's label that began in it moves down."""
    pieces = []
    for p in table.pieces:
        if p.row == row and p.rowspan == 1:
            continue
        if p.row <= row < p.row + p.rowspan:
            pieces.append(replace(p, rowspan=p.rowspan - 1))
        else:
            pieces.append(replace(p, row=p.row - (p.row > row)))
    return Table(pieces)


def insert_row(table: Table, row: int, texts: Sequence[str], spans: Sequence[int] | None = None) -> Table:
    """A row more before `row`, as single cells from the left (or with the given spans)."""
    pieces = []
    for p in table.pieces:
        if p.row >= row:
            pieces.append(replace(p, row=p.row + 1))
        elif p.row + p.rowspan > row:
            pieces.append(replace(p, rowspan=row - p.row))
            rest = p.row + p.rowspan - row
            pieces.append(Piece("", row + 1, p.column, rest, p.colspan))
        else:
            pieces.append(replace(p))
    column = 0
    for value, span in zip(texts, spans or [1] * len(texts), strict=True):
        pieces.append(Piece(value, row, column, 1, span))
        column += span
    return Table(pieces)


def split(table: Table, row: int, repeat_header: int = 0) -> tuple[Table, Table]:
    """Two tables, the second beginning with `row`; spanning labels continue as empty cells."""
    upper, lower = [], []
    for p in table.pieces:
        if p.row + p.rowspan <= row:
            upper.append(replace(p))
        elif p.row >= row:
            lower.append(replace(p, row=p.row - row + repeat_header))
        else:
            upper.append(replace(p, rowspan=row - p.row))
            lower.append(Piece("", repeat_header, p.column, p.row + p.rowspan - row, p.colspan))
    header = [replace(p) for p in table.pieces if p.row + p.rowspan <= repeat_header]
    return Table(upper), Table(header + lower)


def cut_row(table: Table, row: int, figures_above: bool = True, at: float = 0.5) -> tuple[Table, Table]:
    """A row cut by a page: half of its label on each side, all its figures on one."""
    upper, lower = split(insert_row(table, row + 1, [""], [1]), row + 1)
    lower.pieces = [p for p in lower.pieces if p.row != 0]
    for p in [p for p in upper.pieces if p.row == row]:
        label = "" if p.ref else p.text
        half = max(1, int(len(label) * at)) if p.row + p.rowspan - 1 == row and p.rowspan == 1 else len(label)
        lower.pieces.append(Piece(label[half:], 0, p.column, 1, p.colspan))
        if p.ref is None:
            p.text = label[:half]
        elif not figures_above:
            lower.pieces[-1] = Piece(p.text, 0, p.column, 1, p.colspan, p.ref)
            p.text, p.ref = "", None
    covered = {c for p in lower.pieces if p.row == 0 for c in range(p.column, p.column + p.colspan)}
    lower.pieces += [Piece("", 0, c) for c in range(table.columns) if c not in covered]
    return upper, lower


def joined(upper: Table, lower: Table) -> Table:
    """Two tables as one."""
    return Table(upper.pieces + [replace(p, row=p.row + upper.rows) for p in lower.pieces])


def transposed(table: Table) -> Table:
    return Table([Piece(p.text, p.column, p.row, p.colspan, p.rowspan, p.ref) for p in table.pieces])


def three_rows(written: Truth) -> Table:
    """Table 4 with the three blocks as rows."""
    shape = schema.shape(written.edition, 4)
    pieces = [Piece("", 0, 0, 1, 2)]
    pieces += [Piece(c.label, 0, 2 + i) for i, c in enumerate(shape.rows[0].columns)]
    pieces += [Piece("行政复议", 1, 0, 1, 2), Piece("行政诉讼", 2, 0, 2, 1)]
    pieces += [Piece("未经复议直接起诉", 2, 1), Piece("复议后起诉", 3, 1)]
    for r, row in enumerate(shape.rows):
        for c, column in enumerate(row.columns):
            ref = CellRef(4, row.key, column.key)
            pieces.append(Piece(written.figures[ref], 1 + r, 2 + c, ref=ref))
    return Table(pieces)


# Rendering.


def raw_table(table: Table, ragged: bool = False) -> RawTable:
    """As a reader would give it; a ragged one keeps the order of the cells in each row only."""
    cells = []
    for row in range(table.rows):
        own = sorted((p for p in table.pieces if p.row == row), key=lambda p: p.column)
        for n, p in enumerate(own):
            if ragged:
                cells.append(RawCell(p.text, row, n))
            else:
                cells.append(RawCell(p.text, row, p.column, p.rowspan, p.colspan))
    return RawTable(tuple(cells), table.rows, table.columns, Place(), ragged)


Part = str | Table | RawTable | Para


def parts_of(written: Truth, tables: dict[int, Sequence[Part]] | None = None) -> list[Part]:
    """The whole report as parts in order; tables replace the form's own."""
    given = {t: tables[t] if tables and t in tables else [form_table(written, t)] for t in (2, 3, 4)}
    parts: list[Part] = [*written.front, written.title, *written.preamble]
    for number, heading in enumerate(written.headings, 1):
        parts += [heading, *written.texts.get(number, ()), *given.get(number, ())]
    return [*parts, *written.closing, *written.foot]


def document(parts: Iterable[Part], kind: str = "docx") -> Document:
    """Parts as a Document with places."""
    blocks: list[Block] = []
    for part in parts:
        place = Place(block=len(blocks))
        if isinstance(part, str):
            blocks.append(Para(part, place))
        elif isinstance(part, Para):
            blocks.append(replace(part, place=place))
        else:
            raw = part if isinstance(part, RawTable) else raw_table(part)
            cells = tuple(replace(c, place=Place(place.block, c.row, c.column)) for c in raw.cells)
            blocks.append(replace(raw, cells=cells, place=place))
    return Document(kind, tuple(blocks))


def html(parts: Iterable[Part]) -> bytes:
    """Parts as a web page."""
    out = ["<html><head><meta charset='utf-8'></head><body>"]
    for part in parts:
        if isinstance(part, Table):
            out.append("<table border=1>")
            for row in range(part.rows):
                own = sorted((p for p in part.pieces if p.row == row), key=lambda p: p.column)
                cells = (f"<td rowspan={p.rowspan} colspan={p.colspan}>{p.text}</td>" for p in own)
                out.append("<tr>" + "".join(cells) + "</tr>")
            out.append("</table>")
        else:
            out.append(f"<p>{part}</p>")
    return "\n".join([*out, "</body></html>"]).encode()


def plain_text(parts: Iterable[Part], style: str) -> str:
    """Parts as text: style "tabs" (a row a line), "cells" (a tabbed cell a line), "pipes", or "bare" (a cell a
    paragraph, blank ones as two blanks)."""
    out: list[str] = []
    for part in parts:
        if not isinstance(part, Table):
            out += [str(part), ""]
            continue
        for row in range(part.rows):
            own = [p.text for p in sorted((p for p in part.pieces if p.row == row), key=lambda p: p.column)]
            if style in ("tabs", "pipes"):
                own = [t.replace("\n", "") for t in own]
            if style == "tabs":
                out.append("\t".join(own))
            elif style == "pipes":
                out.append("|" + "|".join(own) + "|")
            elif style == "cells":
                out += [*("\t" + t for t in own), ""]
            else:
                out += [line for t in own for line in ("  " + t, "")]
        out.append("")
    return "\n".join(out)


# Judging.


def expected(written: Truth) -> dict[CellRef, values.Value]:
    """What each figure means."""
    return {
        ref: values.parse(written.figures[ref], kind)
        for table in (2, 3, 4)
        for ref, kind in schema.shape(written.edition, table).kinds.items()
    }


def wrong(report: Report, written: Truth) -> list[str]:
    """Every figure that did not come back exact."""
    found = []
    for ref, value in expected(written).items():
        got = report.cell(ref)
        if values.amount(got.value) != values.amount(value):
            found.append(f"{ref.table}.{ref.row}.{ref.column}: {got.raw!r} for {written.figures[ref]!r}")
    return found


def silently_wrong(report: Report, written: Truth) -> list[str]:
    """Figures that came back as another figure, or got lost without a word."""
    found = []
    lost = "\n".join(u.text for u in report.unplaced)
    for ref, value in expected(written).items():
        got = report.cell(ref)
        if values.amount(got.value) == values.amount(value):
            continue
        raw = text.strip(written.figures[ref])
        if isinstance(got.value, Number):
            found.append(f"{ref}: {got.raw!r} instead of {raw!r}")
        elif raw not in lost or not report.notes:
            found.append(f"{ref}: {raw!r} is lost")
    return found


def lost_text(doc: Document, report: Report) -> list[str]:
    """Texts of the document that the report does not hold any more (known labels aside)."""
    kept = [report.title, *(u.text + u.reason for u in report.unplaced), *(n.message for n in report.notes)]
    kept += [p.text for p in (*report.preamble, *report.closing)]
    kept += [t for s in report.sections for t in (s.heading or "", *(p.text for p in s.paragraphs))]
    kept += [*(h.text for h in report.outline), ANNEX_HEADING]
    pool = text.squeeze("\n".join(kept))
    cells = {text.squeeze(c.source or "") for g in report.tables.values() for c in g.cells.values()}

    def held(raw: str) -> bool:
        plain = text.squeeze(raw)
        if not plain or plain in pool or plain in cells or any(s >= 0.9 for _, s in form_labels.matches(raw)):
            return True
        return form_labels.is_part_of_label(raw)  # a page break has cut a label

    found = []
    for block in doc.blocks:
        raws = [block.text] if isinstance(block, Para) else [c.text for c in block.cells]
        for raw in raws:
            if not held(raw) and not all(held(part) for part in raw.split()):
                found.append(raw)
    return found
