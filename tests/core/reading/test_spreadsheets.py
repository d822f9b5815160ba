"""Binary and OpenDocument spreadsheets and texts: the same figures as the .xlsx and .docx they were saved from.

tests/data/spreadsheets/*.xls are the workbooks of `workbook()` saved by LibreOffice.
"""

import io
import random
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import extract_support as support
import pytest
from doc_support import compound
from whole_files_support import ods, odt, open_document, workbook

from core.errors import ReadError
from core.extract import extract
from core.reading import read_bytes
from core.reading.shared import messages
from core.reading.shared.ole2 import Compound
from core.reading.spreadsheets.binary import shown
from core.reading.spreadsheets.bounds import _records

DATA = Path(__file__).parents[2] / "data" / "spreadsheets"
EDITIONS = ("2019", "2021")


def written(edition):
    return support.truth(random.Random(31), edition)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("ending", ["xls", "et"])
def test_a_binary_workbook_reads_as_the_report_it_was_saved_from(edition, ending):
    result = read_bytes((DATA / f"{edition}.xls").read_bytes(), f"报告.{ending}")
    assert support.wrong(extract(result.value), written(edition)) == [] and result.notes == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_xlsx_of_the_same_sheet_reads_alike(edition):
    assert (
        support.wrong(
            extract(read_bytes(workbook(support.parts_of(written(edition))), "报告.xlsx").value), written(edition)
        )
        == []
    )


def test_values_of_binary_workbooks_are_shown_as_excel_shows_them():
    assert [shown(v) for v in (12.0, 0.1 + 0.2, True, "规章", 3)] == ["12", "0.3", "TRUE", "规章", "3"]


def test_a_damaged_binary_workbook_is_told():
    data = bytearray((DATA / "2021.xls").read_bytes())
    data[1024:] = bytes(len(data) - 1024)
    with pytest.raises(ReadError):
        read_bytes(bytes(data), "报告.xls")


def in_workbook(change):
    """The binary workbook with its stream changed."""
    stream = bytearray(Compound((DATA / "2021.xls").read_bytes()).stream("Workbook"))
    change(stream)
    return compound({"Workbook": bytes(stream)})


def test_cells_of_a_binary_workbook_that_lie_too_far_apart_take_no_memory():
    def far(stream):
        at = next(at for kind, at, _ in _records(bytes(stream)) if kind == 0x00FD)
        stream[at : at + 4] = b"\xfe\xff\xfe\xff"

    with pytest.raises(ReadError) as caught:
        read_bytes(in_workbook(far), "报告.xls")
    assert str(caught.value) == messages.HUGE_TABLE


def test_an_extent_that_is_promised_takes_no_memory():
    def promised(stream):
        at = next(at for kind, at, _ in _records(bytes(stream)) if kind == 0x0200)
        stream[at + 4 : at + 12] = b"\xff" * 8

    report = extract(read_bytes(in_workbook(promised), "报告.xls").value)
    assert support.wrong(report, written("2021")) == []


def test_texts_promised_and_an_encrypted_binary_workbook_are_told():
    def promised(stream):
        at = next(at for kind, at, _ in _records(bytes(stream)) if kind == 0x00FC)
        stream[at : at + 8] = b"\xff" * 8

    def encrypted(stream):
        _, at, _ = list(_records(bytes(stream)))[1]
        stream[at - 4 : at - 2] = b"\x2f\x00"

    for change, sentence in ((promised, messages.DAMAGED), (encrypted, messages.PASSWORD)):
        with pytest.raises(ReadError) as caught:
            read_bytes(in_workbook(change), "报告.xls")
        assert str(caught.value) == sentence


def test_sectors_in_a_circle_end():
    data = bytearray((DATA / "2021.xls").read_bytes())
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    first = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, table + 4 * first, first)
    with suppress(ReadError):
        read_bytes(bytes(data), "报告.xls")


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_odt_reads_as_the_report(edition):
    report = extract(read_bytes(odt(support.parts_of(written(edition))), "报告.odt").value)
    assert support.wrong(report, written(edition)) == []
    assert [heading.section for heading in report.outline] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_ods_reads_as_the_report(edition):
    report = extract(read_bytes(ods(support.parts_of(written(edition))), "报告.ods").value)
    assert support.wrong(report, written(edition)) == []


