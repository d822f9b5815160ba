"""What stands in the margins of pages: page numbers, and headers and footers repeated from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.reading.pages.text_lines import TextLine

_MARGIN = 0.12  # of the page's height at either end
_OFTEN = 0.4  # of the pages: "云溪县政务公开" may stand on right pages only, and not on the first
# Numbers that their own writing marks as page numbers: "- 3 -", "—3—", "第 3 页 共 12 页", "3/12", "Page 3 of 12".
_DECORATED_NUMBER = re.compile(
    r"[-—－–_·.~]+\s*\d{1,4}\s*[-—－–_·.~]+|第\s*[\d一二三四五六七八九十]+\s*页.*|\d{1,4}\s*/\s*\d{1,4}|Page\s*\d+.*",
    re.I,
)
_PLAIN_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")


class RunningHeaders:
    """Knows after all pages which of their outermost lines are no text of the report."""

    def __init__(self, pages: Sequence[tuple[Sequence[TextLine], float]]) -> None:
        """pages: for each its text lines outside tables, from top to bottom, and its height."""
        self._outer = [_outer(lines, height) for lines, height in pages]
        self._offsets = Counter(
            offset
            for number, lines in enumerate(self._outer, 1)
            for offset in {_offset(line, number) for line in lines}
        )
        self._repeated = Counter(key for lines in self._outer for key in {_key(line) for line in lines})

    def contains(self, line: TextLine, number: int) -> bool:
        """Whether a line of a page (counted from 1) is no part of the text."""
        return self.is_page_number(line, number) or self.is_repeated(line, number)

    def is_page_number(self, line: TextLine, number: int) -> bool:
        """A number in the margin that says it is one by its dress, or counts up with the pages.

        A bare figure that does neither stays: it may be the last row of a table without lines.
            四、结转下年度继续办理            1    0
                                 1                  ← counts up with the pages: a page number
        """
        if not any(line is outer for outer in self._outer[number - 1]):
            return False
        text = line.text.strip()
        if _DECORATED_NUMBER.fullmatch(text):
            return True
        offset = _offset(line, number)
        return offset is not None and (self._offsets[offset] > 1 or (len(self._outer) == 1 and text == "1"))

    def is_repeated(self, line: TextLine, number: int) -> bool:
        """The same words at the same height on many of the pages (on both of two).

        Left and right pages may differ, and the first has often none; a line of prose may come twice by chance.
        """
        if not any(line is outer for outer in self._outer[number - 1]) or _PLAIN_NUMBER.fullmatch(line.text.strip()):
            return False
        return self._repeated[_key(line)] >= max(2, len(self._outer) * _OFTEN)


def _outer(lines: Sequence[TextLine], height: float) -> list[TextLine]:
    """Lines inside the margins; the two outermost at either end at most."""
    top = [line for line in lines[:2] if line.box[3] < height * _MARGIN]
    bottom = [line for line in lines[-2:] if line.box[1] > height * (1 - _MARGIN)]
    return top + [line for line in bottom if not any(line is other for other in top)]


def _offset(line: TextLine, number: int) -> int | None:
    text = line.text.strip()
    return int(text) - number if _PLAIN_NUMBER.fullmatch(text) else None


def _key(line: TextLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / 4)
