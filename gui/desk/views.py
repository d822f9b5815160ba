"""A row and a collection in words, for the panel and the lines over the table."""

from __future__ import annotations

from core.desk import ALL_COPIES, ONE_COPY, Collection, HandedIn, MarkKind, Row, RowState, returned
from core.finding import Finding
from core.model import Report
from gui.common.place_names import cell_name, place_name
from gui.common.texts import SECTION_NAMES, SEVERITY_NAMES, tr
from gui.desk.row_panel import Entry, RowDetails
from gui.desk.row_words import INKS, state_words
from gui.history.wording import local

_KINDS = {"error": "error", "warning": "warning", "accent": "hint", "ok": "ok"}
_LONGEST = 16  # characters of a file's name on a button
_MOST = 60  # findings listed beside the table; the report itself shows all


def summary(collection: Collection) -> str:
    """How far the collection is, in one line."""
    rows = collection.rows
    there = sum(row.newest is not None for row in rows)
    wrong = sum(row.errors > 0 for row in rows)
    passed = sum(row.state is RowState.PASSED for row in rows)
    missing = [row.name for row in rows if row.newest is None]
    words = tr("收到 {0} 份，{1} 份有错，{2} 份通过", there, wrong, passed)
    if missing:
        more = tr("等") if len(missing) > 3 else ""
        words += tr("；还有 {0} 个单位没报：{1}{2}", len(missing), "、".join(missing[:3]), more)
    elif not collection.offices:
        words += tr("；没有单位名单，不知道谁还没报（点“单位名单”）")
    return words


def no_report(row: Row | None) -> str:
    """Why Enter opens nothing."""
    if row is None:
        return tr("先选一行，再按回车打开它的报告。")
    if row.newest is None:
        ask = tr("可以找 {0} 催报。", row.office.contact) if row.office and row.office.contact else ""
        return tr("“{0}”还没有报送。{1}收到以后把文件拖进来，或点“添加”。", row.name, ask)
    return tr("“{0}”没有读出来：{1}", row.newest.name, row.newest.error)


def details(row: Row) -> RowDetails:
    """Everything the panel shows of a row."""
    newest = row.newest
    return RowDetails(
        row.key,
        row.name,
        state_words(row.state),
        _KINDS[INKS[row.state]],
        newest.verdict if newest and newest.report else no_report(row),
        _acts(row),
        tuple(_problems(row)),
        tuple(_files(row)),
        tuple(_returned(row)),
        tuple(_marks(row)),
        row.note,
        row.report is not None,
    )


def _acts(row: Row) -> tuple[tuple[str, str], ...]:
    if row.newest is None:
        return (("add", tr("添加它的文件…")),)
    acts = [("open", tr("打开报告")) if row.report else ("type_in", tr("对照原件录入"))]
    acts += [("slip", tr("退回通知…")), ("copy", tr("复制退回文字"))]
    if row.state is RowState.PASSED:
        acts.append(("unpass", tr("改回待校核")))
    elif row.report is not None and not row.errors:
        acts.append(("pass", tr("记为通过")))
    return tuple(acts)


def _problems(row: Row) -> list[Entry]:
    entries = [Entry(sentence, "", _issue_acts(row, issue.value), "strong") for issue, sentence in row.issues]
    entries += [Entry(sentence, ink="strong") for sentence in (row.newest.broken if row.newest else ())]
    found, report = row.newest.findings if row.newest else (), row.report
    entries += [_finding(report, finding) for finding in found[:_MOST]] if report else []
    if len(found) > _MOST:
        entries.append(Entry(tr("还有 {0} 处，打开报告看全部。", len(found) - _MOST)))
    return entries


def _finding(report: Report, finding: Finding) -> Entry:
    return Entry(finding.message, f"{tr(SEVERITY_NAMES[finding.severity.value])} · {place_name(report, finding)}")


