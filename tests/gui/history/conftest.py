import history_room_support as support
import pytest

from gui.editing.jobs import Jobs
from gui.history.reports.history_window import HistoryWindow


@pytest.fixture
def history(tmp_path):
    with support.fill(tmp_path / "data" / "history.db") as made:
        yield made


@pytest.fixture
def ask():
    return support.Answers()


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.wait()


@pytest.fixture
def shown(qtbot, history, jobs, ask):
    """The history window over the invented history, at the size of a small screen."""
    made = HistoryWindow(history, jobs, ask)
    made.resize(1366, 700)
    made.bugs = []
    made.failed.connect(made.bugs.append)
    qtbot.addWidget(made)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not jobs.busy)
    assert made.bugs == []
