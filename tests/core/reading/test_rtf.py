"""Rich Text Format, written by hand: what Word, WPS, LibreOffice and WordPad put into it."""

import pytest

from core.document import Document, Para, RawTable
from core.errors import Cancelled, ReadError
from core.reading import read_bytes
from core.reading.rtf import reader as rtf
from core.reading.shared import messages
from core.schema import shape

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
    r"{\f1\fnil\fcharset134{\*\panose 02010600}\'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f2\fnil\fcharset2 Symbol;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b heading 1;}{\s2 heading 2;}{\*\cs3 Strong;}}"
    r"{\info{\title hidden title}}{\header\pard page head\par}"
)


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


def uni(text: str) -> str:
    return "".join(f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)


def read(body: str) -> Document:
    return rtf.read((HEAD + body + "}").encode("latin-1")).value


def texts(body: str) -> list[str]:
    return [b.text for b in read(body).blocks if isinstance(b, Para)]


def grid(body: str) -> list[list[tuple[str, int, int, int]]]:
    table = next(b for b in read(body).blocks if isinstance(b, RawTable))
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in table.by_row()]


def row(definition: str, *cells: str) -> str:
    return r"\trowd" + definition + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\f1 " + gbk("总体情况") + r"\par", ["总体情况"]),
        (r"\f0 " + gbk("总体情况") + r"\par", ["总体情况"]),
        (r"\f1\'bf\'aa\'c1\'7d\par", ["开羮"]),  # the second byte of a pair is a brace
        (uni("一、总体情况") + r"\par", ["一、总体情况"]),
        (r"\uc2\u19968\'d2\'bb\u20108\'b6\'fe 3\par", ["一二 3"]),
        (r"\uc0\u19968 \u20108\par", ["一二"]),
        (r"{\uc2 \u19968\'d2\'bb}\u20108?\par", ["一二"]),
        (r"\u-10175?\u-8265?\par", ["\U000207b7"]),
        (r"a\~b\_c\-d\emdash e\{f\}\\g\tab h\line i\par", ["a\xa0b-cd—e{f}\\g\th", "i"]),
        (r"{\upr{ansi}{\*\ud{\u19968?}}}\par", ["一"]),
        ("first\\\r\nsecond\\par", ["first", "second"]),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 12}} pages\par", ["12 pages"]),
        (r"{\field{\*\fldinst {\f0 EQ \\o(64)}}{\fldrslt {}}} cases\par", ["64 cases"]),
        (r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt old}}\par", ["1/2"]),
        (r"1{\strike 5}8 2{\super 3} 4{\sub 5\nosupersub 6} m{\super 2}\par", ["18 2³ 4₅6 m2"]),
        (r"a{\v hidden}b{\deleted gone}c{\revised new}\par", ["abcnew"]),
        (r"a{\deleted\par}b\par", ["ab"]),
        (r"a{\*\unknown secret}{\pict\bin5 {{{{{4142}b\par", ["ab"]),
        (r"a{\*\bkmkstart x}{\*\bkmkend x}{\xe index}b\par", ["ab"]),
        (r"{\listtext\pard\plain " + uni("一、") + r"\tab}x\par{\listtext\f2\'b7\tab}y\par", ["一、x", "y"]),
        (r"a{\f2\'fe}b\u-3842?\par", ["a☑b☑"]),
        (r"no end", ["no end"]),
        (r"a}}}}b\par", ["ab"]),
        (r"a\page b\par", ["a", "b"]),
    ],
)
def test_characters_fields_and_groups(body: str, expected: list[str]) -> None:
    assert texts(body)[: len(expected)] == expected


def test_headings_by_style_and_by_outline_level() -> None:
    blocks = read(r"\pard\s1 a\par\pard\s2 b\par\pard\outlinelevel2 c\par\pard d\par").blocks
    assert [b.level for b in blocks if isinstance(b, Para)] == [1, 2, 3, None]


def test_bold_by_either_word_and_across_groups() -> None:
    blocks = read(r"a{\b b}{\dbch\ab c}d\par{\rtlch\ab e}\par\b f\plain g\par").blocks
    assert [b.bold for b in blocks if isinstance(b, Para)] == [((1, 3),), (), ((0, 1),)]


