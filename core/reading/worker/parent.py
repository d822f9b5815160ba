"""What the window and the command line ask of a reading process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.document import Document, Progress, Result
from core.reading import registry
from core.reading.drawing import PageDrawing, PageImage, draw_page
from core.reading.file_pages import FilePages, pages_in
from core.reading.reader import no_progress
from core.reading.shared.limits import check_size, load
from core.reading.worker.plain_values import blocks_from, page_from, pages_from, result_from
from core.reading.worker.processes import WorkerPool, WorkerProcess, own_command

COMMAND = "read-worker"  # how main.py is told to be the reading process


class ReaderProcesses(WorkerPool):
    """Processes kept ready for the next file. Safe to call from several threads; each read has its own process."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """command starts a child; None is this program itself."""
        super().__init__(command or own_command(COMMAND))

    def read(self, path: Path, progress: Progress | None = None) -> Result[Document]:
        """Like core.reading.read, in a process of its own."""
        return self.read_bytes(load(path), path.name, progress)

    def read_bytes(self, data: bytes, name: str, progress: Progress | None = None) -> Result[Document]:
        """Like core.reading.read_bytes, in a process of its own.

        ReadError with the reader's sentence, or with messages.READER_FAILED where the process crashed, failed or
        ran into its limits. Whatever progress raises (Cancelled) ends the process at once.
        """
        check_size(data, name)
        with self.process() as process:
            if process is None:  # none can be started here: better read the file in this one than not at all
                return registry.read_bytes(data, name, progress)
            return _document(process, {"task": "read", "name": name}, data, progress or no_progress)

    def read_html(self, html: str, progress: Progress | None = None) -> Result[Document]:
        """Like core.reading.read_html, in a process of its own."""
        with self.process() as process:
            if process is None:
                return registry.read_html(html, progress)
            data = html.encode("utf-8", "surrogatepass")
            return _document(process, {"task": "read html"}, data, progress or no_progress)

    def draw_page(self, data: bytes, kind: str, page: int, width: int) -> PageImage | PageDrawing:
        """Like core.reading.drawing.draw_page, in a process of its own."""
        with self.process() as process:
            if process is None:
                return draw_page(data, kind, page, width)
            task = {"task": "draw", "kind": kind, "page": page, "width": width}
            try:
                (message,) = process.ask(task, [data])
                return page_from(message)
            except (KeyError, TypeError, ValueError, RecursionError) as error:
                raise process.failure(f"no page: {error!r}") from error

    def pages_in(self, files: Sequence[tuple[str, bytes]], as_it_is: bool = False) -> FilePages:
        """Like core.reading.file_pages.pages_in, in a process of its own."""
        with self.process() as process:
            if process is None:
                return pages_in(files, as_it_is)
            task = {"task": "pages", "names": [name for name, _ in files], "as it is": as_it_is}
            try:
                (message,) = process.ask(task, [data for _, data in files])
                return pages_from(message)
            except (KeyError, TypeError, ValueError, RecursionError) as error:
                raise process.failure(f"no pages: {error!r}") from error


def read_in_process(path: Path, progress: Progress | None = None) -> Result[Document]:
    """One file by a process that is started for it and ended afterwards."""
    processes = ReaderProcesses()
    try:
        return processes.read(path, progress)
    finally:
        processes.close()


def _document(process: WorkerProcess, task: dict[str, Any], data: bytes, progress: Progress) -> Result[Document]:
    blocks: list[Any] = []
    result: Result[Document] | None = None
    try:
        for message in process.ask(task, [data], progress):
            if "blocks" in message:
                blocks += blocks_from(message)
            else:
                result = result_from(message, blocks)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise process.failure(f"no document: {error!r}") from error
    if result is None:
        raise process.failure("no document")
    return result
