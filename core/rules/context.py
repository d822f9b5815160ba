"""What a check may look at: the report, last year's, the office's settings, and words for cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

from core import schema
from core.finding import Binding, Equation, Finding, Quote, Severity, Side
from core.model import TABLE_NAMES, CellRef, Paragraph, Report
from core.rules.loading import Profile, RuleInfo, rules
from core.values import Amount

T = TypeVar("T")


Day = tuple[int, int]  # month and day of the year after the report's


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days by which a report is to be handed in and published; None where nothing sets one."""

    submit: Day | None = None
    publish: Day | None = None


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The office's choices.

    profile None means: judged by the agency's name. severities: by rule id, None switches a rule off; ids that
    this version does not know are passed over, because settings outlive versions. agency: the name the report
    must bear. deadlines: by kind of unit, instead of those of the law (the law sets none for townships).
    section1_most: characters section one may have, 0 for any. own: rules that the office wrote or was handed (see
    core/rules/office.py).
    """

    profile: Profile | None = None
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    agency: str | None = None
    deadlines: Mapping[Profile, Deadline] = field(default_factory=dict)
    section1_most: int = 0
    own: tuple[RuleInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A check's word that a rule could not be judged, because something it needs is not there."""

    rule: str


class Inputs:
    """What the checks of one kind read. Two of them are compared once, however many checks ask: the text of a report is
    forty paragraphs, and some thirty checks read it."""

    __slots__ = ("_compared", "_same", "_values")
    __hash__ = None  # type: ignore[assignment]  # compared, never looked up

    def __init__(self, *values: object) -> None:
        """values are everything the checks read."""
        self._values = values
        self._compared: Inputs | None = None
        self._same = False

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Inputs):
            return self is other
        if self._compared is not other:
            self._same, self._compared = self._values == other._values, other
        return self._same


class Answers:
    """What was computed during one evaluation, so that it is computed once for all checks.

    An answer of the evaluation before is taken over where everything it was computed from is equal. An edit of one
    cell leaves two grids and all the text the same objects, so comparing them takes microseconds.
    """

    def __init__(self, before: Answers | None = None) -> None:
        """before: the answers of the evaluation before, None for a first one."""
        self._before: Mapping[Hashable, tuple[object, Any]] = before._given if before else {}
        self._given: dict[Hashable, tuple[object, Any]] = {}
        self._asked: dict[Hashable, set[Hashable]] = {}  # the answers that an answer was computed from
        self._asked_before: Mapping[Hashable, set[Hashable]] = before._asked if before else {}
        self._computing: list[set[Hashable]] = []
        self.inputs: dict[str, Inputs] = {}  # what the checks of one kind read, put together once

    def get(self, name: Hashable, inputs: object, compute: Callable[[], T]) -> T:
        """The answer of that name for these inputs; inputs must be everything that compute() reads."""
        self._note(name)
        for answers in (self._given, self._before):
            entry = answers.get(name)
            if entry is not None and entry[0] == inputs:
                self._given[name] = entry
                if answers is self._before:
                    self._take_over(name)
                return entry[1]  # type: ignore[no-any-return]
        asked = self._asked[name] = set()
        self._computing.append(asked)
        try:
            answer = compute()
        finally:
            self._computing.pop()
        self._given[name] = (inputs, answer)
        return answer

    def _note(self, name: Hashable) -> None:
        for asked in self._computing:
            asked.add(name)

    def _take_over(self, name: Hashable) -> None:
        """An answer of the evaluation before stands, and with it those it was computed from: nobody asks for them now,
        but the next evaluation may (a figure is typed, then a word: what 1000 paragraphs say is still known)."""
        asked = self._asked[name] = self._asked_before.get(name, set())
        for other in asked:
            if other in self._before:
                self._given.setdefault(other, self._before[other])
                self._asked.setdefault(other, self._asked_before.get(other, set()))

    def each(self, name: Hashable, inputs: object, items: Iterable[str], compute: Callable[[str], T]) -> dict[str, T]:
        """The answer for each of some texts; an edit of one paragraph computes one of forty anew.

        inputs must be everything besides the text that compute() reads.
        """
        self._note(name)
        known: dict[str, T] = {}
        for answers in (self._before, self._given):
            entry = answers.get(name)
            if entry is not None and entry[0] == inputs:
                known |= entry[1]
        found = {item: known[item] if item in known else compute(item) for item in items}
        self._given[name] = (inputs, found)
        return found

    def close(self) -> None:
        """Let go of the evaluation before, or every evaluation would keep all those before it."""
        self._before, self._asked_before = {}, {}


