"""Pages that are pictures, read from end to end: printed by the project, spoilt as scanners and phones do."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from export_support import sample
from PIL import Image
from scan_support import needs_models, noisy, printed, scanned_pdf, skewed

from core.errors import Cancelled
from core.export.pages.pdf import write_pdf
from core.extract import extract
from core.model import Report
from core.reading import read_bytes
from core.reading.pages.document import document_of
from core.reading.pages.page import BLACK, OFF_PICTURE, Glyph, Page
from core.reading.pages.text_lines import is_mixed, lines_of
from core.reading.scan.scanned_pages import ScannedPages

pytestmark = needs_models


@pytest.fixture(scope="module")
def pages():
    with TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        write_pdf(sample(), target)
        return printed(target.read_bytes())


def report_of(data: bytes) -> Report:
    result = read_bytes(data, "scan.pdf")
    return extract(result.value, result.notes)


def test_a_scanned_report_comes_out_filled_and_every_figure_says_how_sure_it_is(pages):
    report = report_of(scanned_pdf([noisy(skewed(pages[1], 1.5), 0.002)]))
    table = max(report.tables.values(), key=lambda grid: sum(c.recognised is not None for c in grid.cells.values()))
    wrong = []
    for ref, cell in table.cells.items():
        printed_text = sample().cell(ref).raw
        if cell.recognised is not None and cell.recognised.sure and cell.raw != printed_text:
            wrong.append((ref, cell.raw, printed_text))
    assert not wrong
    read = [cell for cell in table.cells.values() if cell.recognised is not None]
    assert len(read) == 10
    assert all(cell.place is not None and cell.place.page == 1 and cell.place.box for cell in read)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (200, 2), (30, 30)])
def test_a_tiny_picture_holds_no_text(size):
    from core.reading.scan.shades import on_white
    from core.reading.scan.sheet_page import read_picture

    picture = Image.new("RGB", size, "white")
    assert on_white(picture).shape == size[::-1]
    assert read_picture(picture, lambda: None) is None


def two_pages(index: int) -> Page:
    """A picture, and a page of text."""
    if not index:
        return Page(200.0, 200.0, pictures=[(0.0, 0.0, 200.0, 200.0)])
    return Page(
        200.0, 200.0, [Glyph(text, 9.0 * x, 9, 9.0 * x + 9, 18, 18, 9) for x, text in enumerate("本机关公开的信息")]
    )


def failing_with(error: Exception, monkeypatch) -> ScannedPages:
    def fails(picture, step, points):
        raise error

    monkeypatch.setattr("core.reading.scan.sheet_page.read_picture", fails)
    return ScannedPages(two_pages, lambda index: Image.new("L", (200, 200)), 1.0, 2, lambda done, total: None)


@pytest.mark.parametrize("error", [ValueError("kth out of bounds"), MemoryError(), IndexError(), RuntimeError("Run")])
def test_a_page_whose_recognition_fails_is_unread_and_the_others_are_read(error, monkeypatch):
    pages = failing_with(error, monkeypatch)
    result = document_of("pdf", pages.page, 2, pages.progress)
    assert result is not None
    assert [block.text for block in result.value.blocks] == ["本机关公开的信息"]
    assert [region.place.page for region in result.value.unread] == [1]
    assert any("第 1 页整页是图片" in note.message for note in pages.marked(result).notes)


def test_cancelling_is_no_failure_of_a_page(monkeypatch):
    with pytest.raises(Cancelled):
        failing_with(Cancelled(), monkeypatch).page(0)


def test_a_figure_off_a_picture_with_specks_beside_it_is_no_watermark():
    wide = [[Glyph("0", 0, 0, 30, 10, 10, 10, style)] for style in (BLACK, OFF_PICTURE)]
    assert [is_mixed(lines_of(glyphs)) for glyphs in wide] == [True, False]


@pytest.mark.parametrize(("leaning", "kept"), [(0, "1"), (8, "/")])
def test_a_stroke_that_leans_is_no_sure_1_and_one_that_stands_no_sure_slash(leaning, kept):
    import numpy as np

    from core.reading.scan.cells import Ink, slant_of
    from core.reading.scan.figures import _stands_as_read

    sheet = np.full((30, 30), 255, np.uint8)
    for y in range(24):
        x = 6 + round(leaning * (23 - y) / 23)
        sheet[y + 3, x : x + 3] = 0
    ink = Ink(6, 3, 9 + leaning, 27)
    assert [text for text in "1/-" if _stands_as_read(text, slant_of(sheet, ink), ink)] == [kept]
    assert _stands_as_read("-", 0.0, Ink(6, 3, 16, 7))


def test_one_line_that_reads_well_does_not_keep_a_lying_page_from_being_turned(monkeypatch):
    import numpy as np

    from core.reading.scan import straighten
    from core.reading.scan.text_boxes import TextBox

    few, many = [TextBox(0, 0, 40, 10, 0.0)], [TextBox(0, 12 * y, 90, 12 * y + 10, 0.0) for y in range(8)]
    monkeypatch.setattr(straighten, "text_boxes", lambda grey, longest: many)
    monkeypatch.setattr(straighten, "read_lines", lambda crops: [np.zeros((1, 1))] * len(crops))
    monkeypatch.setattr(straighten, "_certainty", lambda answer: 0.97)
    turns, boxes = straighten._upright(np.full((100, 100), 255, np.uint8), few, lambda: None)
    assert (turns, len(boxes)) == (1, 8)


@pytest.mark.parametrize(("start", "left", "touches"), [(14, 14, False), (3, 20, True), (20, 20, False)])
def test_a_minus_of_one_row_belongs_to_its_figure_and_one_further_off_makes_it_doubtful(start, left, touches):
    import numpy as np

    from core.reading.scan.cells import lines_of_ink

    sheet = np.full((40, 60), 255, np.uint8)
    sheet[8:32, 20:32] = 0
    sheet[20, start : start + 6] = 0
    [ink] = lines_of_ink(sheet, (0, 0, 60, 40), 36)
    assert (ink.x0, ink.touches) == (left, touches)


@pytest.mark.parametrize(("top", "found"), [(19, True), (3, False)])
def test_a_hyphen_of_a_few_pixels_in_the_middle_of_its_cell_is_a_figure_to_be_asked_for(top, found):
    import numpy as np

    from core.reading.scan.cells import lines_of_ink

    sheet = np.full((40, 80), 255, np.uint8)
    sheet[top : top + 2, 36:42] = 20
    inks = lines_of_ink(sheet, (0, 0, 80, 40), 36)
    assert [(ink.x0, ink.touches) for ink in inks] == [(36, True)] * found


@pytest.mark.parametrize(("read", "height", "told"), [("", 2, "-"), (".", 2, "-"), (".", 6, ""), ("", 6, "")])
def test_a_flat_stroke_that_is_read_as_nothing_is_a_doubtful_hyphen_and_a_stain_is_no_figure(read, height, told):
    from core.reading.scan.cells import Ink
    from core.reading.scan.decoding import Reading
    from core.reading.scan.figures import _figure

    reading = Reading(read, (0.9,) * len(read))
    figure = _figure(reading, reading, 1, Ink(10, 10, 16, 10 + height), "", 0.0)
    assert (figure.text, figure.sure) == (told, False)


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("·2.重复申请．", "2.重复申请"),
        ("（L）总计", "总计"),
        ("（）予以公开", "予以公开"),
        ("（七）总计", "（七）总计"),
        ("（1）总计", "（1）总计"),
        ("3.危及“三安全一稳定”", "3.危及“三安全一稳定”"),
        (".构", "构"),
    ],
)
def test_a_label_loses_what_specks_are_read_as_and_a_number_that_is_none(read, label):
    from core.reading.scan.sheet_page import label_text

    assert label_text(read) == label


def answer_of(text):
    """The model's answer that says a text, each character four steps wide."""
    import numpy as np

    from core.reading.scan.engine import models

    characters = models().characters
    answer = np.zeros((4 * len(text), len(characters)), np.float32)
    for index, character in enumerate(text):
        answer[4 * index + 1, characters.index(character)] = 1.0
        answer[[4 * index, 4 * index + 2, 4 * index + 3], 0] = 1.0
    return answer


