"""What spreadsheet keys do on a grid: copy, cut, paste, clear, fill, confirm; each writes as one undo step."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core import acts
from core import change as changes
from core.change import Origin
from core.equations import offered_totals
from core.model import CellRef
from core.values import Blank, show
from gui.common.place_names import cell_name
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.form import clipboard_block, clipboard_html, labelled_block
from gui.form.form_view import FormView

_TOTALS = ("total", "results_total")
MOST_NAMED = 5  # names of rows and columns in one sentence
MOST_PASTED = 100_000  # characters; the largest form with all its labels has 3,000, and each cell is looked at
MARKUP = 30  # times as long as its words is the html that Word writes


class GridActs:
    """Acts upon a form view; sentences for the person go through controller.message."""

    def __init__(self, controller: EditController, ask: Ask, window: QWidget) -> None:
        self._controller, self._ask, self._window = controller, ask, window

    def copy(self, view: FormView) -> None:
        """The selected figures onto the clipboard."""
        refs = view.selected_refs()
        rows = clipboard_block.selected_block(view.form.places(), refs, {ref: view.form.raw(ref) for ref in refs})
        if rows:
            _to_clipboard(rows, 0)

    def copy_labelled(self, view: FormView) -> None:
        """The selected figures with the names of their rows and columns, for a message or a document."""
        refs, shape = view.selected_refs(), view.form.shape
        if shape is None or not refs:
            return
        rows = clipboard_block.with_labels(shape, refs, {ref: view.form.raw(ref) for ref in refs})
        _to_clipboard(rows, 1)
        self._controller.message.emit(
            "ok", tr("已复制 {0} 格，带行名和列名，可以粘贴到微信、Word 或 Excel。", len(refs))
        )

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
        """A block from Excel, WPS, Word or this window: by its labels where it brings any, else onto the selection."""
        data = QGuiApplication.clipboard().mimeData()
        text, html = data.text(), data.html() if data.hasHtml() else ""
        if max(len(text), len(html) // MARKUP) > MOST_PASTED:
            words = tr("剪贴板里有 {0} 万字，不是一张表，没有粘贴。请只复制需要的那几格。", len(text) // 10_000)
            self._controller.message.emit("error", words)
            return
        tables = clipboard_html.tables_in(html) if html else []
        # A whole page of several tables is not meant; its plain text is refused in words.
        block: clipboard_html.Block = (
            tables[0] if len(tables) == 1 else [[*row] for row in clipboard_block.from_tsv(text)]
        )
        if labelled_block.has_labels(block):
            self._paste_labelled(view, block)
            return
        try:
            filled = clipboard_block.place_at_selection(view.form.places(), view.selected_refs(), block)
        except clipboard_block.TooLarge as refusal:
            self._controller.message.emit("error", str(refusal))
            return
        self._fill_pasted(view, filled)

    def _paste_labelled(self, view: FormView, block: clipboard_html.Block) -> None:
        shape = view.form.shape
        if shape is None:
            return
        placed = labelled_block.place_by_labels(shape, block, view.current_ref)
        left_out = "、".join(placed.left_out[:MOST_NAMED]) + (
            tr("等 {0} 项", len(placed.left_out)) if len(placed.left_out) > MOST_NAMED else ""
        )
        if not placed.texts:
            word = next((cell for row in block for cell in row if clipboard_html.is_label(cell)), "")
            text = tr("复制的内容里有文字“{0}”，认不出它属于哪一行、哪一列，没有粘贴。请只复制数字再粘贴。", word)
            self._controller.message.emit("error", text)
            return
        self._fill_pasted(view, placed.texts)
        text = tr("已按行名和列名粘贴 {0} 格。", len(placed.texts))
        if left_out:
            self._controller.message.emit("error", text + tr("没有放进去的：{0}，请核对。", left_out))
        else:
            self._controller.message.emit("ok", text)

    def _fill_pasted(self, view: FormView, filled: dict[CellRef, str]) -> None:
        if filled:
            view.form.set_cells(filled, tr("粘贴 {0} 格", len(filled)), Origin.PASTED)
            view.select_refs(filled)

    def fill_zero(self, view: FormView) -> None:
        """0 into every blank of the table, after saying how many there are; one undo step."""
        report = self._controller.report
        blanks = [ref for ref in view.form.places() if isinstance(report.cell(ref).value, Blank) and not is_total(ref)]
        if not blanks:
            self._controller.message.emit("info", tr("除总计以外，这张表没有空白格。"))
            return
        question = tr("把这张表的 {0} 个空白格都填上 0？", len(blanks))
        detail = tr("请先确认空白处确实没有发生。总计不会填。可以一次撤销。")
        if self._ask.choose(self._window, question, (tr("填 0"),), detail) == 0:
            view.form.set_cells(dict.fromkeys(blanks, "0"), tr("空白格填 0（{0} 格）", len(blanks)), Origin.FILLED)

    def rest_zero(self, view: FormView) -> None:
        """0 into the blanks from the cell in hand to the end of its row, the total left out; then on to the total, if
        it is blank, else to the next row: one key for a row in which nothing more happened."""
        here, shape = view.current_ref, view.form.shape
        if here is None or shape is None:
            return
        report = self._controller.report
        line = [CellRef(here.table, here.row, column.key) for column in shape.row(here.row).columns]
        rest = [ref for ref in line[line.index(here) :] if not is_total(ref)] if not is_total(here) else []
        blanks = [ref for ref in rest if isinstance(report.cell(ref).value, Blank)]
        if blanks:
            label = tr("本行其余填 0（{0} 格）", len(blanks))
            view.form.set_cells(dict.fromkeys(blanks, "0"), label, Origin.FILLED)
        last = line[-1]
        open_total = is_total(last) and isinstance(self._controller.report.cell(last).value, Blank)
        view.go_on(last, beyond=not open_total or here == last)

    def take_totals(self, view: FormView) -> None:
        """Every grey sum of the table into its total, in one step."""
        shape, report, filled = view.form.shape, self._controller.report, dict[CellRef, str]()
        while offered := {r: show(a) for r, a in offered_totals(report).items() if shape and r.table == shape.table}:
            # Once more: a total of totals is known only when those are there.
            filled |= offered
            report = changes.apply(report, acts.edit_cells(report, offered, ""))
        if not filled:
            text = tr("这张表没有可以填入的总计。把一行或一列的各项填齐，空白的总计里会出现灰色的数。")
            self._controller.message.emit("info", text)
            return
        view.form.set_cells(filled, tr("填入总计（{0} 格）", len(filled)), Origin.FILLED)

    def confirm(self, view: FormView) -> None:
        """Lock the selected figures for the repairs, or unlock them when all are locked already."""
        refs = view.selected_refs()
        if refs:
            self._controller.lock_cells(refs, not self._controller.opened.locked.issuperset(refs))

    def _name(self, refs: list[CellRef]) -> str:
        if len(refs) == 1:
            return f"“{cell_name(self._controller.report, refs[0])}”"
        return tr("{0} 格", len(refs))


def _to_clipboard(rows: list[list[str]], header_rows: int) -> None:
    """As text with tabs (WeChat, QQ, Excel) and as a table (Word, WPS)."""
    data = QMimeData()
    data.setText(clipboard_block.to_tsv(rows))
    data.setHtml(clipboard_html.table_html(rows, header_rows))
    QGuiApplication.clipboard().setMimeData(data)


def is_total(ref: CellRef) -> bool:
    """Whether a cell holds a sum of others: 总计, or a row （七）总计."""
    return ref.column in _TOTALS or ref.row in _TOTALS
