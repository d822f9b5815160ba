"""What to look for in the list of saved reports."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from core.session import Query, State
from gui.common.basic_widgets import button, label
from gui.common.flow_layout import FlowLayout
from gui.common.texts import tr

PAUSE = 150  # ms after the last key before the list is asked
STATES = (
    ("全部", None, False),
    ("草稿", State.DRAFT, False),
    ("已报送", State.FINAL, False),
    ("回收站", None, True),
)


class SearchBar(QWidget):
    """Agency, year, text and state; changed() a moment after the last key, at once for a choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.agency, self.year, self.text = QLineEdit(), QLineEdit(), QLineEdit()
        self.state = QComboBox()
        for name, state, trashed in STATES:
            self.state.addItem(tr(name), (state, trashed))
        self.agency.setPlaceholderText(tr("名称的一部分"))
        self.year.setPlaceholderText(tr("如 2025"))
        self.text.setPlaceholderText(tr("正文、标题、备注中的词"))
        self.year.setMaxLength(4)
        self._build_layout()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.changed)
        for field in (self.agency, self.year, self.text):
            field.setClearButtonEnabled(True)
            field.textChanged.connect(lambda _: self._pause.start())
            field.returnPressed.connect(self.ask_now)
        self.state.currentIndexChanged.connect(lambda _: self.ask_now())

    def _build_layout(self) -> None:
        flow = FlowLayout(self)
        fields = (
            (tr("机关(&A)"), tr("按机关查找"), self.agency, 11),
            (tr("年度(&Y)"), tr("按年度查找"), self.year, 5),
            (tr("文字(&T)"), tr("按文字查找"), self.text, 13),
            (tr("状态(&S)"), tr("按状态查找"), self.state, 0),
        )
        for caption, name, field, width in fields:
            field.setAccessibleName(name)
            field.setMinimumWidth(width * field.fontMetrics().horizontalAdvance("中"))
            flow.addWidget(_captioned(caption, field, grows=width > 5))
        flow.addWidget(button(tr("清除条件"), self.clear))

    @property
    def query(self) -> Query:
        """What the fields ask for; a year that is no number yet matches everything."""
        state, trashed = self.state.currentData()
        year = self.year.text().strip()
        return Query(
            self.agency.text().strip(),
            int(year) if year.isdecimal() else None,
            self.text.text().strip(),
            state,
            trashed,
        )

    def ask_now(self) -> None:
        """Do not wait for another key."""
        self._pause.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Everything again."""
        for field in (self.agency, self.year, self.text):
            field.clear()
        self.state.setCurrentIndex(0)
        self.ask_now()


def _captioned(caption: str, field: QWidget, grows: bool) -> QWidget:
    """A field with its caption before it; they break the line together."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 4, 0)
    row.setSpacing(6)
    words = label(caption)
    words.setBuddy(field)
    row.addWidget(words)
    row.addWidget(field, 1)
    wide = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Maximum
    box.setSizePolicy(wide, QSizePolicy.Policy.Preferred)
    return box