@dataclass(frozen=True, slots=True)
class Context:
    """One evaluation. active: the rules that are neither switched off nor guarded against; answers: what the checks
    of this evaluation share."""

    report: Report
    previous: Report | None
    settings: RuleSettings
    profile: Profile
    active: frozenset[str]
    known: Mapping[str, RuleInfo] = field(default_factory=rules)
    bindings: list[Binding] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)

    def found(
        self,
        rule: str,
        message: str,
        *,
        cells: Iterable[CellRef] = (),
        related: Iterable[CellRef] = (),
        equations: Iterable[Equation] = (),
        expected: Side = None,
        actual: Side = None,
        section: int | None = None,
        quote: Quote | None = None,
        subject: str = "",
        soft: Severity | None = None,
    ) -> Finding:
        """A finding with the severity of its rule; soft is a lesser default for a lesser kind of it."""
        severity = self.settings.severities.get(rule) or soft or self.known[rule].severity
        named = tuple(cells)
        others = tuple(dict.fromkeys((*named, *related)))[len(set(named)) :]
        if section is None and quote is not None:
            section = quote.section
        return Finding(
            rule, severity, message, named, others, tuple(equations), expected, actual, section, quote, subject
        )

    def amount(self, table: int, row: str, column: str) -> Amount | None:
        """A figure of this report, None when blank or missing."""
        return self.report.cell(CellRef(table, row, column)).amount

    def name(self, ref: CellRef) -> str:
        """A cell for a person, e.g. 表三“（七）总计·自然人”."""
        return TABLE_NAMES[ref.table] + self.short(ref)

    def short(self, ref: CellRef) -> str:
        """A cell without its table, e.g. “（七）总计·自然人”."""
        row, column = self.parts(ref)
        return f"“{row}·{column}”" if column else f"“{row}”"

    def parts(self, ref: CellRef) -> tuple[str, str]:
        """Row and column for a person; '' for the column where the block has one only."""
        grid = self.report.tables.get(ref.table)
        return cell_parts(grid.edition if grid else self.report.edition, ref)

    def paragraphs(self) -> Iterator[tuple[int, int, Paragraph]]:
        """All narrative of the six sections: section number, index in it, paragraph."""
        for section in self.report.sections:
            for index, paragraph in enumerate(section.paragraphs):
                yield section.number, index, paragraph


@cache
def cell_parts(edition: str, ref: CellRef) -> tuple[str, str]:
    """Short names of a cell's row and column: words that every row shares are left out."""
    shape = schema.shape(edition, ref.table)
    row, _, column = shape.describe(ref).partition("·")
    row = row.removesuffix("政府信息公开申请数量").split("、行政机关不再处理")[0]
    return row, "" if len(shape.row(ref.row).columns) == 1 else column


@lru_cache(maxsize=4096)
def quote_of(section: int, index: int, paragraph: Paragraph, start: int, end: int) -> Quote:
    """The paragraph's sentence around a range, with the range counted inside the paragraph."""
    return Quote(section, index, start, end, sentence_around(paragraph.text, start, end), paragraph.place)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds a range, without the blanks around it."""
    first = max((text.rfind(stop, 0, start) for stop in "。！？\n"), default=-1) + 1
    stops = [at for at in (text.find(stop, end) for stop in "。！？\n") if at >= 0]
    return text[first : min(stops) + 1 if stops else len(text)].strip()


def profile_of(agency: str | None) -> Profile:
    """The kind of unit by its name; a department when the name does not tell."""
    name = agency or ""
    if name.endswith(("镇人民政府", "乡人民政府", "街道办事处", "镇政府", "乡政府", "街道办", "苏木人民政府")):
        return Profile.TOWNSHIP
    return Profile.GOVERNMENT if name.endswith("政府") else Profile.DEPARTMENT


def active_rules(known: Mapping[str, RuleInfo], report: Report, settings: RuleSettings) -> frozenset[str]:
    """Ids of the rules to be judged for this report."""
    profile = settings.profile or profile_of(report.agency)
    year = report.year or schema.load(report.edition).first_year
    return frozenset(
        rule.id
        for rule in known.values()
        if profile in rule.profiles
        and rule.since <= year <= rule.until
        and settings.severities.get(rule.id, rule.severity if rule.on else None) is not None
    )
