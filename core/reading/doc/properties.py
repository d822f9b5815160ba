"""Word binary: what a paragraph's and a character's modifiers amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from core.reading.doc.sprm import Sprm, dword, flag, modifiers, word
from core.reading.doc.styles import Styles
from core.reading.doc.table_rows import ROW_SPRMS, RowShape, row_shape

_HEADINGS = range(1, 10)  # style identifiers, and outline levels of headings
_AS_STYLE, _NOT_STYLE = 0x80, 0x81


@dataclass(slots=True)
class ParaProps:
    """A paragraph's properties. depth 0 is outside tables; level 1 is the highest heading, None body text."""

    style: int = 0
    depth: int = 0
    row_end: bool = False
    nested_cell_end: bool = False
    nested_row_end: bool = False
    list_number: int = 0
    list_level: int | None = None
    level: int | None = None
    row: list[tuple[int, bytes]] = field(default_factory=list)

    def shape(self) -> RowShape:
        """The row that this mark ends."""
        return row_shape(self.row)


@dataclass(frozen=True, slots=True)
class CharProps:
    """What a run says itself: a toggle is 0, 1, as the style (None, 0x80) or its opposite (0x81)."""

    bold: int | None = None
    hidden: int | None = None
    deleted: bool = False
    inserted: bool = False
    picture: bool = False
    style: int | None = None
    symbol: int | None = None
    struck: bool = False
    shift: int = 0  # 1 above the line, 2 below


PLAIN = CharProps()
_TOGGLES = {int(Sprm.BOLD): "bold", int(Sprm.HIDDEN): "hidden"}


class Properties:
    """Modifiers resolved with the style sheet; equal modifiers are resolved once."""

    def __init__(self, styles: Styles, data: Callable[[], bytes]) -> None:
        """data gives the Data stream, which is mostly pictures and asked for only where a row lies in it."""
        self._styles, self._data = styles, cache(data)
        self._paragraphs: dict[tuple[bytes, bytes], ParaProps] = {}
        self._by_style: dict[int, ParaProps] = {}
        self._characters: dict[tuple[bytes, bytes], CharProps] = {}
        self._toggles: dict[tuple[int, int | None], tuple[bool, bool]] = {}

    def paragraph(self, papx: bytes, extra: bytes) -> ParaProps:
        """Properties by a stored papx (style number, then modifiers) and the piece's modifiers."""
        found = self._paragraphs.get((papx, extra))
        if found is None:
            style = int.from_bytes(papx[:2], "little")
            found = replace(self._styled(style), row=[])
            for opcode, operand in self._expanded(papx[2:] + extra):
                if opcode == Sprm.PARAGRAPH_STYLE:
                    found = replace(self._styled(word(operand)), depth=found.depth, row=found.row)
                _apply(found, opcode, operand)
            self._paragraphs[papx, extra] = found
        return found

    def character(self, grpprl: bytes, extra: bytes) -> CharProps:
        """Properties by a run's modifiers and its piece's."""
        found = self._characters.get((grpprl, extra))
        if found is None:
            found = _char_props(grpprl + extra)
            self._characters[grpprl, extra] = found
        return found

    def shown(self, run: CharProps, paragraph_style: int) -> tuple[bool, bool]:
        """(bold, hidden) of a run in a paragraph of that style."""
        bold, hidden = self.style_toggles(paragraph_style, run.style)
        return _toggled(run.bold, bold), _toggled(run.hidden, hidden)

    def style_toggles(self, paragraph_style: int, character_style: int | None) -> tuple[bool, bool]:
        """(bold, hidden) as the styles alone say; a toggle set in both styles is off."""
        key = (paragraph_style, character_style)
        found = self._toggles.get(key)
        if found is None:
            own = self._of_style(paragraph_style)
            other = self._of_style(character_style) if character_style is not None else (False, False)
            found = own[0] ^ other[0], own[1] ^ other[1]
            self._toggles[key] = found
        return found

    def _of_style(self, number: int) -> tuple[bool, bool]:
        bold = hidden = False
        for style in self._styles.chain(number):
            for opcode, operand in modifiers(style.character):
                if opcode == Sprm.BOLD:
                    bold = flag(operand)
                elif opcode == Sprm.HIDDEN:
                    hidden = flag(operand)
        return bold, hidden

    def _styled(self, number: int) -> ParaProps:
        found = self._by_style.get(number)
        if found is None:
            found = ParaProps(style=number)
            for style in self._styles.chain(number):
                if style.identifier in _HEADINGS:
                    found.level = style.identifier
                for opcode, operand in self._expanded(style.paragraph):
                    _apply(found, opcode, operand)
            self._by_style[number] = found
        return found

    def _expanded(self, grpprl: bytes) -> Iterator[tuple[int, bytes]]:
        """Modifiers, those that did not fit into the page fetched from the Data stream."""
        for opcode, operand in modifiers(grpprl):
            if opcode in (Sprm.HUGE_1, Sprm.HUGE_2):
                at, data = dword(operand), self._data()
                size = int.from_bytes(data[at : at + 2], "little")
                yield from modifiers(data[at + 2 : at + 2 + size])
            else:
                yield opcode, operand


def _apply(props: ParaProps, opcode: int, operand: bytes) -> None:
    if opcode in ROW_SPRMS:
        props.row.append((opcode, operand))
    elif opcode == Sprm.IN_TABLE:
        props.depth = max(props.depth, 1) if flag(operand) else 0
    elif opcode == Sprm.DEPTH:
        props.depth = dword(operand)
    elif opcode == Sprm.DEPTH_CHANGE:
        props.depth += int.from_bytes(operand, "little", signed=True)
    elif opcode == Sprm.ROW_END:
        props.row_end = flag(operand)
    elif opcode == Sprm.NESTED_CELL_END:
        props.nested_cell_end = flag(operand)
    elif opcode == Sprm.NESTED_ROW_END:
        props.nested_row_end = flag(operand)
    elif opcode == Sprm.LIST:
        props.list_number = word(operand)
    elif opcode == Sprm.LIST_LEVEL:
        props.list_level = operand[0] if operand else None
    elif opcode == Sprm.OUTLINE:
        props.level = operand[0] + 1 if operand and operand[0] + 1 in _HEADINGS else None


def _char_props(grpprl: bytes) -> CharProps:
    formatting: dict[str, Any] = {}
    for opcode, operand in modifiers(grpprl):
        if opcode in _TOGGLES:
            formatting[_TOGGLES[opcode]] = operand[0] if operand else 0
        elif opcode == Sprm.DELETED:
            formatting["deleted"] = flag(operand)
        elif opcode == Sprm.INSERTED:
            formatting["inserted"] = flag(operand)
        elif opcode == Sprm.PICTURE:
            formatting.setdefault("picture", True)
        elif opcode == Sprm.DATA:
            formatting["picture"] = not flag(operand)
        elif opcode == Sprm.CHARACTER_STYLE:
            formatting["style"] = word(operand)
        elif opcode == Sprm.SYMBOL:
            formatting["symbol"] = dword(operand) >> 16
        elif opcode == Sprm.PLAIN:
            formatting |= {"bold": None, "hidden": None, "struck": False, "shift": 0}
        elif opcode in (Sprm.STRUCK, Sprm.STRUCK_TWICE):
            formatting["struck"] = flag(operand)
        elif opcode == Sprm.SHIFT:
            formatting["shift"] = operand[0] if operand else 0
    return CharProps(**formatting) if formatting else PLAIN


def _toggled(value: int | None, style: bool) -> bool:
    if value is None or value == _AS_STYLE:
        return style
    return not style if value == _NOT_STYLE else bool(value)
