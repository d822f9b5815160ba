"""A layer under SQLite that records what it writes and fails when it is told to.

The standard library cannot reach SQLite's VFS, but the C library that the module sqlite3 is linked to can: a copy of
the default VFS is registered through ctypes, whose open, delete, write, truncate, sync and lock go through Python.
That sees every write of the database, its log and its journal in order, with the syncs between them, which is what a
power cut tests needs; strace would see the same and costs a process and a parser.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import itertools
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512  # bytes that a disk writes whole
_VERSION = sqlite3.sqlite_version_info
_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_longlong
_VFS = ("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness",
        "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall",
        "xNextSystemCall")  # fmt: skip
_IO = ("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock",
       "xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap",
       "xFetch", "xUnfetch")  # fmt: skip


class Vfs(ctypes.Structure):
    _fields_ = [
        ("iVersion", _I), ("szOsFile", _I), ("mxPathname", _I), ("pNext", _P), ("zName", ctypes.c_char_p),
        ("pAppData", _P), *((name, _P) for name in _VFS),
    ]  # fmt: skip


class IoMethods(ctypes.Structure):
    _fields_ = [("iVersion", _I), *((name, _P) for name in _IO)]


Open = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
Delete = ctypes.CFUNCTYPE(_I, _P, ctypes.c_char_p, _I)
Write = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
Truncate = ctypes.CFUNCTYPE(_I, _P, _L)
Sync = Lock = ctypes.CFUNCTYPE(_I, _P, _I)
Lock = ctypes.CFUNCTYPE(_I, _P, _I)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened: open, write, truncate, sync, delete of a file; or "said", something the program acknowledged."""

    what: str
    path: str = ""
    at: int = 0
    data: bytes = b""
    said: object = None


@dataclass
class Recorder:
    """fail(what, path) gives the SQLite error code that an operation ends with, 0 when it goes through."""

    steps: list[Step] = field(default_factory=list)
    fail: Callable[[str, str], int] = lambda what, path: 0

    def say(self, said: object) -> None:
        self.steps.append(Step("said", said=said))


def usable() -> bool:
    """Whether the module sqlite3 uses a shared library that we can reach too."""
    try:
        library = _library()
    except OSError:
        return False
    library.sqlite3_libversion.restype = ctypes.c_char_p
    return library.sqlite3_libversion().decode() == sqlite3.sqlite_version and "sqlite" in _loaded()


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")


