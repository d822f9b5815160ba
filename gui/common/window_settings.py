"""What the window remembers from one day to the next: a small JSON file in the data folder, never the registry."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

FILE_NAME = "window.json"
LAYOUT_VERSION = 1


class WindowSettings(NamedTuple):
    """Geometry and the panes' layouts by size of screen ("1366x768") as Qt's own base64, and the person's choices of
    looks.

    theme is "system", "light" or "dark"; points is the interface font's size; version is the program's that was started
    last, "" before the first time; last_figures: whether last year's figures stand under this year's;
    fit_page: the pages of a PDF are as wide as their pane; desk: the county desk's columns and order, as JSON.
    """

    geometry: str = ""
    layouts: dict[str, str] = {}  # noqa: RUF012  a default that nobody writes into
    zoom: float = 1.0
    theme: str = "system"
    points: float = 10.0
    family: str = ""
    desk: str = ""
    version: str = ""
    last_figures: bool = False
    fit_page: bool = True


def load(folder: Path | None) -> WindowSettings:
    """The settings kept in a data folder; defaults where the file is missing, damaged or holds nonsense."""
    settings = WindowSettings()
    if folder is None or not (folder / FILE_NAME).exists():
        return settings
    import json  # a first start does without it: start-up time

    try:
        data = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return settings
    if not isinstance(data, dict):
        return settings
    defaults = settings._asdict()
    settings = settings._replace(**{k: v for k, v in data.items() if k in defaults and type(v) is type(defaults[k])})
    return settings._replace(zoom=min(max(settings.zoom, 0.5), 3.0), points=min(max(settings.points, 8.0), 20.0))


def save(folder: Path, settings: WindowSettings) -> None:
    """Write the settings; a folder that cannot be written only means that nothing is remembered."""
    import json

    temporary = folder / f"{FILE_NAME}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(settings._asdict()), "utf-8")
        temporary.replace(folder / FILE_NAME)
    except OSError:
        return


def capture(window: QMainWindow, settings: WindowSettings) -> WindowSettings:
    """The settings with the window's place and size as they are now."""
    return settings._replace(geometry=bytes(window.saveGeometry().toBase64().data()).decode("ascii"))


def restore_geometry(window: QMainWindow, settings: WindowSettings) -> None:
    """Put the window where it was; Qt itself brings it back onto a screen that is smaller now."""
    if settings.geometry:
        window.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode("ascii")))
