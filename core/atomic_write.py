"""Files that are whole or absent: written beside the target, flushed, read back, renamed over it."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from core import long_paths
from core.errors import ExportError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_BAD_NAME = {errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ}
_CHUNK = 2**20
_ABANDONED_SECONDS = 3600
_TEMPORARY = re.compile(r"\.~[0-9a-f]{32}\.tmp")  # .~0f3c…9a.tmp


class _FolderRefused(PermissionError):
    """No file may be made in the folder."""


Progress = Callable[[int, int], None]  # bytes written, total; may raise core.errors.Cancelled


def write_whole(target: Path, data: bytes, progress: Progress | None = None) -> None:
    """Put data at target; when that fails or is cancelled, whatever stood there before is untouched.

    progress is asked after each megabyte and once more when only the renaming is left. A link is followed. Under
    Windows the path may be over 260 letters long.
    ExportError, in one sentence that says what to do, when the folder is missing or not writable, the target is a
    folder, read-only or held open by another program, or the disk is full.
    """
    shown = target
    try:
        shown = _followed(target)
        _check(long_paths.openable(shown), shown)
        _write(long_paths.openable(shown), data, progress)
    except _FolderRefused as error:
        raise ExportError(f"文件夹“{shown.parent}”不允许写入，请换一个位置保存。") from error
    except OSError as error:
        raise ExportError(_sentence(error, shown)) from error


def _followed(target: Path) -> Path:
    """What a link names, absolute. Some drives cannot say it (disks in memory, Wine over 260 letters): then the link's
    own place."""
    try:
        return Path(os.path.realpath(target))
    except OSError:
        return target.absolute()


def _check(target: Path, shown: Path) -> None:
    if target.is_dir():
        raise ExportError(f"“{shown.name}”是一个文件夹，请在后面补上文件名再保存。")
    if not target.parent.is_dir():
        raise ExportError(f"文件夹“{shown.parent}”不存在，请先建好这个文件夹，或者换一个位置保存。")
    if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
        raise ExportError(f"“{shown.name}”是只读文件，请换一个文件名，或者先去掉它的只读属性。")


def _write(target: Path, data: bytes, progress: Progress | None) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    _delete_abandoned(target.parent)
    temporary = target.with_name(f".~{uuid.uuid4().hex}.tmp")
    handle = _create(temporary)
    try:
        with os.fdopen(handle, "wb") as stream:
            for at in range(0, len(data), _CHUNK):
                stream.write(data[at : at + _CHUNK])
                if progress:
                    progress(min(at + _CHUNK, len(data)), len(data))
            stream.flush()
            os.fsync(stream.fileno())
        if progress:
            progress(len(data), len(data))
        if temporary.read_bytes() != data:
            raise OSError(errno.EIO, "what was written reads back differently")
        temporary.chmod(mode)
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):  # a virus scanner may hold it: it is deleted by a later export
            temporary.unlink(missing_ok=True)


def _create(temporary: Path) -> int:
    """The file, opened for writing, under a name that nobody else uses: one try.

    tempfile.mkstemp takes a refusal in a read-only folder on Windows for a name that is taken, and tries 2^31 others.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(temporary, flags, 0o600)
    except PermissionError as error:
        raise _FolderRefused(*error.args) from error


def _delete_abandoned(folder: Path) -> None:
    """Temporary files of programs that were killed while they wrote here."""
    old = time.time() - _ABANDONED_SECONDS
    with contextlib.suppress(OSError):
        for file in folder.glob(".~*.tmp"):
            if _TEMPORARY.fullmatch(file.name) and file.stat().st_mtime < old:
                file.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename last over a power cut; only POSIX lets a folder be opened for that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some network shares cannot; the file itself is on disk already
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sentence(error: OSError, target: Path) -> str:
    """The target as it is shown."""
    if error.errno in _FULL:
        return f"磁盘空间不够，“{target.name}”没有保存，请清理磁盘或者换一个位置再保存。"
    if error.errno in _BAD_NAME:
        return f"文件名“{target.name}”不能用（太长或者有不允许的字符），请换一个文件名。"
    if isinstance(error, PermissionError):
        if long_paths.openable(target).exists():
            return f"“{target.name}”写不进去：可能正在 Word 或 WPS 里打开着，请先关闭它，或者换一个文件名。"
        return f"文件夹“{target.parent}”不允许写入，请换一个位置保存。"
    if error.errno == errno.EROFS:
        return f"“{target.parent}”所在的磁盘是只读的，请换一个位置保存。"
    return f"“{target.name}”没有保存成功（{error.strerror or error}），请换一个位置或者文件名再试。"
