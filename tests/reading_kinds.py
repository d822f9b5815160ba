"""Reports of our own making, each with one kind of fault that files of offices have, and the figures that are right.

A kind takes a seeded random and gives (file name, bytes, Truth). tests/score/score_reading.py reads many of each;
tests/core/extract/test_kinds.py a few.
"""

from __future__ import annotations

import io
import math
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace

import extract_support as support
import office_support as office
import openpyxl
from extract_support import HEADINGS, Table, Truth
from pdf_support import Sheet, pdf
from xlsb_support import xlsb

from core import schema, text
from core.model import CellRef

File = tuple[str, bytes, Truth]
Kind = Callable[[random.Random], File]
SIZE = 8.0
WIDTH = 480.0


def balanced(rng: random.Random, edition: str = "") -> Truth:
    """A report whose rows and blocks add up, as those of offices mostly do."""
    written = support.truth(rng, edition or rng.choice(("2019", "2021")))
    for table in (3, 4):
        for row in schema.shape(written.edition, table).rows:
            *parts, total = [CellRef(table, row.key, column.key) for column in row.columns]
            values = [rng.choice((0, 0, 0, rng.randint(1, 9), rng.randint(10, 300))) for _ in parts]
            written.figures |= {ref: str(value) for ref, value in zip(parts, values, strict=True)}
            written.figures[total] = str(sum(values))
    return written


# Rendering.


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines of a text, of a column's width (a Chinese character is as wide as high)."""
    lines = [""]
    for character in words:
        if character == "\n":
            lines.append("")
            continue
        taken = sum(size if c > "\xff" else size / 2 for c in lines[-1] + character)
        if taken > width and lines[-1]:
            lines.append("")
        lines[-1] += character
    return lines


class Layout:
    """Paragraphs and tables down A4 pages; ruled: tables with their lines."""

    def __init__(self, ruled: bool = True, top: float = 60.0) -> None:
        self.sheets = [Sheet()]
        self.ruled, self._top, self._y = ruled, top, top

    def write(self, parts: Sequence[support.Part], title_size: float = 16.0) -> Layout:
        """All parts of a report."""
        for number, part in enumerate(parts):
            if isinstance(part, Table):
                self._table(part)
            else:
                size = title_size if number == 0 else 11.0
                lines = wrapped(str(part), WIDTH, size)
                self._room(len(lines) * size * 1.5)
                left = 57 + (WIDTH - len(lines[0]) * size) / 2 if number == 0 else 57
                self._y = self.sheets[-1].lines(left, self._y, lines, size) + 4
        return self

    def _room(self, height: float) -> None:
        if self._y + height > 790:
            self.sheets.append(Sheet())
            self._y = self._top

    def _table(self, table: Table) -> None:
        xs = self._columns(table)
        lines = {id(p): wrapped(p.text, xs[p.column + p.colspan] - xs[p.column] - 4, SIZE) for p in table.pieces}
        heights = [SIZE * 2.4] * table.rows
        for piece in sorted(table.pieces, key=lambda p: p.rowspan):
            own = range(piece.row, piece.row + piece.rowspan)
            lacking = len(lines[id(piece)]) * SIZE * 1.2 + 6 - sum(heights[row] for row in own)
            for row in own:
                heights[row] += max(lacking, 0) / piece.rowspan
        starts = [0, *(row for row in range(1, table.rows) if all(
            not p.row < row < p.row + p.rowspan for p in table.pieces))]  # fmt: skip
        ends = [*starts[1:], table.rows]
        for first, last in zip(starts, ends, strict=True):
            self._room(sum(heights[first:last]))
            ys = [self._y]
            for row in range(first, last):
                ys.append(ys[-1] + heights[row])
            for piece in (p for p in table.pieces if first <= p.row < last):
                box = (xs[piece.column], ys[piece.row - first], xs[piece.column + piece.colspan],
                       ys[piece.row - first + piece.rowspan])  # fmt: skip
                if self.ruled:
                    self.sheets[-1].box(*box)
                block = len(lines[id(piece)]) * SIZE * 1.2
                self.sheets[-1].lines(box[0] + 2, (box[1] + box[3] - block) / 2 + 1, lines[id(piece)], SIZE, 1.2)
            self._y = ys[-1]
        self._y += 8

    @staticmethod
    def _columns(table: Table) -> list[float]:
        weights = [1.0] * table.columns
        if table.columns > 5 and table.columns < 15:
            weights[: table.columns - 7] = [1.3] * (table.columns - 8) + [4.0]
        xs = [57.0]
        for weight in weights:
            xs.append(xs[-1] + WIDTH * weight / sum(weights))
        return xs


