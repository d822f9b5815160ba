"""The closing sheet (校核情况汇总表): who reported when, how often returned, which kinds of errors, and the points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.desk.model import Collection, Issue, MarkKind, Row, RowState
from core.finding import Finding, Severity

# A kind of error, its words, the points it costs unless the office says otherwise, and the rules it holds. The first
# kind that fits a rule counts, so that text.binding is no matter of wording.
_RULES: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    ("tables", "表内数字不平", 2, ("t2.", "t3.", "t4.", "form.")),
    ("cells", "漏填或填写不规范", 1, ("cell.", "blank.", "unit.", "money.", "scope.")),
    (
        "text",
        "文字与表格不一致",
        1,
        ("text.binding", "text.balance", "text.parts", "text.denial", "text.share", "text.change"),
    ),
    ("years", "与上年不衔接", 1, ("year.",)),
    ("form", "部分、标题、版式不合要求", 1, ("structure.", "section", "title.", "preamble.", "deadline")),
    ("wording", "文字差错", 0.5, ("text.", "own.")),
)
_OTHERS: tuple[tuple[str, str, float], ...] = (
    ("missing", "未报", 20),
    ("wrong_file", "报错年度、版式或报成上年的", 5),
    ("pair", "Word 与盖章件不一致", 3),
    ("returned", "每退回一次", 1),
    ("overdue", "逾期未改", 5),
)
_WRONG_FILE = {Issue.WRONG_YEAR, Issue.LAST_YEARS_FILE, Issue.OTHER_EDITION}


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """The sheet as plain texts, a row an office."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def score_kinds() -> tuple[tuple[str, str, float], ...]:
    """(name, words, points each) of everything that may cost points."""
    return (*((name, words, points) for name, words, points, _ in _RULES), *_OTHERS)


def kind_of_rule(rule: str) -> str:
    """The kind of error that a rule's findings are counted as."""
    return next((name for name, _, _, starts in _RULES if rule.startswith(starts)), "wording")


def kinds_in(findings: Iterable[Finding]) -> tuple[tuple[str, int], ...]:
    """How many errors and warnings of each kind."""
    counted = Counter(kind_of_rule(f.rule) for f in findings if f.severity is not Severity.HINT)
    return tuple((name, counted[name]) for name, _, _, _ in _RULES if counted[name])


def _counts(row: Row) -> dict[str, int]:
    """What a row is judged by: what stood in its first report, and what became of it since."""
    reported = [h for h in row.hand_ins if h.report is not None]
    found = dict(reported[0].reported) if reported else {}
    issues = {issue for issue, _ in row.issues}
    more = {
        "missing": int(row.state is RowState.MISSING),
        "wrong_file": int(bool(issues & _WRONG_FILE)),
        "pair": int(Issue.PAIR_DIFFERS in issues),
        "returned": len(row.asked),
        "overdue": int(row.state is RowState.OVERDUE),
    }
    return found | {name: count for name, count in more.items() if count}


def score(row: Row, collection: Collection) -> float:
    """Full points less what the row's errors cost, never below 0."""
    sheet = collection.scores
    points = {name: default for name, _, default in score_kinds()} | dict(sheet.points)
    lost = sum(points.get(name, 0.0) * count for name, count in _counts(row).items())
    return max(sheet.full - lost, 0.0)


def closing_sheet(collection: Collection) -> ClosingSheet:
    """The sheet for the year's 通报; points only where the office uses its score sheet."""
    used = collection.scores.used
    words = {name: told for name, told, _ in score_kinds()}
    headers = ("序号", "单位", "类别", "报送时间", "状态", "退回次数", "错误", "需核对", "主要问题", *_MARKS)
    rows = []
    for number, row in enumerate(_in_order(collection), 1):
        first = row.hand_ins[0] if row.hand_ins else None
        told = [f"{words[name]} {count} 处" for name, count in (first.reported if first else ())]
        told += [sentence for issue, sentence in row.issues if issue in _WRONG_FILE]
        line = (
            str(number),
            row.name,
            row.office.kind if row.office else "",
            _day(first.received_at) if first else "",
            row.state.words,
            str(len(row.asked)),
            str(row.errors),
            str(row.warnings),
            "；".join(told),
            *(_marked(row, kind) for kind in MarkKind),
        )
        rows.append((*line, f"{score(row, collection):g}") if used else line)
    return ClosingSheet((*headers, "得分") if used else headers, tuple(rows))


_MARKS = tuple(kind.words.removeprefix("已") for kind in MarkKind)


def _in_order(collection: Collection) -> list[Row]:
    order = {office.name: number for number, office in enumerate(collection.offices)}
    return sorted(collection.rows, key=lambda row: order.get(row.name, len(order)))


def _marked(row: Row, kind: MarkKind) -> str:
    mark = row.marks.get(kind)
    return " ".join(filter(None, (mark.day, mark.address))) if mark else ""


def _day(when: str) -> str:
    return datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d") if when else ""
