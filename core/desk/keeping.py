"""Collections in the history: kept, found again, taken to another computer, held by one clerk at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from core.archive import Archive
from core.desk.model import (
    Asked,
    AskedItem,
    Collection,
    CollectionInfo,
    HalfGathered,
    HandedIn,
    Mark,
    MarkKind,
    Office,
    Row,
    RowState,
    ScoreSheet,
)
from core.desk.placing import settled
from core.errors import StoreError
from core.finding import Finding, Severity
from core.model import CellRef, Report
from core.open_report import OpenReport
from core.session import KeptCollection, KeptHandIn, KeptRow, VersionId
from core.store.codec import report as report_codec
from core.store.codec.report import ref_of

Json = dict[str, Any]
_LATEST = 4  # collections that are looked through for a folder
_COPY = -1  # place of the stamped copy among a row's files


def collections(archive: Archive) -> list[CollectionInfo]:
    """All that are kept, the newest year first; nothing is created to look for them."""
    if not archive.exists:
        return []
    return [
        CollectionInfo(line.id, line.name, line.year, line.reports, line.saved, str(line.holder or ""))
        for line in archive.history.collections()
    ]


def collection_from(archive: Archive, paths: Sequence[Path]) -> CollectionInfo | None:
    """The newest one that holds files of these folders or archives; of the latest few, for folders of years ago are no
    longer read. None when there is none."""
    for info in collections(archive)[:_LATEST]:
        kept = archive.history.load_collection(info.id)
        files = (each.facts["path"] for each in kept.hand_ins)
        if any(_is_in(Path(file), paths) for file in files if file):
            return info
    return None


def came_from(collection: Collection, paths: Sequence[Path]) -> bool:
    """Whether the collection holds files of these folders or archives."""
    files = [h.path for row in collection.rows for h in (*row.hand_ins, row.counterpart) if h and h.path]
    return any(_is_in(file, paths) for file in files)


def _is_in(file: Path, paths: Sequence[Path]) -> bool:
    return any(file == path or path in file.parents for path in paths)


def save_collection(archive: Archive, collection: Collection) -> Collection:
    """Kept, durable when this returns, with its id. StoreError when another window saved it meanwhile: nothing is
    overwritten, the clerk opens it again."""
    files = [file for row in collection.rows for file in _files_out(row)]
    kept = KeptCollection(
        collection.name,
        collection.year,
        _facts_out(collection),
        tuple(KeptRow(row.key, _row_out(row)) for row in collection.rows if _is_worth(row)),
        tuple(files),
        collection.id,
        collection.revision,
    )
    saved = archive.history.save_collection(kept)
    return replace(collection, id=saved.id, revision=saved.revision)


def open_collection(archive: Archive, number: int, today: date | None = None) -> Collection:
    """A kept one, its reports as the history has them now; StoreError when it is gone."""
    kept = archive.history.load_collection(number)
    files: dict[str, list[tuple[int, HandedIn, OpenReport | None]]] = {}
    for each in kept.hand_ins:
        if "report" in each.facts:
            files.setdefault(each.row, []).append((each.place, _read_in(each), None))
            continue
        each = _as_it_is_now(archive, each)
        state = _opened(archive, each.version)
        report = state.report if state else None
        files.setdefault(each.row, []).append((each.place, _file_in(each, report), state))
    collection = replace(_facts_in(kept.facts), name=kept.name, year=kept.year, id=kept.id, revision=kept.revision)
    rows = tuple(_row_in(row.key, dict(row.facts), files.get(row.key, [])) for row in kept.rows)
    return settled(replace(collection, rows=rows), today=today)


def delete_collection(archive: Archive, number: int) -> None:
    """The collection goes, its reports stay in the history."""
    archive.history.delete_collection(number)


def export_collection(archive: Archive, number: int, target: Path) -> None:
    """One collection with its reports as a file for another computer, whole or absent."""
    archive.history.export_collection(number, target)


def import_collection(archive: Archive, file: Path) -> int:
    """What export_collection wrote, taken in here: the id of its collection. StoreError when the file holds none."""
    brought = archive.history.import_collections(file)
    if not brought:
        raise StoreError("这个文件里没有校核册。请选用“导出到一个文件”得到的文件。")
    return brought[-1]


def hold_collection(archive: Archive, number: int | None) -> str:
    """Says that this window has the collection open (None: none any more), to be repeated every few minutes. '' when it
    may be changed here; else who else has it open: this window may look."""
    if not archive.exists or archive.history.read_only:
        return ""
    if number is None:
        archive.history.release_collections()
        return ""
    holder = archive.history.hold_collection(number)
    if holder is None:
        return ""
    who = "本机的另一个窗口" if holder.host == archive.history.owner.host else str(holder)
    return f"{who}正打开着这一册，这里只能查看。等对方关闭后，请重新打开再改。"


def last_collection_before(archive: Archive, year: int) -> Collection | None:
    """The newest one of an earlier year, for its offices; None when there is none."""
    for info in collections(archive):
        if info.year < year:
            return open_collection(archive, info.id)
    return None


def _is_worth(row: Row) -> bool:
    """Whether a row says more than the list of offices does."""
    return bool(row.hand_ins or row.asked or row.marks or row.note)


def _opened(archive: Archive, version: int | None) -> OpenReport | None:
    """None where nothing was kept, or where a damaged version cannot be read: its row says so."""
    with suppress(StoreError):
        return archive.open_version(VersionId(version)) if version is not None else None
    return None


def _as_it_is_now(archive: Archive, each: KeptHandIn) -> KeptHandIn:
    """A report that was opened from the history and mended there, not over the desk, is what the row is now."""
    newest = archive.kept_from(each.facts["sha256"]) if each.version is not None else None
    if newest is None or each.version is None or newest.id <= each.version:
        return each
    stored = archive.history.load(newest.id)
    findings = [
        [f["rule"], f["severity"], f["message"], [list(ref) for ref in _cells(f)], [], f["subject"], f["section"]]
        for f in stored.findings
    ]
    facts = {**each.facts, "findings": findings, "verdict": "", "edited": True}
    return each._replace(version=newest.id, facts=facts)


def _cells(finding: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    return [(ref.table, ref.row, ref.column) for ref in map(ref_of, finding["cells"])]


def _facts_out(collection: Collection) -> Json:
    return {
        "offices": [
            [office.name, office.kind, list(office.aliases), office.reports_for, office.contact]
            for office in collection.offices
        ],
        "passed_over": [list(pair) for pair in collection.passed_over],
        "scores": [collection.scores.used, collection.scores.full, dict(collection.scores.points)],
        "due": collection.due,
        "contact": collection.contact,
        "sender": collection.sender,
        "half": _half_out(collection.half),
    }


def _half_out(half: HalfGathered | None) -> Json | None:
    return {"paths": [str(path) for path in half.paths], "done": half.done, "total": half.total} if half else None


def _half_in(facts: Any) -> HalfGathered | None:  # noqa: ANN401  JSON
    return HalfGathered(tuple(map(Path, facts["paths"])), facts["done"], facts["total"]) if facts else None


def _facts_in(facts: Any) -> Collection:  # noqa: ANN401  JSON
    used, full, points = facts["scores"]
    return Collection(
        "",
        0,
        tuple(Office(name, kind, tuple(aliases), by, contact) for name, kind, aliases, by, contact in facts["offices"]),
        (),
        tuple((name, reason) for name, reason in facts["passed_over"]),
        ScoreSheet(used, full, points),
        facts["due"],
        facts["contact"],
        facts["sender"],
        half=_half_in(facts.get("half")),
    )


def _row_out(row: Row) -> Json:
    office = row.office
    return {
        "office": [office.name, office.kind, list(office.aliases), office.reports_for, office.contact]
        if office
        else None,
        "last_year": row.last_year,
        "passed": row.passed,
        "note": row.note,
        "asked": [
            [slip.when, slip.of, slip.due, [[i.words, i.rule, _refs_out(i.cells), i.subject] for i in slip.items]]
            for slip in row.asked
        ],
        "marks": {kind.value: [mark.day, mark.address] for kind, mark in row.marks.items()},
    }


def _row_in(key: str, facts: Json, files: list[tuple[int, HandedIn, OpenReport | None]]) -> Row:
    office = facts["office"]
    row = Row(
        key,
        Office(office[0], office[1], tuple(office[2]), office[3], office[4]) if office else None,
        tuple(file for place, file, _ in sorted(files, key=lambda each: each[0]) if place != _COPY),
        next((file for place, file, _ in files if place == _COPY), None),
        RowState.MISSING,
        last_year=facts["last_year"],
        passed=facts["passed"],
        note=facts["note"],
        asked=tuple(_asked_in(*slip) for slip in facts["asked"]),
        marks={MarkKind(kind): Mark(*mark) for kind, mark in facts["marks"].items()},
    )
    work = next(
        (state for place, _, state in sorted(files, key=lambda each: -each[0]) if place != _COPY and state), None
    )
    if work is None or row.report is None:
        return row
    # A newest file without a version (its gathering was broken off) carries what was said of the one before it.
    same = {ref for ref in work.locked if ref.table in row.report.tables}
    locked = frozenset(ref for ref in same if row.report.cell(ref).raw == work.report.cell(ref).raw)
    return replace(row, dismissals=work.dismissals, locked=locked)


def _asked_in(when: str, of: str, due: str, items: list[list[Any]]) -> Asked:
    made = tuple(AskedItem(words, rule, _refs_in(cells), subject) for words, rule, cells, subject in items)
    return Asked(when, of, due, made)


def _files_out(row: Row) -> Iterator[KeptHandIn]:
    for place, handed in enumerate(row.hand_ins):
        facts = _file_out(handed)
        if handed.version is None and handed.report is not None:  # while its gathering goes on
            facts["report"] = report_codec.dump(handed.report)
        yield KeptHandIn(row.key, place, handed.version, facts)
    copy = row.counterpart
    if copy is not None and copy.version is not None:
        yield KeptHandIn(row.key, _COPY, copy.version, _file_out(copy), copy.sha256 if copy.kept else "")
    elif copy is not None:
        # A stamped copy is no version of its own: what was read of it goes when the report it belongs to is purged.
        facts = _file_out(copy) | {"report": report_codec.dump(copy.report) if copy.report else None}
        source = copy.sha256 if copy.kept else ""
        yield KeptHandIn(row.key, _COPY, row.newest.version if row.newest else None, facts, source)


_PLAIN = (
    "key", "name", "sha256", "kind", "received_at", "sender", "error", "verdict", "edited", "member", "round",
    "last_years", "known", "kept",
)  # fmt: skip


def _file_out(handed: HandedIn) -> Json:
    facts: Json = {name: getattr(handed, name) for name in _PLAIN}
    facts["path"] = str(handed.path) if handed.path else ""
    facts["broken"] = list(handed.broken)
    facts["reported"] = [list(pair) for pair in handed.reported]
    facts["findings"] = [
        [f.rule, f.severity.value, f.message, _refs_out(f.cells), _refs_out(f.related), f.subject, f.section]
        for f in handed.findings
    ]
    return facts


def _read_in(each: KeptHandIn) -> HandedIn:
    """A file that is no version: a stamped copy, or one whose gathering was broken off."""
    written = each.facts["report"]
    return _file_in(each._replace(version=None), report_codec.load(written) if written else None)


def _file_in(each: KeptHandIn, report: Report | None) -> HandedIn:
    facts = {"kept": 0, **each.facts}
    if not each.source:
        facts["kept"] = 0
    error = facts["error"]
    if each.version is not None and report is None:
        error = "历史记录里这份报告读不出来了，请重新添加它的文件。"
    return HandedIn(
        **{name: facts[name] for name in _PLAIN if name != "error"},
        path=Path(facts["path"]) if facts["path"] else None,
        report=report,
        error=error,
        findings=tuple(_finding_in(row) for row in facts["findings"]) if report else (),
        broken=tuple(facts["broken"]),
        reported=tuple((kind, count) for kind, count in facts["reported"]),
        version=each.version,
    )


def _finding_in(row: list[Any]) -> Finding:
    rule, severity, message, cells, related, subject, section = row
    refs = _refs_in(cells), _refs_in(related)
    return Finding(rule, Severity(severity), message, *refs, section=section, subject=subject)


def _refs_out(refs: tuple[CellRef, ...]) -> list[list[Any]]:
    return [[ref.table, ref.row, ref.column] for ref in refs]


def _refs_in(rows: list[list[Any]]) -> tuple[CellRef, ...]:
    return tuple(CellRef(*row) for row in rows)
