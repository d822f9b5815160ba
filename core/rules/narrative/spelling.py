"""Step 1b: words of the lexicon that are misspelt, read as what they stand for; positions in the text stay known.

A wrong character that sounds or looks like the right one (予已公开), a character twice (依申请请公开), missing
(行政规范文件) or in its neighbour's place (信公息开). Only whole words of three characters or more; of two (受里14件)
only verbs and nouns of the field that stand between known words and their figure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core import paths
from core.rules.loading import RuleDataError
from core.rules.narrative.lexicon import Word, lexicon
from core.rules.narrative.numbers import Plain
from core.rules.narrative.tokens import Token

# Kinds of words whose misspelling is worth the search; fillers and links say too little.
_KINDS = frozenset(
    ["field", "not_in_tables", "published", "act", "carry", "in_hand_still", "result", "who", "outcome", "document"]
) | {"own", "charge", "decide"}
_SHORT_KINDS = frozenset(["field", "act", "carry", "outcome", "document"])
# 征求第三方意见: what such words leave out is as often another word
_SAYS_LITTLE = frozenset(["not_in_tables", "published", "who", "no_row"])
_LONGEST = 9  # longer words are put together from shorter ones
_LONGEST_RESULT = 6
_LONGEST_FORM = 8
_SHORT = 2
_TWICE = re.compile(r"([一-鿿])\1")
_AFTER_SHORT = re.compile(r"[\d,;:。、()!?]|$|[零〇一二两三四五六七八九十]+[件条份起宗项]")
_BEFORE_SHORT = ",;:。、()!?\n"


@dataclass(frozen=True, slots=True)
class Alike:
    """Characters of one class (all that sound alike) as their first; words by their spelling in classes; by the first
    two classes the lengths that occur, the longest first; pairs: any two classes that stand together in a word."""

    classes: Mapping[int, str]
    words: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spellings:
    """alike: by sound, by shape; forms: words with a character missing or exchanged, by what is then written; starts:
    the first two characters of the forms with their lengths; real: other words of two characters."""

    alike: tuple[Alike, ...]
    forms: Mapping[str, str]
    starts: Mapping[str, tuple[int, ...]]
    real: frozenset[str]


@dataclass(frozen=True, slots=True)
class Misspelt:
    """[start, end) of the plain text stands for a word of the lexicon; at: for each of its characters the place of the
    written character it comes from."""

    start: int
    end: int
    word: str
    at: tuple[int, ...]


def mended(line: Plain, found: Sequence[Token]) -> Plain:
    """The plain text with misspelt words as they are meant; at still tells where each character was written.

    found: the words of the text as it is written; only about those nobody knows, and about characters that stand
    alone, something is sought.
    """
    wrong = misspelt(line.text, found)
    if not wrong:
        return line
    text: list[str] = []
    at: list[int] = []
    done = 0
    for one in wrong:
        text += [line.text[done : one.start], one.word]
        at += [*line.at[done : one.start], *(line.at[i] for i in one.at)]
        done = one.end
    return Plain("".join([*text, line.text[done:]]), (*at, *line.at[done:]))


def misspelt(text: str, tokens: Sequence[Token]) -> list[Misspelt]:
    """Every misspelt word of a plain text, in order; of two that overlap the longer."""
    known = spellings()
    found = list(_twice(text))
    odd = [t for t in tokens if t.kind == "unknown" and not t.word]
    alone = [t for t in tokens if t.end - t.start == 1 and t.kind not in ("unknown", "stop")]
    for alike in known.alike:
        classes = text.translate(alike.classes)
        for token in (*odd, *(t for t in alone if not alike.pairs.isdisjoint(_beside(classes, t.start)))):
            found += _wrong_characters(text, classes, token, alike)
    for token in odd:
        found += _other_forms(text, token, known)
    kept: list[Misspelt] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif len(one.word) > len(kept[-1].word):
            kept[-1] = one
    return kept


def _beside(classes: str, at: int) -> tuple[str, str]:
    return classes[at : at + 2], classes[at - 1 : at + 1]


def _wrong_characters(text: str, classes: str, token: Token, alike: Alike) -> Iterator[Misspelt]:
    """予已公开: words with one other character, about a token."""
    exact = lexicon().words
    for at in range(max(0, token.start - _LONGEST + 1), token.end):
        for length in alike.lengths.get(classes[at : at + 2], ()):
            if at + length <= token.start:
                break
            words = alike.words.get(classes[at : at + length])
            if words is None:
                continue
            written = text[at : at + length]
            meant = [w for w in words if sum(a != b for a, b in zip(w, written, strict=True)) == 1]
            if written not in exact and _one_sense(meant) and _may_stand_for(text, at, at + length, meant[0]):
                yield Misspelt(at, at + length, meant[0], tuple(range(at, at + length)))
            break


def _one_sense(meant: Sequence[str]) -> bool:
    """Whether there are words, and all of them say the same (收到, 收倒)."""
    words = lexicon().words
    return len({(words[w].kind, words[w].sense) for w in meant}) == 1


def _twice(text: str) -> Iterator[Misspelt]:
    """依申请请公开: without one of the two it is a word that reaches over both sides of the place."""
    exact = lexicon().words
    for match in _TWICE.finditer(text):
        first = max(0, match.start() - _LONGEST)
        seam = match.start() - first
        near = text[first : match.start()] + text[match.start() + 1 : match.end() + _LONGEST]
        for start in range(seam):
            ends = range(min(len(near), start + _LONGEST), seam + 1, -1)
            end = next((e for e in ends if _worth(exact, near[start:e])), None)
            if end is not None and not _straddled(text, first + start, first + end + 1):
                places = (*range(first + start, first + seam), *range(first + seam + 1, first + end + 1))
                yield Misspelt(first + start, first + end + 1, near[start:end], places)
                break


def _worth(exact: Mapping[str, Word], written: str) -> bool:
    word = exact.get(written)
    return word is not None and word.kind in _KINDS and len(written) > _SHORT


def _other_forms(text: str, token: Token, known: Spellings) -> Iterator[Misspelt]:
    """规范文件 with a character missing, 信公息开 with two exchanged, about a token."""
    forms, starts = known.forms, known.starts
    for at in range(max(0, token.start - _LONGEST_FORM + 1), token.end):
        for length in starts.get(text[at : at + 2], ()):
            word = forms.get(text[at : at + length])
            end = at + length
            if word is None or not token.start < end <= len(text) or _straddled(text, at, end):
                continue
            if len(word) == length:
                yield Misspelt(at, end, word, tuple(range(at, end)))
                break
            missing = next((i for i in range(length) if word[i] != text[at + i]), length)
            if missing == length and not _AFTER_SHORT.match(text, end):
                continue  # the last is missing only where a figure or a stop stands in its place
            places = (*range(at, at + missing), at + min(missing, length - 1), *range(at + missing, end))
            yield Misspelt(at, end, word, places)
            break


def _may_stand_for(text: str, start: int, end: int, word: str) -> bool:
    """Whether written characters are no other words: no known word reaches over an edge of them, and they are not made
    of known words alone; two characters only beside known words and a figure."""
    written = text[start:end]
    if _straddled(text, start, end) or _made_of_words(written):
        return False
    exact = lexicon().words
    if len(word) > _SHORT:
        # 申请数 is no 申请书: beside the other character stands a word already
        rest = written[1:] if written[0] != word[0] else written[:-1] if written[-1] != word[-1] else ""
        return len(word) > _SHORT + 1 or rest not in exact
    if written in spellings().real:
        return False
    before = start == 0 or text[start - 1] in _BEFORE_SHORT or text[start - 1].isdigit()
    before = before or any(text[i:start] in exact for i in range(max(0, start - _LONGEST), start))
    after = _AFTER_SHORT.match(text, end) is not None
    behind = lexicon().longest_at(text, end) if end < len(text) else None
    return before and (after or (behind is not None and behind.kind == "field"))


def _straddled(text: str, start: int, end: int) -> bool:
    """Whether a known word reaches over the beginning or the end of a range."""
    exact = lexicon().words
    for edge in (start, end):
        for first in range(max(0, edge - _LONGEST), edge):
            if edge == end and first < start:
                continue
            for last in range(edge + 1, min(len(text), first + _LONGEST) + 1):
                if (edge == end or last < end or first < start) and text[first:last] in exact:
                    return True
    return False


def _made_of_words(written: str) -> bool:
    """Whether known words of two characters and more make up the whole."""
    exact = lexicon().words
    reached = {0}
    for end in range(2, len(written) + 1):
        if any(start in reached and written[start:end] in exact for start in range(end - 1)):
            reached.add(end)
    return len(written) in reached


@cache
def spellings() -> Spellings:
    """The file's characters with the lexicon's words; RuleDataError for other keys than the program's."""
    data = tomllib.loads((paths.resources() / "rules" / "narrative_spelling.toml").read_text("utf-8"))
    if set(data) != {"sound", "shape", "real"} or set(data["shape"]) != {"groups"} or set(data["real"]) != {"words"}:
        raise RuleDataError("narrative_spelling.toml: other keys than the program has")
    words = [w for w in lexicon().words.values() if w.kind in _KINDS and len(w.text) <= _LONGEST and _sought(w)]
    alike = tuple(_alike(groups, words) for groups in (list(data["sound"].values()), data["shape"]["groups"]))
    forms = _forms(words)
    return Spellings(alike, forms, _lengths(forms), frozenset(data["real"]["words"]))


