"""RTF cut into tokens; groups of no concern are skipped without looking at what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.errors import ReadError
from core.reading.shared import messages

MAX_TOKENS = 4_000_000  # a report of 40 pages by Word has about 100,000
MAX_RELEVANT = 800_000  # tokens that are more than skipped
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?\d* ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)
# What lies before a sign is taken along: a class runs through a picture's digits ten times faster than a search.
_STOP = re.compile(rb"[^{}\\]*(?:([{}])|\\bin(\d{1,9}) ?|\\.)", re.S)


class Token(NamedTuple):
    """kind is "word" (name, number or None), "text" (data), "{" or "}"; a control symbol is a word."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


_BRACES = {b"{": Token("{"), b"}": Token("}")}
_ESCAPED = {sign: Token("text", data=sign) for sign in (b"{", b"}", b"\\")}
_BYTES = {b"%02x" % byte: Token("text", data=bytes([byte])) for byte in range(256)}
_STAR, _PARAGRAPH = Token("word", "*"), Token("word", "par")


class Tokens:
    """The tokens of a file, from its beginning; of control words only the relevant ones, and any behind \\*."""

    def __init__(self, data: bytes, relevant: frozenset[str]) -> None:
        self._data, self._at = data, 0
        self._relevant = {word.encode("ascii") for word in relevant}

    def __iter__(self) -> Iterator[Token]:
        starred, relevant = False, 0
        for _ in range(MAX_TOKENS):
            match = _TOKEN.match(self._data, self._at)
            if match is None:
                return
            if relevant > MAX_RELEVANT:
                break
            self._at = match.end()
            word = match["word"]
            if word is not None:
                if starred or word in self._relevant:
                    relevant += 1
                    yield self._word(word, match["number"])
                starred = False
            elif (token := _other(match)) is not None:
                starred = token is _STAR
                relevant += 1
                yield token
        raise ReadError(messages.BOMB)

    @property
    def position(self) -> int:
        """Bytes that are done with."""
        return self._at

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self._data)

    def skip_group(self) -> None:
        """Go on at the brace that closes the open group."""
        depth, at = 1, self._at
        while match := _STOP.match(self._data, at):
            at = match.end()
            if match[2]:
                at += int(match[2])
            depth += {b"{": 1, b"}": -1}.get(match[1], 0)
            if not depth:
                at -= 1
                break
        self._at = at if not depth else len(self._data)

    def _word(self, word: bytes, number: bytes | None) -> Token:
        token = Token("word", word.decode("ascii"), None if number is None else int(number))
        if token.name == "bin":  # raw bytes follow
            self._at += max(token.number or 0, 0)
        return token


def _other(match: re.Match[bytes]) -> Token | None:
    kind, text = match.lastgroup, match[0]
    if kind == "text":
        return Token("text", data=text)
    if kind == "hex":
        return _BYTES[match["hex"].lower()]
    if kind == "brace":
        return _BRACES[text]
    if kind != "symbol":
        return None
    symbol = match["symbol"]
    if symbol == b"*":
        return _STAR
    if symbol in b"\r\n":  # an escaped line end ends the paragraph
        return _PARAGRAPH
    return _ESCAPED.get(symbol) or Token("word", symbol.decode("latin-1"))
