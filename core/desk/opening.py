"""A row's report as the workspace opens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core import atomic_write, reading
from core.desk.model import HandedIn, Row
from core.errors import UserError
from core.open_report import OpenReport, opened
from core.reading import Progress, zip_archive
from core.session import Session, SourceKind, VersionId

GONE = "“{name}”的原文件找不到了（U 盘拔下来了，或文件已经移走）。请插好 U 盘再打开，或重新添加这个文件。"
NOT_KEPT = "“{name}”没有留底，请到当时的文件夹里找。"


def open_hand_in(handed: HandedIn, session: Session, progress: Progress | None = None) -> OpenReport:
    """The report of one file: the version or the bytes kept in the history, else the file itself, else what was read
    of it."""
    if handed.version is not None:
        return session.open_version(VersionId(handed.version))
    if handed.kept and (data := session.archive.history.file_of(handed.sha256)) is not None:
        path = handed.path or Path(handed.name)
        state = session.open_read(path, data, session.read_bytes(data, handed.name, progress), progress)
        return replace(state, source_name=handed.name, source_bytes=data)
    if handed.path is None or not handed.path.exists():
        if handed.report is None:
            raise UserError(GONE.format(name=handed.name))
        return replace(opened(handed.report, SourceKind.FILE), source_name=handed.name)
    if not handed.member:
        return session.open(handed.path, progress)
    data = zip_archive.member_in(reading.load(handed.path), handed.member)
    state = session.open_read(handed.path, data, session.read_bytes(data, handed.name, progress), progress)
    return replace(state, source_name=handed.name, source_bytes=data)


def open_row(row: Row, session: Session, progress: Progress | None = None) -> OpenReport:
    """The report that counts of a row."""
    if row.newest is None:
        raise UserError(f"“{row.name}”还没有报送，请把它的文件添加进来。")
    return open_hand_in(row.newest, session, progress)


def write_copy(handed: HandedIn, target: Path, session: Session) -> None:
    """The stamped file as it was handed in, out of the history; UserError where it was not kept. Whole or absent."""
    data = session.archive.history.file_of(handed.sha256) if handed.kept else None
    if data is None:
        raise UserError(NOT_KEPT.format(name=handed.name))
    atomic_write.write_whole(target, data)
