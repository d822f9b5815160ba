"""The first paint: nothing of the core's heavy parts, nothing of Qt's enumerations; and a whole start after it."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from gui.common import qt_flags

ROOT = Path(__file__).resolve().parent.parent.parent
PROBE = """
import enum, sys
made = []
plain = enum.EnumType.__new__
def counting(meta, name, *rest, **more):
    made.append(name)
    return plain(meta, name, *rest, **more)
enum.EnumType.__new__ = counting
from gui import app as application
from gui.shell.main_window import MainWindow
class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        app.exit(0)
app = application.create(styled=False)
window = application.show_window(app, None, Window)
app.exec()
heavy = [m for m in sys.modules if m.startswith("core.") and m not in ("core.paths", "core.errors")]
print("AlignmentFlag" in made, heavy)
import os
sys.stdout.flush()
os._exit(0)
"""


def test_the_numbers_are_qts_own():
    align = Qt.AlignmentFlag
    assert align.AlignCenter.value == qt_flags.ALIGN_CENTRE
    assert (align.AlignRight | align.AlignVCenter).value == qt_flags.ALIGN_RIGHT
    assert Qt.ContextMenuPolicy.CustomContextMenu.value == qt_flags.CUSTOM_MENU
    assert Qt.TextFormat.PlainText.value == qt_flags.PLAIN_TEXT


def test_the_first_paint_needs_neither_the_core_nor_qts_namespace():
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False []"


def test_run_opens_the_file_named_on_the_command_line(qapp, monkeypatch, tmp_path, broken_docx):
    from PySide6.QtWidgets import QApplication

    from gui import app as application

    shown = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    kind = application.MainWindow

    class Window(kind):
        def __init__(self, *rest, **more):
            super().__init__(*rest, **more)
            self.shown.connect(lambda: (shown.append(self.controller.opened.source), self.discard()))

    monkeypatch.setattr(application, "MainWindow", Window)
    monkeypatch.setattr(application, "show_window", lambda app, data: _show(Window, data))
    monkeypatch.setattr(QApplication, "exec", lambda *_: _loop(qapp, shown))
    application.run(broken_docx, tmp_path / "data")
    assert shown == [broken_docx]


def _show(kind, data):
    from gui import app as application

    window = kind(lambda: application.make_session(data, apart=False))
    window.show()
    return window


def _loop(app, shown) -> int:
    while not shown:
        app.processEvents()
    return 0


def test_qts_own_words_are_chinese(qapp):
    from PySide6.QtWidgets import QDialogButtonBox

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    assert {b.text() for b in box.buttons()} == {"取消", "保存"}
