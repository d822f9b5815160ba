"""The report and the list of findings, for the preview and the printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from core.finding import Finding
from core.model import Report
from core.open_report import OpenReport
from gui.common.texts import tr
from gui.printing import findings_sheet, paper
from gui.printing.findings_sheet import Proposals
from gui.printing.preview_dialog import PreviewDialog

if TYPE_CHECKING:
    from core.session import Session

Paint = Callable[[QPrinter], None]
MARGIN = 15  # mm around the list of findings


def report_painter(session: Session, report: Report, state: OpenReport | None = None) -> Paint:
    """Draws the report in the standard layout, the same lines and pages on every device; with its state also what
    its file holds beside the text."""
    return partial(paper.draw, session.print_pages(report, paper.QtMeasure(), state))


def findings_painter(
    report: Report, findings: tuple[Finding, ...], verdict: str, proposals: Proposals | None = None
) -> Paint:
    """Draws the list of findings; proposals may be filled in later, for the next drawing."""
    return lambda device: findings_sheet.draw(
        findings_sheet.findings_page(report, findings, verdict, proposals), device
    )


def printer(full_page: bool) -> QPrinter:
    """A4; full_page leaves the margins to whoever draws, who counts in points from the paper's edge."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setFullPage(full_page)
    if not full_page:
        made.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    return made


def preview(paint: Paint, parent: QWidget, full_page: bool = True) -> PreviewDialog:
    """The preview window, shown without blocking."""
    dialog = PreviewDialog(printer(full_page), paint, parent)
    dialog.open()
    return dialog


def has_printer() -> bool:
    """Whether this computer knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def no_printer() -> str:
    """What to do without one."""
    return tr("这台电脑没有安装打印机。可以先导出 PDF，拿到连着打印机的电脑上打印。")


def print_out(paint: Paint, parent: QWidget, full_page: bool = True) -> bool:
    """Qt's print dialog, then the printer; whether anything was printed."""
    device = printer(full_page)
    dialog = QPrintDialog(device, parent)
    dialog.setWindowTitle(tr("打印"))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    paint(device)
    return True
