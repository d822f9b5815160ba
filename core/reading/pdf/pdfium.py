"""The fast way into a PDF: characters, boxes and drawn lines from pdfium.

pdfium is not safe to call from two threads at once: every call runs under LOCK, which whoever draws pages
with pdfium has to hold as well.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import pypdfium2.raw as pdfium

from core.errors import ReadError
from core.reading.pages.coordinates import IDENTITY, Frame, Matrix, apply, apply_box, frame, multiply
from core.reading.pages.page import A4, BLACK, SLOPING, SQUARE, Box, Glyph, Page, TextStyle, slopes
from core.reading.pdf.lookalikes import REPLACED
from core.reading.pdf.ruling_collector import RulingCollector
from core.reading.pdf.stream_bombs import without_bombs
from core.reading.shared import messages

if TYPE_CHECKING:
    from PIL import Image

LOCK = threading.RLock()
Colour: TypeAlias = tuple[ctypes.c_uint, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
Handle: TypeAlias = Any  # pdfium's pointers have no types


def _without_checks(function: Handle, result: Handle) -> Handle:
    """The same C function without ctypes' checks of its arguments, which take longer than the call itself.

    Pointers are to be given as c_void_p, C ints as Python's.
    """
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _pointer(handle: Handle) -> ctypes.c_void_p:
    return ctypes.cast(handle, ctypes.c_void_p)


_unicode = _without_checks(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_loose_box = _without_checks(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_origin = _without_checks(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_text_object = _without_checks(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_object = _without_checks(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_form_object = _without_checks(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p)
_kind = _without_checks(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_angle = _without_checks(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
_object_matrix = _without_checks(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int)
_fill_colour = _without_checks(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int)
_segment = _without_checks(pdfium.FPDFPath_GetPathSegment, ctypes.c_void_p)
_segment_kind = _without_checks(pdfium.FPDFPathSegment_GetType, ctypes.c_int)
_segment_point = _without_checks(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int)
_segment_closes = _without_checks(pdfium.FPDFPathSegment_GetClose, ctypes.c_int)
_is_generated = _without_checks(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_render_mode = _without_checks(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_WHITE_SPACE = (2, 9, 10, 13)  # codes below 32 that fonts with a proper table give too
_SOFT_HYPHEN = 2  # pdfium's sign for a hyphen at a line's end
_DEEPEST_FORM = 8  # forms within forms
_MOST_OBJECTS = 100_000  # of one page, those inside forms included
_MOST_SEGMENTS = 2000  # of one path: drawings and maps have more, rulings at most a few hundred
_MOST_CHARACTERS = 200_000  # of one page
_MOST_PIXELS = 40_000_000  # of a drawn page: four A4 pages at 300 dpi
_SAMPLE = 24  # characters looked at for the direction of a page's text


class Damaged(Exception):
    """pdfium cannot open the file; another reader may."""


class PdfiumFile:
    """An open PDF; use as a context manager. Damaged when pdfium refuses it, ReadError when it is locked."""

    def __init__(self, data: bytes) -> None:
        data, bombs = without_bombs(data)
        self._has_bombs = bombs > 0
        with LOCK:
            self._data = data  # pdfium reads from these bytes as long as the file is open
            self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
            if not self._document:
                if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                    raise ReadError(messages.PASSWORD)
                raise Damaged
            self.count: int = pdfium.FPDF_GetPageCount(self._document)

    def __enter__(self) -> PdfiumFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with LOCK:
            pdfium.FPDF_CloseDocument(self._document)

    def page(self, index: int) -> Page:
        """Content of a page counted from 0; one that cannot be read is empty and says so."""
        with LOCK:
            handle = pdfium.FPDF_LoadPage(self._document, index)
            if not handle:
                return Page(*A4, unreadable=True)
            try:
                handle = self._flattened(handle, index)
                page = _page(handle)
                page.unreadable = self._has_bombs and not page.glyphs and not page.drawn and not page.pictures
                return page
            finally:
                pdfium.FPDF_ClosePage(handle)

    def picture(self, index: int, scale: float) -> Image.Image:
        """A page counted from 0 drawn on white, scale pixels to a point."""
        from PIL import Image  # 15 ms that starting the program need not wait for

        with LOCK:
            page = pdfium.FPDF_LoadPage(self._document, index)
            try:
                wide, tall = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
                width, height = max(1, round(wide * scale)), max(1, round(tall * scale))
                if width * height > _MOST_PIXELS:
                    raise ReadError(messages.BOMB)
                bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
                try:
                    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
                    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
                    stride = pdfium.FPDFBitmap_GetStride(bitmap)
                    data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
                finally:
                    pdfium.FPDFBitmap_Destroy(bitmap)
            finally:
                pdfium.FPDF_ClosePage(page)

        return Image.frombuffer("RGB", (width, height), data, "raw", "BGRX", stride, 1)

    def _flattened(self, page: Handle, index: int) -> Handle:
        """The page with filled form fields and typed remarks made part of it; stamps and signatures are not text."""
        kinds = [_annotation_kind(page, i) for i in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS))]
        if not any(kind in _TEXT_ANNOTATIONS for kind in kinds):
            return page
        for number in reversed(range(len(kinds))):
            if kinds[number] not in _TEXT_ANNOTATIONS:
                pdfium.FPDFPage_RemoveAnnot(page, number)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return page
        again = pdfium.FPDF_LoadPage(self._document, index)
        if again:
            pdfium.FPDF_ClosePage(page)
        return again or page


_TEXT_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
_MOST_ANNOTATIONS = 5000
_SIGNATURE = -1  # a widget that shows a signature: "签名人：… 日期：2024.01.12"


def _annotation_kind(page: Handle, index: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    kind: int = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        name = ctypes.create_string_buffer(16)
        size = pdfium.FPDFAnnot_GetStringValue(
            annotation, b"FT", ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), 16
        )
        if name.raw[: max(size - 2, 0)].decode("utf-16-le", "replace") == "Sig":
            kind = _SIGNATURE
    pdfium.FPDFPage_CloseAnnot(annotation)
    return kind


def _page(handle: Handle) -> Page:
    visible = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, ctypes.byref(visible))
    box = (visible.left, visible.bottom, visible.right, visible.top)
    rotation = pdfium.FPDFPage_GetRotation(handle)
    text = pdfium.FPDFText_LoadPage(handle)
    try:
        page_frame = frame(box, rotation, _text_turns(text, rotation) if text else 0)
        page = Page(page_frame.width, page_frame.height, place=page_frame.place)
        plain = _read_objects(handle, page_frame, page)
        if text:
            _read_glyphs(text, page_frame, page, plain)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
    return page


def _text_turns(text: Handle, rotation: int) -> int:
    """Quarter turns clockwise that set most of the page's text upright; pdfium gives angles clockwise.

    Some printing programs write /Rotate 180 and turn the content back, so that the page looks as if it had neither.
    Line ends that pdfium puts in have angle 0 whatever the text: on a page full of figures they are the majority.
    """
    count, handle = pdfium.FPDFText_CountChars(text), _pointer(text)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        written = index
        while written < count and _is_generated(handle, written) == 1:
            written += 1
        angle = _angle(handle, written)
        if angle >= 0:
            turns[(-round(angle / (math.pi / 2)) - rotation) % 4] += 1
    return turns.most_common(1)[0][0] if turns else 0


def _read_glyphs(text: Handle, page_frame: Frame, page: Page, plain: bool) -> None:
    """Characters with boxes; what pdfium puts in by itself (blanks, line ends) has no box and is left out. plain: all
    of the page's text is black and upright, so that nobody need be asked for the style of each character."""
    a, b, c, d, e, f = page_frame.to_reading
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rect_at, x_at, y_at = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    count, handle = pdfium.FPDFText_CountChars(text), _pointer(text)
    width, height, glyphs = page_frame.width, page_frame.height, page.glyphs
    styles: dict[int, TextStyle] = {}
    style = BLACK
    colour = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    colour_at = tuple(map(ctypes.byref, colour))
    for index in range(min(count, _MOST_CHARACTERS)):
        _loose_box(handle, index, rect_at)
        left, right = rect.left, rect.right
        if left == right:
            continue
        code = _unicode(handle, index)
        if code < 32:
            page.unmapped += code not in _WHITE_SPACE
            if code != _SOFT_HYPHEN:
                continue
            code = 0x2D
        _origin(handle, index, x_at, y_at)
        low, high = rect.bottom, rect.top
        x0, y0 = a * left + c * low + e, b * left + d * low + f
        x1, y1 = a * right + c * high + e, b * right + d * high + f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if y1 > 0 and y0 < height and x1 > -width and x0 < 2 * width:  # wide tables run off the page's side
            tall, wide = y1 - y0, (x1 - x0) * SQUARE
            base = b * x.value + d * y.value + f
            shown = REPLACED[code] if code in REPLACED else chr(code)
            if not plain:
                run = _text_object(handle, index) or 0
                if run not in styles:
                    painted = run and _fill_colour(ctypes.c_void_p(run), *colour_at)
                    styles[run] = _text_style(colour if painted else None, _angle(handle, index))
                style = styles[run]
            glyphs.append(Glyph(shown, x0, y0, x1, y1, base, tall if tall > wide else wide, style))
    page.styles = {BLACK} if plain and glyphs else set(styles.values())


