"""A worksheet as every spreadsheet reader gives it to the layout."""

from __future__ import annotations

from dataclasses import dataclass, field

Position = tuple[int, int]  # row and column, from 0


@dataclass(slots=True)
class Worksheet:
    """texts: cells that show any; framed: cells with a border; merges: (top, left, bottom, right), inclusive;
    unread: cells whose value the file does not hold, with the reason for the clerk."""

    name: str
    texts: dict[Position, str] = field(default_factory=dict)
    framed: set[Position] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unread: dict[Position, str] = field(default_factory=dict)
