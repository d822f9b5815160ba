"""The list of findings on paper: the whole width, the proposed value beside each problem, a box to tick."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from core.finding import Finding
from core.model import Report
from gui.common.place_names import place_name
from gui.common.texts import SEVERITY_NAMES, tr
from gui.common.theme import UI_FAMILIES

COLUMNS = (("序号", 7), ("程度", 8), ("位置", 19), ("问题", 35), ("建议改为", 23), ("已改", 8))
POINTS = 10.0
FOOT = 22  # points, for the page's number
LINES = "border-collapse: collapse; border-color: #555555; border-style: solid"
TICK = "□"
Proposals = Mapping[tuple[object, ...], str]  # by Finding.identity


def findings_page(
    report: Report, findings: tuple[Finding, ...], verdict: str, proposals: Proposals | None = None
) -> str:
    """The list as HTML: verdict, then number, severity, place, sentence, the value proposed, and a box to tick."""
    rows = "".join(_row(report, n, f, (proposals or {}).get(f.identity, "")) for n, f in enumerate(findings, 1))
    head = "".join(f"<th width='{width}%'>{tr(name)}</th>" for name, width in COLUMNS)
    title = tr("校核结果：{0}", report.title or tr("（未写明标题）"))
    today = date.today()
    printed = tr("打印日期：{0} 年 {1} 月 {2} 日", today.year, today.month, today.day)
    signed = tr("核对人：____________　　核对日期：____________")
    return (
        f"<h3>{html.escape(title)}</h3><p>{html.escape(verdict)}<br/>{printed}</p>"
        f"<table style='{LINES}' border='1' cellspacing='0' cellpadding='4' width='100%'>"
        f"<thead><tr>{head}</tr></thead>{rows}</table>"
        f"<p>{signed}</p>"
    )


def _row(report: Report, number: int, finding: Finding, proposal: str) -> str:
    texts = (str(number), SEVERITY_NAMES[finding.severity], place_name(report, finding), finding.message, proposal)
    cells = "".join(f"<td>{html.escape(text)}</td>" for text in texts)
    return f"<tr>{cells}<td align='center'>{TICK}</td></tr>"


def document(page: str) -> QTextDocument:
    """A page of HTML in the program's letters."""
    made = QTextDocument()
    font = made.defaultFont()
    font.setFamilies(list(UI_FAMILIES))
    font.setPointSizeF(POINTS)
    made.setDefaultFont(font)
    made.setDocumentMargin(0)
    made.setHtml(page)
    return made


def draw(page: str, device: QPrinter) -> None:
    """All pages, each with its number; the header of the table is repeated."""
    painter = QPainter(device)
    try:
        scale = device.resolution() / 72
        area = device.pageRect(QPrinter.Unit.Point)
        text, size = document(page), QSizeF(area.width(), area.height() - FOOT)
        # Letters are measured for the paper: points, not the screen's pixels.
        text.documentLayout().setPaintDevice(device)
        text.setPageSize(QSizeF(size.width() * scale, size.height() * scale))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(context.palette.ColorRole.Text, Qt.GlobalColor.black)  # type: ignore[attr-defined]
        for number in range(text.pageCount()):
            if number:
                device.newPage()
            painter.save()
            painter.translate(0, -number * size.height() * scale)
            context.clip = QRectF(0, number * size.height() * scale, size.width() * scale, size.height() * scale)  # type: ignore[attr-defined]
            text.documentLayout().draw(painter, context)
            painter.restore()
            painter.setFont(text.defaultFont())
            foot = QRectF(0, size.height() * scale, size.width() * scale, FOOT * scale)
            painter.drawText(
                foot, Qt.AlignmentFlag.AlignCenter, tr("第 {0} 页，共 {1} 页", number + 1, text.pageCount())
            )
    finally:
        painter.end()
