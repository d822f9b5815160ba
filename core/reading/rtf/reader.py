"""Rich Text Format (.rtf, and many a .doc that is one inside)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.reader import Progress, no_progress
from core.reading.rtf.control_words import CHARACTERS, CHARSETS, RUNNING, SKIPPED, STARRED, SYMBOLS, TOLD
from core.reading.rtf.state import GroupState, Row, Story
from core.reading.rtf.tokens import Token, Tokens
from core.reading.shared import messages, running_texts
from core.reading.shared.blocks import Node, ParaNode, assemble
from core.reading.shared.equation_fields import formula_text
from core.reading.shared.limits import MAX_PARAGRAPHS
from core.reading.shared.raised_digits import lowered, raised
from core.reading.shared.symbol_fonts import symbol

_PROGRESS_EVERY = 10_000  # tokens, about 0.05 s
_MAX_GROUPS = 400  # groups within groups; Word stays under 30
_HEADING = re.compile(r"\s*(?:heading|标题)\s*([1-9])\s*;?$", re.I)
_SHIFTS = {"super": raised, "sub": lowered}
_NUMBER = re.compile(r"\w|[（(①-⓿㈠-㊰]")
_MULTIBYTE = ("gb18030", "cp950", "cp932", "cp949")


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes begin as RTF."""
    return data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of an RTF file in its accepted state: insertions kept, deletions and hidden text gone."""
    reader = _Reader(data)
    blocks = assemble(reader.nodes(progress or no_progress)).blocks
    if not blocks:
        raise ReadError(messages.NO_TEXT)
    return Result(Document("rtf", blocks), tuple(Note(s) for s in reader.sentences))


class _Reader:
    """Goes through the tokens once; a control word has a method of its name, or changes the scope."""

    def __init__(self, data: bytes) -> None:
        self._tokens = Tokens(data, SKIPPED | RUNNING | CHARACTERS.keys() | _WORDS.keys() | {"bin"})
        self._scopes = [GroupState()]
        self._stories = [Story()]
        self._notes: list[Node] = []
        self._pending = bytearray()  # bytes not yet decoded
        self._to_skip = 0  # bytes of a \u's fallback still to come
        self._codec = "cp1252"
        self._fonts: dict[int, str | None] = {}
        self._font = self._style = self._paragraphs = 0
        self._levels: dict[int, int] = {}
        self._starred = False
        self._instruction: list[str] = []  # of the field under way
        self._has_shown_formula = False
        self.sentences: list[str] = []
        self._running: list[str] = []  # paragraphs of headers and footers

    def nodes(self, progress: Progress) -> list[Node]:
        """The body's nodes, footnotes behind them."""
        for count, token in enumerate(self._tokens):
            if count % _PROGRESS_EVERY == 0:
                progress(self._tokens.position, self._tokens.size)
            if token.kind == "text":
                self._text(token)
            elif token.kind == "word":
                self._word(token)
            else:
                self._flush()
                self._open() if token.kind == "{" else self._close()
        self._flush()
        while len(self._stories) > 1:  # a file that is cut inside a note
            self._end_story("note")
        if running := running_texts.sentence(self._running):
            self.sentences.append(running)
        scope = self._scope
        return self._stories[0].finish(scope.level, self._depth()) + self._notes

    @property
    def _scope(self) -> GroupState:
        return self._scopes[-1]

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    def _open(self) -> None:
        self._to_skip = 0
        if self._scope.destination == "upr":  # the first of two versions of one text: the second is in Unicode
            self._scope.destination = "text"
            self._tokens.skip_group()
        if len(self._scopes) > _MAX_GROUPS:
            raise ReadError(messages.TOO_DEEP)
        self._scopes.append(replace(self._scope, closes=""))
        self._starred = False

    def _close(self) -> None:
        self._to_skip = 0
        if len(self._scopes) > 1:
            closed = self._scopes.pop()
            if closed.closes in ("note", "box", "running"):
                self._end_story(closed.closes)
            elif closed.closes == "label":
                self._end_label()
            elif closed.closes == "field":
                self._end_instruction()

    def _end_story(self, kind: str) -> None:
        nodes = self._stories.pop().finish(None, 0)
        if kind == "running":
            self._running += [node.text for node in nodes if isinstance(node, ParaNode)]
            return
        (self._notes if kind == "note" else self._story.after).extend(nodes)

    def _end_label(self) -> None:
        """An automatic number: the tab behind it goes, and a bullet altogether.

        "{listtext 一、 tab}总体情况" is 一、总体情况, "{listtext • tab}加强培训" is 加强培训.
        """
        line = self._story.line
        label = "".join(line.parts).rstrip("\t").lstrip()
        line.parts = [label] if _NUMBER.match(label) else []
        line.length = sum(map(len, line.parts))
        line.bold = [(a, min(b, line.length)) for a, b in line.bold if a < line.length]

    def _end_instruction(self) -> None:
        """A formula shows what its instruction says; the other fields show their result, which follows."""
        shown = formula_text("".join(self._instruction))
        self._instruction = []
        self._has_shown_formula = bool(shown)
        self._append_text(shown)

    def _result(self, number: int | None) -> None:
        if self._has_shown_formula:
            self._tokens.skip_group()

    def _text(self, token: Token) -> None:
        data = token.data
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._pending += data

    def _flush(self) -> None:
        if self._pending:
            data, self._pending = bytes(self._pending), bytearray()
            if self._scope.codec == SYMBOLS:
                self._append_text("".join(symbol(0xF000 + byte) if byte > 0x20 else chr(byte) for byte in data))
            else:
                self._append_text(data.decode(self._scope.codec or self._codec, "replace"))

    def _append_text(self, text: str) -> None:
        scope = self._scope
        if scope.destination == "styles":
            if heading := _HEADING.match(text):
                self._levels[self._style] = int(heading[1])
        elif scope.hidden or scope.deleted:
            return
        elif scope.destination == "field":
            self._instruction.append(text)
        elif scope.destination in ("text", "label"):
            if scope.struck:
                if text.strip():
                    self._add_note(messages.STRUCK)
                return
            parts = self._story.line.parts
            if scope.shift and parts and parts[-1][-1:].isdigit():
                text = _SHIFTS[scope.shift](text)
            self._story.line.add(text, scope.bold or scope.asian_bold)

    def _word(self, token: Token) -> None:
        name = token.name
        self._flush()
        if name == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if name in TOLD and self._scope.destination == "text":
            self._add_note(TOLD[name])
        if name in RUNNING:
            self._begin_story("running")
            return
        if name in SKIPPED or (starred and name not in STARRED):
            self._tokens.skip_group()
        elif name in CHARACTERS:
            self._append_text(CHARACTERS[name])
        elif name in _WORDS:
            _WORDS[name](self, token.number)

    def _unicode(self, number: int | None) -> None:
        if number is not None:
            code = number & 0xFFFF
            self._append_text(symbol(code) if 0xF000 <= code <= 0xF0FF else chr(code))
            self._to_skip = self._scope.fallback

    def _code_page(self, number: int | None) -> None:
        codec = {936: "gb18030", 54936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8"}
        self._codec = codec.get(number or 0, f"cp{number}" if number in range(1250, 1259) else "cp1252")

    def _set_font(self, number: int | None) -> None:
        self._font = number or 0
        if self._scope.destination != "fonts":
            self._scope.codec = self._fonts.get(self._font)

    def _set_charset(self, number: int | None) -> None:
        if self._scope.destination == "fonts":
            self._fonts[self._font] = CHARSETS.get(number or 0)

    def _set_style(self, number: int | None) -> None:
        self._style = number or 0
        if self._scope.destination == "text":
            self._scope.level = self._levels.get(self._style)

    def _set_outline(self, number: int | None) -> None:
        level = number + 1 if number in range(9) and number is not None else None
        if self._scope.destination == "styles":
            if level:
                self._levels[self._style] = level
        else:
            self._scope.level = level

    def _plain(self, number: int | None) -> None:
        scope = self._scope
        scope.bold = scope.asian_bold = scope.hidden = scope.deleted = scope.struck = False
        scope.codec, scope.shift = None, ""

    def _associated_bold(self, number: int | None) -> None:
        """\\ab speaks of the characters named last: of East Asian ones after \\dbch, else of right-to-left ones."""
        if self._scope.asian:
            self._scope.asian_bold = number != 0

    def _paragraph_defaults(self, number: int | None) -> None:
        scope = self._scope
        scope.in_table, scope.depth, scope.level = False, 1, None

    def _hide(self, number: int | None) -> None:
        self._scope.hidden = number != 0
        if number != 0 and self._scope.destination == "text":
            self._add_note(messages.HIDDEN)

    def _delete(self, number: int | None) -> None:
        self._scope.deleted = number != 0
        self._add_note(messages.TRACKED)

    def _add_note(self, sentence: str) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def _depth(self) -> int:
        return self._scope.depth if self._scope.in_table else 0

    def _end_paragraph(self, depth: int) -> None:
        if self._scope.destination != "text":
            return
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise ReadError(messages.BOMB)
        self._story.end_paragraph(self._scope.level, depth)

    def _par(self, number: int | None) -> None:
        if self._scope.deleted:  # a deleted mark: the text runs on
            return
        self._end_paragraph(self._depth())

    def _end_cell(self, depth: int) -> None:
        self._end_paragraph(depth)
        if self._scope.destination == "text":
            self._story.tables.end_cell()

    def _end_row(self, depth: int) -> None:
        story = self._story
        if story.line.parts or story.after:
            self._end_cell(depth)
        story.tables.set_depth(depth)
        story.tables.end_row(story.rows.get(depth, Row()).fresh())

    def _row(self) -> Row:
        nested = self._scope.closes == "nested" or any(s.closes == "nested" for s in self._scopes[-3:])
        return self._story.rows.setdefault(self._nested_depth() if nested else 1, Row())

    def _nested_depth(self) -> int:
        return max(self._scope.depth, 2)

    def _new_row(self, number: int | None) -> None:
        row = self._row()
        row.left, row.cells, row.joins_left, row.joins_up = 0, [], False, False

    def _begin(self, destination: str, closes: str = "") -> None:
        self._scope.destination, self._scope.closes = destination, closes

    def _begin_story(self, closes: str) -> None:
        self._begin("text", closes)
        self._scope.in_table, self._scope.hidden, self._scope.deleted = False, False, False
        self._stories.append(Story(floating=True))


def _join_left(row: Row) -> None:
    row.joins_left = True


def _join_up(row: Row) -> None:
    row.joins_up = True


def _set(name: str) -> Callable[[_Reader, int | None], None]:
    """A toggle: on without a number, off with 0."""
    return lambda reader, number: setattr(reader._scope, name, number != 0)


_WORDS: dict[str, Callable[[_Reader, int | None], None]] = {
    "u": _Reader._unicode,
    "uc": lambda reader, number: setattr(reader._scope, "fallback", max(number or 0, 0)),
    "ansicpg": _Reader._code_page,
    "f": _Reader._set_font,
    "fcharset": _Reader._set_charset,
    "fonttbl": lambda reader, number: reader._begin("fonts"),
    "stylesheet": lambda reader, number: reader._begin("styles"),
    "s": _Reader._set_style,
    "outlinelevel": _Reader._set_outline,
    "plain": _Reader._plain,
    "pard": _Reader._paragraph_defaults,
    "b": _set("bold"),
    "ab": _Reader._associated_bold,
    "loch": lambda reader, number: setattr(reader._scope, "asian", False),
    "hich": lambda reader, number: setattr(reader._scope, "asian", False),
    "ltrch": lambda reader, number: setattr(reader._scope, "asian", False),
    "rtlch": lambda reader, number: setattr(reader._scope, "asian", False),
    "dbch": lambda reader, number: setattr(reader._scope, "asian", True),
    "v": _Reader._hide,
    "strike": _set("struck"),
    "striked": _set("struck"),
    "super": lambda reader, number: setattr(reader._scope, "shift", "super" if number != 0 else ""),
    "sub": lambda reader, number: setattr(reader._scope, "shift", "sub" if number != 0 else ""),
    "nosupersub": lambda reader, number: setattr(reader._scope, "shift", ""),
    "deleted": _Reader._delete,
    "revised": lambda reader, number: reader._add_note(messages.TRACKED),
    "par": _Reader._par,
    "sect": _Reader._par,
    "intbl": _set("in_table"),
    "itap": lambda reader, number: setattr(reader._scope, "depth", max(number or 1, 1)),
    "cell": lambda reader, number: reader._end_cell(1),
    "nestcell": lambda reader, number: reader._end_cell(reader._nested_depth()),
    "row": lambda reader, number: reader._end_row(1),
    "nestrow": lambda reader, number: reader._end_row(reader._nested_depth()),
    "trowd": _Reader._new_row,
    "trleft": lambda reader, number: setattr(reader._row(), "left", number or 0),
    "clmrg": lambda reader, number: _join_left(reader._row()),
    "clvmrg": lambda reader, number: _join_up(reader._row()),
    "cellx": lambda reader, number: reader._row().end_cell(number or 0),
    "footnote": lambda reader, number: reader._begin_story("note"),
    "shptxt": lambda reader, number: reader._begin_story("box"),
    "listtext": lambda reader, number: reader._begin("label", "label"),
    "pntext": lambda reader, number: reader._begin("label", "label"),
    "fldinst": lambda reader, number: reader._begin("field", "field"),
    "fldrslt": _Reader._result,
    "upr": lambda reader, number: reader._begin("upr"),
    "nesttableprops": lambda reader, number: reader._begin("text", "nested"),
}
