"""Pages that are pictures, read from end to end: printed by the project, spoilt as scanners and phones do."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from export_support import sample
from scan_support import needs_models, noisy, printed, scanned_pdf, skewed

from core.export.pages.pdf import write_pdf
from core.extract import extract
from core.model import Report
from core.reading import read_bytes

pytestmark = needs_models


@pytest.fixture(scope="module")
def pages():
    with TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        write_pdf(sample(), target)
        return printed(target.read_bytes())


def report_of(data: bytes) -> Report:
    result = read_bytes(data, "scan.pdf")
    return extract(result.value, result.notes)


def test_a_scanned_report_comes_out_filled_and_every_figure_says_how_sure_it_is(pages):
    report = report_of(scanned_pdf([noisy(skewed(pages[1], 1.5), 0.002)]))
    table = max(report.tables.values(), key=lambda grid: sum(c.recognised is not None for c in grid.cells.values()))
    wrong = []
    for ref, cell in table.cells.items():
        printed_text = sample().cell(ref).raw
        if cell.recognised is not None and cell.recognised.sure and cell.raw != printed_text:
            wrong.append((ref, cell.raw, printed_text))
    assert not wrong
    read = [cell for cell in table.cells.values() if cell.recognised is not None]
    assert len(read) == 10
    assert all(cell.place is not None and cell.place.page == 1 and cell.place.box for cell in read)
