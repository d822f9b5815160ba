"""From the start of the packaged program to its window on the screen, against a bare PySide6 window, in one run.

python installer/cold_start.py [FOLDER]: the unpacked tar.xz, or the folder that the last build left. Both are started
in turn, so that a busy machine slows both; "first" is the very first start of each, with its files pushed out of the
system's cache where this may be done (root). Needs xvfb and xdotool.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import linux_base
import linux_package
import trial

DISPLAY = ":77"
RUNS = 9
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("bare")
window.resize(1280, 720)
window.show()
app.exec()
"""


def started(command: list[str], title: str, environment: dict[str, str]) -> float:
    """Seconds until a window of that title is on the screen."""
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
        wait = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title]
        subprocess.run(wait, env=environment, stdout=subprocess.DEVNULL, timeout=60, check=True)
        seconds = time.perf_counter() - begin
        program.kill()
    time.sleep(0.3)
    return seconds


def forget_files() -> bool:
    """Drop the system's cache of files; False where this may not be done."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", "ascii")
    except OSError:
        return False
    return True


def main() -> None:
    """Print both medians, both first starts, and their ratios."""
    built = linux_package.BUILD / linux_base.HOST / "root" / "opt" / "nianbao"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else built
    with tempfile.TemporaryDirectory() as data, trial.screen(DISPLAY):
        environment = {**os.environ, "DISPLAY": DISPLAY, "NIANBAO_DATA_DIR": data, "QT_QPA_PLATFORM": "xcb"}
        both = {
            "packaged program": ([str(folder / "nianbao")], "年报校核"),
            "bare PySide6 window": ([sys.executable, "-c", BARE], "^bare$"),
        }
        first = {name: started(*what, environment) for name, what in both.items() if forget_files()}
        times: dict[str, list[float]] = {name: [] for name in both}
        for _ in range(RUNS):
            for name, what in both.items():
                times[name].append(started(*what, environment))
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name in both:
        cold = f", first {first[name]:.2f} s" if name in first else ""
        print(f"{name}: median {medians[name]:.2f} s, best {min(times[name]):.2f} s of {RUNS}{cold}")
    ours, bare = medians
    print(f"ratio {medians[ours] / medians[bare]:.2f}" + (f", first {first[ours] / first[bare]:.2f}" if first else ""))


if __name__ == "__main__":
    main()
