"""Digits set above or below the line: the mark of a note, never a part of the figure before it ("8³" is 8, not 83)."""

from __future__ import annotations

_ABOVE = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_BELOW = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)


def raised(text: str) -> str:
    """The text with its digits as superscripts; length is kept."""
    return text.translate(_ABOVE)


def lowered(text: str) -> str:
    """The text with its digits as subscripts; length is kept."""
    return text.translate(_BELOW)
