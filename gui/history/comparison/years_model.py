"""Two years of one agency side by side, a figure a row, with what must carry over and what jumps."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from core.comparison.years import Relation, Trend, YearComparison, YearRow
from core.values import Amount, show
from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.texts import NUMERALS, tr
from gui.common.theme import current
from gui.history.wording import year_name

Index = QModelIndex | QPersistentModelIndex
PLACE, BEFORE, AFTER, CHANGE, REMARK = range(5)
RULES = {"year.carried": "上年结转", "year.in_force": "现行有效", "year.items": "上一年项目数量"}
_NOTHING = QModelIndex()
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


class Filter(IntEnum):
    """Which figures are listed: those that stand out, those that differ, all."""

    MARKED = 0
    CHANGED = 1
    ALL = 2


class YearsModel(QAbstractTableModel):
    """Rows of a YearComparison, those that `Filter` lets through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: YearComparison | None = None
        self._relations: dict[object, Relation] = {}
        self._rows: list[YearRow] = []
        self._filter = Filter.MARKED

    def set_years(self, found: YearComparison) -> None:
        """Another pair of years."""
        self._found = found
        self._relations = {relation.ref: relation for relation in found.relations}
        self.set_filter(self._filter)

    def set_filter(self, chosen: Filter) -> None:
        """Show more or less."""
        self.beginResetModel()
        self._filter = chosen
        self._rows = [row for row in self._found.rows if self._passes(row)] if self._found else []
        self.endResetModel()

    def _passes(self, row: YearRow) -> bool:
        if self._filter is Filter.ALL:
            return True
        if self._filter is Filter.CHANGED:
            return row.before != row.after
        return row.trend is Trend.JUMP or row.ref in self._relations

    def relation(self, row: int) -> Relation | None:
        """What a shown row must be by last year's report, None where nothing is asked of it."""
        return self._relations.get(self._rows[row].ref)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Figures shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Place, both years, change, remark."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns hold."""
        years = self._found.years if self._found else (None, None)
        heads = (tr("位置"), year_name(years[0], tr("上年")), year_name(years[1], tr("本年")), tr("增减"), tr("说明"))
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return heads[section] if 0 <= section < len(heads) else None
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and PLACE < section < REMARK else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts and colours."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._texts(row)[column])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if PLACE < column < REMARK else None
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.BackgroundRole):
            return self._colour(row, column, role == Qt.ItemDataRole.BackgroundRole)
        return row if role == Role.ITEM else None

    def _texts(self, row: YearRow) -> tuple[str, ...]:
        place = tr("表{0}　{1}", NUMERALS[row.ref.table], row.name)
        return place, _shown(row.before), _shown(row.after), _signed(row.difference), self._remark(row)

    def _remark(self, row: YearRow) -> str:
        relation = self._relations.get(row.ref)
        return "　".join(words for words in (relation and relation_words(relation), trend_words(row)) if words)

    def _colour(self, row: YearRow, column: int, ground: bool) -> QColor | None:
        t, relation = current(), self._relations.get(row.ref)
        if relation is not None and column in (AFTER, REMARK) and relation.holds is not None:
            if ground:
                return None if relation.holds else QColor(t.error_soft)
            return QColor(t.ok if relation.holds else t.error)
        if row.trend is Trend.JUMP and column in (CHANGE, REMARK):
            return QColor(t.warning_soft if ground else t.warning)
        return None


def relation_words(relation: Relation) -> str:
    """A relation between the years with its sign: √ holds, × does not, ? cannot be said."""
    sign = {True: "√", False: "×", None: "?"}[relation.holds]
    return f"{sign} {tr(RULES[relation.kind])}：{relation.text}"


def trend_words(row: YearRow) -> str:
    """What stands out in a figure's way, '' when nothing does."""
    if row.trend is Trend.JUMP:
        return tr("▲ 增加到十倍以上") if (row.after or 0) > (row.before or 0) else tr("▼ 减少到十分之一以下")
    return tr("＝ 与上年相同") if row.trend is Trend.SAME else ""


def _shown(figure: Amount | None) -> str:
    return "—" if figure is None else show(figure)


def _signed(figure: Amount | None) -> str:
    if figure is None:
        return ""
    if not figure:
        return "0"
    return f"+{show(figure)}" if figure > 0 else show(figure)
