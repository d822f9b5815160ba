"""Changes to whole reports of every kind that touch no figure: what is read afterwards has to be the same figures.

Each is something that programs and people do: Word splits a run after three letters, an editor writes optional tags or
leaves them out, a printer draws a page's objects in another order. A case is (seed, number), the same for ever.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from random import Random

import extract_support as support
import office_support as office
import whole_files_support as whole
from lxml import etree

from core.extract import extract
from core.model import CellRef, Report
from core.reading import read_bytes
from core.values import Value

Change = Callable[[Random, bytes], bytes]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


@cache
def reports() -> dict[str, bytes]:
    """kind → a whole report, no two figures of a table alike where the form allows it."""
    written = support.truth(Random(31))
    parts = support.parts_of(written)
    made = {kind: getattr(whole, kind)(parts) for kind in ("odt", "ods", "pdf", "ofd")}
    made |= {"docx": office.whole_report("2021", 2023), "xlsx": whole.workbook(parts), "html": support.html(parts)}
    made |= {f"txt {style}": support.plain_text(parts, style).encode() for style in ("tabs", "pipes", "cells")}
    return made


def figures(kind: str, data: bytes) -> dict[CellRef, Value]:
    """What is read of the three tables, by cell."""
    result = read_bytes(data, f"报告.{kind.split()[0]}")
    return figures_of(extract(result.value, result.notes))


def figures_of(report: Report) -> dict[CellRef, Value]:
    """The values of all cells."""
    return {ref: cell.value for grid in report.tables.values() for ref, cell in grid.cells.items()}


@cache
def right_figures(kind: str) -> dict[CellRef, Value]:
    """The figures of the unchanged report."""
    return figures(kind, reports()[kind])


def changed(seed: int, number: int) -> tuple[str, str, bytes]:
    """(kind, the names of the changes, the bytes) of a case."""
    rng = Random(seed * 1_000_003 + number)
    kind = rng.choice(sorted(reports()))
    data, names = reports()[kind], []
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        change = rng.choice(CHANGES[kind.split()[0]])
        data = change(rng, data)
        names.append(change.__name__.strip("_"))
    return kind, " ".join(names), data


# Packages


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return target.getvalue()


def _packed_otherwise(rng: Random, data: bytes) -> bytes:
    parts = list(_parts(data).items())
    rest = parts[1:]
    rng.shuffle(rest)
    return _packed(dict([parts[0], *rest]), rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def _unknown_part(rng: Random, data: bytes) -> bytes:
    return _packed({**_parts(data), "customXml/item1.xml": b"<a>12</a>", "docProps/thumbnail.jpeg": b"\xff\xd8"})


def _bytes_behind(rng: Random, data: bytes) -> bytes:
    return data + rng.choice((bytes(rng.choice((1, 512, 4096))), b"\r\n", b"-- scanned by gateway 7 --\r\n"))


def _in_tree(name: str, change: Callable[[Random, etree._Element], None], prefix: bool = False) -> Change:
    """A change of one part's tree."""

    def changed_part(rng: Random, data: bytes) -> bytes:
        parts = _parts(data)
        chosen = [n for n in parts if (n.startswith(name) if prefix else n == name)]
        part = rng.choice(chosen)
        root = etree.fromstring(parts[part])
        change(rng, root)
        parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return _packed(parts)

    changed_part.__name__ = change.__name__
    return changed_part


def _some(rng: Random, root: etree._Element, path: str) -> list[etree._Element]:
    found = list(root.iter(path))
    return rng.sample(found, min(len(found), rng.choice((1, 3, 20, 400))))


# docx


def _w(tag: str, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{_W}}}{tag}")
    for name, value in attributes.items():
        element.set(f"{{{_W}}}{name}", value)
    return element


def _runs_split(rng: Random, root: etree._Element) -> None:
    for run in _some(rng, root, f"{{{_W}}}r"):
        text = run.find(f"{{{_W}}}t")
        if text is not None and text.text and len(text.text) > 1:
            at = rng.randrange(1, len(text.text))
            second = deepcopy(run)
            second.find(f"{{{_W}}}t").text = text.text[at:]
            text.text = text.text[:at]
            for element in (text, second.find(f"{{{_W}}}t")):
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(second)


