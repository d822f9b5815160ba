"""What happens when the program itself is at fault: a log file, and a dialog whose text can be copied."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from core import logs, version


def details(error: BaseException) -> str:
    """Versions, platform and trace, to be copied into a report of the fault."""
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return f"年报校核 {' '.join(version.build())}\n{platform.platform()}\nPython {platform.python_version()}\n\n{trace}"


def write_log(text: str, data_dir: Path | None) -> Path | None:
    """Append to the log of the data folder (see core.logs); None when there is none or it could not be written (the
    dialog still shows the text)."""
    logging.getLogger(__name__).error("%s", text)
    path = logs.log_file(data_dir) if data_dir is not None else None
    return path if path is not None and path.exists() else None


def install(show: Callable[[BaseException], None]) -> None:
    """Hand every unhandled exception to `show`, which must not raise."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            show(error)

    sys.excepthook = hook
