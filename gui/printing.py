"""The report and the list of findings on paper: one QTextDocument for preview and printer."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from core import schema
from core.model import TABLES, Grid, Report
from core.schema import FormCell, TableShape
from gui.texts import SEVERITY_NAMES, tr, verdict
from gui.theme import UI_FAMILIES
from gui.wording import place_name

if TYPE_CHECKING:
    from core.session import Session

_BODY = "font-family: 'FangSong', '仿宋', 'Noto Serif CJK SC', serif; font-size: 14pt; line-height: 150%"
_TABLE = "border-collapse: collapse; font-size: 8.5pt"


def report_page(report: Report) -> str:
    """The report as HTML: title, six sections, the statutory tables with their merged cells."""
    parts = [f"<h2 align='center'>{html.escape(report.title)}</h2>", *_paragraphs(p.text for p in report.preamble)]
    headings = schema.load(report.edition).headings
    for section in report.sections:
        parts.append(f"<h3>{html.escape(section.heading or headings[section.number - 1])}</h3>")
        texts = [p.text for p in section.paragraphs]
        parts += _paragraphs(texts[: section.table_at])
        if section.number in TABLES and section.number in report.tables:
            parts.append(table_page(report.tables[section.number]))
        parts += _paragraphs(texts[section.table_at :])
    parts += _paragraphs(p.text for p in report.closing)
    return f'<div style="{_BODY}">{"".join(parts)}</div>'


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"<p style='text-indent: 2em; margin: 0'>{html.escape(t)}</p>" for t in texts]


def table_page(grid: Grid) -> str:
    """A statutory table as an HTML table in the form's shape."""
    shape = schema.shape(grid.edition, grid.table)
    rows = ["".join(_cell(c, grid, shape) for c in shape.form if c.row == r) for r in range(shape.form_rows)]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table border='1' cellspacing='0' cellpadding='3' width='100%' style='{_TABLE}'>{body}</table>"


def _cell(cell: FormCell, grid: Grid, shape: TableShape) -> str:
    text = grid.cell(cell.ref).raw if cell.ref else cell.text
    side = "left" if cell.ref is None and cell.row >= shape.header_rows > 0 else "center"
    width = round(100 * sum(shape.widths[cell.column : cell.column + cell.colspan]) / sum(shape.widths))
    span = f"rowspan='{cell.rowspan}' colspan='{cell.colspan}' width='{width}%'"
    return f"<td {span} align='{side}' valign='middle'>{html.escape(text)}</td>"


def findings_page(session: Session) -> str:
    """The list of findings as HTML: verdict, then number, severity, place and sentence."""
    report, findings = session.report, session.findings
    severities = [f.severity.value for f in findings]
    rows = "".join(
        f"<tr><td>{n}</td><td>{SEVERITY_NAMES[f.severity]}</td><td>{html.escape(place_name(report, f))}</td>"
        f"<td>{html.escape(f.message)}</td></tr>"
        for n, f in enumerate(findings, 1)
    )
    head = "".join(f"<th>{tr(name)}</th>" for name in ("序号", "程度", "位置", "问题"))
    title = tr("校核结果：{0}", report.title or tr("（未写明标题）"))
    state = verdict(severities.count("error"), severities.count("warning"))
    return (
        f"<h3>{html.escape(title)}</h3><p>{state}</p>"
        f"<table border='1' cellspacing='0' cellpadding='4' width='100%'><tr>{head}</tr>{rows}</table>"
    )


def document(page: str) -> QTextDocument:
    """A page as what both preview and printer draw."""
    made = QTextDocument()
    font = made.defaultFont()
    font.setFamilies(list(UI_FAMILIES))
    font.setPointSizeF(10.5)
    made.setDefaultFont(font)
    made.setHtml(page)
    return made


def printer() -> QPrinter:
    """A4 with the margins of an official document (GB/T 9704: 37 above, 28 left, 26 right, 35 below)."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageMargins(QMarginsF(28, 37, 26, 35), QPageLayout.Unit.Millimeter)
    return made


def preview(page: str, parent: QWidget) -> QPrintPreviewDialog:
    """Qt's preview window, shown without blocking."""
    device = printer()
    dialog = QPrintPreviewDialog(device, parent)
    dialog.setWindowTitle(tr("打印预览"))
    dialog.resize(900, 640)
    paper = document(page)
    dialog.paintRequested.connect(paper.print_)
    dialog.kept = (device, paper)  # Qt's dialog owns neither
    dialog.open()
    return dialog


def print_page(page: str, parent: QWidget) -> None:
    """Qt's print dialog, then the printer."""
    device = printer()
    if QPrintDialog(device, parent).exec() == QDialog.DialogCode.Accepted:
        document(page).print_(device)
