"""The steps of an extraction in order; each adds its result to the Trace."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from core import schema, text
from core.document import Document, Para
from core.extract import flow, unread_regions, web_page
from core.extract.sections import build, cover, headings
from core.extract.tables import find, form_labels
from core.extract.tables.form_labels import LabelRole
from core.extract.trace import Trace
from core.extract.watch import Watch
from core.model import Note, Paragraph, Unplaced

_ARTEFACT = re.compile(r"\[bookmark: [^\]\n]*\]")
_ABOUT_PAGE, _CONTENTS = "网页上的发布信息", "目录"
_TAIL = 30  # paragraphs at the end among which signature and footer are looked for


def run(document: Document, watch: Watch) -> Trace:
    """Everything that is found out about a document."""
    sorted_flow = flow.of_document(document, watch)
    paras = sorted_flow.paras
    read = find.read(sorted_flow, paras, watch)
    free = [None if i in read.taken else p for i, p in enumerate(paras)]
    candidates, chain = headings.find(_from_title_on(read, [_without_row_label(p) for p in free]), watch)
    trace = Trace(sorted_flow, read, candidates, chain)
    _read_front(trace, free)
    trace.body = build.collect(_without_running_title(trace, free), chain)
    _tail(trace)
    if document.kind in flow.OF_LINES:
        build.join_torn_paragraphs(trace.body)
    _read_agency_and_year(trace)
    _choose_edition(trace)
    unread = unread_regions.unread_tables(trace, document)
    trace.tables.choose_readings(trace.edition, unread)
    trace.tables.mark_unrecognised(unread_regions.unrecognised_tables(trace, document))
    trace.unread_sections = unread_regions.unread_sections(trace, document)
    return trace


def _from_title_on(read: find.Tables, free: list[Para | None]) -> list[Para | None]:
    """The flow without what stands before the report's title: a collection has other texts in front.

    The title is the last of those before the first statutory table, at its first appearance (it may run as a
    header over all pages).
    """
    first_table = min(read.anchors.values(), default=0)
    names = [cover.complete_title(p.text) if p is not None else None for p in free[:first_table]]
    told = [name for name in names if name]
    start = names.index(told[-1]) if told else 0
    return [None if i < start else p for i, p in enumerate(free)]


def _without_row_label(para: Para | None) -> Para | None:
    """A row label that stands outside its table must not pass for a heading."""
    if (
        para is not None
        and form_labels.is_exact_label(para.text)
        and form_labels.is_label(para.text, 3, LabelRole.ROW, LabelRole.GROUP)
    ):
        return replace(para, text="")
    return para


def _read_front(trace: Trace, free: list[Para | None]) -> None:
    """Title and preamble: the paragraphs before the first heading, or before the first table without one."""
    end = trace.chain[0].candidate.index if trace.chain else min(trace.tables.anchors.values(), default=len(free))
    front = [p for p in free[:end] if p is not None]
    if not trace.chain:
        _without_sections(trace, free, end)
    title = cover.find_title([_ARTEFACT.sub("", p.text) for p in front])
    if (title is None or not title.year) and trace.flow.kind in flow.OF_LINES:
        front = [part for p in front for part in _without_glued_title(p)]
        title = cover.find_title([_ARTEFACT.sub("", p.text) for p in front]) or title
    if title is None:
        title = _floating_title(trace)
        first, last = 0, -1
    else:
        first, last = title.first, title.last
    trace.title = title
    before, after = front[:first], front[last + 1 :]
    trace.unplaced += [Unplaced(p.text, p.place, _before_reason(trace, p)) for p in before]
    reasons = [_aside_reason(p) for p in after]
    for reason in (_ABOUT_PAGE, _CONTENTS):
        trace.unplaced += [Unplaced(p.text, p.place, r) for p, r in zip(after, reasons, strict=True) if r == reason]
    own = (p for p, reason in zip(after, reasons, strict=True) if reason is None)
    trace.preamble = tuple(build.paragraph(p) for p in own if text.strip(p.text))


def _without_glued_title(para: Para) -> list[Para]:
    """A paragraph, or two where the lines of a page ran the title into the text below it."""
    at = cover.title_at_start(para.text)
    if at is None:
        return [para]
    bold = tuple((max(a - at, 0), b - at) for a, b in para.bold if b > at)
    return [replace(para, text=para.text[:at], bold=()), replace(para, text=para.text[at:], bold=bold)]


def _aside_reason(para: Para) -> str | None:
    """Why a paragraph between the title and the first section is no part of the preamble; None for one that is."""
    if web_page.is_about_page(para.text):
        return _ABOUT_PAGE
    return _CONTENTS if _is_contents_entry(para) else None


def _is_contents_entry(para: Para) -> bool:
    """A line of a table of contents: the word itself, or a section's heading before the sections begin."""
    found = headings.candidate(0, para)
    return text.key(para.text) in ("目录", "目次") or (found is not None and found.score >= 0.75)


