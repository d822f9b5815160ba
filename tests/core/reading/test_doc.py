"""Word 97-2003: files converted by an office program, and files built by hand for what none writes any more."""

from pathlib import Path

import office_support as office
import pytest
from doc_support import IN_TABLE, WordFile, compound, in_depth, row_end, sprm, stylesheet

from core.document import Document, Para, RawTable
from core.errors import Cancelled, ReadError
from core.reading import read_bytes
from core.reading.doc import reader as doc
from core.reading.docx import reader as docx
from core.reading.shared import messages
from core.reading.shared.ole2 import Compound

DATA = Path(__file__).resolve().parents[2] / "data" / "doc"


def read(file: WordFile) -> Document:
    return doc.read(file.build()).value


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Para)]


def grid(document: Document) -> list[list[tuple[str, int, int, int]]]:
    table = next(block for block in document.blocks if isinstance(block, RawTable))
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in table.by_row()]


def row(cells: list[str], edges: list[int], flags: list[int] | None = None) -> list[tuple[str, bytes]]:
    return [(cell + "\x07", IN_TABLE) for cell in cells] + [("\x07", row_end(edges, flags))]


@pytest.mark.parametrize("name", sorted(office.MADE))
def test_a_converted_file_reads_like_the_docx_it_was_made_from(name: str) -> None:
    converted = doc.read((DATA / f"{name}.doc").read_bytes()).value
    made = docx.read(office.MADE[name]()).value
    assert texts(converted) == texts(made)
    assert [b.bold for b in converted.blocks if isinstance(b, Para)] == [
        b.bold for b in made.blocks if isinstance(b, Para)
    ]
    mine = [b for b in converted.blocks if isinstance(b, RawTable)]
    theirs = [b for b in made.blocks if isinstance(b, RawTable)]
    for a, b in zip(mine, theirs, strict=True):
        assert (a.rows, a.columns) == (b.rows, b.columns)
        assert {c for c in a.cells if c.text} == {c for c in b.cells if c.text}


def test_oddities_are_read_one_by_one() -> None:
    result = doc.read((DATA / "oddities.doc").read_bytes())
    blocks = result.value.blocks
    found = {b.text: b for b in blocks if isinstance(b, Para)}
    assert (found["标题一"].level, found["标题二"].level, found["前粗体后"].level) == (1, 2, None)
    assert found["前粗体后"].bold == ((1, 3),)
    assert {"原有新增结尾", "看得见也看得见", "共有12件", "罕见字𠮷与汉字", "第一行", "第二行"} <= set(found)
    assert {"一、总体情况", "（一）主动公开", "（二）依申请公开", "1. 要点", "二、主动公开政府信息情况"} <= set(found)
    assert {"（一）小节", "③圈码"} <= set(found)
    assert found["框内文字"].floating
    assert not found["框外文字"].floating
    assert texts(result.value).index("框内文字") == texts(result.value).index("框外文字") + 1
    assert [n.message for n in result.notes] == [messages.TRACKED, messages.HIDDEN]


def test_places_name_block_row_and_column() -> None:
    document = doc.read((DATA / "merged.doc").read_bytes()).value
    table = document.blocks[0]
    assert isinstance(table, RawTable)
    cell = next(c for c in table.cells if c.text == "右二")
    assert (cell.place.block, cell.place.row, cell.place.column) == (0, 2, 2)
    assert document.blocks[1].place.block == 1


def test_eight_bit_text_is_windows_1252() -> None:
    assert texts(read(WordFile([("“Page” 5–6…\r", b"")], eight_bit=True))) == ["“Page” 5–6…"]


def test_a_line_a_page_a_column_break_end_lines_and_signs_vanish() -> None:
    file = WordFile([("一\x0b二\x0c", b""), ("三\x1e四\x1f五\x01\x08\x02\x05六\r", b"")])
    assert texts(read(file)) == ["一", "二", "三-四五六"]


