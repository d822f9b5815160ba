"""The printed form itself as a Qt model: labels and figures at the places where the form has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.change import Origin
from core.model import CellRef, Report
from core.schema import FormCell, TableShape
from gui.common.plain_text import plain_tip
from gui.common.roles import CellMark, Role
from gui.common.texts import SEVERITY_NAMES, tr
from gui.form.cell_marks import NO_MARK, overlay
from gui.form.cursor_moves import Place

Index = QModelIndex | QPersistentModelIndex
Write = Callable[[Mapping[CellRef, str], str, Origin], None]
_NOTHING = QModelIndex()


class FormModel(QAbstractTableModel):
    """One statutory table. Rows and columns are the form's, header cells included; a place inside a span
    other than its origin has no data. All writing goes through set_cells, which hands it on to `write`."""

    def __init__(self, write: Write, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self._report: Report | None = None
        self.shape: TableShape | None = None
        self._size = (0, 0)
        self._origins: dict[tuple[int, int], FormCell] = {}
        self._places: dict[CellRef, tuple[int, int]] = {}
        self._marks: Mapping[CellRef, CellMark] = {}
        self._messages: tuple[str, ...] = ()
        self._partners: frozenset[CellRef] = frozenset()
        self._related: frozenset[CellRef] = frozenset()
        self._proposed: Mapping[CellRef, str] = {}
        self._words = ""

    # What it shows

    def set_shape(self, shape: TableShape) -> None:
        """Show another form; every index becomes invalid."""
        self.beginResetModel()
        self.shape = shape
        self._size = (shape.form_rows, len(shape.widths))
        self._origins = {(c.row, c.column): c for c in shape.form}
        self._places = {c.ref: (c.row, c.column) for c in shape.form if c.ref}
        self._partners, self._related, self._proposed = frozenset(), frozenset(), {}
        self.endResetModel()

    def set_state(self, report: Report, marks: Mapping[CellRef, CellMark], messages: tuple[str, ...]) -> None:
        """Figures and marks after an act; messages are the findings' sentences by their numbers."""
        old, known = self._report, self._marks
        self._report, self._marks, self._messages = report, marks, messages
        self._touch(
            ref
            for ref in self._places
            if old is None or old.cell(ref) is not report.cell(ref) or known.get(ref) != marks.get(ref)
        )

    def set_partners(self, partners: frozenset[CellRef], related: frozenset[CellRef]) -> None:
        """Cells that stand in an equation with the selected one, and those of them whose equation is broken."""
        touched = (partners ^ self._partners) | (related ^ self._related)
        self._partners, self._related = partners, related
        self._touch(touched)

    def set_proposed(self, proposed: Mapping[CellRef, str]) -> None:
        """Texts that a previewed repair would put into cells; {} ends the preview."""
        touched = set(proposed) | set(self._proposed)
        self._proposed = dict(proposed)
        self._touch(touched)

    def look_for(self, words: str) -> None:
        """Mark the figures and labels where the words stand, '' for none."""
        if words != self._words:
            self._words = words
            self.dataChanged.emit(self.index(0, 0), self.index(self._size[0] - 1, self._size[1] - 1))

    def is_found(self, cell: FormCell) -> bool:
        """Whether what is looked for stands here."""
        return bool(self._words) and self._words in (self.raw(cell.ref) if cell.ref else "".join(cell.text.split()))

    def _touch(self, refs: Iterable[CellRef]) -> None:
        """One dataChanged a form row, over the smallest range that holds these cells: only they are painted."""
        rows: dict[int, list[int]] = {}
        for row, column in (self._places[ref] for ref in refs if ref in self._places):
            rows.setdefault(row, []).append(column)
        for row, columns in rows.items():
            self.dataChanged.emit(self.index(row, min(columns)), self.index(row, max(columns)))

    def form_cell(self, index: Index) -> FormCell | None:
        """What stands at a place, None inside a span; the delegate asks here, past Qt's variants, at each paint."""
        return self._origins.get((index.row(), index.column()))

    # Finding one's way

    def ref_at(self, index: Index) -> CellRef | None:
        """The figure cell at a place; None for labels and beyond."""
        cell = self._origins.get((index.row(), index.column())) if index.isValid() else None
        return cell.ref if cell else None

    def index_of(self, ref: CellRef) -> QModelIndex:
        """The place of a figure cell; invalid when the form has none of that name."""
        place = self._places.get(ref)
        return self.index(*place) if place else QModelIndex()

    def places(self) -> Mapping[CellRef, tuple[int, int]]:
        """Form row and column of every figure."""
        return self._places

    def raw(self, ref: CellRef) -> str:
        """A cell's text as it stands."""
        return self._report.cell(ref).raw if self._report else ""

    def in_hand(self, index: Index) -> frozenset[Place]:
        """Form places of what stands in the row and column of a figure: its labels, and in a table of several rows of
        figures the figures too."""
        at = self._origins.get((index.row(), index.column())) if index.isValid() else None
        if at is None or at.ref is None or self.shape is None:
            return frozenset()
        rows = {row for row, _ in self._places.values()}
        found = {place for place, cell in self._origins.items() if cell.ref is None and self._names(cell, at)}
        if len(rows) > 1:
            found |= {place for place in self._places.values() if place[0] == at.row}
            if self.shape.header_rows:
                found |= {place for place in self._places.values() if place[1] == at.column}
        return frozenset(found)

    def _names(self, label: FormCell, figure: FormCell) -> bool:
        """Whether a label stands beside or over a figure. In table 2 each block has a header of its own, the labels
        over its first row."""
        beside = label.row <= figure.row < label.row + label.rowspan and label.column < figure.column
        if beside or label.column > figure.column or figure.column >= label.column + label.colspan:
            return beside
        if self.shape is not None and self.shape.header_rows:
            return label.row < self.shape.header_rows
        between = (self._origins.get((row, figure.column)) for row in range(label.row + 1, figure.row))
        return label.row < figure.row and all(cell is not None and cell.ref is not None for cell in between)

    # The one write door

    def set_cells(self, texts: Mapping[CellRef, str], label: str, origin: Origin = Origin.TYPED) -> None:
        """Write texts as one step; typed, pasted, cleared and filled cells all come through here."""
        self._write(texts, label, origin)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A typed cell."""
        ref = self.ref_at(index)
        if ref is None or role != Qt.ItemDataRole.EditRole or self.shape is None:
            return False
        self.set_cells({ref: str(value)}, tr("修改“{0}”", self.shape.describe(ref)))
        return True

    def take_offer(self, index: Index) -> bool:
        """Write the sum that is offered for a blank total; False where none is."""
        ref = self.ref_at(index)
        offered = self.mark(ref).offered if ref is not None and not self.raw(ref) else ""
        if ref is None or not offered or self.shape is None:
            return False
        self.set_cells({ref: offered}, tr("填入总计“{0}”", self.shape.describe(ref)))
        return True

    # Qt's questions

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Rows of the printed form."""
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Columns of the printed form."""
        return 0 if parent.isValid() else self._size[1]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """For a screen reader, whose headers are not drawn: the nearest label of the form over a column or beside a
        row, '' where blocks have headers of their own."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or self.shape is None:
            return None
        across = orientation == Qt.Orientation.Horizontal
        figures = [place[0 if across else 1] for place in self._places.values()]
        nearest = self.shape.header_rows if across else min(figures, default=0)
        for line in range(nearest - 1, -1, -1):
            cell = self._covering(line, section) if across else self._covering(section, line)
            if cell is not None and cell.ref is None and cell.text:
                return cell.text.replace("\n", "")
        return ""

    def _covering(self, row: int, column: int) -> FormCell | None:
        """The cell of the form that a place lies in."""
        for cell in self._origins.values():
            if cell.row <= row < cell.row + cell.rowspan and cell.column <= column < cell.column + cell.colspan:
                return cell
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Figures can be selected and edited, labels neither."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.ref_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, marks and what a screen reader says."""
        cell = self._origins.get((index.row(), index.column())) if index.isValid() else None
        if cell is None:
            return None
        if role == Role.FORM_CELL:
            return cell
        if cell.ref is None:
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return cell.text if role in shown else None
        return self._figure(cell.ref, role)

    def _figure(self, ref: CellRef, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.raw(ref)
        if role == Role.CELL_MARK:
            return self.mark(ref)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(self._remarks(ref))) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(ref)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return "；".join(self._remarks(ref))
        return None

    def mark(self, ref: CellRef) -> CellMark:
        """Everything to be said about a cell besides its text."""
        return overlay(self._marks.get(ref, NO_MARK), ref, self._partners, self._related, self._proposed)

    def _remarks(self, ref: CellRef) -> list[str]:
        mark = self.mark(ref)
        lines = [f"{n}. {self._messages[n - 1]}" for n in mark.numbers if n <= len(self._messages)]
        if mark.edited and self._report is not None:
            lines.append(tr("原报：{0}", self._report.cell(ref).source or tr("（空白）")))
        if mark.unread and self._report is not None:
            reason = getattr(self._report.cell(ref).value, "reason", "")
            lines.append(tr("没有读出：{0}。请对照原件填写", reason) if reason else tr("没有读出，请对照原件填写"))
        if mark.doubtful:
            other = tr("，也可能是 {0}", mark.second) if mark.second else ""
            lines.append(tr("由图片识别，待确认{0}。按 F5 逐格看图确认", other))
        if mark.offered and not self.raw(ref):
            lines.append(tr("各项之和是 {0}，还没有填。按 Tab 填入，或自己输入", mark.offered))
        if mark.last_year is not None:
            lines.append(tr("上年：{0}", mark.last_year or tr("（空白）")))
        if mark.locked:
            lines.append(tr("已确认无误，修改建议不会动它"))
        if mark.proposed is not None:
            lines.append(tr("将改为：{0}", mark.proposed or tr("（空白）")))
        if self.shape is not None and (help_text := self.shape.help(ref)):
            lines.append(help_text)
        return lines

    def _spoken(self, ref: CellRef) -> str:
        """Name, figure and state, for a screen reader."""
        mark = self.mark(ref)
        states = [SEVERITY_NAMES[mark.wrong]] if mark.wrong else []
        states += [tr("勾稽关系涉及")] if mark.related else []
        states += [tr("已修改")] if mark.edited else []
        states += [tr("已确认")] if mark.locked else []
        states += [tr("图片识别，待确认")] if mark.doubtful else []
        states += [tr("各项之和是 {0}，按 Tab 填入", mark.offered)] if mark.offered and not self.raw(ref) else []
        name = self.shape.describe(ref) if self.shape else ""
        shown = self.raw(ref) or (tr("没有读出") if mark.unread else tr("空白"))
        return "，".join([f"{name}：{shown}", *states])
