"""From a dropped folder of sixty reports to their slips and the county's sum, in acts and seconds.

    PYTHONPATH=.:tests QT_QPA_PLATFORM=offscreen python tests/gui/desk/journey.py [COUNT] [PICTURE FOLDER]

The real window with its processes; an act is a drop, a key or a click, a file dialog is one.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import desk_set
import gui_support
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from gui import app as application
from gui import screenshot
from gui.shell.main_window import MainWindow

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class Journey:
    def __init__(self, folder: Path, count: int, pictures: Path | None) -> None:
        self.acts, self.began, self.pictures = 0, time.perf_counter(), pictures
        self.reports, self.slips = folder / "年报", folder / "退回"
        self.reports.mkdir()
        self.slips.mkdir()
        self.planted = desk_set.build(self.reports, count)
        self.ask = gui_support.Answers()
        self.window = MainWindow(lambda: application.make_session(folder / "data"), self.ask)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.start()
        screenshot.wait_idle(self.window)

    def act(self, words: str, do) -> None:
        begin = time.perf_counter()
        do()
        self.acts += 1
        screenshot.wait_idle(self.window)
        print(f"{self.acts:>3}  {time.perf_counter() - begin:6.1f} s  {words}", flush=True)

    def picture(self, widget, name: str) -> None:
        if self.pictures is not None:
            screenshot.process_events()
            widget.grab().save(str(self.pictures / f"{name}.png"))

    def drop(self) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self.reports))])
        none = Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, none))

    def key(self, key: Qt.Key) -> None:
        self.window.activateWindow()
        screenshot.process_events()
        QTest.keyClick(self.window, key, CTRL_SHIFT)

    def shown(self):
        return self.window.desk.page.windows.last

    def go(self) -> None:
        page_of = lambda: self.window.desk.page  # noqa: E731  made at the first act
        begin = time.perf_counter()
        self.act("把文件夹拖进窗口，读完", self.drop)
        page_of().select(page_of().with_errors("", 1))
        self.window.bar.hide()
        self.picture(self.window, "sixty")
        QGuiApplication.clipboard().setText("\n".join(self.planted.offices))  # copied from the office's own list
        self.act("单位名单（Ctrl+Shift+M）", lambda: self.key(Qt.Key.Key_M))
        offices = self.shown()
        self.act("粘贴名单", offices.paste)
        self.act("用这份名单", offices._accept)
        self.window.bar.hide()
        self.picture(self.window, "sixty_listed")
        self.act("退回通知（Ctrl+Shift+T）", lambda: self.key(Qt.Key.Key_T))
        slips = self.shown()
        self.picture(slips, "slips")
        self.ask.folder = self.slips
        self.act("写成 Word 文件", lambda: QTest.mouseClick(slips.write, LEFT))
        self.acts += 1  # the folder's dialog
        self.act("全县合计（Ctrl+Shift+S）", lambda: self.key(Qt.Key.Key_S))
        totals = self.shown()
        ref = gui_support.ref3("received", "total")
        totals.form.show_ref(ref)
        self.act("双击一格，看各单位的数", lambda: totals.form.asked.emit(ref))
        self.picture(totals, "totals")
        self.ask.path = self.slips.parent / "合计.xlsx"
        self.act("导出 Excel", lambda: QTest.mouseClick(totals.export, LEFT))
        self.acts += 1  # the file's dialog
        written = len(list(self.slips.glob("*.docx")))
        took = time.perf_counter() - begin
        print(f"{self.acts} acts, {took:.0f} s of the program, {written} slips, {self.ask.path.stat().st_size} bytes")
        for row in page_of().collection.rows:
            if row.issues:
                print("   ", row.name, row.state.words, *(sentence for _, sentence in row.issues))


def main(arguments: list[str]) -> None:
    screenshot.quiet()
    application.create()
    count = int(arguments[0]) if arguments else 60
    pictures = Path(arguments[1]) if len(arguments) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        journey = Journey(Path(folder), count, pictures)
        journey.window.show_error = lambda error: (_ for _ in ()).throw(error)
        journey.go()
        journey.window.discard()


if __name__ == "__main__":
    main(sys.argv[1:])
