"""Moving house: the whole history as one file, and taking another one in without duplicates."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.store import collections
from core.store.backups import backup, whole_files
from core.store.backups.restore import current_format
from core.store.database import Database
from core.store.loading import heads
from core.store.records import ReportId, VersionId
from core.store.saving import insert, mark, next_number, refresh
from core.store.sqlite_errors import translated


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import brought: new reports, new versions (theirs and of known reports), versions that were here
    already, drafts, reports that have more than one newest version since; collections are our ids of theirs."""

    reports: int = 0
    versions: int = 0
    duplicates: int = 0
    drafts: int = 0
    undecided: int = 0
    collections: tuple[int, ...] = ()


def export_all(database: Database, target: Path) -> None:
    """The whole history as one compact file, whole or absent. Who has what open is left out."""
    if target.resolve() == database.path.resolve():
        raise StoreError("不能导出到正在使用的历史记录文件，请另取一个文件名")
    with whole_files.whole(target) as part:
        with closing(database.open_second()) as source:
            source.execute("VACUUM INTO ?", [str(part)])
        with closing(sqlite3.connect(part)) as copy, copy:
            copy.execute("DELETE FROM holders")
            copy.execute("DELETE FROM collection_holders")


def export_collection(database: Database, number: int, target: Path) -> None:
    """One collection and the reports it names, with all their versions, as a history file of its own; whole or absent.
    Importing it elsewhere brings it there."""
    if target.resolve() == database.path.resolve():
        raise StoreError("不能导出到正在使用的历史记录文件，请另取一个文件名")
    with whole_files.whole(target) as part:
        with closing(Database(part, keep_copy=False, new=True)) as made, closing(database.open_second()) as source:
            source.row_factory = sqlite3.Row
            if source.execute("SELECT 1 FROM collections WHERE id = ?", [number]).fetchone() is None:
                raise StoreError(collections.GONE)
            with made.writing() as connection:
                _Merge(source, connection).run_collection(number)
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")


def import_merge(database: Database, file: Path) -> Merged:
    """Takes in what is not here yet, in one transaction; the file is not written to.

    A report is the same by its uid, by a version of it, or by agency and year. A version is the same by its uid, or
    by equal content and note with nothing done and nothing saved in between. Versions of a report that both sides
    went on with are put in order of time and numbered anew, so that none is lost. The search index is filled at
    the next search. StoreError when the file is no sound history.
    """
    if backup.check(file):
        raise StoreError(f"这个文件不是历史记录，或已损坏，请另选一个：{file}")
    with (
        current_format(file, backup.folder_of(database.path)) as ready,
        translated(file),
        closing(backup.open_for_reading(ready)) as source,
    ):
        source.row_factory = sqlite3.Row
        with database.writing() as connection:
            return _Merge(source, connection).run()


