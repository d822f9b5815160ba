"""From what the checks say to what a person reads: one cause is one finding, and no kind fills the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.finding import Finding, Side
from core.model import TABLE_NAMES, CellRef, Report
from core.rules.context import cell_parts
from core.values import Amount, show


def absorb(findings: list[Finding], report: Report) -> list[Finding]:
    """One cause, one finding.

    表三“（七）总计·总计” holds 0 and should be 27; the text says 办结27件. Text and table differ, but it is the table
    that is wrong: the finding about the table says that the text has the right figure, and the one about the text
    goes. So with last year's 结转下年度 and a wrong 上年结转. In table 4, where one equation accuses five cells alike,
    the text tells which of them it is.
    """
    witnesses = [f for f in findings if f.rule in _WITNESSES and len(f.cells) == 1]
    used: set[int] = set()
    kept: list[Finding] = []
    for finding in findings:
        if not finding.equations:
            kept.append(finding)
            continue
        due = _due(finding) or _alternatives(finding, report)
        agreeing = [w for w in witnesses if w.cells[0] in due and _said(w) == due[w.cells[0]]]
        if agreeing and not _due(finding):
            finding = _decided(finding, agreeing[0].cells[0], due[agreeing[0].cells[0]], report)
            agreeing = [w for w in agreeing if w.cells == finding.cells]
        for rule, words in _WITNESSES.items():
            told = [w for w in agreeing if w.rule == rule]
            if told:
                figures = "、".join(dict.fromkeys(show(due[w.cells[0]]) for w in told))
                finding = replace(finding, message=f"{finding.message}{words} {figures}。")
                used.update(id(w) for w in told)
        kept.append(finding)
    return [finding for finding in kept if id(finding) not in used]


# Findings that may only confirm what another finding says of the same cell, and the words for it.
_WITNESSES = {"text.binding": "文字中写的也是", "year.carried": "上一年报告的结转下年度也是"}


def _said(witness: Finding) -> Side:
    """What the text, or last year's report, says the cell is."""
    return witness.actual if witness.rule == "text.binding" else witness.expected


def _due(finding: Finding) -> dict[CellRef, Amount]:
    """What a finding says its cells should be."""
    expected = finding.expected
    if isinstance(expected, tuple):
        pairs = zip(finding.cells, expected, strict=False) if len(expected) == len(finding.cells) else ()
        return {ref: value for ref, value in pairs if value is not None}
    if len(finding.cells) == 1 and expected is not None and not isinstance(expected, str):
        return {finding.cells[0]: expected}
    return {}


def _alternatives(finding: Finding, report: Report) -> dict[CellRef, Amount]:
    """What each cell of a lone broken sum would have to be if it alone were wrong."""
    if len(finding.equations) != 1 or len(finding.equations[0].right) != 1:
        return {}
    (equation,) = finding.equations
    gap = equation.right_sum - equation.left_sum
    due = {equation.right[0]: equation.left_sum}
    for ref in equation.left:
        value = (report.cell(ref).amount or 0) + gap
        if value >= 0:
            due[ref] = value
    return {ref: value for ref, value in due.items() if ref in finding.cells}


def _decided(finding: Finding, ref: CellRef, value: Amount, report: Report) -> Finding:
    """The finding of a tie as the finding of the one cell that a witness tells."""
    edition = report.tables[ref.table].edition
    name = f"{TABLE_NAMES[ref.table]}“{'·'.join(filter(None, cell_parts(edition, ref)))}”"
    now = report.cell(ref).amount
    said = finding.equations[0].text.replace("=", "≠")
    message = f"{name}填的是 {'空' if now is None else show(now)}，应为 {show(value)}（{said}）。"
    related = tuple(r for r in finding.equations[0].cells if r != ref)
    return replace(finding, message=message, cells=(ref,), related=related, expected=value, actual=now)


MOST_OF_A_KIND = 20


def at_most_twenty(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Twenty findings of a rule, and one that counts the others: nobody works through the fortieth line of a kind.

    Taken after the dismissed ones are gone, so that those that are left come up.
    """
    kept: list[Finding] = []
    rest: dict[str, list[Finding]] = {}
    times: dict[str, int] = {}
    at: dict[str, int] = {}
    for finding in findings:
        times[finding.rule] = times.get(finding.rule, 0) + 1
        if times[finding.rule] <= MOST_OF_A_KIND:
            kept.append(finding)
            at[finding.rule] = len(kept)
        else:
            rest.setdefault(finding.rule, []).append(finding)
    for rule, others in sorted(rest.items(), key=lambda pair: -at[pair[0]]):
        cells = tuple(dict.fromkeys(ref for other in others for ref in other.cells))
        first = others[0]
        message = f"以及另外 {len(others)} 处同类的问题，改好前面的以后会逐条列出。"
        more = Finding(rule, first.severity, message, cells, section=first.section, subject="more")
        kept.insert(at[rule], more)
    return tuple(kept)
