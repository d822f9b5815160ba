"""The list of offices that owe a report: typed, pasted, or read from a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.check_list import without_default_buttons
from gui.desk.offices_model import ALIASES, CONTACT, KIND, NAME, REPORTS_FOR, OfficesModel
from gui.history.row_tables import fit_columns

Index = QModelIndex | QPersistentModelIndex
SIZE = (980, 600)
WIDTHS = {NAME: 15, KIND: 6, REPORTS_FOR: 9, CONTACT: 10}
Texts = Sequence[Sequence[str]]


class OfficesWindow(QDialog):
    """Signals: taken(texts) the list is to be the collection's; workbook_asked() a file is to be chosen. parse makes
    rows of pasted text; from_reports gives the offices of the reports at hand."""

    taken = Signal(object)
    workbook_asked = Signal()

    def __init__(
        self,
        kinds: Sequence[str],
        offices: Texts,
        parse: Callable[[str], Texts],
        from_reports: Callable[[], Texts],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("单位名单"))
        resize_within_screen(self, *SIZE)
        self._parse, self._from_reports = parse, from_reports
        self.model = OfficesModel(kinds, self)
        self.model.set_texts(offices)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("应当报送年度报告的单位"))
        self.view.setItemDelegateForColumn(KIND, _KindDelegate(self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setTabKeyNavigation(True)
        self.view.verticalHeader().setDefaultSectionSize(self.view.fontMetrics().height() + 10)
        fit_columns(self.view, WIDTHS, ALIASES)
        self.view.verticalHeader().show()
        self.count, self.bar = label("", "muted"), MessageBar(self)
        self._build_layout()
        for signal in (self.model.modelReset, self.model.dataChanged):
            signal.connect(lambda *_: self._counted())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.view, self.paste)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)
        self._counted()

    def _build_layout(self) -> None:
        hint = tr(
            "一行一个单位，几个简称用顿号分开。可以从 Excel 里复制几列粘贴进来，顺序是："
            "单位全称、类别、简称、由谁代报、联系人；只有一列全称也可以。政府本级单独列一行，类别选“政府本级”；汇总全县的那一份选“政府总报告”，不加进合计。名单会留到明年。"
        )
        acts = QHBoxLayout()
        for words, slot in (
            (tr("粘贴名单(&V)"), self.paste),
            (tr("从 Excel 文件读入(&E)…"), self.workbook_asked.emit),
            (tr("用已报的单位填(&R)"), self.fill_from_reports),
            (tr("删除所选行(&D)"), self.remove),
        ):
            acts.addWidget(button(words, slot))
        acts.addWidget(self.count, 1)
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        buttons.button(box.Ok).setText(tr("用这份名单"))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(label(hint, "muted", wrap=True))
        layout.addWidget(self.bar)
        layout.addLayout(acts)
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        without_default_buttons(self)

    # Acts

    def paste(self) -> None:
        """Rows from the clipboard, below those that stand; an office named already is replaced."""
        text = QGuiApplication.clipboard().text()
        rows = self._parse(text)
        if not rows:
            self.bar.show_message("info", tr("剪贴板里没有单位名称。请先在名单里选中、复制，再粘贴到这里。"))
            return
        self.add(rows)

    def add(self, rows: Texts) -> None:
        """Further offices; one that is listed already gets what is said of it now."""
        known = {row[NAME]: row for row in self.model.texts}
        new = 0
        for row in rows:
            before = known.get(row[NAME])
            new += before is None
            known[row[NAME]] = [now or old for now, old in zip(row, before or [""] * len(row), strict=True)]
        self.model.set_texts(list(known.values()))
        self.bar.show_message("ok", tr("读到 {0} 个单位，其中 {1} 个是新加的。", len(rows), new))

    def fill_from_reports(self) -> None:
        """The offices of the reports at hand."""
        rows = self._from_reports()
        if rows:
            self.add(rows)
        else:
            self.bar.show_message("info", tr("这一册里还没有读出单位的报告，请先添加报告，或直接输入名单。"))

    def remove(self) -> None:
        """The rows chosen."""
        self.model.remove(sorted({index.row() for index in self.view.selectionModel().selectedIndexes()}))

    def _counted(self) -> None:
        self.count.setText(tr("共 {0} 个单位", len(self.model.texts)))

    def _accept(self) -> None:
        self.view.setFocus()  # a cell that is still typed in is done
        self.taken.emit(self.model.texts)
        self.accept()


class _KindDelegate(QStyledItemDelegate):
    """A kind is chosen from a list, or typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The list."""
        box = QComboBox(parent)
        box.setEditable(True)
        model = index.model()
        if isinstance(model, OfficesModel):
            box.addItems(model.kinds)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands there."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What was chosen."""
        if isinstance(editor, QComboBox) and isinstance(model, OfficesModel):
            model.setData(index, editor.currentText())