def _loaded() -> str:
    maps = Path("/proc/self/maps")
    return maps.read_text() if maps.exists() else ""


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Every connection opened meanwhile goes through the recorder; close them before the block ends."""
    library = _library()
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    original = library.sqlite3_vfs_find(None)
    made = Vfs.from_buffer_copy(original.contents)
    made.zName, made.pNext = b"recording", None
    layer = _Layer(recorder, original)
    made.xOpen = ctypes.cast(layer.open, _P)
    made.xDelete = ctypes.cast(layer.delete, _P)
    library.sqlite3_vfs_register(ctypes.byref(made), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(made))
        library.sqlite3_vfs_register(original, 1)


class _Layer:
    """The functions that SQLite calls; kept alive as long as they are registered."""

    def __init__(self, recorder: Recorder, original: ctypes._Pointer[Vfs]) -> None:
        self._recorder, self._original = recorder, original
        self._names: dict[int, str] = {}
        self._methods: dict[int, tuple[IoMethods, list[object]]] = {}
        self.open, self.delete = Open(self._open), Delete(self._delete)

    def _open(self, _vfs: int, name: int, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        code = self._recorder.fail("open", path)
        if code:
            ctypes.cast(file, ctypes.POINTER(_P))[0] = None
            return code
        code = Open(self._original.contents.xOpen)(ctypes.cast(self._original, _P).value, name, file, flags, out)
        if code == 0 and path:
            slot = ctypes.cast(file, ctypes.POINTER(_P))
            self._names[file] = path
            slot[0] = ctypes.addressof(self._patched(slot[0]))
            self._recorder.steps.append(Step("open", path))
        return code

    def _delete(self, _vfs: int, name: bytes, sync_folder: int) -> int:
        code = self._recorder.fail("delete", name.decode())
        code = code or Delete(self._original.contents.xDelete)(ctypes.cast(self._original, _P).value, name, sync_folder)
        if code == 0:
            self._recorder.steps.append(Step("delete", name.decode(), sync_folder))
        return code

    def _patched(self, address: int) -> IoMethods:
        if address not in self._methods:
            old = IoMethods.from_address(address)
            new = IoMethods.from_buffer_copy(old)
            write, truncate = Write(old.xWrite), Truncate(old.xTruncate)
            sync, lock = Sync(old.xSync), Lock(old.xLock)
            record, names, fail = self._recorder.steps, self._names, lambda *of: self._recorder.fail(*of)

            def on_write(file: int, data: int, size: int, at: int) -> int:
                code = fail("write", names[file]) or write(file, data, size, at)
                if code == 0:
                    record.append(Step("write", names[file], at, ctypes.string_at(data, size)))
                return code

            def on_truncate(file: int, size: int) -> int:
                code = fail("truncate", names[file]) or truncate(file, size)
                if code == 0:
                    record.append(Step("truncate", names[file], size))
                return code

            def on_sync(file: int, flags: int) -> int:
                code = fail("sync", names[file]) or sync(file, flags)
                if code == 0:
                    record.append(Step("sync", names[file]))
                return code

            def on_lock(file: int, kind: int) -> int:
                return fail("lock", names[file]) or lock(file, kind)

            kept = [Write(on_write), Truncate(on_truncate), Sync(on_sync), Lock(on_lock)]
            for name, function in zip(("xWrite", "xTruncate", "xSync", "xLock"), kept, strict=True):
                setattr(new, name, ctypes.cast(function, _P))
            self._methods[address] = (new, [*kept, write, truncate, sync, lock])
        return self._methods[address][0]


def after_power_cut(steps: list[Step], chance: random.Random) -> dict[str, bytes]:
    """What a disk may hold when the power goes after these steps: synced writes, and of the others any choice,
    in any order, each whole or torn at a sector. A name that was never synced may be gone, a deletion undone.
    """
    files: dict[str, bytearray] = {}
    waiting: dict[str, list[Step]] = {}
    durable_names: set[str] = set()
    for step in steps:
        if step.what == "open":
            files.setdefault(step.path, bytearray())
            waiting.setdefault(step.path, [])
        elif step.what in ("write", "truncate"):
            waiting[step.path].append(step)
        elif step.what == "sync":
            for one in waiting[step.path]:
                _apply(files[step.path], one, None)
            waiting[step.path].clear()
            durable_names |= set(files)  # SQLite syncs the folder with a new log or journal
        elif step.what == "delete":
            # Not synced: the name may come back, but SQLite truncates or overwrites a journal that matters.
            files.pop(step.path, None)
            waiting.pop(step.path, None)
    for path, left in waiting.items():
        keep = chance.choice(("none", "some", "all"))
        for one in chance.sample(left, len(left)):
            if keep == "all" or (keep == "some" and chance.random() < 0.5):
                _apply(files[path], one, chance if keep == "some" and chance.random() < 0.3 else None)
    return {path: bytes(data) for path, data in files.items() if path in durable_names or data or chance.random() < 0.5}


def _apply(data: bytearray, step: Step, torn: random.Random | None) -> None:
    if step.what == "truncate":
        del data[step.at :]
        data.extend(b"\0" * (step.at - len(data)))
        return
    written = step.data
    if torn is not None:
        sectors = [written[i : i + SECTOR] for i in range(0, len(written), SECTOR)]
        written = b"".join(sectors[: torn.randrange(len(sectors) + 1)])
    if not written:
        return
    data.extend(b"\0" * (step.at - len(data)))
    data[step.at : step.at + len(written)] = written


def boundaries(steps: list[Step], chance: random.Random, count: int) -> list[int]:
    """Moments to cut the power at: right after each sync and each acknowledgement, and others at random."""
    sharp = [number + 1 for number, step in enumerate(steps) if step.what in ("sync", "said", "delete")]
    others = list(itertools.islice(iter(lambda: chance.randrange(1, len(steps) + 1), 0), count))
    return sorted({*chance.sample(sharp, min(count, len(sharp))), *others})