def _issue_acts(row: Row, issue: str) -> tuple[tuple[str, str, str], ...]:
    if issue == "no_office":
        return (("assign", "", tr("指定是哪个单位…")), ("remove", "", tr("移出这一册")))
    if issue == "second_of_office":
        return tuple(("keep", handed.key, tr("留下“{0}”", _short(handed.name))) for handed in row.hand_ins)
    if issue in ("wrong_year", "last_years_file"):
        return (("remove", "", tr("移出这一册")),)
    return ()


def _short(name: str) -> str:
    """A file's name for a button: its end tells one from the other."""
    return name if len(name) <= _LONGEST else f"{name[:4]}…{name[-(_LONGEST - 5) :]}"


def _files(row: Row) -> list[Entry]:
    entries = []
    for number, handed in enumerate(row.hand_ins, 1):
        words = handed.name if len(row.hand_ins) == 1 else tr("第 {0} 次：{1}", number, handed.name)
        entries.append(Entry(words, _file_detail(handed), (("open_file", handed.key, tr("打开")),)))
    if row.counterpart is not None:
        acts = [("open_file", row.counterpart.key, tr("打开")), ("pair", "", tr("与 Word 文件逐项比对…"))]
        acts += [("copy_out", row.counterpart.key, tr("取出原件…"))] if row.counterpart.kept else []
        detail = f"{_file_detail(row.counterpart)} · {_keeping(row.counterpart)}"
        entries.append(Entry(tr("盖章件：{0}", row.counterpart.name), detail, tuple(acts)))
    for slip in row.asked:
        entries.append(Entry(tr("{0} 退回，要求修改 {1} 处", local(slip.when), len(slip.items)), _due(slip.due)))
    return entries


def _keeping(copy: HandedIn) -> str:
    """Whether the stamped file can be given out a year later."""
    if copy.kept:
        return tr("原件已留底")
    return tr("原件没有留底（一份超过 {0} MB，或一册满 {1} MB），请自己存好", ONE_COPY // 10**6, ALL_COPIES // 10**6)


def _due(day: str) -> str:
    return tr("修改期限 {0}", day) if day else ""


def _file_detail(handed: HandedIn) -> str:
    facts = [local(handed.received_at) if handed.received_at else "", handed.sender]
    facts += [tr("已在本机修改")] if handed.edited else []
    facts += [handed.error] if handed.error else []
    return " · ".join(fact for fact in facts if fact)


def _returned(row: Row) -> list[Entry]:
    came, report = returned(row), row.report
    if came is None or report is None:
        return []
    entries = [Entry(tr("要求的 {0} 处，改了 {1} 处", len(came.done) + len(came.open), len(came.done)), ink="strong")]
    entries += [Entry(f"√ {item.words}") for item in came.done]
    entries += [Entry(f"× {item.words}", tr("还没有改")) for item in came.open]
    if came.changed or came.texts:
        entries.append(Entry(tr("另外还改了"), ink="strong"))
        for ref, was, now in came.changed:
            entries.append(Entry(cell_name(report, ref), tr("{0} → {1}", was or tr("空白"), now or tr("空白"))))
        entries += [Entry(tr("第 {0} 部分的文字：{1}", number, tr(SECTION_NAMES[number]))) for number in came.texts]
    if came.new:
        entries.append(Entry(tr("新出现的问题"), ink="strong"))
        entries += [_finding(report, finding) for finding in came.new]
    return entries


def _marks(row: Row) -> list[Entry]:
    entries = []
    for kind in MarkKind:
        made = row.marks.get(kind)
        words = tr("{0}：{1}", kind.words, made.day) if made else tr("还没有{0}", kind.words.removeprefix("已"))
        change = tr("修改…") if made else tr("登记…")
        entries.append(Entry(words, made.address if made else "", (("mark", kind.value, change),)))
    if row.report is not None:
        acts = (("published", "paste", tr("粘贴公布的文字比对")), ("published", "file", tr("用保存的网页比对…")))
        entries.append(Entry(tr("公布的内容与通过的是否一致"), "", acts))
    return entries
