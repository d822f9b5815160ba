"""A whole report of either edition, in every shape a reader gives it."""

import random

import extract_support as support
import pytest

from core import reading
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
