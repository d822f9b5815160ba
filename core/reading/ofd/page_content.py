"""OFD: the objects of a page as characters and drawn lines in points (GB/T 33190 chapters 8 to 11)."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from core.reading.ofd.package import (
    Element,
    PagePart,
    attribute,
    box_of,
    child,
    children,
    local_name,
    numbers,
)
from core.reading.pages.coordinates import (
    IDENTITY,
    Frame,
    Matrix,
    apply,
    apply_box,
    multiply,
    rotation_by_quarters,
)
from core.reading.pages.page import Glyph, Page, TextStyle, slopes
from core.reading.pdf.lookalikes import plain
from core.reading.pdf.ruling_collector import RulingCollector

_POINTS = 72 / 25.4  # in a millimetre
_DEEPEST = 8  # blocks within blocks, drawings within drawings
_MOST_OBJECTS = 100_000  # of one page
_MOST_CHARACTERS = 200_000  # of one page
_MOST_STEPS = 2000  # of one path
_ASCENT = 0.88  # of the size, above the baseline
_MARGIN = 36.0  # points
_USUAL_SIZE = 10.5  # points
_SIZES = (6.0, 30.0)  # points between which the commonest size of a page is believed
_PATH_POINTS = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3, "A": 0, "C": 0}  # points that each operator takes


@dataclass(frozen=True, slots=True)
class _Text:
    """Characters of one TextCode: x, y and advance in the object's own millimetres."""

    characters: list[tuple[str, float, float, float]]
    size: float
    matrix: Matrix
    style: TextStyle


def page_content(part: PagePart, composites: dict[str, Element]) -> Page:
    """Characters, lines and pictures of a page, turned so that its text reads upright."""
    left, top, width, height = part.paper
    to_paper: Matrix = (_POINTS, 0.0, 0.0, _POINTS, -left * _POINTS, -top * _POINTS)
    objects: list[tuple[Element, Matrix]] = []
    drawings = _Drawings(composites)
    for root in (*part.templates, part.content):
        for layer in children(child(root, "Content"), "Layer"):
            objects += _objects(layer, to_paper, drawings, 0)
    texts = [text for element, matrix in _spans(objects) for text in _texts(element, matrix)]
    frame, factor = _frame(texts, width * _POINTS, height * _POINTS)
    page = Page(frame.width, frame.height, place=frame.place)
    for text in texts:
        _add_glyphs(text, frame.to_reading, page)
    page.styles = {glyph.style for glyph in page.glyphs}
    rulings = RulingCollector(page)
    for element, matrix in objects:
        name = local_name(element)
        whole = multiply(matrix, frame.to_reading)
        if name == "PathObject":
            page.drawn += 1
            _add_path(element, whole, rulings)
        elif name == "ImageObject":
            _add_picture(element, whole, page)
    if factor != 1.0 and page.glyphs:  # most of a page whose text is a corner of it is of no use
        page.width = min(page.width, max(glyph.x1 for glyph in page.glyphs) + _MARGIN)
        page.height = min(page.height, max(glyph.bottom for glyph in page.glyphs) + _MARGIN)
    return page


@dataclass(slots=True)
class _Drawings:
    """Drawings used by reference, and how many elements of a page may still be visited: a drawing may hold itself
    twice, and that twice again."""

    by_id: dict[str, Element]
    left: int = _MOST_OBJECTS


def _objects(parent: Element, matrix: Matrix, drawings: _Drawings, depth: int) -> Iterator[tuple[Element, Matrix]]:
    """Text, paths and pictures below a layer with the matrix to the paper; blocks and drawings are opened."""
    for element in children(parent):
        drawings.left -= 1
        if depth > _DEEPEST or drawings.left < 0:
            return
        name = local_name(element)
        if attribute(element, "Visible").lower() == "false":
            continue
        if name == "PageBlock":
            yield from _objects(element, matrix, drawings, depth + 1)
        elif name in ("TextObject", "PathObject", "ImageObject"):
            yield element, matrix
        elif name == "CompositeObject":
            content = child(drawings.by_id.get(attribute(element, "ResourceID")), "Content")
            if content is not None:
                yield from _objects(content, multiply(_object_matrix(element), matrix), drawings, depth + 1)


