import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百一十", 110), ("一百二", 120),
        ("两千三百", 2300), ("三千零二", 3002), ("一万二千", 12000), ("二〇二一", 2021), ("零", 0), ("一亿", 10**8),
        ("一亿二千万", 120_000_000),
        ("三亿零五十万", 300_500_000), ("一万亿", 10**12), ("一万五", 15_000), ("十亿零三", 1_000_000_003),
        ("", None), ("一百条", None), ("第三", None), ("一二三十", None),
    ],
)  # fmt: skip
def test_chinese_numerals(written, number):
    assert text.chinese_number(written) == number


def _spell(n: int) -> str:
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    out, zero = "", False
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit:
            out += ("零" if zero and out else "") + digits[digit] + places[place]
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_every_spelled_number_reads_back(n):
    assert text.chinese_number(_spell(n)) == n


def test_only_full_width_ascii_becomes_narrow():
    assert text.narrow("！～＠｟｠｡　") == "!~@｟｠｡ "


def test_key_makes_label_variants_equal():
    assert text.key("1、属于 国家\n秘密") == text.key("１.属于国家秘密")
    assert text.key("（三）危及“三安全一稳定”") == text.key('(三)危及"三安全一稳定"')
    assert text.key("三/本") != text.key("三本")


def test_blanks_of_office_files():
    assert text.squeeze("\u3000\u2002 a\xa0\u200bb\t\n") == "ab"
    padded = "\ufeff\u3000 1 2 \u2002"
    assert text.strip(padded) == "1 2"
    assert text.fold("　一　 二\n三 ") == "一 二 三"
