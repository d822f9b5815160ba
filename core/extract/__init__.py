"""Document to Report: tables aligned by label, sections, cover facts."""

from __future__ import annotations

from dataclasses import replace

from core.document import Document, Progress
from core.extract import steps
from core.extract.sections import build
from core.extract.trace import Trace
from core.extract.unplaced import unclaimed_texts
from core.extract.watch import Watch
from core.model import TABLES, Grid, Note, Report

__all__ = ["Trace", "empty_report", "explain", "extract"]


def extract(document: Document, notes: tuple[Note, ...] = (), progress: Progress | None = None) -> Report:
    """The report a document holds. notes are the reader's, kept in front of our own.

    What is in doubt is left empty, noted with its candidates and found again in `unplaced`. Raises nothing but what
    progress raises: it is called with (done, total) all along each pass over the document.
    """
    watch = Watch(progress, len(document.blocks))
    report = report_of(steps.run(document, watch), notes)
    lost = unclaimed_texts(document, report, watch)
    return replace(report, unplaced=(*report.unplaced, *lost)) if lost else report


def explain(document: Document) -> Trace:
    """All intermediate results of an extraction, for the why view."""
    return steps.run(document, Watch(None, len(document.blocks)))


def report_of(trace: Trace, notes: tuple[Note, ...] = ()) -> Report:
    """The report a trace amounts to."""
    return Report(
        edition=trace.edition,
        title=steps.title_text(trace),
        agency=trace.agency,
        year=trace.year,
        preamble=trace.preamble,
        sections=build.sections(trace.body, trace.tables.anchors, trace.unread_sections),
        tables=trace.tables.grids,
        closing=trace.closing,
        outline=tuple(trace.body.outline),
        notes=(*notes, *trace.tables.notes, *trace.notes),
        unplaced=tuple(steps.leftovers(trace)),
    )


def empty_report(edition: str) -> Report:
    """A report with three empty tables and six untitled sections, to type a scanned one into."""
    return Report(edition, tables={table: Grid(table, edition) for table in TABLES})
