"""Paths over Windows' 260 letters.

Windows takes longer ones only where its registry says so (LongPathsEnabled, off when it comes) or with a prefix that
turns the check off: \\\\?\\C:\\… for a drive, \\\\?\\UNC\\server\\share\\… for a network share.
"""

from __future__ import annotations

import ntpath
import sys
from pathlib import Path

_PREFIX, _SHARE = "\\\\?\\", "\\\\?\\UNC\\"
# 260 with the final zero, and 12 fewer for a folder; below it there is room for a temporary file's name of 40 letters.
_LONG = 200


def openable(path: Path) -> Path:
    """The path as the system's own calls take it, absolute where it had to be changed; to be shown to nobody."""
    return Path(with_prefix(str(path.absolute()))) if sys.platform == "win32" else path


def with_prefix(path: str) -> str:
    """An absolute Windows path with the prefix where it is long; the others as they are."""
    if len(path) < _LONG or path.startswith((_PREFIX, "\\\\.\\")):
        return path
    path = ntpath.normpath(path)  # nothing tidies it up behind the prefix: no "/", no ".."
    return _SHARE + path[2:] if path.startswith("\\\\") else _PREFIX + path
