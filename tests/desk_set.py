"""A county's sixty reports of our own making: both editions, eight kinds of file, every kind of trouble planted.

    PYTHONPATH=. python tests/desk_set.py FOLDER [COUNT]

Every name, figure and sentence is invented. What is planted stands in Planted, so that a test can say what must be
found and that nothing else is.
"""

from __future__ import annotations

import base64
import io
import random
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from openpyxl import Workbook

from core import schema, values
from core.export.pages.pdf import write_pdf
from core.export.standard.writer import write_standard
from core.model import Cell, CellRef, Grid, Paragraph, Report, Section

COUNTY, YEAR = "云溪县", 2024
_PAIRS = (
    "教育科技工信民政司法财政人社资源住建交通水利农业商务文旅卫健应急审计市监统计医保信访林业粮储城管"
    "气象残联档案供销退役乡村数据招商园区移民地震体育消防"
)
DUTIES = [_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2)] + ["机关事务", "公积金", "政务服务"]
_TOWN_PAIRS = "青石白塔柳湾石桥大河双井桃源松岭临江长岗玉泉南坪北渡东营西山金沙银杏竹溪梅园兰亭枫林龙潭云台金沟"
TOWNS = [_TOWN_PAIRS[at : at + 2] for at in range(0, len(_TOWN_PAIRS), 2)]
KINDS = ("docx", "pdf", "html", "mht", "odt", "xlsx", "txt", "rtf")

_WORDS = (
    (
        "围绕群众最关心的事项推进信息公开，全年工作平稳有序。",
        "把信息公开作为转变作风的抓手，责任到岗、任务到人。",
        "坚持应公开尽公开，公开的范围和深度都有提高。",
        "以便民为目标调整公开的重点，办事群众评价良好。",
        "按照年初的计划逐项落实公开任务，没有发生失泄密事件。",
    ),
    (
        "修订信息公开审核办法，公开前逐级把关；清理网站的过时信息。",
        "建立文件属性源头认定制度，拟稿时同步写明是否公开。",
        "对历年文件逐件复核，能转为主动公开的及时转出。",
        "把保密审查写进办文流程，没有审查意见的一律不得发布。",
        "公开目录实行动态管理，机构和职责变动后当月更新。",
    ),
    (
        "依托县政府网站设置办事专题，方便群众查询地点和条件。",
        "在服务大厅设置查阅点，由专人引导群众上机查询。",
        "开通政务新媒体的留言功能，工作日内回复群众提问。",
        "把便民电话、办事地图和材料清单集中到网站的一个页面。",
        "网站之外，在村和社区的公示栏同步张贴与群众利益有关的事项。",
    ),
    (
        "明确分管领导和专职人员，年内组织业务培训，纳入科室考核。",
        "每季度自查一次，发现的问题列出清单，限期整改。",
        "聘请社会监督员，请他们对公开的内容和时效提意见。",
        "把信息公开列入年度述职，由干部职工当面评议。",
        "结合日常巡查通报各科室的报送情况，连续落后的约谈。",
    ),
    (
        "存在的主要问题：部分政策的解读形式单一，群众不易看懂。改进情况：推广图解，发布政策时同步解读。",
        "存在的主要问题：个别科室报送信息不够及时。改进情况：按月通报报送情况，督促按时公开。",
        "存在的主要问题：专职人员更换较多，业务不够熟练。改进情况：编写操作手册，新人上岗先培训。",
        "存在的主要问题：公开栏目划分较粗，查找不便。改进情况：按办事主题重新划分栏目。",
        "存在的主要问题：线下查阅点使用率不高。改进情况：调整开放时间，增加自助查询设备。",
    ),
)
_MORE = (
    "开展送政策上门活动，向来访群众讲解申请的方法和期限",
    "对重点领域的信息逐项对照标准目录，缺项的补齐",
    "将群众来电集中反映的疑问整理成问答，放在首页显著位置",
    "与档案部门建立移交清单，到期的文件按时移送查阅",
    "组织青年干部交叉检查，互相挑错，促进规范填报",
    "会同媒体开展开放日，邀请居民代表参观并座谈",
    "梳理职责边界，重新编制权责清单并对外公布",
    "按时公布预算、决算和资金分配的结果，接受监督",
    "制作短视频介绍办事步骤，老年人也能照着办",
    "对申请人当面说明补正的要求，减少往返",
)


@dataclass
class Planted:
    """What was put in: names of offices, by kind of trouble; doubles with their files, unusual with the cell."""

    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubles: dict[str, list[str]] = field(default_factory=dict)
    wrong_year: list[str] = field(default_factory=list)
    edition: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    unusual: dict[str, CellRef] = field(default_factory=dict)
    scan: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)


