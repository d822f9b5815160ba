"""Version, what it is made of, and under which licences."""

from __future__ import annotations

import html
import platform
from importlib import metadata
from pathlib import Path

import PySide6
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from core import paths, version
from gui.common.basic_widgets import button, label
from gui.common.texts import PRODUCT, tr
from gui.common.window_sizes import resize_within_screen

LICENCES, BACK = "licences", "back"
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
    """About, with everything to copy into a question to the maintainers; each part opens its licence's text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("关于年报校核"))
        resize_within_screen(self, 560, 460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.addWidget(label(f"{PRODUCT} {version_line()}", "title"))
        layout.addWidget(label(tr(PURPOSE), "muted", wrap=True))
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("版本和许可"))
        self.text.anchorClicked.connect(self._follow)
        self.text.setHtml(contents())
        layout.addWidget(self.text, 1)
        layout.addWidget(button(tr("关闭"), self.accept, "primary"))

    def _follow(self, link: QUrl) -> None:
        name = link.toString()
        self.text.setHtml(contents() if name == BACK else licence_page(name))


def version_line() -> str:
    """Version, and the commit a package was built from."""
    name, commit = version.build()
    return f"{name}（{commit}）" if commit else name


def contents() -> str:
    """Versions and licences as simple HTML."""
    rows = "".join(
        f"<tr><td><a href='{name}'>{name}</a>&nbsp;</td><td>{_version(name)}&nbsp;</td><td>{licence}&nbsp;</td>"
        f"<td>{tr(use)}</td></tr>"
        for name, licence, use in PARTS
    )
    others = "、".join(f"<a href='{name}'>{name}</a>" for name in other_parts())
    more = f"<p>{tr('随同安装的还有：')}{others}</p>" if others else ""
    system = f"Python {platform.python_version()} · Qt {PySide6.__version__} · {platform.platform()}"
    licence = tr("本程序以 <a href='nianbao'>MIT 许可</a>发布。所用组件及其许可（点名称看全文）：")
    return f"<p>{system}</p><p>{licence}</p><table cellpadding='3'>{rows}</table>{more}"


def other_parts() -> list[str]:
    """Parts of the package besides those named with their use; none in a checkout."""
    named = {name for name, _, _ in PARTS} | {"nianbao"}
    folder = paths.resources() / LICENCES
    return sorted({p.stem if p.is_file() else p.name for p in folder.iterdir()} - named) if folder.is_dir() else []


def licence_page(name: str) -> str:
    """The licence texts of a part, with the way back."""
    texts = licence_texts(name) or [tr("这个组件的许可全文在它自己的安装包里。")]
    body = "<hr>".join(f"<pre style='white-space: pre-wrap'>{html.escape(t)}</pre>" for t in texts)
    return f"<p><a href='{BACK}'>{tr('← 返回')}</a></p><h3>{html.escape(name)}</h3>{body}"


def licence_texts(name: str) -> list[str]:
    """Texts that the package carries; in a checkout those of the installed distribution."""
    packed = paths.resources() / LICENCES / name
    if packed.is_dir():
        return [_read(p) for p in sorted(packed.iterdir()) if p.is_file()]
    for file in (
        packed.with_name(f"{name}.txt"),
        paths.resources().parent / "LICENSE" if name == "nianbao" else packed,
    ):
        if file.is_file():
            return [_read(file)]
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return []
    found = [Path(str(f.locate())) for f in files if f.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))]
    return [_read(p) for p in found if p.is_file()]


def _read(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
