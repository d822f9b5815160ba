"""Fonts for PDF: the computer's own Chinese fonts, embedded; where there are none, one every viewer replaces."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_RESERVE = "STSong-Light"  # not embedded: viewers set it in the 宋体 they have
MISSING = "〓"  # stands for a character that no font has, as printers' proofs do
# File names by face, best first, lower case; the faces are those of GB/T 9704.
_FILES = {
    "title": ("fzxbsjw.ttf", "fzxbsk.ttf", "方正小标宋简体.ttf", "stzhongs.ttf", "simsun.ttc"),
    "body": ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong.ttf", "stfangso.ttf", "stfangsong.ttf"),
    "head": ("simhei.ttf", "stheiti.ttf", "msyh.ttc"),
    "kai": ("simkai.ttf", "楷体_gb2312.ttf", "kaiti.ttf", "stkaiti.ttf"),
    "song": ("simsun.ttc", "simsun.ttf", "stsong.ttf"),
}
# Tried for every face when its own font is not there or lacks a character: 㐂, 䶮 and 𠮷 in names of persons and
# villages are in none of the fonts above but in the extension fonts of Windows.
_SUBSTITUTES = (
    *("simsun.ttc", "simsunb.ttf", "simsunextg.ttf", "msyh.ttc", "deng.ttf", "dengxian.ttf", "arialuni.ttf"),
    *("wqy-zenhei.ttc", "wqy-microhei.ttc", "uming.ttc", "droidsansfallback.ttf", "droidsansfallbackfull.ttf"),
    *("hanamina.ttf", "hanaminb.ttf"),
)


class Face(Protocol):
    """What of a reportlab font is used here."""

    fontName: str

    def stringWidth(self, text: str, size: float) -> float:
        """Width in points."""


class Fonts:
    """For each face the fonts to try, best first; a character goes to the first that has it."""

    def __init__(self, files: Mapping[str, Path], substitutes: Sequence[Path] = ()) -> None:
        """files maps faces to font files; a face without one takes the first substitute that can be embedded, and
        the reserve font, which no computer lacks, stands at the end."""
        others = [font for font in map(_embedded, substitutes) if font is not None]
        self._reserve: Face = _reserve()
        self._chains: dict[str, list[Face]] = {}
        for face in _FILES:
            own = _embedded(files[face]) if face in files else None
            self._chains[face] = [*([own] if own else []), *others, self._reserve]
        self._chosen: dict[tuple[str, str], Face | None] = {}

    def _of(self, face: str, character: str) -> Face | None:
        key = (face, character)
        if key not in self._chosen:
            self._chosen[key] = next((f for f in self._chains[face] if _has(f, character)), None)
        return self._chosen[key]

    def font(self, face: str, character: str) -> Face:
        """The font a character of a face is set in; of the sign 〓 where none has it."""
        return self._of(face, character) or self._of(face, MISSING) or self._reserve

    def shown(self, face: str, character: str) -> str:
        """What is drawn for a character: itself, or 〓 where no font has it."""
        return character if self._of(face, character) is not None else MISSING

    def lacking(self, characters: Iterable[str]) -> str:
        """The characters that no font has, each once."""
        return "".join(dict.fromkeys(c for c in characters if self._of("body", c) is None))

    def width(self, face: str, character: str, size: float) -> float:
        """Width of a character in points."""
        return self.font(face, character).stringWidth(self.shown(face, character), size)


def system_fonts() -> Fonts:
    """The fonts of this computer."""
    installed = _installed()
    best = {face: next((installed[n] for n in names if n in installed), None) for face, names in _FILES.items()}
    return Fonts(
        {face: path for face, path in best.items() if path}, [installed[n] for n in _SUBSTITUTES if n in installed]
    )


def reserve_fonts() -> Fonts:
    """Only the font that is never embedded: the same file on every computer."""
    return Fonts({})


def _has(font: Face, character: str) -> bool:
    """Whether a font has a character. The reserve font's encoding (UniGB-UCS2-H) ends with the basic plane, and the
    extensions within it (㐂, 䶮) are in hardly any 宋体 that a viewer puts in its place."""
    glyphs = getattr(getattr(font, "face", None), "charToGlyph", None)
    if glyphs is not None:
        return ord(character) in glyphs
    return ord(character) < 0x3400 or 0x4E00 <= ord(character) < 0x9FA6 or 0xF900 <= ord(character) < 0x10000


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
def _installed() -> Mapping[str, Path]:
    """Font files of this computer by lower-case name."""
    return {p.name.lower(): p for folder in _folders() if folder.is_dir() for p in sorted(folder.rglob("*.tt[fc]"))}


def _folders() -> Sequence[Path]:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        system = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return (system, Path(local) / "Microsoft" / "Windows" / "Fonts") if local else (system,)
    home = Path.home()
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")
    return (*shared, Path("/System/Library/Fonts"), Path("/Library/Fonts"))
