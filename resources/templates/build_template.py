"""Builds standard.docx: page, fonts and styles by GB/T 9704-2012, and the placeholder paragraphs.

Run `python resources/templates/build_template.py` to make it anew. An office may instead save its own .docx
under that name: it must keep the five placeholders, each alone in its paragraph, and the styles named in STYLES.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

TARGET = Path(__file__).with_name("standard.docx")
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PLACEHOLDERS = ("标题", "前言", "正文", "落款", "附页")

# Name, alternatives a system may have instead, pitch family; charset 86 is GB2312.
FONTS = (
    ("方正小标宋简体", "小标宋,方正小标宋_GBK,华文中宋,宋体", "auto"),
    ("仿宋_GB2312", "仿宋,FangSong,华文仿宋", "modern"),
    ("黑体", "SimHei,华文黑体", "modern"),
    ("楷体", "楷体_GB2312,KaiTi,华文楷体", "modern"),
    ("宋体", "SimSun,华文宋体", "auto"),
)
TITLE, BODY, HEAD, KAI, SONG = (name for name, _, _ in FONTS)


def fonts(name: str, size: int, spacing: int = 0) -> str:
    """Run properties: one font for every script, size in half points (32 is 三号), spacing in twips."""
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
        f'<w:b w:val="0"/><w:bCs w:val="0"/><w:i w:val="0"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def style(kind: str, identity: str, name: str, properties: str, runs: str = "", based: str = "Normal") -> str:
    """One style; kind is paragraph or character."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    follow = '<w:next w:val="BodyText"/>' if kind == "paragraph" and identity not in ("Normal", "BodyText") else ""
    paragraph = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    run = f"<w:rPr>{runs}</w:rPr>" if runs else ""
    custom = ' w:customStyle="1"' if identity.startswith("Nb") else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"{custom}><w:name w:val="{name}"/>{base}{follow}'
        f"<w:qFormat/>{paragraph}{run}</w:style>"
    )


# Pitch 28.95 pt: 22 lines in 225 mm. The exact value holds whatever font a computer has instead.
LINE = '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>'
# 28 characters of 16 pt are 448 pt, the text block 442: a quarter point less each. A character grid would say the
# same to Word, but other programs read it otherwise and set eighteen a line.
TIGHT = -5
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'
RIGHT = '<w:ind w:rightChars="400" w:right="1264"/><w:jc w:val="right"/>'
TABLE_LINE = '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="exact"/>'


def styles() -> str:
    """All styles; those whose id begins with Nb are this program's own and carry Chinese names."""
    heads = f"<w:keepNext/>{LINE}{INDENT}"
    parts = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY, 21)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>',
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{fonts(BODY, 32, TIGHT)}</w:rPr></w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
        style("paragraph", "BodyText", "Body Text", LINE + INDENT, fonts(BODY, 32, TIGHT)),
        style(
            "paragraph",
            "Title",
            "Title",
            # Off the grid: some programs would set each line of the title on two lines of the page's grid.
            '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="498" w:line="660" '
            'w:lineRule="exact"/>'
            '<w:jc w:val="center"/>',
            fonts(TITLE, 44),
        ),
        style("paragraph", "Heading1", "heading 1", heads + '<w:outlineLvl w:val="0"/>', fonts(HEAD, 32, TIGHT)),
        style("paragraph", "Heading2", "heading 2", heads + '<w:outlineLvl w:val="1"/>', fonts(KAI, 32, TIGHT)),
        style("paragraph", "NbClosing", "年报落款", LINE + RIGHT),
        style(
            "paragraph",
            "NbAnnexTitle",
            "年报附页标题",
            f'<w:keepNext/><w:pageBreakBefore/>{LINE}<w:jc w:val="left"/>',
            fonts(HEAD, 32, TIGHT),
        ),
        style("paragraph", "NbTableHead", "年报表头", TABLE_LINE + '<w:jc w:val="center"/>', fonts(SONG, 18)),
        style("paragraph", "NbTableText", "年报表内文字", TABLE_LINE + '<w:jc w:val="left"/>', fonts(SONG, 18)),
        style("paragraph", "NbTableFigure", "年报表内数字", TABLE_LINE + '<w:jc w:val="center"/>', fonts(SONG, 18)),
        style("paragraph", "NbPageNumber", "年报页码", "", fonts(SONG, 28)),
        style("character", "NbLead", "年报二级标题字", "", fonts(KAI, 32, TIGHT), based="DefaultParagraphFont"),
        table_style(),
    ]
    return wrap("styles", "".join(parts))


def table_style() -> str:
    """Single lines all round, narrow margins so that fifteen columns fit."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in sides)
    widths = (("top", 0), ("left", 28), ("bottom", 0), ("right", 28))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in widths)
    return (
        '<w:style w:type="table" w:styleId="NbTable" w:customStyle="1"><w:name w:val="年报表格"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )


def wrap(root: str, inner: str) -> str:
    """A part of WordprocessingML."""
    return f'{XML}<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'


def document() -> str:
    """The placeholders and the page: A4, 天头 37, 订口 28, 版心 156 × 225 mm, 22 lines of 28 characters."""
    looks = {"标题": "Title", "落款": "NbClosing", "附页": "NbAnnexTitle"}
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{looks.get(name, "BodyText")}"/></w:pPr>'
        f"<w:r><w:t>{{{{{name}}}}}</w:t></w:r></w:p>"
        for name in PLACEHOLDERS
    )
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
        'w:header="851" w:footer="1400" w:gutter="0"/><w:cols w:space="425"/>'
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )
    return wrap("document", f"<w:body>{body}{page}</w:body>")


def footer(side: str) -> str:
    """— 1 — in 四号 宋体, one character in from the outer edge: side is right (odd pages) or left (even)."""

    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    field = "".join(
        run(part)
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    look = (
        '<w:pStyle w:val="NbPageNumber"/><w:snapToGrid w:val="0"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    )
    return wrap("ftr", f"<w:p><w:pPr>{look}</w:pPr>{field}</w:p>")


def settings() -> str:
    """Odd and even footers; Word 2013's layout, so that a table's edge stands at the margin."""
    return wrap(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat>",
    )


def font_table() -> str:
    """Each font with the names a computer without it may offer instead."""
    inner = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{"fixed" if family == "modern" else "variable"}"/></w:font>'
        for name, other, family in FONTS
    )
    return wrap("fonts", inner)


def relationships(*items: tuple[str, str]) -> str:
    """rId1… in the order given; each item is (last part of the type, target)."""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else R + "/" + kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(items, 1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{namespace}">{inner}</Relationships>'


def content_types() -> str:
    """Which part is what."""
    kinds = {
        "/word/document.xml": f"{OFFICE}.document.main+xml",
        "/word/styles.xml": f"{OFFICE}.styles+xml",
        "/word/settings.xml": f"{OFFICE}.settings+xml",
        "/word/fontTable.xml": f"{OFFICE}.fontTable+xml",
        "/word/footer1.xml": f"{OFFICE}.footer+xml",
        "/word/footer2.xml": f"{OFFICE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    inner = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def core_properties() -> str:
    """Empty: each export fills in its title."""
    return (
        f"{XML}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title></cp:coreProperties>'
    )


def parts() -> dict[str, str]:
    """Every part of the package by its name, content types first as readers expect."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml"), (package, "docProps/core.xml")),
        "docProps/core.xml": core_properties(),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
    }


def build(target: Path = TARGET) -> None:
    """Write the template; the same bytes each time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts().items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build()
