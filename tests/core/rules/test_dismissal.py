from dataclasses import replace

import pytest

from core.finding import Finding, Severity
from core.model import CellRef
from core.rules.dismissal import dismiss, sort_out

FINDING = Finding(
    "text.binding",
    Severity.WARNING,
    "文中为 12，表中为 15。",
    (CellRef(3, "received", "total"),),
    expected=15,
    actual=12,
)
ENTRY = dismiss(FINDING, "口径不同", "2025-01-10T08:00:00+00:00")


def test_a_dismissed_finding_stays_away_while_its_figures_stay():
    assert sort_out([FINDING], [ENTRY]) == ((), ((FINDING, ENTRY),))


def test_a_changed_figure_brings_it_back_and_says_so():
    changed = replace(FINDING, message="文中为 12，表中为 16。", expected=16)
    (standing,), covered = sort_out([changed], [ENTRY])
    assert covered == ()
    assert "口径不同" in standing.message
    assert standing.identity == FINDING.identity


def test_other_findings_are_not_touched():
    other = replace(FINDING, subject="另一句")
    assert sort_out([other], [ENTRY]) == ((other,), ())


def test_the_latest_dismissal_counts():
    changed = replace(FINDING, message="文中为 12，表中为 16。", expected=16)
    again = dismiss(changed, "已核实", "2025-01-11T08:00:00+00:00")
    assert sort_out([changed], [ENTRY, again]) == ((), ((changed, again),))


def test_an_error_is_never_set_aside():
    error = replace(FINDING, severity=Severity.ERROR)
    with pytest.raises(ValueError, match="error"):
        dismiss(error, "不管", "")
    assert sort_out([error], [ENTRY])[1] == ()
