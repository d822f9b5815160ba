"""Work that was not saved yet, kept so that a crash or a power cut loses nothing of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from core.store.codec import compression
from core.store.codec import report as codec
from core.store.codec.change import dump_change, load_change
from core.store.holders import is_alive
from core.store.process import Owner
from core.store.records import ReportId, Snapshot, SourceKind, State, VersionId
from core.store.saving import insert, keep_source


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """An unsaved piece of work. owner is who wrote it, here whether on this computer, in_use whether another window
    that still seems to run. changes counts what was done since the last version, last_change is the label of the last
    one, e.g. "修改“予以公开·自然人”": two windows' drafts of one report differ in them."""

    key: str
    saved: str
    agency: str | None
    year: int | None
    title: str
    source_name: str
    owner: str
    in_use: bool
    origin: SourceKind = SourceKind.UNKNOWN
    here: bool = True
    changes: int = 0
    last_change: str = ""
    source_sha256: str = ""
    report_id: ReportId | None = None


def save_draft(connection: sqlite3.Connection, key: str, snapshot: Snapshot, owner: Owner, now: str) -> None:
    """Puts the work in the place of the same key's earlier state; the key is the caller's, one a window."""
    report, old = snapshot.report, _source_of(connection, key)
    row: dict[str, Any] = {
        "key": key,
        "saved": now,
        "token": owner.token,
        "host": owner.host,
        "pid": owner.pid,
        "user": owner.user,
        "report_id": _existing(connection, "reports", snapshot.report_id),
        "parent": _existing(connection, "versions", snapshot.parent),
        "agency": None if report.agency is None else compression.storable(report.agency),
        "year": report.year,
        "title": compression.storable(report.title),
        "source_id": keep_source(connection, snapshot.source_sha256, snapshot.source_bytes),
        "source_name": compression.storable(snapshot.source_name),
        "note": compression.storable(snapshot.note),
        "state": snapshot.state.value,
        "report": compression.pack(codec.dump(report)),
        "changes": compression.pack_rows([[dump_change(change), made] for change, made in snapshot.changes]),
        "findings": compression.pack_rows([dict(row) for row in snapshot.findings]),
        "dismissals": compression.pack_rows([dict(row) for row in snapshot.dismissals]),
        "locked": compression.pack_rows([dict(row) for row in snapshot.locked]),
        "origin": snapshot.origin.value,
    }
    connection.execute("DELETE FROM drafts WHERE key = ?", [key])
    insert(connection, "drafts", row)
    if old != row["source_id"]:
        drop_unused_sources(connection)


def _source_of(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT source_id FROM drafts WHERE key = ?", [key]).fetchone()
    return row["source_id"] if row else None


def _existing(connection: sqlite3.Connection, table: str, row_id: int | None) -> int | None:
    """The id where the row is still there: a report deleted elsewhere must not cost us the draft."""
    found = connection.execute(f"SELECT id FROM {table} WHERE id = ?", [row_id]).fetchone()
    return found["id"] if found else None


def drafts(connection: sqlite3.Connection, owner: Owner, now: str) -> list[DraftInfo]:
    """All drafts, the last written first."""
    rows = connection.execute(
        "SELECT d.*, s.sha256 FROM drafts d LEFT JOIN sources s ON s.id = d.source_id ORDER BY saved DESC, key"
    )
    return [_info(row, owner, now) for row in rows]


def _info(row: sqlite3.Row, owner: Owner, now: str) -> DraftInfo:
    writer = Owner(row["host"], row["pid"], row["user"], row["token"])
    in_use = writer.token != owner.token and is_alive(writer, row["saved"], owner, now)
    facts = (row["key"], row["saved"], row["agency"], row["year"], row["title"], row["source_name"])
    changes = [load_change(change) for change, _made in compression.unpack_rows(row["changes"])]
    return DraftInfo(
        *facts,
        str(writer),
        in_use,
        SourceKind(row["origin"]),
        here=writer.host == owner.host,
        changes=len(changes),
        last_change=changes[-1].label if changes else "",
        source_sha256=row["sha256"] or "",
        report_id=None if row["report_id"] is None else ReportId(row["report_id"]),
    )


def load_draft(connection: sqlite3.Connection, key: str) -> Snapshot | None:
    """The work as it was handed in; None when there is no draft of this key."""
    row = connection.execute(
        "SELECT d.*, s.sha256, s.packed, s.data FROM drafts d LEFT JOIN sources s ON s.id = d.source_id WHERE key = ?",
        [key],
    ).fetchone()
    if row is None:
        return None
    return Snapshot(
        report=codec.load(compression.unpack(row["report"])),
        changes=tuple((load_change(change), made) for change, made in compression.unpack_rows(row["changes"])),
        findings=tuple(compression.unpack_rows(row["findings"])),
        dismissals=tuple(compression.unpack_rows(row["dismissals"])),
        source_name=row["source_name"],
        source_sha256=row["sha256"] or "",
        source_bytes=compression.decompress_file(row["packed"] or 0, row["data"]),
        note=row["note"],
        state=State(row["state"]),
        report_id=None if row["report_id"] is None else ReportId(row["report_id"]),
        parent=None if row["parent"] is None else VersionId(row["parent"]),
        locked=tuple(compression.unpack_rows(row["locked"])) if row["locked"] else (),
        origin=SourceKind(row["origin"]),
    )


def drop_draft(connection: sqlite3.Connection, key: str) -> None:
    """Forgets a draft; an unknown key is fine."""
    connection.execute("DELETE FROM drafts WHERE key = ?", [key])
    drop_unused_sources(connection)


def drop_unused_sources(connection: sqlite3.Connection) -> int:
    """Deletes file copies that no version, no draft and no collection names any more; how many."""
    return connection.execute(
        "DELETE FROM sources WHERE id NOT IN (SELECT source_id FROM versions WHERE source_id IS NOT NULL)"
        " AND id NOT IN (SELECT source_id FROM drafts WHERE source_id IS NOT NULL)"
        " AND id NOT IN (SELECT source_id FROM hand_ins WHERE source_id IS NOT NULL)"
    ).rowcount
