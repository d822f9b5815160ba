"""What the standard layout says, item by item, before any file format: shared by docx, PDF, paper and the check."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from core import schema, text
from core.document import RawCell
from core.errors import ExportError
from core.extract.sections import cover
from core.model import ANNEX_HEADING, CLOSING, PREAMBLE, Grid, Paragraph, Report, Section, Unplaced


class LineRole(StrEnum):
    """What a line is in the layout; decides its look."""

    TITLE = "title"
    HEADING = "heading"  # 一、
    SUBHEADING = "subheading"  # （一） alone in its paragraph
    BODY = "body"
    CLOSING = "closing"  # agency and date, to the right
    ANNEX_HEADING = "annex heading"
    ANNEX = "annex"


class MarkKind(StrEnum):
    """How characters are set apart, beside bold."""

    UNDERLINE = "underline"
    ITALIC = "italic"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"


@dataclass(frozen=True, slots=True)
class CharacterMark:
    """Characters [start, end) of a line set apart, e.g. the 2 of m²."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote whose number stands behind the first `offset` characters of a line."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One paragraph. bold holds character ranges; lead is the length of a run-in （一） heading, 0 if none.

    right is the indent of a signature line from the right margin in characters; gap tells that a blank line stands
    above it. origin is the block of the opened file it came from, None for what was typed or made here.
    """

    role: LineRole
    text: str
    bold: tuple[tuple[int, int], ...] = ()
    lead: int = 0
    marks: tuple[CharacterMark, ...] = ()
    notes: tuple[Footnote, ...] = ()
    centred: bool = False
    right: float = 4.0
    gap: bool = False
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class FormItem:
    """A statutory table, with the captions and figures of its grid."""

    grid: Grid
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class TableItem:
    """A table of the narrative: its cells with their spans; widths are the columns' relative widths."""

    cells: tuple[RawCell, ...]
    rows: int
    widths: tuple[int, ...]
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class PictureItem:
    """A picture of the report: the bytes of its file, extension without dot ("png"), width and height in points."""

    data: bytes
    extension: str
    width: float
    height: float
    description: str = ""
    origin: int | None = None


LayoutItem = LayoutLine | FormItem | TableItem | PictureItem


@dataclass(frozen=True, slots=True)
class ParagraphExtras:
    """What a paragraph of the opened file has beside its words; positions count in the paragraph's text."""

    marks: tuple[CharacterMark, ...] = ()
    notes: tuple[Footnote, ...] = ()
    centred: bool = False
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class CarriedContent:
    """What an opened file holds beside the text of the report.

    paragraphs are keyed by section number and index in the original's section, following by the block of the file
    they stand behind. blocks come along whole, so their text is no annex. lost says in Chinese what does not come.
    """

    original: Report | None = None
    paragraphs: Mapping[tuple[int, int], ParagraphExtras] = field(default_factory=dict)
    following: Mapping[int, tuple[LayoutItem, ...]] = field(default_factory=dict)
    blocks: frozenset[int] = frozenset()
    lost: tuple[str, ...] = ()


NOTHING_CARRIED = CarriedContent()


@dataclass(frozen=True, slots=True)
class StandardLayout:
    """The report in the order of the standard layout; a part that the report lacks is empty."""

    title: LayoutLine
    preamble: tuple[LayoutItem, ...]
    body: tuple[LayoutItem, ...]
    closing: tuple[LayoutItem, ...]
    annex: tuple[LayoutItem, ...]

    @property
    def items(self) -> tuple[LayoutItem, ...]:
        """Everything, from title to annex."""
        return (self.title, *self.preamble, *self.body, *self.closing, *self.annex)


# What XML 1.0 cannot carry, lone surrogates included; no reader of ours produces it on purpose.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029\x85]")
_SECOND_LEVEL = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_LONGEST_LEAD = 40  # characters; a longer first sentence is text, not a heading
_TITLE_LINE = 20  # characters of 22 pt in 156 mm
# Where a title may break: behind the year, behind 关于…的, before the words that every title ends with.
#   2024年云溪县民政局|政府信息公开工作年度报告
#   关于云溪县民政局2024年政府信息公开工作的|年度报告
_TITLE_BREAKS = re.compile(
    r"(?<=年度)(?=政府信息公开)|(?<=年)(?=政府信息公开)|(?<=20\d\d年)(?!度)|(?<=20\d\d年度)|(?=政府信息公开)|(?<=的)|(?=年度报告|工作报告)"
)
_DATE_RIGHT = 4.0  # characters between a signature's date and the right margin
# Reasons of the extraction for text that is not the report's own: page furniture, tables of contents.
_FURNITURE = frozenset(
    ("网页导航", "网页上的发布信息", "网页页脚", "目录", "页码", "页眉", "页眉、页脚或正文以外的文字", "题目前的文字")
)
_BULLET = "● "
_TITLE_ORIGIN = -1  # stands for the title's own block: what comes before everything else follows the title


