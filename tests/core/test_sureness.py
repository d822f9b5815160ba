"""Proven, read, doubtful: what the equations may and may not say of a figure read off a picture."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from repair_support import balanced

from core.checking import check
from core.model import Cell, CellRef, Grid, Recognised, Report
from core.open_report import SourceKind, opened
from core.rules import RuleSettings
from core.sureness import Sureness, doubtful, sureness
from core.values import Number
from core.verdict import verdict_of

SURE, UNSURE = Recognised(True), Recognised(False, "7", 61)
REF, TOTAL = CellRef(3, "received", "business"), CellRef(3, "received", "total")


@pytest.fixture
def report():
    figures = balanced(Random(5), "2021")
    cells = {ref: Cell(str(n), Number(n), str(n), None, SURE) for ref, n in figures.items()}
    return Report("2021", tables={3: Grid(3, "2021", cells)})


def with_figure(report: Report, ref: CellRef, value: int, recognised: Recognised = SURE) -> Report:
    raw = str(value)
    return report.with_cells({ref: Cell(raw, Number(value), raw, None, recognised)})


def test_a_sure_figure_whose_equations_hold_is_proven(report):
    assert set(sureness(report).values()) == {Sureness.PROVEN}


def test_a_figure_is_doubtful_by_its_own_reading_whatever_the_equations_say(report):
    unsure = with_figure(report, REF, report.cell(REF).amount, UNSURE)
    assert doubtful(unsure) == (REF,)
    assert sureness(unsure, frozenset((REF,)))[REF] is Sureness.READ


def test_a_figure_that_nothing_vouches_for_is_doubtful_and_stays_what_the_paper_says(report):
    wrong = with_figure(report, REF, report.cell(REF).amount + 60)
    assert doubtful(wrong) == (REF,)
    assert wrong.cell(REF).amount == report.cell(REF).amount + 60
    assert sureness(wrong)[TOTAL] is Sureness.READ  # its column holds


def test_a_figure_typed_over_is_the_persons(report):
    typed = report.with_cells({REF: replace(report.cell(REF), raw="999", value=Number(999))})
    assert REF not in sureness(typed)


def test_a_text_file_has_no_sureness(report):
    plain = report.with_cells({ref: replace(c, recognised=None) for ref, c in report.tables[3].cells.items()})
    assert sureness(plain) == {}


def test_the_verdict_counts_what_is_to_be_confirmed(report):
    unsure = with_figure(report, REF, report.cell(REF).amount, UNSURE)
    state = opened(unsure, SourceKind.FILE)
    checked = check(state, RuleSettings())
    assert "1 格待确认" in verdict_of(unsure, checked, RuleSettings()).sentence
    assert "待确认" not in verdict_of(unsure, checked, RuleSettings(), frozenset((REF,))).sentence