def as_pdf(written: Truth, ruled: bool = True) -> list[Sheet]:
    return Layout(ruled).write(support.parts_of(written)).sheets


def as_docx(
    written: Truth, cell: Callable[[str], str] = office.run, parts: Sequence[support.Part] | None = None
) -> bytes:
    """A docx; cell makes the runs of a figure's text."""
    body = []
    for part in parts or support.parts_of(written):
        if not isinstance(part, Table):
            body.append(office.paragraph(office.run(str(part))))
            continue
        rows = []
        for row in range(part.rows):
            cells = []
            for p in covering(part, row):
                merge = "" if p.rowspan == 1 else f'<w:vMerge w:val="{"restart" if p.row == row else "continue"}"/>'
                runs = (cell(p.text) if p.ref else office.run(p.text)) if p.row == row else ""
                span = f'<w:gridSpan w:val="{p.colspan}"/>'
                cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p>{runs}</w:p></w:tc>")
            rows.append("".join(cells))
        body.append(office.table(rows, [500] * part.columns))
    return office.package("".join(body))


def covering(table: Table, row: int) -> list[support.Piece]:
    """The pieces that stand in a row or reach down into it, from left to right."""
    return sorted((p for p in table.pieces if p.row <= row < p.row + p.rowspan), key=lambda p: p.column)


# Kinds.


def painted(sheet: Sheet, words: str, x: float, top: float, size: float, angle: float, colour: str) -> None:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.1f} {sheet.height - top:.1f}"
    sheet.content.append(f"q {colour} BT 0 Tr /F1 {size} Tf {matrix} Tm <{words.encode('utf-16-be').hex()}> Tj ET Q")


def sloping_watermark(rng: random.Random) -> File:
    written = balanced(rng)
    sheets = as_pdf(written)
    words = rng.choice(("内部资料2025", "云溪县2023年1月", "征求意见稿 03", "10.2.3.4 张三"))
    angle = rng.choice((15, 30, 45, 60, 315, 330))
    colour = rng.choice(("0.8 g", "0.9 g", "0.6 g", "0 g", "1 0.8 0.8 rg", "0.8 0.8 1 rg", "1 0 0 rg"))
    size = rng.choice((12, 20, 30, 48))
    for sheet in sheets:
        for top in range(120, 800, rng.choice((60, 120, 240))):
            painted(sheet, words, rng.randint(40, 300), top, size, angle, colour)
    return "a.pdf", pdf(*sheets), written


def upright_watermark(rng: random.Random) -> File:
    written = balanced(rng)
    sheets = as_pdf(written)
    words = rng.choice(("样张2025", "仅供内部使用 20", "云溪县民政局", "副本3"))
    faint = rng.random() < 0.7
    colour, size = ("0.8 g", rng.choice((14, 24, 36))) if faint else ("0 g", rng.choice((40, 60)))
    for sheet in sheets:
        for top in range(150, 800, rng.choice((130, 220))):
            painted(sheet, words, rng.randint(60, 250), top, size, 0, colour)
    return "a.pdf", pdf(*sheets), written


