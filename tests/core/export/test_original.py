"""The mended original: only what was changed differs, and it reads back as the report."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import export_support as made
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from core.errors import ExportError
from core.export.original import writer as original_writer
from core.export.original.writer import write_original
from core.model import CellRef
from core.reading.docx import reader as docx_reader
from core.schema import shape

W = made.W
WHEN = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
RECEIVED = CellRef(3, "received", "natural_person")
TOTAL = CellRef(3, "results_total", "total")
REVIEW = CellRef(4, "review", "total")


def mend_docx(*arguments, **options):
    """Bytes and number of changes."""
    made = original_writer.mend_docx(*arguments, **options)
    return made.data, made.count


@pytest.fixture(scope="module", params=["2021", "2019"])
def source(request):
    return made.foreign_docx(made.sample(request.param))


@pytest.fixture
def original(source):
    return made.opened(source)


def paragraphs(package):
    """Every w:p of the main part as bytes, as they stand in the file."""
    raw = made.part(package)
    cut = raw.replace(b"<w:p>", b"\0<w:p>").replace(b"<w:p ", b"\0<w:p ")
    return cut.split(b"\0")


def test_the_sample_is_read_as_meant(original):
    assert set(original.tables) == {2, 3, 4}
    assert original.cell(RECEIVED).place is not None


def test_nothing_changed_gives_the_same_bytes(source, original):
    assert mend_docx(source, original, original) == (source, 0)


@pytest.mark.parametrize("tracked", [False, True])
def test_only_touched_paragraphs_change(source, original, tracked):
    report = made.edited(original, {RECEIVED: "37", TOTAL: "", REVIEW: "/"})
    data, count = mend_docx(source, original, report, tracked=tracked, author="李四", when=WHEN)
    assert count == 3
    before, after = paragraphs(source), paragraphs(data)
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 3


def test_other_members_keep_their_records(source, original):
    data, _ = mend_docx(source, original, made.edited(original, {RECEIVED: "37"}))
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        for name in old.namelist():
            if name != "word/document.xml":
                assert new.read(name) == old.read(name)
                assert new.getinfo(name).compress_size == old.getinfo(name).compress_size


@pytest.mark.parametrize("tracked", [False, True])
def test_text_changed_added_and_dropped(source, original, tracked):
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0].replace("318", "321")
    del texts[3]
    texts.append("（三）新写的一段，共2件。")
    report = made.retold(original, 1, texts)
    report = made.retold(report, 3, [*[p.text for p in original.section(3).paragraphs], "另：补充说明。"])
    report = made.retold(report, 4, ["本年度没有行政复议和行政诉讼。"], table_at=0)
    data, count = mend_docx(source, original, report, tracked=tracked, author="李四", when=WHEN)
    assert count == 5
    back = made.opened(data)
    assert [p.text for p in back.section(1).paragraphs] == texts
    assert back.section(4).table_at == 0


def test_tracked_changes_say_who_and_when(source, original):
    report = made.edited(original, {RECEIVED: "37"})
    data, _ = mend_docx(source, original, report, tracked=True, author='王"五"&', when=WHEN)
    root = made.document(data)
    marks = [*root.iter(f"{W}ins"), *root.iter(f"{W}del")]
    assert {m.get(f"{W}author") for m in marks} == {'王"五"&'}
    assert {m.get(f"{W}date") for m in marks} == {"2024-02-03T04:05:06Z"}
    assert len({m.get(f"{W}id") for m in marks}) == len(marks)
    assert "".join(root.find(f".//{W}del").itertext(f"{W}delText")) == original.cell(RECEIVED).raw


def test_rejecting_all_tracked_changes_gives_the_original_text(source, original):
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0].replace("318", "321")
    report = made.retold(made.edited(original, {RECEIVED: "37"}), 1, texts[:-1])
    data, _ = mend_docx(source, original, report, tracked=True)
    assert _rejected(made.document(data)) == _rejected(made.document(source))


def _rejected(root):
    """Texts of all paragraphs with insertions gone and deletions kept."""
    for inserted in list(root.iter(f"{W}ins")):
        inserted.getparent().remove(inserted)
    return ["".join(p.itertext(f"{W}t", f"{W}delText")) for p in root.iter(f"{W}p")]


def test_a_figure_is_changed_whole(source, original):
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0].replace("318", "328")
    data, _ = mend_docx(source, original, made.retold(original, 1, texts), tracked=True)
    root = made.document(data)
    assert ["".join(d.itertext(f"{W}delText")) for d in root.iter(f"{W}del")] in (["318"], ["31", "8"], ["3", "18"])
    assert ["".join(i.itertext(f"{W}t")) for i in root.iter(f"{W}ins")] == ["328"]


def test_the_title_is_changed_in_place(source, original):
    from dataclasses import replace

    report = replace(original, title=original.title.replace("年政府", "年度政府"))
    data, count = mend_docx(source, original, report)
    assert count == 1
    assert made.opened(data).title == report.title


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", "", "没有对应的原文件"),
        (b"%PDF-1.4", "pdf", "原文件是PDF 文件"),
        (b"\xd0\xcf\x11\xe0", "doc", "旧版 .doc"),
        (b"<html></html>", "html", "网页"),
    ],
)
def test_other_kinds_are_refused_with_the_reason(data, kind, words):
    report = made.sample()
    with pytest.raises(ExportError, match=words):
        mend_docx(data, report, report, kind=kind)


def test_a_cell_that_the_file_lacks_is_refused(source, original):
    report = made.edited(original, {RECEIVED: "37"})
    cells = {**original.tables[3].cells, RECEIVED: made.cell(original.cell(RECEIVED).raw)}
    from dataclasses import replace

    orphan = replace(original, tables={**original.tables, 3: replace(original.tables[3], cells=cells)})
    with pytest.raises(ExportError, match="没有单独的格子"):
        mend_docx(source, orphan, report)


def test_a_file_that_is_not_the_one_opened_is_refused(source, original):
    other = made.foreign_docx(made.edited(made.sample(original.edition), {RECEIVED: "999"}))
    with pytest.raises(ExportError):
        mend_docx(other, original, made.edited(original, {RECEIVED: "37"}))


def test_writes_the_file(source, original, tmp_path):
    target = tmp_path / "改.docx"
    assert write_original(source, original, made.edited(original, {RECEIVED: "37"}), target) == 1
    assert made.opened(target.read_bytes()).cell(RECEIVED).raw == "37"


def test_an_empty_tag_paragraph_can_be_filled(source):
    """Word writes a blank cell as <w:p/> or <w:p attributes/>."""
    package = made.foreign_docx(made.edited(made.sample("2021"), {RECEIVED: ""}))
    original = made.opened(package)
    data, _ = mend_docx(package, original, made.edited(original, {RECEIVED: "37"}), tracked=True)
    assert made.opened(data).cell(RECEIVED).raw == "37"
    etree.fromstring(made.part(data))
    assert docx_reader.trace(data).origins


def test_the_xml_is_as_agreed(source, original):
    """Of the whole part only what differs from the source: the touched paragraphs before and after."""
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0].replace("318", "321")
    report = made.retold(made.edited(original, {RECEIVED: "37", TOTAL: ""}), 1, [*texts, "新的一段。"])
    data, _ = mend_docx(source, original, report, tracked=True, author="李四", when=WHEN)
    changed = [b for b in paragraphs(data) if b not in set(paragraphs(source))]
    made.assert_expected(f"original_{original.edition}.xml", b"\n\n".join(changed))


ODD = (
    "<w:p {n}><w:pPr><w:jc w:val='left'/></w:pPr><w:bookmarkStart w:id='5' w:name='a'/>"
    "<w:r><w:rPr><w:b/></w:rPr><w:t>公开工作动态</w:t></w:r>"
    "<w:del w:id='1' w:author='x' w:date='2020-01-01T00:00:00Z'><w:r><w:delText>199</w:delText></w:r></w:del>"
    "<w:ins w:id='2' w:author='x' w:date='2020-01-01T00:00:00Z'><w:r><w:t>210</w:t></w:r></w:ins>"
    "<w:hyperlink w:anchor='a'><w:r><w:t>条，其中政策</w:t></w:r></w:hyperlink>"
    "<w:sdt><w:sdtContent><w:r><w:t>解读12条，</w:t></w:r></w:sdtContent></w:sdt>"
    "<w:r><w:t>均按时发布。</w:t><w:br/><w:t>另起一行，共3件。</w:t><w:tab/><w:t>尾</w:t></w:r></w:p>"
)


@pytest.fixture(scope="module")
def odd():
    """A docx with revisions, a link, a content control, a line break and an automatic number, and its report."""
    document = docx.Document(io.BytesIO(made.foreign_docx(made.sample())))
    old = next(p for p in document.paragraphs if "公开工作动态" in p.text)._p
    old.getparent().replace(old, parse_xml(ODD.format(n=nsdecls("w"))))
    numbered = document.add_paragraph("自动编号的一段，共7件。", style="List Number")._p
    next(p for p in document.paragraphs if "建立台账" in p.text)._p.addnext(numbered)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue(), made.opened(stream.getvalue())


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda t: [x.replace("210", "211") for x in t],
        lambda t: [x.replace("其中", "其中的") for x in t],
        lambda t: [x.replace("解读12", "解读13") for x in t],
        lambda t: [x.replace("3件", "4件").replace("\t尾", "\t末") for x in t],
        lambda t: [x for x in t if "另起" not in x],
        lambda t: [x for x in t if "动态" not in x],
        lambda t: [x.replace("7件", "8件") for x in t],
        lambda t: [x for x in t if "自动编号" not in x],
        lambda t: ["最前面的一段。", *t],
        lambda t: [y for x in t for y in ((x, "夹在中间。", "又一段。") if "动态" in x else (x,))],
        lambda t: [*t, "编号后面的一段。"],
        lambda t: ["全部重写，只剩一段。"],
        lambda t: [],
    ],
)
def test_odd_paragraphs_are_changed_too(odd, change, tracked):
    source, original = odd
    texts = change([p.text for p in original.section(1).paragraphs])
    data, _ = mend_docx(source, original, made.retold(original, 1, texts), tracked=tracked, when=WHEN)
    assert [p.text for p in made.opened(data).section(1).paragraphs] == texts


def test_an_insertion_never_stands_in_another(odd):
    source, original = odd
    texts = [p.text.replace("210", "211") for p in original.section(1).paragraphs]
    data, _ = mend_docx(source, original, made.retold(original, 1, texts), tracked=True)
    inserted = list(made.document(data).iter(f"{W}ins"))
    assert inserted
    assert not [i for i in inserted if next(i.iterancestors(f"{W}ins"), None) is not None]


def test_an_automatic_number_is_not_text(odd):
    source, original = odd
    texts = [p.text.replace("1.自动", "2.自动") for p in original.section(1).paragraphs]
    with pytest.raises(ExportError, match="自动编号"):
        mend_docx(source, original, made.retold(original, 1, texts))


FIGURES = ("", "0", "37", "1,204", "/", "12345")


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_any_change_comes_back(odd, data):
    """mend_docx() verifies by itself: that it does not refuse is the property."""
    source, original = odd
    refs = [ref for grid in original.tables.values() for ref in grid.cells]
    raws = data.draw(st.dictionaries(st.sampled_from(refs), st.sampled_from(FIGURES), max_size=8))
    texts = [p.text for p in original.section(1).paragraphs]
    kept = data.draw(st.lists(st.sampled_from(texts[:3]), unique=True, max_size=3))
    new = data.draw(st.lists(st.sampled_from(("新的一段，共5件。", "又一段新的。")), max_size=2))
    report = made.retold(made.edited(original, raws), 1, [t for t in texts if t in kept or t in texts[4:]] + new)
    mend_docx(source, original, report, tracked=data.draw(st.booleans()), when=WHEN)


STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def remade(package, change, names=None):
    """The docx with every member's name and content passed through."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr((names or {}).get(name, name), change(name, old.read(name)))
    return stream.getvalue()