def _marks_between_runs(rng: Random, root: etree._Element) -> None:
    for run in _some(rng, root, f"{{{_W}}}r"):
        mark = rng.choice(
            (
                _w("proofErr", type="spellStart"),
                _w("bookmarkStart", id="7", name="_Toc1"),
                _w("bookmarkEnd", id="7"),
                _w("permStart", id="3"),
                _w("lastRenderedPageBreak"),
            )
        )
        (run.addprevious if rng.random() < 0.5 else run.addnext)(mark)


def _runs_wrapped(rng: Random, root: etree._Element) -> None:
    for run in _some(rng, root, f"{{{_W}}}r"):
        around = rng.choice(("ins", "hyperlink", "smartTag", "sdt", "moveTo"))
        outer = _w(around, **({"id": "9", "author": "a"} if around in ("ins", "moveTo") else {}))
        run.addprevious(outer)
        if around == "sdt":
            outer.append(_w("sdtPr"))
            inner = _w("sdtContent")
            outer.append(inner)
            inner.append(run)
        else:
            outer.append(run)


def _deleted_text_beside(rng: Random, root: etree._Element) -> None:
    for run in _some(rng, root, f"{{{_W}}}r"):
        gone = _w("del", id="4", author="a")
        inner = _w("r")
        text = _w("delText")
        text.text = "99"
        inner.append(text)
        gone.append(inner)
        (run.addprevious if rng.random() < 0.5 else run.addnext)(gone)


def _looks_of_runs(rng: Random, root: etree._Element) -> None:
    for run in _some(rng, root, f"{{{_W}}}r"):
        properties = run.find(f"{{{_W}}}rPr")
        if properties is None:
            properties = _w("rPr")
            run.insert(0, properties)
        properties.append(rng.choice((_w("sz", val="18"), _w("color", val="FF0000"), _w("i"), _w("spacing", val="-6"))))


def _blank_paragraphs(rng: Random, root: etree._Element) -> None:
    body = root.find(f"{{{_W}}}body")
    for block in rng.sample(list(body), min(len(body), rng.choice((1, 4)))):
        if block.tag != f"{{{_W}}}sectPr":
            block.addnext(_w("p"))


def _blank_lines_in_cells(rng: Random, root: etree._Element) -> None:
    for cell in _some(rng, root, f"{{{_W}}}tc"):
        paragraphs = cell.findall(f"{{{_W}}}p")
        (paragraphs[0].addprevious if rng.random() < 0.5 else paragraphs[-1].addnext)(_w("p"))


def _ids_of_rows(rng: Random, root: etree._Element) -> None:
    for row in _some(rng, root, f"{{{_W}}}tr"):
        row.set(f"{{{_W}}}rsidR", "00A1B2C3")
        properties = _w("trPr")
        properties.append(rng.choice((_w("trHeight", val="400"), _w("cantSplit"), _w("tblHeader"))))
        row.insert(0, properties)


def _widths(rng: Random, root: etree._Element) -> None:
    for width in [*_some(rng, root, f"{{{_W}}}tcW"), *_some(rng, root, f"{{{_W}}}gridCol")]:
        width.set(f"{{{_W}}}w", str(rng.choice((0, 300, 1500, 9000))))


