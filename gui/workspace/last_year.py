"""Which report last year's figures come from, and why that one, in a clerk's words."""

from __future__ import annotations

from core.model import Report
from core.open_report import OpenReport
from gui.common.texts import tr

NONE = "没有可以对照的上年报告。请用“校核”菜单里的“与上年报告核对”选择上年的文件。"


def last_year_words(state: OpenReport) -> str:
    """One sentence; what to do where there is no report to compare with."""
    previous, origin = state.previous, state.previous_from
    if previous is None:
        return tr(NONE)
    name = _name(previous)
    if isinstance(origin, str):
        return tr("上年数字取自您选择的文件“{0}”（{1}）。", origin, name) + _doubt(state.report, previous)
    if origin is not None:
        why = tr("同一机关、上一年度，最近保存的第 {0} 版", origin.number)
        return tr("上年数字取自历史记录里的{0}（{1}）。", name, why)
    return tr("上年数字取自{0}。", name)


def _name(report: Report) -> str:
    agency = report.agency or tr("没有写明机关的报告")
    return tr("{0} {1} 年度报告", agency, report.year) if report.year is not None else agency


def _doubt(report: Report, previous: Report) -> str:
    """What to look at again where the chosen file is hardly last year's of the same office."""
    if report.year is not None and previous.year is not None and previous.year != report.year - 1:
        return tr("它不是上一年度的，请确认选对了文件。")
    if report.agency and previous.agency and report.agency != previous.agency:
        return tr("机关名称与这份报告不同，请确认选对了文件。")
    return ""