def strict(name, data):
    for transitional, other in STRICT.items():
        data = data.replace(transitional, other)
    return data


def utf16(name, data):
    return data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16") if name == "word/document.xml" else data


def renamed(name, data):
    return data.replace(b"word/document.xml", b"word/main1.xml")


NAMES = {"word/document.xml": "word/main1.xml", "word/_rels/document.xml.rels": "word/_rels/main1.xml.rels"}


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize(("change", "names"), [(strict, None), (utf16, None), (renamed, NAMES)])
def test_other_ways_to_write_a_docx(change, names, tracked):
    source = remade(made.foreign_docx(made.sample()), change, names)
    original = made.opened(source)
    texts = [p.text.replace("318", "321") for p in original.section(1).paragraphs]
    report = made.retold(made.edited(original, {RECEIVED: "37"}), 1, [*texts, "新的一段。"])
    assert mend_docx(source, original, report, tracked=tracked, when=WHEN)[1] == 3


FORM = Path(__file__).resolve().parents[4] / "shared" / "form-2021.docx"


@pytest.mark.skipif(not FORM.exists(), reason="the official form of ../shared is not on this computer")
@pytest.mark.parametrize("tracked", [False, True])
def test_the_official_blank_form_can_be_filled(tracked):
    source = FORM.read_bytes()
    original = made.opened(source)
    refs = [ref for grid in original.tables.values() for ref in shape(grid.edition, grid.table).refs]
    report = made.edited(original, {ref: str(i) for i, ref in enumerate(refs)})
    data, count = mend_docx(source, original, report, tracked=tracked, when=WHEN)
    assert count == len(refs) == 200
    assert made.opened(data).cell(refs[-1]).raw == "199"
