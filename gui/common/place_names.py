"""Places of a report in a person's words, and where in the window they are."""

from __future__ import annotations

from core import schema
from core.finding import Finding
from core.model import CLOSING, PREAMBLE, CellRef, Report
from gui.common.roles import Spot
from gui.common.texts import NUMERALS, tr

TABLE_SECTIONS = {2: 2, 3: 3, 4: 4}  # statutory table: the section it stands in


def shape_of(report: Report, table: int) -> schema.TableShape:
    """Shape of a table in its own edition; a missing table takes the report's."""
    grid = report.tables.get(table)
    return schema.shape(grid.edition if grid else report.edition, table)


def cell_name(report: Report, ref: CellRef) -> str:
    """A cell as a person calls it: 表三（七）总计·自然人."""
    return f"表{NUMERALS[ref.table]} {shape_of(report, ref.table).describe(ref)}"


def place_name(report: Report, finding: Finding) -> str:
    """Where a finding stands, short enough for a list."""
    spot = spot_of(finding)
    if finding.cells and spot.paragraph is None:
        more = tr("等 {0} 格", len(finding.cells)) if len(finding.cells) > 1 else ""
        return cell_name(report, finding.cells[0]) + more
    if spot.section == CLOSING:
        name = tr("落款")
    elif spot.section == PREAMBLE:
        name = tr("封面与落款") if spot.paragraph is None else tr("正文之前")
    else:
        name = tr("第{0}部分", NUMERALS[spot.section])
    return name if spot.paragraph is None else tr("{0} 第 {1} 段", name, spot.paragraph + 1)


def spot_of(finding: Finding) -> Spot:
    """Where in the window a finding is shown; a quote in the narrative goes before the cell it disagrees with."""
    quote = finding.quote
    if quote is not None and (quote.section or not finding.cells):
        return Spot(quote.section, finding.cells, quote.paragraph, quote.start, quote.end)
    if finding.cells:
        return Spot(TABLE_SECTIONS[finding.cells[0].table], finding.cells)
    return Spot(finding.section or 0)
