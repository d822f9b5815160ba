"""Word binary: which characters of the text are shown, and which are bold, as byte masks over the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from core.reading.doc.formatted_pages import Runs
from core.reading.doc.piece_table import PieceText, repaired
from core.reading.doc.properties import PLAIN, CharProps, ParaProps, Properties
from core.reading.shared.equation_fields import formula_text
from core.reading.shared.raised_digits import lowered, raised
from core.reading.shared.symbol_fonts import symbol

CELL_MARK, PARAGRAPH_MARK = "\x07", "\r"
ENDS = re.compile("[\x07\r\x0c]")
_FIELD = re.compile("[\x13\x14\x15]")
# Anchors of pictures, shapes, notes and comments, optional hyphens: signs without text of their own.
_SIGNS = re.compile("[\x00-\x06\x08\x0c\x0f-\x1d\x1f]")
_SHOWN_AS = {code: symbol(code) for code in range(0xF000, 0xF100)} | {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x0A: "\n"}
_LONGEST_INSTRUCTION = 4_000
_BOLD = re.compile(b"\x01+")
_INVERT = bytes([1, 0]).ljust(256, b"\0")


@dataclass(slots=True)
class ParagraphRange:
    """A paragraph's range in the text, its closing character not included, and its properties."""

    start: int
    end: int
    props: ParaProps


