"""Web pages saved as one file (.mht, .mhtml, and many a .doc that is one inside): the page out of its MIME wrapping.

The standard email package is not used: importing it imports the network modules, and it keeps every part's copy.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from core.document import Document, Result
from core.errors import ReadError
from core.reading.html import reader as html
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.encoding import decode
from core.reading.shared.limits import MAX_PART

_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
_FOLDED = re.compile(rb"(?:\r\n|\n|\r)[ \t]+")
_FIELD = re.compile(rb"^([!-9;-~]+):[ \t]*(.*)$", re.M)
_PARAMETER = re.compile(rb";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))")
_START = re.compile(rb"\A\s*(?:[!-9;-~]+:[^\r\n]*(?:\r\n?|\n)(?:[ \t][^\r\n]*(?:\r\n?|\n))*){1,40}")
_DEEPEST = 5  # multiparts within multiparts
_MOST_PARTS = 2_000


@dataclass(frozen=True, slots=True)
class _Part:
    """A MIME entity: its kind ("text/html"), parameters of the kind, encoding, and its bytes as they stand."""

    kind: str
    parameters: dict[str, str]
    encoding: str
    body: bytes

    def content(self) -> bytes:
        """The bytes decoded; what is broken in base64 ends the content there."""
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if self.encoding != "base64":
            return self.body
        try:
            return binascii.a2b_base64(self.body)
        except binascii.Error:
            clean = re.sub(rb"[^A-Za-z0-9+/]", b"", self.body)
            return binascii.a2b_base64(clean[: len(clean) // 4 * 4])


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes begin with MIME headers that announce parts, or a page in a transfer encoding."""
    match = _START.match(data[:8192].lstrip(b"\xef\xbb\xbf"))
    if match is None:
        return False
    head = match[0].lower()
    return b"content-type:" in head and (b"multipart/" in head or b"mime-version:" in head)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of the page inside; of several pages (frames) the longest."""
    pages = [part for part in _leaves(_part(data.lstrip(b"\xef\xbb\xbf \r\n")), 0) if part.kind == "text/html"]
    if not pages:
        raise ReadError(messages.DAMAGED)
    page = max(pages, key=lambda part: len(part.body))
    if len(page.body) > MAX_PART:
        raise ReadError(messages.BOMB)
    charset = page.parameters.get("charset")
    return html.read_string(decode(page.content(), charset)) if charset else html.read(page.content())


def _part(data: bytes) -> _Part:
    match = _HEAD_END.search(data)
    head, body = (data[: match.start()], data[match.end() :]) if match else (data, b"")
    fields = {m[1].lower(): m[2].strip() for m in _FIELD.finditer(_FOLDED.sub(b" ", head[:65536]))}
    kind = fields.get(b"content-type", b"text/plain")
    parameters = {
        m[1].decode("ascii").lower(): (m[2] or m[3] or b"").decode("latin-1") for m in _PARAMETER.finditer(kind)
    }
    encoding = fields.get(b"content-transfer-encoding", b"").decode("latin-1").lower()
    return _Part(kind.partition(b";")[0].strip().decode("latin-1").lower(), parameters, encoding, body)


def _leaves(part: _Part, depth: int) -> Iterator[_Part]:
    """The parts that hold content, those inside multiparts included."""
    boundary = part.parameters.get("boundary")
    if not part.kind.startswith("multipart/") or not boundary or depth > _DEEPEST:
        yield part
        return
    line = re.compile(rb"^--" + re.escape(boundary.encode("latin-1")) + rb"(?:--)?[ \t\r]*$\n?", re.M)
    bounds = [match.span() for match in islice(line.finditer(part.body), _MOST_PARTS)]
    for (_, start), (end, _) in pairwise([*bounds, (len(part.body), len(part.body))]):
        piece = part.body[start:end]
        if piece.strip():
            yield from _leaves(_part(piece), depth + 1)
