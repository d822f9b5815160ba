"""Numbers of automatic lists in the forms that Word knows (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def numeral(value: int, form: str) -> str:
    """A list number as Word writes it; decimal for a form that is not known."""
    writer = _FORMS.get(form)
    return writer(value) if writer and value > 0 else str(value)


def chinese(value: int) -> str:
    """十一, 二十, 一百零五: numbers under 100 000 as they are counted aloud."""
    if value >= 10000:
        rest = value % 10000
        zero = "零" if 0 < rest < 1000 else ""
        return chinese(value // 10000) + "万" + (zero + _under_ten_thousand(rest) if rest else "")
    shown = _under_ten_thousand(value)
    return shown[1:] if shown.startswith("一十") else shown


def _under_ten_thousand(value: int) -> str:
    digits = str(value)
    parts = []
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        parts.append("零" if digit == "0" else _DIGITS[int(digit)] + ("", "十", "百", "千")[place])
    shown = "".join(parts)
    while "零零" in shown:
        shown = shown.replace("零零", "零")
    return shown.rstrip("零") or "零"


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    shown = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        shown += sign * count
    return shown


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if value <= 20 else str(value)


def _digit_by_digit(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


_FORMS = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "chineseLegalSimplified": lambda value: _under_ten_thousand(value).translate(_LEGAL),
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda value: chr(0x2474 + value - 1) if value <= 20 else f"({value})",
    "decimalEnclosedFullstop": lambda value: chr(0x2488 + value - 1) if value <= 20 else f"{value}.",
    "ideographEnclosedCircle": lambda value: chr(0x3280 + value - 1) if value <= 10 else chinese(value),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
}
