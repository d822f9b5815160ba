"""Files, folders and archives into rows: what is read, what is passed over, as each is done."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from core import reading
from core.checking import Checked
from core.desk.model import Collection, HandedIn
from core.desk.placing import key_of, most_named_year, owner_of, placed, repeats, settled
from core.errors import Cancelled, UserError
from core.model import CellRef
from core.open_report import OpenReport
from core.reading import zip_archive
from core.session import ReaderProcesses, Session, VersionInfo
from core.verdict import verdict_of

ENDINGS = {
    "docx", "docm", "doc", "wps", "pdf", "ofd", "html", "htm", "mht", "mhtml", "xlsx", "xlsm", "xls", "et", "ods",
    "odt", "rtf", "txt", "md", "xml", "zip",
}  # fmt: skip
# The names that this program gives to what it writes.
_OWN = re.compile(r"更正说明|[（(]校核后[)）]|退回修改通知|退回清单|校核情况汇总表|全县合计表|核对表$")
_DRAFT = re.compile(r"草稿|初稿|征求意见|备份|副本|^(Copy of|复件)")
_MOST_CORES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: member is its name inside the archive at path."""

    path: Path
    name: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """After one more file: how many of how many are done, and the collection with it."""

    done: int
    total: int
    collection: Collection


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read and checked; state None where it could not be."""

    handed: HandedIn
    state: OpenReport | None = None
    checked: Checked | None = None


def holds_several(path: Path) -> bool:
    """Whether a path is a folder, or an archive of several reports."""
    if path.is_dir():
        return True
    if path.suffix.lower() != ".zip":
        return False
    try:
        return len(zip_archive.reports_in(reading.load(path))) > 1
    except (OSError, UserError):
        return False


def find_files(paths: Sequence[Path]) -> tuple[list[Found], list[tuple[str, str]]]:
    """What is to be read in folders, archives and files, and what is passed over with its reason."""
    found: list[Found] = []
    passed: list[tuple[str, str]] = []
    for path in paths:
        for file in _files_under(path, passed) if path.is_dir() else [path]:
            reason = _passed_over(file.name, file.suffix) if path.is_dir() else _never(file.name)
            if reason:
                passed.append((file.name, reason))
            elif file.suffix.lower() == ".zip":
                found += _in_archive(file, passed)
            else:
                found.append(Found(file, file.name))
    return found, passed


def _files_under(folder: Path, passed: list[tuple[str, str]]) -> list[Path]:
    """All files below a folder, by name; a folder that cannot be read is said, the others are read."""

    def unreadable(error: OSError) -> None:
        name = Path(error.filename).name if error.filename else folder.name
        passed.append((name, "这个文件夹读不了（没有权限，或 U 盘已拔下）"))

    files = []
    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__MACOSX")))
        files += [Path(place, name) for name in sorted(names)]
    return files


def _in_archive(path: Path, passed: list[tuple[str, str]]) -> list[Found]:
    try:
        names = zip_archive.reports_in(reading.load(path))
    except (OSError, UserError):
        names = []  # reading it says why
    if len(names) < 2:
        return [Found(path, path.name)]
    found = []
    for name in names:
        base = name.rpartition("/")[2]
        if reason := _passed_over(base, Path(base).suffix):
            passed.append((base, reason))
        else:
            found.append(Found(path, base, name))
    return found


def _never(name: str) -> str:
    """What is no report even when the person names it."""
    return "Word 打开文件时留下的临时文件" if name.startswith(("~$", ".~")) else ""


def _passed_over(name: str, suffix: str) -> str:
    stem = name[: len(name) - len(suffix)]
    if reason := _never(name):
        return reason
    if name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini"):
        return "系统的隐藏文件"
    if suffix.lower().lstrip(".") not in ENDINGS:
        return "不是年度报告的文件格式"
    if _OWN.search(stem):
        return "本程序导出的文件"
    if _DRAFT.search(stem):
        return "文件名写着是草稿或副本；要用它，请单独添加"
    return ""


def gather(
    paths: Sequence[Path],
    collection: Collection,
    session: Session,
    cancelled: Callable[[], bool] = lambda: False,
    keep: bool = True,
) -> Iterator[Gathered]:
    """Read, check and place every file, on all cores; what cannot be read is a row with its sentence. Ends early, with
    what is done, where cancelled() says so.

    keep: every report read becomes a version of the history, or is found there again with the clerk's work on it. A
    collection of year 0 takes the year that most of its reports name.
    """
    found, passed = find_files(paths)
    known = {h.sha256: h.name for row in collection.rows for h in (*row.hand_ins, row.counterpart) if h}
    own_year = collection.year == 0
    collection = settled(replace(collection, passed_over=(*collection.passed_over, *passed)))
    yield Gathered(0, len(found), collection)
    for done, read in enumerate(_all_read(found, session, cancelled), 1):
        handed = read.handed
        if handed.sha256 and handed.sha256 in known:
            reason = f"内容与“{known[handed.sha256]}”完全相同"
            collection = replace(collection, passed_over=(*collection.passed_over, (handed.name, reason)))
        else:
            known[handed.sha256] = handed.name
            collection = _with_read(collection, read, session, keep)
            year = most_named_year(collection) if own_year else collection.year
            if year != collection.year:
                collection = _of_year(collection, year)
        yield Gathered(done, len(found), collection)


def _of_year(collection: Collection, year: int) -> Collection:
    name = collection.name or f"{year} 年度年报"
    if collection.name == f"{collection.year} 年度年报":
        name = f"{year} 年度年报"
    return settled(replace(collection, year=year, name=name))


def _all_read(found: Sequence[Found], session: Session, cancelled: Callable[[], bool]) -> Iterator[_Read]:
    """As each is done, on all cores."""
    cores = min(os.cpu_count() or 1, _MOST_CORES, max(len(found), 1))
    processes = ReaderProcesses()
    pool = ThreadPoolExecutor(cores)
    try:
        waiting: set[Future[_Read]] = set()
        rest = iter(found)
        while not cancelled():
            while len(waiting) < 2 * cores and (file := next(rest, None)) is not None:
                waiting.add(pool.submit(_read, file, session, processes))
            if not waiting:
                return
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in ready)
    finally:
        pool.shutdown(cancel_futures=True)
        processes.close()


def _read(file: Found, session: Session, processes: ReaderProcesses) -> _Read:
    kind = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    handed = HandedIn(file.member or str(file.path), file.name, file.path, kind=kind, member=file.member)
    try:
        handed = replace(handed, received_at=_modified(file.path))
        data = reading.load(file.path)
        if file.member:
            data = zip_archive.member_in(data, file.member)
        digest = sha256(data).hexdigest()
        handed = replace(handed, key=digest[:16], sha256=digest)
        state = session.open_read(Path(file.name), data, processes.read_bytes(data, file.name))
        state = replace(state, source=None if file.member else file.path)
        return _Read(handed, state, session.check(state))
    except Cancelled:
        raise
    except UserError as error:
        return _Read(replace(handed, error=str(error)))
    except OSError as error:  # the stick was pulled out while this file was read
        return _Read(replace(handed, error=f"读文件时出错（{error.strerror or error}），请插好 U 盘再添加这个文件。"))


def _modified(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _with_read(collection: Collection, read: _Read, session: Session, keep: bool) -> Collection:
    """The file in its row, with what the clerk said of the office's file before it; kept in the history."""
    handed, state, checked = read.handed, read.state, read.checked
    if state is None or checked is None:
        return placed(collection, handed)
    stored = session.archive.kept_from(handed.sha256)
    if stored is not None:
        handed = replace(handed, known=stored.source_name or handed.name)
    if stored is not None and keep:
        kept = session.archive.open_version(stored.id)
        state = replace(kept, source=state.source, previous=state.previous, previous_from=state.previous_from)
        handed = replace(handed, edited=bool(kept.log), version=stored.id)
        checked = session.check(state)
    elif state.previous is not None and repeats(state.report, state.previous):
        handed = replace(handed, last_years=_name_of(state.previous_from))
    state, checked = _carried_over(collection, handed, state, checked, session)
    if keep and handed.version is None:
        saved = session.archive.save(state, checked.findings, "集中校核收到")
        handed = replace(handed, version=saved.id)
    verdict = verdict_of(state.report, checked, session.settings.rules).sentence
    handed = replace(handed, report=state.report, findings=checked.findings, verdict=verdict)
    collection = placed(collection, handed, state.previous is not None)
    return _with_work(collection, handed, state)


