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
    """All words by their first character, the longest first, so that the first that fits is the longest that fits."""

    by_first: Mapping[str, tuple[Word, ...]]

    def longest_at(self, text: str, start: int) -> Word | None:
        """The longest word that stands at a place of the text, None where none does."""
        for word in self.by_first.get(text[start], ()):
            if text.startswith(word.text, start):
                return word
        return None


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
    by_first: dict[str, list[Word]] = {}
    for word in sorted(words.values(), key=lambda w: -len(w.text)):
        by_first.setdefault(word.text[0], []).append(word)
    return Lexicon({first: tuple(found) for first, found in by_first.items()})


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
