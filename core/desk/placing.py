"""Which office a report is of, and where each row stands: matching, issues, states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from core import schema, text
from core.desk.model import Collection, HandedIn, Issue, Office, Row, RowState
from core.desk.offices import kind_of
from core.desk.pairs import pair_issue, same_figures
from core.finding import Severity
from core.model import CellRef, Report
from core.values import Amount

# "12-云溪县民政局2024年政府信息公开工作年度报告（定稿）.docx" is 云溪县民政局; 社会工作部 keeps its 工作.
_FILE_WORDS = re.compile(
    r"\.\w+$|[（(【\[].*?[)）】\]]|\d{4}年?度?|^\d+|政府信息公开(工作)?|信息公开(工作)?|工作?年度报告|年度|年报|报告"
    r"|盖章|扫描|签字|定稿|终稿|最终|正式|版|件|稿|[\s_\-—–.·、]+|\d+$"
)
_STAMPED = {"pdf", "ofd", "png", "jpg", "jpeg", "tif", "tiff", "bmp"}
_LEAST = 3  # characters of a name that may be the end of a longer one: 民政局 of 云溪县民政局
_LEAST_FIGURES = 10  # of last year's that a report repeats to be last year's
_BLOCKING = {
    Issue.NO_OFFICE,
    Issue.SECOND_OF_OFFICE,
    Issue.WRONG_YEAR,
    Issue.LAST_YEARS_FILE,
    Issue.OTHER_EDITION,
    Issue.UNREAD_PAGES,
    Issue.PAIR_DIFFERS,
}


def office_of(handed: HandedIn, offices: Sequence[Office]) -> Office | None:
    """The office that the report names, else its title, its file, its folder; by name or alias. None when none fits, or
    when two fit equally well."""
    for name in _said(handed):
        fits = [(length, office) for office in offices if (length := _fit(name, office))]
        if fits:
            best = max(length for length, _ in fits)
            found = [office for length, office in fits if length == best]
            return found[0] if len(found) == 1 else None
    return None


def _said(handed: HandedIn) -> list[str]:
    """What may name the office, the surest first."""
    report = handed.report
    names = [report.agency or "", _FILE_WORDS.sub("", report.title)] if report else []
    names.append(_FILE_WORDS.sub("", handed.name))
    if handed.path is not None:
        folder = handed.member.rpartition("/")[0].rpartition("/")[2] or handed.path.parent.name
        names.append(_FILE_WORDS.sub("", folder))
    return [key for name in names if len(key := text.key(name)) >= 2]


def _fit(name: str, office: Office) -> int:
    """How well a name fits: 0 not at all, more for more characters; the whole name fits best.

    民政局 and 云溪县民政局 are the same, for the one ends with the other; 云溪县人民政府办公室 is not 云溪县人民政府.
    """
    best = 0
    for known in _keys(office):
        if name == known:
            best = max(best, 1000)
        elif len(known) >= _LEAST and name.endswith(known):
            best = max(best, len(known))
        elif len(name) >= _LEAST and known.endswith(name):
            best = max(best, len(name))
    return best


@lru_cache(maxsize=4096)
def _keys(office: Office) -> tuple[str, ...]:
    """Kept, because each of a thousand files is held against each of a thousand offices."""
    return tuple(text.key(each) for each in (office.name, *office.aliases) if each.strip())


def key_of(office: Office | None, handed: HandedIn | None) -> str:
    """A row's key: the office's name, or the file's content where no office fits."""
    if office is not None:
        return f"office:{text.key(office.name)}"
    return f"file:{handed.key}" if handed else "nothing"


def placed(collection: Collection, handed: HandedIn, last_year: bool = False) -> Collection:
    """The collection with one more file in the row it belongs to."""
    office = owner_of(collection, handed)
    key = key_of(office, handed)
    before = next((row for row in collection.rows if row.key == key), Row(key, office))
    others = [_without_unread(row, handed) for row in collection.rows if row.key != key]
    changed = {row.key for row in others} if others != [r for r in collection.rows if r.key != key] else set()
    rows = [row for row in others if row.newest or row.office or row.asked]
    rows.append(_with_file(before, handed, last_year, collection.year))
    return settled(replace(collection, rows=tuple(rows)), {key} | changed)


