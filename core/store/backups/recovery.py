"""What a damaged history file and its write-ahead log still hold, put together into a sound file.

Candidates are tried: the damaged file itself; the log's pages alone (a history so young that its file was never
written); the log's pages over the newest copy, made when the log began, and over other histories in the folder (the
file was renamed, its log stayed). None is believed: row by row is read, and a version comes over only when its content
has the fingerprint it was saved with.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.store.backups import backup, whole_files
from core.store.codec import compression
from core.store.codec.report import CodecError
from core.store.database import Database
from core.store.loading import heads
from core.store.migrations import CURRENT
from core.store.records import ReportId
from core.store.saving import insert, refresh
from core.store.upgrade import version_of

_TABLES = ("sources", "reports", "versions", "snapshots", "changes", "superseded", "drafts")
_COLLECTIONS = ("collections", "collection_rows", "hand_ins")
_WIDEST_GAP = 2**20  # row numbers tried beyond one that cannot be read


def recover(damaged: Path, target: Path, copy: Path | None) -> int:
    """Writes target from the damaged file, its log and a copy; how many versions it holds, 0 when none (no target).

    The damaged file and the copy are never written to: SQLite works on private duplicates of them.
    """
    best: tuple[int, Path] | None = None
    with tempfile.TemporaryDirectory(prefix="recover-", dir=damaged.parent) as name:
        folder = Path(name)
        for number, candidate in enumerate(_candidates(damaged, copy, folder)):
            made = folder / f"made-{number}.db"
            try:
                count = _copy_rows(candidate, made)
            except (sqlite3.Error, StoreError):
                continue
            if count > (best[0] if best else 0):
                best = (count, made)
        if best is None:
            return 0
        with whole_files.whole(target) as part:
            _copy_whole(best[1], part)
    return best[0]


def _copy_whole(file: Path, target: Path) -> None:
    """A sound file's content as one file without a log."""
    with closing(backup.open_existing(file)) as source, closing(sqlite3.connect(target)) as copied:
        backup.copy_pages(source, copied, None)
        copied.execute("PRAGMA journal_mode = DELETE")


def version_count(file: Path) -> int:
    """How many versions a sound history file holds; 0 when it cannot be asked."""
    try:
        with closing(backup.open_existing(file, "ro")) as connection:
            return int(connection.execute("SELECT count(*) FROM versions").fetchone()[0])
    except sqlite3.Error:
        return 0


def _candidates(damaged: Path, copy: Path | None, folder: Path) -> Iterator[Path]:
    log = damaged.with_name(damaged.name + "-wal")
    if damaged.exists() and damaged.stat().st_size:
        plain = folder / "plain.db"
        shutil.copyfile(damaged, plain)
        if log.exists():
            shutil.copyfile(log, folder / "plain.db-wal")
        yield plain
    if log.exists():
        size, pages, count = committed_pages(log.read_bytes())
        if pages:
            bases = [other for other in damaged.parent.glob("*.db") if other != damaged and backup.check(other) == ""]
            for name, base in enumerate([None, *([copy] if copy else []), *bases]):
                content = bytearray(base.read_bytes()[: count * size] if base else b"")
                content += b"\0" * (count * size - len(content))
                for number, page in pages.items():
                    content[(number - 1) * size : number * size] = page
                content[18:20] = b"\x01\x01"  # a file with a rollback journal: the log is used up
                file = folder / f"log-{name}.db"
                file.write_bytes(content)
                yield file


