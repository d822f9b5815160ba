"""The shape of the statutory tables of an edition, read from resources/schemas/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core import paths, text
from core.model import SECTION_NUMBERS, TABLES, CellRef, Report
from core.values import CellKind

EDITIONS = ("2019", "2021")  # the editions that come with the program; an office may add its own (use_folder)
_LINEAR_KEYS = {"rule", "table", "each", "left", "right"}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: its key, printed label, other labels seen in files, what its cells take, and a sentence of help."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: CellKind = CellKind.COUNT
    help: str = ""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row: labels from the outermost to its own (e.g. 三、…, （三）不予公开, 1.属于国家秘密)."""

    key: str
    labels: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    aliases: tuple[str, ...] = ()
    clause: str = ""

    @property
    def label(self) -> str:
        """The row's own printed label."""
        return self.labels[-1]


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the printed form: a label (ref None) or the place of a figure."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    ref: CellRef | None = None


@dataclass(frozen=True, slots=True)
class TableShape:
    """One statutory table: its rows, and the printed form as a grid with merged cells.

    widths are relative column widths of the printed form; header_rows is how many form rows repeat on a
    new page.
    """

    table: int
    edition: str
    title: str
    rows: tuple[RowSpec, ...]
    form: tuple[FormCell, ...]
    widths: tuple[int, ...]
    header_rows: int
    kinds: Mapping[CellRef, CellKind] = field(default_factory=dict)

    @property
    def refs(self) -> tuple[CellRef, ...]:
        """Every cell, in the form's order."""
        return tuple(self.kinds)

    @property
    def form_rows(self) -> int:
        """Rows of the printed form, header rows included."""
        return max(c.row + c.rowspan for c in self.form)

    def row(self, key: str) -> RowSpec:
        """Row by its key; KeyError when the edition has none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def row_index(self, key: str) -> int:
        """Position of a row among the edition's rows, from 0."""
        return [r.key for r in self.rows].index(key)

    def help(self, ref: CellRef) -> str:
        """What a person must know to fill the cell in, e.g. 包括已公开和依法未公开的处理决定; '' for most."""
        return next((c.help for c in self.row(ref.row).columns if c.key == ref.column), "")

    def describe(self, ref: CellRef) -> str:
        """The cell's name for a person, e.g. "（七）总计·自然人"."""
        row = self.row(ref.row)
        column = next(c for c in row.columns if c.key == ref.column)
        parts = row.labels[1:] if len(row.labels) > 1 else row.labels
        return "".join(p.split("（区分")[0] for p in parts) + "·" + column.label


@dataclass(frozen=True, slots=True)
class LinearSpec:
    """An equation of the form before it is expanded: sum of left = sum of right, for every column of a table (left and
    right are row keys) or for every row (column keys). A name that ends in * stands for every key that begins so.

    rule is the id under which a report that breaks it is told, e.g. t3.row_sum.
    """

    rule: str
    table: int
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """An edition of the form: 2019 (国办公开办函〔2019〕60号), 2021 (国办公开办函〔2021〕30号), or an own file."""

    edition: str
    source: str
    first_year: int
    headings: tuple[str, ...]
    tables: Mapping[int, TableShape]
    equations: tuple[LinearSpec, ...] = ()


class SchemaError(Exception):
    """A schema file contradicts itself: a bug in our data, or a mistake in an office's own file."""


_own_files: dict[str, Path] = {}  # editions of the office, by name; set once when the program starts


def use_folder(folder: Path) -> tuple[str, ...]:
    """Take the schema files of an office beside the built-in ones: <folder>/2027.toml is edition 2027.

    Called once, before any report is read. A file that cannot be used is left out; the sentences returned say which
    and why.
    """
    _own_files.clear()
    problems = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            if path.stem in EDITIONS:
                raise SchemaError(f"版式 {path.stem} 是程序自带的，请换一个文件名")
            _read(path)
        except (SchemaError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            problems.append(f"版式文件 {path.name} 不能使用：{error}。")
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"版式文件 {path.name} 不能使用：缺少或写错了 {error}。")
        else:
            _own_files[path.stem] = path
    load.cache_clear()
    return tuple(problems)


