"""The desk without processes: what is gathered is checked here and now."""

from collections.abc import Sequence

import pytest

from core.batch import CheckTask, check_one
from core.desk import gathering
from core.session import Session


class InProcess:
    """In place of CheckProcesses: the same answers, one after the other."""

    def __init__(self, settings, data_dir) -> None:
        self._session = Session(data_dir)
        self._rules = settings.rules

    def check(self, tasks: Sequence[CheckTask], cancelled=None):
        from core.errors import Cancelled

        for number in range(len(tasks)):
            if cancelled is not None and cancelled():
                raise Cancelled
            yield number, check_one(tasks[number], self._rules, self._session.archive.last_year_of)

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def here(monkeypatch, tmp_path):
    """A session whose desk reads in this process."""
    monkeypatch.setattr(gathering, "CheckProcesses", InProcess)
    session = Session(tmp_path / "data")
    yield session
    session.close()
