"""The report and the list of findings, for the preview and the printer."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from core.finding import Finding
from core.model import Report
from core.open_report import OpenReport
from gui.common.place_names import place_name
from gui.common.texts import SEVERITY_NAMES, tr
from gui.common.theme import UI_FAMILIES
from gui.common.window_sizes import resize_within_screen
from gui.printing import paper

if TYPE_CHECKING:
    from core.session import Session

Paint = Callable[[QPrinter], None]


def findings_page(report: Report, findings: tuple[Finding, ...], verdict: str) -> str:
    """The list of findings as HTML: verdict, then number, severity, place and sentence."""
    rows = "".join(
        f"<tr><td>{n}</td><td>{SEVERITY_NAMES[f.severity]}</td><td>{html.escape(place_name(report, f))}</td>"
        f"<td>{html.escape(f.message)}</td></tr>"
        for n, f in enumerate(findings, 1)
    )
    head = "".join(f"<th>{tr(name)}</th>" for name in ("序号", "程度", "位置", "问题"))
    title = tr("校核结果：{0}", report.title or tr("（未写明标题）"))
    return (
        f"<h3>{html.escape(title)}</h3><p>{html.escape(verdict)}</p>"
        f"<table border='1' cellspacing='0' cellpadding='4' width='100%'><tr>{head}</tr>{rows}</table>"
    )


def document(page: str) -> QTextDocument:
    """A page of HTML as what both preview and printer draw."""
    made = QTextDocument()
    font = made.defaultFont()
    font.setFamilies(list(UI_FAMILIES))
    font.setPointSizeF(10.5)
    made.setDefaultFont(font)
    made.setHtml(page)
    return made


def report_painter(session: Session, report: Report, state: OpenReport | None = None) -> Paint:
    """Draws the report in the standard layout, the same lines and pages on every device; with its state also what
    its file holds beside the text."""
    return partial(paper.draw, session.print_pages(report, paper.QtMeasure(), state))


def findings_painter(report: Report, findings: tuple[Finding, ...], verdict: str) -> Paint:
    """Draws the list of findings."""
    return document(findings_page(report, findings, verdict)).print_


def printer(full_page: bool) -> QPrinter:
    """A4; full_page leaves the margins to whoever draws, else those of an official document (GB/T 9704: 37 above, 28
    left, 26 right, 35 below)."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setFullPage(full_page)
    if not full_page:
        made.setPageMargins(QMarginsF(28, 37, 26, 35), QPageLayout.Unit.Millimeter)
    return made


class PreviewDialog(QPrintPreviewDialog):
    """Qt's preview window. Qt keeps no reference to the printer, so the dialog does."""

    def __init__(self, paint: Paint, parent: QWidget, full_page: bool) -> None:
        self._printer = printer(full_page)
        super().__init__(self._printer, parent)
        self.setWindowTitle(tr("打印预览"))
        resize_within_screen(self, 900, 640)
        self.paintRequested.connect(paint)


def preview(paint: Paint, parent: QWidget, full_page: bool = True) -> PreviewDialog:
    """The preview window, shown without blocking."""
    dialog = PreviewDialog(paint, parent, full_page)
    dialog.open()
    return dialog


def print_report(session: Session, state: OpenReport, parent: QWidget) -> None:
    """Qt's print dialog, then the printer."""
    device = printer(full_page=True)
    if QPrintDialog(device, parent).exec() == QDialog.DialogCode.Accepted:
        report_painter(session, state.report, state)(device)
