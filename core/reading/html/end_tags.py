"""End tags that a page leaves out, put in where HTML's own rules imply them.

libxml2 loses what follows a cell whose inline element stays open; converters and content systems write such cells,
and hand-written pages leave out </td> and </tr> altogether, as HTML allows:

    <td><span><p>第二十条第（一）项</p></td>
    <tr><td>行政许可<td>12
"""

from __future__ import annotations

import re

_TAG = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S | re.I
)
_CELLS = frozenset(("td", "th"))
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_INLINE = frozenset(("span", "font", "b", "i", "u", "a", "strong", "em", "big", "small", "sub", "sup", "center", "o:p"))
_INSIDE = _INLINE | {"p", "div"}
_TRACKED = _INSIDE | _CELLS | _ROW_GROUPS | {"tr", "table"}
_COUNTED = ("td", "th", "tr", "span", "font", "strong", "table")
_BOUNDARY = _CELLS | {"table", "div"}  # an inline end tag closes nothing beyond


def is_unbalanced(content: str) -> bool:
    """Whether some cell, row or inline element has another number of end tags than of start tags."""
    lower = content.lower()
    for name in _COUNTED:
        opened = lower.count(f"<{name}") - (lower.count("<thead") if name == "th" else 0)
        closed = lower.count(f"</{name}") - (lower.count("</thead") if name == "th" else 0)
        if opened != closed:
            return True
    return False


def with_end_tags(content: str) -> str:
    """The page with every cell, row and inline element closed before what may not stand inside it."""
    parts: list[str] = []
    open_tags: list[str] = []
    at = 0
    for match in _TAG.finditer(content):
        name = (match[3] or "").lower()
        if name not in _TRACKED or match[4].endswith("/"):
            continue
        parts.append(content[at : match.start()])
        at = match.end()
        if match[2]:
            keep = _close(open_tags, name)
            parts += [f"</{tag}>" for tag in _popped(open_tags, keep)] if keep is not None else []
        else:
            parts += [f"</{tag}>" for tag in _popped(open_tags, _first_implied(open_tags, name))]
            open_tags.append(name)
            parts.append(match[0])
    parts.append(content[at:])
    return "".join(parts)


def _popped(open_tags: list[str], keep: int) -> list[str]:
    """The open elements beyond the first `keep`, innermost first; they are open no more."""
    gone = open_tags[keep:][::-1]
    del open_tags[keep:]
    return gone


def _close(open_tags: list[str], name: str) -> int | None:
    """How many open elements stay when this end tag comes; None where it closes nothing and is left out."""
    for at in range(len(open_tags) - 1, -1, -1):
        tag = open_tags[at]
        if tag == name:
            return at
        if tag == "table" or (name in _INSIDE and tag in _BOUNDARY and name != "div"):
            return None
        if name == "div" and tag in _CELLS:
            return None
    return None


def _first_implied(open_tags: list[str], name: str) -> int:
    """How many open elements stay when this element begins: what it cannot stand inside of is closed."""
    if name in _CELLS:
        ends: frozenset[str] = _ROW_GROUPS | {"tr", "table"}
    elif name == "tr":
        ends = _ROW_GROUPS | {"table"}
    elif name in _ROW_GROUPS:
        ends = frozenset(("table",))
    elif name == "p":
        for at in range(len(open_tags) - 1, -1, -1):
            if open_tags[at] == "p":
                return at
            if open_tags[at] in _BOUNDARY or open_tags[at] == "tr":
                break
        return len(open_tags)
    else:
        return len(open_tags)
    for at in range(len(open_tags) - 1, -1, -1):
        if open_tags[at] in ends:
            return at + 1
    return len(open_tags)  # a cell outside any table: left as it stands