def stamp(rng: random.Random) -> File:
    written = balanced(rng)
    written.closing = ("云溪县民政局", f"{written.year + 1}年1月20日")
    sheets = as_pdf(written)
    sheet = rng.choice(sheets)
    x, y, radius = rng.randint(120, 450), rng.randint(150, 700), rng.choice((40, 55))
    words = "云溪县民政局办公室2"
    for n, character in enumerate(words):
        turn = 200 - 220 * n / (len(words) - 1)
        at = math.radians(turn)
        painted(sheet, character, x + radius * math.cos(at), y - radius * math.sin(at), 12, turn - 90, "1 0 0 rg")
    painted(sheet, "3301000012345", x - 30, y + 20, 8, 0, "1 0 0 rg")
    return "a.pdf", pdf(*sheets), written


def signature_field(rng: random.Random) -> File:
    written = balanced(rng)
    sheets = as_pdf(written)
    sheet = rng.choice(sheets)
    for _ in range(rng.randint(1, 3)):
        x, y = rng.randint(60, 400), rng.randint(100, 700)
        sheet.fields.append(((x, y, x + 90, y + 30), rng.choice(("2025", "张三 2024.1.20", "7"))))
    sheet.kind = rng.choice(("/Subtype/Widget/FT/Sig", "/Subtype/Stamp"))
    return "a.pdf", pdf(*sheets), written


def turned_back_page(rng: random.Random) -> File:
    written = balanced(rng)
    sheets = []
    for sheet in as_pdf(written):
        turns, (width, height) = rng.choice((0, 1, 2, 3)), (sheet.width, sheet.height)
        if turns:
            matrix = {1: f"0 1 -1 0 {height} 0", 2: f"-1 0 0 -1 {width} {height}", 3: f"0 -1 1 0 0 {width}"}[turns]
            paper = (height, width) if turns % 2 else (width, height)
            content = sheet.content
            sheet = Sheet(width=paper[0], height=paper[1], rotate=90 * turns)
            sheet.content = [f"q {matrix} cm", *content, "Q"]
        sheets.append(sheet)
    return "a.pdf", pdf(*sheets), written


def pdf_without_rules(rng: random.Random) -> File:
    written = balanced(rng)
    return "a.pdf", pdf(*as_pdf(written, ruled=False)), written


def page_as_picture(rng: random.Random) -> File:
    """One page is a picture: its figures are unread, and none is wrong."""
    written = balanced(rng)
    sheets = as_pdf(written)
    lost = rng.randrange(1, len(sheets))
    sheets[lost] = Sheet()
    sheets[lost].content.append("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")
    return "a.pdf", pdf(*sheets), written


def tabbed_text(rng: random.Random) -> File:
    written = balanced(rng)
    content = support.plain_text(support.parts_of(written), "tabs")
    content = re.sub(r"\n\n+", rng.choice(("\n", "\n\n", "\r\n", "\n\u3000\n")), content)
    content = content.replace("\n", rng.choice(("\n", "\r\n", "\r", "\r\r\n", " \n", "\t\n")))
    return "a.txt", content.encode(rng.choice(("utf-8", "gb18030", "utf-16", "utf-8-sig"))), written


def mixed_line_ends(rng: random.Random) -> File:
    written = balanced(rng)
    content = support.plain_text(support.parts_of(written), rng.choice(("tabs", "pipes")))
    ends = "".join(rng.choice(("\r", "\n", "\r\n", "\r\r\n", " \n", "\u3000\r\n")) if c == "\n" else c for c in content)
    return "a.txt", ends.encode(), written


