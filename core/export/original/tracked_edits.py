"""Edits of passages as byte splices of document.xml, plainly or as tracked changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from core.errors import ExportError
from core.export.original.passage import Atom, Passage, PieceKind, TextEdit, pieces_of
from core.export.original.xml_splice import Extent, Splice, extents
from core.export.standard.ooxml import NAMESPACE, Element, tag


@dataclass(frozen=True, slots=True)
class Tracking:
    """Who is said to have made the changes, and when (ISO 8601, UTC, whole seconds)."""

    author: str
    date: str


@dataclass(slots=True)
class SpliceWriter:
    """Collects splices for one document.xml, whose bytes and parsed root must be of the same text."""

    xml: bytes
    root: Element
    tracking: Tracking | None = None
    splices: list[Splice] = field(default_factory=list)
    _extents: Mapping[Element, Extent] = field(default_factory=dict)
    _prefix: str = "w"
    _next_id: int = 1

    def __post_init__(self) -> None:
        elements = list(self.root.iter("*"))
        self._extents = dict(zip(elements, extents(self.xml), strict=True))
        self._prefix = next((p for p, uri in self.root.nsmap.items() if uri == NAMESPACE and p), "w")
        ids = (e.get(tag("id")) for e in elements)
        self._next_id = max((int(i) for i in ids if i and i.isdecimal()), default=0) + 1

    def edit(self, where: Passage, edits: Sequence[TextEdit]) -> None:
        """Change a passage that has atoms; runs that no edit touches keep their bytes."""
        changed = {where.atoms[i].element: (where.atoms[i], p) for i, p in pieces_of(where, edits).items()}
        if self.tracking is None:
            for atom, pieces in changed.values():
                self._replace(atom.element, self._plain(pieces))
            return
        for run in dict.fromkeys(atom.run for atom, _ in changed.values()):
            if run is None:
                raise ExportError("要改的文字在公式或特殊对象里，不能标成修订，请改用不带修订的导出。")
            self._replace(run, self._tracked_run(run, changed))

    def append_run(self, paragraph: Element, text: str, properties: bytes = b"") -> None:
        """A new run at the end of a paragraph; properties is a raw w:rPr or nothing."""
        made = self._run(properties, self.spelled(text))
        content = self.marked("ins", made) if self.tracking else made
        extent = self._extents[paragraph]
        if extent.empty_tag:
            opened = self.xml[extent.start : extent.end].rstrip(b"/>").rstrip() + b">"
            closed = opened + content + self.closing("p")
            self.splices.append(Splice(extent.start, extent.end, closed))
        else:
            self.splices.append(Splice(extent.inner_end, extent.inner_end, content, len(self.splices)))

    def insert_after(self, element: Element, content: bytes) -> None:
        """Raw content behind an element; several at one place keep the order of the calls."""
        end = self._extents[element].end
        self.splices.append(Splice(end, end, content, len(self.splices)))

    def insert_inside(self, element: Element, content: bytes) -> None:
        """Raw content right behind an element's start tag."""
        extent = self._extents[element]
        if extent.empty_tag:
            name = self.xml[extent.start + 1 : extent.end].split(b"/")[0].split()[0]
            opened = self.xml[extent.start : extent.end].rstrip(b"/>").rstrip() + b">"
            self._replace(element, opened + content + b"</" + name + b">")
        else:
            self.splices.append(Splice(extent.inner_start, extent.inner_start, content, len(self.splices)))

    def remove(self, element: Element) -> None:
        """Take an element out."""
        self._replace(element, b"")

    def raw(self, element: Element) -> bytes:
        """The element's own bytes."""
        extent = self._extents[element]
        return self.xml[extent.start : extent.end]

    def tagged(self, name: str, content: bytes) -> bytes:
        """An element of this document's w: prefix around raw content."""
        prefix = self._prefix.encode()
        return b"<" + prefix + b":" + name.encode() + b">" + content + self.closing(name)

    def closing(self, name: str) -> bytes:
        """Its end tag."""
        return f"</{self._prefix}:{name}>".encode()

    def mark(self, name: str) -> bytes:
        """An empty w:ins or w:del for the properties of a paragraph mark."""
        return self._opening(name)[:-1] + b"/>"

    def marked(self, name: str, content: bytes) -> bytes:
        """Runs inside w:ins or w:del."""
        return self._opening(name) + content + self.closing(name)

    def spelled(self, text: str, name: str = "t") -> bytes:
        """w:t (or w:delText), w:tab and w:br that spell a text."""
        w = self._prefix
        parts: list[str] = []
        for i, line in enumerate(text.split("\n")):
            parts += [f"<{w}:br/>"] * (i > 0)
            for j, part in enumerate(line.split("\t")):
                parts += [f"<{w}:tab/>"] * (j > 0)
                parts += [f'<{w}:{name} xml:space="preserve">{escape(part)}</{w}:{name}>'] * bool(part)
        return "".join(parts).encode()

    def _opening(self, name: str) -> bytes:
        assert self.tracking is not None
        w, number = self._prefix, self._next_id
        self._next_id += 1
        author, date = quoteattr(self.tracking.author), quoteattr(self.tracking.date)
        return f'<{w}:{name} {w}:id="{number}" {w}:author={author} {w}:date={date}>'.encode()

    def _replace(self, element: Element, content: bytes) -> None:
        extent = self._extents[element]
        self.splices.append(Splice(extent.start, extent.end, content))

    def _plain(self, pieces: Iterable[tuple[PieceKind, str]]) -> bytes:
        return self.spelled("".join(text for kind, text in pieces if kind != "delete"))

    def _run(self, properties: bytes, content: bytes, opening: bytes = b"") -> bytes:
        inside = properties + content
        return opening + inside + self.closing("r") if opening else self.tagged("r", inside)

    def _tracked_run(
        self, run: Element, changed: Mapping[Element, tuple[Atom, Sequence[tuple[PieceKind, str]]]]
    ) -> bytes:
        """The run cut into runs of one kind each, its properties repeated in all."""
        extent = self._extents[run]
        opening = self.xml[extent.start : extent.inner_start]
        properties = run.find(tag("rPr"))
        shared = b"" if properties is None else self.raw(properties)
        out: list[bytes] = []
        for kind, content in _grouped(self._contents(run, changed)):
            made = self._run(shared, content, opening)
            # What stands inside somebody's insertion is one already; Word never puts one into another.
            plain = kind == "keep" or (kind == "insert" and _inserted(run))
            out.append(made if plain else self.marked("del" if kind == "delete" else "ins", made))
        return b"".join(out)

    def _contents(
        self, run: Element, changed: Mapping[Element, tuple[Atom, Sequence[tuple[PieceKind, str]]]]
    ) -> Iterator[tuple[PieceKind, bytes]]:
        for child in run:
            if child.tag == tag("rPr"):
                continue
            if child not in changed:
                yield "keep", self.raw(child) if child in self._extents else b""
                continue
            for kind, text in changed[child][1]:
                yield kind, self.spelled(text, "delText" if kind == "delete" else "t")


def _inserted(run: Element) -> bool:
    """Whether a run stands in a tracked insertion or the new place of a move."""
    return any(above.tag in (tag("ins"), tag("moveTo")) for above in run.iterancestors())


def _grouped(contents: Iterable[tuple[PieceKind, bytes]]) -> Iterator[tuple[PieceKind, bytes]]:
    """Neighbours of one kind joined."""
    last: PieceKind | None = None
    parts: list[bytes] = []
    for kind, content in contents:
        if last is not None and kind != last:
            yield last, b"".join(parts)
            parts = []
        last = kind
        parts.append(content)
    if last is not None and parts:
        yield last, b"".join(parts)
