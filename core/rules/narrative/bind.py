"""From the words around a figure to the cells it speaks of, one paragraph at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from core.rules.narrative.numbers import plain
from core.rules.narrative.phrases import Denial, Option, Phrase, options, phrasebook
from core.rules.narrative.scope import excluded
from core.rules.narrative.words import DOCUMENTS, Marks, Setting, Spot, own_matter_from, sentence_of, spots
from core.values import Amount

_COUNT_UNITS = frozenset(["件", "条", "项", "份", "宗", "次", "起", "个", "例", "笔", "件次", "部", "篇"])
_AFTER_BARE = re.compile(r"^(?:[,;。、:!?()]|\(?件|$)")
_BLOCKS = {
    "review": ("review",),
    "suit": ("direct_suit+suit_after_review",),
    "direct": ("direct_suit",),
    "after": ("suit_after_review",),
}
_PARENTS = (
    "received",
    "received_new",
    "received_inverted",
    "received_bare",
    "received_bare_inverted",
    "results_total",
    "bare_requests",
)
_DEFAULT_ROWS = ("received", "received+carried_in", "results_total")


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


@lru_cache(maxsize=1024)
def read(text: str, setting: Setting) -> Reading:
    """The figures and denials of a paragraph; cached, so that an edit costs one paragraph only."""
    line = plain(text)
    marks = Marks(line.text)
    bounds: list[Bound] = []
    rows: tuple[str, ...] = _DEFAULT_ROWS
    for spot in spots(line.text, marks, setting):
        for phrase, found in _bind(spot, setting, rows):
            start, end = line.original(spot.figure.start, spot.figure.end)
            bounds.append(Bound(start, end, spot.figure.value, spot.figure.unit, phrase.name, found))
            if phrase.name in _PARENTS:
                rows = tuple("+".join(ref.row for ref in option) for option in found)
    denials = tuple(Denied(*line.original(start, end), denial) for start, end, denial in _denials(line.text, setting))
    return Reading(tuple(bounds), denials, _handed_on(marks, setting, len(line.text)))


def _handed_on(marks: Marks, setting: Setting, length: int) -> str:
    """Only speech of requests reaches over a paragraph's end: a heading, then the figures under it."""
    last = marks.before(length) or setting.topic
    return last if last == "requests" else ""


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
            "@doc": DOCUMENTS.get(spot.document, ()),
        }
        found = tuple(options(phrase.cells, setting.editions, names))
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
    listed = exclude["published"].search(words) or exclude["listed"].search(words)
    return not (listed or exclude["among"].search(spot.sentence[: spot.at]))


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
    own = own_matter_from(text, setting)
    for denial in phrasebook().denials:
        for match in denial.pattern.finditer(text):
            start, end = sentence_of(text, match.start(), match.end())
            if denial.dispute and own > end:
                continue
            if not excluded("", "", text[start:end], match.start() - start, setting):
                yield match.start(), match.end(), denial
