"""Reports of our own writing, and what the sample databases hold."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from core import schema
from core.change import CellEdit, Change, Origin, apply
from core.model import TABLES, Cell, CellRef, CellText, Grid, Paragraph, Report, Section
from core.place import Place
from core.store.history import History, Snapshot, State
from core.values import CellKind, parse

AGENCY = "云溪县民政局"


def grid(edition: str, table: int, figure: str = "3") -> Grid:
    shape = schema.shape(edition, table)
    cells = {}
    for i, (ref, kind) in enumerate(shape.kinds.items()):
        raw = "12.5" if kind is CellKind.MONEY else figure
        place = Place(7, i // 8, i % 8, 3, (90.25 + i, 101.5, 120.125 + i, 118.75))
        cells[ref] = Cell(raw, parse(raw, kind), raw, place)
    return Grid(table, edition, cells)


def report(agency: str | None = AGENCY, year: int | None = 2023, figure: str = "3", words: str = "") -> Report:
    edition = schema.edition_of(year or 2023)
    headings = schema.load(edition).headings
    sections = []
    for number in range(1, 7):
        text = f"{year}年，{agency}在第{number}个方面稳步推进政务公开，回应群众关切。{words}"
        sections.append(Section(number, headings[number - 1], (Paragraph(text, Place(number)),), 0, Place(number)))
    return Report(
        edition=edition,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        year=year,
        preamble=(Paragraph("本报告由六个部分组成。", Place(1), ((0, 3),)),),
        sections=tuple(sections),
        tables={n: grid(edition, n, figure) for n in TABLES},
    )


def with_figure(base: Report, ref: CellRef, raw: str) -> Report:
    cell = replace(base.cell(ref), raw=raw, value=parse(raw, CellKind.COUNT))
    return base.with_cells({ref: cell})


def edit(base: Report, ref: CellRef, raw: str) -> Change:
    cell = base.cell(ref)
    new = CellText(raw, parse(raw, CellKind.COUNT))
    return Change("修改数字", Origin.TYPED, (CellEdit(ref, CellText(cell.raw, cell.value), new),))


RECEIVED = CellRef(3, "received", "natural_person")
WHEN = "2024-01-03T07:30:00+00:00"


def clock(start: int = 1):
    """A time a day later at every call, from the start-th of January 2024 (at most 31 calls)."""
    days = iter(range(start, 32))
    return lambda: f"2024-01-{next(days):02}T08:00:00.000000+00:00"


def fill(history: History) -> None:
    """The content of every sample database tests/data/store/v*.db.

    A sample is made once, by the program that first wrote the version, and never changed:
    History(path, now=store_support.clock()), fill, close, then journal_mode DELETE and VACUUM.
    """
    source = "云溪县民政局2022年年报原文".encode()
    first = Snapshot(report(year=2022), source_name="云溪县民政局2022.txt", source_bytes=source, state=State.FINAL)
    history.save(first, "报送稿")
    draft = report(year=2023, words="群众来信来访均已答复。")
    finding = {"rule": "t3.row_sum", "severity": "error", "message": "合计不符"}
    saved = history.save(Snapshot(draft, findings=(finding,)), "初稿")
    change = edit(draft, RECEIVED, "18")
    mended = Snapshot(apply(draft, change), ((change, WHEN),), (), ({"rule": "year.jump", "reason": "机构合并"},))
    history.save(replace(mended, parent=saved.id, report_id=saved.report_id), "改正合计")
    history.save(Snapshot(report(agency="青石镇人民政府", year=2019)))


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong: pages, indexes, foreign keys."""
    connection = sqlite3.connect(path)
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def settings_of(path: Path, *pragmas: str) -> list:
    connection = sqlite3.connect(path)
    try:
        return [connection.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
    finally:
        connection.close()
