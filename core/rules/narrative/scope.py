"""What shuts a figure out: another year, another body, a part of the year, a change instead of a figure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from core import paths
from core import text as characters
from core.rules.loading import RuleDataError

_NAMES = {"other_time", "compare", "own_time", "others", "ours", "tribunal", "unrelated"}
_OWN_MATTER = re.compile("信息公开|依申请|公开申请|申请公开|政务公开")
_WHOLE_YEAR = re.compile(r"1月1日?[^,。]{0,12}?12月31日?|12月(?:31日|底|末)")
_YEAR = re.compile(r"(?<!\d)(\d{4}|[二一][〇○零九][〇○零一二三四五六七八九]{2})年度?")
_SPAN = re.compile(r"20\d{2}年?(?:度)?(?:至|到|-+|—+|~)20\d{2}年(?!1月1日)(?!12月31日)(?:度)?")
_OUR_CASES = re.compile("信息公开|依申请")
_MONTH = re.compile(r"\d{1,2}-\d{1,2}月|\d{1,2}月(?:份|底|末|\d{1,2}日)?")
_CARRIED_AFTER = re.compile(r"^,?(?:结转|转结|转入|遗留|未办结|延续|跨年|转来|转接)")
_CARRIED_BEFORE = re.compile(r"(?:结转|顺延|延续|转入|留转|转|跨)(?:到|至|入)?$")
_WHOLE_AREA = re.compile("全[县市区省旗州](?:各级)?[、,]?$")
_TOGETHER = re.compile("(?:、?各?(?:乡镇|镇街|街道|部门|单位))?(?:共|总共|一共|合计|累计)")
_EACH_AREA = re.compile("(?<=各)(?:县区|区县|县市|市县|旗县|县|区|镇|乡)")
_STOPS = "。!?"
_REACH = 300  # characters of a sentence looked at on either side of a number
_QUOTED = re.compile(r"[〔《][^〕》]{0,60}[〕》]")


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """The patterns of narrative_scope.toml by name; RuleDataError for other names than the program's."""
    data = tomllib.loads((paths.resources() / "rules" / "narrative_scope.toml").read_text("utf-8"))
    if set(data) != {"scope"} or set(data["scope"]) != _NAMES:
        raise RuleDataError("narrative_scope.toml: other keys than the program has")
    return {name: re.compile(pattern) for name, pattern in data["scope"].items()}


class ReportFacts(Protocol):
    """What the scope depends on: the report's year, and whether its agency is a government."""

    @property
    def year(self) -> int | None: ...  # noqa: D102
    @property
    def government(self) -> bool: ...  # noqa: D102


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a range; of an endless one, as much as can matter."""
    floor, ceiling = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max(text.rfind(stop, floor, start) for stop in _STOPS) + 1
    stops = [at for stop in _STOPS if (at := text.find(stop, end, ceiling)) >= 0]
    return max(first, floor), min(stops, default=ceiling)


class Places:
    """The sentences of one paragraph, with the times and bodies they name; each is looked through once."""

    def __init__(self, text: str, facts: ReportFacts) -> None:
        """text: the plain text of a paragraph."""
        self._text = text
        self._facts = facts
        self._last: tuple[int, int] | None = None
        self._sentences: dict[tuple[int, int], _Sentence] = {}

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a range, as sentence_of finds it."""
        known = self._last
        if known is None or not (known[0] <= start and end <= known[1]):
            known = self._last = sentence_of(self._text, start, end)
        return known

    def names_own_matter(self, start: int, end: int) -> bool:
        """Whether the sentence around a range, or the one before it, speaks of 政府信息公开."""
        first, last = self.sentence(start, end)
        before = sentence_of(self._text, first - 1, first - 1)[0] if first else 0
        return bool(_OWN_MATTER.search(self._text, before, last))

    def elsewhere(self, start: int, end: int, timeless: bool = False) -> bool:
        """Whether the number or words at a range are of another year, another body, or part of the year.

        timeless: the year is part of the meaning (2023年结转3件), and says nothing against it.
        """
        first, last = self.sentence(start, end)
        found = self._sentences.get((first, last))
        if found is None:
            found = self._sentences[first, last] = _looked_through(self._text[first:last], self._facts)
        at = start - first
        if not timeless and _other_time(found.text, at, found.times):
            return True
        return found.others or _other_body(found.text, at, found.bodies)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """times and bodies as (start, end, whether another one), in order; others: whether it is all about others."""

    text: str
    times: tuple[tuple[int, int, bool | None], ...]
    bodies: tuple[tuple[int, int, bool], ...]
    others: bool