def owner_of(collection: Collection, handed: HandedIn) -> Office | None:
    """The office of a file; without a list of offices, the agency that the report names."""
    office = office_of(handed, collection.offices)
    if office is None and not collection.offices:
        known = [row.office for row in collection.rows if row.office is not None]
        office = office_of(handed, known)
        agency = handed.report.agency if handed.report else None
        if office is None and agency:
            office = Office(agency, kind_of(agency))
    return office


def _with_file(row: Row, handed: HandedIn, last_year: bool, year: int) -> Row:
    """The row with one more file of this round; what the clerk said of the one before no longer holds."""
    passed = row.passed and _is_copy(handed)
    row = replace(row, last_year=row.last_year or last_year, passed=passed)
    return arranged(row, replace(handed, round=len(row.asked)), year)


def arranged(row: Row, added: HandedIn, year: int) -> Row:
    """The files of a row in order, whatever the order they came in: earlier rounds, then this one's; a Word file counts
    rather than its stamped copy, the collection's year rather than another, the newer file rather than the older."""
    now = max(added.round, row.newest.round if row.newest else 0)
    row = _without_unread(row, added)
    files = [*row.hand_ins, *([row.counterpart] if row.counterpart else []), added]
    before = [each for each in row.hand_ins if each.round < now]
    current = sorted((each for each in files if each.round == now), key=lambda each: _rank(each, year))
    words = [each for each in current if not _is_copy(each)]
    copies = [each for each in current if _is_copy(each)]
    if before and copies and not words and same_figures(copies[-1], before[-1]):
        # Behind a slip only the stamped copy of what is here already came: it is no new report.
        return replace(row, hand_ins=tuple(before), counterpart=copies[-1])
    if words and copies:
        return replace(row, hand_ins=(*before, *copies[:-1], *words), counterpart=copies[-1])
    return replace(row, hand_ins=(*before, *current), counterpart=None)


def _without_unread(row: Row, added: HandedIn) -> Row:
    """Without what could not be read of the very file that comes now: the stick is back, the file whole again."""

    def stays(each: HandedIn) -> bool:
        return each.report is not None or each.path is None or (each.path, each.member) != (added.path, added.member)

    if all(map(stays, (*row.hand_ins, *([row.counterpart] if row.counterpart else [])))):
        return row
    copy = row.counterpart if row.counterpart and stays(row.counterpart) else None
    return replace(row, hand_ins=tuple(each for each in row.hand_ins if stays(each)), counterpart=copy)


def _rank(handed: HandedIn, year: int) -> tuple[bool, bool, bool, str, str]:
    report = handed.report
    right = report is not None and (not year or report.year in (None, year))
    return (report is not None, right, not handed.last_years, handed.received_at, handed.name)


def _is_copy(handed: HandedIn) -> bool:
    return handed.kind.lower() in _STAMPED


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
            merged = rows[key]
            for handed in (*row.hand_ins, *([row.counterpart] if row.counterpart else [])):
                merged = arranged(merged, handed, collection.year)
            rows[key] = merged
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


def most_named_year(collection: Collection) -> int:
    """The year that most of the reports name; 0 when none does."""
    years = Counter(row.report.year for row in collection.rows if row.report and row.report.year)
    return years.most_common(1)[0][0] or 0 if years else 0


def settled(collection: Collection, keys: Iterable[str] | None = None, today: date | None = None) -> Collection:
    """Every row's issues and state as they are now (keys: only these rows'); missing offices have rows, and stand
    first."""
    have = {row.key for row in collection.rows}
    reporting = [office for office in collection.offices if not office.reports_for]
    missing = [Row(key, office) for office in reporting if (key := key_of(office, None)) not in have]
    changed = set(keys) if keys is not None else None
    day = today or date.today()
    rows = [
        _settled(row, collection, day) if changed is None or row.key in changed else row
        for row in (*missing, *collection.rows)
    ]
    order = {key_of(office, None): number for number, office in enumerate(collection.offices)}
    rows.sort(key=lambda row: (row.newest is not None, order.get(row.key, len(order)), row.name))
    return replace(collection, rows=tuple(rows))


def _settled(row: Row, collection: Collection, today: date) -> Row:
    newest = row.newest
    findings = newest.findings if newest and newest.report else ()
    errors = sum(f.severity is Severity.ERROR for f in findings)
    warnings = sum(f.severity is Severity.WARNING for f in findings)
    row = replace(row, errors=errors, warnings=warnings, issues=tuple(_issues(row, collection)))
    return replace(row, state=_state(row, collection, today))


