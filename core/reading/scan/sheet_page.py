"""A picture of a page (or of a table) as the Page that the layout of all page formats works on.

Ruling lines are its edges, recognised characters its glyphs, so tables over several pages, paragraphs, page numbers and
running headers are treated like those of a PDF with text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.pages.page import OFF_PICTURE, Box, Glyph, Page
from core.reading.pages.ruled_grid import GridCell, grid_of
from core.reading.pages.rulings import groups
from core.reading.scan import cells, figures, unruled
from core.reading.scan.cells import Ink
from core.reading.scan.decoding import full_text
from core.reading.scan.engine import Grey
from core.reading.scan.figures import Figure, Line
from core.reading.scan.lines import rulings, without_rulings
from core.reading.scan.shades import on_white
from core.reading.scan.straighten import CHARACTER, Sheet, straighten
from core.reading.scan.text_boxes import TextBox
from core.reading.scan.unruled import Unruled

POINT = 0.36  # points of a pixel of the straightened sheet: its characters are 11 points tall, like a report's
_DARK = 200
_FIGURE_GAP = 0.34  # heights between figures of a row without lines
_SHORTEST_SIDE = 24  # pixels, below which no line of a table is legible
_LONGEST_SIDE = 2600  # pixels of a picture: an A4 page at 220 dpi
_FEWEST_FIGURES = 3
_ONE_LINE = 1.3  # heights of a character
_MOST_OF = 0.6  # of the ink's height that the detected lines have to cover
_FEWEST_CHINESE = 4
_LONGEST_FIGURE = 4.0  # heights
_DUST_SIGNS = " ·・．.,，'`‘:：-"  # that specks of dirt beside a label are read as
_NO_NUMBER = re.compile(r"^[（(][^\u4e00-\u9fff\d]?[)）]")
_SAME_FIGURE = 0.7  # heights between pieces of one figure, at most
_OPENING = "《（“‘【〈「〔"
_FEWEST_PITCHES = 4  # between characters, to tell how large the type is
_LEAST_EM, _MOST_EM = 0.9, 1.5  # of the ink's height
_LEAST_CERTAIN = 0.3  # mean certainty of a line of text that is none


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with its box in reading coordinates; blank cells are figures without text."""

    box: Box
    figure: Figure
    is_blank: bool = False


@dataclass(slots=True)
class SheetPage:
    """The page, and the figures on it with how sure they are. sheet gives the way back to the picture."""

    page: Page
    sheet: Sheet
    point: float = POINT  # points of a pixel of the sheet
    reduced: float = 1.0  # size at which the picture was looked at
    figures: list[FoundFigure] = field(default_factory=list)
    cleared: Grey = field(default_factory=lambda: np.zeros((0, 0), np.uint8))  # the sheet without its rulings

    def in_picture(self, box: Box) -> Box:
        """A box in reading coordinates in pixels of the picture."""
        x0, top, x1, bottom = self.sheet.in_picture(self.in_pixels(box))
        return x0 / self.reduced, top / self.reduced, x1 / self.reduced, bottom / self.reduced

    def in_pixels(self, box: Box) -> Box:
        """A box in reading coordinates in pixels of the sheet."""
        return box[0] / self.point, box[1] / self.point, box[2] / self.point, box[3] / self.point

    def in_points(self, ink: Ink) -> Box:
        """A line of ink in reading coordinates."""
        return ink.x0 * self.point, ink.top * self.point, ink.x1 * self.point, ink.bottom * self.point

    def grids(self) -> list[tuple[float, ...]]:
        """Upright lines of each ruled table, from the top of the page down."""
        grids = [grid_of(ruling) for ruling in groups(self.page.horizontals, self.page.verticals)]
        return [grid.xs for grid in sorted((g for g in grids if g is not None), key=lambda g: g.ys[0])]


