"""What is wrong with a report, and what would mend it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.model import CellRef, CellText
from core.place import Place
from core.values import Amount, show

Side = Amount | tuple[Amount | None, ...] | str | None  # what should stand, or what stands


class Severity(StrEnum):
    """error: the form contradicts itself; warning: probably wrong, a reason may be given; hint."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Equation:
    """A linear equation as it stands in a report: sum of left cells = sum of right cells.

    blanks are operands without a figure, judged as 0. text is the equation written out with the live
    figures, e.g. "22 + 0 = 0 + 0".
    """

    rule: str
    left: tuple[CellRef, ...]
    right: tuple[CellRef, ...]
    left_sum: Amount
    right_sum: Amount
    blanks: tuple[CellRef, ...] = ()
    text: str = ""

    @property
    def holds(self) -> bool:
        """Whether both sides are equal, exactly."""
        return self.left_sum == self.right_sum

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """All operands."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the report: section number (0 for title, preamble and closing), paragraph index,
    character range of the marked words inside that paragraph, and its place in the file."""

    section: int
    paragraph: int
    start: int
    end: int
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, with its cause.

    cells: the wrong cell or cells first named; related: other cells of its equations. expected and actual are a
    figure, the figures of all cells in their order (a row of stale totals: (20, 5, 1)), a short text, or None where
    they make no sense. subject is stable text that, with rule and
    cells, identifies the finding over re-checks; figures is what a dismissal depends on.
    """

    rule: str
    severity: Severity
    message: str
    cells: tuple[CellRef, ...] = ()
    related: tuple[CellRef, ...] = ()
    equations: tuple[Equation, ...] = ()
    expected: Side = None
    actual: Side = None
    section: int | None = None
    quote: Quote | None = None
    subject: str = ""

    @property
    def identity(self) -> tuple[str, tuple[CellRef, ...], str]:
        """Same problem over re-checks, whatever its figures are now."""
        return (self.rule, self.cells, self.subject)


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that failed by a fault of this program, so that nobody knows whether the report keeps it.

    rule is its id ("text.binding"), title its name in the catalogue, details the version and the trace, to be
    copied by the person who reports the fault.
    """

    rule: str
    title: str
    details: str

    @property
    def message(self) -> str:
        """One sentence for a person."""
        return f"规则“{self.title}”没有检查成（程序出错），请人工核对这一项，并把错误详情发给开发者。"


def side_text(side: Side) -> str:
    """What should stand or what stands, for a person: several figures with 、 between them, '' for None."""
    if isinstance(side, tuple):
        return "、".join("空" if figure is None else show(figure) for figure in side)
    return side if isinstance(side, str) else "" if side is None else show(side)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding laid aside with a reason: rule, cells and subject as in Finding.identity; figures are the texts
    of the figures it depends on (it lapses when one of them changes); when is ISO 8601 UTC."""

    rule: str
    cells: tuple[CellRef, ...]
    subject: str
    reason: str
    figures: tuple[str, ...] = ()
    when: str = ""

    @property
    def identity(self) -> tuple[str, tuple[CellRef, ...], str]:
        """Equal to Finding.identity of the finding it lays aside."""
        return (self.rule, self.cells, self.subject)


@dataclass(frozen=True, slots=True)
class CellRepair:
    """A cell and the text it should get."""

    ref: CellRef
    old: CellText
    new: CellText


@dataclass(frozen=True, slots=True)
class Repair:
    """A whole alternative for one table: after these changes every equation of the table holds.

    reason says in Chinese why it is likely. rank 0 is the likeliest; alternatives of equal rank are ties.
    """

    table: int
    changes: tuple[CellRepair, ...]
    reason: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A figure in the narrative and the cells it speaks of: value is what the text says (money in 万元),
    the sum of cells is what the tables say."""

    quote: Quote
    value: Amount
    cells: tuple[CellRef, ...]
    unit: str = ""