def _name_of(origin: VersionInfo | str | None) -> str:
    if isinstance(origin, VersionInfo):
        return origin.source_name or "上年的报告"
    return origin or "上年的报告"


def _carried_over(
    collection: Collection, handed: HandedIn, state: OpenReport, checked: Checked, session: Session
) -> tuple[OpenReport, Checked]:
    """What was dismissed and confirmed in the office's file before, as long as the figures are the same."""
    row = collection.row(key_of(owner_of(collection, replace(handed, report=state.report)), handed))
    if row is None or row.report is None or not (row.dismissals or row.locked):
        return state, checked
    before = row.report
    locked = state.locked | frozenset(ref for ref in row.locked if _same_figure(ref, state, before.cell(ref).raw))
    known = {dismissal.identity for dismissal in state.dismissals}
    dismissals = (*state.dismissals, *(d for d in row.dismissals if d.identity not in known))
    state = replace(state, locked=locked, dismissals=dismissals)
    return state, session.check(state, checked)


def _same_figure(ref: CellRef, state: OpenReport, raw: str) -> bool:
    return ref.table in state.report.tables and state.report.cell(ref).raw == raw


def _with_work(collection: Collection, handed: HandedIn, state: OpenReport) -> Collection:
    """The row keeps what was said of its newest file."""
    rows = tuple(
        replace(row, dismissals=state.dismissals, locked=state.locked)
        if row.newest is not None and row.newest.key == handed.key
        else row
        for row in collection.rows
    )
    return replace(collection, rows=rows)
