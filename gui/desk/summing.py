"""The county's sums: on the form, as a workbook, as a report, against the government's own."""

from __future__ import annotations

from functools import partial

from core import desk
from core.model import Report
from gui.common.texts import tr
from gui.desk.desk_acts import XLSX, DeskActs
from gui.desk.sums import CollectionSums
from gui.desk.totals_window import TotalsWindow


class Summing(DeskActs):
    """The totals window and what goes out of it."""

    def totals(self) -> None:
        """The county's sums on the form."""
        if not any(row.report for row in self._collection.rows):
            self._tell("info", tr("还没有读出来的报告，先把各单位的年报添加进来。"))
            return
        source = CollectionSums(self._collection)
        window = TotalsWindow(source, self._page)
        self._keeper.changed.connect(partial(self._renew, window, source))
        window.row_asked.connect(self.row_requested)
        window.export_asked.connect(lambda: self._export_totals(window, source))
        window.report_asked.connect(lambda: self._open_totals(window, source))
        window.compare_asked.connect(lambda: self._against_government(window, source))
        self._show(window)

    def _renew(self, window: TotalsWindow, source: CollectionSums) -> None:
        """Reports came in or were mended while the window is open: never are old sums shown, or exported."""
        now = self._keeper.collection
        if now is not None and window.isVisible() and now.rows != source.collection.rows:
            source.collection = now
            window.renew()

    def _export_totals(self, window: TotalsWindow, source: CollectionSums) -> None:
        proposed = self._place(tr("{0}全县合计表.xlsx", self._collection.name))
        answer = self._ask.save_file(window, tr("导出合计"), proposed, [tr(XLSX)])
        if answer is not None:
            window.sum_now()
            collection, totals, target = source.collection, source.totals, answer[0]
            self._write(lambda: desk.write_totals(collection, totals, target), target, window)

    def _open_totals(self, window: TotalsWindow, source: CollectionSums) -> None:
        government = desk.government_row(source.collection)
        report = desk.totals_report(source.totals, government.name if government else "")
        session = self._keeper.session
        self.report_requested.emit(tr("正在打开合计"), lambda _: session.open_tables(report))
        window.close()

    def _against_government(self, window: TotalsWindow, source: CollectionSums) -> None:
        row = desk.government_row(source.collection)
        if row is not None and row.report is not None:
            self._show_government(window, source, row.name, row.report)
            return
        path = self._ask.open_file(window, tr("选择政府的年度报告"), self._keeper.folder)
        if path is not None:
            session = self._keeper.session
            self._keeper.run(
                tr("正在读取 {0}", path.name),
                lambda _: session.read_report(path),
                lambda report: self._show_government(window, source, path.name, report),
            )

    def _show_government(self, window: TotalsWindow, source: CollectionSums, name: str, report: Report) -> None:
        found = source.differences(desk.against_government(source.totals, report))
        if report.edition != source.totals.edition:
            window.show_differences(tr("“{0}”用的是另一种版式，不能逐格比。", name), ())
        elif not found:
            window.show_differences(tr("“{0}”的三张表与合计完全一致。", name), ())
        else:
            window.show_differences(tr("“{0}”有 {1} 格与合计不同，按回车转到那一格：", name, len(found)), found)
