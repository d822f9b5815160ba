"""Writing text and figures into worksheet cells so that Excel shows what is meant and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import ceil

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from core.export.standard.content import xml_text
from core.export.standard.form_cells import ems
from core.model import Cell
from core.values import Amount, Number, show

_THIN = Side(style="thin", color="000000")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
BANNER = PatternFill("solid", fgColor="C6D9F1")
CHECK = PatternFill("solid", fgColor="F2F2F2")
WRONG = PatternFill("solid", fgColor="FCE4D6")
TITLE = Font(name="宋体", size=14, bold=True)
PLAIN = Font(name="宋体", size=10)
BOLD = Font(name="宋体", size=10, bold=True)
LINK = Font(name="宋体", size=10, underline="single", color="0563C1")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet may take such text for a formula
_LINE = 13.5  # points of a line of 10 pt text
_MOST_DIGITS = 15  # Excel keeps no more


def put_text(cell: SheetCell, words: str) -> None:
    """Text that stays text, whatever it begins with; an empty one leaves the cell blank."""
    if not words:
        return
    cell.value = words
    cell.data_type = "s"
    if words.startswith(_DANGEROUS):
        cell.quotePrefix = True


def put_figure(cell: SheetCell, figure: Cell) -> None:
    """A figure as a number (money in 万元), a mark as text, a blank as nothing.

    Where the report wrote the figure otherwise ("1,234", "12件"), a comment keeps its words.
    """
    raw = xml_text(figure.raw)
    if not isinstance(figure.value, Number) or _too_long(figure.value.value):
        put_text(cell, raw)
        return
    cell.value = figure.value.value
    if isinstance(figure.value.value, Decimal):
        cell.number_format = "0.##########"
    if raw != show(figure.value.value):
        cell.comment = Comment(f"报告中写作：{raw}", "年报校核")


def _too_long(amount: Amount) -> bool:
    return len(show(amount).strip("-").replace(".", "")) > _MOST_DIGITS


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Row height in points for texts in columns of these widths (characters): no program fits merged cells itself."""
    lines = (sum(max(ceil(ems(line) * 2.1 / (width - 1)), 1) for line in text.split("\n")) for text, width in texts)
    return _LINE * max(lines, default=1) + 6
