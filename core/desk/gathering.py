"""Files, folders and archives into rows: what is read, what is passed over, as each is done."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import overload

from core import reading
from core.acts import with_previous
from core.batch import CheckedFile, CheckProcesses, CheckTask
from core.desk.closing import kinds_in
from core.desk.model import Collection, HalfGathered, HandedIn, Row
from core.desk.placing import key_of, most_named_year, owner_of, placed, repeats, settled
from core.errors import Cancelled, UserError
from core.model import CellRef, Report
from core.open_report import OpenReport, opened
from core.reading import zip_archive
from core.session import Session, SourceKind, Stored, VersionId
from core.verdict import verdict_of

ENDINGS = {
    "docx", "docm", "doc", "wps", "pdf", "ofd", "html", "htm", "mht", "mhtml", "xlsx", "xlsm", "xls", "et", "ods",
    "odt", "rtf", "txt", "md", "xml", "zip",
}  # fmt: skip
# The names that this program gives to what it writes.
_OWN = re.compile(r"更正说明|[（(]校核后[)）]|退回修改通知|退回清单|校核情况汇总表|全县合计表|核对表$")
_DRAFT = re.compile(r"草稿|初稿|征求意见|备份|副本|^(Copy of|复件)")
GONE = "读文件时中断了（可能是 U 盘拔下了）。请插好 U 盘，再添加一次这个文件。"
NOT_THERE = "找不到“{path}”（U 盘没有插上，或文件夹已经移走）。请插好 U 盘再接着读，或者把移走以后的文件夹添加进来。"
KEPT = "集中校核收到"
# Bytes kept of a stamped copy, and of all copies of a collection: seven daily copies of the history hold them too.
ONE_COPY, ALL_COPIES = 3_000_000, 60_000_000
_PROPERTIES, _MOST_PROPERTIES = "docProps/core.xml", 100_000
_SAVED_BY = re.compile(rb"<cp:lastModifiedBy>([^<]+)</cp:lastModifiedBy>")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: member is its name inside the archive at path, root the folder it was found under."""

    path: Path
    name: str
    member: str = ""
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """After one more file: how many of how many are done, and the collection with it. unchanged counts the files that
    lie in the collection already, from the same place and with the same content: they are not read again. gone is the
    folder that went away while it was read (a stick pulled out): what is left is the collection's half."""

    done: int
    total: int
    collection: Collection
    unchanged: int = 0
    gone: Path | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read and checked; checked.report is None where it could not be."""

    handed: HandedIn
    data: bytes
    checked: CheckedFile
    root: Path | None = None


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
                archived = _in_archive(file, passed)
                found += [replace(each, root=path) if path.is_dir() or each.member else each for each in archived]
            else:
                found.append(Found(file, file.name, root=path if path.is_dir() else None))
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
    collection of year 0 takes the year that most of its reports name. Every collection on the way may be kept: its half
    says what is left, and gathering the same paths again reads only that.
    """
    all_found, passed = find_files(paths)
    found = _without_known(all_found, collection)
    unchanged = len(all_found) - len(found)
    known = {h.sha256: h.name for row in collection.rows for h in (*row.hand_ins, row.counterpart) if h}
    own_year = collection.year == 0
    before, begun = collection.half, _begun(collection.half, paths)
    collection = settled(_passed(collection, passed))
    done, gone = 0, None

    def event() -> Gathered:
        half = replace(begun, done=done + unchanged, total=len(all_found)) if keep else None
        return Gathered(done + unchanged, len(all_found), replace(collection, half=half), unchanged, gone)

    yield event()
    with closing(_all_read(found, session, cancelled)) as coming:
        for read in coming:
            handed = read.handed
            if not read.data and read.root is not None and _is_gone(read.root):
                gone = read.root
                break
            done += 1
            if handed.sha256 and handed.sha256 in known:
                collection = _passed(collection, [(handed.name, f"内容与“{known[handed.sha256]}”完全相同")])
            else:
                known[handed.sha256] = handed.name
                collection = _with_read(collection, read, session, keep)
                year = most_named_year(collection) if own_year else collection.year
                collection = _of_year(collection, year) if year != collection.year else collection
            yield event()
    if keep:
        collection = _kept(collection, session)
        left = event().collection.half if done < len(found) else _left(before, paths)
        yield replace(event(), collection=replace(collection, half=left))
    elif gone is not None:
        yield event()


def _is_gone(root: Path) -> bool:
    """Whether a folder went away: its drive is not there, or it is an empty place where a stick was mounted."""
    with suppress(OSError):
        return not root.exists() or (root.is_dir() and not any(root.iterdir()))
    return True


def go_on(
    collection: Collection, session: Session, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Gathered]:
    """Reads what a gathering that was broken off has left; UserError where its folder, or all of its files, are not to
    be reached. One file of many that was deleted since is a row that says so."""
    paths = collection.half.paths if collection.half else ()
    gone = [path for path in paths if not path.exists()]
    folders = [path for path in gone if path.suffix.lower().removeprefix(".") not in ENDINGS]
    if folders or (gone and len(gone) == len(paths)):
        raise UserError(NOT_THERE.format(path=gone[0]))
    yield from gather(paths, collection, session, cancelled)


