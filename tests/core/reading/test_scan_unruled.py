"""Tables without lines: columns and rows by where the figures stand, labels by their middle."""

from __future__ import annotations

import pytest
from scan_support import needs_models

pytestmark = needs_models
CHARACTER = 36
LEFT, PITCH = 460, 100


def drawn(rows, columns=7, headings=0):
    """A page whose rows have labels of so many lines, and figures of 1 to 5 strokes in the middle of the row; boxes as
    the detection gives them."""
    import numpy as np

    from core.reading.scan.text_boxes import TextBox

    page = np.full((2000, 1300), 255, np.uint8)
    boxes, top, middles = [], 60, []

    def text(x, y, wide):
        page[y : y + 26, x : x + wide] = 60
        page[y + 8 : y + 12, x : x + wide] = 0
        boxes.append(TextBox(x - 4, y - 5, x + wide + 4, y + 31))

    for _ in range(headings):
        for column in range(columns):
            text(LEFT + column * PITCH, top, 60)
        top += 50
    for index, lines in enumerate(rows):
        for line in range(lines):
            text(60, top + line * 36, 330 if line < lines - 1 else 200)
        middle = top + (lines * 36 - 10) // 2
        middles.append(middle)
        for column in range(columns):
            signs = 1 + (index * 3 + column * 5) % 5
            x = LEFT + 30 + column * PITCH - signs * 9
            for sign in range(signs):
                page[middle - 13 : middle + 13, x + sign * 18 : x + sign * 18 + 10] = 0
            boxes.append(TextBox(x - 4, middle - 18, x + signs * 18 + 4, middle + 18))
        top += lines * 36 + 16
    return page, boxes, middles


def found(page, boxes, headings=0):
    from core.reading.scan import unruled

    left = [headings]

    def holds_words(inks):
        left[0] -= 1
        return left[0] >= 0

    return unruled.find(page, boxes, CHARACTER, holds_words)


@pytest.mark.parametrize("rows", [(1, 1, 1, 1, 1, 1), (1, 2, 1, 3, 1, 1, 2, 1), (2, 2, 3, 1, 4, 1, 1)])
@pytest.mark.parametrize("headings", [0, 1])
def test_rows_and_columns_of_a_table_without_lines_and_each_rows_lines_of_label(rows, headings):
    page, boxes, middles = drawn(rows, headings=headings)
    table = found(page, boxes, headings)
    assert table is not None
    assert len(table.xs) == 2 + 7
    assert [len(row.label) for row in table.rows] == list(rows)
    assert all(row.top < middle < row.bottom for row, middle in zip(table.rows, middles, strict=True))


def test_the_border_of_a_column_goes_through_no_figure():
    page, boxes, _ = drawn((1, 2, 1, 1, 3, 1, 1, 1))
    table = found(page, boxes)
    assert table is not None
    assert all((page[100:, round(x)] < 100).sum() == 0 for x in table.xs[2:-1])


def test_paragraphs_are_no_table():
    page, boxes, _ = drawn((1, 2, 3, 1), columns=1)
    assert found(page, boxes) is None
    assert found(page, []) is None
