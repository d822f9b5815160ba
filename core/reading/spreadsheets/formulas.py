"""Formulas whose result the file does not hold: sums of cells are computed, anything else is told.

Programs that write workbooks without Excel leave <f>SUM(D20:I20)</f> without a value; Excel computes it on opening.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from core.reading.spreadsheets.worksheet import Position

_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?!\w|\()"
    r"|(?P<number>\d{1,15}(?:\.\d{1,9})?)(?![\w.])|(?P<function>SUM|ROUND|IF)\(|(?P<words>\"[^\"]*\")"
    r"|(?P<sign><>|<=|>=|[-+(),=<>]))",
    re.I,
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.I)
Token = tuple[str, str]
"""Kind and text in capitals."""
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_MOST_TOKENS = 400
_MOST_CELLS = 2_000  # of one sum
_DEEPEST = 60  # sums of sums


class Formulas:
    """The formulas without results of one sheet, the texts of its other cells, and which of those are numbers."""

    def __init__(
        self, formulas: Mapping[Position, str], texts: Mapping[Position, str], numbers: Collection[Position]
    ) -> None:
        self._formulas = formulas
        self._texts = dict(texts)
        self._numbers = numbers
        self._known: dict[Position, Decimal | None] = {}

    def result(self, position: Position, depth: int = 0) -> Decimal | None:
        """The value of a formula of +, -, SUM, ROUND and IF over cells of the sheet.

        None for any other, for one that shows words (as =IF(SUM(A1:F1)=0,"",SUM(A1:F1)) does for 0), and for a circle.
        """
        if position not in self._known:
            self._known[position] = None  # a formula that comes back to itself has no value
            if depth < _DEEPEST:
                tokens = _tokens(self._formulas[position].lstrip("="))
                self._known[position] = None if tokens is None else _Expression(tokens, self, depth).value()
        return self._known[position]

    def cell(self, reference: str, inside_sum: bool, depth: int) -> Decimal | None:
        """The value of a cell named in a formula."""
        return self._cell(_position(reference), inside_sum, depth)

    def range_sum(self, reference: str, depth: int) -> Decimal | None:
        """The sum of a range; None where one of its cells has no value."""
        first, last = (_position(part) for part in reference.split(":"))
        rows, columns = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
        if not 0 < len(rows) * len(columns) <= _MOST_CELLS:
            return None
        total = Decimal(0)
        for row in rows:
            for column in columns:
                value = self._cell((row, column), True, depth)
                if value is None:
                    return None
                total += value
        return total

    def _cell(self, position: Position, inside_sum: bool, depth: int) -> Decimal | None:
        """A cell's figure; 0 for a blank one, and for words in a SUM, as Excel counts it.

        None for digits stored as text: SUM leaves them out, which nobody who sees them would expect.
        """
        if position in self._formulas:
            return self.result(position, depth + 1)
        text = self._texts.get(position, "").strip()
        if not text:
            return Decimal(0)
        try:
            value = Decimal(text)
        except InvalidOperation:
            return Decimal(0) if inside_sum and not any(c.isdigit() for c in text) else None
        return value if position in self._numbers and value.is_finite() else None


class _Unknown(Exception):
    """The formula has something that is not computed here."""


class _Expression:
    """One formula, evaluated from left to right: sums of terms, each a figure, a cell or a function."""

    def __init__(self, tokens: Sequence[Token], sheet: Formulas, depth: int) -> None:
        self._tokens = tokens
        self._sheet = sheet
        self._depth = depth  # brackets and functions count, so that formulas of formulas end in time
        self._at = 0

    def value(self) -> Decimal | None:
        """The formula's figure; None where it has none."""
        try:
            value = self._sum()
        except (_Unknown, ArithmeticError):
            return None
        return value if self._at == len(self._tokens) else None

    def _next(self, kind: str, text: str = "") -> str:
        """The next token's text if it is of the kind (and is the text), else ""."""
        if self._at < len(self._tokens):
            own, found = self._tokens[self._at]
            if own == kind and (not text or found == text):
                self._at += 1
                return found
        return ""

    def _expect(self, sign: str) -> None:
        if not self._next("sign", sign):
            raise _Unknown

    def _sum(self, inside_sum: bool = False) -> Decimal | None:
        """Terms joined by + and -; None for words."""
        total: Decimal | None = None
        sign = self._sign() or 1
        while sign:
            term = self._term(inside_sum and total is None)
            if term is None:  # words alone are a result, words in a sum an error
                if total is not None or self._sign():
                    raise _Unknown
                return None
            total = (total or Decimal(0)) + sign * term
            sign = self._sign()
        return total

    def _sign(self) -> int:
        return 1 if self._next("sign", "+") else -1 if self._next("sign", "-") else 0

    def _term(self, inside_sum: bool) -> Decimal | None:
        if number := self._next("number"):
            return Decimal(number)
        if self._next("words"):
            return None
        if reference := self._next("cell"):
            is_alone = self._at >= len(self._tokens) or self._tokens[self._at] in (("sign", ","), ("sign", ")"))
            return _known(self._sheet.cell(reference, inside_sum and is_alone, self._depth))
        if reference := self._next("range"):
            if not inside_sum:
                raise _Unknown
            return _known(self._sheet.range_sum(reference, self._depth))
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unknown
        value = self._in_brackets(self._next("function") or self._next("sign", "("))
        self._depth -= 1
        return value

    def _in_brackets(self, opening: str) -> Decimal | None:
        if opening == "(":
            value = _known(self._sum())
            self._expect(")")
            return value
        if opening == "SUM":
            return self._sum_function()
        if opening == "ROUND":
            return self._round()
        if opening == "IF":
            return self._if()
        raise _Unknown

    def _sum_function(self) -> Decimal:
        total = _known(self._sum(inside_sum=True))
        while self._next("sign", ","):
            total += _known(self._sum(inside_sum=True))
        self._expect(")")
        return total

    def _round(self) -> Decimal:
        value = _known(self._sum())
        self._expect(",")
        digits = _known(self._sum())
        self._expect(")")
        if digits not in range(10):
            raise _Unknown
        return value.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)

    def _if(self) -> Decimal | None:
        left = _known(self._sum())
        compare = next((sign for sign in _COMPARISONS if self._next("sign", sign)), "")
        if not compare:
            raise _Unknown
        right = _known(self._sum())
        self._expect(",")
        yes = self._sum()
        self._expect(",")
        no = self._sum()
        self._expect(")")
        return yes if _COMPARISONS[compare](left, right) else no


def _known(value: Decimal | None) -> Decimal:
    if value is None:
        raise _Unknown
    return value


def _tokens(formula: str) -> list[Token] | None:
    """Kind and text of each token; None where the formula has anything else."""
    found: list[Token] = []
    at, end = 0, len(formula.rstrip())
    while at < end:
        match = _TOKEN.match(formula, at)
        if match is None or match.lastgroup is None or len(found) > _MOST_TOKENS:
            return None
        found.append((match.lastgroup, match[match.lastgroup].upper()))
        at = match.end()
    return found


def _position(reference: str) -> Position:
    match = _REFERENCE.fullmatch(reference)
    assert match is not None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
