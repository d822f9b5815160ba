"""What lies on the desk: the session, its undo stack, and the signals by which the panels hear of acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from core.change import Change, Origin
from core.model import CellRef
from gui.common.place_names import TABLE_SECTIONS
from gui.common.roles import Counts, Spot, count
from gui.common.texts import tr
from gui.editing.undo_command import ChangeCommand

if TYPE_CHECKING:
    from core.session import Outcome, Session

DRAFT_DELAY = 800  # ms after the last act; with the write itself well under the promised 2 s


class Desk(QObject):
    """The one door between the panels and the session.

    Signals: loaded() another report is open; changed(Outcome) after every act; sought(Spot) something is to
    be shown; told(kind, message) a sentence for the message bar, kind "info", "ok" or "error";
    draft_due() the work should be put in safety.
    """

    loaded = Signal()
    changed = Signal(object)
    sought = Signal(object)
    told = Signal(str, str)
    draft_due = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.undo = QUndoStack(self)
        self._held = False
        self._waiting: list[tuple[Change, Spot | None]] = []
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_DELAY)
        self._draft.timeout.connect(self.draft_due)

    @property
    def counts(self) -> Counts:
        """Standing findings by severity."""
        return count(f.severity for f in self.session.findings)

    # A job reads or replaces the session's state on another thread: acts wait for it, so that none is lost.

    @property
    def held(self) -> bool:
        """Whether a job has the session."""
        return self._held

    def hold(self) -> None:
        """A job begins."""
        self._held = True

    def release(self) -> None:
        """The job has ended; what was typed meanwhile is carried out now."""
        self._held = False
        waiting, self._waiting = self._waiting, []
        for change, spot in waiting:
            self.perform(change, spot)

    def act(self, do: Callable[[], Outcome]) -> None:
        """Carry out an act that has no undo here (confirm, dismiss, settings), unless a job has the session."""
        if self._held:
            self.told.emit("info", tr("上一项工作还没有完成，请稍候再试。"))
        else:
            self.take(do())

    def take(self, outcome: Outcome) -> None:
        """Show the outcome of an act that cannot be undone here (open, confirm, dismiss, settings)."""
        if outcome.reloaded:
            self.undo.clear()
            self._draft.stop()
            self.loaded.emit()
        self.changed.emit(outcome)
        if outcome.messages:
            more = tr("（另有 {0} 条说明，见“封面”）", len(outcome.messages) - 1) if len(outcome.messages) > 1 else ""
            self.told.emit("info", outcome.messages[0] + more)

    def perform(self, change: Change, spot: Spot | None = None) -> None:
        """Carry out a change as one undo step; a change without edits is dropped."""
        if change.edits and self._held:
            self._waiting.append((change, spot))
        elif change.edits:
            self.undo.push(ChangeCommand(change, spot or spot_of_change(change), self._play))

    def edit_cells(self, texts: Mapping[CellRef, str], label: str, origin: Origin = Origin.TYPED) -> None:
        """Write texts into cells as one undo step: the door of typing, pasting, clearing and filling."""
        self.perform(self.session.edit_cells(texts, label, origin))

    def edit_section(self, number: int, texts: Iterable[str], spot: Spot | None = None) -> None:
        """Replace a section's paragraphs as one undo step, if anything differs."""
        new = tuple(texts)
        if new != tuple(p.text for p in self.session.report.section(number).paragraphs):
            self.perform(self.session.edit_section(number, new), spot or Spot(number))

    def seek(self, spot: Spot) -> None:
        """Ask the panels to show a place."""
        self.sought.emit(spot)

    def _play(self, change: Change, spot: Spot | None) -> None:
        self.changed.emit(self.session.apply(change))
        self._draft.start()
        if spot is not None:
            self.sought.emit(spot)


def spot_of_change(change: Change) -> Spot | None:
    """Where a change happens; None for a change of cover facts alone."""
    if change.cells:
        return Spot(TABLE_SECTIONS[change.cells[0].table], change.cells)
    if change.sections:
        return Spot(change.sections[0])
    return Spot(0)