def names(count: int) -> list[str]:
    """Offices of a county, departments first; more than there are duties and towns are numbered stations."""
    departments = [f"{COUNTY}{duty}局" for duty in DUTIES]
    towns = [f"{COUNTY}{town}镇人民政府" for town in TOWNS]
    more = [f"{COUNTY}第{_chinese(n)}服务管理局" for n in range(1, max(count - len(departments) - len(towns), 0) + 1)]
    return (departments + towns + more)[:count]


def _chinese(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def report(
    agency: str, dice: random.Random, year: int = YEAR, edition: str = "", own: Mapping[str, int] | None = None
) -> Report:
    """A report in which everything agrees, with words of its own; own names figures instead of thrown ones."""
    given = own or {}
    edition = edition or schema.edition_of(year)
    own = {
        "received": dice.randint(3, 30), "business": dice.randint(0, 5), "carried": dice.randint(0, 2),
        "forward": dice.randint(0, 2), "issued": dice.randint(1, 6), "repealed": dice.randint(0, 1),
        "in_force": dice.randint(8, 30), "licences": dice.randint(5, 90), "penalties": dice.randint(5, 60),
    } | given  # fmt: skip
    raws = _figures(edition, own)
    tables = {number: _grid(edition, number, raws) for number in (2, 3, 4)}
    headings = schema.load(edition).headings
    texts = _texts(agency, dice, year, edition, own)
    sections = tuple(
        Section(n, headings[n - 1], tuple(map(Paragraph, texts.get(n, ()))), len(texts.get(n, ()))) for n in range(1, 7)
    )
    preamble = (
        f"本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
        f"如对本报告有疑问，请与{agency}办公室联系。"
    )
    title = f"{agency}{year}年政府信息公开工作年度报告"
    closing = (Paragraph(agency), Paragraph(f"{year + 1}年1月{dice.randint(6, 24)}日"))
    return Report(edition, title, agency, year, (Paragraph(preamble),), sections, tables, closing)


def _texts(
    agency: str, dice: random.Random, year: int, edition: str, own: dict[str, int]
) -> dict[int, tuple[str, ...]]:
    total = own["received"] + own["business"]
    done = total + own["carried"] - own["forward"]
    extra = dice.sample(_MORE, 4)
    documents = (
        f"制发行政规范性文件{own['issued']}件，废止{own['repealed']}件，现行有效{own['in_force']}件。"
        f"作出行政许可决定{own['licences']}件、行政处罚决定{own['penalties']}件。"
    )
    return {
        1: (
            f"{year}年，{agency}{dice.choice(_WORDS[0])}",
            "（一）主动公开情况",
            f"全年在县政府网站公开各类信息{dice.randint(60, 400)}条。{documents if edition == '2021' else ''}"
            f"{extra[0]}。",
            "（二）依申请公开情况",
            f"全年新收政府信息公开申请{total}件，上年结转{own['carried']}件，办结{done}件，结转下年度继续办理"
            f"{own['forward']}件。{extra[1]}。",
            "（三）政府信息管理情况",
            dice.choice(_WORDS[1]) + extra[2] + "。",
            "（四）平台建设情况",
            dice.choice(_WORDS[2]),
            "（五）监督保障情况",
            dice.choice(_WORDS[3]) + extra[3] + "。",
        ),
        5: (dice.choice(_WORDS[4]),),
        6: (f"{year}年，{agency}没有收取信息处理费。除此之外，没有其他需要报告的事项。",),
    }


def _figures(edition: str, own: dict[str, int]) -> dict[CellRef, str]:
    """The figures that are not 0."""
    done = own["received"] + own["business"] + own["carried"] - own["forward"]
    found: dict[tuple[int, str, str], int] = {}
    if edition == "2021":
        for key in ("issued", "repealed", "in_force"):
            found[2, "normative_documents", key] = own[key]
        found[2, "licences", "decisions"] = own["licences"]
        found[2, "penalties", "decisions"] = own["penalties"]
    person = {
        "received": own["received"], "carried_in": own["carried"], "granted": done - own["business"],
        "results_total": done - own["business"], "carried_forward": own["forward"],
    }  # fmt: skip
    business = {"received": own["business"], "granted": own["business"], "results_total": own["business"]}
    for row, figure in person.items():
        found[3, row, "natural_person"] = figure
        found[3, row, "total"] = figure + business.get(row, 0)
    for row, figure in business.items():
        found[3, row, "business"] = figure
    return {CellRef(*ref): str(figure) for ref, figure in found.items()}


def _grid(edition: str, number: int, raws: dict[CellRef, str]) -> Grid:
    kinds = schema.shape(edition, number).kinds
    return Grid(number, edition, {ref: _cell(raws.get(ref, "0"), kind) for ref, kind in kinds.items()})


def _cell(raw: str, kind: values.CellKind) -> Cell:
    return Cell(raw, values.parse(raw, kind), raw)


def with_error(made: Report, dice: random.Random) -> Report:
    """A total of table 3 that its row does not give."""
    ref = CellRef(3, "received", "total")
    raw = str(int(made.cell(ref).raw) + dice.choice((1, 2, 10)))
    return made.with_cells({ref: _cell(raw, values.CellKind.COUNT)})


def renamed(made: Report, agency: str) -> Report:
    """Another office's name over the same text."""

    def said(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(p.text.replace(made.agency or "", agency)) for p in paragraphs)

    sections = tuple(replace(s, paragraphs=said(s.paragraphs)) for s in made.sections)
    title = made.title.replace(made.agency or "", agency)
    parts = {"preamble": said(made.preamble), "closing": said(made.closing)}
    return replace(made, agency=agency, title=title, sections=sections, **parts)


# Files


def blocks(made: Report) -> list[str | Grid]:
    """Title, paragraphs and tables in order."""
    found: list[str | Grid] = [made.title, *(p.text for p in made.preamble)]
    for section in made.sections:
        found += [section.heading or "", *(p.text for p in section.paragraphs)]
        if section.number in made.tables:
            found.append(made.tables[section.number])
    return [*found, *(p.text for p in made.closing)]


def form(grid: Grid) -> list[list[tuple[str, int, int] | None]]:
    """The printed form by rows: (text, rows down, columns across) where a cell begins, None where it is covered."""
    shape = schema.shape(grid.edition, grid.table)
    rows: list[list[tuple[str, int, int] | None]] = [[None] * len(shape.widths) for _ in range(shape.form_rows)]
    for cell in shape.form:
        text = grid.cell(cell.ref).raw if cell.ref else cell.text
        rows[cell.row][cell.column] = (text, cell.rowspan, cell.colspan)
    return rows


def as_html(made: Report) -> bytes:
    """A page as a government's site shows it."""
    parts = []
    for block in blocks(made):
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        rows = [
            "".join(f'<td rowspan="{c[1]}" colspan="{c[2]}">{escape(c[0])}</td>' for c in row if c)
            for row in form(block)
        ]
        parts.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    head = f"<html><head><meta charset='utf-8'><title>{escape(made.title)}</title></head><body>"
    return f"{head}{''.join(parts)}</body></html>".encode()


def as_mht(made: Report) -> bytes:
    """The page saved as one file."""
    body = base64.encodebytes(as_html(made)).decode()
    return (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--x--\r\n"
    ).encode()


def as_odt(made: Report) -> bytes:
    """Writer's file."""
    parts = []
    for number, block in enumerate(blocks(made)):
        if isinstance(block, str):
            parts.append(f"<text:p>{escape(block)}</text:p>")
            continue
        rows = []
        for row in form(block):
            cells = "".join(
                f'<table:table-cell table:number-rows-spanned="{c[1]}" table:number-columns-spanned="{c[2]}">'
                f"<text:p>{escape(c[0])}</text:p></table:table-cell>"
                if c
                else "<table:covered-table-cell/>"
                for c in row
            )
            rows.append(f"<table:table-row>{cells}</table:table-row>")
        columns = f'<table:table-column table:number-columns-repeated="{len(form(block)[0])}"/>'
        parts.append(f'<table:table table:name="t{number}">{columns}{"".join(rows)}</table:table>')
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:text>'
        f"{''.join(parts)}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return stream.getvalue()


def as_xlsx(made: Report) -> bytes:
    """One sheet: texts in the first column, tables with merged cells between them."""
    book = Workbook()
    sheet = book.active
    at = 1
    for block in blocks(made):
        if isinstance(block, str):
            sheet.cell(at, 1, block)
            at += 1
            continue
        rows = form(block)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if cell is None:
                    continue
                text, height, width = cell
                sheet.cell(at + down, across + 1, int(text) if text.isdigit() else text)
                if height > 1 or width > 1:
                    first, last = (at + down, across + 1), (at + down + height - 1, across + width)
                    sheet.merge_cells(None, *first, *last)
        at += len(rows) + 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_txt(made: Report) -> bytes:
    """Saved as plain text, tabs between the cells of a row."""
    lines = []
    for block in blocks(made):
        if isinstance(block, str):
            lines.append(block)
        else:
            lines += ["\t".join(cell[0] if cell else "" for cell in row) for row in form(block)]
    return "\r\n".join(lines).encode("gb18030")


def as_rtf(made: Report) -> bytes:
    """Word's old exchange format."""

    def said(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)

    parts = []
    for block in blocks(made):
        if isinstance(block, str):
            parts.append(f"\\pard {said(block)}\\par\n")
            continue
        rows = form(block)
        for down, row in enumerate(rows):
            parts.append(_rtf_row(rows, down, row, said))
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1 " + "".join(parts) + "}").encode("ascii")


