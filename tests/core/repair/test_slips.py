import pytest

from core.diagnosis.slips import Slip, guess, keystroke, pair_slip, row_shifted, slip, unshifted
from core.model import Cell
from core.values import CellKind, parse


def cell(text: str) -> Cell:
    return Cell(text, parse(text, CellKind.COUNT))


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("120", "12", Slip.TIMES_TEN),
        ("122", "12", Slip.DOUBLED),
        ("112", "12", Slip.DOUBLED),
        ("1", "12", Slip.DROPPED),
        ("12", "120", Slip.DROPPED),
        ("21", "12", Slip.SWAPPED),
        ("13", "12", Slip.DIGIT_CHANGED),
        ("152", "12", Slip.INSERTED),
        ("345", "12", Slip.OTHER),
        ("3214", "1234", Slip.OTHER),
    ],
)
def test_keystrokes(old, new, name):
    assert keystroke(old, new) is name


@pytest.mark.parametrize(
    ("text", "new", "name"),
    [
        ("", 5, Slip.BLANK),
        ("/", 5, Slip.BLANK),
        ("-5", 5, Slip.SIGN),
        ("-5", 6, Slip.OTHER),
        ("０", 5, Slip.MISSED),
        ("5", 0, Slip.SURPLUS),
        ("五十", 5, Slip.TIMES_TEN),
        ("5.5", 5, Slip.UNREADABLE),
        ("5？", 5, Slip.UNREADABLE),
    ],
)
def test_the_slip_of_a_cell(text, new, name):
    assert slip(cell(text), new) is name


@pytest.mark.parametrize(("text", "value"), [("1O", 10), ("l2？", 12), ("不详", None), ("12", None), ("", None)])
def test_unreadable_text_is_guessed_by_its_looks(text, value):
    assert guess(cell(text)) == value


@pytest.mark.parametrize(
    ("old", "new", "neighbours", "name"),
    [
        ((35, 0), (3, 5), True, Slip.JOINED),
        ((0, 35), (3, 5), True, Slip.JOINED),
        ((35, 0), (3, 5), False, None),
        ((3, 5), (35, 0), True, Slip.SPLIT),
        ((3, 5), (5, 3), False, Slip.EXCHANGED),
        ((4, 4), (3, 5), False, Slip.MOVED),
        ((4, 4), (3, 9), True, None),
    ],
)
def test_slips_over_two_cells(old, new, neighbours, name):
    assert pair_slip(old, new, neighbours) is name


def test_a_row_slid_whole_or_without_its_total():
    true = (9, 4, 0, 0, 0, 1, 14)
    assert row_shifted((0, 9, 4, 0, 0, 0, 14), true)
    assert row_shifted((0, 9, 4, 0, 0, 0, 1), true)
    assert row_shifted((4, 0, 0, 0, 1, 14, 0), true)
    assert not row_shifted((9, 0, 4, 0, 0, 1, 14), true)


@pytest.mark.parametrize(
    "slid", [(0, 9, 4, 0, 0, 0, 14), (0, 9, 4, 0, 0, 0, 1), (4, 0, 0, 0, 1, 0, 14), (4, 0, 0, 0, 1, 14, 0)]
)
def test_a_slid_row_is_put_back(slid):
    assert (9, 4, 0, 0, 0, 1, 14) in unshifted(slid)


def test_no_slide_that_leaves_a_negative_figure():
    assert all(min(row) >= 0 for row in unshifted((0, 9, 4, 0, 0, 0, 2)))
