"""Live SUM checks beside the tables: each shows 平, or by how much the parts exceed or miss the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.model import CellRef
from core.schema import TableShape

CHECK_FORMAT = '"多 "0;"少 "0;"平"'


@dataclass(frozen=True, slots=True)
class CheckFormula:
    """A formula: where it goes (row and column of the sheet, from 1)."""

    row: int
    column: int
    formula: str


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


def difference(parts: Iterable[str], wholes: Iterable[str]) -> str:
    """Formula for parts minus wholes; SUM passes over blanks and text, so a "/" does no harm."""
    return f"=SUM({','.join(parts)})-SUM({','.join(wholes)})"


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
    found = [CheckFormula(_row(at, row), right + 1, _across(at, row, columns)) for row in rows]
    for column in columns:
        cell = {row: at[CellRef(3, row, column)] for row in rows}
        place = _column(form, column)
        balance = difference((cell["received"], cell["carried_in"]), (cell["results_total"], cell["carried_forward"]))
        found += [
            CheckFormula(bottom + 1, place, balance),
            CheckFormula(bottom + 2, place, difference([cell[row] for row in parts], [cell["results_total"]])),
        ]
    return captions, found


def _across(at: Mapping[CellRef, str], row: str, columns: list[str]) -> str:
    return difference([at[CellRef(3, row, c)] for c in columns[:-1]], [at[CellRef(3, row, columns[-1])]])


def _reviews(
    form: TableShape, at: Mapping[CellRef, str], last: tuple[int, int]
) -> tuple[list[CheckCaption], list[CheckFormula]]:
    bottom, right = last
    totals = [c for c in form.form if c.ref and c.ref.column == "total"]
    found = [
        CheckFormula(bottom + 1, cell.column + 1, formula)
        for cell, formula in zip(totals, _blocks(form, at), strict=True)
    ]
    return [CheckCaption(bottom + 1, right + 1, "← 四种结果之和与总计")], found


def _blocks(form: TableShape, at: Mapping[CellRef, str]) -> Iterator[str]:
    for row in form.rows:
        places = [at[CellRef(4, row.key, c.key)] for c in row.columns]
        yield difference(places[:-1], places[-1:])


def _row(at: Mapping[CellRef, str], row: str) -> int:
    return int(at[CellRef(3, row, "total")].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _column(form: TableShape, column: str) -> int:
    return next(c.column for c in form.form if c.ref and c.ref.column == column) + 1
