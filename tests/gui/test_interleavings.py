"""Random orders of acts and jobs against a plain sequential model of what the person did and saved.

The real controller, file acts, autosave and history; only the worker threads are replaced by jobs that run and end
when the example says so, so that every order can be had and repeated.
"""

from dataclasses import dataclass, field
from itertools import groupby
from types import SimpleNamespace

import gui_support
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget

from core.checking import Checked
from core.model import CellRef
from core.open_report import opened
from core.session import Session, SourceKind
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs
from gui.shell.autosave import Autosave
from gui.shell.file_acts import FileActs

CELLS = [CellRef(3, "granted", column) for column in ("natural_person", "research")]
REPORTS = {name: gui_support.report(broken=broken) for name, broken in (("甲", True), ("乙", False))}


class StepJobs(Jobs):
    """Jobs whose work runs at step() and whose result is handed over at finish()."""

    def __init__(self):
        super().__init__()
        self.pending, self.result = None, None

    @property
    def busy(self):
        return self.pending is not None

    def run(self, title, work, done, failed=None):
        if self.pending is not None:
            return False
        self.pending, self.result = (work, done, failed or self.failed.emit), None
        return True

    def step(self):
        if self.pending is not None and self.result is None:
            self.result = [self.pending[0](lambda *_: None)]

    def finish(self):
        self.step()
        if self.pending is not None:
            (_, done, _), result = self.pending, self.result
            self.pending, self.result = None, None
            done(result[0])


@dataclass
class Model:
    """What is open, as a person would note it down: the two cells' texts now, as opened, and as saved."""

    cells: list | None = None
    original: list = field(default_factory=list)
    saved: list = field(default_factory=list)
    undo: list = field(default_factory=list)
    redo: list = field(default_factory=list)
    opening: int = 0  # 0 on the start page
    version: int | None = None  # the number of the version that counts as saved
    acts: int = 0

    @property
    def dirty(self):
        return self.cells is not None and self.cells != self.saved