def editions() -> tuple[str, ...]:
    """Every edition that can be read, the oldest first."""
    return tuple(sorted((*EDITIONS, *_own_files), key=lambda edition: load(edition).first_year))


@cache
def load(edition: str) -> Schema:
    """The schema of an edition; KeyError for an unknown edition, SchemaError for bad data."""
    if edition in _own_files:
        return _read(_own_files[edition])
    if edition not in EDITIONS:
        raise KeyError(edition)
    return _read(paths.resources() / "schemas" / f"{edition}.toml")


def _read(path: Path) -> Schema:
    edition, data = path.stem, tomllib.loads(path.read_text("utf-8"))
    build = {2: _blocks_table, 3: _rows_table, 4: _line_table}
    tables = {n: _checked(build[n](edition, data[f"table{n}"])) for n in TABLES}
    headings = tuple(data["headings"])
    if len(headings) != len(SECTION_NUMBERS):
        raise SchemaError(f"{edition}: headings must be six")
    equations = tuple(_linear_spec(edition, item) for item in data.get("equations", ()))
    for spec in equations:
        _check_names(tables[spec.table], spec)
    return Schema(edition, data["source"], data["first_year"], headings, MappingProxyType(tables), equations)


def _linear_spec(edition: str, data: dict[str, Any]) -> LinearSpec:
    if set(data) != _LINEAR_KEYS:
        raise SchemaError(f"{edition}: an equation needs exactly {sorted(_LINEAR_KEYS)}")
    if data["each"] not in ("row", "column") or data["table"] not in TABLES:
        raise SchemaError(f"{edition}: each must be row or column, table one of {TABLES}")
    return LinearSpec(data["rule"], data["table"], data["each"], tuple(data["left"]), tuple(data["right"]))


def _check_names(shape: TableShape, spec: LinearSpec) -> None:
    """Every row or column that an equation names must be there."""
    rows = {row.key for row in shape.rows}
    columns = {column.key for row in shape.rows for column in row.columns}
    known = rows if spec.each == "column" else columns
    for name in (*spec.left, *spec.right):
        stem = name.removesuffix("*")
        if not any(key.startswith(stem) if stem != name else key == name for key in known):
            raise SchemaError(f"{shape.edition} 的等式 {spec.rule} 里没有名为 {name} 的行或列")


def edition_of(year: int) -> str:
    """The edition in force for a report year: the newest that has begun by then, the oldest for years before all."""
    known = editions()
    return next((e for e in reversed(known) if load(e).first_year <= year), known[0])


def shape(edition: str, table: int) -> TableShape:
    """A table's shape in an edition."""
    return load(edition).tables[table]


def shape_in(report: Report, table: int) -> TableShape:
    """A table's shape in the edition it has in a report; a missing table takes the report's edition."""
    grid = report.tables.get(table)
    return shape(grid.edition if grid else report.edition, table)


def _column(data: dict[str, Any]) -> ColumnSpec:
    kind = CellKind(data.get("kind", "count"))
    return ColumnSpec(data["key"], data["label"], tuple(data.get("aliases", ())), kind, data.get("help", ""))


def _header(data: dict[str, Any]) -> FormCell:
    row, column, rowspan, colspan = data["at"]
    return FormCell(data["text"], row, column, rowspan, colspan)


def _values(table: int, row: RowSpec, at: int, first: int, width: int) -> Iterator[FormCell]:
    """Figure cells of a row from column `first`; the last one takes the rest of the width."""
    for i, column in enumerate(row.columns):
        last = i == len(row.columns) - 1
        span = width - first - i if last else 1
        yield FormCell("", at, first + i, 1, span, CellRef(table, row.key, column.key))


