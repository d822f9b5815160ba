"""SQLite's errors in two groups: what the surroundings did (StoreError, says what to do) and our own bugs."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import StoreError
from core.store.migrations import TABLES

_PRIMARY = 0xFF  # the low byte of an extended result code


class BusyStore(StoreError):
    """Another program or window holds the file longer than we wait."""


class FullStore(StoreError):
    """No room left on the disk."""


class DamagedStore(StoreError):
    """The file is no longer a sound database; see core.store.backups.damaged_file."""


class NewerStore(StoreError):
    """The file was written by a newer program."""


class ReadOnlyStore(StoreError):
    """The file or its folder cannot be written to (read-only media, rights)."""


class MovedStore(StoreError):
    """The file that is open is no longer the one in the folder: nothing of this act was acknowledged."""


_KINDS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (BusyStore, "历史记录正被另一个程序或窗口使用，请关闭它或稍候再试：{path}"),
    sqlite3.SQLITE_LOCKED: (BusyStore, "历史记录正被另一个程序或窗口使用，请关闭它或稍候再试：{path}"),
    sqlite3.SQLITE_PROTOCOL: (BusyStore, "历史记录被反复占用，暂时打不开；请关闭其他窗口，稍候再试：{path}"),
    sqlite3.SQLITE_SCHEMA: (BusyStore, "历史记录刚被另一个窗口更新过，请再试一次：{path}"),
    sqlite3.SQLITE_FULL: (FullStore, "磁盘空间已满，没有保存；请清理磁盘后再保存，或另选数据文件夹：{path}"),
    sqlite3.SQLITE_READONLY: (
        ReadOnlyStore,
        "历史记录所在位置只能读、不能写；请取消“只读”，或在设置中另选数据文件夹：{path}",
    ),
    sqlite3.SQLITE_PERM: (ReadOnlyStore, "没有读写历史记录的权限；请联系管理员，或在设置中另选数据文件夹：{path}"),
    sqlite3.SQLITE_CANTOPEN: (
        ReadOnlyStore,
        "历史记录打不开；请检查该文件夹是否存在、能否写入，或在设置中另选数据文件夹：{path}",
    ),
    sqlite3.SQLITE_IOERR: (StoreError, "读写历史记录时磁盘出错；请检查U盘或网络连接后再试：{path}"),
    sqlite3.SQLITE_CORRUPT: (DamagedStore, "历史记录文件已损坏；请从备份恢复：{path}"),
    sqlite3.SQLITE_NOTADB: (DamagedStore, "历史记录文件已损坏，不是数据库；请从备份恢复：{path}"),
    sqlite3.SQLITE_TOOBIG: (StoreError, "这份文件太大，存不进历史记录；请先把其中的图片压缩后再保存：{path}"),
}


def as_store_error(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The user's error behind an SQLite error, None when it is a bug of ours (syntax, constraint, misuse)."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR and _names_missing_table(str(error)):
        code = sqlite3.SQLITE_CORRUPT
    kind = _KINDS.get(code & _PRIMARY) if code is not None else None
    return kind[0](kind[1].format(path=path)) if kind else None


def _names_missing_table(message: str) -> bool:
    """Whether a table of our format is missing: the file was cut or put together wrongly.

    "no such table: versions" is damage; "no such table: nowhere" is a bug of ours.
    """
    lead, _, name = message.partition("no such table: ")
    return not lead and name.removeprefix("main.") in TABLES


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises StoreError for what the surroundings did, from SQLite or from the file system; bugs pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        known = as_store_error(error, path)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        refused = isinstance(error, PermissionError) or error.errno == errno.EROFS
        raise (ReadOnlyStore if refused else StoreError)(os_sentence(error, path)) from error


def os_sentence(error: OSError, path: Path) -> str:
    """A file system failure in one sentence that says what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间已满，请清理磁盘或换一个位置：{path}"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"这里不能写入，请换一个文件夹或取消“只读”；文件若在别的程序中打开，请先关闭：{path}"
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"无法建立文件夹，同名的地方已经有一个文件，请换一个文件夹：{path.parent}"
    if isinstance(error, FileNotFoundError):
        return f"文件或文件夹不存在，请检查路径或U盘、网络连接：{path}"
    return f"读写文件时出错，请检查磁盘、U盘或网络连接后再试：{path}"
