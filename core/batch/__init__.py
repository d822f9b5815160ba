"""Many reports read, checked and given repairs at once: the whole of each in a process of its own, one a core."""

from core.batch.one import CheckedFile, CheckTask, check_one
from core.batch.processes import CheckProcesses

__all__ = ["CheckProcesses", "CheckTask", "CheckedFile", "check_one"]
