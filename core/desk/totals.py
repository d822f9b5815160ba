"""The county's sums, cell by cell, with who contributed what; editions are never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core import extract, schema, values
from core.desk.model import BODY, GOVERNMENT, WHOLE, Collection, Row, RowState
from core.model import TABLES, Cell, CellRef, Grid, Report
from core.values import Amount, Blank, Unread, show

SCOPES = (
    ("all", "全县（部门、乡镇街道、政府本级）"),
    ("offices", "各部门和乡镇街道（不含政府本级）"),
    ("departments", "只算部门"),
    ("townships", "只算乡镇街道"),
    ("bodies", "只算企事业单位"),
    ("everything", "全县，连同企事业单位"),
)


@dataclass(frozen=True, slots=True)
class Total:
    """A cell's sum. shares are (row key, office, text, amount), amount None where there is no figure; blanks and
    unread name the offices without one."""

    sum: Amount
    shares: tuple[tuple[str, str, str, Amount | None], ...]
    blanks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the reports of one edition. left_out are (row key, office, reason); missing are offices without a
    report."""

    edition: str
    year: int
    cells: Mapping[CellRef, Total] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str, str], ...] = ()
    missing: tuple[str, ...] = ()


def government_row(collection: Collection) -> Row | None:
    """The report for the whole county among the rows; None while it is not there, or where several claim to be it."""
    found = [row for row in collection.rows if row.office and row.office.kind == WHOLE and row.report]
    return found[0] if len(found) == 1 else None


def in_scope(row: Row, scope: str) -> bool:
    """Whether a row belongs to a scope of SCOPES."""
    kind = row.office.kind if row.office else ""
    township, body, own = kind.startswith(("乡镇", "镇", "街道")), kind == BODY, kind == GOVERNMENT
    if kind == WHOLE:
        return False
    return {
        "all": not body,
        "offices": not body and not own,
        "departments": not (body or own or township),
        "townships": township,
        "bodies": body,
        "everything": True,
    }[scope]


def refusal(row: Row, collection: Collection) -> str:
    """Why a row's report cannot be added; '' when it can."""
    report = row.report
    if row.newest is None:
        return "未报"
    if report is None or not report.tables:
        return "没有读出三张表"
    if report.year is not None and report.year != collection.year:
        return f"{report.year} 年度的"
    if report.edition != schema.edition_of(collection.year):
        return f"{report.edition} 年版式"
    if row.office is not None and row.office.reports_for:
        return f"由“{row.office.reports_for}”代报，不重复加"
    return "没有对应的单位" if row.office is None and collection.offices else ""


def county_total(collection: Collection, scope: str = "all", keys: frozenset[str] | None = None) -> Totals:
    """Sums over the rows of a scope; keys narrow it to chosen rows."""
    edition = schema.edition_of(collection.year)
    rows = [row for row in collection.rows if in_scope(row, scope)]
    refused = [(row.key, row.name, why) for row in rows if row.newest and (why := refusal(row, collection))]
    out = {key for key, _, _ in refused}
    added = [
        row for row in rows if row.newest and row.key not in out and (keys is None or row.key in keys) and row.report
    ]
    cells = {ref: _total(ref, added) for table in TABLES for ref in schema.shape(edition, table).refs}
    missing = tuple(row.name for row in rows if row.state is RowState.MISSING)
    return Totals(edition, collection.year, cells, tuple(row.key for row in added), tuple(refused), missing)


def _total(ref: CellRef, rows: Sequence[Row]) -> Total:
    total: Amount = 0
    shares, blanks, unread = [], [], []
    for row in rows:
        report = row.report
        grid = report.tables.get(ref.table) if report else None
        cell = grid.cell(ref) if grid else Cell()
        amount = cell.amount
        total += amount or 0
        shares.append((row.key, row.name, cell.raw, amount))
        if isinstance(cell.value, Unread):
            unread.append(row.name)
        elif isinstance(cell.value, Blank):
            blanks.append(row.name)
    return Total(total, tuple(shares), tuple(blanks), tuple(unread))


def totals_report(totals: Totals, agency: str = "") -> Report:
    """The sums as the tables of a report, to be opened in the workspace."""
    empty = extract.empty_report(totals.edition)
    tables = {}
    for table in TABLES:
        shape = schema.shape(totals.edition, table)
        cells = {}
        for ref, kind in shape.kinds.items():
            raw = show(totals.cells[ref].sum) if ref in totals.cells else ""
            cells[ref] = Cell(raw, values.parse(raw, kind), raw)
        tables[table] = Grid(table, totals.edition, cells)
    return replace(empty, tables=tables, year=totals.year, agency=agency or None)


@dataclass(frozen=True, slots=True)
class SumDifference:
    """A cell where the government's own report says something else: ours is the sum. candidates are offices whose
    share alone explains the difference, or that have no figure there."""

    ref: CellRef
    ours: Amount
    theirs: Amount | None
    candidates: tuple[str, ...]


def against_government(totals: Totals, report: Report) -> tuple[SumDifference, ...]:
    """Every cell that differs; nothing says which side is right while offices are missing."""
    found = []
    for ref, total in totals.cells.items():
        grid = report.tables.get(ref.table)
        if grid is None or grid.edition != totals.edition:
            continue
        cell = grid.cell(ref)
        if isinstance(cell.value, Unread) or (cell.amount or 0) == total.sum:
            continue
        gap = (cell.amount or 0) - total.sum
        fits = [f"{name}（{show(amount)}）" for _, name, _, amount in total.shares if amount and abs(gap) == amount]
        fits += [f"{name}（没有填数）" for name in total.blanks] if gap > 0 and not fits else []
        found.append(
            SumDifference(ref, total.sum, cell.amount, (*fits[:6], *(f"{n}（未报）" for n in totals.missing[:6])))
        )
    return tuple(found)
