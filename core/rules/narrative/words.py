"""The words around each figure of a paragraph: what leads up to it, what follows, and what is spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass

from core.rules.narrative.numbers import Figure, figures
from core.rules.narrative.phrases import Editions, phrasebook
from core.rules.narrative.scope import own_matter

DOCUMENTS = {"normative": ("normative_documents",), "regulations": ("regulations",)}
_STOPS = "。!?"
_REACH = 300  # characters of a sentence looked at on either side of a number
_WORDS = 60  # characters before a number that may name it
_RIGHT_END = re.compile(r"[,;。:!?、()]")
_RESPECTIVELY = re.compile(r"(?P<names>[^;。]{2,60}?)(?:数量|件数)?(?:分别|依次)(?:为|是|有|达|共|计|:)*$")
_JOINTS = re.compile(r"^[、,和及与]?$")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a paragraph depends on besides its text.

    editions: those of tables 2, 3 and 4, which real files mix; topic: carried over from the paragraph before.
    """

    year: int | None
    editions: Editions
    government: bool = False
    about_disputes: bool = False
    topic: str = ""


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


def spots(text: str, marks: Marks, setting: Setting) -> Iterator[Spot]:
    """Every figure of a plain text in its surroundings, in order."""
    found = figures(text)
    lefts = _lefts(text, found)
    own = own_matter_from(text, setting)
    for i, figure in enumerate(found):
        start, end = sentence_of(text, figure.start, figure.stop)
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
            marks.before(past, DOCUMENTS),
            own <= end,
        )


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a range; of an endless one, as much as can matter."""
    floor, ceiling = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max(text.rfind(stop, floor, start) for stop in _STOPS) + 1
    stops = [at for stop in _STOPS if (at := text.find(stop, end, ceiling)) >= 0]
    return max(first, floor), min(stops, default=ceiling)


def own_matter_from(text: str, setting: Setting) -> int:
    """Where the text begins to speak of 政府信息公开; disputes named in earlier sentences are about other things."""
    if setting.about_disputes:
        return 0
    found = own_matter(text)
    return len(text) + 1 if found is None else found


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
