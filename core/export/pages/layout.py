"""The standard layout set on pages: what pdf.py draws into a file and the window onto paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.export.pages.line_breaking import Glyph, Measure, TextLine, break_lines, measure_glyphs
from core.export.pages.page import HEIGHT, PITCH, WIDTH, PageComposer, PrintPage
from core.export.pages.table import draw_table, measured
from core.export.standard.content import FormItem, LayoutItem, LayoutLine, LineRole, standard_layout
from core.model import Report


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a role is set; sizes in points, indent and right in characters."""

    face: str
    size: float = 16.0
    indent: int = 0
    align: str = "left"
    right: int = 0
    pitch: float = PITCH
    after: float = 0.0


_LOOKS = {
    LineRole.TITLE: LineStyle("title", 22.0, align="centre", pitch=33.0, after=PITCH * 2 - 33.0),
    LineRole.HEADING: LineStyle("head", indent=2),
    LineRole.SUBHEADING: LineStyle("kai", indent=2),
    LineRole.BODY: LineStyle("body", indent=2),
    LineRole.CLOSING: LineStyle("body", align="right", right=4),
    LineRole.ANNEX_HEADING: LineStyle("head"),
    LineRole.ANNEX: LineStyle("body", indent=2),
}
TIGHT = (WIDTH - 28 * 16.0) / 27  # between the 28 characters of 16 points of a line
_GAP = 12.0  # points between a table and what follows


def print_pages(report: Report, measure: Measure) -> tuple[PrintPage, ...]:
    """The pages of a report; measure tells the widths of the fonts that will be used."""
    items = standard_layout(report).items
    sheet = PageComposer(measure)
    for index, item in enumerate(items):
        if isinstance(item, FormItem):
            draw_table(sheet, item.grid)
            sheet.advance(_GAP)
        else:
            _draw_line(sheet, item, items[index + 1 : index + 2])
    return sheet.finished()


def _draw_line(sheet: PageComposer, line: LayoutLine, following: Sequence[LayoutItem]) -> None:
    look = _LOOKS[line.role]
    if line.role is LineRole.ANNEX_HEADING and not sheet.at_top:
        sheet.turn()
    if line.role in (LineRole.HEADING, LineRole.SUBHEADING):
        sheet.need(look.pitch + _kept_with(sheet, following))
    spacing = TIGHT if look.size == 16.0 else 0.0
    indent = look.indent * (look.size + spacing)
    lines = break_lines(_glyphs(line, look, sheet.measure), WIDTH, indent, spacing)
    for number, one in enumerate(lines):
        sheet.need(look.pitch)
        _draw(sheet, one, look, indent if number == 0 else 0.0, spacing)
        sheet.advance(look.pitch)
    sheet.advance(look.after)


def _kept_with(sheet: PageComposer, following: Sequence[LayoutItem]) -> float:
    """Points that must fit under a heading: a table that fits one page, else a line of what follows."""
    table = next((i for i in following if isinstance(i, FormItem)), None)
    if table is None:
        return PITCH if following else 0.0
    height = sum(measured(table.grid, sheet.measure).heights)
    return height if height + PITCH <= HEIGHT else PITCH * 4


def _glyphs(line: LayoutLine, look: LineStyle, measure: Measure) -> list[Glyph]:
    """The line's characters; a run-in （一） heading in 楷体, bold ranges bold."""
    glyphs: list[Glyph] = []
    for start, character in enumerate(line.text):
        bold = any(a <= start < b for a, b in line.bold)
        face = "kai" if start < line.lead else look.face
        glyphs += measure_glyphs(character, face, look.size, measure, bold)
    return glyphs


def _draw(sheet: PageComposer, line: TextLine, look: LineStyle, indent: float, spacing: float) -> None:
    """One line; a full one is stretched to the right margin."""
    x = indent
    natural = line.natural(spacing)
    if look.align == "centre":
        x = (WIDTH - natural) / 2
    elif look.align == "right":
        x = max(WIDTH - natural - look.right * look.size, 0.0)
    elif not line.last and len(line.glyphs) > 1:
        spacing += (WIDTH - indent - natural) / (len(line.glyphs) - 1)
    sheet.text(x, sheet.y + look.pitch / 2 + look.size * 0.36, line, look.size, spacing)
