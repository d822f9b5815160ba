"""A short run of the fuzz harness, and files made to cost time or memory."""

import fuzz_harmless_support
import fuzz_support
import office_support as office
import pytest
from doc_support import IN_TABLE, WordFile, row_end

from core.errors import ReadError
from core.reading import read_bytes
from core.reading.shared import messages

SEED = 7


@pytest.mark.parametrize("number", range(0, 400, 50))
@pytest.mark.filterwarnings("ignore")
def test_damaged_files_are_read_or_refused_in_a_sentence(number: int) -> None:
    for case in range(number, number + 50):
        _, file_name, data = fuzz_support.damaged(SEED, case)
        try:
            read_bytes(data, file_name)
        except ReadError as refusal:
            assert str(refusal).endswith("。")


def test_a_case_is_the_same_for_ever() -> None:
    assert fuzz_support.damaged(SEED, 3) == fuzz_support.damaged(SEED, 3)


@pytest.mark.parametrize("name", sorted(fuzz_support.fixtures()))
def test_every_fixture_is_read_undamaged(name: str) -> None:
    file_name, data = fuzz_support.fixtures()[name]
    assert read_bytes(data, file_name).value.blocks


WIDE = office.table([office.cell("甲", 10, '<w:gridSpan w:val="100000000"/>') + office.cell("乙")] * 3, [1000])
NESTED = "<w:tbl><w:tr><w:tc>" * 60 + office.paragraph("深") + "</w:tc></w:tr></w:tbl>" * 60
COSTLY = {
    "docx of a cell over ever so many columns": (office.package(WIDE), None),
    "docx of tables in tables": (office.package(NESTED + office.paragraph("完")), messages.TOO_DEEP),
    "docx of tags without end": (office.package("<w:p/>" * 700_000), messages.BOMB),
    "doc of paragraphs without end": (WordFile([("\r" * 100_001, b"")]).build(), messages.BOMB),
    "doc of cells without end": (
        WordFile([("\x07" * 90_000, IN_TABLE), ("\x07", row_end([0, 100]))]).build(),
        messages.HUGE_TABLE,
    ),
    "rtf of groups in groups": (b"{\\rtf1" + b"{" * 100_000 + b"a", messages.TOO_DEEP),
    "rtf of tables in tables": (b"{\\rtf1\\intbl\\itap999999 a\\nestcell}", messages.TOO_DEEP),
    "rtf of edges without end": (b"{\\rtf1\\trowd" + b"\\cellx9" * 99_999 + b"\\intbl a\\cell\\row}", None),
    "html of cells over ever so many places": (
        b"<html><table>" + b"<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 5000,
        messages.HUGE_TABLE,
    ),
    "html of attributes without end": (b"<html><p " + b"a='' " * 90_000 + b">x", messages.BOMB),
    "html of tags without end": (b"<html>" + b"<p>" * 700_000, messages.BOMB),
    "text of lines without end": (b"1\n" * 100_001, messages.TOO_LONG),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_file_made_to_cost_time_is_read_or_refused_soon(name: str) -> None:
    data, sentence = COSTLY[name]
    if sentence is None:
        assert read_bytes(data, "报告").value.blocks
        return
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "报告")
    assert str(caught.value) == sentence


@pytest.mark.parametrize("number", range(0, 40, 10))
def test_changes_that_touch_no_figure_change_none(number: int) -> None:
    for case in range(number, number + 10):
        kind, changes, data = fuzz_harmless_support.changed(SEED, case)
        assert fuzz_harmless_support.figures(kind, data) == fuzz_harmless_support.right_figures(kind), changes


def test_a_list_of_ever_so_many_items_is_counted_once() -> None:
    page = "<html><body><ol start=3>" + "<li>一" * 4000 + "<li value=7>二<li>三</ol><ol><li>四</ol>"
    blocks = read_bytes(page.encode(), "a.html").value.blocks
    assert [block.text for block in (*blocks[:2], *blocks[-3:])] == ["3. 一", "4. 一", "7. 二", "8. 三", "1. 四"]
