"""What comes in and goes: a report into the workspace, a set of them onto the desk, everything closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gui.common.folders import is_picture

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow

MOST_WINDOWS = 2  # dropped files that get a window each; more are a set


def open_path(window: MainWindow, path: Path) -> None:
    """A file in the workspace; a folder, or an archive of several reports, on the desk."""
    from core.desk import holds_several

    if holds_several(path):
        window.desk.gather((path,))
    else:
        window.file_acts.open_path(path)


def take(window: MainWindow, files: Sequence[Path]) -> None:
    """Files dropped on a window: onto the desk where it is on the screen; else one is opened, a second one in a window
    of its own, and more are rows of the desk; pictures are the pages of one report."""
    if not window.desk_shown and len(files) > 1 and all(is_picture(file) for file in files):
        window.file_acts.open_pictures(files)
        return
    if window.desk_shown or len(files) > MOST_WINDOWS:
        window.desk.gather(files)
        return
    open_path(window, files[0])
    for further in files[1:]:
        window.window_requested.emit(further)


def close_all(window: MainWindow) -> bool:
    """Report and desk are closed; False when the person thought better of it."""
    if not window.close_report():
        return False
    if window.desk_made:
        window.desk.give_up()
    return True
