"""Printed pages of the form, drawn by the project from its own schemas: editions, fonts, sizes, lines, layouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from core.model import CellRef
from core.schema import FormCell, load, shape
from core.values import CellKind

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
FIGURE_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
LAYOUTS = ("centred", "left", "narrow", "open_sides", "no_lines", "thick_frame", "sideways")
INCH = 72


@dataclass(frozen=True)
class Style:
    """How a page is set: sizes in points."""

    layout: str
    font: str
    figures: str
    size: float
    line: float
    row: float  # height of a line of text against its size


@dataclass(frozen=True)
class Page:
    """A page as a picture, with the figures on it."""

    picture: Image.Image
    table: int
    edition: str
    figures: Mapping[CellRef, str]
    style: Style


def style(dice: Random) -> Style:
    """Any style."""
    fonts = [font for font in FONTS if Path(font).exists()]
    figures = [font for font in FIGURE_FONTS if Path(font).exists()]
    font = dice.choice(fonts)
    return Style(
        dice.choice(LAYOUTS),
        font,
        dice.choice([font, *figures]),
        dice.choice((9.0, 10.5, 10.5, 12.0)),
        dice.choice((0.5, 0.75, 1.0)),
        dice.choice((1.15, 1.3, 1.6)),
    )


def figures(dice: Random, edition: str, table: int) -> dict[CellRef, str]:
    """A table's figures: mostly zeros and small ones, some large, money with decimals; now and then marks."""
    kinds = shape(edition, table).kinds
    if table != 3 and dice.random() < 0.06:
        return dict.fromkeys(kinds, dice.choice(("/", "-")))
    return {ref: _figure(dice, kind) for ref, kind in kinds.items()}


def _figure(dice: Random, kind: CellKind) -> str:
    if kind is CellKind.MONEY:
        return dice.choice(("0", "0.00", f"{dice.randint(1, 99999) / 100:.2f}", str(dice.randint(1, 4000)), "0.35"))
    if kind is CellKind.SIGNED and dice.random() < 0.3:
        return f"-{dice.randint(1, 60)}"
    top = dice.choice((0, 0, 0, 0, 9, 9, 30, 99, 999, 9999, 120000))
    return str(dice.randint(0, top))


def page(dice: Random, table: int, edition: str, dpi: int) -> Page:
    """A page with one table under its heading, and a line of text behind it."""
    chosen = style(dice)
    told = figures(dice, edition, table)
    wide = chosen.layout == "sideways"
    paper = (842, 595) if wide else (595, 842)
    picture = _draw(chosen, told, table, edition, paper, dpi)
    return Page(picture, table, edition, told, chosen)


def _draw(
    chosen: Style, told: Mapping[CellRef, str], table: int, edition: str, paper: tuple[int, int], dpi: int
) -> Image.Image:
    scale = dpi / INCH
    margin = 50 if chosen.layout != "narrow" else 90
    size = chosen.size
    form = shape(edition, table).form
    while True:
        widths = _widths(table, edition, paper[0] - 2 * margin)
        laid = _laid_out(form, widths, told, chosen, size)
        if sum(laid[1]) <= paper[1] - 150 or size < 7:
            break
        size *= 0.93
    boxes, heights = laid
    picture = Image.new("RGB", (round(paper[0] * scale), round(paper[1] * scale)), "white")
    pen = ImageDraw.Draw(picture)
    heading = ImageFont.truetype(chosen.font, round(15 * scale))
    headings = load(edition).headings
    pen.text((margin * scale, 40 * scale), headings[table - 1], fill="black", font=heading)
    top = 80.0
    for cell, x0, y0, x1, y1, lines in boxes:
        _draw_cell(pen, cell, (x0 + margin, y0 + top, x1 + margin, y1 + top), lines, chosen, size, scale)
    right = margin + sum(widths)
    frame = tuple(round(v * scale) for v in (margin, top, right, top + sum(heights)))
    if chosen.layout == "thick_frame":
        pen.rectangle(frame, outline="black", width=round(1.5 * scale))
    below = ImageFont.truetype(chosen.font, round(14 * scale))
    pen.text((margin * scale, (top + sum(heights) + 14) * scale), headings[table], fill="black", font=below)
    return picture


def _widths(table: int, edition: str, whole: float) -> list[float]:
    shares = shape(edition, table).widths
    return [whole * share / sum(shares) for share in shares]


Laid = tuple[FormCell, float, float, float, float, list[str]]


def _laid_out(
    form: tuple[FormCell, ...], widths: list[float], told: Mapping[CellRef, str], chosen: Style, size: float
) -> tuple[list[Laid], list[float]]:
    rows = max(cell.row + cell.rowspan for cell in form)
    wrapped: dict[int, list[str]] = {}
    heights = [size * chosen.row + 5.0] * rows
    for index, cell in enumerate(form):
        width = sum(widths[cell.column : cell.column + cell.colspan]) - 6
        text = told[cell.ref] if cell.ref is not None else cell.text
        fit = max(1, int(width / size))
        wrapped[index] = [text] if cell.ref is not None else [text[i : i + fit] for i in range(0, len(text), fit)]
        need = len(wrapped[index]) * size * chosen.row + 5
        if cell.rowspan == 1:
            heights[cell.row] = max(heights[cell.row], need)
    for index, cell in enumerate(form):
        if cell.rowspan > 1:
            need = len(wrapped[index]) * size * chosen.row + 5
            own = sum(heights[cell.row : cell.row + cell.rowspan])
            for row in range(cell.row, cell.row + cell.rowspan):
                heights[row] += max(0.0, need - own) / cell.rowspan
    xs = [sum(widths[:i]) for i in range(len(widths) + 1)]
    ys = [sum(heights[:i]) for i in range(rows + 1)]
    boxes = [
        (c, xs[c.column], ys[c.row], xs[c.column + c.colspan], ys[c.row + c.rowspan], wrapped[i])
        for i, c in enumerate(form)
    ]
    return boxes, heights


def _draw_cell(
    pen: ImageDraw.ImageDraw,
    cell: FormCell,
    box: tuple[float, float, float, float],
    lines: list[str],
    chosen: Style,
    size: float,
    scale: float,
) -> None:
    x0, y0, x1, y1 = (round(v * scale) for v in box)
    width = max(1, round(chosen.line * scale))
    if chosen.layout != "no_lines":
        pen.line((x0, y0, x1, y0), fill="black", width=width)
        pen.line((x0, y1, x1, y1), fill="black", width=width)
        at_sides = chosen.layout != "open_sides"
        if at_sides or cell.column > 0:
            pen.line((x0, y0, x0, y1), fill="black", width=width)
        if at_sides:
            pen.line((x1, y0, x1, y1), fill="black", width=width)
    font = ImageFont.truetype(chosen.figures if cell.ref is not None else chosen.font, round(size * scale))
    pitch = size * chosen.row * scale
    left = chosen.layout in ("left", "no_lines") and cell.ref is None
    y = y0 + ((y1 - y0) - pitch * len(lines)) / 2
    for line in lines:
        wide = pen.textlength(line, font=font)
        if cell.ref is not None and wide > x1 - x0 - 4 * scale:
            font = ImageFont.truetype(chosen.figures, round(size * scale * (x1 - x0 - 4 * scale) / wide))
            wide = pen.textlength(line, font=font)
        x = x0 + 3 * scale if left else (x0 + x1 - wide) / 2
        pen.text((x, y + pitch / 2), line, fill=(20, 20, 20), font=font, anchor="lm")
        y += pitch
