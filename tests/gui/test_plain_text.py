"""Markup in a report is shown as it stands, in every widget, tip and box; nothing is loaded because of it."""

from dataclasses import replace
from types import SimpleNamespace

import gui_support
import pytest
from PySide6.QtCore import QAbstractListModel, Qt, QTimer
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as GuiQt  # mightBeRichText stands here only
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QMessageBox,
    QTextEdit,
    QWidget,
)

from core.model import Paragraph
from gui.common.plain_text import plain_tip
from gui.dialogs.ask import Ask
from gui.dialogs.reason_dialog import ReasonDialog
from gui.history.comparison.text_page import text_page
from gui.printing.findings_sheet import findings_page

MARKUP = '<img src="file:///nowhere/x.png"><b>甲&amp;乙</b>'


def infected():
    """The invented report with markup in agency, title, texts, cells and headings."""
    clean = gui_support.report(broken=True)
    grid = clean.tables[3]
    cells = dict(grid.cells)
    for row in ("granted", "received"):
        ref = gui_support.ref3(row)
        cells[ref] = gui_support.cell(f"12{MARKUP}")
    sections = tuple(
        replace(s, heading=s.heading + MARKUP, paragraphs=tuple(Paragraph(p.text + MARKUP) for p in s.paragraphs))
        for s in clean.sections
    )
    return replace(
        clean,
        title=clean.title + MARKUP,
        agency=f"云溪县{MARKUP}民政局",
        preamble=(Paragraph("前言" + MARKUP),),
        sections=sections,
        tables={**clean.tables, 3: replace(grid, cells=cells)},
    )


@pytest.fixture
def shown(qtbot, window):
    """The real window over the infected report, as if it came from a file, saved once, every section seen."""
    session, controller = window.controller.session, window.controller
    state = replace(session.new("2021", 2023, "云溪县"), report=infected())
    controller.show_report(state, session.check(state))
    for section in range(7):
        window.report_view.workspace.show_section(section)
    qtbot.waitUntil(lambda: not window.busy_at_all)
    return window


def loads_nothing_and_says_all(tip):
    """The tip shows the markup as words."""
    document = QTextDocument()
    if GuiQt.mightBeRichText(tip):
        document.setHtml(tip)
        assert "<img" not in tip and "<b>" not in tip
    else:
        document.setPlainText(tip)
    return document.toPlainText()


def columns_of(model):
    """Columns of any model; PySide hides those of a list model."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def all_tips(root):
    """Tips of widgets, actions and every row of every view."""
    widgets = [root, *root.findChildren(QWidget)]
    yield from (w.toolTip() for w in widgets)
    yield from (a.toolTip() for a in root.findChildren(QAction))
    for view in (w for w in widgets if isinstance(w, QAbstractItemView) and w.model() is not None):
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(columns_of(model)):
                yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def walk(root):
    for tip in {*all_tips(root)} - {""}:
        loads_nothing_and_says_all(tip)
    labels = root.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if "<" in label.text())
    for editor in root.findChildren(QTextEdit):
        block = editor.document().begin()
        while block.isValid():
            assert "\ufffc" not in block.text()  # the character that stands for a picture
            block = block.next()


def test_every_widget_and_tip_of_the_window_shows_markup_plainly(shown, qtbot):
    walk(shown)
    tips = [loads_nothing_and_says_all(tip) for tip in {*all_tips(shown)} - {""}]
    assert any(MARKUP in tip for tip in tips), "the report reached no tip: the test tests nothing"
    for finding in shown.controller.checked.findings:
        shown.report_view.findings.choose(finding)
        walk(shown.report_view.findings)


@pytest.mark.parametrize("name", ["history", "edits", "settings"])
def test_the_windows_beside_show_markup_plainly(shown, qtbot, name):
    shown.controller.edit_section(5, [f"改过{MARKUP}"])
    shown.file_acts.save()
    qtbot.waitUntil(lambda: not shown.busy_at_all)
    shown.actions_by_name[name].trigger()
    qtbot.waitUntil(lambda: not shown.busy_at_all)
    walk(shown.side.shown)
    shown.side.shown.close()


def test_pages_made_of_html_escape_what_comes_from_a_report(shown):
    from core.comparison.reports import compare
    from gui.common.theme import LIGHT

    page = findings_page(shown.controller.report, shown.controller.checked.findings, MARKUP)
    assert "<img" not in page and "&lt;img" in page
    clean = gui_support.report()
    assert "<img" not in text_page(compare(clean, shown.controller.report).texts, LIGHT)


def test_questions_show_markup_plainly(qtbot, window):
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        labels = [label for label in box.findChildren(QLabel) if MARKUP in label.text()]
        seen.extend(label.textFormat() for label in labels)
        kinds.append(type(box))
        box.reject()  # whatever was seen: a box that stays open would hold the tests for ever

    kinds: list[type] = []
    QTimer.singleShot(50, look)
    assert Ask().choose(window, f"关闭“{MARKUP}”？", ("保存",), MARKUP) is None
    plain = Qt.TextFormat.PlainText
    assert seen == [plain, plain] and kinds == [QMessageBox]
    QTimer.singleShot(50, look)
    assert Ask().reason(window, f"“{MARKUP}”", [MARKUP]) is None
    assert seen == [plain, plain, plain] and kinds[1] is ReasonDialog


def test_a_sentence_offered_in_a_menu_keeps_its_ampersand(qtbot, shown, monkeypatch):
    offer = SimpleNamespace(lines=("甲&乙",), change=None, spot=None)
    monkeypatch.setattr("gui.workspace.workspace.corrected_sentence", lambda *_: offer)
    menu = QMenu(shown)
    shown.report_view.workspace._offer_sentence(None, menu)
    assert menu.actions()[0].text() == "采用：甲&&乙"


def test_plain_tips_keep_their_words():
    assert plain_tip("差 1") == "差 1"
    assert loads_nothing_and_says_all(plain_tip(f"一\n二{MARKUP}")) == f"一\n二{MARKUP}"
