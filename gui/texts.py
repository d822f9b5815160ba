"""Words that several windows share, and the one door to translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core import schema
from core.finding import Finding, Severity
from core.model import CellRef, Report
from gui.roles import Spot

PRODUCT = "年报校核"
SECTION_NAMES = (
    "封面",
    "总体情况",
    "主动公开政府信息",
    "收到和处理申请",
    "行政复议、行政诉讼",
    "存在问题及改进",
    "其他需要报告的事项",
)
NUMERALS = "〇一二三四五六"
SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "需核对", Severity.HINT: "提示"}
TABLE_SECTIONS = {2: 2, 3: 3, 4: 4}


def tr(text: str, *args: object) -> str:
    """The text in the user's language; {0}, {1}… stand for args."""
    shown = QCoreApplication.translate("gui", text)
    return shown.format(*args) if args else shown


def shape_of(report: Report, table: int) -> schema.TableShape:
    """Shape of a table in its own edition; a missing table takes the report's."""
    grid = report.tables.get(table)
    return schema.shape(grid.edition if grid else report.edition, table)


def cell_name(report: Report, ref: CellRef) -> str:
    """A cell as a person calls it: 表三（七）总计·自然人."""
    return f"表{NUMERALS[ref.table]} {shape_of(report, ref.table).describe(ref)}"


def place_name(report: Report, finding: Finding) -> str:
    """Where a finding stands, short enough for a list."""
    if finding.cells:
        more = tr("等 {0} 格", len(finding.cells)) if len(finding.cells) > 1 else ""
        return cell_name(report, finding.cells[0]) + more
    spot = spot_of(finding)
    name = tr("第{0}部分", NUMERALS[spot.section]) if spot.section else tr("封面")
    return name if spot.paragraph is None else tr("{0} 第 {1} 段", name, spot.paragraph + 1)


def spot_of(finding: Finding) -> Spot:
    """Where in the window a finding is shown; a quote in the narrative goes before the cell it disagrees with."""
    quote = finding.quote
    if quote is not None and (quote.section or not finding.cells):
        return Spot(quote.section, finding.cells, quote.paragraph, quote.start, quote.end)
    if finding.cells:
        return Spot(TABLE_SECTIONS[finding.cells[0].table], finding.cells)
    return Spot(finding.section or 0)


def verdict(errors: int, warnings: int) -> str:
    """The one sentence on top: where one stands."""
    if errors:
        tail = tr("、{0} 处需核对", warnings) if warnings else ""
        return tr("还有 {0} 处错误", errors) + tail
    tail = tr("（另有 {0} 处需核对）", warnings) if warnings else ""
    return tr("勾稽关系全部平衡，可以导出") + tail
