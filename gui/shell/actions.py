"""Every act of the window as data: its words, keys, icon and menu. Handlers are given by the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from gui.common.plain_text import plain_tip
from gui.common.texts import tr
from gui.common.theme import Tokens

# What a click with the right button on the grid offers, in groups.
GRID_MENU = (
    ("cut", "copy", "copy_labelled", "paste", "clear"),
    ("rest_zero", "fill_zero", "take_totals"),
    ("confirm", "last_figures"),
)
MENUS = ("文件", "编辑", "校核", "视图", "帮助", "集中校核")
LETTERS = "FECVHD"
ORDER = (0, 1, 2, 5, 3, 4)  # from the left, by the number that a spec names
PAGE_KEYS = {"section_before": ("Alt+PgUp", "Ctrl+PgUp"), "section_after": ("Alt+PgDown", "Ctrl+PgDown")}


class Spec(NamedTuple):
    """One act. text ends in … when a dialog follows; short is the word on a button; needs is "report" when a
    report must be open, "desk" when a collection of reports is, "row" when the open report is a row of it; keys are
    portable key texts; a "-" as name is a separator."""

    name: str
    menu: int
    text: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    short: str = ""
    needs: str = ""
    tip: str = ""
    checkable: bool = False


def _line(menu: int) -> Spec:
    return Spec("-", menu)


SPECS = (
    Spec("open", 0, "打开(&O)…", ("Ctrl+O",), "open", tip="打开一份年度报告"),
    Spec("open_folder", 0, "打开文件夹集中校核(&D)…", ("Ctrl+Shift+O",), "desk", tip="一次校核各单位的年报"),
    Spec("paste_report", 0, "粘贴报告文字(&V)", ("Ctrl+Shift+V",), "paste", tip="把复制好的网页或文档内容当作报告打开"),
    Spec("new", 0, "新建空表(&N)…", ("Ctrl+N",), "new", tip="扫描件没有文字时，对照原件把数字填进空表"),
    Spec("show_scan", 0, "对照扫描件填表(&A)…", ("Ctrl+Shift+D",),
         tip="选择扫描件或照片，显示在空表旁边，对照着填"),
    Spec("new_window", 0, "新窗口(&I)", ("Ctrl+Shift+N",), tip="另开一个窗口，两份报告可以并排看"),
    Spec("history", 0, "历史记录(&H)…", ("Ctrl+H",), "history", tip="打开或比较以前保存的版本"),
    Spec("move_data", 0, "搬动历史记录(&M)…", tip="免安装版：历史记录在 U 盘和电脑之间搬动"),
    _line(0),
    Spec("save", 0, "保存(&S)", ("Ctrl+S",), "save", "保存", "report", "保存为一个新版本，不会改动原文件"),
    Spec("export", 0, "导出(&E)…", ("Ctrl+E",), "export", "导出", "report", "导出改正后的报告（docx、xlsx 或 pdf）"),
    Spec("change_note", 0, "导出更正说明(&G)…", (), "", needs="report", tip="列出改动的地方和原因，报送给主管部门"),
    _line(0),
    Spec("preview", 0, "打印预览(&R)…", ("Ctrl+Shift+P",), "", needs="report"),
    Spec("preview_findings", 0, "打印问题清单(&L)…", (), "", needs="report"),
    Spec("print", 0, "打印(&P)…", ("Ctrl+P",), "print", needs="report"),
    _line(0),
    Spec("close", 0, "关闭报告(&W)", ("Ctrl+W",), needs="close", tip="在集中校核页上是回到开始页"),
    Spec("quit", 0, "退出(&Q)", ("Ctrl+Q",)),
    Spec("undo", 1, "撤销(&U)", ("Ctrl+Z",), "undo", "撤销", "undo"),
    Spec("redo", 1, "重做(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "重做", "redo"),
    _line(1),
    Spec("cut", 1, "剪切(&T)", ("Ctrl+X",), needs="grid"),
    Spec("copy", 1, "复制(&C)", ("Ctrl+C",), needs="grid"),
    Spec("paste", 1, "粘贴(&P)", ("Ctrl+V",), needs="grid"),
    Spec("clear", 1, "清除(&D)", ("Del",), needs="grid"),
    Spec("copy_labelled", 1, "复制（带行名和列名）(&A)", ("Ctrl+Shift+C",), needs="grid",
         tip="所选的数字连同行名、列名一起复制，粘贴到微信、Word、Excel 都能看懂"),
    _line(1),
    Spec("find", 1, "查找和替换(&F)…", ("Ctrl+F",), "find", needs="report", tip="查找正文、表格、封面、原文和问题清单"),
    Spec("find_next", 1, "查找下一处(&N)", ("F3",), needs="report"),
    Spec("find_previous", 1, "查找上一处(&B)", ("Shift+F3",), needs="report"),
    Spec("rest_zero", 1, "本行其余填 0(&Z)", ("F4",), needs="grid", tip="从所选格到行末的空白格填 0，总计不填"),
    Spec("fill_zero", 1, "空白格填 0(&0)…", (), needs="grid", tip="把这张表的空白格都填上 0，总计不填，一次撤销"),
    Spec("take_totals", 1, "填入算出的总计(&G)", (), needs="grid", tip="把这张表里灰色的总计都填上，一次撤销"),
    Spec("confirm", 1, "确认无误（修改建议不动此格）(&L)", ("Ctrl+L",), "lock", needs="grid"),
    Spec("next", 2, "下一处问题(&N)", ("F8",), "next", needs="report"),
    Spec("previous", 2, "上一处问题(&P)", ("Shift+F8",), "previous", needs="report"),
    Spec("next_doubtful", 2, "下一个待确认的格(&D)", ("F5",), needs="report",
         tip="图片识别出来、还拿不准的数字，逐格对照图片确认"),
    _line(2),
    Spec("accept", 2, "采用首选建议(&A)", ("Ctrl+Return", "Ctrl+Enter"), "ok", needs="report"),
    Spec("accept_all", 2, "采用全部建议(&B)…", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), needs="report",
         tip="先列出每处问题的首选建议，打勾的一次改好"),
    Spec("dismiss", 2, "说明理由，不再提醒(&I)…", ("Ctrl+Shift+I",), needs="report"),
    _line(2),
    Spec("last_year", 2, "与上年报告核对(&Y)…", (), needs="report", tip="选择去年的报告文件，核对结转等跨年数字"),
    Spec("verdict", 2, "校核情况(&V)…", (), needs="report", tip="检查了什么、没有检查什么，出错的规则可以复制详情"),
    Spec("edits", 2, "查看本次修改(&M)…", (), needs="report", tip="逐项列出打开以后改动的数字和文字"),
    Spec("years", 2, "两年对照表(&T)…", (), needs="report"),
    Spec("source", 3, "原文对照(&S)", ("F9",), "source", needs="report", checkable=True),
    Spec("findings", 3, "问题清单(&F)", ("F7",), needs="report", checkable=True),
    Spec("last_figures", 3, "上年数字(&L)", ("Ctrl+Shift+Y",), needs="report", checkable=True,
         tip="在每格下面用小字显示上年报告的数字"),
    _line(3),
    Spec("next_pane", 3, "下一栏(&P)", ("F6",), needs="report", tip="在导航、内容、问题清单、原文之间切换键盘焦点"),
    _line(3),
    Spec("section_before", 3, "上一部分(&B)", PAGE_KEYS["section_before"], needs="report"),
    Spec("section_after", 3, "下一部分(&A)", PAGE_KEYS["section_after"], needs="report"),
    _line(3),
    Spec("zoom_in", 3, "放大(&I)", ("Ctrl+=", "Ctrl++"), needs="report"),
    Spec("zoom_out", 3, "缩小(&O)", ("Ctrl+-",), needs="report"),
    Spec("zoom_reset", 3, "原始大小(&0)", ("Ctrl+0",), needs="report"),
    _line(3),
    Spec("settings", 3, "设置(&T)…", ("Ctrl+,",), "settings"),
    Spec("help", 4, "使用帮助(&H)", ("F1",), "help"),
    Spec("sample", 4, "打开示例报告(&S)"),
    Spec("news", 4, "更新说明(&N)", tip="各个版本有什么变化"),
    _line(4),
    Spec("about", 4, "关于年报校核(&A)"),
    Spec("desk", 5, "集中校核页(&D)", ("F12",), "desk", tip="各单位的年报在一张表里：谁报了、谁没报、哪份有错"),
    Spec("desk_collections", 5, "以前的校核册(&H)…", (), tip="打开去年的校核册，或从别的电脑搬来"),
    _line(5),
    Spec("desk_add", 5, "添加文件(&A)…", (), needs="desk", tip="把补报的、重报的文件加进这一册"),
    Spec("desk_add_folder", 5, "添加文件夹(&F)…", (), needs="desk"),
    Spec("desk_offices", 5, "单位名单(&O)…", ("Ctrl+Shift+M",), needs="desk", tip="应当报送的单位"),
    _line(5),
    Spec("desk_back", 5, "回到集中校核(&B)", ("Alt+Left",), "back", "集中校核", "row", "回到这份报告所在的那一行"),
    Spec("desk_next", 5, "下一份有错的(&N)", (), "next", needs="row", tip="在报告里按 Ctrl+PgDn"),
    Spec("desk_previous", 5, "上一份有错的(&P)", (), "previous", needs="row", tip="在报告里按 Ctrl+PgUp"),
    _line(5),
    Spec("desk_slips", 5, "退回通知(&T)…", ("Ctrl+Shift+T",), needs="desk", tip="有问题的单位各一份"),
    Spec("desk_totals", 5, "全县合计(&S)…", ("Ctrl+Shift+S",), needs="desk", tip="逐格相加，双击一格看各单位的数"),
    Spec("desk_alike", 5, "雷同与突变(&L)…", (), needs="desk", tip="文字雷同的报告，变化很大的数"),
    Spec("desk_regulations", 5, "与规章、规范性文件目录核对(&R)…", (), needs="desk", tip="司法局的数与各单位的表二"),
    Spec("desk_closing", 5, "校核情况汇总表(&C)…", (), needs="desk", tip="写通报用"),
    _line(5),
    Spec("desk_settings", 5, "这一册的设置(&G)…", (), needs="desk", tip="名称、期限、联系人和评分标准"),
)  # fmt: skip


# Why an act is grey, and what to do about it.
WANTED = {
    "report": "先打开一份报告，这一项才能用",
    "grid": "先打开一份报告，这一项才能用",
    "close": "现在没有打开的报告",
    "undo": "没有可以撤销的修改",
    "redo": "没有可以重做的修改",
    "desk": "先打开一本校核册：用“打开文件夹集中校核”选各单位年报的文件夹",
    "row": "从集中校核页里打开一份报告，这一项才能用",
}


def build(parent: QObject, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """An action for each spec that has a handler, without icons yet (see retint); texts double as names for
    screen readers."""
    actions = {}
    for spec in SPECS:
        if spec.name in handlers:
            actions[spec.name] = _action(parent, spec, handlers[spec.name])
    return actions


def _action(parent: QObject, spec: Spec, handler: Callable[[], object]) -> QAction:
    action = QAction(tr(spec.text), parent)
    action.setObjectName(spec.name)
    action.setIconText(tr(spec.short) or plain(spec.text))
    action.setCheckable(spec.checkable)
    keys = [QKeySequence.fromString(k, QKeySequence.SequenceFormat.PortableText) for k in spec.keys]
    action.setShortcuts(keys)
    tip = tr(spec.tip) or plain(spec.text)
    shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    action.setToolTip(plain_tip(f"{tip}（{shown}）" if shown else tip))
    action.setProperty("tip", action.toolTip())
    action.triggered.connect(lambda: handler())
    return action


def set_icon(action: QAction, spec: Spec, t: Tokens) -> None:
    """The icon in a theme's ink."""
    from gui.common import icons  # not for the first paint, see gui.flags

    if spec.icon:
        action.setIcon(icons.icon(spec.icon, QColor(t.ink), QColor(t.strong_line)))