def read_picture(picture: Image.Image, step: Callable[[], None], points: float | None = None) -> SheetPage | None:
    """What a picture shows; None where it holds no text. step is called between the steps and may raise.

    points is the size of the picture's pixels; without it the size of the text decides.
    """
    if min(picture.size) < _SHORTEST_SIDE:
        return None
    reduced = min(1.0, _LONGEST_SIDE / max(picture.size))
    if reduced < 1.0:
        size = round(picture.width * reduced), round(picture.height * reduced)
        picture = picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    grey = on_white(picture)
    del picture
    step()
    sheet = straighten(grey, step)
    if sheet is None:
        return None
    height, width = sheet.grey.shape
    point = POINT if points is None else points / (sheet.scale * reduced)
    page = Page(width * point, height * point)
    found = SheetPage(page, sheet, point, reduced)
    level, upright = rulings(sheet.grey < _DARK, CHARACTER)
    page.horizontals = [(y * point, a * point, b * point) for y, a, b in level]
    page.verticals = [(x * point, a * point, b * point) for x, a, b in upright]
    found.cleared = without_rulings(sheet.grey, level, upright)
    step()
    ruled = _cells(page)
    free = [box for box in sheet.boxes if not any(_covers(found.in_pixels(cell.box), box) for cell in ruled)]
    table = unruled.find(sheet.grey, free, CHARACTER, lambda inks: _holds_words(sheet.grey, inks))
    labels: list[GridCell] = []
    if table is not None:
        own = _drawn(found, table)
        labels = [cell for cell in own if cell.box[0] * 2 < (table.xs[0] + table.xs[1]) * point]
        _read_labels(found, table)
        ruled += [cell for cell in own if cell not in labels]
        free = [box for box in free if not _is_used(box, table)]
    _read_cells(found, ruled, step)
    covered = [found.in_pixels(cell.box) for cell in [*ruled, *labels]]
    _read_text(found, [box for box in free if not any(_covers(cell, box) for cell in covered)])
    step()
    return found if _is_text(page) else None


def _is_text(page: Page) -> bool:
    """Whether what was read is a text and not a drawing's strokes: a report's page has Chinese on it."""
    return sum("\u4e00" <= glyph.text <= "\u9fff" for glyph in page.glyphs) >= _FEWEST_CHINESE


def _cells(page: Page) -> list[GridCell]:
    grids = [grid_of(ruling) for ruling in groups(page.horizontals, page.verticals)]
    return [cell for grid in grids if grid is not None for cell in grid.cells]


def _holds_words(grey: Grey, inks: Sequence[Ink]) -> bool:
    return any(line.figure is None for line in figures.read(grey, inks, CHARACTER))


def _drawn(found: SheetPage, table: Unruled) -> list[GridCell]:
    """The cells of a table without lines, its borders drawn on the page as if it had some."""
    point = found.point
    xs, ys = [x * point for x in table.xs], [y * point for y in table.ys]
    level = [(y, xs[0], xs[-1]) for y in ys]
    upright = [(x, ys[0], ys[-1]) for x in xs]
    found.page.horizontals += level
    found.page.verticals += upright
    grids = [grid_of(ruling) for ruling in groups(level, upright)]
    return [cell for grid in grids if grid is not None for cell in grid.cells]


def _read_labels(found: SheetPage, table: Unruled) -> None:
    """The labels of a table without lines, each written as one line in the middle of its row."""
    inks = [ink for row in table.rows for ink in row.label]
    read = iter(figures.read(found.sheet.grey, inks, CHARACTER))
    for row in table.rows:
        text = label_text("".join(next(read).text for _ in row.label))
        middle, half = (row.top + row.bottom) / 2, 0.3 * min(CHARACTER, row.bottom - row.top)
        left, right = table.xs[0] + 0.25 * CHARACTER, table.xs[1] - 0.25 * CHARACTER
        ink = Ink(round(left), round(middle - half), round(right), round(middle + half))
        found.page.glyphs += _glyphs(text, found.in_points(ink))


def _is_used(box: TextBox, table: Unruled) -> bool:
    """Whether a line of text is one of a row's label."""
    return any(
        ink.x0 <= (box.x0 + box.x1) / 2 <= max(ink.x1, box.x1) and ink.top <= (box.top + box.bottom) / 2 <= ink.bottom
        for row in table.rows
        for ink in row.label
    )


def _read_cells(found: SheetPage, ruled: list[GridCell], step: Callable[[], None]) -> None:
    """Every line of ink of every cell; a cell with one line that is no word holds a figure."""
    grey = found.cleared
    inks: list[Ink] = []
    owners: list[int] = []
    for index, cell in enumerate(ruled):
        box = cells.inside(grey, found.in_pixels(cell.box))
        own = _lines_of(found, box)
        inks += own
        owners += [index] * len(own)
        if not own:
            clean = cells.is_clean(grey, box)
            # Never sure: a stamp may have cut the figure's cell in two, and a form is seldom left blank.
            found.figures.append(FoundFigure(cell.box, Figure("", False, "", 100 * clean), True))
    lines: list[list[Line]] = [[] for _ in ruled]
    for owner, line in zip(owners, figures.read(grey, inks, CHARACTER), strict=True):
        lines[owner].append(line)
    step()
    for cell, own_lines in zip(ruled, lines, strict=True):
        worded = any(line.figure is None for line in own_lines)
        for line in own_lines:
            text = label_text(line.text) if worded else line.text
            found.page.glyphs += _glyphs(text, found.in_points(line.ink))
        if own_lines and all(line.figure is not None for line in own_lines):
            found.figures.append(FoundFigure(cell.box, _one_figure(own_lines)))


