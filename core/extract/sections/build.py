"""Headings and paragraphs to the six sections, each with the place of its table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core import text
from core.document import Para
from core.extract.sections import cover
from core.extract.sections.headings import ChosenHeading, NumberingStyle, numbering
from core.model import SECTION_NUMBERS, Heading, Paragraph, Section
from core.place import Place

_LONGEST_WITHOUT_MARK = 60
_ENDS = re.compile(r"[。！？；：.!?;:…”）)]")
_BEGINS = re.compile(r"[一二三四五六七八九十]是|[附注]：|（|\(|[•●◆■]")


@dataclass(slots=True)
class SectionTexts:
    """The flow from the first heading on. ends is the number of paragraphs of the last section so far."""

    headings: dict[int, str] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    paragraphs: dict[int, list[tuple[int, Paragraph]]] = field(default_factory=dict)  # with flow index
    outline: list[Heading] = field(default_factory=list)
    last: int = 0  # the section that the text at the end of the flow belongs to


def collect(flow: Sequence[Para | None], found: Sequence[ChosenHeading]) -> SectionTexts:
    """Paragraphs by section. Text under an unknown heading stays in the section before it."""
    body, heads = SectionTexts(), {f.candidate.index: f for f in found}
    current = next((f.section for f in found if f.section is not None), 1)
    for index, para in enumerate(flow):
        if para is None:
            continue
        if index in heads:
            current = _open(body, heads[index], para, current)
        elif found and index >= found[0].candidate.index:
            body.paragraphs.setdefault(current, []).append((index, paragraph(para)))
    body.last = current
    return body


def _open(body: SectionTexts, head: ChosenHeading, para: Para, current: int) -> int:
    """Begin a section; the second heading of a section is kept as one of its paragraphs."""
    c = head.candidate
    title = text.strip(para.text[: c.end])
    body.outline.append(Heading(title, head.section, para.place))
    section = head.section or current
    rest = paragraph(para, c.end)
    if head.section is None or section in body.headings:
        body.paragraphs.setdefault(section, []).append((c.index, paragraph(para)))
    else:
        body.headings[section] = title
        body.places[section] = para.place
        if rest.text:
            body.paragraphs.setdefault(section, []).append((c.index, rest))
    return section


def paragraph(para: Para, start: int = 0) -> Paragraph:
    """The text from `start` on without blanks at its ends, its bold ranges moved along."""
    raw = para.text[start:]
    plain = text.strip(raw)
    shift = start + raw.index(plain[0]) if plain else start
    bold = ((max(a - shift, 0), min(b - shift, len(plain))) for a, b in para.bold)
    return Paragraph(plain, para.place, tuple((a, b) for a, b in bold if a < b), para.recognised)


def sections(body: SectionTexts, anchors: Mapping[int, int], unread: Mapping[int, str]) -> tuple[Section, ...]:
    """The six sections. anchors: table → flow index where it begins; unread: section → why it was not read."""
    found = []
    for number in SECTION_NUMBERS:
        own = body.paragraphs.get(number, [])
        anchor = anchors.get(number)
        before = sum(index < anchor for index, _ in own) if anchor is not None else len(own)
        paragraphs = tuple(p for _, p in own)
        heading, place = body.headings.get(number), body.places.get(number)
        found.append(Section(number, heading, paragraphs, before, place, unread.get(number, "")))
    return tuple(found)


def join_torn_paragraphs(body: SectionTexts) -> None:
    """Join paragraphs that a page end has torn: no mark at the end, nothing new at the beginning.

    Only for files without paragraphs of their own (PDF, plain text). A torn half is longer than any heading or
    item without a mark would be.
    """
    for number, own in body.paragraphs.items():
        runs: list[list[Paragraph]] = []  # parts of a paragraph each
        length, before = 0, -2
        for index, paragraph in own:
            if before + 1 == index and _is_torn(length, runs[-1][-1].text, paragraph.text):
                runs[-1].append(paragraph)
                length += len(paragraph.text)
            else:
                runs.append([paragraph])
                length = len(paragraph.text)
            before = index
        last = itertools.accumulate(len(run) for run in runs)
        body.paragraphs[number] = [(own[n - 1][0], _joined(run)) for n, run in zip(last, runs, strict=True)]


def _is_torn(length: int, before: str, after: str) -> bool:
    """Whether a paragraph of so many characters, of which `before` are the last, goes on with the next."""
    if length < _LONGEST_WITHOUT_MARK or _ENDS.match(before[-1:]) or cover.is_date(after) or cover.is_agency(after):
        return False
    return numbering(after)[0] is NumberingStyle.NONE and not _BEGINS.match(after)


def _joined(parts: Sequence[Paragraph]) -> Paragraph:
    bold: list[tuple[int, int]] = []
    shift = 0
    for part in parts:
        bold += [(start + shift, end + shift) for start, end in part.bold]
        shift += len(part.text)
    whole = "".join(part.text for part in parts)
    return Paragraph(whole, parts[0].place, tuple(bold), any(part.recognised for part in parts))


def remove_last_paragraphs(body: SectionTexts, count: int) -> None:
    """Take the last `count` paragraphs off the last section (they are the signature or a page's footer)."""
    own = body.paragraphs.get(body.last, [])
    del own[len(own) - count :]
