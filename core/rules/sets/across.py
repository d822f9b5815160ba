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
from core.values import Amount, Unread, show

_ALIKE = 90
_MOST = 8  # cells named in one sentence


def across(
    reports: Sequence[Report],
    parent: Report | None = None,
    expected: Iterable[str] = (),
    severities: Mapping[str, Severity | None] | None = None,
    files: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Findings over several reports; messages and subjects name the agencies.

    parent is a government's report whose figures may be the sum of the others'; without one, no sum is compared.
    expected: names of agencies that should have a report; while some are missing they are named and no sum is
    compared. files: the reports' file names, so that a duplicate names the other file.
    """
    absent = _absent(reports, expected)
    found = [*_missing(absent), *_duplicates(reports, files), *_copied(reports)]
    if parent is not None and not absent:
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


def _absent(reports: Sequence[Report], expected: Iterable[str]) -> list[str]:
    there = {characters.key(_name(r)) for r in reports}
    return [name for name in expected if characters.key(name) not in there]


def _missing(absent: Sequence[str]) -> Iterator[Finding]:
    if absent:
        message = f"缺少 {len(absent)} 个单位的报告：{'、'.join(absent)}。补齐以前不核对汇总。"
        yield Finding("set.sum", rules()["set.sum"].severity, message, subject="missing", actual="、".join(absent))


def _duplicates(reports: Sequence[Report], files: Sequence[str]) -> Iterator[Finding]:
    """One agency and year in several files, all of them named."""
    same: dict[tuple[str, int | None], list[int]] = {}
    for number, report in enumerate(reports):
        if report.agency:
            same.setdefault((characters.key(report.agency), report.year), []).append(number)
    for numbers in same.values():
        if len(numbers) < 2:
            continue
        report = reports[numbers[0]]
        named = f"：{'、'.join(files[n] for n in numbers)}" if files else ""
        message = f"“{_name(report)}”{report.year or ''} 年度的报告有 {len(numbers)} 份{named}，请留下最后的一份。"
        subject = f"{_name(report)} {report.year}"
        yield Finding("set.duplicate", rules()["set.duplicate"].severity, message, subject=subject)


def _copied(reports: Sequence[Report]) -> Iterator[Finding]:
    """Texts of different agencies that are nearly the same, told once a group; their own names do not count.

    Twenty townships that filled in one model text are one finding, not 190 pairs.
    """
    texts = [_anonymous(report) for report in reports]
    alike: dict[tuple[int, int], int] = {}
    group = list(range(len(reports)))
    for a, b in combinations(range(len(reports)), 2):
        if characters.key(_name(reports[a])) == characters.key(_name(reports[b])):
            continue
        share = percent(texts[a], texts[b])
        if share >= _ALIKE:
            alike[a, b] = share
            old, new = group[b], group[a]
            group = [new if g == old else g for g in group]
    for first in dict.fromkeys(group[a] for a, _ in alike):
        members = [n for n, g in enumerate(group) if g == first]
        shares = [share for (a, _), share in alike.items() if group[a] == first]
        low, high = min(shares), max(shares)
        equal = f"{low}%" if low == high else f"{low}% 到 {high}%"
        names = list(dict.fromkeys(_name(reports[n]) for n in members))
        more = f"等 {len(names)} 个单位" if len(names) > _MOST else ""
        listed = "、".join(f"“{name}”" for name in names[:_MOST]) + more
        message = f"{listed}的文字雷同，相同的文字占 {equal}，请核对是否互相照抄。"
        yield Finding(
            "set.copied", rules()["set.copied"].severity, message, actual=equal, subject=" / ".join(sorted(names))
        )


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
        cells = [grid.cell(ref), *(child.cell(ref) for child in children)]
        if any(isinstance(cell.value, Unread) for cell in cells):
            continue
        own, together = cells[0].amount or 0, sum(cell.amount or 0 for cell in cells[1:])
        if own != together:
            found[ref] = (own, together)
    return found


def _sum_finding(
    parent: Report, grid: Grid, children: int, differing: Mapping[CellRef, tuple[Amount, Amount]]
) -> Finding:
    """A question, not a fault: no rule says that a government's table is the sum of its offices', and both are done."""
    said = [
        f"“{'·'.join(filter(None, cell_parts(grid.edition, ref)))}”为 {show(own)}，各单位之和为 {show(together)}"
        for ref, (own, together) in list(differing.items())[:_MOST]
    ]
    more = f"等 {len(differing)} 处" if len(differing) > _MOST else ""
    message = (
        f"“{_name(parent)}”{TABLE_NAMES[grid.table]}与这里 {children} 个单位之和不同：{'；'.join(said)}{more}。"
        "请核对统计口径：是否包含各部门和乡镇、是否还有别的单位。"
    )
    return Finding(
        "set.sum",
        rules()["set.sum"].severity,
        message,
        tuple(differing),
        actual=next(iter(differing.values()))[0],
        subject=f"{_name(parent)} {grid.table}",
    )
