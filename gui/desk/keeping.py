"""The collections themselves: settings, the closing sheet, those of earlier years, another computer."""

from __future__ import annotations

from core import desk
from core.desk import ScoreSheet
from core.errors import UserError
from gui.common.texts import tr
from gui.desk.collections_window import CollectionsWindow, Kept
from gui.desk.desk_acts import XLSX, DeskActs
from gui.desk.list_window import ListWindow
from gui.desk.settings_dialog import Choices, DeskSettingsDialog, Points
from gui.history.wording import local

KEPT_FILE = "校核册 (*.db)"


class Keeping(DeskActs):
    """What concerns a collection as a whole."""

    def closing(self) -> None:
        """Who reported when, how often returned, which kinds of errors."""
        sheet = desk.closing_sheet(self._collection)
        window = ListWindow(tr("校核情况汇总表"), "", sheet.headers, sheet.rows, self._page)
        window.offer_export(tr("导出 Word 或 Excel(&E)…"), lambda: self._export_closing(window))
        self._show(window)

    def _export_closing(self, window: ListWindow) -> None:
        proposed = self._place(tr("{0}校核情况汇总表.docx", self._collection.name))
        kinds = [tr("Word 文档 (*.docx)"), tr(XLSX)]
        answer = self._ask.save_file(window, tr("导出校核情况汇总表"), proposed, kinds)
        if answer is not None:
            collection, target = self._collection, answer[0]
            self._write(lambda: desk.write_closing(collection, target), target, window)

    def settings(self) -> None:
        """Name, term, whom to ask, the score sheet."""
        c = self._collection
        points = tuple(
            Points(name, tr(words), c.scores.points.get(name, usual)) for name, words, usual in desk.score_kinds()
        )
        choices = Choices(c.name, c.year, c.due, c.contact, c.sender, c.scores.used, c.scores.full, points)
        dialog = DeskSettingsDialog(choices, self._page)

        def accepted() -> None:
            a = dialog.answer()
            scores = ScoreSheet(a.scored, a.full, {each.name: each.points for each in a.points})
            self._keeper.perform(
                lambda now: desk.acts.configured(now, a.name, a.year, a.due, a.contact, a.sender, scores)
            )

        dialog.accepted.connect(accepted)
        self.shown.emit(dialog)
        dialog.open()

    def collections(self) -> None:
        """Those of this and earlier years."""
        window = CollectionsWindow(self._kept(), self._page)
        window.opened.connect(lambda number: self._open(window, number))
        window.deleted.connect(lambda number: self._delete(window, number))
        window.exported.connect(lambda number: self._export_collection(window, number))
        window.import_asked.connect(lambda: self._import_collection(window))
        self._show(window)

    def _kept(self) -> list[Kept]:

        try:
            found = desk.collections(self._keeper.session.archive)
        except UserError as error:
            self._tell("error", str(error))
            return []
        return [Kept(i.id, i.name, str(i.year), str(i.reports), local(i.saved), i.holder) for i in found]

    def _open(self, window: CollectionsWindow, number: int) -> None:
        window.close()
        self._keeper.open_collection(number)

    def _delete(self, window: CollectionsWindow, number: int) -> None:
        """The list goes, the reports stay in the history."""
        if self._keeper.collection is not None and self._keeper.collection.id == number:
            window.bar.show_message("info", tr("这一册正打开着。先打开别的一册，再删除它。"))
            return
        question = tr("删除这一册？表格、退回记录和备注都会删掉，各份报告仍在历史记录里。")
        if self._ask.choose(window, question, (tr("删除"),), risky=True) == 0:
            try:
                desk.delete_collection(self._keeper.session.archive, number)
            except UserError as error:
                window.bar.show_message("error", str(error))
            window.show_kept(self._kept())
            self._keeper.kept.emit()

    def _export_collection(self, window: CollectionsWindow, number: int) -> None:
        """Into a file of its own, for another computer."""
        name = next((kept.name for kept in self._kept() if kept.number == number), "")
        answer = self._ask.save_file(window, tr("导出校核册"), self._place(f"{name}.db"), [tr(KEPT_FILE)])
        if answer is not None:
            archive, target = self._keeper.session.archive, answer[0]
            self._write(lambda: desk.export_collection(archive, number, target), target, window)

    def _import_collection(self, window: CollectionsWindow) -> None:
        """From another computer's file; opened at once."""
        path = self._ask.open_of_kind(window, tr("导入校核册"), KEPT_FILE, self._keeper.folder)
        if path is not None:
            archive = self._keeper.session.archive
            work = lambda _: desk.import_collection(archive, path)  # noqa: E731  two lambdas of one call read alike
            self._keeper.run(tr("正在导入校核册"), work, lambda number: self._open(window, number))
