"""The handbook that comes with the program: HTML pages with pictures of the real window, no browser, no network."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from core import paths
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen

PAGES = (
    ("start", "五分钟上手"),
    ("findings", "看懂问题、采用建议"),
    ("grid", "在表格里修改"),
    ("text", "修改文字"),
    ("source", "对照原文"),
    ("scan", "识别扫描件和照片"),
    ("files", "打开、保存与导出"),
    ("desk", "集中校核几十份报告"),
    ("desk2", "退回、合计与汇总表"),
    ("history", "历史记录与比较"),
    ("keys", "快捷键一览"),
    ("faq", "常见问题"),
    ("office", "安装、升级和换电脑"),
    ("news", "更新说明"),
)


class HelpDialog(QDialog):
    """Topics on the left, the page on the right; stays open beside the work."""

    def __init__(self, parent: QWidget | None = None, page: str = "start") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("使用帮助"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        resize_within_screen(self, 1020, 640)
        self._folder = paths.resources() / "help"
        self.topics, self.page = QListWidget(), QTextBrowser()
        self.topics.setAccessibleName(tr("帮助目录"))
        self.topics.setMaximumWidth(190)
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("帮助内容"))
        self.page.anchorClicked.connect(lambda url: self.show_page(url.path().removesuffix(".html")))
        for name, title in PAGES:
            item = QListWidgetItem(tr(title))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, self.topics.fontMetrics().height() + 13))
            self.topics.addItem(item)
        self.topics.currentItemChanged.connect(lambda now, _: self._load(now.data(Qt.ItemDataRole.UserRole)))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.addWidget(self.topics)
        row.addWidget(self.page, 1)
        self.show_page(page)

    def show_page(self, name: str) -> None:
        """Go to a page by its name."""
        names = [n for n, _ in PAGES]
        if name in names:
            self.topics.setCurrentRow(names.index(name))

    def _load(self, name: str) -> None:
        self.page.setSearchPaths([str(self._folder)])
        self.page.setHtml((self._folder / f"{name}.html").read_text("utf-8"))
        self.page.document().setBaseUrl(QUrl.fromLocalFile(f"{self._folder}/"))
