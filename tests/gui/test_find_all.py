"""Finding over everything: text, figures, labels, cover, file and findings; all hits marked, F3 goes on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.common.roles import Role
from gui.workspace import search

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def bar_with(window, words):
    bar = window.report_view.workspace.find_bar
    bar.open_bar(words)
    return bar


def places(bar):
    return [hit.where for hit in bar._hits]


def test_one_search_goes_over_everything(opened):
    bar = bar_with(opened, "申请")
    assert {search.TEXT, search.LABELS, search.COVER, search.FINDINGS} - set(places(bar)) <= {search.COVER}
    assert search.LABELS in places(bar) and search.FINDINGS in places(bar)
    assert set(places(bar_with(opened, "民政局"))) >= {search.COVER, search.TEXT, search.SOURCE}


def test_f3_goes_on_from_hit_to_hit_and_says_where_it_is(opened, qtbot):
    bar = bar_with(opened, "24")
    qtbot.keyClick(bar.words, KEY.Key_F3)
    assert bar._count.text() == "第 1 处 / 共 2 处 · 正文"
    qtbot.keyClick(opened, KEY.Key_F3)
    assert bar._count.text().endswith("问题清单")
    assert "24" in opened.report_view.findings.current().finding.message
    qtbot.keyClick(opened, KEY.Key_F3, SHIFT)
    assert bar._count.text().endswith("正文")
    qtbot.keyClick(bar.words, KEY.Key_Escape)
    assert not bar.isVisible()
    assert opened.report_view.workspace.page.editor.hasFocus()
    qtbot.keyClick(opened, KEY.Key_F3)
    assert bar.isVisible() and bar._count.text().startswith("第 2 处")


def test_f3_without_words_asks_for_them(opened, qtbot):
    qtbot.keyClick(opened, KEY.Key_F3)
    bar = opened.report_view.workspace.find_bar
    assert bar.isVisible() and QApplication.focusWidget() is bar.words


def test_all_hits_are_marked_and_the_marks_go_with_the_bar(opened, qtbot):
    view = opened.report_view
    bar = bar_with(opened, "24")
    view.workspace.show_section(1)
    editor = view.workspace.page.editor
    marked = [s.cursor.selectedText() for s in editor.extraSelections()]
    assert marked.count("24") == 2  # the finding's own mark, and the hit's
    rows = [view.findings.model.index(r).data(Role.FOUND) for r in range(view.findings.model.rowCount())]
    assert any(rows) and not all(rows)
    bar.words.setText("18")
    view.workspace.show_section(3)
    form = view.workspace.page.form.form
    found = [cell for cell in form.shape.form if form.is_found(cell)]
    assert [form.raw(cell.ref) for cell in found if cell.ref] == ["18"]
    bar.words.setText("民政局")
    view.workspace.show_section(0)
    fields = view.workspace.page._fields.values()
    assert [f.property("found") for f in fields] == ["yes", "yes", ""]
    bar.close_bar()
    assert [f.property("found") for f in fields] == ["", "", ""]


def test_a_label_hit_selects_its_figures(opened, qtbot):
    bar = bar_with(opened, "予以公开")
    hit = next(i for i, h in enumerate(bar._hits) if h.where == search.LABELS)
    bar._at = hit - 1
    bar.step(1)
    refs = opened.report_view.workspace.page.form.selected_refs()
    assert len(refs) == 7 and {r.row for r in refs} == {"granted"}


def test_a_hit_of_the_cover_is_shown_and_replaced(opened, qtbot):
    bar = bar_with(opened, "云溪县民政局")
    bar.step(1)
    assert bar._hits[0].where == search.COVER and opened.report_view.workspace.section == 0
    bar.by.setText("云溪县司法局")
    bar.replace_all()
    report = opened.controller.report
    assert report.agency == "云溪县司法局" and report.title.startswith("云溪县司法局")
    assert "民政局" not in report.section(1).text
    assert "已替换" in opened.bar.text
    opened.controller.undo_stack.undo()
    assert opened.controller.report == opened.controller.opened.original


def test_a_hit_of_the_file_alone_is_shown_in_the_file_and_not_replaced(opened, qtbot):
    opened.controller.edit_section(5, ["一是改过的话。", "二是解读形式较为单一。"])
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    bar = bar_with(opened, "公开内容不够全面")
    assert search.SOURCE in places(bar) and search.TEXT not in places(bar)
    bar._at = places(bar).index(search.SOURCE) - 1
    bar.step(1)
    qtbot.waitUntil(lambda: opened.report_view.source.text.marked_text == "公开内容不够全面")
    before = opened.controller.report
    bar.replace()
    assert opened.controller.report is before
