"""Reports with one kind of fault each: every figure right, or told to be unread (see tests/score/score_reading.py)."""

import random

import extract_support as support
import pytest
from reading_kinds import KINDS

from core.extract import extract
from core.reading import read_bytes
from core.values import amount

UNREAD = {"page that is a picture", "dark watermark"}  # kinds of which figures may be missing
OTHER_NAME = {"big5"}  # the agency's name stays in the characters of the file


@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_is_wrong_and_none_lost_without_reason(monkeypatch, kind):
    monkeypatch.setattr("core.reading.scan.available", lambda: False)
    name, data, written = KINDS[kind](random.Random(f"suite/{kind}"))
    report = extract(read_bytes(data, name).value)
    got = {ref: (amount(report.cell(ref).value), amount(value)) for ref, value in support.expected(written).items()}
    assert [ref for ref, (read, right) in got.items() if read is not None and read != right] == []
    if kind not in UNREAD:
        assert support.wrong(report, written) == []
    assert report.year == written.year
    assert report.agency == written.agency or kind in OTHER_NAME
