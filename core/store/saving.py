"""Writing a version: always a new row, never over an old one."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Sequence
from typing import Any

from core import text
from core.errors import StoreError
from core.model import Report
from core.store.codec import compression
from core.store.codec import report as codec
from core.store.codec.change import dump_change
from core.store.loading import IS_HEAD
from core.store.records import SUBMITTED, ReportId, Row, Snapshot, State, Stored, VersionId
from core.store.search import index


def agency_key(agency: str | None) -> str:
    """What makes two spellings of an agency the same one; '' for none."""
    return text.key(agency or "").casefold()


def save(connection: sqlite3.Connection, snapshot: Snapshot, note: str, now: str) -> VersionId:
    """Inserts the version and its report's new facts; inside the caller's transaction.

    Where nothing differs from the version it would follow, no version is made and that one is returned.
    """
    report_id = _existing_report(connection, snapshot)
    source_id = keep_source(connection, snapshot.source_sha256, snapshot.source_bytes)
    written = codec.dump(snapshot.report)
    facts: dict[str, Any] = {
        "note": compression.storable(note or snapshot.note),
        "state": snapshot.state.value,
        "label": SUBMITTED if snapshot.state is State.FINAL else "",
        "content": compression.fingerprint(written),
        "source_id": source_id,
        "source_name": compression.storable(snapshot.source_name),
        "origin": snapshot.origin.value,
    }
    parent = newest = None
    if report_id is not None:
        one = "SELECT * FROM versions WHERE id = {} AND report_id = ?"
        # A parent that was deleted, or that belongs to another report, is none.
        parent = connection.execute(one.format("?"), [snapshot.parent, report_id]).fetchone()
        newest = connection.execute(
            one.format("(SELECT newest FROM reports WHERE id = ?)"), [report_id, report_id]
        ).fetchone()
        before = parent or newest
        if before is not None and _is_unchanged(connection, before, facts, snapshot):
            return VersionId(before["id"])
    else:
        report_id = _new_report(connection, snapshot.report, now)
    facts |= {"report_id": report_id, "created": now, "parent": parent["id"] if parent else None}
    if parent is not None and newest is not None and parent["id"] != newest["id"]:
        facts["beside"] = newest["number"]
    version_id = insert_version(connection, facts, written, snapshot)
    if parent is None and newest is not None:
        # A file opened anew comes after what this computer held of the report.
        insert(connection, "superseded", {"version_id": version_id, "older_id": newest["id"]})
    refresh(connection, report_id, version_id, snapshot.report)
    body = index.body(snapshot.report, facts["note"], facts["label"], facts["source_name"])
    index.add(connection, report_id, version_id, body)
    return version_id


def _existing_report(connection: sqlite3.Connection, snapshot: Snapshot) -> ReportId | None:
    known = snapshot.report_id
    # Work saved into a report in the bin would be out of sight: it comes out of the bin.
    if known is not None and connection.execute("UPDATE reports SET trashed = NULL WHERE id = ?", [known]).rowcount:
        return known
    return _same_report(connection, snapshot.report)


def _is_unchanged(
    connection: sqlite3.Connection, before: sqlite3.Row, facts: dict[str, Any], snapshot: Snapshot
) -> bool:
    """Whether a save would only repeat the version before: three times Ctrl+S are one version.

    A note or the label 已报送 that the version does not have is something new; so is another source file.
    """
    if facts["content"] != before["content"] or facts["source_id"] not in (None, before["source_id"]):
        return False
    if facts["note"] not in ("", before["note"]) or facts["label"] not in ("", before["label"]):
        return False
    kept = connection.execute(
        "SELECT dismissals, locked FROM snapshots WHERE version_id = ?", [before["id"]]
    ).fetchone()
    dismissals = compression.unpack_rows(kept["dismissals"])
    locked = compression.unpack_rows(kept["locked"]) if kept["locked"] else []
    # Through JSON, for tuples come back from it as lists.
    return bool([dismissals, locked] == compression.json_form([snapshot.dismissals, snapshot.locked]))


def _same_report(connection: sqlite3.Connection, report: Report) -> ReportId | None:
    """The newest report of the same agency and year; without both facts nothing is the same."""
    if not report.agency or report.year is None:
        return None
    found = connection.execute(
        "SELECT id FROM reports WHERE agency_key = ? AND year = ? AND trashed IS NULL"
        " ORDER BY updated DESC, id DESC LIMIT 1",
        [agency_key(report.agency), report.year],
    ).fetchone()
    return ReportId(found[0]) if found else None


def _new_report(connection: sqlite3.Connection, report: Report, now: str) -> ReportId:
    cursor = connection.execute(
        "INSERT INTO reports (uid, agency_key, title, edition, source_name, created, updated, versions, state,"
        " errors, warnings) VALUES (?, '', '', ?, '', ?, ?, 0, ?, 0, 0)",
        [uuid.uuid4().hex, report.edition, now, now, State.DRAFT.value],
    )
    return ReportId(cursor.lastrowid or 0)


def digest_of(data: bytes) -> str:
    """What names a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def keep_source(connection: sqlite3.Connection, sha256: str, data: bytes | None) -> int | None:
    """Row of the source copy, one a content; the digest is computed where the bytes are given. None without both."""
    digest = digest_of(data) if data is not None else sha256
    if not digest:
        return None
    found = connection.execute("SELECT id, data IS NULL FROM sources WHERE sha256 = ?", [digest]).fetchone()
    if found and (data is None or not found[1]):
        return int(found[0])
    packed, kept = compression.compress_file(data) if data is not None else (0, None)
    size = len(data) if data is not None else 0
    if found:
        update = "UPDATE sources SET size = ?, packed = ?, data = ? WHERE id = ?"
        connection.execute(update, [size, packed, kept, found[0]])
        return int(found[0])
    insert = "INSERT INTO sources (sha256, size, packed, data) VALUES (?, ?, ?, ?)"
    return connection.execute(insert, [digest, size, packed, kept]).lastrowid


