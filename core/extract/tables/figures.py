"""What counts as a figure, a blank or page furniture among a table's cells."""

from __future__ import annotations

import re
from functools import lru_cache

from core import text, values
from core.values import CellKind, Mark, Number

_PAGE_NUMBER = re.compile(
    r"[-—–－_·~～\s]*(?:第\s*\d{1,3}\s*页(?:\s*[/,，]?\s*共?\s*\d{1,3}\s*页)?|[-—–－·~～]+\s*\d{1,3}\s*[-—–－·~～]+"
    r"|\d{1,3}\s*/\s*\d{1,3}\s*页?)[-—–－_·~～\s]*"
)
_BARE_PAGE = re.compile(r"\d{1,3}")
_LONGEST_FIGURE = 80  # characters, a remark in brackets behind it included


@lru_cache(maxsize=20_000)
def is_blank(raw: str) -> bool:
    """Nothing but blanks."""
    return not text.strip(raw)


@lru_cache(maxsize=20_000)
def is_figure(raw: str) -> bool:
    """A figure of any kind of cell, or a sign that stands for none; a blank is neither."""
    if len(raw) > _LONGEST_FIGURE or is_blank(raw):
        return False
    return any(isinstance(values.parse(raw, kind), (Number, Mark)) for kind in (CellKind.MONEY, CellKind.SIGNED))


def is_written_figure(raw: str) -> bool:
    """A figure with digits or a sign, not a Chinese numeral, which may be the number of a heading."""
    return is_figure(raw) and text.chinese_number(text.squeeze(raw)) is None


def is_page_number(raw: str) -> bool:
    """A page number with its dashes or words ("- 3 -", "第3页 共8页"); a bare figure is none."""
    plain = text.fold(text.narrow(raw))
    return bool(_PAGE_NUMBER.fullmatch(plain))


def is_short_figure(raw: str) -> bool:
    """One to three digits alone: a page number or a figure, the place decides."""
    return bool(_BARE_PAGE.fullmatch(text.fold(text.narrow(raw))))
