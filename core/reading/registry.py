"""Which reader takes which file: the content decides, the ending only names it to the clerk."""

from __future__ import annotations

from pathlib import Path

from core.document import Document, Result
from core.errors import PicturesOnly, ReadError
from core.model import Note
from core.reading import signatures, zip_archive
from core.reading.doc import reader as doc
from core.reading.docx import flat_xml
from core.reading.docx import reader as docx
from core.reading.html import mhtml
from core.reading.html import reader as html
from core.reading.odf import reader as odf
from core.reading.ofd import reader as ofd
from core.reading.pdf import reader as pdf
from core.reading.reader import Progress, Reader, garbage_collection_paused, no_progress
from core.reading.rtf import reader as rtf
from core.reading.scan import reader as pictures
from core.reading.shared import messages
from core.reading.shared.limits import check_amount, check_size, load
from core.reading.shared.truncation import cut_long_texts
from core.reading.spreadsheets import reader as spreadsheets
from core.reading.text import reader as plaintext

READERS: tuple[Reader, ...] = (
    Reader("xlsx", spreadsheets.sniff, spreadsheets.read),
    Reader("xls", spreadsheets.sniff_binary, spreadsheets.read_binary),
    Reader("odf", odf.sniff, odf.read),
    Reader("ofd", ofd.sniff, ofd.read),
    Reader("docx", docx.sniff, docx.read),
    Reader("doc", doc.sniff, doc.read),
    Reader("rtf", rtf.sniff, rtf.read),
    Reader("pdf", pdf.sniff, pdf.read),
    Reader("mht", mhtml.sniff, mhtml.read),
    Reader("xml", flat_xml.sniff, flat_xml.read),
    Reader("html", html.sniff, html.read),
    Reader("txt", plaintext.sniff, plaintext.read),
)
PICTURES = Reader("image", pictures.sniff, pictures.read)

# Endings that tell the truth about a content, and the content's name.
_KINDS = {
    "docx": (("docx", "docm", "dotx", "dotm", "wps"), "Word 文档（docx）"),
    "doc": (("doc", "dot", "wps"), "Word 97–2003 文档（doc）"),
    "pdf": (("pdf",), "PDF"),
    "ofd": (("ofd",), "OFD 版式文件"),
    "html": (("html", "htm", "xhtml", "shtml"), "网页"),
    "mht": (("mht", "mhtml"), "单个文件网页（mht）"),
    "xlsx": (("xlsx", "xlsm", "et"), "Excel 工作簿（xlsx）"),
    "xls": (("xls", "xlt", "et", "ett", "xlsb"), "Excel 97–2003 工作簿（xls）"),
    "odf": (("odt", "ods", "ott", "ots", "fodt", "fods"), "OpenDocument 文件（odt、ods）"),
    "rtf": (("rtf",), "RTF 文档"),
    "xml": (("xml",), "Word XML 文档"),
    "image": (("png", "jpg", "jpeg", "tif", "tiff", "bmp", "zip"), "图片"),
    "txt": (("txt", "md", "csv", "tsv", "text", "log"), "纯文本"),
}


def read(path: Path, progress: Progress | None = None) -> Result[Document]:
    """The Document of a file; ReadError with one sentence when it cannot be opened or understood."""
    return read_bytes(load(path), path.name, progress)


def read_bytes(data: bytes, name: str, progress: Progress | None = None) -> Result[Document]:
    """The Document of a file's content; name serves messages and breaks ties between readers."""
    check_size(data, name)
    if pictures.sniff(data, name):
        return _read_with(PICTURES, data, name, progress)
    if zip_archive.is_archive(data):
        return _read_archive(data, progress)
    if sentence := signatures.not_a_document(data):
        raise PicturesOnly(sentence) if sentence == messages.OTHER_IMAGE else ReadError(sentence)
    for reader in READERS:
        if reader.sniff(data, name):
            return _read_with(reader, data, name, progress)
    raise ReadError(signatures.unsupported_format(data))


def _read_with(reader: Reader, data: bytes, name: str, progress: Progress | None) -> Result[Document]:
    with garbage_collection_paused():
        result = cut_long_texts(reader.read(data, progress))
    check_amount(result.value, len(data))
    return Result(result.value, (*_ending_note(name, reader.kind), *result.notes))


def open_archive(data: bytes, name: str) -> tuple[bytes, str]:
    """Content and name of the one report in a zip archive; any other file as it is."""
    is_archive = zip_archive.is_archive(data) and not pictures.sniff(data, name)
    return zip_archive.report_in(data) if is_archive else (data, name)


def _read_archive(data: bytes, progress: Progress | None) -> Result[Document]:
    inner, name = zip_archive.report_in(data)
    if zip_archive.is_archive(inner):
        raise ReadError(messages.ARCHIVE)
    result = read_bytes(inner, name, progress)
    check_amount(result.value, len(data))
    return Result(result.value, (Note(messages.FROM_ARCHIVE.format(name=name)), *result.notes))


def read_text(text: str) -> Result[Document]:
    """The Document of pasted plain text."""
    return cut_long_texts(plaintext.read_string(text))


def read_html(html_text: str, progress: Progress | None = None) -> Result[Document]:
    """The Document of HTML from the clipboard; the clipboard's own header lines are left out."""
    (progress or no_progress)(0, 1)
    return cut_long_texts(html.read_string(html_text))


def _ending_note(name: str, kind: str) -> tuple[Note, ...]:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    truthful, actual = _KINDS.get(kind, ((ending,), kind))
    if not ending or ending in truthful:
        return ()
    return (Note(messages.WRONG_ENDING.format(ending=f".{ending}", actual=actual)),)