def test_a_pages_number_between_dashes_does_not_leave_the_page_unread():
    from types import SimpleNamespace

    from core.reading.scan.cells import Ink
    from core.reading.scan.figures import Figure, Line
    from core.reading.scan.sheet_page import _add_figure_row

    parts = [Line(Ink(x, 0, x + 10, 20), "6", 1.0, Figure("6", False, "", 90)) for x in (200, 240, 280)]
    line = Line(Ink(0, 0, 300, 20), "6", 1.0, Figure("6", False, "", 90), answer_of("页-6-"))
    found = SimpleNamespace(
        page=Page(595, 842), figures=[], in_points=lambda ink: (ink.x0, ink.top, ink.x1, ink.bottom)
    )
    assert _add_figure_row(found, line, parts)
    assert len(found.figures) == 3


@pytest.mark.parametrize(
    ("text", "moved"), [("《要点》已经公布了", True), ("要点已经公布了。", False), ("12.5%", False)]
)
def test_a_bracket_at_the_head_of_a_line_is_no_indent(text, moved):
    from core.reading.scan.cells import Ink
    from core.reading.scan.figures import Line
    from core.reading.scan.sheet_page import _set

    ink = Ink(110 if text[0] == "《" else 100, 50, 100 + 36 * len(text), 80)
    box = _set(Line(ink, text, 1.0, None, answer_of(text)))
    assert (box.x0 < ink.x0 - 4) is moved
    assert box.x1 == ink.x1
