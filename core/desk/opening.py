"""A row's report as the workspace opens it."""

from __future__ import annotations

from dataclasses import replace

from core import reading
from core.desk.model import HandedIn, Row
from core.errors import UserError
from core.open_report import OpenReport, opened
from core.reading import Progress, zip_archive
from core.session import Session, SourceKind, VersionId

GONE = "“{name}”的原文件找不到了（U 盘拔下来了，或文件已经移走）。请插好 U 盘再打开，或重新添加这个文件。"


def open_hand_in(handed: HandedIn, session: Session, progress: Progress | None = None) -> OpenReport:
    """The report of one file: the version kept in the history, else the file itself, else what was read of it."""
    if handed.version is not None:
        return session.open_version(VersionId(handed.version))
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
