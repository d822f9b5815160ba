"""Two texts word by word, as plain values: what stayed, went and came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A figure or a Latin word changes as a whole; Chinese has no blanks, there each character counts.
_TOKEN = re.compile(r"\d+(?:[.,，．]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_SHORT = 2  # equal pieces of so few characters between two differences make a text harder to read, not easier
_ALIKE = 0.4  # share of equal characters from which two paragraphs count as one that was edited
_LONGEST = 8000  # characters compared word by word; a longer paragraph is shown whole, old and new


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"  # a paragraph with pieces of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: same, removed or added."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """A paragraph: its pieces in reading order, a removed piece before the added one that replaces it."""

    kind: Kind
    pieces: tuple[Piece, ...]


def paragraph_diffs(before: Sequence[str], after: Sequence[str]) -> tuple[ParagraphDiff, ...]:
    """Paragraphs of both texts in order; an edited one stands once, as CHANGED."""
    found: list[ParagraphDiff] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(Kind.SAME, text) for text in before[i1:i2]]
        else:
            found += _replaced(before[i1:i2], after[j1:j2])
    return tuple(found)


def _whole(kind: Kind, text: str) -> ParagraphDiff:
    return ParagraphDiff(kind, (Piece(kind, text),))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphDiff]:
    """Pairs alike paragraphs in order; what stands between the pairs went or came as a whole."""
    start = 0
    for text in old:
        partner = next((j for j in range(start, len(new)) if _alike(text, new[j])), None)
        if partner is None:
            yield _whole(Kind.REMOVED, text)
            continue
        yield from (_whole(Kind.ADDED, came) for came in new[start:partner])
        yield ParagraphDiff(Kind.CHANGED, pieces(text, new[partner]))
        start = partner + 1
    yield from (_whole(Kind.ADDED, came) for came in new[start:])


def _alike(old: str, new: str) -> bool:
    if not old.strip() or not new.strip() or max(len(old), len(new)) > _LONGEST:
        return False
    matcher = SequenceMatcher(None, _tokens(old), _tokens(new), autojunk=False)
    # The first two are cheap upper bounds of the last.
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of two texts. Without the added ones they spell `before`, without the removed ones `after`."""
    if max(len(before), len(after)) > _LONGEST:
        return tuple(_runs([(before, after)]))
    old, new = _tokens(before), _tokens(after)
    pairs = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "".join(old[i1:i2]) if tag == "equal" else None
        pairs.append((same, same) if same is not None else ("".join(old[i1:i2]), "".join(new[j1:j2])))
    return tuple(_runs(_joined(pairs)))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _joined(pairs: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """(old, new) runs, where an equal run that is too short between two differences is taken into them."""
    found: list[tuple[str, str]] = []
    for i, (old, new) in enumerate(pairs):
        inside = 0 < i < len(pairs) - 1
        if found and found[-1][0] != found[-1][1] and (old != new or (inside and len(old) <= _SHORT)):
            found[-1] = (found[-1][0] + old, found[-1][1] + new)
        else:
            found.append((old, new))
    return found


def _runs(pairs: Iterable[tuple[str, str]]) -> Iterator[Piece]:
    for old, new in pairs:
        if old == new:
            if old:
                yield Piece(Kind.SAME, old)
            continue
        if old:
            yield Piece(Kind.REMOVED, old)
        if new:
            yield Piece(Kind.ADDED, new)
