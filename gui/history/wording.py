"""Saved reports, versions and what became of them, in a clerk's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from gui.common.texts import counts_words, tr

if TYPE_CHECKING:
    from core.session import BackupInfo, Merged, Purged, ReportInfo, VersionInfo

SUBMITTED = "已报送"  # core.session.SUBMITTED; tests compare them
STATES = {"draft": "草稿", "final": SUBMITTED}
COPIES = {
    "daily": "每日备份",
    "kept": "保留的备份",
    "upgrade": "升级前的备份",
    "restore": "恢复前的备份",
    "recovered": "从损坏的文件里找回的内容",
}
_STEPS = ("B", "KB", "MB", "GB")


def local(moment: str) -> str:
    """An ISO 8601 time as the clock on the wall shows it."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def size(count: int) -> str:
    """Bytes in a readable unit, one decimal."""
    tenths, step = count * 10, 0
    while tenths >= 10240 and step < len(_STEPS) - 1:
        tenths, step = tenths // 1024, step + 1
    return f"{count} B" if step == 0 else f"{tenths // 10}.{tenths % 10} {_STEPS[step]}"


def report_name(info: ReportInfo) -> str:
    """Agency and year."""
    agency = info.agency or tr("（未写明机关）")
    return tr("{0} {1} 年度报告", agency, info.year or tr("（未写明年度）"))


def version_name(info: VersionInfo) -> str:
    """Number and label of a version, short enough for a column's head."""
    name = tr("第 {0} 版", info.number)
    return tr("{0}（{1}）", name, info.label) if info.label else name


def heads_question(info: ReportInfo, heads: Sequence[VersionInfo]) -> tuple[str, tuple[str, ...], str]:
    """Question, choices and detail for a report that two computers or windows changed without knowing of each other."""
    question = tr("“{0}”有 {1} 个最新版本，互相不包含对方的修改。以哪一版为准？", report_name(info), len(heads))
    choices = tuple(tr("以第 {0} 版为准", head.number) for head in heads)
    rest = tr("没有选中的也留在历史记录里，随时可以打开。“比较”先看这两版有什么不同。")
    return question, (*choices, tr("比较")), "\n".join([*map(version_line, heads), rest])


def version_line(info: VersionInfo) -> str:
    """A version in one line, for choices and screen readers."""
    words = (version_name(info), local(info.created), info.note)
    return "　".join(word for word in words if word)


def version_state(info: VersionInfo) -> str:
    """The note, and where the version stood; a version saved beside somebody else's says so first."""
    beside = tr("与第 {0} 版同时保存，请比较", info.beside) if info.beside else ""
    return "　".join(word for word in (beside, info.note, counts_words(info.errors, info.warnings)) if word)


def merged_words(merged: Merged) -> str:
    """What an import brought."""
    if not (merged.reports or merged.versions or merged.drafts):
        return tr("这个文件里的 {0} 个版本这里都已经有了，没有重复导入。", merged.duplicates)
    parts = [tr("导入完成：新增 {0} 份报告、{1} 个版本", merged.reports, merged.versions)]
    if merged.duplicates:
        parts.append(tr("另有 {0} 个版本这里已经有了，没有重复", merged.duplicates))
    if merged.drafts:
        parts.append(tr("还有 {0} 份没有保存的修改", merged.drafts))
    done = "；".join(parts) + "。"
    if merged.undecided:
        done += tr("有 {0} 份报告两边都改过，打开时请选择以哪一版为准。", merged.undecided)
    return done


def purged_words(purged: Purged) -> str:
    """What was deleted for good, and whether anything is left to decide."""
    done = tr("已彻底删除 {0} 个版本，连同附带的文件副本和检索内容。", purged.versions)
    if not purged.cleared:
        done += tr("另一个窗口正在使用历史记录，最后的痕迹在所有窗口关闭后清除。")
    if left(purged):
        done += tr("别处还有痕迹，请逐项决定是否删除。")
    return done


def left(purged: Purged) -> int:
    """How many places still hold, or may hold, the deleted report."""
    return len(purged.backups) + len(purged.unreadable) + len(purged.other_drafts)


def copy_line(info: BackupInfo) -> str:
    """A copy of the history in one line."""
    return tr("{0}　{1}　{2}", local(info.made), tr(COPIES.get(info.kind, info.kind)), size(info.size))


def year_name(year: int | None, otherwise: str) -> str:
    """A year at the head of a column."""
    return tr("{0} 年", year) if year is not None else otherwise