def ended(collection: Collection, session: Session) -> Collection:
    """What was read is all that the person wants of a gathering that was broken off: its reports become versions."""
    return replace(_kept(collection, session), half=None)


def _begun(half: HalfGathered | None, paths: Sequence[Path]) -> HalfGathered:
    """What is not read to its end while these paths are being read."""
    return HalfGathered(tuple(dict.fromkeys([*(half.paths if half else ()), *paths])))


def _left(half: HalfGathered | None, paths: Sequence[Path]) -> HalfGathered | None:
    """What an earlier gathering had left, after these paths were read to their end."""
    rest = tuple(path for path in half.paths if path not in paths) if half else ()
    return replace(half, paths=rest) if half and rest else None


def _passed(collection: Collection, files: Sequence[tuple[str, str]]) -> Collection:
    """With files that were passed over; a folder gathered twice names them once."""
    return replace(collection, passed_over=tuple(dict.fromkeys([*collection.passed_over, *files])))


def _without_known(found: Sequence[Found], collection: Collection) -> list[Found]:
    """The files that do not lie in the collection yet, or that say something else now."""
    files = [h for row in collection.rows for h in (*row.hand_ins, row.counterpart) if h and h.report]
    known = {(h.path, h.member): h.sha256 for h in files}
    return [file for file in found if not _is_known(file, known.get((file.path, file.member), ""))]


def _is_known(file: Found, digest: str) -> bool:
    if not digest:
        return False
    with suppress(UserError, OSError, KeyError):
        data = reading.load(file.path)
        data = zip_archive.member_in(data, file.member) if file.member else data
        return sha256(data).hexdigest() == digest
    return False


def _of_year(collection: Collection, year: int) -> Collection:
    name = collection.name or f"{year} 年度年报"
    if collection.name == f"{collection.year} 年度年报":
        name = f"{year} 年度年报"
    return settled(replace(collection, year=year, name=name))


class _Tasks(Sequence[CheckTask]):
    """The files as tasks, each loaded when its turn comes, so that a thousand files never lie in memory together; the
    bytes are kept until taken, for the report and the copy of its file must come from one read."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = found
        self._loaded: dict[int, tuple[bytes, str]] = {}

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, number: int) -> CheckTask: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[CheckTask]: ...
    def __getitem__(self, number: int | slice) -> CheckTask | Sequence[CheckTask]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        file = self._found[number]
        data, error = b"", ""
        try:
            data = reading.load(file.path)
            if file.member:
                data = zip_archive.member_in(data, file.member)
        except UserError as problem:
            error = str(problem)
        except (OSError, KeyError):  # the stick was pulled out, the archive is another one now
            error = GONE
        self._loaded[number] = (data, error)
        return CheckTask(file.path, data, file.name)

    def take(self, number: int) -> tuple[bytes, str]:
        """Content and error of a task, once."""
        return self._loaded.pop(number, (b"", ""))


def _all_read(found: Sequence[Found], session: Session, cancelled: Callable[[], bool]) -> Generator[_Read]:
    """As each is done, on all cores; ends where cancelled() says so."""
    tasks = _Tasks(found)
    with closing(CheckProcesses(session.settings, session.data_dir)) as processes, suppress(Cancelled):
        for number, checked in processes.check(tasks, cancelled):
            data, error = tasks.take(number)
            if error:
                checked = CheckedFile(error=error)
            yield _Read(_handed_in(found[number], data, checked), data, checked, found[number].root)


def _handed_in(file: Found, data: bytes, checked: CheckedFile) -> HandedIn:
    kind = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    digest = sha256(data).hexdigest() if data else ""
    return HandedIn(
        digest[:16] or file.member or str(file.path),
        file.name,
        file.path,
        sha256=digest,
        kind=kind,
        received_at=_modified(file.path),
        sender=_sender(data),
        error=checked.error or "",
        broken=tuple(rule.message for rule in checked.broken),
        member=file.member,
    )


def _sender(data: bytes) -> str:
    """Who saved the Word file last, as it says itself; '' where it says nothing."""
    if not data.startswith(b"PK"):
        return ""
    with (
        suppress(zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError),
        zipfile.ZipFile(io.BytesIO(data)) as package,
    ):
        if package.getinfo(_PROPERTIES).file_size < _MOST_PROPERTIES:
            found = _SAVED_BY.search(package.read(_PROPERTIES))
            return unescape(found[1].decode("utf-8", "replace")).strip()[:40] if found else ""
    return ""


def _modified(path: Path) -> str:
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return ""


def _with_read(collection: Collection, read: _Read, session: Session, keep: bool) -> Collection:
    """The file in its row, with what the clerk said of the office's file before it."""
    handed, report = read.handed, read.checked.report
    if report is None:
        return placed(collection, handed)
    stored = session.archive.kept_from(handed.sha256)
    if stored is not None:
        handed = replace(handed, known=stored.source_name or handed.name)
    previous, renamed = _previous(collection, replace(handed, report=report), report, session)
    if stored is not None and keep:
        state = session.archive.open_version(stored.id)
        handed = replace(handed, edited=bool(state.log), version=stored.id)
    else:
        state = replace(opened(report, SourceKind.FILE), source_name=read.checked.source_name, source_bytes=read.data)
        if previous is not None and repeats(report, previous.report):
            handed = replace(handed, last_years=previous.source_name or "上年的报告")
    state = with_previous(state, previous.report, previous.info) if previous else state
    findings, verdict = read.checked.findings, read.checked.verdict
    carried = _carried_over(collection, replace(handed, report=report), state)
    if carried != state or stored is not None or renamed:
        state = carried
        checked = session.check(state)
        findings, verdict = checked.findings, verdict_of(state.report, checked, session.settings.rules).sentence
    came = kinds_in(read.checked.findings)
    handed = replace(handed, report=state.report, findings=findings, verdict=verdict, reported=came)
    return _with_work(placed(collection, handed, previous is not None), handed, state)


