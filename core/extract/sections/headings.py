"""Top-level headings: candidates by style and wording, then the likeliest chain of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core import text
from core.document import Para
from core.extract.sections import heading_wording
from core.extract.watch import Watch
from core.place import Place

_DIGITS = "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
_STYLES = (
    ("part", re.compile(rf"第\s*([{_DIGITS}]{{1,3}})\s*(?:部分|章)\s*[、.．，,:：]?\s*")),
    ("chinese", re.compile(rf"([{_DIGITS}]{{1,3}})\s*[、.．，,:：]\s*|([{_DIGITS}]{{1,3}})\s+(?=[\u4e00-\u9fff])")),
    ("round", re.compile(rf"[（(]\s*([{_DIGITS}]{{1,3}})\s*[）)]\s*[、.．]?\s*")),
    ("arabic", re.compile(r"([0-9０-９]{1,2})\s*[、.．](?![0-9０-９])\s*")),
)
_PARTING = re.compile(r"[：:。；;]|[ \u3000\u2002\u2003\xa0]+")
_SENTENCE = re.compile(r"[。；;！!？?]")
_ARTEFACT = re.compile(r"\[bookmark: [^\]\n]*\]")
_SHORTEST_TITLE, _LONGEST_TITLE = 2, 45
_MOST_CANDIDATES = 150
_NO_HEADING = re.compile(r"年度报告|年报")


class NumberingStyle(StrEnum):
    """How a heading is numbered."""

    PART = "part"
    CHINESE = "chinese"
    ROUND = "round"
    ARABIC = "arabic"
    NONE = "none"

    @property
    def top(self) -> bool:
        """Whether the style is a top-level one by GB/T 9704 (一、) or by its words (第一部分)."""
        return self in (NumberingStyle.PART, NumberingStyle.CHINESE)


@dataclass(frozen=True, slots=True)
class HeadingCandidate:
    """A paragraph that may be a heading: its index among the flow, the text up to `end` as heading.

    section and score: whose wording it is nearest to. number is None without numbering.
    """

    index: int
    style: NumberingStyle
    number: int | None
    section: int
    score: float
    end: int
    level: int | None = None
    leads: bool = False  # text or a table follows, not another candidate

    def weight(self, section: int | None) -> float:
        """What it adds to a chain as the heading of a section, None as an unknown heading."""
        extra = (0.15 if self.level is not None else 0.0) + (0.2 if self.leads else 0.0)
        if section is None:
            return 0.15 if self.style.top else -9.0
        if self.style.top:
            return self.score + 0.5 + extra
        return self.score + extra - (0.0 if self.style is NumberingStyle.NONE else 0.45)


@dataclass(frozen=True, slots=True)
class ChosenHeading:
    """A candidate taken as a top-level heading of a section (None: of no statutory one)."""

    candidate: HeadingCandidate
    section: int | None


def candidates(flow: Sequence[Para | None], watch: Watch) -> list[HeadingCandidate]:
    """All paragraphs that may head a section; None in the flow stands for a table."""
    found = [c for i, p in watch.over(flow) if p is not None and (c := candidate(i, p))]
    heads = {c.index for c in found}
    return [replace(c, leads=c.index + 1 not in heads and c.index + 1 < len(flow)) for c in found]


def numbering(body: str) -> tuple[NumberingStyle, int | None, int]:
    """Style and number a text begins with, and where its title begins."""
    for name, pattern in _STYLES:
        match = pattern.match(body)
        if match:
            digits = next(g for g in match.groups() if g)
            number = text.chinese_number(digits) if digits[0] in _DIGITS else int(text.narrow(digits))
            return NumberingStyle(name), number, match.end()
    return NumberingStyle.NONE, None, 0


def candidate(index: int, para: Para) -> HeadingCandidate | None:
    """A paragraph as a possible heading, None if it cannot be one."""
    raw = para.text
    if len(raw) < _SHORTEST_TITLE:
        return None  # a cell of a table without marks: a long file has tens of thousands
    start = len(raw) - len(raw.lstrip(text.BLANKS))
    artefact = _ARTEFACT.match(raw, start)
    start = artefact.end() if artefact else start
    body = raw[start:].rstrip(text.BLANKS)
    style, number, at = numbering(body)
    rest = body[at:]
    rest = text.simplified(rest)
    if not rest or _NO_HEADING.search(rest[:_LONGEST_TITLE]):
        return None
    (section, score), end = _title(rest)
    if end > _LONGEST_TITLE or not _may_head(style, score, rest, end, para.level):
        return None
    return HeadingCandidate(index, style, number, section, score, start + at + end, para.level)


def _title(rest: str) -> tuple[tuple[int, float], int]:
    """The likeliest section and where the heading ends in the text: all of it, or up to a mark or phrase."""
    whole = heading_wording.likeness(rest) if len(rest) <= 60 else (1, 0.0)
    options = [(whole[1], whole[0], len(rest))]
    for match in list(_PARTING.finditer(rest, 0, 60))[:4]:
        head = rest[: match.start()]
        if head and match.end() < len(rest):
            section, score = heading_wording.likeness(head)
            # A year after a blank is no title's end: "一、2020 年总体情况".
            options.append((score - 0.01, section, match.end()))
    phrase = heading_wording.opening_phrase(rest)
    if phrase and len(rest) > len(phrase) + 12:
        options.append((0.97, heading_wording.likeness(phrase)[0], len(phrase)))
    score, section, end = max(options, key=lambda o: (o[0] >= 0.6, o[0], -o[2]))
    return (section, score), end


def _may_head(style: NumberingStyle, score: float, rest: str, end: int, level: int | None) -> bool:
    title = rest[:end]
    inline = end < len(rest)
    if style.top:
        return score >= 0.6 or (not inline and len(title) <= 35 and not _SENTENCE.search(title.rstrip("。：:；;")))
    if style is NumberingStyle.NONE and score < 1 and _SENTENCE.search(title.rstrip("：:")):
        return False  # "工作中的不足已经整改。"
    if inline:
        return score >= 0.9 and style is not NumberingStyle.NONE
    return score >= (0.7 if level is not None and style is NumberingStyle.NONE else 0.85) and len(title) <= 35


def chain(found: Sequence[HeadingCandidate]) -> list[ChosenHeading]:
    """The likeliest chain of top-level headings (dynamic programming over candidates and their sections)."""
    states = [
        (c, s)
        for c in _limited(found)
        for s in ((c.section, None) if c.score >= 0.6 else (None,))
        if c.weight(s) > -1
    ]  # fmt: skip
    best: list[float] = []
    came: list[int] = []
    for n, (c, s) in enumerate(states):
        options = [(0.3 if c.number == 1 else 0.0, -1)]
        for m in range(n):
            if states[m][0].index < c.index:
                options.append(
                    (best[m] + _transition_score(states[m][0], (c, s), _sections_before(states, came, m)), m)
                )
        value, origin = max(options, key=lambda o: (o[0], -o[1]))
        best.append(value + c.weight(s))
        came.append(origin)
    if not states or max(best) <= 0:
        return []
    return _chosen(states, best, came)


def _limited(found: Sequence[HeadingCandidate]) -> Sequence[HeadingCandidate]:
    """A long document has hundreds of numbered lines: then those without the wording of a section are let go."""
    if len(found) > _MOST_CANDIDATES:
        found = [c for c in found if c.score >= 0.6]
    if len(found) > _MOST_CANDIDATES:
        least = sorted(c.score for c in found)[-_MOST_CANDIDATES]
        found = [c for c in found if c.score >= max(least, 0.8)][: 2 * _MOST_CANDIDATES]
    return found


def _chosen(
    states: Sequence[tuple[HeadingCandidate, int | None]], best: Sequence[float], came: Sequence[int]
) -> list[ChosenHeading]:
    at = max(range(len(states)), key=lambda n: (best[n], -n))
    picked = []
    while at >= 0:
        picked.append(ChosenHeading(*states[at]))
        at = came[at]
    return picked[::-1]


def _sections_before(states: Sequence[tuple[HeadingCandidate, int | None]], came: Sequence[int], at: int) -> list[int]:
    """The statutory sections of the chain that ends at a state, the last one first."""
    found = []
    while at >= 0:
        section = states[at][1]
        if section is not None:
            found.append(section)
        at = came[at]
    return found


def _transition_score(a: HeadingCandidate, now: tuple[HeadingCandidate, int | None], before: Sequence[int]) -> float:
    """What a heading gains or loses by following another: numbers count on, sections go forward."""
    b, new = now
    gain = -0.5 if a.number is not None and b.number is not None and a.style is not b.style else 0.0
    forward = new is not None and (not before or new > before[0])
    if a.number is not None and b.number is not None:
        gain += _numbering_score(b.number - a.number, forward and b.score >= 0.9)
    if new is None or forward:
        return gain
    if new != before[0]:
        # Another order than the form's is possible, the same section twice (a table of contents) is not.
        return gain - (8.0 if new in before else 0.6)
    if b.number is not None and b.number == a.number:
        return gain - 1.5
    return gain - (0.1 if a.style.top and b.style.top else 1.5)


def _numbering_score(step: int, sure: bool) -> float:
    """Worth of a step from number to number; wrong numbering is forgiven where the wording is sure."""
    if step == 1:
        return 0.3
    if step > 1:
        return -0.1 * (step - 1)
    return -1.2 if step == 0 or sure else -2.5


def find(flow: Sequence[Para | None], watch: Watch) -> tuple[list[HeadingCandidate], list[ChosenHeading]]:
    """Candidates and the chain chosen among them."""
    found = candidates(flow, watch)
    return found, chain(found)


_GLUED = re.compile(rf"[。！；：](?=\s*[{_DIGITS}]{{1,2}}、[^。；，：]{{4,30}}$)")


def heading_at_end(raw: str) -> int | None:
    """Where a section's heading begins that ends a paragraph of other text; None without one."""
    match = _GLUED.search(raw)
    if not match:
        return None
    c = candidate(0, Para(raw[match.end() :], Place()))
    return match.end() if c is not None and c.score >= 0.95 else None


def likely_section(raw: str) -> int | None:
    """The section whose heading a paragraph alone would be; None for one that cannot be a heading."""
    c = candidate(0, Para(raw, Place()))
    return None if c is None else c.section


def looks_like_section(raw: str) -> bool:
    """Whether a paragraph alone reads as the heading of a statutory section (used to end runs of cells)."""
    c = candidate(0, Para(raw, Place()))
    return c is not None and c.score >= 0.75 and (c.style.top or c.score >= 0.9)
