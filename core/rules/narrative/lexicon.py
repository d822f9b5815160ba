"""The words of resources/rules/narrative_words.toml: which class and sense each of them has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from core import paths
from core import text as characters
from core.rules.loading import RuleDataError

CLASSES = (
    *(
        "field",
        "perhaps",
        "not_in_tables",
        "published",
        "powers",
        "act",
        "carry",
        "year",
        "in_hand_still",
        "result",
        "who",
        "channel",
    ),
    *("outcome", "document", "decide", "charge", "no", "happen", "link", "change", "change_to", "share", "own", "noun"),
    "filler",
)
_CHOICE = re.compile(r"\[([^\[\]{}]*)\]|\{([^\[\]{}]*)\}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon: kind is its class ("act"), sense the entry below it ("received")."""

    text: str
    kind: str
    sense: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by their text, and by their first two characters the lengths that occur, the longest first."""

    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]

    def longest_at(self, text: str, start: int) -> Word | None:
        """The longest word that stands at a place of the text, None where none does."""
        for length in self.lengths.get(text[start : start + 2], ()):
            if word := self.words.get(text[start : start + length]):
                return word
        return self.words.get(text[start])


@cache
def lexicon() -> Lexicon:
    """The words of the file; RuleDataError for an unknown class. A word listed twice has the class that comes first."""
    data = tomllib.loads((paths.resources() / "rules" / "narrative_words.toml").read_text("utf-8"))
    if set(data) != set(CLASSES):
        raise RuleDataError(f"narrative_words.toml: classes differ: {sorted(set(data) ^ set(CLASSES))}")
    words: dict[str, Word] = {}
    for kind in CLASSES:
        for sense, entries in data[kind].items():
            for text in (written for entry in entries for written in spellings(entry)):
                words.setdefault(text, Word(text, kind, sense))
    lengths: dict[str, set[int]] = {}
    for text in words:
        if len(text) > 1:
            lengths.setdefault(text[:2], set()).add(len(text))
    return Lexicon(words, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})


def spellings(entry: str) -> Iterator[str]:
    """Every way to write an entry: "[政府]信息公开{申请|请求}" gives four words, "[又|再]" nothing, 又 or 再."""
    pieces: list[list[str]] = []
    at = 0
    for match in _CHOICE.finditer(entry):
        pieces.append([entry[at : match.start()]])
        optional = match.group(1) is not None
        choices = (match.group(1) if optional else match.group(2)).split("|")
        pieces.append(["", *choices] if optional else choices)
        at = match.end()
    pieces.append([entry[at:]])
    for chosen in product(*pieces):
        if word := characters.narrow("".join(chosen)):
            yield word
