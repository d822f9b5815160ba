"""Word files of our own writing for the readers' tests: raw WordprocessingML, and the printed form with figures.

`PYTHONPATH=. python tests/office_support.py FOLDER` writes the .docx that tests/data/doc/*.doc were converted from.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from core.schema import FormCell, shape

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run; tabs and line breaks in the text become elements."""
    inner = escape(text, quote=False).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{inner}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain texts."""
    content = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str, width: int = 1000, properties: str = "") -> str:
    """A table cell of a text or of block elements."""
    inner = content if content.startswith("<") else "".join(paragraph(line) for line in content.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def table(rows: Iterable[str], widths: Iterable[int]) -> str:
    """A table of rows of cells."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    borders = '<w:tblBorders><w:insideV w:val="single" w:sz="4"/></w:tblBorders>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def simple_table(texts: list[list[str]]) -> str:
    """A table without spans."""
    return table(["".join(cell(t) for t in row) for row in texts], [1000] * len(texts[0]))


def form_table(number: int, figure: Callable[[FormCell], str], edition: str = "2021") -> str:
    """A statutory table as printed, merged cells included."""
    form = shape(edition, number)
    total = sum(form.widths)
    widths = [8800 * w // total for w in form.widths]
    starts = {(c.row, c.column): c for c in form.form}
    covered = {(r, c.column): c for c in form.form for r in range(c.row + 1, c.row + c.rowspan)}
    rows = []
    for r in range(form.form_rows):
        cells, column = "", 0
        while column < len(widths):
            here = starts.get((r, column)) or covered[r, column]
            merge = "" if here.rowspan == 1 else '<w:vMerge w:val="restart"/>' if here.row == r else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{here.colspan}"/>' if here.colspan > 1 else ""
            text = (figure(here) if here.ref else here.text) if here.row == r else ""
            cells += cell(text, sum(widths[column : column + here.colspan]), span + merge)
            column += here.colspan
        rows.append(cells)
    return table(rows, widths)


def package(body: str, parts: dict[str, tuple[str, str]] | None = None, main: str = "document.main+xml") -> bytes:
    """A docx of a body. parts: file name under word/ → (relationship and content type, XML)."""
    given = parts or {}
    types = f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.{main}"/>'
    relations = ""
    for i, (name, (kind, _)) in enumerate(given.items()):
        types += f'<Override PartName="/word/{name}" ContentType="{_MAIN}.{kind}+xml"/>'
        relations += f'<Relationship Id="r{i}" Type="{_RELATIONS}/{kind}" Target="{name}"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(types))
        archive.writestr(
            "_rels/.rels",
            _RELS.format(f'<Relationship Id="m" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'),
        )
        archive.writestr("word/_rels/document.xml.rels", _RELS.format(relations))
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {NAMES}><w:body>{body}</w:body></w:document>'
        )
        for name, (_, xml) in given.items():
            archive.writestr(f"word/{name}", xml)
    return target.getvalue()


_LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<?xml version="1.0"?><w:numbering {NAMES}>'
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + _LEVEL.format(0, 1, "chineseCountingThousand", '<w:suff w:val="nothing"/>', "%1、")
    + _LEVEL.format(1, 1, "chineseCountingThousand", '<w:suff w:val="nothing"/>', "（%2）")
    + _LEVEL.format(2, 1, "decimal", '<w:suff w:val="space"/>', "%3.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
    + _LEVEL.format(0, 3, "decimalEnclosedCircle", '<w:suff w:val="nothing"/>', "%1")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
STYLES = (
    f'<?xml version="1.0"?><w:styles {NAMES}><w:style w:type="paragraph" w:default="1" w:styleId="a">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
STYLED = {"styles.xml": ("styles", STYLES), "numbering.xml": ("numbering", NUMBERING)}


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of an automatic list."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tracked(kind: str, inner: str) -> str:
    """Runs inserted ("ins") or deleted ("del") with tracking on."""
    inner = inner.replace("w:t ", "w:delText ").replace("</w:t>", "</w:delText>") if kind == "del" else inner
    return f'<w:{kind} w:id="7" w:author="云溪" w:date="2024-01-05T08:00:00Z">{inner}</w:{kind}>'


def field(instruction: str, result: str) -> str:
    """A field with its instruction and its result."""

    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return sign("begin") + code + sign("separate") + run(result) + sign("end")


def text_box(text: str) -> str:
    """A run that anchors a text box."""
    return (
        '<w:r><w:pict><v:shape style="position:absolute;width:200pt;height:60pt" fillcolor="white">'
        f"<v:textbox><w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def counting_figure() -> Callable[[FormCell], str]:
    """Figures 1, 2, 3 … in the form's order, so that no two cells are alike."""
    counter = iter(range(1, 10_000))
    return lambda _: str(next(counter))


def whole_report(edition: str, year: int) -> bytes:
    """A report of 云溪县民政局 with all six sections and the three tables, figures counting from 1."""
    figure = counting_figure()
    titles = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    )
    body = paragraph(run(f"云溪县民政局{year}年政府信息公开工作年度报告", '<w:b/><w:sz w:val="44"/>'))
    body += paragraph(f"现将云溪县民政局{year}年度政府信息公开工作情况报告如下。")
    for number, title in enumerate(titles, 1):
        body += paragraph(run("一二三四"[number - 1] + "、" + title, '<w:rFonts w:eastAsia="黑体"/>'))
        body += (
            paragraph("云溪县民政局把公开当作日常工作来做。") if number == 1 else form_table(number, figure, edition)
        )
    body += paragraph("五、存在的主要问题及改进情况") + paragraph("人手不足，来年增加一名专职人员。")
    body += paragraph("六、其他需要报告的事项") + paragraph("本年度未收取信息处理费。")
    return package(body, STYLED)


def oddities() -> bytes:
    """Everything a Word file may hide in one small document."""
    body = paragraph("标题一", properties='<w:pStyle w:val="1"/>') + paragraph(
        "标题二", properties='<w:pStyle w:val="2"/>'
    )
    body += paragraph("前", run("粗体", "<w:b/>"), "后")
    body += paragraph("原有", tracked("del", run("删去")), tracked("ins", run("新增")), "结尾")
    body += paragraph("看得见", run("隐藏的字", "<w:vanish/>"), "也看得见")
    body += paragraph("共有", field(" SEQ 表 ", "12"), "件")
    body += paragraph("第一行\n第二行") + paragraph("罕见字𠮷与汉字")
    body += numbered("总体情况") + numbered("主动公开", 1) + numbered("依申请公开", 1) + numbered("要点", 2)
    body += numbered("主动公开政府信息情况") + numbered("小节", 1) + numbered("圈码", 0, 2)
    body += paragraph("框外文字", text_box("框内文字"))
    inner = simple_table([["内甲", "内乙"], ["内丙", "内丁"]])
    body += table(
        [cell("外甲") + cell("<w:p/>" + inner + paragraph("内表之后")), cell("外丙") + cell("外丁")], [3000, 5000]
    )
    return package(body + paragraph("完"), STYLED)


def merged() -> bytes:
    """Merged cells of every kind, a row that begins further right, edges a hair apart."""
    span = '<w:gridSpan w:val="2"/>'
    rows = [
        cell("跨两列", 2000, span) + cell("右上", 1000),
        cell("跨两行", 1000, '<w:vMerge w:val="restart"/>') + cell("中一") + cell("右一"),
        cell("", 1000, "<w:vMerge/>") + cell("中二") + cell("右二"),
        cell("又跨两行", 1000, '<w:vMerge w:val="restart"/>') + cell("中三\n两段") + cell("右三"),
        cell("", 1000, "<w:vMerge/>") + cell("跨到底", 2000, span),
    ]
    rows.append(
        '<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="1000" w:type="dxa"/></w:trPr>' + cell("缩进") + cell("末")
    )
    return package(table(rows, [1000, 1000, 1000]) + paragraph("表后"))


MADE = {
    "whole_2021": lambda: whole_report("2021", 2023),
    "whole_2019": lambda: whole_report("2019", 2020),
    "oddities": oddities,
    "merged": merged,
}

if __name__ == "__main__":
    for file_name, make in MADE.items():
        (Path(sys.argv[1]) / f"{file_name}.docx").write_bytes(make())
