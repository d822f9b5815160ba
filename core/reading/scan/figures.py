"""Figures of a page: every crop read twice, at two scales, and what that says of its sureness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.reading.scan.cells import Ink, blobs, crop, slant_of
from core.reading.scan.decoding import Reading, figure_text, full_text, runner_up
from core.reading.scan.engine import Floats, Grey, read_lines

_LARGE, _SMALL = 0.62, 0.44  # of the line's height that the ink takes in the two readings
_WORDS = 0.8
_WIDEST = 9.0  # heights: longer lines hold words
_SURE = 0.72  # certainty of the least certain sign, in both readings
_LEGIBLE = 0.25
_WELL_FORMED = re.compile(r"\d+|\d+\.\d+|-\d+(?:\.\d+)?|-|/|--")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_LOOKS_LIKE_A_SIGN = "一口〇丨日目曰囗工"
_WORD_CERTAINTY = 0.6
_HEIGHTS = (0.8, 1.25)  # of the usual height
_LEANING = 0.15  # of its height, from foot to head
_POINTS = ".,"
_DASH_SHAPE = 1.8  # times as wide as tall
_DASHES = ("-", "--", "/")
_DIGIT_WIDTH = (0.28, 0.95)  # of its height, of a digit with its gap


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as read: text is '' where it could not be. certainty in percent."""

    text: str
    sure: bool
    second: str
    certainty: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ink: its text, and the figure where it is one."""

    ink: Ink
    text: str
    certainty: float
    figure: Figure | None
    answer: Floats | None = None


def read(sheet: Grey, inks: Sequence[Ink], character: int) -> list[Line]:
    """All lines of ink of a page's cells, in few calls of the model."""
    short = [index for index, ink in enumerate(inks) if ink.width <= _WIDEST * max(ink.height, 0.6 * character)]
    crops = [crop(sheet, ink, character, share_of(ink, character)) for ink in inks]
    small = [crop(sheet, inks[index], character, _SMALL) for index in short]
    answers = read_lines(crops + small)
    second = dict(zip(short, answers[len(inks) :], strict=True))
    lines = [
        _line(sheet, ink, answer, second.get(index))
        for index, (ink, answer) in enumerate(zip(inks, answers, strict=False))
    ]
    return _of_one_size(lines)


def _of_one_size(lines: list[Line]) -> list[Line]:
    """Digits of a page are of one height: a figure of another is a stain, a piece of one, or touched by something."""
    heights = [line.ink.height for line in lines if line.figure is not None and line.figure.sure and len(line.text) < 3]
    usual = float(np.median(heights)) if heights else 0.0
    return [line if _is_usual(line, usual) else replace(line, figure=_doubted(line.figure)) for line in lines]


def _is_usual(line: Line, usual: float) -> bool:
    if line.figure is None or not line.figure.sure or line.text in _DASHES:
        return True
    return _HEIGHTS[0] * usual <= line.ink.height <= _HEIGHTS[1] * usual


def _doubted(figure: Figure | None) -> Figure | None:
    return None if figure is None else replace(figure, sure=False)


def share_of(ink: Ink, character: int) -> float:
    """How much of its crop's height a line takes in the first reading; words more than digits."""
    return _LARGE if ink.width <= _WIDEST * max(ink.height, 0.6 * character) else _WORDS


def _line(sheet: Grey, ink: Ink, answer: Floats, again: Floats | None) -> Line:
    words = full_text(answer)
    if again is None or _is_word(words) or _is_word(full_text(again)):
        return Line(ink, words.text, words.certainty, None, answer)
    first, other = figure_text(answer), figure_text(again)
    figure = _figure(first, other, blobs(sheet, ink), ink, runner_up(answer), slant_of(sheet, ink))
    return Line(ink, figure.text, first.certainty, figure, answer)


def _is_word(words: Reading) -> bool:
    """Whether a line holds a character that no figure has."""
    return any(
        _WORD.match(character) and character not in _LOOKS_LIKE_A_SIGN and certainty >= _WORD_CERTAINTY
        for character, certainty in zip(words.text, words.certainties, strict=True)
    )


def _figure(first: Reading, other: Reading, pieces: int, ink: Ink, instead: str, slant: float) -> Figure:
    certainty = min(first.certainty, other.certainty)
    if not first.text.strip(_POINTS) and not other.text.strip(_POINTS):
        return Figure("-", False, "", 0) if _is_flat(ink) and pieces == 1 else Figure("", False, "", 0)
    if not first.text.strip(_POINTS) or (other.certainty > first.certainty and first.certainty < _LEGIBLE):
        first, other = other, first
    agree = first.text == other.text
    sure = agree and not ink.touches and certainty >= _SURE and _WELL_FORMED.fullmatch(first.text) is not None
    sure = sure and _fits(first.text, pieces, ink) and _stands_as_read(first.text, slant, ink)
    text = first.text if sure else _without_specks(first.text)
    second = "" if sure else (_without_specks(other.text) if not agree else instead)
    return Figure(text, sure, second if second != text else "", round(100 * certainty))


def _is_flat(ink: Ink) -> bool:
    """Whether a stroke that the model reads as nothing lies like a dash: to be asked for, never sure."""
    return ink.width >= _DASH_SHAPE * ink.height


def _without_specks(text: str) -> str:
    """Points at the ends of a figure are specks of dirt."""
    return text.strip(".,") if any(sign.isdigit() for sign in text) else text


def _stands_as_read(text: str, slant: float, ink: Ink) -> bool:
    """Whether a lone 1 stands, a lone / leans and dashes lie: on coarse pictures each is taken for another."""
    if text in ("-", "--"):
        return ink.height < ink.width
    return (text != "1" or slant < _LEANING) and (text != "/" or slant > _LEANING)


def _fits(text: str, pieces: int, ink: Ink) -> bool:
    """Whether the ink has as many pieces as the text has signs, or at least its width."""
    digits = sum(sign.isdigit() for sign in text)
    wide = ink.width / max(ink.height, 1)
    if pieces == len(text):
        return not digits or wide < len(text) * _DIGIT_WIDTH[1]
    return pieces < len(text) and digits * _DIGIT_WIDTH[0] + 0.15 < wide < digits * _DIGIT_WIDTH[1]
