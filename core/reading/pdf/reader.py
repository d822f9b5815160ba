"""PDF files: the fast reader first, the slow one where the fast one fails or sees no text."""

from __future__ import annotations

from collections.abc import Callable

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.pages.layout import PageAssembler, PageItems, page_items
from core.reading.pages.page import Page
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages
from core.reading.shared.limits import MAX_TEXT

_MOST_NAMED = 5  # pages named in a note
_LARGEST_SLOW = 20 * 2**20  # bytes that the slow reader parses in bearable time
_TRIED = 4  # pages the slow reader looks at before it believes that there is no text
SCANNED = (
    "这份 PDF 是扫描件或图片，没有可以读取的文字，请改用文字版（Word 或由 Word 导出的 PDF），"
    "或在空白表格里对照原件直接填写。"
)
UNMAPPED = "这份 PDF 的字体没有带文字编码，读出来的是乱码，请改用 Word 文件，或用 Word、WPS 重新导出 PDF。"
RECOGNISED = "这份 PDF 是扫描件，文字由识别软件生成，可能有误，请对照原件核对每个数字。"


def sniff(data: bytes, name: str) -> bool:
    """Whether the mark %PDF- stands within the first kilobyte, as readers accept it."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a PDF with text; ReadError for a scanned, locked or damaged one."""
    # Imported here because loading pdfium takes longer than reading a docx.
    from core.reading.pdf.pdfium import Damaged, PdfiumFile

    watched = progress or no_progress
    try:
        with PdfiumFile(data) as file:
            result, refusal = document_of(file.page, file.count, watched), SCANNED
    except Damaged:
        result, refusal = None, messages.DAMAGED
    if result is None and len(data) <= _LARGEST_SLOW:
        result = _slow(data, watched)
    if result is None:
        raise ReadError(refusal)
    return result


def _slow(data: bytes, progress: Progress) -> Result[Document] | None:
    """Through pdfplumber; None when it cannot open the file or finds no text on the first pages."""
    from core.reading.pdf.plumber import Damaged, PlumberFile  # slow to import, and hardly ever needed

    try:
        with PlumberFile(data) as file:
            if not any(file.page(index).glyphs for index in range(min(file.count, _TRIED))):
                return None
            return document_of(file.page, file.count, progress)
    except Damaged:
        return None


def document_of(page: Callable[[int], Page], count: int, progress: Progress) -> Result[Document] | None:
    """The Document of pages read one by one; None without any text. progress may raise Cancelled."""
    pages: list[PageItems] = []
    invisible = unmapped = characters = 0
    pictured: list[int] = []
    for index in range(count):
        progress(index, count)
        content = page(index)
        invisible += content.invisible
        if content.pictures and not content.invisible:
            pictured.append(index + 1)
        unmapped += content.unmapped
        characters += len(content.glyphs)
        if characters > MAX_TEXT:
            raise ReadError(messages.TOO_LONG)
        pages.append(page_items(content))
    progress(count, count)
    if unmapped > characters:
        raise ReadError(UNMAPPED)
    layout = PageAssembler(pages)
    blocks = layout.run()
    if not blocks:
        return None
    notes = [Note(RECOGNISED)] * (invisible * 2 > count) + [Note(_pictured(pictured))] * bool(pictured)
    return Result(Document("pdf", blocks, count), (*notes, *layout.notes))


def _pictured(pages: list[int]) -> str:
    shown = "、".join(str(page) for page in pages[:_MOST_NAMED]) + "等" * (len(pages) > _MOST_NAMED)
    return f"第 {shown} 页有大幅图片，图片里的文字没有读入，如果表格是图片，请对照录入。"
