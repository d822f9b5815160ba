"""The reading process: takes a file's bytes on its standard input, gives the Document on its standard output."""

from __future__ import annotations

import os
import sys
import time
import traceback
from typing import BinaryIO

from core.errors import PicturesOnly, UserError
from core.reading.registry import read_bytes
from core.reading.worker.plain_values import decode, encode, messages_of
from core.reading.worker.process_limits import limit_memory, limit_time, peak_memory

_LARGE = 500 * 2**20  # bytes at which a process is not kept for the next file
_PROGRESS_EVERY = 0.05  # seconds


def serve() -> int:
    """Read files until the input ends, which it does when the window is gone. Returns the exit code."""
    requests = sys.stdin.buffer
    # Whatever a library prints must not come between the answers.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    limit_memory()
    _send(replies, encode({"ready": True}))
    _load_readers()
    try:
        while header := requests.readline():
            request = decode(header)
            data = requests.read(request["size"])
            limit_time()
            if not _answer(data, request["name"], replies):
                return 0
    except BrokenPipeError:  # the window is gone
        return 0
    return 0


def _load_readers() -> None:
    """Import what readers import late; 80 ms that the first PDF need not wait for."""
    import core.reading.pdf.pdfium  # noqa: F401


def _send(replies: BinaryIO, line: bytes) -> None:
    replies.write(line)
    replies.flush()


def _answer(data: bytes, name: str, replies: BinaryIO) -> bool:
    """Read one file and send what became of it; whether this process is fit for another one."""
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PROGRESS_EVERY:
            last = now
            _send(replies, encode({"progress": [done, total]}))

    try:
        result = read_bytes(data, name, progress)
        for message in messages_of(result):
            replies.write(encode(message))
        large = peak_memory() > _LARGE
        _send(replies, encode({"end": True, "fit": not large}))
        return not large
    except UserError as error:
        _send(replies, encode({"refused": str(error), "pictures": isinstance(error, PicturesOnly)}))
        return True
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001  the process boundary: the trace goes to whoever asked
        _send(replies, encode({"failed": traceback.format_exc()}))
        return False