class CharacterMasks:
    """The masks: drop (1: not shown) and bold."""

    def __init__(self, source: PieceText, runs: Runs, properties: Properties) -> None:
        self.text = source.text
        self.drop = bytearray(len(source.text))
        self.bold = bytearray(len(source.text))
        self.deleted = bytearray(len(source.text))
        self.pictures: list[int] = []  # where one stands in its line
        self.changed = self.hidden = self.struck = False
        self._shifted: list[tuple[int, int, int]] = []
        self._properties = properties
        self._runs = list(_character_runs(source, runs, properties))
        self._enter_symbols()

    def apply_formatting(self, marks: Sequence[ParagraphRange]) -> None:
        """Enter what runs and styles say, paragraph by paragraph (in text order)."""
        at = 0
        for mark in marks:
            self._style_paragraph(mark)
            while at < len(self._runs) and self._runs[at][1] <= mark.start:
                at += 1
            for start, end, run in self._from(at, mark.end + 1):
                self._style_run(max(start, mark.start), min(end, mark.end + 1), run, mark.props.style)
        self._runs.clear()
        self._shift_digits()
        for match in _SIGNS.finditer(self.text):
            self.drop[match.start()] = 1
        self._drop_instructions()

    def paragraph(self, start: int, end: int) -> tuple[str, tuple[tuple[int, int], ...]]:
        """CharacterMasks text of a range and its bold ranges."""
        text = self.text[start:end]
        has_bold = self.bold.find(1, start, end) >= 0
        bold = self.bold[start:end] if has_bold else bytearray()
        if self.drop.find(1, start, end) >= 0:
            keep = self.drop[start:end].translate(_INVERT)
            text = "".join(compress(text, keep))
            bold = bytearray(compress(bold, keep))
        if not text.isalnum():
            text = repaired(text.translate(_SHOWN_AS))
        return text, tuple(match.span() for match in _BOLD.finditer(bold)) if has_bold else ()

    def _enter_symbols(self) -> None:
        """A symbol stands in the text as a bracket; what it looks like is a property of its run."""
        symbols = [run for run in self._runs if run[2].symbol is not None]
        if symbols:
            characters = list(self.text)
            for start, end, run in symbols:
                characters[start:end] = [symbol(run.symbol or 0)] * (end - start)
            self.text = "".join(characters)

    def _from(self, at: int, end: int) -> Iterator[tuple[int, int, CharProps]]:
        while at < len(self._runs) and self._runs[at][0] < end:
            yield self._runs[at]
            at += 1

    def _style_paragraph(self, mark: ParagraphRange) -> None:
        bold, hidden = self._properties.style_toggles(mark.props.style, None)
        if bold:
            self.bold[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
        if hidden:
            self.drop[mark.start : mark.end + 1] = b"\x01" * (mark.end + 1 - mark.start)
            self.hidden |= not self.text[mark.start : mark.end].isspace() and mark.end > mark.start

    def _style_run(self, start: int, end: int, run: CharProps, style: int) -> None:
        bold, hidden = self._properties.shown(run, style)
        self.bold[start:end] = bytes([bold]) * (end - start)
        if hidden or run.deleted:
            self.hidden |= hidden and not self.text[start:end].isspace()
            self.drop[start:end] = b"\x01" * (end - start)
        elif self._properties.style_toggles(style, None)[1]:  # shown in spite of the paragraph's style
            self.drop[start:end] = bytes(end - start)
        if run.shift and not hidden:
            self._shifted.append((start, end, run.shift))
        if run.struck and not hidden:
            self._strike(start, end)
        self.changed |= run.inserted
        if run.picture:
            self.pictures += [at for at in range(start, end) if self.text[at] == "\x01"]
        if run.deleted:
            self.changed = True
            self.deleted[start:end] = b"\x01" * (end - start)

    def _strike(self, start: int, end: int) -> None:
        """Leave words out that are struck through; the marks of paragraphs and cells among them stay."""
        for at in range(start, end):
            if not ENDS.match(self.text[at]):
                self.drop[at] = 1
                self.struck = self.struck or not self.text[at].isspace()

    def _shift_digits(self) -> None:
        """Digits above or below the line behind a figure become the mark of a note."""
        if not self._shifted:
            return
        characters = list(self.text)
        for start, end, shift in self._shifted:
            if start and characters[start - 1].isdigit():
                characters[start:end] = (raised if shift == 1 else lowered)(self.text[start:end])
        self.text = "".join(characters)

    def _drop_instructions(self) -> None:
        """Fields show their result: what stands between begin and separator, or the whole without one, goes.

        Of "[begin] PAGE [separator]3[end]" the 3 stays, of "[begin] EQ \\o(64)[end]" the 64. A table cell is never part
        of an instruction: a begin mark whose end is gone must not swallow the rows after it.
        """
        open_at: list[int] = []
        formulas: list[tuple[int, str]] = []
        for match in _FIELD.finditer(self.text):
            sign, at = match[0], match.start()
            if sign == "\x13":
                open_at.append(at)
            elif open_at:
                begin = open_at.pop() if sign == "\x15" else open_at[-1]
                if sign == "\x14":
                    open_at[-1] = -1
                if begin >= 0 and at - begin < _LONGEST_INSTRUCTION and CELL_MARK not in self.text[begin:at]:
                    is_shown = self.drop.find(0, begin + 1, at) >= 0
                    self.drop[begin:at] = b"\x01" * (at - begin)
                    if sign == "\x15" and is_shown and (shown := formula_text(self.text[begin + 1 : at])):
                        formulas.append((begin + 1, shown))
        self._show_formulas(formulas)

    def _show_formulas(self, formulas: Sequence[tuple[int, str]]) -> None:
        """Write what a formula shows over the beginning of its longer instruction."""
        if not formulas:
            return
        characters = list(self.text)
        for start, shown in formulas:
            characters[start : start + len(shown)] = shown
            self.drop[start : start + len(shown)] = bytes(len(shown))
        self.text = "".join(characters)


def _character_runs(source: PieceText, runs: Runs, properties: Properties) -> Iterator[tuple[int, int, CharProps]]:
    """(first, past the last, what it says) of the runs that say anything of concern, in text order."""
    for piece in source.pieces:
        stop = piece.offset + (piece.end - piece.start) * piece.width
        first = max(bisect_right(runs.starts, piece.offset) - 1, 0)
        for i in range(first, bisect_left(runs.starts, stop)):
            formatting = properties.character(runs.grpprls[i], piece.extra)
            if formatting is not PLAIN:
                start = piece.start + max(runs.starts[i] - piece.offset, 0) // piece.width
                end = piece.start + (min(runs.ends[i], stop) - piece.offset) // piece.width
                if end > start:
                    yield start, end, formatting
