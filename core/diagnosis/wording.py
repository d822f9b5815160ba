"""The words in which a wrong cell is explained: one vocabulary for findings, repairs and change notes."""

from __future__ import annotations

from core.diagnosis.slips import Slip
from core.model import CellRef

# After 疑为: what the hand did. 120 for 12 is 多敲一个 0.
SLIP_WORDS = {
    Slip.TIMES_TEN: "多敲一个 0",
    Slip.SWAPPED: "两位颠倒",
    Slip.DOUBLED: "重敲了一位",
    Slip.DROPPED: "漏敲了一位",
    Slip.DIGIT_CHANGED: "敲错一位",
    Slip.INSERTED: "多敲了一位",
    Slip.SIGN: "多了负号",
    Slip.JOINED: "两格的数连在一格",
    Slip.SPLIT: "一个数拆成两格",
    Slip.EXCHANGED: "两格互相填反",
    Slip.MOVED: "归错申请人类别",
    Slip.ROW_SHIFTED: "整行错位一格",
}
# What the other cells of an equation say of one of them: (rule, row key or column key, else any) to words.
_EQUATION_WORDS = {
    ("t3.row_sum", "total"): "本行各类申请人之和",
    ("t3.row_sum", ""): "本行总计减去其余各类申请人",
    ("t3.results_sum", "results_total"): "各项办理结果之和",
    ("t3.results_sum", ""): "本列（七）总计减去其余各项",
    ("t3.column_balance", "received"): "第三项加第四项减第二项",
    ("t3.column_balance", "carried_in"): "第三项加第四项减第一项",
    ("t3.column_balance", "results_total"): "第一项加第二项减第四项",
    ("t3.column_balance", "carried_forward"): "第一项加第二项减（七）总计",
    ("t4.block_sum", "total"): "各种结果之和",
    ("t4.block_sum", ""): "总计减去其余各种结果",
}


def slip_words(slip: Slip, old: str, new: str) -> str:
    """E.g. "疑为多敲一个 0"; '' where no slip explains the text, or where one digit stands for another (5 for 3)."""
    if slip is Slip.DIGIT_CHANGED and (len(old) < 2 or len(new) < 2):
        return ""
    return f"疑为{SLIP_WORDS[slip]}" if slip in SLIP_WORDS else ""


def equation_words(rule: str, ref: CellRef) -> str:
    """What an equation computes of one of its cells, e.g. 本行各类申请人之和 for a cell of the column 总计."""
    for key in (ref.row, ref.column, ""):
        if words := _EQUATION_WORDS.get((rule, key)):
            return words
    return "等式中的其余各数"