def test_blanks_breaks_notes_boxes_and_deletions_of_an_odt():
    body = (
        "<office:text><text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">一、总体<text:s text:c="2"/>情况</text:h>'
        '<text:p>甲<text:line-break/><text:span text:style-name="B">乙</text:span>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note></text:p>"
        '<draw:frame svg:width="15cm" svg:height="9cm"><draw:image/></draw:frame>'
        '<text:p><draw:frame svg:width="15cm" svg:height="9cm"><draw:image/></draw:frame></text:p></office:text>'
    )
    style = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    result = read_bytes(open_document("text", body, style), "a.odt")
    blocks = result.value.blocks
    assert [(b.text, b.level, b.floating) for b in blocks] == [
        ("一、总体  情况", 1, False), ("甲", None, False), ("乙", None, False), ("脚注", None, True)]  # fmt: skip
    assert blocks[2].bold == ((0, 1),)
    assert [region.before for region in result.value.unread] == [4]
    assert [note.message for note in result.notes] == [messages.TRACKED, messages.PICTURES]


def list_of(*items: str, attributes: str = 'text:style-name="L"') -> str:
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {attributes}>{inner}</text:list>"


def test_the_automatic_numbers_of_an_odt_are_written_out():
    def level(number: int, form: str, rest: str) -> str:
        return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {rest}/>'

    style = "".join((
        '<text:list-style style:name="L">', level(1, "一, 二, 三, ...", 'style:num-suffix="、"'),
        level(2, "一, 二, 三, ...", 'style:num-prefix="（" style:num-suffix="）"'),
        level(3, "1", 'style:num-suffix="." text:display-levels="2"'), "</text:list-style>",
    ))  # fmt: skip
    inner = list_of("<text:p>网站</text:p>", attributes="")
    deepest = list_of("<text:p>户</text:p>", attributes="")
    body = (
        list_of("<text:p>总体情况</text:p><text:p>正文</text:p>" + inner)
        + "<text:p>之间</text:p>"
        + list_of("<text:p>主动公开</text:p>", attributes='text:style-name="L" text:continue-numbering="true"')
        + list_of("<text:p>另一列表</text:p>" + list_of("<text:p>项</text:p>" + deepest, attributes=""))
        + '<text:list text:style-name="L"><text:list-item text:start-value="5"><text:p>第五</text:p></text:list-item>'
        "<text:list-header><text:p>不编号</text:p></text:list-header></text:list>"
    )
    blocks = read_bytes(open_document("text", f"<office:text>{body}</office:text>", style), "a.odt").value.blocks
    assert [block.text for block in blocks] == [
        "一、总体情况", "正文", "（一）网站", "之间", "二、主动公开", "一、另一列表", "（一）项", "一.1.户", "五、第五",
        "不编号",
    ]  # fmt: skip


def test_hidden_text_of_an_odt_is_left_out_and_told():
    style = '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
    body = '<office:text><text:p>2<text:span text:style-name="V">0</text:span>件</text:p></office:text>'
    result = read_bytes(open_document("text", body, style), "a.odt")
    assert [block.text for block in result.value.blocks] == ["2件"]
    assert [note.message for note in result.notes] == [messages.HIDDEN]


def test_struck_words_of_an_odt_are_left_out_and_told_and_raised_digits_are_a_note():
    style = (
        '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    body = f"<office:text><text:p>1{span.format('S', 5)}8{span.format('U', 3)}</text:p></office:text>"
    result = read_bytes(open_document("text", body, style), "a.odt")
    assert [block.text for block in result.value.blocks] == ["18³"]
    assert [note.message for note in result.notes] == [messages.STRUCK]


def test_slides_in_open_document_are_told():
    with pytest.raises(ReadError, match="演示文稿"):
        read_bytes(open_document("presentation", "<office:presentation/>"), "a.odp")


if __name__ == "__main__":  # writes what LibreOffice is to save as .xls
    for each in EDITIONS:
        Path(f"{each}.xlsx").write_bytes(workbook(each))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def test_a_flat_open_document_reads_as_the_zipped_one(edition, kind):
    parts = support.parts_of(written(edition))
    data = odt(parts) if kind == "text" else ods(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        flat = archive.read("content.xml").replace(b"office:document-content", b"office:document")
    result = read_bytes(flat, "报告.fodt" if kind == "text" else "报告.fods")
    assert support.wrong(extract(result.value), written(edition)) == [] and result.notes == ()


def test_comments_inside_a_line_and_headers_of_an_odt_are_told():
    body = (
        "<office:text><text:p>甲<office:annotation><text:p>改为6</text:p></office:annotation>乙</text:p></office:text>"
    )
    header = "<style:header><text:p>第三版</text:p></style:header><style:footer><text:p>- 1 -</text:p></style:footer>"
    result = read_bytes(open_document("text", body, header), "a.odt")
    assert [block.text for block in result.value.blocks] == ["甲乙"]
    assert [note.message for note in result.notes] == [messages.COMMENTS, messages.HEADERS.format(text="第三版")]
