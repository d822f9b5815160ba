"""The walk through figures off a picture: one key, the picture beside the figure, Enter, the next."""

import io
from dataclasses import replace

import gui_support
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.document import Document
from core.model import Recognised
from core.open_report import SourceKind, opened
from core.place import Place

FIRST, SECOND = gui_support.ref3("received"), gui_support.ref3("carried_in")


@pytest.fixture
def scanned(window, qtbot):
    """A report of a photo with two figures that are to be confirmed."""
    made = gui_support.report()
    cells = {
        ref: replace(cell, source=cell.raw, recognised=Recognised(True), place=Place(page=1, box=(50, 60, 90, 80)))
        for ref, cell in made.tables[3].cells.items()
    }
    for ref, second in ((FIRST, "77"), (SECOND, "")):
        cells[ref] = replace(cells[ref], recognised=Recognised(False, second, 60))
    photo = io.BytesIO()
    Image.new("RGB", (595, 842), "white").save(photo, "PNG")
    state = replace(
        opened(made.with_cells(cells), SourceKind.FILE),
        document=Document("image", (), 1),
        source_bytes=photo.getvalue(),
        source_name="照片.png",
    )
    with qtbot.waitSignal(window.shown):
        window.controller.show_report(state, window.controller.session.check(state))
    return window


def test_enter_confirms_and_goes_to_the_next_until_none_is_left(scanned, qtbot):
    card = scanned.report_view.card
    assert "待确认" in scanned.controller.verdict.sentence
    scanned.actions_by_name["next_doubtful"].trigger()
    assert card.isVisible() and card.ref == FIRST and "还有 2 格" in card.name.text()
    qtbot.waitUntil(lambda: not card.picture.pixmap().isNull())
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert FIRST in scanned.controller.opened.locked and card.ref == SECOND
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert not card.isVisible() and scanned.bar.text.startswith("没有待确认的格")
    assert "待确认" not in scanned.controller.verdict.sentence


def test_the_other_reading_is_one_key_away_and_digits_correct(scanned):
    card, controller = scanned.report_view.card, scanned.controller
    card.go_on()
    before = controller.report.cell(FIRST).raw
    QTest.keyClick(card.field, Qt.Key.Key_Down)
    assert card.field.text() == "77"
    QTest.keyClick(card.field, Qt.Key.Key_Down)
    assert card.field.text() == before
    QTest.keyClicks(card.field, "88")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert controller.report.cell(FIRST).raw == "88" and card.ref == SECOND
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.isVisible() and controller.report.cell(SECOND).recognised is not None
    controller.undo_stack.undo()
    assert controller.report.cell(FIRST).raw == before and FIRST in card.waiting()


def test_the_grid_marks_what_is_to_be_confirmed_and_says_the_other_reading(scanned):
    scanned.report_view.card.go_on()
    form = scanned.report_view.workspace.page.form.form
    assert form.mark(FIRST).doubtful and not form.mark(gui_support.ref3("granted")).doubtful
    assert "也可能是 77" in form.index_of(FIRST).data(Qt.ItemDataRole.ToolTipRole)


def test_the_source_pane_shows_the_photo_with_the_cell_framed(scanned, qtbot):
    view = scanned.report_view
    view.source_dock.show()
    view.card.go_on()
    qtbot.waitUntil(lambda: view.source.currentWidget() is view.source._pdf_side and view.source.pdf.has_drawn)
    qtbot.waitUntil(lambda: view.source.pdf.box() is not None)


def test_photos_are_dropped_together_and_opened_in_the_order_of_their_names(window, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(window.controller.session, "open_pictures", lambda paths, progress: asked.append(paths), False)
    monkeypatch.setattr(window.file_acts, "open_made", lambda title, read: read(None))
    paths = [tmp_path / name for name in ("10.jpg", "2.jpg")]
    window.file_acts.files_chosen.emit(paths)
    assert asked == [[paths[1], paths[0]]]
    window.file_acts.files_chosen.emit([paths[0], tmp_path / "x.docx"])
    assert "一次只能打开一份报告" in window.bar.text
