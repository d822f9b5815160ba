from rules_support import balanced, say

from core.model import Cell, CellRef
from core.rules import evaluate
from core.values import Unread

RECEIVED = CellRef(3, "received", "total")


def bindings_found(report) -> int:
    return sum(finding.rule == "text.binding" for finding in evaluate(report).findings)


def test_a_figure_of_the_text_is_not_held_against_a_cell_that_could_not_be_read():
    report = say(balanced(), 1, "全年共收到政府信息公开申请70件。")
    assert bindings_found(report) == 1
    assert bindings_found(report.with_cells({RECEIVED: Cell()})) == 1
    assert bindings_found(report.with_cells({RECEIVED: Cell(value=Unread("第 2 页是图片"))})) == 0
