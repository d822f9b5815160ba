"""Three hundred generated reports: written, read back, equal figure for figure and paragraph for paragraph."""

from pathlib import Path
from random import Random

import export_support as made
import pytest
from export_compare import differences

from core.export.read_back import differences_in_docx
from core.export.standard.content import standard_layout
from core.export.standard.template import open_template
from core.export.standard.writer import build_docx
from core.extract import extract
from core.reading import read

REPORTS = Path(__file__).resolve().parents[4] / "shared" / "reports"
FILES = sorted(p for p in REPORTS.glob("*.*") if p.suffix in (".docx", ".doc", ".pdf", ".html"))


def assert_comes_back(report):
    data = build_docx(standard_layout(report), open_template())
    assert differences(report, data, "x.docx") == ()


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("block", range(6))
def test_any_report_comes_back(edition, block):
    for seed in range(block * 25, block * 25 + 25):
        report = made.random_report(Random(seed), edition)
        data = build_docx(standard_layout(report), open_template())
        assert differences(report, data, "x.docx") == (), f"seed {seed}"
        assert differences_in_docx(standard_layout(report), data) == (), f"seed {seed}"


@pytest.mark.skipif(not FILES, reason="the real reports of ../shared are not on this computer")
@pytest.mark.parametrize("file", FILES, ids=lambda p: p.name)
def test_real_reports_come_back(file):
    result = read(file)
    assert_comes_back(extract(result.value, result.notes))
