"""Sending reports back: the slips, their folder, the text for WeChat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from core import desk
from core.acts import utc_now
from core.desk import Collection, Row, Slip
from gui.common.texts import tr
from gui.desk.desk_acts import DeskActs, open_place

if TYPE_CHECKING:
    from gui.desk.slips_window import SlipOrder, SlipRow, SlipsWindow

TERM = 7  # days that a slip gives where the collection has no term


class Returning(DeskActs):
    """Slips for one row, several, or all."""

    def slips(self, keys: Sequence[str] = ()) -> None:
        """Slips for these rows; for all that have something to mend where none is named."""
        from gui.desk.slips_window import SlipsWindow, order_of

        rows = [row for row in desk.with_findings(self._collection) if not keys or row.key in keys]
        if not rows:
            self._tell("info", tr("没有要退回的报告：收到的报告都没有发现错误，也没有需核对的地方。"))
            return
        collection = self._collection
        due = collection.due or (date.today() + timedelta(days=TERM)).isoformat()
        sender = collection.sender or self._keeper.session.settings.agency
        chosen = [_slip_row(row, bool(row.errors or row.issues) or bool(keys)) for row in rows]
        order = order_of(chosen, due, collection.contact, sender)
        # What is asked is of the files the window was opened with, whatever comes in while it stands there.
        sources = {row.key: row for row in rows}
        window = SlipsWindow(order, lambda row, now: desk.slip_text(self._slip(row, now, sources)), self._page)
        window.copy_asked.connect(lambda key, text: self._copied(text, window.bar.show_message))
        window.write_asked.connect(partial(self._write_slips, window, sources))
        self._show(window)

    def _slip(self, row: SlipRow, order: SlipOrder, sources: Mapping[str, Row]) -> Slip:
        known = desk.proposed(sources[row.key])
        items = tuple(desk.in_words(known[item.number], item.words) for item in row.items if item.chosen)
        year = self._collection.year
        return Slip(row.key, row.office, items, row.extra, order.due, order.contact, order.sender, year)

    def _write_slips(self, window: SlipsWindow, sources: Mapping[str, Row], order: SlipOrder) -> None:
        if self._keeper.refusal:  # the other clerk's slips: here nobody is marked as returned
            self._tell("info", self._keeper.refusal)
            return
        folder = self._ask.open_folder(window, tr("选择放退回通知的文件夹"), self._keeper.folder)
        if folder is None:
            return
        slips = [self._slip(row, order, sources) for row in order.rows if row.chosen]
        session = self._keeper.session

        def done(written: Sequence[Path]) -> None:
            when = utc_now()
            asked = [(slip.key, desk.asked_of(slip, sources[slip.key], when)) for slip in slips]

            def act(c: Collection) -> Collection:
                kept = replace(c, contact=order.contact, sender=order.sender)
                return desk.acts.asked(kept, asked)

            self._keeper.perform(act)
            window.close()
            words = tr("写好了 {0} 份退回通知和一张退回清单，各单位记为“已退回”。", len(slips))
            open_folder = (tr("打开文件夹"), partial(open_place, folder))
            self.message.emit("ok", words, "", (open_folder,))

        work = lambda _: desk.write_slips(slips, folder, session)  # noqa: E731  two lambdas of one call read alike
        self._keeper.run(tr("正在写退回通知"), work, done, lambda error: self._failed_in(window, error))

    def copy_slip(self, key: str) -> None:
        """The text of a row's slip for the clipboard, with everything that it would name."""
        row = self._keeper.row(key)
        if row is None or not desk.proposed(row):
            self._tell("info", tr("这份报告没有要退回修改的地方。"))
            return
        collection = self._collection
        items = desk.proposed(row)
        slip = Slip(key, row.name, items, "", collection.due, collection.contact, collection.sender, collection.year)
        self._copied(desk.slip_text(slip), self._tell)

    def _copied(self, text: str, tell: Callable[[str, str], object]) -> None:
        QGuiApplication.clipboard().setText(text)
        tell("ok", tr("已复制，可以贴到微信、QQ 里发给对方。"))


def _slip_row(row: Row, chosen: bool) -> SlipRow:
    from gui.desk.slips_window import SlipItem, SlipRow

    items = tuple(SlipItem(number, item.words) for number, item in enumerate(desk.proposed(row)))
    return SlipRow(row.key, row.name, items, "", chosen)
