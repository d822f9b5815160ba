"""The log file of the program's own faults: <data folder>/logs/nianbao.log.

A person is told in a sentence; the trace goes here, so that a report of the fault can be sent with it. Nothing is
created before the first fault, because the data folder must not appear by merely looking at a file.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TextIO

FILE_NAME = "nianbao.log"
_LARGEST = 1_000_000  # bytes; a larger file is begun anew and the old one kept once as nianbao.log.1


class _FaultFile(logging.FileHandler):
    def _open(self) -> TextIO:  # type: ignore[override]
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".log.1"))
        return path.open("a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A folder that cannot be written must not hide the sentence on the screen behind a second trace."""


def log_file(data_dir: Path) -> Path:
    """Where the traces of a data folder lie."""
    return data_dir / "logs" / FILE_NAME


def log_to_file(data_dir: Path) -> None:
    """Write warnings and faults of the program from now on to the data folder's log; twice the same is once."""
    root = logging.getLogger()
    wanted = str(log_file(data_dir).absolute())
    for handler in root.handlers[:]:
        if isinstance(handler, _FaultFile):
            if handler.baseFilename == wanted:
                return
            root.removeHandler(handler)
            handler.close()
    handler = _FaultFile(wanted, delay=True, encoding="utf-8")
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
