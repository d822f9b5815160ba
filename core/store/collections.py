"""A county's collections of reports, as rows: what the desk keeps beside the reports themselves.

A file that was read is a version of an ordinary report; a collection only says which, so a report that is deleted for
good leaves every collection by itself.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.errors import StoreError
from core.store.codec import compression
from core.store.drafts import drop_unused_sources
from core.store.holders import is_alive
from core.store.process import Owner
from core.store.records import Row
from core.store.saving import insert


class KeptHandIn(NamedTuple):
    """A file of a row; version None where it could not be read; place counts from 0, -1 is the stamped copy. source is
    the SHA-256 of bytes that History.keep_file has, '' for none."""

    row: str
    place: int
    version: int | None
    facts: Row
    source: str = ""


class KeptRow(NamedTuple):
    """An office's row by its key."""

    key: str
    facts: Row


@dataclass(frozen=True, slots=True)
class KeptCollection:
    """A whole collection. revision names the save it was loaded from, '' for one never saved; saved is its time."""

    name: str
    year: int
    facts: Row
    rows: tuple[KeptRow, ...] = ()
    hand_ins: tuple[KeptHandIn, ...] = ()
    id: int | None = None
    revision: str = ""
    saved: str = ""


class CollectionLine(NamedTuple):
    """A line of the list of collections; holder is the window elsewhere that has it open, None for nobody."""

    id: int
    name: str
    year: int
    reports: int
    saved: str
    holder: Owner | None


GONE = "这一册已不在历史记录中，请刷新列表"
CHANGED = "这一册在另一个窗口或另一台电脑上又保存过，没有覆盖它。请重新打开这一册，再做一次刚才的改动。"


def save(connection: sqlite3.Connection, kept: KeptCollection, now: str) -> tuple[int, str]:
    """Writes the whole in the caller's transaction; its id and the new revision. StoreError when another window saved
    it since it was loaded, so that nobody's work is overwritten."""
    revision = uuid.uuid4().hex
    facts = {
        "name": compression.storable(kept.name),
        "year": kept.year,
        "saved": now,
        "reports": len({each.row for each in kept.hand_ins}),
        "facts": compression.pack_rows(dict(kept.facts)),
    }
    if kept.id is None:
        made = {"uid": uuid.uuid4().hex, "created": now, "revisions": revision, **facts}
        number = insert(connection, "collections", made)
    else:
        number = kept.id
        found = connection.execute("SELECT revisions FROM collections WHERE id = ?", [number]).fetchone()
        if found is None:
            raise StoreError(GONE)
        if found["revisions"].split("\n")[-1] != kept.revision:
            raise StoreError(CHANGED)
        facts["revisions"] = f"{found['revisions']}\n{revision}"
        names = ", ".join(f"{name} = ?" for name in facts)
        connection.execute(f"UPDATE collections SET {names} WHERE id = ?", [*facts.values(), number])
        connection.execute("DELETE FROM collection_rows WHERE collection_id = ?", [number])
        connection.execute("DELETE FROM hand_ins WHERE collection_id = ?", [number])
    for place, row in enumerate(kept.rows):
        content = compression.pack_rows(dict(row.facts))
        line = {"collection_id": number, "place": place, "key": compression.storable(row.key), "facts": content}
        insert(connection, "collection_rows", line)
    for each in kept.hand_ins:
        content = compression.pack_rows(dict(each.facts))
        line = {"collection_id": number, "row": compression.storable(each.row), "place": each.place, "facts": content}
        insert(connection, "hand_ins", {**line, "version_id": each.version, "source_id": _source(connection, each)})
    return number, revision


def _source(connection: sqlite3.Connection, each: KeptHandIn) -> int | None:
    """Where the bytes lie; None where they were thrown away meanwhile."""
    found = connection.execute("SELECT id FROM sources WHERE sha256 = ? AND data IS NOT NULL", [each.source]).fetchone()
    return int(found[0]) if each.source and found else None


def load(connection: sqlite3.Connection, number: int) -> KeptCollection:
    """A collection as it was saved, without the files whose report was deleted since; StoreError when it is gone."""
    found = connection.execute("SELECT * FROM collections WHERE id = ?", [number]).fetchone()
    if found is None:
        raise StoreError(GONE)
    rows = connection.execute("SELECT * FROM collection_rows WHERE collection_id = ? ORDER BY place", [number])
    files = connection.execute(
        "SELECT h.*, s.sha256 FROM hand_ins h LEFT JOIN sources s ON s.id = h.source_id WHERE h.collection_id = ?"
        " ORDER BY h.row, h.place",
        [number],
    )
    return KeptCollection(
        found["name"],
        found["year"],
        compression.unpack_rows(found["facts"]),
        tuple(KeptRow(row["key"], compression.unpack_rows(row["facts"])) for row in rows),
        tuple(
            KeptHandIn(
                row["row"], row["place"], row["version_id"], compression.unpack_rows(row["facts"]), row["sha256"] or ""
            )
            for row in files
        ),
        number,
        found["revisions"].split("\n")[-1],
        found["saved"],
    )


