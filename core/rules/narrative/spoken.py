"""Every paragraph of a report with what it says, read once an evaluation and kept while its words stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from core.finding import Quote
from core.model import Paragraph, Report
from core.rules.context import Context, quote_of
from core.rules.loading import Profile
from core.rules.narrative.cells import Editions
from core.rules.narrative.reading import Reading, Setting, read

_SECTIONS = ("", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分")


_ASIDE = (0, 5, 6)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A paragraph with what it says. section is 0 for the preamble and the closing, whose paragraphs count on."""

    section: int
    index: int
    paragraph: Paragraph
    reading: Reading
    place: str

    def quote(self, start: int, end: int) -> Quote:
        """A range of the paragraph, marked in its sentence."""
        return quote_of(self.section, self.index, self.paragraph, start, end)


def readings(context: Context) -> tuple[Spoken, ...]:
    """Every paragraph, each read with the topic that the one before left."""
    report = context.report
    inputs = (report.sections, report.preamble, report.closing, report.year, editions_of(report), context.profile)
    return context.answers.get("narrative readings", inputs, lambda: tuple(_read_all(context)))


def _read_all(context: Context) -> Iterator[Spoken]:
    report = context.report
    outside = [(0, i, p, "引言") for i, p in enumerate(report.preamble)]
    after = [(0, len(report.preamble) + i, p, "落款") for i, p in enumerate(report.closing)]
    inside = [(s.number, i, p, _SECTIONS[s.number]) for s in report.sections for i, p in enumerate(s.paragraphs)]
    setting = Setting(report.year, editions_of(report), context.profile is Profile.GOVERNMENT)
    settings: dict[tuple[int, str], Setting] = {}
    topic, last = "", 0
    for section, index, paragraph, place in (*outside, *inside, *after):
        if section != last or section in _ASIDE:
            topic, last = "requests" if section == 3 else "", section
        here = settings.get((section, topic))
        if here is None:
            here = settings[section, topic] = _setting(setting, section == 4, topic, section in _ASIDE)
        reading = read_kept(paragraph.text, here)
        topic = "requests" if section == 3 else reading.topic
        yield Spoken(section, index, paragraph, reading, place)


@lru_cache(maxsize=64)
def _setting(setting: Setting, about_disputes: bool, topic: str, aside: bool) -> Setting:
    """The setting of a paragraph; the same object for the same words, which are then found sooner among those kept."""
    return replace(setting, about_disputes=about_disputes, topic=topic, aside=aside)


@lru_cache(maxsize=2048)
def read_kept(text: str, setting: Setting) -> Reading:
    """What one paragraph says; an edit elsewhere leaves it as it was."""
    return read(text, setting)


def editions_of(report: Report) -> Editions:
    """The edition of each table; the report's for a table it lacks."""
    two, three, four = (grid.edition if (grid := report.tables.get(n)) else report.edition for n in (2, 3, 4))
    return two, three, four
