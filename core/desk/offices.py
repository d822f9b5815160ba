"""The list of offices: pasted, read from a workbook, or taken from the reports that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from core import text
from core.desk.model import BODY, GOVERNMENT, TOWNSHIP, WHOLE, Collection, Office
from core.document import Document, Para, RawTable
from core.errors import ReadError
from core.reading.worker import read_in_process

# What heads a column, and which part of an office it is; the first that fits a caption counts.
_COLUMNS = (
    ("reports_for", ("代报", "由谁", "汇总单位", "主管")),
    ("contact", ("联系", "电话", "手机")),
    ("aliases", ("简称", "别名", "曾用", "又名")),
    ("kind", ("类别", "类型", "性质")),
    ("name", ("单位", "名称", "全称", "机关", "部门")),
)
_ORDER = ("name", "kind", "aliases", "reports_for", "contact")
_SPLIT = re.compile(r"[、，,；;/|\n]+")
_IS_NAME = re.compile(r"(局|委|委员会|办|院|镇|乡|街道|府|处|中心|公司|学校)$|\d")  # 云溪县机关事务局 heads no column
_NUMBER = re.compile(r"^\s*\d+\s*[.、．]?\s*$")
NO_OFFICES = "没有从中读出单位名单。第一列（或“单位名称”一列）请写单位全称，每行一个。"


def parse_offices(words: str) -> tuple[Office, ...]:
    """Pasted lines: 全称, 类别, 简称, 由谁代报, 联系人, tabs or commas between; a head line may order them anew."""
    rows = [[cell.strip() for cell in _cells(line)] for line in words.splitlines() if line.strip()]
    return _offices(rows)


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return re.split(r"[,，]", line)


def offices_from_xlsx(path: Path) -> tuple[Office, ...]:
    """The list in a workbook (any table that the program reads); UserError when there is none."""
    return _offices(table_of(path))


def table_of(path: Path) -> list[list[str]]:
    """The rows of the largest table of a file, merged cells repeated; read in a process of its own, as every file."""
    document = read_in_process(path).value
    tables = [_grid(block) for block in document.blocks if isinstance(block, RawTable)]
    if not tables:
        tables = [[[line] for line in _lines(document)]]
    return max(tables, key=len, default=[])


def _grid(table: RawTable) -> list[list[str]]:
    rows = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    columns = max((cell.column + cell.colspan for cell in table.cells), default=0)
    grid = [[""] * columns for _ in range(rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                grid[row][column] = cell.text.strip()
    return grid


def _lines(document: Document) -> Iterator[str]:
    return (block.text.strip() for block in document.blocks if isinstance(block, Para) and block.text.strip())


def _offices(rows: Sequence[Sequence[str]]) -> tuple[Office, ...]:
    places, begin = _head(rows)
    found: dict[str, Office] = {}
    for row in rows[begin:]:
        office = _office(row, places)
        if office is not None:
            found.setdefault(text.key(office.name), office)
    if not found:
        raise ReadError(NO_OFFICES)
    return tuple(found.values())


def _head(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Which column holds what, and where the list begins; without a head line, the order of parse_offices."""
    for number, row in enumerate(rows[:6]):
        places: dict[str, int] = {}
        for column, caption in enumerate(row):
            part = next((part for part, words in _COLUMNS if any(word in caption for word in words)), None)
            if part and part not in places and not _IS_NAME.search(caption) and len(caption) <= 12:
                places[part] = column
        if "name" in places and (len(places) > 1 or text.key(row[places["name"]]) in _HEADS):
            return places, number + 1
    first = 1 if rows and all(_NUMBER.match(row[0]) for row in rows if row and row[0]) else 0
    return {part: first + place for place, part in enumerate(_ORDER)}, 0


_HEADS = {text.key(words) for words in ("单位", "单位名称", "单位全称", "名称", "全称", "机关名称", "部门名称")}


def _office(row: Sequence[str], places: dict[str, int]) -> Office | None:
    def part(name: str) -> str:
        at = places.get(name, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    name = text.squeeze(part("name"))
    if len(name) < 2 or _NUMBER.match(name) or name in ("合计", "小计", "总计"):
        return None
    aliases = tuple(dict.fromkeys(text.squeeze(a) for a in _SPLIT.split(part("aliases")) if len(a.strip()) > 1))
    kind = part("kind")
    if "本级" in kind:
        kind = GOVERNMENT
    elif "汇总" in kind or "总报告" in kind:
        kind = WHOLE
    return Office(name, kind or kind_of(name), aliases, text.squeeze(part("reports_for")), part("contact"))


def kind_of(name: str) -> str:
    """What kind of office a name is of: 云溪县青石镇人民政府 is a township, 云溪县人民政府 the government."""
    if re.search(r"(乡|镇|街道)(人民政府|办事处|政府)?$", name):
        return TOWNSHIP
    if re.search(r"[县区市州省旗]人民政府$", name):
        return WHOLE
    if re.search(r"(公司|集团|医院|学校|中学|小学|幼儿园|学院|水厂|电厂|水务|燃气)", name):
        return BODY
    return "部门"


def offices_of_reports(collection: Collection) -> tuple[Office, ...]:
    """The offices whose reports are there, as a first list; a report's own name for its office."""
    found: dict[str, Office] = {text.key(office.name): office for office in collection.offices}
    for row in collection.rows:
        name = row.office.name if row.office else (row.report.agency if row.report else None)
        if name:
            found.setdefault(text.key(name), row.office or Office(name))
    return tuple(
        office if office.kind else Office(office.name, kind_of(office.name), office.aliases, office.reports_for)
        for office in found.values()
    )
