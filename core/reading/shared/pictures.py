"""What the clerk is told of pages that are pictures: which, and what to do, with the add-on “扫描件识别” or without."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import PicturesOnly
from core.reading import scan
from core.reading.shared import messages

_MOST_NAMED = 5


def named(pages: Sequence[int]) -> str:
    """Page numbers for a sentence: "1、2、3", the first five of many."""
    return "、".join(str(page) for page in pages[:_MOST_NAMED]) + "等" * (len(pages) > _MOST_NAMED)


def with_advice(sentence: str) -> str:
    """The sentence, with what the add-on would do where it is not installed."""
    return sentence if scan.available() else sentence + messages.ADD_ON


def only_pictures(pages: Sequence[int]) -> PicturesOnly:
    """The refusal of a file whose pages (from 1) are all pictures that nothing was read from."""
    sentence = messages.NOT_LEGIBLE if scan.available() else messages.SCANNED
    return PicturesOnly(with_advice(sentence.format(pages=named(pages))))
