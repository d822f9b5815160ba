"""What a page holds and does not show: by its style attributes, and words by the classes of its style sheet.

Pages put such digits beside figures to spoil copies: <td>6<span style="font-size:0">4</span></td> shows 6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

_STYLE_READ = 500  # characters of a style attribute; longer ones hold pictures
_SHEET_READ = 400_000  # characters of all style sheets
_ZERO = r"0*(?:\.0*)?"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_UNSEEN = re.compile(
    rf"(?<![\w-])opacity\s*:\s*(?=[0.]){_ZERO}\s*(?:[;!]|$)"
    r"|(?<![\w-])color\s*:\s*(?:transparent|rgba\([^)]*,\s*(?:0|0?\.0+)\s*\))"
    r"|(?<![\w-])(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}"
    r"|(?<![\w-])clip\s*:\s*rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.I,
)
_NO_ROOM = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*0(?:px)?\s*(?:[;!]|$)", re.I)
_CUT = re.compile(r"overflow\s*:\s*hidden", re.I)
_SIZE = re.compile(r"(?<![\w-])font(?:-size)?\s*:[^;]*?(?<![\w.#-])(\d*\.?\d+)(px|pt|em|rem|%|(?=\s*(?:[;!]|$)))", re.I)
_SMALLEST = {"px": 1.0, "pt": 1.0}  # letters up to here are dots; of other units only 0 is
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_UNBOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,2000})\}")
_NAME = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#][\w-]+)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says: hidden; unseen by a trick that whole panes of a page use too, until a script shows them;
    bold, small (letters without size) None where it does not say; struck through."""

    hidden: bool = False
    unseen: bool = False
    bold: bool | None = None
    small: bool | None = None
    struck: bool = False


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: str) -> Look:
    """A style attribute's; pages repeat a few."""
    style = style[:_STYLE_READ]
    bold = False if _UNBOLD_STYLE.search(style) else True if _BOLD_STYLE.search(style) else None
    unseen = _UNSEEN.search(style) is not None or bool(_NO_ROOM.search(style) and _CUT.search(style))
    size = _SIZE.search(style)
    small = None if size is None else float(size[1]) <= _SMALLEST.get(size[2].lower(), 0.0)
    return Look(_HIDDEN.search(style) is not None, unseen, bold, small, _STRUCK.search(style) is not None)


def hidden_names(root: etree._Element) -> frozenset[str]:
    """Classes and ids (".x", "#y") that the page's style sheets hide, by rules of one name.

    Scripts show what a sheet hides, whole panes of the page too: so these count for words in the flow only.
    """
    sheet = "".join(style.text or "" for style in root.iter("style"))[:_SHEET_READ]
    found: set[str] = set()
    for selectors, body in _RULE.findall(_AT_RULE.sub("", sheet)):
        look = look_of(body)
        if look.hidden or look.unseen or look.small:
            found |= {match[1] for part in selectors.split(",") if (match := _NAME.fullmatch(part))}
    return frozenset(found)


def is_named(element: etree._Element, names: frozenset[str]) -> bool:
    """Whether a class or the id of an element is among these names."""
    own = (element.get("class") or "").split()
    return any(f".{name}" in names for name in own) or f"#{element.get('id')}" in names
