"""The collection's sums as the totals window asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from core import desk, schema
from core.desk import SCOPES, Collection, SumDifference, Totals
from core.model import CellRef
from core.values import show
from gui.common.place_names import cell_name
from gui.common.roles import CellMark
from gui.common.texts import tr
from gui.desk.totals_window import Addend, Difference, Share, Sums

_MOST_NAMES = 12


class CollectionSums:
    """A SumsSource over one value of a collection; totals are the sums given last."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.totals: Totals = desk.county_total(collection)

    @property
    def scopes(self) -> Sequence[tuple[str, str]]:
        """(name, words) of the scopes; only those that add something."""
        return [(name, tr(words)) for name, words in SCOPES if name == "all" or self._offices(name)]

    def _offices(self, scope: str) -> bool:
        return any(row.office and row.office.kind and desk.in_scope(row, scope) for row in self.collection.rows)

    def addends(self, scope: str) -> Sequence[Addend]:
        """Every row of a scope, those that cannot be added with the reason."""
        rows = (row for row in self.collection.rows if desk.in_scope(row, scope))
        return [Addend(row.key, row.name, desk.refusal(row, self.collection)) for row in rows]

    def sums(self, scope: str, keys: frozenset[str]) -> Sums:
        """Sums of these reports, missing offices said first."""
        self.totals = desk.county_total(self.collection, scope, keys)
        report = desk.totals_report(self.totals)
        marks, messages = {}, []
        for ref, total in self.totals.cells.items():
            if total.unread or total.blanks:
                messages.append(_gaps(total.blanks, total.unread))
                marks[ref] = CellMark(numbers=(len(messages),), unread=bool(total.unread))
        return Sums(report, marks, tuple(messages), tuple(self._warnings()))

    def _warnings(self) -> list[str]:
        totals, found = self.totals, []
        if totals.missing:
            names = _names(totals.missing)
            found.append(tr("还有 {0} 个单位没报：{1}。补齐以前，合计不是全县的数。", len(totals.missing), names))
        if totals.left_out:
            names = _names([tr("{0}（{1}）", name, why) for _, name, why in totals.left_out])
            found.append(tr("有 {0} 份没有加进来：{1}。", len(totals.left_out), names))
        wrong = [row.name for row in self.collection.rows if row.key in totals.added and row.errors]
        if wrong:
            found.append(tr("加进来的报告里有 {0} 份还有错误：{1}。", len(wrong), _names(wrong)))
        return found

    def shares(self, ref: CellRef) -> Sequence[Share]:
        """Who contributed what to a cell."""
        total = self.totals.cells.get(ref)
        return [
            Share(key, name, text or tr("空白"), None if amount is None else float(amount))
            for key, name, text, amount in (total.shares if total else ())
        ]

    def name(self, ref: CellRef) -> str:
        """A cell and its sum in words."""
        total = self.totals.cells.get(ref)
        shape = schema.shape(self.totals.edition, ref.table)
        return tr("{0}：{1}", shape.describe(ref), show(total.sum) if total else tr("空白"))

    def differences(self, found: Sequence[SumDifference]) -> list[Difference]:
        """Differences from the government's own report in words."""
        report = desk.totals_report(self.totals)
        return [
            Difference(
                each.ref,
                cell_name(report, each.ref),
                show(each.ours),
                tr("空白") if each.theirs is None else show(each.theirs),
                show((each.theirs or 0) - each.ours),
                "、".join(each.candidates) or tr("请核对统计口径"),
            )
            for each in found
        ]


def _names(names: Sequence[str]) -> str:
    more = tr("等") if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _gaps(blanks: Sequence[str], unread: Sequence[str]) -> str:
    said = [tr("没有读出：{0}", _names(unread))] if unread else []
    said += [tr("空白：{0}", _names(blanks))] if blanks else []
    return "；".join(said)
