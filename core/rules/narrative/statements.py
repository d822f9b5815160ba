"""What the reading gives for a figure, and what it remembers on its way through a paragraph.

Cells are written as in the form's schema: "3.received.total", "+" for a sum, "*" for every row that begins so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from core.rules.narrative.clauses import Clause
from core.rules.narrative.frames import Frame
from core.rules.narrative.numbers import Figure

RECEIVED, CARRIED_IN, FORWARD, RESULTS = "received", "carried_in", "carried_forward", "results_total"
ALL_IN_HAND = "received+carried_in"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure says: name of the matter, and the cells it may mean, the plainest first.

    certain is False where people write so of several things, and a difference is a hint with all readings.
    """

    name: str
    readings: tuple[str, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of the text with its meaning. derived: said by a later clause of the same figure (均被维持);
    part: behind 其中."""

    figure: Figure
    meaning: Meaning
    clause: Clause
    derived: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A share or a change said of a figure: kind is share, up, down, up percent or down percent; [start, end) are its
    words in the plain text."""

    statement: Statement
    kind: str
    amount: Decimal | int
    start: int
    end: int


@dataclass(slots=True)
class Discourse:
    """What has been spoken of so far in a paragraph.

    fields: the matter that governs; rows: the rows of table 3 a kind of applicant is counted in; part: whether 其中
    is open; names: what the figures of this sentence were; requested: whether this sentence speaks of requests;
    heading: the decisions that a clause without a figure announced (行政许可方面，);
    aside: whether nothing said reaches over a full stop;
    fees: whether this sentence named the charges, if only their list;
    contents: whether this sentence tells what the requests were about (申请内容主要为…);
    loose: the clause of this sentence's last figure, where nothing was understood of it;
    beside: whether what blocks is of 政府信息公开 itself (咨询), so that 申请 behind it are requests;
    who: the kind of applicants that a clause without a figure has just named (以自然人为主，);
    column: the kind of applicants that a list of results is of (自然人申请的办理结果：);
    unbound: whether nothing was understood of the last figure;
    part_of_unknown: whether 其中 counts parts of such a one;
    strange: whether it received something that nobody understood (受理事项2360件，办结2358件).
    """

    fields: tuple[str, ...] = ()
    blocked: bool = False
    published: bool = False
    rows: tuple[str, ...] = (RECEIVED, ALL_IN_HAND, RESULTS)
    part: bool = False
    documents: tuple[str, ...] = ()
    sentence: int = 0
    names: list[str] = field(default_factory=list)
    channels: bool = False
    requested: bool = False
    heading: tuple[str, ...] = ()
    aside: bool = False
    fees: bool = False
    contents: bool = False
    strange: bool = False
    beside: bool = False
    listing: bool = False
    unfinished: Frame | None = None
    last: int | None = None
    loose: Frame | None = None
    who: str = ""
    column: str = ""
    unbound: bool = False
    part_of_unknown: bool = False
    compared: list[Comparison] = field(default_factory=list)

    @property
    def requests(self) -> bool:
        """Whether requests govern."""
        return self.fields == ("requests",) and not self.blocked

    def begin(self, sentence: int) -> None:
        """A new sentence: the field and the rows stay, what belongs to one sentence goes."""
        self.sentence, self.last, self.unfinished, self.names = sentence, None, None, []
        self.heading = ()
        if self.aside:
            self.fields, self.blocked, self.documents = (), False, ()
        self.part = self.listing = self.channels = self.published = self.requested = self.fees = False
        self.contents = self.strange = self.beside = False
        self.loose, self.who, self.column = None, "", ""
        self.unbound = self.part_of_unknown = False
