"""OFD: the parts of the package and the pages they name (GB/T 33190 chapter 7)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import Budget, open_zip_safely, parse_xml_safely, read_member

Element: TypeAlias = etree._Element
Box = tuple[float, float, float, float]
_LARGEST = 1e6  # millimetres; "1e400" is infinite
_A4: Box = (0.0, 0.0, 210.0, 297.0)


def local_name(element: Element) -> str:
    """The tag without its namespace: writers of OFD use several, the standard's own among them."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Child elements of these names, all without names."""
    for child in element if element is not None else ():
        if not names or local_name(child) in names:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of names below."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: Element, name: str) -> str:
    """An attribute's value whatever its capitals ("Size", by some writers "size"); "" without it."""
    value = element.get(name)
    if value is None:
        value = next((v for key, v in element.items() if str(key).lower() == name.lower()), "")
    return str(value)


def numbers(text: str | None) -> tuple[float, ...]:
    """The numbers of a list "0 0 210 297"; () where one of them is none, or no place on any paper."""
    try:
        found = tuple(float(part) for part in (text or "").split())
    except ValueError:
        return ()
    return found if all(-_LARGEST < number < _LARGEST for number in found) else ()


def box_of(text: str | None) -> Box | None:
    """Left, top, width and height in millimetres."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page: its content, templates printed under it, and its paper (left, top, width, height in millimetres)."""

    content: Element
    templates: tuple[Element, ...]
    paper: Box


@dataclass(slots=True)
class _DocumentPart:
    """What the document's main part says that pages need."""

    folder: str
    paper: Box
    pages: list[str]
    templates: dict[str, str] = field(default_factory=dict)
    resources: list[str] = field(default_factory=list)


class Package:
    """An open OFD file: pages by number, drawings used several times by their ID."""

    def __init__(self, data: bytes) -> None:
        """ReadError where the package or its document makes no sense."""
        self._archive = open_zip_safely(data)
        self._budget = Budget(len(data))
        self._names = {name.lower(): name for name in self._archive.namelist()}
        root = self._part("", "OFD.xml")
        # Several bodies are versions of one document; the last one counts.
        bodies = [found.text for body in children(root, "DocBody") if (found := child(body, "DocRoot")) is not None]
        if not bodies or not bodies[-1]:
            raise ReadError(messages.DAMAGED)
        self._document = self._read_document(bodies[-1].strip())
        self._templates: dict[str, Element | None] = {}
        self.composites = self._read_composites()

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._document.pages)

    def page(self, index: int) -> PagePart | None:
        """A page counted from 0; None where its part is absent or no XML."""
        content = self._optional_part(self._document.folder, self._document.pages[index])
        if content is None:
            return None
        templates = []
        for used in children(content, "Template"):
            template = self._template(attribute(used, "TemplateID"))
            if template is not None:
                templates.append(template)
        return PagePart(content, tuple(templates), self._paper(content) or self._document.paper)

    def _read_document(self, path: str) -> _DocumentPart:
        root = self._part("", path)
        folder = posixpath.dirname(path.strip("/"))
        common = child(root, "CommonData")
        part = _DocumentPart(folder, self._paper(common) or _A4, [])
        for page in children(child(root, "Pages"), "Page"):
            part.pages.append(attribute(page, "BaseLoc"))
        for template in children(common, "TemplatePage"):
            part.templates[attribute(template, "ID")] = attribute(template, "BaseLoc")
        for resource in children(common, "PublicRes", "DocumentRes"):
            part.resources.append((resource.text or "").strip())
        return part

    def _paper(self, parent: Element | None) -> Box | None:
        """The paper of a page or of all; the standard calls it Area in a page and PageArea in the document."""
        area = next(children(parent, "Area", "PageArea"), None)
        found = child(area, "PhysicalBox")
        box = box_of(found.text) if found is not None else None
        return box if box is not None and box[2] > 0 and box[3] > 0 else None

    def _template(self, identifier: str) -> Element | None:
        if identifier not in self._templates:
            path = self._document.templates.get(identifier)
            self._templates[identifier] = self._optional_part(self._document.folder, path) if path else None
        return self._templates[identifier]

    def _read_composites(self) -> dict[str, Element]:
        """Drawings that pages use by reference: CompositeGraphicUnit by ID."""
        found: dict[str, Element] = {}
        for path in self._document.resources:
            root = self._optional_part(self._document.folder, path)
            for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
                found[attribute(unit, "ID")] = unit
        return found

    def _part(self, folder: str, path: str) -> Element:
        """A part by its path, which begins with / or counts from a folder."""
        whole = posixpath.normpath(path if path.startswith("/") else posixpath.join(folder, path)).strip("/")
        name = self._names.get(whole.lower())
        if name is None:
            raise ReadError(messages.DAMAGED)
        return parse_xml_safely(self._budget.spend(read_member(self._archive, name)))

    def _optional_part(self, folder: str, path: str) -> Element | None:
        try:
            return self._part(folder, path)
        except ReadError as error:
            if str(error) in (messages.BOMB, messages.PASSWORD):
                raise
            return None


def is_package(data: bytes) -> bool:
    """Whether the bytes are a zip with OFD.xml at its root."""
    if not data.startswith(b"PK\x03\x04") or b"OFD.xml" not in data:
        return False
    try:
        return any(name.lower() == "ofd.xml" for name in open_zip_safely(data).namelist())
    except (ReadError, zipfile.BadZipFile):
        return False