def test_merged_cells_of_both_kinds() -> None:
    body = row(r"\clmgf\cellx1000\clmrg\cellx2000\clvmgf\cellx3000", "A", "", "C")
    body += row(r"\cellx1000\cellx2000\clvmrg\cellx3000", "1", "2", "")
    assert grid(body) == [[("A", 0, 1, 2), ("C", 2, 2, 1)], [("1", 0, 1, 1), ("2", 1, 1, 1)]]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_statutory_table_with_all_its_merged_cells(number: int) -> None:
    form = shape("2021", number)
    starts = {(c.row, c.column): c for c in form.form}
    below = {(r, c.column): c for c in form.form for r in range(c.row + 1, c.row + c.rowspan)}
    body = ""
    for r in range(form.form_rows):
        here = [
            starts.get((r, c)) or below[r, c] for c in range(len(form.widths)) if (r, c) in starts or (r, c) in below
        ]
        marks = [("" if c.rowspan == 1 else r"\clvmgf" if c.row == r else r"\clvmrg") for c in here]
        definition = "".join(rf"{m}\cellx{(c.column + c.colspan) * 900}" for m, c in zip(marks, here, strict=True))
        body += row(definition, *(uni(c.text or "7") if c.row == r else "" for c in here))
    table = next(b for b in read(body).blocks if isinstance(b, RawTable))
    assert {(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells} == {
        (c.row, c.column, c.rowspan, c.colspan, c.text or "7") for c in form.form
    }


def test_a_table_between_paragraphs_and_two_paragraphs_in_a_cell() -> None:
    body = r"before\par" + row(r"\cellx1000\cellx2000", r"a\par b", "c") + r"\pard after\par"
    assert texts(body) == ["before", "after"]
    assert grid(body) == [[("a\nb", 0, 1, 1), ("c", 1, 1, 1)]]


def test_one_definition_serves_the_rows_after_it() -> None:
    body = row(r"\trleft-100\cellx1000\cellx2000", "a", "b") + r"\pard\intbl c\cell d\cell\row"
    assert grid(body) == [[("a", 0, 1, 1), ("b", 1, 1, 1)], [("c", 0, 1, 1), ("d", 1, 1, 1)]]


def test_a_nested_table_keeps_the_outer_definition() -> None:
    inner = (
        r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}{\nonesttables\par}"
    )
    body = row(r"\cellx1000\cellx5000", "outer", inner + r"\pard\intbl\itap1 rest")
    assert grid(body) == [[("x", 0, 1, 1), ("y", 1, 1, 1)]]
    assert texts(body) == ["outer", "rest"]


def test_a_row_without_its_last_cell_mark_and_without_a_definition() -> None:
    assert grid(r"\pard\intbl a\cell b\row") == [[("a", 0, 1, 1), ("b", 1, 1, 1)]]


def test_footnotes_and_text_boxes_float() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard boxed\par}}{\shprslt twice}}"
    body = r"a{\footnote\pard note}b" + box + r"\par c\par"
    blocks = [(b.text, b.floating) for b in read(body).blocks if isinstance(b, Para)]
    assert blocks == [("ab", False), ("boxed", True), ("c", False), ("note", True)]


def test_what_was_left_out_is_said() -> None:
    result = rtf.read((HEAD + r"a{\v x}{\deleted y}\par}").encode())
    assert [n.message for n in result.notes] == [
        messages.HIDDEN, messages.TRACKED, messages.HEADERS.format(text="page head")]  # fmt: skip


def test_comments_and_pictures_are_said_and_page_numbers_are_not() -> None:
    body = r"{\rtf1\ansi{\footer\pard - 2 -\par}a{\*\annotation\pard why\par}{\pict\pngblip 89}\par}"
    result = rtf.read(body.encode())
    assert [block.text for block in result.value.blocks] == ["a"]
    assert [n.message for n in result.notes] == [messages.COMMENTS, messages.PICTURES]


def test_a_doc_that_is_rtf_inside_is_read_as_what_it_is() -> None:
    result = read_bytes((HEAD + r"text\par}").encode(), "报告.doc")
    assert result.value.kind == "rtf"
    assert "实际是RTF" in result.notes[0].message


@pytest.mark.parametrize(("body", "sentence"), [(r"\par\par", messages.NO_TEXT), ("{" * 500 + "a", messages.TOO_DEEP)])
def test_files_without_text_or_with_endless_groups(body: str, sentence: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(body)
    assert str(caught.value) == sentence


def test_progress_rises_to_the_end_and_may_cancel() -> None:
    data = (HEAD + r"\pard " + r"\b x\b0 y\par" * 12_000 + "}").encode("latin-1")
    seen: list[tuple[int, int]] = []
    rtf.read(data, lambda done, total: seen.append((done, total)))
    assert len(seen) > 3 and seen == sorted(seen)

    def stop(done: int, total: int) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        rtf.read(data, stop)
