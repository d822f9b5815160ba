"""Where one stands, in one sentence that says what was checked and what was not: green means checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from core import rules
from core.checking import Checked
from core.finding import Equation, Severity
from core.model import TABLES, CellRef, Grid, Report
from core.rules import Outcome, RuleInfo, RuleSettings
from core.sureness import NOBODY, Sureness, doubtful, sureness
from core.values import Number, Unread

NAMES = {2: "表二", 3: "表三", 4: "表四"}


class Standing(StrEnum):
    """ERROR: the report contradicts itself, or a rule failed. WARNING: nothing contradicts itself as far as was
    checked, but something was not. OK: everything was checked, and nothing contradicts itself."""

    ERROR = "error"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Verdict:
    """standing decides the colour; sentence is short, e.g. "三张表的 39+3 个等式全部成立，可以导出"."""

    standing: Standing
    sentence: str


def verdict_of(report: Report, checked: Checked, settings: RuleSettings, confirmed: Set[CellRef] = NOBODY) -> Verdict:
    """The verdict on one revision of a report; confirmed are the figures that a person has confirmed."""
    counts = Counter(finding.severity for finding in checked.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    gaps = [gap for table in TABLES if (gap := _gap(report, table))]
    complete = not gaps
    if waiting_figures := doubtful(report, confirmed):
        gaps.append(f"{len(waiting_figures)} 格待确认（图片识别）")
    judged = _judged(report, checked)
    false = [e for e in judged if not e.holds and not e.blanks]
    waiting = [e for e in judged if not e.holds and e.blanks]
    switched_off = _switched_off(settings)

    standing = Standing.OK
    if errors:
        base = f"还有 {errors} 处错误" + (f"、{warnings} 处需核对" if warnings else "")
        standing = Standing.ERROR
    elif false:  # the rule that would say so is switched off
        base, standing = f"有 {len(false)} 个等式不成立", Standing.WARNING
    elif not any(_has_figure(grid) for grid in report.tables.values()):
        base, gaps, standing = "三张表里没有数字，还不能校核", [], Standing.WARNING
    elif waiting:  # a table that is being typed in
        base, standing = f"有 {len(waiting)} 个等式缺数字，还不能核对", Standing.WARNING
    else:
        base = _equations_hold(judged, complete=complete)
        if gaps or any(rule.severity is Severity.ERROR for rule in switched_off):
            standing = Standing.WARNING
    failed = _failed(checked)
    if failed:
        standing = Standing.ERROR
    if standing is Standing.OK:
        base += "，可以导出"
    off = [f"{len(switched_off)} 条规则已在设置中关闭"] if switched_off else []
    sentence = "；".join([base, *failed, *gaps, *off])
    if warnings and not errors:
        sentence += f"（另有 {warnings} 处需核对）"
    return Verdict(standing, sentence)


def details_of(report: Report, checked: Checked, settings: RuleSettings, confirmed: Set[CellRef] = NOBODY) -> str:
    """Lines that can be copied: what was checked, what was not and why, the traces of rules that failed."""
    counts = Counter(finding.severity for finding in checked.findings)
    numbers = (counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT))
    head = "错误 {} 处，需核对 {} 处，提示 {} 处。".format(*numbers)
    lines = [head, *_table_lines(report, _judged(report, checked)), *_recognised_lines(report, confirmed)]
    return "\n".join([*lines, *_rule_lines(checked, settings)])


def _recognised_lines(report: Report, confirmed: Set[CellRef]) -> list[str]:
    """How the figures read off pictures stand; empty where all are text."""
    counts = Counter(sureness(report, confirmed).values())
    if not counts:
        return []
    kinds = "、".join(f"{kind.label} {counts[kind]} 格" for kind in Sureness if counts[kind])
    return [f"由图片识别的数字：{kinds}。“已印证”是识别可靠、所在等式也全部成立；“待确认”请对照原件看一遍。"]


def _judged(report: Report, checked: Checked) -> list[Equation]:
    """The equations of which every cell was read, in tables that hold a figure: of nothing but blanks none is true."""
    unread = frozenset(report.unread)
    filled = {table for table, grid in report.tables.items() if _has_figure(grid)}
    return [e for e in checked.equations if e.cells[0].table in filled and unread.isdisjoint(e.cells)]


def _switched_off(settings: RuleSettings) -> list[RuleInfo]:
    if not settings.severities:
        return []
    catalogue = rules.catalogue(settings.own)
    return [rule for rule in catalogue if rule.on and settings.severities.get(rule.id, rule.severity) is None]


def _has_figure(grid: Grid) -> bool:
    return any(isinstance(cell.value, Number) for cell in grid.cells.values())


def _gap(report: Report, table: int) -> str:
    """What of a table could not be checked; '' where all of it was."""
    grid = report.tables.get(table)
    if grid is None:
        return f"没有找到{NAMES[table]}，未检查"
    unread = sum(isinstance(cell.value, Unread) for cell in grid.cells.values())
    if unread:
        return f"{NAMES[table]}有 {unread} 格没有读出，未检查"
    return "" if _has_figure(grid) else f"{NAMES[table]}没有数字，未检查"


def _equations_hold(judged: list[Equation], complete: bool) -> str:
    """E.g. "三张表的 39+3 个等式全部成立"; "表三的 39 个等式成立" where another table is missing."""
    numbers = {table: sum(e.cells[0].table == table for e in judged) for table in (3, 4)}
    if complete:
        return f"三张表的 {numbers[3]}+{numbers[4]} 个等式全部成立"
    parts = [f"{NAMES[table]}的 {number} 个等式" for table, number in numbers.items() if number]
    return f"{'、'.join(parts)}成立" if parts else "没有可以核对的等式"


def _failed(checked: Checked) -> list[str]:
    if not checked.broken:
        return []
    more = f"等 {len(checked.broken)} 条规则" if len(checked.broken) > 1 else ""
    return [f"规则“{checked.broken[0].title}”{more}没有检查成（程序出错），请人工核对"]


def _table_lines(report: Report, judged: list[Equation]) -> list[str]:
    lines = []
    for table in TABLES:
        own = [e for e in judged if e.cells[0].table == table]
        false = sum(not e.holds for e in own)
        blanks = sum(bool(e.blanks) for e in own)
        if gap := _gap(report, table):
            lines.append(f"{gap}。")
        if table not in report.tables or not _has_figure(report.tables[table]):
            continue
        if table == 2:
            lines.append("表二：各数之间没有等式，只检查每个数本身。")
        elif own:
            lines.append(f"{NAMES[table]}：核对了 {len(own)} 个等式，{f'{false} 个不成立' if false else '全部成立'}。")
        if blanks:
            lines.append(f"{NAMES[table]}：其中 {blanks} 个等式里有空白格，按 0 计算。")
    return lines


def _rule_lines(checked: Checked, settings: RuleSettings) -> list[str]:
    lines = []
    if switched_off := _switched_off(settings):
        lines.append("已在设置中关闭的规则：" + "、".join(rule.title for rule in switched_off) + "。")
    outcomes = checked.evaluation.outcomes if checked.evaluation else {}
    unknown = [rule.title for rule in rules.catalogue(settings.own) if outcomes.get(rule.id) is Outcome.UNKNOWN]
    if unknown:
        lines.append("缺少所需内容（如上年报告、没有读出的格）而没有检查的规则：" + "、".join(unknown) + "。")
    for rule in checked.broken:
        lines += ["", rule.message, rule.details]
    return lines
