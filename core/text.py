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
# Traditional characters of the form's labels, headings and titles: files in Big5 have no others.
_TRADITIONAL = str.maketrans(
    "佈來係繫傚億內劃動務區協員問單噹當嚮曏蘇國園團採執報場學審將對屬廢癈廳強後復複捲搆構據數於時會條業機檢權決沒況"
    "減為無獲穫現發髮確祕穩節範簡糾納組結統經維縣總織繳繼續罰聯舉萬處補製規計訟訪許訴詢認說請議護費購踰轉辦農這進過"
    "適鄉銀鎮開間關隊難雲項題額類體覆",
    "布来系系效亿内划动务区协员问单当当向向苏国园团采执报场学审将对属废废厅强后复复卷构构据数于时会条业机检权决没况"
    "减为无获获现发发确秘稳节范简纠纳组结统经维县总织缴继续罚联举万处补制规计讼访许诉询认说请议护费购逾转办农这进过"
    "适乡银镇开间关队难云项题额类体复",
)
_KEY = (
    _NARROW
    | _TRADITIONAL
    | {
        ord(a): b
        for a, b in (
            *zip("〔【﹝［", "((((", strict=True),
            *zip("〕】﹞］", "))))", strict=True),
            *((quote, None) for quote in "“”‘’\"'＂＇「」『』"),
            *((dot, ".") for dot in "、．.。·"),
            *((minus, "-") for minus in "－—–−‐‑‒―"),
        )
    }
)
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
    return text if text.isalnum() else _BLANK.sub("", text)


def fold(text: str) -> str:
    """Every run of blanks as one space, none at the ends."""
    return _BLANK.sub(" ", text).strip(" ")


def key(text: str) -> str:
    """Comparable form of a label: narrow, simplified, no blanks, no quotes, one kind of bracket, dash and dot."""
    return squeeze(text).translate(_KEY)


def simplified(text: str) -> str:
    """The form's words in simplified characters ("政府信息公開" → "政府信息公开"); length is kept."""
    return text if text.isascii() else text.translate(_TRADITIONAL)


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
            part = group + max(digit, 0)
            # 亿 counts all before it (一万亿), 万 only its own group (一亿二千万 is 1.2亿).
            total = (total + part) * _GROUPS[c] if c == "亿" else total + part * _GROUPS[c]
            group, digit, last_place = 0, -1, _GROUPS[c]
    # "一百二" means 120: the last digit takes the place under the one before it.
    return total + group + max(digit, 0) * (last_place // 10)
