"""A coming edition of the form is a schema file and nothing else: grids, reading, rules, repairs and exports follow.

tests/data/schemas/2027.toml is invented: a heading, labels, a row and a column more in table 3, an outcome more in
table 4, a row, two columns and an equation in table 2.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rules_support import balanced, cell, put, write_report

from core import schema
from core.equations import equations, linear
from core.model import CellRef, Grid, Heading, Report, Section
from core.repair import suggest
from core.rules import evaluate
from core.values import Number

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "tests" / "data" / "schemas" / "2027.toml"


@pytest.fixture
def edition_2027():
    assert schema.use_folder(SCHEMA.parent) == ()
    yield "2027"
    schema.use_folder(SCHEMA.parent / "none")


def report_2027() -> Report:
    """A balanced report of the invented edition."""
    base = replace(balanced("2021", 2027), edition="2027")
    details = {
        (3, "granted", "natural_person"): 5,
        (3, "granted", "self_employed"): 2,
        (3, "refused_trade_secret", "self_employed"): 1,
        (4, "review", "mediated"): 3,
        (2, "licences", "online"): 40,
        (2, "licences", "at_counter"): 2,
    }
    grids = {}
    for number in (2, 3, 4):
        shape = schema.shape("2027", number)
        figures = {ref: details.get((ref.table, ref.row, ref.column), 0) for ref in shape.refs}
        for form in linear("2027", number):
            if len(form.right) == 1:
                figures[form.right[0]] = sum(figures[ref] for ref in form.left)
        for column in {ref.column for ref in shape.refs} if number == 3 else ():
            figures[CellRef(3, "received", column)] = figures[CellRef(3, "results_total", column)]
        for form in linear("2027", number):
            if len(form.right) == 1:
                figures[form.right[0]] = sum(figures[ref] for ref in form.left)
        grids[number] = Grid(number, "2027", {ref: cell(value) for ref, value in figures.items()})
    headings = schema.load("2027").headings
    sections = tuple(
        Section(
            s.number, headings[s.number - 1], tuple(p for p in s.paragraphs if "申请" not in p.text) or s.paragraphs
        )
        for s in base.sections
    )
    return replace(
        base, tables=grids, sections=tuple(sections), outline=tuple(Heading(h, n + 1) for n, h in enumerate(headings))
    )


def test_the_file_alone_gives_grids_equations_and_a_form(edition_2027):
    assert schema.editions() == ("2019", "2021", "2027")
    assert [schema.edition_of(year) for year in (2020, 2026, 2027)] == ["2019", "2021", "2027"]
    assert len(schema.shape("2027", 3).refs) == 26 * 8
    assert len(linear("2027", 3)) == 8 + 8 + 26
    assert [form.rule for form in linear("2027", 2)] == ["form.sum"]
    assert all(e.holds for e in equations(report_2027()))


def test_rules_and_repairs_follow_the_file(edition_2027):
    report = report_2027()
    assert [f.message for f in evaluate(report).findings if f.severity == "error"] == []
    for ref in (
        CellRef(3, "granted", "self_employed"),
        CellRef(2, "licences", "decisions"),
        CellRef(4, "review", "total"),
    ):
        true = report.cell(ref).amount
        wrong = put(report, {(ref.table, ref.row, ref.column): true + 30})
        errors = [f for f in evaluate(wrong).findings if f.severity == "error"]
        assert len(errors) == 1 and ref in errors[0].cells
        repairs = [{c.ref: c.new.value for c in r.changes} for r in suggest(wrong, ref.table).repairs]
        assert {ref: Number(true)} in repairs


def run(*arguments):
    command = [sys.executable, "main.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_commands_read_check_and_export_it(edition_2027, tmp_path):
    data = tmp_path / "data"
    (data / "schemas").mkdir(parents=True)
    shutil.copy(SCHEMA, data / "schemas")
    report = report_2027()
    file = write_report(tmp_path / "2027.html", put(report, {(3, "granted", "total"): 70}))
    got = json.loads(run("extract", file, "--data-dir", data).stdout)
    assert got["edition"] == "2027"
    assert got["table2"]["行政检查"] == [0] and got["table2"]["行政许可"] == [42, 40, 2]
    assert got["table3"][2] == {"row": "granted", "label": "（一）全部公开", "values": [5, 0, 2, 0, 0, 0, 0, 70]}
    assert got["table4"][2] == 3
    checked = run("check", "--json", file, "--data-dir", data)
    (error,) = [f for f in json.loads(checked.stdout)["findings"] if f["severity"] == "error"]
    assert (error["expected"], error["actual"], checked.returncode) == (7, 70, 1)
    for name in ("out.docx", "out.xlsx", "out.pdf"):
        done = run("export", file, "-o", tmp_path / name, "--apply-repairs", "--data-dir", data)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).stat().st_size > 5000
    back = json.loads(run("extract", tmp_path / "out.docx", "--data-dir", data).stdout)
    assert back["table3"][2]["values"] == [5, 0, 2, 0, 0, 0, 0, 7]
    assert (back["table2"], back["table4"]) == (got["table2"], got["table4"])


def test_a_wrong_schema_file_is_told_and_left_out(tmp_path, edition_2027):
    (tmp_path / "2028.toml").write_text(SCHEMA.read_text("utf-8").replace('"other_org"]', '"other_organ"]'), "utf-8")
    (tmp_path / "2021.toml").write_text(SCHEMA.read_text("utf-8"), "utf-8")
    (tmp_path / "2029.toml").write_text("first_year = 2029", "utf-8")
    problems = schema.use_folder(tmp_path)
    assert [p.split(" ")[1] for p in problems] == ["2021.toml", "2028.toml", "2029.toml"]
    assert schema.editions() == ("2019", "2021")


def test_a_form_whose_equations_are_no_network_is_checked_and_says_why_it_has_no_repairs(tmp_path):
    text = SCHEMA.read_text("utf-8").replace("first_year = 2027", "first_year = 2028")
    twice = """
[[equations]]
rule = "form.sum"
table = 4
each = "row"
left = ["upheld"]
right = ["{}"]
"""
    text += twice.format("corrected") + twice.format("mediated")  # upheld stands in three equations
    (tmp_path / "2028.toml").write_text(text, "utf-8")
    assert schema.use_folder(tmp_path) == ()
    try:
        figures = {ref: cell(0) for ref in schema.shape("2028", 4).refs}
        figures[CellRef(4, "review", "upheld")] = cell(4)
        report = Report("2028", year=2028, tables={4: Grid(4, "2028", figures)})
        evaluation = evaluate(report)
        assert not evaluation.broken
        assert any("4" in f.message for f in evaluation.findings if f.severity.rank == 0)
        suggestion = suggest(report, 4)
        assert not suggestion.repairs and "逐个核对" in suggestion.message
    finally:
        schema.use_folder(tmp_path / "none")
