"""The standard layout set on pages: what pdf.py draws into a file and the window onto paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.export.pages.line_breaking import Glyph, Measure, TextLine, break_lines, measure_glyphs
from core.export.pages.page import HEIGHT, PITCH, WIDTH, PageComposer, PrintPage
from core.export.pages.table import draw_table, measure_form, measure_narrative_table
from core.export.standard.content import (
    NOTHING_CARRIED,
    CarriedContent,
    CharacterMark,
    FormItem,
    LayoutItem,
    LayoutLine,
    LineRole,
    MarkKind,
    PictureItem,
    StandardLayout,
    TableItem,
    standard_layout,
)
from core.model import Report


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a role is set; sizes in points, indent and right in characters."""

    face: str
    size: float = 16.0
    indent: int = 0
    align: str = "left"
    right: float = 0.0
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


_TAGS = {LineRole.TITLE: "H1", LineRole.HEADING: "H2", LineRole.SUBHEADING: "H3", LineRole.ANNEX_HEADING: "H2"}
# Size and rise of raised and lowered characters, as parts of the line's size.
_RAISED = {MarkKind.SUPERSCRIPT: (0.65, 0.35), MarkKind.SUBSCRIPT: (0.65, -0.12)}


def print_pages(
    report: Report,
    measure: Measure,
    carried: CarriedContent = NOTHING_CARRIED,
    annex: Collection[int] | None = None,
) -> tuple[PrintPage, ...]:
    """The pages of a report; measure tells the widths of the fonts that will be used, carried and annex as in
    standard_layout. Footnotes stand together behind the report."""
    items = _with_notes(standard_layout(report, carried, annex))
    sheet = PageComposer(measure)
    for index, item in enumerate(items):
        if isinstance(item, FormItem):
            draw_table(sheet, measure_form(item.grid, measure))
            sheet.advance(_GAP)
        elif isinstance(item, TableItem):
            draw_table(sheet, measure_narrative_table(item, measure))
            sheet.advance(_GAP)
        elif isinstance(item, PictureItem):
            _draw_picture(sheet, item)
        else:
            _draw_line(sheet, item, items[index + 1 : index + 2])
    return sheet.finished()


def _with_notes(layout: StandardLayout) -> list[LayoutItem]:
    """The items, with a raised number for each footnote and its text behind the signature: pages are set from top
    to bottom, and room at their foot would have to be known before."""
    made: list[LayoutItem] = []
    notes: list[str] = []
    for item in (layout.title, *layout.preamble, *layout.body, *layout.closing):
        if isinstance(item, LayoutLine) and item.notes:
            for note in sorted(item.notes, key=lambda n: n.offset, reverse=True):
                sign = f"[{len(notes) + item.notes.index(note) + 1}]"
                item = _inserted(item, note.offset, sign)
            notes += [n.text for n in item.notes]
        made.append(item)
    made += [LayoutLine(LineRole.ANNEX, f"[{n}]{words}") for n, words in enumerate(notes, 1)]
    return [*made, *layout.annex]


def _inserted(line: LayoutLine, at: int, sign: str) -> LayoutLine:
    """The line with a raised sign put in; what stands behind it moves along."""
    by = len(sign)

    def moved(position: int) -> int:
        return position + by if position > at else position

    marks = [CharacterMark(moved(m.start) if m.start != at else m.start + by, moved(m.end), m.kind) for m in line.marks]
    bold = tuple((moved(a) if a != at else a + by, moved(b)) for a, b in line.bold)
    raised = CharacterMark(at, at + by, MarkKind.SUPERSCRIPT)
    return replace(line, text=line.text[:at] + sign + line.text[at:], bold=bold, marks=(*marks, raised))


def _draw_line(sheet: PageComposer, line: LayoutLine, following: Sequence[LayoutItem]) -> None:
    look = _LOOKS[line.role]
    if line.role is LineRole.CLOSING:
        look = replace(look, right=line.right)
        if line.gap and not sheet.at_top:
            sheet.advance(PITCH)
    elif line.centred:
        look = replace(look, indent=0, align="centre")
    if line.role is LineRole.ANNEX_HEADING and not sheet.at_top:
        sheet.turn()
    if line.role in (LineRole.HEADING, LineRole.SUBHEADING):
        sheet.need(look.pitch + _kept_with(sheet, following))
    tag = _TAGS.get(line.role, "P")
    sheet.begin(tag, text=line.text.replace("\n", "") if tag != "P" else "")
    spacing = TIGHT if look.size == 16.0 else 0.0
    indent = look.indent * (look.size + spacing)
    lines = break_lines(_glyphs(line, look, sheet.measure), WIDTH, indent, spacing)
    for number, one in enumerate(lines):
        sheet.need(look.pitch)
        _draw(sheet, one, look, indent if number == 0 else 0.0, spacing)
        sheet.advance(look.pitch)
    sheet.element = None
    sheet.advance(look.after)


def _draw_picture(sheet: PageComposer, item: PictureItem) -> None:
    """In the middle, no larger than the text block, with a little room above and below."""
    shrink = min(1.0, WIDTH / item.width, (HEIGHT - 16) / item.height)
    width, height = item.width * shrink, item.height * shrink
    sheet.need(height + 16)
    sheet.advance(8)
    sheet.begin("Figure", text=item.description or "图片")
    sheet.picture((WIDTH - width) / 2, width, height, item.data)
    sheet.element = None
    sheet.advance(height + 8)


def _kept_with(sheet: PageComposer, following: Sequence[LayoutItem]) -> float:
    """Points that must fit under a heading: a table that fits one page, else a line of what follows."""
    table = next((i for i in following if isinstance(i, FormItem)), None)
    if table is None:
        return PITCH if following else 0.0
    height = sum(measure_form(table.grid, sheet.measure).heights)
    return height if height + PITCH <= HEIGHT else PITCH * 4


def _glyphs(line: LayoutLine, look: LineStyle, measure: Measure) -> list[Glyph]:
    """The line's characters; a run-in （一） heading in 楷体, bold ranges bold. A tab is two blanks: columns of an
    annex row ("政策文件⇥31⇥14.5%") must not run together."""
    glyphs: list[Glyph] = []
    for at, character in enumerate(line.text):
        bold = any(a <= at < b for a, b in line.bold)
        kinds = {m.kind for m in line.marks if m.start <= at < m.end}
        face = "kai" if at < line.lead else look.face
        scale, rise = next((_RAISED[k] for k in _RAISED if k in kinds), (1.0, 0.0))
        for c in "　　" if character == "\t" else character:
            glyph = measure_glyphs(c, face, look.size * scale, measure, bold)[0]
            glyphs.append(replace(glyph, scale=scale, rise=rise, underline=MarkKind.UNDERLINE in kinds))
    return glyphs


def _draw(sheet: PageComposer, line: TextLine, look: LineStyle, indent: float, spacing: float) -> None:
    """One line; a full one is stretched to the right margin."""
    x = indent
    natural = line.natural(spacing)
    if look.align == "centre":
        x = (WIDTH - natural) / 2
    elif look.align == "right":
        x = max(WIDTH - natural - look.right * (look.size + TIGHT), 0.0)
    elif not line.last and len(line.glyphs) > 1:
        spacing += (WIDTH - indent - natural) / (len(line.glyphs) - 1)
    sheet.text(x, sheet.y + look.pitch / 2 + look.size * 0.36, line, look.size, spacing)