def retint(actions: Mapping[str, QAction], t: Tokens) -> None:
    """Draw all icons in a theme's ink."""
    for spec in SPECS:
        if spec.name in actions:
            set_icon(actions[spec.name], spec, t)


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """The menu bar, in the order of the specs."""
    for number in ORDER:
        menu = bar.addMenu(f"{tr(MENUS[number])}(&{LETTERS[number]})")
        menu.setToolTipsVisible(True)
        for spec in SPECS:
            if spec.menu == number and spec.name == "-":
                menu.addSeparator()
            elif spec.menu == number and spec.name in actions:
                menu.addAction(actions[spec.name])


def enable(actions: Mapping[str, QAction], facts: Mapping[str, bool]) -> None:
    """Enable what can be done now; facts say whether "report", "undo", "redo", "grid" are at hand. What cannot be done
    says in its tip what is wanted first."""
    for spec in SPECS:
        if spec.needs and spec.name in actions:
            action, possible = actions[spec.name], facts.get(spec.needs, False)
            action.setEnabled(possible)
            action.setToolTip(action.property("tip") if possible else plain_tip(tr(WANTED[spec.needs])))


def share_page_keys(actions: Mapping[str, QAction], row: bool) -> None:
    """Ctrl+PgUp and Ctrl+PgDn go from report to report while the open one is a row of the desk, and from section to
    section otherwise; Alt+PgUp and Alt+PgDn always turn sections (decision 270)."""
    for name, keys in PAGE_KEYS.items():
        if name in actions:
            actions[name].setShortcuts([QKeySequence(key) for key in (keys[:1] if row else keys)])
    for name, key in (("desk_previous", "Ctrl+PgUp"), ("desk_next", "Ctrl+PgDown")):
        if name in actions:
            actions[name].setShortcuts([QKeySequence(key)] if row else [])


def name_steps(actions: Mapping[str, QAction], undo: str, redo: str) -> None:
    """Say in the menu what would be undone and redone."""
    for name, word, key, step in (("undo", "撤销", "U", undo), ("redo", "重做", "R", redo)):
        action = actions[name]
        action.setText(tr("{0}{1}(&{2})", tr(word), f" {step}"[:40] if step else "", key))
        if not step:
            continue  # the tip says why it is grey
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(plain_tip(tr("{0}：{1}（{2}）", tr(word), step, keys)))


def give_grid_keys(grid: QWidget, actions: Mapping[str, QAction]) -> None:
    """Keys of grid acts work where the grid has the focus; the context menu shows the same acts."""
    from PySide6.QtCore import Qt

    # In a text field these keys belong to the field.
    for spec in SPECS:
        if spec.needs == "grid" and spec.name in actions:
            actions[spec.name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    for names in GRID_MENU:
        if grid.actions():
            line = QAction(grid)
            line.setSeparator(True)
            grid.addAction(line)
        grid.addActions([actions[name] for name in names if name in actions])
    grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def plain(text: str) -> str:
    """A menu text without its accelerator and dots."""
    return tr(text).split("(&")[0].rstrip("…")
