"""All intermediate results of an extraction, kept for the why view and for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.extract.flow import Flow
from core.extract.sections.build import SectionTexts
from core.extract.sections.cover import Title
from core.extract.sections.headings import ChosenHeading, HeadingCandidate
from core.extract.tables.find import Tables
from core.model import Note, Paragraph, Unplaced


@dataclass(slots=True)
class Trace:
    """flow: blocks sorted; tables: lines, their classification, alignments of every edition tried;
    candidates and chain: possible and chosen headings; title and the rest of the cover; body: sections."""

    flow: Flow
    tables: Tables
    candidates: list[HeadingCandidate]
    chain: list[ChosenHeading]
    title: Title | None = None
    agency: str | None = None
    year: int | None = None
    edition: str = "2021"
    preamble: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    body: SectionTexts = field(default_factory=SectionTexts)
    unread_sections: dict[int, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
