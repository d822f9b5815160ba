"""How far an extraction is: it goes over the whole document several times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from core.document import Progress

T = TypeVar("T")
PASSES = 5  # sorting, loose tables, lines of tables, headings, the last net
_EVERY = 256  # items


class Watch:
    """Reports each pass as a fifth of the way, so that a bar moves on and cancel acts in the middle of any of them."""

    def __init__(self, progress: Progress | None, blocks: int) -> None:
        """Progress may raise core.errors.Cancelled, which ends the pass."""
        self._progress = progress
        self._blocks = max(blocks, 1)
        self._passes = 0

    def over(self, items: Sequence[T]) -> Iterator[tuple[int, T]]:
        """The items of the next pass with their numbers."""
        if self._progress is None:
            yield from enumerate(items)
            return
        before = min(self._passes, PASSES - 1) * self._blocks
        self._passes += 1
        for index, item in enumerate(items):
            if index % _EVERY == 0:
                self._progress(before + self._blocks * index // len(items), PASSES * self._blocks)
            yield index, item