def xml_text(raw: str) -> str:
    """Text that XML and the readers carry through unchanged: line feeds only, nothing illegal, no outer blanks."""
    return text.strip(_ILLEGAL.sub("", _BREAKS.sub("\n", raw)))


def title_of(report: Report) -> str:
    """The title as it stands, or one built from agency and year; "" parts stay out."""
    written = xml_text(report.title)
    if written:
        return written
    year = f"{report.year}年" if report.year else ""
    return f"{xml_text(report.agency or '')}{year}政府信息公开工作年度报告"


def break_title(title: str, agency: str | None) -> str:
    """A title too long for one line on two lines, broken where words end (GB/T 9704: 词意完整).

    "云溪县民政局2024年政府信息公开工作年度报告" breaks behind the agency; a title whose year comes first, or that
    has no agency in front, at the allowed place that makes both lines most alike. A title broken by hand stays.
    """
    if len(title) <= _TITLE_LINE or "\n" in title:
        return title
    name = agency if agency and title.startswith(agency) else ""
    rest = title[len(name) :]
    if name and len(name) <= _TITLE_LINE and re.match(r"\s*20\d\d\s*年", rest):
        return f"{name}\n{rest}"
    places = {m.start() for m in _TITLE_BREAKS.finditer(title)} | ({len(name)} if name else set())
    allowed = [at for at in places if 0 < at < len(title)]
    if not allowed:
        return title
    at = min(allowed, key=lambda at: (max(at, len(title) - at), -at))
    return f"{title[:at]}\n{title[at:]}"


def looks_like_report_text(unplaced: Unplaced) -> bool:
    """Whether text without a place seems to be the report's own words rather than page furniture or a contents list."""
    return unplaced.reason not in _FURNITURE


def annex_candidates(report: Report, carried: CarriedContent = NOTHING_CARRIED) -> tuple[tuple[int, Unplaced], ...]:
    """Text without a place that does not come along otherwise, with its index in report.unplaced."""
    return tuple(
        (i, u)
        for i, u in enumerate(report.unplaced)
        if xml_text(u.text) and not (u.place is not None and u.place.block in carried.blocks)
    )


def standard_layout(
    report: Report, carried: CarriedContent = NOTHING_CARRIED, annex: Collection[int] | None = None
) -> StandardLayout:
    """The whole report; headings always by the prescribed wording, empty paragraphs left out.

    annex are the indices of report.unplaced that are to be printed behind the report; None takes those that look
    like the report's own words.
    """
    prescribed = schema.load(report.edition).headings
    body: list[LayoutItem] = []
    for section in report.sections:
        heading = prescribed[section.number - 1]
        body.append(LayoutLine(LineRole.HEADING, heading, origin=_block(section)))
        lines = narrative_lines(section, carried)
        before = [line for index, line in lines if index < section.table_at]
        grid = report.tables.get(section.number)
        form = [FormItem(grid, _table_block(grid))] if grid is not None else []
        body += [*before, *form, *(line for index, line in lines if index >= section.table_at)]
    title = LayoutLine(LineRole.TITLE, break_title(title_of(report), report.agency), origin=_TITLE_ORIGIN)
    preamble: list[LayoutItem] = [line for _, line in narrative_lines(report.section(PREAMBLE), carried)]
    closing = _signature([line for _, line in narrative_lines(report.section(CLOSING), carried)], report.agency)
    parts = _with_following([[title], preamble, body, closing], carried.following)
    behind = _annex(report, carried, annex)
    return StandardLayout(title, (*parts[0][1:], *parts[1]), tuple(parts[2]), tuple(parts[3]), behind)


def _block(part: Section | Paragraph) -> int | None:
    return part.place.block if part.place is not None else None


def _table_block(grid: Grid) -> int | None:
    return next((c.place.block for c in grid.cells.values() if c.place is not None), None)


