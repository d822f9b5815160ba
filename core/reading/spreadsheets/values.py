"""Excel: what a cell's stored value looks like, given its number format."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

# Built-in formats of dates and times (ECMA-376 part 1, 18.8.30); 27-36 and 50-58 are the Chinese ones.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_CHINESE = frozenset((*range(27, 37), *range(50, 59)))
_TIMES = frozenset((18, 19, 20, 21, 45, 46, 47, 32, 33, 55, 56))
_PERCENT = {9: 0, 10: 2}
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # quoted texts, escapes, colours, paddings
_DIGITS = 15  # significant digits that Excel itself shows; beyond is noise of binary fractions
_MOST_DAYS = 2_958_466  # 9999-12-31


class NumberFormat:
    """A number format, understood as far as it changes what the figure says: dates, times, per cent."""

    def __init__(self, number: int, code: str | None) -> None:
        own = _ASIDE.sub("", code or "").split(";")[0].lower()
        self.date = number in _DATES if code is None else bool(re.search("[ymdhs]", own)) and "general" not in own
        self.time_only = number in _TIMES if code is None else self.date and not re.search("[yd]", own)
        self.chinese = number in _CHINESE if code is None else "年" in (code or "")
        self.percent = _PERCENT.get(number) if code is None else _percent_places(own)


def _percent_places(code: str) -> int | None:
    if "%" not in code:
        return None
    return len(code.partition(".")[2].partition("%")[0])


def number_text(raw: str, form: NumberFormat, epoch_1904: bool) -> str:
    """A stored number as a person reads it; text that is no number stays as it is."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > 40:
        return raw
    if form.date and 0 <= value < _MOST_DAYS:
        return _moment(value, form, epoch_1904)
    if form.percent is not None:
        return f"{_with_places(_rounded(value * 100), form.percent)}%"
    return plain(value)


def plain(value: Decimal) -> str:
    """Digits without exponent, noise of binary fractions or needless zeros."""
    rounded = _rounded(value)
    if rounded == rounded.to_integral_value():
        return format(rounded.to_integral_value(), "f")
    return format(rounded.normalize(), "f")


def _rounded(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1))


def _with_places(value: Decimal, places: int) -> str:
    """With at least so many decimals, more where the figure has them."""
    shown = plain(value)
    have = len(shown.partition(".")[2])
    return shown if have >= places else f"{Decimal(shown):.{places}f}"


def _moment(value: Decimal, form: NumberFormat, epoch_1904: bool) -> str:
    """Days since the epoch. Excel counts a 29 February 1900 that never was: before March 1900 days are one off."""
    days = int(value) + (1462 if epoch_1904 else 0)
    seconds = round((value - int(value)) * 86400)
    moment = datetime(1899, 12, 30) + timedelta(days=days + (1 if days < 60 else 0), seconds=seconds)
    clock = f"{moment.hour}:{moment.minute:02d}" + (f":{moment.second:02d}" if moment.second else "")
    if form.time_only:
        return clock
    day = f"{moment.year}年{moment.month}月{moment.day}日" if form.chinese else f"{moment:%Y-%m-%d}"
    return f"{day} {clock}" if seconds else day
