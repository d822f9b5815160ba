"""Characters of symbol fonts, which Word stores by their place in the font."""

from __future__ import annotations

# Symbols of Wingdings and Symbol that forms use; the rest show as an empty square.
_SYMBOLS = {
    0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0xA1: "○", 0x6C: "●", 0x6E: "■",
    0xB4: "×", 0xD7: "·", 0x2D: "-", 0xB7: "·", 0x9F: "·", 0xE8: "→", 0xE0: "→", 0x52: "☑", 0x54: "☒",
}  # fmt: skip


def symbol(code: int) -> str:
    """The character that looks like a symbol font's; an empty square for one that is not known."""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code & 0xFF, "□")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else "□"
