"""Which office a report is of, and where each row stands: matching, issues, states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from core import schema, text
from core.desk.model import Collection, HandedIn, Issue, Office, Row, RowState
from core.finding import Severity

_REPORT_WORDS = re.compile(r"\d{4}年?度?|政府信息公开|工作|年度报告|年报|[（(].*?[)）]|盖章|扫描|[\s_\-—.·]+")
_STAMPED = {"pdf", "ofd", "图片", "png", "jpg", "jpeg", "tif", "tiff"}


def office_of(handed: HandedIn, offices: Sequence[Office]) -> Office | None:
    """The office whose name or alias the report, its title or its file's name bears; None when none fits."""
    report = handed.report
    names = [report.agency or "", report.title] if report else []
    names = [text.key(name) for name in [*names, _REPORT_WORDS.sub("", handed.name)] if name]
    for exact in (True, False):
        for name in names:
            fits = [office for office in offices if _fits(name, office, exact)]
            if fits:  # 云溪县民政局机关 fits 云溪县民政局 better than 民政局
                return max(fits, key=lambda office: max(len(each) for each in _names(office) if each in name or exact))
    return None


def _names(office: Office) -> list[str]:
    return [text.key(name) for name in (office.name, *office.aliases) if name.strip()]


def _fits(name: str, office: Office, exact: bool) -> bool:
    return any(name == known if exact else known in name for known in _names(office))


def key_of(office: Office | None, handed: HandedIn | None) -> str:
    """A row's key: the office's name, or the file's content where no office fits."""
    if office is not None:
        return f"office:{text.key(office.name)}"
    return f"file:{handed.key}" if handed else "nothing"


def placed(collection: Collection, handed: HandedIn, last_year: bool = False) -> Collection:
    """The collection with one more file in the row it belongs to."""
    office = office_of(handed, collection.offices)
    if office is None and handed.report is not None and handed.report.agency and not collection.offices:
        office = Office(handed.report.agency)
    key = key_of(office, handed)
    rows = list(collection.rows)
    for number, row in enumerate(rows):
        if row.key == key:
            rows[number] = _with_file(row, handed, last_year)
            return settled(replace(collection, rows=tuple(rows)), {key})
    rows.append(_with_file(Row(key, office), handed, last_year))
    return settled(replace(collection, rows=tuple(rows)), {key})


def _with_file(row: Row, handed: HandedIn, last_year: bool) -> Row:
    newest = row.newest
    row = replace(row, last_year=row.last_year or last_year)
    if newest is None:
        return replace(row, hand_ins=(handed,))
    if _is_copy(handed) and not _is_copy(newest):
        return replace(row, counterpart=handed)
    if _is_copy(newest) and not _is_copy(handed) and len(row.hand_ins) == 1 and not row.asked:
        return replace(row, hand_ins=(handed,), counterpart=newest)
    if row.asked:
        return replace(row, hand_ins=(*row.hand_ins, handed), passed=False)
    # Two files before anything was sent back: the newer counts, both are named.
    return replace(row, hand_ins=tuple(sorted((*row.hand_ins, handed), key=lambda h: h.received_at)))


def _is_copy(handed: HandedIn) -> bool:
    return handed.kind.lower() in _STAMPED or handed.name.lower().rpartition(".")[2] in _STAMPED


def with_offices(collection: Collection, offices: Sequence[Office]) -> Collection:
    """Another list: every file finds its row anew; what was asked, marked and noted stays with its row."""
    fresh = replace(collection, offices=tuple(offices))
    rows: dict[str, Row] = {}
    for row in collection.rows:
        office = _office_again(row, offices)
        key = key_of(office, row.newest)
        if row.newest is None and office is None:
            continue
        if key in rows:
            rows[key] = replace(rows[key], hand_ins=(*rows[key].hand_ins, *row.hand_ins))
        else:
            rows[key] = replace(row, key=key, office=office)
    return settled(replace(fresh, rows=tuple(rows.values())))