def _rtf_row(
    rows: list[list[tuple[str, int, int] | None]],
    down: int,
    row: list[tuple[str, int, int] | None],
    said: Callable[[str], str],
) -> str:
    marks, texts, column = [], [], 0
    while column < len(row):
        cell, mark = row[column], ""
        if cell is not None:
            text, height, width = cell
            mark = "\\clvmgf" if height > 1 else ""
        else:  # covered from above, for what is covered from the left was stepped over
            above = next(r for r in range(down - 1, -1, -1) if rows[r][column] is not None)
            covering = rows[above][column]
            assert covering is not None
            text, width, mark = "", covering[2], "\\clvmrg"
        column += width
        marks.append(f"{mark}\\cellx{column * 900}")
        texts.append(f"\\pard\\intbl {said(text)}\\cell ")
    return f"\\trowd{''.join(marks)}{''.join(texts)}\\row\n"


def write(made: Report, path: Path) -> None:
    """The report in the format that the path's ending names."""
    kind = path.suffix.removeprefix(".")
    if kind == "docx":
        write_standard(made, path)
    elif kind == "pdf":
        write_pdf(made, path)
    else:
        makers = {"html": as_html, "mht": as_mht, "odt": as_odt, "xlsx": as_xlsx, "txt": as_txt, "rtf": as_rtf}
        path.write_bytes(makers[kind](made))


