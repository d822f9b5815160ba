"""Live SUM checks beside the tables: each shows 平, or by how much the parts exceed or miss the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import CellRef
from core.schema import TableShape

CHECK_FORMAT = '"多 "0;"少 "0;"平"'


@dataclass(frozen=True, slots=True)
class CheckFormula:
    """A formula that takes wholes from parts: where it goes (row and column of the sheet, from 1), and the
    coordinates of both ("D5")."""

    row: int
    column: int
    parts: tuple[str, ...]
    wholes: tuple[str, ...]

    @property
    def formula(self) -> str:
        """SUM passes over blanks and text, so a "/" does no harm: =SUM(D5,E5)-SUM(F5)."""
        return f"=SUM({','.join(self.parts)})-SUM({','.join(self.wholes)})"


@dataclass(frozen=True, slots=True)
class CheckCaption:
    """A caption and its place for a line of checks."""

    row: int
    column: int
    caption: str


def checks(
    form: TableShape, at: Mapping[CellRef, str], last: tuple[int, int]
) -> tuple[list[CheckCaption], list[CheckFormula]]:
    """Captions and formulas of a table. at maps refs to sheet coordinates ("D5"); last is the table's last
    row and column. Table 2 has no sums inside it."""
    lines = {3: _requests, 4: _reviews}.get(form.table)
    return lines(form, at, last) if lines else ([], [])


def _requests(
    form: TableShape, at: Mapping[CellRef, str], last: tuple[int, int]
) -> tuple[list[CheckCaption], list[CheckFormula]]:
    rows, columns = [r.key for r in form.rows], [c.key for c in form.rows[0].columns]
    parts = rows[rows.index("granted") : rows.index("results_total")]
    bottom, right = last
    captions = [
        CheckCaption(form.header_rows, right + 1, "六类申请人之和与总计"),
        CheckCaption(bottom + 1, 1, "第一项＋第二项 与 （七）总计＋第四项"),
        CheckCaption(bottom + 2, 1, "（一）至（六）之和 与 （七）总计"),
    ]
    across = {row: tuple(at[CellRef(3, row, c)] for c in columns) for row in rows}
    found = [CheckFormula(_row(at, row), right + 1, across[row][:-1], across[row][-1:]) for row in rows]
    for column in columns:
        cell = {row: at[CellRef(3, row, column)] for row in rows}
        place = _column(form, column)
        given, done = (cell["received"], cell["carried_in"]), (cell["results_total"], cell["carried_forward"])
        found += [
            CheckFormula(bottom + 1, place, given, done),
            CheckFormula(bottom + 2, place, tuple(cell[row] for row in parts), (cell["results_total"],)),
        ]
    return captions, found


def _reviews(
    form: TableShape, at: Mapping[CellRef, str], last: tuple[int, int]
) -> tuple[list[CheckCaption], list[CheckFormula]]:
    # A blank row between: our own reader would take the sums for a second row of figures.
    bottom, right = last[0] + 1, last[1]
    totals = [c for c in form.form if c.ref and c.ref.column == "total"]
    found = []
    for cell, row in zip(totals, form.rows, strict=True):
        places = tuple(at[CellRef(4, row.key, c.key)] for c in row.columns)
        found.append(CheckFormula(bottom + 1, cell.column + 1, places[:-1], places[-1:]))
    return [CheckCaption(bottom + 1, right + 1, "← 四种结果之和与总计")], found


def _row(at: Mapping[CellRef, str], row: str) -> int:
    return int(at[CellRef(3, row, "total")].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _column(form: TableShape, column: str) -> int:
    return next(c.column for c in form.form if c.ref and c.ref.column == column) + 1
