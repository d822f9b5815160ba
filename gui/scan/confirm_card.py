"""The walk through figures off a picture that are to be confirmed: the picture, the figure, Enter, the next one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.model import CellRef
from core.sureness import doubtful
from gui.common.basic_widgets import label
from gui.common.place_names import TABLE_SECTIONS, cell_name
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.scan.cell_picture import CellPictures

_PICTURE = (300, 110)  # px at most
_MARGIN = 6


class ConfirmCard(QFrame):
    """A card over the window, near the cell. Enter confirms the figure as it stands in the field and goes to the next,
    Up and Down take the other reading, Esc ends the walk. finished(sentence) when nothing is left; shown_at(Spot) asks
    for the cell to be shown."""

    finished = Signal(str)
    shown_at = Signal(object)

    def __init__(self, controller: EditController, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._window = window
        self._cell = QRect()
        self._ref: CellRef | None = None
        self.setObjectName("confirmCard")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("确认图片识别的数字"))
        self.pictures = CellPictures(controller.session.draw_page, self)
        self.pictures.ready.connect(self._show_picture)
        self.name = label(wrap=True)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(160, 40)
        self.picture.setAccessibleName(tr("原件上这一格的图片"))
        self.field = QLineEdit()
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAccessibleName(tr("这一格的数字，回车确认"))
        self.field.installEventFilter(self)
        self.other = QPushButton()
        self.other.clicked.connect(self.take_other)
        self.help = label(tr("回车：确认，到下一格　直接输入：改正　Esc：结束"), role="muted")
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.other)
        layout = QVBoxLayout(self)
        layout.addWidget(self.name)
        layout.addWidget(self.picture)
        layout.addLayout(row)
        layout.addWidget(self.help)
        self.hide()

    @property
    def ref(self) -> CellRef | None:
        """The cell in hand, None while the card is hidden."""
        return self._ref

    def waiting(self) -> tuple[CellRef, ...]:
        """The figures to be confirmed."""
        state = self._controller.state
        return doubtful(state.report, state.locked) if state is not None else ()

    def go_on(self) -> None:
        """To the next figure that waits, behind the one in hand; from the last on to the first."""
        waiting = self.waiting()
        if not waiting:
            self.end(tr("没有待确认的格了。"))
            return
        at = waiting.index(self._ref) + 1 if self._ref in waiting else 0
        self._show(waiting[at % len(waiting)])

    def end(self, sentence: str = "") -> None:
        """The walk is over."""
        self._ref = None
        self.hide()
        if sentence:
            self.finished.emit(sentence)

    def confirm(self) -> None:
        """What stands in the field is right: confirmed as read, or written and confirmed."""
        ref = self._ref
        if ref is None:
            return
        report, text = self._controller.report, self.field.text().strip()
        rest = [other for other in self.waiting() if other != ref]
        after = self._after(ref, rest)
        if text != report.cell(ref).raw:
            self._controller.edit_cells({ref: text}, tr("对照图片改正“{0}”", cell_name(report, ref)))
        else:
            self._controller.lock_cells([ref])
        if after is None or after not in self.waiting():
            self._ref = None
            self.go_on()
        else:
            self._show(after)

    def _after(self, ref: CellRef, rest: list[CellRef]) -> CellRef | None:
        order = list(self.waiting())
        behind = [other for other in order[order.index(ref) + 1 :] if other in rest] if ref in order else []
        return next(iter(behind or rest), None)

    def take_other(self) -> None:
        """The other reading into the field, and back."""
        if self._ref is not None:
            cell = self._controller.report.cell(self._ref)
            second = cell.recognised.second if cell.recognised is not None else ""
            if second:
                self.field.setText(cell.raw if self.field.text() == second else second)
                self.field.selectAll()
        self.field.setFocus()

    def _show(self, ref: CellRef) -> None:
        self._ref = ref
        report = self._controller.report
        cell = report.cell(ref)
        second = cell.recognised.second if cell.recognised is not None else ""
        self.name.setText(tr("{0}（还有 {1} 格待确认）", cell_name(report, ref), len(self.waiting())))
        self.field.setText(cell.raw)
        self.field.selectAll()
        self.other.setVisible(bool(second))
        self.other.setText(tr("也可能是 {0}（↓）", second))
        self.shown_at.emit(Spot(TABLE_SECTIONS[ref.table], (ref,)))
        self._show_picture()
        self.show()
        self.raise_()
        self.field.setFocus()

    def _show_picture(self) -> None:
        if self._ref is None or self._controller.state is None:
            return
        opened = self._controller.opened
        place = opened.report.cell(self._ref).place
        kind = opened.document.kind if opened.document is not None else ""
        piece = self.pictures.piece(opened.source_bytes, kind, place) if place is not None and kind else None
        if piece is None or piece.isNull():
            self.picture.clear()
            return
        shown = QPixmap.fromImage(piece).scaled(
            *_PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.picture.setPixmap(shown)
        self.stand_beside(self._cell)

    def stand_beside(self, cell: QRect) -> None:
        """Below a cell (in the window's coordinates), above it where there is no room, never over it."""
        window = self._window
        self._cell = cell
        self.adjustSize()
        below = cell.bottom() + _MARGIN
        top = below if below + self.height() <= window.height() else max(0, cell.top() - _MARGIN - self.height())
        left = max(0, min(cell.left(), window.width() - self.width() - _MARGIN))
        self.move(QPoint(left, top))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter, Esc, Up and Down in the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.confirm()
            elif key == Qt.Key.Key_Escape:
                self.end()
            elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.take_other()
            else:
                return False
            return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """No page is drawn for a card that is gone."""
        super().hideEvent(event)
        self.pictures.jobs.wait()