class _Merge:
    """One import: `old` is the file's side, `new` ours. Clocks decide nothing, for a computer's may be days slow:
    the versions of a report are ordered by which was made from which."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection) -> None:
        self._old, self._new = old, new
        self._reports: dict[int, int] = {}  # their id: ours
        self._versions: dict[int, int] = {}
        self._sources: dict[int, int] = {}
        self._created = self._taken = self._duplicates = 0

    def run(self) -> Merged:
        """All of it."""
        two_heads = 0
        for row in self._old.execute("SELECT * FROM reports WHERE newest IS NOT NULL ORDER BY id").fetchall():
            two_heads += self._report(row)
        brought = collections.merge(self._old, self._new, self._versions, self._source)
        return Merged(self._created, self._taken, self._duplicates, self._drafts(), two_heads, tuple(brought))

    def run_collection(self, number: int) -> None:
        """One collection and its reports, into an empty file."""
        wanted = collections.reports_of(self._old, number)
        for row in self._old.execute("SELECT * FROM reports WHERE newest IS NOT NULL ORDER BY id").fetchall():
            if row["id"] in wanted:
                self._report(row)
        collections.merge(self._old, self._new, self._versions, self._source, number)

    def _report(self, row: sqlite3.Row) -> bool:
        """Takes one report in; whether it came to have more heads by that."""
        here = self._known_report(row)
        if here is None:
            here = insert(self._new, "reports", {**_without(row, "id"), "newest": None})
            self._created += 1
        self._reports[row["id"]] = here
        before, taken = (
            self._new.execute("SELECT newest, heads FROM reports WHERE id = ?", [here]).fetchone(),
            self._taken,
        )
        # Numbers rise from a version to those made from it, so that parents come over first.
        for version in self._old.execute("SELECT * FROM versions WHERE report_id = ? ORDER BY number", [row["id"]]):
            self._version(version, here)
        if self._taken == taken:
            return False
        newest = self._newest(ReportId(here), before["newest"], self._versions.get(row["newest"]))
        refresh(self._new, ReportId(here), newest)
        after = self._new.execute("SELECT heads FROM reports WHERE id = ?", [here]).fetchone()["heads"]
        return bool(after > max(before["heads"], 1))

    def _newest(self, report: ReportId, ours: int | None, theirs: int | None) -> VersionId:
        """Ours, or what was made from ours elsewhere.

        1 (here, newest) -> 2 (made from it there): 2 is the newest, whatever its time says. Where both sides went
        on from 1, ours stays until the person decides between the two heads.
        """
        found = [head.id for head in heads(self._new, report)]
        if ours is not None:
            after = set(self._descendants(ours))
            found = [head for head in found if head in after]
        return VersionId(theirs) if theirs in found else found[0]

    def _descendants(self, version: int) -> list[int]:
        """The version and all that came after it, over parents and superseded ones."""
        rows = self._new.execute(
            "WITH RECURSIVE after (id) AS (SELECT ? UNION"
            " SELECT v.id FROM versions v JOIN after a ON v.parent = a.id UNION"
            " SELECT s.version_id FROM superseded s JOIN after a ON s.older_id = a.id) SELECT id FROM after",
            [version],
        )
        return [row[0] for row in rows]

    def _known_report(self, row: sqlite3.Row) -> int | None:
        """Ours by uid; by a version that came over earlier; else, where both facts are known, by agency and year."""
        found = self._new.execute("SELECT id FROM reports WHERE uid = ?", [row["uid"]]).fetchone()
        uids = self._old.execute("SELECT uid FROM versions WHERE report_id = ?", [row["id"]]).fetchall()
        for uid in () if found else uids:
            found = (
                found or self._new.execute("SELECT report_id AS id FROM versions WHERE uid = ?", list(uid)).fetchone()
            )
        if found is None and row["agency_key"] and row["year"] is not None:
            found = self._new.execute(
                "SELECT id FROM reports WHERE agency_key = ? AND year = ? AND trashed IS NULL ORDER BY updated DESC",
                [row["agency_key"], row["year"]],
            ).fetchone()
        return found["id"] if found else None

    def _version(self, row: sqlite3.Row, report: int) -> None:
        before = self._came_from(row)
        here = self._known_version(row, report, before)
        if here is not None:
            self._duplicates += 1
            self._adopt_label(row, here)
        else:
            here = self._take_version(row, report, before)
            self._taken += 1
        self._versions[row["id"]] = here

    def _came_from(self, row: sqlite3.Row) -> set[int]:
        """Our ids of the versions directly before theirs: its parent and those it superseded."""
        older = self._old.execute("SELECT older_id FROM superseded WHERE version_id = ?", [row["id"]]).fetchall()
        return {self._versions[old] for old in (row["parent"], *(o[0] for o in older)) if old in self._versions}

    def _adopt_label(self, row: sqlite3.Row, here: int) -> None:
        """已报送 was perhaps said on the other computer only; a label of ours stays."""
        ours = self._new.execute("SELECT label FROM versions WHERE id = ?", [here]).fetchone()
        if row["label"] and not ours["label"]:
            mark(self._new, VersionId(here), "label", row["label"])

    def _known_version(self, row: sqlite3.Row, report: int, before: set[int]) -> int | None:
        """Ours by uid; else the same content saved without an edit on both computers, after the same versions.

        Both opened 甲.docx and saved it: one version. 3 -> 4 -> 3 there and 3 here: only the first 3 is the same.
        """
        found = self._new.execute("SELECT id FROM versions WHERE uid = ?", [row["uid"]]).fetchone()
        if found:
            return int(found["id"])
        if self._old.execute("SELECT 1 FROM changes WHERE version_id = ?", [row["id"]]).fetchone():
            return None
        alike = self._new.execute(
            "SELECT id, parent FROM versions WHERE report_id = ? AND content = ? AND note = ? AND label = ?"
            " AND NOT EXISTS (SELECT 1 FROM changes WHERE version_id = versions.id) ORDER BY number",
            [report, row["content"], row["note"], row["label"]],
        ).fetchall()
        taken = set(self._versions.values())  # one of ours stands for one of theirs
        for ours in alike:
            older = self._new.execute("SELECT older_id FROM superseded WHERE version_id = ?", [ours["id"]]).fetchall()
            if {ours["parent"], *(o[0] for o in older)} - {None} == before and ours["id"] not in taken:
                return int(ours["id"])
        return None

    def _take_version(self, row: sqlite3.Row, report: int, before: set[int]) -> int:
        parent = self._versions.get(row["parent"])
        facts = {
            **_without(row, "id"),
            "report_id": report,
            "number": next_number(self._new, report),
            "parent": parent,
            "beside": self._beside(row),
            "source_id": self._source(row["source_id"]),
        }
        here = insert(self._new, "versions", facts)
        for older in sorted(before - {parent}):
            insert(self._new, "superseded", {"version_id": here, "older_id": older})
        for table in ("snapshots", "changes"):
            for part in self._old.execute(f"SELECT * FROM {table} WHERE version_id = ?", [row["id"]]):
                insert(self._new, table, {**dict(part), "version_id": here})
        return here

    def _beside(self, row: sqlite3.Row) -> int | None:
        """Their version's number among ours."""
        find = "SELECT id FROM versions WHERE report_id = ? AND number = ?"
        other = self._old.execute(find, [row["report_id"], row["beside"]]).fetchone()
        here = self._versions.get(other["id"]) if other else None
        found = self._new.execute("SELECT number FROM versions WHERE id = ?", [here]).fetchone()
        return found["number"] if found else None

    def _source(self, old: int | None) -> int | None:
        if old is None:
            return None
        if old not in self._sources:
            row = self._old.execute("SELECT * FROM sources WHERE id = ?", [old]).fetchone()
            self._sources[old] = self._take_source(row)
        return self._sources[old]

    def _take_source(self, row: sqlite3.Row) -> int:
        found = self._new.execute("SELECT id, data FROM sources WHERE sha256 = ?", [row["sha256"]]).fetchone()
        if found is None:
            return insert(self._new, "sources", _without(row, "id"))
        if found["data"] is None and row["data"] is not None:
            facts = [row["size"], row["packed"], row["data"], found["id"]]
            self._new.execute("UPDATE sources SET size = ?, packed = ?, data = ? WHERE id = ?", facts)
        return int(found["id"])

    def _drafts(self) -> int:
        """Drafts under keys not used here; whose report stayed away loses the tie, not the text."""
        taken = 0
        for row in self._old.execute("SELECT * FROM drafts").fetchall():
            if self._new.execute("SELECT 1 FROM drafts WHERE key = ?", [row["key"]]).fetchone():
                continue
            ties = {
                "report_id": self._reports.get(row["report_id"]),
                "parent": self._versions.get(row["parent"]),
                "source_id": self._source(row["source_id"]),
            }
            insert(self._new, "drafts", {**dict(row), **ties})
            taken += 1
        return taken


def _without(row: sqlite3.Row, name: str) -> dict[str, Any]:
    facts = dict(row)
    del facts[name]
    return facts