def misspelt_headers(rng: random.Random) -> File:
    written = balanced(rng)
    slips = {
        "废止": "废纸", "制发": "制定", "商业企业": "商业企叶", "自然人": "自然入", "结果维持": "结果维特",
        "尚未审结": "尚末审结", "科研机构": "科研机够", "新收": "新受", "行政处罚": "行政处罰",
        "现行有效件数": "现行有效件",
    }  # fmt: skip
    chosen = rng.sample(sorted(slips), rng.randint(1, 3))

    def slip(label: str) -> str:
        for word in chosen:
            label = label.replace(word, slips[word])
        return label

    tables = {t: [support.per_label(support.form_table(written, t), slip)] for t in (2, 3, 4)}
    parts = support.parts_of(written, tables)
    if rng.random() < 0.5:
        return "a.html", support.html(parts), written
    return "a.docx", as_docx(written, parts=parts), written


def html_without_end_tags(rng: random.Random) -> File:
    written = balanced(rng)
    page = support.html(support.parts_of(written)).decode()
    for tag in rng.sample(["</td>", "</tr>", "</p>"], rng.randint(1, 3)):
        page = page.replace(tag, "")
    if rng.random() < 0.5:
        page = re.sub(r">(\d+)<", r"><span>\1<", page)
    return "a.html", page.encode(), written


_HANT = str.maketrans(
    "云县总体况动开务处罚强规费数现废发会众围绕养护续项业区机构与无实质统图书议讼维纠结诉复审经过请给补们这样还够写检举报术环转办产权农镇乡为",
    "雲縣總體況動開務處罰強規費數現廢發會眾圍繞養護續項業區機構與無實質統圖書議訟維糾結訴復審經過請給補們這樣還夠寫檢舉報術環轉辦產權農鎮鄉為",
)


def big5_page(rng: random.Random) -> File:
    written = balanced(rng)
    page = support.html(support.parts_of(written)).decode().translate(_HANT)
    page = page.replace("utf-8", rng.choice(("big5", "big5")))
    data = page.encode("big5", "xmlcharrefreplace")
    return "a.html", data, written


def sums_without_values(rng: random.Random) -> File:
    written = balanced(rng)
    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    for part in support.parts_of(written):
        if not isinstance(part, Table):
            sheet.cell(row, 1, part)
            row += 1
            continue
        for p in part.pieces:
            number = p.ref is not None and p.text.isdigit()
            cell = sheet.cell(row + p.row, 1 + p.column, int(p.text) if number else p.text)
            if p.ref and p.ref.table == 3 and p.ref.column == "total":
                first, last = cell.offset(0, -6).coordinate, cell.offset(0, -1).coordinate
                plus = "+".join(cell.offset(0, -n).coordinate for n in range(6, 0, -1))
                cell.value = f"={rng.choice((f'SUM({first}:{last})', plus))}"
            if p.rowspan * p.colspan > 1:
                sheet.merge_cells(None, cell.row, cell.column, cell.row + p.rowspan - 1, cell.column + p.colspan - 1)
        row += part.rows
    out = io.BytesIO()
    book.save(out)
    return "a.xlsx", out.getvalue(), written


def binary_workbook(rng: random.Random) -> File:
    written = balanced(rng)
    rows: dict[int, dict[int, str | float]] = {}
    merges, row = [], 0
    for part in support.parts_of(written):
        if not isinstance(part, Table):
            rows[row] = {0: str(part)}
            row += 1
            continue
        for p in part.pieces:
            number = p.ref is not None and p.text.isdigit()
            rows.setdefault(row + p.row, {})[p.column] = float(p.text) if number else p.text
            if p.rowspan * p.colspan > 1:
                merges.append((row + p.row, row + p.row + p.rowspan - 1, p.column, p.column + p.colspan - 1))
        row += part.rows
    return "a.xlsb", xlsb(rows, merges), written


def marks_of_direction(rng: random.Random) -> File:
    written = balanced(rng)
    pair = rng.choice(("\u202a\u202c", "\u200e\u200e", "\u2066\u2069", "\ufeff\u200b", "\xad\u200d"))
    return "a.docx", as_docx(written, lambda raw: office.run(pair[0] + raw + pair[1])), written