def label_text(read: str) -> str:
    """A line of a table's label without what specks beside it are read as, and without a number in brackets that is
    none: what the row is called tells more than （L）."""
    return _NO_NUMBER.sub("", read.strip(_DUST_SIGNS))


def _lines_of(found: SheetPage, cell: cells.Box) -> list[Ink]:
    """By the gaps between lines; by the detected lines where there seem to be several."""
    own = cells.lines_of_ink(found.cleared, cell, CHARACTER)
    if all(ink.height < _ONE_LINE * CHARACTER for ink in own):
        return own
    boxes = [box for box in found.sheet.boxes if _covers(cell, box)]
    detected = cells.lines_by_boxes(found.cleared, cell, boxes)
    tall = sum(ink.height for ink in detected) >= _MOST_OF * sum(ink.height for ink in own)
    return detected if len(detected) >= max(2, len(own)) and tall else own


def _one_figure(lines: list[Line]) -> Figure:
    """A figure of several lines is never sure: it may be broken, or a stain is among them."""
    first = lines[0].figure
    if len(lines) == 1 and first is not None:
        return first
    return Figure("\n".join(line.text for line in lines), False, "", round(100 * min(x.certainty for x in lines)))


def _read_text(found: SheetPage, boxes: list[TextBox]) -> None:
    """Lines of text outside the tables."""
    grey = found.sheet.grey
    inks = [ink for box in boxes if (ink := _ink_of(grey, box)) is not None]
    pieces = _joined([_pieces(grey, ink) for ink in inks])
    short = [piece for own in pieces for piece in own]
    read = figures.read(grey, [*inks, *short], CHARACTER)
    rest = iter(read[len(inks) :])
    for line, own in zip(read, pieces, strict=False):
        parts = [next(rest) for _ in own]
        if not _add_figure_row(found, line, parts):
            text = line.text
            if line.figure is None and line.certainty < 0.1 and _mean(line) < _LEAST_CERTAIN:
                continue
            found.page.glyphs += _glyphs(text, found.in_points(_set(line)))
            if line.figure is not None:
                found.figures.append(FoundFigure(found.in_points(line.ink), line.figure))


def _set(line: Line) -> Ink:
    """A line of text as it was set: from the first character's square to the end of its ink, and as tall as a square.
    A bracket leaves half of its square white, which is no indent, and a comma may stand behind the margin; where no
    squares can be told, the ink."""
    ink = line.ink
    places = _positions(line) if line.figure is None else []
    pitches = [
        right[1] - left[1] for left, right in itertools.pairwise(places) if _is_square(left[0]) and _is_square(right[0])
    ]
    if len(pitches) < _FEWEST_PITCHES:
        return ink
    usual = float(np.median(pitches))
    em = float(np.mean([pitch for pitch in pitches if abs(pitch - usual) < 0.4 * usual]))  # steps are coarse
    if not _LEAST_EM * ink.height < em < _MOST_EM * ink.height:
        return ink
    x0 = ink.x0
    if places[0][0] in _OPENING:
        x0 = min(x0, max(round(places[0][1] - em / 2), round(x0 - 0.6 * em)))
    middle = (ink.top + ink.bottom) / 2
    return Ink(x0, round(middle - em / 2), ink.x1, round(middle + em / 2))


def _is_square(character: str) -> bool:
    return character > "\u2e80"


def _mean(line: Line) -> float:
    if line.answer is None:
        return line.certainty
    certainty = line.answer.max(axis=1)[line.answer.argmax(axis=1) > 0]
    return float(certainty.mean()) if len(certainty) else 0.0


