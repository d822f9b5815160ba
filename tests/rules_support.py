"""Reports built by hand: balanced ones of both editions, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from core import schema
from core.model import Cell, CellRef, Grid, Heading, Paragraph, Report, Section
from core.rules import linear
from core.values import Amount, parse, show

AGENCY = "云溪县民政局"
COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
Key = tuple[int, str, str]

# Details of table 3 from which every total follows: (row, column): figure.
DETAILS: dict[tuple[str, str], int] = {
    ("carried_in", "natural_person"): 2,
    ("granted", "natural_person"): 9,
    ("granted", "business"): 4,
    ("partly_granted", "natural_person"): 3,
    ("partly_granted", "legal_service"): 1,
    ("refused_third_party", "natural_person"): 2,
    ("refused_enforcement_file", "business"): 1,
    ("unavailable_not_held", "natural_person"): 5,
    ("unavailable_not_held", "other_org"): 1,
    ("declined_petition", "natural_person"): 1,
    ("carried_forward", "natural_person"): 3,
}
TABLE4 = {"review": (2, 1, 0, 1), "direct_suit": (1, 0, 0, 0), "suit_after_review": (0, 0, 1, 0)}
TABLE2 = {
    "2021": {
        ("normative_documents", "issued"): 3,
        ("normative_documents", "repealed"): 1,
        ("normative_documents", "in_force"): 14,
        ("licences", "decisions"): 245,
        ("penalties", "decisions"): 12,
        ("fees", "amount"): Decimal("36.52"),
    },
    "2019": {
        ("normative_documents", "created"): 3,
        ("normative_documents", "published"): 3,
        ("normative_documents", "public_total"): 14,
        ("licences", "last_year_items"): 20,
        ("licences", "change"): -2,
        ("licences", "decisions"): 245,
        ("penalties", "decisions"): 12,
        ("procurement", "items"): 6,
        ("procurement", "amount"): Decimal("199.5"),
    },
}


def cell(value: Amount | str, kind: str = "count") -> Cell:
    """A cell as read from a file, without a place."""
    raw = value if isinstance(value, str) else show(value)
    return Cell(raw, parse(raw, schema.CellKind(kind)), raw)


def grid(edition: str, table: int, figures: Mapping[tuple[str, str], Amount | str]) -> Grid:
    """A complete grid: the figures given, 0 elsewhere."""
    shape = schema.shape(edition, table)
    cells = {r: cell(figures.get((r.row, r.column), 0), kind) for r, kind in shape.kinds.items()}
    return Grid(table, edition, cells)


def table3(edition: str = "2021", details: Mapping[tuple[str, str], int] | None = None) -> Grid:
    """A balanced table 3: totals, results_total and received follow from the details."""
    figures: dict[tuple[str, str], int] = dict(DETAILS if details is None else details)
    results = next(f for f in linear(edition, 3) if f.rule == "t3.results_sum").left
    for column in COLUMNS:
        total = sum(figures.get((r.row, column), 0) for r in results)
        figures["results_total", column] = total
        onward = total + figures.get(("carried_forward", column), 0)
        figures["received", column] = onward - figures.get(("carried_in", column), 0)
    for row in schema.shape(edition, 3).rows:
        figures[row.key, "total"] = sum(figures.get((row.key, c), 0) for c in COLUMNS)
    return grid(edition, 3, figures)


def table4(edition: str = "2021", blocks: Mapping[str, tuple[int, int, int, int]] = TABLE4) -> Grid:
    """A balanced table 4 from four outcomes a block."""
    figures: dict[tuple[str, str], int] = {}
    for row, outcomes in blocks.items():
        for key, value in zip(("upheld", "corrected", "other", "pending"), outcomes, strict=True):
            figures[row, key] = value
        figures[row, "total"] = sum(outcomes)
    return grid(edition, 4, figures)


TEXTS: dict[int, tuple[str, ...]] = {
    1: (
        "2021年，云溪县民政局围绕养老服务、社会救助等重点领域，扎实做好政府信息公开工作。",
        "（一）主动公开。全年在县政府门户网站发布信息，及时更新机构职能、服务指南等栏目。",
        "（二）依申请公开。畅通申请渠道，规范登记、审核、答复流程，全年新收政府信息公开申请28件，上年结转2件。",
        "（三）政府信息管理。健全信息发布审核制度，对制发的文件逐件明确公开属性。",
        "（四）平台建设。维护好网站专栏和政务新媒体账号，定期检查链接可用情况。",
        "（五）监督保障。明确专人负责，组织业务培训2次，并开展内部检查。",
    ),
    5: ("存在的问题：部分科室公开意识不强，更新不够及时。下一步将加强培训，完善制度。",),
    6: ("本年度未收取信息处理费。",),
}


def sections(edition: str = "2021", texts: Mapping[int, tuple[str, ...]] | None = None) -> tuple[Section, ...]:
    """Six sections with the prescribed headings."""
    texts = TEXTS if texts is None else texts
    headings = schema.load(edition).headings
    return tuple(Section(n, headings[n - 1], tuple(Paragraph(t) for t in texts.get(n, ()))) for n in range(1, 7))


def balanced(edition: str = "2021", year: int | None = None) -> Report:
    """A whole report in which no rule finds anything."""
    year = year or int(edition)
    texts = {n: tuple(t.replace("2021", str(year)) for t in ps) for n, ps in TEXTS.items()}
    parts = sections(edition, texts)
    grids = {2: grid(edition, 2, TABLE2[edition]), 3: table3(edition), 4: table4(edition)}
    return Report(
        edition=edition,
        title=f"{AGENCY}{year}年政府信息公开工作年度报告",
        agency=AGENCY,
        year=year,
        sections=parts,
        tables=grids,
        outline=tuple(Heading(s.heading or "", s.number) for s in parts),
    )


def put(report: Report, figures: Mapping[Key, Amount | str]) -> Report:
    """The report with these cells typed over; keys are (table, row, column)."""
    cells = {}
    for key, value in figures.items():
        ref = CellRef(*key)
        kind = schema.shape(report.tables[ref.table].edition, ref.table).kinds[ref]
        cells[ref] = replace(cell(value, kind), source=report.cell(ref).source)
    return report.with_cells(cells)


def say(report: Report, section: int, *paragraphs: str) -> Report:
    """The report with this narrative in one section."""
    old = report.section(section)
    return report.with_sections([replace(old, paragraphs=tuple(Paragraph(p) for p in paragraphs))])


def html_of(report: Report) -> str:
    """The report as a web page with the printed form's tables, for tests that go through a file."""
    parts = [f"<h1>{report.title}</h1>", *(f"<p>{p.text}</p>" for p in report.preamble)]
    for section in report.sections:
        parts += [f"<h2>{section.heading}</h2>", *(f"<p>{p.text}</p>" for p in section.paragraphs)]
        if section.number in report.tables:
            parts.append(_html_table(report.tables[section.number]))
    parts += [f"<p>{p.text}</p>" for p in report.closing]
    return f"<html><meta charset='utf-8'><body>{''.join(parts)}</body></html>"


def _html_table(table: Grid) -> str:
    shape = schema.shape(table.edition, table.table)
    rows: dict[int, list[str]] = {}
    for form_cell in sorted(shape.form, key=lambda c: (c.row, c.column)):
        text = table.cell(form_cell.ref).raw if form_cell.ref else form_cell.text
        spans = f'rowspan="{form_cell.rowspan}" colspan="{form_cell.colspan}"'
        rows.setdefault(form_cell.row, []).append(f"<td {spans}>{text}</td>")
    body = "".join(f"<tr>{''.join(cells)}</tr>" for _, cells in sorted(rows.items()))
    return f"<table border='1'>{body}</table>"


def write_report(path: Path, report: Report) -> Path:
    """The report as an .html file; returns the path."""
    path.write_text(html_of(report), "utf-8")
    return path
