"""What comes in and goes: a report into the workspace, a set of them onto the desk, everything closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gui.common.folders import is_picture
from gui.common.texts import tr

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow

MOST_WINDOWS = 2  # dropped files that get a window each; more are a set


def open_path(window: MainWindow, path: Path) -> None:
    """A file in the workspace; a folder, or an archive of several reports, on the desk."""
    if path.suffix.lower() != ".zip":
        _open(window, path, path.is_dir())
        return
    # What is in an archive is looked at in the background: it may lie on a slow stick.
    look = lambda _: holds_several(path)  # noqa: E731  two lambdas of one call read alike
    if not window.quiet.run("", look, lambda several: _open(window, path, several), window.show_error):
        _open(window, path, holds_several(path))


def _open(window: MainWindow, path: Path, several: bool) -> None:
    if several:
        window.desk.gather((path,))
    else:
        window.file_acts.open_path(path)


def holds_several(path: Path) -> bool:
    """Whether a path is a set of reports."""
    from core import desk

    return desk.holds_several(path)


def take(window: MainWindow, files: Sequence[Path]) -> None:
    """Files dropped on a window: onto the desk where it is on the screen; else one is opened, a second one in a window
    of its own, and more are rows of the desk; pictures are the pages of one report."""
    if not window.desk_shown and len(files) > 1 and all(is_picture(file) for file in files):
        open_pictures(window, files)
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


def open_chosen(window: MainWindow, paths: Sequence[Path]) -> None:
    """What was chosen in the file dialog: one report, or the pictures of its pages."""
    if len(paths) == 1:
        open_path(window, paths[0])
    else:
        open_pictures(window, paths)


def open_pictures(window: MainWindow, paths: Sequence[Path]) -> None:
    """Several photos or scans as the pages of one report, in the order of their names."""
    if not all(is_picture(path) for path in paths):
        window.tell("info", tr("一次只能打开一份报告；报告是几张照片时，可以把照片一起选中。"))
        return
    ordered, session = sorted(paths, key=_in_order), window.controller.session
    title = tr("正在识别 {0} 等 {1} 张图片", ordered[0].name, len(ordered))
    window.file_acts.open_made(title, lambda progress: session.open_pictures(ordered, progress))


def _in_order(path: Path) -> list[tuple[int, str]]:
    """2.jpg before 10.jpg."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.name.lower())]
