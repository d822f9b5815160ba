"""The five published reports beside the checkout: what must be found in them, and nothing of theirs is kept here."""

from functools import cache
from pathlib import Path

import pytest

from core.extract import extract
from core.finding import Severity
from core.reading import read
from core.rules import evaluate

REPORTS = Path(__file__).resolve().parents[4] / "shared" / "reports"
FILES = sorted(p for p in REPORTS.glob("*") if p.suffix != ".json") if REPORTS.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason="the reports lie beside the checkout, in ../shared/reports")
ids = [p.name.replace("_", ".").split(".")[0] + p.suffix for p in FILES]


@cache
def findings(path):
    result = read(path)
    evaluation = evaluate(extract(result.value, result.notes))
    assert evaluation.broken == ()
    return evaluation.findings


def of(path, rule):
    return [f for f in findings(path) if f.rule == rule]


def numbered(number):
    return pytest.mark.parametrize("path", [p for p in FILES if p.name.startswith(number)], ids=lambda p: p.suffix)


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_errors_are_only_those_that_are_there(path):
    errors = [(f.rule, f.subject) for f in findings(path) if f.severity is Severity.ERROR]
    assert errors == {"002": [("t3.results_sum", "")], "003": [("structure.sections", "missing6")]}.get(
        path.name[:3], []
    )


@numbered("000")
def test_000_licences_and_penalties_of_the_text_are_not_in_table_2(path):
    assert [(f.cells[0].row, f.actual, f.expected) for f in of(path, "text.binding")] == [
        ("licences", 10, 0),
        ("penalties", 120, 0),
    ]


@numbered("001")
def test_001_another_year_a_bare_title_and_no_word_of_the_handling_fee(path):
    assert [f.actual for f in of(path, "text.other_year")] == [2020]
    assert "年份" in of(path, "title.form")[0].message
    assert of(path, "section6.fee")


@numbered("002")
def test_002_four_wrong_totals_are_one_problem(path):
    (found,) = of(path, "t3.results_sum")
    assert [(c.row, c.column) for c in found.cells] == [
        ("results_total", c) for c in ("natural_person", "legal_service", "other_org", "total")
    ]
    assert (found.expected, found.actual) == ((22, 1, 1, 24), (0, 0, 0, 0))
    assert len(found.equations) == 8


@numbered("002")
def test_002_the_parts_miss_the_whole(path):
    assert [(f.actual, f.expected) for f in of(path, "text.parts")] == [(67, 55)]
    assert [f.actual for f in of(path, "text.doubled")] == ["原则原则"]


@numbered("003")
def test_003_section_six_is_missing_and_the_layout_is_another(path):
    subjects = [f.subject for f in of(path, "structure.sections")]
    assert subjects[0] == "missing6"
    assert "layout" in subjects


@numbered("004")
def test_004_table_4_stands_under_the_wrong_heading(path):
    assert [f.subject for f in of(path, "structure.sections")] == ["place4"]
    assert of(path, "title.form")
