"""Which reader takes which file: the content decides, the ending only names it to the clerk."""

from __future__ import annotations

from pathlib import Path

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading import doc, docx, html, pdf, plaintext
from core.reading.base import LARGEST_FILE, MEGABYTE, Progress, Reader

READERS: tuple[Reader, ...] = (
    Reader("docx", docx.sniff, docx.read),
    Reader("doc", doc.sniff, doc.read),
    Reader("pdf", pdf.sniff, pdf.read),
    Reader("html", html.sniff, html.read),
    Reader("txt", plaintext.sniff, plaintext.read),
)

_ENDINGS = {
    "docx": ("docx", "docm", "dotx", "dotm", "wps"),
    "doc": ("doc", "dot", "wps"),
    "pdf": ("pdf",),
    "html": ("html", "htm", "xhtml", "shtml"),
    "mht": ("mht", "mhtml"),
    "xlsx": ("xlsx", "xlsm", "et"),
    "rtf": ("rtf",),
    "txt": ("txt", "md", "csv", "tsv", ""),
}
_NAMES = {
    "docx": "Word 文档（docx）",
    "doc": "Word 97–2003 文档（doc）",
    "pdf": "PDF",
    "html": "网页",
    "mht": "单个文件网页（mht）",
    "xlsx": "Excel 工作簿（xlsx）",
    "rtf": "RTF 文档",
    "txt": "纯文本",
}


def read(path: Path, progress: Progress | None = None) -> Result[Document]:
    """The Document of a file; ReadError with one sentence when it cannot be opened or understood."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ReadError(
                f"文件有 {size // MEGABYTE} MB，超过 {LARGEST_FILE // MEGABYTE} MB 的上限，"
                "请删去其中的图片或扫描件后再打开。"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件“{path.name}”，它可能已被移动或改名，请重新选择。") from error
    except IsADirectoryError as error:
        raise ReadError(f"“{path.name}”是文件夹，请选择里面的报告文件。") from error
    except PermissionError as error:
        raise ReadError(f"没有权限读取“{path.name}”，或它正被别的程序独占，请关闭那个程序后再试。") from error
    except OSError as error:
        raise ReadError(f"读取“{path.name}”时出错（{error.strerror}），请把文件复制到本机硬盘后再试。") from error
    return read_bytes(data, path.name, progress)


def read_bytes(data: bytes, name: str, progress: Progress | None = None) -> Result[Document]:
    """The Document of a file's content; name serves messages and breaks ties between readers."""
    if not data:
        raise ReadError(f"“{name}”是空文件（0 字节），请向提供者重新索取。")
    for reader in READERS:
        if reader.sniff(data, name):
            result = reader.read(data, progress)
            return Result(result.value, (*_ending_note(name, reader.kind), *result.notes))
    raise ReadError(f"认不出“{name}”的内容，它不是文档、PDF、网页或文本，请换成 docx、doc 或 pdf 再打开。")


def read_text(text: str) -> Result[Document]:
    """The Document of pasted plain text."""
    return plaintext.read_string(text)


def read_html(html_text: str) -> Result[Document]:
    """The Document of HTML from the clipboard; the clipboard's own header lines are left out."""
    return html.read_string(html_text)


def _ending_note(name: str, kind: str) -> tuple[Note, ...]:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not ending or ending in _ENDINGS.get(kind, (ending,)):
        return ()
    return (Note(f"文件名的结尾是 .{ending}，内容其实是{_NAMES.get(kind, kind)}，已按内容读取。"),)
