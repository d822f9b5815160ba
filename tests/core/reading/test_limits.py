"""Every file that cannot be read gets one Chinese sentence that says what to do; every bound holds."""

import io
import re
import zipfile
from pathlib import Path

import office_support as office
import pytest
from doc_support import WordFile, compound

from core.document import Para, RawTable
from core.errors import ReadError
from core.reading import read, read_bytes, scan
from core.reading.shared import limits, messages


def archive(*names: str, content: bytes = b"x") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return target.getvalue()


def locked_zip() -> bytes:
    """A docx whose members are marked as encrypted."""
    data = bytearray(office.package(office.paragraph("字")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(data)):
            data[match.start() + offset] |= 1
    return bytes(data)


DAMAGED_PICTURE = messages.DAMAGED_PICTURE if scan.available() else messages.IMAGE
REFUSED = {
    "empty": (b"", messages.EMPTY),
    "docx with password": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), messages.PASSWORD),
    "doc with password": (WordFile([("字\r", b"")], flags=0x0300).build(), messages.PASSWORD),
    "zip with password": (locked_zip(), messages.PASSWORD),
    "xls": (compound({"Workbook": b"x"}), messages.NO_TEXT),
    "xls 5": (compound({"Book": b"x"}), messages.NO_TEXT),
    "ppt": (compound({"PowerPoint Document": b"x"}), messages.SLIDES),
    "early wps": (compound({"WPSDocument": b"x"}), messages.WPS_OWN),
    "other compound": (compound({"Contents": b"x"}), messages.UNKNOWN),
    "damaged compound": (compound({"Workbook": b"x"})[:300], messages.DAMAGED),
    "pptx": (archive("ppt/presentation.xml"), messages.SLIDES),
    "xlsb": (archive("xl/workbook.bin"), messages.DAMAGED),
    "ofd": (archive("OFD.xml", "Doc_0/Document.xml"), messages.DAMAGED),
    "odt": (archive("mimetype", "content.xml"), messages.ODF),
    "zip without a report": (archive("照片.jpg", "程序.exe"), messages.EMPTY_ARCHIVE),
    "zip of the forms' kind": (archive("a/uof.xml", "uof.xml", "content.xml"), messages.UOF),
    "uof": (b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>', messages.UOF),
    "Word 2": (b"\xdb\xa5\x2d\0" + bytes(500), messages.OLD_WORD),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(99), messages.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), messages.ARCHIVE),
    "png": (b"\x89PNG\r\n\x1a\n" + b"<p><html>" * 9, DAMAGED_PICTURE),
    "jpg": (b"\xff\xd8\xff\xe0" + bytes(99), DAMAGED_PICTURE),
    "bmp": (b"BM\x36\x10\x00\x00" + bytes(99), DAMAGED_PICTURE),
    "tif": (b"II*\0" + bytes(99), DAMAGED_PICTURE),
    "exe": (b"MZ\x90\0" + bytes(99), messages.PROGRAM),
    "Excel 2003 XML": (
        b'\xef\xbb\xbf<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        messages.OFFICE_XML,
    ),
    "noise": (bytes(range(256)) * 9, messages.UNKNOWN),
    "cut docx": (office.package(office.paragraph("字" * 999))[:900], messages.DAMAGED),
    "cut doc": (WordFile([("字\r", b"")]).build()[:1600], messages.DAMAGED),
    "doc of blanks": (WordFile([(" \r", b"")]).build(), messages.NO_TEXT),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_gets_its_sentence(name: str) -> None:
    data, sentence = REFUSED[name]
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "报告.doc")
    assert str(caught.value) == sentence.format(name="报告.doc")


def test_every_sentence_is_one_is_chinese_and_says_what_to_do() -> None:
    refusals = [s for _, s in REFUSED.values()] + [messages.MISSING, messages.FOLDER, messages.LOCKED]
    refusals += [messages.TOO_LARGE, messages.UNREACHABLE, messages.BOMB, messages.TOO_DEEP, messages.HUGE_TABLE]
    for sentence in refusals:
        assert sentence.endswith("。")
        assert sentence.count("。") == 1
        assert re.search("请|勿", sentence), sentence
        assert not re.search("[,;!?]", sentence.replace(".docx", "")), sentence


def test_a_missing_file_a_folder_and_a_bad_name(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path / "无.docx", messages.MISSING),
        (tmp_path, messages.FOLDER),
        (tmp_path / "空\0.docx", messages.UNREACHABLE),
    ):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert str(caught.value) == sentence.format(name=path.name)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(PermissionError(13, "busy"), messages.LOCKED), (OSError(5, "disk"), messages.UNREACHABLE)],
)
def test_a_file_that_will_not_open(
    error: OSError, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise error

    path = tmp_path / "报告.docx"
    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(caught.value) == sentence.format(name="报告.docx")


def test_bytes_over_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE", 10)
    with pytest.raises(ReadError, match="200 MB"):
        read_bytes(b"x" * 11, "大.pdf")


def test_a_file_over_the_bound_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE + 1)
    with pytest.raises(ReadError, match="200 MB"):
        read(path)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (office.package(office.paragraph("字")), "报告.doc", ["文件扩展名是 .doc，实际是Word 文档（docx）"]),
        (WordFile([("字\r", b"")]).build(), "报告.docx", ["文件扩展名是 .docx，实际是Word 97–2003 文档（doc）"]),
        (b"<html><body><p>\xe5\xad\x97</p></body></html>", "报告.doc", ["文件扩展名是 .doc，实际是网页"]),
        ("字".encode(), "报告.doc", ["文件扩展名是 .doc，实际是纯文本"]),
        (office.package(office.paragraph("字")), "报告.wps", []),
        (office.package(office.paragraph("字")), "报告", []),
    ],
)
def test_a_wrong_ending_is_named(data: bytes, name: str, expected: list[str]) -> None:
    assert [n.message.split("，已按")[0] for n in read_bytes(data, name).notes] == expected