def two_line_title(rng: random.Random) -> File:
    written = balanced(rng)
    first, second = rng.choice((
        (written.agency, f"{written.year}年政府信息公开工作年度报告"),
        (f"{written.agency}{written.year}年度", "政府信息公开工作年度报告"),
        (f"{written.agency}{written.year}年政府信息", "公开工作年度报告"),
        (f"{written.agency}关于{written.year}年", "政府信息公开工作的年度报告"),
    ))  # fmt: skip
    parts = [first, second, *support.parts_of(written)[1:]]
    if rng.random() < 0.5:
        return "a.docx", as_docx(written, parts=parts), written
    layout = Layout().write([first], 18)
    layout._y += 8
    layout.sheets[-1].text(120, layout._y, second, 18)
    layout._y += 40
    layout.write(["", *parts[2:]])
    return "a.pdf", pdf(*layout.sheets), written


def title_without_agency(rng: random.Random) -> File:
    written = balanced(rng)
    about = f"来源：云溪县人民政府办公室 时间：{written.year + 1}-01-20"
    title = rng.choice((f"{written.year}年政府信息公开工作年度报告", f"政府信息公开工作{written.year}年度报告"))
    body = f"现将{written.agency}{written.year}年度政府信息公开工作情况报告如下。"
    parts = [title, about, body, *support.parts_of(written)[2:]]
    return "a.html", support.html(parts), written


def note_in_cell(rng: random.Random) -> File:
    written = balanced(rng, "2021")
    words = ("（其中修订{}件）", "(含自然失效{}件)", "，其中修订{}件", "\n（其中：{}件为联合发文）", "件")
    notes = {
        ref: raw + rng.choice(words).format(rng.randint(1, 9))
        for ref, raw in written.figures.items()
        if ref.table == 2 and rng.random() < 0.5
    }
    shown = replace(written, figures={**written.figures, **notes})
    return "a.docx", as_docx(shown), written


def equation_field(rng: random.Random) -> File:
    written = balanced(rng)

    def formula(raw: str) -> str:
        if not raw.isdigit() or rng.random() < 0.5:
            return office.run(raw)
        code = rng.choice((f" EQ \\o({raw}) ", f"eq \\o\\ac(○,{raw})", f" EQ \\x({raw})"))
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        return f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('end')}"

    return "a.docx", as_docx(written, formula), written


def appended_bytes(rng: random.Random) -> File:
    written = balanced(rng)
    data = as_docx(written)
    tail = rng.choice((bytes(4096), b"\r\n-- \r\nscanned by gateway", rng.randbytes(300), bytes(70_000)))
    if rng.random() < 0.5:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(rng.choice(("报告.docx", "年报/2023年报告.docx")), data)
        return "a.zip", out.getvalue() + tail, written
    return "a.docx", data + tail, written


def fifth_heading(rng: random.Random) -> File:
    written = balanced(rng)
    name = rng.choice((
        "存在的主要问题及明年工作计划", "工作中的薄弱环节和下一步努力方向", "存在的困难和改进措施",
        "主要不足及整改打算",
        "存在问题及下一步工作思路", "问题与对策", "政府信息公开工作存在的不足和今后的改进举措",
    ))  # fmt: skip
    written.headings = (*HEADINGS[:4], f"五、{name}", HEADINGS[5])
    return "a.html", support.html(support.parts_of(written)), written


def table_on_its_side(rng: random.Random) -> File:
    written = balanced(rng)
    table = rng.choice((2, 3, 4))
    turned = {table: [support.transposed(support.form_table(written, table))]}
    return "a.html", support.html(support.parts_of(written, turned)), written


