"""An item of a table as a Cell: the raw text kept, the value read by the kind of the cell."""

from __future__ import annotations

import re
from functools import lru_cache

from core import text, values
from core.extract.tables.lines import LineCell
from core.model import Cell
from core.values import CellKind, Unread, Unreadable, Value

_TWO_FIGURES = re.compile(r"[+-]?0\d")  # "0\n12": two rows in one cell, no figure begins so
_BROKEN_NUMBER = re.compile(r"[\d.]\s*\n\s*[\d.]")


def cell_of(item: LineCell, kind: CellKind) -> tuple[Cell, str]:
    """The cell, and a remark for the clerk ('' if none)."""
    if item.unread and item.blank:
        return Cell(
            "", Unread(item.unread), "", item.place, item.recognised
        ), f"没有读入（{item.unread}），标为“未读”，请对照原文录入。"
    value, remark = value_of(item.text, kind)
    if item.rows > 1 and not item.blank:
        remark += f"的 {text.fold(item.text)} 所在格合并了 {item.rows} 行，读入其中第一行，请核对。"
    return Cell(item.text, value, item.text, item.place, item.recognised), remark


@lru_cache(maxsize=4096)
def value_of(raw: str, kind: CellKind) -> tuple[Value, str]:
    """Value of a cell's text; a figure broken over two lines of a narrow cell is joined and remarked upon."""
    value = values.parse(raw, kind)
    if "\n" not in raw.strip():
        return value, ""
    joined = values.parse(text.squeeze(raw), kind)
    if isinstance(joined, Unreadable) or _TWO_FIGURES.match(text.squeeze(text.narrow(raw))):
        return value, ""
    if _BROKEN_NUMBER.search(text.narrow(raw)):
        return joined, f"的 {text.fold(raw)} 在格内分成两行，按 {text.squeeze(raw)} 读取，请核对。"
    return (joined, "") if isinstance(value, Unreadable) else (value, "")
