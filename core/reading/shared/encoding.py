"""Bytes to text: the encodings Chinese office files are found in."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of bytes of unknown encoding: byte order mark, UTF-8, the declared one, GB18030, UTF-16.

    A declaration is believed only where it decodes without an error; valid UTF-8 that is not plain ASCII
    is UTF-8 whatever was declared, for GBK text is practically never valid UTF-8. Bytes that no encoding
    takes are replaced by U+FFFD.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    chinese = ("big5", "gb18030") if _is_big5(data) else ("gb18030", "big5")
    for encoding in (_unmarked_utf16(data), "utf-8", _known(declared), *chinese):
        if encoding is not None:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return _best_effort(data, _known(declared))


# Characters that fill every report, as each encoding has them.
_COMMON = {
    "gb18030": "的一年月日政府信息公开工作情况报告数据申请机关及和在有",
    "big5": "的一年月日政府信息公開工作情況報告數據申請機關及和在有",
}


def _is_big5(data: bytes) -> bool:
    """Whether bytes that could be either are Big5: nearly all Big5 text is valid GB18030, but in rare characters."""
    sample = data[:40_000]
    if sample.isascii():
        return False
    counts = {}
    for encoding, common in _COMMON.items():
        decoded = sample.decode(encoding, "ignore")
        counts[encoding] = sum(decoded.count(character) for character in common)
    return counts["big5"] > 2 * counts["gb18030"] + 5


def _known(declared: str | None) -> str | None:
    """A declared name as Python's codec; the GB family is read by its largest member."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    if name in ("gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "hz-gb-2312"):
        return "gb18030"
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    # Latin encodings take every byte, so their success proves nothing; Chinese files declare them wrongly.
    single = found.name in ("iso8859-1", "cp1252", "ascii") or not getattr(found, "_is_text_encoding", True)
    return None if single else found.name


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: zero bytes at every second place, as digits and line ends give."""
    head = data[:4096]
    zeros = head.count(0)
    if zeros * 20 < len(head):
        return None
    odd = head[1::2].count(0)
    return "utf-16-le" if odd * 2 > zeros else "utf-16-be"


def _best_effort(data: bytes, declared: str | None) -> str:
    """The decoding with the fewest replaced characters: a file cut in the middle or with a few bad bytes."""
    tries = [data.decode(name, "replace") for name in dict.fromkeys(("utf-8", "gb18030", declared or "utf-8"))]
    return min(tries, key=lambda decoded: decoded.count("\ufffd"))
