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
from core.desk.model import Collection, HandedIn
from core.desk.placing import placed, settled
from core.errors import UserError
from core.reading import zip_archive
from core.session import ReaderProcesses, Session
from core.verdict import verdict_of

ENDINGS = {
    "docx", "docm", "doc", "wps", "pdf", "ofd", "html", "htm", "mht", "mhtml", "xlsx", "xlsm", "xls", "et", "ods",
    "odt", "rtf", "txt", "md", "zip",
}  # fmt: skip
_OWN = re.compile(r"更正说明|（校核后）|退回修改通知|校核情况汇总表|合计表|退回清单|核对表")
_DRAFT = re.compile(r"草稿|初稿|备份|副本|\(\d\)$")
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


def holds_several(path: Path) -> bool:
    """Whether a path is a folder, or an archive of several reports."""
    if path.is_dir():
        return True
    if path.suffix.lower() != ".zip":
        return False
    try:
        return len(_members(path)) > 1
    except (OSError, UserError):
        return False


def _members(path: Path) -> list[str]:
    return zip_archive.reports_in(reading.load(path))


def find_files(paths: Sequence[Path]) -> tuple[list[Found], list[tuple[str, str]]]:
    """What is to be read in folders, archives and files, and what is passed over with its reason."""
    found: list[Found] = []
    passed: list[tuple[str, str]] = []
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if path.is_dir() and (reason := _passed_over(file)):
                passed.append((file.name, reason))
            elif file.suffix.lower() == ".zip":
                found += _in_archive(file)
            else:
                found.append(Found(file, file.name))
    return found, passed


def _in_archive(path: Path) -> list[Found]:
    try:
        names = _members(path)
    except (OSError, UserError):
        names = []
    if len(names) < 2:
        return [Found(path, path.name)]
    return [Found(path, name.rpartition("/")[2], name) for name in names]


def _passed_over(path: Path) -> str:
    name, ending = path.name, path.suffix.lower().lstrip(".")
    if name.startswith(("~$", ".~")):
        return "Word 打开文件时留下的临时文件"
    if name.startswith(".") or name in ("Thumbs.db", "desktop.ini"):
        return "系统的隐藏文件"
    if ending not in ENDINGS:
        return "不是年度报告的文件格式"
    if _OWN.search(path.stem):
        return "本程序导出的文件"
    if _DRAFT.search(path.stem):
        return "名称里写着草稿、副本"
    return ""


def gather(
    paths: Sequence[Path],
    collection: Collection,
    session: Session,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Gathered]:
    """Read, check and place every file, on all cores; what cannot be read is a row with its sentence. Ends early, with
    what is done, where cancelled() says so."""
    found, passed = find_files(paths)
    known = {h.sha256: h.name for row in collection.rows for h in (*row.hand_ins, row.counterpart) if h}
    collection = settled(replace(collection, passed_over=(*collection.passed_over, *passed)))
    yield Gathered(0, len(found), collection)
    cores = min(os.cpu_count() or 1, _MOST_CORES)
    processes = ReaderProcesses()
    pool = ThreadPoolExecutor(cores)
    try:
        done = 0
        waiting: set[Future[HandedIn]] = set()
        rest = iter(found)
        while True:
            while len(waiting) < 2 * cores and (file := next(rest, None)) is not None:
                waiting.add(pool.submit(_handed_in, file, session, processes))
            if not waiting or cancelled():
                break
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in ready:
                handed, done = each.result(), done + 1
                if handed.sha256 and handed.sha256 in known:
                    reason = f"内容与“{known[handed.sha256]}”完全相同"
                    collection = replace(collection, passed_over=(*collection.passed_over, (handed.name, reason)))
                else:
                    known[handed.sha256] = handed.name
                    last = session.archive.previous_of(handed.report) if handed.report else None
                    collection = placed(collection, handed, last is not None)
                yield Gathered(done, len(found), collection)
    finally:
        pool.shutdown(cancel_futures=True)
        processes.close()


def _handed_in(file: Found, session: Session, processes: ReaderProcesses) -> HandedIn:
    handed = HandedIn(file.name, file.name, file.path, received_at=_modified(file.path), member=file.member)
    try:
        data = reading.load(file.path)
        if file.member:
            data = zip_archive.member_in(data, file.member)
        digest = sha256(data).hexdigest()
        handed = replace(handed, key=digest[:16], sha256=digest, kind=file.name.rpartition(".")[2].lower())
        state = session.open_read(file.path, data, processes.read_bytes(data, file.name))
        checked = session.check(state)
        verdict = verdict_of(state.report, checked, session.settings.rules).sentence
        return replace(handed, report=state.report, findings=checked.findings, verdict=verdict)
    except UserError as error:
        return replace(handed, error=str(error))


def _modified(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""