def scan() -> bytes:
    """A PDF that is a picture of a page: grey specks, as a scanner in bad order gives."""
    from PIL import Image

    dice = random.Random(4)
    picture = Image.new("L", (620, 877), 255)
    for _ in range(900):
        picture.putpixel((dice.randrange(620), dice.randrange(877)), dice.randrange(120, 220))
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=75)
    return stream.getvalue()


# Far from what the other offices have: a hint, and nothing is wrong with the report.
_FAR = {50: ("licences", 9000), 51: ("received", 1200)}
_FAR_CELLS = {"licences": CellRef(2, "licences", "decisions"), "received": CellRef(3, "received", "total")}


def build(folder: Path, count: int = 60, seed: int = 19, kinds: tuple[str, ...] = KINDS) -> Planted:
    """The set, with everything planted in the first of its offices; count is how many offices reported."""
    dice = random.Random(seed)
    planted = Planted(offices=names(count + 3))
    offices, planted.missing = planted.offices[:count], planted.offices[count:]
    model = report(offices[30], dice)
    special = {
        offices[40]: "wrong_year", offices[41]: "wrong_year", offices[42]: "edition", offices[43]: "scan",
        offices[44]: "broken", offices[45]: "double", offices[46]: "double",
    }  # fmt: skip
    for number, office in enumerate(offices):
        kind = kinds[number % len(kinds)]
        trouble, own = special.get(office, ""), _FAR.get(number, ("", 0))
        made = report(office, dice, own={own[0]: own[1]} if own[0] else None)
        if own[0]:
            planted.unusual[office] = _FAR_CELLS[own[0]]
        path = folder / f"{office}{YEAR}年政府信息公开工作年度报告.{kind}"
        if number < 20:
            made = with_error(made, dice)
            planted.errors.append(office)
        elif 30 <= number < 34:
            made = renamed(model, office)
            planted.alike.append(office)
        if trouble == "scan":
            planted.scan.append(office)
            path.with_suffix(".pdf").write_bytes(scan())
            continue
        if trouble == "broken":
            planted.broken.append(office)
            whole = io.BytesIO()
            with zipfile.ZipFile(whole, "w") as package:
                package.writestr("word/document.xml", "<w:document>" * 400)
            path.with_suffix(".docx").write_bytes(whole.getvalue()[:-300])
            continue
        if trouble == "wrong_year":
            made = report(office, dice, YEAR - 1)
            planted.wrong_year.append(office)
        elif trouble == "edition":
            made = report(office, dice, YEAR, "2019")
            planted.edition.append(office)
        elif trouble == "double":
            other = folder / f"{office}年报（新）.docx"
            write(report(office, dice), other)
            planted.doubles[office] = [path.name, other.name]
        write(made, path)
    _litter(folder, planted)
    return planted


def _litter(folder: Path, planted: Planted) -> None:
    """What lies about in such folders."""
    one = next(folder.glob("*.docx")).read_bytes()
    for name in (
        f"~${planted.offices[0][2:]}.docx",
        "年报草稿.docx",
        f"{planted.offices[1]}-退回修改通知.docx",
        "Thumbs.db",
    ):
        (folder / name).write_bytes(one)
        planted.passed_over.append(name)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(build(target, int(sys.argv[2]) if len(sys.argv) > 2 else 60))
