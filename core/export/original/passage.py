"""The text of a paragraph or cell of somebody else's docx, piece by piece with the elements that spell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from core.export.standard.ooxml import Element, tag

PieceKind = Literal["keep", "delete", "insert"]
_LITERAL = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LITERALS = {tag(name): text for name, text in _LITERAL.items()}
# What the reader passes over too: deleted text, field codes, text boxes, readings over characters.
_SKIPPED = frozenset(
    tag(n) for n in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "txbxContent", "sdtPr")
)
_OBJECTS = frozenset(tag(n) for n in ("drawing", "pict", "object", "footnoteReference", "endnoteReference"))
FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEFT_OUT = frozenset(map(tag, ("vanish", "strike", "dstrike")))
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Atom:
    """One w:t, w:tab or w:br: its text, where it begins in the passage, and the run it stands in (None if in none)."""

    text: str
    start: int
    element: Element
    run: Element | None

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Characters [start, end) of a passage to be replaced by text; start == end inserts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Atoms of one or more w:p; between two paragraphs the text has a newline that no atom spells.

    objects are pictures, embedded objects and references to notes, each with its position in the text.
    """

    text: str
    atoms: tuple[Atom, ...]
    objects: tuple[tuple[int, Element], ...] = ()


def passage(paragraphs: Iterable[Element]) -> Passage:
    """The passage of these w:p elements, in the state with tracked changes accepted."""
    atoms: list[Atom] = []
    objects: list[tuple[int, Element]] = []
    pieces: list[str] = []
    length = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            pieces.append("\n")
            length += 1
        for text, element, run in _walk(paragraph, None):
            if element.tag in _OBJECTS:
                objects.append((length, element))
                continue
            atoms.append(Atom(text, length, element, run))
            pieces.append(text)
            length += len(text)
    return Passage("".join(pieces), tuple(atoms), tuple(objects))


def _walk(element: Element, run: Element | None) -> Iterator[tuple[str, Element, Element | None]]:
    for child in element:
        if child.tag in (tag("t"), FORMULA_TEXT):
            yield child.text or "", child, run
        elif child.tag in _OBJECTS:
            yield "", child, run
        elif child.tag in _LITERALS:
            yield _LITERALS[child.tag], child, run
        elif child.tag == tag("r"):
            if not _hidden(child):
                yield from _walk(child, child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and not child.tag.endswith("}Fallback"):
            yield from _walk(child, None)


def _hidden(run: Element) -> bool:
    """Whether the reader leaves the run's text out: hidden, or struck through."""
    properties = run.find(tag("rPr"))
    return properties is not None and any(
        item.tag in _LEFT_OUT and item.get(tag("val")) not in _OFF for item in properties
    )


def pieces_of(where: Passage, edits: Sequence[TextEdit]) -> dict[int, list[tuple[PieceKind, str]]]:
    """For each atom that an edit touches, by index: its text in pieces to keep, delete or insert.

    edits are in order and do not overlap. An edit that no atom can take (an empty passage) is left out.
    """
    homes = [_home(where, edit) for edit in edits]
    found: dict[int, list[tuple[PieceKind, str]]] = {}
    for index, atom in enumerate(where.atoms):
        own = {edit for edit, home in zip(edits, homes, strict=True) if home == index}
        touching = {edit for edit in edits if edit.start < atom.end and edit.end > atom.start}
        if own or touching:
            found[index] = list(_cut(atom, own | touching, own))
    return found


def _home(where: Passage, edit: TextEdit) -> int | None:
    """Index of the atom that takes the new text: the first that is replaced, or the one an insertion follows."""
    for index, atom in enumerate(where.atoms):
        if edit.start < edit.end and atom.start <= edit.start < atom.end:
            return index
        if edit.start == edit.end and (atom.start < edit.start <= atom.end or atom.start == edit.start):
            return index
    return None


def _cut(atom: Atom, edits: Set[TextEdit], own: Set[TextEdit]) -> Iterator[tuple[PieceKind, str]]:
    """The atom's text in pieces; own are the edits whose new text stands here."""
    at = atom.start
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        start, end = max(edit.start, atom.start), min(edit.end, atom.end)
        if start > at:
            yield "keep", atom.text[at - atom.start : start - atom.start]
        if end > start:
            yield "delete", atom.text[start - atom.start : end - atom.start]
        if edit in own and edit.text:
            yield "insert", edit.text
        at = max(at, start, end)
    if at < atom.end:
        yield "keep", atom.text[at - atom.start :]
