"""The real window as a picture, without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QFontDatabase

from core.errors import UserError
from core.model import CellRef

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow

SIZE = (1366, 768)
PATIENCE = 60_000  # ms


def render(
    path: Path | None, out: Path, section: int | None, select: str | None, data_dir: Path | None, dark: bool = False
) -> None:
    """Open path, show a section (1 to 6; None: where the work begins), select a cell named like
    "3:results_total:natural_person", and write the window to out. path None shows the start page.

    UserError when the file cannot be read, the cell is not in the report, or out cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui import app as application  # after the platform is chosen
    from gui.common.window_settings import WindowSettings
    from gui.shell.main_window import MainWindow

    quiet()
    app = application.create()
    if sys.platform == "win32":
        add_fonts(Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts")
    application.apply_looks(app, WindowSettings(theme="dark" if dark else "light"))
    window = MainWindow(lambda: application.make_session(data_dir))
    window.resize(*SIZE)
    window.show()
    failures: list[Exception] = []
    window.start()
    wait_idle(window)
    try:
        if path is not None:
            _open(window, path, failures)
            _show_place(window, section, select)
        wait_idle(window)
        process_events()
        if not window.grab().save(str(out)):
            raise UserError(f"图片没有写成：{out}，请检查文件夹是否存在、能否写入。")
    finally:
        window.discard()


def add_fonts(folder: Path) -> int:
    """Chinese fonts of a Windows by their files, and how many were found: without a screen Qt asks Windows for none,
    and draws a box for every letter."""
    files = [folder / name for name in ("msyh.ttc", "Deng.ttf", "simhei.ttf", "simsun.ttc")]
    return sum(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files if file.is_file())


def quiet() -> None:
    """Drop the offscreen platform's remark at every resize; all other messages go to stderr as usual."""
    from PySide6.QtCore import qInstallMessageHandler

    def show(kind: object, context: object, text: str) -> None:
        if "propagateSizeHints" not in text:
            sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(show)


def _open(window: MainWindow, path: Path, failures: list[Exception]) -> None:
    window.file_acts.message.connect(
        lambda kind, text, *_: failures.append(UserError(text)) if kind == "error" else None
    )
    window.open_path(path)
    wait_idle(window)
    if failures:
        raise failures[0]


def _show_place(window: MainWindow, section: int | None, select: str | None) -> None:
    from gui.common.place_names import TABLE_SECTIONS, shape_of
    from gui.common.roles import Spot

    if section is not None:
        window.report_view.workspace.show_section(section)
    if select:
        ref = cell_ref(select)
        if ref.table not in TABLE_SECTIONS or ref not in shape_of(window.controller.report, ref.table).kinds:
            raise UserError(f"没有这一格：{select}。写法如 3:results_total:natural_person。")
        window.report_view.workspace.show_spot(Spot(TABLE_SECTIONS[ref.table], (ref,)))


def cell_ref(name: str) -> CellRef:
    """A cell's name "table:row:column" as a reference; UserError when it is not of that form."""
    parts = name.split(":")
    if len(parts) != 3 or not parts[0].isdecimal():
        raise UserError(f"单元格写法不对：{name}。写法如 3:results_total:natural_person。")
    return CellRef(int(parts[0]), parts[1], parts[2])


def wait_idle(window: MainWindow) -> None:
    """Run the event loop until no background work is left."""
    loop = QEventLoop()
    timer = QTimer(interval=5)

    def end_when_idle() -> None:
        if not window.busy_at_all:
            loop.quit()

    timer.timeout.connect(end_when_idle)
    timer.start()
    QTimer.singleShot(PATIENCE, loop.quit)
    loop.exec()


def process_events() -> None:
    """Let layouts and paints that are due happen."""
    for _ in range(4):
        QCoreApplication.processEvents()
