"""The trip of one act: how many of the program's own functions, and of its files, run from the door to the end.

What a newcomer has to read to follow it. Each act is done once unmeasured (what is loaded lazily is there then), then
once under sys.setprofile, on the window's thread and in its jobs. Comprehensions and lambdas count to their function.

    python tests/bench/trip.py            the table, for the sample report
    python tests/bench/trip.py --names    also which functions, by file
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(os.environ.get("TRIP_ROOT", Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(ROOT)]

SAMPLES = ROOT / "resources" / "samples"
OWN = (f"{ROOT}/core/", f"{ROOT}/gui/")


class Recorder:
    """Distinct code objects of ours that were entered while it records."""

    def __init__(self) -> None:
        self.seen: set[CodeType] = set()
        self.on = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.seen.add(frame.f_code)

    def start(self) -> None:
        self.seen.clear()
        self.on = True
        sys.setprofile(self)

    def stop(self) -> tuple[int, int]:
        sys.setprofile(None)
        self.on = False
        self.seen = {c for c in self.seen if c.co_filename.startswith(OWN) and not c.co_name.startswith("<")}
        return len(self.seen), len({c.co_filename for c in self.seen})

    def watch_jobs(self) -> None:
        """Jobs run on Qt's threads, which have a profiler of their own."""
        from gui.editing.jobs import Jobs

        run = Jobs.run

        def watched(jobs, title, work, *handlers):
            def recorded(progress):
                if self.on:
                    sys.setprofile(self)
                try:
                    return work(progress)
                finally:
                    sys.setprofile(None)

            return run(jobs, title, recorded, *handlers)

        Jobs.run = watched


def acts(folder: Path) -> dict[str, Callable[[], object]]:
    """Each act by its name: files at the session's door, the edit in the window. Written so that it also runs on
    commits before the state was one value (TRIP_ROOT)."""
    from PySide6.QtCore import QEvent, QObject

    from core.model import CellRef
    from gui import app as application
    from gui import screenshot
    from gui.shell.main_window import MainWindow

    class Painted(QObject):
        done = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.done = self.done or event.type() == QEvent.Type.Paint
            return False

    app = application.create()
    screenshot.quiet()
    window = MainWindow(lambda: application.make_session(folder))
    window.resize(1366, 768)
    window.show()
    window.wake()
    screenshot.wait_idle(window)
    while getattr(window, "_report_view", getattr(window, "bench", None)) is None:
        app.processEvents()
    screenshot.wait_idle(window)
    texts = iter(range(20, 1000))

    def view():
        return window.report_view if hasattr(window, "report_view") else window.bench

    def open_file(name: str) -> None:
        window.open_path(SAMPLES / name)
        screenshot.wait_idle(window)

    def edit() -> None:
        form = view().workspace.page.form
        painted = Painted()
        form.viewport().installEventFilter(painted)
        ref = CellRef(3, "results_total", "natural_person")
        form.select_refs([ref])
        form.form.setData(form.form.index_of(ref), str(next(texts)))
        while not painted.done:
            app.processEvents()
        form.viewport().removeEventFilter(painted)

    def edit_elsewhere() -> None:
        open_file("示例报告.docx")
        view().workspace.show_section(3)
        edit()
        screenshot.wait_idle(window)

    session = application.make_session(folder)
    docx, pdf, target = SAMPLES / "示例报告.docx", SAMPLES / "示例报告.pdf", folder / "导出.docx"
    ref = CellRef(3, "results_total", "natural_person")
    if not hasattr(session, "report"):
        from core import acts

        state = session.open(docx)
        checked = session.check(state)

        edited = []

        def changed():
            return acts.perform(state, acts.edit_cells(state.report, {ref: str(next(texts))}, "x"), acts.utc_now())

        return {
            "open docx": lambda: session.check(session.open(docx)),
            "open pdf": lambda: session.check(session.open(pdf)),
            "export docx": lambda: session.export(state, checked, target),
            "-save": lambda: edited.append(changed()),
            "save": lambda: session.archive.save(edited[-1], checked.findings),
            "-window": edit_elsewhere,
            "edit a cell to its repaint": edit,
            "end": window.discard,
        }

    def changed() -> object:
        return session.apply(session.edit_cells({ref: str(next(texts))}, "x"))

    return {
        "open docx": lambda: session.open(docx),
        "open pdf": lambda: session.open(pdf),
        "export docx": lambda: session.export(target),
        "-save": changed,
        "save": session.save,
        "-window": edit_elsewhere,
        "edit a cell to its repaint": edit,
        "end": window.discard,
    }


def main() -> None:
    """Print the table."""
    recorder = Recorder()
    recorder.watch_jobs()
    with tempfile.TemporaryDirectory() as folder:
        done = acts(Path(folder))
        print("| act | functions | files |\n|---|---|---|")
        for name, act in done.items():
            act()
            if name.startswith("-") or name == "end":
                continue
            if f"-{name}" in done:
                done[f"-{name}"]()
            recorder.start()
            act()
            functions, files = recorder.stop()
            print(f"| {name} | {functions} | {files} |", flush=True)
            if "--names" in sys.argv:
                by_file = defaultdict(list)
                for code in recorder.seen:
                    by_file[Path(code.co_filename).relative_to(ROOT).as_posix()].append(code.co_name)
                for file, names in sorted(by_file.items()):
                    print(f"    {file}: {' '.join(sorted(names))}")


if __name__ == "__main__":
    main()
