"""Reports made up for the export tests: one full sample, and any number of others by seed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import docx
from lxml import etree

from core.extract import extract
from core.model import TABLES, Cell, CellRef, Grid, Paragraph, Report, Section, Unplaced
from core.reading import read_bytes
from core.schema import load, shape
from core.values import CellKind, parse

AGENCY = "云溪县民政局"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def cell(raw: str, kind: CellKind = CellKind.COUNT) -> Cell:
    return Cell(raw, parse(raw, kind))


def grid(edition: str, table: int, raws: Mapping[CellRef, str] | None = None) -> Grid:
    """A table with small figures everywhere but where raws says otherwise."""
    raws = raws or {}
    cells = {}
    for i, (ref, kind) in enumerate(shape(edition, table).kinds.items()):
        usual = "28.75" if kind is CellKind.MONEY else str((i * 7) % 23)
        cells[ref] = cell(raws.get(ref, usual), kind)
    return Grid(table, edition, cells)


def sample(edition: str = "2021") -> Report:
    """A report with all there is: bold, （一） headings, lists, text on both sides of a table, an annex."""
    year = 2023 if edition == "2021" else 2020
    headings = load(edition).headings
    texts = (
        (
            Paragraph(f"{year}年，我局坚持公开为常态、不公开为例外，全年主动公开信息318条。"),
            Paragraph("（一）主动公开"),
            Paragraph("公开工作动态210条，其中政策解读12条，均按时发布。", bold=((0, 4), (8, 12))),
            Paragraph("（二）依申请公开。全年收到申请6件，均按期答复。"),
            Paragraph("1.完善办理流程，做到登记、审核、答复环环相扣。"),
            Paragraph("（1）建立台账，逐件销号。"),
        ),
        (Paragraph("按年度统计如下。"),),
        (Paragraph("本年度申请办理情况见下表。"), Paragraph("说明：上述数字截至12月31日。")),
        (),
        (Paragraph("存在的问题：公开内容不够全面。下一步将加强培训。"),),
        (Paragraph("本年度没有收取信息处理费。"),),
    )
    places = (6, 1, 1, 0, 1, 1)
    sections = tuple(
        Section(n, headings[n - 1], paragraphs, at)
        for n, (paragraphs, at) in enumerate(zip(texts, places, strict=True), 1)
    )
    return Report(
        edition,
        f"{AGENCY}{year}年政府信息公开工作年度报告",
        AGENCY,
        year,
        (Paragraph("根据有关规定，现公布本局年度报告，欢迎社会各界监督。"),),
        sections,
        {n: grid(edition, n) for n in TABLES},
        (Paragraph(AGENCY), Paragraph(f"{year + 1}年1月15日")),
        unplaced=(Unplaced("咨询电话请拨总机\n来信请寄人民路1号"),),
    )


SENTENCES = (
    "全年主动公开政府信息{n}条，网站更新及时",
    "收到的申请已经全部按期答复",
    "开展业务培训{n}次，参训人员{n}人次",
    "公开渠道<门户网站&公众号>运转正常",
    "“互联网+政务服务”稳步推进",
    "与上年相比增长{n}%，工作取得新进展",
    "还存在人员力量不足、公开意识有待提高等问题",
    "下一步将完善制度、压实责任",
)
HEADS = ("", "", "", "（一）", "（二）", "1.", "2. ", "（1）", "一是", "　　")
ODD = {
    CellKind.COUNT: ("", "/", "—", "１２", "1,234", "12件", "0 ", "无"),
    CellKind.SIGNED: ("-3", "+5", "减2", "增27", "−4", ""),
    CellKind.MONEY: ("28068.751万元", "251000元", "0.5", "12.50", "", "/"),
}


def paragraphs(rng: Random, most: int = 3) -> tuple[Paragraph, ...]:
    """Narrative as offices write it, some of it bold."""
    made = []
    for _ in range(rng.randint(0, most)):
        number = rng.randint(0, 9999)
        words = [rng.choice(SENTENCES).format(n=number) for _ in range(rng.randint(1, 4))]
        text = rng.choice(HEADS) + "，".join(words) + "。"
        start = number % len(text)
        made.append(Paragraph(text, bold=((start, min(start + 6, len(text))),) if rng.random() < 0.5 else ()))
    return tuple(made)


def random_grid(rng: Random, edition: str, table: int) -> Grid:
    """A table: figures of many shapes, marks, blanks."""
    cells = {}
    for ref, kind in shape(edition, table).kinds.items():
        plain = str(rng.choice((rng.randint(0, 30), rng.randint(0, 99999))))
        cells[ref] = cell(rng.choice(ODD[kind]) if rng.random() < 0.4 else plain, kind)
    return Grid(table, edition, cells)


def random_report(rng: Random, edition: str) -> Report:
    """Any report of an edition: tables may be missing, parts empty, text left over. One seed, one report: drawing
    cell by cell through a property-testing library took longer than writing and reading the file."""
    agency = rng.choice(("云溪县民政局", "青岭市教育局", "沙洲区人民政府", "白石镇人民政府"))
    year = rng.choice((2021, 2022, 2024) if edition == "2021" else (2019, 2020))
    sections = []
    for number, heading in enumerate(load(edition).headings, 1):
        texts = paragraphs(rng)
        sections.append(Section(number, heading, texts, rng.randint(0, len(texts))))
    tables = {n: random_grid(rng, edition, n) for n in TABLES if rng.random() < 0.9}
    left_over = [rng.choice(("附件下载", "责任编辑：王小云", "分享到\n打印本页")) for _ in range(rng.randint(0, 2))]
    return Report(
        edition,
        f"{agency}{year}年政府信息公开工作年度报告",
        agency,
        year,
        rng.choice(((), (Paragraph("根据有关规定，现公布本机关年度报告，欢迎监督。"),))),
        tuple(sections),
        tables,
        (Paragraph(agency), Paragraph(f"{year + 1}年1月20日")) if rng.random() < 0.5 else (),
        unplaced=tuple(Unplaced(t) for t in left_over),
    )


def part(package: bytes, name: str = "word/document.xml") -> bytes:
    """A member of a docx or xlsx."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


