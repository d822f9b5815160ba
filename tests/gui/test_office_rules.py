"""设置 → 规则: the office's own rules beside ours, imported and exported; the deadlines."""

from dataclasses import replace

from PySide6.QtCore import Qt

from core.finding import Severity
from core.session import Session
from core.settings import Deadline, Profile
from gui.common.window_settings import WindowSettings
from gui.dialogs.settings_dialog import SettingsDialog

USER, UNTICKED = Qt.ItemDataRole.UserRole, Qt.CheckState.Unchecked
RULE = """[[rule]]
id = "city.slogan"
title = "不写空话"
severity = "hint"
source = "市里的通知"
kind = "words"
find = ['再创佳绩']
message = "“{found}”说得空泛。"
"""


def dialog_of(qtbot, tmp_path):
    session = Session(tmp_path / "data")
    dialog = SettingsDialog(session, WindowSettings())
    qtbot.addWidget(dialog)
    return session, dialog


def titles(dialog):
    return [dialog.rules.topLevelItem(i).text(0) for i in range(dialog.rules.topLevelItemCount())]


def test_own_rules_stand_beside_ours_with_their_file(qtbot, tmp_path):
    session, dialog = dialog_of(qtbot, tmp_path)
    source = tmp_path / "市.toml"
    source.write_text(RULE, "utf-8")
    dialog.import_rules(source)
    assert "导入了 1 条规则" in dialog.rule_message.text()
    assert "不写空话" in titles(dialog)
    assert dialog.rules.topLevelItem(dialog.rules.topLevelItemCount() - 1).text(2) == "市里的通知（市.toml）"
    dialog.export_rules(tmp_path / "out.toml")
    assert "city.slogan" in (tmp_path / "out.toml").read_text("utf-8")
    assert session.settings.rules.own[0].id == "city.slogan"


def test_a_wrong_file_is_told_in_the_dialog(qtbot, tmp_path):
    _session, dialog = dialog_of(qtbot, tmp_path)
    source = tmp_path / "市.toml"
    source.write_text(RULE.replace("hint", "hnt"), "utf-8")
    dialog.import_rules(source)
    assert "第 4 行" in dialog.rule_message.text()


def test_examples_of_local_notices_are_off_until_chosen(qtbot, tmp_path):
    _session, dialog = dialog_of(qtbot, tmp_path)
    assert dialog.chosen_settings.severities == {}
    at = titles(dialog).index("总体情况不超过 1000 字")
    dialog.rules.topLevelItem(at).setCheckState(0, dialog.rules.topLevelItem(0).checkState(0))
    assert dialog.chosen_settings.severities == {"notice.section1_length": "warning"}


def test_deadlines_are_chosen_by_kind_of_office(qtbot, tmp_path):
    _session, dialog = dialog_of(qtbot, tmp_path)
    dialog.deadlines["township"][0].setText("1月10日")
    assert dialog.chosen_settings.deadlines == {Profile.TOWNSHIP: Deadline((1, 10), None)}


def test_one_rule_and_all_rules_go_back_to_what_they_come_with(qtbot, tmp_path):
    session, _ = dialog_of(qtbot, tmp_path)
    first, second = [rule for rule in session.rule_catalogue() if rule.on][:2]
    session.change_settings(replace(session.settings, severities={first.id: Severity.HINT, second.id: None}))
    dialog = SettingsDialog(session, WindowSettings())
    qtbot.addWidget(dialog)
    items = {item.data(0, USER).id: item for item in dialog._rule_items()}
    assert items[first.id].text(1) == "提示" and not dialog.reset_one.isEnabled() and dialog.reset_all.isEnabled()
    dialog.rules.setCurrentItem(items[first.id])
    dialog.reset_one.click()
    assert dialog.chosen_settings.severities == {second.id: None}
    assert not dialog.reset_one.isEnabled()
    dialog.reset_all.click()
    assert dialog.chosen_settings.severities == {}
    assert not dialog.reset_all.isEnabled() and "已恢复默认" in dialog.rule_message.text()
    items[second.id].setCheckState(0, UNTICKED)  # chosen again after the reset
    assert dialog.chosen_settings.severities == {second.id: None}
