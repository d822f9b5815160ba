"""Step 1 of the reading: a text cut into words that are known, figures, years, percentages and stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core import text as characters
from core.rules.narrative.lexicon import Word, lexicon
from core.rules.narrative.numbers import Figure, figures

SENTENCE_STOPS = "。!?\n"
CLAUSE_STOPS = ",;:()、"
_YEAR = re.compile(r"(\d{4})年?度?(?:1?\d月(?:\d{1,2}日|底|末|份)?)?|([二][〇○零][〇○零一二三四五六七八九]{2})年度?")
_DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末|份)?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_TITLE = re.compile("《(?![^》]*申请)[^《》。]{0,60}》")
_QUOTES = frozenset("\"'“”‘’《》【】")


@dataclass(frozen=True, slots=True)
class Token:
    """[start, end) of the plain text. kind: a class of the lexicon, or figure, year, percent, date, stop, unknown.

    A word of the class perhaps is unknown, too, with what it may mean for its sense; sentence.py decides.
    sense is the entry of the lexicon; for a year last, this, next or other; for a stop its character.
    """

    kind: str
    sense: str
    start: int
    end: int
    figure: Figure | None = None
    percent: Decimal | None = None
    word: str = ""


def tokens(text: str, year: int | None) -> list[Token]:
    """The plain text as tokens, in order and without gaps; characters that no word covers make "unknown" tokens."""
    found: list[Token] = []
    for token in _pieces(text, year):
        last = found[-1] if found else None
        if last is not None and (token.kind, token.sense, last.kind, last.sense) == ("unknown", "", "unknown", ""):
            found[-1] = Token("unknown", "", last.start, token.end)
        else:
            found.append(token)
    return found


def _pieces(text: str, year: int | None) -> Iterator[Token]:
    numbers = {figure.start: figure for figure in figures(text)}
    words = lexicon()
    at = 0
    while at < len(text):
        token = _token_at(text, at, year, numbers.get(at), words.longest_at(text, at))
        yield token
        at = token.end


def _token_at(text: str, at: int, year: int | None, figure: Figure | None, known: Word | None) -> Token:
    # 三类内部事务信息2件: the numeral belongs to a longer word, and is no figure.
    if figure is not None and (known is None or at + len(known.text) <= figure.stop):
        return Token("figure", figure.unit, at, figure.stop, figure=figure)
    character = text[at]
    if character == "《" and (title := _TITLE.match(text, at)):
        return Token("filler", "words", at, title.end())
    if character in SENTENCE_STOPS or character in CLAUSE_STOPS:
        return Token("stop", character, at, at + 1)
    if known is not None:
        kind = "unknown" if known.kind == "perhaps" else known.kind
        return Token(kind, known.sense, at, at + len(known.text), word=known.text)
    if character.isdigit() or character == "二":
        if match := _YEAR.match(text, at):
            return Token("year", _relation(match, year), at, match.end())
        if match := _PERCENT.match(text, at):
            return Token("percent", "", at, match.end(), percent=Decimal(match[1]))
        if match := _DATE.match(text, at):
            return Token("date", "", at, match.end())
    if character in _QUOTES:
        return Token("filler", "words", at, at + 1)
    return Token("unknown", "", at, at + 1)


def _relation(match: re.Match[str], year: int | None) -> str:
    """A named year as seen from the report's: last for any year before it, next for any year after it."""
    named = int(match[1]) if match[1] else characters.chinese_number(match[2])
    if year is None or named is None or not 1980 <= named <= 2100:
        return "other"
    return "this" if named == year else "last" if named < year else "next"
