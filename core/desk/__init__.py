"""The county desk: collections of reports, their rows and states, slips and sums. One door for window and command."""

from core.desk import acts
from core.desk.gathering import Gathered, gather, holds_several
from core.desk.model import (
    GOVERNMENT,
    KINDS,
    Asked,
    AskedItem,
    Collection,
    CollectionInfo,
    HandedIn,
    Issue,
    Mark,
    MarkKind,
    Office,
    Row,
    RowState,
    ScoreSheet,
)
from core.desk.opening import open_hand_in, open_row
from core.desk.returned import Returned, changed_cells, returned
from core.desk.slips import Slip, asked_of, proposed, slip_text, with_findings
from core.desk.totals import (
    SCOPES,
    SumDifference,
    Total,
    Totals,
    against_government,
    county_total,
    refusal,
    totals_report,
)

__all__ = [
    "GOVERNMENT",
    "KINDS",
    "SCOPES",
    "Asked",
    "AskedItem",
    "Collection",
    "CollectionInfo",
    "Gathered",
    "HandedIn",
    "Issue",
    "Mark",
    "MarkKind",
    "Office",
    "Returned",
    "Row",
    "RowState",
    "ScoreSheet",
    "Slip",
    "SumDifference",
    "Total",
    "Totals",
    "acts",
    "against_government",
    "asked_of",
    "changed_cells",
    "county_total",
    "gather",
    "holds_several",
    "open_hand_in",
    "open_row",
    "proposed",
    "refusal",
    "returned",
    "slip_text",
    "totals_report",
    "with_findings",
]