def _blocks_table(edition: str, data: dict[str, Any]) -> TableShape:
    """Table 2: blocks, each a title row, a column header row and its rows."""
    width, rows, form, at = len(data["widths"]), [], [], 0
    for block in data["blocks"]:
        columns = tuple(_column(c) for c in block["columns"])
        form.append(FormCell(block["title"], at, 0, 1, width))
        form.append(FormCell(data["corner"], at + 1, 0))
        for i, column in enumerate(columns):
            form.append(FormCell(column.label, at + 1, 1 + i, 1, width - 1 - i if i == len(columns) - 1 else 1))
        at += 2
        for spec in block["rows"]:
            row = RowSpec(spec["key"], (spec["label"],), columns, tuple(spec.get("aliases", ())), block["title"])
            rows.append(row)
            form += [FormCell(row.label, at, 0), *_values(2, row, at, 1, width)]
            at += 1
    return TableShape(2, edition, data["title"], tuple(rows), tuple(form), tuple(data["widths"]), 0)


def _rows_table(edition: str, data: dict[str, Any]) -> TableShape:
    """Table 3: nested row labels on the left, the same columns in every row."""
    columns = tuple(_column(c) for c in data["columns"])
    rows = tuple(RowSpec(r["key"], tuple(r["labels"]), columns, tuple(r.get("aliases", ()))) for r in data["rows"])
    first, width, top = data["label_columns"], len(data["widths"]), data["header_rows"]
    form = [_header(h) for h in data["headers"]]
    for i, row in enumerate(rows):
        form += _row_labels(rows, i, top, first)
        form += _values(3, row, top + i, first, width)
    return TableShape(3, edition, data["title"], rows, tuple(form), tuple(data["widths"]), top)


def _row_labels(rows: tuple[RowSpec, ...], index: int, top: int, columns: int) -> Iterator[FormCell]:
    """Labels that begin in a row: shared outer labels span down, the own label spans to the figures."""
    labels = rows[index].labels
    for depth, label in enumerate(labels):
        prefix = labels[: depth + 1]
        if index and rows[index - 1].labels[: depth + 1] == prefix:
            continue
        down = 1
        while index + down < len(rows) and rows[index + down].labels[: depth + 1] == prefix:
            down += 1
        across = columns - depth if depth == len(labels) - 1 else 1
        yield FormCell(label, top + index, depth, down, across)


def _line_table(edition: str, data: dict[str, Any]) -> TableShape:
    """Table 4: one line of figures, a block of outcomes for each row key."""
    columns = tuple(_column(c) for c in data["columns"])
    rows = tuple(RowSpec(r["key"], tuple(r["labels"]), columns, tuple(r.get("aliases", ()))) for r in data["rows"])
    top = data["header_rows"]
    form = [_header(h) for h in data["headers"]]
    refs = [CellRef(4, r.key, c.key) for r in rows for c in columns]
    form += [FormCell("", top, i, 1, 1, ref) for i, ref in enumerate(refs)]
    return TableShape(4, edition, data["title"], rows, tuple(form), tuple(data["widths"]), top)


def _checked(shape: TableShape) -> TableShape:
    """The shape with its cell kinds; every place of the form must be covered exactly once."""
    taken: set[tuple[int, int]] = set()
    for cell in shape.form:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                if (row, column) in taken or column >= len(shape.widths):
                    raise SchemaError(f"{shape.edition} table {shape.table}: {cell.text!r} overlaps at {row},{column}")
                taken.add((row, column))
    if len(taken) != shape.form_rows * len(shape.widths):
        raise SchemaError(f"{shape.edition} table {shape.table}: the form has holes")
    kinds = {CellRef(shape.table, r.key, c.key): c.kind for r in shape.rows for c in r.columns}
    if {c.ref for c in shape.form if c.ref} != set(kinds):
        raise SchemaError(f"{shape.edition} table {shape.table}: figures and rows differ")
    if len({text.key("".join(r.labels)) for r in shape.rows}) != len(shape.rows):
        raise SchemaError(f"{shape.edition} table {shape.table}: two rows share their labels")
    object.__setattr__(shape, "kinds", MappingProxyType(kinds))
    return shape
