"""What the window asks of the exporting process."""

from __future__ import annotations

import base64
import copyreg
import io
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.document import Progress
from core.errors import ExportError, ReadError
from core.model import Report
from core.reading.shared import messages
from core.reading.worker.processes import WorkerPool, own_command

if TYPE_CHECKING:
    from core.export.dispatch import ExportOptions

COMMAND = "export-worker"  # how main.py is told to be the exporting process
FAILED = "导出时出错，没有保存，已有的内容没有受影响。请再试一次；仍不行时请改用标准格式导出。"
HANGS = "导出用时过长，已经停止，没有保存，已有的内容没有受影响。请再试一次；仍不行时请改用标准格式导出。"
_SENTENCES = {messages.READER_FAILED: FAILED, messages.READER_HANGS: HANGS}


class ExportProcesses(WorkerPool):
    """A process kept for the next export. Safe to call from several threads."""

    def __init__(self, schemas: Callable[[], Path] | None = None, command: Sequence[str] | None = None) -> None:
        """schemas gives the folder of an office's own editions; command starts a child, None is this program itself."""
        super().__init__(command or own_command(COMMAND))
        self._schemas = schemas

    def made(
        self, report: Report, original: Report, options: ExportOptions, ending: str, progress: Progress | None = None
    ) -> tuple[bytes, tuple[str, ...]] | None:
        """The bytes of an export and the sentences about it; None where no process can be started.

        ExportError with the writer's own sentence, or with FAILED where the process crashed or ran into its limits.
        Whatever progress raises (Cancelled) ends the process at once.
        """
        # Findings and the log are for workbooks and the 更正说明, which do not parse the opened file.
        given = _pickled((report, original, replace(options, findings=(), log=())))
        folder = None if self._schemas is None else str(self._schemas())
        try:
            with self.process() as process:
                if process is None:
                    return None
                try:
                    (message,) = process.ask({"task": "export", "ending": ending, "schemas": folder}, [given], progress)
                    return base64.b64decode(message["file"]), tuple(map(str, message["said"]))
                except (KeyError, TypeError, ValueError) as error:
                    raise process.failure(f"no file: {error!r}") from error
        except ReadError as error:
            raise ExportError(_SENTENCES.get(str(error), str(error))) from error


def _reduced(mapping: MappingProxyType[object, object]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return read_only, (dict(mapping),)


def read_only(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    """A mapping as it was before it was pickled: Python pickles no mapping proxies."""
    return MappingProxyType(mapping)


def _pickled(value: object) -> bytes:
    target = io.BytesIO()
    pickler = pickle.Pickler(target)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    pickler.dispatch_table[MappingProxyType] = _reduced
    pickler.dump(value)
    return target.getvalue()