def _text_style(colour: Colour | None, angle: float) -> TextStyle:
    """Style of a text object by its red, green, blue and alpha, None where they are unknown; angle in radians, negative
    where there is none."""
    slope = angle > 0.0 and slopes(angle)
    if colour is None:
        return SLOPING if slope else BLACK
    red, green, blue, alpha = colour
    if not red.value and not green.value and not blue.value and alpha.value == 255:
        return SLOPING if slope else BLACK
    mixed = 0
    for part in (red, green, blue):
        mixed = mixed << 8 | 255 - (255 - part.value) * alpha.value // 255
    return TextStyle(mixed, slope)


def _read_objects(page: Handle, page_frame: Frame, into: Page) -> bool:
    """Lines and pictures; whether all text is black and upright, as it is on nearly every page."""
    strokes = RulingCollector(into)
    plain, is_plain = True, _PlainText()
    kinds: dict[int, int] = {}
    unseen = 0
    handle = _pointer(page)
    items = (_object(handle, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
    for item, kind, matrix in islice(_objects_without_forms(items, page_frame.to_reading, 0), _MOST_OBJECTS):
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(item, matrix, strokes)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            unseen += _render_mode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            plain = plain and is_plain(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _box(item, matrix)
            if box is not None:
                into.pictures.append(box)
    texts, pictures = kinds.get(pdfium.FPDF_PAGEOBJ_TEXT, 0), kinds.get(pdfium.FPDF_PAGEOBJ_IMAGE, 0)
    into.drawn = kinds.get(pdfium.FPDF_PAGEOBJ_PATH, 0)
    into.invisible = pictures > 0 and unseen * 2 > texts
    return plain and sum(kinds.values()) < _MOST_OBJECTS


class _PlainText:
    """Whether a text object is black and neither sloping nor skewed; keeps what it hands to pdfium."""

    def __init__(self) -> None:
        self._colour = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
        self._colour_at = tuple(map(ctypes.byref, self._colour))
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)

    def __call__(self, item: Handle, outer: Matrix) -> bool:
        if _fill_colour(item, *self._colour_at):
            red, green, blue, alpha = self._colour
            if red.value or green.value or blue.value or alpha.value != 255:
                return False
        own = self._matrix
        if not _object_matrix(item, self._matrix_at):
            return False
        straight = own.b == 0.0 == own.c or own.a == 0.0 == own.d
        return straight and (outer[1] == 0.0 == outer[2] or outer[0] == 0.0 == outer[3])


def _box(item: Handle, matrix: Matrix) -> Box | None:
    """An object's box in reading coordinates; matrix is that of the page or of the form it stands in."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    found = pdfium.FPDFPageObj_GetBounds(
        ctypes.cast(item, pdfium.FPDF_PAGEOBJECT), *(ctypes.byref(side) for side in (left, bottom, right, top))
    )
    return apply_box(matrix, (left.value, bottom.value, right.value, top.value)) if found else None


def _objects_without_forms(items: Iterable[Handle], matrix: Matrix, depth: int) -> Iterator[tuple[Handle, int, Matrix]]:
    """Objects with their kind; those inside a form in its stead, with the coordinates it brings."""
    for number in items:
        item = ctypes.c_void_p(number)
        kind = _kind(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, matrix
        elif depth < _DEEPEST_FORM:
            form = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
            inner = (_form_object(item, index) for index in range(pdfium.FPDFFormObj_CountObjects(form)))
            yield from _objects_without_forms(inner, multiply(_matrix(form), matrix), depth + 1)


def _matrix(item: Handle) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _read_path(item: Handle, matrix: Matrix, strokes: RulingCollector) -> None:
    path = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS or not pdfium.FPDFPath_GetDrawMode(
        path, ctypes.byref(fill), ctypes.byref(stroke)
    ):
        return
    if not fill.value and not stroke.value:
        return
    whole = multiply(_matrix(path), matrix)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    for index in range(count):
        segment = ctypes.c_void_p(_segment(item, index))
        _segment_point(segment, x_at, y_at)
        if _segment_kind(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            strokes.add(points, bool(stroke.value))
            points = []
        points.append(apply(whole, x.value, y.value))
        if _segment_closes(segment):
            points.append(points[0])
    strokes.add(points, bool(stroke.value))