def test_a_page_break_inside_a_cell_does_not_end_the_cell() -> None:
    first = [("上\x0c", IN_TABLE), ("下\x07", IN_TABLE), ("右\x07", IN_TABLE), ("\x07", row_end([0, 1000, 2000]))]
    assert grid(read(WordFile([*first, ("完\r", b"")]))) == [[("上\n下", 0, 1, 1), ("右", 1, 1, 1)]]


@pytest.mark.parametrize("flags", [[1, 2, 0], [2, 1, 0], [3, 1, 0]])
def test_horizontally_merged_cells_under_both_published_meanings_of_the_bits(flags: list[int]) -> None:
    rows = row(["甲", "", "丙"], [0, 1000, 2000, 3000], flags) + row(["1", "2", "3"], [0, 1000, 2000, 3000])
    assert grid(read(WordFile(rows)))[0] == [("甲", 0, 1, 2), ("丙", 2, 1, 1)]


def test_two_merged_runs_beside_each_other_stay_two() -> None:
    rows = row(list("甲乙丙丁"), [0, 500, 1000, 1500, 2000], [1, 2, 1, 2])
    assert grid(read(WordFile([*rows, *row(list("1234"), [0, 500, 1000, 1500, 2000])])))[0] == [
        ("甲\n乙", 0, 1, 2),
        ("丙\n丁", 2, 1, 2),
    ]


def test_vertically_merged_cells_by_flags_and_by_modifier() -> None:
    rows = row(["甲", "1"], [0, 1000, 2000], [0x60, 0]) + row(["", "2"], [0, 1003, 2000], [0x20, 0])
    later = row_end([0, 1000, 2000]) + sprm(0xD62B, bytes([2, 0, 1]))
    rows += [("\x07", IN_TABLE), ("3\x07", IN_TABLE), ("\x07", later)]
    assert grid(read(WordFile(rows))) == [
        [("甲", 0, 3, 1), ("1", 1, 1, 1)],
        [("2", 1, 1, 1)],
        [("3", 1, 1, 1)],
    ]


def test_a_merged_cell_without_one_above_stands_for_itself() -> None:
    rows = row(["甲", "1"], [0, 1000, 2000], [0x20, 0])
    assert grid(read(WordFile(rows))) == [[("甲", 0, 1, 1), ("1", 1, 1, 1)]]


def test_merge_split_insert_delete_and_width_modifiers_change_the_row() -> None:
    end = row_end([0, 1000, 2000, 3000])
    cases = {
        sprm(0x5624, bytes([0, 2])): [("甲\n乙", 0, 1, 2), ("丙", 2, 1, 1)],
        sprm(0x5624, bytes([0, 2])) + sprm(0x5625, bytes([0, 2])): [("甲", 0, 1, 1), ("乙", 1, 1, 1), ("丙", 2, 1, 1)],
        sprm(0x5622, bytes([2, 3])) + sprm(0x7621, bytes([0, 1, 0xE8, 3])): [
            ("甲", 0, 1, 1),
            ("乙", 1, 1, 1),
            ("丙", 2, 1, 1),
        ],
        sprm(0x7623, bytes([0, 1, 0xD0, 7])): [("甲", 0, 1, 2), ("乙", 2, 1, 1), ("丙", 3, 1, 1)],
    }
    for extra, expected in cases.items():
        rows = [(t + "\x07", IN_TABLE) for t in "甲乙丙"] + [("\x07", end + extra)]
        assert grid(read(WordFile([*rows, *row(list("123"), [0, 1000, 2000, 3000])])))[0] == expected


def test_edges_a_hair_apart_are_one_line_and_different_ones_make_columns() -> None:
    rows = row(["甲", "乙"], [0, 1000, 2000]) + row(["丙", "丁"], [8, 1012, 1990]) + row(["戊", "己"], [0, 1500, 2000])
    assert grid(read(WordFile(rows))) == [
        [("甲", 0, 1, 1), ("乙", 1, 1, 2)],
        [("丙", 0, 1, 1), ("丁", 1, 1, 2)],
        [("戊", 0, 1, 2), ("己", 2, 1, 1)],
    ]


