"""What a clerk does to a collection: pure functions from one value to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from core.desk.model import Asked, Collection, HandedIn, Mark, MarkKind, Office, Row, ScoreSheet
from core.desk.placing import arranged, key_of, settled, with_offices
from core.finding import Dismissal, Finding
from core.model import CellRef, Report

__all__ = ["with_offices"]


def new_collection(name: str, year: int) -> Collection:
    """An empty one."""
    return Collection(name, year)


def _with_row(collection: Collection, key: str, change: Callable[[Row], Row]) -> Collection:
    rows = tuple(change(row) if row.key == key else row for row in collection.rows)
    return settled(replace(collection, rows=rows), {key})


def note(collection: Collection, key: str, text: str) -> Collection:
    """A row's note."""
    return _with_row(collection, key, lambda row: replace(row, note=text))


def mark(collection: Collection, key: str, kind: MarkKind, made: Mark | None) -> Collection:
    """A row's mark set, or taken away."""

    def change(row: Row) -> Row:
        marks = {k: m for k, m in row.marks.items() if k is not kind}
        return replace(row, marks=marks | {kind: made} if made else marks)

    return _with_row(collection, key, change)


def passed(collection: Collection, key: str, yes: bool = True) -> Collection:
    """The clerk says that a report is in order; errors stand against it."""
    return _with_row(collection, key, lambda row: replace(row, passed=yes))


def assigned(collection: Collection, key: str, office: Office) -> Collection:
    """A row's files are this office's: into its row, and the file's own name for it becomes an alias."""
    row = collection.row(key)
    if row is None or row.newest is None:
        return collection
    report = row.newest.report
    alias = (report.agency if report else None) or ""
    known = office if not alias or alias in (office.name, *office.aliases) else _with_alias(office, alias)
    offices = tuple(known if each.name == office.name else each for each in collection.offices)
    if known not in offices:
        offices = (*offices, known)
    target = key_of(known, None)
    others = [each for each in collection.rows if each.key not in (key, target)]
    before = collection.row(target)
    merged = replace(before or row, key=target, office=known)
    for handed in (*row.hand_ins, *([row.counterpart] if row.counterpart else [])) if before else ():
        merged = arranged(merged, handed, collection.year)
    return settled(replace(collection, offices=offices, rows=(*others, merged)))


def _with_alias(office: Office, alias: str) -> Office:
    return replace(office, aliases=(*office.aliases, alias))


def kept_file(collection: Collection, key: str, hand_in: str) -> Collection:
    """Of several files of an office this one counts; the others leave the row."""
    return _with_row(
        collection, key, lambda row: replace(row, hand_ins=tuple(h for h in row.hand_ins if h.key == hand_in))
    )


def without_row(collection: Collection, key: str) -> Collection:
    """A row that does not belong here goes; a listed office is missing again."""
    return settled(replace(collection, rows=tuple(row for row in collection.rows if row.key != key)))


def asked(collection: Collection, slips: Sequence[tuple[str, Asked]]) -> Collection:
    """Slips were written for these rows."""
    for key, slip in slips:
        collection = _with_row(collection, key, partial(_sent_back, slip))
    return collection


def _sent_back(slip: Asked, row: Row) -> Row:
    return replace(row, asked=(*row.asked, slip), passed=False)


def edited(
    collection: Collection,
    key: str,
    report: Report,
    findings: tuple[Finding, ...],
    verdict: str,
    version: int,
    dismissals: tuple[Dismissal, ...] = (),
    locked: frozenset[CellRef] = frozenset(),
) -> Collection:
    """The clerk worked on a row's report and saved it: its figures, what was dismissed, which cells are confirmed."""

    def change(row: Row) -> Row:
        newest = row.newest
        if newest is None:
            return row
        mended = newest.edited or report != newest.report
        now = replace(newest, report=report, findings=findings, verdict=verdict, version=version, edited=mended)
        return replace(row, hand_ins=(*row.hand_ins[:-1], now), dismissals=dismissals, locked=locked)

    return _with_row(collection, key, change)


def configured(
    collection: Collection, name: str, year: int, due: str, contact: str, sender: str, scores: ScoreSheet
) -> Collection:
    """The collection's settings."""
    now = replace(collection, name=name, year=year, due=due, contact=contact, sender=sender, scores=scores)
    return settled(now)


def hand_in_of(row: Row, key: str) -> HandedIn | None:
    """One of a row's files."""
    files = (*row.hand_ins, *([row.counterpart] if row.counterpart else []))
    return next((each for each in files if each.key == key), None)
