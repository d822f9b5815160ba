"""Web pages: paragraphs from block elements, tables as logical grids, hidden parts left out."""

from __future__ import annotations

import re

from lxml import etree

from core import text
from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.html.end_tags import is_unbalanced, with_end_tags
from core.reading.html.flow import nodes_of
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages
from core.reading.shared.blocks import Node, assemble
from core.reading.shared.encoding import decode
from core.reading.shared.limits import check_markup
from core.reading.shared.ole2 import MAGIC

_META = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)", re.I)
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|title|div|p|span|center|font|!--\s*startfragment)\b", re.I
)
_INLINE_TAGS = re.compile(r"</?(?:font|span|b|i|u|a|strong|em|big|small|center|o:p)\b[^>]*>", re.I)
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CLIPBOARD_HEADER = re.compile(r"^Version:[\d.]+\s.*?(?=<)", re.S)


def sniff(data: bytes, name: str) -> bool:
    """Whether the beginning has tags of HTML, in whatever encoding; an archive may have tags by chance."""
    head = data[:16384]
    if head.startswith((b"PK\x03\x04", MAGIC)):
        return False
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:2] in (b"<\x00", b"\x00<"):
        head = decode(head).encode("utf-8")
    return bool(_TAGS.search(head)) and head.count(b"<") > 1


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a page; a wrong or missing charset declaration is seen through."""
    return read_string(_decoded(data), progress)


def nodes_from(data: bytes) -> list[Node]:
    """Paragraphs and tables of a page that stands inside another file; none where it has no text."""
    return _nodes(_decoded(data), no_progress)[0]


def read_string(content: str, progress: Progress | None = None) -> Result[Document]:
    """Document of HTML text, also the fragment a clipboard holds."""
    nodes, sentences = _nodes(content, progress or no_progress)
    assembled = assemble(nodes)
    if not assembled.blocks:
        raise ReadError("网页里没有文字，内容可能由脚本显示，请在浏览器里打开后全选复制，再粘贴到本程序。")
    document = Document("html", assembled.blocks, unread=assembled.unread)
    sentences += [messages.PICTURES] * bool(assembled.unread)
    return Result(document, tuple(map(Note, sentences)))


def _decoded(data: bytes) -> str:
    match = _META.search(data[:8192])
    return decode(data, (match[1] or match[2]).decode("ascii") if match else None)


def _nodes(content: str, progress: Progress) -> tuple[list[Node], list[str]]:
    check_markup(content)
    content = _CLIPBOARD_HEADER.sub("", _XML_DECLARATION.sub("", content.lstrip("\ufeff")), count=1)
    content = content.replace("\x00", "")
    root = _parsed(with_end_tags(content) if is_unbalanced(content) else content)
    return ([], []) if root is None else nodes_of(root, progress)


def _parsed(content: str) -> etree._Element | None:
    if not text.strip(content):
        return None
    root, complete = _tree(content)
    if not complete:
        # Unclosed tags of fonts and the like nest with every paragraph; without them the page is as deep as it looks.
        root, complete = _tree(_INLINE_TAGS.sub("", content))
    if not complete:
        raise ReadError(messages.TOO_DEEP)
    return root


def _tree(content: str) -> tuple[etree._Element | None, bool]:
    """The page's root, and whether the parser reached its end: it stops at 2048 levels."""
    # huge_tree lifts the usual bound of 256 levels. The text is decoded already; given as UTF-8 bytes so that
    # a declaration inside cannot mislead the parser.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(content.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any(entry.type == _TOO_DEEP for entry in parser.error_log)
