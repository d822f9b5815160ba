"""The mended original beside other people's marks: insertions, controls, fields, anchors, macros, signatures."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import export_support as made
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from core.errors import ExportError
from core.export.original.package_parts import has_macros
from core.export.original.writer import mend_docx
from core.model import CLOSING, PREAMBLE, CellRef, Paragraph, Section

W = made.W
RECEIVED = CellRef(3, "received", "natural_person")
PLAIN = "<w:r><w:t>{0}</w:t></w:r>"
INSERTED = "<w:ins w:id='900' w:author='李四' w:date='2024-01-01T00:00:00Z'>" + PLAIN + "</w:ins>"
CONTROL = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + PLAIN + "</w:sdtContent></w:sdt>"
FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + PLAIN + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
)
SIMPLE = "<w:fldSimple w:instr=' =SUM(LEFT) '>" + PLAIN + "</w:fldSimple>"


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def cell_with(content: str) -> bytes:
    """The invented report whose first figure of table 3 is spelled like this."""
    document = docx.Document(io.BytesIO(made.foreign_docx(made.sample())))
    original = made.opened(saved(document))
    place = original.cell(RECEIVED).place
    table = document.tables[1]
    cell = table.rows[place.row].cells[place.column]._tc
    paragraph = cell.find(f"{W}p")
    for run in paragraph.findall(f"{W}r"):
        paragraph.remove(run)
    made_runs = parse_xml(f"<w:p {nsdecls('w')}>{content.format(original.cell(RECEIVED).raw)}</w:p>")
    for child in list(made_runs):
        paragraph.append(child)
    return saved(document)


def settled(data: bytes, accept: bool, author: str | None = None) -> str:
    """The figure once tracked changes (of one author) are accepted or rejected, as Word does it."""
    root = made.document(data)
    gone = "del" if accept else "ins"
    for mark in list(root.iter(f"{W}{gone}")):
        if author in (None, mark.get(f"{W}author")) and mark.getparent() is not None:
            mark.getparent().remove(mark)
    for deleted in root.iter(f"{W}delText"):
        deleted.tag = f"{W}t"
    stream = io.BytesIO(data)
    out = io.BytesIO()

    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == "word/document.xml" else old.read(name))
    document = docx.Document(out)
    place = made.opened(made.foreign_docx(made.sample())).cell(RECEIVED).place
    cell = document.tables[1].rows[place.row].cells[place.column]._tc
    return "".join(t.text or "" for t in cell.iter(f"{W}t"))


@pytest.mark.parametrize("content", [PLAIN, CONTROL, FIELD, SIMPLE])
def test_accepting_gives_the_new_and_rejecting_the_old_figure(content):
    source = cell_with(content)
    original = made.opened(source)
    old = original.cell(RECEIVED).raw
    result = mend_docx(source, original, made.edited(original, {RECEIVED: "37"}), tracked=True, author="王五")
    assert settled(result.data, accept=True) == "37"
    assert settled(result.data, accept=False) == old
    told = any("已换成普通文字" in n for n in result.notices)
    assert told == (content != PLAIN)


def test_rejecting_ours_alone_gives_the_other_authors_figure():
    source = cell_with(INSERTED)
    original = made.opened(source)
    old = original.cell(RECEIVED).raw
    data = mend_docx(source, original, made.edited(original, {RECEIVED: "37"}), tracked=True, author="王五").data
    assert settled(data, accept=False, author="王五") == old
    assert settled(data, accept=True) == "37"
    assert not [i for i in made.document(data).iter(f"{W}ins") if next(i.iterancestors(f"{W}ins"), None) is not None]


def test_a_field_that_is_overwritten_without_tracking_is_no_field_any_more():
    source = cell_with(FIELD)
    original = made.opened(source)
    result = mend_docx(source, original, made.edited(original, {RECEIVED: "37"}))
    assert list(made.document(result.data).iter(f"{W}fldChar")) == []
    assert "域" in result.notices[0]


ANCHORS = (
    "<w:p {n}><w:bookmarkStart w:id='9' w:name='b'/><w:r><w:t>书签在这段开始。</w:t></w:r></w:p>",
    "<w:p {n}><w:r><w:t>书签在这段结束。</w:t></w:r><w:bookmarkEnd w:id='9'/></w:p>",
    "<w:p {n}><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>域在这段开始。</w:t></w:r></w:p>",
    "<w:p {n}><w:r><w:t>域在这段结束。</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    "<w:p {n}><w:r><w:t>图文在一段。</w:t></w:r><w:r><w:pict/></w:r></w:p>",
)


@pytest.fixture(scope="module")
def anchored():
    document = docx.Document(io.BytesIO(made.foreign_docx(made.sample())))
    anchor = next(p for p in document.paragraphs if "建立台账" in p.text)._p
    for xml in reversed(ANCHORS):
        anchor.addnext(parse_xml(xml.format(n=nsdecls("w"))))
    data = saved(document)
    return data, made.opened(data)


def pairs(root) -> tuple[list[str], list[str], list[str]]:
    starts = sorted(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart"))
    ends = sorted(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd"))
    return starts, ends, [e.get(f"{W}fldCharType") for e in root.iter(f"{W}fldChar")]


@pytest.mark.parametrize(
    "words", ["书签在这段开始", "书签在这段结束", "域在这段开始", "域在这段结束", "书签在", "域在", "在这段"]
)
@pytest.mark.parametrize("tracked", [False, True])
def test_a_deleted_paragraph_leaves_no_half_of_a_pair(anchored, words, tracked):
    source, original = anchored
    texts = [p.text for p in original.section(1).paragraphs if words not in p.text]
    data = mend_docx(source, original, made.retold(original, 1, texts), tracked=tracked).data
    starts, ends, fields = pairs(made.document(data))
    assert starts == ends
    assert fields in (["begin", "separate", "end"], [])
    if tracked:
        assert fields == ["begin", "separate", "end"]


def test_a_picture_that_goes_with_its_paragraph_is_told(anchored):
    source, original = anchored
    texts = [p.text for p in original.section(1).paragraphs if "图文" not in p.text]
    for tracked in (False, True):
        result = mend_docx(source, original, made.retold(original, 1, texts), tracked=tracked)
        assert result.notices == ("删去的段落“图文在一段。…”里有1张图片，随段落一起删去了。",)
        root = made.document(result.data)
        assert tracked == any(next(p.iterancestors(f"{W}del"), None) is not None for p in root.iter(f"{W}pict"))


def repacked(package: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name) or old.read(name))
        for name in set(changed) - set(old.namelist()):
            new.writestr(name, changed[name])
    return out.getvalue()


def test_macros_go_from_a_docx_and_stay_in_a_docm():
    plain = made.foreign_docx(made.sample())
    types = made.part(plain, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    types = types.replace(
        b"<Default ", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ', 1
    )
    rels = made.part(plain, "word/_rels/document.xml.rels").replace(
        b"</Relationships>", b'<Relationship Id="rId99" Type="x/vbaProject" Target="vbaProject.bin"/></Relationships>'
    )
    source = repacked(
        plain,
        {"[Content_Types].xml": types, "word/_rels/document.xml.rels": rels, "word/vbaProject.bin": b"macro"},
    )
    original = made.opened(source)
    report = made.edited(original, {RECEIVED: "37"})
    result = mend_docx(source, original, report)
    assert not has_macros(result.data) and any("没有宏" in n for n in result.notices)
    with zipfile.ZipFile(io.BytesIO(result.data)) as archive:
        assert "word/vbaProject.bin" not in archive.namelist()
        assert b"vbaProject" not in archive.read("word/_rels/document.xml.rels")
    kept = mend_docx(source, original, report, keep_macros=True).data
    assert has_macros(kept) and made.part(kept, "word/vbaProject.bin") == b"macro"
    with pytest.raises(ExportError, match="不带宏"):
        mend_docx(plain, made.opened(plain), report, keep_macros=True)


def test_a_signature_ends_with_the_change_and_is_told():
    plain = made.foreign_docx(made.sample())
    rels = made.part(plain, "_rels/.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="x/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
    )
    signed = repacked(plain, {"_rels/.rels": rels, "_xmlsignatures/origin.sigs": b"x", "_xmlsignatures/s.xml": b"<s/>"})
    original = made.opened(signed)
    assert mend_docx(signed, original, original).data == signed
    result = mend_docx(signed, original, made.edited(original, {RECEIVED: "37"}))
    with zipfile.ZipFile(io.BytesIO(result.data)) as archive:
        assert not [n for n in archive.namelist() if "signature" in n]
        assert b"origin.sigs" not in archive.read("_rels/.rels")
    assert "电子签名" in result.notices[0]


def test_a_file_with_the_default_namespace_can_be_tracked():
    plain = made.foreign_docx(made.sample())
    xml = re.sub(rb"<(/?)w:", rb"<\1", made.part(plain))
    xml = xml.replace(
        b" xmlns:w=", b' xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w=', 1
    )
    source = repacked(plain, {"word/document.xml": xml})
    original = made.opened(source)
    texts = [p.text.replace("318", "321") for p in original.section(1).paragraphs]
    report = made.retold(made.edited(original, {RECEIVED: "37"}), 1, [*texts[1:], "新的一段。"])
    data = mend_docx(source, original, report, tracked=True).data
    assert made.opened(data).cell(RECEIVED).raw == "37"


def test_preamble_closing_and_a_title_of_two_lines_are_changed_in_place():
    document = docx.Document(io.BytesIO(made.foreign_docx(made.sample())))
    title = document.paragraphs[0]
    title.text = ""
    title.add_run("云溪县民政局").add_break()
    title.add_run("2023年政府信息公开工作年度报告")
    source = saved(document)
    original = made.opened(source)
    report = replace(original, title=original.title.replace("2023", "2022").replace("云溪", "青岭"))
    report = report.with_sections(
        [
            Section(PREAMBLE, None, (*original.preamble, Paragraph("又一段前言。"))),
            Section(CLOSING, None, (original.closing[0], Paragraph("2023年1月20日"))),
        ]
    )
    for tracked in (False, True):
        data = mend_docx(source, original, report, tracked=tracked).data
        back = made.opened(data)
        assert back.title == "青岭县民政局2022年政府信息公开工作年度报告"
        assert [p.text for p in back.preamble][-1] == "又一段前言。"
        assert back.closing[-1].text == "2023年1月20日"


def test_revisions_carry_local_time(monkeypatch):
    source = made.foreign_docx(made.sample())
    original = made.opened(source)
    when = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    data = mend_docx(source, original, made.edited(original, {RECEIVED: "37"}), tracked=True, when=when).data
    local = when.astimezone().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {i.get(f"{W}date") for i in made.document(data).iter(f"{W}ins")} == {local}