def _issues(row: Row, collection: Collection) -> list[tuple[Issue, str]]:
    newest = row.newest
    if newest is None:
        return []
    if newest.report is None:
        return [(Issue.UNREADABLE, f"“{newest.name}”没有读出来：{newest.error or '请换一种格式重报。'}")]
    found: list[tuple[Issue, str]] = []
    report = newest.report
    if row.office is None:
        who = report.agency or newest.name
        found.append((Issue.NO_OFFICE, f"“{who}”不在单位名单里，请在名单里加上它，或给已有的单位加上这个简称。"))
    found += _other_files(row, collection)
    wrong = _is_wrong(report.year, collection.year)
    again = newest.last_years or (newest.known if wrong else "")
    if again:
        words = f"“{newest.name}”就是上年报过的“{again}”，请单位报 {collection.year} 年度的。"
        found.append((Issue.LAST_YEARS_FILE, words))
    elif wrong:
        words = f"“{newest.name}”写的是 {report.year} 年度，这一册是 {collection.year} 年度，请单位核对。"
        found.append((Issue.WRONG_YEAR, words))
    found += _form_issues(row, collection.year)
    return found


def _is_wrong(year: int | None, wanted: int) -> bool:
    return year is not None and wanted != 0 and year != wanted


def _other_files(row: Row, collection: Collection) -> list[tuple[Issue, str]]:
    """The other files of the newest one's round, all of them named."""
    newest = row.newest
    assert newest is not None
    others = [h for h in row.hand_ins[:-1] if h.round == newest.round]
    year = collection.year
    doubles = [h for h in others if h.report is None or not _is_wrong(h.report.year, year)]
    found = []
    if doubles:
        names = "、".join(f"“{h.name}”" for h in (*doubles, newest))
        words = f"这个单位报来 {len(doubles) + 1} 份：{names}，现在按“{newest.name}”校核，请核对留哪一份。"
        found.append((Issue.SECOND_OF_OFFICE, words))
    for other in others:
        if other not in doubles and other.report is not None and (other.last_years or other.known):
            again = other.last_years or other.known
            words = f"另有“{other.name}”就是上年报过的“{again}”，没有用它；现在按“{newest.name}”校核。"
            found.append((Issue.LAST_YEARS_FILE, words))
        elif other not in doubles and other.report is not None:
            words = f"另有“{other.name}”写的是 {other.report.year} 年度，没有用它；现在按“{newest.name}”校核。"
            found.append((Issue.WRONG_YEAR, words))
    return found


def _form_issues(row: Row, year: int) -> list[tuple[Issue, str]]:
    newest = row.newest
    report = newest.report if newest else None
    assert report is not None
    found = []
    wanted = schema.edition_of(year) if year else report.edition
    if report.tables and any(grid.edition != wanted for grid in report.tables.values()):
        words = f"表格用的不是 {wanted} 年版式，请单位换成现行的表格再报；合计里没有加它。"
        found.append((Issue.OTHER_EDITION, words))
    if report.unread:
        found.append((Issue.UNREAD_PAGES, f"有 {len(report.unread)} 格没有读出（图片），请打开报告对照原件填写。"))
    if row.counterpart is not None and (pair := pair_issue(row)) is not None:
        found.append(pair)
    return found


def _state(row: Row, collection: Collection, today: date) -> RowState:
    newest = row.newest
    if newest is None:
        return RowState.MISSING
    bad = row.errors > 0
    if row.asked and newest.key == row.asked[-1].of and not newest.edited:
        due = row.asked[-1].due or collection.due
        return RowState.OVERDUE if due and today.isoformat() > due else RowState.RETURNED
    if newest.report is None:
        return RowState.UNCHECKED
    if row.passed and not bad:
        return RowState.PASSED
    if bad:
        return RowState.ERRORS
    if newest.edited:
        return RowState.MENDED
    if row.asked:
        return RowState.RESUBMITTED
    if row.warnings or newest.broken or any(issue in _BLOCKING for issue, _ in row.issues):
        return RowState.UNCHECKED
    return RowState.PASSED


def repeats(report: Report, last: Report) -> bool:
    """Whether a report has all the figures of last year's, and enough of them to be no chance."""
    own, before = _figures(report), _figures(last)
    return sum(1 for value in before.values() if value) >= _LEAST_FIGURES and own == before


def _figures(report: Report) -> dict[CellRef, Amount]:
    return {ref: cell.amount for grid in report.tables.values() for ref, cell in grid.cells.items() if cell.amount}