def _full_width_blanks(rng: Random, root: etree._Element) -> None:
    for text in _some(rng, root, f"{{{_W}}}t"):
        if len(list(text.getparent().getparent().iter(f"{{{_W}}}t"))) > 1:
            continue  # a blank inside a figure is none between words
        text.text = rng.choice((" ", "\u3000", "\u00a0", "\u200b")) + (text.text or "") + rng.choice((" ", "\u3000"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# html


def _spans(rng: Random, data: bytes) -> bytes:
    """Texts between tags put into spans, whole or cut in two."""

    def wrapped(match: re.Match[str]) -> str:
        text = match[1]
        if not text.strip() or rng.random() < 0.5:
            return match[0]
        at = rng.randrange(len(text))
        tag = rng.choice(("span", "font", "b", "o:p"))
        return f"><{tag}>{text[:at]}</{tag}><{tag} lang=EN-US>{text[at:]}</{tag}><"

    return _body(data, lambda page: re.sub(r">([^<>&]+)<", wrapped, page))


def _body(data: bytes, change: Callable[[str], str]) -> bytes:
    page = data.decode()
    head, mark, rest = page.partition("<body>")
    return (head + mark + change(rest)).encode()


def _end_tags_left_out(rng: Random, data: bytes) -> bytes:
    tag = rng.choice(("td", "tr", "p", "td", "body", "html"))
    return data.replace(f"</{tag}>".encode(), b"")


def _tags_in_capitals(rng: Random, data: bytes) -> bytes:
    return _body(data, lambda page: re.sub(r"</?[a-z]+", lambda m: m[0].upper(), page))


def _comments(rng: Random, data: bytes) -> bytes:
    spots = [m.end() for m in re.finditer(rb"<body>|</p>|</td>|<tr>|</table>|<td[^>]*>", data)]
    for at in sorted(rng.sample(spots, min(len(spots), rng.choice((1, 30)))), reverse=True):
        remark = rng.choice(
            (b"<!-- 12 -->", b"<!--[if !supportMisalignedRows]-->", b"<script>var a = '<td>9';</script>")
        )
        data = data[:at] + remark + data[at:]
    return data


def _breaks_between_tags(rng: Random, data: bytes) -> bytes:
    def broken(match: re.Match[str]) -> str:
        return rng.choice((">\r\n  ", ">", ">\t"))

    return _body(data, lambda page: re.sub(r">(?=</?(?:td|tr|table)\b)", broken, page))


def _attributes(rng: Random, data: bytes) -> bytes:
    extra = rng.choice(
        (' class="xl65" x:num', " style='border:.5pt solid;mso-yfti-irow:1'", " valign=top nowrap width=64")
    )
    return _body(data, lambda page: re.sub(r"<(td|tr|p)\b", lambda m: m[0] + extra * (rng.random() < 0.5), page))


def _table_parts(rng: Random, data: bytes) -> bytes:
    page = data.replace(b"<table border=1>", b"<table border=1><colgroup><col span=2></colgroup><tbody>")
    return page.replace(b"</table>", b"</tbody></table>")


def _boxes_around(rng: Random, data: bytes) -> bytes:
    page = data.replace(b"<table", b"<div class=TRS_Editor><div><table")
    return page.replace(b"</table>", b"</table></div></div>")


def _entities(rng: Random, data: bytes) -> bytes:
    return _body(
        data, lambda page: re.sub(r"[\u4e00-\u9fff]", lambda m: f"&#{ord(m[0])};" if rng.random() < 0.3 else m[0], page)
    )


def _blanks_in_cells(rng: Random, data: bytes) -> bytes:
    blank = rng.choice((b"&nbsp;", b" ", "\u3000".encode(), b"<br>", b"<p>"))
    return re.sub(rb"(<td[^>]*>)", lambda m: m[1] + blank * (rng.random() < 0.5), data)


# OpenDocument


def _text_spans(rng: Random, root: etree._Element) -> None:
    for p in _some(rng, root, f"{{{_TEXT}}}p"):
        if p.text and len(p) == 0:
            at = rng.randrange(len(p.text) + 1)
            span = etree.SubElement(p, f"{{{_TEXT}}}span")
            span.text, p.text = p.text[at:], p.text[:at]


def _text_marks(rng: Random, root: etree._Element) -> None:
    for p in _some(rng, root, f"{{{_TEXT}}}p"):
        mark = etree.Element(f"{{{_TEXT}}}" + rng.choice(("soft-page-break", "bookmark", "reference-mark-start")))
        mark.tail, p.text = p.text, ""
        p.insert(0, mark)


def _blank_texts(rng: Random, root: etree._Element) -> None:
    for p in _some(rng, root, f"{{{_TEXT}}}p"):
        p.addnext(etree.Element(f"{{{_TEXT}}}p"))


def _row_groups(rng: Random, root: etree._Element) -> None:
    for row in _some(rng, root, f"{{{_TABLE}}}table-row"):
        group = etree.Element(f"{{{_TABLE}}}" + rng.choice(("table-rows", "table-row-group")))
        row.addprevious(group)
        group.append(row)


# xlsx: the workbook as openpyxl writes it


def _blank_rows_below(rng: Random, data: bytes) -> bytes:
    parts = _parts(data)
    name = next(n for n in parts if n.startswith("xl/worksheets/"))
    parts[name] = parts[name].replace(
        b"</sheetData>", b'<row r="900"/><row r="901"><c r="C901" s="1"/></row></sheetData>'
    )
    return _packed(parts)


def _no_dimension(rng: Random, data: bytes) -> bytes:
    parts = _parts(data)
    name = next(n for n in parts if n.startswith("xl/worksheets/"))
    new = rng.choice((b"", b'<dimension ref="A1"/>', b'<dimension ref="A1:XFD1048576"/>'))
    parts[name] = re.sub(rb"<dimension [^>]*/>", new, parts[name])
    return _packed(parts)


def _rich_strings(rng: Random, data: bytes) -> bytes:
    parts = _parts(data)
    shared = "xl/sharedStrings.xml"
    if shared in parts:
        parts[shared] = re.sub(
            rb"<si><t([^>]*)>([^<]{2,})</t></si>",
            lambda m: b"<si><r><t%s>%s</t></r><phoneticPr fontId='1'/></si>" % (m[1], m[2]),
            parts[shared],
        )
    return _packed(parts)


# Pages


def _objects_shuffled(rng: Random, root: etree._Element) -> None:
    for layer in root.iter("{*}Layer"):
        objects = list(layer)
        rng.shuffle(objects)
        layer[:] = objects


def _texts_cut(rng: Random, root: etree._Element) -> None:
    """A text object becomes two, each with its part of the characters."""
    for found in _some(rng, root, "{*}TextObject"):
        code = found.find("{*}TextCode")
        steps = (code.get("DeltaX") or "").split()
        if len(steps) < 2 or len(steps) != len(code.text) - 1:
            continue
        at = rng.randrange(1, len(code.text))
        second = deepcopy(found)
        other = second.find("{*}TextCode")
        other.set("X", f"{float(code.get('X')) + sum(map(float, steps[:at])):g}")
        other.text, code.text = code.text[at:], code.text[:at]
        for element, own in ((code, steps[: at - 1]), (other, steps[at:])):
            element.set("DeltaX", " ".join(own))
        found.addnext(second)


def _lines_twice(rng: Random, root: etree._Element) -> None:
    for path in _some(rng, root, "{*}PathObject"):
        path.addnext(deepcopy(path))


def _in_blocks(rng: Random, root: etree._Element) -> None:
    for found in _some(rng, root, "{*}TextObject"):
        block = etree.Element(found.tag.replace("TextObject", "PageBlock"))
        found.addprevious(block)
        block.append(found)


def _content(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """The instructions of all pages changed, lengths and the table of places written anew."""

    def page(match: re.Match[bytes]) -> bytes:
        stream = b"\n".join(change(match[1].split(b"\n")))
        return b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)

    return _placed(re.sub(rb"<</Length \d+>>\nstream\n(.*?)\nendstream", page, data, flags=re.S))


def _placed(data: bytes) -> bytes:
    """With the places of the objects as they are now."""
    body, _, rest = data.partition(b"xref\n")
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref\s*\d+\s*%%EOF(.*)", rest, re.S)
    assert trailer is not None
    places = {int(m[1]): m.start() for m in re.finditer(rb"(?m)^(\d+) 0 obj\n", body)}
    size = max(places) + 1
    table = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    entries = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer[1])
    tail = b"trailer\n<<" + entries + b">>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 %d\n" % size + table + tail + trailer[2]


def _drawn_in_another_order(rng: Random, data: bytes) -> bytes:
    return _content(data, lambda lines: rng.sample(lines, len(lines)))


def _drawn_in_states(rng: Random, data: bytes) -> bytes:
    around = rng.choice((b"q %s Q", b"/P <</MCID 0>> BDC %s EMC", b"q 1 0 0 1 0 0 cm %s Q", b"/Span BMC %s EMC"))
    return _content(data, lambda lines: [around % line if rng.random() < 0.5 else line for line in lines])


def _strings_cut(rng: Random, data: bytes) -> bytes:
    def cut(line: bytes) -> bytes:
        match = re.search(rb"<([0-9a-f]{8,})> Tj", line)
        if match is None or rng.random() < 0.5:
            return line
        at = 4 * rng.randrange(1, len(match[1]) // 4)
        first, second = match[1][:at], match[1][at:]
        form = rng.choice((b"<%s> Tj <%s> Tj", b"[<%s> 0 <%s>] TJ"))
        return line[: match.start()] + form % (first, second) + line[match.end() :]

    return _content(data, lambda lines: [cut(line) for line in lines])


def _rules_twice(rng: Random, data: bytes) -> bytes:
    return _content(data, lambda lines: [again for line in lines for again in ([line] * (1 + line.endswith(b" S")))])


def _bold_by_doubling(rng: Random, data: bytes) -> bytes:
    """Each line of text drawn once more, 0.2 points to the right, as printers without a bold face do."""

    def moved(line: bytes) -> list[bytes]:
        match = re.search(rb" 1 0 0 1 ([\d.]+) ", line)
        if match is None or rng.random() < 0.7:
            return [line]
        return [line, line[: match.start(1)] + b"%g" % (float(match[1]) + 0.2) + line[match.end(1) :]]

    return _content(data, lambda lines: [new for line in lines for new in moved(line)])


def _objects_in_another_order(rng: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"\d+ 0 obj\n.*?endobj\n", data, re.S))
    order = [match[0] for match in found]
    rng.shuffle(order)
    return _placed(data[: found[0].start()] + b"".join(order) + data[found[-1].end() :])


def _objects_unused(rng: Random, data: bytes) -> bytes:
    at = data.index(b"\n1 0 obj") + 1
    return _placed(data[:at] + b"%d 0 obj\n(12)\nendobj\n%% 34\n" % rng.randrange(300, 900) + data[at:])


# Plain text


def _line_ends(rng: Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", rng.choice((b"\r\n", b"\n", b"\r")))


def _blanks_at_line_ends(rng: Random, data: bytes) -> bytes:
    return re.sub(rb"\r?\n", lambda m: b" " * rng.randrange(3) + m[0], data)


def _mark_in_front(rng: Random, data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf")


def _blank_lines_at_the_ends(rng: Random, data: bytes) -> bytes:
    return b"\n\n" + data.removeprefix(b"\xef\xbb\xbf") + b"\n\n\n"


_ZIPS = (_packed_otherwise, _unknown_part, _bytes_behind)
CHANGES: dict[str, tuple[Change, ...]] = {
    "docx": (
        *_ZIPS,
        *(
            _in_tree("word/document.xml", change)
            for change in (
                _runs_split,
                _marks_between_runs,
                _runs_wrapped,
                _deleted_text_beside,
                _looks_of_runs,
                _blank_paragraphs,
                _blank_lines_in_cells,
                _ids_of_rows,
                _widths,
                _full_width_blanks,
            )
        ),
    ),
    "html": (
        _spans,
        _end_tags_left_out,
        _tags_in_capitals,
        _comments,
        _breaks_between_tags,
        _attributes,
        _table_parts,
        _boxes_around,
        _entities,
        _blanks_in_cells,
    ),
    "odt": (*_ZIPS, *(_in_tree("content.xml", c) for c in (_text_spans, _text_marks, _blank_texts, _row_groups))),
    "ods": (*_ZIPS, *(_in_tree("content.xml", c) for c in (_text_spans, _row_groups))),
    "xlsx": (*_ZIPS, _blank_rows_below, _no_dimension, _rich_strings),
    "ofd": (
        *_ZIPS,
        *(
            _in_tree("Doc_0/Pages/", change, prefix=True)
            for change in (_objects_shuffled, _texts_cut, _lines_twice, _in_blocks)
        ),
    ),
    "pdf": (
        _bytes_behind,
        _drawn_in_another_order,
        _drawn_in_states,
        _strings_cut,
        _rules_twice,
        _bold_by_doubling,
        _objects_in_another_order,
        _objects_unused,
    ),
    "txt": (_line_ends, _blanks_at_line_ends, _mark_in_front, _blank_lines_at_the_ends),
}
