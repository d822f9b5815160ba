"""Version, what it is made of, and under which licences."""

from __future__ import annotations

import platform
from importlib import metadata

import PySide6
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from gui import VERSION
from gui.parts import button, label
from gui.texts import PRODUCT, tr

PURPOSE = "读取、校核和改正政府信息公开工作年度报告。不联网，不改动原文件。"
PARTS = (
    ("PySide6_Essentials", "LGPL-3.0", "窗口（Qt）"),
    ("python-docx", "MIT", "Word 文档"),
    ("pdfplumber", "MIT", "PDF 表格"),
    ("pypdfium2", "BSD-3-Clause / Apache-2.0", "PDF 页面图片"),
    ("pdfminer.six", "MIT", "PDF 文字"),
    ("openpyxl", "MIT", "Excel 工作簿"),
    ("lxml", "BSD-3-Clause", "XML 和网页"),
    ("reportlab", "BSD-3-Clause", "PDF 输出"),
    ("appdirs", "MIT", "数据文件夹"),
)


class AboutDialog(QDialog):
    """About, with everything to copy into a question to the maintainers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("关于年报校核"))
        self.resize(520, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.addWidget(label(f"{PRODUCT} {VERSION}", "title"))
        layout.addWidget(
            label(tr("读取、校核和改正政府信息公开工作年度报告。不联网，不改动原文件。"), "muted", wrap=True)
        )
        self.text = QTextBrowser()
        self.text.setHtml(contents())
        layout.addWidget(self.text, 1)
        layout.addWidget(button(tr("关闭"), self.accept, "primary"))


def contents() -> str:
    """Versions and licences as simple HTML."""
    rows = "".join(
        f"<tr><td>{name}&nbsp;</td><td>{_version(name)}&nbsp;</td><td>{licence}&nbsp;</td><td>{tr(use)}</td></tr>"
        for name, licence, use in PARTS
    )
    system = f"Python {platform.python_version()} · Qt {PySide6.__version__} · {platform.platform()}"
    licence = tr("本程序以 MIT 许可发布。所用组件及其许可：")
    return f"<p>{system}</p><p>{licence}</p><table cellpadding='3'>{rows}</table>"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
