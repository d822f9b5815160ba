"""Who this program is, and whether another one still runs."""

from __future__ import annotations

import os
import platform
import sys
import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Owner:
    """A running program: token is unique a window, host and user are for people to read ('' where unknown)."""

    host: str = field(default_factory=platform.node)
    pid: int = field(default_factory=os.getpid)
    user: str = field(default_factory=lambda: os.environ.get("USERNAME") or os.environ.get("USER") or "")
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __str__(self) -> str:
        """For a sentence, e.g. "张三（电脑 PC-02）"."""
        name = self.user or "另一个用户"
        return f"{name}（电脑 {self.host}）" if self.host else name


def alive(pid: int) -> bool:
    """Whether a process of this computer runs; True when the system does not let us know."""
    if sys.platform == "win32":
        # os.kill would end it there.
        import ctypes  # only there, and slow to load

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it is there, but not ours
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
