"""Files read in a process of their own: a crash, a hang or a memory bomb of a reader costs that process only."""

from core.reading.worker.parent import ReaderProcesses, read_in_process

__all__ = ["ReaderProcesses", "read_in_process"]
