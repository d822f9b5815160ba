"""Empty lines that stand for blank cells, where a text holds one cell a line without any mark.

Word processors write a table to text so. The same empty line may part rows, or paragraphs: what it means is seen
from its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core import text

_FIGURE = re.compile(r"[-+]?[\d０-９][\d０-９.,，．]*(?:万?元|件|条|个|宗)?|[/／]|[-—－]{1,2}|无|[增减]\d+")
_LONGEST = 45  # characters of a label
_SENTENCE_END = ("。", "；", "！", "？")
_FEWEST_FIGURES = 6  # of a stretch with tables


def blank_cells(lines: Sequence[str]) -> set[int]:
    """Indices of empty lines that are cells; none where every line is followed by an empty one, or rows are."""
    found: set[int] = set()
    for start, end in _stretches(lines):
        blanks = [at for at in range(start, end) if not text.strip(lines[at])]
        if blanks and _are_cells(lines, start, end, blanks):
            found.update(blanks)
    return found


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of short lines with figures among them, from the first figure's label to the last figure."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or _is_prose(lines[at]):
            figures = [i for i in range(start, at) if _is_figure(lines[i])]
            if len(figures) >= _FEWEST_FIGURES:
                yield max(start, figures[0] - 1), figures[-1] + 1
            start = at + 1


def _is_prose(line: str) -> bool:
    plain = text.strip(line)
    return len(plain) > _LONGEST or "\t" in line or plain.endswith(_SENTENCE_END)


def _is_figure(line: str) -> bool:
    return _FIGURE.fullmatch(text.strip(line)) is not None


def _are_cells(lines: Sequence[str], start: int, end: int, blanks: Sequence[int]) -> bool:
    """Not so where most lines have an empty one behind them, or most labels have one before them."""
    filled = [at for at in range(start, end) if text.strip(lines[at])]
    packed = sum(at + 1 < end and bool(text.strip(lines[at + 1])) for at in filled)
    if packed * 2 < len(filled):
        return False
    return not _are_row_ends(lines, filled, set(blanks))


def _are_row_ends(lines: Sequence[str], filled: Sequence[int], blanks: set[int]) -> bool:
    """Whether nearly every empty line stands alone before a row's label, and most rows have one."""
    labels = [at for at in filled[1:] if not _is_figure(lines[at]) and not _is_label(lines[at - 1])]
    parted = sum(at - 1 in blanks for at in labels)
    alone = sum(at - 1 in blanks and at - 2 not in blanks for at in labels)
    return parted * 5 >= len(labels) * 3 and alone * 4 >= len(blanks) * 3


def _is_label(line: str) -> bool:
    return bool(text.strip(line)) and not _is_figure(line)
