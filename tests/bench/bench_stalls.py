"""The longest stall of the window in each journey: how long it once did not answer to the person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "reports" / "002.docx"
SAMPLE = ROOT / "resources" / "samples" / "示例报告.docx"
MOST = 100  # ms

WORK = """
import json, sys, tempfile, time
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, "tests")
import gui_support
from core.export.standard.writer import write_standard
from core.model import CellRef, Paragraph
from gui import app as application, screenshot
from gui.shell.main_window import MainWindow

folder = Path(tempfile.mkdtemp())
report = gui_support.report(broken=True)
# 300 pages: 22 lines of 28 characters each
words = "全年按照《中华人民共和国政府信息公开条例》的要求主动公开政府信息{}条，回应社会关切。"
text = tuple(Paragraph(words.format(n) * 4) for n in range(1080))
sections = tuple(replace(s, paragraphs=text) if s.number == 1 else s for s in report.sections)
long_file = folder / "长.docx"
write_standard(replace(report, sections=sections), long_file)

app = application.create()
screenshot.quiet()
window = MainWindow(lambda: application.make_session(folder / "data"), gui_support.Answers())
window.resize(1366, 768)
window.show()
window.start()
while window._report_view is None:
    app.processEvents()
screenshot.wait_idle(window)

class Watch:
    def __init__(self):
        self.wall = self.busy = 0.0
    def do(self, act):
        wall, busy = time.perf_counter(), time.thread_time()
        act()
        self.busy = max(self.busy, (time.thread_time() - busy) * 1000)
        self.wall = max(self.wall, (time.perf_counter() - wall) * 1000)
    def until(self, done):
        deadline = time.perf_counter() + 120
        while not done() and time.perf_counter() < deadline:
            self.do(app.processEvents)
            time.sleep(0.001)
        for _ in range(30):
            self.do(app.processEvents)
            time.sleep(0.002)

found = {}
def journey(name, act, done=None):
    source = window.report_view.source.text
    idle = lambda: not window.busy_at_all and not source.loading
    watch = Watch()
    watch.do(act)
    watch.until(lambda: (done is None or done()) and idle())
    found[name] = (watch.wall, watch.busy)

shown = []
window.shown.connect(lambda: shown.append(1))
def opening(path):
    shown.clear()
    window.open_path(path)
view = lambda: window.report_view
form = lambda: view().workspace.page.form
ref = CellRef(3, "results_total", "natural_person")
def edit(text):
    form().select_refs([ref])
    form().form.setData(form().form.index_of(ref), text)
def say(text):
    editor = view().workspace.page.editor
    editor.setFocus()
    editor.select_range(500, 0, 0)
    editor.insertPlainText(text)
    editor.commit()
def last_paragraph():
    view().workspace.page.editor.select_range(1079, 0, 0)
def theme(name):
    window.set_preferences(window.preferences._replace(theme=name))
    application.apply_looks(app, window.preferences)

for name, path in (("a report", Path(sys.argv[1])), ("300 pages", long_file)):
    journey(f"{name}: opened and shown", lambda: opening(path), lambda: bool(shown))
    journey(f"{name}: table three", lambda: view().workspace.show_section(3))
    journey(f"{name}: a figure typed", lambda: edit("21"))
    journey(f"{name}: undone", window.controller.undo_stack.undo)
    journey(f"{name}: section one", lambda: view().workspace.show_section(1))
    if path is long_file:
        journey(f"{name}: a word typed in the middle", lambda: say("另"))
        journey(f"{name}: undone there", window.controller.undo_stack.undo)
        journey(f"{name}: the last paragraph, there and in the file", last_paragraph)
    journey(f"{name}: found everywhere", lambda: view().workspace.find_bar.open_bar("公开"))
    journey(f"{name}: next hit", lambda: view().workspace.find_bar.step(1))
    journey(f"{name}: search closed", view().workspace.find_bar.close_bar)
    journey(f"{name}: next finding", lambda: view().findings.step(1))
    journey(f"{name}: dark", lambda: theme("dark"))
    journey(f"{name}: light", lambda: theme("light"))
    journey(f"{name}: saved", window.file_acts.save)
print(json.dumps(found, ensure_ascii=False))
window.discard()
"""


def stalls() -> dict[str, tuple[float, float]]:
    """By journey: milliseconds by the clock, and of this thread's own work."""
    path = SHARED if SHARED.exists() else SAMPLE
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WORK, str(path)]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, tuple[float, float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measure() -> list[tuple[str, str, str]]:
    """Rows for the table of run.py."""
    return [
        (f"longest stall, {name} (its own work)", f"{wall:.0f} ms ({busy:.0f} ms)", f"< {MOST} ms")
        for name, (wall, busy) in stalls().items()
    ]


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="\t")
