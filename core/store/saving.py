"""Writing a version: always a new row, never over an old one."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from typing import Any

from core import text
from core.errors import StoreError
from core.model import Report
from core.store.codec import compression
from core.store.codec import report as codec
from core.store.codec.change import dump_change
from core.store.records import SUBMITTED, ReportId, Row, Snapshot, State, VersionId
from core.store.search import index


def agency_key(agency: str | None) -> str:
    """What makes two spellings of an agency the same one; '' for none."""
    return text.key(agency or "").casefold()


def save(connection: sqlite3.Connection, snapshot: Snapshot, note: str, now: str) -> VersionId:
    """Inserts the version and its report's new facts; inside the caller's transaction."""
    report_id = _report_id(connection, snapshot, now)
    source_id = keep_source(connection, snapshot.source_sha256, snapshot.source_bytes)
    written = codec.dump(snapshot.report)
    label = SUBMITTED if snapshot.state is State.FINAL else ""
    facts: dict[str, Any] = {
        "report_id": report_id,
        "created": now,
        "note": compression.column(note or snapshot.note),
        "state": snapshot.state.value,
        "label": label,
        "content": compression.fingerprint(written),
        "source_id": source_id,
        "source_name": compression.column(snapshot.source_name),
    }
    version_id = _insert_version(connection, facts, snapshot)
    _insert_payload(connection, version_id, written, snapshot)
    _insert_changes(connection, version_id, snapshot)
    refresh(connection, report_id, snapshot.report)
    body = index.body(snapshot.report, facts["note"], label, facts["source_name"])
    index.put(connection, report_id, version_id, body)
    return version_id


def _report_id(connection: sqlite3.Connection, snapshot: Snapshot, now: str) -> ReportId:
    known = snapshot.report_id
    # Work saved into a report in the bin would be out of sight: it comes out of the bin.
    if known is not None and connection.execute("UPDATE reports SET trashed = NULL WHERE id = ?", [known]).rowcount:
        return known
    return _same_report(connection, snapshot.report) or _new_report(connection, snapshot.report, now)


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


def keep_source(connection: sqlite3.Connection, sha256: str, data: bytes | None) -> int | None:
    """Row of the source copy, one a content; the digest is computed where the bytes are given. None without both."""
    digest = hashlib.sha256(data).hexdigest() if data is not None else sha256
    if not digest:
        return None
    found = connection.execute("SELECT id, data IS NULL FROM sources WHERE sha256 = ?", [digest]).fetchone()
    if found and (data is None or not found[1]):
        return int(found[0])
    packed, kept = compression.squeeze_file(data) if data is not None else (0, None)
    size = len(data) if data is not None else 0
    if found:
        update = "UPDATE sources SET size = ?, packed = ?, data = ? WHERE id = ?"
        connection.execute(update, [size, packed, kept, found[0]])
        return int(found[0])
    insert = "INSERT INTO sources (sha256, size, packed, data) VALUES (?, ?, ?, ?)"
    return connection.execute(insert, [digest, size, packed, kept]).lastrowid


def _insert_version(connection: sqlite3.Connection, facts: dict[str, Any], snapshot: Snapshot) -> VersionId:
    newest = connection.execute(
        "SELECT id, number FROM versions WHERE report_id = ? ORDER BY number DESC LIMIT 1", [facts["report_id"]]
    ).fetchone()
    parent = _parent(connection, facts["report_id"], snapshot.parent)
    overtaken = newest is not None and parent is not None and parent != newest["id"]
    return VersionId(
        insert(
            connection,
            "versions",
            {
                **facts,
                "uid": uuid.uuid4().hex,
                "number": newest["number"] + 1 if newest else 1,
                "parent": parent,
                "beside": newest["number"] if overtaken else None,
                "errors": _count(snapshot.findings, "error"),
                "warnings": _count(snapshot.findings, "warning"),
            },
        )
    )


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """Inserts a row given by column names of ours; its id."""
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)


def _parent(connection: sqlite3.Connection, report_id: ReportId, parent: VersionId | None) -> VersionId | None:
    """The parent where it is a version of this report; a purged or foreign one is none."""
    if parent is None:
        return None
    found = connection.execute("SELECT 1 FROM versions WHERE id = ? AND report_id = ?", [parent, report_id]).fetchone()
    return parent if found else None


def _count(findings: tuple[Row, ...], severity: str) -> int:
    return sum(row.get("severity") == severity for row in findings)


def _insert_payload(connection: sqlite3.Connection, version_id: VersionId, written: str, snapshot: Snapshot) -> None:
    connection.execute(
        "INSERT INTO snapshots (version_id, report, findings, dismissals) VALUES (?, ?, ?, ?)",
        [
            version_id,
            compression.pack(written),
            compression.pack_rows([dict(row) for row in snapshot.findings]),
            compression.pack_rows([dict(row) for row in snapshot.dismissals]),
        ],
    )


def _insert_changes(connection: sqlite3.Connection, version_id: VersionId, snapshot: Snapshot) -> None:
    connection.executemany(
        "INSERT INTO changes (version_id, position, made, label, origin, change) VALUES (?, ?, ?, ?, ?, ?)",
        [
            [
                version_id,
                i,
                made,
                compression.column(change.label),
                change.origin.value,
                compression.pack(dump_change(change)),
            ]
            for i, (change, made) in enumerate(snapshot.changes)
        ],
    )


def refresh(connection: sqlite3.Connection, report_id: ReportId, report: Report | None = None) -> None:
    """Takes the report's facts over from its newest version, so that the list needs no other table.

    report is that version's, where the caller has it at hand.
    """
    newest = connection.execute(
        "SELECT id, created, errors, warnings, source_name FROM versions"
        " WHERE report_id = ? ORDER BY number DESC LIMIT 1",
        [report_id],
    ).fetchone()
    report = report or _report_of(connection, newest["id"])
    connection.execute(
        "UPDATE reports SET agency = ?, agency_key = ?, year = ?, title = ?, edition = ?, source_name = ?, updated = ?,"
        " newest = ?, errors = ?, warnings = ?,"
        " versions = (SELECT count(*) FROM versions WHERE report_id = reports.id),"
        " state = CASE WHEN EXISTS (SELECT 1 FROM versions WHERE report_id = reports.id AND state = 'final')"
        " THEN 'final' ELSE 'draft' END WHERE id = ?",
        [
            None if report.agency is None else compression.column(report.agency),
            compression.column(agency_key(report.agency)),
            report.year,
            compression.column(report.title),
            report.edition,
            newest["source_name"],
            newest["created"],
            newest["id"],
            newest["errors"],
            newest["warnings"],
            report_id,
        ],
    )


def _report_of(connection: sqlite3.Connection, version_id: VersionId) -> Report:
    row = connection.execute("SELECT report FROM snapshots WHERE version_id = ?", [version_id]).fetchone()
    return codec.load(compression.unpack(row["report"]))


def mark(connection: sqlite3.Connection, version_id: VersionId, column: str, text: str) -> None:
    """Sets "label" or "note" of a version; StoreError when it was deleted."""
    facts = connection.execute("SELECT report_id FROM versions WHERE id = ?", [version_id]).fetchone()
    if facts is None:
        raise StoreError("这个版本已不在历史记录中，请刷新列表后另选一个")
    connection.execute(f"UPDATE versions SET {column} = ? WHERE id = ?", [compression.column(text), version_id])
    if column == "label":
        state = State.FINAL if text == SUBMITTED else State.DRAFT
        connection.execute("UPDATE versions SET state = ? WHERE id = ?", [state.value, version_id])
    report_id = ReportId(facts["report_id"])
    refresh(connection, report_id)
    index.refill(connection, report_id)