def insert_version(
    connection: sqlite3.Connection, facts: dict[str, Any], written: str, snapshot: Snapshot
) -> VersionId:
    """The rows of one version: facts, content, changes. written is the report as JSON."""
    row = {
        "uid": uuid.uuid4().hex,
        "number": next_number(connection, facts["report_id"]),
        "errors": _count(snapshot.findings, "error"),
        "warnings": _count(snapshot.findings, "warning"),
        **facts,
    }
    version_id = VersionId(insert(connection, "versions", row))
    content = {
        "version_id": version_id,
        "report": compression.pack(written),
        "findings": compression.pack_rows([dict(row) for row in snapshot.findings]),
        "dismissals": compression.pack_rows([dict(row) for row in snapshot.dismissals]),
        "locked": compression.pack_rows([dict(row) for row in snapshot.locked]) if snapshot.locked else None,
    }
    insert(connection, "snapshots", content)
    for position, (change, made) in enumerate(snapshot.changes):
        done = {
            "version_id": version_id,
            "position": position,
            "made": made,
            "label": compression.storable(change.label),
            "origin": change.origin.value,
            "change": compression.pack(dump_change(change)),
        }
        insert(connection, "changes", done)
    return version_id


def save_again(
    connection: sqlite3.Connection,
    stored: Stored,
    note: str,
    now: str,
    superseded: Sequence[VersionId],
) -> VersionId:
    """The content of a stored version as a new one, in knowledge of `superseded`."""
    of = connection.execute("SELECT * FROM versions WHERE id = ?", [stored.info.id]).fetchone()
    kept = ("report_id", "errors", "warnings", "content", "source_id", "source_name", "origin")
    facts = {name: of[name] for name in kept}
    facts |= {"created": now, "parent": stored.info.id, "note": note, "label": "", "state": State.DRAFT.value}
    snapshot = Snapshot(stored.report, (), stored.findings, stored.dismissals, locked=stored.locked)
    version_id = insert_version(connection, facts, codec.dump(stored.report), snapshot)
    for older in set(superseded) - {stored.info.id}:
        insert(connection, "superseded", {"version_id": version_id, "older_id": older})
    refresh(connection, stored.info.report_id, version_id, stored.report)
    index.refresh(connection, stored.info.report_id)
    return version_id


def next_number(connection: sqlite3.Connection, report_id: int) -> int:
    """1 for a report's first version; numbers given once stay, so "第 3 版" always means the same version."""
    found = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM versions WHERE report_id = ?", [report_id])
    return int(found.fetchone()[0])


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """Inserts a row given by column names of ours; its id."""
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)


def _count(findings: tuple[Row, ...], severity: str) -> int:
    return sum(row.get("severity") == severity for row in findings)


def refresh(
    connection: sqlite3.Connection, report_id: ReportId, newest: VersionId | None = None, report: Report | None = None
) -> None:
    """Takes the report's facts over from its newest version, so that the list needs no other table.

    newest None leaves it as it is; report is that version's, where the caller has it at hand.
    """
    if newest is None:
        newest = VersionId(connection.execute("SELECT newest FROM reports WHERE id = ?", [report_id]).fetchone()[0])
    facts = connection.execute(
        "SELECT created, errors, warnings, source_name, origin FROM versions WHERE id = ?", [newest]
    ).fetchone()
    report = report or _report_of(connection, newest)
    row: dict[str, Any] = {
        "agency": None if report.agency is None else compression.storable(report.agency),
        "agency_key": compression.storable(agency_key(report.agency)),
        "year": report.year,
        "title": compression.storable(report.title),
        "edition": report.edition,
        "source_name": facts["source_name"],
        "origin": facts["origin"],
        "updated": facts["created"],
        "newest": newest,
        "errors": facts["errors"],
        "warnings": facts["warnings"],
        "heads": connection.execute(f"SELECT count(*) FROM versions v WHERE {IS_HEAD}", [report_id]).fetchone()[0],
    }
    connection.execute(
        f"UPDATE reports SET {', '.join(f'{name} = ?' for name in row)},"
        " versions = (SELECT count(*) FROM versions WHERE report_id = reports.id),"
        " state = CASE WHEN EXISTS (SELECT 1 FROM versions WHERE report_id = reports.id AND state = 'final')"
        " THEN 'final' ELSE 'draft' END WHERE id = ?",
        [*row.values(), report_id],
    )


def _report_of(connection: sqlite3.Connection, version_id: VersionId) -> Report:
    row = connection.execute("SELECT report FROM snapshots WHERE version_id = ?", [version_id]).fetchone()
    return codec.load(compression.unpack(row["report"]))


def mark(connection: sqlite3.Connection, version_id: VersionId, column: str, text: str) -> None:
    """Sets "label" or "note" of a version; StoreError when it was deleted."""
    facts = connection.execute("SELECT report_id FROM versions WHERE id = ?", [version_id]).fetchone()
    if facts is None:
        raise StoreError("这个版本已不在历史记录中，请刷新列表后另选一个")
    connection.execute(f"UPDATE versions SET {column} = ? WHERE id = ?", [compression.storable(text), version_id])
    if column == "label":
        state = State.FINAL if text == SUBMITTED else State.DRAFT
        connection.execute("UPDATE versions SET state = ? WHERE id = ?", [state.value, version_id])
    report_id = ReportId(facts["report_id"])
    refresh(connection, report_id)
    index.refresh(connection, report_id)