def test_macros_in_a_docm_are_named_and_ignored() -> None:
    data = office.package(office.paragraph("字"), main="document.macroEnabled.main+xml")
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a") as made:
        made.writestr("word/vbaProject.bin", b"x")
    assert [n.message for n in read_bytes(buffer.getvalue(), "报告.docm").notes] == [messages.MACROS]


def test_a_zip_that_unpacks_beyond_the_bounds_is_refused() -> None:
    bomb = archive("word/document.xml", content=bytes(20 * 2**20))
    with pytest.raises(ReadError, match="异常庞大"):
        limits.read_member(limits.open_zip_safely(bomb), "word/document.xml")
    with pytest.raises(ReadError, match="异常庞大"):
        limits.open_zip_safely(archive(*(str(i) for i in range(limits.MAX_MEMBERS + 1))))
    with pytest.raises(ReadError, match="异常庞大"):
        limits.open_zip_safely(b"PK\x01\x02" * 99_999)


def test_a_member_that_is_damaged_or_absent() -> None:
    data = bytearray(archive("a", content=b"abc" * 99))
    data[40] ^= 0xFF
    with pytest.raises(ReadError, match="已损坏"):
        limits.read_member(limits.open_zip_safely(bytes(data)), "a")
    with pytest.raises(KeyError):
        limits.read_member(limits.open_zip_safely(archive("a")), "b")
    with pytest.raises(ReadError, match="已损坏"):
        limits.open_zip_safely(b"PK\x05\x06 no")


@pytest.mark.parametrize(
    "xml",
    [
        b"<a><b></a>",
        b"",
        b'<!DOCTYPE a [<!ENTITY x "1">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b"<a>" * 3000,
        "<a>" * 3,
    ],
    ids=["unclosed", "empty", "entity", "outside", "deep", "not bytes"],
)
def test_xml_that_is_broken_or_wants_more_than_text_is_refused(xml: bytes | str) -> None:
    with pytest.raises(ReadError, match="已损坏"):
        limits.parse_xml_safely(xml if isinstance(xml, bytes) else xml.encode("utf-16"))


def test_xml_with_more_nodes_than_memory_is_refused() -> None:
    with pytest.raises(ReadError, match="异常庞大"):
        limits.parse_xml_safely(b"<a>" + b"<b/>" * limits.MAX_TAGS + b"</a>")


def test_texts_of_absurd_length_are_cut_with_a_note() -> None:
    long = "字" * (limits.MAX_CELL_TEXT + 1)
    table = office.table([office.cell(long) + office.cell("乙"), office.cell("丙") + office.cell("丁")], [1000, 1000])
    result = read_bytes(office.package(office.paragraph(office.run(long, "<w:b/>")) + table), "长.docx")
    para, cut = result.value.blocks
    assert isinstance(para, Para)
    assert (len(para.text), para.bold) == (limits.MAX_CELL_TEXT, ((0, limits.MAX_CELL_TEXT),))
    assert isinstance(cut, RawTable)
    assert [len(c.text) for c in cut.cells] == [limits.MAX_CELL_TEXT, 1, 1, 1]
    assert [(n.message, n.place) for n in result.notes] == [(messages.CUT_TEXT, para.place)]


def test_a_web_page_with_more_than_a_parser_takes_is_refused() -> None:
    for page in ("<p>" * (limits.MAX_TAGS + 1), "<p " + " ".join(f"a{i}=''" for i in range(4000)) + ">"):
        with pytest.raises(ReadError, match="异常庞大"):
            limits.check_markup(page)
    limits.check_markup("<img src='data:" + "A=" * 100 + "B" * 30_000 + "'>")


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(ReadError, match="10 万行"):
        read_bytes(b"1\n" * (limits.MAX_PARAGRAPHS + 1), "长.txt")


def test_many_parts_may_not_hold_more_together_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = office.oddities()
    assert read_bytes(data, "报告.docx").value.blocks
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        largest = archive.read("word/document.xml").count(b"<")
    monkeypatch.setattr(limits, "MAX_TAGS", largest + 9)
    with pytest.raises(ReadError, match="异常庞大"):
        read_bytes(data, "报告.docx")


def test_grids_nesting_and_text_are_bounded() -> None:
    limits.check_grid(2000, 20)
    for rows, columns in ((limits.MAX_ROWS + 1, 1), (1, limits.MAX_COLUMNS + 1), (1000, 999)):
        with pytest.raises(ReadError, match="表格过大"):
            limits.check_grid(rows, columns)
    with pytest.raises(ReadError, match="嵌套"):
        limits.check_nesting(limits.MAX_NESTING + 1)
    assert len(limits.clip("字" * (limits.MAX_CELL_TEXT + 9))) == limits.MAX_CELL_TEXT
