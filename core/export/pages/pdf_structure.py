"""Tags and bookmarks of a PDF: which drawn items are headings, paragraphs, tables with their header cells, figures.

reportlab draws but does not tag, so marked content (BDC … EMC) and the structure tree (ISO 32000-1, 14.7) are made
here from its plain PDF objects. Borders, shading and page numbers are artifacts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFString
from reportlab.pdfgen.canvas import Canvas

from core.export.pages.page import PAGE_HEIGHT, StructElement

PdfObject = Any  # reportlab publishes no types
_OUTLINE_LEVELS = {"H2": 0, "H3": 1}


@dataclass(slots=True)
class _Node:
    """A structure element as it is put together: its kids are nodes and (page, marked content) pairs."""

    element: StructElement | None
    kids: list[_Node | tuple[int, int]] = field(default_factory=list)


class StructureTree:
    """Collects what is drawn on a canvas, in drawing order; one instance a document."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._root = _Node(None)
        self._nodes: dict[int, _Node] = {}
        self._page_parents: list[list[_Node]] = [[]]  # for each page the node of each marked content
        self._bookmarked: set[int] = set()

    def begin(self, element: StructElement | None) -> None:
        """What is drawn from here on belongs to an element, or is an artifact."""
        if element is None:
            self._canvas._code.append("/Artifact BMC")
            return
        node = self._node(element)
        here = self._page_parents[-1]
        node.kids.append((len(self._page_parents) - 1, len(here)))
        self._canvas._code.append(f"/{element.kind} <</MCID {len(here)}>> BDC")
        here.append(node)

    def end(self) -> None:
        """The element or artifact is drawn."""
        self._canvas._code.append("EMC")

    def bookmark(self, element: StructElement, y: float) -> None:
        """An entry of the outline for a heading, at its first line; y counts from the page's top."""
        level = _OUTLINE_LEVELS.get(element.kind)
        if level is None or element.number in self._bookmarked:
            return
        level = min(level, 1 if self._bookmarked else 0)  # an outline may not begin with its second level
        self._bookmarked.add(element.number)
        key = f"part{element.number}"
        self._canvas.bookmarkHorizontal(key, 0, PAGE_HEIGHT - y + 24)
        self._canvas.addOutlineEntry(element.text, key, level)

    def end_page(self) -> None:
        """The page was shown."""
        self._page_parents.append([])

    def finish(self) -> None:
        """Put the tree into the document; before the canvas is saved."""
        document = self._canvas._doc
        pages = document.Pages.pages
        references = {id(node): document.Reference(PDFDictionary({})) for node in self._nodes.values()}
        objects = {key: document.idToObject[ref.name] for key, ref in references.items()}
        whole = PDFDictionary({})
        whole_reference = document.Reference(whole)
        for node in self._nodes.values():
            self._fill(objects[id(node)], node, references, whole_reference, [document.Reference(p) for p in pages])
        body = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document")})
        body_reference = document.Reference(body)
        tops = [n for n in self._root.kids if isinstance(n, _Node)]
        body["K"] = PDFArray([references[id(n)] for n in tops])
        body["P"] = whole_reference
        for node in tops:
            objects[id(node)]["P"] = body_reference
        numbers: list[PdfObject] = []
        for index, page in enumerate(pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = index, PDFName("S")
            parents = PDFArray([references[id(n)] for n in self._page_parents[index]])
            numbers += [index, document.Reference(parents)]
        whole["Type"] = PDFName("StructTreeRoot")
        whole["K"] = PDFArray([body_reference])
        whole["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        whole["ParentTreeNextKey"] = len(pages)
        catalog = document.Catalog
        catalog.StructTreeRoot = whole_reference
        catalog.MarkInfo = PDFDictionary({"Marked": _Raw("true")})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": _Raw("true")})
        if self._bookmarked:
            self._canvas.showOutline()

    def _node(self, element: StructElement) -> _Node:
        found = self._nodes.get(element.number)
        if found is None:
            found = self._nodes[element.number] = _Node(element)
            parent = self._node(element.parent) if element.parent is not None else self._root
            parent.kids.append(found)
        return found

    def _fill(
        self, made: PdfObject, node: _Node, references: dict[int, PdfObject], whole: PdfObject, pages: list[PdfObject]
    ) -> None:
        element = node.element
        assert element is not None
        made["Type"], made["S"] = PDFName("StructElem"), PDFName(element.kind)
        parent = self._nodes.get(element.parent.number) if element.parent is not None else None
        made["P"] = references[id(parent)] if parent is not None else whole
        if element.kind == "Figure":
            made["Alt"] = PDFString(element.text)
        if element.kind in ("TH", "TD"):
            rows, columns = element.spans
            layout: dict[str, PdfObject] = {"O": PDFName("Table"), "RowSpan": rows, "ColSpan": columns}
            if element.kind == "TH":
                layout["Scope"] = PDFName("Column" if rows == 1 or columns > 1 else "Both")
            made["A"] = PDFDictionary(layout)
        kids: list[PdfObject] = []
        for kid in node.kids:
            if isinstance(kid, _Node):
                kids.append(references[id(kid)])
            else:
                page, number = kid
                kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[page], "MCID": number}))
        made["K"] = PDFArray(kids)


class _Raw(PDFObject):  # type: ignore[misc]
    """A token that PDFName would escape as a name: true."""

    def __init__(self, token: str) -> None:
        self._token = token

    def format(self, document: PdfObject) -> bytes:
        """The token itself."""
        return self._token.encode()
