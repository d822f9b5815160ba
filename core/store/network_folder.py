"""Whether a folder lies on another computer: there SQLite's write-ahead log is unsafe, it needs shared memory."""

from __future__ import annotations

import sys
from pathlib import Path

# Kinds of file systems that several computers may mount at once, or that forward to such a one.
_SHARED = frozenset(
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "vboxsf", "prl_fs", "davfs", "ceph", "glusterfs"]
)
_MOUNTS = Path("/proc/mounts")
_DRIVE_REMOTE = 4  # GetDriveTypeW


if sys.platform == "win32":

    def is_shared(folder: Path) -> bool:
        """True for a network drive or a share by its name."""
        import ctypes  # only here, and slow to load

        root = folder.resolve().anchor
        return root.startswith("\\\\") or bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE)

else:

    def is_shared(folder: Path) -> bool:
        """True for a network share; False where the system does not say."""
        if not _MOUNTS.exists():
            return False
        return is_shared_kind(file_system_of(folder.resolve(), _MOUNTS.read_text("utf-8", "replace")))


def is_shared_kind(kind: str) -> bool:
    """Whether a file system kind as /proc/mounts names it is shared."""
    return kind in _SHARED or kind.startswith(("fuse.sshfs", "fuse.rclone", "fuse.smb", "fuse.gvfs"))


def file_system_of(folder: Path, mounts: str) -> str:
    """File system kind of a resolved folder, from the text of /proc/mounts; '' when no line covers it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        # Of two mounts on one point the later one is seen.
        if (folder == point or point in folder.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), parts[2]
    return kind
