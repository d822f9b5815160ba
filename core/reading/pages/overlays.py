"""Watermarks, text of stamps and other characters that lie over the report and are no part of it.

A watermark "内部资料2025" in grey across the page leaves a "20" in the cell that holds 6, which then reads 206.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import attrgetter
from statistics import median

from core.reading.pages.page import BLACK, Glyph, Page, TextStyle

_FAINT = 0.55  # lightness; grey text of a report is darker than #808080, watermarks are #A0A0A0 to #E0E0E0
_MUCH_LARGER = 2.2  # times the usual size; a title has at most 2 (22 on 12 points)
_STAMP = 1 / 3  # of a colour's characters that slope: a round stamp, some of whose characters stand upright
_TINTED = 0.3  # lightness from which a watermark larger than the text is told from a dark heading
_LARGER = 1.1
_COVERED = 2  # characters of the report that lie under a large one's box
_PAGES_COMPARED = 3
_SQUARE_SIDE = 24.0  # points
Occurrence = tuple[str, float, float]
"""A character, its left edge and its baseline."""
Run = tuple[TextStyle, int]
"""What the characters of one overlay have in common: style and size in points."""


def remove_overlays(page: Page, repeated: frozenset[Occurrence] = frozenset()) -> str:
    """Take overlays out of a page; returns their text, "" as a rule. repeated: places named by repeated_overlays."""
    sizes = [glyph.size for glyph in page.glyphs]
    if page.styles <= {BLACK} and not repeated and (not sizes or max(sizes) <= _MUCH_LARGER * median(sizes)):
        return ""
    upright = [glyph.size for glyph in page.glyphs if not glyph.style.slopes]
    # Small tiles of a faint watermark may outnumber the text; where the dark characters slope, the page is skewed.
    dark = [glyph.style.slopes for glyph in page.glyphs if glyph.style.lightness < _FAINT]
    if sum(dark) * 2 > len(dark):
        return ""
    runs: dict[Run, list[Glyph]] = defaultdict(list)
    for glyph in page.glyphs:
        runs[glyph.style, round(glyph.size)].append(glyph)
    usual = median(upright) if upright else 0.0
    slopes = _sloping_by_colour(page.glyphs)
    gone = {id(glyph) for glyph in page.glyphs if place_of(glyph) in repeated} if repeated else set()
    # Large ones last: the title of a report is much larger than the figures of its tables, and nothing but the
    # watermark, which is gone by then, lies under it.
    for (style, _), glyphs in sorted(runs.items(), key=lambda run: run[0][0].lightness < _FAINT):
        others = [glyph for glyph in page.glyphs if id(glyph) not in gone]
        if style.slopes or slopes.get(style.colour, 0.0) >= _STAMP or _lies_over(glyphs, others, usual):
            gone |= {id(glyph) for glyph in glyphs}
    removed = [glyph for glyph in page.glyphs if id(glyph) in gone]
    if removed:
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]
    return "".join(glyph.text for glyph in removed)


place_of: Callable[[Glyph], Occurrence] = attrgetter("text", "x0", "base")
"""The character with its place: equal for one overlay on two pages, which programs print by one instruction."""


def repeated_overlays(pages: Sequence[Page]) -> frozenset[Occurrence]:
    """Characters at one place on each of the first pages that lie across the text of one of them at least.

    A header row printed again on every page stands at one place too, but across nothing. What lies across nothing is
    an overlay where its colour is used for nothing else and other text stands both above and below it: a single grey
    "内部资料" may happen to lie beside the figure 0 of an otherwise blank row.
    """
    if len(pages) < 2:
        return frozenset()
    tinted = _tinted_repeated(pages)
    if len(pages) < _PAGES_COMPARED:
        return tinted
    common = set(map(place_of, pages[0].glyphs))
    for page in pages[1:]:
        common.intersection_update(map(place_of, page.glyphs))
    if not common:
        return tinted
    found: set[Occurrence] = set(tinted)
    for page in pages:
        over: list[Glyph] = []
        under: list[Glyph] = []
        for glyph in page.glyphs:
            (over if place_of(glyph) in common else under).append(glyph)
        for word in _words(over):
            base, reach = word[0].base, 2 * word[0].size
            near = [g for g in under if abs(g.base - base) < reach or abs(g.base - base) < 2 * g.size]
            if _covered(word, near, 1):
                found |= {place_of(glyph) for glyph in word}
    return frozenset(found)


def _tinted_repeated(pages: Sequence[Page]) -> frozenset[Occurrence]:
    """Characters of a colour all of whose characters stand at the same places on every page, amid the text of one."""
    places: list[dict[int, set[Occurrence]]] = []
    for page in pages:
        of_page: dict[int, set[Occurrence]] = defaultdict(set)
        for glyph in page.glyphs:
            if glyph.style.colour and glyph.text.strip():
                of_page[glyph.style.colour].add(place_of(glyph))
        places.append(of_page)
    found: set[Occurrence] = set()
    for colour, own in places[0].items():
        if all(of_page.get(colour) == own for of_page in places[1:]) and any(_is_amid(own, colour, p) for p in pages):
            found |= own
    return frozenset(found)


def _is_amid(own: set[Occurrence], colour: int, page: Page) -> bool:
    """Whether other text stands above and below all of the characters, as it does not of a running header."""
    bases = [glyph.base for glyph in page.glyphs if glyph.style.colour != colour]
    return bool(bases) and min(bases) < min(o[2] for o in own) and max(o[2] for o in own) < max(bases)


def _words(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters of one size on one line with no gap of more than a character between them."""
    words: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (round(g.base), round(g.size), g.x0)):
        last = words[-1][-1] if words else None
        if (
            last is not None
            and abs(glyph.base - last.base) < 1
            and glyph.x0 - last.x1 < glyph.size
            and round(glyph.size) == round(last.size)
        ):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _sloping_by_colour(glyphs: Sequence[Glyph]) -> dict[int, float]:
    """For each colour but black the share of its characters that slope."""
    count: dict[int, list[bool]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.style.colour:
            count[glyph.style.colour].append(glyph.style.slopes)
    return {colour: sum(sloping) / len(sloping) for colour, sloping in count.items()}


def _lies_over(glyphs: Sequence[Glyph], all_glyphs: Sequence[Glyph], usual: float) -> bool:
    """Whether an upright run is fainter or much larger than the text and stands across it."""
    style = glyphs[0].style
    faint = style.lightness >= _FAINT  # white letters of a dark header cell lie across nothing
    tinted = style.lightness >= _TINTED and glyphs[0].size > _LARGER * usual
    large = glyphs[0].size > _MUCH_LARGER * usual
    if not faint and not tinted and not large:
        return False
    others = [
        glyph for glyph in all_glyphs if glyph.style != style or not 0.8 < glyph.size / max(glyphs[0].size, 0.1) < 1.25
    ]
    return _covered(glyphs, others, 1 if faint else _COVERED)


def _covered(over: Sequence[Glyph], under: Sequence[Glyph], least: int) -> bool:
    """Whether at least so many of the lower characters have their middle inside the box of an upper one."""
    middles = _by_square(under)
    found = 0
    for glyph in over:
        columns = range(int(glyph.x0 // _SQUARE_SIDE), int(glyph.x1 // _SQUARE_SIDE) + 1)
        rows = range(int(glyph.top // _SQUARE_SIDE), int(glyph.bottom // _SQUARE_SIDE) + 1)
        if len(columns) * len(rows) > len(middles):  # a character larger than the page
            squares = list(middles)
        else:
            squares = [(column, row) for column in columns for row in rows]
        for square in squares:
            for x, y in middles.get(square, ()):
                found += glyph.x0 < x < glyph.x1 and glyph.top < y < glyph.bottom
        if found >= least:
            return True
    return False


def _by_square(glyphs: Sequence[Glyph]) -> dict[tuple[int, int], list[tuple[float, float]]]:
    """Middles of characters by the square of the page they are in, so that each looks at its neighbours only."""
    squares: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text.strip():
            x, y = glyph.middle
            squares[int(x // _SQUARE_SIDE), int(y // _SQUARE_SIDE)].append((x, y))
    return squares
