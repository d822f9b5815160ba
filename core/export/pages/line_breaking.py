"""Text broken into lines for print: Chinese line breaking, figures kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

# No line begins with these, no line ends with those (GB/T 15834).
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—％%,.;:?!)]}·")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_WORD = frozenset("0123456789.,%-/")  # figures are not broken


class Measure(Protocol):
    """Widths of characters, from whatever will draw them."""

    def width(self, face: str, character: str, size: float) -> float:
        """Points; face is title, body, head, kai or song."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its look: face, bold or not, and width in points without spacing.

    scale and rise are parts of the line's size: a superscript is 0.65 as large and raised by 0.35.
    """

    character: str
    face: str
    bold: bool
    width: float
    scale: float = 1.0
    rise: float = 0.0
    underline: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as broken; last marks the end of its paragraph, which is not filled."""

    glyphs: tuple[Glyph, ...]
    last: bool

    def natural(self, spacing: float) -> float:
        """Width in points with this much after each character but the last."""
        return sum(g.width for g in self.glyphs) + spacing * max(len(self.glyphs) - 1, 0)


def measure_glyphs(text: str, face: str, size: float, measure: Measure, bold: bool = False) -> list[Glyph]:
    """The characters of a text with their widths."""
    return [Glyph(c, face, bold, measure.width(face, c, size)) for c in text]


def break_lines(glyphs: Sequence[Glyph], width: float, indent: float = 0.0, spacing: float = 0.0) -> list[TextLine]:
    """Lines no wider than width, the first by indent narrower; a line feed ends a line unfilled."""
    lines: list[TextLine] = []
    for part in _parts(glyphs):
        start = 0
        while start < len(part):
            room = width - (indent if not lines else 0.0)
            end = _fit(part, start, room, spacing)
            lines.append(TextLine(tuple(part[start:end]), end == len(part)))
            start = end
    return lines


def _parts(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    part: list[Glyph] = []
    for glyph in glyphs:
        if glyph.character == "\n":
            yield part
            part = []
        else:
            part.append(glyph)
    yield part


def _fit(part: Sequence[Glyph], start: int, room: float, spacing: float) -> int:
    """Where a line that begins at start ends: as many characters as fit, then back to an allowed break."""
    used, end = 0.0, start
    while end < len(part) and used + part[end].width <= room + 0.01:
        used += part[end].width + spacing
        end += 1
    if end >= len(part):
        return len(part)
    best = end
    while best > start + 1 and not _may_break(part[best - 1].character, part[best].character):
        best -= 1
    return best if best > start + 1 else max(end, start + 1)


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (before in _WORD and after in _WORD)
