"""The open report of a window: the one place where its state is replaced, and its undo stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from core import acts
from core.acts import Act
from core.change import Change, Fact, Origin, SectionEdit, StaleChange
from core.checking import Checked
from core.finding import Finding
from core.model import CellRef, Report
from core.open_report import OpenReport
from core.session import SourceKind
from core.verdict import Verdict, verdict_of
from gui.common.place_names import TABLE_SECTIONS
from gui.common.quiet import Quiet
from gui.common.remembered import Remembered
from gui.common.roles import Counts, Spot, count
from gui.common.texts import tr
from gui.editing.undo_command import ActCommand

if TYPE_CHECKING:
    from pathlib import Path

    from core.session import PagesBeside, Session, VersionInfo

DRAFT_DELAY = 800  # ms after the last act; with the write itself well under the promised 2 s


class EditController(QObject):
    """Holds the state and what the rules say of it; acts replace both at once, whatever job is running.

    state is None on the start page. told are the findings of checked that are shown: all but those about gaps of the
    table that is being typed in, which are told when it is left (leave_table). Jobs never get this object: they are
    given state, a frozen value, and hand back what they made, which is adopted here (show_report, adopt_saved,
    adopt_previous) if the opening still stands.

    Signals: report_opened() another report is open; changed() after every act; place_requested(Spot) something is to
    be shown; message(kind, text) a sentence for the message bar, kind "info", "ok" or "error"; draft_due() the
    work should be kept.
    """

    report_opened = Signal()
    changed = Signal()
    place_requested = Signal(object)
    message = Signal(str, str)
    draft_due = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.state: OpenReport | None = None
        self.checked = Checked()
        self.told: tuple[Finding, ...] = ()
        self._quiet = Quiet()
        self.undo_stack = QUndoStack(self)
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_DELAY)
        self._draft.timeout.connect(self.draft_due)

    @property
    def opened(self) -> OpenReport:
        """The state where a report is known to be open."""
        assert self.state is not None
        return self.state

    @property
    def report(self) -> Report:
        """The report as edited so far."""
        return self.opened.report

    @property
    def counts(self) -> Counts:
        """The findings shown, by severity."""
        return count(f.severity for f in self.told)

    @property
    def verdict(self) -> Verdict:
        """Where one stands, and what was checked."""
        told = replace(self.checked, findings=self.told)
        return verdict_of(self.report, told, self.session.settings.rules, self.opened.locked)

    @property
    def remembered(self) -> Remembered:
        """Small things wanted again tomorrow."""
        return Remembered(self.session.data_dir)

    # Acts of the person

    def perform(self, act: Act, spot: Spot | None = None) -> None:
        """Carry out an act as one undo step; a change without edits is dropped."""
        if not isinstance(act, Change) or act.edits:
            text = isinstance(act, Change) and not act.cells and spot is None
            back = spot_of_act(act.inverse()) if text else None
            self.undo_stack.push(ActCommand(act, spot or spot_of_act(act), self._carry_out, back))

    def edit_cells(self, texts: Mapping[CellRef, str], label: str, origin: Origin = Origin.TYPED) -> None:
        """Write texts into cells as one undo step: typing, pasting, clearing and filling all come here."""
        self.perform(acts.edit_cells(self.report, texts, label, origin))

    def edit_section(self, number: int, texts: Iterable[str]) -> None:
        """Replace a section's paragraphs as one undo step, if anything differs."""
        new = tuple(texts)
        if new != tuple(p.text for p in self.report.section(number).paragraphs):
            self.perform(acts.edit_section(self.report, number, new))

    def edit_fact(self, fact: Fact, value: str | int | None) -> None:
        """Change title, agency or year as one undo step, if it differs."""
        if value != getattr(self.report, fact):
            self.perform(acts.edit_fact(self.report, fact, value), Spot(0))

    def lock_cells(self, refs: Iterable[CellRef], locked: bool = True) -> None:
        """确认无误 for cells, or its end, as one undo step."""
        refs = tuple(refs)
        self.perform(acts.lock_cells(self.opened, refs, locked), Spot(TABLE_SECTIONS[refs[0].table], refs))

    def dismiss(self, finding: Finding, reason: str) -> None:
        """Set a warning or hint aside with a reason, as one undo step; UserError for an error."""
        self.perform(acts.dismiss(self.opened, finding, reason, acts.utc_now()))

    def restore(self, finding: Finding) -> None:
        """Put a dismissed finding back among the standing ones, as one undo step."""
        self.perform(acts.restore(self.opened, finding))

    def show_place(self, spot: Spot) -> None:
        """Ask the panels to show a place."""
        self.place_requested.emit(spot)

    def _carry_out(self, act: Act, spot: Spot | None) -> bool:
        """False (with a sentence, and nothing changed) for an offer made of figures that are no longer there."""
        try:
            state = acts.perform(self.opened, act, acts.utc_now())
        except StaleChange:
            self.message.emit("info", tr("这里的内容刚刚改过，这一步没有执行。请看过现在的内容再操作。"))
            return False
        if isinstance(act, Change) and act.cells:
            self._quiet.begin(act.cells[0].table)
        self._replace(state)
        self._draft.start()
        if spot is not None:
            self.place_requested.emit(spot)
        return True

    def _replace(self, state: OpenReport) -> None:
        """The next value of the same opening; checked again when anything that the rules read is another."""
        old, self.state = self.opened, state
        read_by_rules = ((old.report, state.report), (old.previous, state.previous), (old.dismissals, state.dismissals))
        if any(before is not after for before, after in read_by_rules):
            self.checked = self.session.check(state, self.checked)
        self._tell()

    def leave_table(self, table: int | None = None) -> None:
        """What was held back about the table typed in is told, unless that is the table given."""
        if self._quiet.table not in (None, table):
            self._quiet.begin(None)
            self._tell()

    def _tell(self) -> None:
        """Choose what is shown of what was found, and show it."""
        typed = self.opened.origin is SourceKind.TYPED
        self.told = self._quiet.standing(self.report, self.checked.findings, typed)
        self.changed.emit()

    def check_again(self) -> None:
        """After the settings changed."""
        if self.state is not None:
            self.checked = self.session.check(self.state)
            self._tell()

    # What jobs bring back

    def show_report(self, state: OpenReport, checked: Checked) -> None:
        """Another report in the place of the one that was open."""
        self.undo_stack.clear()
        self._draft.stop()
        self.state, self.checked = state, checked
        self.told = checked.findings
        self._quiet.forget()
        self.report_opened.emit()
        self._tell()
        if state.dirty:
            self.draft_due.emit()
        notes = [note.message for note in state.report.notes]
        if notes:
            more = tr("（另有 {0} 条说明，见“封面”）", len(notes) - 1) if len(notes) > 1 else ""
            self.message.emit("info", notes[0] + more)

    def close_report(self) -> None:
        """Back to no report."""
        self.undo_stack.clear()
        self._draft.stop()
        self.state, self.checked, self.told = None, Checked(), ()

    def is_open(self, identity: str) -> bool:
        """Whether the opening that a job was started for still stands."""
        return self.state is not None and self.state.identity == identity

    def adopt_saved(self, stored: OpenReport, version: VersionInfo) -> None:
        """A value of this opening was stored as a version; what was done since stays unsaved."""
        if self.is_open(stored.identity):
            self._replace(acts.saved_as(self.opened, stored, version, acts.utc_now()))

    def adopt_previous(self, identity: str, previous: Report, name: str = "") -> bool:
        """Last year's report was read from the file of that name for this opening; False when another one stands."""
        if not self.is_open(identity):
            return False
        self._replace(acts.with_previous(self.opened, previous, name or None))
        return True

    def adopt_pages(self, identity: str, pages: PagesBeside, source: Path) -> bool:
        """Pages of a scan were loaded for this opening; False when another one stands."""
        if not self.is_open(identity):
            return False
        self._replace(acts.with_pages(self.opened, pages, source))
        return True

    def forget_version(self) -> None:
        """The history was put back to a copy that lacks this version."""
        if self.state is not None:
            self._replace(acts.without_version(self.state))


def spot_of_act(act: Act) -> Spot | None:
    """Where an act happens; None where it has no place of its own."""
    if not isinstance(act, Change):
        return None
    if act.cells:
        return Spot(TABLE_SECTIONS[act.cells[0].table], act.cells)
    for edit in act.edits:
        if isinstance(edit, SectionEdit):
            return caret_behind(edit)
    return Spot(0)


def caret_behind(edit: SectionEdit) -> Spot:
    """Where the caret stands after an edit of a text: behind the last character that differs."""
    before, after = ([p.text for p in side] for side in (edit.old, edit.new))
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    if not after:  # whole paragraphs went: the caret stands before what followed them
        return Spot(edit.section, (), 0)
    old, new, same = before[-1] if before else "", after[-1], 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    at = len(new) - same
    return Spot(edit.section, (), len(after) - 1, at, at)