def _previous(collection: Collection, handed: HandedIn, report: Report, session: Session) -> tuple[Stored | None, bool]:
    """Last year's report of the office, also under another name that the list of offices gives it; whether it was."""
    found = session.archive.previous_of(report)
    office = owner_of(collection, handed) if found is None else None
    for name in (office.name, *office.aliases) if office else ():
        found = found or session.archive.previous_of(replace(report, agency=name))
    return found, office is not None and found is not None


def _kept(collection: Collection, session: Session) -> Collection:
    """Every new report as a version of the history: an office's files in their order, so that the one that counts is
    the newest version. A stamped copy of a Word file is no version of its own, it stays with the collection."""
    rows = []
    for row in collection.rows:
        files = tuple(_with_version(handed, row, session) for handed in row.hand_ins)
        rows.append(replace(row, hand_ins=files) if files != row.hand_ins else row)
    return settled(_with_copies(replace(collection, rows=tuple(rows)), session))


def _with_copies(collection: Collection, session: Session) -> Collection:
    """The bytes of the stamped copies, as long as they are not too many (decision 352)."""
    copies = [row.counterpart for row in collection.rows if row.counterpart]
    room = ALL_COPIES - sum(copy.kept for copy in copies)
    rows = []
    for row in collection.rows:
        copy = row.counterpart
        if copy is not None and not copy.kept and copy.sha256:
            data = _bytes_of(copy)
            if 0 < len(data) <= min(ONE_COPY, room):
                session.archive.history.keep_file(data)
                row, room = replace(row, counterpart=replace(copy, kept=len(data))), room - len(data)
        rows.append(row)
    return replace(collection, rows=tuple(rows))


def _with_version(handed: HandedIn, row: Row, session: Session) -> HandedIn:
    if handed.report is None or handed.version is not None:
        return handed
    known = session.archive.kept_from(handed.sha256)
    if known is not None:  # the clerk opened it from the desk and saved it, while other files were being read
        return _as_worked_on(handed, known.id, session)
    state = replace(opened(handed.report, SourceKind.FILE), source_name=handed.name, source_bytes=_content(handed))
    if handed is row.newest:
        state = replace(state, dismissals=row.dismissals, locked=row.locked)
    return replace(handed, version=session.archive.save(state, handed.findings, KEPT).id)


def _as_worked_on(handed: HandedIn, version: VersionId, session: Session) -> HandedIn:
    state = session.archive.open_version(version)
    previous = session.archive.previous_of(state.report)
    state = with_previous(state, previous.report, previous.info) if previous else state
    checked = session.check(state)
    verdict = verdict_of(state.report, checked, session.settings.rules).sentence
    now = replace(handed, report=state.report, findings=checked.findings, verdict=verdict)
    return replace(now, version=version, edited=bool(state.log))


def _content(handed: HandedIn) -> bytes:
    """What was read of a file, once more: the report inside where it is an archive of one; none as for _bytes_of."""
    with suppress(UserError):
        data = _bytes_of(handed)
        return reading.open_archive(data, handed.name)[0] if data else b""
    return b""


def _bytes_of(handed: HandedIn) -> bytes:
    """The file's bytes once more; none where it is another one now, or gone with its stick."""
    with suppress(UserError, OSError, KeyError):
        data = reading.load(handed.path) if handed.path else b""
        data = zip_archive.member_in(data, handed.member) if handed.member else data
        return data if sha256(data).hexdigest() == handed.sha256 else b""
    return b""


def _carried_over(collection: Collection, handed: HandedIn, state: OpenReport) -> OpenReport:
    """With what was dismissed and confirmed in the office's file before; a dismissal holds while the finding's figures
    are the same (core.rules.dismissal), a confirmed cell while it says the same."""
    row = collection.row(key_of(owner_of(collection, handed), handed))
    if row is None or row.report is None or not (row.dismissals or row.locked):
        return state
    before = row.report
    locked = state.locked | frozenset(ref for ref in row.locked if _same_figure(ref, state, before.cell(ref).raw))
    known = {dismissal.identity for dismissal in state.dismissals}
    dismissals = (*state.dismissals, *(d for d in row.dismissals if d.identity not in known))
    return replace(state, locked=locked, dismissals=dismissals)


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
