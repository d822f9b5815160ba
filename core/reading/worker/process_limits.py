"""What the reading process may use, set by itself before it opens a file."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 1536 * 2**20  # bytes of address space: Python, lxml and pdfium take about 50 MB of it before any file
MEMORY_OF_SMALL = 300 * 2**20  # of a file of SMALL bytes; a larger one may take more in proportion
SMALL = 100_000
_AT_LEAST = 220 * 2**20  # for any file, above what the process holds already
CPU_SECONDS = 1800  # of one file: an orphan whose parent was killed ends by itself
CPU_SECONDS_OF_SMALL = 60  # asked are 2; an old machine that is busy scanning for viruses takes some times as long


_jobs: list[int | None] = []  # the handle of the job around this process, on Windows


def limit_memory(size: int = MEMORY) -> None:
    """Allocation beyond size bytes fails (MemoryError in Python, a crash in pdfium) and the machine goes on.

    May be called again with another size.
    """
    if sys.platform == "win32":
        _limit_windows_memory(size)
    else:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        # A crash of pdfium must not fill the disk of an office with memory images.
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def limit_for(packed: int) -> None:
    """The limits of memory and time for a file of packed bytes: little for a small one, so that no file of a few KB
    takes what the whole program has not. The bounds of the readers come first as a rule and say more.

    Where the system does not tell what is held already, the memory limit stays: a process that recognised a scan before
    may hold more than a small file is given.
    """
    share = max(packed, SMALL) / SMALL
    held = _held()
    limit_memory(min(max(int(MEMORY_OF_SMALL * share), held + _AT_LEAST), MEMORY) if held else MEMORY)
    limit_time(min(int(CPU_SECONDS_OF_SMALL * share), CPU_SECONDS))


def limit_for_pictures() -> None:
    """The limits for a file of which pictures are to be recognised."""
    limit_memory()
    limit_time()


def _held() -> int:
    """Bytes of address space that the process has; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * 4096
    return 0


def limit_time(seconds: int = CPU_SECONDS) -> None:
    """So many seconds more from now on; the parent's own limit (no progress for a minute) comes long before."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(usage.ru_utime + usage.ru_stime) + seconds
        if hard == resource.RLIM_INFINITY or wanted <= hard:
            resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def peak_memory() -> int:
    """Bytes that the process held at most; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    # getrusage counts what the parent held before this program was started in its copy: a window of 600 MB would make
    # every new process look large.
    with suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text("ascii", "replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _limit_windows_memory(size: int) -> None:
    """A job object around the process itself (Windows 8 and later allow one inside another), and no crash dialog."""

    class BasicLimits(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("smallest_working_set", ctypes.c_size_t),
            ("largest_working_set", ctypes.c_size_t),
            ("active_processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority_class", ctypes.c_uint32),
            ("scheduling_class", ctypes.c_uint32),
        )

    class ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("basic", BasicLimits),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  absent elsewhere, and mypy checks for Linux
    kernel.SetErrorMode(0x8003)  # no dialogs for critical errors, protection faults and missing files
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    is_new = not _jobs
    if is_new:
        _jobs.append(kernel.CreateJobObjectW(None, None))
    job = _jobs[0]
    limits = ExtendedLimits()
    limits.basic.flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.process_memory = size
    kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, ctypes.byref(limits), ctypes.sizeof(limits))
    if is_new:
        kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))
