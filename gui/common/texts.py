"""Words that several windows share, and the one door to translation; imports nothing of the core (start-up)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

PRODUCT = "年报校核"
SECTION_NAMES = (
    "封面与落款",
    "总体情况",
    "主动公开政府信息",
    "收到和处理申请",
    "行政复议、行政诉讼",
    "存在问题及改进",
    "其他需要报告的事项",
)
NUMERALS = "〇一二三四五六"
# Keyed by core.finding.Severity, whose members are these words; the core is not imported before the first paint.
SEVERITY_NAMES = {"error": "错误", "warning": "需核对", "hint": "提示"}


def tr(text: str, *args: object) -> str:
    """The text in the user's language; {0}, {1}… stand for args."""
    shown = QCoreApplication.translate("gui", text)
    return shown.format(*args) if args else shown


def origin_words(origin: str, source_name: str) -> str:
    """Where a report came from (core.store.records.SourceKind): the file's name, 粘贴的内容, 手工录入."""
    if origin == "clipboard":
        return tr("粘贴的内容")
    if origin == "typed":
        return tr("手工录入")
    return source_name or tr("来源未记录")


def counts_words(errors: int, warnings: int) -> str:
    """What was found when a version was saved, for lists. Never "all holds": how much was checked is not known there
    (see core.verdict for the report that is open)."""
    if errors:
        tail = tr("、{0} 处需核对", warnings) if warnings else ""
        return tr("还有 {0} 处错误", errors) + tail
    tail = tr("（另有 {0} 处需核对）", warnings) if warnings else ""
    return tr("没有发现错误") + tail