def _sought(word: Word) -> bool:
    """Longer kinds of results are put together from shorter ones, which are sought by themselves."""
    length = len(word.text)
    if length <= _SHORT:
        return length == _SHORT and word.kind in _SHORT_KINDS
    return word.kind not in ("result", "who") or length <= _LONGEST_RESULT


def _alike(groups: Sequence[str], words: Sequence[Word]) -> Alike:
    classes: dict[int, str] = {}
    for group in groups:
        for character in group:
            classes.setdefault(ord(character), group[0])
    written: dict[str, tuple[str, ...]] = {}
    for word in words:
        key = word.text.translate(classes)
        written[key] = (*written.get(key, ()), word.text)
    pairs = frozenset(key[i : i + 2] for key in written for i in range(len(key) - 1))
    return Alike(classes, written, _lengths(written), pairs)


def _lengths(words: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for text in words:
        found.setdefault(text[:2], set()).add(len(text))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


def _forms(words: Sequence[Word]) -> dict[str, str]:
    """What is written of words of five characters when one behind the first two is missing, or of four when two that
    stand together are exchanged; nothing that may stand for two words, or is made of others."""
    exact = lexicon().words
    found: dict[str, str | None] = {}
    for word in words:
        text = word.text
        if not 4 <= len(text) <= _LONGEST_FORM or _SAYS_LITTLE & {word.kind, word.sense}:
            continue
        written = {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)} - {text}
        if len(text) > 4:
            written |= {text[:i] + text[i + 1 :] for i in range(2, len(text))}
        for form in written:
            found[form] = None if form in found else text
    return {form: text for form, text in found.items() if text and form not in exact and not _made_of_words(form)}
