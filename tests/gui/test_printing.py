"""The preview in the program's own words, the list of findings on paper, and a computer without a printer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton

from core.reading.pdf.pdfium import PdfiumFile
from core.text import squeeze
from gui.printing import findings_sheet, print_acts

KEY = Qt.Key


def test_the_preview_is_in_the_programs_words_and_turns_its_pages(opened, qtbot):
    opened.actions_by_name["preview"].trigger()
    dialog = opened.side.shown
    qtbot.waitUntil(lambda: dialog.pages.pageCount() > 2 and dialog.isActiveWindow())
    assert dialog.page_number.suffix() == f" 页，共 {dialog.pages.pageCount()} 页"
    qtbot.keyClick(dialog, KEY.Key_PageDown)
    assert dialog.pages.currentPage() == 2 == dialog.page_number.value()
    dialog.page_number.setValue(1)
    assert dialog.pages.currentPage() == 1
    names = {b.text() or b.accessibleName() for b in dialog.findChildren(QAbstractButton)}
    assert names >= {"上一页", "下一页", "缩小", "放大", "适合窗口宽度", "整页", "打印…", "关闭"}


def test_without_a_printer_the_sentence_says_what_to_do(opened, qtbot, ask, monkeypatch, tmp_path):
    monkeypatch.setattr(print_acts, "has_printer", lambda: False)
    opened.actions_by_name["preview"].trigger()
    dialog = opened.side.shown
    dialog.print_button.click()
    assert not dialog.isVisible() and "没有安装打印机" in opened.bar.text
    ask.choice, ask.path = 1, tmp_path / "a.pdf"
    opened.bar._acts[0].click()
    assert ask.filters[0].endswith("(*.pdf)")
    qtbot.waitUntil(lambda: ask.path.exists() and not opened.jobs.busy)
    opened.actions_by_name["print"].trigger()
    assert "没有安装打印机" in opened.bar.text


@pytest.fixture
def sheet(opened, qtbot, tmp_path):
    """The list of findings as a PDF of Qt's own printing, with what the repairs propose."""
    opened.actions_by_name["preview_findings"].trigger()
    dialog = opened.side.shown
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    device = print_acts.printer(full_page=False)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "清单.pdf"))
    dialog.pages.paintRequested.emit(device)
    return (tmp_path / "清单.pdf").read_bytes()


def test_findings_on_paper_use_the_width_and_have_the_value_proposed_and_a_box(sheet, opened):
    with PdfiumFile(sheet) as file:
        page = file.page(0)
        glyphs = page.glyphs
    text = squeeze("".join(g.text for g in glyphs))
    assert text.count(findings_sheet.TICK) == len(opened.controller.checked.findings)
    for words in ("建议改为", "18→19", "核对人", "第1页，共1页"):
        assert words in text, words
    left, right = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    margin = print_acts.MARGIN / 25.4 * 72
    assert abs(left - margin) < 12 and abs(595 - margin - right) < 40
    assert 8 < max(g.size for g in glyphs) < 20


def test_a_long_list_repeats_its_header_and_numbers_its_pages(opened, tmp_path):
    findings = opened.controller.checked.findings * 15
    device = print_acts.printer(full_page=False)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "长.pdf"))
    print_acts.findings_painter(opened.controller.report, findings, "还有错误")(device)
    with PdfiumFile((tmp_path / "长.pdf").read_bytes()) as file:
        assert file.count > 1
        texts = [squeeze("".join(g.text for g in file.page(n).glyphs)) for n in range(file.count)]
    assert all("建议改为" in text and f"第{n}页，共{len(texts)}页" in text for n, text in enumerate(texts, 1))
    assert sum(text.count(findings_sheet.TICK) for text in texts) == len(findings)
