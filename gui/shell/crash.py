"""What happens when the program itself is at fault: a log file, and a dialog whose text can be copied."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from core import version

LOG_NAME = "nianbao.log"
_LARGEST = 512 * 1024  # bytes; an older log beyond it is dropped


def details(error: BaseException) -> str:
    """Versions, platform and trace, to be copied into a report of the fault."""
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return f"年报校核 {' '.join(version.build())}\n{platform.platform()}\nPython {platform.python_version()}\n\n{trace}"


def write_log(folder: Path, text: str) -> Path | None:
    """Append to the log file; None when even that fails (the dialog still shows the text)."""
    path = folder / "logs" / LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.unlink()
        with path.open("a", encoding="utf-8") as file:
            file.write(f"--- {datetime.now().isoformat(timespec='seconds')}\n{text}\n")
    except OSError:
        return None
    return path


def install(show: Callable[[BaseException], None]) -> None:
    """Hand every unhandled exception to `show`, which must not raise."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            show(error)

    sys.excepthook = hook