def narrative_lines(section: Section, carried: CarriedContent = NOTHING_CARRIED) -> list[tuple[int, LayoutLine]]:
    """Narrative with the index of each line's paragraph; （一） headings told apart."""
    originals = _original_paragraphs(section, carried)
    found: list[tuple[int, LayoutLine]] = []
    for index, paragraph in enumerate(section.paragraphs):
        old_index, old = originals.get(index, (-1, None))
        extras = carried.paragraphs.get((section.number, old_index))
        if extras is not None and old is not None and old.text != paragraph.text:
            extras = _moved_extras(extras, old.text, paragraph.text)
        origin = _block(old) if old is not None else _block(paragraph)
        found += [(index, line) for line in _lines(paragraph, extras or ParagraphExtras(), origin)]
    return found


def _original_paragraphs(section: Section, carried: CarriedContent) -> dict[int, tuple[int, Paragraph]]:
    """For each paragraph the one of the opened file that it is, edited or not, with its index there."""
    if carried.original is None:
        return {}
    old = carried.original.section(section.number).paragraphs
    if old == section.paragraphs:
        return dict(enumerate(enumerate(old)))
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in section.paragraphs], autojunk=False)
    pairs: dict[int, tuple[int, Paragraph]] = {}
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        pairs |= {j: (i, old[i]) for i, j in zip(range(i1, i2), range(j1, j2), strict=False)}
    return pairs


def _moved_extras(extras: ParagraphExtras, before: str, after: str) -> ParagraphExtras:
    """Marks and notes of an edited paragraph: they stay with the characters that stayed."""
    new_place = [-1] * len(before)
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for k in range(block.size):
            new_place[block.a + k] = block.b + k
    marks = []
    for mark in extras.marks:
        kept = [new_place[i] for i in range(mark.start, min(mark.end, len(before))) if new_place[i] >= 0]
        if kept:
            marks.append(replace(mark, start=kept[0], end=kept[-1] + 1))
    notes = []
    for note in extras.notes:
        held = [new_place[i] for i in range(min(note.offset, len(before))) if new_place[i] >= 0]
        notes.append(replace(note, offset=held[-1] + 1 if held else 0))
    return replace(extras, marks=tuple(marks), notes=tuple(notes))


def _lines(paragraph: Paragraph, extras: ParagraphExtras, origin: int | None) -> Iterator[LayoutLine]:
    """The lines of a paragraph: a line break inside it starts a new one, as it does for the readers."""
    start = 0
    for line in _BREAKS.sub(lambda m: "\n" * len(m[0]), paragraph.text).split("\n"):
        plain = xml_text(line)
        if plain:
            shift = start + max(line.find(plain), 0)
            lead = _lead(plain)
            role = LineRole.SUBHEADING if lead == len(plain) else LineRole.BODY
            marks = (
                CharacterMark(max(m.start - shift, 0), min(m.end - shift, len(plain)), m.kind) for m in extras.marks
            )
            ends = start + len(line)
            made = LayoutLine(
                role,
                plain,
                _moved(paragraph.bold, shift, len(plain)),
                0 if role is LineRole.SUBHEADING else lead,
                tuple(m for m in marks if m.start < m.end),
                tuple(
                    replace(n, offset=min(max(n.offset - shift, 0), len(plain)))
                    for n in extras.notes
                    if start <= n.offset <= ends
                ),
                extras.centred,
                origin=origin,
            )
            yield _with_bullet(made) if extras.bullet and start == 0 else made
        start += len(line) + 1


def _with_bullet(line: LayoutLine) -> LayoutLine:
    """An item of a bulleted list: Word draws the bullet, no text of the file spells it."""
    by = len(_BULLET)
    return replace(
        line,
        text=_BULLET + line.text,
        bold=tuple((a + by, b + by) for a, b in line.bold),
        marks=tuple(replace(m, start=m.start + by, end=m.end + by) for m in line.marks),
        notes=tuple(replace(n, offset=n.offset + by) for n in line.notes),
    )


def _moved(bold: Iterable[tuple[int, int]], shift: int, length: int) -> tuple[tuple[int, int], ...]:
    """Bold ranges counted from shift on, cut to length."""
    moved = ((max(a - shift, 0), min(b - shift, length)) for a, b in bold)
    return tuple((a, b) for a, b in moved if a < b)


