"""What the standard layout says, line by line, before any file format: shared by docx, HTML, PDF and the check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core import schema, text
from core.errors import ExportError
from core.model import ANNEX_HEADING, Grid, Paragraph, Report, Section


class LineRole(StrEnum):
    """What a line is in the layout; decides its look."""

    TITLE = "title"
    HEADING = "heading"  # 一、
    SUBHEADING = "subheading"  # （一） alone in its paragraph
    BODY = "body"
    CLOSING = "closing"  # agency and date, to the right
    ANNEX_HEADING = "annex heading"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One paragraph. bold holds character ranges; lead is the length of a run-in （一） heading, 0 if none."""

    role: LineRole
    text: str
    bold: tuple[tuple[int, int], ...] = ()
    lead: int = 0


@dataclass(frozen=True, slots=True)
class FormItem:
    """A statutory table, with the captions and figures of its grid."""

    grid: Grid


LayoutItem = LayoutLine | FormItem


@dataclass(frozen=True, slots=True)
class StandardLayout:
    """The report in the order of the standard layout; a part that the report lacks is empty."""

    title: LayoutLine
    preamble: tuple[LayoutLine, ...]
    body: tuple[LayoutItem, ...]
    closing: tuple[LayoutLine, ...]
    annex: tuple[LayoutLine, ...]

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
_YEAR = re.compile(r"20\d\d年")
_LONGEST_CLOSING = 32


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
    """A title too long for one line broken between agency and year, so that no word is torn apart (GB/T 9704)."""
    if len(title) <= _TITLE_LINE or "\n" in title:
        return title
    name = agency if agency and title.startswith(agency) else title[: max(title.find("20"), 0)]
    rest = title[len(name) :]
    return f"{name}\n{rest}" if name and _YEAR.match(rest) else title


def standard_layout(report: Report) -> StandardLayout:
    """The whole report; headings always by the prescribed wording, empty paragraphs left out."""
    prescribed = schema.load(report.edition).headings
    body: list[LayoutItem] = []
    for section in report.sections:
        body.append(LayoutLine(LineRole.HEADING, prescribed[section.number - 1]))
        body += _section(section, report.tables.get(section.number))
    return StandardLayout(
        LayoutLine(LineRole.TITLE, break_title(title_of(report), report.agency)),
        tuple(narrative_lines(report.preamble)),
        tuple(body),
        tuple(_closing(report.closing)),
        tuple(_annex(report)),
    )


def _section(section: Section, grid: Grid | None) -> Iterator[LayoutItem]:
    """Paragraphs with the table where it stood; a missing table stays missing."""
    before = section.paragraphs[: section.table_at]
    yield from narrative_lines(before)
    if grid is not None:
        yield FormItem(grid)
    yield from narrative_lines(section.paragraphs[len(before) :])


def narrative_lines(paragraphs: Iterable[Paragraph]) -> Iterator[LayoutLine]:
    """Narrative, （一） headings told apart."""
    for plain, bold in _pieces(paragraphs):
        lead = _lead(plain)
        role = LineRole.SUBHEADING if lead == len(plain) else LineRole.BODY
        yield LayoutLine(role, plain, bold, 0 if role is LineRole.SUBHEADING else lead)


def _closing(paragraphs: Iterable[Paragraph]) -> Iterator[LayoutLine]:
    """Short lines without a full stop (agency, date) go to the right; the rest is text."""
    for plain, bold in _pieces(paragraphs):
        short = len(plain) <= _LONGEST_CLOSING and "。" not in plain
        yield LayoutLine(LineRole.CLOSING if short else LineRole.BODY, plain, bold)


def _annex(report: Report) -> Iterator[LayoutLine]:
    texts = [xml_text(u.text) for u in report.unplaced]
    if any(texts):
        yield LayoutLine(LineRole.ANNEX_HEADING, ANNEX_HEADING)
    for line in (piece for whole in texts for piece in whole.split("\n")):
        if text.strip(line):
            yield LayoutLine(LineRole.ANNEX, text.strip(line))


def _pieces(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Text and bold ranges; a line break inside a paragraph starts a new one, as it does for the readers."""
    for paragraph in paragraphs:
        start = 0
        for line in _BREAKS.sub(lambda m: "\n" * len(m[0]), paragraph.text).split("\n"):
            plain = xml_text(line)
            if plain:
                yield plain, _moved(paragraph.bold, start + max(line.find(plain), 0), len(plain))
            start += len(line) + 1


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
