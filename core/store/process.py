"""Who this program is, and whether another one still runs."""

from __future__ import annotations

import os
import platform
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")


def _token() -> str:
    """Unique a window; begins with the process's start, because numbers of ended processes are given out again."""
    return f"{start_time(os.getpid()) or ''}.{uuid.uuid4().hex}"


@dataclass(frozen=True, slots=True)
class Owner:
    """A running program: token is unique a window, host and user are for people to read ('' where unknown)."""

    host: str = field(default_factory=platform.node)
    pid: int = field(default_factory=os.getpid)
    user: str = field(default_factory=lambda: os.environ.get("USERNAME") or os.environ.get("USER") or "")
    token: str = field(default_factory=_token)

    def __str__(self) -> str:
        """For a sentence, e.g. "张三（电脑 PC-02）"."""
        here = self.host == platform.node()
        name = self.user or ("这台电脑的用户" if here else "另一台电脑的用户")
        return f"{name}（电脑 {self.host}）" if self.host else name


def is_running(owner: Owner) -> bool:
    """Whether a program of this computer still runs; True where the system does not let us know."""
    now, then = start_time(owner.pid), owner.token.partition(".")[0]
    return now is not None and (not now or not then or now == then)


if sys.platform == "win32":

    def start_time(pid: int) -> str | None:
        """When a process of this computer was started; '' unknown, None when there is none. os.kill would end it."""
        import ctypes  # only here, and slow to load

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return "" if ctypes.get_last_error() == 5 else None  # ERROR_ACCESS_DENIED: it is there, but not ours
        code, times = ctypes.c_ulong(), [ctypes.c_ulonglong() for _ in range(4)]
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        known = kernel.GetProcessTimes(handle, *map(ctypes.byref, times))
        kernel.CloseHandle(handle)
        if code.value != 259:  # STILL_ACTIVE
            return None
        return str(times[0].value) if known else ""

else:

    def start_time(pid: int) -> str | None:
        """When a process of this computer was started, in the system's terms; '' unknown, None when there is none."""
        if _PROC.joinpath("self", "stat").exists():
            return _start_time_linux(pid)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return ""


def _start_time_linux(pid: int) -> str | None:
    """Clock ticks after the boot, and which boot; the process's name before it may hold blanks and brackets."""
    try:
        ticks = _PROC.joinpath(str(pid), "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
        boot = _PROC.joinpath("sys", "kernel", "random", "boot_id").read_text("utf-8").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    except PermissionError:
        return ""
    return f"{boot}-{ticks}"
