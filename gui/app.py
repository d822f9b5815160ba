"""The application: Qt set up in Chinese with our looks, the window, the event loop."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from core import paths
from core.errors import UserError
from gui.common import theme, window_settings
from gui.common.garbage import MainThreadGarbage
from gui.common.texts import PRODUCT, tr
from gui.common.window_settings import WindowSettings
from gui.shell import handover
from gui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from core.session import Session

QT_CATALOGUE = "qtbase_zh_CN"


class MissingWords(QTranslator):
    """What Qt's own Chinese leaves in English: kinds of files in its file dialog."""

    WORDS: ClassVar = {
        "Folder": "文件夹",
        "File Folder": "文件夹",
        "File": "文件",
        "Drive": "磁盘",
        "Alias": "快捷方式",
        "Shortcut": "快捷方式",
        "Unknown": "未知",
        "%1 File": "%1 文件",
    }

    def translate(  # type: ignore[override]  # None is what the stubs leave out
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Chinese word, None for what others translate."""
        known = context in ("QAbstractFileIconProvider", "QFileSystemModel", "QFileDialog")
        return self.WORDS.get(text) if known else None


def create(arguments: list[str] | None = None, styled: bool = True) -> QApplication:
    """The application object with Qt's own Chinese, one a process; styled: with the default fonts and colours.

    A window that is built before the style sheet is there is polished once instead of at every step.
    """
    # Dates in Qt's own file dialog are the system's, which on Linux is what this variable said at the start.
    os.environ["LC_TIME"] = "zh_CN.UTF-8"
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments or sys.argv[:1])
    app.setApplicationName("nianbao")
    app.setApplicationDisplayName(PRODUCT)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app.setStyle("Fusion")
    if app.findChild(MainThreadGarbage) is None:
        MainThreadGarbage(app)
    if styled:
        _translate(app)
        apply_looks(app, WindowSettings())
    return app


def _translate(app: QApplication) -> None:
    """Qt's buttons and dialogs in Chinese: the copy shipped with the program, else Qt's own folder."""
    if app.property("translated"):
        return
    app.installTranslator(MissingWords(app))
    translator = QTranslator(app)
    folders = (paths.resources() / "translations", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
    if any(translator.load(QT_CATALOGUE, str(folder)) for folder in folders):
        app.installTranslator(translator)
        app.setProperty("translated", True)


def apply_looks(app: QApplication, preferences: WindowSettings) -> None:
    """Put on fonts and colours as the person chose them; an unchanged look costs nothing."""
    dark = theme.system_is_dark() if preferences.theme == "system" else preferences.theme == "dark"
    look = (dark, preferences.points, preferences.family)
    if app.property("look") == list(look):
        return
    app.setProperty("look", list(look))
    t = theme.DARK if dark else theme.LIGHT
    families = (preferences.family, *theme.UI_FAMILIES) if preferences.family else theme.UI_FAMILIES
    app.setFont(theme.ui_font(preferences.points, families=families))
    app.setPalette(theme.palette(t))
    app.setStyleSheet(theme.style_sheet(t, preferences.points))


def make_session(data_dir: Path | None, apart: bool = True) -> Session:
    """The façade; imported here because reading and exporting libraries take longer than the first paint.

    apart: files are read in a process of their own, so that a crash of a reader does not take the window with it.
    """
    from core.session import ReaderProcesses, Session

    return Session(data_dir, ReaderProcesses() if apart else None)


def run(path: Path | None = None, data_dir: Path | None = None) -> int:
    """Show a window, open path in it if given, and return when the last one is closed. Where the program runs already
    its window gets the file, and this start is over."""
    if paths.data_place_undecided(data_dir):
        create()
        ask_for_data_place()
    folder = handover.meeting_folder(paths.data_dir(data_dir))
    lock = handover.claim(folder) if folder is not None else None
    if folder is not None and lock is None and handover.send(folder, path):
        return 0
    app = create(styled=False)
    refuse_invisible(app)
    window = show_window(app, data_dir)
    QTimer.singleShot(0, lambda: _start(app, window, path, data_dir, folder if lock is not None else None))
    code = app.exec()
    if lock is not None:
        lock.unlock()
    return code


def refuse_invisible(app: QApplication) -> None:
    """UserError where Qt found no way to the screen and would go on without a window, for nobody to see or to end:
    a library of its xcb plugin is missing, or there is no screen. Who asks for such a platform by name gets it."""
    if app.platformName() in ("offscreen", "minimal") and not os.environ.get("QT_QPA_PLATFORM"):
        raise UserError(
            tr(
                "这里打不开窗口：没有图形界面，或者缺少它的系统库。请让信息化人员用安装包安装，缺少的系统库会一起装上；"
                "没有图形界面时可以用命令行检查。"
            )
        )


def ask_for_data_place() -> None:
    """The first start from a stick: where the history goes. Without an answer this PC is taken, and asked again."""
    from gui.dialogs.ask import Ask

    choices = [tr("放在程序旁边（U 盘）"), tr("放在这台电脑里")]
    detail = tr(
        "放在程序旁边：记在“数据”文件夹里，换一台电脑可以接着用。放在这台电脑里：U 盘上不留报告内容。"
        "以后可以用“文件”菜单里的“搬动历史记录”换地方。"
    )
    answer = Ask().choose(None, tr("第一次使用免安装版：历史记录放在哪里？"), choices, detail)
    with suppress(OSError):  # a stick that went away: the PC is taken
        if answer == 0:
            paths.keep_data_beside_the_program()
        elif answer == 1:
            paths.keep_data_on_this_pc()


def show_window(app: QApplication, data_dir: Path | None, kind: type[MainWindow] = MainWindow) -> MainWindow:
    """The window on the screen, with nothing behind it yet; kind is another class in the benchmark."""
    window = kind(lambda: make_session(data_dir), preferences=window_settings.load(paths.data_dir(data_dir)))
    apply_looks(app, window.preferences)
    window.show()
    return window


def _start(
    app: QApplication, window: MainWindow, path: Path | None, data_dir: Path | None, folder: Path | None
) -> None:
    """What can wait for the first paint; folder is where other starts leave their files, None for nowhere."""
    from PySide6.QtGui import QIcon

    from gui.shell import crash
    from gui.shell.windows import Windows

    def another() -> MainWindow:
        made = show_window(app, data_dir)
        made.looks_changed.connect(lambda: apply_looks(app, made.preferences))
        made.start()
        return made

    windows = Windows(window, another, app)
    crash.install(windows.show_error)
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "nianbao.png")))
    _translate(app)
    window.looks_changed.connect(lambda: apply_looks(app, window.preferences))
    app.styleHints().colorSchemeChanged.connect(lambda _: apply_looks(app, windows.active.preferences))
    window.start()
    if path is not None:
        window.open_path(path)
    if folder is not None:
        receiver = handover.Receiver(folder, app)
        receiver.requested.connect(windows.receive)