def _object_matrix(element: Element) -> Matrix:
    """From an object's own coordinates to those of what it stands in: its CTM, then its Boundary's corner."""
    boundary = box_of(attribute(element, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
    found = numbers(attribute(element, "CTM"))
    own: Matrix = (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else IDENTITY
    return multiply(own, (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]))


# --- text -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    """A TextObject, or several that a converter cut from one line and gave the line's Boundary each."""

    elements: tuple[Element, ...]


def _spans(objects: Sequence[tuple[Element, Matrix]]) -> Iterator[tuple[_Span, Matrix]]:
    """TextObjects in their order, those put together that are pieces of one.

    A widespread converter from PDF changes the font between Chinese and figures, and gives every piece of the line
    the box of the whole line and its beginning:
        Boundary="21.3 15.2 3.9 1.3" 3.      Boundary="21.3 15.2 3.9 1.3" 补正
    so that they lie over each other.
    """
    waiting: list[Element] = []
    where = IDENTITY
    for element, matrix in objects:
        if local_name(element) != "TextObject":
            continue
        if waiting and (matrix != where or not _is_same_line(waiting[-1], element)):
            yield _Span(tuple(waiting)), where
            waiting = []
        waiting.append(element)
        where = matrix
    if waiting:
        yield _Span(tuple(waiting)), where


def _is_same_line(before: Element, element: Element) -> bool:
    boundary = attribute(element, "Boundary")
    codes = [code for one in (before, element) for code in children(one, "TextCode")]
    return (
        bool(boundary)
        and boundary == attribute(before, "Boundary")
        and attribute(element, "CTM") == attribute(before, "CTM")
        and len(codes) == 2
        and len({(code.get("X"), code.get("Y")) for code in codes}) == 1
    )


def _texts(span: _Span, matrix: Matrix) -> Iterator[_Text]:
    element = span.elements[0]
    size = next(iter(numbers(attribute(element, "Size"))), 0.0)
    if size <= 0:
        return
    whole = multiply(_object_matrix(element), matrix)
    angle = math.atan2(whole[1], whole[0]) % math.tau
    style = TextStyle(_colour(element), slopes(angle))
    if len(span.elements) > 1:
        text = "".join(code.text or "" for one in span.elements for code in children(one, "TextCode"))
        code = next(children(element, "TextCode"))
        boundary = box_of(attribute(element, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
        yield _Text(_spread(code, text, size, boundary[2]), size, whole, style)
        return
    x = y = 0.0
    for code in children(element, "TextCode"):
        # A TextCode without a place of its own goes on at the one before it.
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        stretch = next(iter(numbers(attribute(element, "HScale"))), 1.0)
        yield _Text(_placed(code, x, y, size * stretch), size, whole, style)


def _placed(code: Element, x: float, y: float, size: float) -> list[tuple[str, float, float, float]]:
    """Characters at the distances that DeltaX and DeltaY give, at their usual width without."""
    text = code.text or ""
    across, down = _distances(code.get("DeltaX"), len(text)), _distances(code.get("DeltaY"), len(text))
    found = []
    for index, character in enumerate(text):
        width = _width(character) * size
        step_x = across[index] if index < len(across) else (0.0 if down else width)
        # A narrower step than the character is wide is what it takes: fonts differ, and gaps decide about columns.
        found.append((character, x, y, min(width, step_x) if step_x > 0.2 * size else width))
        x += step_x
        y += down[index] if index < len(down) else 0.0
    return found


def _spread(code: Element, text: str, size: float, room: float) -> list[tuple[str, float, float, float]]:
    """The characters of a line cut in pieces, over the width of its Boundary."""
    x, y = next(iter(numbers(code.get("X"))), 0.0), next(iter(numbers(code.get("Y"))), 0.0)
    usual = sum(_width(character) for character in text) * size
    factor = room / usual if usual > 0 and 0.5 < room / usual < 2 else 1.0
    found = []
    for character in text:
        width = _width(character) * size * factor
        found.append((character, x, y, width))
        x += width
    return found


def _distances(text: str | None, most: int) -> list[float]:
    """The list "3.5 g 4 3.6 7" as 3.5, 3.6 four times, 7; no more than a text has characters."""
    found: list[float] = []
    parts = iter((text or "").split())
    try:
        for part in parts:
            if part == "g":
                count = int(next(parts))
                found += numbers(next(parts)) * min(max(count, 0), most)
            else:
                found += numbers(part)
            if len(found) >= most:
                break
    except (ValueError, StopIteration):
        pass
    return found[:most]


def _width(character: str) -> float:
    """Of the size: Chinese characters are square, others about half as wide."""
    return 1.0 if unicodedata.east_asian_width(character) in "WF" or character in "“”‘’—…" else 0.5


def _colour(element: Element) -> int:
    """0xRRGGBB of the fill; black without one. Value is an attribute in the standard, an element by some writers."""
    fill = child(element, "FillColor")
    if fill is None:
        return 0
    inner = child(fill, "Value")
    parts = numbers(fill.get("Value") or (inner.text if inner is not None else None))
    alpha = next(iter(numbers(fill.get("Alpha"))), 255.0) * next(iter(numbers(element.get("Alpha"))), 255.0) / 255
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) != 3:
        return 0
    colour = 0
    for part in parts:
        colour = colour << 8 | min(max(int(255 - (255 - part) * alpha / 255), 0), 255)
    return colour


def _frame(texts: Sequence[_Text], width: float, height: float) -> tuple[Frame, float]:
    """Turned so that most text reads upright, and scaled by a factor (1 as a rule) where units are no millimetres.

    A widespread converter writes the points of a PDF page as its size in millimetres and the text eight times
    smaller; distances of lines and columns are judged in points of usual text.
    """
    turns: Counter[int] = Counter()
    sizes: list[float] = []
    for text in texts:
        count = len(text.characters)
        if not text.style.slopes:
            turns[-round(math.atan2(text.matrix[1], text.matrix[0]) / (math.pi / 2)) % 4] += count
        sizes += [text.size * math.hypot(text.matrix[2], text.matrix[3])] * min(count, 100)
    turn = turns.most_common(1)[0][0] if turns else 0
    usual = median(sizes) if sizes else _USUAL_SIZE
    factor = 1.0 if _SIZES[0] <= usual <= _SIZES[1] or usual <= 0 else _USUAL_SIZE / usual
    matrix = multiply(rotation_by_quarters(width, height, turn), (factor, 0.0, 0.0, factor, 0.0, 0.0))
    if turn % 2:
        width, height = height, width
    # Places are counted on the page as its text runs and in its usual size: that is how the page is drawn.
    return Frame(matrix, width * factor, height * factor, 0), factor


def _add_glyphs(text: _Text, to_reading: Matrix, page: Page) -> None:
    whole = multiply(text.matrix, to_reading)
    for character, x, y, advance in text.characters:
        if len(page.glyphs) >= _MOST_CHARACTERS:
            return
        if character.isspace():
            continue
        box = apply_box(whole, (x, y - _ASCENT * text.size, x + advance, y + (1 - _ASCENT) * text.size))
        base = apply(whole, x, y)[1]
        page.glyphs.append(Glyph(plain(character), *box, base, box[3] - box[1], text.style))


# --- paths and pictures ---------------------------------------------------------------------------------------------


def _add_path(element: Element, matrix: Matrix, rulings: RulingCollector) -> None:
    """AbbreviatedData "M 0 0 L 120 0 L 120 8 C": lines between its points; stroked unless it says otherwise."""
    data = child(element, "AbbreviatedData")
    stroked = attribute(element, "Stroke").lower() != "false"
    filled = attribute(element, "Fill").lower() == "true"
    if data is None or not data.text or not (stroked or filled):
        return
    whole = multiply(_object_matrix(element), matrix)
    points: list[tuple[float, float]] = []
    parts = data.text.split()
    if len(parts) > _MOST_STEPS * 3:
        return
    at = 0
    while at < len(parts):
        operator = parts[at]
        at += 1
        if operator == "C" and points:
            points.append(points[0])
        elif operator == "A":
            at += 7
            rulings.add(points, stroked)
            points = []
        count = _PATH_POINTS.get(operator)
        if count is None:
            return
        if operator in "SM":
            rulings.add(points, stroked)
            points = []
        coordinates = numbers(" ".join(parts[at : at + 2 * count]))
        at += 2 * count
        if len(coordinates) == 2 * count and count:
            points.append(apply(whole, coordinates[-2], coordinates[-1]))
    rulings.add(points, stroked)


def _add_picture(element: Element, matrix: Matrix, page: Page) -> None:
    boundary = box_of(attribute(element, "Boundary"))
    if boundary is None:
        return
    left, top, width, height = boundary
    page.pictures.append(apply_box(matrix, (left, top, left + width, top + height)))
