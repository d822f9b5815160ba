"""Every model of the room under Qt's own model tester, then what each promises."""

import history_room_support as support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from core import session
from core.comparison.reports import compare
from core.comparison.years import compare_years
from core.session import BackupInfo, Merged, Purged
from gui.common.roles import Role
from gui.common.theme import LIGHT
from gui.history import wording
from gui.history.comparison import figures_model, years_model
from gui.history.comparison.figures_model import FiguresModel
from gui.history.comparison.years_model import Filter, YearsModel
from gui.history.reports import reports_model
from gui.history.reports.reports_model import ReportsModel
from gui.history.reports.versions_model import VersionsModel

STRICT = QAbstractItemModelTester.FailureReportingMode.Warning


def test_reports_show_their_facts(qapp, history):
    model = ReportsModel(lambda report_id: "张三（电脑 PC-02）" if report_id == 1 else "")
    QAbstractItemModelTester(model, STRICT)
    history.label(history.reports()[0].newest, session.SUBMITTED)
    reports = history.reports()
    model.set_reports(reports)
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts[:6] == ["云溪县民政局", "2023", "云溪县民政局2023年政府信息公开工作年度报告", "√ 已报送", "3", "0"]
    assert model.index(model.row_of(1), reports_model.HOLDER).data() == "张三（电脑 PC-02）"
    assert model.index(0, reports_model.STATE).data(Qt.ItemDataRole.ForegroundRole) == LIGHT.ok
    assert model.index(0, 0).data(Role.ITEM) == reports[0]
    assert model.row_of(999) == -1
    assert model.report(-1) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_holders_are_asked_for_rows_on_the_screen_only(qapp, history):
    asked = []
    model = ReportsModel(lambda report_id: asked.append(report_id) or "")
    model.set_reports(history.reports() * 2000)
    assert model.rowCount() == 10_000
    for _ in range(3):
        model.index(7, reports_model.HOLDER).data()
    assert len(asked) == 1


def test_versions_say_what_was_done(qapp, history):
    model = VersionsModel()
    QAbstractItemModelTester(model, STRICT)
    model.set_steps(history.timeline(history.reports()[0].id))
    assert model.rowCount() == 3
    assert model.index(0).data().startswith("第 3 版　")
    assert "科室初稿" in model.index(2).data()
    assert "还有 2 处错误" in model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1).data(Role.ITEM).acts[0][1] == "（表三）改为 19"
    assert model.step(3) is None


def figures(before, after):
    model = FiguresModel()
    QAbstractItemModelTester(model, STRICT)
    found = compare(before, after)
    model.set_differences((*found.facts, *found.figures), ("第 1 版", "第 2 版"))
    return model


def test_differences_carry_a_sign_and_a_colour(qapp):
    before = support.report(2023, received="20", granted="12")
    model = figures(before, support.report(2024, received="２０", granted=""))
    rows = [[model.index(r, c).data() for c in range(5)] for r in range(model.rowCount())]
    assert [row[0] for row in rows] == ["≠", "≠", "≈", "－"]
    assert rows[1][1:4] == ["封面　年度", "2023", "2024"]
    assert rows[2][4] == "写法不同"
    assert rows[3][2:4] == ["12", "（空白）"]
    gone = model.index(3, figures_model.AFTER)
    assert gone.data(Qt.ItemDataRole.BackgroundRole) == LIGHT.ok_soft
    assert model.index(3, figures_model.BEFORE).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert model.index(3, figures_model.MARK).data(Qt.ItemDataRole.AccessibleTextRole) == "不再有"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "第 1 版"


def test_editions_that_lack_a_cell_say_so(qapp):
    import gui_support

    model = figures(gui_support.report("2019"), gui_support.report("2021"))
    shown = {model.index(r, c).data() for r in range(model.rowCount()) for c in (2, 3)}
    assert "（没有这一格）" in shown


@pytest.fixture
def years(qapp):
    model = YearsModel()
    QAbstractItemModelTester(model, STRICT)
    model.set_years(compare_years(*support.jumping()))
    return model


def row_with(model, word):
    for row in range(model.rowCount()):
        if word in model.index(row, years_model.REMARK).data():
            return row
    raise AssertionError(word)


def test_years_mark_what_must_carry_over(years):
    assert years.headerData(1, Qt.Orientation.Horizontal) == "2022 年"
    row = row_with(years, "× 上年结转：去年 4")
    assert years.relation(row).holds is False
    assert years.index(row, years_model.AFTER).data(Qt.ItemDataRole.BackgroundRole) == LIGHT.error_soft
    assert "现行有效" in years.index(row_with(years, "√"), years_model.REMARK).data()


def test_years_mark_jumps(years):
    row = row_with(years, "▲")
    assert years.index(row, years_model.CHANGE).data() == "+21"
    assert years.index(row, years_model.CHANGE).data(Qt.ItemDataRole.ForegroundRole) == LIGHT.warning


def test_years_can_be_narrowed(years):
    counts = []
    for chosen in Filter:
        years.set_filter(chosen)
        counts.append(years.rowCount())
    assert counts[Filter.CHANGED] == 3
    assert counts[Filter.ALL] > 150
    assert "＝ 与上年相同" in {years.index(r, years_model.REMARK).data() for r in range(years.rowCount())}


def test_words_of_imports_and_deletions(tmp_path):
    assert wording.SUBMITTED == session.SUBMITTED
    assert set(wording.STATES) == {state.value for state in session.State}
    assert wording.merged_words(Merged(duplicates=4)) == "这个文件里的 4 个版本这里都已经有了，没有重复导入。"
    told = wording.merged_words(Merged(1, 3, 2, 1))
    assert told == "导入完成：新增 1 份报告、3 个版本；另有 2 个版本这里已经有了，没有重复；还有 1 份没有保存的修改。"
    purged = Purged(3, 0, 1, cleared=False, backups=(tmp_path,))
    assert "另一个窗口" in wording.purged_words(purged) and "逐项决定" in wording.purged_words(purged)


@pytest.mark.parametrize("count, text", [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (5 * 1024**2, "5.0 MB")])
def test_sizes_are_readable(count, text):
    assert wording.size(count) == text


def test_a_copy_has_its_kind(tmp_path):
    info = BackupInfo(tmp_path, "2026-01-02T03:04:05+00:00", 2048, "kept")
    assert "保留的备份　2.0 KB" in wording.copy_line(info)
