import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.shared.number_formats import chinese, numeral
from core.text import chinese_number


@pytest.mark.parametrize(
    "value, shown",
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1005, "一千零五"),
     (10000, "一万"), (10001, "一万零一"), (20300, "二万零三百")],
)  # fmt: skip
def test_chinese_counting(value: int, shown: str):
    assert chinese(value) == shown


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(value: int):
    assert chinese_number(chinese(value)) == value


@pytest.mark.parametrize(
    "form, value, shown",
    [
        ("decimal", 12, "12"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseLegalSimplified", 25, "贰拾伍"),
        ("ideographDigital", 2021, "二〇二一"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 2, "丑"),
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 14, "xiv"),
        ("never heard of", 4, "4"),
        ("upperRoman", 0, "0"),
    ],
)
def test_forms(form: str, value: int, shown: str):
    assert numeral(value, form) == shown
