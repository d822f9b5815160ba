"""Reading reports and versions back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from core.errors import StoreError
from core.store.codec import compression, report
from core.store.codec.change import load_change
from core.store.records import Made, ReportId, ReportInfo, SourceKind, State, Step, Stored, VersionId, VersionInfo

_STATES = {state.value: state for state in State}
_ORIGINS = {kind.value: kind for kind in SourceKind}

# In the order of ReportInfo's fields.
REPORTS = (
    "SELECT id, agency, year, title, edition, updated, versions, state, errors, warnings, source_name,"
    " trashed IS NOT NULL, newest, uid, heads, origin FROM reports"
)
VERSIONS = (
    "SELECT id, report_id, number, created, note, label, errors, warnings, source_name, parent, beside, uid, origin"
    " FROM versions"
)

# A head is nobody's parent, and nobody was made in knowledge of it.
IS_HEAD = (
    "report_id = ? AND NOT EXISTS (SELECT 1 FROM versions c WHERE c.parent = v.id)"
    " AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.older_id = v.id) ORDER BY number DESC"
)


def report_infos(rows: Iterable[Iterable[Any]]) -> list[ReportInfo]:
    """Rows of REPORTS. Unpacked by position: the list of a large history must not keep anybody waiting."""
    return [
        ReportInfo(
            id_, agency, year, title, edition, updated, versions, _STATES[state], errors, warnings, source,
            bool(trashed), newest, uid, heads, _ORIGINS[origin],
        )
        for (
            id_, agency, year, title, edition, updated, versions, state, errors, warnings, source,
            trashed, newest, uid, heads, origin,
        ) in rows
    ]  # fmt: skip


def version_info(row: sqlite3.Row) -> VersionInfo:
    """A row of VERSIONS."""
    return VersionInfo(
        id=VersionId(row["id"]),
        report_id=ReportId(row["report_id"]),
        number=row["number"],
        created=row["created"],
        note=row["note"],
        label=row["label"],
        errors=row["errors"],
        warnings=row["warnings"],
        source_name=row["source_name"],
        parent=row["parent"],
        beside=row["beside"],
        uid=row["uid"],
        origin=_ORIGINS[row["origin"]],
    )


def version(connection: sqlite3.Connection, version_id: VersionId) -> VersionInfo:
    """One version's facts; StoreError when it was deleted."""
    row = connection.execute(f"{VERSIONS} WHERE id = ?", [version_id]).fetchone()
    if row is None:
        raise StoreError("这个版本已不在历史记录中，请刷新列表后另选一个")
    return version_info(row)


def stored_version(connection: sqlite3.Connection, version_id: VersionId) -> Stored:
    """A whole version; StoreError when it was deleted."""
    info = version(connection, version_id)
    row = connection.execute(
        "SELECT s.report, s.findings, s.dismissals, s.locked, f.sha256, f.packed, f.data FROM snapshots s"
        " JOIN versions v ON v.id = s.version_id LEFT JOIN sources f ON f.id = v.source_id WHERE v.id = ?",
        [version_id],
    ).fetchone()
    return Stored(
        report=report.load(compression.unpack(row["report"])),
        changes=changes(connection, version_id),
        dismissals=tuple(compression.unpack_rows(row["dismissals"])),
        source_name=info.source_name,
        source_bytes=compression.decompress_file(row["packed"] or 0, row["data"]),
        info=info,
        findings=tuple(compression.unpack_rows(row["findings"])),
        source_sha256=row["sha256"] or "",
        locked=tuple(compression.unpack_rows(row["locked"])) if row["locked"] else (),
    )


def file_of(connection: sqlite3.Connection, digest: str) -> bytes | None:
    """The bytes with this SHA-256; None where no copy is kept. StoreError when they are not sound."""
    row = connection.execute("SELECT packed, data FROM sources WHERE sha256 = ?", [digest]).fetchone()
    return compression.decompress_file(row["packed"], row["data"]) if row is not None else None


def heads(connection: sqlite3.Connection, report_id: ReportId) -> list[VersionInfo]:
    """The versions of a report that no other version came after, the highest number first."""
    return [version_info(row) for row in connection.execute(f"{VERSIONS} v WHERE {IS_HEAD}", [report_id])]


def changes(connection: sqlite3.Connection, version_id: VersionId) -> tuple[Made, ...]:
    """What was done between a version and the one before it, in order."""
    rows = connection.execute("SELECT made, change FROM changes WHERE version_id = ? ORDER BY position", [version_id])
    return tuple((load_change(compression.unpack(row["change"])), row["made"]) for row in rows)


def timeline(connection: sqlite3.Connection, report_id: ReportId) -> list[Step]:
    """A report's versions with the labels of their changes, the newest first."""
    acts: dict[int, list[tuple[str, str]]] = {}
    rows = connection.execute(
        "SELECT c.version_id, c.made, c.label FROM changes c JOIN versions v ON v.id = c.version_id"
        " WHERE v.report_id = ? ORDER BY c.version_id, c.position",
        [report_id],
    )
    for row in rows:
        acts.setdefault(row["version_id"], []).append((row["made"], row["label"]))
    versions = connection.execute(f"{VERSIONS} WHERE report_id = ? ORDER BY number DESC", [report_id])
    return [Step(version_info(row), tuple(acts.get(row["id"], ()))) for row in versions]
