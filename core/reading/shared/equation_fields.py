"""What Word's EQ fields show: they hold an instruction and no result."""

from __future__ import annotations

import re

_EQUATION = re.compile(r"\s*EQ\b(.*)", re.I | re.S)
_SWITCH = re.compile(r"\\[a-z]+\s*(?:\d+\s*(?=\())?", re.I)
_FRACTION = re.compile(r"\\f\s*\(", re.I)
_ENCLOSURES = frozenset("○〇◯□△◇")  # drawn around the figure by \o\ac(○,1)


def formula_text(instruction: str) -> str:
    """What an EQ field shows: "64" of " EQ \\o(64) ", "1" of "eq \\o\\ac(○,1)"; '' of any other field."""
    match = _EQUATION.match(instruction)
    if match is None:
        return ""
    separator = "/" if _FRACTION.search(match[1]) else ""
    inner = _SWITCH.sub("", match[1]).replace("(", ",").replace(")", ",")
    parts = (part.strip() for part in re.split("[,;]", inner))
    return separator.join(part for part in parts if part and part not in _ENCLOSURES)
