"""A whole report of either edition, in every shape a reader gives it."""

import random
import re

import extract_support as support
import pytest

from core import reading
from core import text as characters
from core.extract import extract

EDITIONS = ("2019", "2021")


def check(doc, written):
    report = extract(doc)
    assert support.wrong(report, written) == []
    assert support.lost_text(doc, report) == []
    assert (report.agency, report.year, report.edition) == (written.agency, written.year, written.edition)
    assert [s.heading for s in report.sections] == list(written.headings)
    for section in report.sections:
        assert tuple(p.text for p in section.paragraphs) == written.texts.get(section.number, ())
    return report


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", range(3))
def test_the_form_itself(edition, seed):
    written = support.truth(random.Random(seed), edition)
    report = check(support.document(support.parts_of(written)), written)
    assert report.notes == () and report.unplaced == ()
    assert tuple(p.text for p in report.preamble) == written.preamble


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", range(3))
def test_figures_in_every_writing(edition, seed):
    written = support.truth(random.Random(seed), edition, support.odd_figure)
    check(support.document(support.parts_of(written)), written)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_web_page(edition):
    written = support.truth(random.Random(5), edition)
    check(reading.read_bytes(support.html(support.parts_of(written)), "a.html").value, written)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", ["tabs", "cells", "pipes", "bare"])
def test_text(edition, style):
    written = support.truth(random.Random(6), edition)
    check(reading.read_text(support.plain_text(support.parts_of(written), style)).value, written)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("raw", [None, support.odd_figure])
def test_text_with_tabs_and_no_empty_line_between_a_table_and_the_next_heading(edition, raw):
    written = support.truth(random.Random(7), edition, raw)
    pasted = [line for line in support.plain_text(support.parts_of(written), "tabs").split("\n") if line]
    report = check(reading.read_text("\n".join(pasted)).value, written)
    assert [heading.section for heading in report.outline] == [1, 2, 3, 4, 5, 6]


def test_a_row_name_broken_over_two_lines_of_text_with_tabs():
    written = support.truth(random.Random(8))
    pasted = [line for line in support.plain_text(support.parts_of(written), "tabs").split("\n") if line]
    broken = "\n".join(pasted).replace("（一）予以公开", "（一）予以\n公开").replace("结果维持", "结果\n维持")
    check(reading.read_text(broken).value, written)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", ["tabs", "bare"])
def test_text_in_big5_with_traditional_characters(edition, style):
    written = support.truth(random.Random(9), edition)
    traditional = {simple: old for old, simple in characters._TRADITIONAL.items()}
    raw = support.plain_text(support.parts_of(written), style).translate(traditional).encode("big5", "replace")
    report = extract(reading.read_bytes(raw, "a.txt").value)
    assert support.wrong(report, written) == []
    assert report.title.endswith("政府信息公開工作年度報告") and report.year == written.year


@pytest.mark.parametrize("omit", ["</td>", "</tr>", "</td></tr>", "</p>"])
def test_a_web_page_that_leaves_out_end_tags(omit):
    written = support.truth(random.Random(10))
    page = support.html(support.parts_of(written)).decode()
    for tag in omit.replace("><", "> <").split():
        page = page.replace(tag, "")
    check(reading.read_bytes(page.encode(), "a.html").value, written)


@pytest.mark.parametrize("opened", ["<span>", "<div>", "<b>", "<font>"])
def test_a_web_page_whose_cells_open_an_element_and_never_close_it(opened):
    written = support.truth(random.Random(10))
    page = support.html(support.parts_of(written)).decode().replace("</td>", "</p></td>")
    page = re.sub(r"(<td[^>]*>)", rf"\1{opened}<p>", page)
    check(reading.read_bytes(page.encode(), "a.html").value, written)


@pytest.mark.parametrize("line_end", [" \n", "\u3000\n", "\t\n", "\r\r\n", "\r"])
def test_blanks_tabs_and_other_line_ends_change_nothing(line_end):
    written = support.truth(random.Random(11))
    lines = support.plain_text(support.parts_of(written), "tabs").split("\n")
    text = "".join(line + line_end if line else line_end.lstrip(" \u3000\t") for line in lines)
    check(reading.read_text(text).value, written)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_cells_one_a_line_behind_tabs_with_no_empty_line_between_rows(edition):
    written = support.truth(random.Random(5), edition)
    content = re.sub(r"\n\n+", "\n", support.plain_text(support.parts_of(written), "cells"))
    report = extract(reading.read_text(content).value)
    assert support.wrong(report, written) == []
