"""A finding and the repair of the same cell say the same of it."""

import pytest
from rules_support import balanced, put

from core.diagnosis.wording import SLIP_WORDS
from core.finding import Severity
from core.repair import suggest
from core.rules import evaluate


@pytest.mark.parametrize("wrong", ["90", "99", "8", "94", "-9"])
@pytest.mark.parametrize("cell", [("granted", "natural_person"), ("unavailable_not_held", "total")])
def test_finding_and_repair_name_the_same_slip(cell, wrong):
    report = put(balanced(), {(3, *cell): wrong})
    (finding,) = [f for f in evaluate(report).findings if f.severity is Severity.ERROR]
    repair = suggest(report, 3).repairs[0]
    assert finding.cells == tuple(c.ref for c in repair.changes)
    assert [w for w in SLIP_WORDS.values() if w in finding.message] == [
        w for w in SLIP_WORDS.values() if w in repair.reason
    ]
    assert (finding.expected,) == tuple(c.new.value.value for c in repair.changes)