def committed_pages(log: bytes) -> tuple[int, dict[int, bytes], int]:
    """Page size, the last committed content of each page of a write-ahead log, and the file's pages after that commit.

    The log's form (sqlite.org/fileformat2.html#walformat): a head of 32 bytes with a page size, two random numbers
    and a checksum; then frames, each a head of 24 bytes (page number; the file's pages after a commit, else 0; the
    same random numbers; a checksum over everything so far) and a page. A frame whose checksum is wrong ends it.
    """
    if len(log) < 32:
        return 0, {}, 0
    magic, _version, size, _sequence, salt1, salt2 = struct.unpack(">6I", log[:24])
    if magic & ~1 != 0x377F0682:
        return 0, {}, 0
    order = ">" if magic & 1 else "<"
    sums = _checksum(log[:24], (0, 0), order)
    if sums != struct.unpack(">2I", log[24:32]):
        return 0, {}, 0
    pages: dict[int, bytes] = {}
    uncommitted: dict[int, bytes] = {}
    count = 0
    for at in range(32, len(log) - size - 23, size + 24):
        number, commit, one, two, *written = struct.unpack(">6I", log[at : at + 24])
        sums = _checksum(log[at : at + 8] + log[at + 24 : at + 24 + size], sums, order)
        if (one, two) != (salt1, salt2) or tuple(written) != sums:
            break
        uncommitted[number] = log[at + 24 : at + 24 + size]
        if commit:
            pages |= uncommitted
            uncommitted, count = {}, commit
    return size, {number: page for number, page in pages.items() if number <= count}, count


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    for first, second in struct.iter_unpack(f"{order}2I", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _copy_rows(candidate: Path, made: Path) -> int:
    """Every row that can be read, into a new file; then what does not belong together is left out. Versions kept."""
    database = Database(made, new=True)
    with closing(database), closing(sqlite3.connect(candidate, isolation_level=None)) as source:
        source.row_factory = sqlite3.Row
        source.execute("PRAGMA cell_size_check = ON")
        if version_of(source) != CURRENT:
            return 0
        # Rows come in an order that foreign keys would refuse while their partners are missing.
        database.set_foreign_keys(False)
        with database.writing() as connection:
            for table in (*_TABLES, *_COLLECTIONS):
                for row in _rows(source, table):
                    try:
                        insert(connection, table, row)
                    except sqlite3.IntegrityError:
                        continue
            _drop_broken(connection)
            for (report_id,) in connection.execute("SELECT id FROM reports").fetchall():
                refresh(connection, report_id, heads(connection, ReportId(report_id))[0].id)
            count = int(connection.execute("SELECT count(*) FROM versions").fetchone()[0])
        database.set_foreign_keys(True)
    return count if not backup.check(made, quick=False) else 0


def _rows(source: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """The table's rows by row number; behind one that cannot be read it goes on further and further away."""
    last, gap = 0, 1
    while gap < _WIDEST_GAP:
        try:
            cursor = source.execute(f"SELECT rowid AS number, * FROM {table} WHERE rowid >= ? ORDER BY rowid", [last])
            for row in cursor:
                last, gap = row["number"] + 1, 1
                yield dict(zip(row.keys()[1:], tuple(row)[1:], strict=True))
            return
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            last, gap = last + gap, gap * 2


def _drop_broken(connection: sqlite3.Connection) -> None:
    """Versions whose content is gone or is not what was saved, and what is left without its partner."""
    rows = connection.execute(
        "SELECT v.id, v.content, s.report, s.findings, s.dismissals FROM versions v"
        " LEFT JOIN snapshots s ON s.version_id = v.id"
    )
    broken = [row["id"] for row in rows if not _is_whole(row)]
    connection.executemany("DELETE FROM versions WHERE id = ?", [[number] for number in broken])
    for statement in (
        "DELETE FROM versions WHERE report_id NOT IN (SELECT id FROM reports)",
        "DELETE FROM reports WHERE id NOT IN (SELECT report_id FROM versions)",
        "DELETE FROM snapshots WHERE version_id NOT IN (SELECT id FROM versions)",
        "DELETE FROM changes WHERE version_id NOT IN (SELECT id FROM versions)",
        "DELETE FROM superseded WHERE version_id NOT IN (SELECT id FROM versions)"
        " OR older_id NOT IN (SELECT id FROM versions)",
        "UPDATE versions SET parent = NULL WHERE parent NOT IN (SELECT id FROM versions)",
        "UPDATE versions SET source_id = NULL WHERE source_id NOT IN (SELECT id FROM sources)",
        "UPDATE drafts SET report_id = NULL WHERE report_id NOT IN (SELECT id FROM reports)",
        "UPDATE drafts SET parent = NULL WHERE parent NOT IN (SELECT id FROM versions)",
        "DELETE FROM collection_rows WHERE collection_id NOT IN (SELECT id FROM collections)",
        "DELETE FROM hand_ins WHERE collection_id NOT IN (SELECT id FROM collections)"
        " OR version_id NOT IN (SELECT id FROM versions)",
        "UPDATE drafts SET source_id = NULL WHERE source_id NOT IN (SELECT id FROM sources)",
        "UPDATE hand_ins SET source_id = NULL WHERE source_id NOT IN (SELECT id FROM sources)",
    ):
        connection.execute(statement)


def _is_whole(row: sqlite3.Row) -> bool:
    try:
        compression.unpack_rows(row["findings"])
        compression.unpack_rows(row["dismissals"])
        return bool(compression.fingerprint(compression.unpack(row["report"])) == row["content"])
    except (StoreError, CodecError, TypeError, ValueError):
        return False
