"""The collection on the desk: the one place where it is replaced, what reads into it, and what keeps it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from core import desk, schema
from core.desk import Collection, Gathered, Row
from core.errors import StoreError, UserError
from core.verdict import verdict_of
from gui.common.texts import tr
from gui.editing.jobs import Jobs, Progress, Work

if TYPE_CHECKING:
    from core.checking import Checked
    from core.open_report import OpenReport
    from core.session import Session

T = TypeVar("T")
Act = Callable[[Collection], Collection]
SAVE_AFTER = 400  # ms after the last act
KEEP_EVERY = 2_000  # ms between two saves while files come in, or ten times what the last save took
HOLD_EVERY = 120_000  # ms


class DeskKeeper(QObject):
    """Signals: changed() the collection is another value; message(kind, text, act, slot), failed(exception); kept() it
    was written into the history. refusal is why nothing can be changed here, "" when it can."""

    changed = Signal()
    message = Signal(str, str, str, object)
    failed = Signal(object)
    kept = Signal()
    _arrived = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.collection: Collection | None = None
        self.refusal = ""
        self.folder: Path | None = None
        self.jobs, self.side_jobs, self._saves = Jobs(self), Jobs(self), Jobs(self)
        self._cancelled = Event()
        self._waiting: list[Act] = []  # acts done while files come in, done again on the whole
        self._dirty = False
        self._pause = KEEP_EVERY
        self._save = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._save.timeout.connect(self._keep)
        self._hold = QTimer(self, interval=HOLD_EVERY)
        self._hold.timeout.connect(self._look_for_others)
        self._arrived.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether anything is being read or written."""
        return self.jobs.busy or self.side_jobs.busy or self._saves.busy or self._save.isActive()

    def row(self, key: str) -> Row | None:
        """A row of the collection."""
        return self.collection.row(key) if self.collection and key else None

    # Acts

    def perform(self, act: Act) -> bool:
        """The next value by an act of core.desk; False (with the sentence shown) where nothing may be changed."""
        if self.collection is None:
            return False
        if self.refusal:
            self.message.emit("info", self.refusal, "", None)
            return False
        try:
            self._replace(act(self.collection))
        except UserError as error:
            self.message.emit("error", str(error), "", None)
            return False
        if self.jobs.busy:
            self._waiting.append(act)
        return True

    def _replace(self, collection: Collection) -> None:
        self.collection, self._dirty = collection, True
        self.changed.emit()
        self._save_soon()

    def _save_soon(self) -> None:
        """While files come in every save writes the whole once more, so there are pauses between them."""
        if not self.jobs.busy:
            self._save.start(SAVE_AFTER)
        elif not self._save.isActive():
            self._save.start(self._pause)

    def report_saved(self, key: str, state: OpenReport, checked: Checked) -> None:
        """A row's report was saved in the workspace."""
        version = state.version
        if version is not None:
            verdict = verdict_of(state.report, checked, self.session.settings.rules).sentence
            self.perform(
                lambda c: desk.acts.edited(
                    c, key, state.report, checked.findings, verdict, version.id, state.dismissals, state.locked
                )
            )

    # Reading

    def gather(self, paths: Sequence[Path], into: bool) -> None:
        """Read files, folders and archives, into the collection at hand or into a new one."""
        if not self._may_read(into):
            return
        self.folder = paths[0] if paths[0].is_dir() else paths[0].parent
        if not into or self.collection is None:
            self._leave()
            self.refusal = ""
            self.collection = desk.acts.new_collection("", 0)
        start, session = self.collection, self.session
        self._read(start, lambda: desk.gather(paths, start, session, self._cancelled.is_set))

    def go_on(self) -> None:
        """Read what a gathering that was broken off has left."""
        start, session = self.collection, self.session
        if start is not None and self._may_read():
            self._read(start, lambda: desk.go_on(start, session, self._cancelled.is_set))

    def leave_off(self) -> None:
        """What was read of a gathering that was broken off is all that is wanted."""
        start, session = self.collection, self.session
        if start is not None and self._may_read():
            self.run(tr("正在保存读完的报告"), lambda _: desk.ended(start, session), self._left_off)

    def _left_off(self, made: Collection) -> None:
        """The versions that were made, in the collection as it is now."""
        versions = {h.key: h.version for row in made.rows for h in row.hand_ins}

        def act(now: Collection) -> Collection:
            rows = [
                replace(row, hand_ins=tuple(replace(h, version=h.version or versions.get(h.key)) for h in row.hand_ins))
                for row in now.rows
            ]
            return replace(now, rows=tuple(rows), half=None)

        self.perform(act)

    def _may_read(self, into: bool = True) -> bool:
        """Whether files may be read now (into the collection at hand); else why not is said."""
        why = self.refusal if into else ""
        if self.jobs.busy:
            why = tr("上一批文件还在读，请等它读完再添加，或先取消。")
        if why:
            self.message.emit("info", why, "", None)
        return not why

    def _read(self, start: Collection, gathering: Callable[[], Iterator[Gathered]]) -> None:
        self._cancelled.clear()
        self._waiting.clear()
        session = self.session

        def work(progress: Progress) -> tuple[Collection, int, Path | None]:
            last, unchanged, gone = start, 0, None
            for event in gathering():
                last, unchanged, gone = event.collection, event.unchanged, event.gone
                progress(event.done, event.total)
                self._arrived.emit(event)
            return last if last.offices else _with_known_offices(last, session), unchanged, gone

        self.jobs.run(tr("正在读取、校核各单位的报告"), work, lambda made: self._gathered(*made), self._not_gathered)

    def cancel(self) -> None:
        """Stop reading; what is done stays."""
        self._cancelled.set()

    def _take(self, event: Gathered) -> None:
        """One more file, on the window's thread; acts done meanwhile are done on it too. What is there is kept as it
        comes, for a power cut must not cost the rows of two hundred reports."""
        if self.jobs.busy:
            self._replace(self._with_waiting(event.collection))

    def _with_waiting(self, collection: Collection) -> Collection:
        """With the acts done meanwhile, as the save that was made last."""
        for act in self._waiting:
            collection = act(collection)
        now = self.collection
        return replace(collection, id=now.id, revision=now.revision) if now is not None else collection

    def _gathered(self, collection: Collection, unchanged: int, gone: Path | None) -> None:
        self._replace(self._with_waiting(collection))
        self._waiting.clear()
        rows = self.collection.rows if self.collection else ()
        read = sum(row.newest is not None for row in rows)
        unread = sum(row.newest is not None and row.report is None for row in rows)
        words = (
            tr("已停止，读完的 {0} 份留在表里。", read) if self._cancelled.is_set() else tr("读完了，共 {0} 份。", read)
        )
        if gone is not None:
            words = tr("“{0}”找不到了（可能是 U 盘拔下了）。读完的 {1} 份都在；插好以后点“接着读”。", gone, read)
        elif unchanged:
            words += tr("其中 {0} 份和表里的一样，没有再读。", unchanged)
        if unread:
            words += tr("有 {0} 份没有读出来，原因在表里。", unread)
        self.message.emit("error" if gone is not None else "ok", words, "", None)

    def _not_gathered(self, error: Exception) -> None:
        self._failed(error)
        if self.collection is not None:
            self._replace(self.collection)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.message.emit("error", str(error), "", None)
        else:
            self.failed.emit(error)

    def run(
        self,
        title: str,
        work: Work[T],
        done: Callable[[T], object],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Work beside the desk, with a plain value; one at a time."""
        if not self.side_jobs.run(title, work, done, failed or self._failed):
            self.message.emit("info", tr("上一项工作还没有完成，请稍候。"), "", None)

    def reading_of(self, key: str, hand_in: str = "") -> tuple[str, Callable[[Progress], OpenReport] | None]:
        """Title and work of opening a row's report, or one of its files."""
        row, session = self.row(key), self.session
        if row is None or row.newest is None:
            return "", None
        handed = desk.acts.hand_in_of(row, hand_in) if hand_in else row.newest
        if handed is None or self.collection is None:
            return "", None
        if handed.report is None and handed.path is not None:
            # A scan whose text was not read: the empty tables with its pages beside them, to be typed in.
            edition, year, path = schema.edition_of(self.collection.year), self.collection.year, handed.path
            return tr("正在打开 {0}", row.name), lambda _: session.new_beside(edition, year, row.name, (path,))
        return tr("正在打开 {0}", row.name), lambda progress: desk.open_hand_in(handed, session, progress)

    # Keeping

    def open_collection(self, number: int, then: Callable[[], object] | None = None) -> None:
        """A collection of the history; where somebody else has it open it may be looked at. then follows."""
        if self.jobs.busy:
            self.message.emit("info", tr("文件还在读，请等它读完再打开别的校核册，或先取消。"), "", None)
            return
        self._leave()
        archive = self.session.archive

        def work(_: Progress) -> tuple[Collection, str]:
            return desk.open_collection(archive, number), desk.hold_collection(archive, number)

        def done(made: tuple[Collection, str]) -> None:
            self._opened(*made)
            if then is not None:
                then()

        self.run(tr("正在打开校核册"), work, done)

    def _opened(self, collection: Collection, holder: str) -> None:
        self.collection, self._dirty = collection, False
        self.refusal = holder
        self._hold.start()
        self.changed.emit()

    def _look_for_others(self) -> None:
        """Say again that the collection is open here, and see whether the other clerk has closed it."""
        if self.collection is None or self.collection.id is None or self._saves.busy:
            return
        archive, number = self.session.archive, self.collection.id
        self._saves.run("", lambda _: desk.hold_collection(archive, number), self._held, self._failed)

    def _held(self, holder: str) -> None:
        if self.refusal and not holder and self.collection is not None and self.collection.id is not None:
            self.message.emit("info", tr("对方已经关上这一册，现在可以改了。"), "", None)
            self.open_collection(self.collection.id)  # what the other clerk wrote
        elif bool(holder) != bool(self.refusal):
            self.refusal = holder
            self.changed.emit()

    def _keep(self) -> None:
        """Write the value of the moment into the history, in the background; again where it changed meanwhile."""
        if not self._dirty or self.collection is None or self.refusal:
            return
        archive, collection, first = self.session.archive, self.collection, self.collection.id is None
        if self.jobs.busy and not any(row.newest for row in collection.rows):
            return  # nothing is read yet

        def work(_: Progress) -> tuple[Collection, float]:
            begun = time.monotonic()
            saved = desk.save_collection(archive, collection)
            if first:
                desk.hold_collection(archive, saved.id)
            return saved, time.monotonic() - begun

        if self._saves.run("", work, lambda made: self._kept(collection, *made), self._not_kept):
            self._dirty = False
        else:
            self._save_soon()

    def _kept(self, stored: Collection, saved: Collection, took: float) -> None:
        self._pause = max(KEEP_EVERY, round(took * 10_000))
        now = self.collection
        if now is not None and now.id == stored.id and now.revision == stored.revision:
            self.collection = replace(now, id=saved.id, revision=saved.revision)
            self._hold.start()
        self.kept.emit()
        if self._dirty:
            self._save_soon()

    def _not_kept(self, error: Exception) -> None:
        """Another window wrote the collection meanwhile, or the medium is gone: nothing was overwritten."""
        self._dirty = True
        if isinstance(error, StoreError) and self.collection is not None and self.collection.id is not None:
            self.message.emit("error", str(error), tr("重新打开这一册"), self._reopen)
        else:
            self._failed(error)

    def _reopen(self) -> None:
        """What is in the history instead of what is here."""
        self._dirty = False
        if self.collection is not None and self.collection.id is not None:
            self.open_collection(self.collection.id)

    def _leave(self) -> None:
        """Another collection comes: this one is written first, and given free."""
        self._save.stop()
        self._saves.finish()
        self._keep()
        self._saves.finish()
        self._hold.stop()
        if self.collection is not None and self.collection.id is not None:
            desk.hold_collection(self.session.archive, None)

    def close(self) -> None:
        """No collection any more; what there was is written."""
        self.cancel()
        self.jobs.finish()
        self._leave()
        self.collection, self.refusal = None, ""

    def finish(self) -> None:
        """The window goes: reading is given up, what is done is written."""
        self.cancel()
        self.jobs.finish()
        self.side_jobs.wait()
        try:
            self._leave()
        except UserError:
            return  # the history's medium is gone; the window said so when it last tried


def _with_known_offices(collection: Collection, session: Session) -> Collection:
    """A new collection takes over the offices of the year before; runs in the background."""
    before = desk.last_collection_before(session.archive, collection.year)
    return desk.acts.with_offices(collection, before.offices) if before and before.offices else collection
