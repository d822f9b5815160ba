"""Changing an XML part by replacing byte ranges, so that what is not touched stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

_START_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")  # a '>' may stand inside a quoted value


@dataclass(frozen=True, slots=True)
class Extent:
    """Byte range of an element: start of its start tag, end of the start tag, start of the end tag, end.

    An empty-element tag (<w:p/>) has inner_end == end and inner_start == end.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int

    @property
    def empty_tag(self) -> bool:
        """Whether it is written as <w:p/>."""
        return self.inner_start == self.end


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes to put in place of [start, end); start == end inserts. Splices at one place go in by order."""

    start: int
    end: int
    content: bytes
    order: int = 0


def extents(xml: bytes) -> list[Extent]:
    """Extents of all elements in document order, as lxml's iter("*") gives them. UTF-8 only."""
    starts: list[tuple[int, int]] = []
    ends: dict[int, tuple[int, int]] = {}
    stack: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        stack.append(len(starts))
        starts.append(_start_tag(xml, parser.CurrentByteIndex))

    def end(name: str) -> None:
        index, at = stack.pop(), parser.CurrentByteIndex
        inner = starts[index][1]
        empty = xml[inner - 2 : inner] == b"/>"
        ends[index] = (inner, inner) if empty else (at, xml.index(b">", at) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(xml, True)
    return [Extent(*tag, *ends[n]) for n, tag in enumerate(starts)]


def _start_tag(xml: bytes, at: int) -> tuple[int, int]:
    match = _START_TAG.match(xml, at)
    if match is None:
        raise ValueError(f"no start tag at byte {at}")
    return match.span()


def spliced(xml: bytes, splices: Iterable[Splice]) -> bytes:
    """The part with all splices made; they must not overlap (ValueError)."""
    parts: list[bytes] = []
    at = 0
    for splice in sorted(splices, key=lambda s: (s.start, s.end, s.order)):
        if splice.start < at:
            raise ValueError(f"splices overlap at byte {splice.start}")
        parts += [xml[at : splice.start], splice.content]
        at = splice.end
    return b"".join([*parts, xml[at:]])
