"""Formulas whose result the file does not hold: sums of cells are computed, anything else is told.

Programs that write workbooks without Excel leave <f>SUM(D20:I20)</f> without a value; Excel computes it on opening.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from core.reading.spreadsheets.worksheet import Position

_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?!\w|\()"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<sum>SUM\()|(?P<sign>[-+(),]))",
    re.I,
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.I)
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
        """The value of a formula of +, - and SUM over cells of the sheet; None for any other, and for a circle."""
        if position not in self._known:
            self._known[position] = None  # a formula that comes back to itself has no value
            if depth < _DEEPEST:
                self._known[position] = self._computed(self._formulas[position].lstrip("="), depth)
        return self._known[position]

    def _computed(self, formula: str, depth: int) -> Decimal | None:
        total, sign, at, inside_sum, wants_operand = Decimal(0), 1, 0, False, True
        while at < len(formula.rstrip()):
            match = _TOKEN.match(formula, at)
            if match is None:
                return None
            at = match.end()
            if match["sign"]:
                mark = match["sign"]
                if mark == ")" and inside_sum and not wants_operand:
                    inside_sum = False
                elif mark == "," and inside_sum and not wants_operand:
                    wants_operand = True
                elif mark in "+-" and not inside_sum:
                    sign = -1 if mark == "-" else 1
                    wants_operand = True
                else:
                    return None
                continue
            if not wants_operand:
                return None
            if match["sum"]:
                if inside_sum:
                    return None
                inside_sum = True
                continue
            value = self._operand(match, inside_sum, depth)
            if value is None:
                return None
            total += sign * value
            wants_operand = False
        return None if wants_operand or inside_sum else total

    def _operand(self, match: re.Match[str], inside_sum: bool, depth: int) -> Decimal | None:
        if match["number"]:
            return Decimal(match["number"])
        if match["cell"]:
            return self._cell(_position(match["cell"]), inside_sum, depth)
        if not inside_sum:
            return None
        first, last = (_position(part) for part in match["range"].split(":"))
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


def _position(reference: str) -> Position:
    match = _REFERENCE.fullmatch(reference)
    assert match is not None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
