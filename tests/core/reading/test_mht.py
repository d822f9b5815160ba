"""Web pages saved as one file."""

import base64
import quopri

import pytest

from core.document import Para, RawTable
from core.errors import ReadError
from core.reading import read_bytes
from core.reading.html import mhtml
from core.reading.shared import messages

PAGE = (
    "<html><body><p>云溪县民政局</p><table><tr><td>规章</td><td>0</td></tr>"
    "<tr><td>行政许可</td><td>65</td></tr></table></body></html>"
)


def wrapped(page: bytes, encoding: str, kind: str = 'text/html; charset="gb2312"', line: str = "\r\n") -> bytes:
    """A page as browsers and Word save it: beside a picture, in a multipart."""
    head = line.join(
        [
            "From: <Saved by WebKit>",
            "Subject: =?utf-8?Q?x?=",
            "MIME-Version: 1.0",
            "Content-Type: multipart/related;",
            '\ttype="text/html";',
            '\tboundary="----=_Next_0"',
            "",
            "This is a web archive.",
            "",
        ]
    )
    part = line.join(["------=_Next_0", f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", "", ""])
    picture = line.join(
        ["", "------=_Next_0", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "AAAA"]
    )
    return (head + part).encode() + page + (picture + line + "------=_Next_0--" + line).encode()


def check(data: bytes) -> None:
    blocks = mhtml.read(data).value.blocks
    assert isinstance(blocks[0], Para)
    assert blocks[0].text == "云溪县民政局"
    assert isinstance(blocks[1], RawTable)
    assert [c.text for c in blocks[1].cells] == ["规章", "0", "行政许可", "65"]


@pytest.mark.parametrize("line", ["\r\n", "\n"], ids=["CRLF", "LF"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_both_encodings_and_charsets(charset: str, line: str) -> None:
    page = PAGE.encode(charset)
    kind = f'text/html; charset="{charset}"'
    check(wrapped(base64.encodebytes(page), "base64", kind, line))
    check(wrapped(quopri.encodestring(page), "quoted-printable", kind, line))
    check(wrapped(page, "8bit", kind, line))


def test_a_charset_that_only_the_page_names_or_that_is_wrong() -> None:
    page = PAGE.replace("<body>", '<head><meta charset="gbk"></head><body>').encode("gbk")
    check(wrapped(base64.encodebytes(page), "base64", "text/html"))
    check(wrapped(base64.encodebytes(PAGE.encode()), "base64", "text/html; charset=gb2312"))
    check(wrapped(base64.encodebytes(PAGE.encode("gbk")), "base64", "text/html; charset=us-ascii"))


def test_the_longest_page_of_several_and_pages_in_nested_parts() -> None:
    inner = (
        b"Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/html\r\n\r\n"
        + PAGE.encode()
    )
    outer = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=out\r\n\r\n"
    frames = b"--out\r\nContent-Type: text/html\r\n\r\n<frameset></frameset>\r\n--out\r\n"
    check(outer + frames + inner + b"\r\n--in--\r\n--out--\r\n")


def test_a_page_without_parts_and_a_part_that_is_cut() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    check(head + base64.encodebytes(PAGE.encode()))
    blocks = mhtml.read(head + base64.encodebytes(PAGE.encode())[:90]).value.blocks
    assert isinstance(blocks[0], Para)
    assert blocks[0].text == "云溪县民政局"


def test_the_content_decides_whatever_the_ending() -> None:
    result = read_bytes(wrapped(base64.encodebytes(PAGE.encode("gbk")), "base64"), "报告.doc")
    assert "实际是单个文件网页" in result.notes[0].message
    assert read_bytes(wrapped(base64.encodebytes(PAGE.encode("gbk")), "base64"), "报告.mht").notes == ()


def test_a_text_that_only_looks_like_headers_is_no_web_archive() -> None:
    assert not mhtml.sniff("标题: 年度报告\n\n一、总体情况".encode(), "报告.txt")
    assert not mhtml.sniff(b"Note: a\nContent: b\n\nx", "a.txt")


def test_an_archive_without_a_page_is_damaged() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    data = head + b"--b\r\nContent-Type: image/png\r\n\r\nx"
    with pytest.raises(ReadError) as caught:
        mhtml.read(data)
    assert str(caught.value) == messages.DAMAGED
