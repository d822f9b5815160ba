"""Item data roles of all models, and the plain values that stand behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from core.finding import Severity
    from core.model import CellRef


class Role(IntEnum):
    """Roles beyond Qt's own, one list for the whole program."""

    FORM_CELL = Qt.ItemDataRole.UserRole + 1  # core.schema.FormCell at its origin, None inside a span
    CELL_MARK = Qt.ItemDataRole.UserRole + 2  # CellMark
    FINDING = Qt.ItemDataRole.UserRole + 3  # core.finding.Finding
    NUMBER = Qt.ItemDataRole.UserRole + 4  # number of a finding or a section, from 1
    PLACE = Qt.ItemDataRole.UserRole + 5  # where a finding stands, in Chinese
    COUNTS = Qt.ItemDataRole.UserRole + 6  # Counts
    ITEM = Qt.ItemDataRole.UserRole + 7  # the plain value a row shows
    DISMISSED = Qt.ItemDataRole.UserRole + 8  # reason of a dismissed finding, None otherwise
    FOUND = Qt.ItemDataRole.UserRole + 9  # whether what is looked for stands in a finding's sentence


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings by severity."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.hints


def count(severities: Iterable[Severity]) -> Counts:
    """Severities counted."""
    names = [s.value for s in severities]
    return Counts(names.count("error"), names.count("warning"), names.count("hint"))


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is to be said about a figure cell besides its text.

    wrong is the gravest severity of a finding that names the cell, numbers are those findings' numbers;
    partner: the cell takes part in an equation of the selected cell, related: in a broken one; unread: the file shows
    something here that was not read, which is no blank; proposed is the text a previewed repair would put here.
    offered is the sum that a blank total would have, shown grey and part of nothing until the person takes it;
    last_year is what last year's report says here, None where it is not to be shown. doubtful: read off a picture and
    to be confirmed; second is the other reading, '' if there is none.
    """

    wrong: Severity | None = None
    numbers: tuple[int, ...] = ()
    related: bool = False
    partner: bool = False
    edited: bool = False
    blank: bool = False
    unread: bool = False
    locked: bool = False
    proposed: str | None = None
    offered: str = ""
    last_year: str | None = None
    doubtful: bool = False
    second: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the window: section (0 is the cover with the preamble, 1 to 6, 7 the closing lines, on the cover page
    too), and there cells or a range of the text."""

    section: int
    cells: tuple[CellRef, ...] = ()
    paragraph: int | None = None
    start: int = 0
    end: int = 0
