"""From the words around a figure to the cells it speaks of, one paragraph at a time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from core.rules.narrative_numbers import Figure, figures, plain
from core.rules.narrative_phrases import Denial, Option, Phrase, options, phrasebook
from core.rules.narrative_scope import excluded, own_matter
from core.values import Amount

_COUNT_UNITS = frozenset(["件", "条", "项", "份", "宗", "次", "起", "个", "例", "笔", "件次", "部", "篇"])
_STOPS = "。!?"
_REACH = 300  # characters of a sentence looked at on either side of a number
_WORDS = 60  # characters before a number that may name it
_RIGHT_END = re.compile(r"[,;。:!?、()]")
_AFTER_BARE = re.compile(r"^(?:[,;。、:!?()]|\(?件|$)")
_RESPECTIVELY = re.compile(r"(?P<names>[^;。]{2,60}?)(?:数量|件数)?(?:分别|依次)(?:为|是|有|达|共|计|:)*$")
_JOINTS = re.compile(r"^[、,和及与]?$")
_BLOCKS = {
    "review": ("review",),
    "suit": ("direct_suit+suit_after_review",),
    "direct": ("direct_suit",),
    "after": ("suit_after_review",),
}
_DOCUMENTS = {"normative": ("normative_documents",), "regulations": ("regulations",)}
_PARENTS = ("received", "received_new", "received_inverted", "received_bare", "results_total", "bare_requests")
_DEFAULT_ROWS = ("received", "received+carried_in", "results_total")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a paragraph depends on besides its text. topic: carried over from the paragraph before."""

    year: int | None
    edition: str
    government: bool = False
    about_disputes: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of a paragraph and the cells it may speak of, the plainest meaning first.

    start and end count in the paragraph as written, the number alone.
    """

    start: int
    end: int
    value: Amount
    unit: str
    phrase: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """Words of a paragraph that deny something, and the cells that should then be 0."""

    start: int
    end: int
    denial: Denial


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a paragraph says of the tables. topic is what the next paragraph inherits."""

    bounds: tuple[Bound, ...]
    denials: tuple[Denied, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure in its surroundings, all in plain text. left and right are the words that may name it."""

    figure: Figure
    left: str
    right: str
    clause: str
    sentence: str
    at: int
    topic: str
    topic_right: str
    document: str
    dispute: bool


@lru_cache(maxsize=1024)
def read(text: str, setting: Setting) -> Reading:
    """The figures and denials of a paragraph; cached, so that an edit costs one paragraph only."""
    line = plain(text)
    marks = Marks(line.text)
    bounds: list[Bound] = []
    rows: tuple[str, ...] = _DEFAULT_ROWS
    for spot in _spots(line.text, marks, setting):
        for phrase, found in _bind(spot, setting, rows):
            start, end = line.original(spot.figure.start, spot.figure.end)
            bounds.append(Bound(start, end, spot.figure.value, spot.figure.unit, phrase.name, found))
            if phrase.name in _PARENTS:
                rows = tuple("+".join(ref.row for ref in option) for option in found)
    denials = tuple(Denied(*line.original(start, end), denial) for start, end, denial in _denials(line.text, setting))
    return Reading(tuple(bounds), denials, _handed_on(marks, setting, len(line.text)))


class Marks:
    """Where a text names its topics."""

    def __init__(self, text: str) -> None:
        found = [(m.start(), m.lastgroup or "") for m in phrasebook().topics.finditer(text)]
        self._places = [place for place, _ in found]
        self._topics = [topic for _, topic in found]

    def before(self, place: int, among: Container[str] | None = None) -> str:
        """The topic named last before a place, '' for none; among limits which topics count."""
        for index in range(bisect_left(self._places, place) - 1, -1, -1):
            if among is None or self._topics[index] in among:
                return self._topics[index]
        return ""

    def between(self, start: int, end: int) -> str:
        """The topic named first in a range, '' for none."""
        index = bisect_left(self._places, start)
        return self._topics[index] if index < len(self._places) and self._places[index] < end else ""


def _handed_on(marks: Marks, setting: Setting, length: int) -> str:
    """Only speech of requests reaches over a paragraph's end: a heading, then the figures under it."""
    last = marks.before(length) or setting.topic
    return last if last == "requests" else ""


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a range; of an endless one, as much as can matter."""
    floor, ceiling = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max(text.rfind(stop, floor, start) for stop in _STOPS) + 1
    stops = [at for stop in _STOPS if (at := text.find(stop, end, ceiling)) >= 0]
    return max(first, floor), min(stops, default=ceiling)


def _own_matter_from(text: str, setting: Setting) -> int:
    """Where the text begins to speak of 政府信息公开; disputes named in earlier sentences are about other things."""
    if setting.about_disputes:
        return 0
    found = own_matter(text)
    return len(text) + 1 if found is None else found


def _spots(text: str, marks: Marks, setting: Setting) -> Iterator[Spot]:
    found = figures(text)
    lefts = _lefts(text, found)
    own = _own_matter_from(text, setting)
    for i, figure in enumerate(found):
        start, end = _sentence(text, figure.start, figure.stop)
        right = text[figure.stop : min(found[i + 1].start if i + 1 < len(found) else end, end)]
        cut = _RIGHT_END.search(right)
        right = right[: cut.start()] if cut else right
        clause = max((text.rfind(stop, start, figure.start) for stop in ",;"), default=-1) + 1
        past = figure.stop + len(right)
        yield Spot(
            figure,
            lefts[i],
            right,
            text[max(clause, start) : figure.start],
            text[start:end],
            figure.start - start,
            marks.before(figure.start) or setting.topic or marks.between(figure.start, end),
            marks.between(figure.stop, past),
            marks.before(past, _DOCUMENTS),
            own <= end,
        )


def _lefts(text: str, found: tuple[Figure, ...]) -> list[str]:
    """The words that lead up to each figure; a list "甲、乙分别为 1 件、2 件" is dealt out to its figures."""
    lefts = [_left(text, found, i) for i in range(len(found))]
    for i, left in enumerate(lefts):
        match = _RESPECTIVELY.search(left)
        if not match:
            continue
        names = [n for n in re.split(r"[、,和及与:]", match["names"]) if n]
        run = 1
        while i + run < len(found) and run < len(names) and _JOINTS.match(lefts[i + run]):
            run += 1
        if run > 1:
            lefts[i : i + run] = names[-run:]
    return lefts


def _left(text: str, found: tuple[Figure, ...], i: int) -> str:
    floor = max(found[i - 1].stop if i else 0, found[i].start - _WORDS)
    start = max(text.rfind(stop, floor, found[i].start) for stop in _STOPS) + 1
    return text[max(start, floor) : found[i].start]


def _bind(spot: Spot, setting: Setting, rows: tuple[str, ...]) -> Iterator[tuple[Phrase, tuple[Option, ...]]]:
    if spot.figure.approximate or spot.topic_right == "other_work" or not _countable(spot):
        return
    if excluded(spot.left, spot.clause, spot.sentence, spot.at, setting):
        return
    for phrase in _said(spot.left, spot.right, spot.figure.money, spot.topic, spot.topic_right):
        if not _fits(phrase, spot):
            continue
        names = {
            "@row": rows,
            "@block": _BLOCKS.get(spot.topic, ()) or _BLOCKS.get(spot.topic_right, ()),
            "@doc": _DOCUMENTS.get(spot.document, ()),
        }
        found = tuple(options(phrase.cells, setting.edition, names))
        if found and phrase.each:
            yield from ((phrase, (option,)) for option in found)
        elif found:
            yield phrase, found
        return


@cache
def _candidates(money: bool, topic: str, topic_right: str) -> tuple[Phrase, ...]:
    """The phrases that unit and topic allow, in their order."""
    named = {topic, topic_right}
    return tuple(p for p in phrasebook().phrases if p.money == money and (not p.needs or p.needs & named))


def _countable(spot: Spot) -> bool:
    """Whether the unit is one the tables count in; a number without a unit counts where its words end with it."""
    figure = spot.figure
    if figure.money or figure.unit in _COUNT_UNITS:
        return True
    return not figure.unit and bool(_AFTER_BARE.match(spot.sentence[spot.at + figure.stop - figure.start :]))


def _fits(phrase: Phrase, spot: Spot) -> bool:
    """Whether the matter allows a phrase: disputes about 政府信息公开 only, acts and not pages about them."""
    if (phrase.dispute and not spot.dispute) or (phrase.unless and phrase.unless.search(spot.sentence)):
        return False
    if not phrase.acts:
        return True
    exclude = phrasebook().exclude
    words = spot.clause + "#" + spot.figure.unit + spot.right
    return not (exclude["published"].search(words) or exclude["listed"].search(words))


@lru_cache(maxsize=4096)
def _said(left: str, right: str, money: bool, topic: str, topic_right: str) -> tuple[Phrase, ...]:
    """The phrases that the words around a number say; the same few words lead up to most numbers."""
    return tuple(p for p in _candidates(money, topic, topic_right) if _says(p, left, right))


def _says(phrase: Phrase, left: str, right: str) -> bool:
    before = bool(phrase.before and phrase.before.search(left))
    if before != phrase.both:
        return before
    return bool(phrase.after and phrase.after.match(right))


def _denials(text: str, setting: Setting) -> Iterator[tuple[int, int, Denial]]:
    own = _own_matter_from(text, setting)
    for denial in phrasebook().denials:
        for match in denial.pattern.finditer(text):
            start, end = _sentence(text, match.start(), match.end())
            if denial.dispute and own > end:
                continue
            if not excluded("", "", text[start:end], match.start() - start, setting):
                yield match.start(), match.end(), denial
