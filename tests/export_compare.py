"""What the extraction makes of an export, compared with the report: figure for figure, paragraph for paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import zip_longest

from core.errors import ReadError
from core.export.standard.content import (
    FormItem,
    LayoutItem,
    LayoutLine,
    LineRole,
    StandardLayout,
    standard_layout,
    xml_text,
)
from core.extract import extract
from core.model import Grid, Report
from core.reading import read_bytes
from core.schema import shape
from core.text import fold, squeeze


class ComparisonScope(StrEnum):
    """How much of an export must be equal."""

    ALL = "all"
    # A mended original: its headings and cover stay as they were, new words take the look of those around them.
    ORIGINAL = "original"
    # PDF and workbooks: what are paragraphs on paper is the reader's guess, so only figures and cover facts are
    # compared; pdf.py compares the characters of each page itself.
    FIGURES = "figures"


def differences(report: Report, data: bytes, name: str, how: ComparisonScope = ComparisonScope.ALL) -> tuple[str, ...]:
    """The same for the bytes of a file; name tells its type to the reader where content leaves a doubt."""
    try:
        read = read_bytes(data, name)
    except ReadError as error:
        return (f"导出的文件读不回来：{error}",)
    paper = read.value.kind in ("pdf", "xlsx")
    return compare(report, extract(read.value, read.notes), ComparisonScope.FIGURES if paper else how)


def compare(report: Report, back: Report, how: ComparisonScope = ComparisonScope.ALL) -> tuple[str, ...]:
    """What the report that was read back has otherwise than the report that was written."""
    wanted, found = standard_layout(report), standard_layout(back)
    tables = tuple(_tables(report, back, how))
    if how is ComparisonScope.ORIGINAL:
        return (*_texts(wanted, found, bold=False), *tables)
    facts = tuple(_facts(report, back, wanted))
    if how is ComparisonScope.FIGURES:
        return (*facts, *tables)
    return (*facts, *_texts(wanted, found, bold=True), *tables, *_missing_headings(back))


def _facts(report: Report, back: Report, wanted: StandardLayout) -> Iterator[str]:
    """Agency and year, as far as the title says them: what it does not say cannot come back from it."""
    title = squeeze(wanted.title.text)
    for name, ours, theirs in (("机关", report.agency, back.agency), ("年度", report.year, back.year)):
        if ours is not None and squeeze(str(ours)) in title and ours != theirs:
            yield f"{name}应是“{ours}”，读回的是“{theirs}”"
    if report.tables and report.edition != back.edition:
        yield f"版式应是{report.edition}年版，读回的是{back.edition}年版"


def _texts(wanted: StandardLayout, found: StandardLayout, bold: bool) -> Iterator[str]:
    """Every paragraph of every part, tables as marks of where they stand."""
    parts = (
        ("标题", (wanted.title,), (found.title,)),
        ("前言", wanted.preamble, found.preamble),
        ("正文", wanted.body, found.body),
        ("落款", wanted.closing, found.closing),
        ("附页", wanted.annex, found.annex),
    )
    for name, ours, theirs in parts:
        yield from _first_difference(name, [_words(i) for i in ours], [_words(i) for i in theirs])
        if bold:
            yield from _bold_difference(name, ours, theirs)


def _bold_difference(part: str, ours: Iterable[LayoutItem], theirs: Iterable[LayoutItem]) -> Iterator[str]:
    """Body text whose words are equal but not what is bold in them."""
    for a, b in zip(ours, theirs, strict=False):
        if (
            isinstance(a, LayoutLine)
            and isinstance(b, LayoutLine)
            and a.role is LineRole.BODY
            and a.text == b.text
            and a.bold != b.bold
        ):
            yield f"{part}里“{_short(a.text)}”的加粗与报告不一致"
            return


def _words(item: LayoutItem) -> str:
    """What must be equal of an item: its text, or which table stands there."""
    if isinstance(item, FormItem):
        return f"（表{item.grid.table}）"
    # A title is broken into lines for its look; the readers join them.
    return squeeze(item.text) if item.role is LineRole.TITLE else item.text


def _first_difference(part: str, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """Only the first: after a paragraph too many all others differ too."""
    for number, (a, b) in enumerate(zip_longest(ours, theirs), 1):
        if a != b:
            yield f"{part}第{number}段应是“{_short(a)}”，读回的是“{_short(b)}”"
            return


def _short(words: str | None) -> str:
    plain = fold(words or "")
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _tables(report: Report, back: Report, how: ComparisonScope) -> Iterator[str]:
    """Every cell of every table: the same text and so the same value."""
    for number in sorted(set(report.tables) | set(back.tables)):
        ours, theirs = report.tables.get(number), back.tables.get(number)
        if ours is None or theirs is None:
            yield f"表{number}{'没有读回来' if theirs is None else '是多出来的'}"
        elif ours.edition != theirs.edition:
            yield f"表{number}应是{ours.edition}年版，读回的是{theirs.edition}年版"
        else:
            yield from _cells(ours, theirs, how)


def _cells(ours: Grid, theirs: Grid, how: ComparisonScope) -> Iterator[str]:
    form = shape(ours.edition, ours.table)
    for ref in form.refs:
        a, b = xml_text(ours.cell(ref).raw), xml_text(theirs.cell(ref).raw)
        same = ours.cell(ref).value == theirs.cell(ref).value or squeeze(a) == squeeze(b)
        if a != b and not (same and how is ComparisonScope.FIGURES):
            yield f"表{ours.table}“{form.describe(ref)}”应是“{a}”，读回的是“{b}”"


def _missing_headings(back: Report) -> Iterator[str]:
    for section in back.sections:
        if section.heading is None:
            yield f"第{section.number}部分的标题没有读回来"