def document(package: bytes) -> etree._Element:
    """Root of the main part."""
    return etree.fromstring(part(package))


def foreign_docx(report: Report) -> bytes:
    """The report as some office might have typed it in Word: other styles, runs cut anywhere, tables by hand."""
    made = docx.Document()
    made.add_heading(report.title, 0)
    for paragraph in report.preamble:
        made.add_paragraph(paragraph.text)
    for section in report.sections:
        made.add_paragraph().add_run(section.heading).bold = True
        for index in range(len(section.paragraphs) + 1):
            if index == section.table_at and section.number in report.tables:
                _foreign_table(made, report.tables[section.number])
            if index < len(section.paragraphs):
                _cut(made.add_paragraph(), section.paragraphs[index].text)
    for paragraph in report.closing:
        made.add_paragraph(paragraph.text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _cut(paragraph, text: str) -> None:
    """The text in runs of seven characters, as after much editing."""
    for start in range(0, len(text), 7):
        paragraph.add_run(text[start : start + 7])


def _foreign_table(made, table: Grid) -> None:
    form = shape(table.edition, table.table)
    drawn = made.add_table(form.form_rows, len(form.widths), style="Table Grid")
    places = [row.cells for row in drawn.rows]
    for piece in form.form:
        first = places[piece.row][piece.column]
        if piece.rowspan > 1 or piece.colspan > 1:
            first.merge(places[piece.row + piece.rowspan - 1][piece.column + piece.colspan - 1])
        words = table.cell(piece.ref).raw if piece.ref else piece.text
        if words:
            _cut(first.paragraphs[0], words)


def opened(package: bytes) -> Report:
    """The report of a docx, as the program opens it."""
    result = read_bytes(package, "x.docx")
    return extract(result.value, result.notes)


def edited(report: Report, raws: Mapping[CellRef, str]) -> Report:
    """The report with these texts in cells."""
    cells = {}
    for ref, raw in raws.items():
        kind = shape(report.tables[ref.table].edition, ref.table).kinds[ref]
        cells[ref] = replace(report.cell(ref), raw=raw, value=parse(raw, kind))
    return report.with_cells(cells)


def retold(report: Report, number: int, texts: list[str], table_at: int | None = None) -> Report:
    """The report with another narrative in a section; paragraphs that stay keep their places."""
    old = report.section(number)
    kept = {p.text: p for p in old.paragraphs}
    at = old.table_at if table_at is None else table_at
    new = replace(old, paragraphs=tuple(kept.get(t, Paragraph(t)) for t in texts), table_at=at)
    return report.with_sections([new])


EXPECTED = Path(__file__).resolve().parent / "expected"


def assert_expected(name: str, xml: bytes) -> None:
    """The XML is as the reference file has it; UPDATE_EXPECTED=1 writes the file anew, for the diff to be read.

    Elements stand one a line, so that a difference shows where it is. Dates must have been taken out.
    """
    text = xml.decode().replace("><", ">\n<") + "\n"
    file = EXPECTED / name
    if os.environ.get("UPDATE_EXPECTED"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
