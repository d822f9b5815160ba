"""Characters as Chinese office files have them: widths, blanks, brackets, numerals."""

from __future__ import annotations

import re

# Every blank seen in real files, zero-width characters and the byte order mark included. So are the marks of
# direction (U+202A 2 U+202C), which Windows puts around text copied from its dialogs, and the soft hyphen.
BLANKS = (
    "\t\n\r\x0b\x0c \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff"
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\xad"
)
_BLANK = re.compile(f"[{BLANKS}]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_KEY = _NARROW | {
    ord(a): b
    for a, b in (
        *zip("〔【﹝［", "((((", strict=True),
        *zip("〕】﹞］", "))))", strict=True),
        *((quote, None) for quote in "“”‘’\"'＂＇「」『』"),
        *((dot, ".") for dot in "、．.。·"),
        *((minus, "-") for minus in "－—–−‐‑‒―"),
    )
}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
NUMERAL_CHARACTERS = "".join([*_DIGITS, *_PLACES, *_GROUPS])


def narrow(text: str) -> str:
    """Full-width letters, digits, signs and the ideographic blank as ASCII; length is kept."""
    return text.translate(_NARROW)


def strip(text: str) -> str:
    """Without blanks of any kind at both ends."""
    return text.strip(BLANKS)


def squeeze(text: str) -> str:
    """Without any blank, line break or zero-width character."""
    return _BLANK.sub("", text)


def fold(text: str) -> str:
    """Every run of blanks as one space, none at the ends."""
    return _BLANK.sub(" ", text).strip(" ")


def key(text: str) -> str:
    """Comparable form of a label: narrow, no blanks, no quotes, one kind of bracket, dash and dot."""
    return squeeze(text).translate(_KEY)


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral ("一百零五", "二〇二一", "十二"); None when it is none."""
    if not text or any(c not in NUMERAL_CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _placed(text)


def _placed(text: str) -> int | None:
    total, group, digit, last_place = 0, 0, -1, 10
    for c in text:
        if c in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[c]
            last_place = 10 if digit == 0 else last_place
        elif c in _PLACES:
            group += (1 if digit < 0 else digit) * _PLACES[c]
            digit, last_place = -1, _PLACES[c]
        else:
            total = (total + group + max(digit, 0)) * _GROUPS[c]
            group, digit, last_place = 0, -1, _GROUPS[c]
    # "一百二" means 120: the last digit takes the place under the one before it.
    return total + group + max(digit, 0) * (last_place // 10)
