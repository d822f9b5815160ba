"""A county on the desk. The processes that check have tests of their own; here the files are checked in this one."""

import shutil
from dataclasses import replace

import pytest
from county_support import OFFICES, idle, make_county

from core import desk as core_desk
from core.batch import check_one
from core.desk import Office, acts
from core.errors import Cancelled
from core.session import Session


class InThisProcess:
    """Stands in for CheckProcesses: two processes to start would take longer than the files."""

    def __init__(self, settings, data_dir):
        self._settings = settings

    def check(self, tasks, cancelled=None):
        for number, task in enumerate(tasks):
            if cancelled is not None and cancelled():
                raise Cancelled
            yield number, check_one(task, self._settings.rules)

    def close(self):
        pass


@pytest.fixture(autouse=True)
def checked_here(monkeypatch):
    monkeypatch.setattr("core.desk.gathering.CheckProcesses", InThisProcess)


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    return make_county(tmp_path_factory.mktemp("county") / "2023年报")


@pytest.fixture(scope="session")
def kept(tmp_path_factory, county):
    """A data folder with the county's collection, gathered once for all tests, and its number."""
    folder = tmp_path_factory.mktemp("kept") / "data"
    session = Session(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.desk.gathering.CheckProcesses", InThisProcess)
        *_, last = core_desk.gather([county], acts.new_collection("", 0), session)
    kinds = ("部门", "部门", "部门", "部门", "乡镇街道")
    offices = tuple(Office(name, kind) for name, kind in zip(OFFICES, kinds, strict=True))
    first = core_desk.save_collection(session.archive, last.collection)
    saved = core_desk.save_collection(session.archive, replace(acts.with_offices(first, offices)))
    session.close()
    return folder, saved.id


@pytest.fixture
def data_of_county(tmp_path, kept):
    shutil.copytree(kept[0], tmp_path / "data")
    return kept[1]


@pytest.fixture
def listed(qtbot, data_of_county, window):
    """The window with the county's collection on its desk, the list of offices known."""
    window.desk.open_collection(data_of_county)
    idle(qtbot, window)
    return window.desk


@pytest.fixture
def desk(qtbot, listed, window):
    """The same before anybody gave a list of offices."""
    listed.page.keeper.perform(lambda c: acts.with_offices(c, ()))
    idle(qtbot, window)
    return listed
