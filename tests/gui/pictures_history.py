"""Pictures of the room of saved reports: python tests/gui/pictures_history.py [FOLDER] (default build/pictures).

One function a state; each gives the widget to be pictured.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import history_room_support as support  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from core.session import SUBMITTED, History  # noqa: E402
from gui import app as application  # noqa: E402
from gui import screenshot  # noqa: E402
from gui.common.window_settings import WindowSettings  # noqa: E402
from gui.editing.jobs import Jobs  # noqa: E402
from gui.history.backups_window import BackupsWindow, TracesWindow  # noqa: E402
from gui.history.comparison.compare_window import VersionsWindow  # noqa: E402
from gui.history.comparison.years_model import Filter  # noqa: E402
from gui.history.comparison.years_window import YearsWindow  # noqa: E402
from gui.history.reports.history_window import HistoryWindow  # noqa: E402


def _window(history: History) -> HistoryWindow:
    made = HistoryWindow(history, Jobs(), support.Answers())
    made.resize(1366, 700)
    return made


def _newest(history: History) -> int:
    return history.reports()[0].id


def listed(history: History) -> QWidget:
    """The list with the newest report's timeline."""
    versions = history.versions(_newest(history))
    history.label(versions[1].id, SUBMITTED)
    return _window(history)


def small(history: History) -> QWidget:
    """Half of a 1366 × 768 screen: what is left at 200 %."""
    made = _window(history)
    made.resize(683, 384)
    return made


def searched(history: History) -> QWidget:
    """A search that finds two."""
    made = _window(history)
    made.search.agency.setText("民政")
    made.search.ask_now()
    return made


def nothing(history: History) -> QWidget:
    """A search that finds nothing."""
    made = _window(history)
    made.search.text.setText("没有这样的词")
    made.search.ask_now()
    return made


def binned(history: History) -> QWidget:
    """The bin."""
    made = _window(history)
    made.acts.trash(history.reports()[-1])
    made.search.state.setCurrentIndex(3)
    return made


def failed(history: History) -> QWidget:
    """A sentence about a failure."""
    made = _window(history)
    made.tell("error", "历史记录正被张三（电脑 PC-02）使用，请等对方保存完或关闭窗口后再试")
    return made


def compared(history: History) -> QWidget:
    """Two versions."""
    versions = history.versions(_newest(history))
    made = VersionsWindow(history, versions[-1].id, versions[0].id)
    made.resize(1000, 640)
    return made


def years(history: History) -> QWidget:
    """Two years, what stands out."""
    made = YearsWindow(support.report(2022, carried_forward="4", received="2"), support.report(2023))
    made.resize(1120, 640)
    return made


def years_small(history: History) -> QWidget:
    """The chart where there is room for one thing only."""
    made = years(history)
    made.resize(683, 384)
    made.turn.setChecked(True)
    return made


def years_all(history: History) -> QWidget:
    """Two years, every figure."""
    made = years(history)
    made.filter.setCurrentIndex(Filter.ALL)
    return made


def backups(history: History) -> QWidget:
    """Copies to go back to."""
    history.backup()
    return BackupsWindow(history)


def traces(history: History) -> QWidget:
    """Where a deleted report is left."""
    history.backup()
    made = TracesWindow(history, history.purge(_newest(history)))
    QTest.keyClick(made.list, Qt.Key.Key_Space)
    return made


STATES = (listed, small, searched, nothing, binned, failed, compared, years, years_small, years_all, backups, traces)


def make(folder: Path, dark: bool = False, points: float = 10.0, only: tuple[str, ...] = ()) -> list[Path]:
    """Write history_*.png; each state has a history of its own."""
    screenshot.quiet()
    app = application.create()
    application.apply_looks(app, WindowSettings(theme="dark" if dark else "light", points=points))
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for state in STATES:
        if only and state.__name__ not in only:
            continue
        with tempfile.TemporaryDirectory() as data, support.fill(Path(data) / "history.db") as history:
            widget = state(history)
            widget.show()
            screenshot.process_events()
            done.append(folder / f"history_{state.__name__}.png")
            widget.grab().save(str(done[-1]))
            widget.close()
    return done


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "pictures"
    make(where)
    make(where / "dark", dark=True)
    make(where / "large", points=20.0)
