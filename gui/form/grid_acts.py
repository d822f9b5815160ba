"""What spreadsheet keys do on a grid: copy, cut, paste, clear, fill, confirm; each writes as one undo step."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.change import Origin
from core.model import CellRef
from core.values import Blank
from gui.common.place_names import cell_name
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.form import clipboard_block
from gui.form.form_view import FormView


class GridActs:
    """Acts upon a form view; sentences for the person go through controller.message."""

    def __init__(self, controller: EditController, ask: Ask, window: QWidget) -> None:
        self._controller, self._ask, self._window = controller, ask, window

    def copy(self, view: FormView) -> None:
        """The selected figures onto the clipboard."""
        refs = view.selected_refs()
        rows = clipboard_block.cut_out(view.form.places(), refs, {ref: view.form.raw(ref) for ref in refs})
        if rows:
            QGuiApplication.clipboard().setText(clipboard_block.write(rows))

    def cut(self, view: FormView) -> None:
        """Copy, then clear."""
        self.copy(view)
        self.clear(view, tr("剪切"))

    def clear(self, view: FormView, word: str = "") -> None:
        """Blank the selected figures: a blank, not a zero."""
        refs = view.selected_refs()
        label = tr("{0} {1}", word or tr("清除"), self._name(refs))
        view.form.set_cells(dict.fromkeys(refs, ""), label, Origin.CLEARED)

    def paste(self, view: FormView) -> None:
        """A block from Excel, WPS or this window onto the selection."""
        rows = clipboard_block.parse(QGuiApplication.clipboard().text())
        try:
            filled = clipboard_block.lay(view.form.places(), view.selected_refs(), rows)
        except clipboard_block.TooLarge as refusal:
            self._controller.message.emit("error", str(refusal))
            return
        if filled:
            view.form.set_cells(filled, tr("粘贴 {0} 格", len(filled)), Origin.PASTED)
            view.select_refs(filled)

    def fill_zero(self, view: FormView) -> None:
        """0 into every blank of the table, after saying how many there are; one undo step."""
        report = self._controller.report
        blanks = [ref for ref in view.form.places() if isinstance(report.cell(ref).value, Blank)]
        if not blanks:
            self._controller.message.emit("info", tr("这张表没有空白格。"))
            return
        question = tr("把这张表的 {0} 个空白格都填上 0？", len(blanks))
        detail = tr("请先确认空白处确实没有发生。可以一次撤销。")
        if self._ask.choose(self._window, question, (tr("填 0"),), detail) == 0:
            view.form.set_cells(dict.fromkeys(blanks, "0"), tr("空白格填 0（{0} 格）", len(blanks)), Origin.FILLED)

    def confirm(self, view: FormView) -> None:
        """Lock the selected figures for the repairs, or unlock them when all are locked already."""
        refs = view.selected_refs()
        if refs:
            self._controller.lock_cells(refs, not self._controller.opened.locked.issuperset(refs))

    def _name(self, refs: list[CellRef]) -> str:
        if len(refs) == 1:
            return f"“{cell_name(self._controller.report, refs[0])}”"
        return tr("{0} 格", len(refs))