def _looked_through(sentence: str, facts: ReportFacts) -> _Sentence:
    bodies = tuple(sorted(_bodies(sentence, facts.government)))
    return _Sentence(sentence, _times(sentence, facts.year), bodies, _tribunal(sentence))


def _tribunal(sentence: str) -> bool:
    if patterns()["unrelated"].search(sentence):
        return True
    return bool(patterns()["tribunal"].search(sentence)) and not _OUR_CASES.search(sentence)


def _bodies(sentence: str, government: bool) -> Iterator[tuple[int, int, bool]]:
    for match in patterns()["others"].finditer(sentence):
        start, end = match.span()
        # 全市各级各部门, 区各单位共收到
        together = "各" in match.group() and _TOGETHER.match(sentence, end)
        of_all = _WHOLE_AREA.search(sentence, 0, start) or together
        whole_area = government and (match.group().startswith("全") or bool(of_all))
        yield start, end, not whole_area or _EACH_AREA.match(sentence, end) is not None
    for match in patterns()["ours"].finditer(sentence):
        yield match.start(), match.end(), False


def _other_body(sentence: str, at: int, bodies: tuple[tuple[int, int, bool], ...]) -> bool:
    """Whether the last body named before the number is not the one that reports."""
    other = False
    for start, end, foreign in bodies:
        if end <= at and not _in_closed_brackets(sentence, start, at):
            other = foreign
    return other


def _in_closed_brackets(sentence: str, start: int, at: int) -> bool:
    """Whether what stands at start is said in brackets that are closed before at: 受理10件（去年为13件），制发2件."""
    close = sentence.find(")", start, at)
    return close >= 0 and "(" not in sentence[start:close] and "(" in sentence[:start]


def _other_time(sentence: str, at: int, times: tuple[tuple[int, int, bool | None], ...]) -> bool:
    """Whether the last time named before the number is not the report's year.

    A time after 较, 比 or 同 governs its own clause only: "较2020年的12件增加13件，办结25件".
    """
    other = False
    month = -1
    for start, end, foreign in times:
        if start >= at:
            break
        if foreign is None or _in_closed_brackets(sentence, start, at):
            continue
        # 与2022年相比，2023年收到: the comma shuts the comparison off
        compared = patterns()["compare"].search(sentence[max(0, start - 2) : start].rpartition(",")[2])
        if compared:
            if "," not in sentence[end:at] and ";" not in sentence[end:at]:
                return True
            continue
        other = foreign
        month = start if foreign and _MONTH.match(sentence, start) else -1
    # 其中12月下旬收到2件；此前的7件: a month in the middle of a sentence reigns up to the next half of it
    return other and not (month > 0 and ";" in sentence[month:at])


def _times(sentence: str, year: int | None) -> tuple[tuple[int, int, bool | None], ...]:
    """(start, end, whether it is another time) of every time named, in order; None for neutral ones."""
    text = _QUOTED.sub(lambda m: "〇" * len(m.group()), sentence)
    text = _WHOLE_YEAR.sub(lambda m: "。" * len(m.group()), text)
    return tuple(sorted((*_years(text, year), *_months(text), *_words(sentence)), key=lambda t: t[0]))


def _years(text: str, year: int | None) -> Iterator[tuple[int, int, bool | None]]:
    for match in _SPAN.finditer(text):
        yield match.start(), match.end(), True
    for match in _YEAR.finditer(_SPAN.sub(lambda m: "。" * len(m.group()), text)):
        digits = match.group(1)
        named = int(digits) if digits.isdigit() else characters.chinese_number(digits)
        carried = _CARRIED_AFTER.match(text[match.end() :]) or _CARRIED_BEFORE.search(text[: match.start()])
        foreign = None if carried or year is None else named != year
        yield match.start(), match.end(), foreign


def _months(text: str) -> Iterator[tuple[int, int, bool | None]]:
    for match in _MONTH.finditer(text):
        yield match.start(), match.end(), True


def _words(text: str) -> Iterator[tuple[int, int, bool | None]]:
    exclude = patterns()
    for match in exclude["other_time"].finditer(text):
        yield match.start(), match.end(), True
    for match in exclude["own_time"].finditer(text):
        yield match.start(), match.end(), False
