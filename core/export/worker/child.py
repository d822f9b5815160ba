"""The exporting process: makes the bytes of an export; writing them to their place is the program's own work."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core import schema
from core.export.dispatch import WRITERS
from core.reading.worker import child


def serve() -> int:
    """Make exports until the input ends."""
    return child.serve({"export": _export}, _nothing_more)


def _nothing_more() -> None:
    """What writers import late takes longer than a docx: it waits until it is asked for."""


def _export(request: dict[str, Any], parts: list[bytes], channel: child.Channel) -> Iterable[Mapping[str, Any]]:
    if request["schemas"] is not None:
        _use_schemas(request["schemas"])
    report, original, options = pickle.loads(parts[0])  # from the program itself; what goes back is not pickled
    data, said = WRITERS[options.layout][request["ending"]](report, original, options)
    yield {"file": base64.b64encode(data).decode("ascii"), "said": said}


@cache
def _use_schemas(folder: str) -> None:
    """Once a folder: taking it over forgets every form that was loaded."""
    schema.use_folder(Path(folder))
