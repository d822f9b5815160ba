"""Pictures of the real window in its main states: python -m gui.pictures [FOLDER] (default build/pictures).

With --help-pages the handful that the handbook shows is written beside its pages.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import paths
from core.finding import Severity

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.shell.main_window import MainWindow

Shot = Callable[["MainWindow"], "QWidget | None"]


def _section(number: int) -> Shot:
    return lambda window: window.report_view.workspace.show_section(number)


def _first(severity: Severity) -> Shot:
    def shot(window: MainWindow) -> None:
        for finding in window.controller.checked.findings:
            if finding.severity is severity:
                window.report_view.findings.choose(finding)
                return

    return shot


def _previewed(window: MainWindow) -> None:
    _first(Severity.ERROR)(window)
    cards = window.report_view.findings.detail.offer_cards()
    if cards:
        cards[0].previewed.emit(cards[0].offer)


def _mended(window: MainWindow) -> None:
    from gui.screenshot import process_events, wait_idle

    for _ in range(6):
        _first(Severity.ERROR)(window)
        wait_idle(window)
        window.report_view.accept_first()
        wait_idle(window)
    process_events()
    window.report_view.workspace.show_section(3)


def _pdf(window: MainWindow) -> None:
    """The same report as PDF; what was mended before is not saved, and nobody is asked."""
    from gui.screenshot import wait_idle

    controller = window.controller
    state = controller.session.open(paths.resources() / "samples" / "示例报告.pdf")
    controller.show_report(state, controller.session.check(state))
    wait_idle(window)


def _find(window: MainWindow) -> None:
    window.report_view.workspace.show_section(1)
    window.report_view.workspace.find_bar.open_bar("公开")


def _side(name: str) -> Shot:
    def shot(window: MainWindow) -> QWidget:
        window.actions_by_name[name].trigger()
        shown = window.side.shown
        assert shown is not None
        return shown

    return shot


def _edits(window: MainWindow) -> QWidget | None:
    if not window.controller.opened.dirty:
        _mended(window)
    return _side("edits")(window)


def _error(window: MainWindow) -> None:
    window.tell("error", "这个文件里没有找到年度报告的三张表或六个部分，请确认打开的是政府信息公开工作年度报告。")


def _county(window: MainWindow, folder: Path) -> None:
    """The sample in the names of several offices, wrong and mended, read onto the desk; two have not reported."""
    from core import desk
    from gui.screenshot import wait_idle

    session, state = window.controller.session, window.controller.opened
    for number, name in enumerate(OFFICES[:-2]):
        report = state.original if number % 3 == 0 else state.report
        own = str(report.agency)
        sections = tuple(
            replace(s, paragraphs=tuple(replace(p, text=p.text.replace(own, name)) for p in s.paragraphs))
            for s in report.sections
        )
        closing = tuple(replace(p, text=p.text.replace(own, name)) for p in report.closing)
        report = replace(report, agency=name, title=report.title.replace(own, name), sections=sections, closing=closing)
        one = replace(state, report=report, original=report, source=None, log=())
        session.export(one, session.check(one), folder / f"{name}.docx")
    window.desk.gather((folder,))
    wait_idle(window)
    offices = tuple(desk.Office(name, "乡镇街道" if "镇" in name else "部门") for name in OFFICES)
    window.desk.page.keeper.perform(lambda c: desk.acts.with_offices(c, offices))
    wait_idle(window)


def _desk(window: MainWindow) -> None:
    if not window.controller.opened.dirty:
        _mended(window)
    with tempfile.TemporaryDirectory() as folder:
        _county(window, Path(folder))
    page = window.desk.page
    page.select(page.with_errors("", 1) or "")
    window.bar.hide()


def _totals(window: MainWindow) -> QWidget | None:
    from core.model import CellRef

    if not window.desk_made:
        _desk(window)
    window.desk.page.act("desk_totals")
    shown = window.desk.page.windows.last
    assert shown is not None
    shown.resize(1320, 650)
    form = getattr(shown, "form", None)
    if form is not None:
        form.show_ref(CellRef(3, "received", "total"))
    return shown


OFFICES = (
    *(f"云溪县{name}局" for name in ("教育", "财政", "公安", "司法", "水利", "商务", "审计", "统计", "卫生健康")),
    *(f"云溪县{name}镇人民政府" for name in ("青石", "双河", "龙泉", "白沙", "石桥", "梅林")),
)
STATES: tuple[tuple[str, Shot], ...] = (
    *((f"section{n}", _section(n)) for n in range(7)),
    ("grid", _first(Severity.ERROR)),
    ("findings", _previewed),
    ("text", _section(1)),
    ("table4", _section(4)),
    ("find", _find),
    ("error", _error),
    ("settings", _side("settings")),
    ("about", _side("about")),
    ("preview", _side("preview")),
    ("mended", _mended),
    ("compare", _edits),
    ("desk", _desk),
    ("totals", _totals),
    ("source", _pdf),
)
HELP_WIDTH = 760
IN_HELP = ("grid", "findings", "text", "table4", "source", "compare", "desk", "totals")


def make(folder: Path, only: tuple[str, ...] = (), dark: bool = False) -> list[Path]:
    """Write the pictures of the sample report (start page first); returns their files."""
    from gui import app as application
    from gui import screenshot
    from gui.common.window_settings import WindowSettings
    from gui.shell.main_window import MainWindow

    folder.mkdir(parents=True, exist_ok=True)
    screenshot.quiet()
    app = application.create()
    application.apply_looks(app, WindowSettings(theme="dark" if dark else "light"))
    with tempfile.TemporaryDirectory() as data:
        window = MainWindow(lambda: application.make_session(Path(data)))
        window.resize(*screenshot.SIZE)
        window.show()
        window.start()
        screenshot.wait_idle(window)
        done = [_save(window, folder / "start.png")]
        window.open_path(paths.resources() / "samples" / "示例报告.docx")
        screenshot.wait_idle(window)
        done += [_shoot(window, name, shot, folder) for name, shot in STATES if not only or name in only]
        window.discard()
    return done


def _shoot(window: MainWindow, name: str, shot: Shot, folder: Path) -> Path:
    from gui.screenshot import wait_idle

    wait_idle(window)
    shown = shot(window)
    wait_idle(window)
    done = _save(shown or window, folder / f"{name}.png")
    if shown is not None:
        shown.close()
    if window.desk_made and name != "desk":
        window.desk.show_report()
    window.bar.hide()
    window.report_view.workspace.find_bar.close_bar()
    window.report_view.workspace.set_proposed({})
    return done


def _save(widget: QWidget, path: Path) -> Path:
    from gui.screenshot import process_events

    process_events()
    widget.grab().save(str(path))
    _reduce(path)
    return path


def _reduce(path: Path, width: int | None = None) -> None:
    """256 colours are plenty for a window, and a quarter of the size; Qt would dither."""
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    if width is not None and width < picture.width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def _shrink(path: Path) -> None:
    """The width of a handbook page: its reader would scale roughly."""
    _reduce(path, HELP_WIDTH)


def main(arguments: list[str]) -> None:
    """The command line of this module."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if "--help-pages" in arguments:
        for picture in make(paths.resources() / "help", IN_HELP):
            _shrink(picture)
        return
    folder = Path(arguments[0]) if arguments else Path("build/pictures")
    make(folder)
    make(folder / "dark", dark=True)


if __name__ == "__main__":
    main(sys.argv[1:])