def test_a_row_that_begins_further_right_begins_in_a_later_column() -> None:
    rows = row(["甲", "乙"], [0, 1000, 2000]) + row(["丙"], [1000, 2000])
    assert grid(read(WordFile(rows)))[1] == [("丙", 1, 1, 1)]


def test_a_row_without_a_definition_keeps_its_cells() -> None:
    rows = [("甲\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", IN_TABLE + sprm(0x2417, 1)), ("完\r", b"")]
    assert grid(read(WordFile(rows))) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_a_table_cut_off_before_its_row_ends_keeps_its_cells() -> None:
    assert grid(read(WordFile([("甲\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("完\r", b"")]))) == [
        [("甲", 0, 1, 1), ("乙", 1, 1, 1)]
    ]


def test_a_nested_table_stands_inside_its_cell() -> None:
    deep = IN_TABLE + in_depth(2)
    nested_end = deep + sprm(0x244B, 1)
    rows = [("内甲\r", nested_end), ("内乙\r", nested_end), ("\r", row_end([0, 400, 800], depth=2))]
    rows += [("外甲\x07", IN_TABLE + in_depth(1)), ("外乙\x07", IN_TABLE), ("\x07", row_end([0, 1000, 2000]))]
    document = read(WordFile(rows))
    assert grid(document) == [[("内甲", 0, 1, 1), ("内乙", 1, 1, 1)]]
    assert texts(document) == ["外甲", "外乙"]


def test_a_row_definition_too_long_for_its_page_is_fetched_from_the_data_stream() -> None:
    edges = list(range(0, 21_000, 1000))
    end = row_end(edges)
    huge = sprm(0x6646, (16).to_bytes(4, "little"))
    rows = [(str(i) + "\x07", IN_TABLE) for i in range(20)] + [("\x07", huge)]
    data = bytes(16) + len(end).to_bytes(2, "little") + end
    assert [c[0] for c in grid(read(WordFile(rows, data=data)))[0]] == [str(i) for i in range(20)]


def test_text_before_a_last_mark_that_is_deleted_stays() -> None:
    assert texts(read(WordFile([("一\r", b"")], runs=[(1, 2, sprm(0x0800, 1))]))) == ["一"]


def test_each_text_box_stands_behind_the_paragraph_of_its_anchor() -> None:
    shapes = b"".join(n.to_bytes(4, "little") for n in (1, 4, 7)) + b"".join(
        n.to_bytes(4, "little") + bytes(22) for n in (11, 12)
    )
    boxes = b"".join(n.to_bytes(4, "little") for n in (0, 3, 6)) + b"".join(
        bytes(14) + n.to_bytes(4, "little") + bytes(4) for n in (11, 12)
    )
    file = WordFile(
        [("一\x08\r", b""), ("二\x08\r", b""), ("三\r", b"")], boxes="甲甲\r乙乙\r", parts={40: shapes, 56: boxes}
    )
    assert texts(read(file)) == ["一", "甲甲", "二", "乙乙", "三"]


def test_deleted_text_goes_and_a_deleted_paragraph_mark_joins() -> None:
    deleted = sprm(0x0800, 1)
    file = WordFile([("一二三\r", b""), ("四五\r", b""), ("六\r", b"")], runs=[(1, 2, deleted), (3, 4, deleted)])
    assert texts(read(file)) == ["一三四五", "六"]


def test_a_deleted_row_goes() -> None:
    rows = row(["甲", "乙"], [0, 1000, 2000]) + row(["丙", "丁"], [0, 1000, 2000])
    file = WordFile(rows, runs=[(5, 10, sprm(0x0800, 1))])
    assert grid(read(file)) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_a_row_marked_as_deleted_that_still_has_text_stays() -> None:
    rows = row(["甲", "乙"], [0, 1000, 2000]) + row(["丙", "丁"], [0, 1000, 2000])
    assert len(grid(read(WordFile(rows, runs=[(4, 5, sprm(0x0800, 1))])))) == 2


def test_a_table_in_a_text_box_is_a_table() -> None:
    boxes = (0).to_bytes(4, "little") + (8).to_bytes(4, "little") + bytes(22)
    box = row(["甲", "乙"], [0, 1000, 2000])
    file = WordFile([("文\r", b""), ("框\r", b""), *box, ("\r", b"")], box_from=1, parts={56: boxes})
    document = read(file)
    assert [(b.text, b.floating) for b in document.blocks if isinstance(b, Para)] == [("文", False), ("框", True)]
    assert grid(document) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_modifiers_of_a_piece_count_too() -> None:
    assert texts(read(WordFile([("全粗\r", b"")], extra=sprm(0x0835, 1)))) == ["全粗"]
    para = read(WordFile([("全粗\r", b"")], extra=sprm(0x0835, 1), runs=[(0, 3, sprm(0x2A42, 1))])).blocks[0]
    assert isinstance(para, Para)
    assert para.bold == ((0, 2),)


def test_fields_nested_unfinished_and_without_result() -> None:
    nested = "前\x13 IF \x13 PAGE \x141\x15 = 1 \x14结果\x15后\r"
    assert texts(read(WordFile([(nested, b""), ("甲\x13 TC \x15乙\r", b""), ("丙\x13丁\r", b"")]))) == [
        "前结果后",
        "甲乙",
        "丙丁",
    ]


def test_a_formula_shows_its_figure() -> None:
    rows = [
        ("\x13 EQ \\o(64) \x15件\x07", IN_TABLE),
        ("\x13eq \\o\\ac(○,1)\x15\x07", IN_TABLE),
        ("\x07", row_end([0, 9, 99])),
    ]
    assert grid(read(WordFile(rows))) == [[("64件", 0, 1, 1), ("1", 1, 1, 1)]]
    deleted = WordFile([("5\x13 EQ \\o(64)\x15\r", b"")], runs=[(1, 13, sprm(0x0800, 1))])
    assert texts(read(deleted)) == ["5"]


def test_struck_words_are_left_out_and_told_and_raised_digits_are_a_note() -> None:
    rows = [("158\x07", IN_TABLE), ("83\x07", IN_TABLE), ("\x07", row_end([0, 9, 99]))]
    struck, up = (1, 2, sprm(0x0837, 1)), (5, 6, sprm(0x2A48, 1))
    result = doc.read(WordFile(rows, runs=[struck, up]).build())
    assert grid(result.value) == [[("18", 0, 1, 1), ("8³", 1, 1, 1)]]
    assert [note.message for note in result.notes] == [messages.STRUCK]
    whole = [("甲\x07", IN_TABLE), ("5\x07", IN_TABLE), ("6\x07", IN_TABLE), ("\x07", row_end([0, 9, 99, 199]))]
    cells = [("甲", 0, 1, 1), ("", 1, 1, 1), ("6", 2, 1, 1)]  # the cell's mark is struck too, and stays
    assert grid(read(WordFile(whole, runs=[(2, 4, sprm(0x0837, 1))]))) == [cells]


def test_an_instruction_never_swallows_a_cell() -> None:
    rows = [("甲\x13\x07", IN_TABLE), ("5\x14\x07", IN_TABLE), ("\x07", row_end([0, 1000, 2000]))]
    assert grid(read(WordFile(rows))) == [[("甲", 0, 1, 1), ("5", 1, 1, 1)]]


def test_footnotes_and_unanchored_text_boxes_float_at_the_end() -> None:
    boxes = (0).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(22)
    file = WordFile([("正文\x02\r", b"")], notes="\x02脚注\r", boxes="框中字\r", parts={56: boxes})
    document = read(file)
    assert [(b.text, b.floating) for b in document.blocks if isinstance(b, Para)] == [
        ("正文", False),
        ("框中字", True),
        ("脚注", True),
    ]


def test_symbols_show_as_what_they_look_like() -> None:
    symbols = [(1, 2, sprm(0x6A09, b"\1\0\xfe\xf0")), (2, 3, sprm(0x6A09, b"\1\0\x01\xf0"))]
    assert texts(read(WordFile([("选((项\r", b"")], runs=symbols))) == ["选☑□项"]


def test_outline_levels_make_headings() -> None:
    document = read(WordFile([("甲\r", sprm(0x2640, 0)), ("乙\r", sprm(0x2640, 9))]))
    assert [b.level for b in document.blocks if isinstance(b, Para)] == [1, None]


def style(number: int) -> bytes:
    return sprm(0x4600, number.to_bytes(2, "little"))


BOLD, HIDDEN = sprm(0x0835, 1), sprm(0x083C, 1)
STYLES = stylesheet(
    (0, 1, 0xFFF, b"", b""),
    (1, 1, 0, b"", BOLD),
    (0xFFE, 1, 1, b"", b""),
    (0xFFE, 1, 0, b"", HIDDEN),
    (0xFFE, 2, 0xFFF, b"", BOLD),
    (0xFFE, 1, 0xFFF, sprm(0x2640, 2), b""),
    (0xFFE, 1, 6, b"", b""),
)


def test_styles_give_headings_and_bold_and_a_toggle_in_both_styles_is_off() -> None:
    paragraphs = [("甲\r", style(1)), ("乙\r", style(2)), ("丙\r", style(5)), ("丁戊\r", style(1)), ("己\r", style(9))]
    runs = [(6, 7, sprm(0x0835, 0x81)), (7, 8, sprm(0x4A30, b"\4\0"))]
    blocks = read(WordFile(paragraphs, runs=runs, parts={1: STYLES})).blocks
    assert [(b.text, b.level, b.bold) for b in blocks if isinstance(b, Para)] == [
        ("甲", 1, ((0, 1),)),
        ("乙", 1, ((0, 1),)),
        ("丙", 3, ()),
        ("丁戊", 1, ()),
        ("己", None, ()),
    ]


def test_a_hidden_style_hides_but_for_what_shows_itself() -> None:
    paragraphs = [("窗体顶端\r", style(3)), ("一\x01二三\r", style(3)), ("四\r", b"")]
    result = doc.read(WordFile(paragraphs, runs=[(5, 10, sprm(0x083C, 0))], parts={1: STYLES}).build())
    assert texts(result.value) == ["一二三", "四"]
    assert [n.message for n in result.notes] == [messages.HIDDEN]


def test_a_style_based_on_itself_ends() -> None:
    assert texts(read(WordFile([("甲\r", style(6))], parts={1: STYLES}))) == ["甲"]


def test_a_hidden_mark_before_a_table_does_not_draw_text_into_it() -> None:
    rows = [("前\r", b""), *row(["甲", "乙"], [0, 1000, 2000])]
    document = read(WordFile(rows, runs=[(1, 2, HIDDEN)]))
    assert texts(document) == ["前"]
    assert grid(document) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_a_hidden_mark_that_ends_a_nested_cell_still_ends_it() -> None:
    end = IN_TABLE + in_depth(2) + sprm(0x244B, 1)
    rows = [("内甲\r", end), ("内乙\r", end), ("\r", row_end([0, 400, 800], depth=2)), ("\x07", IN_TABLE)]
    rows += [("\x07", row_end([0, 1000]))]
    assert grid(read(WordFile(rows, runs=[(2, 3, HIDDEN)]))) == [[("内甲", 0, 1, 1), ("内乙", 1, 1, 1)]]


def test_a_wps_file_that_is_ole2_inside_is_read_as_doc() -> None:
    result = read_bytes(WordFile([("正文\r", b"")]).build(), "报告.wps")
    assert result.value.kind == "doc"
    assert result.notes == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (WordFile([("字\r", b"")], flags=0x0300).build(), messages.PASSWORD),
        (WordFile([("字\r", b"")], version=0x68).build(), messages.DAMAGED),
        (compound({"WordDocument": b"\xdc\xa5\x65\x00" + bytes(600)}), messages.OLD_WORD),
        (compound({"WordDocument": bytes(600)}), messages.DAMAGED),
        (WordFile([(" \r", b"")]).build(), messages.NO_TEXT),
        (WordFile([("字\r", b"")]).build()[:1600], messages.DAMAGED),
    ],
    ids=["password", "strange version", "Word 95", "no header", "no text", "cut"],
)
def test_files_that_cannot_be_read_say_why(data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence[:8]):
        doc.read(data)


def test_an_embedded_workbook_is_named() -> None:
    result = doc.read(WordFile([("表二\x13 EMBED Excel.Sheet.8 \x14\x01\x15\r", b"")]).build())
    assert [n.message for n in result.notes] == [messages.EMBEDDED]


def test_insertions_and_pictures_are_told_and_form_data_is_no_picture() -> None:
    inserted, picture, data = sprm(0x0801, 1), sprm(0x6A03, bytes(4)), sprm(0x6A03, bytes(4)) + sprm(0x0806, 1)

    def told(run: bytes) -> list[str]:
        return [n.message for n in doc.read(WordFile([("甲\x01乙\r", b"")], runs=[(1, 2, run)]).build()).notes]

    assert [told(run) for run in (inserted, picture, data)] == [[messages.TRACKED], [messages.PICTURES], []]


def test_macros_are_named_and_not_run() -> None:
    result = doc.read(WordFile([("字\r", b"")], storages=("Macros",)).build())
    assert [n.message for n in result.notes] == [messages.MACROS]


@pytest.mark.parametrize("name", sorted(office.MADE))
def test_the_streams_of_a_compound_file_are_those_that_olefile_finds(name: str) -> None:
    olefile = pytest.importorskip("olefile")
    data = (DATA / f"{name}.doc").read_bytes()
    ours = Compound(data)
    with olefile.OleFileIO(data) as theirs:
        assert {(s,) for s in ours.streams} == {tuple(s) for s in theirs.listdir() if len(s) == 1}
        for stream in ours.streams:
            assert ours.stream(stream) == theirs.openstream([stream]).read()


def test_a_file_of_many_pictures_whose_allocation_table_does_not_fit_its_header() -> None:
    olefile = pytest.importorskip("olefile")
    pictures = bytes(range(256)) * 90_000  # 23 MB: two DIFAT sectors
    data = compound({"WordDocument": b"first" * 2000, "Data": pictures, "1Table": b"last" * 2000})
    ours = Compound(data)
    with olefile.OleFileIO(data) as theirs:
        for name in ("WordDocument", "Data", "1Table"):
            assert ours.stream(name) == theirs.openstream([name]).read()
    assert ours.stream("Data")[: len(pictures)] == pictures


def test_a_looped_chain_of_sectors_ends() -> None:
    data = bytearray(compound({"WordDocument": bytes(8192), "1Table": bytes(4096)}))
    fat = data.rindex(b"\xfd\xff\xff\xff") // 512 * 512
    data[fat : fat + 4] = (0).to_bytes(4, "little")  # the first sector is its own successor
    assert len(Compound(bytes(data)).stream("WordDocument")) == 8192


def test_siblings_in_a_circle_are_met_once() -> None:
    data = bytearray(compound({"WordDocument": bytes(4096), "1Table": bytes(4096)}))
    second = data.index("1Table".encode("utf-16-le"))
    data[second + 72 : second + 76] = (1).to_bytes(4, "little")
    assert Compound(bytes(data)).streams == {"WordDocument", "1Table"}


def test_progress_rises_to_the_end_and_may_cancel() -> None:
    file = WordFile([(f"第{number}段\r", b"") for number in range(1200)])
    seen: list[tuple[int, int]] = []
    doc.read(file.build(), lambda done, total: seen.append((done, total)))
    assert len(seen) > 3 and seen == sorted(seen)

    def stop(done: int, total: int) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        doc.read(file.build(), stop)
