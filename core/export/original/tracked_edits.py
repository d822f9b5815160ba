"""Edits of passages as byte splices of document.xml, plainly or as tracked changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape  # xml.sax.saxutils would load ssl and http.client

from core.errors import ExportError
from core.export.original.passage import FORMULA_TEXT, Atom, Passage, PieceKind, TextEdit, pieces_of
from core.export.original.xml_splice import Extent, Splice, extents, spliced
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
    notices: list[str] = field(default_factory=list)  # what the person should know, in Chinese
    emptied: set[bytes] = field(default_factory=set)  # parted insertions that may be left without content
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
        if any(atom.element.tag == FORMULA_TEXT for atom, _ in changed.values()):
            raise ExportError("要改的文字在公式里，不能直接改写，请在 Word 或 WPS 里改好公式后重新打开。")
        unlinked = self._write_unlinked(where, changed)
        if self.tracking is None:
            for atom, pieces in changed.values():
                if atom.element not in unlinked:
                    self._replace(atom.element, self._plain(pieces))
            return
        for run in dict.fromkeys(atom.run for atom, _ in changed.values() if atom.element not in unlinked):
            if run is None:
                raise ExportError("要改的文字在特殊对象里，不能标成修订，请改用不带修订的导出。")
            self._replace(run, self._tracked_run(run, changed))

    def _write_unlinked(
        self, where: Passage, changed: Mapping[Element, tuple[Atom, Sequence[tuple[PieceKind, str]]]]
    ) -> set[Element]:
        """Write fields, and where changes are tracked content controls too, that an edit touches as plain runs;
        returns the text elements dealt with.

        Word computes a field's result anew, so a figure typed over =SUM(LEFT) would come back as it was; and changes
        inside a plain-text control (w:text) can be neither accepted nor rejected.
        """
        done: set[Element] = set()
        parents = dict.fromkeys(_paragraph_of(atom.element) for atom, _ in changed.values())
        for paragraph in parents:
            for children in _linked_ranges(paragraph, controls=self.tracking is not None):
                inside = {e for child in children for e in child.iter()}
                atoms = [a for a in where.atoms if a.element in inside]
                if not any(a.element in changed for a in atoms):
                    continue
                content = b"".join(self._plain_runs(a, changed) for a in atoms)
                first, last = self._extents[children[0]], self._extents[children[-1]]
                self.splices.append(Splice(first.start, last.end, content))
                done |= {a.element for a in atoms}
                what = "内容控件" if children[0].tag == tag("sdt") else "域（自动计算的内容）"
                words = "".join(a.text for a in atoms)
                self.notices.append(f"原文件里“{words[:12]}”处的{what}已换成普通文字，不再自动更新。")
        return done

    def _plain_runs(self, atom: Atom, changed: Mapping[Element, tuple[Atom, Sequence[tuple[PieceKind, str]]]]) -> bytes:
        own = atom.run.find(tag("rPr")) if atom.run is not None else None
        look = b"" if own is None else self.raw(own)
        if atom.element not in changed:
            return self.tagged("r", look + self.spelled(atom.text))
        pieces = changed[atom.element][1]
        if self.tracking is None:
            return self.tagged("r", look + self._plain(pieces))
        made = b""
        for kind, words in pieces:
            run = self.tagged("r", look + self.spelled(words, "delText" if kind == "delete" else "t"))
            made += run if kind == "keep" else self.marked("del" if kind == "delete" else "ins", run)
        return made

    def append_run(self, paragraph: Element, text: str, properties: bytes = b"") -> None:
        """A new run at the end of a paragraph; properties is a raw w:rPr or nothing."""
        made = self.tagged("r", properties + self.spelled(text))
        self.insert_at_end(paragraph, self.marked("ins", made) if self.tracking else made)

    def insert_at_end(self, paragraph: Element, content: bytes) -> None:
        """Raw content right before an element's end tag."""
        extent = self._extents[paragraph]
        if extent.empty_tag:
            opened = self.xml[extent.start : extent.end].rstrip(b"/>").rstrip() + b">"
            closed = opened + content + _end_tag(opened)
            self.splices.append(Splice(extent.start, extent.end, closed))
        else:
            self.splices.append(Splice(extent.inner_end, extent.inner_end, content, len(self.splices)))

    def written(self) -> bytes:
        """The part with all splices made."""
        data = spliced(self.xml, self.splices)
        for empty in self.emptied:
            data = data.replace(empty, b"")
        return data

    def insert_after(self, element: Element, content: bytes) -> None:
        """Raw content behind an element; several at one place keep the order of the calls."""
        end = self._extents[element].end
        self.splices.append(Splice(end, end, content, len(self.splices)))

    def insert_inside(self, element: Element, content: bytes) -> None:
        """Raw content right behind an element's start tag."""
        extent = self._extents[element]
        if extent.empty_tag:
            opened = self.xml[extent.start : extent.end].rstrip(b"/>").rstrip() + b">"
            self._replace(element, opened + content + _end_tag(opened))
        else:
            self.splices.append(Splice(extent.inner_start, extent.inner_start, content, len(self.splices)))

    def remove(self, element: Element) -> None:
        """Take an element out."""
        self._replace(element, b"")

    def mark_deleted(self, run: Element) -> None:
        """Track a whole run without text (a picture) as deleted."""
        self._replace(run, self.marked("del", self.raw(run)))

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
                parts += [f'<{w}:{name} xml:space="preserve">{escape(part, quote=False)}</{w}:{name}>'] * bool(part)
        return "".join(parts).encode()

    def _opening(self, name: str) -> bytes:
        assert self.tracking is not None
        w, number = self._prefix, self._next_id
        self._next_id += 1
        author, date = escape(self.tracking.author), escape(self.tracking.date)
        return f'<{w}:{name} {w}:id="{number}" {w}:author="{author}" {w}:date="{date}">'.encode()

    def _replace(self, element: Element, content: bytes) -> None:
        extent = self._extents[element]
        self.splices.append(Splice(extent.start, extent.end, content))

    def _plain(self, pieces: Iterable[tuple[PieceKind, str]]) -> bytes:
        return self.spelled("".join(text for kind, text in pieces if kind != "delete"))

    def _tracked_run(
        self, run: Element, changed: Mapping[Element, tuple[Atom, Sequence[tuple[PieceKind, str]]]]
    ) -> bytes:
        """The run cut into runs of one kind each, its properties repeated in all."""
        extent = self._extents[run]
        opening = self.xml[extent.start : extent.inner_start]
        properties = run.find(tag("rPr"))
        shared = b"" if properties is None else self.raw(properties)
        out: list[bytes] = []
        parent = run.getparent()
        for kind, content in _grouped(self._contents(run, changed)):
            made = opening + shared + content + _end_tag(opening)
            if kind == "delete":
                made = self.marked("del", made)
            elif kind == "insert" and parent.tag == tag("ins"):
                # Word never puts one insertion into another. Somebody's w:ins is parted around ours, so that
                # rejecting ours alone gives his text: <ins A>1</ins><ins B>0</ins><ins A></ins>.
                again = self.xml[self._extents[parent].start : self._extents[parent].inner_start]
                made = _end_tag(again) + self.marked("ins", made) + again
                self.emptied.add(again + _end_tag(again))
            elif kind == "insert" and not _inserted(run):
                made = self.marked("ins", made)
            out.append(made)
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


def _end_tag(opened: bytes) -> bytes:
    """The end tag of a start tag: a file may spell w:r as <r>, with WordprocessingML as its default namespace."""
    return b"</" + opened[1:].rstrip(b">").split()[0] + b">"


def _paragraph_of(element: Element) -> Element:
    return next(element.iterancestors(tag("p")))


def _linked_ranges(paragraph: Element, controls: bool) -> list[list[Element]]:
    """Children of a paragraph that form a field or a content control, from the first to the last of each."""
    found: list[list[Element]] = []
    field_children: list[Element] = []
    depth = 0
    for child in paragraph:
        kinds = [c.get(tag("fldCharType")) for c in child.iter(tag("fldChar"))]
        if depth or "begin" in kinds:
            field_children.append(child)
            depth += kinds.count("begin") - kinds.count("end")
            if depth <= 0:
                found.append(field_children)
                field_children, depth = [], 0
        elif child.tag == tag("fldSimple") or (controls and child.tag == tag("sdt")):
            found.append([child])
    return found


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