def _without_running_title(trace: Trace, free: list[Para | None]) -> list[Para | None]:
    """The flow without the title where pages repeat it as their header."""
    title = text.squeeze(trace.title.text) if trace.title and trace.chain else ""
    again = {
        i
        for i, p in enumerate(free)
        if p is not None and title and i > trace.chain[0].candidate.index and text.squeeze(p.text) == title
    }
    trace.unplaced += [Unplaced(p.text, p.place, "页眉") for i in sorted(again) if (p := free[i]) is not None]
    return [None if i in again else p for i, p in enumerate(free)]


def _before_reason(trace: Trace, para: Para) -> str:
    return "网页导航" if web_page.is_about_page(para.text) else "题目前的文字"


def _without_sections(trace: Trace, free: list[Para | None], end: int) -> None:
    """No heading at all: text behind the first table has no section to go to."""
    rest = [p for p in free[end:] if p is not None and text.strip(p.text)]
    if not rest:
        return
    trace.unplaced += [Unplaced(p.text, p.place, "没有标题，不能归入各部分") for p in rest]
    trace.notes.append(Note("没有找到六个部分的标题，正文没有归入各部分，请对照原文录入。"))


def _floating_title(trace: Trace) -> cover.Title | None:
    """A title that stands in a text box."""
    title = cover.find_title([p.text for p in trace.flow.floating])
    if title is None or title.score < 2:
        return None
    used = trace.flow.floating[title.first : title.last + 1]
    trace.flow.aside = [u for u in trace.flow.aside if all(u.place != p.place or u.text != p.text for p in used)]
    return title


def _tail(trace: Trace) -> None:
    """Signature and web footer off the end of the last section (or of the preamble, without sections)."""
    own = [p for _, p in trace.body.paragraphs.get(trace.body.last, [])][-_TAIL:]
    texts = [p.text for p in own]
    foot = web_page.footer_start(texts)
    while foot and foot < len(texts) and web_page.is_about_page(texts[foot - 1]):
        foot -= 1
    agency = trace.title.agency if trace.title else None
    sign = cover.closing_start(texts[:foot], agency)
    trace.closing = tuple(own[sign:foot])
    trace.unplaced += [Unplaced(p.text, p.place, "网页页脚") for p in own[foot:]]
    build.remove_last_paragraphs(trace.body, len(own) - min(sign, foot))


def _read_agency_and_year(trace: Trace) -> None:
    """Agency and year from the title, else from preamble, signature, publication line, text."""
    title = trace.title
    trace.agency = title.agency if title else None
    trace.year = title.year if title else None
    if trace.agency is None:
        trace.agency = _agency_elsewhere(trace)
    if trace.year is None:
        trace.year = _year_elsewhere(trace)
        if trace.year is not None:
            trace.notes.append(Note(f"题目没有写明年度，按正文取 {trace.year} 年，请核对。"))


def _agency_elsewhere(trace: Trace) -> str | None:
    for paragraph in (*trace.preamble, *trace.closing):
        if cover.is_agency(paragraph.text):
            return cover.clean_agency(text.squeeze(paragraph.text))
    for paragraph in trace.preamble:
        if (named := cover.agency_in(paragraph.text)) is not None:
            return named
    for item in trace.unplaced:
        found = re.search(r"(?:来源|发布机构|公开机构)[:：]\s*([\u4e00-\u9fff（）()]{4,40})", item.text)
        if found and cover.is_agency(found[1]):
            return cover.clean_agency(found[1])
    return None


def _year_elsewhere(trace: Trace) -> int | None:
    parts = [p.text for p in trace.preamble]
    parts += list(trace.body.headings.values())
    year = cover.year_from(parts)
    if year is None:
        year = cover.year_from(p.text for _, p in trace.body.paragraphs.get(1, []))
    if year is None:
        days = [found for p in trace.closing if (found := cover.year_from([p.text])) is not None]
        year = days[-1] - 1 if days else None  # a report is signed in the year after
    return year


def _choose_edition(trace: Trace) -> None:
    """From tables 2 and 3, then from the year; the tables that do not tell take the report's edition."""
    told = find.editions_by_labels(trace.tables)
    by_year = schema.edition_of(trace.year) if trace.year else "2021"
    counts = Counter(told)
    trace.edition = by_year
    if told:
        trace.edition = max(counts, key=lambda e: (counts[e], e == by_year))
    if len(counts) > 1:
        names = "、".join(f"表{'二三'[n]}是 {e} 年版" for n, e in enumerate(told))
        trace.notes.append(Note(f"各表的版式不一致：{names}，都照原样保留，请核对。"))


def leftovers(trace: Trace) -> list[Unplaced]:
    """Everything without a place in the form, in the file's order as far as places tell it."""
    every = [*trace.flow.aside, *trace.unplaced, *trace.tables.unplaced]
    kept = [u for u in every if text.strip(u.text)]
    return sorted(kept, key=lambda u: u.place.block if u.place and u.place.block is not None else 10**9)


def title_text(trace: Trace) -> str:
    """The title without a converter's marks."""
    return text.strip(trace.title.text) if trace.title else ""


__all__ = ["Paragraph", "leftovers", "run", "title_text"]
