"""The application: Qt set up in Chinese with our looks, the window, the event loop."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from core import paths
from gui import VERSION, crash, theme
from gui.main_window import MainWindow
from gui.texts import PRODUCT

if TYPE_CHECKING:
    from core.session import Session

QT_CATALOGUE = "qtbase_zh_CN"


def create(arguments: list[str] | None = None) -> QApplication:
    """The application object with fonts, colours and Qt's own Chinese; one a process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments or sys.argv[:1])
    app.setApplicationName("nianbao")
    app.setApplicationDisplayName(PRODUCT)
    app.setApplicationVersion(VERSION)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _translate(app)
    app.setStyle("Fusion")
    app.setFont(theme.ui_font())
    set_theme(app, theme.system_is_dark())
    return app


def _translate(app: QApplication) -> None:
    """Qt's buttons and dialogs in Chinese: the copy shipped with the program, else Qt's own folder."""
    if app.property("translated"):
        return
    translator = QTranslator(app)
    folders = (paths.resources() / "translations", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
    if any(translator.load(QT_CATALOGUE, str(folder)) for folder in folders):
        app.installTranslator(translator)
        app.setProperty("translated", True)


def set_theme(app: QApplication, dark: bool) -> None:
    """Put on the light or the dark colours."""
    t = theme.DARK if dark else theme.LIGHT
    app.setPalette(theme.palette(t))
    app.setStyleSheet(theme.style_sheet(t))


def make_session(data_dir: Path | None) -> Session:
    """The façade; imported here because reading and exporting libraries take longer than the first paint."""
    from core.session import Session

    return Session(data_dir)


def run(path: Path | None = None, data_dir: Path | None = None) -> int:
    """Show the window, open path in it if given, and return when it is closed."""
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    app = create()
    window = MainWindow(lambda: make_session(data_dir))
    crash.install(window.show_error)
    window.show()
    QTimer.singleShot(0, window.wake)
    if path is not None:
        window.open_path(path)
    return app.exec()
