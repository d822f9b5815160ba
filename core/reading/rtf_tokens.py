"""RTF cut into tokens; groups of no concern are skipped without looking at what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.errors import ReadError
from core.reading import sentences

MAX_TOKENS = 2_500_000  # a report of 40 pages by Word has about 100,000
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?\d* ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)
_STOP = re.compile(rb"[{}]|\\bin(\d{1,9}) ?|\\.", re.S)


class Token(NamedTuple):
    """kind is "word" (name, number or None), "text" (data) or "{" and "}"; a control symbol is a word."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


OPEN, CLOSE = Token("{"), Token("}")


class Tokens:
    """The tokens of a file, from its beginning."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def __iter__(self) -> Iterator[Token]:
        count = 0
        while match := _TOKEN.match(self._data, self._at):
            self._at = match.end()
            count += 1
            if count > MAX_TOKENS:
                raise ReadError(sentences.BOMB)
            token = _token(match)
            if token is not None:
                if token.name == "bin":  # raw bytes follow
                    self._at += max(token.number or 0, 0)
                yield token

    def skip_group(self) -> None:
        """Go on at the brace that closes the open group."""
        depth, at = 1, self._at
        while match := _STOP.search(self._data, at):
            at = match.end()
            if match[1]:
                at += int(match[1])
            depth += {b"{": 1, b"}": -1}.get(match[0], 0)
            if not depth:
                at -= 1
                break
        self._at = at if not depth else len(self._data)


def _token(match: re.Match[bytes]) -> Token | None:
    kind = match.lastgroup
    if kind == "text":
        return Token("text", data=match[0])
    if kind == "hex":
        return Token("text", data=bytes([int(match["hex"], 16)]), name="'")
    if kind == "brace":
        return OPEN if match[0] == b"{" else CLOSE
    if kind == "symbol":
        symbol = match["symbol"]
        # An escaped brace or backslash is text; an escaped line end is a paragraph's end.
        return Token("text", data=symbol, name="'") if symbol in b"{}\\" else _symbol(symbol)
    if match["word"] is None:
        return None
    number = match["number"]
    return Token("word", match["word"].decode("ascii"), None if number is None else int(number))


def _symbol(symbol: bytes) -> Token:
    return Token("word", "par") if symbol in b"\r\n" else Token("word", symbol.decode("latin-1"))