def _covers(cell: Box | cells.Box, box: TextBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _ink_of(grey: np.ndarray, box: TextBox) -> Ink | None:
    """The tallest line of ink in a box, as wide as the box where it touches its sides."""
    bounds = (
        max(0, int(box.x0)),
        max(0, int(box.top)),
        min(grey.shape[1], int(box.x1)),
        min(grey.shape[0], int(box.bottom)),
    )
    own = cells.lines_of_ink(grey, bounds, CHARACTER)
    if not own:
        return None
    top, bottom = min(ink.top for ink in own), max(ink.bottom for ink in own)
    return Ink(min(ink.x0 for ink in own), top, max(ink.x1 for ink in own), bottom)


def _pieces(grey: np.ndarray, ink: Ink) -> list[Ink]:
    """The line cut at its gaps, where three short pieces at least stand at its end."""
    box = (ink.x0, ink.top, ink.x1, ink.bottom)
    parts = cells.parts_across(grey, box, round(_FIGURE_GAP * ink.height))
    short = 0
    while short < len(parts) and parts[-1 - short].width <= _LONGEST_FIGURE * CHARACTER * 0.7:
        short += 1
    return parts[len(parts) - short :] if short >= _FEWEST_FIGURES else []


def _joined(rows: list[list[Ink]]) -> list[list[Ink]]:
    """The pieces with those of one figure joined, a 1 and what stands far from it: by the columns of the rows that
    have as many pieces as most."""
    counts = [len(row) for row in rows if row]
    if not counts:
        return rows
    usual = max(sorted(set(counts)), key=counts.count)
    telling = [row for row in rows if len(row) == usual]
    if len(telling) < _FEWEST_FIGURES:
        return rows
    middles = np.median([[(piece.x0 + piece.x1) / 2 for piece in row] for row in telling], axis=0)
    return [_joined_row(row, middles) if len(row) > usual else row for row in rows]


def _joined_row(row: list[Ink], middles: NDArray[np.float64]) -> list[Ink]:
    joined: list[tuple[Ink, int]] = []
    for piece in row:
        column = int(np.abs(middles - (piece.x0 + piece.x1) / 2).argmin())
        last, own = joined[-1] if joined else (None, -1)
        if last is not None and own == column and piece.x0 - last.x1 < _SAME_FIGURE * piece.height:
            joined[-1] = Ink(last.x0, min(last.top, piece.top), piece.x1, max(last.bottom, piece.bottom)), own
        else:
            joined.append((piece, column))
    return [piece for piece, _ in joined]


def _add_figure_row(found: SheetPage, line: Line, parts: list[Line]) -> bool:
    """A row of figures behind a label, or alone: each figure by itself, the label in front as the line reads it."""
    first = len(parts)
    while first and parts[first - 1].figure is not None and parts[first - 1].text:
        first -= 1
    row = parts[first:]
    if len(row) < _FEWEST_FIGURES:
        return False
    edge = row[0].ink.x0
    label = [(character, at) for character, at in _positions(line) if at < edge - 0.1 * CHARACTER]
    if label:
        text = "".join(character for character, _ in label)
        right = min(label[-1][1] + 0.5 * CHARACTER, edge - 0.4 * CHARACTER)
        ink = Ink(line.ink.x0, line.ink.top, round(right), line.ink.bottom)
        found.page.glyphs += _glyphs(text, found.in_points(ink))
    for part in row:
        if part.figure is not None:
            ink = Ink(part.ink.x0, line.ink.top, part.ink.x1, line.ink.bottom)
            found.page.glyphs += _glyphs(part.text, found.in_points(ink))
            found.figures.append(FoundFigure(found.in_points(ink), part.figure))
    return True


def _positions(line: Line) -> list[tuple[str, float]]:
    """Each character of a line over the whole alphabet with its middle in pixels of the sheet, by the steps of the
    model's answer."""
    if line.answer is None or not len(line.answer):
        return []
    # The crop has a margin of a quarter of its height at either side: see cells.crop.
    margin, body = cells.margins(line.ink, CHARACTER, figures.share_of(line.ink, CHARACTER))
    per_step = body / len(line.answer)
    read = full_text(line.answer)
    return [
        (character, line.ink.x0 - margin + step * per_step)
        for character, step in zip(read.text, read.steps, strict=True)
    ]


def _glyphs(text: str, box: Box) -> list[Glyph]:
    """Characters side by side over the width of their line, without gaps: what was read is one run."""
    x0, top, x1, bottom = box
    weights = [1.0 if _is_square(character) else 0.55 for character in text]
    total = sum(weights) or 1.0
    size = bottom - top
    glyphs = []
    left = x0
    for character, weight in zip(text, weights, strict=True):
        right = left + (x1 - x0) * weight / total
        glyphs.append(Glyph(character, left, top, right, bottom, bottom, size, OFF_PICTURE))
        left = right
    return glyphs
