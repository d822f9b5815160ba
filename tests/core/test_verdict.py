"""Green means checked: what the one sentence says of reports that were not checked in full."""

from dataclasses import replace

import gui_support
import pytest

from core import paths, rules
from core.checking import check
from core.finding import BrokenRule
from core.open_report import opened
from core.rules import RuleSettings
from core.session import Session
from core.store.history import SourceKind
from core.values import Unread
from core.verdict import Standing, details_of, verdict_of


def judged(report, **severities):
    settings = RuleSettings(severities=severities)
    checked = check(opened(report, SourceKind.FILE), settings)
    return verdict_of(report, checked, settings)


def details(report, **severities):
    settings = RuleSettings(severities=severities)
    return details_of(report, check(opened(report, SourceKind.FILE), settings), settings)


def test_all_equations_hold_and_the_sentence_says_how_many():
    verdict = judged(gui_support.report())
    assert verdict.standing is Standing.OK
    assert verdict.sentence.startswith("三张表的 39+3 个等式全部成立，可以导出")
    older = replace(gui_support.report("2019"), year=2020, title="云溪县民政局2020年政府信息公开工作年度报告")
    assert judged(older).sentence.startswith("三张表的 37+3 个等式全部成立，可以导出")


def test_a_report_with_errors_says_how_many():
    verdict = judged(gui_support.report(broken=True))
    assert verdict.standing is Standing.ERROR and verdict.sentence.startswith("还有 ")


def test_a_report_without_a_figure_is_never_green(tmp_path):
    report = Session(tmp_path).new("2021", 2023, "云溪县民政局").report
    verdict = judged(report)
    assert verdict.standing is Standing.WARNING
    assert verdict.sentence.startswith("三张表里没有数字，还不能校核")


def test_cells_that_were_not_read_are_counted():
    report = gui_support.report()
    refs = [ref for ref in report.tables[3].cells if ref.row in ("received", "carried_in")][:12]
    cells = {ref: replace(report.cell(ref), raw="", value=Unread("这一页是图片")) for ref in refs}
    verdict = judged(report.with_cells(cells))
    assert verdict.standing is Standing.WARNING
    assert "表三有 12 格没有读出，未检查" in verdict.sentence
    assert "全部成立" not in verdict.sentence and "可以导出" not in verdict.sentence


def test_a_missing_table_is_named():
    report = gui_support.report()
    verdict = judged(replace(report, tables={2: report.tables[2], 3: report.tables[3]}))
    assert verdict.standing is not Standing.OK
    assert "没有找到表四，未检查" in verdict.sentence


def test_rules_that_are_switched_off_are_counted_and_named():
    off = {"title.form": None, "text.doubled": None}
    verdict = judged(gui_support.report(), **off)
    assert "2 条规则已在设置中关闭" in verdict.sentence
    assert "已在设置中关闭的规则：" in details(gui_support.report(), **off)


def test_with_the_balance_rules_off_equations_that_do_not_hold_are_still_said():
    """Two red ≠ under a green sentence: the rules were off, the equations were not looked at."""
    off = {rule.id: None for rule in rules.catalogue() if rule.id.startswith(("t3.", "t4.", "cell.", "blank."))}
    verdict = judged(gui_support.report(broken=True), **off)
    assert verdict.standing is Standing.WARNING
    assert "个等式不成立" in verdict.sentence and "规则已在设置中关闭" in verdict.sentence
    mended = judged(gui_support.report(), **off)
    assert mended.standing is Standing.WARNING and "可以导出" not in mended.sentence


def test_a_table_being_typed_in_waits_for_its_totals(tmp_path):
    from core import acts

    report = Session(tmp_path).new("2021", 2023, "云溪县民政局").report
    state = opened(report, SourceKind.TYPED)
    state = acts.perform(state, acts.edit_cells(report, {gui_support.ref3("received"): "5"}, "x"), acts.utc_now())
    verdict = judged(state.report)
    assert verdict.standing is not Standing.OK and "可以导出" not in verdict.sentence


def test_a_rule_that_failed_is_named_with_details_to_copy():
    report, settings = gui_support.report(), RuleSettings()
    checked = check(opened(report, SourceKind.FILE), settings)
    failed = replace(checked, broken=(BrokenRule("text.binding", "正文数字与表格一致", "Traceback: IndexError"),))
    verdict = verdict_of(report, failed, settings)
    assert verdict.standing is Standing.ERROR
    assert "规则“正文数字与表格一致”没有检查成（程序出错）" in verdict.sentence
    assert "可以导出" not in verdict.sentence
    lines = details_of(report, failed, settings)
    assert "IndexError" in lines and "正文数字与表格一致" in lines


@pytest.mark.parametrize("name", ["示例报告.docx", "示例报告.pdf"])
def test_the_samples_tables_are_counted_one_by_one(tmp_path, name):
    session = Session(tmp_path)
    state = session.open(paths.resources() / "samples" / name)
    lines = details_of(state.report, session.check(state), session.settings.rules)
    assert "表三：核对了 39 个等式，5 个不成立。" in lines
