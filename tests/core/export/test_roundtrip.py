"""Three hundred generated reports: written, read back, equal figure for figure and paragraph for paragraph."""

from pathlib import Path

import export_support as made
import pytest
from export_compare import differences
from hypothesis import HealthCheck, given, settings

from core.export.standard.content import standard_layout
from core.export.standard.template import open_template
from core.export.standard.writer import build_docx
from core.extract import extract
from core.reading import read

MANY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
REPORTS = Path(__file__).resolve().parents[4] / "shared" / "reports"
FILES = sorted(p for p in REPORTS.glob("*.*") if p.suffix in (".docx", ".doc", ".pdf", ".html"))


def assert_comes_back(report):
    data = build_docx(standard_layout(report), open_template())
    assert differences(report, data, "x.docx") == ()


@MANY
@given(made.reports("2021"))
def test_edition_2021_comes_back(report):
    assert_comes_back(report)


@MANY
@given(made.reports("2019"))
def test_edition_2019_comes_back(report):
    assert_comes_back(report)


@pytest.mark.skipif(not FILES, reason="the real reports of ../shared are not on this computer")
@pytest.mark.parametrize("file", FILES, ids=lambda p: p.name)
def test_real_reports_come_back(file):
    result = read(file)
    assert_comes_back(extract(result.value, result.notes))
