"""The checking process: reads a file, extracts, applies the rules and looks for repairs."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from core import schema
from core.batch.messages import report_from
from core.batch.one import CheckTask, check_one
from core.model import Report
from core.reading.worker import child
from core.rules import RuleSettings


class Setting(NamedTuple):
    """What files are checked with: the rules, the folder of an office's own editions; has_history: whether there is a
    history that may hold last year's report."""

    rules: RuleSettings
    schemas: Path
    has_history: bool


def serve() -> int:
    """Check files until the input ends."""
    return child.serve({"check": _check})


def _check(request: dict[str, Any], parts: list[bytes], channel: child.Channel) -> Iterable[Mapping[str, Any]]:
    data, pickled, previous = parts
    setting: Setting = pickle.loads(pickled)  # from the program itself; what goes back is not pickled
    _use_schemas(setting.schemas)

    def in_history(report: Report) -> Report | None:
        """Asked of the process that owns the history: this one has a foreign file in its hands."""
        if not setting.has_history or report.agency is None or report.year is None:
            return None
        return report_from(channel.ask({"last_year_of": [report.agency, report.year]}))

    task = CheckTask(Path(request["name"]), data, previous=report_from(previous))
    yield {"checked": check_one(task, setting.rules, in_history, channel.progress)}


@cache
def _use_schemas(folder: Path) -> None:
    """Once a folder: taking it over forgets every form that was loaded."""
    schema.use_folder(folder)
