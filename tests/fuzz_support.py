"""Seeded damage to files of our own: the cases of the fuzz harness and of the short run in the suite.

A case is (seed, number); the same case gives the same bytes for ever, as long as the fixtures stay.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random

import extract_support as support
import ofd_support
import office_support as office
import pdf_support
import whole_files_support
from doc_support import IN_TABLE, WordFile, compound, in_depth, row_end, sprm
from lxml import etree

from core.errors import ReadError
from core.reading.shared.ole2 import Compound

DATA = Path(__file__).resolve().parent / "data"
Damage = Callable[[Random, bytes], bytes]
_EXTREMES = (0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_NUMBERS = (b"0", b"-1", b"2", b"9", b"64", b"999", b"65536", b"99999999", b"2147483648", b"1e400", b"")


@cache
def fixtures() -> dict[str, tuple[str, bytes]]:
    """name → (file name, bytes), a few of every kind that has a reader."""
    made = {f"docx {name}": (f"{name}.docx", make()) for name, make in office.MADE.items()}
    made |= {f"doc {p.stem}": (p.name, p.read_bytes()) for p in sorted((DATA / "doc").glob("*.doc"))}
    made["doc nested"] = ("nested.doc", _nested_doc())
    made["rtf"] = ("报告.rtf", _rtf())
    made["xlsx"] = ("报告.xlsx", _xlsx())
    page = _html().encode("gb18030")
    made["html"] = ("报告.html", page)
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html"
    made["mht"] = ("报告.mht", head + b"\r\n\r\n" + page + b"\r\n--b--\r\n")
    made["txt"] = ("报告.txt", "一、总体情况\n\t规章\n\t0\n\n信息内容\t本年制发件数\n规章\t0\n".encode())
    made["md"] = ("报告.md", "# 总体情况\n\n| 规章 | 0 |\n|---|---|\n| 许可 | 65 |\n".encode())
    made["pdf"] = ("报告.pdf", _pdf())
    made["ofd"] = ("报告.ofd", _ofd())
    made["zip"] = ("资料.zip", _zip(made["pdf"][1]))
    parts = support.parts_of(support.truth(Random(31)))
    for kind in ("odt", "ods", "pdf", "ofd"):
        made[f"{kind} whole"] = (f"报告.{kind}", getattr(whole_files_support, kind)(parts))
    made["html whole"] = ("报告.html", support.html(parts))
    made["xlsx whole"] = ("报告.xlsx", whole_files_support.workbook(parts))
    made["txt whole"] = ("报告.txt", support.plain_text(parts, "tabs").encode())
    made |= {f"xls {p.stem}": (p.name, p.read_bytes()) for p in sorted((DATA / "spreadsheets").glob("*.xls"))}
    return made


def damaged(seed: int, number: int) -> tuple[str, str, bytes]:
    """(fixture's name, file name, damaged bytes) of a case."""
    rng = Random(seed * 1_000_003 + number)
    name = rng.choice(sorted(fixtures()))
    file_name, data = fixtures()[name]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(_damages(name))(rng, data)
    return name, file_name, data


def _damages(name: str) -> tuple[Damage, ...]:
    kind = name.split()[0]
    if kind in ("docx", "xlsx", "ofd", "odt", "ods"):
        return (_any_bytes, _in_member, _in_member, _in_xml, _in_xml, _in_xml)
    if kind in ("doc", "xls"):
        return (_any_bytes, _in_stream, _in_stream, _in_stream, _in_chains)
    if kind in ("html", "mht", "rtf"):
        return (_any_bytes, _in_markup, _in_numbers)
    if kind == "pdf":
        return (_any_bytes, _in_numbers, _in_objects, _in_objects, _in_objects, _in_content)
    if kind == "zip":
        return (_any_bytes, _in_member)
    return (_any_bytes, _in_numbers)


def _any_bytes(rng: Random, data: bytes) -> bytes:
    return rng.choice((_flip, _flip, _stuff, _stuff, _cut, _repeat, _drop, _insert))(rng, data)


def _flip(rng: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64)) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _stuff(rng: Random, data: bytes) -> bytes:
    """Overwrite a word with a value at the edge of its range."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 16))):
        form = rng.choice(("<B", "<H", "<I"))
        if len(changed) > 8:
            size = struct.calcsize(form)
            struct.pack_into(form, changed, rng.randrange(len(changed) - 4), rng.choice(_EXTREMES) % (1 << size * 8))
    return bytes(changed)


def _span(rng: Random, data: bytes, most: int = 4096) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, rng.choice((8, 64, 512, most))))


def _cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _repeat(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 10, 300)) + data[end:]


def _drop(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def _insert(rng: Random, data: bytes) -> bytes:
    start, _ = _span(rng, data)
    return data[:start] + rng.randbytes(rng.choice((1, 4, 100))) + data[start:]


def _in_numbers(rng: Random, data: bytes) -> bytes:
    """A written number becomes another, an absurd one as a rule."""
    found = list(re.finditer(rb"-?\d+", data))
    for match in rng.sample(found, min(len(found), rng.choice((1, 3)))):
        if data[match.start() : match.end()] == match[0]:
            data = data[: match.start()] + rng.choice(_NUMBERS) + data[match.end() :]
    return data


def _in_markup(rng: Random, data: bytes) -> bytes:
    """Tags or groups doubled, dropped, moved, or nested without end."""
    signs = list(re.finditer(rb"<[^<>]{1,300}>|[{}]|\\[a-z]+-?\d*", data))
    if not signs:
        return _any_bytes(rng, data)
    match, other = rng.choice(signs), rng.choice(signs)
    start, end = sorted((match.start(), other.end()))
    choice = rng.randrange(5)
    if choice == 0:
        return data[:start] + data[end:]
    if choice == 1:
        return data[:end] + data[start:end][:20_000] + data[end:]
    if choice == 2:
        return data[: match.start()] + match[0] * rng.choice((3, 30, 300, 3000)) + data[match.end() :]
    if choice == 3:
        return data[: match.start()] + other[0] + data[match.end() :]
    return data[: match.start()] + data[match.end() :]


def _in_xml(rng: Random, data: bytes) -> bytes:
    return _in_member(rng, data, rng.choice((_in_tree, _in_tree, _in_tree, _in_markup, _in_numbers)))


def _in_tree(rng: Random, data: bytes) -> bytes:
    """Elements of sound XML dropped, doubled, moved, renamed, buried, given other values; it stays sound."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return _any_bytes(rng, data)
    for _ in range(rng.choice((1, 1, 3, 10))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        if len(elements) > 2:
            _change_element(rng, rng.choice(elements[1:]), rng.choice(elements))
    return etree.tostring(root)


def _change_element(rng: Random, element: etree._Element, other: etree._Element) -> None:
    parent = element.getparent()
    choice = rng.randrange(7)
    if choice == 0:
        parent.remove(element)
    elif choice == 1:
        for _ in range(rng.choice((1, 10, 200))):
            element.addnext(deepcopy(element))
    elif choice == 2 and element not in other.iterancestors() and element is not other:
        other.append(element)
    elif choice == 3:
        element.tag = other.tag
    elif choice == 4:
        _bury(rng.choice((3, 40, 230)), element)
    elif choice == 5 and element.attrib:
        element.set(rng.choice(list(element.attrib)), rng.choice(_NUMBERS).decode())
    else:
        element.text = rng.choice(("", "0", "字" * 5000, "-1", "\u200b", "1e9"))


def _bury(depth: int, element: etree._Element) -> None:
    """Copies of an element's bare self within each other, the element innermost."""
    outer = etree.Element(element.tag, element.attrib)
    element.addprevious(outer)
    inner = outer
    for _ in range(depth):
        inner = etree.SubElement(inner, element.tag, element.attrib)
    inner.append(element)


def _in_member(rng: Random, data: bytes, damage: Damage = _any_bytes) -> bytes:
    """A member of a zip damaged, and the zip put together again; now and then a member missing or twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return _any_bytes(rng, data)
    if not members:
        return data
    at = max(rng.randrange(len(members)), rng.randrange(len(members)))
    name, content = members[at]
    members[at] = name, damage(rng, content)
    if rng.random() < 0.05:
        del members[rng.randrange(len(members))]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _in_objects(rng: Random, data: bytes) -> bytes:
    """Objects of a PDF dropped, doubled, swapped, bent to other numbers; references sent to other objects."""
    found = list(re.finditer(rb"\d+ 0 obj\r?\n(.*?)endobj", data, re.S))
    if len(found) < 2:
        return _any_bytes(rng, data)
    match, other = rng.sample(found, 2)
    choice = rng.randrange(6)
    if choice == 0:
        return data[: match.start()] + data[match.end() :]
    if choice == 1:
        return data[: match.end()] + b"\n" + match[0] * rng.choice((1, 2, 50)) + data[match.end() :]
    if choice == 2:
        first, second = sorted((match, other), key=lambda m: m.start())
        between = data[first.end(1) : second.start(1)]
        return data[: first.start(1)] + second[1] + between + first[1] + data[second.end(1) :]
    if choice == 3:
        return data[: match.start(1)] + other[1] + data[match.end(1) :]
    references = list(re.finditer(rb"(\d+) 0 R", data))
    if choice == 4 and references:
        chosen = rng.choice(references)
        return data[: chosen.start(1)] + b"%d" % rng.randrange(len(found) + 2) + data[chosen.end(1) :]
    keys = list(re.finditer(rb"/[A-Z][A-Za-z]+", match[1]))
    if not keys:
        return data
    key = rng.choice(keys)
    start = match.start(1) + key.start()
    new = rng.choice((rng.choice(keys)[0], b"/Parent", b"/Kids", b"/X"))
    return data[:start] + new + data[start + len(key[0]) :]


def _in_content(rng: Random, data: bytes) -> bytes:
    """Instructions of a page dropped, doubled, moved, nested in states without end."""
    streams = list(re.finditer(rb"stream\n(.*?)\nendstream", data, re.S))
    if not streams:
        return _any_bytes(rng, data)
    match = rng.choice(streams)
    lines = match[1].split(b"\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    choice = rng.randrange(5)
    if choice == 0:
        del lines[min(at, to) : max(at, to)]
    elif choice == 1:
        lines[at:at] = [lines[to]] * rng.choice((1, 10, 2000))
    elif choice == 2:
        lines[at:at] = [b"q 0.7 0.7 -0.7 0.7 9 9 cm"] * rng.choice((1, 30, 600))
    elif choice == 3:
        lines[at] = re.sub(rb"-?\d+(\.\d+)?", lambda _: rng.choice(_NUMBERS), lines[at])
    else:
        rng.shuffle(lines)
    return data[: match.start(1)] + b"\n".join(lines) + data[match.end(1) :]


def _in_stream(rng: Random, data: bytes) -> bytes:
    """Structures of a Word file damaged inside a sound compound file."""
    try:
        found = Compound(data)
        streams = {name: found.stream(name) for name in sorted(found.streams)}
    except (ReadError, KeyError):
        return _any_bytes(rng, data)
    names = [name for name in streams if name in ("WordDocument", "1Table", "0Table", "Data", "Workbook")] or [*streams]
    if not names:
        return _any_bytes(rng, data)
    name = rng.choice(names)
    if name == "WordDocument" and rng.random() < 0.3:  # the header: offsets and sizes of everything
        streams[name] = _stuff(rng, streams[name][:900]) + streams[name][900:]
    else:
        streams[name] = _any_bytes(rng, streams[name])
    return compound({name: stream for name, stream in streams.items() if len(name) < 30})


def _in_chains(rng: Random, data: bytes) -> bytes:
    """Sector numbers of the allocation table and the directory made to point in circles."""
    if len(data) < 1024:
        return data
    changed = bytearray(data)
    fat = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    directory = (struct.unpack_from("<I", data, 48)[0] + 1) * 512
    for _ in range(rng.choice((1, 4, 32))):
        at = rng.choice((fat, fat, directory)) + rng.randrange(128) * 4
        if at + 4 <= len(changed):
            struct.pack_into("<I", changed, at, rng.choice((*range(12), rng.randrange(1 << 32))))
    return bytes(changed)


def _nested_doc() -> bytes:
    deep = IN_TABLE + in_depth(2)
    end = deep + sprm(0x244B, 1)
    rows = [("内甲\r", end), ("内乙\r", end), ("\r", row_end([0, 400, 800], depth=2))]
    rows += [("外甲\x07", IN_TABLE + in_depth(1)), ("\x1301 \x142\x15\x07", IN_TABLE)]
    rows += [("\x07", sprm(0x6646, bytes(4))), ("题\x08\r", b"")]
    huge = row_end([0, 1000, 2000], [0x61, 0x22])
    shapes = struct.pack("<III22xI22x", 9, 12, 11, 12)[:34] + bytes(26)
    boxes = struct.pack("<II14xI4x", 0, 3, 11)
    data = len(huge).to_bytes(2, "little") + huge
    runs = [(2, 5, sprm(0x0835, 1)), (6, 9, sprm(0x0800, 1)), (9, 11, sprm(0x083C, 0x81))]
    return WordFile(rows, runs, data=data, notes="\x02注\r", boxes="框中\r", parts={40: shapes, 56: boxes}).build()


def _rtf() -> bytes:
    head = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}"
    row = r"\trowd\clmgf\cellx1000\clmrg\cellx2000\clvmgf\cellx3000\pard\intbl a\cell\cell c\cell\row"
    nested = r"\trowd\cellx4000\pard\intbl\itap2 x\nestcell{\*\nesttableprops\trowd\cellx300\nestrow}\itap1 y\cell\row"
    text = r"\pard\s1\f0\'d2\'bb\u12289?\uc2\u24635\'d7\'dc\par{\b b}{\v v}{\deleted d}"
    text += r"{\field{\*\fldinst P}{\fldrslt 1}}\par{\footnote note}{\listtext\'d2\'bb\tab}item\par"
    box = r"{\shp{\*\shpinst{\shptxt box\par}}}{\pict\bin4 1234}"
    return (head + text + row * 3 + nested + box + "}").encode("ascii")


def _html() -> str:
    row = '<tr><td rowspan="2" colspan="3">规章</td><td>0</td></tr><tr><td>1</td><th>2</th></tr>'
    inner = "<table><tr><td>内</td></tr></table>"
    return (
        '<html><head><meta charset="gb2312"></head><body><h1>报告</h1><div style="display:none">藏</div>'
        f"<p>一、<b>总体</b>情况&nbsp;&#8212;</p><table>{row * 4}<tr><td>{inner}</td></tr></table>"
        "<ul><li>项</ul></body></html>"
    )


def _xlsx() -> bytes:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" t="s"><v>{r % 2}</v></c><c r="B{r}" s="1"><v>{r}.5</v></c></row>'
        for r in range(1, 9)
    )
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": "<sst><si><t>规章</t></si><si><r><t>许</t></r><r><t>可</t></r></si></sst>",
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/></numFmts>'
        '<borders><border/><border><left style="thin"/></border></borders>'
        '<cellXfs><xf numFmtId="0" borderId="1"/><xf numFmtId="170" borderId="1"/></cellXfs></styleSheet>',
        "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData>"
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D8"/></mergeCells></worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return target.getvalue()


def _pdf() -> bytes:
    first, second = pdf_support.Sheet(), pdf_support.Sheet(rotate=90)
    first.text(200, 60, "政府信息公开工作年度报告", 20)
    first.lines(80, 120, ["一、总体情况", "把公开当作日常。"])
    first.table(80, 200, [["信息内容", "本年制发件数"], ["规章", "0"], ["规范性文件", "12"]], width=120)
    second.table(80, 80, [["甲", "乙", "丙"], ["1", "2", "3"]])
    return pdf_support.pdf(first, second)


def _ofd() -> bytes:
    first, second = ofd_support.OfdPage(), ofd_support.OfdPage()
    first.text(40, 20, "政府信息公开工作年度报告", 6)
    first.table(30, 60, [["信息内容", "本年制发件数"], ["规章", "0"], ["规范性文件", "12"]], width=40)
    header = ofd_support.OfdPage()
    header.text(20, 9, "页眉")
    first.template = header.objects
    second.text(30, 30, "内部资料", 12, ctm="0.7 -0.7 0.7 0.7 0 0")
    drawing = '<ofd:CompositeObject Boundary="9 9 9 9" ResourceID="9"/>'  # that holds itself
    second.objects += [drawing, '<ofd:ImageObject Boundary="0 0 210 297"/>']
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{drawing}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    return ofd_support.ofd(first, second, resources=resources)


def _zip(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("年报/2023年报告.pdf", content)
        archive.writestr("年报/附件.txt", "附件")
    return target.getvalue()
