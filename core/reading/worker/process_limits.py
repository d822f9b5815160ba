"""What the reading process may use, set by itself before it opens a file."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 1536 * 2**20  # bytes of address space: Python, lxml and pdfium take about 250 MB of it before any file
CPU_SECONDS = 1800  # of one file: an orphan whose parent was killed ends by itself


def limit_memory() -> None:
    """Allocation beyond MEMORY fails (MemoryError in Python, a null pointer in pdfium) and the machine goes on."""
    if sys.platform == "win32":
        _limit_windows_memory()
    else:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        # A crash of pdfium must not fill the disk of an office with memory images.
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def limit_time() -> None:
    """CPU_SECONDS more from now on; the parent's own limit (no progress for a minute) comes long before."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS
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


def _limit_windows_memory() -> None:
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
    job = kernel.CreateJobObjectW(None, None)
    limits = ExtendedLimits()
    limits.basic.flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.process_memory = MEMORY
    kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))
