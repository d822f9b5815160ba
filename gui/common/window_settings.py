"""What the window remembers from one day to the next: a small JSON file in the data folder, never the registry."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

FILE_NAME = "window.json"
LAYOUT_VERSION = 1


class Memory(NamedTuple):
    """Geometry and pane layout as Qt's own base64, and the person's choices of looks.

    theme is "system", "light" or "dark"; points is the interface font's size.
    """

    geometry: str = ""
    state: str = ""
    zoom: float = 1.0
    theme: str = "system"
    points: float = 10.0
    family: str = ""


def load(folder: Path | None) -> Memory:
    """The memory of a data folder; defaults where the file is missing, damaged or holds nonsense."""
    memory = Memory()
    if folder is None or not (folder / FILE_NAME).exists():
        return memory
    import json  # a first start does without it: start-up time

    try:
        data = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return memory
    if not isinstance(data, dict):
        return memory
    defaults = memory._asdict()
    memory = memory._replace(**{k: v for k, v in data.items() if k in defaults and type(v) is type(defaults[k])})
    return memory._replace(zoom=min(max(memory.zoom, 0.5), 3.0), points=min(max(memory.points, 8.0), 20.0))


def save(folder: Path, memory: Memory) -> None:
    """Write the memory; a folder that cannot be written only means that nothing is remembered."""
    import json

    temporary = folder / f"{FILE_NAME}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(memory._asdict()), "utf-8")
        temporary.replace(folder / FILE_NAME)
    except OSError:
        return


def take(window: QMainWindow, memory: Memory, zoom: float) -> Memory:
    """The memory with the window's place, size and panes as they are now."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    state = bytes(window.saveState(LAYOUT_VERSION).toBase64().data()).decode("ascii")
    return memory._replace(geometry=geometry, state=state, zoom=zoom)


def give_geometry(window: QMainWindow, memory: Memory) -> None:
    """Put the window where it was; Qt itself brings it back onto a screen that is smaller now."""
    if memory.geometry:
        window.restoreGeometry(QByteArray.fromBase64(memory.geometry.encode("ascii")))


def give_state(window: QMainWindow, memory: Memory) -> bool:
    """Put the panes where they were; False when nothing (or nothing usable) is remembered."""
    state = QByteArray.fromBase64(memory.state.encode("ascii"))
    return bool(memory.state) and window.restoreState(state, LAYOUT_VERSION)
