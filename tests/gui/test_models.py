"""Every model under Qt's own model tester, then what each promises."""

import gui_support
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from core import acts, schema
from core.model import CellRef
from gui.common.roles import Role
from gui.findings.findings_model import FindingsModel
from gui.form import cell_marks
from gui.form.form_model import FormModel
from gui.workspace.navigator_model import NavigatorModel

# A warning is a failure (qt_log_level_fail), and says which check it was; "fatal" would end the process.
STRICT = QAbstractItemModelTester.FailureReportingMode.Warning


def form_model(edition: str, table: int, broken: bool = False):
    example = gui_support.Example(gui_support.report(edition, broken))
    written = []
    model = FormModel(lambda texts, label, origin: written.append((texts, label, origin)))
    model.set_shape(schema.shape(edition, table))
    found = example.findings
    board = cell_marks.build(example.report, found, frozenset({gui_support.ref3("granted")}))
    model.set_state(example.report, board, tuple(f.message for f in found))
    return model, written


@pytest.mark.parametrize("edition", schema.EDITIONS)
@pytest.mark.parametrize("table", (2, 3, 4))
def test_form_model_passes_the_tester_and_has_the_forms_size(qapp, edition, table):
    model, _ = form_model(edition, table, broken=True)
    QAbstractItemModelTester(model, STRICT)
    shape = schema.shape(edition, table)
    assert (model.rowCount(), model.columnCount()) == (shape.form_rows, len(shape.widths))
    assert model.rowCount(model.index(0, 0)) == 0


def test_labels_are_shown_and_cannot_be_touched(qapp):
    model, _ = form_model("2021", 3)
    label = model.index(0, 3)
    assert label.data() == "申请人情况"
    assert not label.flags() & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsSelectable)
    assert model.index(0, 4).data() is None  # inside the span


def test_every_figure_has_its_place_and_its_text(qapp):
    model, _ = form_model("2021", 3)
    for ref in schema.shape("2021", 3).refs:
        assert model.ref_at(model.index_of(ref)) == ref
    assert model.index_of(gui_support.ref3("results_total")).data() == "19"
    assert not model.index_of(CellRef(3, "no_such_row", "total")).isValid()
    assert model.ref_at(QModelIndex()) is None


def test_set_data_goes_through_the_one_write_door(qapp):
    model, written = form_model("2021", 3)
    ref = gui_support.ref3("granted")
    assert model.setData(model.index_of(ref), "十二")
    assert written[0][0] == {ref: "十二"}
    assert "予以公开" in written[0][1]
    assert not model.setData(model.index(0, 3), "5")


def test_marks_tell_wrong_related_locked_and_previewed_cells(qapp):
    model, _ = form_model("2021", 3, broken=True)
    wrong, related = gui_support.ref3("results_total"), gui_support.ref3("received")
    assert model.mark(wrong).wrong is not None
    assert model.mark(related) == cell_marks.NO_MARK  # nothing of it before its equation is selected
    model.set_partners(frozenset({related}), frozenset({related}))
    assert model.mark(related).related and model.mark(related).partner
    model.set_partners(frozenset(), frozenset())
    assert not model.mark(related).related
    assert model.mark(gui_support.ref3("granted")).locked
    model.set_proposed({wrong: "19"})
    assert model.mark(wrong).proposed == "19"
    assert "将改为：19" in model.index_of(wrong).data(Qt.ItemDataRole.ToolTipRole)


def test_an_edited_cell_shows_the_original_figure_in_its_tooltip(qapp):
    example = gui_support.Example(gui_support.report())
    ref = gui_support.ref3("granted")
    example.apply(acts.edit_cells(example.report, {ref: "13"}, "x"))
    model = FormModel(lambda *_: None)
    model.set_shape(schema.shape("2021", 3))
    model.set_state(example.report, cell_marks.build(example.report, (), frozenset()), ())
    assert model.index_of(ref).data(Role.CELL_MARK).edited
    assert model.index_of(ref).data(Qt.ItemDataRole.ToolTipRole) == "原报：12"
    assert "已修改" in model.index_of(ref).data(Qt.ItemDataRole.AccessibleTextRole)


def test_partners_of_the_selection_change_only_what_differs(qapp, qtbot):
    model, _ = form_model("2021", 3)
    with qtbot.waitSignal(model.dataChanged):
        model.set_partners(frozenset({gui_support.ref3("granted")}), frozenset())
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_partners(frozenset({gui_support.ref3("granted")}), frozenset())


def test_findings_model_numbers_filters_and_keeps_identities(qapp):
    example = gui_support.Example(gui_support.report(broken=True))
    model = FindingsModel()
    QAbstractItemModelTester(model, STRICT)
    dismissed = example.findings[-1]
    model.set_findings(example.report, example.findings[:-1], ((dismissed, "已核对"),))
    assert model.rowCount() == 5
    assert model.index(0).data(Role.NUMBER) == 1
    assert model.index(4).data(Role.DISMISSED) == "已核对"
    assert model.row_of(example.findings[1]) == 1
    model.set_only(example.findings[-1].severity)
    assert model.rowCount() == 1
    assert "已核对" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_navigator_counts_findings_where_they_are_shown(qapp):
    example = gui_support.Example(gui_support.report(broken=True))
    model = NavigatorModel()
    QAbstractItemModelTester(model, STRICT)
    model.set_findings(example.findings)
    counts = [model.index(n).data(Role.COUNTS) for n in range(7)]
    assert (counts[3].errors, counts[1].warnings, counts[2].total) == (3, 1, 0)


def test_an_unread_cell_is_told_apart_from_a_blank(qapp):
    from dataclasses import replace

    from core.model import Cell
    from core.values import Unread

    model, _ = form_model("2021", 3)
    report = gui_support.report()
    ref, blank = gui_support.ref3("granted"), gui_support.ref3("partly_granted")
    cells = {**report.tables[3].cells, ref: Cell("", Unread("第 2 页只有图片")), blank: gui_support.cell("")}
    report = replace(report, tables={**report.tables, 3: replace(report.tables[3], cells=cells)})
    model.set_state(report, cell_marks.build(report, (), frozenset()), ())
    assert model.mark(ref).unread and not model.mark(ref).blank
    assert model.mark(blank).blank and not model.mark(blank).unread
    assert "没有读出：第 2 页只有图片" in model.index_of(ref).data(Qt.ItemDataRole.ToolTipRole)
    assert "没有读出" in model.index_of(ref).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "空白" in model.index_of(blank).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_table_being_typed_in_is_quiet_until_an_equation_has_all_its_figures(qapp):
    from core.change import Origin

    example = gui_support.Example(gui_support.report())
    shape = schema.shape("2021", 3)
    blank = {ref: "" for ref in shape.refs}
    example.apply(acts.edit_cells(example.report, blank, "x", Origin.CLEARED))
    example.apply(acts.edit_cells(example.report, {gui_support.ref3("received"): "3"}, "x"))
    quiet = cell_marks.build(example.report, example.findings, frozenset(), typing=True)
    assert not any(mark.wrong for mark in quiet.values())
    row = {gui_support.ref3("received", c): "1" for c in gui_support.T3_COLUMNS}
    example.apply(acts.edit_cells(example.report, row, "x"))
    loud = cell_marks.build(example.report, example.findings, frozenset(), typing=True)
    assert any(mark.wrong for mark in loud.values())
