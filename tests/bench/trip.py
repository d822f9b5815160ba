"""How far one act travels: distinct own functions and files that run, `trip.py`. Issue: at most two thirds of before.

Functions of core and gui that are called at least once; comprehensions and lambdas count with their function. Each
act is done once before, so that what is loaded once (schemas, rules) is not counted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from core.model import CellRef, Report  # noqa: E402


def trip(act: Callable[[], object]) -> tuple[int, int]:
    """Functions and files of one act; on this thread and on threads it starts."""
    seen: set[tuple[str, int]] = set()

    def note(frame, event: str, _arg: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith((f"{ROOT}/core", f"{ROOT}/gui")):
            name = code.co_qualname.split(".<locals>")[0]
            if "<" not in name:
                seen.add((code.co_filename, name))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return len(seen), len({file for file, _ in seen})


def with_raw(report: Report, raw: str) -> Report:
    ref = CellRef(3, "results_total", "natural_person")
    return report.with_cells({ref: replace(report.cell(ref), raw=raw)})


def core_acts(folder: Path) -> dict[str, Callable[[], object]]:
    from clerk import Clerk

    from core import paths

    sample = paths.resources() / "samples" / "示例报告.docx"
    clerk = Clerk(folder / "data")
    clerk.open(sample)
    clerk.export(folder / "a.pdf")
    numbers = iter(range(100))
    states = iter([replace(clerk.state, report=with_raw(clerk.report, raw)) for raw in ("71", "72")])

    def save() -> None:
        clerk.archive.save(next(states), findings, "")

    def change() -> None:
        clerk.edit({CellRef(3, "results_total", "natural_person"): str(next(numbers))})

    findings = clerk.findings
    return {
        "open a docx (read, extract, check)": lambda: (clerk.open(sample), clerk.checked),
        "open a pdf": lambda: Clerk(folder / "other").open(folder / "a.pdf"),
        "edit a cell and check again": lambda: (change(), clerk.checked),
        "export a docx": lambda: clerk.export(folder / "b.docx"),
        "save a version": save,
    }


def edit_in_the_window(folder: Path) -> tuple[int, int]:
    """From the key in the grid to the repainted window."""
    import gui_support
    from PySide6.QtWidgets import QApplication

    from gui import app as application
    from gui.shell.main_window import MainWindow

    app = QApplication.instance() or QApplication([])
    window = MainWindow(lambda: application.make_session(folder / "window"), gui_support.Answers())
    window.resize(1366, 768)
    window.show()
    (window.start if hasattr(window, "start") else window.wake)()
    while window._parts is None or window.jobs.busy:
        app.processEvents()
    from core import paths

    window.open_path(paths.resources() / "samples" / "示例报告.docx")
    while window.controller.state is None or window.busy_at_all:
        app.processEvents()
    ref = CellRef(3, "results_total", "natural_person")

    def edit(text: str) -> None:
        window.controller.edit_cells({ref: text}, "录入")
        for _ in range(20):
            app.processEvents()

    edit("15")
    counted = trip(lambda: edit("16"))
    window.discard()
    return counted


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="trip-"))
    for name, act in core_acts(folder).items():
        act()
        say(name, trip(act))
    say("edit a cell in the window, to the repaint", edit_in_the_window(folder))


def say(name: str, counted: tuple[int, int]) -> None:
    print(f"{name}: {counted[0]} functions in {counted[1]} files", flush=True)


if __name__ == "__main__":
    main()
