"""What each column says of a row."""

from __future__ import annotations

from core.desk import Row, RowState
from gui.common.texts import SEVERITY_NAMES, tr
from gui.desk import columns as c
from gui.history.wording import local

INKS = {
    RowState.MISSING: "error",
    RowState.ERRORS: "error",
    RowState.OVERDUE: "error",
    RowState.RETURNED: "warning",
    RowState.UNCHECKED: "warning",
    RowState.RESUBMITTED: "accent",
    RowState.MENDED: "accent",
    RowState.PASSED: "ok",
}
SIGNS = {"error": "×", "warning": "!", "accent": "→", "ok": "√"}  # a shape beside the colour


def text(row: Row, column: int) -> str:
    """A column's words, '' for nothing to say."""
    if column == c.OFFICE:
        return row.name
    if column == c.STATE:
        return state_words(row.state)
    if column == c.KIND:
        return row.office.kind if row.office else ""
    if column == c.MISSING:
        return "".join(sentence for _, sentence in row.issues) or _first_finding(row)
    if column == c.NOTE:
        return row.note
    if column == c.RETURNS:
        return str(len(row.asked)) if row.asked else ""
    if column == c.MARKS:
        return "、".join(kind.words.removeprefix("已") for kind in row.marks)
    return _of_file(row, column)


def _first_finding(row: Row) -> str:
    """The gravest finding in full: most rows have nothing else to say."""
    found = row.newest.findings if row.newest and row.report else ()
    return found[0].message if found else ""


def state_words(state: RowState) -> str:
    """A state with its sign."""
    return f"{SIGNS[INKS[state]]} {state.words}"


def _of_file(row: Row, column: int) -> str:
    newest = row.newest
    if newest is None:
        return ""
    if column == c.FILE:
        other = f" + {row.counterpart.kind}" if row.counterpart else ""
        return newest.kind + other
    if column == c.RECEIVED:
        return local(newest.received_at) if newest.received_at else ""
    if column == c.SENDER:
        return newest.sender or (row.office.contact if row.office else "")
    report = newest.report
    if report is None:
        return ""
    return {
        c.ERRORS: str(row.errors),
        c.WARNINGS: str(row.warnings),
        c.YEAR: str(report.year or "—"),
        c.EDITION: report.edition,
        c.LAST_YEAR: tr("有") if row.last_year else tr("没有"),
    }[column]


def figure(row: Row, column: int) -> float | None:
    """What a column is sorted by where it is a figure; states by their urgency."""
    if column == c.STATE:
        return list(RowState).index(row.state)
    if column == c.RETURNS:
        return len(row.asked)
    if column in (c.ERRORS, c.WARNINGS):
        return row.errors if column == c.ERRORS else row.warnings
    return None


def findings(row: Row) -> list[str]:
    """The sentences of its findings, to be searched."""
    return [finding.message for finding in row.newest.findings] if row.newest else []


def tip(row: Row, column: int) -> str:
    """The words in full; of the counts, the first findings."""
    if column in (c.ERRORS, c.WARNINGS) and row.newest is not None:
        severity = "error" if column == c.ERRORS else "warning"
        found = [f.message for f in row.newest.findings if f.severity.value == severity]
        return "\n".join(found[:8]) or tr("没有{0}", tr(SEVERITY_NAMES[severity]))
    if column == c.FILE:
        return "\n".join(handed.name for handed in row.hand_ins)
    return text(row, column)


def ink(row: Row, column: int) -> str:
    """The colour's name, '' for the usual one."""
    if column == c.STATE:
        return INKS[row.state]
    if column == c.ERRORS and row.errors:
        return "error"
    if column == c.MISSING:
        return "warning" if row.issues else "muted"
    return ""
