"""Whatever two computers do, once each has taken in the other's history both hold the same, and nothing is lost."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import store_support as support
from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.history import History, Merged, Snapshot

YEARS, FIGURES = (2022, 2023), ("1", "2")
acts = st.one_of(
    st.tuples(st.just("save"), st.integers(0, 1), st.sampled_from(YEARS), st.sampled_from(FIGURES)),
    st.tuples(st.just("move"), st.integers(0, 1), st.none(), st.none()),
    st.tuples(st.just("back"), st.integers(0, 1), st.sampled_from(YEARS), st.none()),
)


def save(history: History, year: int, figure: str) -> str:
    known = [{"report_id": r.id, "parent": r.newest} for r in history.reports() if r.year == year]
    return history.save(Snapshot(support.report(year=year, figure=figure), **(known[0] if known else {}))).uid


def back(history: History, year: int) -> str | None:
    """The first version once more."""
    versions = [v for r in history.reports() if r.year == year for v in history.versions(r.id)]
    return history.restore_version(versions[-1].id).uid if versions else None


def move(source: History, target: History, folder: Path) -> Merged:
    file = folder / "moved.db"
    source.export_all(file)
    return target.import_merge(file)


def figures(history: History) -> dict[int | None, list[tuple[str, str, str]]]:
    found = {}
    for report in history.reports():
        assert report.year not in found
        versions = history.versions(report.id)
        assert [v.number for v in versions] == list(range(len(versions), 0, -1))
        numbers = {v.id: v.number for v in versions}
        assert all(v.parent is None or numbers[v.parent] < v.number for v in versions)
        heads = history.heads(report.id)
        assert len(heads) == report.heads and report.newest in [head.id for head in heads]
        rows = [(v.created, v.note, history.load(v.id).report.cell(support.RECEIVED).raw) for v in versions]
        found[report.year] = rows
    return found


def states(history: History) -> set[tuple[int | None, str, str]]:
    return {(year, note, figure) for year, rows in figures(history).items() for _, note, figure in rows}


def heads(history: History) -> set[tuple[int | None, str, str]]:
    """What a person would be asked to choose from."""
    found = [(r.year, head) for r in history.reports() for head in history.heads(r.id)]
    return {(year, head.note, history.load(head.id).report.cell(support.RECEIVED).raw) for year, head in found}


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(st.lists(acts, max_size=9))
def test_both_sides_come_to_hold_the_same(tmp_path_factory, program) -> None:
    folder = tmp_path_factory.mktemp("merge")
    ticks = (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in itertools.count())

    def now() -> str:
        return next(ticks).isoformat(timespec="microseconds")

    def slow() -> str:
        return (next(ticks) - timedelta(days=2)).isoformat(timespec="microseconds")

    with History(folder / "a.db", now=now) as one, History(folder / "b.db", now=slow) as two:
        sides = (one, two)
        for act, side, year, figure in program:
            if act == "save":
                save(sides[side], year, figure)
            elif act == "back":
                back(sides[side], year)
            else:
                move(sides[side], sides[1 - side], folder)
        saved = states(one) | states(two)
        move(one, two, folder)
        move(two, one, folder)
        assert states(one) == states(two) == saved
        assert heads(one) == heads(two)
        again = move(one, two, folder)
        assert (again.reports, again.versions) == (0, 0)
        assert one.check() == two.check() == ""
