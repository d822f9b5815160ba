"""The reading of one paragraph: all steps in order, and the result as cells of the report's editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.rules.narrative.cells import Editions, Option, option
from core.rules.narrative.clauses import Clause, clauses
from core.rules.narrative.denials import Denial, denials
from core.rules.narrative.discourse import statements
from core.rules.narrative.fields import DISPUTES
from core.rules.narrative.noun_phrases import merged
from core.rules.narrative.numbers import Plain, plain
from core.rules.narrative.scope import Places
from core.rules.narrative.spelling import mended
from core.rules.narrative.statements import Discourse, Statement
from core.rules.narrative.strange_words import StrangeWords
from core.rules.narrative.tokens import tokens
from core.rules.narrative.uncertain import PERHAPS, settled
from core.values import Amount

_HEADING = 30  # characters: （二）依申请公开办理情况。
_TIMELESS = ("carried_in", "carried_forward")
# Totals that a sentence may give twice, by channel or by body.
WHOLES = ("received", "received+carried_in", "in_hand", "requests", "results_total")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a paragraph depends on besides its text.

    editions: those of tables 2, 3 and 4, which real files mix; topic: carried over from the paragraph before;
    aside: sections that tell of problems and other work, where a sentence must name itself what it counts.
    """

    year: int | None
    editions: Editions
    government: bool = False
    about_disputes: bool = False
    topic: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of a paragraph and the cells it may speak of, the plainest meaning first.

    start and end count in the paragraph as written, the number alone. certain is False where people write so of
    several things, and a difference is a hint only.
    """

    start: int
    end: int
    value: Amount
    unit: str
    phrase: str
    options: tuple[Option, ...]
    certain: bool = True
    derived: bool = False
    said_at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share or a change said of a figure; kinds as in discourse.Comparison."""

    bound: Bound
    kind: str
    amount: Amount
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Denied:
    """Words of a paragraph that deny something, and the cells that should then be 0."""

    start: int
    end: int
    denial: Denial
    cells: Option


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a paragraph says of the tables. topic is what the next paragraph inherits; channels are the places of
    figures that count one channel (网上12件)."""

    bounds: tuple[Bound, ...]
    denials: tuple[Denied, ...]
    topic: str
    ratios: tuple[Ratio, ...] = ()
    channels: frozenset[int] = frozenset()


def read(text: str, setting: Setting) -> Reading:
    """What a paragraph says."""
    written = plain(text)
    found = tokens(written.text, setting.year)
    line = mended(written, found)
    parts = settled(clauses(merged(found if line is written else tokens(line.text, setting.year))))
    said, left = statements(parts, setting.topic, setting.aside)
    places = Places(line.text, setting)
    strange = StrangeWords(parts, line.text)
    bounds: dict[int, Bound] = {}
    for one in once_each([one for one in said if not _elsewhere(one, places)]):
        unclear = not setting.about_disputes and _of_unknown_matter(one, places)
        if unclear and one.clause.has("act"):
            continue  # a court or a bureau that decides others' cases
        figure = one.figure
        unclear |= not strange.few(one.clause.sentence, figure.start, figure.stop)
        if bound := _bound(one, line, setting, unclear):
            bounds[id(one)] = bound
    ratios = tuple(
        Ratio(bounds[id(c.statement)], c.kind, c.amount, *line.original(c.start, c.end))
        for c in left.compared
        if id(c.statement) in bounds
    )
    denied = tuple(_denied(parts, said, line, setting, places, strange))
    channels = frozenset(line.at[c.figure.start] for c in parts if c.figure is not None and c.has("channel"))
    return Reading(tuple(bounds.values()), denied, _handed_on(left, line.text), ratios, channels)


def _bound(one: Statement, line: Plain, setting: Setting, unclear: bool) -> Bound | None:
    """A statement with the cells of the report's editions; None where they have none."""
    found = tuple(dict.fromkeys(o for spec in one.meaning.readings if (o := option(spec, setting.editions))))
    if not found:
        return None
    start, end = line.original(one.figure.start, one.figure.end)
    value, unit = one.figure.value, one.figure.unit
    certain = one.meaning.certain and not unclear and not any(t.word in PERHAPS for t in one.clause.left)
    said_at = line.original(one.clause.start, one.clause.end)
    return Bound(start, end, value, unit, one.meaning.name, found, certain, one.derived, said_at)


def once_each(said: list[Statement]) -> list[Statement]:
    """Without figures that share a cell in one sentence: of 废止6件，宣布失效2件 neither is the form's figure."""
    said = _without_shares(said)
    seen: dict[tuple[int, tuple[str, ...]], set[Amount]] = {}
    for one in said:
        if not one.derived:
            seen.setdefault((one.clause.sentence, one.meaning.readings), set()).add(one.figure.value)
    most = {True: 2, False: 1}
    return [
        one
        for one in said
        if one.derived or len(seen[one.clause.sentence, one.meaning.readings]) <= most[one.meaning.name in WHOLES]
    ]


def _without_shares(said: list[Statement]) -> list[Statement]:
    """Without parts of a figure before them that count the same: of 印发14件，其中以县政府名义印发9件 the 9."""
    whole: set[tuple[int, tuple[str, ...]]] = set()
    kept = []
    for one in said:
        key = one.clause.sentence, one.meaning.readings
        if one.part and key in whole and one.meaning.name not in WHOLES:
            continue
        whole.add(key)
        kept.append(one)
    return kept


def _elsewhere(one: Statement, places: Places) -> bool:
    """Whether a figure is of another year or body."""
    timeless = one.meaning.name in _TIMELESS
    return places.elsewhere(one.figure.start, one.figure.stop, timeless=timeless)


def _of_unknown_matter(one: Statement, places: Places) -> bool:
    """Whether a figure counts reviews or suits in a sentence that does not say that they are about 政府信息公开."""
    dispute = one.meaning.name.split(".")[0] in ("disputes", *DISPUTES)
    return dispute and not places.names_own_matter(one.figure.start, one.figure.stop)


def _denied(
    parts: list[Clause],
    said: list[Statement],
    line: Plain,
    setting: Setting,
    places: Places,
    strange: StrangeWords,
) -> Iterator[Denied]:
    for denial in denials(parts, said):
        if places.elsewhere(denial.start, denial.end, timeless=denial.name in _TIMELESS):
            continue
        about = setting.about_disputes or places.names_own_matter(denial.start, denial.end)
        sentence = next((c.sentence for c in parts if c.start <= denial.start < c.end), 0)
        if (denial.dispute and not about) or not strange.few(sentence, denial.start, denial.end):
            denial = replace(denial, certain=False)
        cells = next((found for spec in denial.cells if (found := option(spec, setting.editions))), ())
        if cells:
            yield Denied(*line.original(denial.start, denial.end), denial, cells)


def _handed_on(left: Discourse, text: str) -> str:
    """Only speech of requests reaches over a paragraph's end, and only that of a heading: figures stand under it."""
    return "requests" if left.requests and len(text) <= _HEADING else ""