def lines(connection: sqlite3.Connection, owner: Owner, now: str) -> list[CollectionLine]:
    """All collections, the newest year first."""
    found = connection.execute("SELECT * FROM collections ORDER BY year DESC, saved DESC").fetchall()
    holding = {row["collection_id"]: row for row in reversed(_holders(connection, owner, now))}
    return [
        CollectionLine(
            row["id"],
            row["name"],
            row["year"],
            row["reports"],
            row["saved"],
            _owner(holding[row["id"]]) if row["id"] in holding else None,
        )
        for row in found
    ]


def delete(connection: sqlite3.Connection, number: int) -> None:
    """The collection and its stamped copies go, its reports stay in the history; StoreError when it is gone already."""
    if not connection.execute("DELETE FROM collections WHERE id = ?", [number]).rowcount:
        raise StoreError(GONE)
    drop_unused_sources(connection)


def hold(connection: sqlite3.Connection, number: int, owner: Owner, now: str) -> Owner | None:
    """Says that this window has the collection open, or still has it; who had it first and still has it, None for
    nobody: the second may look."""
    connection.execute(
        "INSERT INTO collection_holders (token, collection_id, host, pid, user, since, seen)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM collections WHERE id = ?"
        " ON CONFLICT (token, collection_id) DO UPDATE SET seen = excluded.seen",
        [owner.token, owner.host, owner.pid, owner.user, now, now, number],
    )
    own = connection.execute(
        "SELECT since FROM collection_holders WHERE token = ? AND collection_id = ?", [owner.token, number]
    ).fetchone()
    first = [
        row
        for row in _holders(connection, owner, now)
        if row["collection_id"] == number and (row["since"], row["token"]) < (own["since"], owner.token)
    ]
    return _owner(first[0]) if own is not None and first else None


def release(connection: sqlite3.Connection, owner: Owner) -> None:
    """This window has no collection open any more."""
    connection.execute("DELETE FROM collection_holders WHERE token = ?", [owner.token])


def _holders(connection: sqlite3.Connection, owner: Owner, now: str) -> list[sqlite3.Row]:
    rows: Sequence[sqlite3.Row] = connection.execute(
        "SELECT * FROM collection_holders ORDER BY since, token"
    ).fetchall()
    return [row for row in rows if row["token"] != owner.token and is_alive(_owner(row), row["seen"], owner, now)]


def _owner(row: sqlite3.Row) -> Owner:
    return Owner(row["host"], row["pid"], row["user"], row["token"])


# Moving to another computer


def merge(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    versions: dict[int, int],
    source: Callable[[int | None], int | None],
    only: int | None = None,
) -> list[int]:
    """Takes the collections of another history in; versions maps its ids to ours, source brings a file's copy over.
    Our ids of those that were taken.

    One that grew from ours takes its place; one that ours grew from is known already; where both sides went on, theirs
    comes beside ours under a name that says so, for nobody's slips and notes may be lost.
    """
    taken = []
    for row in old.execute("SELECT * FROM collections ORDER BY id").fetchall():
        if only is not None and row["id"] != only:
            continue
        ours = new.execute("SELECT * FROM collections WHERE uid = ?", [row["uid"]]).fetchone()
        facts = dict(row)
        number = facts.pop("id")
        if ours is not None:
            before, theirs = ours["revisions"].split("\n"), row["revisions"].split("\n")
            if theirs[-1] in before:
                taken.append(ours["id"])
                continue
            if before[-1] in theirs:
                new.execute("DELETE FROM collections WHERE id = ?", [ours["id"]])
            else:
                facts |= {"uid": uuid.uuid4().hex, "name": f"{row['name']}（另一台电脑的）"}
        here = insert(new, "collections", facts)
        _take_parts(old, new, number, here, versions, source)
        taken.append(here)
    return taken


def _take_parts(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    number: int,
    here: int,
    versions: dict[int, int],
    source: Callable[[int | None], int | None],
) -> None:
    for table in ("collection_rows", "hand_ins"):
        for part in old.execute(f"SELECT * FROM {table} WHERE collection_id = ?", [number]).fetchall():
            line = {**dict(part), "collection_id": here}
            if line.get("version_id") is not None:
                line["version_id"] = versions.get(line["version_id"])
            if line.get("source_id") is not None:
                line["source_id"] = source(line["source_id"])
            insert(new, table, line)


def reports_of(connection: sqlite3.Connection, number: int) -> frozenset[int]:
    """The reports whose versions a collection names."""
    rows = connection.execute(
        "SELECT DISTINCT v.report_id FROM hand_ins h JOIN versions v ON v.id = h.version_id WHERE h.collection_id = ?",
        [number],
    )
    return frozenset(row[0] for row in rows)