def copied_from_pdf(rng: random.Random) -> File:
    """Labels as narrow cells broke them, the figures of a row on one line."""
    written = balanced(rng)
    lines: list[str] = []
    for part in support.parts_of(written):
        if not isinstance(part, Table):
            lines.append(str(part))
            continue
        for row in range(part.rows):
            own = sorted((p for p in part.pieces if p.row == row), key=lambda p: p.column)
            names = [p.text for p in own if p.ref is None and p.text]
            figures = " ".join(p.text for p in own if p.ref is not None)
            if figures and names:
                broken = wrapped(names[-1], rng.choice((6, 10, 30)), 1)
                lines += [text.fold(name) for name in names[:-1]] + broken[:-1]
                lines.append(f"{broken[-1]} {figures}")
            elif figures:
                lines.append(figures)
            else:
                lines += [" ".join(names)] if names else []
        if rng.random() < 0.3:
            lines.append(f"- {rng.randint(1, 9)} -")
    return "a.txt", "\n".join(lines).encode(), written


def dark_watermark(rng: random.Random) -> File:
    """Of the text's colour or size, or nearly: figures under it may be unread, never wrong."""
    written = balanced(rng)
    sheets = as_pdf(written)
    size, angle = rng.choice((8, 10, 14)), rng.choice((0, 0, 3, 90))
    for sheet in sheets:
        for top in range(100, 800, 90):
            colour = rng.choice(("0 0 1 rg", "1 0 0 rg", "0.4 g"))
            painted(sheet, "内部资料2025", rng.randint(60, 300), top, size, angle, colour)
    return "a.pdf", pdf(*sheets), written


def unseen_digits(rng: random.Random) -> File:
    written = balanced(rng)
    page = support.html(support.parts_of(written)).decode()
    page = page.replace("</head>", "<style>.q{display:none}</style></head>")
    open_tags = (
        '<span style="font-size:0">', '<span style="opacity:0">', '<span class="q">', "<span><s>", "<span><sup>",
        '<span style="position:absolute;left:-9999px">', '<span style="color:transparent">',
    )  # fmt: skip

    def spoilt(match: re.Match[str]) -> str:
        tag = rng.choice(open_tags)
        end = f"</{tag.rpartition('<')[2]}</span>" if tag.endswith(("<s>", "<sup>")) else "</span>"
        return f">{match[1]}{tag}{rng.randint(1, 9)}{end}<" if rng.random() < 0.3 else match[0]

    return "a.html", re.sub(r">(\d+)<", spoilt, page).encode(), written


def struck_and_raised(rng: random.Random) -> File:
    written = balanced(rng)
    looks = ("<w:strike/>", "<w:dstrike/>", '<w:vertAlign w:val="superscript"/>', "<w:vanish/>")

    def beside(raw: str) -> str:
        extra = office.run(str(rng.randint(1, 9)), rng.choice(looks)) if raw and rng.random() < 0.3 else ""
        return office.run(raw) + extra

    return "a.docx", as_docx(written, beside), written


KINDS: dict[str, Kind] = {
    "dark watermark": dark_watermark,
    "unseen digits": unseen_digits,
    "struck and raised digits": struck_and_raised,
    "sloping watermark": sloping_watermark,
    "upright watermark": upright_watermark,
    "round stamp": stamp,
    "signature or stamp put on a page": signature_field,
    "page turned back": turned_back_page,
    "PDF without rules": pdf_without_rules,
    "page that is a picture": page_as_picture,
    "tab-separated text": tabbed_text,
    "mixed line ends, blanks at ends": mixed_line_ends,
    "misspelt headers": misspelt_headers,
    "html without end tags": html_without_end_tags,
    "big5": big5_page,
    "=SUM without values": sums_without_values,
    ".xlsb": binary_workbook,
    "marks of direction": marks_of_direction,
    "title of two lines": two_line_title,
    "title without agency": title_without_agency,
    "note in the cell": note_in_cell,
    "EQ field": equation_field,
    "archive with bytes appended": appended_bytes,
    "fifth heading": fifth_heading,
    "table on its side": table_on_its_side,
    "copied from a PDF": copied_from_pdf,
}
