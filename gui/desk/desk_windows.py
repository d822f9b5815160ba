"""The acts of the desk, by name: the list of offices, rows and their files here, the rest in rooms of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from core import desk
from core.desk import Collection, Mark, MarkKind, Office
from gui.common.texts import tr
from gui.desk.comparing import Comparing
from gui.desk.desk_acts import XLSX, DeskActs
from gui.desk.keeper import DeskKeeper
from gui.desk.keeping import Keeping
from gui.desk.list_window import ListWindow
from gui.desk.mark_dialog import MarkDialog
from gui.desk.office_dialog import OfficeDialog
from gui.desk.offices_window import OfficesWindow
from gui.desk.returning import Returning
from gui.desk.summing import Summing

if TYPE_CHECKING:
    from gui.dialogs.ask import Ask


class DeskWindows(DeskActs):
    """last is the window opened last."""

    def __init__(self, keeper: DeskKeeper, ask: Ask, page: QWidget) -> None:
        super().__init__(keeper, ask, page)
        self.last: QDialog | None = None
        self.returning, self.summing = Returning(keeper, ask, page), Summing(keeper, ask, page)
        self.comparing, self.keeping = Comparing(keeper, ask, page), Keeping(keeper, ask, page)
        self.shown.connect(self._was_shown)
        for room in (self.returning, self.summing, self.comparing, self.keeping):
            room.message.connect(self.message)
            room.failed.connect(self.failed)
            room.row_requested.connect(self.row_requested)
            room.report_requested.connect(self.report_requested)
            room.shown.connect(self._was_shown)
        perform, acts = keeper.perform, desk.acts
        self._on_row: dict[str, Callable[[str, str], object]] = {
            "slip": lambda key, _: self.returning.slips([key]),
            "copy": lambda key, _: self.returning.copy_slip(key),
            "pass": lambda key, _: perform(lambda c: acts.passed(c, key)),
            "unpass": lambda key, _: perform(lambda c: acts.passed(c, key, False)),
            "remove": lambda key, _: self._remove(key),
            "keep": lambda key, file: perform(lambda c: acts.kept_file(c, key, file)),
            "assign": lambda key, _: self._assign(key),
            "add": lambda key, _: self._add_to(key),
            "open_file": self._open_file,
            "copy_out": self._copy_out,
            "pair": lambda key, _: self.comparing.pair(key),
            "mark": self._mark,
            "published": self.comparing.published,
        }

    def _was_shown(self, window: QDialog) -> None:
        self.last = window

    def on_row(self, name: str, key: str, argument: str) -> None:
        """An act of the side panel."""
        self._on_row[name](key, argument)

    def note(self, key: str, text: str) -> None:
        """A row's note was written."""
        self._keeper.perform(lambda c: desk.acts.note(c, key, text))

    def _copy_out(self, key: str, file: str) -> None:
        """The stamped file as it was handed in, out of the history."""
        row, session = self._keeper.row(key), self._keeper.session
        handed = desk.acts.hand_in_of(row, file) if row else None
        if handed is None:
            return
        kind = tr("{0} 文件 (*.{1})", handed.kind.upper(), handed.kind)
        answer = self._ask.save_file(self._page, tr("取出原件"), self._place(handed.name), [kind])
        if answer is not None:
            target = answer[0]
            self._write(lambda: desk.write_copy(handed, target, session), target)

    def offices(self) -> None:
        """Typed, pasted, read from a workbook."""
        collection = self._collection
        window = OfficesWindow(
            desk.KINDS,
            [_office_texts(office) for office in collection.offices],
            lambda text: [_office_texts(office) for office in desk.parse_offices(text)],
            lambda: [_office_texts(office) for office in desk.offices_of_reports(self._collection)],
            self._page,
        )

        def from_workbook() -> None:
            path = self._ask.open_of_kind(window, tr("选择单位名单"), XLSX, self._keeper.folder)
            if path is None:
                return
            self._keeper.run(
                tr("正在读取 {0}", path.name),
                lambda _: [_office_texts(office) for office in desk.offices_from_xlsx(path)],
                window.add,
                lambda error: self._failed_in(window, error),
            )

        window.workbook_asked.connect(from_workbook)
        window.taken.connect(self._take_offices)
        self._show(window)

    def _take_offices(self, texts: Sequence[Sequence[str]]) -> None:
        offices = tuple(_office(row) for row in texts)
        if self._keeper.perform(lambda c: desk.acts.with_offices(c, offices)):
            missing = sum(row.newest is None for row in self._collection.rows)
            words = tr("名单里有 {0} 个单位，{1} 个还没报。", len(offices), missing)
            self._tell("ok", words)

    def _assign(self, key: str) -> None:
        """Say which office a report is of."""
        row = self._keeper.row(key)
        if row is None:
            return
        dialog = OfficeDialog(row.name, [office.name for office in self._collection.offices], self._page)

        def accepted() -> None:
            name = dialog.office
            if name:
                self._keeper.perform(lambda c: desk.acts.assigned(c, key, _named(c, name)))

        dialog.accepted.connect(accepted)
        self.shown.emit(dialog)
        dialog.open()

    def _remove(self, key: str) -> None:
        row = self._keeper.row(key)
        if row is None:
            return
        question = tr("把“{0}”移出这一册？原文件不会动。", row.name)
        if self._ask.choose(self._page, question, (tr("移出"),), risky=True) == 0:
            self._keeper.perform(lambda c: desk.acts.without_row(c, key))

    def _add_to(self, key: str) -> None:
        row = self._keeper.row(key)
        paths = self._ask.open_files(self._page, tr("添加“{0}”的文件", row.name if row else ""), self._keeper.folder)
        if paths:
            self._keeper.gather(paths, True)

    def _open_file(self, key: str, hand_in: str) -> None:
        """One of a row's files: the one that counts as the row, any other for looking."""
        row = self._keeper.row(key)
        if row is not None and row.newest is not None and row.newest.key == hand_in:
            self.row_requested.emit(key)
            return
        title, read = self._keeper.reading_of(key, hand_in)
        if read is not None:
            self.report_requested.emit(title, read)

    def passed_over(self) -> None:
        """The files that were not read, each with its reason."""
        lines = [(name, reason) for name, reason in self._collection.passed_over]
        self._show(ListWindow(tr("跳过的文件"), "", (tr("文件"), tr("为什么跳过")), lines, self._page))

    def _mark(self, key: str, name: str) -> None:
        row, kind = self._keeper.row(key), MarkKind(name)
        if row is None:
            return
        made = row.marks.get(kind)
        with_address = kind is MarkKind.PUBLISHED
        day, address = (made.day, made.address) if made else ("", "")
        dialog = MarkDialog(kind.words, row.name, day, address, with_address, self._page)

        def accepted() -> None:
            answer = dialog.answer()
            mark = Mark(*answer) if answer else None
            self._keeper.perform(lambda c: desk.acts.mark(c, key, kind, mark))

        dialog.accepted.connect(accepted)
        self.shown.emit(dialog)
        dialog.open()


def _office_texts(office: Office) -> list[str]:
    return [office.name, office.kind, "、".join(office.aliases), office.reports_for, office.contact]


def _office(texts: Sequence[str]) -> Office:
    name, kind, aliases, reports_for, contact = (text.strip() for text in texts)
    split = tuple(alias for alias in aliases.replace("，", "、").replace(",", "、").split("、") if alias.strip())
    return Office(name, kind, split, reports_for, contact)


def _named(collection: Collection, name: str) -> Office:
    return next((office for office in collection.offices if office.name == name), Office(name))