class World:
    def __init__(self, folder):
        self.session = Session(folder)
        self.session.open = self.read
        self.session.check = lambda state, earlier=None: Checked()
        self.session.export = lambda state, *_: self.exported.append(texts(state)) or ("已导出",)
        self.session.export_contents = lambda state: SimpleNamespace(lost=(), leftovers=())
        self.window, self.ask = QWidget(), gui_support.Answers()
        self.controller = EditController(self.session)
        self.autosave = Autosave(self.controller)
        self.autosave.jobs = StepJobs()
        self.jobs = StepJobs()
        self.acts = FileActs(self.controller, self.jobs, self.autosave, self.ask, self.window)
        self.acts.save_jobs = StepJobs()
        self.acts.failed.connect(self.fail)
        self.ask.path = folder / "x.docx"
        self.exported, self.due, self.openings = [], [], 0
        self.model, self.asked, self.saving, self.save_next = Model(), None, None, None
        self.versions = []  # (texts, original) of every version asked for, in order

    def fail(self, error):
        raise error

    def read(self, path, progress=None):
        return opened(REPORTS[path.stem], SourceKind.FILE)

    # Each operation does the thing in the window and notes in the model what a person would expect.

    def edit(self, cell, text):
        if self.model.cells is None:
            return
        self.controller.edit_cells({CELLS[cell]: text}, "x")
        if self.model.cells[cell] != text:
            self.model.undo.append(list(self.model.cells))
            self.model.redo.clear()
            self.model.cells[cell] = text
            self.model.acts += 1

    def undo(self):
        self.controller.undo_stack.undo()
        self.move(self.model.undo, self.model.redo)

    def redo(self):
        self.controller.undo_stack.redo()
        self.move(self.model.redo, self.model.undo)

    def move(self, source, target):
        if self.model.cells is not None and source:
            target.append(self.model.cells)
            self.model.cells = source.pop()
            self.model.acts += 1

    def may_leave(self, answer):
        """What the person would say; None where nothing is asked."""
        model = self.model
        being_saved = (self.save_next or self.saving) == (model.opening, model.cells)
        if not model.dirty or being_saved:
            return True
        if answer == 0:
            self.model_save()
            while self.saving is not None:
                self.model_end_save()
        return answer is not None

    def show(self, cells):
        self.openings += 1
        self.model = Model(list(cells), list(cells), list(cells), opening=self.openings)

    def open(self, name, answer):
        self.ask.choice = answer
        busy = self.jobs.busy
        self.acts.open_path(self.ask.path.with_name(f"{name}.docx"))
        if self.may_leave(answer) and not busy:
            self.asked = ("open", name, self.model.opening, self.model.acts)

    def reload(self, answer):
        """Open the version saved last."""
        if self.session.archive.exists and self.versions and self.saving is None:
            reports = self.session.archive.history.reports()
            if not reports:
                return
            self.ask.choice = answer
            busy = self.jobs.busy
            self.acts.open_version(reports[0].newest)
            if self.may_leave(answer) and not busy:
                newest = self.session.archive.history.load(reports[0].newest)
                self.asked = ("version", newest, self.model.opening, self.model.acts)

    def end_job(self, answer):
        """Whatever is being read or exported comes to its end."""
        self.ask.choice = answer
        self.jobs.finish()
        asked, self.asked = self.asked, None
        if asked is None or asked[0] == "export" or asked[2] != self.model.opening:
            return
        if asked[3] != self.model.acts and not self.may_leave(answer):
            return
        self.show(texts_of(REPORTS[asked[1]] if asked[0] == "open" else asked[1].report))
        if asked[0] == "version":
            self.model.original = None  # known by the history
            self.model.version = asked[1].info.number

    def save(self):
        self.acts.save()
        self.model_save()

    def model_save(self):
        model = self.model
        if model.cells is None:
            return
        if self.saving is not None:
            self.save_next = (model.opening, list(model.cells))
        elif model.dirty or model.version is None:
            self.saving = (model.opening, list(model.cells))
            self.versions.append(list(model.cells))

    def end_save(self):
        self.acts.save_jobs.finish()
        self.model_end_save()

    def model_end_save(self):
        if self.saving is None:
            return
        (opening, cells), self.saving = self.saving, None
        if self.model.opening == opening:
            self.model.saved, self.model.version = cells, len(self.versions)
        following, self.save_next = self.save_next, None
        if following is not None and following != (opening, cells):
            self.saving = following
            self.versions.append(following[1])

    def export(self):
        self.ask.choice = 1  # 仍然导出
        busy = self.jobs.busy
        self.acts.export()
        if self.model.cells is not None and not busy:
            self.asked = ("export", list(self.model.cells), self.model.opening, self.model.acts)
            self.due.append(list(self.model.cells))

    def new(self, answer):
        self.ask.choice = answer
        self.acts.new()
        if self.may_leave(answer):
            self.show(["", ""])

    def close(self, answer):
        self.ask.choice = answer
        if self.acts.close_report() != self.may_leave(answer):
            raise AssertionError("closed, or not, against the answer")
        if self.controller.state is None:
            self.model = Model()

    def write_draft(self):
        self.autosave.write()
        self.autosave.jobs.step()

    def end_draft(self):
        self.autosave.jobs.finish()

    # What must hold

    def compare(self):
        state, model = self.controller.state, self.model
        assert (state is None) == (model.cells is None)
        if state is not None:
            assert texts(state) == model.cells
            assert state.dirty == model.dirty
            assert model.original is None or texts_of(state.original) == model.original
            assert self.controller.undo_stack.canUndo() == bool(model.undo)
            assert self.controller.undo_stack.canRedo() == bool(model.redo)

    def end(self):
        """All jobs end: every version holds what was on the screen when it was asked for, and leads back to the
        report as opened; the only draft left is of what is open and not saved."""
        self.end_job(None)
        while self.saving is not None or self.acts.save_jobs.busy:
            self.end_save()
        self.compare()
        self.autosave.write()
        self.autosave.finish()
        assert self.exported == self.due
        archive, state = self.session.archive, self.controller.state
        if not archive.path.exists():
            assert not self.versions
            return
        stored = [v for r in archive.history.reports() for v in archive.history.versions(r.id)]
        kept = [archive.open_version(v.id) for v in sorted(stored, key=lambda v: v.id)]
        assert without_repeats(texts(version) for version in kept) == without_repeats(self.versions)
        for version in kept:
            assert texts_of(version.original) in ([[*texts_of(r)] for r in REPORTS.values()] + [["", ""]])
        drafts = [draft.key for draft in archive.history.drafts()]
        assert drafts == ([state.identity] if state is not None and state.dirty else [])


def texts_of(report):
    return [report.cell(ref).raw for ref in CELLS]


def without_repeats(versions):
    """The history makes no version of what it has already."""
    return [version for version, _ in groupby(versions)]


def texts(state):
    return texts_of(state.report)


ANSWERS = st.sampled_from([0, 1, None])
OPERATIONS = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 1), st.sampled_from(["", "5", "7"])),
    st.tuples(st.sampled_from(["undo", "redo", "save", "end_save", "export", "write_draft", "end_draft"])),
    st.tuples(st.sampled_from(["end_job", "new", "close", "reload"]), ANSWERS),
    st.tuples(st.just("open"), st.sampled_from(list(REPORTS)), ANSWERS),
)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=st.lists(OPERATIONS, min_size=5, max_size=40))
def test_any_order_of_acts_and_jobs_is_as_if_done_one_after_another(qapp, tmp_path_factory, operations):
    world = World(tmp_path_factory.mktemp("world"))
    world.open("甲", 1)
    world.end_job(1)
    try:
        for name, *arguments in operations:
            getattr(world, name)(*arguments)
            world.compare()
        world.end()
    finally:
        world.session.archive.close()