def _lead(plain: str) -> int:
    """Length of a （一） heading at the start: the whole text, its first sentence, or 0."""
    if not _SECOND_LEVEL.match(plain):
        return 0
    stop = plain.find("。")
    end = len(plain) if stop < 0 else stop + 1
    return end if end <= _LONGEST_LEAD else 0


def _signature(lines: Sequence[LayoutLine], agency: str | None) -> list[LayoutItem]:
    """Agency and date as GB/T 9704 sets them: the date four characters from the right margin, the agency centred
    over it, a blank line above. 附件 lines and contacts are body paragraphs.

        云溪县民政局
        2025年1月15日
        附件：统计表
    """
    made: list[LayoutItem] = []
    for index, line in enumerate(lines):
        if not _signs(line.text, agency):
            made.append(line)
            continue
        date, name = _signing_pair(lines, index, agency)
        right = _DATE_RIGHT + (date - name) / 2
        shift = max(-right, 0.0)  # a name so long that it reaches the margin moves the date instead
        own = _DATE_RIGHT if cover.is_date(line.text) else right
        gap = index == 0 or not _signs(lines[index - 1].text, agency)
        made.append(replace(line, role=LineRole.CLOSING, lead=0, right=own + shift, gap=gap))
    return made


def signature_lines(texts: Iterable[str], agency: str) -> list[LayoutLine]:
    """Agency and date of another document (更正说明) as signature lines."""
    lines = [LayoutLine(LineRole.CLOSING, t) for t in texts]
    return [item for item in _signature(lines, agency) if isinstance(item, LayoutLine)]


def _signing_pair(lines: Sequence[LayoutLine], index: int, agency: str | None) -> tuple[float, float]:
    """Widths in characters of the date and the name that one of two neighbouring signature lines belongs to."""
    around = [line.text for line in lines[max(index - 1, 0) : index + 2] if _signs(line.text, agency)]
    dates = [_width(t) for t in around if cover.is_date(t)]
    names = [_width(t) for t in around if not cover.is_date(t)]
    if not dates or not names:
        return 0.0, 0.0
    return dates[-1], names[0]


def _width(line: str) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in line)


def _signs(line: str, agency: str | None) -> bool:
    """Whether a line is the signature's agency or date."""
    named = bool(agency) and text.squeeze(line) == agency
    return named or cover.is_date(line) or cover.is_agency(line) or cover.is_agency_and_date(line)


def _with_following(
    parts: Sequence[Sequence[LayoutItem]], following: Mapping[int, tuple[LayoutItem, ...]]
) -> list[list[LayoutItem]]:
    """Pictures, tables and text boxes behind what they stood behind in the file; where that paragraph was deleted,
    behind the one before it."""
    there = sorted({item.origin for part in parts for item in part if item.origin is not None})
    waiting: dict[int, list[LayoutItem]] = {}
    for block, items in sorted(following.items()):
        anchor = max((b for b in there if b <= block), default=_TITLE_ORIGIN)
        waiting.setdefault(anchor, []).extend(items)
    last = {item.origin: (p, i) for p, part in enumerate(parts) for i, item in enumerate(part)}
    made: list[list[LayoutItem]] = []
    for p, part in enumerate(parts):
        made.append([])
        for i, item in enumerate(part):
            made[-1].append(item)
            if item.origin is not None and last[item.origin] == (p, i):
                made[-1] += waiting.get(item.origin, [])
    return made


def _annex(report: Report, carried: CarriedContent, chosen: Collection[int] | None) -> tuple[LayoutItem, ...]:
    lines: list[LayoutItem] = []
    for index, unplaced in annex_candidates(report, carried):
        if index in chosen if chosen is not None else looks_like_report_text(unplaced):
            pieces = (xml_text(line) for line in xml_text(unplaced.text).split("\n"))
            lines += [LayoutLine(LineRole.ANNEX, line) for line in pieces if line]
    return (LayoutLine(LineRole.ANNEX_HEADING, ANNEX_HEADING), *lines) if lines else ()


def check_edition(report: Report, form_edition: str | None) -> None:
    """Refuse to move figures into the other edition's form: its columns mean other things."""
    if form_edition is None:
        return
    editions = sorted({report.edition, *(g.edition for g in report.tables.values())})
    if editions != [form_edition]:
        raise ExportError(
            f"这份报告用的是{'、'.join(editions)}年版格式，不能导出成{form_edition}年版："
            "两版表格的栏目含义不同，照搬数字会填错。请按原版式导出，或者按新版式逐项重新填报。"
        )
