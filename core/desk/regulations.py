"""The justice office's figures of 规章 and 规范性文件 against table 2 of each office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import schema, text
from core.desk.model import Collection, HandedIn, Row
from core.desk.offices import table_of
from core.desk.pairs import PairDifference
from core.desk.placing import office_of
from core.errors import ReadError
from core.model import CellRef, Report

_NONE = "请选司法行政部门给的表：一列单位名称，一列规范性文件（或规章）的件数。"
_FIGURE = re.compile(r"^\s*(\d+)\s*(件|部|个)?\s*$")
_KINDS = ("issued", "repealed", "in_force")


@dataclass(frozen=True, slots=True)
class RegulationCount:
    """An office's figures in the list, None where the list has no such column. regulations and normative are those
    issued in the year; more holds the others by cell."""

    office: str
    regulations: int | None = None
    normative: int | None = None
    more: tuple[tuple[CellRef, int], ...] = ()


def regulations_from_xlsx(path: Path) -> tuple[RegulationCount, ...]:
    """The list of a workbook; its head may stand in two lines (规范性文件 / 制发、废止、现行有效). UserError when it is
    none."""
    rows = table_of(path)
    places, name, begin = _columns(rows)
    found = []
    for row in rows[begin:]:
        office = text.squeeze(row[name])
        figures = {ref: int(m[1]) for ref, at in places.items() if (m := _FIGURE.match(row[at]))}
        if len(office) < 2 or office in ("合计", "总计", "小计") or not figures:
            continue
        regulations = figures.pop(CellRef(2, "regulations", "issued"), None)
        normative = figures.pop(CellRef(2, "normative_documents", "issued"), None)
        found.append(RegulationCount(office, regulations, normative, tuple(figures.items())))
    if not found:
        raise ReadError(_NONE)
    return tuple(found)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[CellRef, int], int, int]:
    """Where the figures stand, where the names, and where the list begins."""
    for begin in range(1, min(len(rows), 6)):
        captions = ["".join(dict.fromkeys(row[column] for row in rows[:begin])) for column in range(len(rows[0]))]
        names = [n for n, caption in enumerate(captions) if re.search(r"单位|部门|机关|名称", caption)]
        places: dict[CellRef, int] = {}
        for column, caption in enumerate(captions):
            ref = _cell(caption)
            if ref is not None and column not in names[:1] and ref not in places:
                places[ref] = column
        if names and places and any(_FIGURE.match(rows[begin][column]) for column in places.values()):
            return places, names[0], begin
    raise ReadError(_NONE)


def _cell(caption: str) -> CellRef | None:
    """Which cell of table 2 a column speaks of: 规范性文件现行有效 or only 规章 (issued)."""
    row = "normative_documents" if "规范性文件" in caption else "regulations" if "规章" in caption else ""
    if not row:
        return None
    for words, column in (("废止", "repealed"), ("失效", "repealed"), ("有效", "in_force"), ("现行", "in_force")):
        if words in caption:
            return CellRef(2, row, column)
    return CellRef(2, row, "issued")


def against_regulations(collection: Collection, counts: Sequence[RegulationCount]) -> tuple[PairDifference, ...]:
    """Where table 2 (first) and the list (second) differ, and the offices that stand in only one of them."""
    found: list[PairDifference] = []
    offices = [row.office for row in collection.rows if row.office is not None]
    listed: set[str] = set()
    for count in counts:
        office = office_of(HandedIn(count.office, count.office), offices)
        row = next((r for r in collection.rows if r.office is office), None) if office else None
        if row is None or row.report is None:
            found.append(PairDifference(count.office, "（没有这个单位的报告）", _told(count), row.key if row else ""))
            continue
        listed.add(row.key)
        found += _differing(row, row.report, count)
    for row in collection.rows:
        if row.key not in listed and row.report is not None and _has_some(row.report):
            found.append(
                PairDifference(f"{row.name} 表二", "填有规章或规范性文件", "（司法行政部门的表里没有）", row.key)
            )
    return tuple(found)


def _figures(count: RegulationCount) -> dict[CellRef, int]:
    own = {
        CellRef(2, "regulations", "issued"): count.regulations,
        CellRef(2, "normative_documents", "issued"): count.normative,
    }
    return {ref: figure for ref, figure in own.items() if figure is not None} | dict(count.more)


def _told(count: RegulationCount) -> str:
    return "、".join(str(figure) for figure in _figures(count).values())


def _differing(row: Row, report: Report, count: RegulationCount) -> list[PairDifference]:
    grid = report.tables.get(2)
    if grid is None:
        return [PairDifference(f"{row.name} 表二", "（没有表二）", _told(count), row.key)]
    shape = schema.shape(grid.edition, 2)
    found = []
    for ref, figure in _figures(count).items():
        if ref not in shape.kinds or grid.cell(ref).unread or (grid.cell(ref).amount or 0) == figure:
            continue
        found.append(
            PairDifference(
                f"{row.name} 表二“{shape.describe(ref)}”", grid.cell(ref).raw or "（空）", str(figure), row.key
            )
        )
    return found


def _has_some(report: Report) -> bool:
    refs = [CellRef(2, row, column) for row in ("regulations", "normative_documents") for column in _KINDS]
    return any(report.cell(ref).amount for ref in refs)
