"""Fonts for PDF: the computer's own Chinese fonts, embedded; where there are none, one every viewer replaces."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_RESERVE = "STSong-Light"  # not embedded: viewers set it in the 宋体 they have
# File names by face, best first, lower case; the faces are those of GB/T 9704.
_FILES = {
    "title": ("fzxbsjw.ttf", "fzxbsk.ttf", "方正小标宋简体.ttf", "stzhongs.ttf", "simsun.ttc"),
    "body": ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong.ttf", "stfangso.ttf", "stfangsong.ttf"),
    "head": ("simhei.ttf", "stheiti.ttf", "msyh.ttc"),
    "kai": ("simkai.ttf", "楷体_gb2312.ttf", "kaiti.ttf", "stkaiti.ttf"),
    "song": ("simsun.ttc", "simsun.ttf", "stsong.ttf"),
}


class Face(Protocol):
    """What of a reportlab font is used here."""

    fontName: str

    def stringWidth(self, text: str, size: float) -> float:
        """Width in points."""


class Fonts:
    """For each face the fonts to try, best first; a character goes to the first that has it."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """files maps faces to font files; faces without one are set in the reserve font."""
        self._reserve: Face = _reserve()
        self._chains = {face: self._chain(files.get(face)) for face in _FILES}
        self._chosen: dict[tuple[str, str], Face] = {}

    def _chain(self, file: Path | None) -> Sequence[Face]:
        own = _embedded(file) if file else None
        return (own, self._reserve) if own else (self._reserve,)

    def font(self, face: str, character: str) -> Face:
        """The font a character of a face is set in."""
        key = (face, character)
        if key not in self._chosen:
            fits = (f for f in self._chains[face] if _has(f, character))
            self._chosen[key] = next(fits, self._reserve)
        return self._chosen[key]

    def width(self, face: str, character: str, size: float) -> float:
        """Width of a character in points."""
        return self.font(face, character).stringWidth(character, size)


def system_fonts() -> Fonts:
    """The fonts of this computer."""
    return Fonts(_found())


def reserve_fonts() -> Fonts:
    """Only the font that is never embedded: the same file on every computer."""
    return Fonts({})


def _has(font: Face, character: str) -> bool:
    glyphs = getattr(getattr(font, "face", None), "charToGlyph", None)
    return glyphs is None or ord(character) in glyphs


@cache
def _reserve() -> Face:
    font = UnicodeCIDFont(_RESERVE)
    pdfmetrics.registerFont(font)
    return font  # type: ignore[no-any-return]


@cache
def _embedded(file: Path) -> Face | None:
    """The font of a file, None for one that cannot be embedded (OpenType with PostScript outlines, damage)."""
    try:
        font = TTFont(f"nb-{file.name}", str(file))
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    return font  # type: ignore[no-any-return]


@cache
def _found() -> Mapping[str, Path]:
    """The best file a face, of those installed."""
    installed = {
        p.name.lower(): p for folder in _folders() if folder.is_dir() for p in sorted(folder.rglob("*.tt[fc]"))
    }
    best = {face: next((installed[n] for n in names if n in installed), None) for face, names in _FILES.items()}
    return {face: path for face, path in best.items() if path}


def _folders() -> Sequence[Path]:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        system = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return (system, Path(local) / "Microsoft" / "Windows" / "Fonts") if local else (system,)
    home = Path.home()
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")
    return (*shared, Path("/System/Library/Fonts"), Path("/Library/Fonts"))
