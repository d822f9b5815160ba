"""How alike two texts are, in percent: the share of chains of four characters they have in common.

Figures and blanks are left out, so that a text copied from last year with its numbers replaced still counts as alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core import text as characters
from core.model import Report

CHAIN = 4
_LEAST = 60  # characters below which two texts are alike by chance
_LEFT_OUT = re.compile(r"[\d\W_年月日]+")


@lru_cache(maxsize=4096)
def chains(text: str) -> frozenset[str]:
    """Chains of a paragraph; kept, because an edit changes one paragraph of many."""
    body = _LEFT_OUT.sub("", characters.narrow(text))
    return frozenset(body[i : i + CHAIN] for i in range(len(body) - CHAIN + 1))


def left_out(narrow: str) -> frozenset[int]:
    """The characters of a text (already narrow) that no chain looks at."""
    return frozenset(n for match in _LEFT_OUT.finditer(narrow) for n in range(*match.span()))


@lru_cache(maxsize=64)
def _union(paragraphs: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(chains, paragraphs))


def text_of(report: Report) -> tuple[str, ...]:
    """The narrative of the six sections, by paragraph."""
    return tuple(p.text for s in report.sections for p in s.paragraphs)


def percent(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Twice the common chains by the sum of both, rounded down; 0 for texts too short to be compared."""
    a, b = _union(one), _union(other)
    if min(len(a), len(b)) < _LEAST:
        return 0
    return 200 * len(a & b) // (len(a) + len(b))