def _office_again(row: Row, offices: Sequence[Office]) -> Office | None:
    if row.newest is not None and (found := office_of(row.newest, offices)) is not None:
        return found
    if row.office is not None:
        same = [office for office in offices if text.key(office.name) == text.key(row.office.name)]
        return same[0] if same else (row.office if row.newest and not offices else None)
    return None


def settled(collection: Collection, keys: Iterable[str] | None = None, today: date | None = None) -> Collection:
    """Every row's issues and state as they are now; missing offices have rows, and stand first."""
    have = {row.key for row in collection.rows}
    reporting = [office for office in collection.offices if not office.reports_for]
    missing = [Row(key_of(office, None), office) for office in reporting if key_of(office, None) not in have]
    changed = set(keys) if keys is not None else None
    rows = [
        _settled(row, collection, today or date.today()) if changed is None or row.key in changed else row
        for row in (*missing, *collection.rows)
    ]
    order = {key_of(office, None): number for number, office in enumerate(collection.offices)}
    rows.sort(key=lambda row: (row.newest is not None, order.get(row.key, len(order))))
    return replace(collection, rows=tuple(rows))


def _settled(row: Row, collection: Collection, today: date) -> Row:
    newest = row.newest
    findings = newest.findings if newest and newest.report else ()
    errors = sum(f.severity is Severity.ERROR for f in findings)
    warnings = sum(f.severity is Severity.WARNING for f in findings)
    row = replace(row, errors=errors, warnings=warnings, issues=tuple(_issues(row, collection)))
    return replace(row, state=_state(row, collection, today))


def _issues(row: Row, collection: Collection) -> list[tuple[Issue, str]]:
    newest, found = row.newest, []
    if newest is None:
        return []
    if newest.report is None:
        return [(Issue.UNREADABLE, newest.error or "这个文件没有读出来，请换一种格式重报。")]
    report = newest.report
    if row.office is None:
        who = report.agency or newest.name
        found.append((Issue.NO_OFFICE, f"“{who}”不在单位名单里，请在名单里加上它或它的简称。"))
    others = [h for h in row.hand_ins[:-1] if not row.asked or h.received_at >= row.asked[-1].when]
    if others:
        names = "、".join(f"“{h.name}”" for h in (*others, newest))
        found.append((Issue.SECOND_OF_OFFICE, f"这个单位有 {len(others) + 1} 份：{names}，请留下对的一份。"))
    if report.year is not None and report.year != collection.year:
        found.append((Issue.WRONG_YEAR, f"“{newest.name}”是 {report.year} 年度的，这一册是 {collection.year} 年度。"))
    if report.tables and report.edition != schema.edition_of(collection.year):
        found.append((Issue.OTHER_EDITION, f"用的是 {report.edition} 年版式，应换成现行版式再报，合计里不加它。"))
    if report.unread:
        found.append((Issue.UNREAD_PAGES, f"有 {len(report.unread)} 格没有读出，请对照原件填写。"))
    return found


def _state(row: Row, collection: Collection, today: date) -> RowState:
    newest = row.newest
    if newest is None:
        return RowState.MISSING
    if newest.report is None:
        return RowState.UNCHECKED
    blocking = {Issue.NO_OFFICE, Issue.SECOND_OF_OFFICE, Issue.WRONG_YEAR, Issue.OTHER_EDITION, Issue.UNREAD_PAGES}
    returned = bool(row.asked) and row.asked[-1].of == newest.key
    bad = row.errors > 0
    if returned and bad and not newest.edited:
        due = row.asked[-1].due or collection.due
        return RowState.OVERDUE if due and today.isoformat() > due else RowState.RETURNED
    if row.passed and not bad:
        return RowState.PASSED
    if bad:
        return RowState.ERRORS
    if newest.edited:
        return RowState.MENDED
    if row.asked and not returned:
        return RowState.RESUBMITTED
    if row.warnings or any(issue in blocking for issue, _ in row.issues):
        return RowState.UNCHECKED
    return RowState.PASSED
