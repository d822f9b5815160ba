"""What an office chooses once: who it is, how things look, which rules count, where the history lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.settings import Deadline, Profile, day_of, day_text, profile_named
from gui.common.basic_widgets import button, label
from gui.common.folders import documents
from gui.common.menus import Entry, give_menu
from gui.common.plain_text import plain_tip
from gui.common.texts import SEVERITY_NAMES, tr
from gui.common.window_settings import WindowSettings
from gui.common.window_sizes import resize_within_screen

if TYPE_CHECKING:
    from core.session import Session
    from core.settings import Settings

PROFILES = {
    "": "按机关名称判断",
    "department": "政府部门",
    "government": "县级以上人民政府",
    "township": "乡镇政府、街道办事处",
}
FOLDER_NOTE = "留空就放在程序的数据文件夹里。换文件夹不会移动已有的记录。"
THEMES = {"system": "跟随系统", "light": "浅色", "dark": "深色"}
_ID = Qt.ItemDataRole.UserRole


class Points(QDoubleSpinBox):
    """A size of letters: 10, 10.5."""

    def textFromValue(self, value: float) -> str:
        """Without decimals that say nothing."""
        return f"{value:g}"


class SettingsDialog(QDialog):
    """Read chosen_settings and chosen_window_settings after it was accepted; it writes nothing itself."""

    def __init__(self, session: Session, memory: WindowSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._memory = session, memory
        self.setWindowTitle(tr("设置"))
        resize_within_screen(self, 620, 460)
        tabs = QTabWidget()
        tabs.setAccessibleName(tr("设置的各个部分"))
        tabs.addTab(_scrolled(self._office()), tr("单位"))
        tabs.addTab(_scrolled(self._looks()), tr("外观"))
        tabs.addTab(self._rules(), tr("规则"))
        tabs.addTab(_scrolled(self._days()), tr("期限和字数"))
        tabs.addTab(_scrolled(self._data()), tr("数据"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)

    # The pages

    def _office(self) -> QWidget:
        page, form = _page()
        now = self._session.settings
        self.profile = _choice(PROFILES, now.profile or "")
        self.agency, self.person = QLineEdit(now.agency), QLineEdit(now.person)
        form.addRow(tr("单位类型"), self.profile)
        form.addRow("", label(tr("单位类型决定哪些内容必须写、报送截止日期是哪天。"), "muted", wrap=True))
        form.addRow(tr("机关名称"), self.agency)
        form.addRow(tr("经办人"), self.person)
        form.addRow("", label(tr("经办人写进更正说明；都可以不填。"), "muted", wrap=True))
        self.template = QLineEdit(now.template)
        self.template.setAccessibleName(tr("导出模板"))
        self.template.setPlaceholderText(tr("用程序自带的标准格式"))
        row = QHBoxLayout()
        row.addWidget(self.template, 1)
        row.addWidget(button(tr("选择…"), self._choose_template))
        form.addRow(tr("导出模板"), row)
        form.addRow("", label(tr("本单位有自己的 docx 模板时才需要选；模板缺少样式时导出会说明。"), "muted", wrap=True))
        return page

    def _looks(self) -> QWidget:
        page, form = _page()
        self.theme = _choice(THEMES, self._memory.theme)
        self.points = Points(minimum=8, maximum=20, singleStep=0.5, value=self._memory.points)
        self.points.setSuffix(tr(" 磅"))
        self.family = QLineEdit(self._memory.family)
        self.family.setPlaceholderText(tr("自动选择（微软雅黑、思源黑体…）"))
        form.addRow(tr("颜色"), self.theme)
        form.addRow(tr("字号"), self.points)
        form.addRow(tr("字体"), self.family)
        form.addRow("", label(tr("表格和正文的大小用 Ctrl 加鼠标滚轮随时调整。"), "muted", wrap=True))
        return page

    def _rules(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(label(tr("去掉勾选的规则不再检查。勾稽关系类的错误建议保留。"), "muted", wrap=True))
        self.rules = QTreeWidget()
        self.rules.setHeaderLabels([tr("规则"), tr("程度"), tr("依据")])
        self.rules.setRootIsDecorated(False)
        self.rules.setColumnWidth(0, 330)
        layout.addWidget(self.rules, 1)
        self.rules.setAccessibleName(tr("规则清单"))
        self._reset: set[str] = set()
        self.reset_one = button(tr("恢复这条规则"), self._reset_current)
        self.reset_all = button(tr("全部恢复默认"), lambda: self._reset_rules(self._rule_items()))
        self.reset_one.setToolTip(plain_tip(tr("所选的规则恢复到程序自带的程度和勾选")))
        self.rules.currentItemChanged.connect(lambda *_: self._show_resets())
        self.rules.itemChanged.connect(lambda *_: self._show_resets())
        give_menu(self.rules, self._rule_entries)
        row = QHBoxLayout()
        row.addWidget(self.reset_one)
        row.addWidget(self.reset_all)
        row.addWidget(button(tr("导入规则…"), self._import_rules))
        row.addWidget(button(tr("导出本单位规则…"), self._export_rules))
        row.addStretch(1)
        layout.addLayout(row)
        self.rule_message = label("", "muted", wrap=True)
        layout.addWidget(self.rule_message)
        self._list_rules()
        return page

    # Back to what the program comes with

    def _rule_items(self) -> list[QTreeWidgetItem]:
        items = (self.rules.topLevelItem(i) for i in range(self.rules.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _is_changed(self, item: QTreeWidgetItem | None) -> bool:
        """Whether a rule is ticked, or weighed, otherwise than it comes."""
        if item is None:
            return False
        rule = item.data(0, _ID)
        chosen = self._session.settings.severities
        weighed = rule.id not in self._reset and chosen.get(rule.id, rule.severity) not in (None, rule.severity)
        return weighed or (item.checkState(0) == Qt.CheckState.Checked) != rule.on

    def _show_resets(self) -> None:
        self.reset_one.setEnabled(self._is_changed(self.rules.currentItem()))
        self.reset_all.setEnabled(any(map(self._is_changed, self._rule_items())))

    def _reset_current(self) -> None:
        item: QTreeWidgetItem | None = self.rules.currentItem()
        self._reset_rules([item] if item is not None else [])

    def _reset_rules(self, items: list[QTreeWidgetItem]) -> None:
        for item in items:
            rule = item.data(0, _ID)
            self._reset.add(rule.id)
            item.setText(1, SEVERITY_NAMES[rule.severity])
            item.setCheckState(0, Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
        self._show_resets()
        self.rule_message.setText(tr("已恢复默认，点“确定”后起作用。"))

    def _rule_entries(self, at: QPoint) -> Sequence[Entry]:
        item: QTreeWidgetItem | None = self.rules.itemAt(at)  # the stubs leave None out
        if item is None:
            return ()
        words = tr("{0}（{1}）依据：{2}", item.text(0), item.text(1), item.text(2))
        return (
            (tr("恢复这条规则"), lambda: self._reset_rules([item]), self._is_changed(item)),
            (tr("复制规则和依据"), lambda: QGuiApplication.clipboard().setText(words), True),
        )

    def _list_rules(self) -> None:
        """The built-in rules and the office's own, with their file; problems of the files stand below."""
        self.rules.clear()
        chosen = self._session.settings.severities
        for rule in self._session.rule_catalogue():
            source = tr("{0}（{1}）", rule.source, rule.file) if rule.file else rule.source
            severity = chosen.get(rule.id) or rule.severity
            item = QTreeWidgetItem([rule.title, SEVERITY_NAMES[severity], source])
            item.setData(0, _ID, rule)
            checked = chosen.get(rule.id, rule.severity if rule.on else None) is not None
            item.setCheckState(0, Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            item.setToolTip(0, plain_tip(rule.why or rule.title))
            item.setToolTip(2, plain_tip(source))
            self.rules.addTopLevelItem(item)
        self.rule_message.setText("\n".join(self._session.office_problems))
        self._show_resets()

    def _import_rules(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("导入规则"), str(documents()), tr("规则文件 (*.toml)"))
        if chosen:
            self.import_rules(Path(chosen))

    def import_rules(self, source: Path) -> None:
        """Take the rules of a file over, and say how many or why not."""
        try:
            count = self._session.import_office_rules(source)
        except UserError as error:
            self.rule_message.setText(str(error))
            return
        self._list_rules()
        self.rule_message.setText(tr("导入了 {0} 条规则，从下一次检查起使用。", count))

    def _export_rules(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("导出本单位规则"), str(documents() / "本单位规则.toml"), tr("规则文件 (*.toml)")
        )
        if chosen:
            self.export_rules(Path(chosen))

    def export_rules(self, target: Path) -> None:
        """The office's own rules as one file, and say how many or why not."""
        try:
            count = self._session.export_office_rules(target)
        except UserError as error:
            self.rule_message.setText(str(error))
            return
        self.rule_message.setText(tr("{0} 条规则已导出到 {1}。", count, target.name))

    def _days(self) -> QWidget:
        """Deadlines by kind of unit, and how long section one may be."""
        page, form = _page()
        now = self._session.settings
        self.deadlines: dict[str, tuple[QLineEdit, QLineEdit]] = {}
        for kind, name in PROFILES.items():
            if not kind:
                continue
            own = now.deadlines.get(Profile(kind))
            edits = (QLineEdit(day_text(own.submit) if own else ""), QLineEdit(day_text(own.publish) if own else ""))
            row = QHBoxLayout()
            for edit, words in zip(edits, (tr("报送"), tr("公布")), strict=True):
                edit.setPlaceholderText(tr("如 01-31，留空按法定"))
                edit.setAccessibleName(tr("{0}的{1}日期", tr(name), words))
                row.addWidget(label(words, "muted"))
                row.addWidget(edit, 1)
            self.deadlines[kind] = edits
            form.addRow(tr(name), row)
        words = tr("法定期限：政府部门 1 月 31 日，县级以上人民政府 3 月 31 日；乡镇、街道按本地规定，留空不检查。")
        form.addRow("", label(words, "muted", wrap=True))
        self.section1_most = QSpinBox(minimum=0, maximum=20000, singleStep=100, value=now.section1_most)
        self.section1_most.setSpecialValueText(tr("不限"))
        self.section1_most.setSuffix(tr(" 字"))
        form.addRow(tr("总体情况最多"), self.section1_most)
        return page

    def _data(self) -> QWidget:
        page, form = _page()
        now = self._session.settings
        self.folder = QLineEdit(now.history_dir)
        self.folder.setAccessibleName(tr("历史记录文件夹"))
        self.folder.setPlaceholderText(str(self._session.data_dir))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(button(tr("选择…"), self._choose_folder))
        self.backups = QSpinBox(minimum=0, maximum=365, value=now.backups)
        self.backups.setSuffix(tr(" 天"))
        form.addRow(tr("历史记录文件夹"), row)
        form.addRow(
            "",
            label(tr(FOLDER_NOTE), "muted", wrap=True),
        )
        form.addRow(tr("每日备份保留"), self.backups)
        return page

    def _choose_template(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, tr("选择模板"), self.template.text() or str(documents()), "Word (*.docx)"
        )
        if chosen:
            self.template.setText(str(Path(chosen)))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("选择文件夹"), self.folder.text())
        if chosen:
            self.folder.setText(str(Path(chosen)))

    # The answer

    @property
    def chosen_settings(self) -> Settings:
        """Settings as the dialog shows them; entries it does not show are kept."""
        now = self._session.settings
        severities = {rule: severity for rule, severity in now.severities.items() if rule not in self._reset}
        for item in filter(None, map(self.rules.topLevelItem, range(self.rules.topLevelItemCount()))):
            rule = item.data(0, _ID)
            checked = item.checkState(0) == Qt.CheckState.Checked
            if not checked:
                severities[rule.id] = None
            elif not rule.on:
                severities[rule.id] = severities.get(rule.id) or rule.severity
            elif severities.get(rule.id, rule.severity) is None:
                del severities[rule.id]
            if not checked and not rule.on:
                del severities[rule.id]
        deadlines = {}
        for kind, edits in self.deadlines.items():
            submit, publish = (day_of(edit.text()) for edit in edits)
            if submit or publish:
                deadlines[Profile(kind)] = Deadline(submit, publish)
        return replace(
            now,
            profile=profile_named(self.profile.currentData()),
            agency=self.agency.text().strip(),
            person=self.person.text().strip(),
            template=self.template.text().strip(),
            history_dir=self.folder.text().strip(),
            backups=self.backups.value(),
            severities=severities,
            deadlines=deadlines,
            section1_most=self.section1_most.value(),
        )

    @property
    def chosen_window_settings(self) -> WindowSettings:
        """Looks as the dialog shows them."""
        return self._memory._replace(
            theme=self.theme.currentData(),
            points=self.points.value(),
            family=self.family.text().strip(),
        )


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(14, 16, 14, 10)
    form.setSpacing(10)
    return page, form


def _choice(names: dict[str, str], now: str) -> QComboBox:
    box = QComboBox()
    for key, name in names.items():
        box.addItem(tr(name), key)
    box.setCurrentIndex(max(box.findData(now), 0))
    return box


def _scrolled(page: QWidget) -> QScrollArea:
    """A page that fits a screen of any height: at 200 % the buttons below it must stay on the screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard
    area.setWidget(page)
    return area
