"""The façade end to end, on the sample report."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from clerk import Clerk

from core import acts, paths, schema
from core.change import Fact, Origin
from core.errors import ReadError, UserError
from core.finding import Severity
from core.model import CLOSING, CellRef
from core.session import Session, export_name
from core.values import Unread

SAMPLE = paths.resources() / "samples" / "示例报告.docx"
RESULTS_TOTAL = CellRef(3, "results_total", "natural_person")


@pytest.fixture
def session(tmp_path):
    clerk = Clerk(tmp_path / "data")
    yield clerk
    clerk.close()


@pytest.fixture
def sample(session):
    session.open(SAMPLE)
    return session


def errors(session):
    return [f for f in session.findings if f.severity is Severity.ERROR]


def test_the_sample_shows_what_was_planted(sample):
    wrong = {ref for f in errors(sample) for ref in f.cells}
    assert {RESULTS_TOTAL, CellRef(3, "granted", "total"), CellRef(4, "review", "total")} <= wrong
    assert any("18" in f.message for f in sample.findings if f.severity is Severity.WARNING)


def test_repairs_bring_back_the_true_figures(sample):
    sample.mend()
    assert not errors(sample)
    assert sample.report.cell(RESULTS_TOTAL).amount == 15
    assert sample.report.cell(CellRef(3, "granted", "total")).amount == 10
    assert sample.report.cell(CellRef(4, "review", "total")).amount == 2


def test_an_edit_clears_a_finding_and_undo_brings_it_back(sample):
    before = sample.findings
    change = acts.edit_cells(sample.report, {RESULTS_TOTAL: "15"}, "录入")
    sample.do(change)
    assert change.cells == (RESULTS_TOTAL,)
    assert set(before) - set(sample.findings)
    assert sample.state.dirty and sample.state.revision == 1
    sample.do(change.inverse())
    assert sample.findings == before
    assert not sample.state.dirty and sample.state.revision == 2
    assert sample.state.log == ()


def test_a_bad_file_leaves_the_open_report_alone(sample, tmp_path):
    report = sample.report
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    for path in (bad, tmp_path / "没有.docx"):
        with pytest.raises(ReadError):
            sample.open(path)
    assert sample.report is report


def test_a_text_that_is_no_report_is_refused(session):
    with pytest.raises(ReadError):
        session.session.open_text("关于召开年度工作会议的通知\n请各科室准时参加。")


def test_empty_grids_can_be_typed_into(session):
    session.state = session.session.new("2021", 2024, "云溪县民政局")
    session.edit({RESULTS_TOTAL: "3"})
    assert session.report.cell(RESULTS_TOTAL).amount == 3
    assert {f.rule for f in errors(session)}


def test_the_source_is_never_the_target(sample):
    before = SAMPLE.read_bytes()
    with pytest.raises(UserError):
        sample.export(SAMPLE)
    assert SAMPLE.read_bytes() == before


def test_the_source_is_replaced_only_when_asked_for_and_after_a_copy(session, tmp_path):
    source = tmp_path / "报告.docx"
    source.write_bytes(SAMPLE.read_bytes())
    session.open(source)
    session.mend()
    messages = session.export(source, over_source=True)
    (copy,) = tmp_path.glob("报告.备份*.docx")
    assert copy.read_bytes() == SAMPLE.read_bytes()
    assert source.read_bytes() != SAMPLE.read_bytes()
    assert any(copy.name in m for m in messages)


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf"])
def test_exports_are_written_and_read_back(sample, tmp_path, ending):
    sample.mend()
    target = tmp_path / f"{export_name(sample.report)}{ending}"
    sample.export(target)
    again = Session(tmp_path / "other").open(target)
    for number, grid in sample.report.tables.items():
        for ref in schema.shape_in(sample.report, number).refs:
            assert again.report.cell(ref).amount == grid.cell(ref).amount, ref


def test_a_saved_version_opens_again_with_figures_texts_and_edits(sample, tmp_path):
    sample.edit({RESULTS_TOTAL: "15"})
    sample.do(acts.edit_section(sample.report, 5, ["新写的一段。"]))
    sample.do(acts.edit_fact(sample.report, Fact.YEAR, 2023))
    version = sample.save("第一次保存")
    assert not sample.state.dirty
    other = Clerk(tmp_path / "data")
    try:
        (info,) = other.archive.history.reports()
        assert (info.agency, info.year) == ("云溪县民政局", 2023)
        other.open_version(version.id)
        assert other.report == sample.report
        assert other.state.original == sample.state.original
        assert [c.label for c, _when in other.state.log] == [c.label for c, _when in sample.state.log]
        assert other.state.source_bytes == SAMPLE.read_bytes()
        assert not other.state.dirty
        assert other.state.document is not None
        assert other.report.cell(RESULTS_TOTAL).place == sample.report.cell(RESULTS_TOTAL).place
    finally:
        other.close()


def test_last_years_report_comes_from_the_history(sample, tmp_path):
    sample.do(acts.edit_fact(sample.report, Fact.YEAR, 2023))
    sample.save()
    sample.open(SAMPLE)
    assert sample.state.previous is not None
    assert any(f.rule.startswith("year.") for f in sample.findings)


def test_a_dismissed_warning_stays_away_and_an_error_cannot_be_dismissed(sample):
    warning = next(f for f in sample.findings if f.severity is Severity.WARNING)
    sample.do(acts.dismiss(sample.state, warning, "已与经办科室核实", acts.utc_now()))
    assert warning not in sample.findings
    assert sample.checked.dismissed[0][1].reason == "已与经办科室核实"
    sample.edit({RESULTS_TOTAL: "15"})
    assert warning.identity not in {f.identity for f in sample.findings}
    sample.do(acts.restore(sample.state, warning))
    assert warning.identity in {f.identity for f in sample.findings}
    with pytest.raises(UserError):
        acts.dismiss(sample.state, errors(sample)[0], "不管", acts.utc_now())


def test_confirmed_cells_are_gone_around(sample):
    sample.do(acts.lock_cells(sample.state, [RESULTS_TOTAL]))
    assert all(RESULTS_TOTAL not in {c.ref for c in r.changes} for r in sample.suggest(3).repairs)
    sample.do(acts.lock_cells(sample.state, [RESULTS_TOTAL], locked=False))
    assert any(RESULTS_TOTAL in {c.ref for c in r.changes} for r in sample.suggest(3).repairs)


def test_an_unread_cell_is_made_blank_only_by_clearing_it(sample):
    unread = replace(sample.report.cell(RESULTS_TOTAL), raw="", value=Unread("这一页是图片"))
    sample.state = replace(sample.state, report=sample.report.with_cells({RESULTS_TOTAL: unread}))
    assert acts.edit_cells(sample.report, {RESULTS_TOTAL: ""}, "修改").edits == ()
    sample.do(acts.edit_cells(sample.report, {RESULTS_TOTAL: ""}, "清除", Origin.CLEARED))
    assert not sample.report.cell(RESULTS_TOTAL).unread
    sample.do(sample.state.log[-1][0].inverse())
    assert sample.report.cell(RESULTS_TOTAL).unread


def test_nothing_is_created_before_the_first_save(sample, tmp_path):
    assert not (tmp_path / "data").exists()
    assert Path(sample.archive.path).name == "history.db"


def test_an_offices_own_template_is_used_and_a_bad_one_named(sample, tmp_path):
    own = tmp_path / "模板.docx"
    own.write_bytes((paths.resources() / "templates" / "standard.docx").read_bytes())
    sample.session.settings = replace(sample.session.settings, template=str(own))
    sample.export(tmp_path / "好.docx")
    docx.Document().save(own)
    with pytest.raises(UserError, match="模板"):
        sample.export(tmp_path / "坏.docx")
    assert not (tmp_path / "坏.docx").exists()


def test_a_target_held_open_is_named_with_another_name(sample, tmp_path, monkeypatch):
    target = tmp_path / "报告.docx"
    target.write_bytes(b"held")

    def held(_path, _target):
        raise PermissionError("held open")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("os.replace", held)
    with pytest.raises(UserError, match=r"报告\(2\)\.docx"):
        sample.export(target)
    assert target.read_bytes() == b"held"


def test_a_new_year_or_agency_goes_into_title_and_preamble_in_one_step(sample):
    before = sample.report
    sample.do(acts.edit_fact(sample.report, Fact.YEAR, 2023))
    assert "2023年" in sample.report.title and "2024年" not in sample.report.title
    assert "2023年1月1日起至2023年12月31日" in sample.report.preamble[0].text
    assert sample.report.closing == before.closing  # signed in the year after, as it stands
    change = acts.edit_fact(sample.report, Fact.AGENCY, "青岭县教育局")
    sample.do(change)
    assert sample.report.title == "青岭县教育局2023年政府信息公开工作年度报告"
    assert "青岭县教育局办公室" in sample.report.preamble[0].text
    assert sample.report.closing[0].text == "青岭县教育局"
    assert export_name(sample.report).startswith("青岭县教育局2023年")
    sample.do(change.inverse())
    assert "云溪县民政局" in sample.report.title


def test_preamble_and_closing_are_edited_like_a_section(sample):
    before = sample.report.closing
    change = acts.edit_section(sample.report, CLOSING, ["云溪县民政局", "2025年1月16日"])
    sample.do(change)
    assert [p.text for p in sample.report.closing] == ["云溪县民政局", "2025年1月16日"]
    assert change.label == "修改“落款”"
    sample.do(change.inverse())
    assert sample.report.closing == before
