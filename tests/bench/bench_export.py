"""Exports: milliseconds a report, reading back included, and memory over two hundred in a row."""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import export_support as made

from core.export.change_note.corrections import change_entries
from core.export.change_note.note import build_note, render_change_note
from core.export.original.writer import mend_docx
from core.export.pages.pdf import render_pdf
from core.export.standard.content import standard_layout
from core.export.standard.template import open_template
from core.export.standard.writer import build_docx, render_standard
from core.export.workbook.writer import render_workbook
from core.model import CellRef
from core.rules import evaluate

STATM = Path("/proc/self/statm")
PAGE = 4096


def measure() -> list[tuple[str, str, str]]:
    report = made.sample()
    source = made.foreign_docx(report)
    original = made.opened(source)
    changed = made.edited(original, {CellRef(3, "received", "natural_person"): "37"})
    findings = evaluate(report).findings
    note = build_note(report, change_entries(original, changed, ()), date(2024, 2, 5))
    rows = [
        ("standard docx, written and read back", lambda: render_standard(report), "< 150 ms"),
        ("standard docx, written only", lambda: build_docx(standard_layout(report), open_template()), ""),
        ("mended original with tracked changes", lambda: mend_docx(source, original, changed, tracked=True), ""),
        ("standard PDF, written and read back", lambda: render_pdf(report), ""),
        ("workbook, written and read back", lambda: render_workbook(report, findings), ""),
        ("更正说明 docx, written and read back", lambda: render_change_note(note), ""),
    ]
    measured = [(what, _milliseconds(work), asked) for what, work, asked in rows]
    return [*measured, ("200 standard docx in a row, growth of memory", _growth(report), "none")]


def _milliseconds(work: Callable[[], object], times: int = 15) -> str:
    """Median by the clock after one run to warm up, and the processor's time, which other programs disturb less."""
    work()
    clock, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return f"{statistics.median(clock):.0f} ms (processor {statistics.median(processor):.0f} ms)"


def _growth(report) -> str:
    """Resident memory after 50 and after 250 exports: what is kept for good shows, caches do not."""
    if not STATM.exists():
        return "not measured on this system"
    first = _resident(report, 50)
    return f"{(_resident(report, 200) - first) / 1024:+.0f} KiB of {first / 1024 / 1024:.0f} MiB"


def _resident(report, times: int) -> int:
    for _ in range(times):
        render_standard(report)
    gc.collect()
    return int(STATM.read_text().split()[1]) * PAGE
