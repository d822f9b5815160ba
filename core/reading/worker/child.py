"""The working process: takes a task and a file's bytes on its standard input, answers on its standard output."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

from core.errors import PicturesOnly, UserError
from core.reading.drawing import draw_page
from core.reading.file_pages import pages_in
from core.reading.registry import read_bytes, read_html
from core.reading.shared import allowance
from core.reading.worker.plain_values import decode, encode, message_of_page, message_of_pages, messages_of
from core.reading.worker.process_limits import limit_for, limit_for_pictures, limit_memory, peak_memory

_LARGE = 500 * 2**20  # bytes at which a process is not kept for the next file
_PROGRESS_EVERY = 0.05  # seconds


class Channel:
    """What a task has of the process that gave it: the parts sent with it, the bar that moves on, an answer to ask."""

    def __init__(self, requests: BinaryIO, replies: BinaryIO) -> None:
        self._requests, self._replies = requests, replies
        self._last = 0.0

    def request(self) -> tuple[dict[str, Any], list[bytes]] | None:
        """The next task and the bytes sent with it; None when the input ends."""
        header = self._requests.readline()
        if not header:
            return None
        request = decode(header)
        return request, [self._requests.read(size) for size in request["sizes"]]

    def send(self, message: Mapping[str, Any]) -> None:
        """A message, on its way when this returns."""
        self._replies.write(encode(message))
        self._replies.flush()

    def progress(self, done: int, total: int) -> None:
        """How far the task is; told twenty times a second at most."""
        now = time.monotonic()
        if now - self._last >= _PROGRESS_EVERY:
            self._last = now
            self.send({"progress": [done, total]})

    def ask(self, question: Mapping[str, Any]) -> bytes:
        """What the other process answers to a question."""
        self.send(question)
        request = self.request()
        if request is None:
            raise BrokenPipeError
        return request[1][0]


Task = Callable[[dict[str, Any], list[bytes], Channel], Iterable[Mapping[str, Any]]]
"""Gives the messages of its answer; UserError is a refusal, any other exception a fault that ends the process."""


def serve(tasks: Mapping[str, Task] | None = None, prepare: Callable[[], None] | None = None) -> int:
    """Do tasks, by their names, until the input ends, which it does when the window is gone; returns the exit code.

    Without tasks it reads files. prepare imports what the first task would have to wait for.
    """
    # Whatever a library prints must not come between the answers.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    channel = Channel(sys.stdin.buffer, replies)
    limit_memory()
    allowance.when_raised(limit_for_pictures)
    try:
        channel.send({"ready": True})
        (prepare or _load_readers)()
        while (asked := channel.request()) is not None:
            _limit(asked[0]["task"], sum(map(len, asked[1])))
            if not _answer((tasks or TASKS)[asked[0]["task"]], *asked, channel):
                return 0
    except BrokenPipeError:  # the window is gone
        return 0
    return 0


def _limit(task: str, size: int) -> None:
    """Limits by the size of the file that is to be read; drawing a page takes as much for a small one."""
    if task in _READING:
        limit_for(size)
    else:
        limit_for_pictures()


def _load_readers() -> None:
    """Import what readers import late; 80 ms that the first PDF need not wait for."""
    import core.reading.pdf.pdfium  # noqa: F401


def _read(request: dict[str, Any], parts: list[bytes], channel: Channel) -> Iterable[Mapping[str, Any]]:
    return messages_of(read_bytes(parts[0], request["name"], channel.progress))


def _read_html(request: dict[str, Any], parts: list[bytes], channel: Channel) -> Iterable[Mapping[str, Any]]:
    return messages_of(read_html(parts[0].decode("utf-8", "surrogatepass"), channel.progress))


def _draw(request: dict[str, Any], parts: list[bytes], channel: Channel) -> Iterable[Mapping[str, Any]]:
    yield message_of_page(draw_page(parts[0], request["kind"], request["page"], request["width"]))


def _pages(request: dict[str, Any], parts: list[bytes], channel: Channel) -> Iterable[Mapping[str, Any]]:
    yield message_of_pages(pages_in(list(zip(request["names"], parts, strict=True)), request["as it is"]))


_READING = ("read", "read html")
TASKS: dict[str, Task] = {"read": _read, "read html": _read_html, "draw": _draw, "pages": _pages}


def _answer(task: Task, request: dict[str, Any], parts: list[bytes], channel: Channel) -> bool:
    """Do one task and send what became of it; whether this process is fit for another one."""
    try:
        for message in task(request, parts, channel):
            channel.send(message)
        large = peak_memory() > _LARGE
        channel.send({"end": True, "fit": not large})
        return not large
    except UserError as error:
        channel.send({"refused": str(error), "pictures": isinstance(error, PicturesOnly)})
        return True
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001  the process boundary: the trace goes to whoever asked
        channel.send({"failed": traceback.format_exc()})
        return False
