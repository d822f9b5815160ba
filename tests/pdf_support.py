"""Small PDFs of our own making: text in a Chinese font that is not embedded, lines, boxes, page settings.

Coordinates are points from the top left corner of the page, as core.place has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
SIZE = 10.0  # points of text where not given


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass
class Sheet:
    """One page. rotate is the /Rotate entry; crop (x0, top, x1, bottom) the visible part of the media box."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    content: list[str] = field(default_factory=list)
    fields: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    kind: str = "/Subtype/Widget/FT/Tx"  # of the fields

    def text(self, x: float, top: float, text: str, size: float = SIZE, mode: int = 0, turned: bool = False) -> None:
        """One line whose top is at top; Chinese characters are size wide, ASCII ones half. turned: runs upwards."""
        base = self.height - top - 0.88 * size
        matrix = f"0 1 -1 0 {_number(x)} {_number(base)}" if turned else f"1 0 0 1 {_number(x)} {_number(base)}"
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT {mode} Tr /F1 {_number(size)} Tf {matrix} Tm <{codes}> Tj ET")

    def lines(self, x: float, top: float, lines: Sequence[str], size: float = SIZE, pitch: float = 1.5) -> float:
        """Lines below each other; returns the top of the next one."""
        for index, line in enumerate(lines):
            self.text(x, top + index * size * pitch, line, size)
        return top + len(lines) * size * pitch

    def line(self, x0: float, top: float, x1: float, bottom: float, width: float = 0.5) -> None:
        points = _number(x0), _number(self.height - top), _number(x1), _number(self.height - bottom)
        self.content.append(f"{width} w {points[0]} {points[1]} m {points[2]} {points[3]} l S")

    def box(self, x0: float, top: float, x1: float, bottom: float, paint: str = "S") -> None:
        """A rectangle; paint "S" draws its outline, "f" fills it."""
        size = f"{_number(x1 - x0)} {_number(bottom - top)}"
        self.content.append(f"{_number(x0)} {_number(self.height - bottom)} {size} re {paint}")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """All lines of a table without merged cells."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def table(
        self, x: float, top: float, rows: Sequence[Sequence[str]], width: float = 60, height: float = 20
    ) -> float:
        """A table with lines and a text in each cell (newlines allowed); returns its bottom."""
        xs = [x + width * i for i in range(len(rows[0]) + 1)]
        ys = [top + height * i for i in range(len(rows) + 1)]
        self.grid(xs, ys)
        self.fill(xs, ys, rows)
        return ys[-1]

    def fill(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """Texts into fields, without lines."""
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                self.lines(xs[c] + 5, ys[r] + 4, text.split("\n"), pitch=1.2)


def pdf(*sheets: Sheet, user_password: bool = False, extra: str = "") -> bytes:
    """The file; extra goes into the trailer's dictionary."""
    objects: list[str] = ["", ""]
    objects.append("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>")
    objects.append(
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 4>>/DW 1000/W[1[500] 2 95 500 814 939 500]/FontDescriptor 5 0 R>>"
    )
    objects.append(
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 880/StemV 93>>"
    )
    pages, fields = [], []
    for sheet in sheets:
        stream = "\n".join(sheet.content)
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        content = len(objects)
        own = [_field(objects, sheet, box, text) for box, text in sheet.fields]
        fields += own
        objects.append(_page(sheet, content, own))
        pages.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in pages)
    form = f"/AcroForm<</Fields[{' '.join(f'{n} 0 R' for n in fields)}]>>" if fields else ""
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{form}>>"
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    if user_password:
        objects.append("<</Filter/Standard/V 1/R 2/O<" + "ab" * 32 + ">/U<" + "cd" * 32 + ">/P -4>>")
        extra += f"/Encrypt {len(objects)} 0 R/ID[<00><00>]"
    return _file(objects, extra)


def _page(sheet: Sheet, content: int, fields: Sequence[int]) -> str:
    crop = ""
    if sheet.crop:
        x0, top, x1, bottom = sheet.crop
        crop = f"/CropBox[{x0} {sheet.height - bottom} {x1} {sheet.height - top}]"
    annotations = f"/Annots[{' '.join(f'{n} 0 R' for n in fields)}]" if fields else ""
    return (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]{crop}/Rotate {sheet.rotate}"
        f"/Resources<</Font<</F1 3 0 R>>>>/Contents {content} 0 R{annotations}>>"
    )


def _field(objects: list[str], sheet: Sheet, box: tuple[float, float, float, float], text: str) -> int:
    x0, top, x1, bottom = box
    codes = text.encode("utf-16-be").hex()
    look = f"BT /F1 {SIZE} Tf 2 4 Td <{codes}> Tj ET"
    objects.append(
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {x1 - x0} {bottom - top}]/Resources<</Font<</F1 3 0 R>>>>"
        f"/Length {len(look)}>>\nstream\n{look}\nendstream"
    )
    objects.append(
        f"<</Type/Annot{sheet.kind}/T(f{len(objects)})/V<feff{codes}>/F 4"
        f"/Rect[{x0} {sheet.height - bottom} {x1} {sheet.height - top}]/AP<</N {len(objects)} 0 R>>>>"
    )
    return len(objects)


def _file(objects: Sequence[str], extra: str) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{item}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010d} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
