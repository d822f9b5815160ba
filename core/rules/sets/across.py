"""Rule 28: a folder of reports together: one agency-year twice, copied texts, and a sum that misses its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from core import schema
from core import text as characters
from core.finding import Finding, Severity
from core.model import TABLE_NAMES, CellRef, Grid, Report
from core.rules.context import cell_parts, profile_of
from core.rules.loading import Profile, rules
from core.rules.sets.similarity import percent, text_of
from core.values import Amount, show

_ALIKE = 90
_MOST = 8  # cells named in one sentence


def across(
    reports: Sequence[Report],
    parent: Report | None = None,
    expected: Iterable[str] = (),
    severities: Mapping[str, Severity | None] | None = None,
) -> tuple[Finding, ...]:
    """Findings over several reports; messages and subjects name the agencies.

    parent is the summary the others add up to; without one, no sum is judged. expected: names of agencies that
    should have a report, the missing are named first. Findings of a sum carry the parent's cells.
    """
    found = [*_missing(reports, expected), *_duplicates(reports), *_copied(reports)]
    if parent is not None:
        own = characters.key(_name(parent))
        found += _sums(parent, [r for r in reports if r.year == parent.year and characters.key(_name(r)) != own])
    weighed = (_weighed(finding, severities or {}) for finding in found)
    return tuple(finding for finding in weighed if finding is not None)


def guess_parent(reports: Sequence[Report]) -> Report | None:
    """The one government's report among departments' of the same year, None when there is none or several."""
    governments = [r for r in reports if profile_of(r.agency) is Profile.GOVERNMENT]
    return governments[0] if len(governments) == 1 and len(reports) > 2 else None


def _weighed(finding: Finding, severities: Mapping[str, Severity | None]) -> Finding | None:
    severity = severities.get(finding.rule, finding.severity)
    return None if severity is None else replace(finding, severity=severity)


def _name(report: Report) -> str:
    return report.agency or report.title or "（未写机关名称）"


def _missing(reports: Sequence[Report], expected: Iterable[str]) -> Iterator[Finding]:
    there = {characters.key(_name(r)) for r in reports}
    absent = [name for name in expected if characters.key(name) not in there]
    if absent:
        message = f"缺少 {len(absent)} 个单位的报告：{'、'.join(absent)}。请先补齐再核对汇总。"
        yield Finding("set.sum", rules()["set.sum"].severity, message, subject="missing", actual="、".join(absent))


def _duplicates(reports: Sequence[Report]) -> Iterator[Finding]:
    seen: dict[tuple[str, int | None], int] = {}
    for report in reports:
        key = (characters.key(_name(report)), report.year)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] == 2 and report.agency:
            message = f"“{_name(report)}”{report.year or ''} 年度的报告不止一份，请留下最后的一份。"
            subject = f"{_name(report)} {report.year}"
            yield Finding("set.duplicate", rules()["set.duplicate"].severity, message, subject=subject)


def _copied(reports: Sequence[Report]) -> Iterator[Finding]:
    """Texts of different agencies that are nearly the same; their own names do not count against likeness."""
    for one, other in combinations(reports, 2):
        if characters.key(_name(one)) == characters.key(_name(other)):
            continue
        alike = percent(_anonymous(one), _anonymous(other))
        if alike >= _ALIKE:
            message = f"“{_name(one)}”与“{_name(other)}”的文字相似度为 {alike}%，属于内容雷同，请核对是否互相照抄。"
            subject = " / ".join(sorted((_name(one), _name(other))))
            yield Finding("set.copied", rules()["set.copied"].severity, message, actual=f"{alike}%", subject=subject)


def _anonymous(report: Report) -> tuple[str, ...]:
    return tuple(text.replace(report.agency, "") if report.agency else text for text in text_of(report))


def _sums(parent: Report, children: Sequence[Report]) -> Iterator[Finding]:
    """One finding a table with the cells that differ from the children's sum."""
    for number, grid in sorted(parent.tables.items()):
        same = [c for c in children if number in c.tables and c.tables[number].edition == grid.edition]
        differing = _differences(grid, same)
        if same and differing:
            yield _sum_finding(parent, grid, len(same), differing)


def _differences(grid: Grid, children: Sequence[Report]) -> dict[CellRef, tuple[Amount, Amount]]:
    found: dict[CellRef, tuple[Amount, Amount]] = {}
    for ref in schema.shape(grid.edition, grid.table).refs:
        own, due = grid.cell(ref).amount or 0, sum(child.cell(ref).amount or 0 for child in children)
        if own != due:
            found[ref] = (own, due)
    return found


def _sum_finding(
    parent: Report, grid: Grid, children: int, differing: Mapping[CellRef, tuple[Amount, Amount]]
) -> Finding:
    said = [
        f"“{'·'.join(filter(None, cell_parts(grid.edition, ref)))}”为 {show(own)}，应为 {show(due)}"
        for ref, (own, due) in list(differing.items())[:_MOST]
    ]
    more = f"等 {len(differing)} 处" if len(differing) > _MOST else ""
    message = f"“{_name(parent)}”{TABLE_NAMES[grid.table]}与 {children} 个单位之和不符：{'；'.join(said)}{more}。"
    first = next(iter(differing.values()))
    return Finding(
        "set.sum",
        rules()["set.sum"].severity,
        message,
        tuple(differing),
        expected=first[1],
        actual=first[0],
        subject=f"{_name(parent)} {grid.table}",
    )
